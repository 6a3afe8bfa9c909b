//! nameConstraints (RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g)): every name of a certificate
//! lies in a permitted subtree of each CA above it that permits its kind, and in no excluded one.
//!
//! permitted_subtrees and excluded_subtrees of §6.1.2 (b), (c) are not merged: a name that is
//! within the intersection is within each set, so each CA's own lists are asked.

use alloc::vec::Vec;

use crate::budget::{Budget, Limit};
use crate::cert::ext::{self, GeneralName};
use crate::cert::{Cert, Name, NameBuf};
use crate::der::{Span, known};
use crate::finding::{CertRef, Code, Listed, NearSubtree};
use crate::names::subtrees::{Standing, Subtrees};
use crate::names::{NameKind, PresentedName};
use crate::policy::Level;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<()> = Rule {
    id: "name_constraints",
    reference: "RFC 5280 §6.1.3 (b), (c)",
    check: (),
};

/// permitted_subtrees and excluded_subtrees (§6.1.2 (b), (c)) on the way down a path.
pub(crate) struct NameConstraints<'r> {
    above: Vec<Above<'r>>,
}

/// A CA that constrains what is below it.
pub(crate) struct Constrainer<'r> {
    pub(crate) id: CertRef,
    pub(crate) name: Name<'r>,
    pub(crate) constraints: &'r ext::NameConstraints,
    /// What the constraints were read from.
    pub(crate) der: &'r [u8],
    /// Where the CA's certificate has them, if it is in a certificate that it has them.
    pub(crate) span: Option<Span>,
}

/// The same, sorted, and what was said of it already.
struct Above<'r> {
    by: Constrainer<'r>,
    subtrees: Subtrees<'r>,
    /// The first dNSName with a leading dot, until it is said.
    leading_dot: Option<&'r [u8]>,
    /// Kinds of which a malformed constraint was said.
    malformed: Vec<NameKind>,
}

impl<'r> NameConstraints<'r> {
    /// Everything is permitted, nothing excluded.
    pub(crate) const fn new() -> Self {
        Self { above: Vec::new() }
    }

    /// §6.1.4 (g): the constraints of a CA join those above it.
    pub(crate) fn add(&mut self, by: Constrainer<'r>, budget: &mut Budget) -> Result<(), Limit> {
        let subtrees = Subtrees::new(by.constraints, by.der, budget)?;
        self.above.push(Above {
            by,
            leading_dot: subtrees.leading_dot(),
            subtrees,
            malformed: Vec::new(),
        });
        Ok(())
    }

    /// §6.1.3 (b), (c): all names of a certificate. What is wrong with a constraint itself is said of
    /// the CA that has it, once, when the first name of its kind is met: until then it constrains
    /// nothing (§4.2.1.10).
    pub(crate) fn check(
        &mut self,
        cert: &Cert<'_>,
        id: CertRef,
        findings: &mut Findings<'_>,
        budget: &mut Budget,
    ) -> Result<(), Limit> {
        for above in &mut self.above {
            for (name, span) in names(cert) {
                let standing = above.subtrees.standing(&name, budget)?;
                above.say_of_constraints(&name, standing, findings);
                if !findings.count_only_for(id, is_said_as(standing))
                    && let Some(code) = above.code(&name, standing)
                {
                    findings.add_for(id, code, span);
                }
            }
        }
        Ok(())
    }
}

/// All names that constraints apply to, with their places: the subject unless it is empty, the
/// alternative names, and the e-mail addresses in the subject. RFC 5280 §4.2.1.10 asks for the last
/// only where there is no subjectAltName; they are checked always, as OpenSSL does, and whatever
/// their string type, so that they cannot slip by: one of wide characters is a malformed mailbox.
fn names<'r>(cert: &'r Cert<'r>) -> impl Iterator<Item = (GeneralName<'r>, Option<Span>)> {
    let subject = cert.subject();
    let directory = (!subject.is_empty()).then_some(GeneralName::Directory(subject));
    let emails = subject
        .attributes()
        .filter(|attribute| attribute.oid.as_bytes() == known::EMAIL_ADDRESS)
        .map(|attribute| GeneralName::Email(attribute.value));
    let in_subject = directory.into_iter().chain(emails);
    let place = cert.extensions().subject_alt_name.span();
    in_subject
        .map(|name| (name, Some(cert.subject_span())))
        .chain(cert.alternative_names().map(move |name| (name, place)))
}

/// The codes that say of a name how it stands; none says that it is allowed.
fn is_said_as(standing: Standing<'_>) -> fn(&Code) -> bool {
    match standing {
        Standing::Allowed | Standing::MalformedConstraint(_) => |_| false,
        Standing::NotPermitted => |code| matches!(code, Code::NameNotPermitted { .. }),
        Standing::Excluded(_) => |code| matches!(code, Code::NameExcluded { .. }),
        Standing::MalformedName => |code| matches!(code, Code::MalformedConstrainedName { .. }),
        Standing::UriWithoutHostName => {
            |code| matches!(code, Code::ConstrainedUriWithoutHost { .. })
        }
        Standing::Unsupported => |code| matches!(code, Code::UnsupportedNameConstraint { .. }),
    }
}

impl Above<'_> {
    /// What is wrong with the CA's own constraints of the kind of `name`.
    fn say_of_constraints(
        &mut self,
        name: &GeneralName<'_>,
        standing: Standing<'_>,
        findings: &mut Findings<'_>,
    ) {
        if matches!(name, GeneralName::Dns(_))
            && let Some(base) = self.leading_dot.take()
            && !self.is_excused(findings)
        {
            let constraint = PresentedName::of(&GeneralName::Dns(base));
            let code = Code::NameConstraintLeadingDot { constraint };
            findings.add_for(self.by.id, code, self.by.span);
        }
        if let Standing::MalformedConstraint(base) = standing
            && !self.malformed.contains(&NameKind::of(&base))
        {
            self.malformed.push(NameKind::of(&base));
            let constraint = PresentedName::of(&base);
            let code = Code::MalformedNameConstraint { constraint };
            findings.add_for(self.by.id, code, self.by.span);
        }
    }

    /// The leading dot of an anchor's constraint is a matter of conformance, unless it is an error.
    fn is_excused(&self, findings: &Findings<'_>) -> bool {
        let policy = findings.policy;
        matches!(self.by.id, CertRef::Anchor(_))
            && policy.anchor_conformance == Level::Off
            && policy.leading_dot != Level::Error
    }

    /// What is wrong with a name of a certificate below.
    fn code(&self, name: &GeneralName<'_>, standing: Standing<'_>) -> Option<Code> {
        let by = || NameBuf::for_report(self.by.name);
        Some(match standing {
            Standing::Allowed | Standing::MalformedConstraint(_) => return None,
            Standing::NotPermitted => {
                let (name, permitted) = (PresentedName::of(name), self.permitted(name));
                Code::NameNotPermitted {
                    near: NearSubtree::of(&name, permitted.items()),
                    name,
                    by: by(),
                    permitted,
                }
            }
            Standing::Excluded(base) => Code::NameExcluded {
                name: PresentedName::of(name),
                by: by(),
                excluded: PresentedName::of(&base),
            },
            Standing::MalformedName => Code::MalformedConstrainedName {
                name: PresentedName::of(name),
                by: by(),
            },
            Standing::UriWithoutHostName => Code::ConstrainedUriWithoutHost {
                name: PresentedName::of(name),
                by: by(),
            },
            Standing::Unsupported => Code::UnsupportedNameConstraint {
                kind: NameKind::of(name),
                by: by(),
            },
        })
    }

    fn permitted(&self, name: &GeneralName<'_>) -> Listed<PresentedName> {
        let (bases, count) = self.subtrees.permitted(name);
        let more = count.saturating_sub(bases.len());
        Listed::of(bases.iter().map(PresentedName::of), more)
    }
}
