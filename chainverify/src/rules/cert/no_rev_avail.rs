//! noRevAvail says that there will be no revocation information: it stands in no certificate of a CA,
//! and not beside what says where that information is (RFC 9608 §3).

use super::{CertCheck, CertContext};
use crate::der::known;
use crate::finding::Code;
use crate::revocation::not_needed;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "no_rev_avail",
    reference: "RFC 9608 §3",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let cert = context.cert;
    if cert.extension(known::NO_REV_AVAIL).is_none() {
        return;
    }
    if not_needed::is_ca(cert) {
        findings.add(Code::NoRevAvailInCa, None);
    }
    if not_needed::says_where(cert) {
        findings.add(Code::NoRevAvailContradicted, None);
    }
}
