//! Names are compared as RFC 5280 §7.1 says, and equal names hash alike.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use super::*;

pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = match u8::try_from(content.len()) {
        Ok(short @ ..0x80) => vec![short],
        Ok(long) => vec![0x81, long],
        Err(_) => {
            let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
            vec![0x82, high, low]
        }
    };
    [&[tag], &length[..], content].concat()
}

fn attribute(last: u8, tag: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(6, &[0x55, 4, last]), tlv(tag, value)].concat())
}

fn common_name(tag: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x31, &attribute(3, tag, value))
}

pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    let (one, other) = (Name(one), Name(other));
    assert_eq!(one.eq(&other), other.eq(&one), "equality is symmetric");
    let equal = one == other;
    // Nobody looks for names whose hashes meet, so they do not.
    let readable = one.is_well_formed() && other.is_well_formed();
    assert_eq!(
        one.hash().value == other.hash().value,
        equal,
        "{one} {other}"
    );
    assert!(!readable || equal == (one.prepared() == other.prepared()));
    equal
}

#[test]
fn case_white_space_and_string_type_do_not_matter() {
    let plain = common_name(tag::PRINTABLE_STRING, b"Example CA 1");
    assert!(same(
        &plain,
        &common_name(tag::UTF8_STRING, b"Example CA 1")
    ));
    assert!(same(
        &plain,
        &common_name(tag::UTF8_STRING, b"  eXAMPLE\t CA  1 ")
    ));
    assert!(same(
        &plain,
        &common_name(tag::BMP_STRING, b"\0E\0x\0a\0m\0p\0l\0e\0 \0C\0A\0 \x001")
    ));
    let wide: Vec<u8> = "EXAMPLE CA 1"
        .bytes()
        .flat_map(|byte| [0, 0, 0, byte])
        .collect();
    assert!(same(&plain, &common_name(tag::UNIVERSAL_STRING, &wide)));
    assert!(!same(
        &plain,
        &common_name(tag::UTF8_STRING, b"ExampleCA 1")
    ));
    assert!(!same(
        &plain,
        &common_name(tag::UTF8_STRING, b"Example CA 2")
    ));
    assert!(!same(
        &plain,
        &tlv(0x31, &attribute(10, tag::PRINTABLE_STRING, b"Example CA 1"))
    ));
}

#[test]
fn letters_beyond_ascii_fold_too() {
    let upper = common_name(tag::UTF8_STRING, "ÄRZTE-ПОЧТА K".as_bytes());
    assert!(same(
        &upper,
        &common_name(tag::UTF8_STRING, "ärzte-почта k".as_bytes())
    ));
    let kelvin = common_name(tag::UTF8_STRING, "ärzte-почта \u{212a}".as_bytes());
    assert!(same(&upper, &kelvin));
    let latin = common_name(tag::TELETEX_STRING, b"Z\xfcrich");
    assert!(same(
        &latin,
        &common_name(tag::UTF8_STRING, "ZÜRICH".as_bytes())
    ));
}

#[test]
fn a_set_of_attributes_has_no_order_but_a_sequence_has() {
    let (a, b) = (attribute(3, 0x0c, b"x"), attribute(10, 0x0c, b"y"));
    let set_ab = tlv(0x31, &[a.clone(), b.clone()].concat());
    let set_ba = tlv(0x31, &[b.clone(), a.clone()].concat());
    assert!(same(&set_ab, &set_ba));
    assert!(!same(&set_ab, &tlv(0x31, &a)));
    assert!(!same(&set_ab, &tlv(0x31, &[a.clone(), a.clone()].concat())));
    let sequence = [tlv(0x31, &a), tlv(0x31, &b)].concat();
    assert!(!same(&sequence, &[tlv(0x31, &b), tlv(0x31, &a)].concat()));
    assert!(!same(&sequence, &set_ab));
}

#[test]
fn values_that_are_no_strings_must_be_the_same_bytes() {
    let bad = common_name(tag::UTF8_STRING, b"\xff");
    assert!(same(&bad, &bad));
    assert!(!same(&bad, &common_name(tag::TELETEX_STRING, b"\xff")));
    assert!(!same(&common_name(0x03, b"a"), &common_name(0x03, b"A")));
}

#[test]
fn a_bmp_string_beyond_its_plane_is_read_as_utf_16() {
    let wide: Vec<u8> = "Caf\u{e9} \u{1d49c}"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let utf8 = common_name(tag::UTF8_STRING, "Caf\u{e9} \u{1d49c}".as_bytes());
    assert!(same(&common_name(tag::BMP_STRING, &wide), &utf8));
}

#[test]
fn a_name_is_well_formed_down_to_its_identifiers_and_characters() {
    let with_type = |oid: &[u8]| {
        let value = tlv(tag::UTF8_STRING, b"a");
        tlv(0x31, &tlv(0x30, &[tlv(6, oid), value].concat()))
    };
    let broken = [
        with_type(&[]),
        with_type(&[0x55, 4, 0x83]),
        with_type(&[0x55, 4, 0x80, 3]),
        common_name(tag::UTF8_STRING, b"a\xff"),
        common_name(tag::UTF8_STRING, b"\xed\xa0\x80"),
        common_name(tag::BMP_STRING, b"\0ab"),
        common_name(tag::BMP_STRING, b"\xd8\x3d"),
        common_name(tag::UNIVERSAL_STRING, b"\0\0a"),
        common_name(tag::UNIVERSAL_STRING, b"\x7f\0\0\0"),
        common_name(tag::UNIVERSAL_STRING, b"\0\0\xd8\x3d"),
    ];
    for name in broken {
        for name in [name.clone(), [common_name(0x0c, b"b"), name].concat()] {
            let name = Name(&name);
            assert!(!name.is_well_formed(), "{name:?}");
            assert!(!name.hash().is_well_formed, "{name:?}");
            assert_eq!(name.prepared(), None, "{name:?}");
            assert!(name == name, "{name:?}");
        }
    }
    let odd = [
        with_type(&[0x55, 4, 3]),
        common_name(tag::UTF8_STRING, b""),
        common_name(tag::PRINTABLE_STRING, b"*.a_b@\xe9"),
        common_name(tag::IA5_STRING, b"\xe9"),
        common_name(tag::TELETEX_STRING, b"\xe9"),
        common_name(tag::UNIVERSAL_STRING, b"\0\x01\xf6\0"),
        common_name(0x02, b"\0\x01"),
        common_name(0x04, b"\xff"),
    ];
    for name in odd {
        let name = Name(&name);
        assert!(name.is_well_formed(), "{name:?}");
        assert!(name.hash().is_well_formed, "{name:?}");
        assert!(name.prepared().is_some(), "{name:?}");
    }
}

/// Up to which character of its text a name is settled, if not to its end.
fn settled(text: &str) -> Option<usize> {
    let name = common_name(tag::UTF8_STRING, text.as_bytes());
    let prepared = Name(&name).prepared().unwrap();
    let start = common_name(tag::UTF8_STRING, b"");
    // Without the two that end text and RDN.
    let before = Name(&start).prepared().unwrap().into_octets().len() - 2;
    let part = prepared.settled_part().map(|part| part[before..].to_vec());
    let settled = prepared.into_settled();
    if let Some(part) = &part {
        assert!(settled.ends_with(part));
    }
    part.map(|part| core::str::from_utf8(&part).unwrap().chars().count())
}

#[test]
fn a_name_is_settled_up_to_the_letter_before_a_character_that_may_have_another_form() {
    for text in [
        "",
        "Example",
        "Caf\u{c9} Stra\u{200b}e",
        "\u{5317}\u{4eac}",
        "\u{41f}\u{43e}\u{447}\u{442}\u{430}",
        "\u{212a}elvin",
        "a\u{a0}\u{3000}b",
    ] {
        assert_eq!(settled(text), None, "{text:?}");
    }
    for (text, characters) in [
        ("Cafe\u{301}", 3),
        ("\u{ff25}xample", 0),
        ("Ex\u{ff41}mple", 1),
        ("Stra\u{df}e", 3),
        ("e \u{301}a", 1),
        ("ab \u{fb01} \u{fb01}", 2),
        ("Odysseu\u{3c2}", 6),
    ] {
        assert_eq!(settled(text), Some(characters), "{text:?}");
    }
}

#[test]
fn a_set_of_attributes_is_not_settled_if_one_of_them_is_not() {
    let set = |text: &str| {
        let other = attribute(10, tag::UTF8_STRING, b"a");
        let set = [other, attribute(3, tag::UTF8_STRING, text.as_bytes())].concat();
        [common_name(tag::UTF8_STRING, b"a"), tlv(0x31, &set)].concat()
    };
    let first = common_name(tag::UTF8_STRING, b"a");
    let first = Name(&first).prepared().unwrap().into_octets();
    let (plain, odd) = (set("b"), set("b\u{301}"));
    assert_eq!(Name(&plain).prepared().unwrap().settled_part(), None);
    let prepared = Name(&odd).prepared().unwrap();
    assert_eq!(prepared.settled_part(), Some(&*first));
    // The first place counts.
    let both = [common_name(tag::UTF8_STRING, b"\xcc\x81"), odd].concat();
    let prepared = Name(&both).prepared().unwrap();
    assert!(prepared.into_settled().len() < first.len());
}

#[test]
fn an_unreadable_name_equals_only_itself() {
    let cut = &common_name(tag::UTF8_STRING, b"abc")[..6];
    assert!(same(cut, cut));
    assert!(!same(cut, &common_name(tag::UTF8_STRING, b"abc")));
    assert!(!same(cut, &[]));
    assert_eq!(Name(cut).to_string(), "(unreadable name)");
}

#[test]
fn a_name_is_shown_with_its_attributes_and_nothing_that_a_terminal_obeys() {
    let set = [attribute(10, 0x0c, b"Org"), attribute(11, 0x0c, b"Unit")].concat();
    let name = [
        tlv(0x31, &set),
        common_name(0x0c, "a\u{1b}[2J\u{202e}b".as_bytes()),
    ]
    .concat();
    assert_eq!(
        Name(&name).to_string(),
        "O=Org+OU=Unit, CN=a\\u{1b}[2J\\u{202e}b"
    );
    assert_eq!(
        Name(&name).common_name().as_deref(),
        Some("a\u{1b}[2J\u{202e}b")
    );
    assert_eq!(Name(&[]).to_string(), "(empty name)");
}

#[test]
fn values_that_are_no_text_hash_by_tag_and_octets() {
    let one = common_name(0x03, b"abcdefghi");
    for other in [
        common_name(0x04, b"abcdefghi"),
        common_name(0x03, b"abcdefgh"),
        common_name(0x03, b"abcdefghi\0"),
        common_name(0x03, b"ABCDEFGHI"),
        common_name(tag::UTF8_STRING, b"abcdefghi"),
    ] {
        assert!(!same(&one, &other), "{}", Name(&other));
    }
}

#[test]
fn characters_that_are_mapped_to_nothing_do_not_matter() {
    let plain = common_name(tag::UTF8_STRING, b"Evil");
    for nothing in "\u{ad}\u{34f}\u{200b}\u{200e}\u{2060}\u{fe0f}\u{feff}\u{fffc}\u{e0041}".chars()
    {
        let hidden = format!("Ev{nothing}il");
        assert!(
            same(&plain, &common_name(tag::UTF8_STRING, hidden.as_bytes())),
            "{nothing:?}"
        );
    }
}

#[test]
fn a_set_of_many_attributes_is_compared_like_any_other() {
    let text = |number: u32| format!("Attribute {number}");
    let set = |numbers: &mut dyn Iterator<Item = u32>, case: fn(&str) -> String| {
        let mut contents = Vec::new();
        for number in numbers {
            contents.extend(attribute(
                3,
                tag::UTF8_STRING,
                case(&text(number)).as_bytes(),
            ));
        }
        tlv(0x31, &contents)
    };
    let plain = set(&mut (0..500), str::to_owned);
    assert!(same(&plain, &set(&mut (0..500).rev(), str::to_uppercase)));
    assert!(!same(&plain, &set(&mut (0..499), str::to_owned)));
    assert!(!same(&plain, &set(&mut (1..501), str::to_owned)));
}
