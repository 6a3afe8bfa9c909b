//! The memo: what the rules find about a certificate is computed once, about a pair of
//! certificate and issuer once, so that no signature is ever checked twice.

use super::facts::{Fact, Link};
use super::record::Record;
use crate::crypto::Algorithms;
use crate::finding::{Category, CertId, Code};
use crate::rules::cert::{CertContext, Role};
use crate::rules::link::LinkContext;
use crate::rules::{self, Findings};

impl Record<'_> {
    /// What was found about a link, if it was looked at.
    pub(crate) fn link_fact(&self, link: Link) -> Option<&Fact> {
        self.facts.link(link)
    }

    /// What was found about a certificate, if it was looked at.
    pub(crate) fn cert_fact(&self, id: CertId) -> Option<&Fact> {
        match id {
            CertId::Pool(number) => self.pool.get(number)?.fact.as_ref(),
            CertId::Anchor(number) => self.facts.anchor(number),
        }
    }

    /// The worst error of a certificate, computed now if it is not known yet.
    pub(crate) fn judge_cert(&mut self, id: CertId) -> Option<Category> {
        if let Some(fact) = self.cert_fact(id) {
            return fact.worst;
        }
        let context = CertContext {
            cert: self.cert(id)?,
            role: match id {
                CertId::Pool(0) => Role::Leaf,
                CertId::Pool(_) => Role::Intermediate,
                CertId::Anchor(_) => Role::Anchor,
            },
            names: self.names.as_slice(),
            policy: self.policy,
            time: self.time,
        };
        let fact = Fact::new(rules::cert::check(&context, id));
        let worst = fact.worst;
        match id {
            CertId::Pool(number) => self.pool.set_fact(number, fact),
            CertId::Anchor(number) => self.facts.anchors.push((number, fact)),
        }
        worst
    }

    /// Whether a link's signature is worth checking: not if the issuer's key or the algorithm is
    /// refused for what it is, so that the weakness is not explained as a forgery, or as something
    /// that a provider happens not to have.
    pub(crate) fn allows_check(&mut self, link: Link) -> bool {
        self.judge_cert(link.issuer);
        let has_error = |id, is_such| {
            let fact: Option<&Fact> = self.cert_fact(id);
            fact.is_some_and(|fact| fact.has_error(is_such))
        };
        let key_is_refused = |code: &Code| {
            matches!(
                code,
                Code::WeakRsaKey { .. }
                    | Code::RsaModulusNotOctets { .. }
                    | Code::KeyNotAllowed { .. }
                    | Code::MalformedKey
            )
        };
        let algorithm_is_refused =
            |code: &Code| matches!(code, Code::SignatureAlgorithmNotAllowed { .. });
        !has_error(link.issuer, key_is_refused)
            && !has_error(CertId::Pool(link.below), algorithm_is_refused)
    }

    /// Judges a link that is not known yet; this checks a signature.
    pub(crate) fn judge_link(&mut self, link: Link, algorithms: Algorithms<'_>) {
        let below = CertId::Pool(link.below);
        let (Some(cert), Some(issuer_name), Some(issuer_key)) = (
            self.cert(below),
            self.name(link.issuer),
            self.public_key(link.issuer),
        ) else {
            return;
        };
        let context = LinkContext {
            cert,
            issuer_name,
            issuer_key,
            inherited: link
                .parameters
                .and_then(|source| self.dsa_parameters(source).flatten()),
            algorithms,
        };
        let mut findings = Findings::new(self.policy, below);
        rules::link::check(&context, &mut findings);
        let fact = Fact::new(findings.into_list());
        self.facts.links.push((link, fact));
    }
}
