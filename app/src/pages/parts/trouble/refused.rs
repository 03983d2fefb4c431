//! A value the server refused: what it was, why, and the three ways out, at its field and on the page of the sync. Nothing of it is lost before
//! somebody says so.

use leptos::prelude::*;
use yardstick_domain::accept::Reason;
use yardstick_domain::change::Value;
use yardstick_domain::method::can_be_typed;
use yardstick_domain::outbox::Entry;
use yardstick_domain::records::FieldSpec;

use super::choosing::{Choosing, OwnWords};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, LinkButton, Toasts, Variant};
use crate::pages::parts::{now, show};
use crate::pages::sync::naming;
use crate::route::Route;
use crate::session::{Refused, Session};

/// The refused value under its field.
#[component]
pub(super) fn RefusedValue(
    entry: Entry,
    spec: FieldSpec,
    on_mend: Callback<String>,
) -> impl IntoView {
    let Some(refused) = Refused::of(&entry) else {
        return ().into_any();
    };
    let reason = reason_words(&refused.reason);
    let value = StoredValue::new(refused.value.clone());
    let mend = move |_| on_mend.run(value.with_value(|value| typed_text(&spec, value)));
    view! {
        <div class="banner" data-tone="bad">
            <Icon glyph=Glyph::TriangleAlert/>
            <div class="banner-text stack" data-gap="1">
                <p>{move || t(Msg::RefusedTitle)} {move || t(reason)}</p>
                <p class="conflict-value">
                    {move || value.with_value(|value| show::value(&spec, value))}
                </p>
                <div class="cluster">
                    <Button label=Msg::RefusedMend on_press=mend/>
                    <SaveOrGiveUp refused/>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The ways out of a refusal where its field is not at hand: mended here, saved as a file, given up.
#[component]
pub fn RefusedWays(refused: Refused) -> impl IntoView {
    let session = Session::expect();
    let spec = naming::spec(&refused.key).filter(can_be_typed);
    let choosing = Choosing::of_refused(session, &refused);
    let client = refused.key.client;
    let own = StoredValue::new(refused);
    let begin = move |spec: FieldSpec| {
        let text = own.with_value(|refused| typed_text(&spec, &refused.value));
        choosing.write(Some(text));
    };
    let mend = Callback::new(move |value: Value| {
        choosing.forget();
        own.with_value(|refused| session.mend(refused, value));
    });
    let buttons = move || {
        view! {
            <div class="cluster">
                {match spec {
                    Some(spec) => {
                        view! { <Button label=Msg::SyncMend on_press=move |_| begin(spec)/> }
                            .into_any()
                    }
                    None => {
                        view! { <LinkButton to=Route::client(client) label=Msg::SyncMend/> }
                            .into_any()
                    }
                }}
                <SaveOrGiveUp refused=own.get_value()/>
            </div>
        }
    };
    view! {
        <Show when=move || choosing.is_written() fallback=buttons>
            {spec.map(|spec| view! { <OwnWords choosing spec choose=mend/> })}
        </Show>
    }
}

#[component]
fn SaveOrGiveUp(refused: Refused) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let refused = StoredValue::new(refused);
    let save = move |_| {
        let saved = refused.with_value(|refused| session.export_refused(refused));
        let said = if saved {
            Msg::RefusedSaved
        } else {
            Msg::RefusedNotSaved
        };
        toasts.say(t(said));
    };
    let give_up = move |_| refused.with_value(|refused| session.give_up(refused));
    view! {
        <Button label=Msg::ButtonExport on_press=save/>
        <Button label=Msg::SyncDrop variant=Variant::Danger on_press=give_up/>
    }
}

/// The value as it is typed; what the field cannot read is mended as it stands.
fn typed_text(spec: &FieldSpec, value: &Value) -> String {
    let shown = spec.input_text(value.as_bytes(), &now::input_context());
    if shown.is_empty() {
        value.as_str().to_owned()
    } else {
        shown
    }
}

/// Why the server did not take a value.
pub fn reason_words(reason: &Reason) -> Msg {
    match reason {
        Reason::Malformed { .. } => Msg::RefusedMalformed,
        Reason::Value { .. } => Msg::RefusedValue,
        Reason::Action => Msg::RefusedAction,
        Reason::ActionTooLarge => Msg::RefusedTooLarge,
        Reason::NotTaken { .. } => Msg::RefusedNotTaken,
        Reason::Later(_) => Msg::RefusedLater,
    }
}
