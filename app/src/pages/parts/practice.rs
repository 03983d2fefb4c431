//! How we work, for the pages that reckon with it: our figures and our absences, which belong to no client.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{list_of, practice_id};
use yardstick_domain::order;
use yardstick_domain::records::{Absence, Practice};
use yardstick_domain::values::Period;

use crate::book::{Book, Records};

/// Everything that belongs to no client, open as long as the component that asks lives.
pub fn of_nobody() -> Signal<Arc<Records>> {
    Book::expect().client(RecordId::NIL).records()
}

/// The figures of our work as far as somebody has set them.
pub fn practice(of_nobody: Signal<Arc<Records>>) -> Memo<Practice> {
    Memo::new(move |_| {
        let all: Vec<(RecordId, Practice)> = of_nobody.with(|records| list_of(records.all()));
        let own = all.into_iter().find(|(id, _)| *id == practice_id());
        own.map(|(_, practice)| practice).unwrap_or_default()
    })
}

/// Absences, the latest first.
pub fn absences(of_nobody: Signal<Arc<Records>>) -> Memo<Vec<(RecordId, Absence)>> {
    Memo::new(move |_| {
        let mut all: Vec<(RecordId, Absence)> = of_nobody.with(|records| list_of(records.all()));
        order::by_key(&mut all, |(id, own)| {
            (std::cmp::Reverse(own.period.and_then(Period::start)), *id)
        });
        all
    })
}

/// Minutes one of us can work in a day, where nobody has set them: eight hours less what meetings and messages take.
const DAY_MINUTES: u32 = 360;

/// Minutes one of us can work in a day.
pub fn day_minutes(practice: &Practice) -> u32 {
    let own = practice.day.map(|day| day.0);
    own.filter(|day| *day > 0).unwrap_or(DAY_MINUTES)
}
