//! Where a client stands in a client's life, drawn as a small ruler with six ticks; the word stands beside it.

use leptos::prelude::*;
use yardstick_domain::records::Stage;

/// Six ticks, those behind the client and the one they stand on marked. Closed and lost have left the ruler: its base line alone.
#[component]
pub fn StageMark(
    /// Where they stand; none draws the bare ruler.
    #[prop(into)]
    stage: Signal<Option<Stage>>,
) -> impl IntoView {
    let tick = move |at: usize| {
        let x = 4 + at * 6;
        let is_on = move || stage.with(|stage| reached(stage.as_ref()) > at);
        let top = move || {
            if stage.with(|stage| reached(stage.as_ref()) == at + 1) {
                4
            } else {
                16
            }
        };
        view! { <line data-on=is_on x1=x x2=x y1=top y2="30"></line> }
    };
    view! {
        <svg class="tier-mark" viewBox="0 0 38 36" aria-hidden="true">
            <line
                data-on=move || stage.with(|stage| matches!(stage, Some(Stage::Closed)))
                x1="2"
                x2="36"
                y1="31"
                y2="31"
            ></line>
            {(0..6).map(tick).collect_view()}
        </svg>
    }
}

/// How many of the six ticks are reached.
fn reached(stage: Option<&Stage>) -> usize {
    match stage {
        Some(Stage::Lead) => 1,
        Some(Stage::Onboarding) => 2,
        Some(Stage::Preparing) => 3,
        Some(Stage::Live) => 4,
        Some(Stage::Fulfilment) => 5,
        Some(Stage::Renewal) => 6,
        Some(Stage::Closed | Stage::Lost | Stage::Other(_)) | None => 0,
    }
}
