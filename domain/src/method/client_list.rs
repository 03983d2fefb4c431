//! The list of clients: filtered and sorted from summaries.

use std::collections::BTreeSet;

use super::Summary;
use crate::id::RecordId;
use crate::order;
use crate::records::{ClientKind, Stage};
use crate::text::Query;

/// Which clients are shown. What is empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Words in name, trade, tags, address, contacts.
    pub query: Query,
    /// Any of these stages.
    pub stages: BTreeSet<Stage>,
    /// Any of these kinds.
    pub kinds: BTreeSet<ClientKind>,
    /// All of these tags.
    pub tags: BTreeSet<String>,
    /// Looked after by this person.
    pub owner: Option<String>,
    /// Archived clients instead of the others.
    pub archived: bool,
}

impl ListFilter {
    /// Whether a client is shown.
    #[must_use]
    pub fn matches(&self, summary: &Summary) -> bool {
        summary.archived == self.archived
            && is_one_of(&self.stages, summary.stage.as_ref())
            && is_one_of(&self.kinds, summary.kind.as_ref())
            && self.tags.is_subset(&summary.tags)
            && (self.owner.is_none() || self.owner == summary.owner)
            && self.query.matches(&summary.haystack)
    }
}

fn is_one_of<T: Ord>(wanted: &BTreeSet<T>, own: Option<&T>) -> bool {
    wanted.is_empty() || own.is_some_and(|own| wanted.contains(own))
}

/// The order of the list. Clients without a name come first in all of them: they wait for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListSort {
    /// By name.
    #[default]
    Name,
    /// Longest without contact first, never met before all.
    Quietest,
    /// Last contact first.
    Recent,
    /// Soonest promise first, without one last.
    Due,
    /// In the order of a client's life.
    Stage,
}

/// The clients shown, in order. `name_key` ranks names the way the person's language does (the browser's collation knows strokes and sounds, this crate does not).
#[must_use]
pub fn list<'a, K: Ord>(
    book: impl IntoIterator<Item = (RecordId, &'a Summary)>,
    filter: &ListFilter,
    sort: ListSort,
    name_key: impl Fn(RecordId, &str) -> K,
) -> Vec<(RecordId, &'a Summary)> {
    let mut shown: Vec<_> = book
        .into_iter()
        .filter(|(_, summary)| filter.matches(summary))
        .collect();
    order::by_cached_key(&mut shown, |(id, summary)| {
        let name = summary.name.as_deref();
        (
            name.is_some(),
            place(sort, summary),
            name.map(|name| name_key(*id, name)),
            *id,
        )
    });
    shown
}

/// The client's place by what is sorted by; among equals the name decides.
fn place(sort: ListSort, summary: &Summary) -> (bool, i64) {
    let contact = summary.last_contact.map(crate::values::Instant::ms);
    match sort {
        ListSort::Name => (false, 0),
        ListSort::Quietest => (contact.is_some(), contact.unwrap_or(0)),
        ListSort::Recent => (contact.is_none(), -contact.unwrap_or(0)),
        ListSort::Due => {
            let due = summary.next_due();
            (
                due.is_none(),
                due.map_or(0, |due| i64::from(due.unix_days())),
            )
        }
        ListSort::Stage => {
            let stage = summary.stage.as_ref();
            let at = stage.and_then(|stage| {
                <Stage as crate::values::Choice>::ALL
                    .iter()
                    .position(|known| known == stage)
            });
            (
                at.is_none(),
                at.and_then(|at| i64::try_from(at).ok()).unwrap_or(0),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Promise;
    use crate::method::client_file::testing::{at, day, id};
    use crate::text::Haystack;

    fn book() -> Vec<(RecordId, Summary)> {
        let client = |name: &str, stage: Stage, contact: i8, due: Option<i8>| Summary {
            name: (!name.is_empty()).then(|| name.to_owned()),
            stage: Some(stage),
            haystack: Haystack::of([name]),
            last_contact: (contact > 0).then(|| at(contact, 9, 0)),
            promises: due
                .map(|due| Promise {
                    task: id(9),
                    ours: true,
                    title: String::new(),
                    due: Some(day(due)),
                })
                .into_iter()
                .collect(),
            ..Summary::default()
        };
        let first = Summary {
            tags: BTreeSet::from(["茶".into(), "老客戶".into()]),
            owner: Some("我".into()),
            kind: Some(ClientKind::Product),
            ..client("霧角選物", Stage::Live, 20, Some(25))
        };
        vec![
            (id(1), first),
            (id(2), client("山嵐製茶", Stage::Lead, 5, None)),
            (id(3), client("青岫工作室", Stage::Live, 0, Some(23))),
            (id(4), client("", Stage::Lost, 22, None)),
        ]
    }

    fn ids(filter: &ListFilter, sort: ListSort) -> Vec<u8> {
        let book = book();
        // A collation as a browser would give it: by strokes.
        let rank = |_: RecordId, name: &str| {
            ["山嵐製茶", "青岫工作室", "霧角選物"]
                .iter()
                .position(|known| *known == name)
        };
        let shown = list(
            book.iter().map(|(id, summary)| (*id, summary)),
            filter,
            sort,
            rank,
        );
        shown.iter().map(|(id, _)| id.bucket()).collect()
    }

    #[test]
    fn sorts_in_five_ways() {
        let all = ListFilter::default();
        assert_eq!(ids(&all, ListSort::Name), [4, 2, 3, 1]);
        assert_eq!(ids(&all, ListSort::Quietest), [4, 3, 2, 1]);
        assert_eq!(ids(&all, ListSort::Recent), [4, 1, 2, 3]);
        assert_eq!(ids(&all, ListSort::Due), [4, 3, 1, 2]);
        assert_eq!(ids(&all, ListSort::Stage), [4, 2, 3, 1]);
    }

    #[test]
    fn filters_by_everything_at_once() {
        let check = |change: fn(&mut ListFilter), expected: &[u8]| {
            let mut filter = ListFilter {
                stages: BTreeSet::from([Stage::Live]),
                ..ListFilter::default()
            };
            change(&mut filter);
            assert_eq!(ids(&filter, ListSort::Name), expected, "{filter:?}");
        };
        check(|_| {}, &[3, 1]);
        check(|f| f.query = Query::new("工"), &[3]);
        check(
            |f| f.stages = BTreeSet::from([Stage::Lead, Stage::Lost]),
            &[4, 2],
        );
        check(|f| f.archived = true, &[]);
        check(|f| f.tags = BTreeSet::from(["茶".to_owned()]), &[1]);
        check(
            |f| f.tags = BTreeSet::from(["茶".to_owned(), "新".to_owned()]),
            &[],
        );
        check(|f| f.owner = Some("我".into()), &[1]);
        check(|f| f.kinds = BTreeSet::from([ClientKind::Product]), &[1]);
        check(|f| f.kinds = BTreeSet::from([ClientKind::Cause]), &[]);
    }
}
