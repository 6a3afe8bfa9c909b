//! Cases of the rule `key_usage` (RFC 5280 §4.2.1.3, §6.1.4 (n)).

use crate::Criticality::Critical;
use crate::KeyUsage::{
    CrlSign, DigitalSignature, KeyAgreement, KeyCertSign, KeyEncipherment, NonRepudiation,
};
use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Authority, Extension, KeyUsage, oid};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/key_usage/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    [
        intermediates(),
        leaves(),
        servers(),
        authorities(),
        others(),
        lapses(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn intermediates() -> Vec<Case> {
    let intermediate =
        |usages: &[_]| Trio::new().intermediate(|ca| ca.extension(Extension::key_usage(usages)));
    vec![
        case(
            "sign_certificates",
            "The key of the intermediate may sign certificates.",
        )
        .strict()
        .trio(Trio::new()),
        case(
            "sign_all",
            "The key of the intermediate may sign certificates, CRLs and else.",
        )
        .strict()
        .trio(intermediate(&[DigitalSignature, KeyCertSign, CrlSign])),
        case(
            "cert_sign_missing",
            "The key of the intermediate may not sign certificates, only data.",
        )
        .trio(intermediate(&[DigitalSignature]))
        .invalid("key_cert_sign_missing")
        .at("intermediate 1"),
        case(
            "crl_sign_only",
            "The key of the intermediate may sign CRLs, but not certificates.",
        )
        .trio(intermediate(&[CrlSign]))
        .invalid("key_cert_sign_missing")
        .at("intermediate 1"),
        case(
            "intermediate_empty",
            "The key usage of the intermediate has no bit.",
        )
        .trio(intermediate(&[]))
        .invalid("key_usage_empty")
        .at("intermediate 1"),
    ]
}

/// Leaves of TLS servers whose keys may sign certificates or CRLs only.
fn authorities() -> Vec<Case> {
    let ca = |usage| {
        let extension = Extension::key_usage(&[usage]);
        let is_ca = Extension::basic_constraints(Authority::Yes);
        Trio::new().leaf(|leaf| leaf.extension(is_ca).extension(extension))
    };
    vec![
        case(
            "server_is_ca",
            "The leaf is an authority whose key may sign certificates only, and a server has it.",
        )
        .profile("rfc5280")
        .purpose("server")
        .trio(ca(KeyCertSign)),
        case(
            "server_is_ca_crl_sign",
            "The leaf is an authority whose key may sign CRLs only, and a server has it.",
        )
        .profile("rfc5280")
        .purpose("server")
        .trio(ca(CrlSign))
        .invalid("key_usage_not_for_purpose")
        .at("leaf"),
        case(
            "server_cert_sign",
            "The key of the server may sign certificates only, and the leaf is no authority.",
        )
        .trio(Trio::new().leaf(|leaf| leaf.extension(Extension::key_usage(&[KeyCertSign]))))
        .invalid("key_usage_not_for_purpose")
        .at("leaf"),
    ]
}

/// Leaves of TLS servers.
fn servers() -> Vec<Case> {
    let leaf = |usages: &[_]| Trio::new().leaf(|leaf| leaf.extension(Extension::key_usage(usages)));
    vec![
        case(
            "server_key_encipherment",
            "The key of the server may encrypt keys only.",
        )
        .strict()
        .trio(leaf(&[KeyEncipherment])),
        case(
            "server_key_agreement",
            "The key of the server may agree on keys only.",
        )
        .strict()
        .trio(leaf(&[KeyAgreement])),
        case(
            "server_crl_sign",
            "The key of the server may sign CRLs only.",
        )
        .trio(leaf(&[CrlSign]))
        .invalid("key_usage_not_for_purpose")
        .at("leaf"),
        case(
            "server_crl_sign_rfc5280",
            "The key of the server may sign CRLs only, and nothing but RFC 5280 counts.",
        )
        .profile("rfc5280")
        .purpose("server")
        .trio(leaf(&[CrlSign]))
        .invalid("key_usage_not_for_purpose")
        .at("leaf"),
        case("leaf_empty", "The key usage of the leaf has no bit.")
            .trio(leaf(&[]))
            .invalid("key_usage_empty")
            .at("leaf"),
        case(
            "no_purpose_asked",
            "The key of the leaf may sign CRLs only, and no purpose is asked for.",
        )
        .profile("rfc5280")
        .purpose("any")
        .trio(leaf(&[CrlSign])),
    ]
}

/// Leaves for other purposes: with a key usage that is consistent, and with another one.
fn others() -> Vec<Case> {
    let leaf = |name: &str, (purpose, oid): (&'static str, &str), usages: &[KeyUsage]| {
        let listed: Vec<_> = usages.iter().map(|usage| format!("{usage:?}")).collect();
        let about = format!(
            "A leaf for {purpose} has the key usage {}.",
            listed.join(", ")
        );
        let for_it = Extension::extended_key_usage(&[oid]);
        let for_it = match purpose {
            // RFC 3161 §2.3
            "timestamp" => for_it.critical(),
            _ => for_it,
        };
        let trio = Trio::new()
            .intermediate(|ca| ca.without(oid::EXTENDED_KEY_USAGE))
            .leaf(|leaf| {
                leaf.extension(for_it)
                    .extension(Extension::key_usage(usages))
            });
        case(name, &about)
            .names(&[])
            .profile("rfc5280")
            .purpose(purpose)
            .trio(trio)
    };
    let client = ("client", oid::CLIENT_AUTH);
    let email = ("email", oid::EMAIL_PROTECTION);
    let code = ("code", oid::CODE_SIGNING);
    let timestamp = ("timestamp", oid::TIME_STAMPING);
    let ocsp = ("ocsp", oid::OCSP_SIGNING);
    let mut cases = vec![
        leaf("client_key_agreement", client, &[KeyAgreement]),
        leaf("email_key_encipherment", email, &[KeyEncipherment]),
        leaf("timestamp_non_repudiation", timestamp, &[NonRepudiation]),
        leaf(
            "timestamp_beyond",
            timestamp,
            &[DigitalSignature, KeyEncipherment],
        )
        .invalid("key_usage_beyond_purpose")
        .at("leaf"),
    ];
    cases.extend(
        [
            leaf("client_key_encipherment", client, &[KeyEncipherment]),
            leaf("email_crl_sign", email, &[CrlSign]),
            leaf("code_non_repudiation", code, &[NonRepudiation]),
            leaf("timestamp_key_encipherment", timestamp, &[KeyEncipherment]),
            leaf("ocsp_key_encipherment", ocsp, &[KeyEncipherment]),
        ]
        .map(|case| case.invalid("key_usage_not_for_purpose").at("leaf")),
    );
    cases
}

fn leaves() -> Vec<Case> {
    let signing = || Extension::key_usage(&[DigitalSignature, KeyCertSign]);
    let says_no = Extension::basic_constraints(Authority::No);
    let leaf = |bits: &[u8]| {
        let extension = Extension::raw(oid::KEY_USAGE, Critical, bits);
        Trio::new().leaf(|leaf| leaf.extension(extension))
    };
    vec![
        case(
            "leaf_without",
            "The leaf has no key usage, so its key may be used for anything.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| leaf.without(oid::KEY_USAGE))),
        case(
            "leaf_key_encipherment",
            "The key of the leaf may also encrypt keys, as RSA key exchange needed.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| {
            leaf.extension(Extension::key_usage(&[DigitalSignature, KeyEncipherment]))
        })),
        case(
            "leaf_three_octets",
            "The key of the leaf may sign, and has bits that RFC 5280 does not define.",
        )
        .strict()
        .trio(leaf(&[3, 4, 0, 0x80, 0, 1])),
        case(
            "leaf_undefined_only",
            "The key usage of the leaf has only a bit that RFC 5280 does not define.",
        )
        .trio(leaf(&[3, 4, 0, 0, 0, 1]))
        .invalid("key_usage_empty")
        .at("leaf"),
        case(
            "leaf_no_authority_signs_strict",
            "The leaf says it is no authority, but that its key may sign certificates.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| leaf.extension(signing()).extension(says_no)))
        .invalid("key_usage_inconsistent")
        .at("leaf"),
    ]
}

fn lapses() -> Vec<Case> {
    let signing = Extension::key_usage(&[DigitalSignature, KeyCertSign]);
    let leaf = Lapse::leaf("key_usage_inconsistent", |leaf| leaf.extension(signing));
    let intermediate = Lapse::intermediate("key_usage_missing", |ca| ca.without(oid::KEY_USAGE));
    let mut cases = Vec::new();
    cases.extend(leaf.both(
        "rules/key_usage/leaf_signs",
        "The key of the leaf may sign certificates.",
    ));
    cases.extend(intermediate.both(
        "rules/key_usage/missing",
        "The intermediate has no key usage.",
    ));
    cases
}
