//! Cases of the rule `unique_identifiers` (RFC 5280 §4.1.2.8).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Flaw, der};

fn path(name: &str) -> String {
    format!("rules/unique_identifiers/{name}")
}

fn lapse(name: &str, about: &str, number: u8) -> [Case; 2] {
    // A BIT STRING, its tag implicit.
    let identifier = der::context_primitive(number, &[0, 0x5a]);
    let lapse = Lapse::leaf("unique_identifiers", |leaf| {
        leaf.flaw(Flaw::AfterKey(identifier))
    });
    lapse.both(&path(name), about)
}

pub(super) fn cases() -> Vec<Case> {
    let none = Case::new(&path("none"), "No certificate has a unique identifier.");
    let mut cases = vec![none.strict().trio(Trio::new())];
    cases.extend(lapse("issuer", "The leaf has an issuerUniqueID.", 1));
    cases.extend(lapse("subject", "The leaf has a subjectUniqueID.", 2));
    cases
}
