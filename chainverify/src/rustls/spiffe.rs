//! SPIFFE IDs, by their form (the SPIFFE ID standard, §2): the scheme, a trust domain, and segments of a path. It is *not* decided here
//! whether a trust domain is trusted.

/// The text, if it is a SPIFFE ID.
pub(super) fn id(uri: &[u8]) -> Option<&str> {
    const MOST_OCTETS: usize = 2048;
    const MOST_OF_DOMAIN: usize = 255;
    let text = core::str::from_utf8(uri).ok()?;
    let rest = text.strip_prefix("spiffe://")?;
    let mut parts = rest.split('/');
    let domain = parts.next().filter(|domain| !domain.is_empty())?;
    let is_of_domain =
        |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-' | b'_');
    let is_of_path = |c: u8| is_of_domain(c) || c.is_ascii_uppercase();
    let is_segment =
        |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_of_path);
    let is_id = text.len() <= MOST_OCTETS
        && domain.len() <= MOST_OF_DOMAIN
        && domain.bytes().all(is_of_domain)
        && parts.all(is_segment);
    is_id.then_some(text)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn an_id_has_a_trust_domain_and_a_path_without_empty_or_relative_segments() {
        let long = format!("spiffe://{}/a", "a".repeat(255));
        for good in [
            "spiffe://example.org",
            "spiffe://example.org/billing/payments",
            "spiffe://a_b-c.1/Up_per-1.x",
            &long,
        ] {
            assert_eq!(id(good.as_bytes()), Some(good));
        }
        let too_long_a_domain = format!("spiffe://{}/a", "a".repeat(256));
        let too_long = format!("spiffe://a/{}", "a".repeat(2038));
        for bad in [
            "",
            "spiffe://",
            "spiffe:///a",
            "SPIFFE://example.org",
            "https://example.org/a",
            "spiffe://Example.org/a",
            "spiffe://example.org/",
            "spiffe://example.org//a",
            "spiffe://example.org/./a",
            "spiffe://example.org/../a",
            "spiffe://example.org/a?b",
            "spiffe://example.org/a#b",
            "spiffe://example.org/%41",
            "spiffe://user@example.org/a",
            "spiffe://example.org:1/a",
            &too_long_a_domain,
            &too_long,
        ] {
            assert_eq!(id(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(id(b"spiffe://example.org/\xff"), None);
    }
}
