//! Sets whose distinguished names are costly to compare: alike but for a few characters before
//! their end, with RDNs of very many attributes or very long values, written in another case.

use chainverify_testdata::{CertBuilder, Issuer, Key, Name, der, oid};

use super::{Body, Bound, Scale, Set, genuine_and_forged, without_identifiers};
use crate::algorithms::Signatures;
use crate::chains::HOST;

pub(super) fn all(scale: Scale) -> Vec<Set> {
    let count = scale.of(100);
    let mut sets = vec![
        cas("100 CAs with names alike, 64 KB", count, |id| long(150, id)),
        cas("100 CAs with names alike, 2.3 MB", count, |id| {
            long(11_400, id)
        }),
        cas(
            "65 CAs with RDNs of 15 attributes alike, 64 KB",
            scale.of(65),
            |id| attributes(15, id),
        ),
    ];
    let of_attributes = |case| in_case(case, 1, scale.of(1_650));
    let of_attributes = written_otherwise(
        "issuer with an RDN of 1 650 attributes",
        of_attributes(Case::Lower),
        of_attributes(Case::Mixed),
    );
    sets.extend(of_attributes.map(within_limits));
    let of_rdns = |case| in_case(case, scale.of(110), 15);
    sets.extend(written_otherwise(
        "issuer with 110 RDNs of 15 attributes",
        of_rdns(Case::Lower),
        of_rdns(Case::Mixed),
    ));
    let of_value = |case: Case| Name::common(&case.of(&"x".repeat(scale.of(30_000))));
    sets.extend(written_otherwise(
        "issuer with a value of 30 000 characters",
        of_value(Case::Lower),
        of_value(Case::Mixed),
    ));
    sets
}

/// CAs that the leaf's issuer field names, each below another CA, which nobody has. All of these
/// names and the root's differ in their middle or near their end, and agree in their last
/// characters.
fn cas(name: &str, count: usize, named: impl Fn(&str) -> Name) -> Set {
    let issuer = |id: &str| Issuer {
        name: named(id),
        key: Key::p256(id),
    };
    let ca = |number: usize| {
        without_identifiers(CertBuilder::intermediate(""))
            .subject(named("S00000"))
            .key(Key::p256(&format!("alike {number}")))
            .issuer(issuer(&format!("I{number:05}")))
            .sign()
    };
    let leaf = without_identifiers(CertBuilder::leaf(HOST)).issuer(issuer("S00000"));
    let certs = [leaf.sign()].into_iter().chain((0..count).map(ca));
    let body = Body {
        certs: certs.collect(),
        signatures: Signatures::Checked,
    };
    let root = CertBuilder::ca("")
        .subject(named("I99999"))
        .key(Key::p256("stranger"));
    body.under(name, root, Bound::Unverified)
}

/// A name of one long value.
fn long(filler: usize, id: &str) -> Name {
    Name::common(&format!("{}{id} Authority", "x".repeat(filler)))
}

/// A name of one RDN of so many attributes, the last of which has the id.
fn attributes(count: usize, id: &str) -> Name {
    let units = (1..count).map(|number| format!("Unit {number:04}"));
    let units = units.chain([format!("Unit {id} Authority")]);
    Name::raw(&der::sequence([rdn_of(units)]))
}

/// A name of so many RDNs of so many attributes, which stand in another order in each case.
fn in_case(case: Case, rdns: usize, attributes: usize) -> Name {
    let unit = |number: usize| {
        let text = format!("unit {number:04}");
        match (case, number % 2) {
            (Case::Lower, _) => text,
            (Case::Mixed, 0) => text.to_uppercase(),
            (Case::Mixed, _) => text,
        }
    };
    let rdn = |rdn: usize| rdn_of((0..attributes).map(|number| unit(attributes * rdn + number)));
    Name::raw(&der::sequence((0..rdns).map(rdn)))
}

/// An RDN, a SET of organizational units.
pub(super) fn rdn_of(units: impl Iterator<Item = String>) -> Vec<u8> {
    let attribute = |unit: String| {
        let value = der::tlv(der::UTF8_STRING, unit.as_bytes());
        der::sequence([der::oid(oid::ORGANIZATIONAL_UNIT), value])
    };
    der::set(units.map(attribute))
}

/// Verifiers may limit how many attributes they compare as sets.
fn within_limits(set: Set) -> Set {
    let bound = match set.bound {
        Bound::Genuine => Bound::GenuineWithin,
        other => other,
    };
    Set { bound, ..set }
}

/// How a text is written: names are equal in every case (RFC 5280 §7.1).
#[derive(Clone, Copy, Debug)]
enum Case {
    Lower,
    Mixed,
}

impl Case {
    fn of(self, text: &str) -> String {
        let characters = text.char_indices();
        let written = characters.map(|(place, c)| match self {
            Self::Mixed if place % 2 == 0 => c.to_ascii_uppercase(),
            Self::Lower | Self::Mixed => c,
        });
        written.collect()
    }
}

/// A CA whose name the leaf's issuer field has in another case.
fn written_otherwise(name: &str, subject: Name, written: Name) -> [Set; 2] {
    let ca = CertBuilder::intermediate("Bench Intermediate").subject(subject);
    genuine_and_forged(name, ca, CertBuilder::leaf(HOST), written)
}
