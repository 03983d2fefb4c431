//! Needs (盤點客戶需求) in the order in which they are looked at: a client forgives much outside the core, nothing inside it.

use super::ServiceFile;
use crate::id::RecordId;
use crate::order;
use crate::records::{Need, NeedElement};

/// The needs of a client: open ones before settled ones, the core first everywhere, then by key element (people, time, resources, not said),
/// then as they were written down.
#[must_use]
pub fn needs(file: &ServiceFile) -> Vec<&(RecordId, Need)> {
    let mut all: Vec<_> = file.needs.iter().collect();
    order::by_key(&mut all, |(id, need)| {
        let element = match need.element {
            Some(NeedElement::People) => 0,
            Some(NeedElement::Time) => 1,
            Some(NeedElement::Resources) => 2,
            Some(NeedElement::Other(_)) | None => 3,
        };
        (
            need.outcome.is_some(),
            need.core != Some(true),
            element,
            *id,
        )
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::NeedState;
    use crate::values::Outcome;

    #[test]
    fn the_core_comes_first_and_what_is_settled_last() {
        let need = |element, core, settled: bool| Need {
            element,
            core,
            outcome: settled.then(|| Outcome {
                state: NeedState::Met,
                at: at(5, 9, 0),
            }),
            ..Need::default()
        };
        let file = ServiceFile {
            needs: vec![
                (id(1), need(None, None, false)),
                (id(2), need(Some(NeedElement::Resources), Some(true), true)),
                (id(3), need(Some(NeedElement::Time), Some(true), false)),
                (id(4), need(Some(NeedElement::People), Some(false), false)),
                (id(5), need(Some(NeedElement::People), Some(true), false)),
                (id(6), need(Some(NeedElement::People), None, true)),
            ],
            ..ServiceFile::default()
        };
        let order: Vec<RecordId> = needs(&file).into_iter().map(|(id, _)| *id).collect();
        assert_eq!(order, [5, 3, 4, 1, 2, 6].map(id));
    }
}
