//! The syntax of host names (RFC 1034 §3.5, RFC 1123 §2.1): labels of letters, digits and hyphens,
//! underscores allowed. Not here: wildcards, and what a name is compared with.

/// The longest name in text form, RFC 1035 §2.3.4: 255 octets on the wire, less the root and the
/// first length octet.
pub(super) const MAX_NAME: usize = 253;
/// The longest label, RFC 1035 §2.3.4.
const MAX_LABEL: usize = 63;

/// Is this a host name: labels of letters, digits, hyphens and underscores, not an IPv4 address?
pub(crate) fn is_host(name: &[u8]) -> bool {
    Octets::of_host(name).is_some()
}

/// What octets a host name has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Octets {
    has_underscore: bool,
}

impl Octets {
    pub(super) const fn has_underscore(self) -> bool {
        self.has_underscore
    }

    /// None if it is no host name.
    pub(super) fn of_host(name: &[u8]) -> Option<Self> {
        // First, so that a hostile name of a megabyte costs nothing.
        if name.len() > MAX_NAME {
            return None;
        }
        let mut has_underscore = false;
        let mut before = b'.';
        for octet in name {
            match octet {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
                b'_' => has_underscore = true,
                // A label is not empty, and neither begins nor ends with a hyphen.
                b'-' if before != b'.' => {}
                b'.' if !is_edge(before) => {}
                _ => return None,
            }
            before = *octet;
        }
        let is_host = !is_edge(before)
            && !ends_in_number(name)
            && (name.len() <= MAX_LABEL || !has_long_label(name));
        is_host.then_some(Self { has_underscore })
    }
}

/// What no label ends with: a hyphen, or the dot before it.
const fn is_edge(octet: u8) -> bool {
    matches!(octet, b'.' | b'-')
}

/// No top-level domain is a number (RFC 3696 §2): this is an IPv4 address, which belongs into an
/// iPAddress (RFC 5280 §4.2.1.6; limbo `rfc5280::san::ip-in-dns`).
fn ends_in_number(name: &[u8]) -> bool {
    let is_digit = |octet: &u8| octet.is_ascii_digit();
    name.last().is_some_and(is_digit)
        && name
            .rsplit(|octet| *octet == b'.')
            .next()
            .is_some_and(|label| label.iter().all(is_digit))
}

fn has_long_label(name: &[u8]) -> bool {
    name.split(|octet| *octet == b'.')
        .any(|label| label.len() > MAX_LABEL)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::{any, proptest};
    use proptest::{collection, prop_assert_eq};

    use super::*;

    /// The same rules, label by label.
    fn is_host_by_labels(name: &[u8]) -> bool {
        let labels: Vec<&[u8]> = name.split(|octet| *octet == b'.').collect();
        let is_label = |label: &&[u8]| {
            (1..=MAX_LABEL).contains(&label.len())
                && !label.starts_with(b"-")
                && !label.ends_with(b"-")
                && label
                    .iter()
                    .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
        };
        let is_number = |label: &&&[u8]| label.iter().all(u8::is_ascii_digit);
        name.len() <= MAX_NAME
            && labels.iter().all(is_label)
            && labels.last().filter(is_number).is_none()
    }

    #[test]
    fn a_label_has_at_most_63_octets_and_a_name_253() {
        let label = "a".repeat(63);
        assert!(is_host(label.as_bytes()));
        assert!(is_host([&label, "b"].join(".").as_bytes()));
        assert!(!is_host([&label, "b"].concat().as_bytes()));
        assert!(!is_host(["b.", &label, "c.d"].concat().as_bytes()));
        let name = [&label[..]; 4].join(".");
        assert!(is_host(&name.as_bytes()[..253]));
        assert!(!is_host(&name.as_bytes()[..254]));
    }

    proptest! {
        #[test]
        fn the_loop_says_what_the_labels_say(name in collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(is_host(&name), is_host_by_labels(&name));
        }

        #[test]
        fn the_same_for_what_is_nearly_a_name(name in "[a1.\\-_*]{0,70}") {
            prop_assert_eq!(is_host(name.as_bytes()), is_host_by_labels(name.as_bytes()));
        }
    }
}
