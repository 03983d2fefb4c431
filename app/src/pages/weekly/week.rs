//! The figures of an engagement in one week, as the page reads and writes them.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{weekly_id, weekly_of};
use yardstick_domain::records::{Edit, Engagement, WeeklyFigure, weekly_figure};
use yardstick_domain::values::Date;

use crate::book::Records;

/// Whose figures of which week.
#[derive(Clone, Copy)]
pub(super) struct WeekOf {
    pub(super) engagement: RecordId,
    pub(super) week: Date,
    pub(super) records: Signal<Arc<Records>>,
}

impl WeekOf {
    /// Its record, also before there is one.
    pub(super) fn key(self) -> RecordKey {
        self.records
            .with_untracked(|records| key_in(records, self.engagement, self.week))
    }

    /// What has to be said of it beside a figure.
    pub(super) fn place(self) -> Vec<Edit> {
        self.records
            .with_untracked(|records| place_in(records, self.engagement, self.week))
    }

    /// The figures so far.
    pub(super) fn figures(self) -> WeeklyFigure {
        self.figures_of(self.week)
    }

    /// Those of the week before.
    pub(super) fn before(self) -> WeeklyFigure {
        let before = self.week.plus_days(-7);
        before.map(|week| self.figures_of(week)).unwrap_or_default()
    }

    fn figures_of(self, week: Date) -> WeeklyFigure {
        self.records.with(|records| {
            let own = weekly_of(records.service(), self.engagement, week);
            own.map(|(_, figures)| figures.clone()).unwrap_or_default()
        })
    }

    /// What they are figures of.
    pub(super) fn engagement(self) -> Engagement {
        self.records.with(|records| {
            let mut all = records.engagements().iter();
            let own = all.find(|(id, _)| *id == self.engagement);
            own.map(|(_, own)| own.clone()).unwrap_or_default()
        })
    }
}

/// The record of an engagement's week, also before there is one.
pub(super) fn key_in(records: &Records, engagement: RecordId, week: Date) -> RecordKey {
    let made = weekly_of(records.service(), engagement, week).map(|(id, _)| *id);
    let id = made.unwrap_or_else(|| weekly_id(engagement, week));
    records.key(weekly_figure::SPEC.name, id)
}

/// What the record does not say yet of whose figures and of which week they are.
pub(super) fn place_in(records: &Records, engagement: RecordId, week: Date) -> Vec<Edit> {
    let made = weekly_of(records.service(), engagement, week);
    let made = made.map(|(_, figures)| figures.clone()).unwrap_or_default();
    let of = made
        .engagement
        .is_none()
        .then(|| weekly_figure::engagement().set(&engagement));
    let when = made
        .week
        .is_none()
        .then(|| weekly_figure::week().set(&week));
    of.into_iter().chain(when).collect()
}
