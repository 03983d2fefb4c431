//! *Also edited*: the value shown, those beside it, who wrote each, and the choice between them.

use leptos::prelude::*;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::records::FieldSpec;
use yardstick_domain::register::Head;

use crate::i18n::Msg;
use crate::kit::{Button, Glyph, Icon};
use crate::pages::parts::{author, show};
use crate::session::Session;

/// A sign at the field that opens the values; choosing one is an ordinary change and can be undone.
#[component]
pub fn AlsoEdited(
    /// The field.
    key: RegisterKey,
    /// What is known of it.
    spec: FieldSpec,
    /// The value shown, then those beside it.
    heads: Vec<Head>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let word = Signal::derive(move || {
        if is_open.get() {
            Msg::ConflictHide
        } else {
            Msg::ConflictShow
        }
    });
    let heads = StoredValue::new(heads);
    let key = StoredValue::new(key);
    view! {
        <div>
            <button
                class="button"
                type="button"
                data-variant="plain"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span class="also-edited">
                    <Icon glyph=Glyph::Merge/>
                    <span>{move || crate::i18n::t(word.get())}</span>
                </span>
            </button>
        </div>
        <Show when=move || is_open.get()>
            <div class="conflict">
                <div class="conflict-sides">
                    {move || {
                        heads
                            .get_value()
                            .into_iter()
                            .enumerate()
                            .map(|(at, head)| {
                                view! { <Side key=key.get_value() spec head is_shown=at == 0/> }
                            })
                            .collect_view()
                    }}
                </div>
            </div>
        </Show>
    }
}

/// One value of a field, who wrote it, and the button that keeps it.
#[component]
pub fn Side(
    /// The field.
    key: RegisterKey,
    /// What is known of it; none for a field of a newer version, whose value is shown as it is stored.
    #[prop(into)]
    spec: Option<FieldSpec>,
    /// The value.
    head: Head,
    /// Whether it is the one that shows.
    is_shown: bool,
) -> impl IntoView {
    let session = Session::expect();
    let by = {
        let head = head.clone();
        move || author::by(session, head.device, head.time)
    };
    let value = head.value.clone();
    let shown = move || match spec {
        Some(spec) => show::value(&spec, &value),
        None => value.as_str().to_owned(),
    };
    let word = if is_shown {
        Msg::ConflictKeep
    } else {
        Msg::ConflictTake
    };
    view! {
        <div class="conflict-side" data-kept=is_shown>
            <p class="conflict-value">{shown}</p>
            <p class="conflict-by">{by}</p>
            <div>
                <Button
                    label=word
                    on_press=move |_| {
                        session.resolve(&key, &head.value);
                    }
                />
            </div>
        </div>
    }
}
