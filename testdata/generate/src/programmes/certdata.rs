//! What Mozilla imposes on roots: the dates of NSS's `certdata.txt`, and the name constraints of `webpki-roots`, whose certificates
//! are found in that file by name and key.

use std::collections::BTreeMap;
use std::io::Result;

use sha2::{Digest, Sha256};

use super::wrong;

/// What is imposed on a root.
#[derive(Debug, Default)]
pub(super) struct Imposed {
    /// As `2026-01-31T12:00:00Z`; empty for none.
    pub(super) distrust_after: String,
    pub(super) permitted_dns_names: Vec<String>,
}

/// By the fingerprint of each root of `certdata.txt` on which something is.
pub(super) fn imposed(certdata: &str) -> Result<BTreeMap<String, Imposed>> {
    let mut all: BTreeMap<String, Imposed> = BTreeMap::new();
    let mut certificate = Vec::new();
    let mut lines = certdata.lines();
    while let Some(line) = lines.next() {
        let Some(attribute) = line.strip_suffix(" MULTILINE_OCTAL") else {
            continue;
        };
        let octets = octal(lines.by_ref().take_while(|line| *line != "END"))?;
        match attribute {
            "CKA_VALUE" => {
                certificate = octets;
                let permitted = permitted(&certificate)?;
                if !permitted.is_empty() {
                    all.entry(fingerprint(&certificate))
                        .or_default()
                        .permitted_dns_names = permitted;
                }
            }
            // It stands behind the certificate that it is about.
            "CKA_NSS_SERVER_DISTRUST_AFTER" => {
                all.entry(fingerprint(&certificate))
                    .or_default()
                    .distrust_after = utc_time(&octets)?;
            }
            _ => {}
        }
    }
    Ok(all)
}

fn fingerprint(certificate: &[u8]) -> String {
    let digest = Sha256::digest(certificate);
    digest.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// `YYMMDDhhmmssZ` of this century.
fn utc_time(octets: &[u8]) -> Result<String> {
    let text = String::from_utf8_lossy(octets);
    let part = |at: usize| {
        let part = text.get(at..at + 2).filter(|_| text.len() == 13);
        part.ok_or_else(|| wrong(format!("no time: {text}")))
    };
    let (year, month, day) = (part(0)?, part(2)?, part(4)?);
    let (hour, minute, second) = (part(6)?, part(8)?, part(10)?);
    Ok(format!("20{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
}

/// The permitted dNSNames that `webpki-roots` has for a root with a name and a key that this certificate has.
fn permitted(certificate: &[u8]) -> Result<Vec<String>> {
    let has = |part: &[u8]| certificate.windows(part.len()).any(|window| window == part);
    let mut constrained = webpki_roots::TLS_SERVER_ROOTS.iter();
    let root = constrained.find(|root| {
        root.name_constraints.is_some() && has(&root.subject) && has(&root.subject_public_key_info)
    });
    let Some(constraints) = root.and_then(|root| root.name_constraints.as_deref()) else {
        return Ok(Vec::new());
    };
    // permittedSubtrees alone, of lengths below 128 (RFC 5280 §4.2.1.10).
    let [0xa0, length, subtrees @ ..] = constraints else {
        return Err(wrong("name constraints without permitted subtrees"));
    };
    let (mut names, mut rest) = (Vec::new(), subtrees);
    while let [0x30, _, 0x82, length, after @ ..] = rest {
        let name = after.split_at_checked(usize::from(*length));
        let (name, after) = name.ok_or_else(|| wrong("a subtree that is cut off"))?;
        names.push(String::from_utf8_lossy(name).into_owned());
        rest = after;
    }
    match rest.is_empty() && usize::from(*length) == subtrees.len() {
        true => Ok(names),
        false => Err(wrong("a subtree that is no dNSName")),
    }
}

fn octal<'l>(lines: impl Iterator<Item = &'l str>) -> Result<Vec<u8>> {
    let digits = lines.flat_map(|line| line.split('\\').skip(1));
    let octets =
        digits.map(|digits| u8::from_str_radix(digits, 8).map_err(|_| wrong("no octal number")));
    octets.collect()
}
