//! What to do about a file that cannot be used, in one line each.

use chainverify::cert::pem::PemProblem;

use super::error::Problem;
use super::other;
use super::status::Wanted;
use super::{KeyProblem, Pkcs7Problem, keystore};

const LOG_LIST: &str = "a list of logs is JSON as https://www.gstatic.com/ct/log_list/v3/log_list.json, which Chrome publishes";

const COPY_AGAIN: &str = "copy the file again, the whole of it";
const PASSWORD: &str = "--password-file FILE: the first line of FILE is the password";

/// What to do, where there is something to say.
pub(super) fn of(problem: &Problem) -> Option<&'static str> {
    match problem {
        Problem::Missing => Some(
            "a target with a path separator or a certificate file's ending is a file; for a host write host:port or https://host",
        ),
        Problem::IsFolder => {
            Some("name a file in it; only a target and --roots can be a directory")
        }
        Problem::Noise(_) => {
            Some("certificates are read in PEM, DER, PKCS#7, PKCS#12 and Java keystores")
        }
        Problem::Utf16 => Some("save it as ASCII or UTF-8"),
        Problem::Holds(other) | Problem::Wraps(other) => Some(other.hint),
        Problem::Instead(wanted, found) => Some(match (wanted, *found) {
            (Wanted::Ocsp, other::CRL | other::CRL_DER) => "--crl FILE gives a revocation list",
            (Wanted::Crl, other::OCSP_RESPONSE | other::OCSP_RESPONSE_DER) => {
                "--ocsp FILE gives an OCSP response"
            }
            (_, other::CERTIFICATE | other::CERTIFICATE_DER) => found.hint,
            (wanted, _) => forms(*wanted),
        }),
        Problem::NoiseInstead(wanted, _) => Some(forms(*wanted)),
        Problem::Blocklist(_) => Some(
            "a blocklist is JSON as Mozilla's OneCRL: entries with issuerName and serialNumber, or subject and pubKeyHash",
        ),
        Problem::LogList(_) => Some(LOG_LIST),
        Problem::Entry(_) => Some(COPY_AGAIN),
        Problem::NoFile => {
            Some("directories in it are not looked into: name the one that has the certificates")
        }
        Problem::ShortDer { .. } => Some(COPY_AGAIN),
        Problem::TrailingDer { .. } => {
            Some("take away what follows; several certificates in one file are PEM or PKCS#7")
        }
        Problem::NeedsPassword => Some(PASSWORD),
        Problem::Keystore { problem, .. } => keystore_hint(problem),
        Problem::Altered => Some(PASSWORD),
        Problem::Key(problem) => key_hint(problem),
        Problem::NothingTrusted => Some(
            "keytool -list -v -keystore FILE shows the entries; to trust one of them, write it as PEM, and give that",
        ),
        Problem::TrustedForSome(_) => {
            Some("write it as PEM, which is trusted for every use, and give that")
        }
        Problem::Pem(error) => pem_hint(&error.problem),
        Problem::TrustSettings(_) => Some(
            "openssl x509 -in FILE writes it as a plain certificate, which is trusted for every use",
        ),
        Problem::Pkcs7 {
            problem: Pkcs7Problem::Broken { .. } | Pkcs7Problem::IndefiniteLength,
            ..
        } => Some("copy the bundle again, the whole of it"),
        Problem::Pkcs7 { line: 0, .. } => Some(
            "openssl pkcs7 -inform DER -print_certs -in FILE writes what certificates it has as PEM",
        ),
        Problem::Pkcs7 { .. } => {
            Some("openssl pkcs7 -print_certs -in FILE writes what certificates it has as PEM")
        }
        _ => None,
    }
}

/// In which forms it is read.
const fn forms(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Crl => "a revocation list is in DER, or PEM with BEGIN X509 CRL",
        Wanted::Ocsp => "an OCSP response is in DER, PEM or base64",
    }
}

const fn key_hint(problem: &KeyProblem) -> Option<&'static str> {
    use keystore::Problem;
    match problem {
        KeyProblem::NeedsPassword | KeyProblem::Encrypted(Problem::WrongPassword) => Some(PASSWORD),
        KeyProblem::OldEncryption
        | KeyProblem::Encrypted(Problem::Unsupported(_) | Problem::Rounds(_)) => {
            Some("openssl pkcs8 -topk8 -in FILE -out NEW encrypts it anew")
        }
        KeyProblem::Encrypted(_) | KeyProblem::BrokenPem => {
            Some("copy the key again, the whole of it")
        }
        KeyProblem::OpenSsh => Some("ssh-keygen -p -m PKCS8 -f FILE rewrites it as PKCS#8"),
        KeyProblem::Keystore => {
            Some("openssl pkcs12 -in FILE -nocerts -out key.pem writes its private key")
        }
        KeyProblem::Unusable => Some(
            "compare what openssl pkey -in FILE -pubout and openssl x509 -in CERTIFICATE -noout -pubkey print",
        ),
        KeyProblem::NoneForCertificate => {
            Some("--key FILE gives it, in PEM or DER; a PKCS#12 file or a PEM file can hold both")
        }
        KeyProblem::OfOtherCertificate | KeyProblem::OfNoClient => {
            Some("give the private key that the certificate was requested with")
        }
        KeyProblem::CannotSign => Some("RSA of 2048 to 4096 bits, P-256, P-384 and Ed25519 can"),
        KeyProblem::None | KeyProblem::Several(_) => None,
    }
}

const fn keystore_hint(problem: &keystore::Problem) -> Option<&'static str> {
    use keystore::Problem;
    match problem {
        Problem::WrongPassword => Some(PASSWORD),
        Problem::Rounds(_) | Problem::Unsupported(_) => {
            Some("openssl pkcs12 -in FILE -nokeys writes its certificates as PEM")
        }
        Problem::Entry(_) => Some(
            "keytool -importkeystore -srckeystore FILE -destkeystore NEW -deststoretype PKCS12 writes what can be read",
        ),
        Problem::Broken(_) | Problem::BrokenAt(_) | Problem::IndefiniteLength => Some(COPY_AGAIN),
        _ => None,
    }
}

const fn pem_hint(problem: &PemProblem) -> Option<&'static str> {
    match problem {
        PemProblem::BeforeBegin => Some(
            "PEM is read from the start of a line only: take away what stands before it; from YAML, yq -r .FIELD FILE writes the text",
        ),
        PemProblem::Begin => Some("write the line as -----BEGIN CERTIFICATE-----"),
        PemProblem::NoBegin => Some(
            "copy the certificate again, the whole of it, with the line -----BEGIN CERTIFICATE----- before its base64",
        ),
        PemProblem::End | PemProblem::NextBegin => Some(
            "write the line as -----END CERTIFICATE-----, after the base64 of each certificate",
        ),
        PemProblem::NoEnd | PemProblem::Base64 => {
            Some("copy the certificate again, the whole of it")
        }
        PemProblem::Label(_) => Some(
            "if it is a certificate, write its BEGIN and END line with CERTIFICATE; if not, take it away",
        ),
        _ => None,
    }
}
