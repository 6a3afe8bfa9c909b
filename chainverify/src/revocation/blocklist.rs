//! A list of certificates that are not to be trusted, whatever their CA says: such as Mozilla's OneCRL.
//! An entry names a certificate by issuer and serial number, or a CA by subject and key. Not its file
//! format: entries come decoded.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::cert::{Name, NameBuf};
use crate::der::{Field, ParseError, Reader, tag};

/// One entry of a blocklist.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// One certificate.
    #[non_exhaustive]
    Certificate {
        /// Its issuer.
        issuer: NameBuf,
        /// The contents of its serial number's INTEGER.
        serial_number: Vec<u8>,
    },
    /// Every certificate with this subject and this key.
    #[non_exhaustive]
    Key {
        /// The subject.
        subject: NameBuf,
        /// The SHA-256 of the SubjectPublicKeyInfo in DER.
        spki_sha256: [u8; 32],
    },
}

/// A blocklist; a clone shares its entries. A look-up takes the logarithm of their number.
///
/// ```
/// use chainverify::revocation::blocklist::{Blocked, Blocklist};
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let name = [&[0x30, u8::try_from(leaf.issuer().as_bytes().len())?][..], leaf.issuer().as_bytes()].concat();
/// let list: Blocklist = [Blocked::certificate(&name, leaf.serial_number())?].into_iter().collect();
/// assert!(list.find(leaf.issuer(), leaf.serial_number()));
/// assert!(!list.find(ca.issuer(), ca.serial_number()));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Blocklist {
    certificates: Arc<[Item]>,
    keys: Arc<[Item]>,
}

/// What is looked for: a serial number or a hash, and a name by its hash; then the name itself.
#[derive(Debug)]
struct Item {
    value: Box<[u8]>,
    name_hash: u64,
    name: NameBuf,
}

impl Blocked {
    /// The certificate with this issuer (a Name in DER) and serial number (the contents of the INTEGER).
    ///
    /// # Errors
    ///
    /// The issuer is no SEQUENCE.
    pub fn certificate(issuer: &[u8], serial_number: &[u8]) -> Result<Self, ParseError> {
        Ok(Self::Certificate {
            issuer: name(issuer, Field::Issuer)?,
            serial_number: serial_number.into(),
        })
    }

    /// Every certificate with this subject (a Name in DER) and this SHA-256 of its SubjectPublicKeyInfo.
    ///
    /// # Errors
    ///
    /// The subject is no SEQUENCE.
    pub fn key(subject: &[u8], spki_sha256: [u8; 32]) -> Result<Self, ParseError> {
        Ok(Self::Key {
            subject: name(subject, Field::Subject)?,
            spki_sha256,
        })
    }
}

fn name(der: &[u8], field: Field) -> Result<NameBuf, ParseError> {
    let name = Reader::new(der).only(tag::SEQUENCE, field)?;
    Ok(Name::from_contents(name.bytes()).into())
}

impl Blocklist {
    /// Whether the list has the certificate with this issuer and serial number (the contents of its
    /// INTEGER).
    ///
    /// Names are compared by RFC 5280 §7.1. Lenient: leading zeros of serial numbers do not count,
    /// because entries have been written without the one that keeps a number positive; Firefox
    /// compares both octet by octet, so that this finds what Firefox finds, and no other certificate
    /// that a CA may issue.
    #[must_use]
    pub fn find(&self, issuer: Name<'_>, serial_number: &[u8]) -> bool {
        has(&self.certificates, magnitude(serial_number), issuer)
    }

    /// Whether the list has the key with this SHA-256 of its SubjectPublicKeyInfo in DER, under this
    /// subject.
    #[must_use]
    pub fn find_key(&self, subject: Name<'_>, spki_sha256: &[u8; 32]) -> bool {
        has(&self.keys, spki_sha256, subject)
    }

    /// Whether there are entries by key.
    #[cfg(any(
        feature = "crlite",
        feature = "ct",
        feature = "digest",
        feature = "ocsp"
    ))]
    pub(crate) fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// How many entries there are, equal ones counted once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.certificates.len().saturating_add(self.keys.len())
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl FromIterator<Blocked> for Blocklist {
    fn from_iter<I: IntoIterator<Item = Blocked>>(entries: I) -> Self {
        let (mut certificates, mut keys) = (Vec::new(), Vec::new());
        for entry in entries {
            match entry {
                Blocked::Certificate {
                    issuer,
                    serial_number,
                } => certificates.push(Item::new(magnitude(&serial_number), issuer)),
                Blocked::Key {
                    subject,
                    spki_sha256,
                } => keys.push(Item::new(&spki_sha256, subject)),
            }
        }
        Self {
            certificates: sorted(certificates),
            keys: sorted(keys),
        }
    }
}

impl Item {
    fn new(value: &[u8], name: NameBuf) -> Self {
        Self {
            value: value.into(),
            name_hash: name.as_name().hash().value,
            name,
        }
    }

    fn key(&self) -> (&[u8], u64) {
        (&self.value, self.name_hash)
    }
}

fn sorted(mut items: Vec<Item>) -> Arc<[Item]> {
    items.sort_by(|one, other| one.key().cmp(&other.key()));
    items.dedup_by(|one, kept| one.key() == kept.key() && one.name == kept.name);
    items.into()
}

fn has(items: &[Item], value: &[u8], name: Name<'_>) -> bool {
    let key = (value, name.hash().value);
    let start = items.partition_point(|item| item.key() < key);
    let same = items.iter().skip(start);
    // More than one only where the hashes of two names are the same by chance.
    let mut same = same.take_while(|item| item.key() == key);
    same.any(|item| item.name.as_name() == name)
}

/// A number without its leading zeros.
fn magnitude(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;
    use chainverify_testdata::{CertBuilder, der};

    fn issuer(common_name: &str, tag: u8) -> Vec<u8> {
        let value = der::tlv(tag, common_name.as_bytes());
        let attribute = der::sequence([der::oid("2.5.4.3"), value]);
        der::sequence([der::set([attribute])])
    }

    fn of(der: &[u8]) -> NameBuf {
        name(der, Field::Issuer).unwrap()
    }

    const UTF8: u8 = 0x0c;
    const PRINTABLE: u8 = 0x13;

    #[test]
    fn a_certificate_is_found_by_issuer_and_serial_number_together() {
        let (one, two) = (issuer("One CA", UTF8), issuer("Two CA", UTF8));
        let entries = [
            (&one, &[5][..]),
            (&two, &[6]),
            (&one, &[7, 0]),
            (&two, &[5, 1]),
        ];
        let list: Blocklist = entries
            .iter()
            .map(|(issuer, serial)| Blocked::certificate(issuer, serial).unwrap())
            .collect();
        assert_eq!(list.len(), 4);
        for issuer in [&one, &two] {
            for serial in [&[5][..], &[6], &[7, 0], &[5, 1], &[7], &[]] {
                let is_listed = entries.contains(&(issuer, serial));
                assert_eq!(
                    list.find(of(issuer).as_name(), serial),
                    is_listed,
                    "{serial:?}"
                );
            }
        }
        let other = issuer("Other CA", UTF8);
        assert!(!list.find(of(&other).as_name(), &[5]));
        assert!(!list.find_key(of(&one).as_name(), &[5; 32]));
    }

    #[test]
    fn names_are_compared_as_names() {
        let list: Blocklist = [Blocked::certificate(&issuer("One  CA", UTF8), &[5]).unwrap()]
            .into_iter()
            .collect();
        for (same, tag) in [("one ca", PRINTABLE), ("ONE CA", UTF8)] {
            assert!(list.find(of(&issuer(same, tag)).as_name(), &[5]), "{same}");
        }
        assert!(!list.find(of(&issuer("OneCA", UTF8)).as_name(), &[5]));
    }

    #[test]
    fn we_do_not_count_leading_zeros_of_serial_numbers() {
        let name = issuer("One CA", UTF8);
        let of_serial = |serial: &[u8]| -> Blocklist {
            [Blocked::certificate(&name, serial).unwrap()]
                .into_iter()
                .collect()
        };
        let name = of(&name);
        for listed in [&[0x80, 1][..], &[0, 0x80, 1]] {
            assert!(of_serial(listed).find(name.as_name(), &[0, 0x80, 1]));
            assert!(!of_serial(listed).find(name.as_name(), &[0, 0x80, 1, 0]));
        }
        assert!(of_serial(&[0]).find(name.as_name(), &[0]));
    }

    #[test]
    fn a_key_is_found_under_its_subject_only() {
        let ca = CertBuilder::ca("CA").sign();
        let subject = ca.subject.der();
        let list: Blocklist = vec![Blocked::key(&subject, [1; 32]).unwrap(); 3]
            .into_iter()
            .collect();
        assert_eq!((list.len(), list.is_empty()), (1, false));
        assert!(list.find_key(of(&subject).as_name(), &[1; 32]));
        assert!(!list.find_key(of(&subject).as_name(), &[2; 32]));
        assert!(!list.find_key(of(&issuer("Other", UTF8)).as_name(), &[1; 32]));
        assert!(!list.find(of(&subject).as_name(), &[1; 32]));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for bad in [&[][..], &[0x31, 0], &[0x30, 1], &[0x30, 0, 0]] {
            assert!(Blocked::certificate(bad, &[5]).is_err(), "{bad:?}");
            assert!(Blocked::key(bad, [0; 32]).is_err(), "{bad:?}");
        }
    }
}
