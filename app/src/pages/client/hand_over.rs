//! 交接: handing a client over to a colleague, seen before it is done: who, what to mind, what goes along; and what whoever took over finds at the head of the client.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::method::{
    GoesAlong, Promise, WorkDays, goes_along, hand_overs, handed_over, is_taken_over_by, takers,
};
use yardstick_domain::order;
use yardstick_domain::records::{hand_over, plan_item};
use yardstick_domain::text::{Heading, hand_over_message};

use crate::book::{Book, Records};
use crate::browser::focus;
use crate::browser::share::{self, Shared};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Chip, Glyph, Sheet, Toasts, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{now, show};
use crate::session::{Action, Session};

/// Names offered at most.
const NAMES: usize = 8;
/// Lines in sight under each heading; the others are counted.
const IN_SIGHT: usize = 5;

/// What goes along as of today: a supplement that nobody is asked for any more does not.
fn along_now(records: &Records, days: &WorkDays) -> GoesAlong {
    let mut along = goes_along(records.service());
    let (today, offset) = (
        now::today(),
        meeting_words::now().map_or(0, meeting_words::offset),
    );
    along
        .supplements
        .retain(|own| own.stands(today, offset, days).is_some());
    along
}

/// What goes along, in words: a heading each, with its lines.
fn headings(along: &GoesAlong) -> Vec<Heading> {
    let promises = |promises: &[Promise]| {
        let line = |promise: &Promise| {
            let title = Some(promise.title.trim()).filter(|title| !title.is_empty());
            let title = title.map_or_else(|| t(Msg::TasksUntitled), str::to_owned);
            match promise.due {
                Some(due) => t_with(
                    Msg::HandoverLineDue,
                    &[("title", &title), ("day", &show::short_day(due))],
                ),
                None => title,
            }
        };
        promises.iter().map(line).collect::<Vec<_>>()
    };
    let items = along.items.iter().map(|(_, title)| {
        let title = title.as_deref().map(str::trim);
        let title = title.filter(|title| !title.is_empty());
        title.map_or_else(|| t(Msg::PlanUntitled), str::to_owned)
    });
    let supplements = along.supplements.iter().map(|open| {
        let day = now::local_day(open.ended).map(show::short_day);
        t_with(
            Msg::SupplementOfMeeting,
            &[("day", &day.unwrap_or_default())],
        )
    });
    let meetings = along.meetings.iter().map(|(_, at)| show::moment(*at));
    vec![
        (t(Msg::NoteOurPromise), promises(&along.ours)),
        (t(Msg::NoteTheirPromise), promises(&along.theirs)),
        (t(Msg::PlanService), items.collect()),
        (t(Msg::SupplementSupplement), supplements.collect()),
        (t(Msg::HandoverMeetings), meetings.collect()),
    ]
}

/// The sheet. What is typed and not done is still there when it is opened again.
#[component]
pub(super) fn HandOverSheet(open: RwSignal<bool>, records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let client = records.with_untracked(|records| records.client_key().client);
    let form = format!("{client}/hand_over");
    let to = NewText::take_up(session, &form, hand_over::to().spec());
    let note = NewText::take_up(session, &form, hand_over::note().spec());
    let hand = move |_| {
        let (name, mind) = (to.text.get_untracked(), note.text.get_untracked());
        let fits = to.edit().is_ok() && note.edit().is_ok();
        let now = meeting_words::now().filter(|_| fits && !untrack(|| to.is_empty()));
        let Some(now) = now else {
            to.done(true);
            note.done(true);
            focus::on("dialog [aria-invalid=\"true\"]");
            return;
        };
        let by = session.me().get_untracked().name;
        let action = records.with_untracked(|records| {
            let done = handed_over(records.service(), &by, &name, &mind, now);
            let key = session.new_record(hand_over::SPEC.name, client);
            let action = Action::new(Msg::HandoverToastDone)
                .set_all(&records.client_key(), done.client)
                .set_all(&key, done.record);
            done.items.into_iter().fold(action, |action, (id, edit)| {
                action.set(&records.key(plan_item::SPEC.name, id), edit)
            })
        });
        session.edit(action);
        to.clear();
        note.clear();
        open.set(false);
    };
    // Whoever signs in by another name does not find it on their Today.
    let people = session.people();
    let hint = Signal::derive(move || {
        let typed = to.text.get();
        let is_known = people
            .iter()
            .any(|(name, gone)| !gone && name == typed.trim());
        t(if typed.trim().is_empty() || is_known {
            Msg::HandoverToHint
        } else {
            Msg::HandoverToUnknown
        })
    });
    view! {
        <Sheet
            open
            title=Msg::HandoverHandover
            foot=move || {
                view! {
                    <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
                    <Button label=Msg::HandoverDo variant=Variant::Primary on_press=hand/>
                }
            }
        >
            <div class="form">
                <Names records to/>
                <NewField label=Msg::HandoverTo field=to required=true hint/>
                <NewField label=Msg::HandoverNote field=note required=false hint=Msg::HandoverNoteHint/>
                <Along records/>
                <Message records to note/>
            </div>
        </Sheet>
    }
}

/// Names that are known of who may take over.
#[component]
fn Names(records: Signal<Arc<Records>>, to: NewText) -> impl IntoView {
    let session = Session::expect();
    let rows = Book::expect().clients();
    let names = Memo::new(move |_| {
        let devices = session.people();
        rows.with(|rows| {
            let owners = rows.iter().filter_map(|row| row.summary.owner.as_deref());
            let owners = order::set(owners);
            records.with(|records| {
                let names = takers(records.client(), &devices, owners).into_iter();
                names.take(NAMES).map(str::to_owned).collect::<Vec<_>>()
            })
        })
    });
    let chip = move |name: String| {
        let own = name.clone();
        let pressed = Signal::derive(move || to.text.with(|text| text.trim() == own));
        let chosen = name.clone();
        view! {
            <Chip
                label=Signal::stored(name)
                pressed
                on_press=move |()| to.choose(chosen.clone())
            />
        }
    };
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <fieldset class="field">
                <legend>{move || t(Msg::HandoverWho)}</legend>
                <div class="cluster">
                    {move || names.get().into_iter().map(chip).collect_view()}
                </div>
            </fieldset>
        </Show>
    }
}

/// What goes along, counted.
#[component]
fn Along(records: Signal<Arc<Records>>) -> impl IntoView {
    let days = work_days();
    let all = Memo::new(move |_| {
        records.with(|records| {
            let along = days.with(|days| along_now(records, days));
            let all = headings(&along).into_iter();
            all.filter(|(_, lines)| !lines.is_empty())
                .collect::<Vec<_>>()
        })
    });
    let heading = |(name, lines): Heading| {
        let count = lines.len();
        let more = u32::try_from(count.saturating_sub(IN_SIGHT)).unwrap_or_default();
        let shown = lines.into_iter().take(IN_SIGHT);
        view! {
            <section class="group">
                <h3 class="group-head">
                    <span>{name}</span>
                    <span class="group-count">{count}</span>
                </h3>
                <ul class="stack" data-gap="1" role="list">
                    {shown.map(|line| view! { <li>{line}</li> }).collect_view()}
                    {(more > 0)
                        .then(|| {
                            view! { <li class="soft">{t_n(Msg::HandoverMore, more, &[])}</li> }
                        })}
                </ul>
            </section>
        }
    };
    view! {
        <p class="soft">
            {move || {
                t(if all.with(Vec::is_empty) { Msg::HandoverNothing } else { Msg::HandoverAlong })
            }}
        </p>
        {move || all.get().into_iter().map(heading).collect_view()}
    }
}

/// The same as a message for whoever takes over.
#[component]
fn Message(records: Signal<Arc<Records>>, to: NewText, note: NewText) -> impl IntoView {
    let toasts = Toasts::expect();
    let days = work_days();
    let text = move || {
        records.with_untracked(|records| {
            let name = meeting_words::client_name(records.client().name.as_deref());
            let to = to.text.get_untracked();
            let title = t_with(
                Msg::HandoverMessageTitle,
                &[("to", to.trim()), ("client", &name)],
            );
            let along = days.with_untracked(|days| along_now(records, days));
            let along = headings(&along);
            hand_over_message(&title, &note.text.get_untracked(), &along)
        })
    };
    let after = move |shared: Shared| match shared {
        Shared::Sent | Shared::Cancelled => {}
        Shared::Copied => toasts.say(t(Msg::ToastCopied)),
        Shared::Failed => toasts.say(t(Msg::ToastNotCopied)),
    };
    let share = move |_| {
        let (text, title) = (text(), t(Msg::HandoverHandover));
        spawn_local(async move { after(share::text(&title, &text).await) });
    };
    let copy = move |_| {
        let text = text();
        spawn_local(async move {
            after(if share::copy(&text).await {
                Shared::Copied
            } else {
                Shared::Failed
            });
        });
    };
    view! {
        <div class="cluster">
            <Button label=Msg::HandoverShare glyph=Glyph::Share2 on_press=share/>
            <Button label=Msg::HandoverCopy glyph=Glyph::Copy on_press=copy/>
        </div>
    }
}

/// At the head of a client that was taken over, until whoever took over says that they know of it: nobody says so for them.
#[component]
pub(super) fn TakenOver(records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let last = Memo::new(move |_| {
        records.with(|records| {
            let all = hand_overs(records.service());
            let last = all.first().filter(|(_, own)| own.seen_at.is_none());
            last.map(|last| (*last).clone())
        })
    });
    let line = move || {
        let (_, own) = last.get()?;
        let to = own.to.unwrap_or_default();
        Some(match own.from {
            Some(from) => t_with(Msg::HandoverEventFrom, &[("from", &from), ("to", &to)]),
            None => t_with(Msg::HandoverEvent, &[("to", &to)]),
        })
    };
    let me = session.me();
    let is_mine = Memo::new(move |_| {
        last.with(|last| {
            let to = last.as_ref().and_then(|(_, own)| own.to.as_deref());
            me.with(|me| is_taken_over_by(to, &me.name))
        })
    });
    let note = move || last.with(|last| last.as_ref().and_then(|(_, own)| own.note.clone()));
    let seen = move |_| {
        let id = last.with_untracked(|last| last.as_ref().map(|(id, _)| *id));
        if let Some((id, now)) = id.zip(meeting_words::now()) {
            let key = records.with_untracked(|records| records.key(hand_over::SPEC.name, id));
            let known = hand_over::seen_at().set(&now);
            session.edit(Action::new(Msg::HandoverToastSeen).set(&key, known));
        }
    };
    view! {
        <Show when=move || last.with(Option::is_some)>
            <section class="group" aria-labelledby="client-taken-over">
                <h2 class="group-head" id="client-taken-over">
                    {line}
                </h2>
                {move || note().map(|note| view! { <p>{note}</p> })}
                <Show when=move || is_mine.get()>
                    <div class="cluster">
                        <Button label=Msg::HandoverSeenIt glyph=Glyph::Check on_press=seen/>
                    </div>
                </Show>
            </section>
        </Show>
    }
}
