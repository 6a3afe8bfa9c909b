//! Serial numbers are positive and at most 20 octets long (RFC 5280 §4.1.2.2): conformance.

use super::{CertCheck, CertContext, Role};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "serial",
    reference: "RFC 5280 §4.1.2.2",
    check,
};

const MOST_OCTETS: usize = 20;

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    // A root's own number identifies it to nobody; well-known ones have 0.
    if context.role == Role::Anchor {
        return;
    }
    let serial = context.cert.serial_number();
    let span = Some(context.cert.serial_number_span());
    let is_negative = matches!(serial, [first, ..] if *first >= 0x80);
    if serial == [0] || is_negative {
        findings.add(Code::SerialNotPositive, span);
    }
    // The sign octet of a 20-octet number counts too: X.690 gives 20 octets to the INTEGER.
    if serial.len() > MOST_OCTETS {
        let octets = u32::try_from(serial.len()).unwrap_or(u32::MAX);
        findings.add(Code::SerialTooLong { octets }, span);
    }
}
