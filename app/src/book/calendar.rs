//! What is due and planned as events of a calendar: for a file in the language shown, and for whoever subscribes in theirs.

use std::rc::Rc;

use leptos::prelude::GetUntracked;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    CalendarWords, ClientFile, Detail, DiscreetWords, Promise, calendar, feed, open_promises,
};
use yardstick_domain::text::Event;
use yardstick_domain::values::Instant;

use super::{Book, everything};
use crate::i18n::{Msg, Spoken};
use crate::session::Need;
use crate::session::core::Core;

impl Book {
    /// All that is due and planned, by when it is.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn calendar(self) -> Result<Vec<Event>, Need> {
        events(&self.core(), &Spoken::shown(), None).await
    }
}

/// All that is due and planned: as in a file, or as much of it as is told now to whoever subscribes.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(crate) async fn events(
    core: &Rc<Core>,
    spoken: &Spoken,
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
            Some(title) => spoken.t_with(
                Msg::ExportEventMeetingAbout,
                &[("client", client), ("title", title)],
            ),
            None => spoken.t_with(Msg::ExportEventMeeting, &[("client", client)]),
        },
        promise: &|ours, client, title| match client {
            Some(client) => {
                let side = if ours {
                    Msg::ExportEventOurs
                } else {
                    Msg::ExportEventTheirs
                };
                spoken.t_with(side, &[("client", client), ("title", title)])
            }
            None => spoken.t_with(Msg::ExportEventOwn, &[("title", title)]),
        },
        nameless: spoken.t(Msg::ClientsNameless),
    };
    let said = |bare, with, initials: Option<&str>| match initials {
        Some(initials) => spoken.t_with(with, &[("initials", initials)]),
        None => spoken.t(bare),
    };
    let discreet = DiscreetWords {
        meeting: &|initials| said(Msg::FeedEventMeeting, Msg::FeedEventMeetingWith, initials),
        promise: &|ours, initials| {
            if ours {
                said(Msg::FeedEventOurs, Msg::FeedEventOursWith, initials)
            } else {
                said(Msg::FeedEventTheirs, Msg::FeedEventTheirsWith, initials)
            }
        },
        own: &|| spoken.t(Msg::FeedEventOwn),
    };
    Ok(match subscribed {
        None => calendar(clients, &of_nobody, &words),
        Some((detail, now)) => feed(clients, &of_nobody, detail, now, &words, &discreet),
    })
}
