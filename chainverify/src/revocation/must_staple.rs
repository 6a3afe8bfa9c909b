//! The TLS feature extension (RFC 7633), as far as it demands a stapled OCSP response.

use crate::cert::Cert;
use crate::der::{Field, Reader, tag};

/// `status_request` (RFC 6066 §8), as the contents of an INTEGER.
const STATUS_REQUEST: &[u8] = &[5];

/// Whether the server of this certificate must staple an OCSP response.
pub(crate) fn is_demanded(cert: &Cert<'_>) -> bool {
    features(cert).any(|feature| feature == STATUS_REQUEST)
}

/// Whether that is all that the extension demands, so that who sees to it has processed it.
pub(crate) fn is_all(cert: &Cert<'_>) -> bool {
    features(cert).all(|feature| feature == STATUS_REQUEST)
}

/// The contents of the INTEGERs. One that cannot be read is no feature that is known.
fn features<'c>(cert: &'c Cert<'_>) -> impl Iterator<Item = &'c [u8]> {
    let list = cert.extensions().tls_feature.value();
    let mut rest = list.map(|list| Reader::within(cert.der(), list.span()));
    core::iter::from_fn(move || {
        let list = rest.as_mut().filter(|list| !list.is_empty())?;
        match list.expect(tag::INTEGER, Field::TlsFeature) {
            Ok(feature) => Some(feature.bytes()),
            Err(_) => {
                rest = None;
                Some(&[])
            }
        }
    })
}
