//! The leaf has every name that was asked for (RFC 9525 §6): in subjectAltName only. The subject's
//! commonName is never looked at (RFC 9525 §2).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{CertCheck, CertContext, Role};
use crate::cert::Cert;
use crate::cert::ext::GeneralName;
use crate::finding::Code;
use crate::names::{ReferenceName, dns};
use crate::rules::{Findings, Rule, describe_name, list, printable};

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
            let code = Code::NameMismatch {
                wanted: wanted.to_string(),
                presented: listed(leaf, wanted),
            };
            findings.add(code, leaf.extensions().subject_alt_name.span());
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

/// The names of the certificate, those of the kind that was asked for first.
fn listed(leaf: &Cert<'_>, wanted: &ReferenceName<'_>) -> String {
    let (mut names, others): (Vec<_>, Vec<_>) = leaf.alternative_names().partition(|name| {
        matches!(
            (wanted, name),
            (ReferenceName::Dns(_), GeneralName::Dns(_))
                | (ReferenceName::Ip(_), GeneralName::Ip(_))
                | (ReferenceName::Email(_), GeneralName::Email(_))
                | (ReferenceName::Uri(_), GeneralName::Uri(_))
        )
    });
    names.extend(others);
    let mut text = list(&mut names.iter().map(describe_name));
    if text.is_empty() {
        text.push_str("none");
        if let Some(common_name) = leaf.subject().common_name() {
            let common_name = printable(common_name.as_bytes());
            text.push_str(&alloc::format!(
                " (its common name {common_name} does not count)"
            ));
        }
    }
    text
}
