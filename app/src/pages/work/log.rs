//! Kinds of work, and writing time down.

use yardstick_domain::id::RecordId;
use yardstick_domain::records::{WorkKind, time_entry};
use yardstick_domain::values::{Instant, Minutes};

use crate::browser::clock;
use crate::i18n::Msg;
use crate::session::{Action, Session};

/// The kinds of work outside meetings, in the order they are offered.
pub(super) const KINDS: [WorkKind; 6] = [
    WorkKind::Copy,
    WorkKind::Creative,
    WorkKind::Pr,
    WorkKind::Reply,
    WorkKind::Ads,
    WorkKind::Misc,
];

/// What a kind of work is called.
pub(super) fn name(kind: &WorkKind) -> Msg {
    match kind {
        WorkKind::Meeting => Msg::WorkMeeting,
        WorkKind::Copy => Msg::WorkCopy,
        WorkKind::Creative => Msg::WorkCreative,
        WorkKind::Pr => Msg::WorkPress,
        WorkKind::Reply => Msg::WorkReply,
        WorkKind::Ads => Msg::WorkAdFigures,
        WorkKind::Misc | WorkKind::Other(_) => Msg::WorkOther,
    }
}

/// Writes down time spent until now.
pub(super) fn log(session: Session, client: RecordId, kind: &WorkKind, minutes: u32) {
    let record = session.new_record(time_entry::SPEC.name, client);
    let mut action = Action::new(Msg::WorkToastLogged)
        .set(&record, time_entry::work_kind().set(kind))
        .set(&record, time_entry::minutes().set(&Minutes(minutes)));
    if let Some(now) = Instant::from_ms(clock::now_ms()) {
        action = action.set(&record, time_entry::at().set(&now));
    }
    session.edit(action);
}
