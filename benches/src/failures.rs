//! What a failed verification costs with its report, without the signature checks: it happens as
//! often as somebody likes, so an explanation must not be dear.

use pki_types::CertificateDer;

use crate::algorithms::{self, Provider, Signatures};
use crate::chains::{self, Chain, Roots};
use crate::measure::{self, Effort};
use crate::peers::{Chainverify, Question};
use crate::table;

/// One failure.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// What is wrong.
    pub(crate) kind: Kind,
    /// How many signatures were looked at.
    pub(crate) signatures: u64,
    /// Verification and report without the signature checks, in nanoseconds.
    pub(crate) nanos: f64,
    /// The same, and the report written as text.
    pub(crate) with_text: f64,
    /// How long the text is.
    pub(crate) text: usize,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Expired,
    OtherName,
    UnknownRoot,
    MissingIntermediate,
    ForgedLeaf,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [
        Self::Expired,
        Self::OtherName,
        Self::UnknownRoot,
        Self::MissingIntermediate,
        Self::ForgedLeaf,
    ];

    /// For the table.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Expired => "expired leaf",
            Self::OtherName => "another name",
            Self::UnknownRoot => "unknown root",
            Self::MissingIntermediate => "missing intermediate",
            Self::ForgedLeaf => "forged leaf",
        }
    }

    fn of(self, chain: &Chain) -> (Vec<CertificateDer<'static>>, Question<'static>) {
        let mut certs = chain.certs.clone();
        let mut question = chain.question;
        match self {
            Self::Expired => question.time = chains::AFTER_ALL,
            Self::OtherName => question.host = "www.example.org",
            Self::UnknownRoot => {}
            Self::MissingIntermediate => certs.truncate(1),
            Self::ForgedLeaf => certs[0] = forged(&certs[0]),
        }
        (certs, question)
    }
}

/// The last octet of a certificate is one of its signature.
fn forged(cert: &CertificateDer<'_>) -> CertificateDer<'static> {
    let mut der = cert.to_vec();
    if let Some(last) = der.last_mut() {
        *last ^= 1;
    }
    der.into()
}

/// Measures all of them, with the chain of the web and Mozilla's roots.
pub(crate) fn measure(effort: Effort) -> Vec<Failure> {
    let chain = chains::named(chains::LETS_ENCRYPT).expect("a chain");
    let list = Provider::Ring.counted(Signatures::Checked);
    let with_root = Chainverify::new(&Roots::Mozilla.of(&chain), list);
    let without = Chainverify::new(webpki_root_certs::TLS_SERVER_ROOT_CERTS, list);
    let failure = |kind: Kind| {
        let (certs, question) = kind.of(&chain);
        let verifier = if kind == Kind::UnknownRoot {
            &without
        } else {
            &with_root
        };
        let report = || {
            let is_valid = verifier.report(&certs, question);
            assert!(!is_valid, "{}: valid", kind.text());
        };
        let text = || verifier.text(&certs, question);
        Failure {
            kind,
            signatures: algorithms::checks_of(report).count,
            nanos: measure::without_checks(&report, effort),
            with_text: measure::without_checks(&|| drop(core::hint::black_box(text())), effort),
            text: text().len(),
        }
    };
    Kind::ALL.into_iter().map(failure).collect()
}

/// The table.
pub(crate) fn rows(failures: &[Failure]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "failure",
        "signatures",
        "report ns",
        "with text ns",
        "octets of text",
    ])];
    rows.extend(failures.iter().map(|failure| {
        vec![
            failure.kind.text().to_owned(),
            failure.signatures.to_string(),
            format!("{:.0}", failure.nanos),
            format!("{:.0}", failure.with_text),
            failure.text.to_string(),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_a_report_with_a_text() {
        let failures = measure(Effort::ONCE);
        assert_eq!(failures.len(), Kind::ALL.len());
        assert!(failures.iter().all(|failure| failure.text > 0));
    }
}
