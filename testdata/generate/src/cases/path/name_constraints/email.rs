//! Constraints of mailboxes.

use super::{EXCLUDED, PERMITTED, case, exclude, permit, sole};
use crate::cases::Case;
use crate::{Extension, GeneralName};

pub(super) fn cases() -> Vec<Case> {
    [hosts(), others()].into_iter().flatten().collect()
}

fn mailbox(name: &str, about: &str, constraints: Extension, address: &str) -> Case {
    let trio = sole(constraints, GeneralName::email(address));
    case(name, about)
        .names(&[&format!("mailto:{address}")])
        .profile("rfc5280")
        .purpose("any")
        .trio(trio)
}

fn hosts() -> Vec<Case> {
    vec![
        mailbox(
            "email_host_permitted",
            "The mailbox is on the permitted host.",
            permit(GeneralName::email("example.com")),
            "user@example.com",
        ),
        mailbox(
            "email_host_not_permitted",
            "The mailbox is on a host below the permitted one, which is another host.",
            permit(GeneralName::email("example.com")),
            "user@mail.example.com",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        mailbox(
            "email_domain_permitted",
            "The mailbox is on a host of the permitted domain.",
            permit(GeneralName::email(".example.com")),
            "user@mail.example.com",
        ),
        mailbox(
            "email_domain_not_permitted",
            "The mailbox is on the host that the domain is named after, which is not in it.",
            permit(GeneralName::email(".example.com")),
            "user@example.com",
        )
        .invalid(PERMITTED)
        .at("leaf"),
    ]
}

fn others() -> Vec<Case> {
    vec![
        mailbox(
            "email_mailbox_permitted",
            "The mailbox is the permitted one.",
            permit(GeneralName::email("user@example.com")),
            "user@example.com",
        ),
        mailbox(
            "email_mailbox_not_permitted",
            "The mailbox is not the permitted one.",
            permit(GeneralName::email("user@example.com")),
            "other@example.com",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        mailbox(
            "email_excluded",
            "The mailbox is on the excluded host.",
            exclude(GeneralName::email("example.com")),
            "user@example.com",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
    ]
}
