//! The CRLs that are read: P-256, serial numbers of 16 octets in no order, a reason on each entry, 49
//! octets an entry.

use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, Made};
use pki_types::CertificateDer;

/// The last is of 49 MB.
pub(crate) const SIZES: [usize; 4] = if cfg!(test) {
    [10, 20, 40, 80]
} else {
    [1_000, 34_050, 250_000, 1_000_000]
};

/// A serial number, as the contents of its INTEGER.
pub(crate) type Serial = [u8; 16];

/// One that no list has.
pub(crate) const ABSENT: &Serial = &[0x3f; 16];

/// A list, and what is asked of it.
pub(crate) struct File {
    /// How many entries.
    pub(crate) entries: usize,
    /// The DER. It is never given back: readers that borrow it and readers that keep it are measured
    /// alike, and none has to copy it.
    pub(crate) der: &'static [u8],
    /// Serial numbers that it has, from all over it.
    pub(crate) asked: Vec<Serial>,
}

impl File {
    /// Makes and signs it.
    pub(crate) fn of(entries: usize) -> Self {
        let reasons = [1, 3, 4, 5, 9].map(|reason| CrlEntry::new(ABSENT).reason(reason).der());
        let mut crl = CrlBuilder::new(&ca());
        for number in 0..entries {
            let mut entry = reasons[number % reasons.len()].clone();
            // Behind the heads of the SEQUENCE and the INTEGER.
            entry[4..20].copy_from_slice(&serial(number));
            crl = crl.raw_entry(entry);
        }
        let step = entries.div_ceil(ASKED).max(1);
        Self {
            entries,
            der: crl.sign().leak(),
            asked: (0..entries).step_by(step).map(serial).collect(),
        }
    }
}

/// So many serial numbers at most, so that an index does not answer from the nearest cache alone.
const ASKED: usize = 20_000;

/// Who issues the lists.
fn ca() -> Made {
    CertBuilder::ca("CA of lists").sign()
}

/// Two steps of SplitMix64; the first octet is positive and not that of [`ABSENT`].
fn serial(number: usize) -> Serial {
    let mut octets = [0; 16];
    let (halves, _) = octets.as_chunks_mut();
    for (place, half) in halves.iter_mut().enumerate() {
        let step = 2 * number as u64 + place as u64 + 1;
        let mut word = step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        *half = (word ^ (word >> 31)).to_be_bytes();
    }
    octets[0] = octets[0] & 0x3f | 0x40;
    octets
}

/// A leaf that the list's issuer has issued, and that issuer.
pub(crate) struct Pair {
    /// The leaf.
    pub(crate) leaf: CertificateDer<'static>,
    /// What is trusted.
    pub(crate) root: CertificateDer<'static>,
}

impl Pair {
    /// With this serial number.
    pub(crate) fn with(serial: &Serial, host: &str) -> Self {
        let ca = ca();
        let leaf = CertBuilder::leaf(host).issuer(&ca).serial(serial).sign();
        Self {
            leaf: leaf.der.into(),
            root: ca.der.into(),
        }
    }
}
