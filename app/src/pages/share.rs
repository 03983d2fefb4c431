//! Text that another app hands over becomes the note being written; then it is as if it had been typed.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use super::meeting::draft::Draft;
use crate::book::{Book, OpenState};
use crate::i18n::Msg;
use crate::pages::frame::Page;
use crate::route::{Route, navigation};
use crate::session::Session;

/// What was handed over, a part a line, none twice: many apps put the address into the text as well.
fn shared(parts: [Option<String>; 3]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts.into_iter().flatten() {
        let part = part.trim().to_owned();
        if !part.is_empty() && !lines.iter().any(|line| line.contains(&part)) {
            lines.push(part);
        }
    }
    lines.join("\n")
}

/// The page: it goes on to 記一筆 at once, with the text there, and leaves no address behind that would take it in again.
#[component]
pub fn SharePage() -> impl IntoView {
    let handle = Book::expect().client(RecordId::NIL);
    let parts = ["title", "text", "url"].map(navigation::query);
    let draft = Draft::take_up(Session::expect(), RecordId::NIL, None);
    let go = StoredValue::new_local(navigation::replacer());
    let is_done = StoredValue::new(false);
    Effect::new(move || {
        // Only then is it known what stands in the note already.
        if handle.state().get() != OpenState::Ready || is_done.get_value() {
            return;
        }
        is_done.set_value(true);
        let shared = shared(parts.map(|part| part.get_untracked()));
        handle
            .records()
            .with_untracked(|records| draft.leave_filed(records));
        let before = draft.typed();
        if !shared.is_empty() && !before.contains(&shared) {
            let all = if before.trim().is_empty() {
                shared
            } else {
                [before.as_str(), &shared].join("\n")
            };
            draft.input(all);
            draft.text.get_untracked().blur();
        }
        go.with_value(|go| go(&Route::Capture));
    });
    view! { <Page title=Msg::NavCapture>""</Page> }
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn an_address_that_stands_in_the_text_is_taken_once() {
        let part = |text: &str| Some(text.to_owned());
        assert_eq!(
            shared([
                part("茶"),
                part("看這篇 https://example.org/a"),
                part("https://example.org/a")
            ]),
            "茶\n看這篇 https://example.org/a"
        );
        assert_eq!(shared([None, part(" "), None]), "");
    }
}
