//! The issuer's key made the signature (RFC 5280 §6.1.3 (a) (1)). The only place where a
//! certificate's signature is checked.

use super::{Checked, LinkContext};
use crate::cert::{KeyUnusable, NameBuf};
use crate::crypto::SignatureProblem;
use crate::der::ParseError;
use crate::finding::{Code, SignatureCause};
use crate::rules::{self, Findings, Rule};

pub(crate) const RULE: Rule<()> = Rule {
    id: "signature",
    reference: "RFC 5280 §6.1.3 (a) (1)",
    check: (),
};

pub(crate) fn check(context: &LinkContext<'_>, findings: &mut Findings<'_>) -> Checked {
    let key = match &context.issuer_key {
        Ok(key) => key,
        Err(error) => {
            malformed_key(context, Some(*error), None, findings);
            return Checked::Yes;
        }
    };
    match context.algorithms.verify(&context.cert.signed(), key) {
        Ok(()) => {}
        Err(SignatureProblem::ParametersMissing) => return Checked::Inherits,
        Err(problem) => add(context, problem, findings),
    }
    Checked::Yes
}

/// The same for an issuer's key that inherits `working_public_key_parameters` (§6.1.4 (e)).
pub(crate) fn check_inheriting(
    context: &LinkContext<'_>,
    parameters: Option<&[u8]>,
    findings: &mut Findings<'_>,
) {
    let key = match &context.issuer_key {
        Ok(key) => key,
        Err(error) => return malformed_key(context, Some(*error), None, findings),
    };
    let signed = context.cert.signed();
    let verified = match parameters {
        Some(parameters) => context
            .algorithms
            .verify_inheriting(&signed, key, parameters),
        None => Err(SignatureProblem::ParametersMissing),
    };
    if let Err(problem) = verified {
        add(context, problem, findings);
    }
}

/// A signature that does not verify is a finding about what was signed; a key that cannot be used,
/// about the issuer.
fn add(context: &LinkContext<'_>, problem: SignatureProblem, findings: &mut Findings<'_>) {
    let algorithm = rules::algorithm(context.cert.signed().algorithm);
    let code = match problem {
        SignatureProblem::Invalid => invalid(context, SignatureCause::Unknown),
        SignatureProblem::OtherKindOfKey { .. } => invalid(context, SignatureCause::OtherKindOfKey),
        SignatureProblem::Unsupported { .. } => Code::UnsupportedSignatureAlgorithm { algorithm },
        SignatureProblem::UnsupportedParameters { .. } => Code::UnsupportedParameters { algorithm },
        SignatureProblem::WrongParameters { .. } => Code::WrongParameters { algorithm },
        SignatureProblem::UnsupportedKey { key, .. } => {
            Code::UnsupportedKeyForSignature { algorithm, key }
        }
        SignatureProblem::ParametersMissing => return malformed_key(context, None, None, findings),
        SignatureProblem::KeyUnusable { why, .. } if why.is_malformed() => {
            return malformed_key(context, None, Some(why), findings);
        }
        SignatureProblem::KeyUnusable { key, why } => {
            return findings.add_for(context.issuer, Code::UnsupportedKey { key, why }, None);
        }
    };
    findings.add(code, Some(context.cert.signature_algorithm_span()));
}

fn invalid(context: &LinkContext<'_>, cause: SignatureCause) -> Code {
    Code::SignatureInvalid {
        issuer: NameBuf::for_report(context.issuer_name),
        cause,
        key_ids: None,
    }
}

fn malformed_key(
    context: &LinkContext<'_>,
    error: Option<ParseError>,
    why: Option<KeyUnusable>,
    findings: &mut Findings<'_>,
) {
    findings.add_for(context.issuer, Code::MalformedKey { error, why }, None);
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use pki_types::CertificateDer;
    use pki_types::pem::PemObject;

    use super::*;
    use crate::cert::{Cert, KeyKind, SubjectPublicKeyInfo};
    use crate::crypto::Algorithms;
    use crate::finding::CertRef;
    use crate::policy::Policy;

    /// Only DSA keys inherit, which no algorithm of the default list uses.
    #[test]
    fn a_key_that_has_nothing_to_inherit_is_malformed() {
        const DSA: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
        let pem = include_bytes!("../../../../testdata/example/chain.pem");
        let chain: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .map(|der| Cert::parse(der.unwrap()).unwrap())
            .collect();
        let policy = Policy::web_server();
        let [leaf, ca] = crate::arena::ids().map(CertRef::Cert);
        let algorithms = Algorithms::new(&[]);
        let context = LinkContext {
            cert: &chain[0],
            issuer: ca,
            issuer_name: chain[1].subject(),
            issuer_key: Ok(SubjectPublicKeyInfo {
                algorithm: DSA,
                key: &[2, 1, 5],
                kind: KeyKind::ExplicitCurve,
            }),
            algorithms: &algorithms,
        };
        let found = |parameters| {
            let mut findings = Findings::new(&policy, leaf);
            check_inheriting(&context, parameters, &mut findings);
            let [found] = &findings.into_list()[..] else {
                panic!("one finding");
            };
            (found.code().id(), found.certificate())
        };
        assert_eq!(found(None), ("malformed_key", Some(ca)));
        let unsupported = ("unsupported_signature_algorithm", Some(leaf));
        assert_eq!(found(Some(&[0x30, 0])), unsupported);
    }
}
