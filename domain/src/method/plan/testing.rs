//! Templates and items for the tests of the plan.

use super::library::{Library, Template};
use crate::id::RecordId;
use crate::method::client_file::testing::at;
use crate::records::{Edit, EngagementKind, PlanItem, PlanList, PlanSection, PlanState, PlanWho};
use crate::values::{Minutes, Outcome};

pub(in crate::method) fn template(id: &str, list: PlanList) -> Template {
    Template {
        id: id.into(),
        kind: EngagementKind::Product,
        list,
        section: PlanSection::Strategy,
        weight: 1,
        dimension: None,
        levels: vec![1, 2, 3],
        who: PlanWho::Us,
        complex: false,
        work_minutes: Minutes(60),
        wait_days: 0,
        wait_for: None,
        after: Vec::new(),
        anchor: None,
        per: None,
        title: id.into(),
        guidance: id.into(),
        left_out: false,
    }
}

pub(in crate::method) fn library<const N: usize>(items: [Template; N]) -> Library {
    Library {
        items: items.into(),
    }
}

pub(super) fn item(list: PlanList, weight: i64) -> PlanItem {
    PlanItem {
        list: Some(list),
        weight: Some(weight),
        ..PlanItem::default()
    }
}

pub(super) fn settled(state: PlanState) -> Option<Outcome<PlanState>> {
    Some(Outcome {
        state,
        at: at(20, 9, 0),
    })
}

pub(super) fn refs(items: &[(RecordId, PlanItem)]) -> Vec<&(RecordId, PlanItem)> {
    items.iter().collect()
}

/// The item that the edits make.
pub(super) fn made(edits: &[Edit]) -> PlanItem {
    PlanItem::read(
        edits
            .iter()
            .map(|edit| (edit.field.as_str(), edit.value.as_bytes())),
    )
}
