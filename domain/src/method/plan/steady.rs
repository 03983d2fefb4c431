//! A list that does not move under the hand: what is ticked stays where it was as long as the list is looked at.

use crate::order;

/// A list in groups as it is shown next. What stays is where it was, although it belongs elsewhere by now or nowhere; within a group nothing that was
/// shown changes its place, and what is new stands behind what it follows.
#[must_use]
pub fn steady<K: Ord + Clone, T: Copy + PartialEq>(
    shown: &[(K, Vec<T>)],
    wanted: Vec<(K, Vec<T>)>,
    stays: impl Fn(T) -> bool,
) -> Vec<(K, Vec<T>)> {
    let kept: Vec<(&K, T)> = shown
        .iter()
        .flat_map(|(key, own)| own.iter().map(move |one| (key, *one)))
        .filter(|(_, one)| stays(*one))
        .collect();
    let mut groups = wanted;
    for (_, own) in &mut groups {
        own.retain(|one| kept.iter().all(|(_, kept)| kept != one));
    }
    for (key, one) in &kept {
        match groups.iter_mut().find(|(own, _)| own == *key) {
            Some((_, own)) => own.push(*one),
            None => groups.push(((*key).clone(), vec![*one])),
        }
    }
    groups.retain(|(_, own)| !own.is_empty());
    order::by(&mut groups, |(one, _), (other, _)| one.cmp(other));
    for (key, own) in &mut groups {
        if let Some((_, before)) = shown.iter().find(|(shown, _)| shown == key) {
            *own = in_place(before, own);
        }
    }
    groups
}

/// Those that were shown as they stood, each new one behind the one it follows.
fn in_place<T: Copy + PartialEq>(shown: &[T], wanted: &[T]) -> Vec<T> {
    let still = shown.iter().filter(|one| wanted.contains(one));
    let mut list: Vec<T> = still.copied().collect();
    let mut last = None;
    for one in wanted {
        if !list.contains(one) {
            let behind = last.and_then(|last| list.iter().position(|other| *other == last));
            list.insert(behind.map_or(0, |at| at + 1), *one);
        }
        last = Some(*one);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_stays_where_it_was() {
        let shown = [(1, vec!['a', 'b']), (2, vec!['c'])];
        // By rule it is last, or elsewhere, or nowhere.
        let last = steady(&shown, vec![(1, vec!['b', 'a']), (2, vec!['c'])], |one| {
            one == 'a'
        });
        assert_eq!(last, shown);
        let elsewhere = steady(&shown, vec![(1, vec!['a', 'b', 'c'])], |one| one == 'c');
        assert_eq!(elsewhere, shown);
        let nowhere = steady(&shown, vec![(1, vec!['b']), (2, vec!['c'])], |one| {
            one == 'a'
        });
        assert_eq!(nowhere, shown);
    }

    #[test]
    fn what_is_not_kept_goes_where_it_belongs() {
        let shown = [(1, vec!['a', 'b']), (2, vec!['c'])];
        let next = steady(&shown, vec![(0, vec!['c']), (1, vec!['b'])], |_| false);
        assert_eq!(next, [(0, vec!['c']), (1, vec!['b'])]);
        assert_eq!(steady(&shown, Vec::new(), |_| false), []);
    }

    #[test]
    fn what_is_new_stands_behind_what_it_follows() {
        let shown = [(1, vec!['b', 'a'])];
        let next = steady(&shown, vec![(1, vec!['x', 'a', 'y', 'b'])], |_| false);
        assert_eq!(next, [(1, vec!['x', 'b', 'a', 'y'])]);
    }

    #[test]
    fn the_first_time_everything_is_as_wanted() {
        let wanted = vec![(1, vec!['a']), (3, vec!['c', 'b'])];
        assert_eq!(steady(&[], wanted.clone(), |_| true), wanted);
    }
}
