//! Bytes taken apart into rows and cells.

use csv::{ReaderBuilder, StringRecord};

use super::words;
use crate::text::unguarded;

/// Rows a table may have below its header.
pub const MOST_ROWS: usize = 2_000;

/// What may stand between cells. A file without any of them has one column.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Why bytes are no table that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Nothing but white space.
    #[error("nothing in it")]
    Empty,
    /// A spreadsheet's own file, not saved as CSV.
    #[error("a workbook, not a table of text")]
    Workbook,
    /// UTF-16, which spreadsheets call *Unicode text*.
    #[error("UTF-16, not UTF-8")]
    Utf16,
    /// Big5, which spreadsheets in Taiwan write unless told otherwise.
    #[error("Big5, not UTF-8")]
    Big5,
    /// Another encoding, or no text at all.
    #[error("not UTF-8")]
    NotUtf8,
    /// A quotation mark that nothing closes: every row after it would be one cell.
    #[error("the quotation in row {row} does not end")]
    OpenQuote {
        /// The row it stands in.
        row: usize,
    },
    /// More rows than [`MOST_ROWS`].
    #[error("{found} rows")]
    TooManyRows {
        /// How many there are.
        found: usize,
    },
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: from 1, the header and empty rows counted.
    pub number: usize,
    /// Its cells, as many as the table has columns.
    pub cells: Vec<String>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Rows of cells, the first of which may name the columns. Rows without anything in them are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    all: Vec<Row>,
    columns: usize,
    has_header: bool,
}

impl Table {
    /// Takes a file apart: [`Table::text`], then [`Table::read_text`].
    ///
    /// # Errors
    /// What the bytes are instead.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        Self::read_text(Self::text(bytes)?)
    }

    /// The text of a file: UTF-8 with or without a byte order mark.
    ///
    /// # Errors
    /// What the bytes are instead.
    pub fn text(bytes: &[u8]) -> Result<&str, TableError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(TableError::Workbook);
        }
        let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        // No text of ours has the character nought; half of the bytes of Latin text in UTF-16 are.
        if is_utf16 || bytes.contains(&0) {
            return Err(TableError::Utf16);
        }
        std::str::from_utf8(bytes).map_err(|_| {
            if is_big5(bytes) {
                TableError::Big5
            } else {
                TableError::NotUtf8
            }
        })
    }

    /// Takes text apart. Comma, semicolon or tab, whichever the first row has most of; cells may be quoted and hold line breaks.
    ///
    /// # Errors
    /// Nothing in it, too much of it, or a quotation that does not end.
    pub fn read_text(text: &str) -> Result<Self, TableError> {
        let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
        // The end of the last row counts as those of the others.
        text.push('\n');
        let all = rows(&text)?;
        let columns = all.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut table = Self {
            has_header: all.first().is_some_and(is_header),
            all,
            columns,
        };
        if table.all.is_empty() {
            return Err(TableError::Empty);
        }
        for row in &mut table.all {
            row.cells.resize(columns, String::new());
        }
        let found = table.rows().len();
        if found > MOST_ROWS {
            return Err(TableError::TooManyRows { found });
        }
        Ok(table)
    }

    /// How many columns it has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Whether the first row names the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.has_header
    }

    /// Says whether the first row names the columns.
    pub fn set_header(&mut self, has_header: bool) {
        self.has_header = has_header;
    }

    /// What a column is called; nothing where there is no header, or nothing in it.
    #[must_use]
    pub fn header(&self, column: usize) -> Option<&str> {
        let header = self.all.first().filter(|_| self.has_header)?;
        let name = header.cells.get(column)?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// The rows below the header.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        self.all.get(usize::from(self.has_header)..).unwrap_or(&[])
    }

    /// What stands in a column, row by row.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows()
            .iter()
            .filter_map(move |row| row.cells.get(column).map(String::as_str))
    }

    /// Puts another text into a cell of the row of that number.
    pub fn mend(&mut self, number: usize, column: usize, text: String) {
        let row = self.all.iter_mut().find(|row| row.number == number);
        if let Some(cell) = row.and_then(|row| row.cells.get_mut(column)) {
            *cell = text;
        }
    }
}

fn rows(text: &str) -> Result<Vec<Row>, TableError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut record, mut inside, mut open) = (Vec::new(), StringRecord::new(), 0, None);
    // Bytes in memory that are UTF-8 and of any length: nothing of it can fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        inside += breaks;
        // The reader stands behind the row's end. Breaks inside of cells are lines of the file and no rows of a spreadsheet.
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        let number = line.saturating_sub(1 + inside).max(1);
        let row = Row {
            number,
            cells: record.iter().map(unguarded).collect(),
        };
        if !row.is_blank() {
            rows.push(row);
        }
        // Where the last row holds the break that was put at the end, it is not the row's.
        open = (breaks > 0).then_some(line.saturating_sub(inside));
    }
    match open.filter(|_| text.matches('"').count() % 2 == 1) {
        Some(row) => Err(TableError::OpenQuote { row }),
        None => Ok(rows),
    }
}

/// What the first row has most of outside of quotations; the earlier one of several.
fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for c in text.trim_start().chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => break,
            _ if !is_quoted => {
                for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(c == delimiter);
                }
            }
            _ => {}
        }
    }
    let found = counts
        .iter()
        .zip(DELIMITERS)
        .rev()
        .max_by_key(|(count, _)| **count);
    found.map_or(b',', |(_, delimiter)| {
        u8::try_from(delimiter).unwrap_or(b',')
    })
}

/// Whether a first row names columns: a name we know, or nothing in it that only a value looks like.
fn is_header(row: &Row) -> bool {
    let is_value = |cell: &str| cell.contains('@') || cell.chars().any(|c| c.is_ascii_digit());
    row.cells.iter().any(|cell| words::is_header(cell))
        || !row.cells.iter().any(|cell| is_value(cell))
}

/// Whether everything that is not ASCII comes in pairs as Big5 has them.
fn is_big5(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let trail = rest.next();
        let is_pair =
            matches!(lead, 0x81..=0xfe) && matches!(trail, Some(0x40..=0x7e | 0xa1..=0xfe));
        if !is_pair {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text.as_bytes()).unwrap()
    }

    fn cells(table: &Table) -> Vec<(usize, Vec<&str>)> {
        let rows = table.rows().iter();
        rows.map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "名稱,備註\n山嵐,\"一\n二\"\n\n,\n青岫,\"說 \"\"好\"\"\"".replace('\n', end);
            let table = read(&text);
            assert_eq!(
                cells(&table),
                [(2, vec!["山嵐", "一\n二"]), (5, vec!["青岫", "說 \"好\""]),],
                "{end:?}"
            );
            assert_eq!(table.header(1), Some("備註"));
        }
    }

    #[test]
    fn what_stands_between_cells_is_found_out() {
        for text in [
            "名稱;目標\n山嵐;1,200",
            "名稱\t目標\n山嵐\t1,200",
            "\u{feff}名稱,目標\n山嵐,\"1,200\"",
            "\n名稱;\"目標,成功\"\n山嵐;1,200",
        ] {
            let table = read(text);
            let rows: Vec<_> = cells(&table).into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(rows, [["山嵐", "1,200"]], "{text}");
        }
        assert_eq!(cells(&read("名稱\n山嵐")), [(2, vec!["山嵐"])]);
        // A row with fewer cells than the others has empty ones, a row with more has them all.
        let ragged = read("名稱,地址\n山嵐\n青岫,a,b");
        assert_eq!(ragged.columns(), 3);
        assert_eq!(cells(&ragged)[0].1, ["山嵐", "", ""]);
    }

    #[test]
    fn what_is_no_utf8_is_said_and_never_guessed() {
        let big5 = b"\xab\xc8\xa4\xe1,\xa6a\xa7}\n"; // 客戶,地址
        let check = |bytes: &[u8], error| assert_eq!(Table::read(bytes), Err(error));
        check(big5, TableError::Big5);
        check(b"\xff\xfeT\x54", TableError::Utf16);
        check(b"\xfe\xff\x54\x0d", TableError::Utf16);
        check(b"n\0a\0m\0e\0", TableError::Utf16);
        check(b"caf\xe9,\xa0\n\xff", TableError::NotUtf8);
        check(b"PK\x03\x04\x14\0", TableError::Workbook);
        check(b"\xd0\xcf\x11\xe0\xa1", TableError::Workbook);
        check(b"\xef\xbb\xbf \n\r\n", TableError::Empty);
        check(b"", TableError::Empty);
        check(
            "名稱\n山嵐\n\"青岫\n霧角\n".as_bytes(),
            TableError::OpenQuote { row: 3 },
        );
    }

    #[test]
    fn there_are_not_too_many_rows() {
        let most = ["名稱\n", &"山嵐\n".repeat(MOST_ROWS)].concat();
        assert_eq!(read(&most).rows().len(), MOST_ROWS);
        assert_eq!(
            Table::read_text(&[&most, "青岫"].concat()),
            Err(TableError::TooManyRows {
                found: MOST_ROWS + 1
            })
        );
    }

    #[test]
    fn a_first_row_of_values_is_no_header() {
        assert!(!read("山嵐,0912-345-678\n青岫,").has_header());
        assert!(read("名稱,2026\n青岫,").has_header());
        let mut table = read("甲,乙\n丙,丁");
        assert!(table.has_header());
        table.set_header(false);
        assert_eq!(table.rows().len(), 2);
        assert_eq!(table.header(0), None);
    }

    #[test]
    fn a_cell_is_mended_where_it_stands() {
        let mut table = read("名稱,電話\n\n山嵐,0912");
        table.mend(3, 1, "0912-345-678".into());
        table.mend(9, 1, "nowhere".into());
        assert_eq!(cells(&table), [(3, vec!["山嵐", "0912-345-678"])]);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), text in "[a,;\t\n\r\"名' ]{0,60}") {
            let _ = (Table::read(&bytes), Table::read_text(&text));
        }
    }
}
