//! Sets with very many certificate policies: in certificates that no path needs, and on a ladder
//! of CAs that map each policy to each, where each of very many paths has a policy graph of its
//! own and none has a valid policy in the end (RFC 5280 §6.1.5 (g)).

use chainverify_testdata::{CertBuilder, Extension, Key, Made, oid};

use super::{Body, Bound, Scale, Set, ca, issuer, leaf, without_identifiers};
use crate::algorithms::Signatures;
use crate::chains::HOST;

const ROOT: &str = "Bench Root";

pub(super) fn all(scale: Scale) -> Vec<Set> {
    let unused = unused(14, scale.of(256));
    let ladder = ladder(8, scale.of(16));
    let genuine = |body: &Body, name: &str| body.under(name, CertBuilder::ca(ROOT), Bound::Genuine);
    vec![
        Set {
            is_valid: true,
            ..genuine(&unused, "14 unused CAs with 256 policies each")
        },
        unused.unrelated_name("14 unused CAs with 256 policies each, unrelated root"),
        genuine(&ladder, "ladder of 8 rungs with 256 mappings, genuine root"),
        ladder.namesake(
            "ladder of 8 rungs with 256 mappings, root of its name",
            ROOT,
        ),
    ]
}

impl Body {
    /// Under a root that no certificate names.
    fn unrelated_name(&self, name: &str) -> Set {
        self.under(name, CertBuilder::ca("Another Root"), Bound::Unverified)
    }
}

/// A valid chain of two, and CAs that have nothing to do with it, with so many policies each.
fn unused(count: usize, policies: usize) -> Body {
    let root = issuer(ROOT, Key::p256(ROOT));
    let intermediate = ca("Bench Intermediate", Key::p256("intermediate"), root).sign();
    let leaf = leaf(issuer("Bench Intermediate", Key::p256("intermediate")));
    let unused = |number: usize| -> Made {
        // Of falling numbers, and other ones in each.
        let oids: Vec<String> = (number * policies..(number + 1) * policies)
            .rev()
            .map(|policy| format!("1.3.6.1.4.1.99999.{}", 16_384 + policy))
            .collect();
        let oids: Vec<&str> = oids.iter().map(String::as_str).collect();
        ca(
            &format!("Unused {number}"),
            Key::p256("unused"),
            issuer("Elsewhere", Key::p256("elsewhere")),
        )
        .extension(Extension::certificate_policies(&oids))
        .sign()
    };
    let certs = [leaf, intermediate].into_iter();
    Body {
        certs: certs.chain((0..count).map(unused)).collect(),
        signatures: Signatures::Checked,
    }
}

/// Rungs of two CAs, each with a certificate by both of the rung above, below the root: with every
/// rung the number of paths doubles. Each certificate maps each policy to each and requires one;
/// the leaf has none.
fn ladder(rungs: usize, policies: usize) -> Body {
    let oids: Vec<String> = (0..policies)
        .map(|policy| format!("1.3.6.1.4.1.99999.{policy}"))
        .collect();
    let oids: Vec<&str> = oids.iter().map(String::as_str).collect();
    let pairs = oids
        .iter()
        .flat_map(|from| oids.iter().map(move |to| (*from, *to)));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let named = |rung: usize, side: usize| {
        let name = format!("Rung {rung} side {side}");
        issuer(&name, Key::p256(&name))
    };
    let costly = |rung: usize, side: usize, above| {
        let name = format!("Rung {rung} side {side}");
        ca(&name, Key::p256(&name), above)
            .extension(Extension::certificate_policies(&oids))
            .extension(Extension::policy_mappings(&pairs))
            .extension(Extension::policy_constraints(Some(0), None))
            .sign()
    };
    let leaf = without_identifiers(CertBuilder::leaf(HOST))
        .without(oid::CERTIFICATE_POLICIES)
        .issuer(named(rungs - 1, 0));
    let mut certs = vec![leaf.sign()];
    for rung in (1..rungs).rev() {
        for (side, above) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            certs.push(costly(rung, side, named(rung - 1, above)));
        }
    }
    certs.extend([0, 1].map(|side| costly(0, side, issuer(ROOT, Key::p256(ROOT)))));
    Body {
        certs,
        signatures: Signatures::Checked,
    }
}
