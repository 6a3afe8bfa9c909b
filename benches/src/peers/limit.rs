//! The limit: only the signatures of a path, with message, key and signature cut out before. No
//! verifier without a cache can be faster.

use pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use x509_parser::certificate::X509Certificate;

use crate::algorithms::List;
use crate::chains::Chain;

/// One signature of a path, ready to be checked.
pub(crate) struct Check {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    cut: Cut,
}

/// What one check is about.
pub(crate) struct Cut {
    /// The certificate that has the key.
    #[cfg_attr(
        not(feature = "openssl"),
        expect(dead_code, reason = "what OpenSSL reads a key from")
    )]
    pub(crate) issuer: Vec<u8>,
    /// The key's octets.
    key: Vec<u8>,
    /// What is signed.
    pub(crate) message: Vec<u8>,
    /// The signature.
    pub(crate) signature: Vec<u8>,
}

impl Check {
    /// Whether the signature holds.
    pub(crate) fn holds(&self) -> bool {
        self.cut.holds_by(self.algorithm)
    }
}

impl Cut {
    fn holds_by(&self, algorithm: &dyn SignatureVerificationAlgorithm) -> bool {
        algorithm
            .verify_signature(&self.key, &self.message, &self.signature)
            .is_ok()
    }
}

/// The checks of a chain, leaf first.
pub(crate) fn checks(chain: &Chain, algorithms: List) -> Vec<Check> {
    let check = |cut: Cut| {
        // The one by which it holds is the right one.
        let mut algorithms = algorithms.iter();
        let algorithm = algorithms.find(|algorithm| cut.holds_by(**algorithm));
        Check {
            algorithm: *algorithm.expect("an algorithm"),
            cut,
        }
    };
    cuts(chain).into_iter().map(check).collect()
}

/// Cuts each certificate and its issuer, leaf first.
pub(crate) fn cuts(chain: &Chain) -> Vec<Cut> {
    let issuers = chain.certs.iter().skip(1).chain([&chain.root]);
    let cut = |(signed, issuer): (&CertificateDer<'static>, &CertificateDer<'static>)| {
        let (certificate, holder) = (read(signed), read(issuer));
        Cut {
            issuer: issuer.to_vec(),
            key: holder.public_key().subject_public_key.data.to_vec(),
            message: certificate.tbs_certificate.as_ref().to_vec(),
            signature: certificate.signature_value.data.to_vec(),
        }
    };
    chain.certs.iter().zip(issuers).map(cut).collect()
}

fn read<'c>(der: &'c CertificateDer<'static>) -> X509Certificate<'c> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).expect("a certificate");
    certificate
}
