//! The hash of a name: over the whole of it, and the same for names that are equal by RFC 5280
//! §7.1. It only finds names; what it finds is compared.
//!
//! With `std` its key is drawn once per process, so that nobody can prepare names that share a
//! hash. Without `std` there is no source of randomness: the key is a constant, and who knows it
//! can prepare such names. What they then cost is bounded by the budget of the verification.

use alloc::string::String;

use super::text::{is_octet_text, is_string, prepared, text};
use super::{Attribute, attribute};
use crate::der::{Field, Reader, tag};

/// What one walk over a name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameHash {
    pub(crate) value: u64,
    pub(crate) is_well_formed: bool,
}

/// The hash of the contents of an `RDNSequence`.
pub(super) fn of_name(contents: &[u8]) -> NameHash {
    let key = Key::get();
    let mut state = State::new(key);
    let mut rest = Reader::new(contents);
    let mut is_well_formed = true;
    while !rest.is_empty() {
        match rest.expect(tag::SET, Field::Subject) {
            Ok(rdn) => {
                is_well_formed &= !rdn.is_empty();
                state.add(of_rdn(key, rdn, &mut is_well_formed));
            }
            // What cannot be read equals only the same octets.
            Err(_) => {
                is_well_formed = false;
                state.add_octets(rest.bytes());
                break;
            }
        }
    }
    NameHash {
        value: state.0,
        is_well_formed,
    }
}

/// A SET has no order (X.690 §8.12): a sum has none either.
fn of_rdn(key: &Key, mut rdn: Reader<'_>, is_well_formed: &mut bool) -> u64 {
    let mut sum: u64 = 0;
    while !rdn.is_empty() {
        let hash = match attribute(&mut rdn) {
            Some(attribute) => of_attribute(key, &attribute, is_well_formed),
            None => {
                *is_well_formed = false;
                let mut state = State::new(key);
                state.add_octets(rdn.bytes());
                rdn = Reader::new(&[]);
                state.0
            }
        };
        sum = sum.wrapping_add(hash);
    }
    sum
}

fn of_attribute(key: &Key, attribute: &Attribute<'_>, is_well_formed: &mut bool) -> u64 {
    let mut state = State::new(key);
    state.add_octets(attribute.oid.as_bytes());
    let before = state.0;
    // Any string type hashes alike, so text does not have the tag in it.
    if is_octet_text(attribute.tag) {
        if state.add_text(attribute.value) {
            return state.0;
        }
        state.0 = before;
    }
    match text(attribute.tag, attribute.value) {
        Some(characters) => {
            let text: String = prepared(characters).collect();
            state.add_text(text.as_bytes());
        }
        None => {
            *is_well_formed &= !is_string(attribute.tag);
            state.add(attribute.tag.into());
            state.add_octets(attribute.value);
        }
    }
    state.0
}

/// What nobody outside this process knows.
struct Key {
    start: u64,
    multiplier: u64,
}

impl Key {
    #[cfg(feature = "std")]
    fn get() -> &'static Self {
        use core::hash::BuildHasher;
        use std::hash::RandomState;
        use std::sync::OnceLock;

        static KEY: OnceLock<Key> = OnceLock::new();
        KEY.get_or_init(|| {
            let random = RandomState::new();
            Self {
                start: random.hash_one(0_u8),
                multiplier: random.hash_one(1_u8) | 1,
            }
        })
    }

    /// The first bits of the fraction of π, the last one set.
    #[cfg(not(feature = "std"))]
    fn get() -> &'static Self {
        &Self {
            start: 0x243f_6a88_85a3_08d3,
            multiplier: 0x1319_8a2e_0370_7345,
        }
    }
}

/// What has been hashed so far, and the key's multiplier.
struct State(u64, u64);

impl State {
    fn new(key: &Key) -> Self {
        Self(key.start, key.multiplier)
    }

    /// Folds the 128 bits of a product: each bit of it hangs on the secret multiplier.
    #[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // the halves of 128 bits
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word).wrapping_mul(self.1.into());
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn add_octets(&mut self, octets: &[u8]) {
        let (words, rest) = octets.as_chunks();
        for word in words {
            self.add(u64::from_be_bytes(*word));
        }
        let length = u64::try_from(rest.len()).unwrap_or(0);
        self.add(last_word(rest, 0) | length);
    }

    /// Text as it is compared (`text::prepared`), though the case may still differ; the answer says
    /// whether it is ASCII and nothing else differs. By words: names are hashed for every certificate, and one
    /// octet at a time costs 3 % of the instructions of a verification.
    fn add_text(&mut self, text: &[u8]) -> bool {
        /// A space, so that one before it is found, and what tells how much of the word is text.
        const END: u64 = u64::from_be_bytes(*b" !!!!!!!");
        let (words, rest) = text.as_chunks();
        let words = words.iter().map(|word| u64::from_be_bytes(*word));
        let mut is_plain = true;
        let mut before = HIGH;
        for word in words.chain([last_word(rest, END)]) {
            let spaces = equal(word, b' ');
            is_plain &= spaces & (spaces >> 8 | before << 56) == 0 && is_printable(word);
            before = spaces & 0x80;
            self.add(lower_case(word));
        }
        is_plain
    }
}

/// Fewer than eight octets as a word, and after them the first octets of `end`.
fn last_word(octets: &[u8], end: u64) -> u64 {
    let before = |word, octet: &u8| word >> 8 | u64::from(*octet) << 56;
    octets.iter().rev().fold(end, before)
}

// Words as eight octets.

const HIGH: u64 = every(0x80);

const fn every(octet: u8) -> u64 {
    u64::from_be_bytes([octet; 8])
}

/// The high bit of each octet that is `octet`.
const fn equal(word: u64, octet: u8) -> u64 {
    let differ = word ^ every(octet);
    !((differ & !HIGH).wrapping_add(!HIGH) | differ | !HIGH)
}

/// Whether all are printable ASCII, space to tilde.
const fn is_printable(word: u64) -> bool {
    let controls = word.wrapping_sub(every(b' ')) & !word;
    let beyond = word.wrapping_add(every(0x7f - b'~')) | word;
    (controls | beyond) & HIGH == 0
}

const fn lower_case(word: u64) -> u64 {
    let ascii = word & !HIGH;
    let from_a = ascii.wrapping_add(every(0x80 - b'A'));
    let above_z = ascii.wrapping_add(every(0x7f - b'Z'));
    let capitals = (from_a ^ above_z) & !word & HIGH;
    word | capitals >> 2
}
