//! The issuer's name in the certificate is the subject's name of its issuer (RFC 5280 §6.1.3 (a)
//! (4)), compared by §7.1. The search only proposes issuers of the right name; this is the rule
//! that it relies on, checked again for each link.

use super::LinkContext;
use crate::cert::NameBuf;
use crate::finding::{Code, Listed};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<()> = Rule {
    id: "name_match",
    reference: "RFC 5280 §6.1.3 (a) (4)",
    check: (),
};

#[inline]
pub(crate) fn check(context: &LinkContext<'_>, findings: &mut Findings<'_>) {
    if context.cert.issuer() != context.issuer_name {
        let issuer = NameBuf::for_report(context.cert.issuer());
        let code = Code::IssuerNotFound {
            issuer,
            key_id: None,
            namesake: None,
            product: None,
            urls: Listed::default(),
        };
        findings.add(code, Some(context.cert.issuer_span()));
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use pki_types::CertificateDer;
    use pki_types::pem::PemObject;

    use super::*;
    use crate::cert::Cert;
    use crate::crypto::Algorithms;
    use crate::finding::CertRef;
    use crate::policy::Policy;

    #[test]
    fn an_issuer_of_another_name_is_none() {
        let pem = include_bytes!("../../../../testdata/example/chain.pem");
        let chain: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .map(|der| Cert::parse(der.unwrap()).unwrap())
            .collect();
        let policy = Policy::web_server();
        let [leaf, ca] = crate::arena::ids().map(CertRef::Cert);
        let algorithms = Algorithms::new(&[]);
        let found = |issuer_name| {
            let context = LinkContext {
                cert: &chain[0],
                issuer: ca,
                issuer_name,
                issuer_key: chain[0].public_key(),
                algorithms: &algorithms,
            };
            let mut findings = Findings::new(&policy, leaf);
            check(&context, &mut findings);
            findings.into_list().len()
        };
        assert_eq!(found(chain[1].subject()), 0);
        assert_eq!(found(chain[0].subject()), 1);
    }
}
