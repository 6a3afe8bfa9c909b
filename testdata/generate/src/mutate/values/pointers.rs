//! Where something is, and which key it is: key identifiers, CRL distribution points, authority information access
//! (RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.1.13, §4.2.2.1).

use super::{Known, general_names, known, with};
use crate::extension::{Criticality, Extension};
use crate::name::{GeneralName, Name};
use crate::{der, oid};

pub(super) fn subject_key_identifier() -> Known {
    let of = |octets: &[u8]| der::octet_string(octets);
    let known = known(
        oid::SUBJECT_KEY_IDENTIFIER,
        "subjectKeyIdentifier",
        Criticality::NonCritical,
        of(&[1; 20]),
    );
    with(
        known,
        [
            ("no-octets", of(&[])),
            ("one-octet", of(&[1])),
            ("64-octets", of(&[1; 64])),
            ("300-octets", of(&[1; 300])),
            ("bit-string", der::bit_string(&[1; 20])),
            ("twice-inside", of(&[1; 20]).repeat(2)),
        ],
    )
}

pub(super) fn authority_key_identifier() -> Known {
    let of = |parts: &[Vec<u8>]| der::sequence(parts.iter().cloned());
    let key = || der::context_primitive(0, &[1; 20]);
    let issuer = || {
        der::context(
            1,
            &GeneralName::Directory(Name::common("Somebody Else")).der(),
        )
    };
    let serial = |octets: &[u8]| der::context_primitive(2, octets);
    let known = known(
        oid::AUTHORITY_KEY_IDENTIFIER,
        "authorityKeyIdentifier",
        Criticality::NonCritical,
        of(&[key()]),
    );
    with(
        known,
        [
            ("key-of-no-octets", of(&[der::context_primitive(0, &[])])),
            (
                "key-of-300-octets",
                of(&[der::context_primitive(0, &[1; 300])]),
            ),
            ("issuer-and-serial", of(&[issuer(), serial(&[1])])),
            (
                "key-issuer-and-serial",
                of(&[key(), issuer(), serial(&[1])]),
            ),
            ("issuer-alone", of(&[issuer()])),
            ("serial-alone", of(&[serial(&[1])])),
            ("serial-negative", of(&[issuer(), serial(&[0xff])])),
            ("serial-padded", of(&[issuer(), serial(&[0, 1])])),
            ("serial-empty", of(&[issuer(), serial(&[])])),
            (
                "issuer-without-names",
                of(&[der::context(1, &[]), serial(&[1])]),
            ),
            (
                "issuer-malformed",
                of(&[der::context(1, &der::null()), serial(&[1])]),
            ),
            ("fields-swapped", of(&[serial(&[1]), issuer(), key()])),
            ("key-twice", of(&[key(), key()])),
            (
                "fourth-field",
                of(&[key(), der::context_primitive(3, &[1])]),
            ),
        ],
    )
}

pub(super) fn crl_distribution_points() -> Known {
    let uri = |uri: &str| GeneralName::uri(uri).der();
    let full = |names: Vec<u8>| der::context(0, &der::context(0, &names));
    let point = |parts: &[Vec<u8>]| der::sequence([der::sequence(parts.iter().cloned())]);
    let whole = || full(uri("http://ca.example/a.crl"));
    let relative = der::context(
        0,
        &der::context(
            1,
            &der::sequence([der::oid(oid::COMMON_NAME), der::tlv(der::UTF8_STRING, b"a")]),
        ),
    );
    let issuer = der::context(
        2,
        &GeneralName::Directory(Name::common("Somebody Else")).der(),
    );
    let known = known(
        oid::CRL_DISTRIBUTION_POINTS,
        "cRLDistributionPoints",
        Criticality::NonCritical,
        point(&[whole()]),
    );
    with(
        known,
        [
            ("ldap", point(&[full(uri("ldap://ca.example/cn=a"))])),
            ("uri-malformed", point(&[full(uri("\u{1}"))])),
            ("no-names", point(&[full(Vec::new())])),
            ("relative-name", point(&[relative])),
            (
                "reasons",
                point(&[whole(), der::context_primitive(1, &[1, 0x60])]),
            ),
            (
                "reasons-only",
                point(&[der::context_primitive(1, &[1, 0x60])]),
            ),
            (
                "reasons-malformed",
                point(&[whole(), der::context_primitive(1, &[9])]),
            ),
            ("issuer", point(&[whole(), issuer.clone()])),
            ("issuer-only", point(&[issuer])),
            ("point-empty", point(&[])),
            (
                "fourth-field",
                point(&[whole(), der::context_primitive(3, &[1])]),
            ),
            (
                "points-twice",
                der::sequence([der::sequence([whole()]), der::sequence([whole()])]),
            ),
        ],
    )
}

pub(super) fn authority_info_access() -> Known {
    const ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
    let sound = Extension::information_access(&[(ISSUERS, "http://ca.example/a.cer")]).value;
    let known = known(
        oid::AUTHORITY_INFO_ACCESS,
        "authorityInfoAccess",
        Criticality::NonCritical,
        sound,
    );
    let place = |(way, name): (&'static str, GeneralName)| {
        (
            way,
            der::sequence([der::sequence([der::oid(ISSUERS), name.der()])]),
        )
    };
    let known = with(known, general_names().into_iter().map(place));
    let more = [
        ("ldap", GeneralName::uri("ldap://ca.example/cn=a")),
        ("uri-not-ascii", GeneralName::Uri(b"http://\xff/".to_vec())),
    ];
    let without_place = der::sequence([der::sequence([der::oid(ISSUERS)])]);
    with(
        with(known, more.map(place)),
        [("method-without-place", without_place)],
    )
}
