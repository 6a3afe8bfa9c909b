//! Models of verifiers that are not run: each is what its documents say, as a table over what this
//! library finds, and rules of its own. Where no document decides, neither does the model.
//!
//! What the models say is counted beside what the real ones say in `testdata/CONFORMANCE.md`.

mod ask;
pub(super) mod go;
mod one_path;
pub(super) mod openssl;

use alloc::borrow::Cow;
use alloc::format;

use super::{Basis, Opinion, Peer, Verdict};
use crate::finding::{Code, Finding, Severity};

/// What the documents of a verifier say of something that was found.
pub(super) enum Rule {
    /// It refuses: why, and the document.
    Refuses(&'static str, &'static str),
    /// It does not look at that: the document.
    Passes,
    /// Nothing.
    Silent,
}

/// What a model says of one path.
pub(super) enum OnPath {
    Accepted,
    Refused(Cow<'static, str>, &'static str),
    Undecided(Cow<'static, str>),
}

/// Errors, and extensions that cannot be read: others may need to.
fn decides(finding: &Finding) -> bool {
    let is_malformed = matches!(finding.code(), Code::MalformedExtension { .. });
    finding.severity() == Severity::Error || is_malformed
}

/// By the table of a model: a rule that refuses decides, whatever else is on the path.
fn on_path<'f>(
    findings: &mut dyn Iterator<Item = &'f Finding>,
    table: &dyn Fn(&Code) -> Rule,
    own: &'static str,
) -> OnPath {
    let mut undecided = None;
    for finding in findings {
        if let Code::Rejected { reason } = finding.code() {
            return OnPath::Refused(reason.text.clone().into(), own);
        }
        match table(finding.code()) {
            Rule::Refuses(why, reference) => return OnPath::Refused(why.into(), reference),
            Rule::Passes => {}
            Rule::Silent => undecided = undecided.or_else(|| Some(finding.code().id())),
        }
    }
    match undecided {
        Some(id) => OnPath::Undecided(format!("no documented rule decides on {id}").into()),
        None => OnPath::Accepted,
    }
}

fn opinion(of: Peer, said: OnPath) -> Opinion {
    let (verdict, why, reference) = match said {
        OnPath::Accepted => (Verdict::Accepts, Cow::Borrowed(""), None),
        OnPath::Refused(why, reference) => (Verdict::Refuses, why, Some(reference)),
        OnPath::Undecided(why) => (Verdict::Undecided, why, None),
    };
    Opinion {
        of,
        basis: Basis::Model,
        verdict,
        variant: None,
        why,
        reference,
    }
}
