//! Extensions as such: there or not, critical or not, once or twice, in which order, known or not, and with which value.
//! The values stand in `values`.

use super::tree::{At, Node};
use super::values::{self, Value};
use super::{Change, place};
use crate::der;
use crate::extension::{Criticality, Extension};

/// All changes of a certificate's extensions; none if it has none.
pub(super) fn changes(tree: &Node) -> Vec<Change> {
    let Some((at, list)) = tree.find("extensions.list") else {
        return Vec::new();
    };
    let mut changes = of_the_list(tree, &at, list);
    for extension in values::table() {
        let present = list
            .values()
            .iter()
            .position(|node| id(node) == der::oid_content(extension.oid));
        let put = |way: String, bytes: Vec<u8>| match present {
            Some(number) => replaced(&at, (number, extension.name), (way, bytes)),
            None => added(&at, list, extension.name, (way, bytes)),
        };
        changes.extend(of_one(&extension).map(|(way, bytes)| put(way, bytes)));
        if let Some(number) = present {
            let doubled = [
                list.values()[number].der(),
                written(&extension, Criticality::NonCritical, &extension.sound),
            ];
            changes.push(replaced(
                &at,
                (number, extension.name),
                ("twice-with-another-value".to_owned(), doubled.concat()),
            ));
        }
    }
    changes
}

/// One extension in every criticality, and with every value.
fn of_one(extension: &values::Known) -> impl Iterator<Item = (String, Vec<u8>)> {
    let [critical, not_critical] = [Criticality::Critical, Criticality::NonCritical];
    let false_spelled_out = der::sequence([
        der::oid(extension.oid),
        der::tlv(der::BOOLEAN, &[0]),
        der::octet_string(&extension.sound),
    ]);
    let twice = written(extension, not_critical, &extension.sound).repeat(2);
    let mut ways = vec![
        (
            "critical".to_owned(),
            written(extension, critical, &extension.sound),
        ),
        (
            "not-critical".to_owned(),
            written(extension, not_critical, &extension.sound),
        ),
        ("false-spelled-out".to_owned(), false_spelled_out),
        ("twice".to_owned(), twice),
    ];
    let malformed = [
        ("value-empty", Vec::new()),
        ("value-null", der::null()),
        ("value-empty-sequence", der::sequence([])),
        (
            "value-with-octets-after",
            [extension.sound.as_slice(), &[0, 0]].concat(),
        ),
    ];
    for (way, value) in malformed {
        ways.push((way.to_owned(), written(extension, not_critical, &value)));
        ways.push((
            format!("critical-{way}"),
            written(extension, critical, &value),
        ));
    }
    for Value { way, der } in &extension.others {
        ways.push((
            (*way).to_owned(),
            written(extension, extension.usually, der),
        ));
    }
    ways.into_iter()
}

fn written(extension: &values::Known, criticality: Criticality, value: &[u8]) -> Vec<u8> {
    Extension::raw(extension.oid, criticality, value).der()
}

fn of_the_list(tree: &Node, at: &At, list: &Node) -> Vec<Change> {
    let with = |way: &str, edits| Change {
        field: "extensions".to_owned(),
        way: way.to_owned(),
        edits,
    };
    let all: Vec<_> = list.values().iter().map(Node::der).collect();
    let unknown = |count: u32| {
        let one = |number| {
            let oid = format!("1.3.6.1.4.1.32473.1000.{number}");
            Extension::raw(&oid, Criticality::NonCritical, &der::null()).der()
        };
        let more: Vec<u8> = (0..count).flat_map(one).collect();
        vec![(
            at.clone(),
            der::tlv(der::SEQUENCE, &[all.concat(), more].concat()),
        )]
    };
    let version = place(tree, "version");
    let number = |number| der::context(0, &der::integer(number));
    vec![
        with("20-unknown-more", unknown(20)),
        with("150-unknown-more", unknown(150)),
        with("in-version-1", vec![(version.clone(), Vec::new())]),
        with("in-version-2", vec![(version, number(1))]),
    ]
}

fn replaced(at: &At, (number, name): (usize, &str), (way, bytes): (String, Vec<u8>)) -> Change {
    let mut at = at.clone();
    at.push(number);
    Change {
        field: format!("extensions.{name}"),
        way,
        edits: vec![(at, bytes)],
    }
}

fn added(at: &At, list: &Node, name: &str, (way, bytes): (String, Vec<u8>)) -> Change {
    Change {
        field: format!("extensions.{name}"),
        way,
        edits: vec![(
            at.clone(),
            der::tlv(der::SEQUENCE, &[list.inside(), bytes].concat()),
        )],
    }
}

fn id(extension: &Node) -> Vec<u8> {
    extension
        .values()
        .first()
        .map(Node::inside)
        .unwrap_or_default()
}
