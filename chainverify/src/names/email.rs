//! Mail addresses: rfc822Name syntax, equality, being inside a constrained subtree.
//!
//! RFC 5280 §4.2.1.6 (`local@host`, the Mailbox of RFC 2821 §4.1.2, now RFC 5321), §4.2.1.10, §7.5.
//! Every character is literal: `*` is no pattern. And SmtpUTF8Mailbox (RFC 9598), which has more
//! characters before the `@`. Not here: display names, comments.

use crate::names::dns::Malformed;
use crate::names::host_name::is_host;

/// Is this `local@host`, with printable ASCII before one `@` and a host name behind it?
///
/// Wider than RFC 5321 in one place: dots may stand anywhere in the local part (`a..b@`, once
/// handed out by providers). Local parts are only ever compared for equality, so this widens
/// nothing. An address literal (`a@[192.0.2.1]`) is malformed: no host constraint could be
/// applied to it.
pub(crate) fn check_presented(mailbox: &[u8]) -> Result<(), Malformed> {
    split(mailbox).map(|_| ()).ok_or(Malformed)
}

/// Is this a SmtpUTF8Mailbox (RFC 9598 §3): one that no rfc822Name could be, for the characters of
/// its local part, its host in A-labels and small letters?
pub(crate) fn check_smtp_utf8(mailbox: &str) -> Result<(), Malformed> {
    let is_host_as_asked = |host: &[u8]| !host.iter().any(u8::is_ascii_uppercase);
    split_smtp_utf8(mailbox)
        .filter(|(local, host)| !local.0.is_ascii() && is_host_as_asked(host))
        .map(|_| ())
        .ok_or(Malformed)
}

/// Are both the same mailbox (RFC 5280 §7.5)? The local part by its exact letters, the host without
/// regard to ASCII case.
pub(crate) fn matches(presented: &[u8], reference: &[u8]) -> bool {
    match (split(presented), split(reference)) {
        (Some((local, host)), Some((wanted, on))) => {
            host.eq_ignore_ascii_case(on) && local == wanted
        }
        _ => false,
    }
}

/// The local part: what stands before the `@`, or between the quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local<'a>(&'a [u8]);

impl Local<'_> {
    /// Its letters with the escapes undone: `"a\b"@host` is `ab@host` (RFC 5321 §4.1.2), so that
    /// quoting dodges no exclusion. Without quotes there is no backslash (see [`is_atom`]).
    pub(super) fn letters(&self) -> impl Iterator<Item = u8> {
        let mut octets = self.0.iter().copied();
        core::iter::from_fn(move || match octets.next() {
            Some(b'\\') => octets.next(),
            octet => octet,
        })
    }
}

impl PartialEq for Local<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.letters().eq(other.letters())
    }
}

/// RFC 5280 appendix A.1, `ub-emailaddress-length`; it also bounds what a hostile name costs.
const MAX_MAILBOX: usize = 255;

/// The local part and the host.
pub(super) fn split(mailbox: &[u8]) -> Option<(Local<'_>, &[u8])> {
    mailbox.is_ascii().then(|| split_any(mailbox)).flatten()
}

/// The local part and the host of a SmtpUTF8Mailbox (RFC 6531 §3.3), which has no byte order mark and
/// its host in A-labels (RFC 9598 §3): one in U-labels is malformed, so that all hosts are compared in
/// one form.
pub(super) fn split_smtp_utf8(mailbox: &str) -> Option<(Local<'_>, &[u8])> {
    let is_text = |character: char| character != '\u{feff}' && !character.is_control();
    let parts = split_any(mailbox.as_bytes());
    parts.filter(|_| mailbox.chars().all(is_text))
}

/// The same of either kind: any octet that is not ASCII is one of a local part.
fn split_any(mailbox: &[u8]) -> Option<(Local<'_>, &[u8])> {
    if mailbox.len() > MAX_MAILBOX {
        return None;
    }
    let (local, host) = match mailbox.strip_prefix(b"\"") {
        Some(quoted) => split_quoted(quoted)?,
        None => split_atom(mailbox)?,
    };
    is_host(host).then_some((Local(local), host))
}

/// `local@host`; a second `@` ends up in the host and is refused there (limbo
/// `rfc5280::nc::nc-permits-invalid-email-san`).
fn split_atom(mailbox: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = mailbox.splitn(2, |octet| *octet == b'@');
    let (local, host) = (parts.next()?, parts.next()?);
    (!local.is_empty() && local.iter().all(is_atom)).then_some((local, host))
}

/// `local"@host`, the opening quote taken off.
fn split_quoted(quoted: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut octets = quoted.iter().enumerate();
    while let Some((position, octet)) = octets.next() {
        match octet {
            b'"' => {
                let (local, rest) = quoted.split_at_checked(position)?;
                let host = rest.strip_prefix(b"\"@")?;
                return (!local.is_empty()).then_some((local, host));
            }
            b'\\' => octets
                .next()
                .filter(|(_, escaped)| is_printable(escaped))
                .map(|_| ())?,
            octet if is_printable(octet) || !octet.is_ascii() => {}
            _ => return None,
        }
    }
    None
}

/// An octet that needs no quotes: not ASCII, or printable and not one of the specials of RFC 5322
/// §3.2.3, dot excepted.
fn is_atom(octet: &u8) -> bool {
    !octet.is_ascii() || (octet.is_ascii_graphic() && !br#"()<>[]:;@\,""#.contains(octet))
}

fn is_printable(octet: &u8) -> bool {
    octet.is_ascii_graphic() || *octet == b' '
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use proptest::collection::vec;
    use proptest::strategy::Strategy;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{check_presented, check_smtp_utf8, matches};
    use crate::names::dns::Malformed;

    #[test]
    fn a_mailbox_is_a_local_part_and_a_host() {
        for mailbox in [
            "a@example.com",
            "a.b+c@EXAMPLE.com",
            "*@example.com",
            "user*@x",
            "a..b@example.com",
            "o'n@x",
        ] {
            assert_eq!(check_presented(mailbox.as_bytes()), Ok(()), "{mailbox}");
        }
        for mailbox in [
            r#""a b"@example.com"#,
            r#""a@b"@example.com"#,
            r#""a\"b"@example.com"#,
        ] {
            assert_eq!(check_presented(mailbox.as_bytes()), Ok(()), "{mailbox}");
        }
    }

    #[test]
    fn anything_else_is_malformed_and_matches_nothing() {
        let mailboxes = [
            "",
            "@",
            "a@",
            "@example.com",
            "example.com",
            "invalid@address@example.com",
            "a b@example.com",
            "A <a@example.com>",
            "a@example.com.",
            "a@.example.com",
            "a@*.example.com",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a@ex ample.com",
            "a\0@example.com",
            "\u{e4}@example.com",
            "a@\u{e4}.com",
            r#"""@example.com"#,
            r#""a@example.com"#,
            r#""a"example.com"#,
            r#""a"b@example.com"#,
            r#"a"b"@example.com"#,
            "\"\u{7f}\"@example.com",
            "\"a\\\u{7f}\"@example.com",
            r#""a\"@example.com"#,
            r#"a\b@example.com"#,
            "\"\\",
        ];
        for mailbox in mailboxes {
            assert_eq!(
                check_presented(mailbox.as_bytes()),
                Err(Malformed),
                "{mailbox}"
            );
            assert!(
                !matches(mailbox.as_bytes(), mailbox.as_bytes()),
                "{mailbox}"
            );
        }
    }

    #[test]
    fn a_mailbox_has_255_octets_at_most() {
        let longest = format!("{}@example.com", "a".repeat(243));
        assert_eq!(check_presented(longest.as_bytes()), Ok(()));
        let too_long = format!("a{longest}");
        assert_eq!(check_presented(too_long.as_bytes()), Err(Malformed));
    }

    #[test]
    fn the_local_part_is_exact_and_the_host_is_not() {
        assert!(matches(b"Foo@Example.COM", b"Foo@example.com"));
        assert!(!matches(b"foo@example.com", b"Foo@example.com"));
        assert!(!matches(b"foo@a.example.com", b"foo@example.com"));
        assert!(matches(br#""fo\o"@example.com"#, b"foo@example.com"));
        assert!(!matches(br#""fo\\o"@example.com"#, b"foo@example.com"));
    }

    #[test]
    fn a_smtp_utf8_mailbox_has_more_letters_before_the_at_sign_and_a_labels_behind_it() {
        for mailbox in [
            "jos\u{e9}@example.com",
            "\u{8001}\u{5e2b}@xn--fsq.example",
            "\"jos\u{e9} b\"@example.com",
        ] {
            assert_eq!(check_smtp_utf8(mailbox), Ok(()), "{mailbox}");
            assert_eq!(check_presented(mailbox.as_bytes()), Err(Malformed));
        }
        for mailbox in [
            "jose@example.com",
            "jos\u{e9}@Example.com",
            "jos\u{e9}@ex\u{e4}mple.com",
            "\u{feff}jos\u{e9}@example.com",
            "jos\u{e9}\u{85}@example.com",
            "jos\u{e9} b@example.com",
            "\"jos\u{e9}\\\u{e9}\"@example.com",
            "jos\u{e9}",
            "",
        ] {
            assert_eq!(check_smtp_utf8(mailbox), Err(Malformed), "{mailbox}");
        }
    }

    fn octets() -> impl Strategy<Value = Vec<u8>> {
        vec(proptest::num::u8::ANY, 0..40)
    }

    proptest! {
        #[test]
        fn any_octets_are_answered(mailbox in octets()) {
            prop_assert_eq!(matches(&mailbox, &mailbox), check_presented(&mailbox).is_ok());
        }

        #[test]
        fn quoting_changes_no_answer(
            local in "[a-c]{1,4}", host in "[a-c]{1,3}(\\.[a-c]{1,3}){0,2}",
        ) {
            let (plain, quoted) = (format!("{local}@{host}"), format!("\"\\{local}\"@{host}"));
            prop_assert!(matches(plain.as_bytes(), quoted.as_bytes()));
        }
    }
}
