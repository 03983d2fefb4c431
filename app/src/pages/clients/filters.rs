//! The chips over the list: all, and each stage that somebody stands at.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::records::Stage;
use yardstick_domain::values::Choice;

use super::arrange::Arrangement;
use crate::book::ClientRow;
use crate::i18n::{Msg, t, t_with};
use crate::kit::Chip;
use crate::pages::parts::words;

/// All, then one chip per stage with how many stand there. Several can be on.
#[component]
pub(super) fn StageChips(
    rows: Signal<Arc<Vec<ClientRow>>>,
    arrangement: Arrangement,
) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let archived = arrangement.filter.with(|filter| filter.archived);
        let mut counts: BTreeMap<Option<Stage>, usize> = BTreeMap::new();
        rows.with(|rows| {
            for row in rows.iter().filter(|row| row.summary.archived == archived) {
                *counts.entry(row.summary.stage.clone()).or_default() += 1;
            }
        });
        counts
    });
    let present = Memo::new(move |_| {
        counts.with(|counts| {
            let known = Stage::ALL
                .iter()
                .filter(|stage| counts.contains_key(&Some((*stage).clone())));
            known.cloned().collect::<Vec<_>>()
        })
    });
    let all = Signal::derive(move || {
        let count: usize = counts.with(|counts| counts.values().sum());
        counted(&t(Msg::ClientsAll), count)
    });
    let chip = move |stage: Stage| {
        let (own, counted_stage) = (stage.clone(), stage.clone());
        let label = Signal::derive(move || {
            let word = words::stage(&counted_stage, None)
                .map(t)
                .unwrap_or_default();
            let count = counts.with(|counts| {
                counts
                    .get(&Some(counted_stage.clone()))
                    .copied()
                    .unwrap_or_default()
            });
            counted(&word, count)
        });
        let pressed = Signal::derive(move || {
            arrangement
                .filter
                .with(|filter| filter.stages.contains(&own))
        });
        let press = move |()| arrangement.toggle_stage(stage.clone());
        view! { <Chip label pressed on_press=press/> }
    };
    view! {
        <div class="chips" role="group" aria-label=move || t(Msg::ClientsFilter)>
            <Chip
                label=all
                pressed=Signal::derive(move || !arrangement.is_narrowed())
                on_press=move |()| arrangement.clear()
            />
            <Show when=move || arrangement.is_narrowed_unseen()>
                <Chip
                    label=Msg::ClientsNoFilter
                    pressed=Signal::stored(true)
                    on_press=move |()| arrangement.clear()
                />
            </Show>
            <For each=move || present.get() key=Clone::clone children=chip/>
        </div>
    }
}

fn counted(name: &str, count: usize) -> String {
    t_with(
        Msg::ClientsCount,
        &[("name", name), ("n", &count.to_string())],
    )
}
