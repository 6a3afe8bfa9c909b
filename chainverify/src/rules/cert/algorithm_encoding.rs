//! The parameters of RSASSA-PSS, and those of RSA PKCS#1 v1.5, are encoded in the one way that the
//! Baseline Requirements list (CA/Browser Forum BR §7.1.3.2.1). Conformance: what readers must accept
//! is wider (RFC 4055 §2.1, §3.1, §5), and the signature is verified as usual.

use super::{CertCheck, CertContext, Role};
use crate::crypto::{lacks_null, usual_encoding};
use crate::finding::Code;
use crate::rules::{self, Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "algorithm_encoding",
    reference: "CA/B BR §7.1.3.2",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    // Nobody checks the signature on an anchor.
    if context.role == Role::Anchor {
        return;
    }
    let algorithm = context.cert.signed().algorithm;
    if lacks_null(algorithm) || usual_encoding(algorithm).is_some() {
        let algorithm = rules::algorithm(algorithm);
        let span = Some(context.cert.signature_algorithm_span());
        findings.add(Code::SignatureAlgorithmEncoding { algorithm }, span);
    }
}
