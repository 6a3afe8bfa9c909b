//! The time of the check lies within `notBefore` and `notAfter`, both inclusive (RFC 5280
//! §4.1.2.5, §6.1.3 (a) (2)). For anchors the policy decides whether it matters (§6.1.1 (d)).

use super::{CertCheck, CertContext, Role};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "validity",
    reference: "RFC 5280 §6.1.3 (a) (2)",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let at = context.time;
    let validity = context.cert.validity();
    let (not_before, not_after) = (validity.not_before, validity.not_after);
    let is_anchor = context.role == Role::Anchor;
    let span = Some(context.cert.validity_span());
    if not_after < not_before && !is_anchor {
        let code = Code::NeverValid {
            not_before,
            not_after,
        };
        return findings.add(code, span);
    }
    if at > not_after {
        let code = if is_anchor {
            Code::AnchorExpired { not_after, at }
        } else {
            Code::Expired { not_after, at }
        };
        findings.add(code, span);
    }
    if at < not_before {
        let code = if is_anchor {
            Code::AnchorNotYetValid { not_before, at }
        } else {
            Code::NotYetValid { not_before, at }
        };
        findings.add(code, span);
    }
}
