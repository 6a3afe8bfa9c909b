//! rustls-webpki, as rustls calls it.

use chainverify_testdata::mutate::{HOST, Mutant, TIME};
use pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use core::time::Duration;

use super::{Peer, Verdict, WEBPKI};

const ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = webpki::ALL_VERIFICATION_ALGS;

pub(super) struct Webpki;

impl Peer for Webpki {
    fn name(&self) -> &'static str {
        WEBPKI
    }

    fn version(&self) -> String {
        // What Cargo.lock has; a crate cannot be asked.
        include_str!("../../../Cargo.lock")
            .split_once("name = \"rustls-webpki\"\nversion = \"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or_else(String::new, |(version, _)| version.to_owned())
    }

    fn verdicts(&self, mutants: &[Mutant]) -> Vec<Verdict> {
        let reason = |mutant| verdict(mutant).map_err(|error| error.to_string());
        mutants.iter().map(reason).collect()
    }
}

fn verdict(mutant: &Mutant) -> Result<(), webpki::Error> {
    let root = CertificateDer::from_slice(&mutant.root);
    let anchors = [anchor_from_trusted_cert(&root)?];
    let chain: Vec<_> = mutant
        .sent
        .iter()
        .map(|der| CertificateDer::from_slice(der))
        .collect();
    let Some((leaf, intermediates)) = chain.split_first() else {
        return Err(webpki::Error::UnknownIssuer);
    };
    let leaf = EndEntityCert::try_from(leaf)?;
    leaf.verify_for_usage(
        ALGORITHMS,
        &anchors,
        intermediates,
        UnixTime::since_unix_epoch(Duration::from_secs(TIME)),
        KeyUsage::server_auth(),
        None,
        None,
    )?;
    let name = ServerName::try_from(HOST).map_err(|_| webpki::Error::MalformedDnsIdentifier)?;
    leaf.verify_is_valid_for_subject_name(&name)
}
