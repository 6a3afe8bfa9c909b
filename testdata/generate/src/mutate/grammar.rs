//! What the parts of a certificate are called: the ASN.1 of RFC 5280 §4.1 and §4.2, as far as names for mutants need it.
//!
//! It describes what the bases hold; what it does not know is numbered.

use crate::{der, oid};

/// What is known of the values inside a constructed (or wrapping) value.
#[derive(Debug)]
pub(super) enum Shape {
    /// Nothing: they are numbered.
    Any,
    /// These, in this order; what is missing is passed over.
    Fields(&'static [Field]),
    /// So many of one kind; they are numbered.
    ListOf(&'static Self),
    /// Any of these, again and again; each has its number and its name.
    Choices(&'static [Field]),
    /// Extensions; each is called by its OID.
    Extensions,
    /// An extension's id, criticality and value; what the value holds depends on the id.
    Extension,
    /// A BIT STRING of whole octets that holds one value.
    BitsAround(&'static Field),
    /// An OCTET STRING that holds one value.
    OctetsAround(&'static Field),
}

/// One value with a name of its own.
#[derive(Debug)]
pub(super) struct Field {
    /// Its tag; 0 stands for any.
    pub(super) tag: u8,
    /// Its name; empty where the parent's says enough.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) shape: &'static Shape,
}

const fn field(tag: u8, name: &'static str, shape: &'static Shape) -> Field {
    Field { tag, name, shape }
}

const ANY: &Shape = &Shape::Any;

/// A `Certificate` that is signed by ECDSA or with a bare string of bits.
pub(super) static CERTIFICATE: Shape = Shape::Fields(&[
    field(der::SEQUENCE, "tbsCertificate", &TBS),
    field(der::SEQUENCE, "signatureAlgorithm", &ALGORITHM),
    field(der::BIT_STRING, "signatureValue", &SIGNATURE),
]);

static TBS: Shape = Shape::Fields(&[
    field(
        0xa0,
        "version",
        &Shape::Fields(&[field(der::INTEGER, "number", ANY)]),
    ),
    field(der::INTEGER, "serialNumber", ANY),
    field(der::SEQUENCE, "signature", &ALGORITHM),
    field(der::SEQUENCE, "issuer", NAME),
    field(
        der::SEQUENCE,
        "validity",
        &Shape::Fields(&[field(0, "notBefore", ANY), field(0, "notAfter", ANY)]),
    ),
    field(der::SEQUENCE, "subject", NAME),
    field(
        der::SEQUENCE,
        "subjectPublicKeyInfo",
        &Shape::Fields(&[
            field(der::SEQUENCE, "algorithm", &ALGORITHM),
            field(der::BIT_STRING, "subjectPublicKey", &KEY),
        ]),
    ),
    field(
        0xa3,
        "extensions",
        &Shape::Fields(&[field(der::SEQUENCE, "list", &Shape::Extensions)]),
    ),
]);

static ALGORITHM: Shape = Shape::Fields(&[
    field(der::OID, "algorithm", ANY),
    field(0, "parameters", ANY),
]);

static SIGNATURE: Shape = Shape::BitsAround(&field(
    der::SEQUENCE,
    "ecdsa",
    &Shape::Fields(&[field(der::INTEGER, "r", ANY), field(der::INTEGER, "s", ANY)]),
));

static KEY: Shape = Shape::BitsAround(&field(
    der::SEQUENCE,
    "rsa",
    &Shape::Fields(&[
        field(der::INTEGER, "modulus", ANY),
        field(der::INTEGER, "publicExponent", ANY),
    ]),
));

const NAME: &Shape = &Shape::ListOf(&Shape::ListOf(&Shape::Fields(&[
    field(der::OID, "type", ANY),
    field(0, "value", ANY),
])));

const GENERAL_NAME: &[Field] = &[
    field(0xa0, "otherName", ANY),
    field(0x81, "rfc822Name", ANY),
    field(0x82, "dNSName", ANY),
    field(
        0xa4,
        "directoryName",
        &Shape::Fields(&[field(0, "rdnSequence", NAME)]),
    ),
    field(0x86, "uniformResourceIdentifier", ANY),
    field(0x87, "iPAddress", ANY),
    field(0x88, "registeredID", ANY),
];

static GENERAL_NAMES: Shape = Shape::Choices(GENERAL_NAME);

static SUBTREES: Shape = Shape::ListOf(&Shape::Fields(GENERAL_NAME));

/// An extension that is known.
#[derive(Debug)]
pub(super) struct Known {
    oid: &'static str,
    /// What RFC 5280 calls it.
    pub(super) name: &'static str,
    /// What its OCTET STRING holds.
    pub(super) value: Shape,
}

/// What is known of the extension with this OID, of which the content octets are given.
pub(super) fn extension(oid: &[u8]) -> Option<&'static Known> {
    let is_it = |known: &&Known| der::oid_content(known.oid) == oid;
    EXTENSIONS.iter().find(is_it)
}

const fn known(oid: &'static str, name: &'static str, value: &'static Field) -> Known {
    Known {
        oid,
        name,
        value: Shape::OctetsAround(value),
    }
}

static EXTENSIONS: &[Known] = &[
    known(
        oid::SUBJECT_KEY_IDENTIFIER,
        "subjectKeyIdentifier",
        &field(der::OCTET_STRING, "KeyIdentifier", ANY),
    ),
    known(
        oid::AUTHORITY_KEY_IDENTIFIER,
        "authorityKeyIdentifier",
        &field(der::SEQUENCE, "AuthorityKeyIdentifier", ANY),
    ),
    known(
        oid::KEY_USAGE,
        "keyUsage",
        &field(der::BIT_STRING, "KeyUsage", ANY),
    ),
    known(
        oid::EXTENDED_KEY_USAGE,
        "extKeyUsage",
        &field(der::SEQUENCE, "ExtKeyUsageSyntax", ANY),
    ),
    known(
        oid::BASIC_CONSTRAINTS,
        "basicConstraints",
        &field(der::SEQUENCE, "BasicConstraints", &BASIC_CONSTRAINTS),
    ),
    known(
        oid::SUBJECT_ALT_NAME,
        "subjectAltName",
        &field(der::SEQUENCE, "GeneralNames", &GENERAL_NAMES),
    ),
    known(
        oid::NAME_CONSTRAINTS,
        "nameConstraints",
        &field(der::SEQUENCE, "NameConstraints", &NAME_CONSTRAINTS),
    ),
    known(
        oid::CERTIFICATE_POLICIES,
        "certificatePolicies",
        &field(der::SEQUENCE, "CertificatePolicies", &POLICIES),
    ),
    known(
        oid::POLICY_MAPPINGS,
        "policyMappings",
        &field(der::SEQUENCE, "PolicyMappings", ANY),
    ),
    known(
        oid::POLICY_CONSTRAINTS,
        "policyConstraints",
        &field(der::SEQUENCE, "PolicyConstraints", ANY),
    ),
    known(
        oid::INHIBIT_ANY_POLICY,
        "inhibitAnyPolicy",
        &field(der::INTEGER, "SkipCerts", ANY),
    ),
    known(
        oid::CRL_DISTRIBUTION_POINTS,
        "cRLDistributionPoints",
        &field(der::SEQUENCE, "CRLDistributionPoints", ANY),
    ),
    known(
        oid::AUTHORITY_INFO_ACCESS,
        "authorityInfoAccess",
        &field(der::SEQUENCE, "AuthorityInfoAccessSyntax", ANY),
    ),
];

static BASIC_CONSTRAINTS: Shape = Shape::Fields(&[
    field(der::BOOLEAN, "cA", ANY),
    field(der::INTEGER, "pathLenConstraint", ANY),
]);

static NAME_CONSTRAINTS: Shape = Shape::Fields(&[
    field(0xa0, "permitted", &SUBTREES),
    field(0xa1, "excluded", &SUBTREES),
]);

static POLICIES: Shape = Shape::ListOf(&Shape::Fields(&[
    field(der::OID, "policyIdentifier", ANY),
    field(der::SEQUENCE, "policyQualifiers", ANY),
]));
