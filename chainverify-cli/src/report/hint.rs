//! What whoever typed the command can do by its options, where its only target is not valid: the library's fixes know of none. One line,
//! the last, where the eye is.

use chainverify::finding::Act;
use chainverify::text::{Style, Text};
use chainverify::{Code, Purpose, ReferenceName};

use super::{Among, Known};
use crate::gather::Origin;
use crate::plan::SniReason;
use crate::trust::Set;

/// Adds it, if there is something to say.
pub(super) fn say(known: &Known<'_>, out: &mut Text) {
    if let Some(hint) = hint(known) {
        out.line().ours("  ").styled(Style::Label, "hint");
        out.ours(": ").ours(hint);
    }
}

fn hint(known: &Known<'_>) -> Option<&'static str> {
    let cause = known.report.primary()?;
    if known.among == Among::Several || known.report.is_valid() || known.is_impostor() {
        return None;
    }
    if is_without_a_name(known) {
        return Some("if the server is called by a name, --name NAME sends it (SNI) and checks it");
    }
    if is_url_for_a_host(known) {
        return Some(
            "a URL is looked for among the URIs of the leaf; --name HOST checks its host name",
        );
    }
    if matches!(cause.code(), Code::RevocationNotChecked { .. }) {
        return Some(
            "--crl FILE and --ocsp FILE give what says it, --fetch public asks where the certificate says; --revocation-scope leaf looks at the leaf alone",
        );
    }
    // Without a proof of its key, a server is not valid whatever is trusted.
    let is_root = !known.lacks_a_handshake()
        && matches!(
            cause.code(),
            Code::IssuerNotFound { .. }
                | Code::UntrustedRoot { .. }
                | Code::SelfSignedLeaf
                | Code::SelfIssuedLeaf { .. }
                | Code::EmptyStore
        );
    match (known.report.fix(cause).act, known.roots.set) {
        (Act::Store, Set::Files) if is_root => {
            Some("--roots FILE can be given several times, for a root in each file")
        }
        (Act::Store, _) if is_root => {
            Some("--add-roots FILE trusts what is in FILE for this check alone")
        }
        (Act::Send, _)
            if is_in_reach(known, cause.code()) && known.report.purpose == Purpose::Client =>
        {
            Some(
                "if it is in another file, give that: --chain FILE if the client sends it too, --intermediates FILE if the server has it",
            )
        }
        (Act::Send, _) if is_in_reach(known, cause.code()) => Some(
            "if it is in another file, give that: --chain FILE if the server sends it too, --intermediates FILE if not",
        ),
        _ => None,
    }
}

/// Whether a server was asked by its address alone, and has a certificate for something else: it may have another one for a name, and what is
/// wanted is seldom the address.
fn is_without_a_name(known: &Known<'_>) -> bool {
    let mut findings = known.report.findings.iter();
    let handshake = known.handshake();
    handshake.is_some_and(|handshake| handshake.sni.why == SniReason::Address)
        && findings.any(|finding| matches!(finding.code(), Code::NameMismatch { .. }))
}

/// Whether the leaf lacks a URL, which somebody typed who meant the host in it.
fn is_url_for_a_host(known: &Known<'_>) -> bool {
    let mut findings = known.report.findings.iter();
    findings.any(|finding| {
        matches!(finding.code(), Code::NameMismatch { wanted: ReferenceName::Uri(uri), .. }
            if uri.starts_with("https://"))
    })
}

/// Whether an issuer is missing in a file, and may be in the next one.
fn is_in_reach(known: &Known<'_>, cause: &Code) -> bool {
    matches!(cause, Code::IssuerNotFound { .. })
        && matches!(known.gathered.origin, Origin::Files { .. })
}
