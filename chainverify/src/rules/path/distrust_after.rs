//! An anchor may be trusted for a purpose only for what was issued up to a date: so root programmes
//! part with a CA without breaking its certificates at once (Mozilla's `CKA_NSS_SERVER_DISTRUST_AFTER`).
//! Compared is the leaf's notBefore, as NSS does, and never the time of the check.

use crate::cert::{Cert, NameBuf};
use crate::finding::{CertRef, Code};
use crate::policy::Purpose;
use crate::rules::{Findings, Rule};
use crate::trust::Anchor;

pub(crate) const RULE: Rule<()> = Rule {
    id: "distrust_after",
    reference: "Mozilla Root Store Policy",
    check: (),
};

#[inline]
pub(crate) fn check(
    anchor: &Anchor,
    (id, leaf): (CertRef, &Cert<'_>),
    purpose: &Purpose,
    findings: &mut Findings<'_>,
) {
    let not_before = leaf.validity().not_before;
    if let Some(distrust) = anchor.distrust(purpose)
        && not_before > distrust.after
    {
        let code = Code::IssuedAfterDistrust {
            anchor: NameBuf::for_report(anchor.name()),
            not_before,
            after: distrust.after,
            list: distrust.list,
        };
        findings.add_for(id, code, Some(leaf.validity_span()));
    }
}
