//! Cases of the rule `serial` (RFC 5280 §4.1.2.2).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};

fn in_order(name: &str, about: &str, serial: &[u8]) -> Case {
    let trio = Trio::new().leaf(|leaf| leaf.serial(serial));
    Case::new(&format!("rules/serial/{name}"), about)
        .strict()
        .trio(trio)
}

fn lapse(name: &str, about: &str, code: &'static str, serial: &[u8]) -> [Case; 2] {
    Lapse::leaf(code, |leaf| leaf.serial(serial)).both(&format!("rules/serial/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    let most = [&[0x7f], [0xff; 19].as_slice()].concat();
    let too_many = [&[0, 0x80], [0; 19].as_slice()].concat();
    let mut cases = vec![
        in_order("one", "The leaf has the serial number 1.", &[1]),
        in_order(
            "twenty_octets",
            "The leaf has the largest serial number of 20 octets.",
            &most,
        ),
    ];
    cases.extend(lapse(
        "zero",
        "The leaf has the serial number 0.",
        "serial_not_positive",
        &[0],
    ));
    cases.extend(lapse(
        "negative",
        "The leaf has a negative serial number.",
        "serial_not_positive",
        &[0x80, 1],
    ));
    cases.extend(lapse(
        "long",
        "The leaf has a serial number of 21 octets.",
        "serial_too_long",
        &too_many,
    ));
    cases.extend(
        Lapse::intermediate("serial_not_positive", |ca| ca.serial(&[0])).both(
            "rules/serial/zero_intermediate",
            "The intermediate has the serial number 0.",
        ),
    );
    cases
}
