//! What a tab does with what a person does: typing, acting, deleting, undoing, and what the store keeps of it.

use yardstick_domain::DELETED_FIELD;
use yardstick_domain::accept::Reason;
use yardstick_domain::bundle::{Bundle, Presence};
use yardstick_domain::change::{Name, RecordKey, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::device::edit::{NewEntry, drop_refused, keep};
use yardstick_domain::device::{DeviceStore, Identity, MemoryStore, Mode, Table, Tx, boot};
use yardstick_domain::id::{BatchId, ChangeId, DeviceId, RecordId, UserId, WorkspaceId, Writer};
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::tab::{Edit, Tab};

use crate::now;

const BATCH: BatchId = BatchId::NIL;
const CLIENT: RecordId = RecordId::from_bytes([5; 16]);

fn tab(writer: u64) -> Tab {
    let identity = Identity {
        workspace: WorkspaceId::NIL,
        user: UserId::NIL,
        device: DeviceId::from_bytes([1; 16]),
    };
    Tab::new(identity, Writer(writer))
}

fn record() -> RecordKey {
    RecordKey {
        client: CLIENT,
        record: CLIENT,
        kind: Name::new("client"),
    }
}

fn field(name: &str) -> RegisterKey {
    record().field(name)
}

fn text(text: &str) -> Value {
    Value::from_json(format!("\"{text}\"").as_bytes()).expect("JSON")
}

fn id(writer: u64, counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(writer),
        counter,
    }
}

/// A register as another device's change left it on the server.
fn confirmed(name: &str, value: &str, by: ChangeId) -> Row {
    let head = Head {
        id: by,
        time: 1,
        device: DeviceId::NIL,
        said: false,
        value: text(value),
    };
    Row {
        key: field(name),
        seq: 1,
        register: Register::from_heads([head]),
    }
}

fn shown(tab: &Tab, name: &str) -> String {
    tab.field(&field(name))
        .register
        .value()
        .map_or_else(String::new, |value| {
            value.as_str().trim_matches('"').to_owned()
        })
}

fn outbox(store: &MemoryStore) -> Vec<Entry> {
    now(boot(store)).expect("memory").outbox
}

fn mark(store: &MemoryStore, state: &State) {
    now(async {
        let mut tx = store.begin(Mode::WriteStrict).await.expect("memory");
        for mut entry in outbox(store) {
            entry.state = state.clone();
            tx.put(
                Table::Outbox,
                entry.key(),
                serde_json::to_vec(&entry).expect("writes"),
            );
        }
        tx.commit().await.expect("memory");
    });
}

#[test]
fn a_sentence_typed_is_one_entry_under_a_new_id_each_time() {
    let (store, mut tab) = (MemoryStore::default(), tab(1));
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let mut editor = tab.focus(field("name"));
    for part in ["山", "山嵐", "山嵐製茶"] {
        let new = tab.type_in(&mut editor, text(part), 10);
        tab.kept(&now(keep(&store, &[new], &[])).expect("memory"));
    }
    let entries = outbox(&store);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].change.id, id(1, 3));
    assert_eq!(
        entries[0].change.replaces,
        vec![id(9, 1)],
        "what was never sent is never named"
    );
    assert_eq!(shown(&tab, "name"), "山嵐製茶");
}

#[test]
fn what_waits_is_counted_in_records() {
    let mut tab = tab(1);
    tab.open(CLIENT, Bundle::default());
    let mut name = tab.focus(field("name"));
    let mut industry = tab.focus(field("industry"));
    tab.type_in(&mut name, text("山嵐製茶"), 10);
    tab.type_in(&mut industry, text("茶葉"), 11);
    assert_eq!((tab.waiting(), tab.waiting_records()), (2, 1));
}

#[test]
fn a_sent_entry_stays_as_it_was_sent_and_is_named_by_the_next() {
    let (store, mut tab) = (MemoryStore::default(), tab(1));
    tab.open(CLIENT, Bundle::default());
    let mut editor = tab.focus(field("name"));
    let first = tab.type_in(&mut editor, text("山"), 10);
    tab.kept(&now(keep(&store, &[first], &[])).expect("memory"));
    // Another tab leads and sends it; this one has not heard.
    mark(&store, &State::Sent);
    let second = tab.type_in(&mut editor, text("山嵐"), 11);
    tab.kept(&now(keep(&store, &[second], &[])).expect("memory"));
    let third = tab.type_in(&mut editor, text("山嵐製茶"), 12);
    tab.kept(&now(keep(&store, &[third], &[])).expect("memory"));
    let entries = outbox(&store);
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].change.value, text("山"));
    assert_eq!(entries[1].change.value, text("山嵐製茶"));
    assert_eq!(entries[1].change.replaces, vec![id(1, 1)]);
}

#[test]
fn an_editor_never_replaces_what_arrived_while_it_had_focus() {
    let mut tab = tab(1);
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let mut editor = tab.focus(field("name"));
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "同事改的", id(8, 1))]),
    );
    tab.type_in(&mut editor, text("我改的"), 10);
    let register = tab.field(&field("name")).register;
    assert_eq!(register.value(), Some(&text("我改的")));
    assert_eq!(
        register.also_edited().len(),
        1,
        "the colleague's stays as also edited"
    );
    // Choosing one of them replaces both.
    tab.act(
        vec![Edit {
            key: field("name"),
            value: text("同事改的"),
        }],
        BATCH,
        11,
    );
    let register = tab.field(&field("name")).register;
    assert_eq!(
        (register.value(), register.also_edited().len()),
        (Some(&text("同事改的")), 0)
    );
}

#[test]
fn a_refused_value_is_shown_beside_the_field_until_it_is_mended() {
    let (store, mut tab) = (MemoryStore::default(), tab(1));
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let (entries, _) = tab.act(
        vec![Edit {
            key: field("name"),
            value: text("太長"),
        }],
        BATCH,
        10,
    );
    tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    mark(
        &store,
        &State::Parked {
            reason: Reason::Action,
        },
    );
    tab.take_outbox(outbox(&store));
    assert_eq!(
        shown(&tab, "name"),
        "舊名",
        "the confirmed head beneath stays"
    );
    assert_eq!(tab.field(&field("name")).refused.len(), 1);
    let (entries, _) = tab.act(
        vec![Edit {
            key: field("name"),
            value: text("短"),
        }],
        BATCH,
        11,
    );
    tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    assert_eq!(outbox(&store).len(), 1, "mended, it is gone");
    assert_eq!(outbox(&store)[0].change.replaces, vec![id(9, 1)]);
    assert!(tab.field(&field("name")).refused.is_empty());
}

#[test]
fn a_refused_value_that_is_given_up_leaves_the_others_and_what_was_edited_elsewhere_alone() {
    let mut tab = tab(1);
    let store = MemoryStore::default();
    let mut row = confirmed("name", "茶園", id(8, 1));
    let other = confirmed("name", "預算", id(9, 1));
    let heads = row.register.heads().iter().chain(other.register.heads());
    row.register = Register::from_heads(heads.cloned());
    tab.open(CLIENT, Bundle::from_rows([row]));
    for (name, value) in [("name", "長"), ("stage", "x"), ("address", "y")] {
        let edit = Edit {
            key: field(name),
            value: text(value),
        };
        let (entries, _) = tab.act(vec![edit], BATCH, 10);
        tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    }
    mark(
        &store,
        &State::Parked {
            reason: Reason::Action,
        },
    );
    tab.take_outbox(outbox(&store));
    let refused = &outbox(&store)[0];
    let key = (refused.ordinal, refused.change.id);
    tab.give_up(key);
    tab.take_outbox(outbox(&store));
    assert!(
        tab.field(&field("name")).refused.is_empty(),
        "read again before the store has let go of it, it stays away"
    );
    let kept = now(drop_refused(&store, &[key])).expect("memory");
    tab.kept(&kept);
    tab.take_outbox(outbox(&store));
    assert_eq!(outbox(&store).len(), 2, "the others stay");
    let shown = tab.field(&field("name"));
    assert!(shown.refused.is_empty());
    assert_eq!(
        shown.register.heads().len(),
        2,
        "both values stand as before"
    );
}

#[test]
fn what_comes_in_the_place_of_a_refused_value_leaves_alone_what_nobody_saw() {
    let mut tab = tab(1);
    let store = MemoryStore::default();
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "茶園", id(8, 1))]),
    );
    let edit = Edit {
        key: field("name"),
        value: text("長"),
    };
    let (entries, _) = tab.act(vec![edit], BATCH, 10);
    tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    mark(
        &store,
        &State::Parked {
            reason: Reason::Action,
        },
    );
    tab.take_outbox(outbox(&store));
    let refused = &outbox(&store)[0];
    let mendable = tab
        .mendable((refused.ordinal, refused.change.id))
        .expect("refused");
    // Somebody else wrote over what both had seen.
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "別人的", id(9, 1))]),
    );

    let (entries, _) = tab.mend(&mendable, text("短"), 20);
    tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    assert_eq!(outbox(&store).len(), 1, "the refused one is settled");
    assert_eq!(outbox(&store)[0].change.replaces, vec![id(8, 1)]);
    let shown = tab.field(&field("name"));
    assert!(shown.refused.is_empty());
    assert_eq!(
        shown.register.heads().len(),
        2,
        "the other value stands beside"
    );
    assert!(
        tab.mendable(mendable_key(&entries)).is_none(),
        "one that waits is not refused"
    );
}

fn mendable_key(entries: &[NewEntry]) -> (u64, ChangeId) {
    let entry = &entries[0].entry;
    (entry.ordinal, entry.change.id)
}

#[test]
fn what_another_database_lacks_is_not_kept_any_more_and_is_kept_once_more() {
    let mut tab = tab(1);
    let (gone, fresh) = (MemoryStore::default(), MemoryStore::default());
    for (name, value) in [("name", "茶"), ("stage", "x")] {
        let edit = Edit {
            key: field(name),
            value: text(value),
        };
        let (entries, _) = tab.act(vec![edit], BATCH, 10);
        tab.kept(&now(keep(&gone, &entries, &[])).expect("memory"));
    }
    // Another tab has put one of them back already.
    let first = NewEntry::plain(outbox(&gone)[0].clone());
    now(keep(&fresh, &[first], &[])).expect("memory");

    let lost = tab.unkeep(&outbox(&fresh));
    assert_eq!(lost, outbox(&gone)[1..]);
    assert_eq!(
        tab.unkeep(&outbox(&fresh)),
        [],
        "asked again it waits already"
    );
    tab.take_outbox(outbox(&fresh));
    assert_eq!(
        tab.outbox().count(),
        2,
        "what is read meanwhile takes nothing away"
    );
    let entries: Vec<NewEntry> = lost.into_iter().map(NewEntry::plain).collect();
    tab.kept(&now(keep(&fresh, &entries, &[])).expect("memory"));
    assert_eq!(outbox(&fresh).len(), 2);
    tab.take_outbox(Vec::new());
    assert_eq!(
        tab.outbox().count(),
        0,
        "kept, it goes with the store again"
    );
}

#[test]
fn undoing_gives_back_what_was_shown_and_takes_away_what_was_made() {
    let mut tab = tab(1);
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let task = RecordKey {
        client: CLIENT,
        record: RecordId::from_bytes([6; 16]),
        kind: Name::new("task"),
    };
    let edits = vec![
        Edit {
            key: field("name"),
            value: text("新名"),
        },
        Edit {
            key: field("stage"),
            value: text("live"),
        },
        Edit {
            key: task.field("title"),
            value: text("報價單"),
        },
    ];
    let (_, receipt) = tab.act(edits, BATCH, 10);
    tab.undo(&receipt, BATCH, 11);
    assert_eq!(shown(&tab, "name"), "舊名");
    assert!(tab.view(CLIENT)[&record()].value("stage").is_none());
    assert_eq!(tab.view(CLIENT)[&task].presence, Presence::Deleted);
    assert_eq!(tab.view(CLIENT)[&record()].presence, Presence::Present);
}

#[test]
fn what_was_deleted_and_is_written_again_is_there_and_its_undo_deletes_it_again() {
    let mut tab = tab(1);
    tab.open(CLIENT, Bundle::default());
    let plan = RecordKey {
        client: CLIENT,
        record: RecordId::from_bytes([6; 16]),
        kind: Name::new("plan"),
    };
    let mut now = 10;
    let mut make = |tab: &mut Tab, tier: &str| {
        now += 1;
        let edit = Edit {
            key: plan.field("tier"),
            value: text(tier),
        };
        let edits = tab.brought_back(vec![edit]);
        tab.act(edits, BATCH, now).1
    };
    // The same value again, and another one.
    for tier in ["small", "small", "mid"] {
        let receipt = make(&mut tab, tier);
        let shown = &tab.view(CLIENT)[&plan];
        assert_eq!(shown.presence, Presence::Present, "{tier}");
        assert_eq!(shown.value("tier"), Some(&text(tier)));
        tab.undo(&receipt, BATCH, 100);
        assert_eq!(
            tab.view(CLIENT)[&plan].presence,
            Presence::Deleted,
            "{tier}"
        );
    }
    // Of what is there, and of what says itself whether it is deleted, nothing is brought back.
    make(&mut tab, "large");
    let edit = Edit {
        key: plan.field("tier"),
        value: text("mid"),
    };
    assert_eq!(tab.brought_back(vec![edit.clone()]), [edit]);
}

#[test]
fn undoing_a_choice_between_two_values_brings_both_back() {
    for chosen in ["茶園", "預算", "茶園與預算"] {
        let mut tab = tab(1);
        let mut row = confirmed("name", "茶園", id(8, 1));
        let other = confirmed("name", "預算", id(9, 1));
        let heads = row.register.heads().iter().chain(other.register.heads());
        row.register = Register::from_heads(heads.cloned());
        tab.open(CLIENT, Bundle::from_rows([row]));
        assert_eq!(shown(&tab, "name"), "預算");
        let edit = Edit {
            key: field("name"),
            value: text(chosen),
        };
        let (_, receipt) = tab.act(vec![edit], BATCH, 10);
        let settled = tab.field(&field("name")).register;
        assert_eq!(settled.heads().len(), 1);
        let (entries, _) = tab.undo(&receipt, BATCH, 11);
        let settled: Vec<ChangeId> = settled.head_ids().collect();
        for new in &entries {
            let replaces = &new.entry.change.replaces;
            assert!(settled.iter().all(|id| replaces.contains(id)));
            assert!(
                entries
                    .iter()
                    .all(|other| !replaces.contains(&other.entry.change.id))
            );
        }
        let back = tab.field(&field("name")).register;
        let beside: Vec<&Value> = back.also_edited().iter().map(|head| &head.value).collect();
        assert_eq!(shown(&tab, "name"), "預算", "{chosen}");
        assert_eq!(beside, [&text("茶園")], "{chosen}");
    }
}

#[test]
fn deleting_against_editing_is_a_conflict_not_a_loss() {
    let mut deleter = tab(1);
    deleter.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let (_, receipt) = deleter.delete(&[record()], BATCH, 10);
    assert_eq!(deleter.view(CLIENT)[&record()].presence, Presence::Deleted);
    // A colleague's edit, made without having seen the deletion, arrives.
    deleter.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "同事改的", id(8, 1))]),
    );
    assert_eq!(
        deleter.view(CLIENT)[&record()].presence,
        Presence::DeletedThereEditedHere
    );
    deleter.undo(&receipt, BATCH, 11);
    assert_eq!(deleter.view(CLIENT)[&record()].presence, Presence::Present);
}

#[test]
fn a_child_added_unseen_keeps_its_client() {
    let mut tab = tab(1);
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    tab.delete(&[record()], BATCH, 10);
    let task = RecordKey {
        client: CLIENT,
        record: RecordId::from_bytes([6; 16]),
        kind: Name::new("task"),
    };
    tab.act(
        vec![Edit {
            key: task.field("title"),
            value: text("報價單"),
        }],
        BATCH,
        11,
    );
    assert_eq!(
        tab.view(CLIENT)[&record()].presence,
        Presence::DeletedThereEditedHere
    );
}

#[test]
fn what_is_larger_than_an_action_is_a_batch_of_them() {
    let mut tab = tab(1);
    tab.open(CLIENT, Bundle::default());
    let edits = (0..1_200u32)
        .map(|number| Edit {
            key: field(&format!("tags/{number}")),
            value: text("1"),
        })
        .collect();
    let batch = BatchId::from_bytes([3; 16]);
    let (entries, _) = tab.act(edits, batch, 10);
    let actions: std::collections::BTreeSet<_> =
        entries.iter().map(|new| new.entry.change.action).collect();
    assert_eq!(actions.len(), 3);
    assert!(
        entries
            .iter()
            .all(|new| new.entry.change.batch == Some(batch))
    );
    let plan = yardstick_domain::outbox::plan_request(
        &entries
            .iter()
            .map(|new| new.entry.clone())
            .collect::<Vec<_>>(),
        &yardstick_domain::outbox::Portion::default(),
    );
    assert_eq!(plan.len(), 1_000, "whole actions only");
}

#[test]
fn a_request_carries_no_more_than_it_may_weigh() {
    let mut tab = tab(1);
    tab.open(CLIENT, Bundle::default());
    // Each an action of its own, and each a third of what a request may weigh.
    let long = "長".repeat(yardstick_domain::outbox::REQUEST_BYTES / 9);
    let entries: Vec<_> = ["name", "industry", "address", "owner"]
        .into_iter()
        .flat_map(|name| {
            let edit = Edit {
                key: field(name),
                value: text(&long),
            };
            tab.act(vec![edit], BATCH, 10).0
        })
        .map(|new| new.entry)
        .collect();
    let portion = yardstick_domain::outbox::Portion::default();
    let plan = yardstick_domain::outbox::plan_request(&entries, &portion);
    assert_eq!(plan, [0, 1]);
}

#[test]
fn an_edit_that_changes_nothing_is_none() {
    let mut tab = tab(1);
    tab.open(
        CLIENT,
        Bundle::from_rows([confirmed("name", "舊名", id(9, 1))]),
    );
    let (entries, receipt) = tab.act(
        vec![Edit {
            key: field("name"),
            value: text("舊名"),
        }],
        BATCH,
        10,
    );
    assert!(entries.is_empty() && receipt.before.is_empty());
    let (entries, _) = tab.act(
        vec![Edit {
            key: field(DELETED_FIELD),
            value: Value::null(),
        }],
        BATCH,
        10,
    );
    assert!(entries.is_empty());
}

#[test]
fn of_two_edits_of_a_field_in_one_action_the_last_counts() {
    let mut tab = tab(1);
    let edit = |value| Edit {
        key: field("name"),
        value: text(value),
    };
    tab.act(vec![edit("ninety")], BATCH, 1);
    // The first differs from what is shown and the last does not: taken one by one, the first would stand.
    tab.act(vec![edit("three"), edit("ninety")], BATCH, 2);
    assert_eq!(shown(&tab, "name"), "ninety");
}
