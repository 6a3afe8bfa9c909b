//! subjectAltName is readable to its end, each name well-formed for its kind, critical only beside
//! an empty subject, with the commonName among its names (RFC 5280 §4.2.1.6; CA/Browser Forum BR
//! §7.1.2.7.12, §7.1.4.3). Whether a name is the one asked for is `rules/cert/server_name`.

use alloc::string::ToString;

use super::{CertCheck, CertContext, Role};
use crate::cert::ext::{GeneralName, SubjectAltName};
use crate::finding::Code;
use crate::names::{PresentedName, address, is_well_formed};
use crate::policy::{Level, Purpose};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "subject_alt_name",
    reference: "RFC 5280 §4.2.1.6",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extension = &context.cert.extensions().subject_alt_name;
    let has_subject = !context.cert.subject().is_empty();
    let Some(names) = extension.value() else {
        let is_server = context.policy.purpose == Purpose::Server;
        if !extension.is_present() && context.role == Role::Leaf && is_server {
            findings.add(Code::SubjectAltNameMissing, None);
        }
        return;
    };
    if extension.is_critical() && has_subject {
        findings.add(Code::SubjectAltNameCritical, extension.span());
    }
    if !extension.is_critical() && !has_subject {
        findings.add(Code::SubjectAltNameNotCritical, extension.span());
    }
    let common_name = CommonName::of(context);
    let is_there = each_name(context, names, common_name.as_ref(), findings);
    if !is_there {
        let common_name = context.cert.subject().excerpt();
        let span = Some(context.cert.subject_span());
        findings.add(Code::CommonNameNotInSubjectAltName { common_name }, span);
    }
}

/// Whether the common name is among the names, or there is none to look for. A list that breaks off
/// is an error of path validation: a name after the break could be one that is excluded.
fn each_name(
    context: &CertContext<'_>,
    names: &SubjectAltName,
    common_name: Option<&CommonName<'_>>,
    findings: &mut Findings<'_>,
) -> bool {
    let span = context.cert.extensions().subject_alt_name.span();
    let checks_form = context.policy.conformance != Level::Off;
    let is_such = |code: &Code| matches!(code, Code::SubjectAltNameMalformed { .. });
    // Nothing to look for is nothing to miss.
    let mut is_there = common_name.is_none();
    for name in names.names(context.cert.der()) {
        // One that cannot be read ends the walk: the rule `critical` speaks of it.
        let Ok(name) = name else { break };
        if checks_form && !is_well_formed(&name) && !findings.count_only(is_such) {
            let name = PresentedName::of(&name);
            findings.add(Code::SubjectAltNameMalformed { name }, span);
        }
        is_there = is_there || common_name.is_some_and(|text| text.is(&name));
    }
    is_there
}

/// BR §7.1.4.3: a commonName must be, character by character, one of the alternative names.
struct CommonName<'r>(&'r [u8]);

impl<'r> CommonName<'r> {
    /// That of a leaf, if the policy asks for it.
    fn of(context: &CertContext<'r>) -> Option<Self> {
        let is_asked = context.role == Role::Leaf && context.policy.common_name != Level::Off;
        let subject = is_asked.then(|| context.cert.subject())?;
        Some(Self(subject.common_name_attribute()?.value))
    }

    /// Names are ASCII, so that a text of a type with wider characters is never one of them.
    fn is(&self, name: &GeneralName<'_>) -> bool {
        match *name {
            GeneralName::Dns(bytes) | GeneralName::Email(bytes) => bytes == self.0,
            GeneralName::Ip(octets) => {
                address(octets).is_some_and(|address| address.to_string().as_bytes() == self.0)
            }
            _ => false,
        }
    }
}
