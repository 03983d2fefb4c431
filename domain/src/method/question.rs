//! The questions of an assessment (資源評估), one at a time, in the order they are asked. What is said aloud and the words of the choices are
//! in the catalogues of the app; here are their names, and when each is asked.
//!
//! Source: `methodology.md` §2 (three key elements) and §3 (five dimensions, budget, willingness).

use crate::records::NeedElement;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// By one of these, named here.
    One(&'static [&'static str]),
    /// By any of these.
    Several(&'static [&'static str]),
    /// In their own words.
    InWords,
}

/// A question, by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Who does ads, creative, the page and the rewards?
    Team,
    /// Of one who does all: what would they rather hand out?
    Outsourcing,
    /// Of several: who is responsible for what?
    Owners,
    /// Is it their first campaign?
    Experience,
    /// Of a first campaign: when is it to go live, and when to ship?
    Schedule,
    /// Of a cause: what is carried out when?
    CarryingOut,
    /// 社群操作.
    Social,
    /// 廣告投放.
    Ads,
    /// 素材製作.
    Creative,
    /// 公關媒體.
    Pr,
    /// 出貨包裝.
    Fulfilment,
    /// Budget.
    Budget,
    /// What is at hand beyond the page?
    Channels,
    /// 執行意願.
    Willingness,
}

/// The three levels of a dimension and of the budget, the highest first.
const LEVELS: &[&str] = &["ample", "some", "none"];

impl Question {
    /// All, in the order they are asked: people, time, resources; what a line in a meeting most often answers already comes first in each.
    pub const ALL: [Self; 14] = [
        Self::Team,
        Self::Outsourcing,
        Self::Owners,
        Self::Experience,
        Self::Schedule,
        Self::CarryingOut,
        Self::Social,
        Self::Ads,
        Self::Creative,
        Self::Pr,
        Self::Fulfilment,
        Self::Budget,
        Self::Channels,
        Self::Willingness,
    ];

    /// The name it is stored by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Outsourcing => "outsourcing",
            Self::Owners => "owners",
            Self::Experience => "experience",
            Self::Schedule => "schedule",
            Self::CarryingOut => "carrying_out",
            Self::Social => "social",
            Self::Ads => "ads",
            Self::Creative => "creative",
            Self::Pr => "pr",
            Self::Fulfilment => "fulfilment",
            Self::Budget => "budget",
            Self::Channels => "channels",
            Self::Willingness => "willingness",
        }
    }

    /// The key element it belongs to.
    #[must_use]
    pub fn element(self) -> NeedElement {
        match self {
            Self::Team | Self::Outsourcing | Self::Owners | Self::Willingness => {
                NeedElement::People
            }
            Self::Experience | Self::Schedule | Self::CarryingOut => NeedElement::Time,
            Self::Social
            | Self::Ads
            | Self::Creative
            | Self::Pr
            | Self::Fulfilment
            | Self::Budget
            | Self::Channels => NeedElement::Resources,
        }
    }

    /// How it is answered.
    #[must_use]
    pub fn answered(self) -> Answered {
        match self {
            Self::Team => Answered::One(&["several", "few", "one"]),
            Self::Outsourcing => {
                Answered::Several(&["ads", "creative", "page", "rewards", "shipping", "nothing"])
            }
            Self::Owners | Self::Schedule | Self::CarryingOut => Answered::InWords,
            Self::Experience => Answered::One(&["experienced", "first"]),
            Self::Social
            | Self::Ads
            | Self::Creative
            | Self::Pr
            | Self::Fulfilment
            | Self::Budget => Answered::One(LEVELS),
            Self::Channels => Answered::Several(&[
                "page",
                "instagram",
                "line",
                "mailing",
                "community",
                "media",
                "kol",
                "koc",
            ]),
            Self::Willingness => Answered::One(&["eager", "willing", "hesitant"]),
        }
    }
}
