//! 額外補充: whether something follows without being asked, what of the meeting it goes back to, which suggestions it works out, and the time it takes. It is written and sent days later, on
//! the meeting's own page.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::citable_lines;
use yardstick_domain::records::{Edit, supplement as field};
use yardstick_domain::values::Minutes;

use super::Step;
use crate::book::ClientHandle;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Chip, Switch};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::supplement::{self, Standing};
use crate::pages::parts::supplement_items::SupplementItems;
use crate::pages::parts::ticking;
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::pages::parts::work_days::work_days;
use crate::session::Session;

/// Minutes that are usually reserved.
const MINUTES: [u32; 3] = [30, 60, 120];

/// The step; nothing as long as the meeting is not over, or once it was sent.
#[component]
pub(super) fn SupplementStep(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let (today, days) = (ticking::today(), work_days());
    let standing = Memo::new(move |_| {
        records.with(|records| days.with(|days| Standing::of(records, meeting, today.get(), days)))
    });
    let is_asked = Memo::new(move |_| {
        standing.with(|standing| {
            standing
                .as_ref()
                .is_some_and(|standing| !standing.is_sent())
        })
    });
    let is_wanted = Memo::new(move |_| {
        standing.with(|standing| standing.as_ref().is_some_and(|standing| standing.is_wanted))
    });
    let set = move |edit: Edit| {
        let action = records.with_untracked(|records| {
            supplement::action(records, meeting, Msg::SupplementToastChanged, Some(edit))
        });
        session.edit(action.quietly());
    };
    let key = move || supplement::key(handle.id(), meeting);
    let clock = Signal::derive(move || {
        standing.with(|standing| standing.as_ref().and_then(|own| own.clock))
    });
    let when = move || clock.get().map(|clock| supplement::days(&clock));
    view! {
        <Show when=move || is_asked.get()>
            <Step title=Msg::SupplementSupplement>
                <RecordTrouble records record=key()/>
                <Switch
                    label=Msg::SupplementWanted
                    hint=Msg::SupplementWantedHint
                    value=is_wanted
                    on_change=move |wanted: bool| set(field::wanted().set(&wanted))
                />
                <FieldTrouble
                    records
                    key=key().field(field::wanted().name())
                    spec=field::wanted().spec()
                    on_mend=|_| ()
                />
                <Show when=move || is_wanted.get()>
                    <p class="soft">{when}</p>
                    <supplement::FarOff clock/>
                    <Cited handle meeting on_set=set/>
                    <SupplementItems handle meeting/>
                    <Reserved handle meeting on_set=set/>
                </Show>
            </Step>
        </Show>
    }
}

/// The lines it goes back to.
#[component]
fn Cited(
    handle: ClientHandle,
    meeting: RecordId,
    #[prop(into)] on_set: Callback<Edit>,
) -> impl IntoView {
    let records = handle.records();
    let lines = Memo::new(move |_| records.with(|records| citable_lines(records.file(), meeting)));
    let ids = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|line| line.line).collect::<Vec<_>>())
    });
    let row = move |id: RecordId| {
        let line = Memo::new(move |_| {
            lines.with(|lines| lines.iter().find(|line| line.line == id).cloned())
        });
        let label = move || line.with(|line| line.as_ref().map(|line| line.text.clone()));
        let hint = move || {
            let is_internal = line.with(|line| line.as_ref().is_some_and(|line| line.is_internal));
            let hint = is_internal.then(|| t(Msg::SupplementInternal));
            hint.unwrap_or_default()
        };
        let is_cited = move || line.with(|line| line.as_ref().is_some_and(|line| line.is_cited));
        let cite = move |cited: bool| {
            let member = id.to_string();
            on_set.run(if cited {
                field::lines().add(&member)
            } else {
                field::lines().remove(&member)
            });
        };
        view! {
            <Switch
                label=Signal::derive(move || label().unwrap_or_default())
                hint=Signal::derive(hint)
                value=Signal::derive(is_cited)
                on_change=cite
            />
        }
    };
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <fieldset class="field">
                <legend>{move || t(Msg::SupplementLines)}</legend>
                <For each=move || ids.get() key=|id| *id children=row/>
            </fieldset>
        </Show>
    }
}

/// The time it takes, one tap for what is usual.
#[component]
fn Reserved(
    handle: ClientHandle,
    meeting: RecordId,
    #[prop(into)] on_set: Callback<Edit>,
) -> impl IntoView {
    let records = handle.records();
    let record = supplement::key(handle.id(), meeting);
    let reserved = Memo::new(move |_| {
        records
            .with(|records| yardstick_domain::method::supplement_of(records.file(), meeting)?.work)
    });
    let chips = MINUTES.map(|minutes| {
        let own = Minutes(minutes);
        view! {
            <Chip
                label=Signal::derive(move || t_n(Msg::SupplementMinutes, minutes, &[]))
                pressed=Signal::derive(move || reserved.get() == Some(own))
                on_press=move |()| {
                    let again = reserved.get_untracked() == Some(own);
                    on_set.run(field::work().put((!again).then_some(&own)));
                }
            />
        }
    });
    view! {
        <div class="chips" role="group" aria-label=move || t(Msg::SupplementWorkUsual)>
            {chips.into_iter().collect_view()}
        </div>
        <FieldEditor records record spec=field::work().spec() hint=Msg::SupplementWorkHint/>
    }
}
