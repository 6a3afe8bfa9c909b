//! Cases of the rule `key_usage` (RFC 5280 §4.2.1.3, §6.1.4 (n)).

use crate::KeyUsage::{CrlSign, DigitalSignature, KeyCertSign, KeyEncipherment};
use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Authority, Extension, oid};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/key_usage/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    [intermediates(), leaves(), lapses()]
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
    ]
}

fn leaves() -> Vec<Case> {
    let signing = || Extension::key_usage(&[DigitalSignature, KeyCertSign]);
    let says_no = Extension::basic_constraints(Authority::No);
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
