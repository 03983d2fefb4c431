//! What is printed at the end, in one piece, and written down.

use std::io::Write;
use std::path::Path;

use crate::floor;
use crate::machine;
use crate::server::Failure;

/// Figures in the order they were taken.
#[derive(Default)]
pub(crate) struct Table(Vec<[String; 3]>);

impl Table {
    /// One figure, what was measured, and what is asked.
    pub(crate) fn row(&mut self, figure: &str, measured: &str, budget: &str) {
        // A long run is followed as it goes.
        let _ = writeln!(std::io::stderr(), "{figure}: {measured}");
        self.0
            .push([figure.to_owned(), measured.to_owned(), budget.to_owned()]);
    }

    /// Prints it, and writes it to a file if one is named.
    pub(crate) fn finish(&self, began: &str, file: Option<&Path>) -> Result<(), Failure> {
        let text = self.text(began);
        write!(std::io::stdout(), "{text}")?;
        if let Some(file) = file {
            std::fs::write(file, text)?;
        }
        Ok(())
    }

    fn text(&self, began: &str) -> String {
        let mut text = format!(
            "# Server and wire, measured\n\nWritten by `make bench-server`. {began}; SQLite {}; load at the end {}.\n\n\
             Times are ratios to the floor of the same run, because machines are noisy; bytes are exact. Requests go through the router \
             without a socket; latency, live devices, memory and readiness over loopback, client and server on the same machine.\n\n",
            floor::sqlite_version(),
            machine::load(),
        );
        let mut width = [0; 3];
        let head = ["figure", "measured", "must, and aim"].map(str::to_owned);
        for row in self.0.iter().chain([&head]) {
            for (width, cell) in width.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let line = |[one, two, three]: &[String; 3]| {
            format!(
                "| {one:0$} | {two:1$} | {three:2$} |\n",
                width[0], width[1], width[2]
            )
        };
        text.push_str(&line(&head));
        text.push_str(&line(&width.map(|width| "-".repeat(width))));
        self.0.iter().for_each(|row| text.push_str(&line(row)));
        text
    }
}
