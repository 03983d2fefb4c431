//! The service file: the client file, and with it everything the method keeps of one client.
//!
//! Only pages that are fetched when first shown read it, so that a kind more costs the first list nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ClientFile;
use crate::bundle::{Presence, Record};
use crate::change::RecordKey;
use crate::id::RecordId;
use crate::order;
use crate::records::{
    Answer, Assessment, CostTalk, Kind, Kol, Need, Nudge, Plan, PlanItem, Profile, Screening,
    WeeklyFigure,
};

/// Everything of one client that is there; every list by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFile {
    /// The client file.
    pub base: Arc<ClientFile>,
    /// Assessments of what they have.
    pub assessments: Vec<(RecordId, Assessment)>,
    /// What was answered in them.
    pub answers: Vec<(RecordId, Answer)>,
    /// What they need.
    pub needs: Vec<(RecordId, Need)>,
    /// Plans of their engagements.
    pub plans: Vec<(RecordId, Plan)>,
    /// What is in them.
    pub items: Vec<(RecordId, PlanItem)>,
    /// KOLs.
    pub kols: Vec<(RecordId, Kol)>,
    /// What reminded them of their promises.
    pub nudges: Vec<(RecordId, Nudge)>,
    /// What was looked at before signing.
    pub screenings: Vec<(RecordId, Screening)>,
    /// Talks about shares of cost.
    pub cost_talks: Vec<(RecordId, CostTalk)>,
    /// How to talk with them.
    pub profiles: Vec<(RecordId, Profile)>,
    /// The figures of their engagements, week by week.
    pub weekly_figures: Vec<(RecordId, WeeklyFigure)>,
}

impl ServiceFile {
    /// Of a bundle's records as shown, beside the client file of the same. Deleted ones are left out, those deleted there and edited here are in.
    #[must_use]
    pub fn of(base: Arc<ClientFile>, records: &BTreeMap<RecordKey, Record>) -> Self {
        Self {
            base,
            assessments: list(records),
            answers: list(records),
            needs: list(records),
            plans: list(records),
            items: list(records),
            kols: list(records),
            nudges: list(records),
            screenings: list(records),
            cost_talks: list(records),
            profiles: list(records),
            weekly_figures: list(records),
        }
    }
}

/// The records of a kind that are there, by id.
#[must_use]
pub fn list<K: Kind>(records: &BTreeMap<RecordKey, Record>) -> Vec<(RecordId, K)> {
    let of_kind = records.values().filter(|record| {
        record.key.kind.as_str() == K::NAME && record.presence != Presence::Deleted
    });
    let mut all: Vec<_> = of_kind
        .map(|record| (record.key.record, K::read(record.values())))
        .collect();
    order::by_key(&mut all, |(id, _)| *id);
    all
}
