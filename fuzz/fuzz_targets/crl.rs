//! One CRL: no input panics, every field lies inside, a walk and the index answer alike for every
//! serial number that is there and for some that are not, and a strict reader reads the same.
#![no_main]

use chainverify::cert::Name;
use chainverify::der::{Field, ParseError, Problem, Time};
use chainverify::revocation::crl::{Crl, Reason};
use chainverify_fuzz::within::{assert_plain, assert_within};
use libfuzzer_sys::fuzz_target;
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::CrlReason;

/// So many serial numbers are asked for, each of them by two walks at least.
const ASKED: usize = 48;

fuzz_target!(|data: &[u8]| {
    let strict = CertificateList::from_der(data);
    match Crl::parse(data.to_vec().into()) {
        Ok(crl) => {
            walk(&crl, data);
            lookups(&crl);
            if let Ok(strict) = strict {
                agree(&crl, &strict);
            }
        }
        Err(error) => {
            assert_plain(&error, data);
            if strict.is_ok() {
                assert!(is_known(&error), "refused: {error:?}");
            }
        }
    }
});

/// Why we may refuse what the other reader accepts: it reads fields one by one and leaves the values
/// of extensions alone.
fn is_known(error: &ParseError) -> bool {
    match error.problem() {
        // RFC 5280 §5.1.1.2: both algorithm fields are the same.
        Problem::Mismatch
        // §5.1.2.1: extensions in version 2 only, and version 3 is not one of a CRL's.
        | Problem::NotAllowedInVersion
        | Problem::UnknownVersion
        // §4.2: no extension twice, no empty list of them.
        | Problem::Duplicate { .. }
        | Problem::Empty
        // X.690 §8.19.2 and §11.5, as in certificates.
        | Problem::BadOid
        | Problem::DefaultEncoded => true,
        Problem::BadBitString if error.field() == Field::SignatureValue => true,
        // What stands in the values of extensions.
        _ => matches!(
            error.field(),
            Field::ReasonCode
                | Field::InvalidityDate
                | Field::CertificateIssuer
                | Field::CrlNumber
                | Field::DeltaCrlIndicator
                | Field::IssuingDistributionPoint
                | Field::FreshestCrl
                | Field::GeneralName
        ),
    }
}

/// Looks at everything there is.
fn walk(crl: &Crl, data: &[u8]) {
    let der = crl.der();
    assert_eq!(der, data, "another DER");
    assert_within(crl.issuer().as_bytes(), der, "issuer");
    let signed = crl.signed();
    for (part, what) in [
        (signed.message, "tbsCertList"),
        (signed.algorithm, "signatureAlgorithm"),
        (signed.signature, "signatureValue"),
    ] {
        assert_within(part, der, what);
        assert!(part.len() < der.len());
    }
    for number in [crl.number(), crl.base_number()].into_iter().flatten() {
        assert_within(number, der, "a number");
        assert!(number.first().is_some_and(|octet| octet & 0x80 == 0));
    }
    if let Some(unknown) = crl.unknown_critical() {
        assert_within(unknown.as_bytes(), der, "an identifier");
        assert!(!unknown.to_string().is_empty());
    }
    // The shortest entry has nothing but a serial number and a time.
    let count = usize::try_from(crl.len()).expect("32 bits");
    assert!(count * 15 <= der.len(), "more entries than bytes");
    assert_eq!(crl.is_empty(), count == 0);
    let _ = (crl.this_update(), crl.next_update(), format!("{crl:?}"));
}

/// What looks like a serial number: every short INTEGER, wherever it stands. Those of the entries are
/// among them, unless there are too many.
fn serials(der: &[u8]) -> Vec<&[u8]> {
    let integer = |place: usize| match der.get(place..)? {
        [0x02, length @ 1..=0x7f, rest @ ..] => rest.get(..usize::from(*length)),
        _ => None,
    };
    let mut serials: Vec<_> = (0..der.len()).filter_map(integer).take(ASKED).collect();
    serials.extend([&[][..], &[0], &[0x7f; 16], der]);
    serials
}

/// The first looks walk, the later ones ask the index: all of them say the same.
fn lookups(crl: &Crl) {
    let indexed = fresh(crl);
    for serial in [&[][..], &[1], &[2]] {
        let _ = indexed.entry(indexed.issuer(), serial);
    }
    let name = other_name(crl);
    for serial in serials(crl.der()) {
        let walked = fresh(crl);
        for name in [crl.issuer(), name] {
            let by_walk = walked.entry(name, serial);
            assert_eq!(by_walk, indexed.entry(name, serial), "{serial:02x?}");
            // A clone shares what has been made.
            assert_eq!(by_walk, indexed.clone().entry(name, serial));
        }
    }
}

/// One that nobody has looked at.
fn fresh(crl: &Crl) -> Crl {
    Crl::parse(crl.der().to_vec().into()).expect("it has been read before")
}

/// The last thing that looks like a name of a certificate's issuer: in an indirect CRL it may be one.
fn other_name(crl: &Crl) -> Name<'_> {
    const CERTIFICATE_ISSUER: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x1d];
    let der = crl.der();
    let mut places = der.windows(CERTIFICATE_ISSUER.len());
    let place = places.rposition(|octets| octets == CERTIFICATE_ISSUER);
    // critical, OCTET STRING, SEQUENCE, [4], and the name itself.
    let behind = place.and_then(|place| der.get(place + CERTIFICATE_ISSUER.len()..));
    let name = behind.and_then(|behind| match behind {
        [1, 1, 0xff, 4, _, 0x30, _, 0xa4, _, 0x30, length, rest @ ..] => {
            rest.get(..usize::from(*length))
        }
        _ => None,
    });
    Name::from_contents(name.unwrap_or_default())
}

fn agree(crl: &Crl, strict: &CertificateList) {
    let tbs = &strict.tbs_cert_list;
    let issuer = tbs.issuer.to_der().expect("what was read can be written");
    assert!(issuer.ends_with(crl.issuer().as_bytes()), "issuer");
    let same = |own: Time, other: x509_cert::time::Time| {
        let other = other.to_unix_duration().as_secs();
        let other = i64::try_from(other).expect("a year of four digits");
        assert_eq!(own.as_unix(), other, "time");
    };
    same(crl.this_update(), tbs.this_update);
    assert_eq!(crl.next_update().is_some(), tbs.next_update.is_some());
    if let (Some(own), Some(other)) = (crl.next_update(), tbs.next_update) {
        same(own, other);
    }
    assert_eq!(crl.signed().signature, strict.signature.raw_bytes());
    let entries = tbs.revoked_certificates.as_deref().unwrap_or_default();
    assert_eq!(usize::try_from(crl.len()).expect("32 bits"), entries.len());
    if entries.iter().any(|entry| value(entry, ISSUER).is_some()) {
        return;
    }
    for entry in entries {
        let serial = entry.serial_number.as_bytes();
        let own = crl.entry(crl.issuer(), serial).expect("an entry of it");
        let alike = entries
            .iter()
            .filter(|other| other.serial_number == entry.serial_number);
        let chosen = chosen(alike).expect("one at least");
        same(own.since, chosen.revocation_date);
        assert_eq!(own.reason, reason(chosen), "reason");
        assert_eq!(
            own.invalid_since.is_some(),
            value(chosen, INVALIDITY_DATE).is_some()
        );
        assert!(!own.since.to_string().is_empty() && !own.reason.to_string().is_empty());
    }
}

const REASON: &str = "2.5.29.21";
const INVALIDITY_DATE: &str = "2.5.29.24";
const ISSUER: &str = "2.5.29.29";

/// Of entries about one certificate: the first that revokes it, else the last.
fn chosen<'a>(mut alike: impl Iterator<Item = &'a RevokedCert> + Clone) -> Option<&'a RevokedCert> {
    let last = alike.clone().last();
    let revoking = alike.find(|entry| reason(entry) != Reason::RemoveFromCrl);
    revoking.or(last)
}

fn reason(entry: &RevokedCert) -> Reason {
    let Some(value) = value(entry, REASON) else {
        return Reason::Unspecified;
    };
    match CrlReason::from_der(value).expect("a reason that was read") {
        CrlReason::Unspecified => Reason::Unspecified,
        CrlReason::KeyCompromise => Reason::KeyCompromise,
        CrlReason::CaCompromise => Reason::CaCompromise,
        CrlReason::AffiliationChanged => Reason::AffiliationChanged,
        CrlReason::Superseded => Reason::Superseded,
        CrlReason::CessationOfOperation => Reason::CessationOfOperation,
        CrlReason::CertificateHold => Reason::CertificateHold,
        CrlReason::RemoveFromCRL => Reason::RemoveFromCrl,
        CrlReason::PrivilegeWithdrawn => Reason::PrivilegeWithdrawn,
        CrlReason::AaCompromise => Reason::AaCompromise,
    }
}

/// The value of an extension of an entry.
fn value<'a>(entry: &'a RevokedCert, id: &str) -> Option<&'a [u8]> {
    let all = entry.crl_entry_extensions.as_deref().unwrap_or_default();
    let found = all.iter().find(|one| one.extn_id.to_string() == id)?;
    Some(found.extn_value.as_bytes())
}
