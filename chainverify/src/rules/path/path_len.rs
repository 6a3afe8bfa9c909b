//! pathLenConstraint: how many intermediates may stand below a CA (RFC 5280 §6.1.2 (k), §6.1.4
//! (l), (m)), and how many the caller allows in all. Self-issued intermediates and the leaf do not
//! count. The constraint of the anchor's own certificate counts too, as all peers have it,
//! although §6.1.1 (d) reads only name and key of an anchor.

use super::{PathCheck, PathContext};
use crate::budget::{Budget, Limit};
use crate::cert::Cert;
use crate::finding::{CertId, Code};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<PathCheck> = Rule {
    id: "path_len",
    reference: "RFC 5280 §6.1.4 (l), (m)",
    check,
};

fn check(
    context: &PathContext<'_>,
    findings: &mut Findings<'_>,
    _: &mut Budget,
) -> Result<(), Limit> {
    let intermediates = context.intermediates();
    // How many count below the anchor (0), below the first intermediate (1), …
    let below = |place: usize| {
        let below = intermediates.iter().skip(place);
        let counted = below.filter(|one| !one.cert.is_self_issued()).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    };
    if let Some(allowed) = context.policy.max_depth {
        let found = below(0);
        if found > allowed {
            findings.add(Code::PathTooDeep { allowed, found }, None);
        }
    }
    // max_path_length of §6.1.2 (k) is the least of these, counted from where each stands.
    let mut judge = |id: CertId, cert: &Cert<'_>, place: usize| {
        let extension = &cert.extensions().basic_constraints;
        let constraint = extension.value();
        let Some(allowed) = constraint.and_then(|value| value.path_len_constraint) else {
            return;
        };
        let found = below(place);
        if found > allowed {
            findings.add_for(id, Code::PathTooLong { allowed, found }, extension.span());
        }
    };
    if let (Some(anchor), Some(id)) = (context.anchor, context.anchor_id)
        && let Some(cert) = anchor.cert()
    {
        judge(id, cert, 0);
    }
    for (place, one) in (1..).zip(intermediates) {
        judge(one.id, one.cert, place);
    }
    Ok(())
}
