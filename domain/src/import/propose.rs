//! Which column is which field: a guess by the names of columns and by what stands in them, each of which the person can change.

use super::target::{Part, Target};
use super::value::read;
use super::{Table, words};
use crate::values::InputContext;

/// Cells of a column that are looked at.
const LOOKED_AT: usize = 20;

/// What is told by its looks alone, without a name over it, the most particular first.
const TELLING: [Target; 5] = [
    Target::whole("contact", "email"),
    Target::whole("contact", "phone"),
    Target::whole("client", "tax_id"),
    Target::whole("client", "stage"),
    Target::whole("client", "kind"),
];

/// What each column is; `None`: not imported. No two columns are the same field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<Option<Target>>);

impl Mapping {
    /// The guess. A name that says it counts more than one that only holds it; of several fields with one name (類型) the first into which
    /// half of what stands in the column fits.
    #[must_use]
    pub fn propose(table: &Table, context: &InputContext) -> Self {
        let mut mapping = Self(vec![None; table.columns()]);
        for column in 0..table.columns() {
            let header = table.header(column).map(words::header_key);
            let Some(header) = header.filter(|header| !header.is_empty()) else {
                continue;
            };
            let named = words::HEADERS
                .iter()
                .filter(|own| words::is_named(own, &header));
            let named = named.map(|(target, _)| *target);
            let named: Vec<Target> = named.filter(|target| !mapping.has(*target)).collect();
            let fitting = named
                .iter()
                .find(|target| fits(table, column, **target, context));
            // Named and yet nothing fits: it is meant, and its cells are to be mended.
            mapping.take(column, fitting.or(named.first()).copied());
        }
        for column in mapping.free() {
            let header = table
                .header(column)
                .map(words::header_key)
                .unwrap_or_default();
            let within = words::HEADERS.iter().filter_map(|own| {
                let length = words::named_within(own, &header)?;
                let is_free = !mapping.has(own.0) && fits(table, column, own.0, context);
                is_free.then_some((length, own.0))
            });
            // Of the longest names the first.
            let best = within.rev().max_by_key(|(length, _)| *length);
            mapping.take(column, best.map(|(_, target)| target));
        }
        for column in mapping.free() {
            let looks = |target: &Target| {
                !mapping.has(*target)
                    && has_cells(table, column)
                    && fits_all(table, column, *target, context)
            };
            let found = TELLING.iter().copied().find(looks);
            mapping.take(column, found);
        }
        mapping.leave_one_period();
        if !mapping.has(Target::NAME) {
            let first = mapping
                .free()
                .into_iter()
                .find(|column| is_prose(table, *column));
            mapping.take_for(first, Target::NAME);
        }
        mapping
    }

    /// As the person said, for columns in their order.
    #[must_use]
    pub fn of(targets: Vec<Option<Target>>) -> Self {
        Self(targets)
    }

    /// What each column is.
    #[must_use]
    pub fn targets(&self) -> &[Option<Target>] {
        &self.0
    }

    /// What a column is.
    #[must_use]
    pub fn target(&self, column: usize) -> Option<Target> {
        self.0.get(column).copied().flatten()
    }

    /// The column that is this field.
    #[must_use]
    pub fn column(&self, target: Target) -> Option<usize> {
        self.0.iter().position(|own| *own == Some(target))
    }

    /// Says what a column is. Another one that was the same is nothing from then on.
    pub fn set(&mut self, column: usize, target: Option<Target>) {
        if let Some(other) = target.and_then(|target| self.column(target))
            && let Some(slot) = self.0.get_mut(other)
        {
            *slot = None;
        }
        if let Some(slot) = self.0.get_mut(column) {
            *slot = target;
        }
    }

    fn has(&self, target: Target) -> bool {
        self.column(target).is_some()
    }

    fn free(&self) -> Vec<usize> {
        let free = self.0.iter().enumerate().filter(|(_, own)| own.is_none());
        free.map(|(column, _)| column).collect()
    }

    /// Takes a field for a column, if no other column has it.
    fn take(&mut self, column: usize, target: Option<Target>) {
        if let Some(target) = target.filter(|target| !self.has(*target)) {
            self.set(column, Some(target));
        }
    }

    fn take_for(&mut self, column: Option<usize>, target: Target) {
        if let Some(column) = column {
            self.take(column, Some(target));
        }
    }

    /// Tables that say a period in one column and its days in two others say one thing twice.
    fn leave_one_period(&mut self) {
        let part = |part| Target::part("engagement", "period", part);
        let columns = [Part::Whole, Part::Start, Part::End].map(|own| self.column(part(own)));
        let superfluous = match columns {
            [Some(whole), Some(_), Some(_)] => [Some(whole), None],
            [Some(_), start, end] => [start, end],
            _ => [None, None],
        };
        for column in superfluous.into_iter().flatten() {
            self.set(column, None);
        }
    }
}

/// The cells of a column that are not empty, as many as are looked at.
fn looked_at(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    let cells = table.cells(column).map(str::trim);
    cells.filter(|cell| !cell.is_empty()).take(LOOKED_AT)
}

fn has_cells(table: &Table, column: usize) -> bool {
    looked_at(table, column).next().is_some()
}

/// How many cells were looked at, and how many of them are values of the field.
fn fitting(table: &Table, column: usize, target: Target, context: &InputContext) -> (usize, usize) {
    looked_at(table, column).fold((0, 0), |(all, fit), cell| {
        (
            all + 1,
            fit + usize::from(read(target, cell, context).is_ok()),
        )
    })
}

fn fits(table: &Table, column: usize, target: Target, context: &InputContext) -> bool {
    let (all, fit) = fitting(table, column, target, context);
    fit * 2 >= all
}

fn fits_all(table: &Table, column: usize, target: Target, context: &InputContext) -> bool {
    let (all, fit) = fitting(table, column, target, context);
    fit == all
}

/// Whether the cells of a column are words, and no numbers or days.
fn is_prose(table: &Table, column: usize) -> bool {
    let is_word = |cell: &str| cell.chars().any(char::is_alphabetic) && !cell.contains("://");
    has_cells(table, column) && looked_at(table, column).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Currency, Date};

    fn proposed(text: &str) -> Vec<Option<(&'static str, &'static str, Part)>> {
        let table = Table::read_text(text).unwrap();
        let context = InputContext {
            today: Date::new(2026, 11, 22).unwrap(),
            currency: Currency::TWD,
            utc_offset_minutes: 480,
        };
        let mapping = Mapping::propose(&table, &context);
        let targets = mapping.targets().iter();
        targets
            .map(|target| target.map(|target| (target.kind, target.field, target.part)))
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_names() {
        assert_eq!(
            proposed(
                "商品名稱,品牌名稱,累積金額,商品單價,商品網址,集資期間(20230116 截止),集資開始,集資結束,新品入榜,\n\
                 【山嵐】春茶,山嵐製茶,\"1,200,000\",890,https://example.org/a,2022/10/24 12:00 – 2023/02/09 23:59,2022/10/24 12:00:00,2023-02-09 23:59:00,,\n"
            ),
            [
                Some(("engagement", "title", Part::Whole)),
                Some(("client", "name", Part::Whole)),
                Some(("reading", "amount", Part::Whole)),
                None,
                None,
                None,
                Some(("engagement", "period", Part::Start)),
                Some(("engagement", "period", Part::End)),
                None,
                None,
            ]
        );
        assert_eq!(
            proposed(
                "Company,E-mail,Contact: Phone,Goal (TWD),Campaign period\nTea,a@example.com,0912-345-678,5000,11/1~12/1\n"
            ),
            [
                Some(("client", "name", Part::Whole)),
                Some(("contact", "email", Part::Whole)),
                Some(("contact", "phone", Part::Whole)),
                Some(("engagement", "target", Part::Whole)),
                Some(("engagement", "period", Part::Whole)),
            ]
        );
    }

    #[test]
    fn what_stands_in_a_column_decides_between_names() {
        let kind = Some(("client", "kind", Part::Whole));
        let industry = Some(("client", "industry", Part::Whole));
        assert_eq!(proposed("名稱,類型\n山嵐,產品\n青岫,議題型")[1], kind);
        // A name that holds one counts where the cells fit.
        assert_eq!(proposed("名稱,主要產業別\n山嵐,茶葉")[1], industry);
        assert_eq!(proposed("名稱,出貨狀況\n山嵐,還沒\n青岫,不知道")[1], None);
        // One that says it is meant, whatever stands there.
        assert_eq!(
            proposed("名稱,出貨日\n山嵐,還沒")[1],
            Some(("engagement", "ship_date", Part::Whole))
        );
    }

    #[test]
    fn without_names_looks_decide() {
        assert_eq!(
            proposed("890,山嵐製茶,0912-345-678,yue@example.com,10458575,募資中\n100,青岫,,,,洽談"),
            [
                None,
                Some(("client", "name", Part::Whole)),
                Some(("contact", "phone", Part::Whole)),
                Some(("contact", "email", Part::Whole)),
                Some(("client", "tax_id", Part::Whole)),
                Some(("client", "stage", Part::Whole)),
            ]
        );
    }

    #[test]
    fn no_two_columns_are_one_field() {
        let phone = Target::whole("contact", "phone");
        let mut mapping = Mapping(vec![Some(Target::NAME), Some(phone), None]);
        mapping.set(2, Some(phone));
        assert_eq!(mapping.targets(), [Some(Target::NAME), None, Some(phone)]);
        mapping.set(2, None);
        mapping.set(7, Some(phone));
        assert_eq!(mapping.targets(), [Some(Target::NAME), None, None]);
        for target in Target::all() {
            assert_eq!(Target::of_code(&target.code()), Some(target));
        }
        assert_eq!(
            proposed("電話,名稱,手機\n0912-345-678,山嵐,0912-345-678")[2],
            None
        );
    }
}
