//! Files of one chain that were given as targets of their own: each is verified by itself, so that one lacks the issuer which another one
//! holds. Seen over the whole run, so that it can be said at its end.

use std::collections::BTreeMap;

use chainverify::text::Text;
use chainverify::{Code, Report};

use crate::plan::Target;

/// What to do about it.
pub(crate) const HINT: &str = "give the rest of a chain with --chain, and certificates that were not sent with --intermediates";

/// What the targets of a run had and lacked.
#[derive(Debug, Default)]
pub(crate) struct Companions<'a> {
    /// Each file, by the subject of its first certificate.
    files: BTreeMap<String, &'a Target>,
    /// The targets whose path ended for want of an issuer, with its name.
    lacking: Vec<(&'a Target, String)>,
}

/// What is remembered of one report.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The subject of the first certificate of a file.
    subject: Option<String>,
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
        Self {
            subject: first.map(|first| first.subject.to_string()),
            missing: missing_issuer(report),
        }
    }
}

impl<'a> Companions<'a> {
    /// Notes it.
    pub(crate) fn note(&mut self, target: &'a Target, seen: Seen) {
        if let Some(subject) = seen.subject {
            self.files.insert(subject, target);
        }
        if let Some(issuer) = seen.missing {
            self.lacking.push((target, issuer));
        }
    }

    /// The first target whose issuer was the certificate of another one.
    pub(crate) fn advice(&self) -> Option<Text> {
        self.lacking.iter().find_map(|(target, issuer)| {
            let file = self.files.get(issuer).filter(|file| *file != target)?;
            let mut text = Text::new();
            text.ours("the issuer that ");
            target.say(&mut text);
            text.ours(" lacks is in ");
            file.say(&mut text);
            text.ours(", but each target is verified by itself");
            Some(text)
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
