//! DNS names: dNSName syntax, matching a host name, being inside a constrained subtree.
//!
//! RFC 5280 §4.2.1.6, §4.2.1.10, §7.2; RFC 9525 §6.3 and RFC 6125 §6.4 (matching). Home of
//! [`Malformed`], too. Not here: the common name (no host name, RFC 9525 §2), IDNA (names are A-labels), the public suffix list.

use super::host_name::{MAX_NAME, Octets, is_host};

/// Which side of a comparison cannot be read; the caller refuses, whichever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// The name in the certificate.
    Name,
    /// The base of the constrained subtree.
    Constraint,
    /// A URI without a host, or with an address for a host: unfit for any constraint (RFC 5280
    /// §4.2.1.10, "MUST reject").
    NoHostName,
}

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
        return Err(Malformed::Name);
    }
    let octets = Octets::of_host(parent.unwrap_or(name)).ok_or(Malformed::Name)?;
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

/// The syntax of a dNSName as the base of a subtree (RFC 5280 §4.2.1.10). Empty means every name.
///
/// A leading dot has a meaning for mailboxes and URIs only: malformed here, as in limbo
/// `rfc5280::nc::invalid-dnsname-leading-period`. A wildcard is malformed
/// (`rfc5280::nc::invalid-dnsname-wildcard`). An underscore is allowed: it can only meet names that
/// have it too.
pub(crate) fn check_constraint(base: &[u8]) -> Result<(), Malformed> {
    if base.is_empty() || is_host(base) {
        return Ok(());
    }
    Err(Malformed::Constraint)
}

/// For permitted subtrees: is every host that `name` can match inside `base` (RFC 5280 §4.2.1.10)?
///
/// `*.example.com` is inside `example.com`, but not inside `foo.example.com` (limbo
/// `cve::cve-2025-61727-nc-permits-variant`).
pub(crate) fn wholly_in_subtree(name: &[u8], base: &[u8]) -> Result<bool, Malformed> {
    check_presented(name)?;
    check_constraint(base)?;
    Ok(ends_in(without_wildcard(name), base))
}

/// For excluded subtrees: is any host that `name` can match inside `base` (RFC 5280 §4.2.1.10)?
///
/// `*.example.com` meets `example.com` and `foo.example.com` (limbo `cve::cve-2025-61727`), but not
/// `a.foo.example.com`.
pub(crate) fn may_be_in_subtree(name: &[u8], base: &[u8]) -> Result<bool, Malformed> {
    if wholly_in_subtree(name, base)? {
        return Ok(true);
    }
    Ok(name
        .strip_prefix(b"*")
        .is_some_and(|suffix| is_one_label_above(base, suffix)))
}

fn may_match(presented: &[u8]) -> bool {
    match check_presented(presented) {
        Ok(Presented::Exact | Presented::Wildcard | Presented::Underscore) => true,
        Ok(Presented::WildcardOnTopLevel) | Err(_) => false,
    }
}

fn without_wildcard(name: &[u8]) -> &[u8] {
    name.strip_prefix(b"*.").unwrap_or(name)
}

/// Is `name` one label and then `suffix`, which begins with its dot?
fn is_one_label_above(name: &[u8], suffix: &[u8]) -> bool {
    let Some((label, tail)) = split_before_last(name, suffix.len()) else {
        return false;
    };
    tail.eq_ignore_ascii_case(suffix) && !label.is_empty() && !label.contains(&b'.')
}

/// Is `name` the name `base`, or that with labels added on the left?
fn ends_in(name: &[u8], base: &[u8]) -> bool {
    let Some((labels, tail)) = split_before_last(name, base.len()) else {
        return false;
    };
    let at_label = base.is_empty() || labels.is_empty() || labels.last() == Some(&b'.');
    at_label && tail.eq_ignore_ascii_case(base)
}

pub(super) fn has_suffix(name: &[u8], suffix: &[u8]) -> bool {
    split_before_last(name, suffix.len()).is_some_and(|(_, tail)| tail.eq_ignore_ascii_case(suffix))
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

    use super::Malformed::{Constraint, Name};
    use super::{Malformed, Presented};

    // The functions of this file over text: a line per case.
    fn kind(name: &str) -> Result<Presented, Malformed> {
        super::check_presented(name.as_bytes())
    }
    fn matches(presented: &str, reference: &str) -> bool {
        super::matches(presented.as_bytes(), reference.as_bytes())
    }
    fn wholly(name: &str, base: &str) -> Result<bool, Malformed> {
        super::wholly_in_subtree(name.as_bytes(), base.as_bytes())
    }
    fn maybe(name: &str, base: &str) -> Result<bool, Malformed> {
        super::may_be_in_subtree(name.as_bytes(), base.as_bytes())
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
            assert_eq!(kind(name), Err(Name), "{name}");
            assert!(!matches(name, name), "{name}");
            assert_eq!(wholly(name, ""), Err(Name), "{name}");
            assert_eq!(maybe(name, "x"), Err(Name), "{name}");
        }
    }

    #[test]
    fn labels_have_63_and_names_253_octets_at_most() {
        let longest = "a".repeat(63);
        assert!(is_reference(&longest));
        assert!(!is_reference(&"a".repeat(64)));
        let name = [&*longest, &*longest, &*longest, &*"a".repeat(61)].join(".");
        assert_eq!((name.len(), kind(&name)), (253, Ok(Presented::Exact)));
        assert_eq!(kind(&[&*name, "a"].concat()), Err(Name));
        assert_eq!(
            kind(&["*.", &*name].concat()),
            Err(Name),
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

    #[test]
    fn a_subtree_holds_its_base_and_all_below_at_label_borders() {
        for name in ["example.com", "foo.bar.EXAMPLE.com", "*.example.com"] {
            for base in ["example.com", "Com", ""] {
                assert_eq!(
                    (wholly(name, base), maybe(name, base)),
                    (Ok(true), Ok(true))
                );
            }
        }
        for name in ["not-example.com", "com", "example.org", "*.com.org"] {
            assert_eq!(wholly(name, "example.com"), Ok(false), "{name}");
            assert_eq!(maybe(name, "example.com"), Ok(false), "{name}");
        }
    }

    #[test]
    fn a_wildcard_may_meet_a_subtree_without_being_inside() {
        assert_eq!(wholly("*.example.com", "foo.Example.com"), Ok(false));
        assert_eq!(maybe("*.example.com", "foo.Example.com"), Ok(true));
        assert_eq!(maybe("*.com", "example.com"), Ok(true));
        assert_eq!(maybe("*.example.com", "a.foo.example.com"), Ok(false));
    }

    #[test]
    fn a_base_with_a_leading_dot_a_wildcard_or_an_address_is_malformed() {
        for base in [
            ".example.com",
            "*.example.com",
            ".",
            "example.com.",
            "127.0.0.1",
            "a b",
            "*",
        ] {
            assert_eq!(wholly("foo.example.com", base), Err(Constraint), "{base}");
            assert_eq!(maybe("foo.example.com", base), Err(Constraint), "{base}");
        }
        assert_eq!(super::check_constraint(b"a_b.example"), Ok(()));
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
            let _ = super::may_be_in_subtree(&presented, &reference);
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
        fn subtrees_agree_with_what_a_wildcard_can_become(
            name in "(\\*\\.)?[ab](\\.[ab]){0,3}", base in "[ab](\\.[ab]){0,3}",
        ) {
            // All hosts that the name can match, over the letters in use and one more.
            let hosts = ["a", "b", "c"].map(|label| name.replace('*', label));
            let inside = |host: &String| labels(host).ends_with(&labels(&base));
            prop_assert_eq!(wholly(&name, &base), Ok(hosts.iter().all(inside)));
            prop_assert_eq!(maybe(&name, &base), Ok(hosts.iter().any(inside)));
        }

        #[test]
        fn a_reference_is_valid_where_pki_types_says_so(name in "[a-z0-9_.*-]{0,12}") {
            let theirs = pki_types::DnsName::try_from(name.as_str()).is_ok();
            prop_assert_eq!(is_reference(&name), theirs, "{}", name);
        }
    }
}
