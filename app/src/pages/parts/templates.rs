//! The template library (公版) for the pages that choose from it or change it: the built-in set with what the team made of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Library, list_of, team_library};
use yardstick_domain::records::TeamTemplate;

use super::practice::of_nobody;
use crate::book::Records;
use crate::browser::online;
use crate::i18n::locale;
use crate::library::{known, library};

/// Templates: on their way, here, or not to be had now.
#[derive(Clone, Debug, PartialEq)]
pub enum Templates {
    /// Asked for.
    Coming,
    /// On this device.
    Here(Arc<Library>),
    /// Not on this device, and not to be had without a network.
    Missing,
}

impl Templates {
    /// The library, if it is here.
    pub fn here(self) -> Option<Arc<Library>> {
        match self {
            Self::Here(library) => Some(library),
            Self::Coming | Self::Missing => None,
        }
    }
}

/// The built-in templates in the language shown. They are asked for again when that changes, and when there is a network again.
pub fn built_in() -> RwSignal<Templates> {
    let now = || known(locale()).map_or(Templates::Coming, Templates::Here);
    let templates = RwSignal::new(untrack(now));
    let ask = move || {
        let language = untrack(locale);
        spawn_local(async move {
            let read = library(language).await;
            // Another language may have been chosen meanwhile. Refused when the person has gone elsewhere.
            if untrack(locale) == language {
                let read = read.map_or(Templates::Missing, Templates::Here);
                let _ = templates.try_set(read);
            }
        });
    };
    Effect::new(move |_| {
        locale();
        let now = untrack(now);
        let is_here = now != Templates::Coming;
        if templates.with_untracked(|shown| *shown != now) {
            templates.set(now);
        }
        if !is_here {
            ask();
        }
    });
    let network = online::on_online(move || {
        if templates.try_with_untracked(|shown| *shown == Templates::Missing) == Some(true) {
            ask();
        }
    });
    let network = StoredValue::new_local(Some(network));
    on_cleanup(move || drop(network.try_update_value(Option::take)));
    templates
}

/// What the team made of templates, by id.
pub fn of_team(of_nobody: Signal<Arc<Records>>) -> Memo<Vec<(RecordId, TeamTemplate)>> {
    Memo::new(move |_| of_nobody.with(|records| list_of(records.all())))
}

/// The library as the team has it, that plans choose from.
pub fn templates() -> Memo<Templates> {
    let (built_in, team) = (built_in(), of_team(of_nobody()));
    laid_over(built_in, team)
}

/// The built-in templates with what the team made of them.
pub fn laid_over(
    built_in: RwSignal<Templates>,
    team: Memo<Vec<(RecordId, TeamTemplate)>>,
) -> Memo<Templates> {
    Memo::new(move |_| match built_in.get() {
        Templates::Here(library) => {
            let library = team.with(|team| team_library(&library, team));
            Templates::Here(Arc::new(library))
        }
        other => other,
    })
}
