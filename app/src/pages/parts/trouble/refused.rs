//! A value the server refused: what it was, why, and the way to mend it. Nothing of it is lost.

use leptos::prelude::*;
use yardstick_domain::accept::Reason;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::records::FieldSpec;

use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon};
use crate::pages::parts::{now, show};

/// The refused value under its field.
#[component]
pub(super) fn RefusedValue(
    entry: Entry,
    spec: FieldSpec,
    on_mend: Callback<String>,
) -> impl IntoView {
    let State::Parked { reason } = entry.state else {
        return ().into_any();
    };
    let reason = reason_words(&reason);
    let value = StoredValue::new(entry.change.value);
    let mend = move |_| {
        let text = value.with_value(|value| {
            let shown = spec.input_text(value.as_bytes(), &now::input_context());
            // What the field cannot read is mended as it stands.
            if shown.is_empty() {
                value.as_str().to_owned()
            } else {
                shown
            }
        });
        on_mend.run(text);
    };
    view! {
        <div class="banner" data-tone="bad">
            <Icon glyph=Glyph::TriangleAlert/>
            <div class="banner-text stack" data-gap="1">
                <p>{move || t(Msg::RefusedTitle)} {move || t(reason)}</p>
                <p class="conflict-value">
                    {move || value.with_value(|value| show::value(&spec, value))}
                </p>
            </div>
            <Button label=Msg::RefusedMend on_press=mend/>
        </div>
    }
    .into_any()
}

/// Why the server did not take a value.
pub fn reason_words(reason: &Reason) -> Msg {
    match reason {
        Reason::Malformed { .. } => Msg::RefusedMalformed,
        Reason::Value { .. } => Msg::RefusedValue,
        Reason::Action => Msg::RefusedAction,
        Reason::ActionTooLarge => Msg::RefusedTooLarge,
    }
}
