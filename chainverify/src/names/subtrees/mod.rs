//! The name constraints of one CA, kind by kind (RFC 5280 §4.2.1.10), sorted so that a name is
//! looked up and not compared with one subtree after another.
//!
//! Not here: which certificates of a path a CA constrains, and what follows from the answer.

mod keys;
mod prefixes;

use alloc::vec::Vec;
use core::mem::{Discriminant, discriminant};

use prefixes::Prefixes;

use super::uri::{self, Host};
use super::{dns, email};
use crate::budget::{Budget, Limit};
use crate::cert::Name;
use crate::cert::ext::{self, GeneralName};

/// All subtrees of one CA.
#[derive(Debug, Default)]
pub(crate) struct Subtrees<'r> {
    dns: Lists<'r>,
    /// The domains that excluded dNSNames stand directly below: a wildcard there meets them.
    excluded_parents: Prefixes<'r>,
    email: Lists<'r>,
    /// The hosts of excluded mailboxes: a SmtpUTF8Mailbox there meets them.
    excluded_mailbox_hosts: Prefixes<'r>,
    uri: Lists<'r>,
    ip: Lists<'r>,
    directory: Lists<'r>,
    /// The first one of each kind that nobody can compare.
    unsupported: Vec<GeneralName<'r>>,
    /// The first one of each kind that is not well-formed.
    malformed: Vec<GeneralName<'r>>,
    leading_dot: Option<&'r [u8]>,
}

/// How a name stands to the constraints of one CA.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standing<'r> {
    /// Nothing constrains names of its kind, or it lies in a permitted subtree and in no excluded one.
    Allowed,
    /// There are permitted subtrees of its kind, and it lies in none of them.
    NotPermitted,
    /// It lies in this excluded subtree, or may: as one of the hosts that it stands for, or by
    /// characters that nobody can tell apart.
    Excluded(GeneralName<'r>),
    /// The name is not well-formed, so that nobody can tell.
    MalformedName,
    /// A URI whose host is an address or missing: no constraint can be applied to it, and "the
    /// application MUST reject the certificate" (RFC 5280 §4.2.1.10).
    UriWithoutHostName,
    /// This constraint for its kind is not well-formed, so that nobody can tell.
    MalformedConstraint(GeneralName<'r>),
    /// Names of its kind are constrained, and cannot be compared.
    Unsupported,
}

/// The permitted and the excluded subtrees of one kind.
#[derive(Debug, Default)]
struct Lists<'r> {
    permitted: Prefixes<'r>,
    excluded: Prefixes<'r>,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Permitted,
    Excluded,
}

impl<'r> Subtrees<'r> {
    /// `der` is what the constraints were read from.
    pub(crate) fn new(
        constraints: &ext::NameConstraints,
        der: &'r [u8],
        budget: &mut Budget,
    ) -> Result<Self, Limit> {
        let mut subtrees = Self::default();
        for base in constraints.permitted.bases(der) {
            budget.work(work_on(&base))?;
            subtrees.add(base, List::Permitted);
        }
        for base in constraints.excluded.bases(der) {
            budget.work(work_on(&base))?;
            subtrees.add(base, List::Excluded);
        }
        subtrees.dns.sort(budget)?;
        subtrees.excluded_parents.sort(budget)?;
        subtrees.email.sort(budget)?;
        subtrees.excluded_mailbox_hosts.sort(budget)?;
        subtrees.uri.sort(budget)?;
        subtrees.ip.sort(budget)?;
        subtrees.directory.sort(budget)?;
        Ok(subtrees)
    }

    fn add(&mut self, base: GeneralName<'r>, list: List) {
        let (lists, key) = match base {
            GeneralName::Dns(octets) => (&mut self.dns, keys::dns_constraint(octets)),
            GeneralName::Email(octets) => (&mut self.email, keys::mailbox_constraint(octets)),
            GeneralName::Uri(octets) => (&mut self.uri, keys::host_constraint(octets)),
            GeneralName::Ip(octets) => (&mut self.ip, keys::address_constraint(octets)),
            GeneralName::Directory(name) => {
                (&mut self.directory, keys::directory_constraint(name, list))
            }
            GeneralName::Other(_)
            | GeneralName::SmtpUtf8Mailbox(_)
            | GeneralName::X400Address(_)
            | GeneralName::EdiParty(_)
            | GeneralName::RegisteredId(_) => return keep_first(&mut self.unsupported, base),
        };
        match (key, list) {
            (None, _) => return keep_first(&mut self.malformed, base),
            (Some(key), List::Permitted) => lists.permitted.push(key, base),
            (Some(key), List::Excluded) => lists.excluded.push(key, base),
        }
        match (base, list) {
            (GeneralName::Dns(octets), _) => self.note_dns(octets, list),
            (GeneralName::Email(octets), List::Excluded) => {
                if let Some((_, host)) = email::split(octets) {
                    self.excluded_mailbox_hosts.push(keys::host(host), base);
                }
            }
            _ => {}
        }
    }

    /// What else a well-formed constraint of dNSName means.
    fn note_dns(&mut self, octets: &'r [u8], list: List) {
        let mut labels = octets.splitn(2, |octet| *octet == b'.');
        match (labels.next(), labels.next(), list) {
            (Some([]), Some(_), _) => {
                self.leading_dot.get_or_insert(octets);
            }
            (_, Some(parent), List::Excluded) => {
                let base = GeneralName::Dns(octets);
                self.excluded_parents.push(keys::host(parent), base);
            }
            _ => {}
        }
    }

    /// The first dNSName that has a leading dot.
    pub(crate) const fn leading_dot(&self) -> Option<&'r [u8]> {
        self.leading_dot
    }

    /// How `name` stands to the subtrees of its kind.
    pub(crate) fn standing(
        &self,
        name: &GeneralName<'_>,
        budget: &mut Budget,
    ) -> Result<Standing<'r>, Limit> {
        budget.work(work_on(name))?;
        // Constraints of rfc822Name hold for a SmtpUTF8Mailbox (RFC 9598 §6), which else would be a way
        // around them.
        let constrained = match *name {
            GeneralName::SmtpUtf8Mailbox(text) => GeneralName::Email(text.as_bytes()),
            name => name,
        };
        if let Some(base) = of_kind(&self.malformed, &constrained) {
            return Ok(Standing::MalformedConstraint(*base));
        }
        if of_kind(&self.unsupported, name).is_some() {
            return Ok(Standing::Unsupported);
        }
        match *name {
            GeneralName::Dns(octets) => self.standing_of_dns(octets, budget),
            GeneralName::Email(octets) => self.email.standing(|| keys::mailbox(octets), budget),
            GeneralName::Uri(octets) => self.standing_of_uri(octets, budget),
            GeneralName::Ip(octets) => self.ip.standing(|| keys::address(octets), budget),
            GeneralName::Directory(name) => self.standing_of_directory(name, budget),
            GeneralName::SmtpUtf8Mailbox(text) => self.standing_of_smtp_utf8(text, budget),
            GeneralName::Other(_)
            | GeneralName::X400Address(_)
            | GeneralName::EdiParty(_)
            | GeneralName::RegisteredId(_) => Ok(Standing::Allowed),
        }
    }

    /// A wildcard must be wholly inside what is permitted (limbo
    /// `cve::cve-2025-61727-nc-permits-variant`), and no host that it stands for may be inside what is
    /// excluded (limbo `cve::cve-2025-61727`): `*.example.com` meets `foo.example.com`, but not
    /// `a.foo.example.com`.
    fn standing_of_dns(&self, octets: &[u8], budget: &mut Budget) -> Result<Standing<'r>, Limit> {
        if !self.excluded_parents.is_empty()
            && let Some(domain) = octets.strip_prefix(b"*.")
            && dns::check_presented(octets).is_ok()
            && let Some(base) = self.excluded_parents.holding(&keys::host(domain), budget)?
        {
            return Ok(Standing::Excluded(base));
        }
        self.dns.standing(|| keys::dns_name(octets), budget)
    }

    /// The comparison is one of hosts (RFC 9598 §6): an excluded mailbox excludes its host here. A
    /// permitted one does not permit it: nothing but that mailbox was meant.
    fn standing_of_smtp_utf8(
        &self,
        mailbox: &str,
        budget: &mut Budget,
    ) -> Result<Standing<'r>, Limit> {
        if !self.excluded_mailbox_hosts.is_empty()
            && let Some((_, host)) = email::split_smtp_utf8(mailbox)
            && let Some(base) = self
                .excluded_mailbox_hosts
                .holding(&keys::host(host), budget)?
        {
            return Ok(Standing::Excluded(base));
        }
        self.email
            .standing(|| keys::smtp_utf8_mailbox(mailbox), budget)
    }

    /// What could be equal to something excluded is excluded. A name of which not all is settled could
    /// be equal to any that begins like it.
    fn standing_of_directory(
        &self,
        name: Name<'_>,
        budget: &mut Budget,
    ) -> Result<Standing<'r>, Limit> {
        let lists = &self.directory;
        if lists.is_empty() {
            return Ok(Standing::Allowed);
        }
        let Some(prepared) = name.prepared() else {
            return Ok(Standing::MalformedName);
        };
        if let Some(start) = prepared.settled_part()
            && let Some(base) = lists.excluded.beginning_with(start, budget)?
        {
            return Ok(Standing::Excluded(base));
        }
        lists.standing(|| Some(prepared.into_octets()), budget)
    }

    fn standing_of_uri(&self, octets: &[u8], budget: &mut Budget) -> Result<Standing<'r>, Limit> {
        if self.uri.is_empty() {
            return Ok(Standing::Allowed);
        }
        match uri::host(octets) {
            Ok(Host::Name(host)) => self.uri.standing(|| Some(keys::host(host)), budget),
            Ok(Host::Address | Host::Missing) => Ok(Standing::UriWithoutHostName),
            Err(_) => Ok(Standing::MalformedName),
        }
    }

    /// The permitted subtrees that hold for the kind of `name`, without those that lie in another: the first few,
    /// and how many there are.
    pub(crate) fn permitted(&self, name: &GeneralName<'_>) -> (Vec<GeneralName<'r>>, usize) {
        match name {
            GeneralName::Dns(_) => self.dns.permitted(),
            GeneralName::Email(_) | GeneralName::SmtpUtf8Mailbox(_) => self.email.permitted(),
            GeneralName::Uri(_) => self.uri.permitted(),
            GeneralName::Ip(_) => self.ip.permitted(),
            GeneralName::Directory(_) => self.directory.permitted(),
            GeneralName::Other(_)
            | GeneralName::X400Address(_)
            | GeneralName::EdiParty(_)
            | GeneralName::RegisteredId(_) => (Vec::new(), 0),
        }
    }
}

/// Of reading a name, and of making its key for either list. One octet more, so that nothing is free.
fn work_on(name: &GeneralName<'_>) -> usize {
    let octets = name.octets().len().saturating_add(1);
    octets.saturating_mul(match name {
        // Text that is not ASCII is prepared character by character.
        GeneralName::Directory(_) => 6,
        GeneralName::Other(_)
        | GeneralName::SmtpUtf8Mailbox(_)
        | GeneralName::Email(_)
        | GeneralName::Dns(_)
        | GeneralName::X400Address(_)
        | GeneralName::EdiParty(_)
        | GeneralName::Uri(_)
        | GeneralName::Ip(_)
        | GeneralName::RegisteredId(_) => 3,
    })
}

fn of_kind<'l, 'r>(
    list: &'l [GeneralName<'r>],
    name: &GeneralName<'_>,
) -> Option<&'l GeneralName<'r>> {
    list.iter().find(|one| kind(one) == kind(name))
}

/// All types of otherName are one kind here: a constraint of one fails closed for all.
fn kind<'n>(name: &GeneralName<'n>) -> Discriminant<GeneralName<'n>> {
    match name {
        GeneralName::SmtpUtf8Mailbox(_) => discriminant(&GeneralName::Other(&[])),
        name => discriminant(name),
    }
}

fn keep_first<'r>(list: &mut Vec<GeneralName<'r>>, base: GeneralName<'r>) {
    if of_kind(list, &base).is_none() {
        list.push(base);
    }
}

impl<'r> Lists<'r> {
    fn sort(&mut self, budget: &mut Budget) -> Result<(), Limit> {
        self.permitted.sort(budget)?;
        self.excluded.sort(budget)
    }

    const fn is_empty(&self) -> bool {
        self.permitted.is_empty() && self.excluded.is_empty()
    }

    /// `key` writes the name, none if it is not well-formed; it is not asked where nothing is
    /// constrained.
    fn standing(
        &self,
        key: impl FnOnce() -> Option<Vec<u8>>,
        budget: &mut Budget,
    ) -> Result<Standing<'r>, Limit> {
        if self.is_empty() {
            return Ok(Standing::Allowed);
        }
        let Some(key) = key() else {
            return Ok(Standing::MalformedName);
        };
        if let Some(base) = self.excluded.holding(&key, budget)? {
            return Ok(Standing::Excluded(base));
        }
        if self.permitted.is_empty() || self.permitted.holding(&key, budget)?.is_some() {
            return Ok(Standing::Allowed);
        }
        Ok(Standing::NotPermitted)
    }

    fn permitted(&self) -> (Vec<GeneralName<'r>>, usize) {
        const LISTED: usize = 12;
        let bases = self.permitted.bases();
        let count = bases.len();
        (bases.take(LISTED).collect(), count)
    }
}

#[cfg(test)]
mod compared;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
