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

impl<'a> Companions<'a> {
    /// Notes what a target has, and what it lacks.
    pub(crate) fn note(&mut self, target: &'a Target, report: &Report) {
        if let (Target::File(_), Some(first)) = (target, report.certificates.first()) {
            self.files.insert(first.subject.to_string(), target);
        }
        if let Some(issuer) = missing_issuer(report) {
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
