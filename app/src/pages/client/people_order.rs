//! The order of contacts: each has a key, and one that moves takes a key between its new neighbours, so nobody else's changes.

use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Contact, Edit, contact};

/// The digits of keys, in their order.
const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A key between two others (none: before the first, after the last). `before < after` is asked for; else the key follows `before`.
pub(super) fn between(before: Option<&str>, after: Option<&str>) -> String {
    let digit = |key: Option<&str>, at: usize| {
        let byte = key?.as_bytes().get(at)?;
        DIGITS.iter().position(|own| own == byte)
    };
    let mut key = String::new();
    let mut is_bounded = after.is_some();
    for at in 0.. {
        let low = digit(before, at).unwrap_or(0);
        let high = if is_bounded {
            digit(after, at).unwrap_or(0)
        } else {
            DIGITS.len()
        };
        if high > low + 1 {
            // At the end the next digit will do: halving would use keys up long before their longest.
            let follows = !is_bounded && before.is_some_and(|before| before.len() > at);
            let digit = if follows {
                low + 1
            } else {
                usize::midpoint(low, high)
            };
            key.push(char::from(DIGITS[digit]));
            break;
        }
        key.push(char::from(DIGITS[low]));
        is_bounded &= high <= low;
        // Keys that are not in order would never leave room: whatever follows the first is good enough then.
        if at > before.map_or(0, str::len) + after.map_or(0, str::len) {
            key.push(char::from(DIGITS[DIGITS.len() / 2]));
            break;
        }
    }
    key
}

/// The key of a contact that comes after all.
pub(super) fn at_end(contacts: &[(RecordId, Contact)]) -> Edit {
    let last = contacts
        .iter()
        .filter_map(|(_, own)| own.order.as_deref())
        .max();
    contact::order().set(between(last, None).as_str())
}

/// The edits that put a contact `step` places further (−1: one up); none where there is no further.
pub(super) fn moved(
    contacts: &[(RecordId, Contact)],
    id: RecordId,
    step: isize,
    key: impl Fn(RecordId) -> RecordKey,
) -> Vec<(RecordKey, Edit)> {
    let Some(from) = contacts.iter().position(|(own, _)| *own == id) else {
        return Vec::new();
    };
    let Some(to) = from
        .checked_add_signed(step)
        .filter(|to| *to < contacts.len())
    else {
        return Vec::new();
    };
    let mut order: Vec<&(RecordId, Contact)> = contacts.iter().collect();
    let own = order.remove(from);
    order.insert(to, own);
    let orders: Vec<Option<&str>> = contacts
        .iter()
        .map(|(_, contact)| contact.order.as_deref())
        .collect();
    let is_ordered =
        orders.iter().all(Option::is_some) && orders.windows(2).all(|pair| pair[0] < pair[1]);
    if is_ordered {
        let neighbour = |at: Option<usize>| order.get(at?)?.1.order.as_deref();
        let place = between(neighbour(to.checked_sub(1)), neighbour(Some(to + 1)));
        return vec![(key(id), contact::order().set(place.as_str()))];
    }
    let mut last = None;
    let mut edits = Vec::with_capacity(order.len());
    for (id, _) in order {
        let place = between(last.as_deref(), None);
        edits.push((key(*id), contact::order().set(place.as_str())));
        last = Some(place);
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_room_between() {
        for (before, after) in [
            (None, None),
            (Some("i"), None),
            (None, Some("i")),
            (None, Some("1")),
            (Some("a"), Some("b")),
            (Some("az"), Some("b")),
            (Some("zzz"), None),
            (Some("a"), Some("a1")),
        ] {
            let key = between(before, after);
            assert!(
                before.is_none_or(|before| before < key.as_str()),
                "{before:?} {key}"
            );
            assert!(
                after.is_none_or(|after| key.as_str() < after),
                "{key} {after:?}"
            );
        }
    }

    #[test]
    fn a_thousand_at_the_end_stay_in_order() {
        let mut last = between(None, None);
        for _ in 0..1_000 {
            let next = between(Some(&last), None);
            assert!(last < next);
            last = next;
        }
        assert!(last.len() <= 64, "{last}");
    }

    fn people(orders: &[Option<&str>]) -> Vec<(RecordId, Contact)> {
        let person = |(at, order): (usize, &Option<&str>)| {
            let contact = Contact {
                order: order.map(str::to_owned),
                ..Contact::default()
            };
            (
                RecordId::from_bytes([u8::try_from(at).unwrap(); 16]),
                contact,
            )
        };
        orders.iter().enumerate().map(person).collect()
    }

    fn key(id: RecordId) -> RecordKey {
        RecordKey {
            client: RecordId::NIL,
            record: id,
            kind: "contact".into(),
        }
    }

    #[test]
    fn a_move_changes_one_key() {
        let people = people(&[Some("b"), Some("d"), Some("f")]);
        let edits = moved(&people, people[2].0, -1, key);
        assert_eq!(edits.len(), 1);
        let place = edits[0].1.value.as_str().trim_matches('"').to_owned();
        assert!("b" < place.as_str() && place.as_str() < "d", "{place}");
        assert_eq!(moved(&people, people[0].0, -1, key), []);
        assert_eq!(moved(&people, people[2].0, 1, key), []);
    }

    #[test]
    fn contacts_without_keys_all_get_one() {
        let people = people(&[None, None, None]);
        let edits = moved(&people, people[0].0, 1, key);
        assert_eq!(edits.len(), 3);
        assert_eq!(edits[0].0.record, people[1].0);
    }
}
