//! The two-minute wrap-up after a meeting: what is still to do, as a list one can go down with a thumb.

use super::supplement::is_begun;
use super::{ClientFile, citable_lines, following, is_open, supplement_of, wants_supplement};
use crate::id::RecordId;
use crate::records::NoteLine;

/// One step of a wrap-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapUpStep {
    /// A client met before being in the book gets a name.
    Name,
    /// Timed marks get their words.
    Marks,
    /// Promises get a date.
    Dates,
    /// The next meeting is set.
    NextMeeting,
    /// The expectation is noted: two taps.
    Expectation,
    /// What the supplement goes back to is chosen, or that there is none.
    Supplement,
    /// The recap is shared.
    Recap,
}

/// What a meeting's wrap-up still asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrapUp {
    /// Whether nobody has said yet what the client is called.
    pub is_unnamed: bool,
    /// Lines whose kind was tapped without a word, in order.
    pub marks: Vec<RecordId>,
    /// Open promises of the meeting without a date.
    pub undated: Vec<RecordId>,
    /// Lines that are promises and have not become a task.
    pub loose_promises: Vec<RecordId>,
    /// Whether a next meeting is set.
    pub next_meeting_set: bool,
    /// Whether both taps of the expectation are done.
    pub expectation_noted: bool,
    /// Whether it is said what the supplement is about, or that there is none; or nothing was said that it could go back to.
    pub supplement_settled: bool,
    /// Whether the recap was shared or copied.
    pub recap_sent: bool,
}

impl WrapUp {
    /// The steps still open, in the order they are asked.
    #[must_use]
    pub fn open_steps(&self) -> Vec<WrapUpStep> {
        [
            (WrapUpStep::Name, !self.is_unnamed),
            (WrapUpStep::Marks, self.marks.is_empty()),
            (
                WrapUpStep::Dates,
                self.undated.is_empty() && self.loose_promises.is_empty(),
            ),
            (WrapUpStep::NextMeeting, self.next_meeting_set),
            (WrapUpStep::Expectation, self.expectation_noted),
            (WrapUpStep::Supplement, self.supplement_settled),
            (WrapUpStep::Recap, self.recap_sent),
        ]
        .into_iter()
        .filter_map(|(step, done)| (!done).then_some(step))
        .collect()
    }
}

/// Whether a line is a timed mark still without words.
pub(super) fn is_unsorted(line: &NoteLine) -> bool {
    line.timed_mark == Some(true) && line.text.as_ref().is_none_or(|text| text.trim().is_empty())
}

/// What a meeting's wrap-up still asks for; `None` if there is no such meeting.
#[must_use]
pub fn wrap_up(file: &ClientFile, id: RecordId) -> Option<WrapUp> {
    use crate::records::LineKind::{OurPromise, TheirPromise};
    let meeting = file.meeting(id)?;
    let has_task = |line: RecordId| {
        file.tasks
            .iter()
            .any(|(_, task)| task.source_line == Some(line))
    };
    let name = file.client.name.as_deref();
    Some(WrapUp {
        is_unnamed: name.is_none_or(|name| name.trim().is_empty()),
        marks: file
            .lines_of(id)
            .filter(|(_, line)| is_unsorted(line))
            .map(|(id, _)| *id)
            .collect(),
        undated: file
            .tasks_of(id)
            .filter(|(_, task)| is_open(task) && task.due.is_none())
            .map(|(id, _)| *id)
            .collect(),
        loose_promises: file
            .lines_of(id)
            .filter(|(id, line)| {
                matches!(line.line_kind, Some(OurPromise | TheirPromise))
                    && !is_unsorted(line)
                    && !has_task(*id)
            })
            .map(|(id, _)| *id)
            .collect(),
        next_meeting_set: following(file, id).is_some(),
        expectation_noted: meeting.precision.is_some() && meeting.expectation.is_some(),
        supplement_settled: !wants_supplement(file, id)
            || supplement_of(file, id).is_some_and(is_begun)
            || citable_lines(file, id).is_empty(),
        recap_sent: meeting.recap_sent_at.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, held, id, line, task};
    use crate::method::supplement_id;
    use crate::records::{Expectation, LineKind, Meeting, Precision, Side, Supplement};

    #[test]
    fn asks_for_what_is_missing_and_no_more() {
        let mut undated = task(Side::Ours, "範本", None);
        undated.meeting = Some(id(1));
        let mut dated = task(Side::Theirs, "報價", Some(day(27)));
        (dated.meeting, dated.source_line) = (Some(id(1)), Some(id(13)));
        let mut file = ClientFile {
            meetings: vec![(id(1), held(at(22, 10, 0), at(22, 10, 50)))],
            lines: vec![
                (id(11), line(1, LineKind::Need, "", at(22, 10, 1))),
                (
                    id(12),
                    line(1, LineKind::OurPromise, "給範本", at(22, 10, 2)),
                ),
                (
                    id(13),
                    line(1, LineKind::TheirPromise, "報價", at(22, 10, 3)),
                ),
                (id(14), line(1, LineKind::OurPromise, "", at(22, 10, 4))),
            ],
            tasks: vec![(id(21), undated), (id(22), dated)],
            ..ClientFile::default()
        };
        let asked = wrap_up(&file, id(1)).unwrap();
        assert_eq!(
            (asked.marks.as_slice(), asked.undated.as_slice()),
            ([id(11), id(14)].as_slice(), [id(21)].as_slice())
        );
        assert_eq!(asked.loose_promises, [id(12)]);
        assert_eq!(
            asked.open_steps(),
            [
                WrapUpStep::Name,
                WrapUpStep::Marks,
                WrapUpStep::Dates,
                WrapUpStep::NextMeeting,
                WrapUpStep::Expectation,
                WrapUpStep::Supplement,
                WrapUpStep::Recap
            ]
        );

        file.client.name = Some("山嵐製茶".to_owned());
        file.lines.truncate(1);
        file.lines[0].1 = line(1, LineKind::Need, "想要問卷", at(22, 10, 1));
        file.tasks.clear();
        let meeting = &mut file.meetings[0].1;
        meeting.precision = Some(Precision::Precise);
        meeting.recap_sent_at = Some(at(22, 11, 0));
        file.meetings.push((
            id(2),
            Meeting {
                planned_at: Some(at(29, 10, 0)),
                ..Meeting::default()
            },
        ));
        assert_eq!(
            wrap_up(&file, id(1)).unwrap().open_steps(),
            [WrapUpStep::Expectation, WrapUpStep::Supplement]
        );
        file.meetings[0].1.expectation = Some(Expectation::Same);
        let about = |supplement: Supplement| vec![(supplement_id(id(1)), supplement)];
        file.supplements = about(Supplement {
            wanted: Some(true),
            ..Supplement::default()
        });
        assert_eq!(
            wrap_up(&file, id(1)).unwrap().open_steps(),
            [WrapUpStep::Supplement]
        );
        file.supplements = about(Supplement {
            wanted: Some(true),
            lines: [id(11).to_string()].into(),
            ..Supplement::default()
        });
        assert_eq!(wrap_up(&file, id(1)).unwrap().open_steps(), []);
        file.supplements = about(Supplement {
            wanted: Some(false),
            ..Supplement::default()
        });
        assert_eq!(wrap_up(&file, id(1)).unwrap().open_steps(), []);
        // Nothing was said that it could go back to.
        (file.supplements, file.lines) = (vec![], vec![]);
        assert_eq!(wrap_up(&file, id(1)).unwrap().open_steps(), []);
        assert_eq!(wrap_up(&file, id(9)), None);
    }
}
