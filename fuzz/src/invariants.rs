//! The invariants of a verification: what holds for every set of certificates, honest or not.

use std::slice;

use chainverify::cert::Validity;
use chainverify::der::ParseError;
use chainverify::policy::{Exploration, Level, Limit};
use chainverify::report::{Report, Verdict};
use chainverify::{
    Cert, Code, Finding, Policy, ReferenceName, Request, TrustStore, ValidPath, Verifier,
};
use chainverify_testdata::pem_chain;
use pki_types::CertificateDer;

use crate::algorithms::{self, Says};
use crate::{now, report};

/// What is verified.
#[derive(Debug)]
pub struct Case<'a> {
    /// The leaf, and what came with it.
    pub chain: &'a [CertificateDer<'a>],
    /// What is trusted.
    pub roots: TrustStore,
    /// The names that are asked for.
    pub names: Vec<ReferenceName<'a>>,
    /// By which rules.
    pub policy: Policy,
}

/// What a verification comes to, as far as others are compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Until when the path is valid; none where there is no valid path.
    pub valid_until: Option<i64>,
    /// What decides, and the certificate by its octets, if it is about one. Where a certificate that
    /// cannot be read is blamed, it is the cause behind that.
    pub primary: Option<(Code, Option<Vec<u8>>)>,
    /// What is wrong with the certificate that cannot be read and is blamed for that.
    pub unreadable: Option<ParseError>,
    /// The path, leaf first, each certificate by its octets; empty for an anchor without one.
    pub path: Vec<Vec<u8>>,
    /// The limits that were reached: where there are some, the order of things may matter.
    pub limits: Vec<Limit>,
}

impl Outcome {
    /// Of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let octets = |number: usize| {
            let cert = report.certificates[number].cert.as_ref();
            cert.map_or_else(Vec::new, |cert| cert.der().to_vec())
        };
        Self {
            valid_until: match report.verdict {
                Verdict::Valid { until, .. } => Some(until.as_unix()),
                _ => None,
            },
            primary: primary(report).map(|primary| {
                let about = primary.certificate().and_then(|of| report.number(of));
                (primary.code().clone(), about.map(octets))
            }),
            // Its number among those that were sent depends on their order.
            unreadable: match report.code() {
                Some(Code::UnreadableIntermediate { error, .. }) => Some(*error),
                _ => None,
            },
            path: report
                .path
                .iter()
                .map(|step| octets(step.certificate))
                .collect(),
            limits: report.limits.clone(),
        }
    }

    /// Whether there is a valid path.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.valid_until.is_some()
    }

    /// Whether a limit was reached.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Panics where another verification of the same comes to something else.
    pub fn assert_same(&self, other: &Self, how: &str) {
        if !self.is_limited() && !other.is_limited() {
            assert_eq!(self, other, "another outcome {how}");
        }
    }
}

/// Why there is no valid path, whichever certificate cannot be read.
fn primary(report: &Report) -> Option<&Finding> {
    let mut errors = report.findings.iter().filter(|finding| finding.is_error());
    errors.find(|error| !matches!(error.code(), Code::UnreadableIntermediate { .. }))
}

impl<'a> Case<'a> {
    /// Prints the case, if the environment asks for it with `SHOW_CASE`: to look at what broke with
    /// the command.
    pub fn show(&self) {
        if std::env::var_os("SHOW_CASE").is_some() {
            let anchors = self.roots.anchors().filter_map(|anchor| anchor.cert());
            eprintln!("{:?}\n{:?}", self.names, self.policy);
            eprintln!("chain:\n{}", pem_chain(self.chain));
            eprintln!("roots:\n{}", pem_chain(anchors.map(Cert::der)));
        }
    }

    /// Checks every invariant; panics where one is broken.
    pub fn check(&self) {
        let Some((leaf, given)) = self.chain.split_first() else {
            return;
        };
        self.show();
        let report = self.verify(Says::Yes, self.chain, &[]);
        report::check(&report);
        let outcome = Outcome::of(&report);

        let report = self.verify(Says::No, self.chain, &[]);
        report::check(&report);
        assert!(
            outcome.is_valid() || outcome.is_limited() || !report.is_valid(),
            "valid only if signatures do not verify"
        );
        self.check_variants(&outcome, leaf, given);
    }

    /// Neither the order nor the number of what came beside the leaf matters, nor how it came.
    fn check_variants(
        &self,
        outcome: &Outcome,
        leaf: &CertificateDer<'a>,
        given: &[CertificateDer<'a>],
    ) {
        let with = |given: &[&[CertificateDer<'a>]]| -> Vec<_> {
            let leaf = slice::from_ref(leaf).iter();
            leaf.chain(given.iter().copied().flatten())
                .cloned()
                .collect()
        };
        let mut reversed = given.to_vec();
        reversed.reverse();
        let again = self.verify(Says::Yes, &with(&[&reversed]), &[]);
        outcome.assert_same(&Outcome::of(&again), "with the intermediates reversed");

        let again = self.verify(Says::Yes, &with(&[&shuffled(given)]), &[]);
        outcome.assert_same(&Outcome::of(&again), "with the intermediates shuffled");

        let again = self.verify(Says::Yes, &with(&[given, given]), &[]);
        outcome.assert_same(&Outcome::of(&again), "with the intermediates sent twice");

        let again = Outcome::of(&self.verify(Says::Yes, slice::from_ref(leaf), given));
        assert_eq!(again.unreadable, None, "a candidate is blamed");
        // What was not sent is not blamed.
        let readable = Outcome {
            unreadable: None,
            ..outcome.clone()
        };
        readable.assert_same(&again, "with the intermediates as candidates");

        if let Some((_, fewer)) = given.split_last() {
            let fewer = self.verify(Says::Yes, &with(&[fewer]), &[]);
            assert!(
                !fewer.is_valid() || outcome.is_valid() || outcome.is_limited(),
                "one more intermediate made a valid chain invalid"
            );
        }
    }

    /// A verifier with null algorithms.
    #[must_use]
    pub fn verifier(&self, says: Says) -> Verifier {
        Verifier::builder()
            .roots(self.roots.clone())
            .policy(self.policy.clone())
            .algorithms(algorithms::always(says))
            .build()
    }

    /// The request for a chain.
    pub fn request<'r>(&self, chain: &'r [CertificateDer<'r>]) -> Request<'r>
    where
        'a: 'r,
    {
        let request = Request::unnamed(chain).at(now());
        if self.names.is_empty() {
            request
        } else {
            request.names(self.names.clone())
        }
    }

    /// Verifies, and checks the proof if there is one.
    #[must_use]
    pub fn verify(
        &self,
        says: Says,
        chain: &[CertificateDer<'_>],
        candidates: &[CertificateDer<'_>],
    ) -> Report {
        let verifier = self.verifier(says);
        let request = self.request(chain).candidates(candidates);
        self.run(says, || verifier.verify_request(request))
    }

    /// Runs a verification of this case, and checks the proof if there is one.
    #[must_use]
    pub fn run<'v>(
        &self,
        says: Says,
        verify: impl FnOnce() -> Result<ValidPath<'v>, Box<Report>>,
    ) -> Report {
        let (result, asked) = algorithms::count(verify);
        let limits = self.policy.limits;
        assert!(
            asked <= limits.signatures + limits.near_miss_signatures,
            "{asked} signatures checked"
        );
        match result {
            Ok(path) => {
                self.proof(&path, says);
                let report = path.report();
                let Verdict::Valid { from, until, .. } = report.verdict else {
                    panic!("a proof whose report is not valid");
                };
                assert_eq!((from, until), path.validity(), "another time");
                assert_eq!(report.findings, path.warnings());
                report
            }
            Err(report) => {
                assert!(!report.is_valid(), "a failure that is valid");
                *report
            }
        }
    }

    /// A proof is one: from the leaf, by names, to an anchor of the store, within its time.
    fn proof(&self, path: &ValidPath<'_>, says: Says) {
        let mut number = 0;
        for (certs, anchor) in path.all() {
            number += 1;
            let is_direct = anchor.cert().is_some_and(|own| own == certs[0]);
            assert_eq!(certs[0].der(), &self.chain[0], "another leaf");
            assert!(
                says == Says::Yes || (is_direct && certs.len() == 1),
                "valid although no signature verifies"
            );
            for pair in certs.windows(2) {
                assert_eq!(pair[0].issuer(), pair[1].subject(), "names do not chain");
            }
            let last = certs[certs.len() - 1];
            assert!(is_direct || last.issuer() == anchor.name(), "no anchor");
            let is_own = |of: &chainverify::trust::Anchor| {
                of.name() == anchor.name()
                    && of.subject_public_key_info() == anchor.subject_public_key_info()
            };
            assert!(self.roots.anchors().any(is_own), "an anchor of no store");
            for (place, cert) in certs.iter().enumerate() {
                assert!(!certs[..place].contains(cert), "a certificate twice");
            }
            let depth = usize::try_from(self.policy.limits.depth).expect("32 bits");
            assert!(certs.len() <= 1 + depth, "deeper than allowed");
        }
        assert!(number > 0, "a proof without a path");
        if self.policy.exploration == Exploration::First {
            assert_eq!(number, 1, "more paths than asked for");
        }
        self.validity(path);
        assert!(
            path.warnings().iter().all(|finding| !finding.is_error()),
            "an error on a valid path"
        );
        assert_eq!(path.statuses().count(), path.certs().count());
        let _ = path.policies();
    }

    /// It is valid now, and as long as all its certificates are.
    fn validity(&self, path: &ValidPath<'_>) {
        let anchor = path.anchor().cert();
        let anchor = anchor.filter(|_| self.policy.anchor_time == Level::Error);
        let all = path.certs().chain(anchor).map(Cert::validity);
        let all: Vec<Validity> = all.collect();
        let from = all.iter().map(|validity| validity.not_before).max();
        let until = all.iter().map(|validity| validity.not_after).min();
        let (own_from, own_until) = path.validity();
        assert_eq!((from, until), (Some(own_from), Some(own_until)));
        let time = i64::try_from(now().as_secs()).expect("this age");
        assert!(
            own_from.as_unix() <= time && time <= own_until.as_unix(),
            "not now"
        );
    }
}

/// In another order, which depends on the certificates alone.
fn shuffled<T: AsRef<[u8]> + Clone>(list: &[T]) -> Vec<T> {
    let octets = list.iter().flat_map(|one| one.as_ref());
    // FNV-1a, then xorshift.
    let mut state = octets.fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
        (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
    }) | 1;
    let mut list = list.to_vec();
    for last in (1..list.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let places = u64::try_from(last + 1).expect("64 bits");
        list.swap(
            last,
            usize::try_from(state % places).expect("below the length"),
        );
    }
    list
}
