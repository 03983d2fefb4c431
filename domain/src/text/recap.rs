//! The recap of a meeting, as plain text for LINE. It is written for the client: what is ours alone must be left out before ([`crate::method::client_view`]).

/// A meeting as the client may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recap {
    /// The client, as addressed.
    pub client: String,
    /// The day, as shown in the client's language: `11/22 (日)`.
    pub day: String,
    /// Where it was.
    pub place: Option<String>,
    /// What was said, in the order it was captured.
    pub lines: Vec<RecapLine>,
    /// What was suggested to them, by its title.
    pub suggestions: Vec<String>,
    /// Promises of both sides.
    pub promises: Vec<RecapPromise>,
    /// The next meeting, as shown: `11/29 (日) 14:00`.
    pub next_meeting: Option<String>,
}

/// One line of a recap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecapLine {
    /// Under which heading.
    pub section: RecapSection,
    /// What was said.
    pub text: String,
}

/// The headings of a recap, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecapSection {
    /// What was decided.
    Decisions,
    /// What they need.
    Needs,
    /// Figures.
    Numbers,
    /// Anything else said.
    Notes,
}

/// A promise in a recap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecapPromise {
    /// Ours (true) or the client's.
    pub ours: bool,
    /// What was promised.
    pub title: String,
    /// By when, as shown.
    pub due: Option<String>,
}

/// The words around a recap, from the catalogue of the client's language.
#[derive(Clone, Copy, Debug)]
pub struct RecapWords<'a> {
    /// The first line, with `{client}` and `{day}`.
    pub title: &'a str,
    /// Before the place.
    pub place: &'a str,
    /// Heading of decisions.
    pub decisions: &'a str,
    /// Heading of needs.
    pub needs: &'a str,
    /// Heading of figures.
    pub numbers: &'a str,
    /// Heading of other lines.
    pub notes: &'a str,
    /// Heading of what was suggested.
    pub suggestions: &'a str,
    /// Heading of our promises.
    pub ours: &'a str,
    /// Heading of the client's promises.
    pub theirs: &'a str,
    /// What follows a promise with a date, with `{day}`; the day has brackets of its own.
    pub due: &'a str,
    /// Before the next meeting.
    pub next_meeting: &'a str,
}

/// The text: a title, then a heading and its points for every section that has any. No markup, LINE shows none.
#[must_use]
pub fn recap(meeting: &Recap, words: &RecapWords<'_>) -> String {
    let mut out = words
        .title
        .replace("{client}", &meeting.client)
        .replace("{day}", &meeting.day);
    out.push('\n');
    if let Some(place) = &meeting.place {
        push_labelled(&mut out, words.place, place);
    }
    for (section, heading) in [
        (RecapSection::Decisions, words.decisions),
        (RecapSection::Needs, words.needs),
        (RecapSection::Numbers, words.numbers),
        (RecapSection::Notes, words.notes),
    ] {
        push_section(
            &mut out,
            heading,
            meeting
                .lines
                .iter()
                .filter(|line| line.section == section)
                .map(|line| line.text.clone()),
        );
    }
    push_section(
        &mut out,
        words.suggestions,
        meeting.suggestions.iter().cloned(),
    );
    for (ours, heading) in [(true, words.ours), (false, words.theirs)] {
        let promises = meeting
            .promises
            .iter()
            .filter(|promise| promise.ours == ours);
        push_section(
            &mut out,
            heading,
            promises.map(|promise| with_due(promise, words)),
        );
    }
    if let Some(next) = &meeting.next_meeting {
        out.push('\n');
        push_labelled(&mut out, words.next_meeting, next);
    }
    out.truncate(out.trim_end().len());
    out
}

fn with_due(promise: &RecapPromise, words: &RecapWords<'_>) -> String {
    match &promise.due {
        Some(due) => [&promise.title, words.due.replace("{day}", due).as_str()].concat(),
        None => promise.title.clone(),
    }
}

fn push_labelled(out: &mut String, label: &str, text: &str) {
    out.push_str(label);
    out.push_str(text);
    out.push('\n');
}

fn push_section(out: &mut String, heading: &str, points: impl Iterator<Item = String>) {
    let mut points = points.filter(|point| !point.trim().is_empty()).peekable();
    if points.peek().is_none() {
        return;
    }
    out.push('\n');
    out.push_str(heading);
    out.push('\n');
    for point in points {
        out.push('・');
        // A point of several lines stays one point.
        out.push_str(&point.trim().replace('\n', "\n　"));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: RecapWords<'_> = RecapWords {
        title: "{client} {day} 會議紀錄",
        place: "地點：",
        decisions: "決定",
        needs: "需求",
        numbers: "數字",
        notes: "筆記",
        suggestions: "建議",
        ours: "我們會做",
        theirs: "請你們準備",
        due: "，{day} 前",
        next_meeting: "下次會議：",
    };

    #[test]
    fn says_what_was_agreed() {
        let meeting = Recap {
            client: "山嵐製茶".into(),
            day: "11/22 (日)".into(),
            place: Some("店裡".into()),
            lines: vec![
                RecapLine {
                    section: RecapSection::Needs,
                    text: "想先拿到問卷\n兩份".into(),
                },
                RecapLine {
                    section: RecapSection::Decisions,
                    text: "先做問卷".into(),
                },
                RecapLine {
                    section: RecapSection::Needs,
                    text: " ".into(),
                },
            ],
            suggestions: vec!["埋像素並實測".into()],
            promises: vec![
                RecapPromise {
                    ours: false,
                    title: "供應商報價".into(),
                    due: Some("11/27 (五)".into()),
                },
                RecapPromise {
                    ours: true,
                    title: "素材範本".into(),
                    due: None,
                },
            ],
            next_meeting: Some("11/29 (日) 14:00".into()),
        };
        assert_eq!(
            recap(&meeting, &ZH),
            "山嵐製茶 11/22 (日) 會議紀錄\n地點：店裡\n\n決定\n・先做問卷\n\n需求\n・想先拿到問卷\n　兩份\n\n建議\n・埋像素並實測\n\n我們會做\n・素材範本\n\n請你們準備\n・供應商報價，11/27 (五) 前\n\n下次會議：11/29 (日) 14:00"
        );
    }

    #[test]
    fn an_empty_meeting_is_a_title() {
        let meeting = Recap {
            client: "山嵐製茶".into(),
            day: "11/22 (日)".into(),
            ..Recap::default()
        };
        assert_eq!(recap(&meeting, &ZH), "山嵐製茶 11/22 (日) 會議紀錄");
    }
}
