//! Dates from 1950 through 2049 are UTCTime (RFC 5280 §4.1.2.5). Conformance: a GeneralizedTime says the same.

use core::ops::Range;

use super::{CertCheck, CertContext};
use crate::der::{Field, Reader, tag};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "time_encoding",
    reference: "RFC 5280 §4.1.2.5",
    check,
};

/// The years that UTCTime reaches.
const UTC_TIME: Range<i64> = 1950..2050;

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let span = context.cert.validity_span();
    let validity = context.cert.validity();
    let mut encoded = Reader::new(context.cert.bytes(span));
    for (date, field) in [
        (validity.not_before, Field::NotBefore),
        (validity.not_after, Field::NotAfter),
    ] {
        let is_generalized = encoded
            .any(field)
            .is_ok_and(|value| value.tag == tag::GENERALIZED_TIME);
        if is_generalized && UTC_TIME.contains(&date.date().0) {
            findings.add(Code::GeneralizedTimeBefore2050 { date }, Some(span));
        }
    }
}
