//! The same constraints, one name compared with one subtree at a time, as RFC 5280 §4.2.1.10 says
//! it. Slow and plain: what the sorted subtrees are tested against.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cert::Name;
use crate::cert::ext::GeneralName;
use crate::names::host_name::is_host;
use crate::names::uri::{self, Host};
use crate::names::{NameKind, dns, email, ip};

/// [`super::Standing`] without the subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Allowed,
    NotPermitted,
    Excluded,
    MalformedName,
    UriWithoutHostName,
    MalformedConstraint,
    Unsupported,
}
use Answer::{MalformedConstraint, MalformedName, UriWithoutHostName};

pub(super) fn answer(
    permitted: &[GeneralName<'_>],
    excluded: &[GeneralName<'_>],
    name: &GeneralName<'_>,
) -> Answer {
    let of_kind = |bases: &[GeneralName<'_>]| -> Vec<Result<Inside, Answer>> {
        let bases = bases.iter().filter_map(|base| inside(name, base));
        bases.collect()
    };
    let (permitted, excluded) = (of_kind(permitted), of_kind(excluded));
    let errors = || {
        permitted
            .iter()
            .chain(&excluded)
            .filter_map(|one| one.err())
    };
    for worst in [MalformedConstraint, Answer::Unsupported] {
        if errors().any(|error| error == worst) {
            return worst;
        }
    }
    if let Some(error) = errors().next() {
        return error;
    }
    if excluded.iter().any(|inside| *inside != Ok(Inside::No)) {
        Answer::Excluded
    } else if permitted.is_empty() || permitted.contains(&Ok(Inside::Wholly)) {
        Answer::Allowed
    } else {
        Answer::NotPermitted
    }
}

/// Whether a name is inside a subtree: a wildcard can be so in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    No,
    Partly,
    Wholly,
}

/// None if the subtree is of another kind.
fn inside(name: &GeneralName<'_>, base: &GeneralName<'_>) -> Option<Result<Inside, Answer>> {
    use GeneralName::{
        Directory, Dns, EdiParty, Email, Ip, Other, RegisteredId, SmtpUtf8Mailbox, Uri, X400Address,
    };
    let wholly = |inside| if inside { Inside::Wholly } else { Inside::No };
    if let (SmtpUtf8Mailbox(name), Email(base)) = (name, base) {
        return Some(smtp_utf8_inside(name, base));
    }
    let kind = |name: &GeneralName<'_>| match NameKind::of(name) {
        NameKind::SmtpUtf8Mailbox => NameKind::Other,
        kind => kind,
    };
    if kind(name) != kind(base) {
        return None;
    }
    let base = match *base {
        Dns(base) | Email(base) | Uri(base) | Ip(base) => base,
        Directory(base) => base.as_bytes(),
        Other(_) | SmtpUtf8Mailbox(_) | X400Address(_) | EdiParty(_) | RegisteredId(_) => {
            return Some(Err(Answer::Unsupported));
        }
    };
    let answer = match *name {
        Dns(name) => return Some(dns_inside(name, base)),
        Email(name) => email_inside(name, base),
        Uri(name) => uri_inside(name, base),
        Ip(name) => ip_inside(name, base),
        Directory(name) => return Some(directory_inside(name, Name::from_contents(base))),
        Other(_) | SmtpUtf8Mailbox(_) | X400Address(_) | EdiParty(_) | RegisteredId(_) => {
            Err(Answer::Unsupported)
        }
    };
    Some(answer.map(wholly))
}

fn labels(name: &[u8]) -> Vec<String> {
    let lower = name.to_ascii_lowercase();
    let labels = lower.split(|octet| *octet == b'.');
    labels
        .map(|label| String::from_utf8_lossy(label).into_owned())
        .collect()
}

/// All hosts that a name can match, over some labels: a subtree holds all, some or none of them.
fn dns_inside(name: &[u8], base: &[u8]) -> Result<Inside, Answer> {
    let domain = base.strip_prefix(b".").unwrap_or(base);
    if !base.is_empty() && !is_host(domain) {
        return Err(MalformedConstraint);
    }
    dns::check_presented(name).map_err(|_| MalformedName)?;
    let least = labels(domain).len() + usize::from(base.starts_with(b"."));
    let holds = |host: &Vec<String>| {
        base.is_empty() || (host.ends_with(&labels(domain)) && host.len() >= least)
    };
    // Any label of the base could be what the asterisk stands for, and one that nobody has.
    let mut asterisks = labels(domain);
    asterisks.push("elsewhere".into());
    let hosts: Vec<Vec<String>> = asterisks
        .iter()
        .map(|label| {
            let mut host = labels(name);
            if let Some(first) = host.first_mut().filter(|first| *first == "*") {
                first.clone_from(label);
            }
            host
        })
        .collect();
    Ok(match hosts.iter().filter(|host| holds(host)).count() {
        0 => Inside::No,
        count if count == hosts.len() => Inside::Wholly,
        _ => Inside::Partly,
    })
}

fn host_inside(host: &[u8], base: &[u8]) -> Result<bool, Answer> {
    match base {
        [] => Ok(true),
        [b'.', domain @ ..] if is_host(domain) => {
            let (host, domain) = (labels(host), labels(domain));
            Ok(host.len() > domain.len() && host.ends_with(&domain))
        }
        base if is_host(base) => Ok(host.eq_ignore_ascii_case(base)),
        _ => Err(MalformedConstraint),
    }
}

fn email_inside(mailbox: &[u8], base: &[u8]) -> Result<bool, Answer> {
    let name = email::split(mailbox);
    if base.contains(&b'@') {
        let only = email::split(base).ok_or(MalformedConstraint)?;
        name.ok_or(MalformedName)?;
        let (_, host) = only;
        return Ok(email::matches(mailbox, base) && is_host(host));
    }
    host_inside(b"host", base)?;
    let (_, host) = name.ok_or(MalformedName)?;
    host_inside(host, base)
}

/// RFC 9598 §6; in part: on the host of a mailbox.
fn smtp_utf8_inside(mailbox: &str, base: &[u8]) -> Result<Inside, Answer> {
    let name = email::split_smtp_utf8(mailbox);
    let inside = if base.contains(&b'@') {
        let (only, on) = email::split(base).ok_or(MalformedConstraint)?;
        let (local, host) = name.ok_or(MalformedName)?;
        match host.eq_ignore_ascii_case(on) {
            true if local == only => Inside::Wholly,
            true => Inside::Partly,
            false => Inside::No,
        }
    } else {
        host_inside(b"host", base)?;
        let (_, host) = name.ok_or(MalformedName)?;
        match host_inside(host, base)? {
            true => Inside::Wholly,
            false => Inside::No,
        }
    };
    Ok(inside)
}

fn uri_inside(name: &[u8], base: &[u8]) -> Result<bool, Answer> {
    host_inside(b"host", base)?;
    match uri::host(name) {
        Ok(Host::Name(host)) => host_inside(host, base),
        Ok(Host::Address | Host::Missing) => Err(UriWithoutHostName),
        Err(_) => Err(MalformedName),
    }
}

fn ip_inside(address: &[u8], block: &[u8]) -> Result<bool, Answer> {
    let (base, mask) = block.split_at(block.len() / 2);
    let bits: String = mask
        .iter()
        .map(|octet| alloc::format!("{octet:08b}"))
        .collect();
    if !matches!(block.len(), 8 | 32) || bits.contains("01") {
        return Err(MalformedConstraint);
    }
    ip::check_presented(address).map_err(|_| MalformedName)?;
    let mut octets = address.iter().zip(base).zip(mask);
    Ok(address.len() == base.len()
        && octets.all(|((address, base), mask)| (address ^ base) & mask == 0))
}

/// In part: a name that could be equal to one inside.
fn directory_inside(name: Name<'_>, base: Name<'_>) -> Result<Inside, Answer> {
    if !base.is_well_formed() {
        return Err(MalformedConstraint);
    }
    if !name.is_well_formed() {
        return Err(MalformedName);
    }
    let mut rdns = name.rdns();
    let holds = base
        .rdns()
        .all(|wanted| rdns.next().is_some_and(|found| found == wanted));
    Ok(match (holds, could_hold(name, base)) {
        (true, _) => Inside::Wholly,
        (false, true) => Inside::Partly,
        (false, false) => Inside::No,
    })
}

/// The names of these tests have one UTF8String in each RDN, without spaces.
fn could_hold(name: Name<'_>, base: Name<'_>) -> bool {
    let mut found = name.attributes();
    for wanted in base.attributes() {
        let Some(found) = found.next() else {
            return false;
        };
        let (wanted, found) = (settled(wanted.value), settled(found.value));
        if let (Ok(wanted), Ok(found)) = (&wanted, &found) {
            if wanted == found {
                continue;
            }
            return false;
        }
        // The end of a text that is known to its end.
        let text = |part: Result<String, String>| part.map_or_else(|start| start, |all| all + "\0");
        let (wanted, found) = (text(wanted), text(found));
        return wanted.starts_with(&found) || found.starts_with(&wanted);
    }
    true
}

/// A text in lower case; of one with a character that NFKC or the folding of case may change, what
/// comes before the letter that it may join.
fn settled(text: &[u8]) -> Result<String, String> {
    const OPEN: [char; 6] = [
        '\u{df}', '\u{301}', '\u{217c}', '\u{fb01}', '\u{ff41}', '\u{ff45}',
    ];
    let text = String::from_utf8_lossy(text).to_lowercase();
    match text.split_once(OPEN) {
        None => Ok(text),
        Some((before, _)) => {
            let mut letters = before.chars();
            letters.next_back();
            Err(letters.collect())
        }
    }
}
