//! The issuer's name in the certificate is the subject's name of its issuer (RFC 5280 §6.1.3 (a)
//! (4)), compared by §7.1. The search only proposes issuers of the right name; this is the law it
//! relies on, checked again where the path is judged.

use super::{LinkCheck, LinkContext};
use crate::finding::{Code, Urls};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<LinkCheck> = Rule {
    id: "name_match",
    law: "RFC 5280 §6.1.3 (a) (4)",
    check,
};

fn check(context: &LinkContext<'_>, findings: &mut Findings<'_>) {
    if context.cert.issuer() != context.issuer_name {
        let issuer = context.cert.issuer().short();
        let urls = Urls::default();
        let span = Some(context.cert.issuer_span());
        findings.add(Code::IssuerNotFound { issuer, urls }, span);
    }
}
