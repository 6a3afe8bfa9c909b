//! The certificates of a PEM text (RFC 7468), each with the line in which it begins. Nothing that
//! may be a certificate is passed over without a word: not one under another label, and not one
//! whose BEGIN or END line is mangled. What a certificate says is *not* looked at here.

mod error;

use alloc::string::String;
use alloc::vec::Vec;

use pki_types::CertificateDer;
use pki_types::pem::PemObject;

pub use error::{PemError, PemProblem};

use crate::der::{Field, Reader, known, tag};

/// A certificate in a PEM text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PemCertificate {
    /// Its bytes.
    pub der: CertificateDer<'static>,
    /// The line of its BEGIN, from 1.
    pub line: usize,
    /// What OpenSSL's `TRUSTED CERTIFICATE` adds to it.
    pub trust: TrustSettings,
}

/// What it is trusted for, by the settings after a `TRUSTED CERTIFICATE` (`openssl x509 -addtrust`,
/// `-addreject`). They are about roots: in a chain they mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustSettings {
    /// For everything, or nothing is said about it.
    Everything,
    /// For some uses only, or not for some; or the settings cannot be read.
    Limited,
}

/// The certificates of a PEM text, in order, and what stands in the place of one.
///
/// Labels are `CERTIFICATE`, `X509 CERTIFICATE` (an old name) and `TRUSTED CERTIFICATE` (OpenSSL's).
/// Keys, requests and revocation lists are passed over, and so are text between the sections and a
/// byte order mark before the first one, which some editors write.
///
/// ```
/// use chainverify::cert::pem::read;
///
/// let chain = read(include_bytes!("../../../../testdata/example/chain.pem"));
/// assert!(chain.iter().all(Result::is_ok));
/// ```
#[must_use]
pub fn read(text: &[u8]) -> Vec<Result<PemCertificate, PemError>> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut found = Vec::new();
    let mut after = 0_usize;
    for (begin, section) in Sections::of(text).done {
        match section.and_then(|section| section.certificate(begin)) {
            Ok(None) => {}
            Ok(Some(certificate)) => {
                found.push(Ok(certificate));
                after = after.saturating_add(1);
            }
            Err((line, problem)) => found.push(Err(PemError {
                line,
                after,
                problem,
            })),
        }
    }
    found
}

/// A line, and what is wrong there.
type Wrong = (usize, PemProblem);

/// What stands between a BEGIN and its END line.
struct Section<'a> {
    label: &'a [u8],
    body: &'a [u8],
}

/// What a line is.
enum Line<'a> {
    Begin(&'a [u8]),
    End(&'a [u8]),
    /// A BEGIN line that is none.
    BadBegin(PemProblem),
    BadEnd,
    /// What a certificate may begin with, after its BEGIN line.
    FirstBase64,
    Other,
}

/// The sections of a text so far, and the one that has not ended.
#[derive(Default)]
struct Sections<'a> {
    done: Vec<(usize, Result<Section<'a>, Wrong>)>,
    open: Option<(usize, Result<Begun<'a>, PemProblem>)>,
}

/// A section whose END line is still to come.
struct Begun<'a> {
    label: &'a [u8],
    /// The text from the line after its BEGIN line on.
    from: &'a [u8],
}

impl<'a> Sections<'a> {
    /// Of a text, each with the line in which it begins.
    fn of(text: &'a [u8]) -> Self {
        let mut sections = Self::default();
        let mut rest = text;
        for number in 1.. {
            if rest.is_empty() {
                break;
            }
            let (line, after) = first_line(rest);
            match classify(line) {
                Line::Begin(label) => {
                    let from = after;
                    sections.begin(number, Ok(Begun { label, from }));
                }
                Line::BadBegin(problem) => sections.begin(number, Err(problem)),
                Line::End(label) => sections.end(number, rest, Some(label)),
                Line::BadEnd => sections.end(number, rest, None),
                Line::FirstBase64 if sections.open.is_none() => {
                    sections.begin(number, Err(PemProblem::NoBegin));
                }
                Line::FirstBase64 | Line::Other => {}
            }
            rest = after;
        }
        sections.cut(PemProblem::NoEnd);
        sections
    }

    fn begin(&mut self, number: usize, section: Result<Begun<'a>, PemProblem>) {
        self.cut(PemProblem::NextBegin);
        self.open = Some((number, section));
    }

    /// Ends what is open by an END line of a label, or by one that cannot be read. `rest` begins with
    /// that line.
    fn end(&mut self, number: usize, rest: &[u8], label: Option<&[u8]>) {
        let wrong = Err((number, PemProblem::End));
        match self.open.take() {
            Some((begin, Ok(Begun { label: begun, from }))) if label == Some(begun) => {
                let length = from.len().saturating_sub(rest.len());
                let body = from.get(..length).unwrap_or_default();
                self.done.push((begin, Ok(Section { label: begun, body })));
            }
            Some((begin, Ok(_))) => self.done.push((begin, wrong)),
            Some((begin, Err(problem))) => self.done.push((begin, Err((begin, problem)))),
            None if label.is_none_or(is_about_certificates) => self.done.push((number, wrong)),
            None => {}
        }
    }

    /// Ends what is open without an END line.
    fn cut(&mut self, by: PemProblem) {
        if let Some((begin, section)) = self.open.take() {
            let problem = section.err().unwrap_or(by);
            self.done.push((begin, Err((begin, problem))));
        }
    }
}

/// The first line, and what follows its end: LF, CR LF or CR.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    let (line, end) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, &[]));
    match end {
        [b'\r', b'\n', after @ ..] | [_, after @ ..] => (line, after),
        [] => (line, &[]),
    }
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

fn classify(line: &[u8]) -> Line<'_> {
    // As most lines: without a dash it is no BEGIN and no END, and not even like one.
    if !line.contains(&b'-') && line.is_ascii() {
        return match is_first_of_a_certificate(line.trim_ascii()) {
            true => Line::FirstBase64,
            false => Line::Other,
        };
    }
    let label = |begin| {
        let label = line.strip_prefix(begin)?.trim_ascii_end();
        let label = label.strip_suffix(DASHES)?;
        (!label.ends_with(b"-") && !contains(label, DASHES)).then_some(label)
    };
    if let Some(label) = label(BEGIN) {
        return Line::Begin(label);
    }
    if let Some(label) = label(END) {
        return Line::End(label);
    }
    if contains(line.get(1..).unwrap_or_default(), BEGIN) {
        return Line::BadBegin(PemProblem::BeforeBegin);
    }
    if line.starts_with(BEGIN) {
        return Line::BadBegin(PemProblem::Begin);
    }
    if line.starts_with(END) {
        return Line::BadEnd;
    }
    misspelled(line).unwrap_or(Line::Other)
}

/// A BEGIN or END line of certificates that a person would take for one: too few dashes, other
/// dashes, small letters, spaces, something before it.
fn misspelled(line: &[u8]) -> Option<Line<'_>> {
    let start = line.iter().position(u8::is_ascii_alphanumeric)?;
    let (before, words) = line.split_at_checked(start)?;
    let words = words.to_ascii_uppercase();
    let dashes: [&[u8]; 3] = [b"--", "–".as_bytes(), "—".as_bytes()];
    if !is_about_certificates(&words) || !dashes.iter().any(|dash| contains(before, dash)) {
        return None;
    }
    if words.starts_with(b"BEGIN") {
        Some(Line::BadBegin(PemProblem::Begin))
    } else if words.starts_with(b"END") {
        Some(Line::BadEnd)
    } else {
        None
    }
}

/// The first line of a certificate of at least 128 octets, which all are, in base64.
fn is_first_of_a_certificate(line: &[u8]) -> bool {
    line.len() >= 40 && line.starts_with(b"MI") && line.iter().all(is_base64)
}

const fn is_base64(octet: &u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=')
}

fn contains(line: &[u8], part: &[u8]) -> bool {
    line.windows(part.len()).any(|window| window == part)
}

fn is_about_certificates(label: &[u8]) -> bool {
    [&b"CERT"[..], b"X509", b"PKCS7", b"CMS"]
        .iter()
        .any(|part| contains(label, part))
}

impl Section<'_> {
    /// The certificate in it, if it is to have one.
    fn certificate(self, line: usize) -> Result<Option<PemCertificate>, Wrong> {
        let (der, trust) = match self.label {
            b"CERTIFICATE" | b"X509 CERTIFICATE" => (self.der(line)?, TrustSettings::Everything),
            b"TRUSTED CERTIFICATE" => with_settings(self.der(line)?.to_vec()),
            label if self.may_hold_certificates() => {
                let label = String::from_utf8_lossy(label).into_owned();
                return Err((line, PemProblem::Label(label)));
            }
            _ => return Ok(None),
        };
        Ok(Some(PemCertificate { der, line, trust }))
    }

    fn der(&self, line: usize) -> Result<CertificateDer<'static>, Wrong> {
        decode(self.body).ok_or((line, PemProblem::Base64))
    }

    /// By its label, or by its first octets. Of a private key no more than these is decoded.
    fn may_hold_certificates(&self) -> bool {
        match self.label {
            b"X509 CRL"
            | b"CERTIFICATE REQUEST"
            | b"NEW CERTIFICATE REQUEST"
            | b"ATTRIBUTE CERTIFICATE" => false,
            label if is_about_certificates(label) => true,
            _ => {
                const START: usize = 24;
                let start = self.body.get(..START).and_then(decode);
                start.is_some_and(|start| begins_like_a_certificate(&start))
            }
        }
    }
}

/// SEQUENCE { SEQUENCE { [0], as certificates from version 2 on begin (RFC 5280 §4.1).
fn begins_like_a_certificate(der: &[u8]) -> bool {
    let content = |der: &[u8]| match der {
        [tag::SEQUENCE, length @ ..=0x7f, ..] if *length > 0 => Some(2),
        [tag::SEQUENCE, 0x81, ..] => Some(3),
        [tag::SEQUENCE, 0x82, ..] => Some(4),
        [tag::SEQUENCE, 0x83, ..] => Some(5),
        _ => None,
    };
    let inner = content(der).and_then(|start| der.get(start..));
    let version = inner.and_then(|inner| inner.get(content(inner)?));
    version == Some(&tag::context_constructed(0))
}

/// Base64 is decoded by the reader of `rustls-pki-types`, whatever the label was.
fn decode(body: &[u8]) -> Option<CertificateDer<'static>> {
    let begin = &b"-----BEGIN CERTIFICATE-----\n"[..];
    let text = [begin, body, b"\n-----END CERTIFICATE-----\n"].concat();
    CertificateDer::from_pem_slice(&text).ok()
}

/// A certificate and the `X509_CERT_AUX` of OpenSSL behind it.
fn with_settings(mut der: Vec<u8>) -> (CertificateDer<'static>, TrustSettings) {
    let mut reader = Reader::new(&der);
    if reader.any(Field::Certificate).is_err() || reader.is_empty() {
        return (der.into(), TrustSettings::Everything);
    }
    let trust = match limits(reader) {
        Some(false) => TrustSettings::Everything,
        _ => TrustSettings::Limited,
    };
    let settings = reader.bytes().len();
    der.truncate(der.len().saturating_sub(settings));
    (der.into(), trust)
}

/// Whether settings limit a trust: by a list of uses without anyExtendedKeyUsage, or by uses that are
/// refused. An alias and a key identifier do not. `None` where they cannot be read.
fn limits(mut reader: Reader<'_>) -> Option<bool> {
    let mut settings = reader.tlv(tag::SEQUENCE, Field::Certificate).ok()?.content;
    if !reader.is_empty() {
        return None;
    }
    let mut limited = false;
    while !settings.is_empty() {
        let setting = settings.any(Field::Certificate).ok()?;
        let mut uses = setting.content;
        if setting.tag == tag::SEQUENCE {
            limited = true;
            while !uses.is_empty() {
                let used = uses.tlv(tag::OID, Field::Certificate).ok()?;
                if used.content.bytes() == known::ANY_EXTENDED_KEY_USAGE {
                    limited = false;
                }
            }
        } else if setting.tag == tag::context_constructed(0) {
            return Some(true);
        }
    }
    Some(limited)
}
