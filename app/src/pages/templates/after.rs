//! What a template comes after: those of its kind, without going round in a circle.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::method::{Template, can_come_after};
use yardstick_domain::records::{Edit, template};

use super::{Of, title};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Glyph, IconButton, Select};
use crate::session::{Action, Session};

/// The list, each with a way to take it out, and a choice of one more.
#[component]
pub(super) fn After(
    of: Of,
    own: StoredValue<RecordKey>,
    one: Memo<Option<Template>>,
    /// As it is built in.
    base: Memo<Option<Template>>,
) -> impl IntoView {
    let session = Session::expect();
    let is_base = move |id: &String| {
        base.with_untracked(|base| base.as_ref().is_some_and(|base| base.after.contains(id)))
    };
    let set = move |edit: Edit| {
        let action = own.with_value(|key| Action::new(Msg::ClientpageToastEdited).set(key, edit));
        session.edit(action.quietly());
    };
    let add = move |id: Option<String>| {
        let Some(id) = id else { return };
        set(if is_base(&id) {
            template::not_after().remove(&id)
        } else {
            template::after().add(&id)
        });
    };
    let take = move |id: &String| {
        set(if is_base(id) {
            template::not_after().add(id)
        } else {
            template::after().remove(id)
        });
    };
    let listed = Memo::new(move |_| {
        let library = of.library();
        let ids = one.with(|one| {
            one.as_ref()
                .map(|one| one.after.clone())
                .unwrap_or_default()
        });
        let named = ids.into_iter().filter_map(|id| {
            let title = library.template(&id).map(title)?;
            Some((id, title))
        });
        named.collect::<Vec<_>>()
    });
    let others = Memo::new(move |_| {
        let library = of.library();
        one.with(|one| {
            let Some(one) = one else { return Vec::new() };
            let can = can_come_after(&library, one).into_iter();
            let can = can.filter(|other| !one.after.contains(&other.id));
            can.map(|other| (other.id.clone(), title(other)))
                .collect::<Vec<_>>()
        })
    });
    let row = move |(id, title): (String, String)| {
        let name = title.clone();
        view! {
            <li class="split">
                <span>{title}</span>
                <IconButton
                    glyph=Glyph::X
                    name=Signal::derive(move || {
                        t_with(Msg::TemplatesTakeAfter, &[("title", &name)])
                    })
                    on_press=move |_| take(&id)
                />
            </li>
        }
    };
    view! {
        <div class="stack" data-gap="2" role="group" aria-label=move || t(Msg::TemplateAfter)>
            <h3>{move || t(Msg::TemplateAfter)}</h3>
            <Show when=move || listed.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::TemplatesNoAfter)}</p>
            </Show>
            <ul class="stack" data-gap="1" role="list">
                {move || listed.get().into_iter().map(row).collect_view()}
            </ul>
            {move || {
                let options = others.get().into_iter();
                let options: Vec<(String, Signal<String>)> = options
                    .map(|(id, title)| (id, Signal::stored(title)))
                    .collect();
                (!options.is_empty())
                    .then(|| {
                        view! {
                            <Select
                                label=Msg::TemplatesAddAfter
                                options
                                value=Signal::derive(|| None::<String>)
                                on_choose=add
                            />
                        }
                    })
            }}
        </div>
    }
}
