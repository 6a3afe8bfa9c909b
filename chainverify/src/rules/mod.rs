//! The rules, in three lists sorted by what they look at: one certificate, a certificate and its
//! issuer, a whole path. A rule judges and reports; it never searches.

pub(crate) mod cert;
pub(crate) mod link;
pub(crate) mod path;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;

use crate::cert::ext::GeneralName;
use crate::der::{Oid, Span};
use crate::finding::{Category, CertId, Code, Finding};
use crate::policy::Policy;

/// One rule: its name (also that of its file and of its folder of cases), its reference,
/// and the check.
pub(crate) struct Rule<Check> {
    pub(crate) id: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) check: Check,
}

/// Where rules put what they find; each code gets the severity that the policy gives it, or is
/// dropped.
#[derive(Debug)]
pub(crate) struct Findings<'p> {
    policy: &'p Policy,
    certificate: CertId,
    list: Vec<Finding>,
}

impl<'p> Findings<'p> {
    /// For findings about `certificate`.
    pub(crate) const fn new(policy: &'p Policy, certificate: CertId) -> Self {
        Self {
            policy,
            certificate,
            list: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, code: Code, span: Option<Span>) {
        self.add_for(self.certificate, code, span);
    }

    /// A finding of a path rule about one of its certificates.
    pub(crate) fn add_for(&mut self, certificate: CertId, code: Code, span: Option<Span>) {
        if let Some(severity) = self.policy.severity(&code) {
            let finding = Finding::new(code, severity).at(span).of(certificate);
            self.list.push(finding);
        }
    }

    pub(crate) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

/// How many errors there are.
pub(crate) fn errors(findings: &[Finding]) -> u32 {
    let errors = findings.iter().filter(|finding| finding.is_error());
    u32::try_from(errors.count()).unwrap_or(u32::MAX)
}

/// The category of the worst error; none if there is no error.
pub(crate) fn worst<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Option<Category> {
    findings
        .into_iter()
        .filter(|finding| finding.is_error())
        .map(|finding| finding.code().category())
        .max()
}

/// Bytes of a certificate as text that is safe to print: what is not printable ASCII is escaped,
/// and a long one is cut.
pub(crate) fn printable(bytes: &[u8]) -> String {
    const MOST: usize = 120;
    match bytes.get(..MOST) {
        Some(start) if bytes.len() > MOST => format!("{}…", start.escape_ascii()),
        _ => bytes.escape_ascii().to_string(),
    }
}

/// A name of a certificate, for people.
pub(crate) fn describe_name(name: &GeneralName<'_>) -> String {
    match *name {
        GeneralName::Dns(bytes) | GeneralName::Email(bytes) | GeneralName::Uri(bytes) => {
            printable(bytes)
        }
        GeneralName::Ip(octets) => describe_ip(octets),
        GeneralName::Directory(name) => format!("{name}"),
        GeneralName::Other(_) => "(otherName)".to_string(),
        GeneralName::X400Address(_) => "(x400Address)".to_string(),
        GeneralName::EdiParty(_) => "(ediPartyName)".to_string(),
        GeneralName::RegisteredId(bytes) => Oid::from_contents(bytes).to_string(),
    }
}

/// The kind of a name, by its word in RFC 5280 §4.2.1.6.
pub(crate) const fn kind(name: &GeneralName<'_>) -> &'static str {
    match name {
        GeneralName::Other(_) => "otherName",
        GeneralName::Email(_) => "rfc822Name",
        GeneralName::Dns(_) => "dNSName",
        GeneralName::X400Address(_) => "x400Address",
        GeneralName::Directory(_) => "directoryName",
        GeneralName::EdiParty(_) => "ediPartyName",
        GeneralName::Uri(_) => "uniformResourceIdentifier",
        GeneralName::Ip(_) => "iPAddress",
        GeneralName::RegisteredId(_) => "registeredID",
    }
}

/// An address, RFC 5952 for IPv6.
pub(crate) fn describe_ip(octets: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return IpAddr::from(four).to_string();
    }
    match <[u8; 16]>::try_from(octets) {
        Ok(sixteen) => IpAddr::from(sixteen).to_string(),
        Err(_) => printable(octets),
    }
}

/// More than this are not listed in a finding.
const MOST_LISTED: usize = 12;

/// A list for people: each once, the first twelve of them, and how many more there are. Empty if there is nothing.
pub(crate) fn list(texts: &mut dyn Iterator<Item = String>) -> String {
    let mut listed: Vec<String> = Vec::new();
    let mut more = 0_u32;
    for text in texts {
        if listed.contains(&text) {
            continue;
        }
        if listed.len() < MOST_LISTED {
            listed.push(text);
        } else {
            more = more.saturating_add(1);
        }
    }
    match more {
        0 => listed.join(", "),
        _ => format!("{} and {more} more", listed.join(", ")),
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The table of contents: the name of every rule, and its reference.
pub(crate) fn contents() -> Vec<(&'static str, &'static str)> {
    let mut rules = Vec::new();
    for rule in cert::CERT {
        rules.push((rule.id, rule.reference));
    }
    for rule in link::LINK {
        rules.push((rule.id, rule.reference));
    }
    for rule in path::PATH {
        rules.push((rule.id, rule.reference));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_each_once_and_counts_what_is_too_much() {
        let listed = |numbers: &[u32]| list(&mut numbers.iter().map(ToString::to_string));
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&[1, 2, 1]), "1, 2");
        let many: Vec<u32> = (1..=14).collect();
        assert_eq!(
            listed(&many),
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more"
        );
    }
}
