//! Why rustls accepts or refuses, in our words, and the name that rustls 0.23 gives to each error of
//! rustls-webpki: a variant of its `CertificateError`, `Other(…)` with that of rustls-webpki where it
//! has none.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use webpki::Error;

use crate::finding::Code;
use crate::report::{Report, Source, Use};

/// Why rustls refuses.
pub(super) enum Refusal {
    /// Its verifier says so.
    Webpki(Error),
    /// It ends the handshake before.
    NothingSent,
}

type Words = Cow<'static, str>;

/// Why it accepts what the report does not; empty where both accept.
pub(super) fn accepted(report: &Report) -> Words {
    let Some(code) = report.code() else {
        return Cow::Borrowed("");
    };
    match code {
        Code::Revoked { .. } => {
            Cow::Borrowed("it looks for revocation only in CRLs that a program gives it")
        }
        code => format!("{} is no error to it", code.id()).into(),
    }
}

/// The variant, and what it means here.
pub(super) fn refused(refusal: &Refusal, report: &Report) -> (Words, Words) {
    match refusal {
        Refusal::NothingSent => (
            Cow::Borrowed("NoCertificatesPresented"),
            Cow::Borrowed("no certificate was sent"),
        ),
        Refusal::Webpki(error) => (variant(error), meaning(error, report)),
    }
}

/// As rustls 0.23 names it.
fn variant(error: &Error) -> Words {
    let named = match error {
        Error::BadDer | Error::BadDerTime | Error::TrailingData(_) => "BadEncoding",
        Error::CertNotValidYet { .. } => "NotValidYetContext",
        Error::CertExpired { .. } => "ExpiredContext",
        Error::InvalidCertValidity => "Expired",
        Error::UnknownIssuer => "UnknownIssuer",
        Error::CertNotValidForName(_) => "NotValidForNameContext",
        Error::InvalidSignatureForPublicKey => "BadSignature",
        Error::UnsupportedSignatureAlgorithmContext(_) => "UnsupportedSignatureAlgorithmContext",
        Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            "UnsupportedSignatureAlgorithmForPublicKeyContext"
        }
        Error::RequiredEkuNotFoundContext(_) => "InvalidPurposeContext",
        other => {
            let whole = format!("{other:?}");
            let is_in_name = |c: &char| c.is_ascii_alphanumeric();
            let name: String = whole.chars().take_while(is_in_name).collect();
            return format!("Other({name})").into();
        }
    };
    Cow::Borrowed(named)
}

fn meaning(error: &Error, report: &Report) -> Words {
    Cow::Borrowed(match error {
        Error::UnknownIssuer => unknown_issuer(report),
        Error::BadDer => "a certificate is not DER where it reads it",
        Error::BadDerTime => "a time cannot be read",
        Error::TrailingData(_) => "trailing data in a certificate",
        Error::CertNotValidYet { .. } => "a certificate is not valid yet",
        Error::CertExpired { .. } => "a certificate has expired",
        Error::InvalidCertValidity => "notBefore of a certificate is after its notAfter",
        Error::CertNotValidForName(_) => {
            "no subjectAltName of the leaf is that name; common names do not count"
        }
        Error::InvalidSignatureForPublicKey => "a signature does not verify with the issuer's key",
        Error::UnsupportedSignatureAlgorithmContext(_) => {
            "the algorithm of a signature is not supported"
        }
        Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            "the algorithm of a signature does not fit the issuer's key, or the kind of key is not supported"
        }
        Error::RequiredEkuNotFoundContext(_) => {
            "an extendedKeyUsage on the path does not have the purpose"
        }
        Error::EmptyEkuExtension => "an extendedKeyUsage is empty",
        Error::CaUsedAsEndEntity => "the leaf is a CA",
        Error::EndEntityUsedAsCa => "an issuer is not a CA",
        Error::ExtensionValueInvalid => "an extension cannot be read",
        Error::MalformedExtensions => "the extensions of a certificate cannot be read",
        Error::InvalidNetworkMaskConstraint => {
            "the mask of an iPAddress in nameConstraints is none of CIDR"
        }
        Error::InvalidSerialNumber => "a serial number is malformed",
        Error::MalformedDnsIdentifier => "a dNSName is malformed",
        Error::MalformedNameConstraint => "nameConstraints are malformed",
        Error::NameConstraintViolation => {
            "a name is not in a permitted subtree of nameConstraints, or is in an excluded one"
        }
        Error::PathLenConstraintViolated => "the path is longer than a pathLenConstraint allows",
        Error::SignatureAlgorithmMismatch => {
            "the signature algorithm inside of a certificate is not that outside"
        }
        Error::UnsupportedCertVersion => "a certificate is not version 3",
        Error::UnsupportedCriticalExtension => "it does not process a critical extension",
        Error::MaximumNameConstraintComparisonsExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumSignatureChecksExceeded => "one of its limits was reached",
        _ => "it has no other words for it",
    })
}

/// The path of the report says what rustls lacks, where there is a valid one.
fn unknown_issuer(report: &Report) -> &'static str {
    let used = report.certificates.iter();
    let used = used.filter(|certificate| certificate.used == Use::OnPath);
    let sources = used.map(|certificate| &certificate.source);
    if !report.is_valid() {
        return "it finds no issuer among what was sent and the anchors";
    }
    for source in sources {
        match source {
            Source::Fetched { .. } => return "it does not fetch the missing intermediate",
            Source::Given { .. } => return "the intermediate that completes the path was not sent",
            _ => {}
        }
    }
    "it finds no issuer among what was sent and the anchors"
}
