//! A plain table for a terminal and one for Markdown: words to the left, numbers to the right.

use core::fmt;

/// One line of cells.
pub(crate) type Row = Vec<String>;

/// Rows, of which the first is the head.
pub(crate) struct Table<'r>(pub(crate) &'r [Row]);

/// A row of words.
pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Row {
    cells.map(str::to_owned).to_vec()
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.0.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in self.0 {
            let mut line = String::new();
            for (cell, &width) in row.iter().zip(&widths) {
                if is_number(cell) {
                    line += &format!("{cell:>width$}  ");
                } else {
                    line += &format!("{cell:<width$}  ");
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The same for Markdown.
pub(crate) struct Markdown<'r>(pub(crate) &'r [Row]);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((head, body)) = self.0.split_first() else {
            return Ok(());
        };
        writeln!(f, "| {} |", head.join(" | "))?;
        let is_numeric = |column: usize| {
            let mut cells = body.iter().filter_map(|row| row.get(column));
            cells.all(|cell| is_number(cell))
        };
        let rules = (0..head.len()).map(|column| if is_numeric(column) { "---:" } else { "---" });
        writeln!(f, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        for row in body {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

/// Whether a cell has nothing but a number, or nothing.
fn is_number(cell: &str) -> bool {
    cell.chars()
        .all(|c| c.is_ascii_digit() || "., -–?".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let rows = [row(["word", "ns"]), row(["a", "1"])];
        assert_eq!(Table(&rows).to_string(), "word  ns\na      1\n");
        let markdown = "| word | ns |\n| --- | ---: |\n| a | 1 |\n";
        assert_eq!(Markdown(&rows).to_string(), markdown);
    }
}
