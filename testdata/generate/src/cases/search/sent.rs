//! What is sent: in which order, with what beside it.

use super::case;
use crate::cases::Case;
use crate::{CertBuilder, Made};

/// Root, upper and lower intermediate, leaf, and a leaf of somebody else.
struct Sent {
    root: Made,
    upper: Made,
    lower: Made,
    leaf: Made,
    unused: Made,
}

impl Sent {
    fn new() -> Self {
        let root = CertBuilder::ca("Test Root").sign();
        let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
        let lower = CertBuilder::intermediate("Lower").issuer(&upper).sign();
        let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
        let unused = CertBuilder::leaf("unused.test").issuer(&upper).sign();
        Self {
            root,
            upper,
            lower,
            leaf,
            unused,
        }
    }

    /// What is sent, one letter for each: the **l**eaf, the lower (**1**) and the upper (**2**) intermediate,
    /// the unu**s**ed leaf, and garbage (**?**).
    fn case(&self, name: &str, about: &str, sent: &str) -> Case {
        let chain = sent.chars().map(|letter| match letter {
            'l' => self.leaf.der.clone(),
            '1' => self.lower.der.clone(),
            '2' => self.upper.der.clone(),
            's' => self.unused.der.clone(),
            _ => vec![0x30, 0x03, 0x02, 0x01, 0x01],
        });
        case(name, about).chain(chain).roots([&self.root])
    }
}

pub(super) fn cases() -> Vec<Case> {
    let sent = Sent::new();
    vec![
        sent.case(
            "in_order",
            "The intermediates are sent in the order of the path.",
            "l12",
        )
        .strict(),
        sent.case(
            "shuffled",
            "The intermediates are sent in the wrong order.",
            "l21",
        )
        .warns("wrong_order"),
        sent.case(
            "unused",
            "An unused certificate is sent after the others.",
            "l12s",
        )
        .warns("unused_certificate"),
        sent.case(
            "shuffled_with_unused",
            "An unused certificate is sent among shuffled ones.",
            "l2s1",
        )
        .warns("unused_certificate"),
        sent.case("sent_twice", "The intermediates are sent twice.", "l1221"),
        sent.case("leaf_sent_twice", "The leaf is sent twice.", "ll12"),
        sent.case(
            "unreadable_beside",
            "A certificate is unreadable, and nobody needs it.",
            "l?12",
        )
        .warns("unreadable_intermediate"),
        sent.case(
            "unreadable_intermediate",
            "The lower intermediate is unreadable.",
            "l?2",
        )
        .invalid("unreadable_intermediate"),
        sent.case(
            "stranger_instead",
            "In place of the lower intermediate a certificate is sent that issued nothing here.",
            "l2s",
        )
        .invalid("issuer_not_found")
        .at("leaf"),
        sent.case("unreadable_leaf", "The leaf is unreadable.", "?12")
            .invalid("unreadable_leaf")
            .at("leaf"),
    ]
}
