//! What the time went into: each kind with a quarter and half an hour. Without a client chosen the tap asks for whom, and that second tap writes it down.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::WorkKind;

use super::log::{KINDS, log, name};
use crate::i18n::{Msg, t, t_n};
use crate::kit::Sheet;
use crate::pages::parts::client_choice::ClientChoice;
use crate::session::Session;

/// Lengths one tap writes down, in minutes.
const LENGTHS: [u32; 2] = [15, 30];

/// The kinds with their buttons.
#[component]
pub(super) fn Kinds(client: RwSignal<Option<RecordId>>) -> impl IntoView {
    let session = Session::expect();
    let waits = RwSignal::new(None::<(WorkKind, u32)>);
    let asking = RwSignal::new(false);
    Effect::new(move || {
        if !asking.get() {
            waits.set(None);
        }
    });
    let press = move |kind: WorkKind, minutes: u32| match client.get_untracked() {
        Some(client) => {
            log(session, client, &kind, minutes);
        }
        None => {
            waits.set(Some((kind, minutes)));
            asking.set(true);
        }
    };
    let choose = move |chosen: Option<RecordId>| {
        if let (Some(chosen), Some((kind, minutes))) = (chosen, waits.get_untracked()) {
            log(session, chosen, &kind, minutes);
            client.set(Some(chosen));
        }
        asking.set(false);
    };
    let rows = KINDS
        .into_iter()
        .map(|kind| view! { <KindRow kind on_press=move |(kind, minutes)| press(kind, minutes)/> })
        .collect_view();
    view! {
        <ul class="rows" aria-label=move || t(Msg::WorkKinds)>
            {rows}
        </ul>
        <Sheet open=asking title=Msg::WorkFor>
            <ClientChoice label=Msg::WorkChooseClient value=Signal::stored(None) on_choose=choose/>
        </Sheet>
    }
}

#[component]
fn KindRow(kind: WorkKind, #[prop(into)] on_press: Callback<(WorkKind, u32)>) -> impl IntoView {
    let label = name(&kind);
    let buttons = LENGTHS.map(|minutes| {
        let kind = kind.clone();
        let short = move || t_n(Msg::WorkPlus, minutes, &[]);
        view! {
            <button
                class="button"
                type="button"
                aria-label=move || format!("{} {}", t(label), short())
                on:click=move |_| on_press.run((kind.clone(), minutes))
            >
                <span>{short}</span>
            </button>
        }
    });
    view! {
        <li class="row-line" data-work=true>
            <span class="row">
                <span class="row-text">
                    <span class="row-title">{move || t(label)}</span>
                </span>
            </span>
            <span class="cluster">{buttons.into_iter().collect_view()}</span>
        </li>
    }
}
