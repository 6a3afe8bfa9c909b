//! DNS names: dNSName syntax, matching a host name, being inside a constrained subtree.
//!
//! RFC 5280 §4.2.1.6, §4.2.1.10, §7.2; RFC 9525 §6.3 and RFC 6125 §6.4 (matching). Home of
//! [`Malformed`], too. Not here: the common name (no host name, RFC 9525 §2), IDNA (names are A-labels), the public suffix list.

use super::host_name::{MAX_NAME, Octets, is_host};

/// A name that is not well-formed for its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// What a well-formed dNSName is. Where two kinds fit, the later one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presented {
    /// A host name in preferred syntax.
    Exact,
    /// `*` as the whole left-most label, two or more labels after it.
    Wildcard,
    /// Has an underscore, with or without a wildcard: outside the preferred syntax, but matched by
    /// browsers, Go and rustls-webpki. A rule of form judges it (limbo
    /// `rfc5280::san::underscore-dns`).
    Underscore,
    /// `*` before a single label (`*.com`): well-formed, never matches.
    WildcardOnTopLevel,
}

/// May `name` be asked for? Letters, digits, hyphens, dots; no wildcard, no trailing dot, no IPv4
/// address.
///
/// Underscores are allowed, as in `pki_types::DnsName`: such hosts are in use, and asking for one
/// proves nothing.
pub(crate) fn reference_is_valid(name: &str) -> bool {
    is_host(name.as_bytes())
}

/// `name` without the one trailing dot that says "absolute": a reference may have it, a certificate
/// may not.
pub(crate) fn without_trailing_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// The syntax of a dNSName in a certificate (RFC 5280 §4.2.1.6: the preferred syntax of RFC 1034
/// §3.5 as changed by RFC 1123 §2.1).
///
/// A digit may start a label (RFC 1123). A trailing dot, a leading dot, an IPv4 address, `*`
/// anywhere but as the whole left-most label, and `*` alone are malformed.
pub(crate) fn check_presented(name: &[u8]) -> Result<Presented, Malformed> {
    let parent = name.strip_prefix(b"*.");
    if name.len() > MAX_NAME {
        return Err(Malformed);
    }
    let octets = Octets::of_host(parent.unwrap_or(name)).ok_or(Malformed)?;
    Ok(match parent {
        Some(parent) if !parent.contains(&b'.') => Presented::WildcardOnTopLevel,
        _ if octets.has_underscore() => Presented::Underscore,
        Some(_) => Presented::Wildcard,
        None => Presented::Exact,
    })
}

/// Does the dNSName `presented` name the host `reference` (RFC 9525 §6.3)? ASCII case is ignored.
///
/// `*` stands for exactly one label. `*.com` matches nothing: RFC 9525 §7.1 leaves it open, NSS and
/// rustls-webpki refuse it (limbo `webpki::san::public-suffix-wildcard-san`). A malformed name
/// matches nothing.
#[inline]
pub(crate) fn matches(presented: &[u8], reference: &[u8]) -> bool {
    // The syntax is read only for a hit: of a hundred names, at most a few get here. What is equal
    // has the same syntax.
    if let Some(suffix) = presented.strip_prefix(b"*") {
        return is_one_label_above(reference, suffix) && is_host(reference) && may_match(presented);
    }
    // Mostly not even case differs.
    (presented == reference || presented.eq_ignore_ascii_case(reference)) && may_match(presented)
}

fn may_match(presented: &[u8]) -> bool {
    match check_presented(presented) {
        Ok(Presented::Exact | Presented::Wildcard | Presented::Underscore) => true,
        Ok(Presented::WildcardOnTopLevel) | Err(_) => false,
    }
}

/// Is `name` one label and then `suffix`, which begins with its dot?
fn is_one_label_above(name: &[u8], suffix: &[u8]) -> bool {
    let Some((label, tail)) = split_before_last(name, suffix.len()) else {
        return false;
    };
    tail.eq_ignore_ascii_case(suffix) && !label.is_empty() && !label.contains(&b'.')
}

fn split_before_last(name: &[u8], len: usize) -> Option<(&[u8], &[u8])> {
    name.split_at_checked(name.len().checked_sub(len)?)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::collection::vec;
    use proptest::num::u8::ANY;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{Malformed, Presented};

    // The functions of this file over text: a line per case.
    fn kind(name: &str) -> Result<Presented, Malformed> {
        super::check_presented(name.as_bytes())
    }
    fn matches(presented: &str, reference: &str) -> bool {
        super::matches(presented.as_bytes(), reference.as_bytes())
    }
    fn is_reference(name: &str) -> bool {
        super::reference_is_valid(super::without_trailing_dot(name))
    }

    #[test]
    fn a_reference_is_a_host_name_and_may_have_an_underscore() {
        for name in
            "example.com a localhost xn--628h.example.com 3com.com a_b.example A.b".split(' ')
        {
            assert!(is_reference(name), "{name}");
        }
        let wrong = "|.|.example.com|a..b|*.example.com|127.0.0.1|1|-a.example|a-.example|a b|a/b\
            |[::1]|\u{1f61c}.example.com|a\0b";
        for name in wrong.split('|') {
            assert!(!is_reference(name), "{name}");
        }
    }

    #[test]
    fn one_trailing_dot_is_taken_off_and_not_two() {
        assert!(is_reference("example.com."));
        assert!(!is_reference("example.com.."));
        assert!(!super::reference_is_valid("example.com."));
    }

    #[test]
    fn well_formed_names_are_sorted_into_kinds() {
        assert_eq!(kind("example.com"), Ok(Presented::Exact));
        assert_eq!(kind("xn--bliss-1b3c148a.localhost"), Ok(Presented::Exact));
        assert_eq!(kind("*.example.com"), Ok(Presented::Wildcard));
        assert_eq!(kind("*.com"), Ok(Presented::WildcardOnTopLevel));
        assert_eq!(kind("*.a_b"), Ok(Presented::WildcardOnTopLevel));
        assert_eq!(kind("a_b.example.com"), Ok(Presented::Underscore));
        assert_eq!(kind("*.a_b.com"), Ok(Presented::Underscore));
    }

    #[test]
    fn malformed_names_are_refused_and_match_nothing_not_even_themselves() {
        let names = "|.|*|*.|**.example.com|*.*.example.com|foo.*.example.com|ba*.example.com|*z.a.com\
            |xn--*-1b3c148a.example.com|.example.com|example.com.|a..b|8.8.8.8|*.8.8.8.8|1|-a.example\
            |a-.example|http://test.localhost|bad.example.com, test.localhost|\u{1f61c}.example.com\
            |\x7f\0\0\x01|a.example\0.com";
        for name in names.split('|') {
            assert_eq!(kind(name), Err(Malformed), "{name}");
            assert!(!matches(name, name), "{name}");
        }
    }

    #[test]
    fn labels_have_63_and_names_253_octets_at_most() {
        let longest = "a".repeat(63);
        assert!(is_reference(&longest));
        assert!(!is_reference(&"a".repeat(64)));
        let name = [&*longest, &*longest, &*longest, &*"a".repeat(61)].join(".");
        assert_eq!((name.len(), kind(&name)), (253, Ok(Presented::Exact)));
        assert_eq!(kind(&[&*name, "a"].concat()), Err(Malformed));
        assert_eq!(
            kind(&["*.", &*name].concat()),
            Err(Malformed),
            "the wildcard counts"
        );
    }

    #[test]
    fn names_match_without_regard_to_case() {
        assert!(matches("Example.COM", "eXample.com"));
        assert!(matches("*.Example.COM", "foo.eXample.com"));
        assert!(matches("foo_bar.example.com", "foo_bar.example.com"));
        assert!(!matches("example.com", "example2.com"));
        assert!(!matches("example.com", "abc.example.com"));
        assert!(!matches("abc.example.com", "example.com"));
    }

    #[test]
    fn a_wildcard_is_exactly_one_label_and_not_below_a_top_level() {
        assert!(matches("*.example.com", "xn--628h.example.com"));
        assert!(matches("*.a_b.com", "x.a_b.com"));
        for reference in "|example.com|.example.com|a.b.example.com|fooexample.com".split('|') {
            assert!(!matches("*.example.com", reference), "{reference}");
        }
        assert!(!matches("*.com", "example.com"));
        assert!(!matches("*", "com"));
        assert!(
            !matches("*.example.com", "*.example.com"),
            "a pattern is no host"
        );
    }

    #[test]
    fn we_match_a_wildcard_on_a_public_suffix_of_two_labels() {
        assert!(matches("*.co.uk", "example.co.uk"));
    }

    fn labels(name: &str) -> Vec<String> {
        name.to_ascii_lowercase()
            .split('.')
            .map(String::from)
            .collect()
    }

    proptest! {
        #[test]
        fn any_octets_are_answered_and_a_match_is_well_formed(
            presented in vec(ANY, 0..40), reference in vec(ANY, 0..40),
        ) {
            if super::matches(&presented, &reference) {
                prop_assert!(super::check_presented(&presented).is_ok());
            }
        }

        #[test]
        fn matching_agrees_with_labels_compared_one_by_one(
            presented in "(\\*\\.)?[abA]{1,2}(\\.[ab]{1,2}){0,3}",
            reference in "[abB]{1,2}(\\.[ab]{1,2}){0,3}",
        ) {
            let (shown, asked) = (labels(&presented), labels(&reference));
            let mut pairs = shown.iter().zip(&asked);
            let alike = shown.len() == asked.len() && pairs.all(|(s, a)| s == "*" || s == a);
            let on_top_level = presented.starts_with('*') && shown.len() == 2;
            prop_assert_eq!(matches(&presented, &reference), alike && !on_top_level);
        }

        #[test]
        fn a_reference_is_valid_where_pki_types_says_so(name in "[a-z0-9_.*-]{0,12}") {
            let theirs = pki_types::DnsName::try_from(name.as_str()).is_ok();
            prop_assert_eq!(is_reference(&name), theirs, "{}", name);
        }
    }
}
