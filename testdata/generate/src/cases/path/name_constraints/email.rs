//! Constraints of mailboxes.

use super::{EXCLUDED, PERMITTED, case, exclude, permit, sole};
use crate::cases::Case;
use crate::{Extension, GeneralName};

pub(super) fn cases() -> Vec<Case> {
    [
        hosts(),
        others(),
        international(),
        international_mailboxes(),
    ]
    .into_iter()
    .flatten()
    .collect()
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
            "email_mailbox_case_differs_not_permitted",
            "The mailbox differs from the permitted one in upper and lower case before the @.",
            permit(GeneralName::email("user@example.com")),
            "User@example.com",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        mailbox(
            "email_mailbox_case_differs_not_excluded",
            "The mailbox differs from the excluded one in upper and lower case before the @.",
            exclude(GeneralName::email("user@example.com")),
            "User@example.com",
        ),
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

fn smtp_utf8(name: &str, about: &str, constraints: Extension, address: &str) -> Case {
    let trio = sole(constraints, GeneralName::smtp_utf8_mailbox(address));
    let case = case(name, about).names(&[]).profile("rfc5280");
    case.purpose("any").trio(trio)
}

/// The same under constraints that are one mailbox.
fn international_mailboxes() -> Vec<Case> {
    let mailbox = smtp_utf8;
    vec![
        mailbox(
            "smtp_utf8_mailbox_not_permitted",
            "One mailbox is permitted, on the host of another that is not ASCII before the @.",
            permit(GeneralName::email("jose@example.com")),
            "jos\u{e9}@example.com",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        mailbox(
            "smtp_utf8_mailbox_excluded",
            "The mailbox, not ASCII before the @, is on the host of another one that is excluded.",
            exclude(GeneralName::email("jose@example.com")),
            "jos\u{e9}@example.com",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
    ]
}

/// Constraints of rfc822Name hold for a SmtpUTF8Mailbox too (RFC 9598 §6).
fn international() -> Vec<Case> {
    let mailbox = smtp_utf8;
    let here = || GeneralName::email("example.com");
    vec![
        mailbox(
            "smtp_utf8_host_permitted",
            "The mailbox, not ASCII before the @, is on the permitted host.",
            permit(here()),
            "jos\u{e9}@example.com",
        ),
        mailbox(
            "smtp_utf8_host_not_permitted",
            "The mailbox, not ASCII before the @, is not on the host that is permitted for e-mail.",
            permit(here()),
            "jos\u{e9}@example.org",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        mailbox(
            "smtp_utf8_excluded",
            "The mailbox, not ASCII before the @, is on the host that is excluded for e-mail.",
            exclude(here()),
            "jos\u{e9}@example.com",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        mailbox(
            "smtp_utf8_not_excluded",
            "The mailbox, not ASCII before the @, is not on the host that is excluded for e-mail.",
            exclude(here()),
            "jos\u{e9}@example.org",
        ),
        mailbox(
            "smtp_utf8_u_label",
            "The host of the mailbox is in U-labels, which no constraint of e-mail can be.",
            permit(GeneralName::email("xn--exmple-cua.com")),
            "jos\u{e9}@ex\u{e4}mple.com",
        )
        .invalid("malformed_constrained_name")
        .at("leaf"),
        mailbox(
            "smtp_utf8_other_name",
            "A user principal name is permitted, which nobody can compare with a mailbox.",
            permit(GeneralName::user_principal("user@example.com")),
            "jos\u{e9}@example.com",
        )
        .invalid("unsupported_name_constraint")
        .at("leaf"),
    ]
}
