//! What one verification may cost. Everything that comes from outside is counted against one of
//! these limits, in what it costs: octets compared or moved, signatures, nodes. A limit that is
//! reached is named in the report, whatever the verdict.

use core::fmt;

/// The most of each thing that one verification may use up.
///
/// ```
/// use chainverify::Policy;
///
/// let mut policy = Policy::web_server();
/// policy.limits.requests = 0;
/// policy.limits.depth = 4;
/// assert_eq!(policy.limits.signatures, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Signatures checked while looking for a valid path. 100: as rustls-webpki and Go.
    pub signatures: u32,
    /// Signatures checked only to explain a failure well. 8: one deepest path.
    pub near_miss_signatures: u32,
    /// Certificates between leaf and anchor. 8: twice what public paths have.
    pub depth: u32,
    /// Work in units of about an octet that is compared, sorted or moved: names, name constraints,
    /// policies. This much for any verification.
    pub work: u32,
    /// Work beyond that, for each octet of certificates, CRLs and OCSP responses. 8: the largest honest chains, of
    /// a thousand names under thousands of subtrees, stay below it.
    pub work_per_octet: u32,
    /// Nodes of the search tree: places of a certificate on a path. 10 000: two orders above
    /// anything honest, a few milliseconds without signatures.
    pub nodes: u32,
    /// Certificates in one verification, the fetched ones included.
    pub certificates: u32,
    /// Findings that are kept. 4 096: a thousand certificates with a few each.
    pub findings: u32,
    /// Requests for something that nobody has given: issuers at the URLs of a certificate.
    pub requests: u32,
    /// Requests for CRLs and OCSP responses. 16: two for each certificate of the deepest path.
    pub revocation_requests: u32,
}

impl Limits {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        signatures: 100,
        near_miss_signatures: 8,
        depth: 8,
        work: 1 << 18,
        work_per_octet: 8,
        nodes: 10_000,
        certificates: 16_384,
        findings: 4_096,
        requests: 4,
        revocation_requests: 16,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::signatures`]
    Signatures,
    /// [`Limits::near_miss_signatures`]
    NearMissSignatures,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::work`] and [`Limits::work_per_octet`]
    Work,
    /// [`Limits::nodes`]
    Nodes,
    /// [`Limits::certificates`]
    Certificates,
    /// [`Limits::findings`]
    Findings,
    /// [`Limits::requests`]
    Requests,
    /// [`Limits::revocation_requests`]
    RevocationRequests,
}

impl Limit {
    /// Its id in JSON: the name of the field of [`Limits`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signatures => "signatures",
            Self::NearMissSignatures => "near_miss_signatures",
            Self::Depth => "depth",
            Self::Work => "work",
            Self::Nodes => "nodes",
            Self::Certificates => "certificates",
            Self::Findings => "findings",
            Self::Requests => "requests",
            Self::RevocationRequests => "revocation_requests",
        }
    }
}

/// What was too many: "signature checks".
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signatures => "signature checks",
            Self::NearMissSignatures => "signature checks on paths that failed already",
            Self::Depth => "intermediates on a path",
            Self::Work => "work on names, constraints and policies",
            Self::Nodes => "steps of the search",
            Self::Certificates => "certificates",
            Self::Findings => "findings",
            Self::Requests => "requests",
            Self::RevocationRequests => "requests for CRLs and OCSP responses",
        })
    }
}

/// What is left of the limits during one verification.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Limits,
    work: u64,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            left: limits,
            work: limits.work.into(),
        }
    }

    /// One more certificate of so many octets.
    pub(crate) fn certificate(&mut self, octets: usize) -> Result<(), Limit> {
        spend(&mut self.left.certificates, 1, Limit::Certificates)?;
        self.allow(octets);
        Ok(())
    }

    /// So many octets of whatever kind bring their own allowance of work.
    pub(crate) fn allow(&mut self, octets: usize) {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        let more = octets.saturating_mul(self.left.work_per_octet.into());
        self.work = self.work.saturating_add(more);
    }

    /// Work of so many octets.
    pub(crate) fn work(&mut self, octets: usize) -> Result<(), Limit> {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        match self.work.checked_sub(octets) {
            Some(left) => {
                self.work = left;
                Ok(())
            }
            None => {
                self.work = 0;
                Err(Limit::Work)
            }
        }
    }

    pub(crate) fn signature(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.signatures, 1, Limit::Signatures)
    }

    pub(crate) fn near_miss_signature(&mut self) -> Result<(), Limit> {
        let left = &mut self.left.near_miss_signatures;
        spend(left, 1, Limit::NearMissSignatures)
    }

    pub(crate) fn node(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.nodes, 1, Limit::Nodes)
    }

    pub(crate) fn findings(&mut self, count: usize) -> Result<(), Limit> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        spend(&mut self.left.findings, count, Limit::Findings)
    }

    pub(crate) fn request(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.requests, 1, Limit::Requests)
    }

    pub(crate) fn revocation_request(&mut self) -> Result<(), Limit> {
        let left = &mut self.left.revocation_requests;
        spend(left, 1, Limit::RevocationRequests)
    }
}

/// A limit that was reached stays reached.
fn spend(left: &mut u32, count: u32, limit: Limit) -> Result<(), Limit> {
    match left.checked_sub(count) {
        Some(rest) => {
            *left = rest;
            Ok(())
        }
        None => {
            *left = 0;
            Err(limit)
        }
    }
}
