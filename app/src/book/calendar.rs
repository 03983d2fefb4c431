//! What is due and planned as events of a calendar, said in the person's language: for a file, and for whoever subscribes.

use std::rc::Rc;

use leptos::prelude::GetUntracked;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    CalendarWords, ClientFile, Detail, DiscreetWords, Promise, calendar, feed, open_promises,
};
use yardstick_domain::text::Event;
use yardstick_domain::values::Instant;

use super::{Book, everything};
use crate::i18n::{Msg, t, t_with};
use crate::session::Need;
use crate::session::core::Core;

impl Book {
    /// All that is due and planned, by when it is.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn calendar(self) -> Result<Vec<Event>, Need> {
        events(&self.core(), None).await
    }
}

/// All that is due and planned: as in a file, or as much of it as is told now to whoever subscribes.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(crate) async fn events(
    core: &Rc<Core>,
    subscribed: Option<(Detail, Instant)>,
) -> Result<Vec<Event>, Need> {
    let mut of_nobody: Vec<Promise> = Vec::new();
    everything::read(core, &[RecordId::NIL], |records| {
        of_nobody = open_promises(&ClientFile::of(records));
    })
    .await?;
    let rows = core.shelf.rows.get_untracked();
    let clients = rows.iter().map(|row| &*row.summary);
    let words = CalendarWords {
        meeting: &|client, title| match title {
            Some(title) => t_with(
                Msg::ExportEventMeetingAbout,
                &[("client", client), ("title", title)],
            ),
            None => t_with(Msg::ExportEventMeeting, &[("client", client)]),
        },
        promise: &|ours, client, title| match client {
            Some(client) => {
                let side = if ours {
                    Msg::ExportEventOurs
                } else {
                    Msg::ExportEventTheirs
                };
                t_with(side, &[("client", client), ("title", title)])
            }
            None => t_with(Msg::ExportEventOwn, &[("title", title)]),
        },
        nameless: t(Msg::ClientsNameless),
    };
    Ok(match subscribed {
        None => calendar(clients, &of_nobody, &words),
        Some((detail, now)) => feed(clients, &of_nobody, detail, now, &words, &discreet()),
    })
}

fn discreet() -> DiscreetWords<'static> {
    DiscreetWords {
        meeting: &|initials| said(Msg::FeedEventMeeting, Msg::FeedEventMeetingWith, initials),
        promise: &|ours, initials| {
            if ours {
                said(Msg::FeedEventOurs, Msg::FeedEventOursWith, initials)
            } else {
                said(Msg::FeedEventTheirs, Msg::FeedEventTheirsWith, initials)
            }
        },
        own: &|| t(Msg::FeedEventOwn),
    }
}

fn said(bare: Msg, with: Msg, initials: Option<&str>) -> String {
    match initials {
        Some(initials) => t_with(with, &[("initials", initials)]),
        None => t(bare),
    }
}
