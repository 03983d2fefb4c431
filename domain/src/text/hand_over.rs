//! A hand-over as plain text for whoever takes over: what to mind, and what goes along, under headings.

/// A heading with what stands under it.
pub type Heading = (String, Vec<String>);

/// The text: its title, the note, then each heading that has anything.
#[must_use]
pub fn hand_over_message(title: &str, note: &str, headings: &[Heading]) -> String {
    let mut text = title.trim().to_owned();
    let note = note.trim();
    if !note.is_empty() {
        text.push('\n');
        text.push_str(note);
    }
    for (heading, lines) in headings.iter().filter(|(_, lines)| !lines.is_empty()) {
        text.push_str("\n\n");
        text.push_str(heading);
        for line in lines {
            text.push_str("\n・");
            text.push_str(line);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_stands_under_its_heading() {
        let headings = [
            (
                "我方待辦".to_owned(),
                vec!["報價（11/25）".into(), "範本".into()],
            ),
            ("額外補充".to_owned(), vec![]),
            ("約好的會議".to_owned(), vec!["11/28 09:00".into()]),
        ];
        assert_eq!(
            hand_over_message("山嵐製茶，請接手", " 老闆怕冷場\n", &headings),
            "山嵐製茶，請接手\n老闆怕冷場\n\n我方待辦\n・報價（11/25）\n・範本\n\n約好的會議\n・11/28 09:00"
        );
        assert_eq!(hand_over_message("交接", " ", &[]), "交接");
    }
}
