//! A block of cells pasted from a spreadsheet, read for the grid from one of its cells on.
//!
//! A spreadsheet copies tabs between cells and line ends between rows, and puts a cell with either into double quotes, those within it
//! twice. An empty cell, or a bare dash as accounts write it, leaves what is there.

use super::Figure;
use crate::change::Value;
use crate::values::{InputContext, InputError};

/// A cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCell {
    /// Which row, from 0.
    pub row: usize,
    /// Which column, from 0.
    pub column: usize,
}

/// A cell that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedCell {
    /// Where it goes.
    pub at: GridCell,
    /// The figure of its column.
    pub figure: Figure,
    /// Its value, as stored.
    pub value: Value,
}

/// A cell that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasteProblem {
    /// Where it would have gone.
    pub at: GridCell,
    /// The figure of its column.
    pub figure: Figure,
    /// What stood in it.
    pub text: String,
    /// Why it is no value of the figure.
    pub error: InputError,
}

/// A pasted block as the grid takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What can be filled in.
    pub cells: Vec<PastedCell>,
    /// What cannot.
    pub problems: Vec<PasteProblem>,
    /// Rows with something in them below the last row of the grid.
    pub extra_rows: usize,
    /// Columns with something in them right of the last column.
    pub extra_columns: usize,
}

impl Pasted {
    /// Whether all that was pasted can be filled in.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty() && self.extra_rows == 0 && self.extra_columns == 0
    }
}

/// Whether a text is more than one cell. The line end that a spreadsheet puts after a single cell makes it none.
#[must_use]
pub fn is_several_cells(text: &str) -> bool {
    let block = block(text);
    block.len() > 1 || block.first().is_some_and(|row| row.len() > 1)
}

/// Reads a block that is pasted into the cell `from` of a grid with so many rows and with these columns.
#[must_use]
pub fn read_paste(
    text: &str,
    from: GridCell,
    rows: usize,
    columns: &[Figure],
    context: &InputContext,
) -> Pasted {
    let mut pasted = Pasted::default();
    for (below, cells) in block(text).into_iter().enumerate() {
        let row = from.row + below;
        let filled = cells.iter().enumerate();
        let filled = filled.filter(|(_, text)| !is_blank(text));
        if row >= rows {
            pasted.extra_rows += usize::from(filled.count() > 0);
            continue;
        }
        for (right, text) in filled {
            let column = from.column + right;
            let at = GridCell { row, column };
            let Some(&figure) = columns.get(column) else {
                let beyond = column + 1 - columns.len();
                pasted.extra_columns = pasted.extra_columns.max(beyond);
                continue;
            };
            match figure.spec().parse(text, context) {
                Ok(value) => pasted.cells.push(PastedCell { at, figure, value }),
                Err(error) => pasted.problems.push(PasteProblem {
                    at,
                    figure,
                    text: text.trim().to_owned(),
                    error,
                }),
            }
        }
    }
    pasted
}

fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—")
}

/// The rows of a block and their cells; the line end after the last row begins no other.
fn block(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, end, after) = cell(rest);
        row.push(cell);
        rest = after;
        match end {
            End::Cell if rest.is_empty() => row.push(String::new()),
            End::Cell => {}
            End::Row => rows.push(std::mem::take(&mut row)),
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// What ended a cell.
enum End {
    Cell,
    Row,
}

/// The first cell of a text, what ended it, and what comes after that.
fn cell(text: &str) -> (String, End, &str) {
    if let Some((cell, rest)) = quoted(text) {
        let (_, end, after) = plain(rest);
        return (cell, end, after);
    }
    let (cell, end, after) = plain(text);
    (cell.to_owned(), end, after)
}

fn plain(text: &str) -> (&str, End, &str) {
    let Some(at) = text.find(['\t', '\n', '\r']) else {
        return (text, End::Row, "");
    };
    let (cell, rest) = text.split_at(at);
    let marks = [("\t", End::Cell), ("\r\n", End::Row), ("\n", End::Row)];
    for (mark, end) in marks {
        if let Some(after) = rest.strip_prefix(mark) {
            return (cell, end, after);
        }
    }
    (cell, End::Row, rest.strip_prefix('\r').unwrap_or(rest))
}

/// A cell in quotes and what comes after it; `None` if it is none, as where a quote is part of what was typed.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        cell.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None if after.is_empty() || after.starts_with(['\t', '\n', '\r']) => {
                return Some((cell, after));
            }
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, day};
    use crate::values::Currency;

    fn context() -> InputContext {
        InputContext {
            today: day(23),
            currency: Currency::TWD,
            utc_offset_minutes: OFFSET,
        }
    }

    fn read(text: &str, row: usize, column: usize) -> Pasted {
        let from = GridCell { row, column };
        read_paste(text, from, 3, &Figure::ALL, &context())
    }

    /// `row.column value` of every cell.
    fn cells(pasted: &Pasted) -> Vec<String> {
        let shown = pasted.cells.iter().map(|cell| {
            let value: serde_json::Value = serde_json::from_slice(cell.value.as_bytes()).unwrap();
            let value = value.get("amount").unwrap_or(&value).to_string();
            format!(
                "{}.{} {}",
                cell.at.row,
                cell.at.column,
                value.replace('"', "")
            )
        });
        shown.collect()
    }

    #[test]
    fn a_block_fills_the_grid_from_its_cell_on() {
        let pasted = read("1,265,000\t412\nNT$388,000\t205\n", 0, 0);
        assert!(pasted.is_whole());
        assert_eq!(
            cells(&pasted),
            ["0.0 1265000", "0.1 412", "1.0 388000", "1.1 205"]
        );
        let inner = read("12000\t３萬5\t4,100\r\n9500\t\t3,900\r\n", 1, 2);
        assert!(inner.is_whole());
        assert_eq!(
            cells(&inner),
            ["1.2 12000", "1.3 35000", "1.4 4100", "2.2 9500", "2.4 3900"]
        );
    }

    #[test]
    fn empty_cells_leave_what_is_there() {
        let pasted = read("\t412\t\n \t—\t-\n", 0, 0);
        assert!(pasted.is_whole());
        assert_eq!(cells(&pasted), ["0.1 412"]);
        assert_eq!(read("", 0, 0), Pasted::default());
        assert_eq!(cells(&read("1\n\n3", 0, 0)), ["0.0 1", "2.0 3"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_cell_by_cell() {
        let pasted = read("約一百萬吧\t3.5\n#DIV/0!\t205\n", 0, 0);
        let problems: Vec<_> = pasted
            .problems
            .iter()
            .map(|problem| (problem.at.row, problem.at.column, problem.error))
            .collect();
        assert_eq!(
            problems,
            [
                (0, 0, InputError::NotAnAmount),
                (0, 1, InputError::TooManyDecimals { max: 0 }),
                (1, 0, InputError::UnknownCurrency),
            ]
        );
        assert_eq!(pasted.problems[2].text, "#DIV/0!");
        assert_eq!(pasted.problems[2].figure, Figure::Amount);
        assert_eq!(cells(&pasted), ["1.1 205"]);
        assert!(!pasted.is_whole());
        let negative = read("-500\t-3", 0, 0);
        assert_eq!(negative.problems.len(), 2);
    }

    #[test]
    fn what_lies_beyond_the_grid_is_told() {
        let pasted = read("1\t2\t3\t4\n5\n6\t\n\t\n", 1, 3);
        assert_eq!(cells(&pasted), ["1.3 1", "1.4 2", "2.3 5"]);
        assert_eq!((pasted.extra_rows, pasted.extra_columns), (1, 2));
        assert!(!pasted.is_whole());
        // Empty ones are no loss.
        let pasted = read("1\t\t\n\n\n\t\n", 2, 4);
        assert_eq!((pasted.extra_rows, pasted.extra_columns), (0, 0));
    }

    #[test]
    fn a_quoted_cell_is_one_cell() {
        let pasted = read("\"1,200,000\n\"\t5\n", 0, 0);
        assert_eq!(cells(&pasted), ["0.0 1200000", "0.1 5"]);
        let pasted = read("\"a \"\"b\"\"\tc\"\t5", 0, 0);
        assert_eq!(pasted.problems[0].text, "a \"b\"\tc");
        assert_eq!(cells(&pasted), ["0.1 5"]);
        // A quote of somebody's own.
        assert_eq!(read("\"5\t6", 0, 0).problems[0].text, "\"5");
        assert_eq!(read("\"5\"x\t6", 0, 0).problems[0].text, "\"5\"x");
    }

    #[test]
    fn one_cell_is_no_block() {
        for one in ["", "1,200", "1,200\n", "1,200\r\n", "\"1\n2\""] {
            assert!(!is_several_cells(one), "{one:?}");
        }
        for several in ["1\t2", "1\n2", "1\t", "\t1", "1\r2", "\n1"] {
            assert!(is_several_cells(several), "{several:?}");
        }
    }

    proptest::proptest! {
        /// What a spreadsheet writes is read as the cells it had.
        #[test]
        fn every_block_is_read_as_it_was_copied(
            rows in proptest::collection::vec(proptest::collection::vec("[ab\"\t\n\r ]{0,5}", 2), 1..4),
        ) {
            let needs = |cell: &str| cell.contains(['\t', '\n', '\r', '"']);
            let written = |cell: &String| if needs(cell) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            };
            let line = |row: &Vec<String>| row.iter().map(written).collect::<Vec<_>>().join("\t");
            let text: String = rows.iter().map(|row| format!("{}\r\n", line(row))).collect();
            proptest::prop_assert_eq!(block(&text), rows);
        }

        #[test]
        fn pasting_never_panics(text in "[0-9,\"\t\n\r萬$-]{0,30}|.{0,30}", row in 0_usize..5, column in 0_usize..7) {
            let pasted = read(&text, row, column);
            let places = pasted.cells.iter().map(|cell| cell.at);
            let mut places = places.chain(pasted.problems.iter().map(|problem| problem.at));
            proptest::prop_assert!(places.all(|at| at.row < 3 && at.column < 5));
        }
    }
}
