//! What to do about a finding, as far as it takes more than the finding to know: the name of the
//! certificate, its place in what was sent, the other certificates of the path. What fixes a code as
//! such stands in its line of the table (`finding::code`).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::text::name_of;
use super::{Certificate, Report, Role, Source};
use crate::cert::Cert;
use crate::der::{Oid, Problem};
use crate::finding::{
    self, About, Act, BasicConstraintsState, CertRef, Class, Code, Finding, Fix, Sha256,
};
use crate::names::{NameKind, PresentedName, ReferenceName};
use crate::text::{Excerpt, Text};

/// More certificates than this are counted in a sentence, not named.
const MOST_NAMED: usize = 8;

/// What to do about one finding.
pub(super) fn of(report: &Report, finding: &Finding) -> Fix {
    let code = finding.code();
    let role = role(report, finding);
    let certificate = finding.certificate().and_then(|of| report.certificate(of));
    let about = about(role, code, certificate);
    let (act, text) = match code {
        Code::WrongOrder => return in_order(report),
        Code::UnusedCertificate => return leave_out(report, &[finding]),
        Code::RootSent => return without_root(report, finding),
        _ => match instead(report, finding, certificate) {
            Some((act, template)) => (act, code.fix_by(&about, act, template)),
            None => code.fix(&about),
        },
    };
    // What is missing has no number.
    let is_there = !matches!(code, Code::IssuerNotFound { .. } | Code::IssuerLoop { .. });
    let number = finding.certificate().and_then(|of| report.number(of));
    Fix {
        by: act.by(role),
        act,
        certificates: number
            .filter(|_| is_there && act != Act::Ask)
            .into_iter()
            .collect(),
        text,
    }
}

/// What to do about all that is wrong, that about the primary finding first, each once. Nothing about
/// conformance that is only noted.
pub(super) fn all(report: &Report) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    let is_unused = |finding: &&Finding| matches!(finding.code(), Code::UnusedCertificate);
    // One fix for all that are left over, in the place of the first.
    let mut unused: Vec<&Finding> = report.findings.iter().filter(is_unused).collect();
    for finding in &report.findings {
        let counts = finding.is_error() || finding.code().class() == Class::Notice;
        if !counts || is_consequence(report, finding) {
            continue;
        }
        let fix = match is_unused(&finding) {
            true if unused.is_empty() => continue,
            true => leave_out(report, &mem::take(&mut unused)),
            false => of(report, finding),
        };
        match fixes.iter_mut().find(|known| known.text == fix.text) {
            Some(known) => known.certificates.extend(fix.certificates),
            None => fixes.push(fix),
        }
    }
    for fix in &mut fixes {
        let mut known = BTreeSet::new();
        fix.certificates.retain(|number| known.insert(*number));
    }
    fixes
}

/// Whether it goes away with what another finding is about: one cause has one fix.
fn is_consequence(report: &Report, finding: &Finding) -> bool {
    match finding.code() {
        // The malformed extension is a finding of its own.
        Code::NotCa {
            basic_constraints: BasicConstraintsState::Malformed,
        } => true,
        Code::IssuerNotFound { .. } => matches!(
            report.primary().map(Finding::code),
            Some(Code::UnreadableIntermediate { .. })
        ),
        _ => false,
    }
}

/// The place of the certificate that a finding is about, as far as a fix depends on it.
fn role(report: &Report, finding: &Finding) -> finding::Role {
    let of = finding.certificate();
    match (of, of.and_then(|of| report.role(of))) {
        (Some(CertRef::Anchor(_)), _) => finding::Role::Anchor,
        (None, _) | (_, Some(Role::Leaf)) => finding::Role::Leaf,
        (Some(CertRef::Cert(_)), _) => finding::Role::Intermediate,
    }
}

fn about(role: finding::Role, code: &Code, certificate: Option<&Certificate>) -> About {
    let nothing = || Excerpt::from("");
    let cert = certificate.and_then(|certificate| certificate.cert.as_ref());
    let issuer = cert.map(Cert::issuer);
    let is_to_be_trusted = matches!(
        code,
        Code::UntrustedRoot { .. } | Code::SelfSignedLeaf | Code::SelfIssuedLeaf { .. }
    );
    About {
        role,
        subject: certificate.filter(has_name).map_or_else(nothing, name_of),
        issuer: issuer
            .filter(|issuer| !issuer.is_empty())
            .map_or_else(nothing, |issuer| issuer.excerpt()),
        sha256: certificate.filter(|_| is_to_be_trusted).and_then(sha256),
    }
}

fn has_name(certificate: &&Certificate) -> bool {
    let cert = certificate.cert.as_ref();
    let mut names = cert.into_iter().flat_map(Cert::alternative_names);
    !certificate.subject.as_name().is_empty() || names.next().is_some()
}

#[cfg(feature = "digest")]
fn sha256(certificate: &Certificate) -> Option<Sha256> {
    let digest = crate::crypto::digest::sha256(certificate.cert.as_ref()?.der());
    Some(Sha256(Excerpt::from(&*super::text::hex(&digest))))
}

#[cfg(not(feature = "digest"))]
const fn sha256(_: &Certificate) -> Option<Sha256> {
    None
}

/// Another act than that of the table, where what is around the finding tells that it helps more.
fn instead(
    report: &Report,
    finding: &Finding,
    certificate: Option<&Certificate>,
) -> Option<(Act, &'static str)> {
    let is_leaf = role(report, finding) == finding::Role::Leaf;
    Some(match finding.code() {
        // Whoever inspects the connection sent what it sent: no site can change that.
        Code::IssuerNotFound {
            product: Some(_), ..
        }
        | Code::UntrustedRoot { product: Some(_) } => (
            Act::Store,
            "ask whoever runs {product} in this network for its root certificate, and add that to the trust store; \
             if nobody does, do not trust this connection",
        ),
        Code::OnlyInLocalStore {
            product: Some(_), ..
        } => (
            Act::Store,
            "remove {subject} from the trust store, if you do not know that {product} inspects your connections",
        ),
        // An issuer that is itself no leaf's and can be had from nowhere is a root.
        Code::IssuerNotFound { urls, .. } if !is_leaf && urls.is_empty() => (
            Act::Store,
            "add the root certificate of {issuer} to the trust store, if you know whose it is",
        ),
        Code::SignatureInvalid {
            key_ids: Some(_), ..
        } if issuer_is_anchor(report, finding) => (
            Act::Store,
            "add the certificate of {issuer} with the {key_id} to the trust store, if you know whose it is",
        ),
        Code::SignatureInvalid {
            key_ids: Some(_), ..
        } => (
            Act::Send,
            "send the certificate of {issuer} with the {key_id} in place of the other",
        ),
        Code::NameNotPermitted { name, .. } | Code::NameExcluded { name, .. }
            if can_do_without(report, certificate?, name) =>
        {
            (Act::Reissue, "without the {name}")
        }
        // No copy of it is any better.
        Code::UnreadableLeaf { error, .. }
            if matches!(error.problem(), Problem::Duplicate { .. }) =>
        {
            (Act::Reissue, "with that extension once")
        }
        // A site's certificate, or somebody's who plays the CA.
        Code::NotCa { .. } if !is_leaf && names_host(certificate?) => (
            Act::Install,
            "install a certificate that a CA issued, which {subject} is not",
        ),
        Code::UnknownCriticalExtension { oid } if is_leaf && oid.as_oid() == CT_POISON => (
            Act::Install,
            "install the certificate that the CA issued after this precertificate",
        ),
        _ => return None,
    })
}

/// 1.3.6.1.4.1.11129.2.4.3 (RFC 6962 §3.1)
const CT_POISON: Oid<'static> = Oid::from_contents(&[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 3]);

fn names_host(certificate: &Certificate) -> bool {
    let cert = certificate.cert.as_ref();
    let mut names = cert.into_iter().flat_map(Cert::alternative_names);
    names.any(|name| NameKind::of(&name) == NameKind::Dns)
}

/// Whether the next certificate of the path is from the trust store.
fn issuer_is_anchor(report: &Report, finding: &Finding) -> bool {
    let number = finding.certificate().and_then(|of| report.number(of));
    let mut path = report.path.iter();
    let below = path.find(|on_path| Some(on_path.certificate) == number);
    below
        .and_then(|_| path.next())
        .is_some_and(|above| above.role == Role::Anchor)
}

/// Whether a certificate has a name among others, and what was asked for does not need it.
fn can_do_without(report: &Report, certificate: &Certificate, name: &PresentedName) -> bool {
    let Some(cert) = &certificate.cert else {
        return false;
    };
    let mut has_name = false;
    let mut needs: Vec<&ReferenceName<'_>> = report.names.iter().collect();
    let mut others = 0_usize;
    for presented in cert.alternative_names() {
        if PresentedName::of(&presented) == *name {
            has_name = true;
        } else {
            others = others.saturating_add(1);
            needs.retain(|wanted| !wanted.matches(&presented));
        }
    }
    has_name && others > 0 && needs.is_empty()
}

/// All that a server is to send for the path, in its order: a root is what clients have.
fn in_order(report: &Report) -> Fix {
    let mut text = Text::new();
    text.ours("send, in this order: the leaf");
    let mut certificates = Vec::new();
    for on_path in &report.path {
        let Some(certificate) = report.certificates.get(on_path.certificate) else {
            continue;
        };
        let is_root = |cert: &Cert<'_>| cert.is_self_issued();
        match on_path.role {
            Role::Leaf => {}
            Role::Anchor if certificate.cert.as_ref().is_none_or(is_root) => continue,
            _ => drop(text.ours(", ").quoted_excerpt(&name_of(certificate))),
        }
        certificates.push(on_path.certificate);
    }
    of_sent(Act::Send, certificates, text)
}

/// What of it clients do not need, with its place in what was sent.
fn leave_out(report: &Report, unused: &[&Finding]) -> Fix {
    let numbers = unused
        .iter()
        .filter_map(|finding| report.number(finding.certificate()?));
    let certificates: Vec<usize> = numbers.collect();
    let mut text = Text::new();
    text.ours(match certificates.len() {
        1 => "remove the unused certificate ",
        _ => "remove the unused certificates ",
    });
    let listed = certificates.iter().take(MOST_NAMED);
    let listed = listed.filter_map(|number| report.certificates.get(*number));
    let mut listed = listed.enumerate().peekable();
    while let Some((before, certificate)) = listed.next() {
        let name = name_of(certificate);
        text.ours(if before == 0 { "" } else { ", " })
            .ours(place(certificate));
        // The same name once for all of them.
        let is_next_alike = |(_, next): &(_, &Certificate)| name_of(next) == name;
        if !listed.peek().is_some_and(is_next_alike) {
            text.ours(", ").quoted_excerpt(&name);
        }
    }
    match certificates.len().saturating_sub(MOST_NAMED) {
        0 => {}
        more => drop(text.ours(format!(", and {more} more"))),
    }
    of_sent(Act::Omit, certificates, text)
}

fn without_root(report: &Report, root: &Finding) -> Fix {
    let number = root.certificate().and_then(|of| report.number(of));
    let mut text = Text::new();
    text.ours("leave ");
    if let Some(root) = number.and_then(|number| report.certificates.get(number)) {
        text.ours(format!("certificate {}, the root ", place(root)))
            .quoted_excerpt(&name_of(root))
            .ours(", ");
    }
    text.ours("out of the chain");
    of_sent(Act::Omit, number.into_iter().collect(), text)
}

fn of_sent(act: Act, certificates: Vec<usize>, text: Text) -> Fix {
    Fix {
        by: act.by(finding::Role::Leaf),
        act,
        certificates,
        text,
    }
}

/// Its place in what was sent; 1 is the leaf.
fn place(certificate: &Certificate) -> String {
    match certificate.source {
        Source::Sent { place } => format!("{}", place.saturating_add(1)),
        _ => String::new(),
    }
}
