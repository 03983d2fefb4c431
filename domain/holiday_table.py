"""Writes src/method/holidays.rs, the public holidays of Taiwan. Run by hand when a year is to be added:

    python3 -m venv /tmp/holidays && /tmp/holidays/bin/pip install holidays==0.109
    /tmp/holidays/bin/python domain/holiday_table.py && cargo fmt

The government announces a year's days off in the middle of the year before, and may still move one: take the newest release of the package then.
"""

from pathlib import Path

import holidays

FROM, TO = 2026, 2027

HEAD = f"""//! The public holidays of Taiwan, with the days that are off because one of them falls on a weekend (補假). Workdays on a Saturday (補班)
//! have not been set for these years.
//!
//! Written by `domain/holiday_table.py`, which says how to run it, from `holidays` {holidays.__version__} of the Python package index: not to be edited by hand.

/// The first and the last year of the table.
pub(super) const YEARS: (i16, i16) = ({FROM}, {TO});

/// Year, month, day, in order.
pub(super) const HOLIDAYS: &[(i16, i8, i8)] = &[
"""


def main() -> None:
    days = holidays.country_holidays("TW", years=range(FROM, TO + 1), language="zh_TW")
    lines = [f"    ({day.year}, {day.month}, {day.day}), // {days[day]}\n" for day in sorted(days)]
    table = Path(__file__).parent / "src" / "method" / "holidays.rs"
    table.write_text(HEAD + "".join(lines) + "];\n", encoding="utf-8")


if __name__ == "__main__":
    main()
