//! What restoring would change: how much, and a list of it, before the button that does it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::backup::{Contents, Difference, RecordDifference};
use yardstick_domain::change::{Name, RecordKey, Value};
use yardstick_domain::id::RecordId;
use yardstick_domain::order;

use crate::book::Book;
use crate::i18n::{Msg, format, t, t_n};
use crate::kit::{Button, Glyph, Variant};
use crate::pages::sync::naming;

/// Records listed at most; the counts tell of all.
const MOST: usize = 50;

/// What records of a file are called there: the book may know nothing of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    records: BTreeMap<RecordKey, String>,
    clients: BTreeMap<RecordId, String>,
}

impl Names {
    /// Of the records that are listed, and of their clients.
    pub(super) fn of(difference: &Difference, file: &Contents) -> Self {
        let name = |key: &RecordKey| {
            let values = file.get(key)?.iter();
            let values = values.map(|(field, value)| (field.as_str(), value.as_bytes()));
            naming::named(key.kind.as_str(), values)
        };
        let listed = difference.records.iter().take(MOST).map(|(key, _)| key);
        let clients = listed.clone().map(|key| RecordKey {
            client: key.client,
            record: key.client,
            kind: CLIENT_KIND.into(),
        });
        Self {
            records: order::map(listed.filter_map(|key| Some((key.clone(), name(key)?)))),
            clients: order::map(clients.filter_map(|key| Some((key.client, name(&key)?)))),
        }
    }
}

/// Counts, the button, and the list.
#[component]
pub(super) fn DifferenceView(
    difference: Arc<Difference>,
    names: Arc<Names>,
    restore: Callback<Arc<Difference>>,
) -> impl IntoView {
    let (new, changed) = difference.counts();
    let total = u32::try_from(difference.records.len()).unwrap_or(u32::MAX);
    if total == 0 {
        return view! { <p>{move || t(Msg::BackupNothing)}</p> }.into_any();
    }
    let more = u32::try_from(difference.records.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    let lines = difference
        .records
        .iter()
        .take(MOST)
        .map(|(key, what)| {
            let (name, of) = (names.records.get(key), names.clients.get(&key.client));
            view! { <Line key=key.clone() what=what.clone() name=name.cloned() of=of.cloned()/> }
        })
        .collect_view();
    let same = difference.same;
    view! {
        <h3>{move || t(Msg::BackupDifference)}</h3>
        <dl class="facts">
            <Count name=Msg::BackupNew count=new/>
            <Count name=Msg::BackupChanged count=changed/>
            <Count name=Msg::BackupSame count=same/>
        </dl>
        <p class="soft">{move || t(Msg::BackupKept)}</p>
        <div class="cluster">
            <Button
                label=Signal::derive(move || t_n(Msg::BackupApply, total, &[]))
                glyph=Glyph::ArchiveRestore
                variant=Variant::Primary
                on_press=move |_| restore.run(Arc::clone(&difference))
            />
        </div>
        <ul class="rows">{lines}</ul>
        {(more > 0).then(|| view! { <p class="small soft">{move || t_n(Msg::BackupMore, more, &[])}</p> })}
    }
    .into_any()
}

#[component]
fn Count(name: Msg, count: usize) -> impl IntoView {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    view! {
        <div>
            <dt>{move || t(name)}</dt>
            <dd>{move || format::number(count, 0)}</dd>
        </div>
    }
}

#[component]
fn Line(
    key: RecordKey,
    what: RecordDifference,
    /// What it is called in the file.
    name: Option<String>,
    /// What its client is called there.
    of: Option<String>,
) -> impl IntoView {
    let rows = Book::expect().clients();
    let kind = naming::kind(key.kind.as_str());
    let client = key.client;
    let is_client = key.record == client;
    let title = move || {
        let known = rows
            .with(|rows| naming::known(rows, client))
            .or_else(|| of.clone());
        let of = known.unwrap_or_else(|| t(Msg::SyncNoClient));
        let own = name.as_ref().filter(|_| !is_client);
        let mut parts = vec![of, t(kind)];
        parts.extend(own.cloned());
        parts.join(" · ")
    };
    let note = match what {
        RecordDifference::New => view! { <span>{move || t(Msg::BackupIsNew)}</span> }.into_any(),
        RecordDifference::Deleted => {
            view! { <span>{move || t(Msg::BackupIsBack)}</span> }.into_any()
        }
        RecordDifference::Changed { fields } => view! { <ChangedFields key fields/> }.into_any(),
    };
    view! {
        <li>
            <div class="row">
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note difference">{note}</span>
                </span>
            </div>
        </li>
    }
}

#[component]
fn ChangedFields(key: RecordKey, fields: Vec<(Name, Option<Value>, Value)>) -> impl IntoView {
    fields
        .into_iter()
        .map(|(name, before, after)| {
            let key = key.field(name);
            let field = naming::field(&key);
            let written = |value: &Value| {
                if value.is_null() {
                    t(Msg::BackupEmptyValue)
                } else {
                    naming::value(&key, value)
                }
            };
            let before = before.as_ref().map(written);
            let after = written(&after);
            view! {
                <span>
                    {field} " " {before.map(|before| view! { <del>{before}</del> })} " "
                    <ins>{after}</ins> " "
                </span>
            }
        })
        .collect_view()
}
