//! The history of a field as a person reads it: what it was, what it became, who did it. And what takes back whole what was done at
//! once: an action, or a batch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::change::{Name, RecordKey, RegisterKey, Value};
use crate::id::{BatchId, ChangeId, DeviceId};
use crate::register::Register;
use crate::tab::Receipt;

/// One change, as the server's history has it (`GET /history`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its place.
    pub seq: u64,
    /// The change.
    pub id: ChangeId,
    /// The field it set.
    pub field: Name,
    /// To what.
    pub value: Value,
    /// The changes it replaced.
    #[serde(default)]
    pub replaces: Vec<ChangeId>,
    /// When, unix ms.
    pub time: i64,
    /// The device it came from.
    pub device: DeviceId,
    /// Another change had replaced it before it arrived: it was never shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replaced: bool,
    /// The action it was done in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<u32>,
    /// The batch it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
    /// The record, where lines of several are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<RecordKey>,
    /// The value of the change before, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
}

/// What a field was before a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// This.
    Was(Value),
    /// Never set.
    Nothing,
    /// It lies further back than the lines at hand.
    Unknown,
}

/// What the field of a line was before: the value of the newest change it replaced, as far as these lines, newest first, reach back.
/// `more`: they do not reach to the beginning.
#[must_use]
pub fn before(lines: &[Line], at: usize, more: bool) -> Before {
    let Some(line) = lines.get(at) else {
        return Before::Unknown;
    };
    let older = lines.iter().skip(at + 1);
    let mut older = older.filter(|older| older.field == line.field);
    if line.replaces.is_empty() {
        return Before::Nothing;
    }
    match older.find(|older| line.replaces.contains(&older.id)) {
        Some(older) if older.value.is_null() => Before::Nothing,
        Some(older) => Before::Was(older.value.clone()),
        None if more => Before::Unknown,
        None => Before::Nothing,
    }
}

/// What takes an action or a batch back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakingBack {
    /// Its fields that still show what it set, with what they were before.
    pub receipt: Receipt,
    /// How many of its fields stay: somebody has changed them since, or nobody knows any more what they were.
    pub changed_since: usize,
}

/// What takes back the changes of these lines, newest first, of an action or a batch. `shown` is what a field shows now.
#[must_use]
pub fn taking_back(lines: &[Line], shown: impl Fn(&RegisterKey) -> Register) -> TakingBack {
    let mut fields: BTreeMap<RegisterKey, (ChangeId, &Line)> = BTreeMap::new();
    for line in lines {
        let Some(record) = &line.of else { continue };
        // Of several changes of one field the newest shows, and the oldest knows what was before.
        fields
            .entry(record.field(line.field.clone()))
            .and_modify(|(_, oldest)| *oldest = line)
            .or_insert((line.id, line));
    }
    let mut taking_back = TakingBack::default();
    for (key, (id, oldest)) in fields {
        let now = shown(&key);
        let is_known = oldest.before.is_some() || oldest.replaces.is_empty();
        if is_known && now.head_ids().eq([id]) {
            let before = oldest.before.clone();
            taking_back.receipt.before.push((key, before));
        } else {
            taking_back.changed_since += 1;
        }
    }
    taking_back
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Identity;
    use crate::id::{RecordId, UserId, WorkspaceId, Writer};
    use crate::tab::{Edit, Tab};

    fn id(counter: u32) -> ChangeId {
        ChangeId {
            writer: Writer(1),
            counter,
        }
    }

    fn line(counter: u32, field: &str, value: &str, replaces: &[u32]) -> Line {
        Line {
            seq: counter.into(),
            id: id(counter),
            field: field.into(),
            value: Value::from_json(value.as_bytes()).unwrap(),
            replaces: replaces.iter().copied().map(id).collect(),
            time: 5,
            device: DeviceId::NIL,
            replaced: false,
            action: None,
            batch: None,
            of: None,
            before: None,
        }
    }

    #[test]
    fn a_line_of_the_server_is_read() {
        let text = r#"{"seq":4,"id":"0000000000000001-4","field":"name","value":{ "a": 1.0 },"replaces":["0000000000000001-2"],"time":5,"device":"01890000-0000-7000-8000-0000000000dd"}"#;
        let read: Line = serde_json::from_str(text).unwrap();
        assert_eq!(read.value.as_str(), r#"{ "a": 1.0 }"#);
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }

    #[test]
    fn before_is_what_its_author_saw_not_what_came_before() {
        let lines = [
            line(6, "name", "\"mine\"", &[1]),
            line(5, "phone", "\"1\"", &[1]),
            line(4, "name", "\"theirs\"", &[1]),
            line(1, "name", "\"first\"", &[]),
        ];
        let first = Before::Was(lines[3].value.clone());
        assert_eq!(before(&lines, 0, false), first);
        assert_eq!(before(&lines, 2, false), first);
        assert_eq!(before(&lines, 3, true), Before::Nothing);
        assert_eq!(before(&lines[..3], 2, true), Before::Unknown);
        assert_eq!(before(&lines[..3], 2, false), Before::Nothing);
    }

    #[test]
    fn an_action_is_taken_back_but_for_what_was_changed_since() {
        let client = RecordId::from_bytes([5; 16]);
        let of = |n: u8| RecordKey {
            client,
            record: RecordId::from_bytes([n; 16]),
            kind: "task".into(),
        };
        let identity = Identity {
            workspace: WorkspaceId::NIL,
            user: UserId::NIL,
            device: DeviceId::NIL,
        };
        let edit = |n, field: &str, value: &str| Edit {
            key: of(n).field(field),
            value: Value::from_json(value.as_bytes()).unwrap(),
        };
        let mut tab = Tab::new(identity, Writer(1));
        tab.act(vec![edit(1, "title", "\"old\"")], BatchId::NIL, 1);
        let act = vec![
            edit(1, "title", "\"new\""),
            edit(1, "due", "1"),
            edit(2, "title", "\"created\""),
        ];
        let (done, _) = tab.act(act, BatchId::NIL, 2);
        let lines: Vec<Line> = done
            .iter()
            .rev()
            .map(|new| {
                let change = &new.entry.change;
                let mut line = line(change.id.counter, change.key.field.as_str(), "0", &[]);
                line.of = Some(change.key.record_key());
                let is_changed = change.key == of(1).field("title");
                line.before = is_changed.then(|| Value::from_json(b"\"old\"").unwrap());
                line
            })
            .collect();
        tab.act(vec![edit(1, "due", "2")], BatchId::NIL, 3);

        let mut forgotten = lines.clone();
        for line in &mut forgotten {
            if line.before.take().is_some() {
                line.replaces = vec![id(1)];
            }
        }
        let back = taking_back(&forgotten, |key| tab.field(key).register);
        assert_eq!(back.changed_since, 2, "what it was is not known any more");

        let back = taking_back(&lines, |key| tab.field(key).register);
        assert_eq!(back.changed_since, 1);
        tab.undo(&back.receipt, BatchId::NIL, 4);
        let shown = tab.view(client);
        let value = |n: u8, field: &str| shown[&of(n)].value(field).cloned();
        assert_eq!(value(1, "title").unwrap().as_str(), "\"old\"");
        assert_eq!(value(1, "due").unwrap().as_str(), "2");
        assert_eq!(
            shown[&of(2)].presence,
            crate::bundle::Presence::Deleted,
            "what it created goes"
        );
    }
}
