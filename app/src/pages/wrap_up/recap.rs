//! The recap: what was agreed, as plain text for LINE. Lines that are ours alone are not in it. It can be changed before it is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{client_view, handed_titles, recap_of};
use yardstick_domain::records::meeting as field;
use yardstick_domain::text::{RecapWords, recap};

use super::Step;
use crate::book::{ClientHandle, Records};
use crate::browser::share::{self, Shared};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Glyph, TextArea, Toasts};
use crate::pages::meeting::words;
use crate::pages::parts::show;
use crate::session::{Action, Session};

/// The text for a meeting as it is now.
fn text_of(records: &Records, meeting: RecordId) -> String {
    let Some(view) = client_view(records.file(), meeting) else {
        return String::new();
    };
    let offset = view.at.or_else(words::now).map_or(0, words::offset);
    let mut content = recap_of(&view, offset, show::day);
    content.suggestions = handed_titles(records.service(), meeting);
    content.client = words::name_to_show(view.name.as_deref()).unwrap_or_default();
    let all = [
        Msg::RecapTitle,
        Msg::RecapPlace,
        Msg::ShowDecisions,
        Msg::ShowNeeds,
        Msg::ShowNumbers,
        Msg::ShowNotes,
        Msg::RecapSuggestions,
        Msg::ShowOurs,
        Msg::ShowTheirs,
        Msg::RecapDue,
        Msg::RecapNext,
    ]
    .map(t);
    let [
        title,
        place,
        decisions,
        needs,
        numbers,
        notes,
        suggestions,
        ours,
        theirs,
        due,
        next_meeting,
    ] = &all;
    let words = RecapWords {
        title,
        place,
        decisions,
        needs,
        numbers,
        notes,
        suggestions,
        ours,
        theirs,
        due,
        next_meeting,
    };
    recap(&content, &words)
}

/// The step: preview, change, share or copy.
#[component]
pub(super) fn RecapText(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let records = handle.records();
    let made = Memo::new(move |_| records.with(|records| text_of(records, meeting)));
    // What the person made of it; until then it follows the meeting.
    let place = StoredValue::new(format!("{}/recap/{meeting}", handle.id()));
    let changed = RwSignal::new(place.with_value(|place| session.draft::<String>(place)));
    let change = move |text: Option<String>| {
        place.with_value(|place| session.keep_draft(place, text.as_ref()));
        changed.set(text);
    };
    let text = Signal::derive(move || changed.get().unwrap_or_else(|| made.get()));
    let sent_at =
        Memo::new(move |_| records.with(|records| records.meeting(meeting)?.recap_sent_at));
    let sent = move || {
        if let Some(now) = words::now() {
            let key = records.with_untracked(|records| records.key("meeting", meeting));
            let edit = field::recap_sent_at().set(&now);
            session.edit(Action::new(Msg::WrapUpRecapSent).set(&key, edit).quietly());
        }
    };
    let after = move |shared: Shared| match shared {
        Shared::Sent => sent(),
        Shared::Copied => {
            toasts.say(t(Msg::ToastCopied));
            sent();
        }
        Shared::Cancelled => {}
        Shared::Failed => toasts.say(t(Msg::ToastNotCopied)),
    };
    let share = move |_| {
        let text = text.get_untracked();
        let title = t(Msg::WrapUpRecap);
        spawn_local(async move { after(share::text(&title, &text).await) });
    };
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = share::copy(&text).await;
            after(if copied {
                Shared::Copied
            } else {
                Shared::Failed
            });
        });
    };
    let sent_note = move || {
        sent_at.get().map(|at| {
            view! { <p class="soft small">{t_with(Msg::WrapUpRecapSentAt, &[("at", &words::moment(at))])}</p> }
        })
    };
    view! {
        <Step title=Msg::WrapUpRecap>
            <TextArea
                label=Msg::WrapUpRecapLabel
                hint=Msg::WrapUpRecapHint
                value=text
                on_input=move |typed| change(Some(typed))
            />
            <div class="cluster">
                <Button label=Msg::ButtonShare glyph=Glyph::Share2 on_press=share/>
                <Button label=Msg::ButtonCopy glyph=Glyph::Copy on_press=copy/>
                <Show when=move || changed.with(Option::is_some)>
                    <Button label=Msg::WrapUpRecapAgain glyph=Glyph::RefreshCw on_press=move |_| change(None)/>
                </Show>
            </div>
            {sent_note}
        </Step>
    }
}
