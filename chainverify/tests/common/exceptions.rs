//! The list of cases that we knowingly decide differently from a suite: id, profile (or variant of
//! the suite), what is expected, what comes out, and the reason. An entry that is not needed, or
//! not true, is a failure.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use core::fmt;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::common::{Verdict, conformance};

/// By id, then by profile.
#[derive(Debug, Deserialize)]
pub(crate) struct Exceptions(BTreeMap<String, BTreeMap<String, Exception>>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    expected: Expected,
    actual: Expected,
    reason: String,
}

/// A verdict in the words of the suites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Expected {
    Success,
    Failure,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
        })
    }
}

impl From<Verdict> for Expected {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Valid => Self::Success,
            Verdict::NotValid => Self::Failure,
        }
    }
}

/// A case that did not come out as the suite expects.
#[derive(Clone, Debug)]
pub(crate) struct Deviation<'s> {
    pub(crate) id: &'s str,
    pub(crate) profile: &'s str,
    pub(crate) expected: Expected,
    pub(crate) actual: Expected,
    /// The code of the primary finding, or those of the warnings.
    pub(crate) because: String,
}

impl Exceptions {
    /// Those of a suite.
    pub(crate) fn load(suite: &str) -> Self {
        let path = Path::new("testdata").join(suite).join("exceptions.json");
        let json = conformance::read(&conformance::repository().join(&path));
        serde_json::from_slice(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Those under one profile only, for a run of nothing else.
    pub(crate) fn only(mut self, profile: &str) -> Self {
        for by_profile in self.0.values_mut() {
            by_profile.retain(|other, _| other == profile);
        }
        self
    }

    /// How many there are; a case under two profiles counts twice.
    pub(crate) fn count(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// What is wrong: deviations that the list does not have, and entries that do not hold.
    pub(crate) fn complaints(&self, deviations: &[Deviation<'_>]) -> Vec<String> {
        let unlisted = deviations
            .iter()
            .filter(|deviation| self.find(deviation).is_none());
        let unlisted = unlisted.map(
            |Deviation {
                 id,
                 profile,
                 expected,
                 actual,
                 because,
             }| {
                format!("{id} ({profile}): expected {expected}, got {actual} ({because})")
            },
        );
        unlisted.chain(self.stale(deviations)).collect()
    }

    fn find(&self, deviation: &Deviation<'_>) -> Option<&Exception> {
        let found = self.0.get(deviation.id)?.get(deviation.profile)?;
        (found.actual == deviation.actual && found.expected == deviation.expected).then_some(found)
    }

    fn stale(&self, deviations: &[Deviation<'_>]) -> Vec<String> {
        let entries = self.0.iter().flat_map(|(id, by_profile)| {
            by_profile
                .iter()
                .map(move |(profile, exception)| (id, profile, exception))
        });
        let complaint = |(id, profile, exception): (&String, &String, &Exception)| {
            let is_this = |d: &&Deviation<'_>| d.id == id && d.profile == profile;
            let what = match deviations.iter().find(is_this) {
                None => "comes out as expected, or is not in the suite",
                Some(_) if exception.reason.trim().is_empty() => "has no reason",
                Some(now) if self.find(now).is_none() => {
                    "with another verdict than the one that comes out"
                }
                Some(_) => return None,
            };
            Some(format!(
                "{id} ({profile}): stands in exceptions.json, but {what}"
            ))
        };
        entries.filter_map(complaint).collect()
    }
}
