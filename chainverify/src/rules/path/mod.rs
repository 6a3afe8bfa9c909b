//! The rules about a whole path (RFC 5280 §6.1), each a walk of its own from the anchor's first
//! subject down to the leaf, with the variables of §6.1.2 that it needs under the RFC's names.
//!
//! | RFC 5280 | rule |
//! | --- | --- |
//! | §6.1.2 (a)–(f), §6.1.3 (d)–(f), §6.1.4 (a), (b), (h)–(j), §6.1.5 (a), (b), (g) | `policies` |
//! | §6.1.3 (b), (c), §6.1.4 (g) | `name_constraints` |
//! | §6.1.4 (l), (m) | `path_len` |
//! | §4.2.1.12 along the path | `purpose` |
//!
//! What needs only one certificate (§6.1.3 (a) (2), §6.1.4 (k), (n), (o), and RFC 9525 §6 on the
//! leaf) is in `rules/cert`; what
//! needs a certificate and its issuer (§6.1.3 (a) (1), (4)) is in `rules/link`.

pub(crate) mod name_constraints;
pub(crate) mod path_len;
pub(crate) mod policies;
pub(crate) mod purpose;

use super::{Findings, Rule};
use crate::budget::{Budget, Limit};
use crate::cert::Cert;
use crate::finding::CertId;
use crate::policy::Policy;
use crate::trust::Anchor;

/// What a rule about paths looks at.
pub(crate) struct PathContext<'r> {
    /// None where the path breaks off below an anchor, and is judged only to be explained.
    pub(crate) anchor: Option<&'r Anchor>,
    pub(crate) anchor_id: Option<CertId>,
    /// From the certificate that the anchor issued down to the leaf; a leaf that is itself the
    /// anchor stands alone.
    pub(crate) certs: &'r [PathCert<'r>],
    pub(crate) policy: &'r Policy,
}

/// One certificate of a path.
#[derive(Clone, Copy)]
pub(crate) struct PathCert<'r> {
    pub(crate) id: CertId,
    pub(crate) cert: &'r Cert<'r>,
}

/// A check of a path: it may spend, and stops the search where a limit is reached.
pub(crate) type PathCheck =
    fn(&PathContext<'_>, &mut Findings<'_>, &mut Budget) -> Result<(), Limit>;

/// All rules about paths; cheap ones first.
pub(crate) const PATH: &[Rule<PathCheck>] = &[
    purpose::RULE,
    path_len::RULE,
    policies::RULE,
    name_constraints::RULE,
];

impl<'r> PathContext<'r> {
    /// Whether the leaf is itself the anchor.
    pub(crate) fn is_direct(&self) -> bool {
        match (self.anchor.and_then(Anchor::cert), self.certs) {
            (Some(anchor), [only]) => anchor.der() == only.cert.der(),
            _ => false,
        }
    }

    /// The certificates that issued others on this path, from the top; without the leaf and
    /// without the anchor.
    pub(crate) fn intermediates(&self) -> &'r [PathCert<'r>] {
        self.certs.split_last().map_or(&[], |(_, above)| above)
    }
}

pub(crate) fn check(
    context: &PathContext<'_>,
    findings: &mut Findings<'_>,
    budget: &mut Budget,
) -> Result<(), Limit> {
    PATH.iter()
        .try_for_each(|rule| (rule.check)(context, findings, budget))
}
