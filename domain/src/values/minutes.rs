//! A length of working time in whole minutes.

use serde::{Deserialize, Serialize};

use super::InputError;
use super::input::clean;
use super::number::{SCALE, parse_scaled};

/// Minutes. JSON: a whole number.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl Minutes {
    /// Reads `90`, `90分`, `1:30`, `1.5小時`, `1小時30分`, `1h30`, `半小時`, at most `max` minutes.
    ///
    /// # Errors
    /// [`InputError::NotADuration`], [`InputError::TooLarge`].
    pub fn parse(typed: &str, max: u32) -> Result<Self, InputError> {
        let minutes = read(&clean(typed).to_lowercase()).ok_or(InputError::NotADuration)?;
        let minutes = u32::try_from(minutes).map_err(|_| InputError::TooLarge {
            max: i64::from(max),
        })?;
        if minutes > max {
            Err(InputError::TooLarge {
                max: i64::from(max),
            })
        } else {
            Ok(Self(minutes))
        }
    }

    /// `1:05`.
    #[must_use]
    pub fn format(self) -> String {
        let (hours, minutes) = ((self.0 / 60).to_string(), self.0 % 60);
        [
            hours.as_str(),
            if minutes < 10 { ":0" } else { ":" },
            &minutes.to_string(),
        ]
        .concat()
    }
}

fn read(text: &str) -> Option<i128> {
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = whole(minutes).filter(|m| *m < 60)?;
        return Some(whole(hours)? * 60 + minutes);
    }
    let text = text
        .replace("分鐘", "分")
        .replace("mins", "分")
        .replace("min", "分");
    let text = text
        .replace("個小時", "時")
        .replace("小時", "時")
        .replace("鐘頭", "時")
        .replace("hours", "時")
        .replace("hour", "時")
        .replace('h', "時");
    let text = text.strip_suffix(['分', 'm']).unwrap_or(&text).trim();
    match text.split_once('時') {
        None => whole(text),
        Some((hours, rest)) => {
            let rest = rest.trim();
            let hours = if hours.trim() == "半" {
                i128::from(SCALE) / 2
            } else {
                parse_scaled(hours.trim()).ok()?
            };
            let minutes = hours.checked_mul(60)?;
            // A third of an hour is no whole number of minutes: nobody types it.
            (minutes % i128::from(SCALE) == 0).then_some(())?;
            let more = if rest.is_empty() { 0 } else { whole(rest)? };
            Some(minutes / i128::from(SCALE) + more)
        }
    }
}

fn whole(text: &str) -> Option<i128> {
    let scaled = parse_scaled(text.trim()).ok()?;
    (scaled % i128::from(SCALE) == 0).then_some(scaled / i128::from(SCALE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_lengths_of_time() {
        let check = |typed: &str, minutes: u32| {
            assert_eq!(
                Minutes::parse(typed, 1_440),
                Ok(Minutes(minutes)),
                "{typed}"
            );
        };
        check("90", 90);
        check("９０ 分", 90);
        check("90分鐘", 90);
        check("1:30", 90);
        check("1.5小時", 90);
        check("1小時30分", 90);
        check("1h30", 90);
        check("1 h 30 m", 90);
        check("半小時", 30);
        check("兩小時", 120);
        for bad in ["", "久", "1:60", "1.5", "0.01小時", "-5"] {
            assert_eq!(
                Minutes::parse(bad, 1_440),
                Err(InputError::NotADuration),
                "{bad}"
            );
        }
        assert_eq!(
            Minutes::parse("25:00", 1_440),
            Err(InputError::TooLarge { max: 1_440 })
        );
        assert_eq!(
            [
                Minutes(0).format(),
                Minutes(65).format(),
                Minutes(600).format()
            ],
            ["0:00", "1:05", "10:00"]
        );
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed(minutes in 0_u32..100_000) {
            proptest::prop_assert_eq!(Minutes::parse(&Minutes(minutes).format(), u32::MAX), Ok(Minutes(minutes)));
        }

        #[test]
        fn typing_never_panics(text in ".{0,20}|[0-9.:時分h億兆]{0,30}") {
            let _ = Minutes::parse(&text, 1_440);
        }
    }
}
