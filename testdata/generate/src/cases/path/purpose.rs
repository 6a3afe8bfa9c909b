//! Cases of the rule `purpose` (RFC 5280 §4.2.1.12, and along the path as all verifiers do it).

use crate::cases::{Case, Trio};
use crate::{Extension, KeyUsage, oid};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/purpose/{name}"), about)
}

fn leaf(purposes: &[&str]) -> Trio {
    Trio::new().leaf(|leaf| leaf.extension(Extension::extended_key_usage(purposes)))
}

fn intermediate(purposes: &[&str]) -> Trio {
    Trio::new().intermediate(|ca| ca.extension(Extension::extended_key_usage(purposes)))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = servers();
    cases.extend(any());
    cases.extend(clients());
    cases.extend(time_stamps());
    cases.extend(
        [
            ("email", "e-mail", oid::EMAIL_PROTECTION),
            ("code", "code signing", oid::CODE_SIGNING),
            ("timestamp", "time stamps", oid::TIME_STAMPING),
            ("ocsp", "OCSP responses", oid::OCSP_SIGNING),
        ]
        .into_iter()
        .flat_map(|(purpose, text, oid)| others(purpose, text, oid)),
    );
    cases
}

fn servers() -> Vec<Case> {
    let missing = || Trio::new().leaf(|leaf| leaf.without(oid::EXTENDED_KEY_USAGE));
    vec![
        case("server", "Leaf and intermediate are for TLS servers.")
            .strict()
            .trio(Trio::new()),
        case(
            "server_and_client",
            "The leaf is for TLS servers and clients.",
        )
        .trio(leaf(&[oid::CLIENT_AUTH, oid::SERVER_AUTH])),
        case(
            "leaf_is_client",
            "The leaf is for TLS clients, and a server presents it.",
        )
        .trio(leaf(&[oid::CLIENT_AUTH]))
        .invalid("purpose_not_allowed")
        .at("leaf"),
        case(
            "intermediate_is_for_clients",
            "The intermediate is for TLS clients only.",
        )
        .trio(intermediate(&[oid::CLIENT_AUTH]))
        .invalid("purpose_not_allowed")
        .at("intermediate 1"),
        case(
            "intermediate_without",
            "The intermediate has no extended key usage, so it is for everything.",
        )
        .trio(Trio::new().intermediate(|ca| ca.without(oid::EXTENDED_KEY_USAGE))),
        case(
            "leaf_without",
            "The leaf has no extended key usage, so it is for everything.",
        )
        .trio(missing()),
        case(
            "unknown_purpose",
            "The leaf is for a purpose that nobody knows.",
        )
        .trio(leaf(&["2.999.9"]))
        .invalid("purpose_not_allowed")
        .at("leaf"),
    ]
}

fn any() -> Vec<Case> {
    let any = &[oid::ANY_EXTENDED_KEY_USAGE];
    vec![
        case("leaf_any", "The leaf is for any purpose.").trio(leaf(any)),
        case("intermediate_any", "The intermediate is for any purpose.").trio(intermediate(any)),
        case(
            "no_purpose_asked",
            "The leaf is for e-mail only, and no purpose is asked for.",
        )
        .profile("rfc5280")
        .purpose("any")
        .trio(leaf(&[oid::EMAIL_PROTECTION])),
    ]
}

fn clients() -> Vec<Case> {
    let client = || leaf(&[oid::CLIENT_AUTH]);
    vec![
        case(
            "client",
            "The leaf is for TLS clients, and a client presents it.",
        )
        .names(&[])
        .profile("client")
        .purpose("client")
        .trio(client()),
        case(
            "client_is_server",
            "The leaf is for TLS servers, and a client presents it.",
        )
        .names(&[])
        .profile("client")
        .purpose("client")
        .trio(leaf(&[oid::SERVER_AUTH]))
        .invalid("purpose_not_allowed")
        .at("leaf"),
    ]
}

/// The form that RFC 3161 §2.3 wants.
fn time_stamps() -> [Case; 3] {
    let case = |name, about, usage: Extension| {
        let trio = Trio::new()
            .intermediate(|ca| ca.without(oid::EXTENDED_KEY_USAGE))
            .leaf(|leaf| leaf.extension(usage));
        case(name, about)
            .names(&[])
            .profile("rfc5280")
            .purpose("timestamp")
            .trio(trio)
            .at("leaf")
    };
    let usage = Extension::extended_key_usage;
    let stamping = oid::TIME_STAMPING;
    [
        case(
            "timestamp_not_critical",
            "The leaf is for time stamps, but its extended key usage is not critical.",
            usage(&[stamping]),
        )
        .invalid("time_stamping_not_critical"),
        case(
            "timestamp_and_code",
            "The leaf is for time stamps, and also for code signing.",
            usage(&[stamping, oid::CODE_SIGNING]).critical(),
        )
        .invalid("time_stamping_not_alone"),
        case(
            "timestamp_and_any",
            "The leaf is for time stamps, and also for any purpose.",
            usage(&[stamping, oid::ANY_EXTENDED_KEY_USAGE]).critical(),
        )
        .invalid("time_stamping_not_alone"),
    ]
}

/// One purpose of the others: right, wrong in the leaf, wrong in the intermediate, left open by the leaf.
fn others(purpose: &'static str, text: &str, oid: &str) -> Vec<Case> {
    let usage = Extension::extended_key_usage(&[oid]);
    // RFC 3161 §2.3: the extension of a time stamping authority is critical.
    let in_leaf = if purpose == "timestamp" {
        usage.clone().critical()
    } else {
        usage.clone()
    };
    let signing = Extension::key_usage(&[KeyUsage::DigitalSignature]);
    let case = |name: &str, about: String, trio: Trio| {
        case(&format!("{purpose}{name}"), &about)
            .names(&[])
            .profile("rfc5280")
            .purpose(purpose)
            .trio(trio)
    };
    let unlimited = || Trio::new().intermediate(|ca| ca.without(oid::EXTENDED_KEY_USAGE));
    let meant =
        |trio: Trio| trio.leaf(|leaf| leaf.extension(in_leaf.clone()).extension(signing.clone()));
    let through = |trio: Trio| trio.intermediate(|ca| ca.extension(usage.clone()));
    let any = Extension::extended_key_usage(&[oid::ANY_EXTENDED_KEY_USAGE]);
    let without = case(
        "_leaf_without",
        format!("The leaf has no extended key usage, and is used for {text}."),
        unlimited().leaf(|leaf| leaf.without(oid::EXTENDED_KEY_USAGE)),
    );
    let with_any = case(
        "_leaf_any",
        format!("The leaf is for any purpose, and is used for {text}."),
        unlimited().leaf(|leaf| leaf.extension(any.clone())),
    );
    // RFC 3161 §2.3, RFC 6960 §4.2.2.2: these two must be named.
    let left_open = [without, with_any].map(|case| match purpose {
        "timestamp" | "ocsp" => case.invalid("purpose_not_named").at("leaf"),
        _ => case,
    });
    let mut cases = vec![
        case(
            "",
            format!("Leaf and intermediate are for {text}."),
            meant(through(Trio::new())),
        ),
        case(
            "_leaf_is_server",
            format!("The leaf is for TLS servers, and is used for {text}."),
            unlimited(),
        )
        .invalid("purpose_not_allowed")
        .at("leaf"),
        case(
            "_intermediate_is_for_tls",
            format!("The leaf is for {text}, the intermediate for TLS."),
            meant(Trio::new()),
        )
        .invalid("purpose_not_allowed")
        .at("intermediate 1"),
    ];
    cases.extend(left_open);
    cases
}
