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
    /// Reads `90`, `90分`, `1:30`, `1.5小時`, `1.5` (hours, as the decimals tell), `1小時30分`, `1h30`, `半小時`, `一個半小時`, at most `max` minutes.
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
    // Longer words first where one begins another.
    const MINUTES: [&str; 6] = ["分鐘", "minutes", "minute", "mins", "min", "m"];
    const HOURS: [&str; 8] = ["小時", "鐘頭", "hours", "hour", "hrs", "hr", "h", "點鐘"];
    let one_form = |text: String, words: &[&str], one: &str| {
        let replace = |text: String, word: &&str| text.replace(word, one);
        words.iter().fold(text, replace)
    };
    let text = one_form(text.to_owned(), &HOURS, "時");
    let text = one_form(text, &MINUTES, "分");
    let text = text.strip_suffix('分').unwrap_or(&text).trim();
    match text.split_once('時') {
        // Nobody counts half minutes: 1.5 is hours.
        None if text.contains('.') => of_hours(text),
        None => whole(text),
        Some((hours, rest)) => {
            let hours = hours.trim().trim_end_matches('個').trim_end();
            let (hours, half) = match hours.strip_suffix('半') {
                // 半個小時; 一個半小時.
                Some(before) => (before.trim_end().trim_end_matches('個').trim_end(), 30),
                None => (hours, 0),
            };
            let hours = if hours.is_empty() && half > 0 {
                0
            } else {
                of_hours(hours)?
            };
            let more = match rest.trim() {
                "" => 0,
                "半" if half == 0 => 30,
                rest => whole(rest)?,
            };
            Some(hours + half + more)
        }
    }
}

/// Minutes of so many hours. A third of an hour is no whole number of minutes: nobody types it.
fn of_hours(hours: &str) -> Option<i128> {
    let minutes = parse_scaled(hours).ok()?.checked_mul(60)?;
    (minutes % i128::from(SCALE) == 0).then_some(minutes / i128::from(SCALE))
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
        check("半個小時", 30);
        check("一個半小時", 90);
        check("1個半小時", 90);
        check("一小時半", 90);
        check("兩個半鐘頭", 150);
        check("一個鐘頭", 60);
        check("1.5h", 90);
        check("1.5", 90);
        check("0.25", 15);
        check("2 hrs", 120);
        check("45 minutes", 45);
        check("1 hr 15 min", 75);
        for bad in [
            "",
            "久",
            "半",
            "1:60",
            "1.333",
            "0.01小時",
            "-5",
            "個小時",
            "半半小時",
        ] {
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
