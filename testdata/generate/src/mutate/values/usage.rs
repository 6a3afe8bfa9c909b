//! What a key may be used for: basicConstraints, keyUsage, extKeyUsage (RFC 5280 §4.2.1.9, §4.2.1.3, §4.2.1.12).

use super::{Known, known, with};
use crate::extension::Criticality;
use crate::{der, oid};

pub(super) fn basic_constraints() -> Known {
    let ca = der::boolean_true;
    let falsely = || der::tlv(der::BOOLEAN, &[0]);
    let length = |octets: &[u8]| der::sequence([ca(), der::integer_bytes(octets)]);
    let sound = der::sequence([ca()]);
    let known = known(
        oid::BASIC_CONSTRAINTS,
        "basicConstraints",
        Criticality::Critical,
        sound,
    );
    with(
        known,
        [
            ("not-a-ca", der::sequence([])),
            ("not-a-ca-spelled-out", der::sequence([falsely()])),
            ("path-length-0", length(&[0])),
            ("path-length-1", length(&[1])),
            ("path-length-minus-1", length(&[0xff])),
            ("path-length-2-to-31", length(&[0, 0x80, 0, 0, 0])),
            ("path-length-2-to-32", length(&[1, 0, 0, 0, 0])),
            ("path-length-2-to-64", length(&[1, 0, 0, 0, 0, 0, 0, 0, 0])),
            ("path-length-of-200-octets", length(&[1; 200])),
            ("path-length-without-ca", der::sequence([der::integer(0)])),
            (
                "path-length-with-false",
                der::sequence([falsely(), der::integer(0)]),
            ),
            ("fields-swapped", der::sequence([der::integer(0), ca()])),
            (
                "third-field",
                der::sequence([ca(), der::integer(0), der::null()]),
            ),
            ("ca-twice", der::sequence([ca(), ca()])),
            ("ca-as-integer", der::sequence([der::integer(1)])),
        ],
    )
}

pub(super) fn key_usage() -> Known {
    let bits = |octets: &[u8]| der::tlv(der::BIT_STRING, octets);
    let sound = der::named_bits(&[0, 5, 6]);
    let known = known(oid::KEY_USAGE, "keyUsage", Criticality::Critical, sound);
    with(
        known,
        [
            ("digital-signature", der::named_bits(&[0])),
            ("non-repudiation", der::named_bits(&[1])),
            ("key-encipherment", der::named_bits(&[2])),
            ("data-encipherment", der::named_bits(&[3])),
            ("key-agreement", der::named_bits(&[4])),
            ("key-cert-sign", der::named_bits(&[5])),
            ("crl-sign", der::named_bits(&[6])),
            ("encipher-only", der::named_bits(&[7])),
            ("decipher-only", der::named_bits(&[8])),
            ("tenth-bit", der::named_bits(&[9])),
            ("all-nine", der::named_bits(&[0, 1, 2, 3, 4, 5, 6, 7, 8])),
            (
                "digital-signature-and-tenth-bit",
                der::named_bits(&[0, 5, 9]),
            ),
            ("signature-and-cert-sign", der::named_bits(&[0, 5])),
            ("no-bits", bits(&[0])),
            ("one-octet-of-zero", bits(&[0, 0])),
            ("trailing-zero-bits", bits(&[0, 0x84])),
            ("unused-bits-set", bits(&[7, 0xff])),
            ("eight-unused", bits(&[8, 0x84])),
            ("three-octets", bits(&[0, 0x84, 0, 0])),
            ("five-octets", bits(&[0, 0x84, 0, 0, 0, 1])),
            ("no-octets", bits(&[])),
            ("octet-string", der::octet_string(&[2, 0x84])),
            ("constructed", der::tlv(0x23, &bits(&[2, 0x84]))),
            ("integer", der::integer(0x84)),
        ],
    )
}

pub(super) fn extended_key_usage() -> Known {
    let of = |purposes: &[&str]| der::sequence(purposes.iter().map(|purpose| der::oid(purpose)));
    let unknown = "1.3.6.1.4.1.32473.9";
    let many: Vec<_> = vec![oid::SERVER_AUTH; 200];
    let sound = of(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]);
    let known = known(
        oid::EXTENDED_KEY_USAGE,
        "extKeyUsage",
        Criticality::NonCritical,
        sound,
    );
    with(
        known,
        [
            ("server", of(&[oid::SERVER_AUTH])),
            ("client", of(&[oid::CLIENT_AUTH])),
            ("any", of(&[oid::ANY_EXTENDED_KEY_USAGE])),
            (
                "any-and-client",
                of(&[oid::ANY_EXTENDED_KEY_USAGE, oid::CLIENT_AUTH]),
            ),
            (
                "any-and-server",
                of(&[oid::ANY_EXTENDED_KEY_USAGE, oid::SERVER_AUTH]),
            ),
            ("code-signing", of(&[oid::CODE_SIGNING])),
            ("ocsp-signing", of(&[oid::OCSP_SIGNING])),
            ("time-stamping", of(&[oid::TIME_STAMPING])),
            ("unknown", of(&[unknown])),
            ("unknown-and-server", of(&[unknown, oid::SERVER_AUTH])),
            ("netscape-step-up", of(&["2.16.840.1.113730.4.1"])),
            ("microsoft-step-up", of(&["1.3.6.1.4.1.311.10.3.3"])),
            ("server-200-times", of(&many)),
            (
                "server-and-malformed",
                der::sequence([der::oid(oid::SERVER_AUTH), der::tlv(der::OID, &[0x80])]),
            ),
            (
                "server-and-empty",
                der::sequence([der::oid(oid::SERVER_AUTH), der::tlv(der::OID, &[])]),
            ),
            (
                "server-and-null",
                der::sequence([der::oid(oid::SERVER_AUTH), der::null()]),
            ),
            ("bare-oid", der::oid(oid::SERVER_AUTH)),
            ("set", der::set([der::oid(oid::SERVER_AUTH)])),
        ],
    )
}
