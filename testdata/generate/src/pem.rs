//! PEM (RFC 7468): base 64 between two label lines. Writing only.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One PEM block, lines of 64 characters, with a final line feed.
///
/// ```
/// let text = chainverify_testdata::pem("CERTIFICATE", b"\x30\x00");
/// assert_eq!(text, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
/// ```
#[must_use]
pub fn pem(label: &str, der: &[u8]) -> String {
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in der.chunks(48) {
        line.chunks(3).for_each(|group| push_group(&mut out, group));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

/// Several certificates as one PEM text, in this order.
#[must_use]
pub fn pem_chain<D: AsRef<[u8]>>(certificates: impl IntoIterator<Item = D>) -> String {
    certificates
        .into_iter()
        .map(|der| pem("CERTIFICATE", der.as_ref()))
        .collect()
}

fn push_group(out: &mut String, group: &[u8]) {
    let word = (0..3).fold(0u32, |word, at| {
        word << 8 | u32::from(group.get(at).copied().unwrap_or(0))
    });
    for at in 0..4 {
        let six = usize::from((word >> (18 - 6 * at)).to_le_bytes()[0] & 0x3f);
        out.push(if at <= group.len() {
            char::from(ALPHABET[six])
        } else {
            '='
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_follows_the_length() {
        let body = |der: &[u8]| pem("X", der).lines().nth(1).map(str::to_owned);
        assert_eq!(body(b"M").as_deref(), Some("TQ=="));
        assert_eq!(body(b"Ma").as_deref(), Some("TWE="));
        assert_eq!(body(b"Man").as_deref(), Some("TWFu"));
    }

    #[test]
    fn lines_have_at_most_64_characters() {
        assert!(pem("X", &[0; 500]).lines().all(|line| line.len() <= 64));
    }
}
