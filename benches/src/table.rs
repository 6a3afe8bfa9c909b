//! A plain table for a terminal: words to the left, numbers to the right.

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
                if cell.chars().all(|c| c.is_ascii_digit() || c == '.') {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let rows = [row(["word", "ns"]), row(["a", "1"])];
        assert_eq!(Table(&rows).to_string(), "word  ns\na      1\n");
    }
}
