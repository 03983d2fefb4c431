//! From a meeting to the recap a client gets.

use super::ClientView;
use crate::records::LineKind;
use crate::text::{Recap, RecapLine, RecapPromise, RecapSection};
use crate::values::{Date, Instant};

/// The recap of what the client may see. `day` writes a date in the client's language; times are those of the wall clock at the offset.
#[must_use]
pub fn recap_of(view: &ClientView, utc_offset_minutes: i32, day: impl Fn(Date) -> String) -> Recap {
    let moment = |at: Instant| {
        let date = at.local_date(utc_offset_minutes)?;
        Some([&day(date), " ", &at.clock(utc_offset_minutes)].concat())
    };
    Recap {
        client: view.name.clone().unwrap_or_default(),
        day: view
            .at
            .and_then(|at| at.local_date(utc_offset_minutes))
            .map(&day)
            .unwrap_or_default(),
        place: view.place.clone(),
        lines: view
            .lines
            .iter()
            .map(|line| RecapLine {
                section: section(&line.kind),
                text: line.text.clone(),
            })
            .collect(),
        // They are in the plans, which not every page reads.
        suggestions: Vec::new(),
        promises: view
            .promises
            .iter()
            .map(|promise| RecapPromise {
                ours: promise.ours,
                title: promise.title.clone(),
                due: promise.due.map(&day),
            })
            .collect(),
        next_meeting: view.next_meeting.and_then(moment),
    }
}

fn section(kind: &LineKind) -> RecapSection {
    match kind {
        LineKind::Decision => RecapSection::Decisions,
        LineKind::Need => RecapSection::Needs,
        LineKind::Number => RecapSection::Numbers,
        // A promise without a task is told all the same.
        LineKind::Note
        | LineKind::Concern
        | LineKind::Quote
        | LineKind::OurPromise
        | LineKind::TheirPromise
        | LineKind::Other(_) => RecapSection::Notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::ViewLine;
    use crate::method::client_file::testing::{OFFSET, at, day};

    #[test]
    fn the_view_is_put_under_headings() {
        let view = ClientView {
            name: Some("山嵐製茶".into()),
            at: Some(at(22, 10, 0)),
            lines: vec![ViewLine {
                kind: LineKind::Decision,
                text: "先做問卷".into(),
            }],
            next_meeting: Some(at(29, 14, 0)),
            ..ClientView::default()
        };
        let recap = recap_of(&view, OFFSET, |date| date.short_zh(day(22)));
        assert_eq!(
            (recap.client.as_str(), recap.day.as_str()),
            ("山嵐製茶", "11/22 (日)")
        );
        assert_eq!(recap.next_meeting.as_deref(), Some("11/29 (日) 14:00"));
        assert_eq!(
            recap.lines,
            [RecapLine {
                section: RecapSection::Decisions,
                text: "先做問卷".into()
            }]
        );
    }
}
