//! Where one can be. A link takes a [`Route`]; no address is written anywhere else.
//!
//! A record's client is part of its identity, so addresses of a client's records carry both.

pub mod navigation;
mod tab;

use yardstick_domain::id::RecordId;

pub use tab::ClientTab;

/// A place in the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// 今日.
    Today,
    /// 客戶.
    Clients,
    /// A new client.
    NewClient,
    /// A client's page, at one of its tabs.
    Client {
        /// The client.
        client: RecordId,
        /// The part shown.
        tab: ClientTab,
    },
    /// 開會: whom with?
    Meet,
    /// Before a meeting with a client, readable in the car.
    MeetingBefore {
        /// The client.
        client: RecordId,
    },
    /// 盤點: one question after the other.
    Ask {
        /// The client.
        client: RecordId,
    },
    /// 服務清單 of an engagement.
    Plan {
        /// The client.
        client: RecordId,
        /// The engagement.
        engagement: RecordId,
    },
    /// A meeting, running or over.
    Meeting {
        /// The client.
        client: RecordId,
        /// The meeting.
        meeting: RecordId,
    },
    /// The two minutes after a meeting.
    WrapUp {
        /// The client.
        client: RecordId,
        /// The meeting.
        meeting: RecordId,
    },
    /// 記一筆, without a client yet.
    Capture,
    /// 記一筆 about a client.
    CaptureFor {
        /// The client.
        client: RecordId,
    },
    /// 一把尺: all clients on the two axes.
    Yardstick,
    /// 更多.
    More,
    /// Work outside meetings.
    Work,
    /// Work outside meetings with a client.
    WorkFor {
        /// The client.
        client: RecordId,
    },
    /// 時程: all engagements side by side.
    Schedule,
    /// 每週數字: the figures of all live clients, week by week.
    Weekly,
    /// 公版: what service plans are made of.
    Templates,
    /// Templates out of a table.
    TemplatesImport,
    /// Promises and to-dos of all clients.
    Tasks,
    /// What waits, what is stuck, when it was last proven.
    Sync,
    /// Backup and restore.
    Backup,
    /// 匯入: clients out of a table.
    Import,
    /// 匯出: a table of clients, a calendar of what is due.
    Export,
    /// What was deleted.
    Deleted,
    /// What was deleted of a client.
    DeletedOf {
        /// The client.
        client: RecordId,
    },
    /// Settings of this device and of the workspace.
    Settings,
    /// Devices and sessions.
    Devices,
    /// Sign in.
    SignIn,
    /// The first minute: an account, or the demo book.
    FirstRun,
    /// Putting the app on the home screen.
    Install,
    /// The demo book.
    Demo,
    /// Text shared to the app from another one.
    Share,
    /// An address of nothing.
    NotFound,
}

/// Places without parameters and their addresses: the one list, read in both directions.
const FIXED: &[(Route, &str)] = &[
    (Route::Today, "/"),
    (Route::Clients, "/clients"),
    (Route::NewClient, "/clients/new"),
    (Route::Meet, "/meet"),
    (Route::Capture, "/capture"),
    (Route::Yardstick, "/yardstick"),
    (Route::More, "/more"),
    (Route::Work, "/work"),
    (Route::Schedule, "/schedule"),
    (Route::Weekly, "/weekly"),
    (Route::Templates, "/templates"),
    (Route::TemplatesImport, "/templates/import"),
    (Route::Tasks, "/tasks"),
    (Route::Sync, "/sync"),
    (Route::Backup, "/backup"),
    (Route::Import, "/import"),
    (Route::Export, "/export"),
    (Route::Deleted, "/deleted"),
    (Route::Settings, "/settings"),
    (Route::Devices, "/devices"),
    (Route::SignIn, "/sign-in"),
    (Route::FirstRun, "/welcome"),
    (Route::Install, "/install"),
    (Route::Demo, "/demo"),
    (Route::Share, "/share"),
    (Route::NotFound, "/not-found"),
];

impl Route {
    /// A client's page as it opens.
    pub fn client(client: RecordId) -> Self {
        Self::Client {
            client,
            tab: ClientTab::Overview,
        }
    }

    /// Which of the five places of the bar this belongs to.
    pub fn place(&self) -> Self {
        match self {
            Self::Today => Self::Today,
            Self::Clients
            | Self::NewClient
            | Self::Client { .. }
            | Self::Ask { .. }
            | Self::Plan { .. }
            | Self::CaptureFor { .. }
            | Self::WorkFor { .. }
            | Self::DeletedOf { .. } => Self::Clients,
            Self::Meet
            | Self::MeetingBefore { .. }
            | Self::Meeting { .. }
            | Self::WrapUp { .. } => Self::Meet,
            Self::Yardstick => Self::Yardstick,
            Self::Tasks => Self::Tasks,
            Self::Capture
            | Self::More
            | Self::Work
            | Self::Weekly
            | Self::Templates
            | Self::TemplatesImport
            | Self::Sync
            | Self::Backup
            | Self::Schedule
            | Self::Import
            | Self::Export
            | Self::Deleted
            | Self::Settings
            | Self::Devices
            | Self::SignIn
            | Self::FirstRun
            | Self::Install
            | Self::Demo
            | Self::Share
            | Self::NotFound => Self::More,
        }
    }

    /// The address.
    pub fn path(&self) -> String {
        match self {
            Self::Client {
                client,
                tab: ClientTab::Overview,
            } => format!("/clients/{client}"),
            Self::Client { client, tab } => format!("/clients/{client}/{}", tab.slug()),
            Self::MeetingBefore { client } => format!("/clients/{client}/before"),
            Self::Ask { client } => format!("/clients/{client}/ask"),
            Self::Plan { client, engagement } => format!("/clients/{client}/plans/{engagement}"),
            Self::CaptureFor { client } => format!("/clients/{client}/capture"),
            Self::WorkFor { client } => format!("/clients/{client}/work"),
            Self::DeletedOf { client } => format!("/clients/{client}/deleted"),
            Self::Meeting { client, meeting } => format!("/clients/{client}/meetings/{meeting}"),
            Self::WrapUp { client, meeting } => {
                format!("/clients/{client}/meetings/{meeting}/wrap-up")
            }
            fixed => FIXED
                .iter()
                .find(|(route, _)| route == fixed)
                .map_or("/not-found", |(_, path)| path)
                .to_owned(),
        }
    }

    /// The place of an address; what follows `?` or `#` is not part of it.
    pub fn parse(address: &str) -> Self {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = if path.len() > 1 {
            path.trim_end_matches('/')
        } else {
            path
        };
        let fixed = FIXED
            .iter()
            .find(|(_, fixed)| *fixed == path)
            .map(|(route, _)| *route);
        fixed
            .or_else(|| Self::parse_of_client(path))
            .unwrap_or(Self::NotFound)
    }

    fn parse_of_client(path: &str) -> Option<Self> {
        let (client, rest) = match path.strip_prefix("/clients/")?.split_once('/') {
            Some((client, rest)) => (client, Some(rest)),
            None => (path.strip_prefix("/clients/")?, None),
        };
        let client = id(client)?;
        match rest
            .map(|rest| rest.split('/').collect::<Vec<_>>())
            .as_deref()
        {
            None => Some(Self::client(client)),
            Some(["before"]) => Some(Self::MeetingBefore { client }),
            Some(["ask"]) => Some(Self::Ask { client }),
            Some(["capture"]) => Some(Self::CaptureFor { client }),
            Some(["work"]) => Some(Self::WorkFor { client }),
            Some(["deleted"]) => Some(Self::DeletedOf { client }),
            Some(["plans", engagement]) => Some(Self::Plan {
                client,
                engagement: id(engagement)?,
            }),
            Some(["meetings", meeting]) => Some(Self::Meeting {
                client,
                meeting: id(meeting)?,
            }),
            Some(["meetings", meeting, "wrap-up"]) => Some(Self::WrapUp {
                client,
                meeting: id(meeting)?,
            }),
            Some([slug]) => Some(Self::Client {
                client,
                tab: ClientTab::of_slug(slug)?,
            }),
            Some(_) => None,
        }
    }
}

/// An id in the one spelling that [`Route::path`] writes, so that every place has one address.
fn id(text: &str) -> Option<RecordId> {
    text.parse()
        .ok()
        .filter(|id: &RecordId| id.to_string() == text)
}

#[cfg(test)]
mod tests;
