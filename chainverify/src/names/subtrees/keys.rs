//! Names and constraints as octets, so that a name lies in a subtree (RFC 5280 §4.2.1.10) where its
//! octets begin with those of the subtree.
//!
//! Domains are written from the top level down, `example.com` as `1 3com 1 7example 0`: the name and
//! all below begin with `1 3com 1 7example`, the name alone with that and 0, all below with that and 1.
//! Addresses are written bit by bit, directory names as `Name::prepared` does.

use alloc::vec::Vec;

use super::List;
use crate::cert::Name;
use crate::names::email::Local;
use crate::names::host_name::is_host;
use crate::names::{dns, email, ip};

/// What comes after a domain: one more label, or nothing.
const BELOW: u8 = 1;
const HERE: u8 = 0;

/// A dNSName. An asterisk is a label like any other here: all hosts that it stands for lie in a
/// subtree if the name does.
pub(super) fn dns_name(name: &[u8]) -> Option<Vec<u8>> {
    dns::check_presented(name).ok()?;
    Some(host(name))
}

/// A constraint of dNSName: `host.example` is that host and all below it.
///
/// A leading dot, which RFC 5280 defines for mailboxes and URIs only, leaves the host itself out, as
/// in OpenSSL, Go, rustls-webpki, Firefox and Chrome. A wildcard is malformed (limbo
/// `rfc5280::nc::invalid-dnsname-wildcard`). An underscore is allowed: it can only meet names that
/// have it too.
pub(super) fn dns_constraint(base: &[u8]) -> Option<Vec<u8>> {
    match base {
        [] | [b'.', ..] => host_constraint(base),
        base => is_host(base).then(|| domain(base)),
    }
}

/// The host of a URI or of a mailbox.
pub(super) fn host(name: &[u8]) -> Vec<u8> {
    let mut key = domain(name);
    key.push(HERE);
    key
}

/// A constraint of URIs: `host.example` is that host alone, `.example` every host below that domain.
///
/// Empty means every host: the RFC is silent, NSS and Go read it so, and CAs write it to exclude a
/// whole kind of name. A dot alone has no meaning; it must not turn into that.
pub(super) fn host_constraint(base: &[u8]) -> Option<Vec<u8>> {
    match base {
        [] => Some(Vec::new()),
        [b'.', below @ ..] => is_host(below).then(|| {
            let mut key = domain(below);
            key.push(BELOW);
            key
        }),
        base => is_host(base).then(|| host(base)),
    }
}

/// An rfc822Name.
pub(super) fn mailbox(name: &[u8]) -> Option<Vec<u8>> {
    email::split(name).map(mailbox_of)
}

/// A SmtpUTF8Mailbox. Its local part is compared octet by octet (RFC 9598 §5), so that of a
/// constraint, which is ASCII, is hardly ever the same.
pub(super) fn smtp_utf8_mailbox(name: &str) -> Option<Vec<u8>> {
    email::split_smtp_utf8(name).map(mailbox_of)
}

fn mailbox_of((local, on): (Local<'_>, &[u8])) -> Vec<u8> {
    let mut key = host(on);
    key.extend(local.letters());
    key.push(HERE);
    key
}

/// A constraint of rfc822Name: a mailbox, or all on the hosts of a [`host_constraint`].
pub(super) fn mailbox_constraint(base: &[u8]) -> Option<Vec<u8>> {
    if base.contains(&b'@') {
        mailbox(base)
    } else {
        host_constraint(base)
    }
}

/// A constraint of directoryName. One that excludes holds all that could be equal to what begins
/// with it.
pub(super) fn directory_constraint(base: Name<'_>, list: List) -> Option<Vec<u8>> {
    let prepared = base.prepared()?;
    Some(match list {
        List::Permitted => prepared.into_octets(),
        List::Excluded => prepared.into_settled(),
    })
}

/// From the last label on, each with its length before it.
fn domain(name: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len().saturating_mul(2));
    for label in name.rsplit(|octet| *octet == b'.') {
        key.push(BELOW);
        key.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
        key.extend(label.iter().map(u8::to_ascii_lowercase));
    }
    key
}

/// An iPAddress.
pub(super) fn address(octets: &[u8]) -> Option<Vec<u8>> {
    ip::check_presented(octets).ok()?;
    Some(bits(octets))
}

/// A constraint of iPAddress: an address and a mask in the style of CIDR (RFC 4632 §3.1).
///
/// A mask with holes is malformed, as in Go and rustls-webpki. Bits of the address beyond the mask
/// are ignored, as they are there: `10.1.2.3/8` is `10.0.0.0/8`.
pub(super) fn address_constraint(octets: &[u8]) -> Option<Vec<u8>> {
    let (base, mask) = octets.split_at_checked(octets.len().div_ceil(2))?;
    if mask.len() != base.len() {
        return None;
    }
    let (mut key, mask) = (address(base)?, bits(mask));
    // The first octet is the family.
    let first_zero = mask.iter().skip(1).position(|bit| *bit == 0);
    let length = first_zero.map_or(mask.len(), |zero| zero.saturating_add(1));
    key.truncate(length);
    mask.iter().skip(length).all(|bit| *bit == 0).then_some(key)
}

/// The family, by how many octets an address has, and the bits, an octet each.
fn bits(octets: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(octets.len().saturating_mul(8).saturating_add(1));
    key.push(u8::try_from(octets.len()).unwrap_or(u8::MAX));
    for octet in octets {
        key.extend((0..8).map(|place| (octet >> (7 - place)) & 1));
    }
    key
}
