//! What lists and Today need of the service file, read off its records without their types: the first list waits for every byte that reads it.

use super::Question;
use super::assessment::answer_id;
use super::tier::{Dimension, Level, Levels, tier_of};
use crate::id::RecordId;
use crate::order;
use crate::records::{ClientKind, Tier};
use crate::values::{Choice as _, Instant};

/// The few facts. Lists are by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Each assessment with when it was begun and the tier set in it by hand.
    assessments: Vec<(RecordId, Option<Instant>, Option<Tier>)>,
    /// Answers that name a level.
    levels: Vec<(RecordId, Level)>,
    /// The engagements of items of plans that we do and that are still to be done, one for each item.
    pub open_items: Vec<RecordId>,
}

impl ServiceFacts {
    /// Takes what it needs of one record.
    pub(super) fn take<'a>(
        &mut self,
        kind: &str,
        id: RecordId,
        mut fields: &mut dyn Iterator<Item = (&'a str, &'a [u8])>,
    ) {
        match kind {
            "plan_item" => {
                let (mut engagement, mut is_closed) = (None::<RecordId>, false);
                for (field, value) in fields {
                    is_closed |= match field {
                        "outcome" => value != b"null",
                        "parked" | "drawer" => value == b"true",
                        "who" => value == br#""client""# || value == br#""outside""#,
                        "engagement" => {
                            engagement = serde_json::from_slice(value).ok();
                            false
                        }
                        _ => false,
                    };
                }
                self.open_items.extend(engagement.filter(|_| !is_closed));
            }
            "answer" => {
                let choice = Iterator::find(&mut fields, |(field, _)| *field == "choice");
                let level = choice.and_then(|(_, value)| Level::of_choice(&text(value)));
                self.levels.extend(level.map(|level| (id, level)));
            }
            "assessment" => {
                let (mut begun, mut tier, mut has_reason) = (None, None, false);
                for (field, value) in fields {
                    match field {
                        "begun_at" => begun = serde_json::from_slice(value).ok(),
                        "tier" => tier = Some(Tier::from_name(&text(value))),
                        "tier_reason" => has_reason = !text(value).trim().is_empty(),
                        _ => {}
                    }
                }
                let set = tier.filter(|tier| has_reason && tier.is_known());
                self.assessments.push((id, begun, set));
            }
            _ => {}
        }
    }

    /// Puts the newest assessment first, and answers by id.
    pub(super) fn sort(&mut self) {
        order::by_key(&mut self.assessments, |(id, begun, _)| {
            std::cmp::Reverse((*begun, *id))
        });
        order::by_key(&mut self.levels, |(id, _)| *id);
    }

    /// The tier that holds for a client who comes with that: as [`Standing::tier`](super::Standing::tier) says, without its reasons.
    pub(super) fn tier(&self, kind: Option<&ClientKind>) -> Option<Tier> {
        let set = self.assessments.iter().find_map(|(_, _, set)| set.clone());
        if set.is_some() || self.levels.is_empty() {
            return set;
        }
        let mut levels = Levels::default();
        levels.budget = self.level(Question::Budget);
        for dimension in Dimension::of_kind(kind) {
            levels.set(dimension, self.level(dimension.question()));
        }
        tier_of(&levels)
    }

    /// The level that was answered last.
    fn level(&self, question: Question) -> Option<Level> {
        self.assessments.iter().find_map(|(assessment, _, _)| {
            let own = answer_id(*assessment, question);
            let at = self.levels.binary_search_by_key(&own, |(id, _)| *id).ok()?;
            self.levels.get(at).map(|(_, level)| *level)
        })
    }
}

/// A text as stored; empty where it is none.
fn text(value: &[u8]) -> String {
    serde_json::from_slice(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::method::{ClientFile, ServiceFile, assessed, summarize};
    use crate::records::{
        Answer, AnswerChoice, Assessment, Edit, EngagementState, PlanItem, PlanState, PlanWho,
        answer, assessment, engagement, plan_item,
    };
    use crate::values::Outcome;

    /// Both halves of a client with these records.
    fn halves(records: &[(&str, RecordId, Vec<Edit>)]) -> (ClientFile, ServiceFile) {
        let mut file = ClientFile::default();
        let mut service = ServiceFile::default();
        for (kind, id, edits) in records {
            let fields: Vec<(&str, &[u8])> = edits
                .iter()
                .map(|edit| (edit.field.as_str(), edit.value.as_bytes()))
                .collect();
            let all = || fields.iter().copied();
            file.add(kind, *id, all());
            match *kind {
                "assessment" => service.assessments.push((*id, Assessment::read(all()))),
                "answer" => service.answers.push((*id, Answer::read(all()))),
                "plan_item" => service.items.push((*id, PlanItem::read(all()))),
                _ => {}
            }
        }
        file.sort();
        service.base = Arc::new(file.clone());
        (file, service)
    }

    fn begun(n: u8, day: i8, more: Vec<Edit>) -> (&'static str, RecordId, Vec<Edit>) {
        let mut edits = vec![assessment::begun_at().set(&at(day, 9, 0))];
        edits.extend(more);
        ("assessment", id(n), edits)
    }

    fn said(
        n: u8,
        question: Question,
        choice: &AnswerChoice,
    ) -> (&'static str, RecordId, Vec<Edit>) {
        let edits = vec![answer::choice().set(choice)];
        ("answer", answer_id(id(n), question), edits)
    }

    #[test]
    fn the_tier_is_the_one_the_pages_of_the_method_say() {
        use AnswerChoice::{Ample, None as Missing, Some as There};
        use Question::{Ads, Budget, Creative, Fulfilment, Pr, Social};
        let check = |records: &[_], expected: Option<Tier>| {
            let (file, service) = halves(records);
            assert_eq!(summarize(&file).tier, expected);
            assert_eq!(assessed(&service).tier(), expected.as_ref());
        };
        check(&[], None);
        check(&[begun(1, 1, vec![])], None);
        let large = [
            begun(1, 1, vec![]),
            said(1, Budget, &Ample),
            said(1, Social, &Ample),
            said(1, Ads, &Ample),
            said(1, Creative, &Ample),
            said(1, Fulfilment, &There),
        ];
        check(&large, Some(Tier::Large));
        // What is answered later holds, what is not asked again stays.
        let mut later = large.to_vec();
        later.extend([begun(2, 10, vec![]), said(2, Pr, &Missing)]);
        check(&later, Some(Tier::Mid));
        let set = vec![
            assessment::tier().set(&Tier::Small),
            assessment::tier_reason().set("集團的第一個案子"),
        ];
        later.push(begun(3, 5, set.clone()));
        check(&later, Some(Tier::Small));
        // Without a reason nothing is set.
        let bare = begun(1, 1, vec![set[0].clone()]);
        check(&[bare, said(1, Budget, &There)], Some(Tier::Mid));
        // Of a client who uses a service nobody asks who packs.
        let subscription = crate::records::client::kind().set(&ClientKind::Subscription);
        let few = [
            ("client", id(9), vec![subscription]),
            begun(1, 1, vec![]),
            said(1, Ads, &Missing),
            said(1, Pr, &Missing),
            said(1, Fulfilment, &Missing),
        ];
        check(&few, Some(Tier::Mid));
        check(&few[1..], Some(Tier::Small));
    }

    #[test]
    fn items_that_we_do_and_that_are_to_be_done_are_counted() {
        let done = Outcome {
            state: PlanState::Done,
            at: at(1, 9, 0),
        };
        let item = |n: u8, mut edits: Vec<Edit>| {
            edits.push(plan_item::engagement().set(&id(21)));
            ("plan_item", id(n), edits)
        };
        let items = [
            ("engagement", id(21), vec![]),
            item(1, vec![]),
            item(2, vec![plan_item::who().set(&PlanWho::Us)]),
            item(3, vec![plan_item::who().set(&PlanWho::Client)]),
            item(4, vec![plan_item::outcome().set(&done)]),
            item(5, vec![plan_item::outcome().clear()]),
            item(6, vec![plan_item::parked().set(&true)]),
            item(7, vec![plan_item::drawer().set(&true)]),
            item(8, vec![plan_item::drawer().set(&false)]),
        ];
        let (file, _) = halves(&items);
        assert_eq!(summarize(&file).open_items, 4);
    }

    #[test]
    fn items_of_what_has_ended_or_is_gone_are_nothing_to_look_at() {
        let reached = Outcome {
            state: EngagementState::Reached,
            at: at(1, 9, 0),
        };
        let item = |n: u8, of: u8| {
            let edits = vec![plan_item::engagement().set(&id(of))];
            ("plan_item", id(n), edits)
        };
        let ended = |outcome: Edit| {
            let items = [
                item(1, 21),
                item(2, 22),
                item(3, 22),
                item(4, 23),
                ("plan_item", id(5), vec![plan_item::engagement().clear()]),
                ("plan_item", id(6), vec![]),
                ("engagement", id(22), vec![outcome]),
                ("engagement", id(21), vec![]),
            ];
            let (file, _) = halves(&items);
            summarize(&file).open_items
        };
        assert_eq!(ended(engagement::outcome().set(&reached)), 1);
        // It goes on again.
        assert_eq!(ended(engagement::outcome().clear()), 3);
    }
}
