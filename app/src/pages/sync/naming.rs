//! What a field is called that something happened to: its client, its record, itself.

use yardstick_domain::bundle::Record;
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::id::RecordId;
use yardstick_domain::method;
use yardstick_domain::records::{
    self, Client, Contact, CostTalk, Engagement, FieldSpec, FieldType, Kol, Meeting, Need,
    NoteLine, PlanItem, Reading, Task, TeamTemplate, WeeklyFigure, answer, template,
};

use crate::book::{ClientRow, Records};
use crate::i18n::{Msg, t, t_with};
use crate::library;
use crate::pages::parts::{attendees, naming, questions, show, words};

/// The client, or that it belongs to none.
pub(in crate::pages) fn client(rows: &[ClientRow], client: RecordId) -> String {
    known(rows, client).unwrap_or_else(|| t(Msg::SyncNoClient))
}

/// The client, if the list knows it.
pub(in crate::pages) fn known(rows: &[ClientRow], client: RecordId) -> Option<String> {
    naming::name_in(rows, client)
}

/// A kind of record.
pub(in crate::pages) fn kind(kind: &str) -> Msg {
    match kind {
        "client" => Msg::ClientClient,
        "contact" => Msg::ContactContact,
        "engagement" => Msg::EngagementEngagement,
        "meeting" => Msg::SyncKindMeeting,
        "note_line" => Msg::SyncKindNote,
        "task" => Msg::SyncKindTask,
        "time_entry" => Msg::SyncKindTime,
        "reading" => Msg::ReadingReading,
        "assessment" => Msg::AskAssessment,
        "answer" => Msg::AskAnswer,
        "need" => Msg::NeedNeed,
        "plan" => Msg::PlanService,
        "plan_item" => Msg::PlanItem,
        "kol" => Msg::KolTitle,
        "supplement" => Msg::SupplementSupplement,
        "nudge" => Msg::NudgeReminder,
        "screening" => Msg::ScreeningScreening,
        "cost_talk" => Msg::CosttalkTalk,
        "profile" => Msg::ProfileProfile,
        "weekly_figure" => Msg::WeeklyTitle,
        "hand_over" => Msg::HandoverHandover,
        "template" => Msg::TemplateTemplate,
        _ => Msg::SyncKindUnknown,
    }
}

/// What a record is called; nothing for one without a name of its own.
pub(in crate::pages) fn record(record: &Record) -> Option<String> {
    let own = named(record.key.kind.as_str(), record.values());
    // What was changed of a built-in template may be anything but its title.
    let is_template = record.key.kind.as_str() == template::SPEC.name;
    own.or_else(|| library::title_of_record(record.key.record).filter(|_| is_template))
}

/// What a record with these fields is called.
pub(in crate::pages) fn named<'a>(
    kind: &str,
    values: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Option<String> {
    let name = match kind {
        "client" => Client::read(values).name,
        "contact" => Contact::read(values).name,
        "engagement" => Engagement::read(values).title,
        "task" => Task::read(values).title,
        "need" => Need::read(values).text,
        "plan_item" => PlanItem::read(values).title,
        "kol" => Kol::read(values).name,
        "template" => TeamTemplate::read(values).title,
        "cost_talk" => CostTalk::read(values).at.map(show::moment),
        "note_line" => NoteLine::read(values).text,
        "reading" => Reading::read(values).amount.map(show::money),
        "weekly_figure" => {
            let week = WeeklyFigure::read(values).week.map(method::week_of);
            week.map(|week| t_with(Msg::WeeklyOfWeek, &[("day", &show::short_day(week))]))
        }
        "meeting" => {
            let meeting = Meeting::read(values);
            let at = meeting.started_at.or(meeting.planned_at);
            meeting.title.or_else(|| at.map(show::moment))
        }
        _ => None,
    };
    name.filter(|name| !name.trim().is_empty())
}

/// A field: its own name where it has one for people, else its record's.
pub(in crate::pages) fn field(key: &RegisterKey) -> String {
    let base = key.field.as_str().split('/').next().unwrap_or_default();
    t(words::field(key.kind.as_str(), base).unwrap_or_else(|| kind(key.kind.as_str())))
}

/// What is known of a field.
pub(in crate::pages) fn spec(key: &RegisterKey) -> Option<FieldSpec> {
    records::kind(key.kind.as_str())?
        .field(key.field.as_str())
        .copied()
}

/// A field with the record it belongs to, where that is not the client itself, and its member if it is one of a set.
pub(in crate::pages) fn field_in(records: &Records, key: &RegisterKey) -> String {
    let of = records
        .record(&key.record_key())
        .filter(|_| key.record != key.client);
    let of = of.and_then(self::record);
    let question = method::question_of(records.service(), key.record)
        .filter(|_| key.kind.as_str() == answer::SPEC.name);
    let of = question
        .map(|question| t(questions::label(question)))
        .or(of);
    let member = key.field.as_str().split_once('/');
    let member = member.map(|(_, member)| {
        let word = question.and_then(|question| questions::choice(question, member));
        let word = word.map(t).or_else(|| member_record(records, member));
        word.unwrap_or_else(|| attendees::name_of(records, member))
    });
    let parts = of.into_iter().chain([field(key)]).chain(member);
    parts.collect::<Vec<_>>().join(" · ")
}

/// What a member of a set is called that is a record of the client.
pub(in crate::pages) fn member_record(records: &Records, member: &str) -> Option<String> {
    let Ok(id) = member.parse::<RecordId>() else {
        return library::title(member);
    };
    let mut all = records.all().iter();
    let (_, found) = all.find(|(key, _)| key.record == id)?;
    Some(record(found).unwrap_or_else(|| t(kind(found.key.kind.as_str()))))
}

/// A value as a person reads it; another record of the client by its name.
pub(in crate::pages) fn value_in(records: &Records, key: &RegisterKey, value: &Value) -> String {
    let reference = spec(key).and_then(|spec| match spec.ty {
        FieldType::Reference { kind: of } if !value.is_null() => Some(of),
        _ => None,
    });
    let Some(of) = reference else {
        return self::value(key, value);
    };
    let id = serde_json::from_slice::<RecordId>(value.as_bytes()).ok();
    let found = id.and_then(|id| records.record(&records.key(of, id)));
    found.and_then(record).unwrap_or_else(|| t(kind(of)))
}

/// A value as a person reads it; one of a newer version as it is stored.
pub(in crate::pages) fn value(key: &RegisterKey, value: &Value) -> String {
    spec(key).map_or_else(
        || value.as_str().to_owned(),
        |spec| show::value(&spec, value),
    )
}
