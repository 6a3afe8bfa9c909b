//! Cases of the rule `policies` (RFC 5280 §6.1.3 (d) to (f), §6.1.4 (a) to (j), §6.1.5 (a), (b), (g); RFC 9618).

use crate::cases::{Case, Trio};
use crate::{CertBuilder, Extension, Key, Name, oid};

const ONE: &str = "2.999.1.1";
const TWO: &str = "2.999.1.2";
const UNSATISFIED: &str = "explicit_policy_unsatisfied";

fn case(name: &str, about: &str, trio: Trio) -> Case {
    Case::new(&format!("rules/policies/{name}"), about)
        .profile("rfc5280")
        .trio(trio)
}

fn explicit(name: &str, about: &str, trio: Trio) -> Case {
    case(name, about, trio).switch("explicit_policy")
}

fn with(builder: CertBuilder, policies: &[&str]) -> CertBuilder {
    builder.extension(Extension::certificate_policies(policies))
}

/// Intermediate and leaf with these policies.
fn trio(intermediate: &[&str], leaf: &[&str]) -> Trio {
    Trio::new()
        .intermediate(|ca| with(ca, intermediate))
        .leaf(|server| with(server, leaf))
}

fn without_in_leaf(intermediate: &[&str]) -> Trio {
    trio(intermediate, &[]).leaf(|leaf| leaf.without(oid::CERTIFICATE_POLICIES))
}

fn mapped(pairs: &[(&str, &str)], intermediate: &[&str], leaf: &[&str]) -> Trio {
    trio(intermediate, leaf).intermediate(|ca| ca.extension(Extension::policy_mappings(pairs)))
}

pub(super) fn cases() -> Vec<Case> {
    [plain(), required(), any(), self_issued(), mappings()]
        .into_iter()
        .flatten()
        .collect()
}

fn plain() -> Vec<Case> {
    let statement = Trio::new()
        .intermediate(|ca| {
            ca.extension(Extension::policy_with_statement(
                ONE,
                "https://example.com/cps",
            ))
        })
        .leaf(|leaf| {
            leaf.extension(Extension::policy_with_statement(
                ONE,
                "https://example.com/cps",
            ))
        });
    vec![
        case(
            "not_asked",
            "No policy is asked for, and the leaf has none.",
            without_in_leaf(&[ONE]),
        ),
        case(
            "differ_not_asked",
            "No policy is asked for; leaf and intermediate have none in common.",
            trio(&[ONE], &[TWO]),
        ),
        explicit(
            "explicit",
            "A policy is asked for, and leaf and intermediate have one in common.",
            trio(&[ONE], &[ONE]),
        ),
        explicit(
            "explicit_statement",
            "A policy is asked for, and it comes with a practice statement.",
            statement,
        ),
        explicit(
            "explicit_wanted",
            "The policy asked for is there.",
            trio(&[ONE, TWO], &[TWO]),
        )
        .policies(&[TWO]),
        explicit(
            "explicit_leaf_without",
            "A policy is asked for, and the leaf has none.",
            without_in_leaf(&[ONE]),
        )
        .invalid(UNSATISFIED),
        explicit(
            "explicit_differ",
            "A policy is asked for; leaf and intermediate have none in common.",
            trio(&[ONE], &[TWO]),
        )
        .invalid(UNSATISFIED),
        explicit(
            "explicit_other",
            "Another policy is asked for than the one that is there.",
            trio(&[ONE], &[ONE]),
        )
        .policies(&[TWO])
        .invalid(UNSATISFIED),
    ]
}

fn required() -> Vec<Case> {
    let requiring = |trio: Trio, skip| {
        trio.intermediate(|ca| ca.extension(Extension::policy_constraints(Some(skip), None)))
    };
    vec![
        case(
            "required",
            "The intermediate asks for a policy, and the leaf has it.",
            requiring(trio(&[ONE], &[ONE]), 0),
        ),
        case(
            "required_later",
            "The intermediate asks for a policy five certificates below, and there is one only.",
            requiring(without_in_leaf(&[ONE]), 5),
        ),
        case(
            "required_missing",
            "The intermediate asks for a policy, and the leaf has none.",
            requiring(without_in_leaf(&[ONE]), 0),
        )
        .invalid(UNSATISFIED),
        case(
            "required_differs",
            "The intermediate asks for a policy, and the leaf has another.",
            requiring(trio(&[ONE], &[TWO]), 0),
        )
        .invalid(UNSATISFIED),
    ]
}

fn any() -> Vec<Case> {
    let under_any = || trio(&[oid::ANY_POLICY], &[ONE]);
    let inhibiting =
        |trio: Trio| trio.intermediate(|ca| ca.extension(Extension::inhibit_any_policy(0)));
    vec![
        explicit(
            "any_in_intermediate",
            "The intermediate has any policy, the leaf the one asked for.",
            under_any(),
        )
        .policies(&[ONE]),
        explicit(
            "any_in_leaf",
            "The leaf has any policy, the intermediate the one asked for.",
            trio(&[ONE], &[oid::ANY_POLICY]),
        )
        .policies(&[ONE]),
        explicit(
            "any_inhibited",
            "The intermediate has any policy, which the caller does not accept.",
            under_any(),
        )
        .switch("inhibit_any_policy")
        .invalid(UNSATISFIED),
        explicit(
            "any_inhibited_by_intermediate",
            "The leaf has any policy, which the intermediate does not allow.",
            inhibiting(trio(&[ONE], &[oid::ANY_POLICY])),
        )
        .invalid(UNSATISFIED),
        explicit(
            "any_inhibited_not_used",
            "The intermediate does not allow any policy, and the leaf has a particular one.",
            inhibiting(trio(&[ONE], &[ONE])),
        ),
    ]
}

/// RFC 5280 §6.1.3 (d) (2): where any policy is inhibited, a CA's own new certificate may still have
/// it, but not the last certificate of the path.
fn self_issued() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let upper = with(CertBuilder::intermediate("Upper"), &[ONE])
        .extension(Extension::inhibit_any_policy(0))
        .issuer(&root)
        .sign();
    let own = |builder: CertBuilder| {
        let builder = builder.subject(Name::common("Upper"));
        with(builder.key(Key::p256("new key")), &[oid::ANY_POLICY])
            .issuer(&upper)
            .sign()
    };
    let renewed = own(CertBuilder::intermediate("Upper"));
    let leaf = with(CertBuilder::leaf("example.com"), &[ONE])
        .issuer(&renewed)
        .sign();
    let last = own(CertBuilder::leaf("example.com"));
    let case = |name: &str, about: &str| explicit(name, about, Trio::new());
    vec![
        case(
            "any_inhibited_self_issued",
            "The upper does not allow any policy; its own new key has it.",
        )
        .descent(&[&root, &upper, &renewed, &leaf]),
        case(
            "any_inhibited_self_issued_leaf",
            "The intermediate does not allow any policy; the leaf, which has its name, has it.",
        )
        .descent(&[&root, &upper, &last])
        .invalid(UNSATISFIED)
        .at("leaf"),
    ]
}

fn mappings() -> Vec<Case> {
    let map = || mapped(&[(ONE, TWO)], &[ONE], &[TWO]);
    vec![
        explicit(
            "mapped",
            "The leaf's policy is mapped to the one asked for.",
            map(),
        )
        .policies(&[ONE]),
        explicit(
            "mapped_away",
            "The policy asked for is the leaf's own, which stands for another one above.",
            map(),
        )
        .policies(&[TWO])
        .invalid(UNSATISFIED),
        explicit(
            "mapping_inhibited",
            "The leaf's policy is mapped, which the caller does not accept.",
            map(),
        )
        .switch("inhibit_policy_mapping")
        .invalid(UNSATISFIED),
        inhibited_by_upper(),
        case(
            "any_policy_mapped_from",
            "The intermediate maps any policy to another.",
            mapped(&[(oid::ANY_POLICY, TWO)], &[oid::ANY_POLICY], &[TWO]),
        )
        .invalid("any_policy_mapped")
        .at("intermediate 1"),
        case(
            "any_policy_mapped_to",
            "The intermediate maps a policy to any policy.",
            mapped(&[(ONE, oid::ANY_POLICY)], &[ONE], &[ONE]),
        )
        .invalid("any_policy_mapped")
        .at("intermediate 1"),
        explicit(
            "any_policy_mapped_unsatisfied",
            "A policy is asked for; the intermediate has none, and maps any policy to another.",
            mapped(&[(oid::ANY_POLICY, TWO)], &[], &[TWO])
                .intermediate(|ca| ca.without(oid::CERTIFICATE_POLICIES)),
        )
        .invalid(UNSATISFIED)
        .at("intermediate 1"),
    ]
}

fn inhibited_by_upper() -> Case {
    let root = CertBuilder::ca("Test Root").sign();
    let upper = with(CertBuilder::intermediate("Upper"), &[ONE])
        .extension(Extension::policy_constraints(None, Some(0)))
        .issuer(&root)
        .sign();
    let lower = with(CertBuilder::intermediate("Lower"), &[ONE])
        .extension(Extension::policy_mappings(&[(ONE, TWO)]))
        .issuer(&upper)
        .sign();
    let leaf = with(CertBuilder::leaf("example.com"), &[TWO])
        .issuer(&lower)
        .sign();
    explicit(
        "mapping_inhibited_by_upper",
        "The lower intermediate maps a policy, which the upper does not allow.",
        Trio::new(),
    )
    .descent(&[&root, &upper, &lower, &leaf])
    .invalid(UNSATISFIED)
}
