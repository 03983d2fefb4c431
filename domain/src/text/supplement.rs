//! The supplement of a meeting as a message for LINE: what of the meeting it goes back to, that it is extra, and what it says.

/// What the message is made of, all of it for the client's eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplementMessage {
    /// The client, as addressed; empty where they have no name yet.
    pub client: String,
    /// The day of the meeting, as shown: `11/22 (日)`.
    pub day: String,
    /// What was said there that it goes back to.
    pub cited: Vec<String>,
    /// The suggestions it works out, by title.
    pub items: Vec<String>,
    /// What it says.
    pub text: String,
}

/// The words around it, from the catalogue of the client's language.
#[derive(Clone, Copy, Debug)]
pub struct SupplementWords<'a> {
    /// The line that addresses them, with `{client}`.
    pub greeting: &'a str,
    /// Before what it goes back to, with `{day}`.
    pub cites: &'a str,
    /// In its place where it goes back to no line, with `{day}`.
    pub after: &'a str,
    /// That it is extra.
    pub extra: &'a str,
}

/// The message. It never begins with what it gives: first it says where that comes from, and that nobody had to ask for it.
#[must_use]
pub fn supplement_message(message: &SupplementMessage, words: &SupplementWords<'_>) -> String {
    let mut out = String::new();
    let client = message.client.trim();
    if !client.is_empty() {
        out.push_str(&words.greeting.replace("{client}", client));
        out.push('\n');
    }
    let cited = points(&message.cited);
    let opening = if cited.is_empty() {
        words.after
    } else {
        words.cites
    };
    out.push_str(&opening.replace("{day}", &message.day));
    out.push('\n');
    out.push_str(&cited);
    out.push('\n');
    out.push_str(words.extra);
    out.push('\n');
    out.push_str(&points(&message.items));
    out.push_str(message.text.trim());
    out.truncate(out.trim_end().len());
    out
}

/// One `・` line each; what has several lines stays one point, what is blank is none.
fn points(lines: &[String]) -> String {
    let mut out = String::new();
    let lines = lines.iter().map(|line| line.trim());
    for line in lines.filter(|line| !line.is_empty()) {
        out.push('・');
        out.push_str(&line.replace('\n', "\n　"));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: SupplementWords<'_> = SupplementWords {
        greeting: "{client}您好：",
        cites: "{day} 見面時談到",
        after: "接著 {day} 的會議，",
        extra: "這是當天沒有約好、我們另外整理的：",
    };

    #[test]
    fn it_says_what_it_goes_back_to_and_that_it_is_extra() {
        let message = SupplementMessage {
            client: "山嵐製茶".into(),
            day: "11/22 (日)".into(),
            cited: vec!["想先拿到問卷\n兩份".into(), " ".into(), "先做問卷".into()],
            items: vec!["問卷題目".into(), " ".into(), "包裝的三個顏色".into()],
            text: "問卷兩版都附上了。\n".into(),
        };
        assert_eq!(
            supplement_message(&message, &ZH),
            "山嵐製茶您好：\n11/22 (日) 見面時談到\n・想先拿到問卷\n　兩份\n・先做問卷\n\n這是當天沒有約好、我們另外整理的：\n・問卷題目\n・包裝的三個顏色\n問卷兩版都附上了。"
        );
    }

    #[test]
    fn without_lines_or_a_name_it_goes_back_to_the_day() {
        let message = SupplementMessage {
            day: "11/22 (日)".into(),
            ..SupplementMessage::default()
        };
        assert_eq!(
            supplement_message(&message, &ZH),
            "接著 11/22 (日) 的會議，\n\n這是當天沒有約好、我們另外整理的："
        );
    }

    #[test]
    fn what_the_client_said_is_never_filled_in_again() {
        let message = SupplementMessage {
            client: "{day}".into(),
            day: "11/22".into(),
            cited: vec!["{client}".into()],
            items: vec!["{day}".into()],
            text: "{day}".into(),
        };
        let text = supplement_message(&message, &ZH);
        assert!(
            text.starts_with("{day}您好：\n11/22 見面時談到\n・{client}\n"),
            "{text}"
        );
        assert!(text.ends_with("\n・{day}\n{day}"), "{text}");
    }
}
