const field = document.querySelector('input');
const select = document.querySelector('select');
document.querySelector('button').addEventListener('click', () => {
  document.querySelector('#said').textContent = `Saved ${field.value} in ${select.value}`;
});
// Called by the test: one complaint from every realm.
window.complain = () => {
  const policy = trustedTypes.createPolicy('rust', { createScriptURL: (url) => url });
  new Worker(policy.createScriptURL('/worker.js'));
  console.warn('page warned');
  Promise.reject(new Error('page rejected'));
};
