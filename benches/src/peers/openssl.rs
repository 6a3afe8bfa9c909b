//! OpenSSL, by the system's library. Purpose, name and time stand in the store, which the binding
//! asks for: what OpenSSL would do to set them for each connection is not measured.

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Public};
use openssl::sign::Verifier;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509PurposeId, X509StoreContext};
use pki_types::{CertificateDer, UnixTime};

use super::limit::{self, Cut};
use super::{OPENSSL, Peer, Question, RootCerts};
use crate::chains::Chain;

/// Its store, and what that asks for.
pub(crate) struct OpenSsl {
    store: X509Store,
    host: String,
    time: UnixTime,
}

impl OpenSsl {
    /// Reads the roots.
    pub(crate) fn new(roots: RootCerts<'_>, question: Question<'_>) -> Self {
        Self {
            store: store(roots, question).expect("roots that can be read"),
            host: question.host.to_owned(),
            time: question.time,
        }
    }
}

fn store(roots: RootCerts<'_>, question: Question<'_>) -> Result<X509Store, ErrorStack> {
    let mut parameters = X509VerifyParam::new()?;
    parameters.set_host(question.host)?;
    parameters.set_purpose(X509PurposeId::SSL_SERVER)?;
    parameters.set_time(question.time.as_secs().cast_signed());
    let mut store = X509StoreBuilder::new()?;
    store.set_param(&parameters)?;
    for root in roots {
        store.add_cert(X509::from_der(root)?)?;
    }
    Ok(store.build())
}

impl Peer for OpenSsl {
    fn name(&self) -> &'static str {
        OPENSSL
    }

    fn verify(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        let stored = Question {
            host: &self.host,
            time: self.time,
        };
        assert_eq!(question, stored, "what the store asks for");
        let is_valid = verify(&self.store, chain).unwrap_or(false);
        if !is_valid {
            // What it noted about the failure would else pile up in the thread's queue.
            drop(ErrorStack::get());
        }
        is_valid
    }
}

fn verify(store: &X509Store, chain: &[CertificateDer<'static>]) -> Result<bool, ErrorStack> {
    let Some((leaf, others)) = chain.split_first() else {
        return Ok(false);
    };
    let leaf = X509::from_der(leaf)?;
    let mut intermediates = Stack::new()?;
    for other in others {
        intermediates.push(X509::from_der(other)?)?;
    }
    let mut context = X509StoreContext::new()?;
    context.init(store, &leaf, &intermediates, |context| {
        context.verify_cert()
    })
}

/// One signature of a path, as OpenSSL checks it.
pub(crate) struct Check {
    digest: MessageDigest,
    key: PKey<Public>,
    cut: Cut,
}

impl Check {
    /// Whether the signature holds.
    pub(crate) fn holds(&self) -> bool {
        holds(self.digest, &self.key, &self.cut).unwrap_or(false)
    }
}

fn holds(digest: MessageDigest, key: &PKey<Public>, cut: &Cut) -> Result<bool, ErrorStack> {
    Verifier::new(digest, key)?.verify_oneshot(&cut.signature, &cut.message)
}

/// The checks of a chain, leaf first.
pub(crate) fn checks(chain: &Chain) -> Vec<Check> {
    let check = |cut: Cut| {
        let issuer = X509::from_der(&cut.issuer).expect("a certificate");
        let key = issuer.public_key().expect("a key");
        let digest = [MessageDigest::sha256(), MessageDigest::sha384()]
            .into_iter()
            .find(|digest| holds(*digest, &key, &cut).unwrap_or(false))
            .expect("a digest");
        Check { digest, key, cut }
    };
    limit::cuts(chain).into_iter().map(check).collect()
}
