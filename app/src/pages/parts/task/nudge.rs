//! 提醒: a promise of theirs that is overdue, in words that can be sent at once; how often that was done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{NudgeOffer, NudgeTone, Nudged, list_of, nudge_offer, nudged};
use yardstick_domain::records::{FieldType, Nudge, Task, nudge as field};
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::browser::clock;
use crate::browser::share::{self, Shared};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, TextArea, Toasts};
use crate::pages::parts::{now, show, ticking};
use crate::session::{Action, Session};

/// `提醒過 2 次，最近 11/20`.
pub(super) fn counted(nudged: Nudged) -> String {
    match nudged.last.and_then(now::local_day) {
        Some(day) => t_n(
            Msg::NudgeCountedLast,
            nudged.times,
            &[("day", &show::short_day(day))],
        ),
        None => t_n(Msg::NudgeCounted, nudged.times, &[]),
    }
}

/// The message.
fn message(task: &Task, offer: NudgeOffer) -> String {
    let message = match offer.tone {
        NudgeTone::Asking => Msg::NudgeAsking,
        NudgeTone::Again => Msg::NudgeAgain,
        NudgeTone::Firm => Msg::NudgeFirm,
    };
    let title = task.title.clone().unwrap_or_default();
    let day = show::short_day(offer.due);
    t_n(message, offer.days, &[("title", &title), ("day", &day)])
}

/// How often they were reminded of it, and reminding them.
#[component]
pub(super) fn Nudging(
    /// Whose promise.
    client: RecordId,
    /// The promise.
    task: RecordId,
) -> impl IntoView {
    let records = Book::expect().client(client).records();
    let today = ticking::today();
    let promise = Memo::new(move |_| {
        records.with(|records| {
            let mut all = records.tasks().iter();
            all.find(|(id, _)| *id == task)
                .map(|(_, task)| task.clone())
        })
    });
    let nudged =
        Memo::new(move |_| records.with(|records| nudged(&list_of::<Nudge>(records.all()), task)));
    let made = Memo::new(move |_| {
        promise.with(|promise| {
            let promise = promise.as_ref()?;
            let offer = nudge_offer(promise, nudged.get(), today.get())?;
            Some(message(promise, offer))
        })
    });
    let is_offered = Memo::new(move |_| made.with(Option::is_some));
    let made = Signal::derive(move || made.get().unwrap_or_default());
    let writing = RwSignal::new(false);
    view! {
        {move || nudged.get().map(|nudged| view! { <p class="soft small">{counted(nudged)}</p> })}
        <Show when=move || is_offered.get()>
            <Show
                when=move || writing.get()
                fallback=move || {
                    view! {
                        <div class="cluster">
                            <Button
                                label=Msg::NudgeNudge
                                glyph=Glyph::Bell
                                on_press=move |_| writing.set(true)
                            />
                        </div>
                    }
                }
            >
                <Writing client task made on_sent=move |()| writing.set(false)/>
            </Show>
        </Show>
    }
}

/// The message before it goes: it can be changed, and counts once it was shared or copied.
#[component]
fn Writing(
    client: RecordId,
    task: RecordId,
    made: Signal<String>,
    #[prop(into)] on_sent: Callback<()>,
) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    // What the person made of it; until then it follows the promise.
    let place = StoredValue::new(format!("{client}/nudge/{task}"));
    let changed = RwSignal::new(place.with_value(|place| session.draft::<String>(place)));
    let change = move |text: Option<String>| {
        place.try_with_value(|place| session.keep_draft(place, text.as_ref()));
        changed.try_set(text);
    };
    let text = Signal::derive(move || changed.get().unwrap_or_else(|| made.get()));
    let sent = move |text: &str| {
        record(session, client, task, text);
        change(None);
        on_sent.try_run(());
    };
    let after = move |shared: Shared, text: &str| match shared {
        Shared::Sent => sent(text),
        Shared::Copied => {
            toasts.say(t(Msg::ToastCopied));
            sent(text);
        }
        Shared::Cancelled => {}
        Shared::Failed => toasts.say(t(Msg::ToastNotCopied)),
    };
    let share = move |_| {
        let (text, title) = (text.get_untracked(), t(Msg::NudgeNudge));
        spawn_local(async move { after(share::text(&title, &text).await, &text) });
    };
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let is_copied = share::copy(&text).await;
            let shared = if is_copied {
                Shared::Copied
            } else {
                Shared::Failed
            };
            after(shared, &text);
        });
    };
    view! {
        <TextArea
            label=Msg::NudgeMessage
            value=text
            on_input=move |typed| change(Some(typed))
        />
        <div class="cluster">
            <Button label=Msg::ButtonShare glyph=Glyph::Share2 on_press=share/>
            <Button label=Msg::ButtonCopy glyph=Glyph::Copy on_press=copy/>
            <Show when=move || changed.with(Option::is_some)>
                <Button
                    label=Msg::NudgeRewrite
                    glyph=Glyph::RefreshCw
                    on_press=move |_| change(None)
                />
            </Show>
        </div>
    }
}

/// Writes down that they were reminded, and with which words as far as they fit.
fn record(session: Session, client: RecordId, task: RecordId, text: &str) {
    let Some(at) = Instant::from_ms(clock::now_ms()) else {
        return;
    };
    let longest = match field::text().spec().ty {
        FieldType::Multiline { max_chars } => max_chars as usize,
        _ => usize::MAX,
    };
    let text: String = text.chars().take(longest).collect();
    let key = session.new_record(field::SPEC.name, client);
    session.edit(
        Action::new(Msg::NudgeToastSent)
            .set(&key, field::task().set(&task))
            .set(&key, field::at().set(&at))
            .set(&key, field::text().set(&text)),
    );
}
