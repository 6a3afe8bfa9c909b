//! Files of one chain that were given as targets of their own: each is verified by itself, so that one lacks the issuer which another one
//! holds. Seen over the whole run, so that it can be said at its end.

use std::collections::BTreeMap;

use chainverify::text::Text;
use chainverify::{Cert, Code, Report};

use crate::plan::Target;

const REST: &str = "give the rest of a chain with --chain, and certificates that were not sent with --intermediates";
const ROOT: &str = "if it is to be trusted, give it with --roots, in place of the store, or with --add-roots, beside it";

/// What the targets of a run had and lacked.
#[derive(Debug, Default)]
pub(crate) struct Companions<'a> {
    /// Each file and what to do with it, by the subject of its first certificate.
    files: BTreeMap<String, (&'a Target, &'static str)>,
    /// The targets whose path ended for want of an issuer, with its name.
    lacking: Vec<(&'a Target, String)>,
}

/// What is remembered of one report.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The subject of the first certificate of a file, and what to do where it is missing.
    first: Option<(String, &'static str)>,
    /// The issuer for want of which the path ended.
    missing: Option<String>,
}

impl Seen {
    /// What a target has, and what it lacks.
    pub(crate) fn of(target: &Target, report: &Report) -> Self {
        let first = match target {
            Target::File(_) => report.certificates.first(),
            Target::Host(_) => None,
        };
        let first = first.map(|first| {
            let is_own_issuer = |cert: &Cert<'_>| cert.subject() == cert.issuer();
            let hint = match first.cert.as_ref().is_some_and(is_own_issuer) {
                true => ROOT,
                false => REST,
            };
            (first.subject.to_string(), hint)
        });
        Self {
            first,
            missing: missing_issuer(report),
        }
    }
}

impl<'a> Companions<'a> {
    /// Notes it.
    pub(crate) fn note(&mut self, target: &'a Target, seen: Seen) {
        if let Some((subject, hint)) = seen.first {
            self.files.insert(subject, (target, hint));
        }
        if let Some(issuer) = seen.missing {
            self.lacking.push((target, issuer));
        }
    }

    /// The first target whose issuer was the certificate of another one, and what to do about it.
    pub(crate) fn advice(&self) -> Option<(Text, &'static str)> {
        self.lacking.iter().find_map(|(target, issuer)| {
            let (file, hint) = self.files.get(issuer)?;
            if file == target {
                return None;
            }
            let mut text = Text::new();
            text.ours("the issuer that ");
            target.say(&mut text);
            text.ours(" lacks is in ");
            file.say(&mut text);
            text.ours(", but each target is verified by itself");
            Some((text, *hint))
        })
    }
}

/// The issuer of the last certificate of a path that ends for want of it.
fn missing_issuer(report: &Report) -> Option<String> {
    let is_missing = |code: &Code| matches!(code, Code::IssuerNotFound { .. });
    let mut codes = report.findings.iter().map(|finding| finding.code());
    if !codes.any(is_missing) {
        return None;
    }
    let last = report.certificates.get(report.path.last()?.certificate)?;
    Some(last.cert.as_ref()?.issuer().to_string())
}
