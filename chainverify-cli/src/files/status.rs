//! What says whether certificates were revoked, from files: CRLs (`--crl`) and OCSP responses (`--ocsp`), in DER, as PEM with any number of
//! them, or as base64 of one of these. Whether they are to be believed is the library's business, as with those that are fetched.

use std::path::Path;

use chainverify::Cert;
use chainverify::der::ParseError;
use chainverify::revocation::crl::Crl;
use chainverify::revocation::ocsp;
use pki_types::{CertificateDer, CertificateRevocationListDer};

use super::error::{FileError, Problem};
use super::{other, sniff, text};
use crate::plan::Source;

/// Octets of a file with CRLs: there are some of 50 MB, and PEM makes a third more of them.
const MOST_OF_CRLS: u64 = 256 << 20;

/// Octets of a file with OCSP responses.
const MOST_OF_OCSP: u64 = 1 << 20;

/// What is wanted of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    /// CRLs (RFC 5280 §5).
    Crl,
    /// OCSP responses (RFC 6960 §4.2).
    Ocsp,
}

/// One of the things wanted cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct BadEntry {
    /// What was wanted.
    pub(crate) wanted: Wanted,
    /// The line where it begins, counted from 1; 0 in DER.
    pub(crate) line: usize,
    /// Field and octet; none where it has no end, or is no base64.
    pub(crate) error: Option<ParseError>,
}

impl Wanted {
    /// Without an article.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Crl => "CRL",
            Self::Ocsp => "OCSP response",
        }
    }

    /// The article of its name.
    pub(crate) const fn article(self) -> &'static str {
        match self {
            Self::Crl => "a",
            Self::Ocsp => "an",
        }
    }

    /// The labels of PEM; `X509 CRL` has RFC 7468 §7.
    const fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Crl => &["X509 CRL", "CRL"],
            Self::Ocsp => &["OCSP RESPONSE"],
        }
    }

    /// What it is called where something else is wanted.
    const fn der(self) -> other::Other {
        match self {
            Self::Crl => other::CRL_DER,
            Self::Ocsp => other::OCSP_RESPONSE_DER,
        }
    }

    const fn most(self) -> u64 {
        match self {
            Self::Crl => MOST_OF_CRLS,
            Self::Ocsp => MOST_OF_OCSP,
        }
    }
}

/// All CRLs of a file, at least one.
pub(crate) fn read_crls(path: &Path) -> Result<Vec<Crl>, FileError> {
    each(path, Wanted::Crl, |der| {
        Crl::parse(CertificateRevocationListDer::from(der))
    })
}

/// Whether a PEM text has a CRL, beside whatever else.
pub(super) fn has_crl(text: &[u8]) -> bool {
    let mut labels = Wanted::Crl.labels().iter();
    labels.any(|label| !text::sections(text, label).is_empty())
}

/// All OCSP responses of a file in DER, at least one.
pub(crate) fn read_ocsp(path: &Path) -> Result<Vec<Vec<u8>>, FileError> {
    each(path, Wanted::Ocsp, |der| {
        ocsp::Response::parse(&der).map(drop)?;
        Ok(der)
    })
}

fn each<T>(
    path: &Path,
    wanted: Wanted,
    parse: impl Fn(Vec<u8>) -> Result<T, ParseError>,
) -> Result<Vec<T>, FileError> {
    let octets = super::open(path).and_then(|file| super::bytes_up_to(file, wanted.most()));
    let found = octets.and_then(|octets| find(octets, wanted));
    let parsed = found.and_then(|found| {
        let parsed = found.into_iter().map(|Found { line, der }| {
            parse(der).map_err(|error| {
                let error = Some(error);
                Problem::Entry(BadEntry {
                    wanted,
                    line,
                    error,
                })
            })
        });
        parsed.collect()
    });
    parsed.map_err(|problem| FileError {
        source: Source::File(path.to_owned()),
        problem,
    })
}

/// Something wanted, and the line where it begins; 0 in DER.
struct Found {
    line: usize,
    der: Vec<u8>,
}

/// All that is wanted, at least one.
fn find(octets: Vec<u8>, wanted: Wanted) -> Result<Vec<Found>, Problem> {
    let octets = match octets.strip_prefix("\u{feff}".as_bytes()) {
        Some(text) => text.to_vec(),
        None => octets,
    };
    if octets.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    text::refuse(&octets).map_err(|problem| match problem {
        Problem::Holds(found) => Problem::Instead(wanted, found),
        other => other,
    })?;
    let octets = text::from_base64(&octets).unwrap_or(octets);
    if sniff::first_label(&octets).is_some() {
        return sections(&octets, wanted);
    }
    let found = match sniff::der(&octets) {
        Ok(()) if Cert::parse(CertificateDer::from(octets.as_slice())).is_ok() => {
            other::CERTIFICATE_DER
        }
        Err(Problem::Holds(found)) => found,
        Err(Problem::Noise(first)) => return Err(Problem::NoiseInstead(wanted, first)),
        Err(problem @ Problem::ShortDer { .. }) => return Err(problem),
        // The parser says what is wrong with it.
        _ => wanted.der(),
    };
    match found == wanted.der() {
        true => Ok(vec![Found {
            line: 0,
            der: octets,
        }]),
        false => Err(Problem::Instead(wanted, found)),
    }
}

/// Those of a PEM text. Other sections are passed over, unless there is nothing else.
fn sections(text: &[u8], wanted: Wanted) -> Result<Vec<Found>, Problem> {
    let bad = |line| {
        Problem::Entry(BadEntry {
            wanted,
            line,
            error: None,
        })
    };
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, Vec<u8>)> = None;
    for (number, line) in (1..).zip(text.split(|octet| *octet == b'\n')) {
        let edge = |edge: &str, label: &str| {
            let line = line.trim_ascii().strip_prefix(edge.as_bytes());
            let line = line.and_then(|line| line.strip_prefix(label.as_bytes()));
            line == Some(b"-----")
        };
        let mut labels = wanted.labels().iter();
        let label = labels.find(|label| edge("-----BEGIN ", label));
        open = match (open, label) {
            (None, label) => label.map(|label| (number, *label, Vec::new())),
            (Some((line, label, body)), None) if edge("-----END ", label) => {
                let der = text::base64(&body).ok_or_else(|| bad(line))?;
                found.push(Found { line, der });
                None
            }
            (Some((begin, label, mut body)), None) => {
                body.extend_from_slice(line);
                body.push(b'\n');
                Some((begin, label, body))
            }
            // One that has no end.
            (Some((line, ..)), Some(_)) => return Err(bad(line)),
        };
    }
    if let Some((line, ..)) = open {
        return Err(bad(line));
    }
    if found.is_empty() {
        let found = sniff::first_label(text).and_then(other::by_label);
        return Err(Problem::Instead(
            wanted,
            found.unwrap_or(other::CERTIFICATE),
        ));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chainverify_testdata::{CertBuilder, CrlBuilder, OcspBuilder, pem, pem_chain};

    use super::{read_crls, read_ocsp};

    /// A file that goes away when dropped.
    struct Temporary(PathBuf);

    impl Temporary {
        fn new(octets: impl AsRef<[u8]>) -> Self {
            use core::sync::atomic::{AtomicU32, Ordering};
            static COUNT: AtomicU32 = AtomicU32::new(0);
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("chainverify-status-{}-{count}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, octets).unwrap();
            Self(path)
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn crls(octets: impl AsRef<[u8]>) -> Result<Vec<Vec<u8>>, String> {
        let read = read_crls(&Temporary::new(octets).0);
        let ders = read.map(|crls| crls.iter().map(|crl| crl.der().to_vec()).collect());
        ders.map_err(|error| error.problem.to_string())
    }

    fn ocsp(octets: impl AsRef<[u8]>) -> Result<Vec<Vec<u8>>, String> {
        let read = read_ocsp(&Temporary::new(octets).0);
        read.map_err(|error| error.problem.to_string())
    }

    fn crl() -> Vec<u8> {
        CrlBuilder::new(&CertBuilder::ca("CA").sign()).sign()
    }

    fn response() -> Vec<u8> {
        OcspBuilder::new(&CertBuilder::ca("CA").sign()).sign()
    }

    /// In one line.
    fn base64(octets: &[u8]) -> String {
        let text = pem("X", octets);
        text.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn crls_are_read_in_every_form_and_several_from_one_file() {
        let der = crl();
        let text = pem("X509 CRL", &der);
        assert_eq!(crls(&der), Ok(vec![der.clone()]));
        for one in [
            text.clone(),
            pem("CRL", &der),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            base64(&der),
            base64(text.as_bytes()),
            text.replace("-----END", "  -----END"),
        ] {
            assert_eq!(crls(&one), Ok(vec![der.clone()]), "{one}");
        }
        let ca = CertBuilder::ca("CA").sign();
        let mixed = [text.clone(), pem_chain([&ca.der]), "and\n".into(), text].concat();
        assert_eq!(crls(mixed), Ok(vec![der.clone(), der]));
    }

    #[test]
    fn ocsp_responses_are_read_in_every_form() {
        let der = response();
        assert_eq!(ocsp(&der), Ok(vec![der.clone()]));
        let text = pem("OCSP RESPONSE", &der);
        for one in [text.clone(), base64(&der)] {
            assert_eq!(ocsp(&one), Ok(vec![der.clone()]), "{one}");
        }
        assert_eq!(ocsp(text.repeat(2)), Ok(vec![der.clone(), der]));
        // Without an answer: the report says so.
        assert_eq!(ocsp([0x30, 3, 0x0a, 1, 3]).unwrap().len(), 1);
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_named_with_its_line_and_octet() {
        let der = crl();
        let text = pem("X509 CRL", &der);
        let lines = text.lines().count();
        let mut broken = der.clone();
        // The outermost SEQUENCE has one octet of length, or more; then comes the tag of what is signed.
        let tag = if der[1] < 0x80 {
            2
        } else {
            2 + usize::from(der[1] & 0x7f)
        };
        broken[tag] = 0x31;
        let second = [text.clone(), pem("X509 CRL", &broken)].concat();
        let at = format!("the CRL in line {} cannot be read: ", lines + 1);
        for (octets, words) in [
            (
                second.into_bytes(),
                format!("{at}tbsCertList at byte {tag}: "),
            ),
            (
                [&der[..], &[0]].concat(),
                "the CRL cannot be read: ".to_owned(),
            ),
            (
                der[..50].to_vec(),
                format!("is cut short: {} bytes announced", der.len()),
            ),
            (
                text.replace("-----END X509 CRL-----", "").into_bytes(),
                "the CRL in line 1 has no END line, or is no base64".to_owned(),
            ),
            (
                text.replace("MI", "M!").into_bytes(),
                "the CRL in line 1 has no END line, or is no base64".to_owned(),
            ),
        ] {
            let error = crls(octets).unwrap_err();
            assert!(error.contains(&words), "{words:?}: {error}");
        }
        let cut = response();
        let error = ocsp(&cut[..cut.len() - 1]).unwrap_err();
        assert!(
            error.contains("the OCSP response cannot be read: "),
            "{error}"
        );
        assert!(error.contains(" at byte "), "{error}");
    }

    #[test]
    fn something_else_is_named() {
        let ca = CertBuilder::ca("CA").sign();
        for (octets, words) in [
            (ca.der.clone(), "holds a certificate in DER, not a CRL"),
            (
                pem_chain([&ca.der]).into_bytes(),
                "holds a certificate, not a CRL",
            ),
            (response(), "holds an OCSP response in DER, not a CRL"),
            (
                ca.key.pkcs8_pem().into_bytes(),
                "holds a private key, not a CRL",
            ),
            (b" \n".to_vec(), "is empty"),
            (
                b"hello, world".to_vec(),
                "holds neither PEM nor DER (it begins with \"hello, w\")",
            ),
            (b"<html>".to_vec(), "holds an HTML page, not a CRL"),
        ] {
            assert_eq!(crls(octets).unwrap_err(), words.to_owned(), "{words}");
        }
        assert_eq!(
            ocsp(crl()).unwrap_err(),
            "holds a revocation list (CRL) in DER, not an OCSP response"
        );
    }
}
