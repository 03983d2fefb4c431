//! The service plan (服務清單) of an engagement: its fixed points, its items, the KOLs it works with.

use std::collections::BTreeSet;

use crate::id::RecordId;
use crate::records::Tier;
use crate::records::declare::kind;
use crate::values::{Date, Instant, Minutes, Money, Outcome, choices};

choices! {
    /// Which way a plan is reckoned.
    pub enum PlanDirection {
        /// 回推: back from the fixed points.
        Back = "back",
        /// 順推: forward from the day it starts.
        Forward = "forward",
    }
}

choices! {
    /// A part of the work.
    pub enum PlanSection {
        /// 策略.
        Strategy = "strategy",
        /// 廣告.
        Ads = "ads",
        /// 設計.
        Design = "design",
        /// 公關.
        Pr = "pr",
        /// 影片.
        Video = "video",
        /// 出貨.
        Fulfilment = "fulfilment",
    }
}

choices! {
    /// The list an item comes with; each takes in those before it.
    pub enum PlanList {
        /// 簡易版.
        Simple = "simple",
        /// 初階版 adds it.
        Basic = "basic",
        /// 進階版 adds it.
        Advanced = "advanced",
    }
}

choices! {
    /// Who does an item.
    pub enum PlanWho {
        /// We do.
        Us = "us",
        /// The client does.
        Client = "client",
        /// Somebody outside.
        Outside = "outside",
    }
}

choices! {
    /// Whom an item waits for when its work is done.
    pub enum PlanWait {
        /// The client looks at it.
        Client = "client",
        /// A designer outside.
        Designer = "designer",
        /// Whoever supplies or makes it.
        Supplier = "supplier",
        /// The platform.
        Platform = "platform",
    }
}

choices! {
    /// A day that others are counted from.
    pub enum PlanPoint {
        /// The work begins.
        Start = "start",
        /// The survey before the launch opens.
        SurveyStart = "survey_start",
        /// It closes.
        SurveyEnd = "survey_end",
        /// The campaign begins.
        Launch = "launch",
        /// It ends.
        End = "end",
        /// It ships.
        Ship = "ship",
        /// The contract is up for renewal.
        Renewal = "renewal",
        /// The product was sent to a KOL.
        Sent = "sent",
    }
}

choices! {
    /// How long a suggestion takes to hand over.
    pub enum SuggestionPace {
        /// 快速建議: said in the meeting.
        Quick = "quick",
        /// 花時間整理: worked on after it.
        Slow = "slow",
    }
}

choices! {
    /// What they made of what was handed over.
    pub enum Adoption {
        /// They do it.
        Adopted = "adopted",
        /// They do not.
        NotAdopted = "not_adopted",
    }
}

choices! {
    /// What became of an item.
    pub enum PlanState {
        /// Done.
        Done = "done",
        /// Left out.
        Dropped = "dropped",
    }
}

choices! {
    /// How far we have come with a KOL.
    pub enum KolState {
        /// 名單: on the list, nobody has asked.
        Listed = "listed",
        /// 詢價: asked what they want for it.
        Asked = "asked",
        /// 談定: agreed.
        Agreed = "agreed",
        /// 簽約: signed.
        Contracted = "contracted",
        /// 寄出: the product is on its way to them.
        Sent = "sent",
        /// 上線: what they made is online.
        Online = "online",
        /// 婉拒: they do not, or we do not.
        Declined = "declined",
    }
}

choices! {
    /// When in a campaign a KOL is online.
    pub enum KolWave {
        /// On the day of the launch at the latest.
        First = "first",
        /// In the middle of the campaign.
        Second = "second",
    }
}

kind! {
    /// The plan of an engagement; its id follows from the engagement's, so that two who make it make one (`method::plan_id`).
    plan: Plan {
        /// The engagement.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// When it was made.
        made_at: Option<Instant> = of::instant(),
        /// The tier its list follows.
        tier: Option<Tier> = of::choice::<Tier>(),
        /// Which way it is reckoned.
        direction: Option<PlanDirection> = of::choice::<PlanDirection>(),
        /// The day the work begins.
        start: Option<Date> = of::date(),
        /// The day the survey before the launch opens.
        survey_start: Option<Date> = of::date(),
        /// The day it closes.
        survey_end: Option<Date> = of::date(),
    }
}

kind! {
    /// An item of a plan: a snapshot of the template it comes from, tailored since. Open as long as it has no outcome.
    plan_item: PlanItem {
        /// The engagement.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// The template it comes from; nothing for one of our own.
        template: Option<String> = of::text(48),
        /// Where it stands in its plan.
        place: Option<i64> = of::integer(0, 1_000_000),
        /// What is to be done.
        title: Option<String> = of::name(200),
        /// The part of the work.
        section: Option<PlanSection> = of::choice::<PlanSection>(),
        /// The list it comes with.
        list: Option<PlanList> = of::choice::<PlanList>(),
        /// How it is done, for whoever has not done it before.
        guidance: Option<String> = of::multiline(2_000),
        /// What of it is for this client.
        advice: Option<String> = of::multiline(2_000),
        /// What it weighs among the items of its list.
        weight: Option<i64> = of::integer(0, 100),
        /// Who does it.
        who: Option<PlanWho> = of::choice::<PlanWho>(),
        /// Their name.
        who_name: Option<String> = of::person(),
        /// Our work on it.
        work: Option<Minutes> = of::minutes(60_000),
        /// Working days it then waits.
        wait_days: Option<i64> = of::integer(0, 200),
        /// For whom.
        wait_for: Option<PlanWait> = of::choice::<PlanWait>(),
        /// The items it comes after, by id.
        after: BTreeSet<String> = of::set(40),
        /// The fixed point it is counted from.
        anchor: Option<PlanPoint> = of::choice::<PlanPoint>(),
        /// Days from there to the day it is done; before it, if negative.
        anchor_days: Option<i64> = of::integer(-1_000, 1_000),
        /// Whether those are working days.
        anchor_working: Option<bool> = of::yes_no(),
        /// The day it is to be done, where a person has set it.
        due: Option<Date> = of::date(),
        /// The KOL it is for.
        kol: Option<RecordId> = of::reference("kol"),
        /// 能力可執行.
        able: Option<bool> = of::yes_no(),
        /// 願意做.
        willing: Option<bool> = of::yes_no(),
        /// 資源可負擔.
        affordable: Option<bool> = of::yes_no(),
        /// How long it takes to hand over.
        pace: Option<SuggestionPace> = of::choice::<SuggestionPace>(),
        /// When it was handed over.
        handed_at: Option<Instant> = of::instant(),
        /// In which meeting.
        handed_in: Option<RecordId> = of::reference("meeting"),
        /// What they made of it.
        adoption: Option<Adoption> = of::choice::<Adoption>(),
        /// Why.
        adoption_reason: Option<String> = of::text(300),
        /// Complex, and only if it comes up: in the drawer, uncounted.
        drawer: Option<bool> = of::yes_no(),
        /// Beyond the list of the tier that holds now.
        parked: Option<bool> = of::yes_no(),
        /// What became of it, and when.
        outcome: Option<Outcome<PlanState>> = of::outcome::<PlanState>(),
    }
}

kind! {
    /// A KOL of an engagement.
    kol: Kol {
        /// The engagement.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// What everybody calls them.
        name: Option<String> = of::name(80),
        /// Where they are seen: a platform, a name there, a link.
        channel: Option<String> = of::text(200),
        /// Those who follow them.
        followers: Option<i64> = of::integer(0, 1_000_000_000),
        /// How far we have come with them; `method::kol_state` says what that comes to.
        state: Option<KolState> = of::choice::<KolState>(),
        /// When in the campaign they are online.
        wave: Option<KolWave> = of::choice::<KolWave>(),
        /// The day the product was sent, from which their days count.
        sent_on: Option<Date> = of::date(),
        /// What they ask.
        fee: Option<Money> = of::money(),
        /// What was agreed.
        note: Option<String> = of::multiline(500),
    }
}
