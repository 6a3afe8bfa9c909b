//! Those that read one certificate: the verifiers' own parsers, and two that do nothing else.

use pki_types::CertificateDer;
use webpki::EndEntityCert;
use x509_cert::der::Decode as _;

use super::{OWN, WEBPKI};

/// Says whether a certificate can be read.
pub(crate) type Parse = fn(&CertificateDer<'static>) -> bool;

/// All of them.
pub(crate) const ALL: &[(&str, Parse)] = &[
    (OWN, super::chainverify::parse),
    (WEBPKI, |der| EndEntityCert::try_from(der).is_ok()),
    ("x509-parser", |der| {
        x509_parser::parse_x509_certificate(der).is_ok()
    }),
    ("x509-cert", |der| {
        x509_cert::Certificate::from_der(der).is_ok()
    }),
    #[cfg(feature = "openssl")]
    (super::OPENSSL, |der| {
        openssl::x509::X509::from_der(der).is_ok()
    }),
];
