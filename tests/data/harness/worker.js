console.error('worker complained');
Promise.reject(new Error('worker rejected'));
const policy = trustedTypes.createPolicy('rust', { createScriptURL: (url) => url });
new Worker(policy.createScriptURL('/nested.js'));
