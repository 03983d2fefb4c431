//! The parts of a client's page.

use crate::i18n::Msg;

/// A part of a client's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientTab {
    /// 概況: what is next, what is open, the timeline.
    Overview,
    /// 會議.
    Meetings,
    /// 服務: needs, assessment, service plan.
    Service,
    /// 目標: success definition, key metrics, check-ins.
    Goals,
    /// 策略: attack or defence, trials, evidence.
    Strategy,
}

/// Each tab with its place in the address and its name.
const TABS: [(ClientTab, &str, Msg); 5] = [
    (ClientTab::Overview, "overview", Msg::TabOverview),
    (ClientTab::Meetings, "meetings", Msg::TabMeetings),
    (ClientTab::Service, "service", Msg::TabService),
    (ClientTab::Goals, "goals", Msg::TabGoals),
    (ClientTab::Strategy, "strategy", Msg::TabStrategy),
];

impl ClientTab {
    /// All tabs, in their order on the screen.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Meetings,
        Self::Service,
        Self::Goals,
        Self::Strategy,
    ];

    /// Its name.
    pub fn name(self) -> Msg {
        self.row().2
    }

    /// Its place in the address.
    pub(super) fn slug(self) -> &'static str {
        self.row().1
    }

    /// The tab of a place in the address.
    pub(super) fn of_slug(slug: &str) -> Option<Self> {
        TABS.iter()
            .find(|(_, own, _)| *own == slug)
            .map(|(tab, _, _)| *tab)
    }

    fn row(self) -> &'static (Self, &'static str, Msg) {
        // TABS has each of them.
        TABS.iter()
            .find(|(tab, _, _)| *tab == self)
            .unwrap_or(&TABS[0])
    }
}
