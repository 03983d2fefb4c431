//! Who did something, on which device, when.

use yardstick_domain::id::DeviceId;
use yardstick_domain::values::Instant;

use super::show;
use crate::i18n::{Msg, t_with};
use crate::session::Session;

/// `林小滿，手機，11/22 10:05`; of a device nobody here knows, when alone.
pub(in crate::pages) fn by(session: Session, device: DeviceId, time_ms: i64) -> String {
    let when = Instant::from_ms(time_ms)
        .map(show::moment)
        .unwrap_or_default();
    match session.device_label(device) {
        // Nobody has called it anything.
        Some((who, place)) if place.is_empty() => {
            t_with(Msg::ConflictByWhom, &[("who", &who), ("when", &when)])
        }
        Some((who, place)) => t_with(
            Msg::ConflictBy,
            &[("who", &who), ("where", &place), ("when", &when)],
        ),
        None => t_with(Msg::ConflictByUnknown, &[("when", &when)]),
    }
}
