//! Text pasted or shared from LINE, split into lines that can be kept one by one.
//!
//! Two forms are known: a chat as LINE exports it (a line with the day, then `time⇥speaker⇥text`, in Chinese or English, with tabs from a phone or spaces from a
//! computer), and plain text, a line each.

use crate::values::{Date, parse_minute_of_day};

/// What LINE writes in place of what cannot be text, and the notices nobody said.
const PLACEHOLDERS: &[&str] = &[
    "[貼圖]",
    "[Sticker]",
    "貼圖",
    "Stickers",
    "[照片]",
    "[Photo]",
    "圖片",
    "[影片]",
    "[Video]",
];

/// What stands at the beginning of a point in a list.
const BULLETS: &[&str] = &["- ", "* ", "• ", "・", "．", "● ", "– "];

/// One line of pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedLine {
    /// Who wrote it, as named in the chat.
    pub speaker: Option<String>,
    /// What was written.
    pub text: String,
    /// The day, if the chat names it.
    pub day: Option<Date>,
    /// The time, in minutes since midnight, if the chat names it.
    pub minute_of_day: Option<u16>,
}

/// Splits pasted text into lines. Stickers and pictures, which say nothing, are left out; a message of several lines stays one.
#[must_use]
pub fn split_pasted(text: &str, today: Date) -> Vec<PastedLine> {
    let rows: Vec<&str> = text.lines().map(|row| row.trim_end_matches('\r')).collect();
    if rows.iter().any(|row| message(row).is_some()) {
        chat(&rows, today)
    } else {
        plain(&rows)
    }
}

fn plain(rows: &[&str]) -> Vec<PastedLine> {
    rows.iter()
        .map(|row| {
            let row = row.trim();
            BULLETS
                .iter()
                .find_map(|bullet| row.strip_prefix(bullet))
                .unwrap_or(row)
                .trim()
        })
        .filter(|row| !row.is_empty())
        .map(|row| PastedLine {
            text: row.to_owned(),
            ..PastedLine::default()
        })
        .collect()
}

fn chat(rows: &[&str], today: Date) -> Vec<PastedLine> {
    let mut lines: Vec<PastedLine> = Vec::new();
    let mut day = None;
    // A notice (`10:20 ⇥ 已收回訊息`) is nobody's; rows after it are not part of the message before it.
    let mut open = false;
    for row in rows {
        if let Some(found) = day_heading(row, today) {
            day = Some(found);
            open = false;
        } else if let Some(message) = message(row) {
            open = message.speaker.is_some();
            if open {
                lines.push(PastedLine { day, ..message });
            }
        } else if open && let Some(last) = lines.last_mut() {
            last.text.push('\n');
            last.text.push_str(row);
        }
    }
    for line in &mut lines {
        line.text = unquoted(line.text.trim()).to_owned();
    }
    lines.retain(|line| !line.text.is_empty() && !PLACEHOLDERS.contains(&line.text.as_str()));
    lines
}

/// LINE puts a message of several lines into quotation marks.
fn unquoted(text: &str) -> &str {
    match text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        Some(inner) if inner.contains('\n') => inner.trim(),
        _ => text,
    }
}

/// `2026/11/20（五）`, `2026.11.20 星期五`, `Fri, 11/20/2026`.
fn day_heading(row: &str, today: Date) -> Option<Date> {
    let row = row.trim();
    if row.chars().count() > 24 {
        return None;
    }
    if let Some((weekday, day)) = row.split_once(", ") {
        let english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            .iter()
            .any(|name| weekday.starts_with(name));
        let mut parts = day.split('/').map(|part| part.parse::<i16>().ok());
        let (month, number, year) = (parts.next()??, parts.next()??, parts.next()??);
        return if english {
            Date::new(year, month.try_into().ok()?, number.try_into().ok()?)
        } else {
            None
        };
    }
    let end = row
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '.' | '-'))
        .unwrap_or(row.len());
    let (day, rest) = row.split_at(end);
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）'));
    let weekday = rest.is_empty()
        || matches!(
            rest.strip_prefix("星期")
                .or_else(|| rest.strip_prefix("週"))
                .unwrap_or(rest),
            "一" | "二" | "三" | "四" | "五" | "六" | "日"
        );
    let full = day.split(['/', '.', '-']).count() == 3;
    if weekday && full {
        Date::parse(day, today).ok()
    } else {
        None
    }
}

/// `下午02:03⇥林小姐⇥多行`, `14:03 林小姐 多行`, `02:03 PM⇥Lin⇥text`. The speaker is absent for a notice.
fn message(row: &str) -> Option<PastedLine> {
    let mut columns = row.split('\t');
    let first = columns.next()?;
    if let Some(second) = columns.next() {
        let minute = parse_minute_of_day(first)?;
        let text = columns.collect::<Vec<_>>().join("\t");
        let speaker = (!text.is_empty() && !second.is_empty()).then(|| second.trim().to_owned());
        return Some(PastedLine {
            speaker,
            text,
            day: None,
            minute_of_day: Some(minute),
        });
    }
    let (time, rest) = row.split_once(' ')?;
    // `14:03 開會` in somebody's own notes is no chat; LINE writes hours with two digits.
    let minute = (time.len() >= 5).then(|| parse_minute_of_day(time))??;
    let (speaker, text) = rest.split_once(' ')?;
    let speaker = (!speaker.is_empty() && !text.trim().is_empty()).then(|| speaker.to_owned());
    Some(PastedLine {
        speaker,
        text: text.to_owned(),
        day: None,
        minute_of_day: Some(minute),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        Date::new(2026, 11, day).unwrap()
    }

    /// Speaker, text, day, minute of the day.
    type Row<'a> = (Option<&'a str>, &'a str, Option<Date>, Option<u16>);

    fn check(text: &str, expected: &[Row<'_>]) {
        let expected: Vec<PastedLine> = expected
            .iter()
            .map(|(speaker, text, day, minute)| PastedLine {
                speaker: speaker.map(str::to_owned),
                text: (*text).to_owned(),
                day: *day,
                minute_of_day: *minute,
            })
            .collect();
        assert_eq!(split_pasted(text, day(22)), expected, "{text}");
    }

    #[test]
    fn a_chat_exported_on_a_phone() {
        check(
            "[LINE] 與山嵐製茶的聊天記錄\n儲存日期：2026/11/22 21:30\n\n2026/11/20（五）\n上午10:15\t王小姐\t樣品收到了\n下午02:03\t阿嵐\t\"兩件事：\n1. 報價單\n2. 出貨\"\n下午02:04\t王小姐\t[貼圖]\n下午02:05\t王小姐已收回訊息\n\n2026/11/21（六）\n上午09:00\t王小姐\t好",
            &[
                (Some("王小姐"), "樣品收到了", Some(day(20)), Some(615)),
                (
                    Some("阿嵐"),
                    "兩件事：\n1. 報價單\n2. 出貨",
                    Some(day(20)),
                    Some(843),
                ),
                (Some("王小姐"), "好", Some(day(21)), Some(540)),
            ],
        );
    }

    #[test]
    fn a_chat_exported_on_a_computer() {
        check(
            "2026.11.20 星期五\n10:15 王小姐 樣品 收到了\n14:03 阿嵐 好\n謝謝",
            &[
                (Some("王小姐"), "樣品 收到了", Some(day(20)), Some(615)),
                (Some("阿嵐"), "好\n謝謝", Some(day(20)), Some(843)),
            ],
        );
    }

    #[test]
    fn a_chat_in_english() {
        check(
            "Fri, 11/20/2026\n10:15 AM\tWang\tgot the samples\n02:03 PM\tLan\tok",
            &[
                (Some("Wang"), "got the samples", Some(day(20)), Some(615)),
                (Some("Lan"), "ok", Some(day(20)), Some(843)),
            ],
        );
    }

    #[test]
    fn plain_text_is_a_line_each() {
        check(
            "- 先給問卷\n\n・ 11/28 報價\n9:30 開會\n",
            &[
                (None, "先給問卷", None, None),
                (None, "11/28 報價", None, None),
                (None, "9:30 開會", None, None),
            ],
        );
        check("", &[]);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(.{0,20}\n|[0-9]{2}:[0-9]{2}[\t ].{0,9}[\t ].{0,9}\n|2026/11/2[0-9]（五）\n){0,6}") {
            let _ = split_pasted(&text, day(22));
        }

        #[test]
        fn no_written_line_of_plain_text_is_lost(rows in proptest::collection::vec("[a-z茶]{1,8}", 0..6)) {
            let lines: Vec<String> = split_pasted(&rows.join("\n"), day(22)).into_iter().map(|line| line.text).collect();
            proptest::prop_assert_eq!(lines, rows);
        }
    }
}
