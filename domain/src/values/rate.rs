//! A share in percent, exact to a hundredth of a percent.

use serde::{Deserialize, Serialize};

use super::InputError;
use super::input::clean;
use super::number::{SCALE, parse_scaled};

/// A rate in basis points: 850 is 8.5 %. JSON: a whole number of basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(pub u32);

impl Rate {
    /// Basis points of the whole: 100 %.
    pub const WHOLE: u32 = 10_000;

    /// Reads `8`, `8%`, `8.5 ％`, `百分之八`, `8趴`; at most 100 %.
    ///
    /// # Errors
    /// [`InputError::NotANumber`], [`InputError::TooManyDecimals`], [`InputError::TooLarge`].
    pub fn parse(typed: &str) -> Result<Self, InputError> {
        let text = clean(typed);
        let text = text
            .strip_suffix(['%', '趴'])
            .or_else(|| text.strip_prefix("百分之"))
            .unwrap_or(&text);
        let scaled = parse_scaled(text.trim())?;
        let per_basis_point = i128::from(SCALE) / 100;
        if scaled % per_basis_point != 0 {
            return Err(InputError::TooManyDecimals { max: 2 });
        }
        match u32::try_from(scaled / per_basis_point) {
            Ok(points) if points <= Self::WHOLE => Ok(Self(points)),
            _ => Err(InputError::TooLarge { max: 100 }),
        }
    }

    /// `8.5%`.
    #[must_use]
    pub fn format(self) -> String {
        let (whole, fraction) = (self.0 / 100, self.0 % 100);
        let mut out = whole.to_string();
        if fraction > 0 {
            out.push('.');
            if fraction < 10 {
                out.push('0');
            }
            out.push_str(fraction.to_string().trim_end_matches('0'));
        }
        out.push('%');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_percent() {
        let check = |typed: &str, points: u32, shown: &str| {
            assert_eq!(Rate::parse(typed), Ok(Rate(points)), "{typed}");
            assert_eq!(Rate(points).format(), shown);
        };
        check("8", 800, "8%");
        check("8.5 ％", 850, "8.5%");
        check("８％", 800, "8%");
        check("0.05%", 5, "0.05%");
        check("12.34", 1_234, "12.34%");
        check("百分之八", 800, "8%");
        check("100%", 10_000, "100%");
        assert_eq!(Rate::parse("101"), Err(InputError::TooLarge { max: 100 }));
        assert_eq!(
            Rate::parse("1.234"),
            Err(InputError::TooManyDecimals { max: 2 })
        );
        assert_eq!(Rate::parse("-5"), Err(InputError::NotANumber));
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed(points in 0..=Rate::WHOLE) {
            proptest::prop_assert_eq!(Rate::parse(&Rate(points).format()), Ok(Rate(points)));
        }
    }
}
