//! `testdata/CONFORMANCE.md`, the truth table: a test run compares its rows with those in the file,
//! and with `UPDATE_EXPECT=1` writes them. The text around them is written by hand. There are no
//! timings in it, so that it is the same on every machine.

use core::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use super::common::conformance::repository;

/// One row: two cells that name it, then numbers.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    key: String,
    line: String,
}

impl Row {
    pub(crate) fn new(key: [&str; 2], numbers: &[usize]) -> Self {
        let key = format!("| {} | {} |", key[0], key[1]);
        let mut line = key.clone();
        for number in numbers {
            let _ = write!(line, " {number} |");
        }
        Self { key, line }
    }
}

/// Compares the rows with those of the table after the line `<!-- name -->`, and says what differs.
/// Rows that this run does not make are left as they are.
pub(crate) fn check(name: &str, rows: &[Row]) -> Vec<String> {
    // The tests of one program run side by side.
    static FILE: Mutex<()> = Mutex::new(());
    let _held = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = repository().join("testdata/CONFORMANCE.md");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    let Some(mut table) = find_table(&lines, name) else {
        return vec![format!("CONFORMANCE.md has no table after <!-- {name} -->")];
    };
    let mut complaints = Vec::new();
    for Row { key, line } in rows {
        match lines[table.clone()]
            .iter()
            .position(|there| there.starts_with(key))
        {
            Some(at) if lines[table.start + at] == *line => continue,
            Some(at) => lines[table.start + at].clone_from(line),
            None => {
                lines.insert(table.end, line.clone());
                table.end += 1;
            }
        }
        complaints.push(format!("CONFORMANCE.md: the row is now {line}"));
    }
    if complaints.is_empty() || std::env::var_os("UPDATE_EXPECT").is_none_or(|value| value != "1") {
        return complaints;
    }
    match std::fs::write(&path, lines.join("\n") + "\n") {
        Ok(()) => Vec::new(),
        Err(error) => vec![format!("{}: {error}", path.display())],
    }
}

/// Where the rows are, without the head and the line below it.
fn find_table(lines: &[String], name: &str) -> Option<core::ops::Range<usize>> {
    let mark = format!("<!-- {name} -->");
    let mark = lines.iter().position(|line| *line == mark)?;
    let is_rule = |line: &String| line.starts_with("| ---");
    let start = mark + lines[mark..].iter().position(is_rule)? + 1;
    let rows = lines[start..].iter();
    let length = rows.take_while(|line| line.starts_with('|')).count();
    Some(start..start + length)
}
