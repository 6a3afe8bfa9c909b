//! What a text file seems to be, apart from PEM: what hides certificates from a reader of PEM is named, and base64 of a whole file is decoded.
//! Only the outside is looked at.

use pki_types::CertificateDer;
use pki_types::pem::PemObject;

use super::error::Problem;
use super::other;

const BEGIN: &[u8] = b"-----BEGIN ";

/// Refuses what is no PEM, no DER and no base64 of them.
pub(super) fn refuse(bytes: &[u8]) -> Result<(), Problem> {
    Err(match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Problem::Utf16,
        _ if is_utf16(bytes) => Problem::Utf16,
        [0x1f, 0x8b, ..] => Problem::Wraps(other::GZIP),
        [b'P', b'K', 3, 4, ..] => Problem::Wraps(other::ZIP),
        // Version, and the length of the salt.
        [0, 0, 0, 1 | 2, 0, 0, 0, 20, ..] => Problem::Wraps(other::BKS),
        [0, 0, 0, 0, b'C', b'E', b'R', b'T', ..] => Problem::Wraps(other::WINDOWS_STORE),
        _ if bytes.starts_with(b"SQLite format 3\0") => Problem::Wraps(other::DATABASE),
        _ if is_web_page(bytes) => Problem::Holds(other::WEB_PAGE),
        _ if [&b"ssh-"[..], b"ecdsa-sha2-"]
            .iter()
            .any(|start| bytes.starts_with(start)) =>
        {
            Problem::Holds(other::SSH)
        }
        _ if has_begin_in_string(bytes) => Problem::Wraps(other::PEM_IN_STRING),
        _ => return Ok(()),
    })
}

/// Every second octet of the first ones is zero, the others are printable: text in UTF-16 without a mark.
fn is_utf16(bytes: &[u8]) -> bool {
    let first = bytes.get(..16).unwrap_or_default();
    let is_text = |pair: &[u8], text: usize, zero: usize| {
        pair.get(zero) == Some(&0)
            && pair
                .get(text)
                .is_some_and(|octet| matches!(octet, b' '..=b'~' | b'\r' | b'\n'))
    };
    let all = |text, zero| first.chunks(2).all(|pair| is_text(pair, text, zero));
    !first.is_empty() && (all(0, 1) || all(1, 0))
}

fn is_web_page(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html", b"<head"]
        .iter()
        .any(|tag| {
            let start = start.get(..tag.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(tag))
        })
}

/// A BEGIN line that ends in the two characters `\n`, as in strings of JSON.
fn has_begin_in_string(text: &[u8]) -> bool {
    const LONGEST_LABEL: usize = 40;
    let mut rest = text;
    while let Some(at) = find(rest, BEGIN) {
        rest = rest.get(at + BEGIN.len()..).unwrap_or_default();
        let label = rest.get(..rest.len().min(LONGEST_LABEL));
        let end = label.and_then(|label| find(label, b"-----"));
        let after = end.and_then(|end| rest.get(end + 5..));
        if after.is_some_and(|after| after.starts_with(br"\n") || after.starts_with(br"\r")) {
            return true;
        }
    }
    false
}

/// Whether it has base64 of a BEGIN line somewhere.
pub(super) fn has_pem_in_base64(text: &[u8]) -> bool {
    find(text, b"LS0tLS1CRUdJTi").is_some()
}

/// What a text is base64 of, if all of it is, in whatever lines, and if that is PEM or a SEQUENCE of DER.
pub(super) fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let is_base64 = |octet: &u8| {
        octet.is_ascii_alphanumeric()
            || octet.is_ascii_whitespace()
            || matches!(octet, b'+' | b'/' | b'=')
    };
    if !text.iter().all(is_base64) {
        return None;
    }
    let mut line: Vec<u8> = text.to_vec();
    line.retain(|octet| !octet.is_ascii_whitespace());
    let decoded = base64(&line)?;
    let is_known = decoded.first() == Some(&0x30) || decoded.starts_with(BEGIN);
    is_known.then_some(decoded)
}

/// How many certificates a server sent of which `openssl s_client` printed only the leaf, because `-showcerts` was missing. Its list of the
/// chain has a line ` 1 s:` for the second one.
pub(super) fn left_out_by_s_client(text: &[u8], printed: usize) -> Option<usize> {
    let mut lines = text.split(|octet| *octet == b'\n').map(<[u8]>::trim_ascii);
    if printed != 1 || !lines.any(|line| line == b"Certificate chain") {
        return None;
    }
    let listed = lines.take_while(|line| *line != b"Server certificate");
    let listed = listed.filter(|line| {
        let digits = line.iter().take_while(|octet| octet.is_ascii_digit());
        let digits = digits.count();
        digits > 0
            && line
                .get(digits..)
                .is_some_and(|rest| rest.starts_with(b" s:"))
    });
    Some(listed.count()).filter(|count| *count > 1)
}

/// What the sections of a label hold, those that are base64.
pub(super) fn sections(text: &[u8], label: &str) -> Vec<Vec<u8>> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, begin.as_bytes()) {
        rest = rest.get(at + begin.len()..).unwrap_or_default();
        let Some(stop) = find(rest, end.as_bytes()) else {
            break;
        };
        let (body, after) = rest.split_at_checked(stop).unwrap_or_default();
        found.extend(base64(body));
        rest = after;
    }
    found
}

/// The octets that some base64 stands for, by the reader of PEM of `rustls-pki-types`.
pub(super) fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let pem = [
        &b"-----BEGIN CERTIFICATE-----\n"[..],
        body,
        b"\n-----END CERTIFICATE-----\n",
    ];
    let decoded = CertificateDer::from_pem_slice(&pem.concat()).ok()?;
    Some(decoded.to_vec())
}

pub(super) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, part)
}

#[cfg(test)]
mod tests {
    use super::{from_base64, left_out_by_s_client, refuse};

    fn refused(bytes: &[u8]) -> String {
        let refused = refuse(bytes);
        refused.map_or_else(|problem| problem.to_string(), |()| String::new())
    }

    #[test]
    fn what_is_no_pem_is_named() {
        let utf16 = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
        };
        let swapped = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<_>>()
        };
        let begin = "-----BEGIN CERTIFICATE-----";
        for (bytes, words) in [
            (utf16(begin), "UTF-16"),
            (swapped(begin), "UTF-16"),
            (utf16("\u{feff}x"), "UTF-16"),
            (b"\n <!DOCTYPE HTML><p>".to_vec(), "an HTML page"),
            (vec![0x1f, 0x8b, 8], "gzip data"),
            (b"PK\x03\x04x".to_vec(), "a zip archive"),
            (vec![0, 0, 0, 2, 0, 0, 0, 20, 9], "Bouncy Castle (BKS)"),
            (b"\0\0\0\0CERT\x20".to_vec(), "Windows (SST)"),
            (b"SQLite format 3\0".to_vec(), "an SQLite database"),
            (b"ssh-ed25519 AAAA".to_vec(), "a key of OpenSSH"),
            (
                format!(r#"{{"a":"{begin}\nMII"}}"#).into_bytes(),
                "PEM inside a string",
            ),
            (
                format!(r#"a: "{begin}\r\nMII""#).into_bytes(),
                "PEM inside a string",
            ),
        ] {
            assert!(
                refused(&bytes).contains(words),
                "{words}: {}",
                refused(&bytes)
            );
        }
        for fine in [
            format!("{begin}\nMII").into_bytes(),
            b"-----BEGIN \n\\n".to_vec(),
            vec![0x30, 0, 0x30, 0],
            vec![0; 20],
            b"-".to_vec(),
        ] {
            assert_eq!(refused(&fine), "");
        }
    }

    #[test]
    fn base64_of_a_whole_file_is_decoded() {
        assert_eq!(
            from_base64(b"MAMw\nAQA=\n"),
            Some(vec![0x30, 3, 0x30, 1, 0])
        );
        assert_eq!(
            from_base64(b"LS0tLS1CRUdJTiBYLS0tLS0K"),
            Some(b"-----BEGIN X-----\n".to_vec())
        );
        for not in [
            &b"MAMwAQA=!"[..],
            b"hello",
            b"AAAA",
            b"",
            b"MAMwAQA=MAMwAQA=",
        ] {
            assert_eq!(from_base64(not), None);
        }
    }

    #[test]
    fn what_s_client_left_out_is_counted() {
        let said = b"CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = a\n   i:CN = b\n 1 s:CN = b\n   i:CN = c\n---\nServer certificate\n 2 s:x\n";
        assert_eq!(left_out_by_s_client(said, 1), Some(2));
        assert_eq!(left_out_by_s_client(said, 2), None);
        let alone = b"Certificate chain\n 0 s:CN = a\n   i:CN = b\n---\nServer certificate\n";
        assert_eq!(left_out_by_s_client(alone, 1), None);
        assert_eq!(left_out_by_s_client(b" 0 s:\n 1 s:\n", 1), None);
    }
}
