//! A template opened: every figure and word of it, taking effect on plans made from now on.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::method::{
    Template, TemplateOrigin, back_to_built_in, default_template, origin_of,
};
use yardstick_domain::records::{FieldSpec, template};

use super::Of;
use super::after::After;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, Sheet, Variant, open_while};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::session::{Action, Session};

/// The sheet of the template that is chosen.
#[component]
pub(super) fn EditorSheet(of: Of, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let open = open_while(chosen);
    view! {
        <Sheet open title=Msg::TemplateTemplate>
            {move || {
                let id = chosen.get()?;
                let key = untrack(|| of.key(&id))?;
                Some(view! { <Editor of id key open/> })
            }}
        </Sheet>
    }
}

#[component]
fn Editor(of: Of, id: String, key: RecordKey, open: RwSignal<bool>) -> impl IntoView {
    let records = of.records;
    let name = StoredValue::new(id);
    let own = StoredValue::new(key);
    let one = Memo::new(move |_| name.with_value(|id| of.template(id)));
    // What holds as long as nobody says otherwise: what is built in, or how one of our own begins.
    let base = Memo::new(move |_| {
        let built_in = name.with_value(|id| of.base().template(id).cloned());
        let own = || one.with(|one| Some(default_template(&one.as_ref()?.id, &one.as_ref()?.kind)));
        built_in.or_else(own)
    });
    let is_built_in = Memo::new(move |_| name.with_value(|id| of.base().template(id).is_some()));
    let field = move |spec: FieldSpec, hint: Option<Msg>| {
        let instead = Signal::derive(move || one.with(|one| one.as_ref()?.value(&spec)));
        // One of our own says all of itself: how a new one begins may change. Its title begins as nothing.
        let is_title = spec.name == template::title().name();
        let without = Signal::derive(move || {
            let holds = is_built_in.get() || is_title;
            base.with(|base| base.as_ref().filter(|_| holds)?.value(&spec))
        });
        let hint = Signal::derive(move || match hint {
            Some(hint) => t(hint),
            None => String::new(),
        });
        let record = own.get_value();
        view! { <FieldEditor records record spec hint instead without/> }
    };
    let text_hint = untrack(|| is_built_in.get()).then_some(Msg::TemplatesOwnHint);
    let has = move |asks: fn(&Template) -> bool| {
        Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(asks)))
    };
    let (depends, anchored) = (
        has(|one| one.dimension.is_some()),
        has(|one| one.anchor.is_some()),
    );
    // A level said of one that depends on nothing would be lost from sight.
    let has_levels = Memo::new(move |_| {
        depends.get()
            || records.with(|records| {
                let record = own.with_value(|key| records.record(key));
                record.is_some_and(|record| record.value(template::dimension().name()).is_some())
            })
    });
    view! {
        <div class="form">
            <RecordTrouble records record=own.get_value()/>
            <LeftOut own one/>
            {field(template::title().spec(), text_hint)}
            {field(template::guidance().spec(), text_hint)}
            {field(template::section().spec(), None)}
            {field(template::list().spec(), None)}
            <p class="soft small">{move || t(Msg::TemplateListHint)}</p>
            {field(template::work().spec(), None)} {field(template::wait_days().spec(), None)}
            {field(template::wait_for().spec(), None)} {field(template::weight().spec(), None)}
            <details class="details">
                <summary>{move || t(Msg::PlanMore)}</summary>
                <div class="form">
                    {field(template::who().spec(), None)} <After of own one base/>
                    {field(template::anchored().spec(), None)}
                    <Show when=move || anchored.get()>
                        {field(template::anchor().spec(), None)}
                        {field(template::anchor_days().spec(), Some(Msg::TemplateAnchorDaysHint))}
                        {field(template::anchor_working().spec(), None)}
                    </Show>
                    {field(template::dimension().spec(), None)}
                    <p class="soft small">{move || t(Msg::TemplateDimensionHint)}</p>
                    <Show when=move || has_levels.get()>
                        {field(template::level_from().spec(), None)}
                        {field(template::level_to().spec(), None)}
                    </Show>
                    {field(template::complex().spec(), None)}
                    {field(template::per_kol().spec(), None)}
                </div>
            </details>
            <Ways of own one is_built_in open/>
        </div>
    }
}

/// That plans are made without it, and the way back.
#[component]
fn LeftOut(own: StoredValue<RecordKey>, one: Memo<Option<Template>>) -> impl IntoView {
    let session = Session::expect();
    let is_out = Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| one.left_out)));
    let bring_back = move |_| {
        let edit = template::left_out().clear();
        let action = own.with_value(|key| Action::new(Msg::TemplatesToastIn).set(key, edit));
        session.edit(action);
    };
    view! {
        <Show when=move || is_out.get()>
            <div class="banner">
                <Icon glyph=Glyph::Archive/>
                <p class="banner-text">{move || t(Msg::TemplatesIsOut)}</p>
                <Button label=Msg::TemplatesBringBack on_press=bring_back/>
            </div>
        </Show>
    }
}

/// What can be done with it.
#[component]
fn Ways(
    of: Of,
    own: StoredValue<RecordKey>,
    one: Memo<Option<Template>>,
    is_built_in: Memo<bool>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::expect();
    let is_in = Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| !one.left_out)));
    let is_changed = Memo::new(move |_| {
        let origin = one.with(|one| Some(origin_of(&of.base(), one.as_ref()?)));
        origin == Some(TemplateOrigin::Changed)
    });
    let leave_out = move |_| {
        let edit = template::left_out().set(&true);
        let action = own.with_value(|key| Action::new(Msg::TemplatesToastOut).set(key, edit));
        session.edit(action);
    };
    let back = move |_| {
        let edits = of.records.with_untracked(|records| {
            let record = own.with_value(|key| records.record(key));
            record.map(back_to_built_in).unwrap_or_default()
        });
        let action = own.with_value(|key| Action::new(Msg::TemplatesToastBack).set_all(key, edits));
        session.edit(action);
    };
    let delete = move |_| {
        open.set(false);
        session.delete(Msg::TemplatesToastDeleted, vec![own.get_value()]);
    };
    view! {
        <div class="cluster">
            <HistoryButton record=own.get_value()/>
            <Show when=move || is_changed.get()>
                <Button label=Msg::TemplatesBack glyph=Glyph::Undo2 on_press=back/>
            </Show>
            <Show when=move || is_in.get()>
                <Button label=Msg::TemplatesLeaveOut glyph=Glyph::Archive on_press=leave_out/>
            </Show>
            <Show when=move || !is_built_in.get()>
                <Button
                    label=Msg::TemplatesDelete
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </Show>
        </div>
    }
}
