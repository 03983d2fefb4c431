//! What is left over: meetings to wrap up.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Draft, Today};

use super::Group;
use crate::book::{Book, ClientRow};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Glyph, Icon, Row};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::portion::{MoreRows, Part, Portion};
use crate::pages::parts::show;
use crate::route::Route;

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    route: Route,
    title: String,
    note: String,
    figure: String,
}

/// Meetings that ended and were not wrapped up.
#[component]
pub(super) fn WrapUps(found: Signal<Today>) -> impl IntoView {
    let portion = Portion::new();
    let lines = lines(move |rows| {
        found.with(|found| {
            let line = |client: RecordId, draft: &Draft| Line {
                route: Route::WrapUp {
                    client,
                    meeting: draft.meeting,
                },
                title: name_in(rows, client).unwrap_or_default(),
                note: left_to_do(draft),
                figure: show::moment(draft.ended),
            };
            let drafts = found.drafts.iter();
            portion.of(drafts.map(|item| line(item.client, &item.draft)))
        })
    });
    view! { <Lines title=Msg::TodayWrapUps portion lines/> }
}

fn left_to_do(draft: &Draft) -> String {
    let marks = (draft.marks > 0).then(|| t_n(Msg::TodayMarks, draft.marks, &[]));
    let undated = (draft.undated > 0).then(|| t_n(Msg::TodayUndated, draft.undated, &[]));
    let left: Vec<String> = marks.into_iter().chain(undated).collect();
    if left.is_empty() {
        t(Msg::TodayWrapUpNote)
    } else {
        left.join(" · ")
    }
}

fn lines(make: impl Fn(&[ClientRow]) -> Part<Line> + Send + Sync + 'static) -> Signal<Part<Line>> {
    let rows = Book::expect().clients();
    Memo::new(move |_| rows.with(|rows| make(rows))).into()
}

#[component]
fn Lines(
    #[prop(into)] title: Signal<String>,
    portion: Portion,
    lines: Signal<Part<Line>>,
) -> impl IntoView {
    let count = Signal::derive(move || lines.with(|lines| lines.count));
    view! {
        <Group title count>
            <ul class="rows">
                <For each=move || lines.get().first key=Line::clone let:line>
                    <li>
                        <OneLine line/>
                    </li>
                </For>
            </ul>
            <MoreRows portion count/>
        </Group>
    }
}

#[component]
fn OneLine(line: Line) -> impl IntoView {
    view! {
        <Row
            to=Signal::stored(line.route)
            title=Signal::stored(line.title)
            note=Signal::stored(line.note)
            figure=Signal::stored(line.figure)
            mark=|| view! { <Icon glyph=Glyph::Pencil/> }
        />
    }
}
