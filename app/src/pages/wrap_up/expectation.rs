//! 期待值: was the advice precise, what do they expect now; and what we keep in reserve. Never shown to the client.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Edit, Expectation, Precision, meeting as field};
use yardstick_domain::values::Choice as _;

use super::Step;
use crate::book::ClientHandle;
use crate::i18n::Msg;
use crate::kit::{Choice, TextArea};
use crate::session::{Action, Session};

/// The step: two taps, and a line for the reserve.
#[component]
pub(super) fn Expecting(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let key = records.with_untracked(|records| records.key("meeting", meeting));
    let reserve = session.text(key.field(field::reserve().name()));
    let view = Memo::new(move |_| {
        records
            .with(|records| records.meeting(meeting).cloned())
            .unwrap_or_default()
    });
    let key = StoredValue::new(key);
    let set = move |edit: Edit| {
        let action = key.with_value(|key| Action::new(Msg::WrapUpExpectationNoted).set(key, edit));
        session.edit(action.quietly());
    };
    let precisions = Precision::ALL.iter();
    let expectations = Expectation::ALL.iter();
    view! {
        <Step title=Msg::WrapUpExpectation>
            <Choice
                label=Msg::WrapUpPrecision
                options=precisions.map(|own| (own.clone(), precision_name(own).into())).collect()
                value=Signal::derive(move || view.with(|view| view.precision.clone()))
                on_choose=move |chosen: Precision| set(field::precision().set(&chosen))
            />
            <Choice
                label=Msg::WrapUpExpects
                options=expectations.map(|own| (own.clone(), expectation_name(own).into())).collect()
                value=Signal::derive(move || view.with(|view| view.expectation.clone()))
                on_choose=move |chosen: Expectation| set(field::expectation().set(&chosen))
            />
            <TextArea
                label=Msg::WrapUpReserve
                hint=Msg::WrapUpReserveHint
                value=reserve.value
                on_input=move |typed| reserve.input(typed)
                on_commit=move |_| reserve.blur()
            />
        </Step>
    }
}

fn precision_name(precision: &Precision) -> Msg {
    match precision {
        Precision::Precise => Msg::WrapUpPrecise,
        Precision::Partly => Msg::WrapUpPartly,
        Precision::Off => Msg::WrapUpOff,
        Precision::Other(_) => Msg::MeetKindElse,
    }
}

fn expectation_name(expectation: &Expectation) -> Msg {
    match expectation {
        Expectation::Higher => Msg::WrapUpHigher,
        Expectation::Same => Msg::WrapUpSame,
        Expectation::Lower => Msg::WrapUpLower,
        Expectation::Other(_) => Msg::MeetKindElse,
    }
}
