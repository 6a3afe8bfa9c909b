//! However names are written, they are equal where their texts are, and then hash alike.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::collection::vec as list;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::tests::{same, tlv};
use super::*;

/// One attribute: the last octet of its type, and its text.
type Text = (u8, String);

/// Texts that prepare to themselves, so that they are equal where they are the same.
fn names() -> impl Strategy<Value = Vec<Vec<Text>>> {
    let word = prop_oneof!["[a-c1]{1,9}", "[a-zäж.'-]{1,20}"];
    let text = list(word, 0..4).prop_map(|words| words.join(" "));
    list(list((3_u8..6, text), 1..4), 1..4)
}

/// How a text can be written: each in its own case, white space, string type.
fn encode(text: &str, seed: u64) -> Vec<u8> {
    let bit = |place: usize| (seed >> (place % 48)) & 1 == 1;
    let mut written = String::from(if bit(7) { " " } else { "" });
    for (place, character) in text.chars().enumerate() {
        if bit(place) && character == ' ' {
            written.push_str("\u{2003}\t");
        } else if bit(place) {
            written.extend(character.to_uppercase());
        } else {
            written.push(character);
        }
        if bit(place + 5) && seed.is_multiple_of(3) {
            written.push_str("\u{1}\u{200b}");
        }
    }
    match seed % 5 {
        0 => {
            let units = written.encode_utf16().flat_map(u16::to_be_bytes);
            tlv(tag::BMP_STRING, &units.collect::<Vec<u8>>())
        }
        1 if written.is_ascii() => tlv(tag::PRINTABLE_STRING, written.as_bytes()),
        2 if written.is_ascii() => tlv(tag::TELETEX_STRING, written.as_bytes()),
        _ => tlv(tag::UTF8_STRING, written.as_bytes()),
    }
}

fn write(rdns: &[Vec<Text>], mut seed: u64) -> Vec<u8> {
    let mut name = Vec::new();
    for rdn in rdns {
        let mut attributes = Vec::new();
        for (last, text) in rdn {
            seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            let value = encode(text, seed >> 16);
            attributes.push(tlv(0x30, &[tlv(6, &[0x55, 4, *last]), value].concat()));
        }
        let turn = usize::try_from(seed >> 40).unwrap() % attributes.len();
        attributes.rotate_left(turn);
        name.extend(tlv(0x31, &attributes.concat()));
    }
    name
}

proptest! {
    #[test]
    fn equal_names_hash_alike_however_they_are_written(
        rdns in names(), one in any::<u64>(), other in any::<u64>(),
    ) {
        prop_assert!(same(&write(&rdns, one), &write(&rdns, other)));
    }

    #[test]
    fn names_that_differ_anywhere_differ_in_their_hash(
        rdns in names(), seed in any::<u64>(), place in any::<usize>(), with in "[d-f]",
    ) {
        let mut other = rdns.clone();
        let count: usize = rdns.iter().map(Vec::len).sum();
        let (_, text) = other.iter_mut().flatten().nth(place % count).unwrap();
        text.insert_str(0, &with);
        prop_assert!(!same(&write(&rdns, seed), &write(&other, seed)));
        let mut longer = rdns.clone();
        longer.insert(place % (rdns.len() + 1), vec![(3, with)]);
        prop_assert!(!same(&write(&rdns, seed), &write(&longer, seed)));
    }

    #[test]
    fn two_names_are_equal_where_their_texts_are(one in names(), other in names()) {
        let sorted = |mut rdns: Vec<Vec<Text>>| {
            rdns.iter_mut().for_each(|rdn| rdn.sort());
            rdns
        };
        let (first, second) = (write(&one, 3), write(&other, 8));
        prop_assert_eq!(same(&first, &second), sorted(one) == sorted(other));
    }

    #[test]
    fn a_prepared_name_begins_with_its_own_first_rdns_only(
        rdns in names(), seed in any::<u64>(), other in names(),
    ) {
        let whole = write(&rdns, seed);
        let octets = |name: &[u8]| Name(name).prepared().unwrap().into_octets();
        let whole = octets(&whole);
        for count in 0..=rdns.len() {
            let start = write(&rdns[..count], seed.wrapping_add(1));
            prop_assert!(whole.starts_with(&octets(&start)));
        }
        let begins = write(&other, seed);
        let begins = whole.starts_with(&octets(&begins));
        let sorted = |rdn: &Vec<Text>| {
            let mut rdn = rdn.clone();
            rdn.sort();
            rdn
        };
        let prefix = rdns.iter().map(sorted).take(other.len());
        prop_assert_eq!(begins, prefix.eq(other.iter().map(sorted)));
    }

    #[test]
    fn any_octets_are_answered(one in list(any::<u8>(), 0..40), other in list(any::<u8>(), 0..40)) {
        same(&one, &other);
        let cut = write(&[vec![(3, String::from("a"))]], 0);
        same(&[&cut[..], &one].concat(), &[&cut[..], &other].concat());
    }
}
