//! What a certificate can be made of to cost as much as it can, for its size: a leaf and its CA of
//! so many octets together.

use chainverify_testdata::Criticality::{Critical, NonCritical};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Issuer, Key, Name, der, oid};
use pki_types::CertificateDer;

use super::names::{Named, Part, directory, dns, email, ip, other, smtp_utf8, unsettled, uri};
use crate::chains::HOST;

/// One way.
pub(super) struct Case {
    pub(super) name: &'static str,
    make: fn(usize) -> Pair,
}

/// CA and leaf, to be signed.
struct Pair {
    ca: CertBuilder,
    leaf: CertBuilder,
}

/// Whether the root signed the CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    Genuine,
    Forged,
}

impl Signed {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Forged => "forged",
        }
    }
}

impl Case {
    /// Root, leaf, CA: the last two of about so many octets.
    pub(super) fn certificates(
        &self,
        octets: usize,
        signed: Signed,
    ) -> [CertificateDer<'static>; 3] {
        let Pair { ca, leaf } = (self.make)(octets);
        let root = CertBuilder::ca("Bench Root").sign();
        let issuer = match signed {
            Signed::Genuine => Issuer::from(&root),
            Signed::Forged => Issuer {
                name: root.subject.clone(),
                key: Key::p256("stranger"),
            },
        };
        let ca = ca.issuer(issuer).sign();
        let leaf = leaf.issuer(&ca).sign();
        [root.der.into(), leaf.der.into(), ca.der.into()]
    }
}

macro_rules! cases {
    ($($name:literal => $make:expr),* $(,)?) => {
        &[$(Case { name: $name, make: $make }),*]
    };
}

/// All of them.
pub(super) const CASES: &[Case] = cases![
    "DNS names, excluded subtrees" => |size| constrained(size, dns, Base::Excluded),
    "DNS names, none permitted" => |size| constrained(size, dns, Base::Permitted),
    "e-mail names, excluded subtrees" => |size| constrained(size, email, Base::Excluded),
    "SmtpUTF8 names, excluded mailboxes" => |size| constrained(size, smtp_utf8, Base::Excluded),
    "URI names, excluded subtrees" => |size| constrained(size, uri, Base::Excluded),
    "IP names, excluded subtrees" => |size| constrained(size, ip, Base::Excluded),
    "directory names, excluded subtrees" => |size| constrained(size, directory, Base::Excluded),
    "directory names, none permitted" => |size| constrained(size, directory, Base::Permitted),
    "directory names in other forms, excluded" => |size| constrained(size, unsettled, Base::Excluded),
    "other names, constrained" => |size| constrained(size, other, Base::Permitted),
    "a directory name of many RDNs, excluded" => |size| one_directory(size, rdns),
    "a directory name of one RDN, excluded" => |size| one_directory(size, one_rdn),
    "a directory name of one long value, excluded" => |size| one_directory(size, long_value),
    "alternative names, the last one asked for" => |size| names(size, dns, HOST),
    "alternative names, none asked for" => |size| names(size, dns, "example.org"),
    "alternative names \".\"" => |size| names(size, |_, _| GeneralName::dns("."), HOST),
    "URLs of issuers" => |size| leaf_list(size, oid::AUTHORITY_INFO_ACCESS, ca_issuers),
    "URLs of CRLs" => |size| leaf_list(size, oid::CRL_DISTRIBUTION_POINTS, crl),
    "policies, one required" => |size| policies(size, policy),
    "policy mappings, one policy required" => mappings,
    "qualifiers of critical policies" => qualifiers,
    "purposes" => |size| leaf_list(size, oid::EXTENDED_KEY_USAGE, purpose),
    "extensions" => extensions,
    "an issuer of many RDNs" => |size| issuer_name(size, rdns),
    "an issuer of one RDN" => |size| issuer_name(size, one_rdn),
    "an issuer of one long value" => |size| issuer_name(size, long_value),
    "nesting in an extension" => |size| leaf_extension(oid::AUTHORITY_INFO_ACCESS, nested(size)),
    "nesting in an alternative name" => nested_name,
    "nesting in a subject" => nested_subject,
    "timestamps" => |size| leaf_extension(oid::SCT_LIST, der::octet_string(&vec![7; size])),
    "a serial number" => |size| Pair { leaf: leaf().serial(&vec![7; size]), ..pair() },
    "a key of the leaf" => |size| Pair { leaf: leaf().raw_spki(&rsa(size)), ..pair() },
    "a key of the CA" => |size| Pair { ca: ca().raw_spki(&rsa(size)), ..pair() },
];

fn leaf() -> CertBuilder {
    CertBuilder::leaf(HOST)
}

fn ca() -> CertBuilder {
    CertBuilder::intermediate("Bench Intermediate")
}

fn pair() -> Pair {
    Pair {
        ca: ca(),
        leaf: leaf(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Permitted,
    Excluded,
}

/// As many as fit.
fn list(size: usize, item: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let each = item(0).len().max(1);
    (0..size / each).flat_map(item).collect()
}

fn alternative_names(list: Vec<u8>) -> Extension {
    Extension::raw(oid::SUBJECT_ALT_NAME, NonCritical, &der::sequence([list]))
}

/// Half the octets for names, half for subtrees.
fn constrained(size: usize, named: Named, base: Base) -> Pair {
    let names = list(size / 2, |number| named(Part::Name, number).der());
    let host = GeneralName::dns(HOST).der();
    let bases = list(size / 2, |number| {
        der::sequence([named(Part::Base, number).der()])
    });
    let number = match base {
        Base::Permitted => 0,
        Base::Excluded => 1,
    };
    let constraints = der::sequence([der::context(number, &bases)]);
    Pair {
        ca: ca().extension(Extension::raw(
            oid::NAME_CONSTRAINTS,
            Critical,
            &constraints,
        )),
        leaf: leaf().extension(alternative_names([host, names].concat())),
    }
}

/// One name and one base that differ in their last octets.
fn one_directory(size: usize, name: fn(usize, &str) -> Name) -> Pair {
    let excluded = Extension::name_constraints(&[], &[GeneralName::Directory(name(size / 2, "B"))]);
    let found = GeneralName::Directory(name(size / 2, "A")).der();
    let host = GeneralName::dns(HOST).der();
    Pair {
        ca: ca().extension(excluded),
        leaf: leaf().extension(alternative_names([host, found].concat())),
    }
}

fn attribute(text: &str) -> Vec<u8> {
    let text = der::tlv(der::UTF8_STRING, text.as_bytes());
    der::sequence([der::oid(oid::ORGANIZATIONAL_UNIT), text])
}

fn rdns(size: usize, last: &str) -> Name {
    let many = list(size, |number| {
        der::set([attribute(&format!("Unit {number:07}"))])
    });
    Name::raw(&der::sequence([many, der::set([attribute(last)])]))
}

fn one_rdn(size: usize, last: &str) -> Name {
    let many = list(size, |number| attribute(&format!("Unit {number:07}")));
    Name::raw(&der::sequence([der::set([many, attribute(last)])]))
}

fn long_value(size: usize, last: &str) -> Name {
    // Two octets each, and folded.
    let long = "\u{c9}".repeat(size / 2);
    Name::raw(&der::sequence([der::set([attribute(&format!(
        "{long}{last}"
    ))])]))
}

fn names(size: usize, named: Named, asked: &str) -> Pair {
    let names = list(size, |number| named(Part::Name, number).der());
    let last = GeneralName::dns(asked).der();
    Pair {
        leaf: leaf().extension(alternative_names([names, last].concat())),
        ..pair()
    }
}

fn leaf_extension(oid: &str, value: Vec<u8>) -> Pair {
    Pair {
        leaf: leaf().extension(Extension::raw(oid, NonCritical, &value)),
        ..pair()
    }
}

fn leaf_list(size: usize, oid: &str, item: fn(usize) -> Vec<u8>) -> Pair {
    leaf_extension(oid, der::sequence([list(size, item)]))
}

fn ca_issuers(number: usize) -> Vec<u8> {
    let uri = GeneralName::uri(&format!("http://ca.example/{number:07}"));
    der::sequence([der::oid("1.3.6.1.5.5.7.48.2"), uri.der()])
}

fn crl(number: usize) -> Vec<u8> {
    let uri = GeneralName::uri(&format!("http://ca.example/{number:07}"));
    der::sequence([der::context(0, &der::context(0, &uri.der()))])
}

fn purpose(number: usize) -> Vec<u8> {
    match number {
        0 => der::oid(oid::SERVER_AUTH),
        number => numbered(number),
    }
}

/// An identifier of its own for each number.
fn numbered(number: usize) -> Vec<u8> {
    der::oid(&format!("2.999.1.{}", 2_097_152 + number))
}

fn policy(number: usize) -> Vec<u8> {
    der::sequence([numbered(number)])
}

/// The same policies in both.
fn policies(size: usize, item: fn(usize) -> Vec<u8>) -> Pair {
    let list = der::sequence([list(size / 2, item)]);
    let policies = Extension::raw(oid::CERTIFICATE_POLICIES, NonCritical, &list);
    let required = Extension::policy_constraints(Some(0), None);
    Pair {
        ca: ca().extension(policies.clone()).extension(required),
        leaf: leaf().extension(policies),
    }
}

fn mappings(size: usize) -> Pair {
    let pairs = list(size / 2, |number| {
        der::sequence([numbered(number), numbered(number + 1)])
    });
    let mappings = Extension::raw(oid::POLICY_MAPPINGS, Critical, &der::sequence([pairs]));
    let Pair { ca, leaf } = policies(size / 2, policy);
    Pair {
        ca: ca.extension(mappings),
        leaf,
    }
}

fn qualifiers(size: usize) -> Pair {
    let statement = |_| {
        let uri = der::tlv(der::IA5_STRING, b"http://ca.example/");
        der::sequence([der::oid(oid::CPS_POINTER), uri])
    };
    let qualifiers = der::sequence([list(size, statement)]);
    let policy = der::sequence([der::oid(oid::DOMAIN_VALIDATED), qualifiers]);
    let policies = der::sequence([policy]);
    Pair {
        leaf: leaf().extension(Extension::raw(
            oid::CERTIFICATE_POLICIES,
            Critical,
            &policies,
        )),
        ..pair()
    }
}

/// Each with an identifier of its own.
fn extensions(size: usize) -> Pair {
    let one = |number: usize| {
        let oid = format!("2.999.2.{}", 2_097_152 + number);
        Extension::raw(&oid, NonCritical, &der::null())
    };
    let count = size / one(0).der().len();
    Pair {
        // At the end, for each addition in place of another looks through all.
        leaf: (0..count).fold(leaf(), |leaf, number| {
            let one = one(number);
            leaf.raw_extension(one.oid(), NonCritical, &der::null())
        }),
        ..pair()
    }
}

/// The CA's name, and the leaf has it in capitals.
fn issuer_name(size: usize, name: fn(usize, &str) -> Name) -> Pair {
    Pair {
        ca: ca().subject(name(size / 2, "a")),
        leaf: leaf().issuer_name(name(size / 2, "A")),
    }
}

/// One SEQUENCE in another, as deep as fits.
fn nested(size: usize) -> Vec<u8> {
    let mut headers = Vec::new();
    let mut length: usize = 0;
    while length < size {
        let header = der::tlv(der::SEQUENCE, &[]);
        let header = match length {
            0..0x80 => vec![header[0], u8::try_from(length).expect("short")],
            _ => {
                let octets = length.to_be_bytes();
                let octets = &octets[length.leading_zeros() as usize / 8..];
                let count = 0x80 | u8::try_from(octets.len()).expect("a few octets");
                [&[header[0], count], octets].concat()
            }
        };
        length += header.len();
        headers.push(header);
    }
    headers.into_iter().rev().flatten().collect()
}

fn nested_name(size: usize) -> Pair {
    let host = GeneralName::dns(HOST).der();
    let other = GeneralName::Other("2.999.3".to_owned(), nested(size)).der();
    Pair {
        leaf: leaf().extension(alternative_names([host, other].concat())),
        ..pair()
    }
}

fn nested_subject(size: usize) -> Pair {
    let attribute = der::sequence([der::oid(oid::COMMON_NAME), nested(size)]);
    Pair {
        leaf: leaf().subject(Name::raw(&der::sequence([der::set([attribute])]))),
        ..pair()
    }
}

/// A key with a modulus of so many octets.
fn rsa(size: usize) -> Vec<u8> {
    let number = der::unsigned(&vec![0xff; size]);
    let key = der::sequence([number, der::integer(65_537)]);
    let algorithm = der::sequence([der::oid("1.2.840.113549.1.1.1"), der::null()]);
    der::sequence([algorithm, der::bit_string(&key)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_about_as_large_as_it_is_asked_to_be() {
        for case in CASES {
            for signed in [Signed::Genuine, Signed::Forged] {
                let [_, sent @ ..] = case.certificates(20_000, signed);
                let octets: usize = sent.iter().map(|cert| cert.len()).sum();
                assert!(
                    (15_000..23_000).contains(&octets),
                    "{}: {octets}",
                    case.name
                );
            }
        }
    }
}
