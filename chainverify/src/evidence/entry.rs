//! What is known of one certificate.

use smallvec::SmallVec;

use crate::cert::{Cert, NameHash};
use crate::finding::AnchorId;
use crate::rules::cert::{Facts, Role};

/// One certificate.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) cert: Cert<'a>,
    /// The hashes of its names: most names that differ are told apart by them.
    pub(super) issuer: NameHash,
    pub(crate) subject: NameHash,
    pub(crate) is_self_issued: bool,
    /// The anchors of its issuer's name.
    pub(crate) anchors: SmallVec<[AnchorId; 1]>,
    /// Whether a chain of names leads from here to an anchor.
    pub(crate) is_connected: bool,
    /// Whether the tree was grown beyond it, over a link that did not fail.
    pub(crate) is_passed: bool,
    /// What the rules found about it, in each role in which it was looked at.
    pub(crate) facts: SmallVec<[(Role, Facts); 1]>,
}

impl<'a> Entry<'a> {
    /// `before`: an entry that may share a name with it, as the next one of a chain does.
    pub(super) fn new(cert: Cert<'a>, before: Option<&Self>) -> Self {
        let (issuer_name, subject_name) = (cert.issuer(), cert.subject());
        let subject = match before {
            Some(below) if below.cert.issuer().as_bytes() == subject_name.as_bytes() => {
                below.issuer
            }
            _ => subject_name.hash(),
        };
        let is_same = issuer_name.as_bytes() == subject_name.as_bytes();
        let issuer = if is_same { subject } else { issuer_name.hash() };
        let is_self_issued =
            is_same || (issuer.value == subject.value && issuer_name == subject_name);
        Self {
            issuer,
            subject,
            is_self_issued,
            cert,
            anchors: SmallVec::new(),
            is_connected: false,
            is_passed: false,
            facts: SmallVec::new(),
        }
    }

    /// Whether issuer and subject are well-formed names.
    pub(crate) const fn well_formed(&self) -> [bool; 2] {
        [self.issuer.is_well_formed, self.subject.is_well_formed]
    }

    /// Whether its subject is the issuer of `below`.
    pub(crate) fn has_issuer_name_of(&self, below: &Self) -> bool {
        self.subject.value == below.issuer.value && self.cert.subject() == below.cert.issuer()
    }

    pub(crate) fn facts(&self, role: Role) -> Option<&Facts> {
        let known = self.facts.iter().find(|(known, _)| *known == role)?;
        Some(&known.1)
    }

    /// Whether both stand for the same entity with the same key: subject, subjectAltName and key
    /// agree (RFC 4158 §2.4.2). A path has such a pair at most once.
    pub(crate) fn is_same_entity(&self, other: &Self) -> bool {
        let (own, others) = (&self.cert, &other.cert);
        own.subject_public_key_info() == others.subject_public_key_info()
            && own.subject() == others.subject()
            && alternative_names(own) == alternative_names(others)
    }
}

fn alternative_names<'r>(cert: &'r Cert<'_>) -> &'r [u8] {
    let span = cert.extensions().subject_alt_name.span();
    span.map_or(&[], |span| cert.bytes(span))
}
