//! nameConstraints (RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g)): every name of a certificate
//! lies in a permitted subtree of each CA above it that permits its kind, and in no excluded one.
//!
//! permitted_subtrees and excluded_subtrees of §6.1.2 (b), (c) are not merged: a name that is
//! within the intersection is within each set, so each CA's own lists are asked.

use alloc::string::String;

use super::{PathCert, PathCheck, PathContext};
use crate::budget::{Budget, Limit};
use crate::cert::ext::{GeneralName, NameConstraints};
use crate::cert::{Cert, Name};
use crate::der::known;
use crate::finding::Code;
use crate::names::{Malformed, directory, dns, email, ip, uri};
use crate::rules::{Findings, Rule, describe_name, kind};

pub(crate) const RULE: Rule<PathCheck> = Rule {
    id: "name_constraints",
    reference: "RFC 5280 §6.1.3 (b), (c)",
    check,
};

fn check(
    context: &PathContext<'_>,
    findings: &mut Findings<'_>,
    budget: &mut Budget,
) -> Result<(), Limit> {
    // A leaf that is itself the anchor has nobody above it.
    if let Some(anchor) = context.anchor.filter(|_| !context.is_direct())
        && let Some((constraints, der)) = anchor.name_constraints()
    {
        let name = anchor.name();
        let above = Constraining {
            constraints,
            der,
            name,
        };
        judge_below(&above, context.certs, findings, budget)?;
    }
    for (place, one) in (1..).zip(context.intermediates()) {
        if let Some(constraints) = one.cert.extensions().name_constraints.value() {
            let (der, name) = (&**one.cert.der(), one.cert.subject());
            let above = Constraining {
                constraints,
                der,
                name,
            };
            let below = context.certs.get(place..).unwrap_or_default();
            judge_below(&above, below, findings, budget)?;
        }
    }
    Ok(())
}

/// A CA that constrains what is below it.
struct Constraining<'r> {
    constraints: &'r NameConstraints,
    /// What the constraints' spans point into.
    der: &'r [u8],
    name: Name<'r>,
}

fn judge_below(
    above: &Constraining<'_>,
    below: &[PathCert<'_>],
    findings: &mut Findings<'_>,
    budget: &mut Budget,
) -> Result<(), Limit> {
    for (left, one) in (0..below.len()).rev().zip(below) {
        // §6.1.3 (b): a self-issued certificate is exempt, unless it is the final one.
        if left > 0 && one.cert.is_self_issued() {
            continue;
        }
        for name in names(one.cert) {
            if let Some(code) = judge(above, &name, budget)? {
                let span = one.cert.extensions().subject_alt_name.span();
                findings.add_for(one.id, code, span);
            }
        }
    }
    Ok(())
}

/// All names that constraints apply to: the subject unless it is empty, the alternative names, and
/// the e-mail addresses in the subject. RFC 5280 §4.2.1.10 asks for the last only where there is no
/// subjectAltName; they are judged always, as OpenSSL does, and whatever their string type, so that
/// they cannot slip by: one of wide characters is a malformed mailbox.
fn names<'r>(cert: &'r Cert<'r>) -> impl Iterator<Item = GeneralName<'r>> {
    let subject = cert.subject();
    let directory = (!subject.is_empty()).then_some(GeneralName::Directory(subject));
    let emails = subject
        .attributes()
        .filter(|attribute| attribute.oid.as_bytes() == known::EMAIL_ADDRESS)
        .map(|attribute| GeneralName::Email(attribute.value));
    directory
        .into_iter()
        .chain(emails)
        .chain(cert.alternative_names())
}

/// What is wrong with one name under one CA's constraints.
fn judge(
    above: &Constraining<'_>,
    name: &GeneralName<'_>,
    budget: &mut Budget,
) -> Result<Option<Code>, Limit> {
    let by = || above.name.display_name();
    let excluded = held_against(above, List::Excluded, name, budget)?;
    let permitted = held_against(above, List::Permitted, name, budget)?;
    Ok(match (excluded, permitted) {
        (Held::Malformed, _) | (_, Held::Malformed) => Some(Code::MalformedNameConstraint {
            kind: kind(name),
            by: by(),
        }),
        (Held::Unsupported, _) | (_, Held::Unsupported) => Some(Code::UnsupportedNameConstraint {
            kind: kind(name),
            by: by(),
        }),
        (Held::Inside, _) => Some(Code::NameExcluded {
            name: quoted(name),
            by: by(),
        }),
        (_, Held::Outside) => Some(Code::NameNotPermitted {
            name: quoted(name),
            by: by(),
        }),
        (Held::NotConstrained | Held::Outside, Held::NotConstrained | Held::Inside) => None,
    })
}

/// How a name stands to a list of subtrees.
enum Held {
    /// No subtree of the name's kind.
    NotConstrained,
    Inside,
    Outside,
    /// The name or a subtree of its kind is malformed.
    Malformed,
    /// A kind that cannot be judged: fails closed.
    Unsupported,
}

/// Which of the two lists.
#[derive(Clone, Copy)]
enum List {
    Permitted,
    Excluded,
}

fn held_against(
    above: &Constraining<'_>,
    list: List,
    name: &GeneralName<'_>,
    budget: &mut Budget,
) -> Result<Held, Limit> {
    let subtrees = match list {
        List::Permitted => &above.constraints.permitted,
        List::Excluded => &above.constraints.excluded,
    };
    let mut held = Held::NotConstrained;
    for base in subtrees.bases(above.der) {
        budget.work(1)?;
        match is_inside(name, &base, list) {
            Comparison::OtherKind => {}
            Comparison::Judged(Ok(true)) => held = Held::Inside,
            Comparison::Judged(Ok(false)) => {
                if matches!(held, Held::NotConstrained) {
                    held = Held::Outside;
                }
            }
            Comparison::Judged(Err(_)) => return Ok(Held::Malformed),
            Comparison::Unsupported => return Ok(Held::Unsupported),
        }
    }
    Ok(held)
}

enum Comparison {
    OtherKind,
    Judged(Result<bool, Malformed>),
    Unsupported,
}

/// Names are held against subtrees of their own kind only.
fn is_inside(name: &GeneralName<'_>, base: &GeneralName<'_>, list: List) -> Comparison {
    use GeneralName::{Directory, Dns, EdiParty, Email, Ip, Other, RegisteredId, Uri, X400Address};
    Comparison::Judged(match (*name, *base) {
        // A wildcard must be wholly inside what is permitted, and no host that it can stand for may
        // be inside what is excluded.
        (Dns(name), Dns(base)) => match list {
            List::Permitted => dns::wholly_in_subtree(name, base),
            List::Excluded => dns::may_be_in_subtree(name, base),
        },
        (Ip(name), Ip(base)) => ip::in_subtree(name, base),
        (Email(name), Email(base)) => email::in_subtree(name, base),
        (Uri(name), Uri(base)) => uri::in_subtree(name, base),
        (Directory(name), Directory(base)) => directory::in_subtree(name, base),
        (Other(_), Other(_))
        | (X400Address(_), X400Address(_))
        | (EdiParty(_), EdiParty(_))
        | (RegisteredId(_), RegisteredId(_)) => return Comparison::Unsupported,
        _ => return Comparison::OtherKind,
    })
}

fn quoted(name: &GeneralName<'_>) -> String {
    alloc::format!("\"{}\"", describe_name(name))
}
