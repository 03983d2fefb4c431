//! The ids of what can exist only once, so that two who make it on two devices make one record.

use super::weekly::week_of;
use crate::id::RecordId;
use crate::values::Date;

/// The plan of an engagement.
#[must_use]
pub fn plan_id(engagement: RecordId) -> RecordId {
    RecordId::of_the_only("plan", engagement)
}

/// The item of an engagement's plan that comes of a template.
#[must_use]
pub fn plan_item_id(engagement: RecordId, template: &str) -> RecordId {
    RecordId::of_the_only(&["plan_item/", template].concat(), engagement)
}

/// The item for a KOL that comes of a template.
#[must_use]
pub fn kol_item_id(kol: RecordId, template: &str) -> RecordId {
    RecordId::of_the_only(&["plan_item/", template].concat(), kol)
}

/// The supplement of a meeting.
#[must_use]
pub fn supplement_id(meeting: RecordId) -> RecordId {
    RecordId::of_the_only("supplement", meeting)
}

/// The screening of an engagement.
#[must_use]
pub fn screening_id(engagement: RecordId) -> RecordId {
    RecordId::of_the_only("screening", engagement)
}

/// The communication profile of a client.
#[must_use]
pub fn profile_id(client: RecordId) -> RecordId {
    RecordId::of_the_only("profile", client)
}

/// The figures of an engagement in the week of a day.
#[must_use]
pub fn weekly_id(engagement: RecordId, week: Date) -> RecordId {
    RecordId::of_the_only(&["weekly/", &week_of(week).iso()].concat(), engagement)
}

/// What the team changed of a built-in template, which belongs to no client.
#[must_use]
pub fn template_id(template: &str) -> RecordId {
    RecordId::of_the_only(&["template/", template].concat(), RecordId::NIL)
}

/// The figures of our work, which belong to no client.
#[must_use]
pub fn practice_id() -> RecordId {
    RecordId::of_the_only("practice", RecordId::NIL)
}
