//! What stands before the pages: first run, unlock, and the vaults that cannot be opened.

mod demo;
mod first_run;
mod halted;
mod new_password;
mod recover;
mod recovery;
mod soft_lock;
mod unlock;
mod wait;

use protocol::Gate;
use yew::prelude::*;

use crate::link::Trouble;
use crate::shell::Shell;

pub(crate) use new_password::{NewPassword, is_hopeless, use_strength};
pub(crate) use recovery::{KeptWords, RecoveryWords};

use first_run::FirstRun;
use halted::{Halt, Halted};
use soft_lock::SoftLock;
use unlock::Unlock;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) gate: Gate,
    pub(crate) wait_until_ms: Option<f64>,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) banners: Html,
}

/// The one view the gate allows. A locked vault's pages are not hidden but gone.
#[component]
pub(crate) fn GateView(props: &Props) -> Html {
    match props.trouble {
        Some(Trouble::OtherBuild) => return html! { <Halted halt={Halt::OtherBuild} /> },
        Some(Trouble::Broken) => return html! { <Halted halt={Halt::WorkerGone} /> },
        None => {}
    }
    let (banners, wait_until_ms) = (props.banners.clone(), props.wait_until_ms);
    match props.gate.clone() {
        Gate::Starting => html! { <Starting /> },
        Gate::FirstRun => html! { <>{ banners }<FirstRun /></> },
        Gate::Locked { vault, .. } => html! { <>{ banners }<Unlock {vault} {wait_until_ms} /></> },
        Gate::SoftLocked { vault, people, .. } => {
            html! { <>{ banners }<SoftLock {vault} {people} {wait_until_ms} /></> }
        }
        Gate::Open(session) => html! { <Shell {session} {banners} /> },
        Gate::Vanished { vault, seq } => html! { <Halted halt={Halt::Vanished { vault, seq }} /> },
        Gate::NewerFormat { found, supported } => {
            html! { <Halted halt={Halt::NewerFormat { found, supported }} /> }
        }
        Gate::Damaged { code } => html! { <Halted halt={Halt::Damaged { code }} /> },
    }
}

/// Nothing for the first moment: the worker usually knows within a few frames.
#[component]
fn Starting() -> Html {
    let i18n = crate::i18n::use_i18n();
    html! {
        <main class="gate" aria-busy="true">
            { crate::components::logo(false) }
            <h1 class="visually-hidden">{ "Tillcast" }</h1>
            <p class="visually-hidden" role="status">{ i18n.t("starting") }</p>
        </main>
    }
}
