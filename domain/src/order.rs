//! Lists in order, and maps and sets of what comes in any order: the one way to sort and to gather, here and in `app`.
//!
//! - Context: std makes its sort anew for each type of element (up to 4 KB of wasm each), and gathers `BTreeMap` and `BTreeSet` by sorting first.
//! - Choice: one sort, over positions, compiled once; a list is then brought into that order by swaps. Maps and sets are filled one entry after another.
//! - Evidence: of the first download 150 KB (21 KB compressed) were sorts for some 40 types, half of them for maps and sets, and 40 KB more their bulk building.
//! - Consequence: a comparison goes through a pointer, a few nanoseconds each, and a list of more than one takes a `usize` for each element meanwhile.
//! - So no `.sort*()`, no `collect` into a `BTreeMap` or `BTreeSet`, and no `append` of one in `domain` and `app` (clippy.toml says so as far as it can); server and tools sort as they like.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Where in the list what comes first, second, third … stands now. What compares equal stays as it was.
fn positions(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..len).collect();
    #[expect(clippy::disallowed_methods, reason = "the one sort")]
    positions.sort_by(|one, other| compare(*one, *other));
    positions
}

/// Brings what stands at `positions` to the front in their order, swapping along each cycle.
fn arrange(mut positions: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..positions.len() {
        let mut here = start;
        loop {
            let from = std::mem::replace(&mut positions[here], here);
            if from == start {
                break;
            }
            swap(here, from);
            here = from;
        }
    }
}

/// Sorts by a comparison. What compares equal stays as it was.
pub fn by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() > 1 {
        let positions = positions(list.len(), &mut |one, other| {
            compare(&list[one], &list[other])
        });
        arrange(positions, &mut |one, other| list.swap(one, other));
    }
}

/// Sorts by a key. What has equal keys stays as it was.
pub fn by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    by(list, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a key that takes a while to make: once for each element.
pub fn by_cached_key<T, K: Ord>(list: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let positions = positions(keys.len(), &mut |one, other| keys[one].cmp(&keys[other]));
    arrange(positions, &mut |one, other| list.swap(one, other));
}

/// Sorts by what the elements are.
pub fn natural<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

/// A map of what comes in any order. Of equal keys the last one's value counts.
#[must_use]
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A set of what comes in any order.
#[must_use]
pub fn set<T: Ord>(members: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for member in members {
        set.insert(member);
    }
    set
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    /// Cannot be copied: only moved, as a permutation must.
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Whole(u8, usize);

    fn whole(keys: &[u8]) -> Vec<Whole> {
        let place = |(place, key): (usize, &u8)| Whole(*key, place);
        keys.iter().enumerate().map(place).collect()
    }

    /// Every way to sort, against std's.
    #[expect(clippy::disallowed_methods, reason = "std's is the measure")]
    fn check(keys: &[u8]) {
        let (mut own, mut std) = (whole(keys), whole(keys));
        by_key(&mut own, |one| one.0);
        std.sort_by_key(|one| one.0);
        assert_eq!(own, std, "equal keys stay as they were");

        let (mut own, mut std) = (whole(keys), whole(keys));
        by(&mut own, |one, other| other.0.cmp(&one.0));
        std.sort_by_key(|one| Reverse(one.0));
        assert_eq!(own, std);

        let (mut own, mut std) = (whole(keys), whole(keys));
        by_cached_key(&mut own, |one| Reverse(one.0 / 2));
        std.sort_by_cached_key(|one| Reverse(one.0 / 2));
        assert_eq!(own, std);

        let (mut own, mut std) = (whole(keys), whole(keys));
        own.reverse();
        natural(&mut own);
        std.sort();
        assert_eq!(own, std);

        let pairs = || whole(keys).into_iter().map(|one| (one.0, one.1));
        assert_eq!(map(pairs()), pairs().collect(), "the last of equal keys");
        assert_eq!(set(keys), keys.iter().collect());
    }

    #[test]
    fn lists_of_every_small_length() {
        for len in 0..=40_u8 {
            check(&(0..len).collect::<Vec<_>>());
            check(&(0..len).rev().collect::<Vec<_>>());
            check(&(0..len).map(|at| (at + 1) % len).collect::<Vec<_>>());
            check(
                &(0..len)
                    .map(|at| at.wrapping_mul(89) % 7)
                    .collect::<Vec<_>>(),
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lists_of_any_length(keys in proptest::collection::vec(any::<u8>(), 0..3_000)) {
            check(&keys);
        }
    }
}
