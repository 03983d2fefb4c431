//! 額外補充 as several pages have it: its days and where it stands in words, and what one does with it.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    MeetingStatus, SupplementClock, SupplementState, WorkDays, cited_for_client, open_supplements,
    status, supplement_id, supplement_of, titles_for_client,
};
use yardstick_domain::records::{Edit, Reaction, Supplement, supplement};
use yardstick_domain::text::{SupplementMessage, SupplementWords, supplement_message};
use yardstick_domain::values::{Choice as _, Date, Instant};

use super::{now, show, words};
use crate::book::Records;
use crate::browser::clock;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Glyph, Icon, Tone};
use crate::session::{Action, Session};

/// The supplement of a meeting that is over, as of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Whether there is to be one, or was; one that nobody spoke of is not asked for any more some time after its days.
    pub is_wanted: bool,
    /// What is written down of it.
    pub written: Supplement,
    /// The day of the meeting.
    pub met: Date,
    /// Its days.
    pub clock: Option<SupplementClock>,
    /// Where it stands.
    pub state: Option<SupplementState>,
}

impl Standing {
    /// Of a meeting; nothing as long as it is not over.
    pub fn of(records: &Records, meeting: RecordId, today: Date, days: &WorkDays) -> Option<Self> {
        let file = records.file();
        let MeetingStatus::Ended { to, .. } = status(file.meeting(meeting)?) else {
            return None;
        };
        let met = now::local_day(to)?;
        let written = supplement_of(file, meeting).cloned().unwrap_or_default();
        let open = open_supplements(file)
            .into_iter()
            .find(|open| open.meeting == meeting);
        let stands = open.and_then(|open| open.stands(today, now::utc_offset_minutes(), days));
        let clock = stands.as_ref().map(|(clock, _)| *clock);
        let clock = clock.or_else(|| SupplementClock::of(met, days));
        Some(Self {
            is_wanted: stands.is_some() || written.sent_at.is_some(),
            state: SupplementState::of(&written, clock.as_ref(), today),
            written,
            met,
            clock,
        })
    }

    /// Whether it is held back on purpose.
    pub fn is_held(&self) -> bool {
        matches!(self.state, Some(SupplementState::Held { .. }))
    }

    /// Whether it was sent.
    pub fn is_sent(&self) -> bool {
        self.written.sent_at.is_some()
    }
}

/// The record.
pub fn key(client: RecordId, meeting: RecordId) -> RecordKey {
    RecordKey {
        client,
        record: supplement_id(meeting),
        kind: supplement::SPEC.name.into(),
    }
}

/// Sets something of a meeting's supplement, which says whose it is with the first thing said of it.
pub fn action(records: &Records, meeting: RecordId, label: Msg, edit: Option<Edit>) -> Action {
    let key = key(records.client_key().client, meeting);
    let said = supplement_of(records.file(), meeting);
    let is_whose = said.is_some_and(|said| said.meeting == Some(meeting));
    let whose = (!is_whose).then(|| supplement::meeting().set(&meeting));
    Action::new(label).set_all(&key, whose).set_all(&key, edit)
}

/// It is sent now; one action, whether or not anything was written down of it before.
pub fn mark_sent(session: Session, client: RecordId, meeting: RecordId) {
    let Some(at) = Instant::from_ms(clock::now_ms()) else {
        return;
    };
    let key = key(client, meeting);
    session.edit(
        Action::new(Msg::SupplementToastSent)
            .set(&key, supplement::meeting().set(&meeting))
            .set(&key, supplement::sent_at().set(&at)),
    );
}

/// The message for the client, as of what is written down. Only pages that are fetched when first shown ask for it.
pub fn message(records: &Records, meeting: RecordId, standing: &Standing) -> String {
    let content = SupplementMessage {
        client: records.client().name.clone().unwrap_or_default(),
        day: show::day(standing.met),
        cited: cited_for_client(records.file(), meeting),
        items: titles_for_client(records.service(), meeting),
        text: standing.written.text.clone().unwrap_or_default(),
    };
    let all = [
        Msg::SupplementGreeting,
        Msg::SupplementCites,
        Msg::SupplementAfter,
        Msg::SupplementExtra,
    ]
    .map(t);
    let [greeting, cites, after, extra] = &all;
    let words = SupplementWords {
        greeting,
        cites,
        after,
        extra,
    };
    supplement_message(&content, &words)
}

/// Held until when, due when, late after when.
pub fn days(clock: &SupplementClock) -> String {
    t_with(
        Msg::SupplementDays,
        &[
            ("held", &show::short_day(clock.held_until)),
            ("due", &show::short_day(clock.due)),
            ("late", &show::short_day(clock.late_after)),
        ],
    )
}

/// Where one that is due or late stands, as short as a figure of a row.
pub fn figure(clock: &SupplementClock, state: &SupplementState, today: Date) -> String {
    match state {
        SupplementState::Late { after } => t_n(Msg::SupplementLate, day_count(*after, today), &[]),
        SupplementState::Due { .. } => t_n(Msg::SupplementDay, clock.working_day(today), &[]),
        other => said(other, today),
    }
}

/// Where it stands, in words.
pub fn said(state: &SupplementState, today: Date) -> String {
    let sent = |at: &Instant| t_with(Msg::SupplementSentAt, &[("at", &show::moment(*at))]);
    match state {
        SupplementState::Held { until } => {
            t_with(Msg::SupplementHeld, &[("day", &show::short_day(*until))])
        }
        SupplementState::Due { on } => {
            t_with(Msg::SupplementDue, &[("day", &show::short_day(*on))])
        }
        SupplementState::Late { after } => t_n(Msg::SupplementLate, day_count(*after, today), &[]),
        SupplementState::Sent { at } => sent(at),
        SupplementState::Taken { at, reaction } => [&sent(at), " · ", &taken(reaction)].concat(),
    }
}

/// How a state is meant; the words say it too.
pub fn tone(state: &SupplementState) -> Tone {
    match state {
        SupplementState::Late { .. } => Tone::Bad,
        SupplementState::Due { .. } => Tone::Warn,
        SupplementState::Held { .. }
        | SupplementState::Sent { .. }
        | SupplementState::Taken { .. } => Tone::Neutral,
    }
}

fn taken(reaction: &Reaction) -> String {
    let name = reaction.name();
    words::choice("reaction", name, None).map_or_else(|| name.to_owned(), t)
}

fn day_count(from: Date, to: Date) -> u32 {
    u32::try_from(from.days_until(to)).unwrap_or_default()
}

/// That its days are far off, because of holidays or of our own absence; nothing where they are not.
#[component]
pub fn FarOff(
    /// Its days.
    #[prop(into)]
    clock: Signal<Option<SupplementClock>>,
) -> impl IntoView {
    let far = move || clock.with(|clock| clock.as_ref().and_then(|clock| clock.far));
    let shown = move || {
        let days = far()?;
        Some(view! {
            <div class="banner" data-tone="warn" role="status">
                <Icon glyph=Glyph::TriangleAlert/>
                <p class="banner-text">{move || t_n(Msg::SupplementFar, days, &[])}</p>
            </div>
        })
    };
    view! { {shown} }
}
