//! certval. It validates a path that is given, from an anchor that is looked up by the last
//! certificate's issuer; it does not search a set, and it does not look at host names.

use ::certval::{
    CertFile, CertVector as _, CertificationPath, CertificationPathResults,
    CertificationPathSettings, Error, PDVCertificate, PathValidationStatus, PkiEnvironment,
    TaSource, TimeOfInterest, VerifySignatureMessage, calculate_hash_rust_crypto,
    validate_path_rfc5280,
};
use pki_types::{CertificateDer, UnixTime};
use x509_cert::der::Encode as _;
use x509_cert::der::asn1::BitString;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::{Peer, Question, RootCerts};
use crate::algorithms::List;

/// Its anchors and algorithms.
pub(crate) struct Certval(PkiEnvironment);

impl Certval {
    /// Reads the roots.
    pub(crate) fn new(roots: RootCerts<'_>, algorithms: List) -> Self {
        let mut anchors = TaSource::new();
        for (number, root) in roots.iter().enumerate() {
            anchors.push(CertFile {
                filename: number.to_string(),
                bytes: root.to_vec(),
            });
        }
        anchors.initialize().expect("roots that can be read");
        let mut environment = PkiEnvironment::default();
        environment.clear_all_callbacks();
        environment.add_validate_path_callback(validate_path_rfc5280);
        environment.add_calculate_hash_callback(calculate_hash_rust_crypto);
        environment.add_verify_signature_message_callback(Algorithms(algorithms));
        environment.add_trust_anchor_source(Box::new(anchors));
        Self(environment)
    }

    fn validate(&self, chain: &[CertificateDer<'static>], time: UnixTime) -> Result<(), Error> {
        let read = |der: &CertificateDer<'static>| PDVCertificate::try_from(&der[..]);
        let (leaf, others) = chain.split_first().ok_or(Error::Unrecognized)?;
        // From the anchor down.
        let intermediates = others
            .iter()
            .rev()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        let leaf = read(leaf)?;
        let anchor = self
            .0
            .get_trust_anchor_for_target(intermediates.first().unwrap_or(&leaf))?
            .clone();
        let path = CertificationPath::new(anchor, intermediates, leaf);
        let mut settings = CertificationPathSettings::new();
        settings.set_time_of_interest(TimeOfInterest::from_unix_secs(time.as_secs())?);
        settings.set_extended_key_usage(vec!["1.3.6.1.5.5.7.3.1".to_owned()]);
        let mut results = CertificationPathResults::new();
        self.0
            .validate_path(&self.0, &settings, &path, &mut results)
    }
}

impl Peer for Certval {
    fn name(&self) -> &'static str {
        "certval"
    }

    fn verify(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        self.validate(chain, question.time).is_ok()
    }
}

/// The algorithms that all peers get.
struct Algorithms(List);

impl VerifySignatureMessage for Algorithms {
    fn verify_signature_message(
        &self,
        _: &PkiEnvironment,
        message: &[u8],
        signature: &BitString,
        algorithm: &AlgorithmIdentifierOwned,
        spki: &SubjectPublicKeyInfoOwned,
    ) -> ::certval::Result<()> {
        // After tag and length, which is one octet for all that are in the lists.
        let named = |identifier: &AlgorithmIdentifierOwned| {
            Ok::<_, Error>(identifier.to_der()?.split_off(2))
        };
        let (of_signature, of_key) = (named(algorithm)?, named(&spki.algorithm)?);
        let fits = |known: &&&dyn pki_types::SignatureVerificationAlgorithm| {
            known.signature_alg_id().as_ref() == of_signature
                && known.public_key_alg_id().as_ref() == of_key
        };
        let known = self.0.iter().find(fits).ok_or(Error::Unrecognized)?;
        known
            .verify_signature(
                spki.subject_public_key.raw_bytes(),
                message,
                signature.raw_bytes(),
            )
            .map_err(|_| Error::PathValidation(PathValidationStatus::SignatureVerificationFailure))
    }
}
