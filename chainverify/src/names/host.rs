//! The host constraint that mailboxes and URIs share (RFC 5280 §4.2.1.10). Not the constraint of
//! dNSName, which has another meaning for the bare name.

use super::dns::{Malformed, check_constraint, has_suffix};

/// Is `host` inside: `host.example` is that
/// host alone, `.example` is every host below `example` and not `example` itself. The caller
/// vouches for `host`.
///
/// Empty means every host: the RFC is silent, NSS and Go read it so, and CAs write it to exclude a
/// whole kind of name.
pub(crate) fn host_in_constraint(host: &[u8], constraint: &[u8]) -> Result<bool, Malformed> {
    check_host_constraint(constraint)?;
    Ok(match constraint.first() {
        None => true,
        Some(b'.') => host.len() > constraint.len() && has_suffix(host, constraint),
        Some(_) => host.eq_ignore_ascii_case(constraint),
    })
}

/// The syntax of that constraint.
pub(crate) fn check_host_constraint(constraint: &[u8]) -> Result<(), Malformed> {
    check_constraint(match constraint.strip_prefix(b".") {
        // A dot alone has no meaning; it must not turn into "every host".
        Some([]) => return Err(Malformed::Constraint),
        Some(domain) => domain,
        None => constraint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_in(host: &str, constraint: &str) -> Result<bool, Malformed> {
        host_in_constraint(host.as_bytes(), constraint.as_bytes())
    }

    #[test]
    fn a_host_constraint_is_one_host_or_all_below_a_domain() {
        assert_eq!(host_in("Example.com", "exAmple.com"), Ok(true));
        assert_eq!(host_in("a.example.com", "example.com"), Ok(false));
        assert_eq!(host_in("a.b.example.com", ".Example.com"), Ok(true));
        assert_eq!(host_in("example.com", ".example.com"), Ok(false));
        assert_eq!(host_in("notexample.com", ".example.com"), Ok(false));
        assert_eq!(host_in("example.com", ""), Ok(true));
        for constraint in [
            ".",
            "..example.com",
            "*.example.com",
            "example.com.",
            "a:1",
            "127.0.0.1",
        ] {
            assert_eq!(
                host_in("example.com", constraint),
                Err(Malformed::Constraint),
                "{constraint}"
            );
        }
    }
}
