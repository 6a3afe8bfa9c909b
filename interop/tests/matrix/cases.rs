//! What is tried: certificates of a server or a client, good ones and each kind of bad one, and what must come of it.

use chainverify_interop::ml_dsa;
use chainverify_interop::pki::{Party, Pki, SINCE, UNTIL, long};
use chainverify_testdata::{CertBuilder, Made, OcspBuilder, OcspStatus};
use rustls::pki_types::CertificateDer;

use crate::foreign::Seen;
use crate::ours::{Peer, Version};

/// Whose certificates are verified by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Our client verifies the peer.
    Server,
    /// Our server verifies the peer.
    Client,
}

/// One kind of certificates of the peer.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) side: Side,
    pub(crate) name: &'static str,
    /// None for a client without a certificate.
    pub(crate) party: Option<Party>,
    /// What we trust.
    pub(crate) root: CertificateDer<'static>,
    /// What we were given.
    pub(crate) crl: Vec<u8>,
    /// The code of our report, if there is one.
    pub(crate) code: Option<&'static str>,
    /// What the other side sees: in TLS 1.2, and in TLS 1.3.
    pub(crate) alerts: [&'static str; 2],
}

const REVOKED: &[u8] = &[5];
/// What the other side sees of a connection that comes to pass.
pub(crate) const OK: &str = "ok";

impl Case {
    /// The versions in which a peer can have it.
    pub(crate) fn versions(&self, peer: Peer) -> &'static [Version] {
        let is_stapled = self
            .party
            .as_ref()
            .is_some_and(|party| party.stapled().is_some());
        match (self.name, peer) {
            // Signatures of handshakes with ML-DSA are for TLS 1.3 alone, and OpenSSL has them from 3.5 on.
            (ML_DSA, Peer::Rustls) => &[Version::V1_3],
            (ML_DSA, _) => &[],
            // Neither has a way to staple.
            (_, Peer::Python | Peer::Tlslite | Peer::Odd(_)) if is_stapled => &[],
            _ => &[Version::V1_2, Version::V1_3],
        }
    }

    /// What must come of it.
    pub(crate) fn expected(&self, version: Version) -> Seen {
        let [v1_2, v1_3] = self.alerts;
        Seen {
            code: self.code.map(str::to_owned),
            peer: match version {
                Version::V1_2 => v1_2.to_owned(),
                Version::V1_3 => v1_3.to_owned(),
            },
        }
    }
}

const ML_DSA: &str = "ML-DSA chain";

/// All that concern one side.
pub(crate) fn all(side: Side) -> Vec<Case> {
    let pki = Pki::new("Matrix");
    let good = || match side {
        Side::Server => pki.server_cert("localhost"),
        Side::Client => pki.client_cert("localhost"),
    };
    let other_side = match side {
        Side::Server => pki.client_cert("localhost"),
        Side::Client => pki.server_cert("localhost"),
    };
    let other = Pki::new("Other");
    let stranger = match side {
        Side::Server => other.server("localhost"),
        Side::Client => other.client("localhost"),
    };
    let by_ca = |cert: CertBuilder| Party::new([&cert.sign(), &pki.ca]);
    let expired = good().validity(SINCE, "2026-02-01T00:00:00Z");
    let case = |name, party, code, alert| Case {
        side,
        name,
        party: Some(party),
        root: pki.root.der.clone().into(),
        crl: pki.crl_der(&[REVOKED]),
        code,
        alerts: [alert; 2],
    };
    let refused = |name, party, code, alert| case(name, party, Some(code), alert);
    let mut cases = vec![
        case("good", by_ca(good()), None, OK),
        refused("expired", by_ca(expired), "expired", "certificate_expired"),
        refused(
            "missing intermediate",
            Party::new([&good().sign()]),
            "issuer_not_found",
            "unknown_ca",
        ),
        refused("unknown CA", stranger, "issuer_not_found", "unknown_ca"),
        refused(
            "wrong EKU",
            by_ca(other_side),
            "purpose_not_allowed",
            "unsupported_certificate",
        ),
        refused(
            "revoked by CRL",
            by_ca(good().serial(REVOKED)),
            "revoked",
            "certificate_revoked",
        ),
        refused(
            "100 certificates, one path",
            long_path(&pki, good()),
            "search_too_deep",
            "certificate_unknown",
        ),
        case(
            "100 certificates, 98 of no use",
            crowd(&pki, good()),
            None,
            OK,
        ),
    ];
    let (root, ml_dsa) = ml_dsa::chain(
        "localhost",
        match side {
            Side::Server => ml_dsa::Purpose::Server,
            Side::Client => ml_dsa::Purpose::Client,
        },
    );
    cases.push(Case {
        root,
        ..case(ML_DSA, ml_dsa, None, OK)
    });
    match side {
        Side::Server => {
            let wrong = pki.server("example.com");
            cases.insert(
                1,
                refused("wrong host", wrong, "name_mismatch", "bad_certificate"),
            );
            cases.insert(
                6,
                refused(
                    "revoked by staple",
                    stapled(&pki),
                    "revoked",
                    "certificate_revoked",
                ),
            );
        }
        Side::Client => {
            let without = case("no certificate", by_ca(good()), None, OK);
            cases.insert(
                1,
                Case {
                    party: None,
                    alerts: ["certificate_required"; 2],
                    ..without
                },
            );
        }
    }
    cases
}

/// A leaf under 99 CAs, each under the one before.
fn long_path(pki: &Pki, leaf: CertBuilder) -> Party {
    let mut cas = vec![pki.ca.clone()];
    for number in 2..100 {
        let above = cas.last().unwrap();
        let ca = CertBuilder::intermediate(&format!("Matrix CA {number}"));
        cas.push(long(ca).issuer(above).sign());
    }
    let leaf = leaf.issuer(cas.last().unwrap()).sign();
    let certs: Vec<_> = [&leaf].into_iter().chain(cas.iter().rev()).collect();
    Party::of(&certs)
}

/// A leaf, its CA, and 98 others that have the CA's name.
fn crowd(pki: &Pki, leaf: CertBuilder) -> Party {
    let namesake = |number: usize| {
        let key = chainverify_testdata::Key::p256(&format!("namesake {number}"));
        let ca = CertBuilder::intermediate("Matrix CA").key(key);
        long(ca).issuer(&pki.root).sign()
    };
    let leaf = leaf.sign();
    let namesakes: Vec<Made> = (0..98).map(namesake).collect();
    let certs: Vec<_> = [&leaf]
        .into_iter()
        .chain(&namesakes)
        .chain([&pki.ca])
        .collect();
    Party::of(&certs)
}

/// A server whose staple says that it was revoked; the CRL does not.
fn stapled(pki: &Pki) -> Party {
    let leaf = pki.server_cert("localhost").serial(&[6]).sign();
    let status = OcspStatus::Revoked("2026-05-01T00:00:00Z".to_owned(), None);
    let response = OcspBuilder::new(&pki.ca).single(&pki.ca, &[6], &status, Some(UNTIL));
    Party::new([&leaf, &pki.ca]).staple(response.sign())
}
