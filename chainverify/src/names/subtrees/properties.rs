//! Whatever the constraints and the names, the sorted subtrees answer as the oracle does.

use alloc::string::String;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest::{prop_oneof, proptest};

use super::compared::{
    DIRECTORY, DNS, EMAIL, IP, OTHER, REGISTERED_ID, Raw, SMTP_UTF8, URI, answers, directory,
};

#[derive(Clone, Copy, Debug)]
enum What {
    Name,
    Subtree,
}

/// Names and bases of few labels, so that they meet; a few malformed.
fn text(kind: u8, regex: &'static str) -> BoxedStrategy<Raw> {
    let well_formed = regex.prop_map(String::into_bytes);
    let any_octets = vec(any::<u8>(), 0..9);
    prop_oneof![80 => well_formed, 1 => any_octets]
        .prop_map(move |contents| (kind, contents))
        .boxed()
}

fn address(what: What) -> BoxedStrategy<Raw> {
    let parts = (0_u32..=32, vec(0_u8..4, 16), any::<bool>());
    let octets = parts.prop_map(move |(ones, octets, is_v4)| {
        let half = if is_v4 { 4 } else { 16 };
        let mask = u128::MAX.checked_shl(128 - ones).unwrap_or(0).to_be_bytes();
        let mask = match what {
            What::Subtree => &mask[..half],
            What::Name => &[],
        };
        (IP, [&octets[..half], mask].concat())
    });
    prop_oneof![80 => octets, 1 => Just((IP, Vec::new()))].boxed()
}

fn directory_name(_: What) -> BoxedStrategy<Raw> {
    let parts = vec("[abA]{1,2}|[abA\u{e1}\u{301}]{0,3}", 0..4).prop_map(|parts| {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        (DIRECTORY, directory(&parts))
    });
    let malformed = (DIRECTORY, alloc::vec![0x31, 0]);
    prop_oneof![80 => parts, 1 => Just(malformed)].boxed()
}

fn dns_name(what: What) -> BoxedStrategy<Raw> {
    match what {
        What::Subtree => text(DNS, "(\\.?[abA](-[ab])?(\\.[ab]){0,3})?"),
        What::Name => text(DNS, "(\\*\\.)?[abA](-[ab])?(\\.[ab]){0,3}"),
    }
}

fn mailbox(what: What) -> BoxedStrategy<Raw> {
    match what {
        What::Subtree => text(EMAIL, "([ab]@[abA](\\.[ab])?|\\.?[abA](\\.[ab]){0,2})?"),
        What::Name => text(EMAIL, "([ab]|\"\\\\[ab]\")@[abA](\\.[ab]){0,2}"),
    }
}

/// As a subtree an rfc822Name, which holds for it, or now and then an otherName.
fn smtp_utf8(what: What) -> BoxedStrategy<Raw> {
    let octets = match what {
        What::Subtree => {
            return prop_oneof![40 => mailbox(what), 1 => Just((OTHER, Vec::new()))].boxed();
        }
        What::Name => "([ab\u{e9}]{1,2}|\"\\\\[ab]\u{e9}?\")@[abA](\\.[ab]){0,2}|[@ab\u{e9}]{0,4}",
    };
    octets
        .prop_map(|text| (SMTP_UTF8, text.into_bytes()))
        .boxed()
}

fn host_of_uri(what: What) -> BoxedStrategy<Raw> {
    match what {
        What::Subtree => text(URI, "(\\.?[abA](-[ab])?(\\.[ab]){0,3})?"),
        What::Name => text(URI, "a://[abA](-[ab])?(\\.[ab]){0,3}(:1)?"),
    }
}

/// Two lists of bases, and names.
fn case(kind: fn(What) -> BoxedStrategy<Raw>) -> impl Strategy<Value = [Vec<Raw>; 3]> {
    let lists = (
        vec(kind(What::Subtree), 0..12),
        vec(kind(What::Subtree), 1..8),
    );
    (lists, vec(kind(What::Name), 1..8)).prop_map(|((one, other), names)| [one, other, names])
}

proptest! {
    // `answers` compares with the oracle.
    #[test]
    fn dns_names_stand_as_the_oracle_says([permitted, excluded, names] in case(dns_name)) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn mailboxes_stand_as_the_oracle_says([permitted, excluded, names] in case(mailbox)) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn smtp_utf8_mailboxes_stand_as_the_oracle_says(
        [permitted, excluded, names] in case(smtp_utf8),
    ) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn uris_stand_as_the_oracle_says([permitted, excluded, names] in case(host_of_uri)) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn addresses_stand_as_the_oracle_says([permitted, excluded, names] in case(address)) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn directory_names_stand_as_the_oracle_says(
        [permitted, excluded, names] in case(directory_name),
    ) {
        answers(&permitted, &excluded, &names);
    }

    #[test]
    fn all_kinds_at_once_stand_as_the_oracle_says(
        kinds in vec(0_usize..5, 12), [dns, _, hosts] in case(dns_name),
        [addresses, _, ips] in case(address), [directories, ids, people] in case(directory_name),
    ) {
        let all = [dns, addresses, directories, ids].concat();
        let (mut permitted, mut excluded) = (Vec::new(), all.clone());
        for kind in kinds {
            permitted.extend(all.get(kind).cloned());
        }
        excluded.retain(|base| !permitted.contains(base));
        excluded.push((REGISTERED_ID, alloc::vec![0x2a]));
        answers(&permitted, &excluded, &[hosts, ips, people].concat());
    }
}
