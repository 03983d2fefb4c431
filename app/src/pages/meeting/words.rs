//! How a meeting's parts are said: kinds, forms, days and times in the language shown and on the clock of the device.

use yardstick_domain::records::{LineKind, MeetingForm};
use yardstick_domain::values::{Date, Instant};

use crate::browser::clock;
use crate::i18n::{Msg, t};
use crate::pages::parts::now::{local_clock, local_day, today, utc_offset_minutes};
use crate::pages::parts::show;

/// The name of a line's kind.
pub(crate) fn kind_name(kind: &LineKind) -> Msg {
    match kind {
        LineKind::Note => Msg::NoteNote,
        LineKind::Need => Msg::NoteNeed,
        LineKind::Concern => Msg::NoteConcern,
        LineKind::OurPromise => Msg::NoteOurPromise,
        LineKind::TheirPromise => Msg::NoteTheirPromise,
        LineKind::Decision => Msg::NoteDecision,
        LineKind::Number => Msg::NoteNumber,
        LineKind::Quote => Msg::NoteQuote,
        LineKind::Other(_) => Msg::MeetKindElse,
    }
}

/// The `data-kind` by which `note-line.css` tells kinds apart.
pub(crate) fn kind_mark(kind: &LineKind) -> &'static str {
    match kind {
        LineKind::Need => "need",
        LineKind::Concern => "concern",
        LineKind::OurPromise => "promise",
        LineKind::TheirPromise => "their-promise",
        LineKind::Decision => "decision",
        LineKind::Number => "figure",
        LineKind::Quote => "quote",
        LineKind::Note | LineKind::Other(_) => "note",
    }
}

/// The name of the way people meet.
pub(crate) fn form_name(form: &MeetingForm) -> Msg {
    match form {
        MeetingForm::Onsite => Msg::FormOnSite,
        MeetingForm::Online => Msg::FormOnline,
        MeetingForm::Phone => Msg::FormPhone,
        MeetingForm::Other(_) => Msg::MeetKindElse,
    }
}

/// What a client is called; one without a name says so.
pub(crate) fn client_name(name: Option<&str>) -> String {
    name_to_show(name).unwrap_or_else(|| t(Msg::ClientsNameless))
}

/// The name as the client may see it: that we do not know it yet is nothing to show.
pub(crate) fn name_to_show(name: Option<&str>) -> Option<String> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    name.map(str::to_owned)
}

/// Now, by the device's clock; a clock that stands outside of 1970 to 9999 is no clock.
pub(crate) fn now() -> Option<Instant> {
    Instant::from_ms(clock::now_ms())
}

/// The device's offset from UTC at a moment, in minutes.
pub(crate) fn offset(at: Instant) -> i32 {
    i32::from(clock::local(at.ms()).utc_offset_minutes)
}

/// The moment the device's clock shows that minute of a day. The offset of the day meant may differ from today's where clocks are changed.
pub(crate) fn moment_of(day: Date, minute: u16) -> Option<Instant> {
    let first = Instant::from_local(day, minute, utc_offset_minutes())?;
    Instant::from_local(day, minute, offset(first))
}

/// The moment that a typed day and time mean.
pub(crate) fn typed_moment(typed: &str) -> Option<Instant> {
    let first = Instant::parse(typed, today(), utc_offset_minutes()).ok()?;
    Instant::parse(typed, today(), offset(first)).ok()
}

/// `11/22 (日) 14:02`.
pub(crate) fn moment(at: Instant) -> String {
    let day = local_day(at).map(show::day).unwrap_or_default();
    format!("{day} {}", local_clock(at))
}

/// `00:24:10`; hours grow beyond two digits where they must.
pub(crate) fn elapsed(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// The value of an input for day and time.
pub(crate) fn moment_input(at: Instant) -> String {
    at.local_iso(offset(at)).unwrap_or_default()
}
