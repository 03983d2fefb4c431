//! The parts of a client's page.

use crate::i18n::Msg;

/// A part of a client's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientTab {
    /// 概況: what is next, what is open, who they are, what happened last.
    Overview,
    /// 盤點: what they have, what is asked next, the tier that follows.
    Assessment,
    /// 資料: every field of the client file.
    File,
    /// 聯絡人.
    People,
    /// 案子.
    Engagements,
    /// 時間軸: everything in order.
    Timeline,
}

/// Each tab with its place in the address and its name.
const TABS: [(ClientTab, &str, Msg); 6] = [
    (ClientTab::Overview, "overview", Msg::TabOverview),
    (ClientTab::Assessment, "assessment", Msg::TabAssessment),
    (ClientTab::File, "file", Msg::ClientpageFile),
    (ClientTab::People, "people", Msg::ClientpagePeople),
    (
        ClientTab::Engagements,
        "engagements",
        Msg::ClientpageEngagements,
    ),
    (ClientTab::Timeline, "timeline", Msg::ClientpageTimeline),
];

impl ClientTab {
    /// All tabs, in their order on the screen.
    pub const ALL: [Self; 6] = [
        Self::Overview,
        Self::Assessment,
        Self::File,
        Self::People,
        Self::Engagements,
        Self::Timeline,
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
