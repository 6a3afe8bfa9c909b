//! What other verifiers say of the same question (feature `second-opinion`): one that is run in this
//! process, [`rustls()`], and models of others, which follow documents. An opinion changes no verdict.

mod models;
mod webpki;
mod words;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use models::go::go;
pub use models::openssl::openssl;
use pki_types::CertificateDer;
pub use webpki::rustls;

use crate::report::Report;
use crate::text::{Style, Text};
use crate::verifier::Verifier;

/// What another verifier says of the question that a [`Report`] answers.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::second_opinion::{self, Verdict};
///
/// // The intermediate was not sent, and the caller has it from elsewhere.
/// let (leaf, others) = chain.split_at(1);
/// let request = Request::server(leaf, "example.com").at(time).candidates(others);
/// let report = verifier.verify_request(request)?.report();
///
/// let opinion = second_opinion::rustls(&verifier, leaf, &report);
/// assert_eq!(opinion.verdict, Verdict::Refuses);
/// assert_eq!(opinion.variant.as_deref(), Some("UnknownIssuer"));
/// assert!(opinion.differs_from(&report));
/// # Ok::<(), Box<chainverify::Report>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Opinion {
    /// Whose it is.
    pub of: Peer,
    /// Whether the verifier itself says it.
    pub basis: Basis,
    /// What it says.
    pub verdict: Verdict,
    /// The error as the verifier itself names it, where it was run and refuses.
    pub variant: Option<Cow<'static, str>>,
    /// Why, in our words. Empty where it accepts what the report accepts.
    pub why: Cow<'static, str>,
    /// The document of the rule by which a model refuses.
    pub reference: Option<&'static str>,
}

/// Another verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Peer {
    /// The crate rustls, version 0.23, with its own verifier (rustls-webpki 0.103).
    Rustls,
    /// OpenSSL 3.
    #[cfg_attr(feature = "serde", serde(rename = "openssl"))]
    OpenSsl,
    /// Go's `crypto/x509`.
    Go,
}

/// What an opinion rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Basis {
    /// The verifier was run on the same certificates, anchors, names, time and algorithms.
    Run,
    /// A model that follows what is documented of the verifier.
    Model,
}

/// Whether another verifier accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Verdict {
    /// It does.
    Accepts,
    /// It does not.
    Refuses,
    /// It cannot be asked, or nothing that is documented decides: `why` says which.
    Undecided,
}

/// All opinions of a chain as it was sent, and the report about it: each verifier once.
#[must_use]
pub fn all(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> Vec<Opinion> {
    alloc::vec![
        rustls(verifier, chain, report),
        openssl(verifier, chain, report),
        go(verifier, chain, report),
    ]
}

impl Opinion {
    /// Whether it accepts what the report does not, or the other way round. What is undecided does
    /// not differ.
    #[must_use]
    pub fn differs_from(&self, report: &Report) -> bool {
        match self.verdict {
            Verdict::Accepts => !report.is_valid(),
            Verdict::Refuses => report.is_valid(),
            Verdict::Undecided => false,
        }
    }

    /// One line: `rustls 0.23 would refuse: UnknownIssuer: …`
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::second_opinion;
    ///
    /// let report = verifier.verify_request(Request::server(&chain, "example.com").at(time))?.report();
    /// let opinion = second_opinion::rustls(&verifier, &chain, &report);
    /// assert_eq!(opinion.text().to_string(), "rustls 0.23 would accept");
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let mut text = Text::new();
        text.ours(self.said_by());
        match self.verdict {
            Verdict::Accepts => text.ours(" would ").styled(Style::Good, "accept"),
            Verdict::Refuses => text.ours(" would ").styled(Style::Bad, "refuse"),
            Verdict::Undecided => text.ours(match self.basis {
                Basis::Run => " was not asked",
                Basis::Model => " has no answer",
            }),
        };
        if let Some(variant) = &self.variant {
            text.ours(": ").ours(variant.clone());
        }
        if !self.why.is_empty() {
            text.ours(": ").ours(self.why.clone());
        }
        if let Some(reference) = self.reference {
            text.ours("     ").styled(Style::Reference, reference);
        }
        text
    }

    /// The verifier, and whether it is a model of it: `rustls 0.23`
    #[must_use]
    pub fn said_by(&self) -> String {
        match self.basis {
            Basis::Run => alloc::format!("{}", self.of),
            Basis::Model => alloc::format!("{} (a model)", self.of),
        }
    }
}

impl Peer {
    /// Its id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Rustls => "rustls",
            Self::OpenSsl => "openssl",
            Self::Go => "go",
        }
    }
}

/// Its name, with the version where that matters: `rustls 0.23`
impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rustls => "rustls 0.23",
            Self::OpenSsl => "OpenSSL 3",
            Self::Go => "Go",
        })
    }
}
