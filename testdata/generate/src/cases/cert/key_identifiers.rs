//! Cases of the rule `key_identifiers` (RFC 5280 §4.2.1.1, §4.2.1.2): their form, and that they are only hints.

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{CertBuilder, Extension, GeneralName, Key, Name, oid};

pub(super) fn cases() -> Vec<Case> {
    [hints(), missing(), roots()]
        .into_iter()
        .flatten()
        .collect()
}

fn path(name: &str) -> String {
    format!("rules/key_identifiers/{name}")
}

fn id(label: &str) -> Vec<u8> {
    Key::p256(label).id()
}

fn hints() -> Vec<Case> {
    let case = |name, about: &str| Case::new(&path(name), about);
    let leaf = |extension| Trio::new().leaf(|leaf| leaf.extension(extension));
    let [root, intermediate, signed] = Trio::new().sign();
    let namesake = CertBuilder::intermediate("Test Intermediate")
        .key(Key::p256("stranger"))
        .extension(Extension::subject_key_identifier(&id("Test Intermediate")))
        .issuer(&root)
        .sign();
    let root_name = GeneralName::Directory(Name::common("Test Root"));
    let serial = Extension::authority_issuer_and_serial(&root_name, &[1]);
    vec![
        case("same", "The leaf names the key identifier of its issuer.")
            .strict()
            .trio(Trio::new()),
        case(
            "differs",
            "The leaf names another key identifier, which is a hint and no more.",
        )
        .trio(leaf(Extension::authority_key_identifier(&[7; 20]))),
        case(
            "serial_differs",
            "The leaf names another serial number of its issuer, which is a hint.",
        )
        .trio(leaf(serial)),
        case(
            "same_id_other_key_first",
            "Two intermediates share name and key identifier; the second is right.",
        )
        .chain([&signed, &namesake, &intermediate])
        .roots([&root]),
        case(
            "same_id_other_key",
            "The only intermediate has the right name and key identifier, but another key.",
        )
        .chain([&signed, &namesake])
        .roots([&root])
        .invalid("signature_invalid")
        .at("leaf"),
    ]
}

fn missing() -> Vec<Case> {
    let (authority, subject) = (oid::AUTHORITY_KEY_IDENTIFIER, oid::SUBJECT_KEY_IDENTIFIER);
    let code = "authority_key_identifier_missing";
    let mut cases = vec![
        Case::new(
            &path("leaf_without_own"),
            "The leaf has no subject key identifier, and needs none.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| leaf.without(subject))),
    ];
    cases.extend(Lapse::leaf(code, |leaf| leaf.without(authority)).both(
        &path("missing_in_leaf"),
        "The leaf has no authority key identifier.",
    ));
    cases.extend(Lapse::intermediate(code, |ca| ca.without(authority)).both(
        &path("missing_in_intermediate"),
        "The intermediate has no authority key identifier.",
    ));
    let name = GeneralName::Directory(Name::common("Test Root"));
    let serial = Extension::authority_issuer_and_serial(&name, &[1]);
    cases.extend(Lapse::leaf(code, |leaf| leaf.extension(serial)).both(
        &path("serial_only"),
        "The leaf names its issuer's certificate by serial number, without a key identifier.",
    ));
    cases.extend(
        Lapse::intermediate("subject_key_identifier_missing", |ca| ca.without(subject)).both(
            &path("own_missing"),
            "The intermediate has no subject key identifier.",
        ),
    );
    cases
}

/// A root that another one signed too, and that does not name that one's key.
fn cross_signed() -> Trio {
    let other = CertBuilder::ca("Other Root").sign();
    Trio::new().root(|root| root.issuer(&other).without(oid::AUTHORITY_KEY_IDENTIFIER))
}

fn roots() -> Vec<Case> {
    let other = Extension::authority_key_identifier(&[7; 20]);
    let name = GeneralName::Directory(Name::common("Test Root"));
    let serial = Extension::authority_issuer_and_serial(&name, &[1]);
    vec![
        Lapse::root("authority_key_identifier_form", |root| {
            root.extension(serial)
        })
        .strict(
            &path("root_serial_only_strict"),
            "The root names itself by serial number, without a key identifier.",
        ),
        Case::new(
            &path("root_without"),
            "The root has no authority key identifier, as a self-signed certificate may.",
        )
        .strict()
        .trio(Trio::new().root(|root| root.without(oid::AUTHORITY_KEY_IDENTIFIER))),
        Case::new(
            &path("root_without_rfc5280_strict"),
            "The root has no authority key identifier, as a self-signed certificate may.",
        )
        .profile("rfc5280")
        .strict()
        .trio(Trio::new().root(|root| root.without(oid::AUTHORITY_KEY_IDENTIFIER))),
        Case::new(
            &path("cross_signed_without_strict"),
            "The anchor was issued by another root, and does not name that one's key: the path ends here.",
        )
        .strict()
        .trio(cross_signed()),
        Case::new(
            &path("cross_signed_without_rfc5280_strict"),
            "The anchor was issued by another root, and does not name that one's key.",
        )
        .profile("rfc5280")
        .strict()
        .trio(cross_signed())
        .invalid("authority_key_identifier_missing")
        .at("anchor"),
        Lapse::root("authority_key_identifier_form", |root| {
            root.extension(other)
        })
        .strict(
            &path("root_names_other_strict"),
            "The root names the key identifier of another authority.",
        ),
    ]
}
