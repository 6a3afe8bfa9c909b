//! The report about one target: as text for people, as one JSON object for machines. What is said about certificates comes from the library;
//! here are added the facts of the connection, and the choice of roots.

mod client;
mod client_json;
mod connection;
mod hint;
mod json;
mod opinions;
mod text;

use chainverify::cert::leaf::LikelyLeaf;
use chainverify::finding::Severity;
use chainverify::second_opinion::{Opinion, Peer, Verdict};
use chainverify::text::Text;
use chainverify::{ReferenceName, Report};

use crate::client::Asked;
use crate::connect::{Handshake, OtherKeys, OtherOutcome, Possession};
use crate::exit::Exit;
use crate::files::KeyFile;
use crate::gather::{Gathered, Leaf, Origin};
use crate::plan::{FailOn, Target};
use crate::trust::Roots;

pub(crate) use json::{failure as json_failure, line as json};
pub(crate) use text::{certificates, text};

/// All that is known about one target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// What was asked about.
    pub(crate) target: &'a Target,
    /// The certificates, and where they are from.
    pub(crate) gathered: &'a Gathered,
    /// What the library says about them.
    pub(crate) report: &'a Report,
    /// Which roots were trusted.
    pub(crate) roots: &'a Roots,
    /// The private key that the leaf must have.
    pub(crate) key: Option<&'a KeyFile>,
    /// Whether there are other targets beside this one.
    pub(crate) among: Among,
    /// What other verifiers say.
    pub(crate) opinions: &'a [Opinion],
    /// Whose verdict it is, with `--as`.
    pub(crate) verdict_of: Option<Peer>,
}

/// How many targets there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Among {
    /// This one alone.
    One,
    /// Others too: each report says in its first line whose it is.
    Several,
}

impl Among {
    /// So many.
    pub(crate) const fn of(targets: usize) -> Self {
        match targets {
            1 => Self::One,
            _ => Self::Several,
        }
    }
}

impl<'a> Known<'a> {
    /// The exit status: the library's verdict, or that of the verifier of `--as`, but an impostor that holds no key is not valid whatever its chain is, nor is a server that
    /// refused the client certificate, and nothing is valid where the handshake was not finished.
    pub(crate) fn exit(&self, fail_on: Option<FailOn>) -> Exit {
        let mut findings = self.report.findings.iter();
        match fail_on {
            _ if !self.is_accepted() || self.is_impostor() => Exit::NotValid,
            _ if self.has_its_key() == Some(false) || self.is_refused() => Exit::NotValid,
            _ if self.lacks_a_handshake() => Exit::NotConnected,
            Some(FailOn::Warning) if self.is_leaf_elsewhere() || findings.any(is_warning) => {
                Exit::FailedOn
            }
            _ => Exit::Valid,
        }
    }

    /// The opinion that is the verdict, with `--as`.
    fn verdict_of(&self) -> Option<&'a Opinion> {
        let mut opinions = self.opinions.iter();
        opinions.find(|opinion| Some(opinion.of) == self.verdict_of)
    }

    /// By whom the verdict is. Whoever is asked and cannot tell does not accept.
    fn is_accepted(&self) -> bool {
        match (self.verdict_of, self.verdict_of()) {
            (None, _) => self.report.is_valid(),
            (Some(_), opinion) => {
                opinion.is_some_and(|opinion| opinion.verdict == Verdict::Accepts)
            }
        }
    }

    /// Whether the leaf does not stand first in a file, or it cannot be told which one it is.
    fn is_leaf_elsewhere(&self) -> bool {
        match self.gathered.origin {
            Origin::Files {
                leaf: Leaf::Found(leaf),
                ..
            } => leaf != LikelyLeaf::First,
            _ => false,
        }
    }

    /// Whether the given private key is the leaf's; none is given, or the leaf's cannot be read: `None`.
    fn has_its_key(&self) -> Option<bool> {
        let leaf = self.report.certificates.first()?.cert.as_ref()?;
        Some(self.key?.belongs_to(leaf.public_key().ok()?.key))
    }

    /// The first line of the library's report; of several targets with the target, unless it is the name that was checked.
    fn headline(&self) -> Text {
        let is_said = match self.target {
            Target::Host(host) => {
                let shown = host.to_string();
                let name = ReferenceName::parse(&shown);
                name.is_ok_and(|name| self.report.names.as_slice() == core::slice::from_ref(&name))
            }
            Target::File(_) => false,
        };
        if is_said || self.among == Among::One {
            return self.report.headline();
        }
        self.report.headline_of(|out| self.target.say(out))
    }

    /// The handshake, where a server was asked.
    fn handshake(&self) -> Option<&Handshake> {
        match &self.gathered.origin {
            Origin::Server(handshake) => Some(handshake),
            Origin::Files { .. } => None,
        }
    }

    /// Whether whoever answered showed that it does not hold the leaf's key.
    fn is_impostor(&self) -> bool {
        self.handshake()
            .is_some_and(|handshake| handshake.possession == Possession::Refuted)
    }

    /// Whether the server refused the client certificate.
    fn is_refused(&self) -> bool {
        let asked = self
            .handshake()
            .and_then(|handshake| handshake.asked.as_ref());
        asked.is_some_and(Asked::is_refused)
    }

    /// Whether a handshake failed, so that what was asked for is not all known.
    fn lacks_a_handshake(&self) -> bool {
        let is_not_asked = |other: &OtherKeys| matches!(other.outcome, OtherOutcome::NotAsked(_));
        self.handshake().is_some_and(|handshake| {
            handshake.unfinished.is_some() || handshake.other.as_ref().is_some_and(is_not_asked)
        })
    }
}

fn is_warning(finding: &chainverify::Finding) -> bool {
    finding.severity() == Severity::Warning
}

#[cfg(test)]
mod tests;
