//! Where we stand alone, and why: the mutants that we accept and every peer refuses, and those that we refuse and every peer
//! accepts. Each is held against a list of reasons, of which each cites a document and each must still be needed.

use serde::Deserialize;

use crate::peers::{OPENSSL, OPENSSL_STRICT, OWN, WEBPKI};
use crate::survey::{Row, Survey};

/// The list of the reasons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// What we accept alone.
    #[serde(default)]
    pub accepted: Vec<Reason>,
    /// What we refuse alone.
    #[serde(default)]
    pub refused: Vec<Reason>,
}

/// Why we stand alone with some mutants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Their names; `*` stands for any characters, `{a,b}` for one of these.
    pub mutants: Vec<String>,
    /// The finding that the refusal must have; an unreadable anchor has none.
    pub finding: Option<String>,
    /// The reason.
    pub reason: String,
    /// The document that it is taken from.
    pub cites: String,
}

/// On which side we stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// We accept them.
    Accepted,
    /// We refuse them.
    Refused,
}

impl Reasons {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// It is not TOML, or has other keys.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The reasons for one side.
    #[must_use]
    pub fn on(&self, side: Side) -> &[Reason] {
        match side {
            Side::Accepted => &self.accepted,
            Side::Refused => &self.refused,
        }
    }

    /// What is wrong with the list: mutants without a reason, and reasons, or patterns of them, without a mutant.
    #[must_use]
    pub fn complaints(&self, survey: &Survey) -> Vec<String> {
        let mut complaints = Vec::new();
        for side in [Side::Accepted, Side::Refused] {
            let rows = alone(survey, side);
            for row in &rows {
                if !self.on(side).iter().any(|reason| reason.fits(row)) {
                    let verdict = row.verdicts.first().map_or("", |own| why(own));
                    complaints.push(format!(
                        "{side:?} by us alone, without a reason: {} {verdict}",
                        row.name
                    ));
                }
            }
            for reason in self.on(side) {
                let unneeded = |pattern: &&String| {
                    let needed = |row: &&&Row| matches(pattern, &row.name) && reason.fits(row);
                    rows.iter().find(needed).is_none()
                };
                for pattern in reason.mutants.iter().filter(unneeded) {
                    complaints.push(format!("{side:?}: no longer needed: {pattern}"));
                }
            }
        }
        complaints
    }
}

impl Reason {
    /// Whether this is a reason for that mutant.
    #[must_use]
    pub fn fits(&self, row: &Row) -> bool {
        let finding = self.finding.as_deref();
        self.mutants
            .iter()
            .any(|pattern| matches(pattern, &row.name))
            && finding
                .is_none_or(|finding| row.verdicts.first().is_some_and(|own| id(own) == finding))
    }
}

/// The mutants that we stand alone with. Peers that refuse a base have no voice in its mutants.
///
/// # Panics
///
/// This library was not asked first.
#[must_use]
pub fn alone(survey: &Survey, side: Side) -> Vec<&Row> {
    assert_eq!(survey.peers.first().map(|(name, _)| *name), Some(OWN));
    let is_alone = |row: &&Row| {
        let accepted_by_us = row.verdicts.first().is_some_and(Result::is_ok);
        let mut others = voices(survey, row.base)
            .into_iter()
            .map(|peer| row.verdicts[peer].is_ok());
        match side {
            Side::Accepted => accepted_by_us && !others.any(|accepts| accepts),
            Side::Refused => !accepted_by_us && others.all(|accepts| accepts),
        }
    };
    survey.rows.iter().filter(is_alone).collect()
}

/// The peers that are built in and accept a base: whether Go and Python are installed must not decide where we are alone.
fn voices(survey: &Survey, base: usize) -> Vec<usize> {
    let verdicts = &survey.bases[base].verdicts;
    [WEBPKI, OPENSSL, OPENSSL_STRICT]
        .into_iter()
        .filter_map(|peer| survey.column(peer))
        .filter(|peer| verdicts[*peer].is_ok())
        .collect()
}

/// The id of the finding that stands before the sentence.
fn id(verdict: &Result<(), String>) -> &str {
    why(verdict).split_once(": ").map_or("", |(id, _)| id)
}

fn why(verdict: &Result<(), String>) -> &str {
    verdict.as_ref().err().map_or("", String::as_str)
}

/// Whether a name is of the pattern.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    if let Some((before, rest)) = pattern.split_once('{')
        && let Some((choices, after)) = rest.split_once('}')
    {
        let one = |choice| matches(&format!("{before}{choice}{after}"), name);
        return choices.split(',').any(one);
    }
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::Verdict;
    use crate::survey::BaseRow;

    /// One mutant, and what we and rustls-webpki say to it.
    fn survey(own: &Verdict, webpki: &Verdict) -> Survey {
        Survey {
            peers: [OWN, WEBPKI].map(|peer| (peer, String::new())).into(),
            bases: vec![BaseRow {
                name: "b",
                mutants: 1,
                verdicts: vec![Ok(()), Ok(())],
            }],
            rows: vec![Row {
                name: "b.leaf.x".to_owned(),
                base: 0,
                place: "leaf".to_owned(),
                way: "x".to_owned(),
                verdicts: vec![own.clone(), webpki.clone()],
            }],
        }
    }

    #[test]
    fn who_stands_alone_needs_a_reason_and_who_does_not_must_have_none() {
        let reason = |side: &str, more: &str| {
            let text = format!("[[{side}]]\nmutants = ['b.*']\nreason = ''\ncites = ''\n{more}");
            Reasons::read(&text).unwrap()
        };
        let none = Reasons::read("").unwrap();
        let (yes, no) = (Ok(()), Err("weak: no".to_owned()));
        for (own, webpki, side) in [(&yes, &no, "accepted"), (&no, &yes, "refused")] {
            let (alone, together) = (survey(own, webpki), survey(own, own));
            assert_eq!(none.complaints(&alone).len(), 1);
            assert_eq!(none.complaints(&together).len(), 0);
            assert_eq!(reason(side, "").complaints(&alone).len(), 0);
            assert_eq!(reason(side, "").complaints(&together).len(), 1);
        }
        let refused = survey(&no, &yes);
        let finding = |finding: &str| reason("refused", &format!("finding = '{finding}'"));
        assert_eq!(finding("weak").complaints(&refused).len(), 0);
        // The mutant has no reason, and the reason no mutant.
        assert_eq!(finding("other").complaints(&refused).len(), 2);
    }

    #[test]
    fn a_star_stands_for_anything_and_braces_for_a_choice() {
        for (pattern, name) in [
            ("a.b", "a.b"),
            ("a.*", "a.b.c"),
            ("*.c", "a.b.c"),
            ("a*b*c", "a.b.b.c"),
            ("a.{b,c}.d", "a.c.d"),
            ("{a,b}.{c,d}", "b.c"),
            ("a.{b*,c}", "a.bcd"),
            ("*", ""),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("a.b", "a.b.c"),
            ("a.*.c", "a.c"),
            ("a.{b,c}", "a.d"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
