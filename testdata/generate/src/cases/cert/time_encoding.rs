//! Cases of the rule `time_encoding` (RFC 5280 §4.1.2.5).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::time::{generalized, time};

const FROM: &str = "2026-01-01T00:00:00Z";
const UNTIL: &str = "2027-01-01T00:00:00Z";

fn path(name: &str) -> String {
    format!("rules/time_encoding/{name}")
}

fn lapse(name: &str, about: &str, validity: [Vec<u8>; 2]) -> [Case; 2] {
    let [from, until] = validity;
    let lapse = Lapse::leaf("generalized_time_before_2050", |leaf| {
        leaf.raw_validity(from, until)
    });
    lapse.both(&path(name), about)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new(
            &path("from_2050"),
            "The intermediate is valid until the first second of 2050, a GeneralizedTime.",
        )
        .strict()
        .trio(Trio::new().intermediate(|ca| ca.validity(FROM, "2050-01-01T00:00:00Z"))),
    ];
    cases.extend(lapse(
        "not_before",
        "The leaf's notBefore is in 2026, and a GeneralizedTime.",
        [generalized(FROM), time(UNTIL)],
    ));
    cases.extend(lapse(
        "not_after",
        "The leaf's notAfter is the last second of 2049, and a GeneralizedTime.",
        [time(FROM), generalized("2049-12-31T23:59:59Z")],
    ));
    cases
}
