//! From a day to a day: one value, because a start moved past its end makes no sense.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::{Date, InputError};

/// A period of whole days, both ends included; an end not yet known is absent. JSON: `{"start":"2026-11-01","end":null}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    start: Option<Date>,
    end: Option<Date>,
}

impl Period {
    /// The period.
    ///
    /// # Errors
    /// [`InputError::EndBeforeStart`].
    pub fn new(start: Option<Date>, end: Option<Date>) -> Result<Self, InputError> {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return Err(InputError::EndBeforeStart);
        }
        Ok(Self { start, end })
    }

    /// First day, if known.
    #[must_use]
    pub fn start(self) -> Option<Date> {
        self.start
    }

    /// Last day, if known.
    #[must_use]
    pub fn end(self) -> Option<Date> {
        self.end
    }

    /// Reads `start~end` as typed into one box (`11/1~12/15`, `2026-11-01 至 2026-12-15`, `11/1~`); forms with two boxes use [`Period::new`].
    ///
    /// # Errors
    /// [`InputError::NotADate`], [`InputError::EndBeforeStart`].
    pub fn parse(typed: &str, today: Date) -> Result<Self, InputError> {
        let text = super::input::clean(typed);
        let (start, end) = text
            .split_once(['~', '–', '—', '至', '到'])
            .unwrap_or((text.as_str(), ""));
        let side = |part: &str| {
            if part.trim().is_empty() {
                Ok(None)
            } else {
                Date::parse(part, today).map(Some)
            }
        };
        let (start, end) = (side(start)?, side(end)?);
        if start.is_none() && end.is_none() {
            return Err(InputError::NotADate);
        }
        Self::new(start, end)
    }

    /// `2026-11-01~2026-12-15`: what [`Period::parse`] reads.
    #[must_use]
    pub fn format(self) -> String {
        let side = |day: Option<Date>| day.map(Date::iso).unwrap_or_default();
        [&side(self.start), "~", &side(self.end)].concat()
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            start: Option<Date>,
            end: Option<Date>,
        }
        let wire = Wire::deserialize(deserializer)?;
        Self::new(wire.start, wire.end).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_after_it_starts() {
        let today = Date::new(2026, 11, 22).unwrap();
        let check = |typed: &str, expected: Result<&str, InputError>| {
            assert_eq!(
                Period::parse(typed, today).map(Period::format),
                expected.map(str::to_owned),
                "{typed}"
            );
        };
        check("11/1~12/15", Ok("2026-11-01~2026-12-15"));
        check("１１／１～１２／１５", Ok("2026-11-01~2026-12-15"));
        check("2026-11-01 至 2026-12-15", Ok("2026-11-01~2026-12-15"));
        check("11/1~", Ok("2026-11-01~"));
        check("11/1~11/1", Ok("2026-11-01~2026-11-01"));
        check("12/15~11/1", Err(InputError::EndBeforeStart));
        check("~", Err(InputError::NotADate));
        check("11/1~x", Err(InputError::NotADate));
    }

    #[test]
    fn json_keeps_open_ends() {
        let json = r#"{"start":"2026-11-01","end":null}"#;
        assert_eq!(
            serde_json::to_string(&serde_json::from_str::<Period>(json).unwrap()).unwrap(),
            json
        );
        assert!(
            serde_json::from_str::<Period>(r#"{"start":"2026-11-02","end":"2026-11-01"}"#).is_err()
        );
    }
}
