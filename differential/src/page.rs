//! `testdata/MUTATIONS.md`: who accepts what, as tables of counts, and where we stand alone.
//!
//! What a verifier said that is not there to be asked, or only in another version, is taken from the page as it was.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use crate::alone::{Reason, Reasons, Side, alone};
use crate::peers::{ALL, GO, PYCA};
use crate::survey::{Row, Survey};

/// The cells of a page as it was: table, row and column, and what stands there.
#[derive(Debug, Default)]
pub struct Recorded(BTreeMap<(String, String, String), String>);

const VERIFIERS: &str = "Verifiers";
const VERSION: &str = "version";

impl Recorded {
    /// Reads a page.
    #[must_use]
    pub fn read(page: &str) -> Self {
        let (mut cells, mut table, mut columns) = (BTreeMap::new(), "", Vec::new());
        for line in page.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                (table, columns) = (title, Vec::new());
            }
            let Some(row) = line.strip_prefix("| ") else {
                continue;
            };
            let row: Vec<_> = row.trim_end_matches(" |").split(" | ").collect();
            if columns.is_empty() {
                columns = row;
                continue;
            }
            for (column, cell) in columns.iter().zip(&row) {
                let place = (table.to_owned(), row[0].to_owned(), (*column).to_owned());
                cells.insert(place, (*cell).to_owned());
            }
        }
        Self(cells)
    }

    /// The version of a verifier.
    #[must_use]
    pub fn version(&self, peer: &str) -> Option<&str> {
        self.cell(VERIFIERS, peer, VERSION)
    }

    fn cell(&self, table: &str, row: &str, column: &str) -> Option<&str> {
        let place = (table.to_owned(), row.to_owned(), column.to_owned());
        self.0.get(&place).map(String::as_str)
    }
}

/// Writes the page.
#[must_use]
pub fn page(survey: &Survey, reasons: &Reasons, recorded: &Recorded) -> String {
    let mut page = Page {
        survey,
        recorded,
        text: INTRODUCTION.to_owned(),
    };
    page.verifiers();
    page.bases();
    page.alone(Side::Accepted, ACCEPTED, reasons);
    page.alone(Side::Refused, REFUSED, reasons);
    page.counts("By field", BY_FIELD, |row| field(survey, row));
    let ways = usual_ways(survey);
    page.counts("By change", BY_CHANGE, |row| {
        let is_usual = row.base == 0 && ways.contains_key(row.way.as_str());
        is_usual.then(|| row.way.clone())
    });
    page.text
}

struct Page<'p> {
    survey: &'p Survey,
    recorded: &'p Recorded,
    text: String,
}

impl<'s> Page<'s> {
    fn verifiers(&mut self) {
        self.table(VERIFIERS, PEERS, &["verifier", VERSION]);
        for peer in ALL {
            let measured = self.survey.peers.iter().find(|(name, _)| *name == peer);
            let version = measured.map(|(_, version)| version.clone());
            let version = self.or_recorded(version, (VERIFIERS, peer, VERSION));
            self.row(peer, &[version]);
        }
    }

    fn bases(&mut self) {
        let title = "Bases";
        self.table(title, BASES, &[&["base", "mutants"], &ALL[..]].concat());
        for base in &self.survey.bases {
            let mut cells = vec![base.mutants.to_string()];
            for peer in ALL {
                let verdict = self
                    .survey
                    .column(peer)
                    .map(|column| base.verdicts[column].is_ok());
                let cell = verdict.map(|accepts| if accepts { "yes" } else { "no" }.to_owned());
                cells.push(self.or_recorded(cell, (title, base.name, peer)));
            }
            self.row(base.name, &cells);
        }
    }

    /// A row for each group of mutants: how many there are, and how many of them each verifier accepts.
    fn counts(&mut self, title: &str, about: &str, group: impl Fn(&Row) -> Option<String>) {
        self.table(
            title,
            about,
            &[&["mutants of", "number"], &ALL[..]].concat(),
        );
        let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in &self.survey.rows {
            if let Some(group) = group(row) {
                groups.entry(group).or_default().push(row);
            }
        }
        for (group, rows) in groups {
            let mut cells = vec![rows.len().to_string()];
            for peer in ALL {
                cells.push(self.accepted(&rows, (title, &group, peer)));
            }
            self.row(&group, &cells);
        }
    }

    fn alone(&mut self, side: Side, (title, about): (&str, &str), reasons: &Reasons) {
        self.table(
            title,
            about,
            &["reason", "cites", "mutants", "one of them", GO, PYCA],
        );
        let rows = self.survey.has_voices().then(|| alone(self.survey, side));
        for reason in reasons.on(side) {
            let of_reason = |rows: &Vec<&'s Row>| {
                let fits = |row: &&&'s Row| reason.fits(row);
                rows.iter().filter(fits).copied().collect()
            };
            let rows: Option<Vec<&Row>> = rows.as_ref().map(of_reason);
            self.reason(title, reason, rows.as_deref());
        }
    }

    fn reason(&mut self, title: &str, reason: &Reason, rows: Option<&[&Row]>) {
        let key = reason.reason.as_str();
        let count = rows.map(|rows| rows.len().to_string());
        let shortest =
            rows.and_then(|rows| rows.iter().min_by_key(|row| (row.name.len(), &row.name)));
        let example = shortest.map(|row| format!("`{}`", row.name));
        let mut cells = vec![reason.cites.clone()];
        cells.push(self.or_recorded(count, (title, key, "mutants")));
        cells.push(self.or_recorded(example, (title, key, "one of them")));
        for peer in [GO, PYCA] {
            cells.push(match rows {
                Some(rows) => self.accepted(rows, (title, key, peer)),
                None => self.or_recorded(None, (title, key, peer)),
            });
        }
        self.row(key, &cells);
    }

    /// How many of these mutants a verifier accepts, of those in whose base it has a voice.
    fn accepted(&self, rows: &[&Row], place: (&str, &str, &str)) -> String {
        let count = |column: usize| {
            let has_voice = |row: &&&Row| self.survey.bases[row.base].verdicts[column].is_ok();
            let heard: Vec<_> = rows.iter().filter(has_voice).collect();
            let accepted = heard.iter().filter(|row| row.verdicts[column].is_ok());
            if heard.is_empty() {
                "–".to_owned()
            } else if heard.len() == rows.len() {
                accepted.count().to_string()
            } else {
                format!("{} of {}", accepted.count(), heard.len())
            }
        };
        self.or_recorded(self.survey.column(place.2).map(count), place)
    }

    fn or_recorded(
        &self,
        cell: Option<String>,
        (table, row, column): (&str, &str, &str),
    ) -> String {
        let recorded = || {
            self.recorded
                .cell(table, row, column)
                .unwrap_or("?")
                .to_owned()
        };
        cell.unwrap_or_else(recorded)
    }

    fn table(&mut self, title: &str, about: &str, columns: &[&str]) {
        let is_text = |column: &str| ["cites", "one of them", VERSION].contains(&column);
        let rule = |column: &&str| if is_text(column) { " --- |" } else { " ---: |" };
        let rules: String = columns.iter().skip(1).map(rule).collect();
        let _ = writeln!(self.text, "\n## {title}\n\n{about}\n");
        let _ = writeln!(self.text, "| {} |", columns.join(" | "));
        let _ = writeln!(self.text, "| --- |{rules}");
    }

    fn row(&mut self, key: &str, cells: &[String]) {
        let _ = writeln!(self.text, "| {key} | {} |", cells.join(" | "));
    }
}

/// The base, the certificate and the field, extensions by their names.
fn field(survey: &Survey, row: &Row) -> Option<String> {
    let mut parts = row.place.split('.');
    let role = parts.next()?;
    let mut field = parts
        .next()
        .map_or_else(|| role.to_owned(), |field| format!("{role}.{field}"));
    if field.ends_with(".extensions")
        && let Some(extension) = parts.next()
    {
        field = format!("{field}.{extension}");
    }
    Some(format!("{}.{field}", survey.bases[row.base].name))
}

/// The ways that many places of the base `p256` were changed in.
fn usual_ways(survey: &Survey) -> BTreeMap<&str, usize> {
    const MANY: usize = 25;
    let mut ways = BTreeMap::new();
    for row in survey.rows.iter().filter(|row| row.base == 0) {
        *ways.entry(row.way.as_str()).or_default() += 1;
    }
    ways.retain(|_, count| *count >= MANY);
    ways
}

const INTRODUCTION: &str = "\
# Mutations

Sound chains, changed in one place each and signed anew (`testdata/generate/src/mutate`), and who accepts them for a TLS server of the right name at a time when all is valid. `cargo test -p chainverify-differential --features openssl` asks the verifiers that are built in, compares what they say with this page, and fails where we stand alone without a reason. `cargo run --release -p chainverify-differential --features openssl -- write` asks all that are installed and writes the page anew; `-- list PATTERN` shows each mutant and each answer.
";

const PEERS: &str = "\
*chainverify* is `Policy::web_server()`, the library's default; *strict* is its `strict()`. *OpenSSL strict* has the flags `X509_V_FLAG_X509_STRICT` and `X509_V_FLAG_POLICY_CHECK`. All others are asked as they come.";

const BASES: &str = "\
A verifier that refuses a base has no voice in its mutants. `p256` is a chain as public CAs issue them, of which everything is mutated; the others are there for what they have and it has not.";

const ACCEPTED: (&str, &str) = (
    "What we accept alone",
    "What our default accepts, and rustls-webpki and OpenSSL refuse, as far as they have a voice. The last columns say how many of them Go and pyca accept.",
);

const REFUSED: (&str, &str) = (
    "What we refuse alone",
    "What our default refuses, and rustls-webpki and OpenSSL accept, with either set of flags. The last columns say how many of them Go and pyca accept.",
);

const BY_FIELD: &str = "\
The base, the certificate, the field: how many mutants there are, and how many each verifier accepts. `bothAlgorithms` is a change of both algorithm fields; where a CA's subject is changed, what it issued names it anew.";

const BY_CHANGE: &str = "\
What was done to values of every kind, in the base `p256`.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::{OPENSSL, OPENSSL_STRICT, OWN, WEBPKI};
    use crate::survey::BaseRow;

    /// Two mutants of one base; the first is accepted by all of these peers, the other by none.
    fn survey(peers: &[&'static str]) -> Survey {
        let row = |way: &str, verdict: Result<(), String>| Row {
            name: format!("b.leaf.serialNumber.{way}"),
            base: 0,
            place: "leaf.serialNumber".to_owned(),
            way: way.to_owned(),
            verdicts: vec![verdict; peers.len()],
        };
        Survey {
            peers: peers.iter().map(|peer| (*peer, "1".to_owned())).collect(),
            bases: vec![BaseRow {
                name: "b",
                mutants: 2,
                verdicts: vec![Ok(()); peers.len()],
            }],
            rows: vec![row("zero", Ok(())), row("removed", Err("no".to_owned()))],
        }
    }

    #[test]
    fn what_a_peer_said_stays_where_it_is_not_there() {
        let reasons = Reasons::read("").unwrap();
        let all = page(&survey(&ALL), &reasons, &Recorded::default());
        assert!(
            all.contains("| b.leaf.serialNumber | 2 | 1 | 1 | 1 | 1 | 1 | 1 | 1 |"),
            "{all}"
        );
        let recorded = Recorded::read(&all);
        assert_eq!(recorded.version(GO), Some("1"));
        for fewer in [&[OWN][..], &[OWN, WEBPKI, OPENSSL, OPENSSL_STRICT]] {
            assert_eq!(page(&survey(fewer), &reasons, &recorded), all);
        }
    }

    #[test]
    fn what_nobody_measured_is_seen() {
        let reasons = Reasons::read("").unwrap();
        let page = page(&survey(&[OWN]), &reasons, &Recorded::default());
        assert!(
            page.contains("| b.leaf.serialNumber | 2 | 1 | ? | ? | ? | ? | ? | ? |"),
            "{page}"
        );
    }
}
