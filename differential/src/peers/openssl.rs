//! OpenSSL, by the system's library.

use chainverify_testdata::der;
use chainverify_testdata::mutate::{HOST, Mutant, TIME};
use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509StoreContext, X509VerifyResult};

use super::{OPENSSL, OPENSSL_STRICT, Peer, Verdict};

/// With some flags.
pub(super) struct OpenSsl {
    name: &'static str,
    flags: X509VerifyFlags,
}

impl OpenSsl {
    pub(super) const fn lenient() -> Self {
        Self {
            name: OPENSSL,
            flags: X509VerifyFlags::empty(),
        }
    }

    pub(super) const fn strict() -> Self {
        Self {
            name: OPENSSL_STRICT,
            flags: X509VerifyFlags::X509_STRICT.union(X509VerifyFlags::POLICY_CHECK),
        }
    }

    fn verify(&self, mutant: &Mutant) -> Result<X509VerifyResult, ErrorStack> {
        let mut parameters = X509VerifyParam::new()?;
        parameters.set_host(HOST)?;
        parameters.set_purpose(X509PurposeId::SSL_SERVER)?;
        parameters.set_time(TIME.cast_signed());
        parameters.set_flags(self.flags)?;
        let mut store = X509StoreBuilder::new()?;
        store.set_param(&parameters)?;
        store.add_cert(whole(&mutant.root)?)?;
        let store = store.build();
        let mut intermediates = Stack::new()?;
        let Some((leaf, others)) = mutant.sent.split_first() else {
            return Ok(X509VerifyResult::APPLICATION_VERIFICATION);
        };
        for other in others {
            intermediates.push(whole(other)?)?;
        }
        let leaf = whole(leaf)?;
        let mut context = X509StoreContext::new()?;
        context.init(&store, &leaf, &intermediates, |context| {
            let is_valid = context.verify_cert()?;
            let error = context.error();
            // Some failures leave no error behind.
            let is_silent = !is_valid && error == X509VerifyResult::OK;
            Ok(if is_silent {
                X509VerifyResult::APPLICATION_VERIFICATION
            } else {
                error
            })
        })
    }
}

/// A certificate without anything after it: where it comes from, in TLS or PEM, its length is given, and OpenSSL compares.
fn whole(der: &[u8]) -> Result<X509, ErrorStack> {
    let certificate = X509::from_der(der)?;
    let is_indefinite = der.get(1) == Some(&0x80);
    let whole = der::split(der).map(|(_, _, rest)| rest.is_empty());
    if is_indefinite || whole.is_none_or(|whole| whole) {
        return Ok(certificate);
    }
    X509::from_der(&[])
}

impl Peer for OpenSsl {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> String {
        openssl::version::version()
            .trim_start_matches("OpenSSL ")
            .to_owned()
    }

    fn verdicts(&self, mutants: &[Mutant]) -> Vec<Verdict> {
        let verdict = |mutant| match self.verify(mutant) {
            Ok(X509VerifyResult::OK) => Ok(()),
            Ok(error) => Err(error.error_string().to_owned()),
            Err(errors) => Err(errors.to_string()),
        };
        mutants.iter().map(verdict).collect()
    }
}
