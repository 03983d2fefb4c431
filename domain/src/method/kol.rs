//! The KOLs of an engagement: from a list of twenty to the five to seven who are agreed, and the milestones of each from the day the product is sent.
//!
//! Source: `methodology.md` §4. Days are working days. A KOL of the first wave is online on the day of the launch at the latest, one of the second in the
//! middle of the campaign. As long as the product was not sent its milestones are counted from the last day on which it can be sent for that; once that day
//! has passed, from today, so that what comes too late shows as such.

use std::ops::RangeInclusive;

use super::plan::has_section;
use super::schedule::Points;
use super::{
    Dimension, ItemStanding, Level, Library, Schedule, ServiceFile, WorkDays, assessed,
    kol_milestones, plan_id, plan_items, plan_kind, standing_of,
};
use crate::id::RecordId;
use crate::import::is_same_name;
use crate::order;
use crate::records::{
    Edit, EngagementKind, Kol, KolState, KolWave, PlanItem, PlanSection, Tier, kol,
};
use crate::values::Date;

/// How many a list has.
pub const KOL_LIST_AIM: usize = 20;
/// How many of them are agreed.
pub const KOL_AGREED_AIM: RangeInclusive<usize> = 5..=7;
/// Working days from the day the product is sent to the day a KOL is online.
pub const KOL_DAYS: i32 = 17;

/// Whether we work with a KOL, so that there are milestones.
#[must_use]
pub fn is_agreed(state: &KolState) -> bool {
    matches!(
        state,
        KolState::Agreed | KolState::Contracted | KolState::Sent | KolState::Online
    )
}

/// How far we have come with a KOL: as a person said, but no less than what shows by itself: the product is to be sent or was, every milestone is done. Before
/// the day it is sent, nobody has sent it, whatever was said. One who said nothing, or something only a newer version knows, is on the list.
#[must_use]
pub fn kol_state(kol: &Kol, milestones: &[&(RecordId, PlanItem)], today: Date) -> KolState {
    let said = kol.state.clone().unwrap_or(KolState::Listed);
    let is_over = matches!(said, KolState::Online | KolState::Declined);
    let is_done = !milestones.is_empty() && milestones.iter().all(|(_, item)| is_done(item));
    match (said, kol.sent_on) {
        (said, _) if is_over => said,
        _ if is_done => KolState::Online,
        (_, Some(day)) if day <= today => KolState::Sent,
        (KolState::Contracted | KolState::Sent, Some(_)) => KolState::Contracted,
        (_, Some(_)) => KolState::Agreed,
        (KolState::Other(_), None) => KolState::Listed,
        (said, None) => said,
    }
}

/// Whether we work with a KOL, whatever day it is and whatever of the milestones is done: who gets the product was agreed.
#[must_use]
pub fn works_with(kol: &Kol) -> bool {
    match &kol.state {
        Some(KolState::Declined) => false,
        Some(said) if is_agreed(said) => true,
        _ => kol.sent_on.is_some(),
    }
}

/// The day on which the product is to be sent to a KOL, as long as it is to come.
#[must_use]
pub fn to_be_sent_on(kol: &Kol, today: Date) -> Option<Date> {
    let is_over = matches!(kol.state, Some(KolState::Online | KolState::Declined));
    kol.sent_on.filter(|day| *day > today && !is_over)
}

/// What is said of a KOL with how far we have come. Where that is that the product was sent and no day is known, or one to come, it was today; where it was not
/// sent yet, there is no day on which it was. One on which it is to be sent stays with whoever was agreed.
/// A day is not forgotten for nothing: as long as the milestones show that a KOL is further than what is said, it stays.
fn said_with(
    own: &Kol,
    to: &KolState,
    milestones: &[&(RecordId, PlanItem)],
    today: Date,
) -> Vec<Edit> {
    let moved = Kol {
        state: Some(to.clone()),
        sent_on: None,
        ..own.clone()
    };
    let shows = kol_state(&moved, milestones, today) == *to;
    let was_sent = own.sent_on.is_some_and(|day| day <= today);
    let mut edits = vec![kol::state().set(to)];
    let forget = match to {
        KolState::Listed | KolState::Asked => own.sent_on.is_some(),
        KolState::Agreed | KolState::Contracted => was_sent,
        _ => false,
    };
    if *to == KolState::Sent && !was_sent {
        edits.push(kol::sent_on().set(&today));
    } else if forget && shows {
        edits.push(kol::sent_on().clear());
    }
    edits
}

/// What becomes of the milestones when somebody says how far we have come with a KOL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KolTurn {
    /// They stay.
    Same,
    /// The KOL is agreed: those that are not there yet are made.
    Agreed,
    /// The KOL is not agreed any more: the open ones go.
    Parted,
}

/// What saying how far we have come with a KOL does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KolMove {
    /// What it is, for the milestones.
    pub turn: KolTurn,
    /// What changes of the KOL.
    pub edits: Vec<Edit>,
    /// The milestones that are made.
    pub make: Vec<(RecordId, Vec<Edit>)>,
    /// The milestones that go.
    pub let_go: Vec<RecordId>,
}

/// Says how far we have come with a KOL of an engagement. Agreeing makes the milestones; without the templates there are none yet, and they can be made once
/// those are here. Taking that back lets go of the open ones.
#[must_use]
pub fn move_kol(
    file: &ServiceFile,
    engagement: RecordId,
    id: RecordId,
    to: &KolState,
    library: Option<&Library>,
    today: Date,
) -> KolMove {
    let mut all = file.kols.iter();
    let own = all.find(|(own, _)| *own == id);
    let own = own.map(|(_, own)| own.clone()).unwrap_or_default();
    let items = plan_items(file, engagement);
    let steps = milestones(&items, id);
    let was = is_agreed(&kol_state(&own, &steps, today));
    let edits = said_with(&own, to, &steps, today);
    let (turn, make, let_go) = match (was, is_agreed(to), library) {
        (false, true, Some(library)) => {
            let make = missing_milestones(file, engagement, id, library);
            (KolTurn::Agreed, make, Vec::new())
        }
        (true, false, _) => (KolTurn::Parted, Vec::new(), open_milestones(&items, id)),
        _ => (KolTurn::Same, Vec::new(), Vec::new()),
    };
    KolMove {
        turn,
        edits,
        make,
        let_go,
    }
}

/// The milestones of a KOL that are not there yet, as the plan's tier and what the client has call for them.
#[must_use]
pub fn missing_milestones(
    file: &ServiceFile,
    engagement: RecordId,
    id: RecordId,
    library: &Library,
) -> Vec<(RecordId, Vec<Edit>)> {
    let standing = assessed(file);
    let kind = plan_kind(file, engagement).unwrap_or(EngagementKind::Product);
    let mut plans = file.plans.iter();
    let own = plans.find(|(id, _)| *id == plan_id(engagement));
    let tier = own.and_then(|(_, own)| own.tier.clone());
    kol_milestones(
        engagement,
        id,
        library,
        &kind,
        &tier.unwrap_or(Tier::Small),
        |dimension| standing.level(dimension),
        &plan_items(file, engagement),
    )
}

/// The KOLs of an engagement: those we work with first, then those who were asked, those on the list, and those who declined; of each as they were added.
#[must_use]
pub fn kols_of(file: &ServiceFile, engagement: RecordId) -> Vec<&(RecordId, Kol)> {
    let all = file.kols.iter();
    let mut own: Vec<_> = all
        .filter(|(_, kol)| kol.engagement == Some(engagement))
        .collect();
    let rank = |kol: &Kol| match kol.state {
        _ if works_with(kol) => 0,
        Some(KolState::Asked) => 1,
        Some(KolState::Declined) => 3,
        _ => 2,
    };
    order::by_key(&mut own, |(id, kol)| (rank(kol), *id));
    own
}

/// The KOL of an engagement who is called that already, however it is written: width, case and spaces do not count. Nobody is called nothing.
#[must_use]
pub fn kol_named<'a>(
    file: &'a ServiceFile,
    engagement: RecordId,
    name: &str,
) -> Option<&'a (RecordId, Kol)> {
    if name.trim().is_empty() {
        return None;
    }
    let mut own = kols_of(file, engagement).into_iter();
    own.find(|(_, kol)| {
        let theirs = kol.name.as_deref();
        theirs.is_some_and(|theirs| is_same_name(theirs, name))
    })
}

/// How many KOLs there are, beside how many there are to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KolCounts {
    /// On the list, whatever became of them.
    pub listed: usize,
    /// Agreed, and what follows that.
    pub agreed: usize,
}

/// How many KOLs an engagement has.
#[must_use]
pub fn kol_counts(kols: &[&(RecordId, Kol)]) -> KolCounts {
    let agreed = kols.iter();
    let agreed = agreed.filter(|(_, kol)| works_with(kol));
    KolCounts {
        listed: kols.len(),
        agreed: agreed.count(),
    }
}

/// Why a plan has no KOLs of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KolsDropped {
    /// They have neither contacts nor a budget for PR: it is dropped first.
    ByLevel,
    /// The list of their tier has no PR.
    ByTier,
}

/// Why the plan of an engagement has no KOLs of its own accord; nothing if it has.
#[must_use]
pub fn kols_dropped(file: &ServiceFile, engagement: RecordId) -> Option<KolsDropped> {
    if assessed(file).level(Dimension::Pr) == Some(Level::One) {
        return Some(KolsDropped::ByLevel);
    }
    let mut plans = file.plans.iter();
    let (_, plan) = plans.find(|(id, _)| *id == plan_id(engagement))?;
    let has_pr = has_section(plan.tier.as_ref()?, &PlanSection::Pr);
    (!has_pr).then_some(KolsDropped::ByTier)
}

/// The wave of a KOL: as a person said, else the first, unless the campaign has begun when the product is sent.
#[must_use]
pub fn kol_wave(kol: &Kol, launch: Option<Date>, today: Date) -> KolWave {
    match &kol.wave {
        Some(said @ (KolWave::First | KolWave::Second)) => said.clone(),
        _ => {
            let sent = kol.sent_on.unwrap_or(today);
            if launch.is_some_and(|launch| launch <= sent) {
                KolWave::Second
            } else {
                KolWave::First
            }
        }
    }
}

/// The day a KOL of a wave is to be online: that of the launch, or the middle of the campaign.
fn online_by(wave: &KolWave, points: &Points) -> Option<Date> {
    let launch = points.launch?;
    match wave {
        KolWave::Second => launch.plus_days(launch.days_until(points.end?) / 2),
        KolWave::First | KolWave::Other(_) => Some(launch),
    }
}

/// The last day on which the product can be sent to a KOL of a wave who is to be online in time.
#[must_use]
pub fn send_by(wave: &KolWave, points: &Points, workdays: &WorkDays) -> Option<Date> {
    let online = workdays.last_by(online_by(wave, points)?)?;
    workdays.plus(online, -KOL_DAYS)
}

/// When the product is sent to a KOL, and what their milestones have to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sending {
    /// Who.
    pub(super) kol: RecordId,
    /// The day, as far as there is any way to tell.
    pub(super) day: Option<Date>,
    /// Whether somebody has set it.
    pub(super) is_set: bool,
    /// The last day on which it makes sense to be online: that of the launch, or the last of the campaign.
    pub(super) last: Option<Date>,
}

impl Sending {
    /// Of a KOL of an engagement with these points.
    pub(super) fn of(
        id: RecordId,
        kol: &Kol,
        points: &Points,
        workdays: &WorkDays,
        today: Date,
    ) -> Self {
        let wave = kol_wave(kol, points.launch, today);
        let expected = || Some(send_by(&wave, points, workdays)?.max(today));
        Self {
            kol: id,
            day: kol.sent_on.or_else(expected),
            is_set: kol.sent_on.is_some(),
            last: match wave {
                KolWave::Second => points.end,
                KolWave::First | KolWave::Other(_) => points.launch,
            },
        }
    }
}

/// The milestones of a KOL among the items of a plan, in their order; those that were left out or put away are none.
#[must_use]
pub fn milestones<'a>(
    items: &[&'a (RecordId, PlanItem)],
    kol: RecordId,
) -> Vec<&'a (RecordId, PlanItem)> {
    let own = items.iter().copied();
    own.filter(|(_, item)| item.kol == Some(kol) && !is_away(item))
        .collect()
}

/// Those of a KOL's milestones that go when the KOL does: what was done stays, and so does what was left out.
#[must_use]
pub fn open_milestones(items: &[&(RecordId, PlanItem)], kol: RecordId) -> Vec<RecordId> {
    let own = items.iter().filter(|(_, item)| item.kol == Some(kol));
    own.filter(|(_, item)| item.outcome.is_none())
        .map(|(id, _)| *id)
        .collect()
}

fn is_done(item: &PlanItem) -> bool {
    standing_of(item) == ItemStanding::Done
}

fn is_away(item: &PlanItem) -> bool {
    let standing = standing_of(item);
    matches!(
        standing,
        ItemStanding::Dropped | ItemStanding::Parked | ItemStanding::Drawer
    )
}

/// How far a KOL is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KolProgress {
    /// Milestones done.
    pub done: usize,
    /// All of them.
    pub all: usize,
    /// What comes next: the milestone and the day it is done by, where it has one.
    pub next: Option<(RecordId, Option<Date>)>,
    /// Open ones whose day has passed.
    pub late: usize,
    /// Open ones that are done too late to be of use.
    pub misfits: usize,
}

/// How far a KOL is, by their milestones and the schedule of the plan.
#[must_use]
pub fn kol_progress(
    milestones: &[&(RecordId, PlanItem)],
    schedule: &Schedule,
    today: Date,
) -> KolProgress {
    let all = milestones.iter().copied();
    let (done, open): (Vec<_>, Vec<_>) = all.partition(|(_, item)| is_done(item));
    let day = |id: RecordId| schedule.item(id).map(|item| item.done);
    let next = open.iter().map(|(id, _)| (*id, day(*id)));
    let scheduled = || open.iter().filter_map(|(id, _)| schedule.item(*id));
    KolProgress {
        done: done.len(),
        all: milestones.len(),
        // Of one day, and of those without any, the order of the plan.
        next: next.min_by_key(|(_, day)| (day.is_none(), *day)),
        late: scheduled().filter(|item| item.done < today).count(),
        misfits: scheduled().filter(|item| item.is_too_late()).count(),
    }
}

/// How far a KOL of an engagement is, and how far we have come with them.
#[must_use]
pub fn kol_standing(
    file: &ServiceFile,
    schedule: &Schedule,
    (id, kol): &(RecordId, Kol),
    today: Date,
) -> (KolState, KolProgress) {
    let items = kol.engagement.map(|own| plan_items(file, own));
    let own = milestones(&items.unwrap_or_default(), *id);
    (
        kol_state(kol, &own, today),
        kol_progress(&own, schedule, today),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::method::plan::testing::{library, template};
    use crate::method::{
        ClientFile, Template, TemplateEach, answer_id, kol_item_id, plan_item_id, schedule_of,
    };
    use crate::records::{
        Answer, AnswerChoice, Assessment, Engagement, Plan, PlanList, PlanPoint, PlanState,
    };
    use crate::values::{Minutes, Outcome, Period};

    fn on(month: i8, day: i8) -> Date {
        Date::new(2026, month, day).unwrap()
    }

    fn kol(state: Option<KolState>) -> Kol {
        Kol {
            engagement: Some(id(1)),
            state,
            ..Kol::default()
        }
    }

    fn outcome(state: PlanState) -> Option<Outcome<PlanState>> {
        Some(Outcome {
            state,
            at: at(20, 9, 0),
        })
    }

    /// A milestone so many working days after the product is sent.
    fn milestone(number: u8, of: u8, days: i64) -> (RecordId, PlanItem) {
        let item = PlanItem {
            engagement: Some(id(1)),
            kol: Some(id(of)),
            place: Some(i64::from(number)),
            work: Some(Minutes(15)),
            anchor: Some(PlanPoint::Sent),
            anchor_days: Some(days),
            anchor_working: Some(true),
            ..PlanItem::default()
        };
        (id(number), item)
    }

    /// A campaign from a Monday in April to the end of May with the KOLs 50 and 51, each of three milestones.
    fn file(kols: [Kol; 2]) -> ServiceFile {
        let campaign = Engagement {
            period: Period::new(Some(on(4, 13)), Some(on(5, 31))).ok(),
            ..Engagement::default()
        };
        let days = [1, 6, 17].into_iter();
        let days = days.zip(10_u8..);
        let items =
            days.flat_map(|(days, at)| [milestone(at, 50, days), milestone(at + 10, 51, days)]);
        ServiceFile {
            base: Arc::new(ClientFile {
                engagements: vec![(id(1), campaign)],
                ..ClientFile::default()
            }),
            plans: vec![(plan_id(id(1)), Plan::default())],
            items: items.collect(),
            kols: [id(50), id(51)].into_iter().zip(kols).collect(),
            ..ServiceFile::default()
        }
    }

    fn of(file: &ServiceFile, at: usize, today: Date) -> (KolState, KolProgress) {
        let schedule = schedule_of(file, id(1), &WorkDays::new([]), 360, today);
        kol_standing(file, &schedule, &file.kols[at], today)
    }

    #[test]
    fn a_kol_is_as_far_as_somebody_said_or_as_shows_by_itself() {
        let today = on(4, 1);
        let state = |kol: &Kol| kol_state(kol, &[], today);
        assert_eq!(state(&kol(None)), KolState::Listed);
        let newer = kol(Some(KolState::Other("cloned".into())));
        assert_eq!(state(&newer), KolState::Listed);
        let mut sent = kol(Some(KolState::Asked));
        sent.sent_on = Some(on(4, 1));
        assert_eq!(state(&sent), KolState::Sent);
        sent.state = Some(KolState::Declined);
        assert_eq!(state(&sent), KolState::Declined);
        let mut done = milestone(9, 50, 1);
        let agreed = kol(Some(KolState::Agreed));
        assert_eq!(kol_state(&agreed, &[&done], today), KolState::Agreed);
        done.1.outcome = outcome(PlanState::Done);
        assert_eq!(kol_state(&agreed, &[&done], today), KolState::Online);
    }

    #[test]
    fn a_product_that_is_to_be_sent_is_not_sent_yet() {
        let (yesterday, today, tomorrow) = (on(4, 1), on(4, 2), on(4, 3));
        let of = |said, day| {
            let own = Kol {
                sent_on: Some(day),
                ..kol(said)
            };
            let planned = to_be_sent_on(&own, today);
            (kol_state(&own, &[], today), planned, works_with(&own))
        };
        for day in [yesterday, today] {
            let sent = (KolState::Sent, None, true);
            assert_eq!(of(None, day), sent);
            assert_eq!(of(Some(KolState::Contracted), day), sent);
        }
        // Who is to get it was agreed at least.
        let to_be = |state| (state, Some(tomorrow), true);
        assert_eq!(of(None, tomorrow), to_be(KolState::Agreed));
        let asked = Some(KolState::Asked);
        assert_eq!(of(asked, tomorrow), to_be(KolState::Agreed));
        for said in [KolState::Contracted, KolState::Sent] {
            assert_eq!(of(Some(said), tomorrow), to_be(KolState::Contracted));
        }
        let declined = (KolState::Declined, None, false);
        assert_eq!(of(Some(KolState::Declined), tomorrow), declined);
        let online = (KolState::Online, None, true);
        assert_eq!(of(Some(KolState::Online), tomorrow), online);
        assert!(!works_with(&kol(Some(KolState::Asked))));
    }

    /// Fields set, and whether to nothing.
    fn fields(edits: &[Edit]) -> Vec<(&str, bool)> {
        let edits = edits.iter();
        edits
            .map(|edit| (edit.field.as_str(), edit.value.is_null()))
            .collect()
    }

    #[test]
    fn the_day_the_product_is_sent_goes_with_how_far_we_have_come() {
        let today = on(4, 1);
        let mut own = kol(Some(KolState::Contracted));
        let (state, kept, gone) = (("state", false), ("sent_on", false), ("sent_on", true));
        let to = |own: &Kol, to| said_with(own, &to, &[], today);
        assert_eq!(fields(&to(&own, KolState::Sent)), [state, kept]);
        own.sent_on = Some(on(3, 30));
        assert_eq!(fields(&to(&own, KolState::Sent)), [state]);
        assert_eq!(fields(&to(&own, KolState::Agreed)), [state, gone]);
        assert_eq!(fields(&to(&own, KolState::Declined)), [state]);
        // With every milestone done they are online whatever is said: the day stays.
        let done = (
            id(1),
            PlanItem {
                outcome: outcome(PlanState::Done),
                ..PlanItem::default()
            },
        );
        let moved = said_with(&own, &KolState::Agreed, &[&done], today);
        assert_eq!(fields(&moved), [state]);
        // A day to come is a plan that goes along, unless nobody is agreed; sent before it, it is sent today.
        own.sent_on = Some(on(4, 9));
        assert_eq!(fields(&to(&own, KolState::Agreed)), [state]);
        assert_eq!(fields(&to(&own, KolState::Asked)), [state, gone]);
        let sent = to(&own, KolState::Sent);
        assert_eq!(sent[1], kol::sent_on().set(&today));
    }

    #[test]
    fn agreeing_makes_milestones_and_declining_lets_go_of_the_open_ones() {
        let brief = Template {
            per: Some(TemplateEach::Kol),
            ..template("brief", PlanList::Simple)
        };
        let library = library([template("goal", PlanList::Simple), brief]);
        let mut file = file([kol(Some(KolState::Asked)), kol(Some(KolState::Agreed))]);
        file.items.retain(|(_, item)| item.kol == Some(id(51)));
        let go = |file: &ServiceFile, own, to, library| {
            move_kol(file, id(1), id(own), &to, library, on(3, 1))
        };
        let agreed = go(&file, 50, KolState::Agreed, Some(&library));
        assert_eq!(agreed.turn, KolTurn::Agreed);
        assert_eq!(fields(&agreed.edits), [("state", false)]);
        let made: Vec<RecordId> = agreed.make.iter().map(|(id, _)| *id).collect();
        assert_eq!(made, [kol_item_id(id(50), "brief")]);
        assert_eq!(agreed.let_go, []);
        // Without the templates they are agreed all the same, and the milestones come later.
        let alone = go(&file, 50, KolState::Agreed, None);
        assert_eq!((alone.turn, alone.make.len()), (KolTurn::Same, 0));
        assert_eq!(fields(&alone.edits), [("state", false)]);
        // From one agreed state to another nothing is made and nothing goes.
        let signed = go(&file, 51, KolState::Contracted, Some(&library));
        assert_eq!(signed.turn, KolTurn::Same);
        assert_eq!((signed.make.len(), signed.let_go.len()), (0, 0));
        // What was done stays when they decline.
        file.items[0].1.outcome = outcome(PlanState::Done);
        let parted = go(&file, 51, KolState::Declined, Some(&library));
        assert_eq!((parted.turn, parted.make.len()), (KolTurn::Parted, 0));
        assert_eq!(parted.let_go, [id(21), id(22)]);
    }

    #[test]
    fn those_we_work_with_come_first_and_are_counted() {
        let mut all = file([
            kol(Some(KolState::Declined)),
            kol(Some(KolState::Contracted)),
        ]);
        all.kols.push((id(52), kol(None)));
        all.kols.push((id(53), kol(Some(KolState::Asked))));
        let of_another = Kol {
            engagement: Some(id(2)),
            ..kol(None)
        };
        all.kols.push((id(54), of_another));
        let own = kols_of(&all, id(1));
        let ids: Vec<RecordId> = own.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [51, 53, 52, 50].map(id));
        let counts = kol_counts(&own);
        assert_eq!((counts.listed, counts.agreed), (4, 1));
    }

    #[test]
    fn a_name_that_is_on_the_list_is_found_however_it_is_written() {
        let named = |name: &str| Kol {
            name: Some(name.into()),
            ..kol(None)
        };
        let mut file = file([named("Mori 露營日記"), kol(None)]);
        let found = |file: &ServiceFile, name: &str| {
            let found = kol_named(file, id(1), name);
            found.map(|(id, _)| *id)
        };
        for name in ["Mori 露營日記", "  mori露營日記 ", "ＭＯＲＩ　露營日記"] {
            assert_eq!(found(&file, name), Some(id(50)), "{name}");
        }
        for name in ["Mori", "", "  "] {
            assert_eq!(found(&file, name), None, "{name}");
        }
        file.kols[0].1.engagement = Some(id(2));
        assert_eq!(found(&file, "Mori 露營日記"), None);
    }

    #[test]
    fn a_product_that_was_not_sent_is_counted_from_the_last_day_it_can_be() {
        let workdays = WorkDays::new([]);
        let file = file([kol(Some(KolState::Agreed)), kol(Some(KolState::Agreed))]);
        let points = Points {
            launch: Some(on(4, 13)),
            end: Some(on(5, 31)),
            ..Points::default()
        };
        let by = send_by(&KolWave::First, &points, &workdays).unwrap();
        assert_eq!(workdays.plus(by, KOL_DAYS), Some(on(4, 13)));
        let middle = send_by(&KolWave::Second, &points, &workdays).unwrap();
        assert_eq!(workdays.plus(middle, KOL_DAYS), Some(on(5, 7)));
        assert_eq!(
            send_by(&KolWave::First, &Points::default(), &workdays),
            None
        );

        // Long before, all fits.
        let schedule = schedule_of(&file, id(1), &workdays, 360, on(2, 2));
        let last = schedule.item(id(12)).unwrap();
        assert_eq!((last.done, &*last.problems), (on(4, 13), &[][..]));
        let (state, progress) = of(&file, 0, on(2, 2));
        assert_eq!(state, KolState::Agreed);
        assert_eq!((progress.done, progress.all), (0, 3));
        assert_eq!((progress.late, progress.misfits), (0, 0));
        let first = workdays.plus(by, 1);
        assert_eq!(progress.next, Some((id(10), first)));
        // Two working days after that it would be online two working days too late.
        let today = workdays.plus(by, 2).unwrap();
        let (_, progress) = of(&file, 0, today);
        assert_eq!((progress.late, progress.misfits), (0, 1));
    }

    #[test]
    fn a_product_that_was_sent_is_late_by_its_own_days() {
        let mut sent = kol(Some(KolState::Contracted));
        sent.sent_on = Some(on(3, 16));
        let mut file = file([sent, kol(Some(KolState::Agreed))]);
        let (state, progress) = of(&file, 0, on(3, 18));
        assert_eq!((state, progress.late), (KolState::Sent, 1));
        assert_eq!(progress.next, Some((id(10), Some(on(3, 17)))));
        file.items[0].1.outcome = outcome(PlanState::Done);
        let (_, progress) = of(&file, 0, on(3, 18));
        assert_eq!((progress.done, progress.all, progress.late), (1, 3, 0));
        assert_eq!(progress.next, Some((id(11), Some(on(3, 24)))));
        // What was left out is no milestone any more.
        file.items[2].1.outcome = outcome(PlanState::Dropped);
        let (_, progress) = of(&file, 0, on(3, 18));
        assert_eq!((progress.done, progress.all), (1, 2));
    }

    #[test]
    fn a_second_wave_keeps_to_the_end_and_not_to_the_launch() {
        let wave = |wave, sent| Kol {
            wave,
            sent_on: Some(sent),
            ..kol(Some(KolState::Sent))
        };
        let misfits = |kol: Kol| of(&file([kol, Kol::default()]), 0, on(3, 1)).1.misfits;
        assert_eq!(misfits(wave(None, on(4, 1))), 1);
        assert_eq!(misfits(wave(Some(KolWave::Second), on(4, 1))), 0);
        // The campaign has begun: nobody needs to say that it is the second.
        assert_eq!(misfits(wave(None, on(4, 13))), 0);
        assert_eq!(misfits(wave(Some(KolWave::First), on(4, 13))), 3);
        assert_eq!(misfits(wave(None, on(5, 20))), 1);
        let unsent = kol(None);
        assert_eq!(
            kol_wave(&unsent, Some(on(4, 13)), on(4, 12)),
            KolWave::First
        );
        assert_eq!(
            kol_wave(&unsent, Some(on(4, 13)), on(4, 13)),
            KolWave::Second
        );
        assert_eq!(kol_wave(&unsent, None, on(4, 13)), KolWave::First);
    }

    #[test]
    fn what_was_done_stays_when_a_kol_goes() {
        let mut file = file([kol(None), kol(None)]);
        file.items[0].1.outcome = outcome(PlanState::Done);
        let items = plan_items(&file, id(1));
        assert_eq!(open_milestones(&items, id(50)), [id(11), id(12)]);
        assert_eq!(open_milestones(&items, id(51)).len(), 3);
        assert_eq!(open_milestones(&items, plan_item_id(id(1), "goal")), []);
    }

    #[test]
    fn it_is_said_why_there_are_none() {
        let mut file = file([kol(None), kol(None)]);
        let dropped = |file: &ServiceFile| kols_dropped(file, id(1));
        assert_eq!(dropped(&file), None);
        file.plans[0].1.tier = Some(Tier::Mid);
        assert_eq!(dropped(&file), None);
        file.plans[0].1.tier = Some(Tier::Small);
        assert_eq!(dropped(&file), Some(KolsDropped::ByTier));
        let begun = Assessment {
            begun_at: Some(at(20, 9, 0)),
            ..Assessment::default()
        };
        file.assessments = vec![(id(80), begun)];
        let none = Answer {
            choice: Some(AnswerChoice::None),
            ..Answer::default()
        };
        file.answers = vec![(answer_id(id(80), Dimension::Pr.question()), none)];
        assert_eq!(dropped(&file), Some(KolsDropped::ByLevel));
    }
}
