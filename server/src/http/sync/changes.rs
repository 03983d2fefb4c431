//! The changes of a push, each read by itself: one that cannot be read is refused like any other, with all of its action, and the others
//! go. Only where not even its id or its action can be read is the whole request refused, because nobody could be told which it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::change::{Change, Unit};
use yardstick_domain::id::ChangeId;
use yardstick_domain::wire::SyncRequest;

use crate::error::ApiError;

/// A request to sync as it came.
pub(in crate::http) struct Push {
    /// With those of its changes that are to be judged.
    pub(super) request: SyncRequest,
    /// The verdicts on the others, by their places among all.
    pub(super) unread: BTreeMap<usize, Judged>,
}

impl<'de> Deserialize<'de> for Push {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = <&RawValue>::deserialize(deserializer)?.get();
        match serde_json::from_str(body) {
            Ok(request) => Ok(Self {
                request,
                unread: BTreeMap::new(),
            }),
            Err(_) => one_by_one(body).map_err(D::Error::custom),
        }
    }
}

/// Reads the request without its changes, then each of them.
fn one_by_one(body: &str) -> Result<Push, serde_json::Error> {
    #[derive(Deserialize)]
    struct Named {
        id: ChangeId,
        #[serde(default)]
        action: Option<u32>,
    }
    let mut rest: BTreeMap<String, &RawValue> = serde_json::from_str(body)?;
    let changes: Vec<&RawValue> = match rest.remove("changes") {
        Some(changes) => serde_json::from_str(changes.get())?,
        None => Vec::new(),
    };
    let mut request: SyncRequest = serde_json::from_str(&serde_json::to_string(&rest)?)?;
    let mut unread = BTreeMap::new();
    let mut torn = BTreeSet::new();
    let mut read: Vec<(usize, Change)> = Vec::new();
    for (place, change) in changes.into_iter().enumerate() {
        if let Ok(change) = serde_json::from_str(change.get()) {
            read.push((place, change));
            continue;
        }
        let Named { id, action } = serde_json::from_str(change.get())?;
        torn.extend(action.map(|action| Unit::Action(id.writer, action)));
        // As a device says it that has found it by halves.
        let problem = ApiError::Unreadable(String::new()).code().to_owned();
        unread.insert(place, refused(id, Reason::NotTaken { problem }));
    }
    for (place, change) in read {
        if torn.contains(&change.unit()) {
            unread.insert(place, refused(change.id, Reason::Action));
        } else {
            request.changes.push(change);
        }
    }
    Ok(Push { request, unread })
}

const fn refused(id: ChangeId, reason: Reason) -> Judged {
    Judged {
        id,
        verdict: Verdict::Refused { reason },
        place: None,
        time: None,
    }
}

/// The verdicts on all changes, in their order.
pub(super) fn with_unread(
    verdicts: Vec<Judged>,
    mut unread: BTreeMap<usize, Judged>,
) -> Vec<Judged> {
    let all = verdicts.len() + unread.len();
    let mut verdicts = verdicts.into_iter();
    (0..all)
        .filter_map(|place| unread.remove(&place).or_else(|| verdicts.next()))
        .collect()
}
