//! Extensions and the values that they get: one sound value each, and for those that path validation acts on many others,
//! sound and malformed.

mod names;
mod pointers;
mod policies;
mod usage;

use crate::extension::Criticality;
use crate::name::{GeneralName, Name};
use crate::{der, oid};

/// An extension and its values.
pub(super) struct Known {
    pub(super) oid: &'static str,
    /// As the document that defines it calls it.
    pub(super) name: &'static str,
    /// How CAs mark it.
    pub(super) usually: Criticality,
    /// A value that is well-formed and does no harm.
    pub(super) sound: Vec<u8>,
    pub(super) others: Vec<Value>,
}

/// A value, and what it is called.
pub(super) struct Value {
    pub(super) way: String,
    pub(super) der: Vec<u8>,
}

/// The extensions.
pub(super) fn table() -> Vec<Known> {
    let mut all = vec![
        usage::basic_constraints(),
        usage::key_usage(),
        usage::extended_key_usage(),
        names::subject_alt_name(),
        names::name_constraints(),
        policies::certificate_policies(),
        policies::policy_mappings(),
        policies::policy_constraints(),
        policies::inhibit_any_policy(),
        pointers::subject_key_identifier(),
        pointers::authority_key_identifier(),
        pointers::crl_distribution_points(),
        pointers::authority_info_access(),
    ];
    all.extend(of_the_ietf());
    all.extend(of_others());
    all
}

fn known(oid: &'static str, name: &'static str, usually: Criticality, sound: Vec<u8>) -> Known {
    Known {
        oid,
        name,
        usually,
        sound,
        others: Vec::new(),
    }
}

fn with<W: Into<String>>(
    mut known: Known,
    others: impl IntoIterator<Item = (W, Vec<u8>)>,
) -> Known {
    let value = |(way, der): (W, Vec<u8>)| Value {
        way: way.into(),
        der,
    };
    known.others.extend(others.into_iter().map(value));
    known
}

/// Extensions that only inform, or that are no extensions of certificates at all: of RFC 5280 and others of the IETF.
fn of_the_ietf() -> Vec<Known> {
    let dates = [0, 1].map(|number| der::context_primitive(number, b"20260101000000Z"));
    let names = || der::sequence([GeneralName::dns("ca.example").der()]);
    let place = GeneralName::uri("http://ca.example/").der();
    let access = der::sequence([der::oid("1.3.6.1.5.5.7.48.5"), place.clone()]);
    let point = der::sequence([der::context(0, &der::context(0, &place))]);
    let country = der::set([der::tlv(der::PRINTABLE_STRING, b"XX")]);
    let attribute = der::sequence([der::oid("1.3.6.1.5.5.7.9.4"), country]);
    let statement = der::sequence([der::oid("0.4.0.1862.1.1")]);
    let block = der::sequence([der::octet_string(&[0, 1]), der::null()]);
    let row = |oid, name, sound| known(oid, name, Criticality::NonCritical, sound);
    let list = |of| der::sequence([of]);
    vec![
        row("2.5.29.16", "privateKeyUsagePeriod", der::sequence(dates)),
        row(oid::ISSUER_ALT_NAME, "issuerAltName", names()),
        row("2.5.29.9", "subjectDirectoryAttributes", list(attribute)),
        row(oid::FRESHEST_CRL, "freshestCRL", list(point)),
        row("2.5.29.29", "certificateIssuer", names()),
        row("2.5.29.20", "cRLNumber", der::integer(1)),
        row("2.5.29.1", "oldAuthorityKeyIdentifier", der::sequence([])),
        row("2.5.29.4", "keyUsageRestriction", der::sequence([])),
        row("2.5.29.32.0", "anyPolicyAsExtension", der::null()),
        row("1.3.6.1.5.5.7.1.11", "subjectInfoAccess", list(access)),
        row("1.3.6.1.5.5.7.1.3", "qcStatements", list(statement)),
        row("1.3.6.1.5.5.7.1.7", "ipAddrBlocks", list(block)),
        row(
            "1.3.6.1.5.5.7.1.8",
            "autonomousSysIds",
            list(der::context(0, &der::null())),
        ),
        row("1.3.6.1.5.5.7.1.12", "logotype", der::sequence([])),
        row(oid::TLS_FEATURE, "tlsFeature", list(der::integer(5))),
        row(
            "1.3.6.1.5.5.7.1.31",
            "acmeIdentifier",
            der::octet_string(&[0; 32]),
        ),
        row("1.3.6.1.5.5.7.48.1.5", "ocspNoCheck", der::null()),
        row(oid::SCT_LIST, "sctList", der::octet_string(&[0, 0])),
        row("1.3.6.1.4.1.11129.2.4.3", "ctPoison", der::null()),
    ]
}

/// The same of vendors and others.
fn of_others() -> Vec<Known> {
    let printable = |text: &[u8]| der::tlv(der::PRINTABLE_STRING, text);
    let purpose = der::sequence([der::oid(oid::SERVER_AUTH)]);
    let template = der::sequence([der::oid("1.3.6.1.4.1.311.21.8.1"), der::integer(1)]);
    let number = der::tlv(der::UTF8_STRING, b"1");
    let organization = der::sequence([printable(b"VAT"), printable(b"XX"), number]);
    let comment = der::tlv(der::IA5_STRING, b"mutant");
    let name = der::tlv(der::BMP_STRING, b"\0m");
    let row = |oid, name, sound| known(oid, name, Criticality::NonCritical, sound);
    vec![
        row(
            "2.16.840.1.113730.1.1",
            "netscapeCertType",
            der::named_bits(&[1]),
        ),
        row("2.16.840.1.113730.1.13", "netscapeComment", comment),
        row("1.3.6.1.4.1.311.20.2", "microsoftTemplateName", name),
        row("1.3.6.1.4.1.311.21.7", "microsoftTemplate", template),
        row(
            "1.3.6.1.4.1.311.21.10",
            "microsoftApplicationPolicies",
            der::sequence([purpose]),
        ),
        row("1.2.840.113533.7.65.0", "entrustVersion", der::sequence([])),
        row("2.23.140.3.1", "cabfOrganizationIdentifier", organization),
        row("1.3.6.1.4.1.44363.44", "delegationUsage", der::null()),
        row("1.3.6.1.4.1.32473.7", "unknown", der::null()),
    ]
}

/// A general name of each kind, also of those that nobody uses.
fn general_names() -> Vec<(&'static str, GeneralName)> {
    let place = Name::empty().and(oid::COUNTRY, "XX");
    vec![
        ("other-name", GeneralName::user_principal("a@example.com")),
        (
            "smtp-utf8-mailbox",
            GeneralName::smtp_utf8_mailbox("\u{fc}@example.com"),
        ),
        ("email", GeneralName::email("a@example.com")),
        ("dns", GeneralName::dns("example.com")),
        (
            "x400-address",
            GeneralName::Raw(der::context(3, &der::sequence([]))),
        ),
        ("directory", GeneralName::Directory(place)),
        ("empty-directory", GeneralName::Directory(Name::empty())),
        (
            "edi-party",
            GeneralName::Raw(der::context(
                5,
                &der::context(1, &der::tlv(der::UTF8_STRING, b"a")),
            )),
        ),
        ("uri", GeneralName::uri("http://www.example.com/")),
        ("ip", GeneralName::ip("192.0.2.1")),
        ("ipv6", GeneralName::ip("2001:db8::1")),
        (
            "registered-id",
            GeneralName::RegisteredId("1.3.6.1.4.1.32473.2".to_owned()),
        ),
        (
            "unknown-kind",
            GeneralName::Raw(der::context_primitive(9, b"a")),
        ),
        (
            "other-name-without-value",
            GeneralName::Raw(der::context(0, &der::oid("1.3.6.1.4.1.32473.8"))),
        ),
        (
            "registered-id-malformed",
            GeneralName::Raw(der::context_primitive(8, &[0x80])),
        ),
        (
            "edi-party-malformed",
            GeneralName::Raw(der::context(5, &der::null())),
        ),
        (
            "directory-malformed",
            GeneralName::Raw(der::context(4, &der::null())),
        ),
        (
            "dns-constructed",
            GeneralName::Raw(der::context(2, b"\x16\x01a")),
        ),
    ]
}
