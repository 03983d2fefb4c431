//! 額外補充, on the page of the meeting it follows: written, looked at as the client will, sent when its time has come, and how it was taken.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Reaction, supplement as field};
use yardstick_domain::values::Choice as _;

use crate::book::ClientHandle;
use crate::browser::share::{self, Shared};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Choice, Glyph, Sheet, TextArea, Toasts, Variant};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::supplement::{self, Standing};
use crate::pages::parts::supplement_items::SupplementItems;
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{show, ticking, words};
use crate::session::Session;

/// What is about to be done with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    /// Through the share sheet.
    Shared,
    /// It went some other way.
    Marked,
}

/// The group; nothing where there is to be none.
#[component]
pub(super) fn SupplementGroup(
    /// The open client.
    handle: ClientHandle,
    /// The meeting, which is over.
    meeting: RecordId,
) -> impl IntoView {
    let records = handle.records();
    let (today, days) = (ticking::today(), work_days());
    let standing = Memo::new(move |_| {
        let standing = records
            .with(|records| days.with(|days| Standing::of(records, meeting, today.get(), days)));
        standing.filter(|standing| standing.is_wanted)
    });
    let is_there = Memo::new(move |_| standing.with(Option::is_some));
    let is_sent = Memo::new(move |_| {
        standing.with(|standing| standing.as_ref().is_some_and(Standing::is_sent))
    });
    let state = move || standing.with(|standing| standing.as_ref()?.state.clone());
    let message = Memo::new(move |_| {
        records.with(|records| {
            standing.with(|standing| {
                let standing = standing.as_ref()?;
                Some(supplement::message(records, meeting, standing))
            })
        })
    });
    let message = Signal::derive(move || message.get().unwrap_or_default());
    let key = move || supplement::key(handle.id(), meeting);
    let sent_at = move || key().field(field::sent_at().name());
    view! {
        <Show when=move || is_there.get()>
            <section class="group" aria-labelledby="meeting-supplement">
                <h2 class="group-head" id="meeting-supplement">
                    {move || t(Msg::SupplementSupplement)}
                </h2>
                <RecordTrouble records record=key()/>
                <p>
                    <span
                        class="badge"
                        data-tone=move || state().and_then(|state| supplement::tone(&state).name())
                    >
                        {move || state().map(|state| supplement::said(&state, today.get()))}
                    </span>
                </p>
                <FieldTrouble records key=sent_at() spec=field::sent_at().spec() on_mend=|_| ()/>
                <Show
                    when=move || is_sent.get()
                    fallback=move || view! { <Unsent handle meeting standing message/> }
                >
                    <Taken handle meeting standing/>
                    <details class="details">
                        <summary>{move || t(Msg::SupplementWhatWasSent)}</summary>
                        <TextArea label=Msg::SupplementMessage value=message readonly=true/>
                    </details>
                </Show>
                <div class="cluster">
                    <HistoryButton record=key()/>
                </div>
            </section>
        </Show>
    }
}

/// Writing it and sending it.
#[component]
fn Unsent(
    handle: ClientHandle,
    meeting: RecordId,
    standing: Memo<Option<Standing>>,
    message: Signal<String>,
) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let records = handle.records();
    let record = supplement::key(handle.id(), meeting);
    let clock = Signal::derive(move || {
        standing.with(|standing| standing.as_ref().and_then(|own| own.clock))
    });
    let when = move || clock.get().map(|clock| supplement::days(&clock));
    // The words alone do not say whose they are.
    let written = move |_| {
        let is_whose = standing.with_untracked(|standing| {
            let whose = standing.as_ref().and_then(|own| own.written.meeting);
            whose == Some(meeting)
        });
        if !is_whose {
            let action = records.with_untracked(|records| {
                supplement::action(records, meeting, Msg::SupplementToastChanged, None)
            });
            session.edit(action.quietly());
        }
    };
    let mark = move || supplement::mark_sent(session, handle.id(), meeting);
    let go = move |going: Going| match going {
        Going::Marked => mark(),
        Going::Shared => {
            let (text, title) = (message.get_untracked(), t(Msg::SupplementSupplement));
            spawn_local(async move {
                match share::text(&title, &text).await {
                    Shared::Sent => mark(),
                    // Where it goes from there is not known yet.
                    Shared::Copied => toasts.say(t(Msg::ToastCopied)),
                    Shared::Cancelled => {}
                    Shared::Failed => toasts.say(t(Msg::ToastNotCopied)),
                }
            });
        }
    };
    let copy = move |_| {
        let text = message.get_untracked();
        spawn_local(async move {
            let is_copied = share::copy(&text).await;
            toasts.say(t(if is_copied {
                Msg::ToastCopied
            } else {
                Msg::ToastNotCopied
            }));
        });
    };
    // It is kept back on purpose; who sends it before its time is asked once.
    let asking = RwSignal::new(None::<Going>);
    let was_asked = StoredValue::new(false);
    let send = move |going: Going| {
        let is_held =
            standing.with_untracked(|standing| standing.as_ref().is_some_and(Standing::is_held));
        if is_held && !was_asked.get_value() {
            asking.set(Some(going));
        } else {
            go(going);
        }
    };
    let confirm = move |going: Going| {
        was_asked.set_value(true);
        asking.set(None);
        go(going);
    };
    let until = Signal::derive(move || {
        let until = clock.get().map(|clock| show::short_day(clock.held_until));
        until.unwrap_or_default()
    });
    view! {
        <p class="soft">{when}</p>
        <supplement::FarOff clock/>
        <SupplementItems handle meeting/>
        <div on:change=written>
            <FieldEditor records record spec=field::text().spec() hint=Msg::SupplementTextHint/>
        </div>
        <TextArea label=Msg::SupplementMessage value=message readonly=true/>
        <div class="cluster">
            <Button label=Msg::ButtonShare glyph=Glyph::Share2 on_press=move |_| send(Going::Shared)/>
            <Button label=Msg::ButtonCopy glyph=Glyph::Copy on_press=copy/>
            <Button
                label=Msg::SupplementMarkSent
                glyph=Glyph::Check
                on_press=move |_| send(Going::Marked)
            />
        </div>
        <Early asking until on_confirm=confirm/>
    }
}

/// It is early: 預期之中、意料之外.
#[component]
fn Early(
    asking: RwSignal<Option<Going>>,
    until: Signal<String>,
    #[prop(into)] on_confirm: Callback<Going>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(asking.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && asking.with_untracked(Option::is_some) {
            asking.set(None);
        }
    });
    let confirm = move |_| {
        if let Some(going) = asking.get_untracked() {
            on_confirm.run(going);
        }
    };
    view! {
        <Sheet
            open
            title=Msg::SupplementEarlyTitle
            foot=move || {
                view! {
                    <Button label=Msg::SupplementEarlySend on_press=confirm/>
                    <Button
                        label=Msg::SupplementEarlyHold
                        variant=Variant::Primary
                        on_press=move |_| open.set(false)
                    />
                }
            }
        >
            <p>{move || until.with(|until| t_with(Msg::SupplementEarlyText, &[("day", until)]))}</p>
        </Sheet>
    }
}

/// How it was taken: one tap.
#[component]
fn Taken(
    handle: ClientHandle,
    meeting: RecordId,
    standing: Memo<Option<Standing>>,
) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let reaction = supplement::key(handle.id(), meeting).field(field::reaction().name());
    let options = Reaction::ALL.iter().filter_map(|reaction| {
        let name = words::choice("reaction", reaction.name(), None)?;
        Some((reaction.clone(), name.into()))
    });
    let choose = move |reaction: Reaction| {
        let edit = field::reaction().set(&reaction);
        let action = records.with_untracked(|records| {
            supplement::action(records, meeting, Msg::SupplementToastTaken, Some(edit))
        });
        session.edit(action.quietly());
    };
    view! {
        <Choice
            label=Msg::SupplementReaction
            options=options.collect()
            value=Signal::derive(move || {
                standing.with(|standing| standing.as_ref()?.written.reaction.clone())
            })
            on_choose=choose
        />
        <FieldTrouble records key=reaction spec=field::reaction().spec() on_mend=|_| ()/>
    }
}
