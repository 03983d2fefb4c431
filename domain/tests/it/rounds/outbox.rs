//! When an edit leaves the outbox, what becomes of one that is refused or renamed, and which ids are never named.

use super::*;

#[test]
fn an_accepted_edit_stays_in_the_outbox_until_its_register_has_come_as_far() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), vec![row(8)]);
    answer.more = true;
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    assert_eq!(outbox(&store).len(), 1, "what came is older");
    let mut answer = news(at(9), vec![row(9)]);
    answer.more = true;
    take(&store, at(8), answer);
    assert_eq!(outbox(&store), []);
}

#[test]
fn without_its_register_it_leaves_when_the_device_is_level() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), Vec::new());
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    assert_eq!(outbox(&store).len(), 1, "level with less");
    take(&store, at(8), news(at(9), Vec::new()));
    assert_eq!(outbox(&store), []);
}

#[test]
fn what_was_accepted_in_an_earlier_epoch_is_asked_about_again() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), Vec::new());
    answer.more = true;
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    let next = Cursor {
        epoch: Epoch(2),
        seq: 8,
    };
    take(&store, at(8), news(next, Vec::new()));
    let left = outbox(&store);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].state, State::Sent);
}

#[test]
fn each_refused_edit_is_counted() {
    let store = device();
    let ids = sent(&store, 3);
    let refused = |id: &ChangeId| {
        judged(
            *id,
            Verdict::Refused {
                reason: Reason::Action,
            },
            None,
        )
    };
    let mut answer = news(at(7), Vec::new());
    answer.verdicts = ids[..2].iter().map(refused).collect();
    let absorbed = take(&store, at(7), answer);
    assert_eq!((absorbed.refused, absorbed.waiting), (2, 1));
}

#[test]
fn an_edit_whose_id_was_taken_goes_under_another_and_is_named_by_it() {
    let store = device();
    let ids = sent(&store, 1);
    let mut tab = Tab::new(OWN, Writer(2));
    let edit = Edit {
        key: RegisterKey {
            field: "group".into(),
            ..name()
        },
        value: text("other"),
    };
    let (mut entries, _) = tab.act(vec![edit], BatchId::NIL, 10);
    entries[0].entry.change.replaces = vec![ids[0]];
    now(keep(&store, &entries, &[])).expect("memory");
    let mut answer = news(at(7), Vec::new());
    answer.verdicts = vec![judged(ids[0], Verdict::IdReused, None)];
    take(&store, at(7), answer);
    let fresh = ChangeId {
        writer: Writer(1),
        counter: 99,
    };
    let left = outbox(&store);
    let named = |id| {
        left.iter()
            .find(|entry| entry.change.id == id)
            .map(|entry| &entry.change.replaces)
    };
    assert_eq!(left.len(), 2);
    assert!(named(fresh).is_some());
    assert_eq!(named(entries[0].entry.change.id), Some(&vec![fresh]));
}

#[test]
fn a_request_says_how_much_more_waits() {
    let store = device();
    sent(&store, 3);
    let one = Portion {
        most: 1,
        ..Portion::default()
    };
    let request = now(close_request(&store, OWN, false, &one)).expect("memory");
    assert_eq!((request.changes.len(), request.waiting), (1, 2));
}

#[test]
fn an_id_that_gave_way_before_it_was_sent_is_named_by_nobody() {
    let store = device();
    let mut tab = Tab::new(OWN, Writer(1));
    let key = name().record_key().field("group");
    let mut editor = tab.focus(key.clone());
    let typed = tab.type_in(&mut editor, text("a"), 1);
    let never = typed.entry.change.id;
    tab.kept(&now(keep(&store, &[typed], &[])).expect("memory"));
    let value = text("b");
    let (acted, _) = tab.act(vec![Edit { key, value }], BatchId::NIL, 2);
    assert!(acted[0].entry.change.replaces.contains(&never));
    let other = acted[0].entry.change.id;
    tab.kept(&now(keep(&store, &acted, &[])).expect("memory"));
    let newer = tab.type_in(&mut editor, text("ac"), 3);
    tab.kept(&now(keep(&store, &[newer], &[])).expect("memory"));
    let left = outbox(&store);
    assert!(left.iter().any(|entry| entry.change.id == other));
    assert!(
        left.iter()
            .all(|entry| !entry.change.replaces.contains(&never))
    );
}

#[test]
fn what_gives_way_while_it_waits_leaves_what_it_was_to_replace() {
    let (mut tab, mut queue) = (Tab::new(OWN, Writer(1)), Queue::default());
    let mut editor = tab.focus(name());
    let seen = |counter| ChangeId {
        writer: Writer(9),
        counter,
    };
    let mut first = tab.type_in(&mut editor, text("a"), 1);
    first.entry.change.replaces = vec![seen(1), seen(2)];
    let mut newer = tab.type_in(&mut editor, text("ab"), 2);
    newer.entry.change.replaces = vec![seen(2)];
    queue.push(first);
    queue.push(newer);
    let left = queue.take();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].entry.change.replaces, [seen(2), seen(1)]);
}
