//! Which clients' time may have been forgotten: the question of the evening.

use std::cmp::Reverse;

use super::Summary;
use crate::id::RecordId;
use crate::order;
use crate::values::Date;

/// Days back in which a client counts as being worked for.
const LATELY_DAYS: i32 = 7;

/// Clients without time on `today`: first those with whom something happened today (a talk, a promise kept), then those worked for within the last week, each
/// the latest first. Archived ones are left out.
#[must_use]
pub fn maybe_forgotten<'a>(
    book: impl IntoIterator<Item = (RecordId, &'a Summary)>,
    today: Date,
    utc_offset_minutes: i32,
) -> Vec<RecordId> {
    let days_ago = |at: Option<crate::values::Instant>| {
        at.and_then(|at| at.local_date(utc_offset_minutes))
            .map(|day| day.days_until(today))
    };
    let mut found: Vec<_> = book
        .into_iter()
        .filter(|(_, summary)| !summary.archived)
        .filter_map(|(client, summary)| {
            let worked = days_ago(summary.last_work);
            let happened = summary.last_contact.max(summary.last_outcome);
            let is_today = days_ago(happened) == Some(0);
            let is_lately = worked.is_some_and(|days| (1..=LATELY_DAYS).contains(&days));
            let last = happened.max(summary.last_work);
            (worked != Some(0) && (is_today || is_lately)).then_some((
                !is_today,
                Reverse(last),
                client,
            ))
        })
        .collect();
    order::natural(&mut found);
    found.into_iter().map(|(_, _, client)| client).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
    use crate::values::Instant;

    fn of(contact: Option<Instant>, outcome: Option<Instant>, work: Option<Instant>) -> Summary {
        Summary {
            last_contact: contact,
            last_outcome: outcome,
            last_work: work,
            ..Summary::default()
        }
    }

    #[test]
    fn asks_for_what_happened_today_before_what_usually_happens() {
        let book = [
            (id(1), of(None, None, Some(at(20, 9, 0)))),
            (id(2), of(Some(at(22, 10, 0)), None, Some(at(22, 10, 0)))),
            (id(3), of(None, Some(at(22, 9, 0)), Some(at(1, 9, 0)))),
            (id(4), of(Some(at(22, 11, 0)), None, None)),
            (id(5), of(Some(at(14, 9, 0)), None, Some(at(14, 9, 0)))),
            (id(6), of(None, None, Some(at(15, 9, 0)))),
        ];
        let found = maybe_forgotten(book.iter().map(|(id, own)| (*id, own)), day(22), OFFSET);
        assert_eq!(found, [id(4), id(3), id(1), id(6)]);
    }

    #[test]
    fn archived_clients_are_left_in_peace() {
        let mut archived = of(Some(at(22, 10, 0)), None, None);
        archived.archived = true;
        assert_eq!(
            maybe_forgotten([(id(1), &archived)], day(22), OFFSET),
            Vec::<RecordId>::new()
        );
    }
}
