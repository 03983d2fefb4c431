//! KOL 名單: who is on it, how far we have come with each, and the milestones of those who were agreed, beside how many there are to be.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    KOL_AGREED_AIM, KOL_LIST_AIM, KolProgress, KolsDropped, Schedule, kol_counts, kol_named,
    kol_standing, kol_wave, kols_dropped, kols_of, milestones, plan_items, points_of, send_by,
    to_be_sent_on,
};
use yardstick_domain::records::{Kol, KolState, KolWave, kol};
use yardstick_domain::values::Date;

use super::days::{note, scheduled, tone};
use super::head::made;
use super::kol_sheet::{KolSheet, name as kol_name, state_word, to_be_sent};
use super::list::ItemRow;
use super::{PlanOf, words};
use crate::browser::focus;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::kit::{Button, Glyph, Tone, Variant};
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{show, ticking};
use crate::session::{Action, Session};

/// The group.
#[component]
pub(super) fn Kols(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let records = plan.records;
    let schedule = scheduled(plan);
    let opened = RwSignal::new(None::<RecordId>);
    let ids = Memo::new(move |_| {
        records.with(|records| {
            let all = kols_of(records.service(), plan.engagement).into_iter();
            all.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    let counts = Memo::new(move |_| {
        records.with(|records| kol_counts(&kols_of(records.service(), plan.engagement)))
    });
    let dropped = Memo::new(move |_| {
        records.with(|records| kols_dropped(records.service(), plan.engagement))
    });
    let aims = move || {
        let [from, to] = [KOL_AGREED_AIM.start(), KOL_AGREED_AIM.end()].map(ToString::to_string);
        (KOL_LIST_AIM.to_string(), from, to)
    };
    let counted = move || {
        let (aim, from, to) = aims();
        let counts = counts.get();
        let (listed, agreed) = (counts.listed.to_string(), counts.agreed.to_string());
        let values = [
            ("listed", &*listed),
            ("aim", &*aim),
            ("agreed", &*agreed),
            ("from", &*from),
            ("to", &*to),
        ];
        t_with(Msg::KolCounts, &values)
    };
    let said = move || match (dropped.get(), counts.with(|counts| counts.listed)) {
        (Some(KolsDropped::ByLevel), _) => Some(t(Msg::KolDroppedLevel)),
        (Some(KolsDropped::ByTier), 0) => Some(t(Msg::KolDroppedTier)),
        (None, 0) => {
            let (aim, from, to) = aims();
            let values = [("aim", &*aim), ("from", &*from), ("to", &*to)];
            Some(t_with(Msg::KolNone, &values))
        }
        (Some(KolsDropped::ByTier) | None, _) => None,
    };
    let row = move |id: RecordId| view! { <OneKol plan id schedule opened chosen/> };
    view! {
        <section class="group" aria-labelledby="plan-kols">
            <h2 class="group-head" id="plan-kols">
                <span>{move || t(Msg::KolTitle)}</span>
                <span class="group-count">{move || counts.with(|counts| counts.listed)}</span>
            </h2>
            {move || said().map(|line| view! { <p class="soft">{line}</p> })}
            <Show when=move || !ids.with(Vec::is_empty)>
                <p class="soft">{counted}</p>
                <SendBy plan/>
            </Show>
            <ul class="rows">
                <For each=move || ids.get() key=|id| *id children=row/>
            </ul>
            <NewKol plan opened/>
        </section>
        <KolSheet plan opened/>
    }
}

/// The last day on which the product can be sent, as long as there is one.
#[component]
fn SendBy(plan: PlanOf) -> impl IntoView {
    let (own, of) = (made(plan), plan.engagement());
    let (days, today) = (work_days(), ticking::today());
    let line = move || {
        let points = of.with(|of| own.with(|own| points_of(of, own, None)));
        let launch = points.launch?;
        let wave = kol_wave(&Kol::default(), Some(launch), today.get());
        let by = days.with(|days| send_by(&wave, &points, days))?;
        let message = match wave {
            KolWave::Second => Msg::KolSendBySecond,
            KolWave::First | KolWave::Other(_) => Msg::KolSendBy,
        };
        (by >= today.get()).then(|| t_with(message, &[("day", &show::short_day(by))]))
    };
    view! { {move || line().map(|line| view! { <p class="soft">{line}</p> })} }
}

/// A name is enough; the field stays, so that a list is typed one after another. Who is on the list already is said once, before there are two of them.
#[component]
fn NewKol(plan: PlanOf, opened: RwSignal<Option<RecordId>>) -> impl IntoView {
    let session = Session::expect();
    let form = format!("{}/new/kol", plan.engagement);
    let text = NewText::take_up(session, &form, kol::name().spec());
    let adding = RwSignal::new(!untrack(|| text.is_empty()));
    // What was typed when the person was told that somebody has that name: the next time it is added all the same.
    let told = RwSignal::new(None::<String>);
    let same = Memo::new(move |_| {
        text.text.with(|typed| {
            plan.records.with(|records| {
                let own = kol_named(records.service(), plan.engagement, typed);
                own.map(|(id, kol)| (*id, kol_name(kol)))
            })
        })
    });
    let is_told = Memo::new(move |_| {
        let is_typed = |told: &Option<String>| text.text.with(|typed| told.as_ref() == Some(typed));
        told.with(is_typed) && same.with(Option::is_some)
    });
    // Each name has a control of its own: one that somebody has is never written over, so it would keep the last.
    let round = RwSignal::new(0_u32);
    let name = move || {
        round.track();
        view! { <NewField label=Msg::KolName field=text required=true/> }
    };
    Effect::new(move |before: Option<bool>| {
        let is_open = adding.get();
        if is_open && before == Some(false) {
            focus::on(".plan-new-kol input");
        }
        is_open
    });
    let save = move || {
        let Ok(named) = text.edit() else {
            text.done(true);
            return;
        };
        if same.with_untracked(Option::is_some) && !is_told.get_untracked() {
            told.set(Some(text.text.get_untracked()));
            return;
        }
        told.set(None);
        let key = session.new_record(kol::SPEC.name, plan.client);
        let edits = [
            kol::engagement().set(&plan.engagement),
            kol::state().set(&KolState::Listed),
            named,
        ];
        session.edit(
            Action::new(Msg::KolToastAdded)
                .set_all(&key, edits)
                .quietly(),
        );
        text.clear();
        round.update(|round| *round += 1);
        in_next_task(|| {
            focus::on(".plan-new-kol input");
        });
    };
    view! {
        <Show
            when=move || adding.get()
            fallback=move || {
                view! {
                    <div class="cluster">
                        <Button
                            label=Msg::KolAdd
                            glyph=Glyph::Plus
                            on_press=move |_| adding.set(true)
                        />
                    </div>
                }
            }
        >
            <form
                class="form plan-new-kol"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                {name}
                <div role="status">
                    <Show when=move || is_told.get()>
                        {move || same.get().map(|(id, name)| view! { <SameName id name opened/> })}
                    </Show>
                </div>
                <div class="cluster">
                    <Button
                        label=Msg::ButtonCancel
                        on_press=move |_| {
                            text.clear();
                            told.set(None);
                            adding.set(false);
                        }
                    />
                    <Button
                        label=Signal::derive(move || {
                            t(if is_told.get() { Msg::KolAddAnyway } else { Msg::ButtonAdd })
                        })
                        variant=Variant::Primary
                        submit=true
                        on_press=|_| ()
                    />
                </div>
            </form>
        </Show>
    }
}

/// That somebody of that name is on the list, and the way to them.
#[component]
fn SameName(id: RecordId, name: String, opened: RwSignal<Option<RecordId>>) -> impl IntoView {
    let name = Signal::stored(name);
    let said = move |message| name.with(|name| t_with(message, &[("name", name)]));
    view! {
        <div class="split">
            <p class="small soft">{move || said(Msg::KolSameName)}</p>
            <Button
                label=Signal::derive(move || said(Msg::KolOpenSame))
                variant=Variant::Plain
                on_press=move |_| opened.set(Some(id))
            />
        </div>
    }
}

/// What a row says of a KOL.
#[derive(Clone, PartialEq)]
struct Line {
    kol: Kol,
    state: KolState,
    progress: KolProgress,
    /// The day the product is to be sent, if that is to come.
    to_be_sent: Option<Date>,
    /// What comes next.
    next: Option<String>,
}

impl Line {
    fn note(&self) -> String {
        let state = state_word(&self.state).map(t);
        let wave = (self.kol.wave == Some(KolWave::Second)).then(|| t(Msg::KolSecond));
        let channel = self.kol.channel.clone();
        let followers = self.kol.followers.filter(|_| self.next.is_none());
        let followers = followers.map(|count| {
            #[expect(clippy::cast_precision_loss, reason = "it is shown with a few digits")]
            let count = format::compact(count as f64);
            t_with(Msg::KolFollowersOf, &[("count", &count)])
        });
        let fee = self.kol.fee.map(show::money);
        let counted = |message, count: usize| {
            let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
            Some(t_n(message, count, &[]))
        };
        let late = counted(Msg::KolLate, self.progress.late);
        let misfits = counted(Msg::KolMisfits, self.progress.misfits);
        let next = self.next.as_ref();
        let next = next.map(|title| t_with(Msg::KolNext, &[("title", title)]));
        let sent = self.to_be_sent.map(to_be_sent);
        let parts = [
            state, sent, wave, late, misfits, next, channel, followers, fee,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn figure(&self) -> String {
        let (_, day) = self.progress.next.unwrap_or_default();
        day.map(show::short_day).unwrap_or_default()
    }

    fn tone(&self) -> Tone {
        if self.progress.late > 0 {
            Tone::Bad
        } else if self.progress.misfits > 0 {
            Tone::Warn
        } else {
            Tone::Neutral
        }
    }
}

#[component]
fn OneKol(
    plan: PlanOf,
    id: RecordId,
    schedule: Memo<Schedule>,
    opened: RwSignal<Option<RecordId>>,
    chosen: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let records = plan.records;
    let today = ticking::today();
    let line = Memo::new(move |_| {
        records.with(|records| {
            let file = records.service();
            let own = file.kols.iter().find(|(own, _)| *own == id)?;
            let standing = schedule.with(|schedule| kol_standing(file, schedule, own, today.get()));
            let (state, progress) = standing;
            let next = progress.next.and_then(|(next, _)| {
                let item = file.items.iter().find(|(item, _)| *item == next);
                item.map(|(_, item)| words::title(item))
            });
            let kol = own.1.clone();
            Some(Line {
                to_be_sent: to_be_sent_on(&kol, today.get()),
                kol,
                state,
                progress,
                next,
            })
        })
    });
    let steps = Memo::new(move |_| {
        records.with(|records| {
            let items = plan_items(records.service(), plan.engagement);
            let own = milestones(&items, id).into_iter();
            own.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    let said = move |say: fn(&Line) -> String| line.with(|line| line.as_ref().map(say));
    let title = move || said(|line| kol_name(&line.kol));
    let figure_tone = move || line.with(|line| line.as_ref().and_then(|line| line.tone().name()));
    let summary = move || {
        let progress = line.with(|line| line.as_ref().map(|line| line.progress.clone()));
        let progress = progress.unwrap_or_default();
        let (done, all) = (progress.done.to_string(), progress.all.to_string());
        t_with(Msg::KolMilestones, &[("done", &done), ("all", &all)])
    };
    let step = move |id: RecordId| view! { <Step plan id schedule today chosen/> };
    view! {
        <li>
            <button class="row" type="button" on:click=move |_| opened.set(Some(id))>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{move || said(Line::note)}</span>
                </span>
                <span class="row-figure" data-tone=figure_tone>
                    {move || said(Line::figure)}
                </span>
            </button>
            <Show when=move || !steps.with(Vec::is_empty)>
                <details class="details row-below">
                    <summary>{summary}</summary>
                    <ul class="rows">
                        <For each=move || steps.get() key=|id| *id children=step/>
                    </ul>
                </details>
            </Show>
        </li>
    }
}

/// A milestone, with the day it comes to.
#[component]
fn Step(
    plan: PlanOf,
    id: RecordId,
    schedule: Memo<Schedule>,
    today: Signal<Date>,
    chosen: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let own = Memo::new(move |_| schedule.with(|schedule| schedule.item(id).cloned()));
    let figure = Signal::derive(move || {
        let today = today.get();
        own.with(|own| {
            own.as_ref().map_or((String::new(), Tone::Neutral), |own| {
                (show::short_day(own.done), tone(own, today))
            })
        })
    });
    let note = Signal::derive(move || own.with(|own| own.as_ref().map(note).unwrap_or_default()));
    view! { <ItemRow plan id chosen figure note/> }
}
