//! What is done with an item next, by how it stands: one thing first, then what else can be done with it.

use super::item::{
    ItemStanding, Tick, hand_over, join_list, standing_of, take_back, take_out, ticks,
};
use super::suggest::concerns_client;
use crate::records::{Adoption, Edit, PlanItem, PlanState, Tier, plan_item};
use crate::values::{Instant, Outcome};

/// Something that is done with an item in one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemAct {
    /// It is done.
    Finish,
    /// 交給客戶.
    HandOver,
    /// The client does it.
    Adopted,
    /// What was handed over is taken back.
    TakeBack,
    /// Back into the list, from where it was put.
    TakeIn,
    /// It is not done.
    LeaveOut,
    /// It was not done after all.
    Reopen,
}

/// What can be done with an item, the next thing first.
#[must_use]
pub fn item_acts(item: &PlanItem) -> &'static [ItemAct] {
    use ItemAct::{Adopted, Finish, HandOver, LeaveOut, Reopen, TakeBack, TakeIn};
    match standing_of(item) {
        ItemStanding::Open if concerns_client(item) => &[HandOver, Finish, LeaveOut],
        ItemStanding::Open => &[Finish, HandOver, LeaveOut],
        ItemStanding::Reserve(_) => &[TakeIn, HandOver, Finish, LeaveOut],
        ItemStanding::Handed => &[Adopted, Finish, TakeBack],
        ItemStanding::Adopted => &[Finish, TakeBack],
        ItemStanding::NotAdopted => &[LeaveOut, Finish, TakeBack],
        ItemStanding::Done => &[Reopen],
        ItemStanding::Dropped | ItemStanding::Parked | ItemStanding::Drawer => &[TakeIn],
    }
}

/// What doing it sets.
#[must_use]
pub fn act_on(item: &PlanItem, act: ItemAct, now: Instant, tier: &Tier) -> Vec<Edit> {
    let ended = |state: PlanState| vec![plan_item::outcome().set(&Outcome { state, at: now })];
    match act {
        ItemAct::Finish => ended(PlanState::Done),
        ItemAct::LeaveOut => ended(PlanState::Dropped),
        ItemAct::Reopen => vec![plan_item::outcome().clear()],
        ItemAct::HandOver => hand_over(now, None),
        ItemAct::TakeBack => take_back(),
        ItemAct::Adopted => vec![plan_item::adoption().set(&Adoption::Adopted)],
        ItemAct::TakeIn => take_in(item, tier),
    }
}

/// Out of the drawer, from beyond the list, from what was left out; out of reserve by letting go of what was missing, which is to be looked at anew.
fn take_in(item: &PlanItem, tier: &Tier) -> Vec<Edit> {
    match standing_of(item) {
        ItemStanding::Dropped => vec![plan_item::outcome().clear()],
        ItemStanding::Parked => {
            // Said, not only let go of: following the tier anew does not put it away again.
            let parked = [plan_item::parked().set(&false)].into_iter();
            parked.chain(join_list(item, tier)).collect()
        }
        ItemStanding::Drawer => take_out(item, tier),
        ItemStanding::Reserve(_) => {
            let missing = ticks(item).missing().into_iter();
            missing.map(|tick: Tick| tick.field().clear()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{made, settled};
    use super::*;
    use crate::method::client_file::testing::at;
    use crate::records::{PlanList, PlanWho};

    /// The item after the act.
    fn after(item: &PlanItem, act: ItemAct) -> PlanItem {
        let mut now = item.clone();
        for edit in act_on(item, act, at(20, 9, 0), &Tier::Small) {
            let change = made(std::slice::from_ref(&edit));
            match edit.field.as_str() {
                "outcome" => now.outcome = change.outcome,
                "handed_at" => now.handed_at = change.handed_at,
                "adoption" => now.adoption = change.adoption,
                "parked" => now.parked = change.parked,
                "drawer" => now.drawer = change.drawer,
                "list" => now.list = change.list,
                "able" => now.able = change.able,
                "willing" => now.willing = change.willing,
                "affordable" => now.affordable = change.affordable,
                _ => {}
            }
        }
        now
    }

    fn next(item: &PlanItem) -> ItemAct {
        item_acts(item)[0]
    }

    #[test]
    fn what_is_for_the_client_is_handed_over_and_followed_until_it_is_done() {
        let item = PlanItem {
            who: Some(PlanWho::Client),
            ..PlanItem::default()
        };
        assert_eq!(next(&item), ItemAct::HandOver);
        let handed = after(&item, ItemAct::HandOver);
        assert_eq!(next(&handed), ItemAct::Adopted);
        let adopted = after(&handed, ItemAct::Adopted);
        assert_eq!(next(&adopted), ItemAct::Finish);
        assert_eq!(after(&adopted, ItemAct::TakeBack), item);
        let done = after(&adopted, ItemAct::Finish);
        assert_eq!(item_acts(&done), [ItemAct::Reopen]);
        assert_eq!(after(&done, ItemAct::Reopen), adopted);
        let refused = PlanItem {
            adoption: Some(Adoption::NotAdopted),
            ..handed
        };
        assert_eq!(next(&refused), ItemAct::LeaveOut);
    }

    #[test]
    fn what_is_ours_is_done() {
        let item = PlanItem::default();
        assert_eq!(next(&item), ItemAct::Finish);
        let done = after(&item, ItemAct::Finish);
        assert_eq!(standing_of(&done), ItemStanding::Done);
    }

    #[test]
    fn whatever_was_put_somewhere_is_taken_in_from_there() {
        let put_away = [
            PlanItem {
                parked: Some(true),
                list: Some(PlanList::Advanced),
                ..PlanItem::default()
            },
            PlanItem {
                drawer: Some(true),
                list: Some(PlanList::Advanced),
                ..PlanItem::default()
            },
        ];
        for item in put_away {
            assert_eq!(item_acts(&item), [ItemAct::TakeIn]);
            let taken = after(&item, ItemAct::TakeIn);
            assert_eq!(standing_of(&taken), ItemStanding::Open);
            assert_eq!(taken.list, Some(PlanList::Simple));
        }
        let dropped = PlanItem {
            outcome: settled(PlanState::Dropped),
            ..PlanItem::default()
        };
        assert_eq!(after(&dropped, next(&dropped)), PlanItem::default());
    }

    #[test]
    fn out_of_reserve_only_what_was_missing_is_let_go_of() {
        let item = PlanItem {
            able: Some(true),
            willing: Some(false),
            affordable: Some(false),
            ..PlanItem::default()
        };
        assert_eq!(next(&item), ItemAct::TakeIn);
        let taken = after(&item, ItemAct::TakeIn);
        assert_eq!(
            (taken.able, taken.willing, taken.affordable),
            (Some(true), None, None)
        );
    }
}
