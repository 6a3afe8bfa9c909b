//! The issuer's key made the signature (RFC 5280 §6.1.3 (a) (1)). The only place where a
//! certificate's signature is checked.

use super::{LinkCheck, LinkContext};
use crate::crypto::SignatureProblem;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<LinkCheck> = Rule {
    id: "signature",
    reference: "RFC 5280 §6.1.3 (a) (1)",
    check,
};

fn check(context: &LinkContext<'_>, findings: &mut Findings<'_>) {
    let signed = context.cert.signed();
    let verified = match &context.issuer_key {
        Ok(key) => context.algorithms.verify(&signed, key, context.inherited),
        Err(_) => Err(SignatureProblem::MalformedKey),
    };
    let Err(problem) = verified else {
        return;
    };
    let code = match problem {
        SignatureProblem::Invalid => Code::SignatureInvalid {
            issuer: context.issuer_name.display_name(),
        },
        SignatureProblem::Unsupported { algorithm } => {
            Code::UnsupportedSignatureAlgorithm { algorithm }
        }
        SignatureProblem::UnsupportedKey { algorithm, key } => {
            Code::UnsupportedKeyForSignature { algorithm, key }
        }
        SignatureProblem::MalformedKey => Code::MalformedKey,
    };
    findings.add(code, Some(context.cert.signature_algorithm_span()));
}
