//! A calendar as a file (iCalendar, RFC 5545): days and moments, each with an id that stays, so that taking the file in again changes events and doubles none.

use xxhash_rust::xxh3::xxh3_64;

use super::content_line::ContentLines;
use crate::values::{Date, Instant};

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On a day, the whole of it. It blocks no time.
    Day(Date),
    /// From a moment for so many minutes.
    Moment {
        /// When it begins.
        from: Instant,
        /// How long it takes.
        minutes: u32,
    },
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by for ever, in the whole world.
    pub uid: String,
    /// When it is.
    pub when: When,
    /// What it is, in a line.
    pub summary: String,
    /// Where.
    pub location: Option<String>,
}

/// The file. `made` is now. Moments are in UTC, so they are right wherever the calendar is; an event after 2199 is left out.
#[must_use]
pub fn ics(name: &str, events: &[Event], made: Instant) -> String {
    file(name, events, made, &[])
}

/// A calendar that programs fetch again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What it says, whenever it was made: equal tags, equal calendars.
    pub tag: String,
    /// The text.
    pub text: String,
}

/// The same for a program that fetches it by itself, and is asked to each hour. `made` is now.
#[must_use]
pub fn subscription(name: &str, events: &[Event], made: Instant) -> Subscription {
    let text = |made| {
        file(
            name,
            events,
            made,
            &[
                ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
                ("X-PUBLISHED-TTL", "PT1H"),
            ],
        )
    };
    let timeless = Instant::from_ms(0).map(text).unwrap_or_default();
    Subscription {
        tag: format!("{:016x}", xxh3_64(timeless.as_bytes())),
        text: text(made),
    }
}

fn file(name: &str, events: &[Event], made: Instant, more: &[(&str, &str)]) -> String {
    let mut lines = ContentLines::default();
    lines.push("BEGIN", "VCALENDAR");
    lines.push("VERSION", "2.0");
    lines.push("PRODID", "-//Yardstick//Yardstick//ZH");
    lines.push("CALSCALE", "GREGORIAN");
    lines.push("METHOD", "PUBLISH");
    lines.push_text("X-WR-CALNAME", Some(name));
    for (property, value) in more {
        lines.push(property, value);
    }
    let stamp = utc(made).unwrap_or_else(|| "19700101T000000Z".to_owned());
    for event in events {
        let Some(when) = when(event.when) else {
            continue;
        };
        lines.push("BEGIN", "VEVENT");
        lines.push("UID", &event.uid);
        lines.push("DTSTAMP", &stamp);
        for (property, value) in when {
            lines.push(property, &value);
        }
        lines.push_text("SUMMARY", Some(&event.summary));
        lines.push_text("LOCATION", event.location.as_deref());
        lines.push("END", "VEVENT");
    }
    lines.push("END", "VCALENDAR");
    lines.into_string()
}

fn when(when: When) -> Option<Vec<(&'static str, String)>> {
    Some(match when {
        When::Day(day) => vec![
            ("DTSTART;VALUE=DATE", basic(day)),
            // The first day that is not part of it.
            ("DTEND;VALUE=DATE", basic(day.plus_days(1)?)),
            ("TRANSP", "TRANSPARENT".to_owned()),
        ],
        When::Moment { from, minutes } => {
            let to = Instant::from_ms(from.ms() + i64::from(minutes) * 60_000)?;
            vec![("DTSTART", utc(from)?), ("DTEND", utc(to)?)]
        }
    })
}

/// `20261122`.
fn basic(day: Date) -> String {
    day.iso().replace('-', "")
}

/// `20261122T060000Z`; `None` after 2199.
fn utc(at: Instant) -> Option<String> {
    let clock = at.clock(0).replace(':', "");
    let seconds = at.ms().rem_euclid(60_000) / 1_000;
    let tens = if seconds < 10 { "0" } else { "" };
    let day = basic(at.local_date(0)?);
    Some([&day, "T", &clock, tens, &seconds.to_string(), "Z"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::content_line::unfolded;

    fn event(when: When, summary: &str, location: Option<&str>) -> Event {
        Event {
            uid: "1@example".into(),
            when,
            summary: summary.into(),
            location: location.map(str::to_owned),
        }
    }

    #[test]
    fn days_are_whole_and_moments_are_of_utc() {
        let day = Date::new(2026, 12, 31).unwrap();
        let from = Instant::from_local(Date::new(2026, 11, 25).unwrap(), 7 * 60 + 30, 480).unwrap();
        let made = Instant::from_ms(1_764_000_005_000).unwrap();
        let file = ics(
            "一把尺, 山邊",
            &[
                event(When::Day(day), "報價單；含稅, 未稅", None),
                event(
                    When::Moment { from, minutes: 60 },
                    "開會\n山嵐",
                    Some("陽明山; 3F"),
                ),
            ],
            made,
        );
        assert_eq!(
            unfolded(&file),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Yardstick//Yardstick//ZH",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:一把尺\\, 山邊",
                "BEGIN:VEVENT",
                "UID:1@example",
                "DTSTAMP:20251124T160005Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "TRANSP:TRANSPARENT",
                "SUMMARY:報價單；含稅\\, 未稅",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "UID:1@example",
                "DTSTAMP:20251124T160005Z",
                // Half past seven in Taipei is the evening before.
                "DTSTART:20261124T233000Z",
                "DTEND:20261125T003000Z",
                "SUMMARY:開會\\n山嵐",
                "LOCATION:陽明山\\; 3F",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
    }

    #[test]
    fn a_subscription_is_known_by_what_it_says_and_not_by_when_it_was_made() {
        let day = Date::new(2026, 12, 31).unwrap();
        let of = |summary, ms| {
            let event = event(When::Day(day), summary, None);
            subscription("一把尺", &[event], Instant::from_ms(ms).unwrap())
        };
        let (early, late) = (of("報價單", 0), of("報價單", 1_764_000_005_000));
        assert_eq!(early.tag, late.tag);
        assert_eq!(early.tag.len(), 16);
        assert!(late.text.contains("DTSTAMP:20251124T160005Z\r\n"));
        assert!(unfolded(&late.text).contains(&"X-PUBLISHED-TTL:PT1H".to_owned()));
        assert_ne!(of("合約", 0).tag, early.tag);
    }

    #[test]
    fn long_chinese_names_are_folded() {
        let day = Date::new(2026, 12, 31).unwrap();
        let long = event(When::Day(day), &"山嵐製茶, ".repeat(30), None);
        let file = ics("", &[long], Instant::from_ms(0).unwrap());
        let lines = unfolded(&file);
        assert!(lines.contains(&["SUMMARY:", &"山嵐製茶\\, ".repeat(30)].concat()));
        assert!(!file.contains("X-WR-CALNAME"));
    }

    #[test]
    fn what_is_after_all_calendars_is_left_out() {
        let last = Date::new(2199, 12, 31).unwrap();
        let file = ics(
            "",
            &[event(When::Day(last), "x", None)],
            Instant::from_ms(0).unwrap(),
        );
        assert!(!file.contains("VEVENT"));
    }

    proptest::proptest! {
        #[test]
        fn every_file_has_whole_lines(summary in ".{0,120}", ms in 0..=Instant::MAX_MS) {
            let from = Instant::from_ms(ms).unwrap();
            let file = ics(&summary, &[event(When::Moment { from, minutes: 60 }, &summary, Some(&summary))], from);
            let _ = unfolded(&file);
        }
    }
}
