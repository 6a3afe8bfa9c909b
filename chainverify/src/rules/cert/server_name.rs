//! The leaf has every name that was asked for (RFC 9525 §6): in subjectAltName only. The subject's
//! commonName is never looked at (RFC 9525 §2).

use super::{CertCheck, CertContext, Role};
use crate::cert::Cert;
use crate::cert::ext::GeneralName;
use crate::finding::{Code, Listed, NearName};
use crate::names::{NameKind, PresentedName, ReferenceName, dns};
use crate::rules::{Findings, Rule};
use crate::text::Excerpt;

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "server_name",
    reference: "RFC 9525 §6",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    if context.role != Role::Leaf {
        return;
    }
    let leaf = context.cert;
    for wanted in context.names {
        if !has(leaf, wanted) {
            let span = leaf.extensions().subject_alt_name.span();
            findings.add(mismatch(leaf, wanted), span);
        }
    }
}

fn has(leaf: &Cert<'_>, wanted: &ReferenceName<'_>) -> bool {
    // Host names are asked for most, and certificates have hundreds of them.
    if let ReferenceName::Dns(wanted) = wanted {
        let list = leaf.extensions().subject_alt_name.value();
        return list.is_some_and(|list| {
            let mut names = list.dns_names(leaf.der());
            names.any(|name| dns::matches(name, wanted.as_bytes()))
        });
    }
    leaf.alternative_names().any(|name| wanted.matches(&name))
}

/// With what decides: the names of the certificate, those of the kind that was asked for first, and
/// one that looks as if it matched. One walk: there may be 350 000 of them.
fn mismatch(leaf: &Cert<'_>, wanted: &ReferenceName<'_>) -> Code {
    let text = wanted.text();
    let mut same_kind = Listed::default();
    let mut others = Listed::default();
    let mut near = None;
    for name in leaf.alternative_names() {
        let is_same_kind = NameKind::of(&name) == wanted.presented_kind();
        let list = if is_same_kind {
            &mut same_kind
        } else {
            &mut others
        };
        list.add_with(|| PresentedName::of(&name));
        near = near.or_else(|| near_name(&name, wanted, &text));
    }
    same_kind.append(others);
    let common_name = leaf.subject().common_name().filter(|common_name| {
        // Else it only distracts from the names that count.
        same_kind.is_empty() || common_name.eq_ignore_ascii_case(&text)
    });
    Code::NameMismatch {
        wanted: wanted.clone().into_owned(),
        presented: same_kind,
        common_name: common_name.map(|common_name| Excerpt::from(&*common_name)),
        near,
    }
}

/// Whether a name looks as if it matched.
fn near_name(name: &GeneralName<'_>, wanted: &ReferenceName<'_>, text: &str) -> Option<NearName> {
    let presented = || PresentedName::of(name);
    match (*name, wanted) {
        (GeneralName::Dns(octets), ReferenceName::Dns(host)) => {
            let Some(base) = octets.strip_prefix(b"*.") else {
                let name = fills(octets, host.as_bytes()).then(presented)?;
                return Some(NearName::WildcardInside { name });
            };
            let name = is_below(host.as_bytes(), base).then(presented)?;
            Some(if base.contains(&b'.') {
                NearName::Wildcard { name }
            } else {
                NearName::WildcardOnTopLevel { name }
            })
        }
        (GeneralName::Dns(octets) | GeneralName::Email(octets) | GeneralName::Uri(octets), _) => {
            let is_other_kind = NameKind::of(name) != wanted.presented_kind();
            let is_same_text = octets.eq_ignore_ascii_case(text.as_bytes());
            let name = (is_other_kind && is_same_text).then(presented)?;
            Some(NearName::OtherKind { name })
        }
        (GeneralName::SmtpUtf8Mailbox(mailbox), _) => {
            let name = mailbox.eq_ignore_ascii_case(text).then(presented)?;
            Some(NearName::OtherKind { name })
        }
        _ => None,
    }
}

/// Whether a host has as many labels as the pattern, and is what becomes of it if its first `*` stands
/// for some octets.
fn fills(pattern: &[u8], host: &[u8]) -> bool {
    let mut parts = pattern.splitn(2, |octet| *octet == b'*');
    let (Some(head), Some(tail)) = (parts.next(), parts.next()) else {
        return false;
    };
    let ends =
        |part: Option<&[u8]>, with: &[u8]| part.is_some_and(|it| it.eq_ignore_ascii_case(with));
    let tail_at = host.len().checked_sub(tail.len());
    let labels = |name: &[u8]| name.iter().filter(|octet| **octet == b'.').count();
    labels(pattern) == labels(host)
        && labels(pattern) > 0
        && tail_at.is_some_and(|tail_at| tail_at >= head.len())
        && ends(host.get(..head.len()), head)
        && ends(tail_at.and_then(|tail_at| host.get(tail_at..)), tail)
}

/// Whether a host is the domain, or one of any depth below it.
fn is_below(host: &[u8], domain: &[u8]) -> bool {
    let above = host.len().checked_sub(domain.len());
    let split = above.and_then(|above| host.split_at_checked(above));
    split.is_some_and(|(labels, tail)| {
        tail.eq_ignore_ascii_case(domain) && (labels.is_empty() || labels.ends_with(b"."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(presented: &GeneralName<'_>, wanted: &str) -> Option<NearName> {
        let wanted = ReferenceName::parse(wanted).unwrap();
        near_name(presented, &wanted, &wanted.text())
    }

    #[test]
    fn a_wildcard_of_the_same_domain_looks_as_if_it_matched() {
        let wildcard = GeneralName::Dns(b"*.Example.com");
        let name = PresentedName::of(&wildcard);
        let expected = Some(NearName::Wildcard { name });
        assert_eq!(near(&wildcard, "example.com"), expected);
        assert_eq!(near(&wildcard, "a.b.example.com"), expected);
        assert_eq!(near(&wildcard, "notexample.com"), None);
        assert_eq!(near(&wildcard, "com"), None);
        let top = GeneralName::Dns(b"*.com");
        let name = PresentedName::of(&top);
        let expected = Some(NearName::WildcardOnTopLevel { name });
        assert_eq!(near(&top, "example.com"), expected);
        assert_eq!(
            near(&GeneralName::Dns(b"example.com"), "a.example.com"),
            None
        );
    }

    #[test]
    fn a_wildcard_in_a_place_where_it_is_none_looks_as_if_it_matched() {
        for (pattern, wanted) in [
            ("w*.example.com", "WWW.example.com"),
            ("*w.example.com", "www.example.com"),
            ("www.*.example.com", "www.a.example.com"),
        ] {
            let wildcard = GeneralName::Dns(pattern.as_bytes());
            let name = PresentedName::of(&wildcard);
            let expected = Some(NearName::WildcardInside { name });
            assert_eq!(near(&wildcard, wanted), expected);
            assert_eq!(near(&wildcard, "a.b.c.example.com"), None);
            assert_eq!(near(&wildcard, "www.example.org"), None);
        }
        for pattern in ["*", "www*www.example.com"] {
            let name = GeneralName::Dns(pattern.as_bytes());
            assert_eq!(near(&name, "www.example.com"), None);
            assert_eq!(near(&name, "www"), None);
        }
    }

    #[test]
    fn the_same_text_of_another_kind_looks_as_if_it_matched() {
        let address = GeneralName::Dns(b"192.0.2.7");
        let name = PresentedName::of(&address);
        let expected = Some(NearName::OtherKind { name });
        assert_eq!(near(&address, "192.0.2.7"), expected);
        assert_eq!(near(&address, "192.0.2.8"), None);
        let host = GeneralName::Uri(b"Example.com");
        let name = PresentedName::of(&host);
        assert_eq!(
            near(&host, "example.com"),
            Some(NearName::OtherKind { name })
        );
        let mailbox = GeneralName::SmtpUtf8Mailbox("User@example.com");
        let name = PresentedName::of(&mailbox);
        let expected = Some(NearName::OtherKind { name });
        assert_eq!(near(&mailbox, "user@example.com"), expected);
        assert_eq!(near(&mailbox, "other@example.com"), None);
        assert_eq!(near(&GeneralName::Ip(&[192, 0, 2, 7]), "192.0.2.7"), None);
    }
}
