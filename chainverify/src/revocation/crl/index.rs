//! The index of a CRL: the places of its entries, sorted by serial number.

use alloc::vec::Vec;

use super::Crl;
use super::entry::Revoked;
use super::walk::{Found, Positions, is_issuer};
use crate::cert::Name;
use crate::cert::ext::NameList;
use crate::der::{Field, Reader, Span, tag};

/// The places of all entries by their serial numbers: 8 octets an entry.
pub(super) struct Index {
    /// Sorted: above the last four octets of the serial number, which CAs draw at random or count up,
    /// below the place. Whoever makes a list of serial numbers that end alike makes looks as dear as a
    /// walk.
    places: Vec<u64>,
    /// In an indirect CRL: from which place on which issuer's certificates are meant.
    issuers: Vec<(u32, Option<Span>)>,
    end: u32,
}

impl Index {
    pub(super) fn of(crl: &Crl) -> Self {
        let count = usize::try_from(crl.len()).unwrap_or(0);
        let mut places = Vec::with_capacity(count);
        let mut issuers = Vec::new();
        let mut entries = Positions::of(crl);
        let mut last = None;
        while let Some(at) = entries.next() {
            let place = at.entry.offset();
            places.push(key(at.serial) | u64::from(place));
            let issuer = entries.issuer.map(|names| names.span());
            if issuer != last {
                issuers.push((place, issuer));
                last = issuer;
            }
        }
        places.sort_unstable();
        Self {
            places,
            issuers,
            end: crl.0.fields.entries.list.end(),
        }
    }

    pub(super) fn find(&self, crl: &Crl, issuer: Name<'_>, serial: &[u8]) -> Option<Revoked> {
        let key = key(serial);
        let first = self.places.partition_point(|place| *place < key);
        let alike = self.places.iter().skip(first);
        let alike = alike.take_while(|place| *place >> 32 == key >> 32);
        let mut found = Found::default();
        for place in alike {
            let place = u32::try_from(place & u64::from(u32::MAX)).unwrap_or(0);
            let entry = Reader::within(crl.der(), Span::new(place, self.end));
            let mut parts = entry;
            let own = parts.expect(tag::SEQUENCE, Field::RevokedCertificates);
            let own = own.and_then(|mut own| own.expect(tag::INTEGER, Field::SerialNumber));
            if own.is_ok_and(|own| own.bytes() == serial)
                && is_issuer(self.issuer_at(crl, place), crl, issuer)
            {
                found.add(entry);
            }
        }
        found.0
    }

    fn issuer_at<'a>(&self, crl: &'a Crl, place: u32) -> Option<NameList<'a>> {
        let after = self.issuers.partition_point(|(from, _)| *from <= place);
        let (_, span) = self.issuers.get(after.checked_sub(1)?)?;
        let list = Reader::within(crl.der(), (*span)?);
        NameList::read(list, Field::CertificateIssuer).ok()
    }
}

/// The last four octets of a serial number, as the upper half of a place.
fn key(serial: &[u8]) -> u64 {
    let last = serial.iter().rev().take(4).rev();
    let word = last.fold(0_u64, |word, octet| word << 8 | u64::from(*octet));
    word << 32
}
