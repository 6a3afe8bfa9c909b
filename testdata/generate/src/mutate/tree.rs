//! A certificate as a tree of values with names, and how it is written with some of them replaced.

use super::grammar::{self, Field, Shape};
use crate::der;

/// One value.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its place: the names from the certificate down, with dots between.
    pub(super) path: String,
    /// Its tag.
    pub(super) tag: u8,
    /// What it holds.
    pub(super) content: Content,
}

/// What a value holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Octets.
    Octets(Vec<u8>),
    /// Values; before them the count of unused bits, where a BIT STRING holds them.
    Values { before: Vec<u8>, values: Vec<Node> },
}

/// The place of a value: which child, of which child, of the certificate.
pub(super) type At = Vec<usize>;

/// These bytes in place of the value at that place.
pub(super) type Edit = (At, Vec<u8>);

impl Node {
    /// Reads a certificate.
    ///
    /// # Panics
    /// When it is none that the builder writes.
    pub(super) fn certificate(whole: &[u8]) -> Self {
        let (tag, content, rest) = der::split(whole).expect("one whole value");
        assert!(rest.is_empty(), "one value");
        node(String::new(), (tag, content), &grammar::CERTIFICATE)
    }

    /// The values inside.
    pub(super) fn values(&self) -> &[Self] {
        match &self.content {
            Content::Octets(_) => &[],
            Content::Values { values, .. } => values,
        }
    }

    /// The bytes between the header and the end.
    pub(super) fn inside(&self) -> Vec<u8> {
        self.inside_with(&[])
    }

    /// The bytes.
    pub(super) fn der(&self) -> Vec<u8> {
        self.der_with(&[])
    }

    /// The bytes with some of the values below replaced; the lengths above fit.
    pub(super) fn der_with(&self, edits: &[Edit]) -> Vec<u8> {
        if let Some((_, bytes)) = edits.iter().find(|(at, _)| at.is_empty()) {
            return bytes.clone();
        }
        der::tlv(self.tag, &self.inside_with(edits))
    }

    fn inside_with(&self, edits: &[Edit]) -> Vec<u8> {
        let (before, values) = match &self.content {
            Content::Octets(octets) => return octets.clone(),
            Content::Values { before, values } => (before, values),
        };
        let mut bytes = before.clone();
        for (number, value) in values.iter().enumerate() {
            let below: Vec<_> = edits
                .iter()
                .filter_map(|(at, bytes)| match at.split_first() {
                    Some((first, rest)) if *first == number => Some((rest.to_vec(), bytes.clone())),
                    _ => None,
                })
                .collect();
            bytes.extend(value.der_with(&below));
        }
        bytes
    }

    /// This value and all below, each with its place.
    pub(super) fn all(&self) -> Vec<(At, &Self)> {
        let mut found = vec![(At::new(), self)];
        for (number, value) in self.values().iter().enumerate() {
            for (mut at, below) in value.all() {
                at.insert(0, number);
                found.push((at, below));
            }
        }
        found
    }

    /// The value of this name.
    pub(super) fn find(&self, path: &str) -> Option<(At, &Self)> {
        self.all().into_iter().find(|(_, node)| node.path == path)
    }
}

fn node(path: String, (tag, octets): (u8, &[u8]), shape: &'static Shape) -> Node {
    let around = |before: &[u8], field| match single(&octets[before.len()..], field) {
        Some(value) => Content::Values {
            before: before.to_vec(),
            values: vec![node(join(&path, field.name), value, field.shape)],
        },
        None => Content::Octets(octets.to_vec()),
    };
    let content = match shape {
        Shape::BitsAround(field) if octets.starts_with(&[0]) => around(&[0], field),
        Shape::OctetsAround(field) => around(&[], field),
        Shape::BitsAround(_) => Content::Octets(octets.to_vec()),
        _ if tag & 0x20 == 0 => Content::Octets(octets.to_vec()),
        _ => Content::Values {
            before: Vec::new(),
            values: children(&path, octets, shape),
        },
    };
    Node { path, tag, content }
}

fn single<'c>(content: &'c [u8], field: &Field) -> Option<(u8, &'c [u8])> {
    let (tag, inside, rest) = der::split(content)?;
    (rest.is_empty() && tag == field.tag).then_some((tag, inside))
}

fn children(path: &str, mut content: &[u8], shape: &'static Shape) -> Vec<Node> {
    let (mut values, mut expected, mut of_id) = (Vec::new(), 0, None);
    while let Some((tag, inside, rest)) = der::split(content) {
        let number = values.len();
        let (name, below) = match shape {
            Shape::Fields(fields) => named(next_field(fields, &mut expected, tag), number),
            Shape::Choices(fields) => {
                let (name, below) = named(next_field(fields, &mut 0, tag), number);
                (format!("{number}-{name}"), below)
            }
            Shape::ListOf(shape) => (number.to_string(), *shape),
            Shape::Extensions => (extension_name(inside, number), &Shape::Extension),
            Shape::Extension => extension_field(tag, inside, &mut of_id),
            _ => (number.to_string(), &Shape::Any),
        };
        values.push(node(join(path, &name), (tag, inside), below));
        content = rest;
    }
    assert!(content.is_empty(), "{path} is a list of whole values");
    values
}

/// The field that a value of this tag is: fields come in order, but some may be missing.
fn next_field(fields: &'static [Field], expected: &mut usize, tag: u8) -> Option<&'static Field> {
    let skipped = fields
        .get(*expected..)?
        .iter()
        .position(|field| field.tag == tag || field.tag == 0)?;
    let found = *expected + skipped;
    *expected = found + 1;
    fields.get(found)
}

fn named(field: Option<&'static Field>, number: usize) -> (String, &'static Shape) {
    match field {
        Some(field) => (field.name.to_owned(), field.shape),
        None => (number.to_string(), &Shape::Any),
    }
}

fn extension_name(extension: &[u8], number: usize) -> String {
    let known = der::split(extension).and_then(|(_, id, _)| grammar::extension(id));
    known.map_or_else(|| number.to_string(), |known| known.name.to_owned())
}

fn extension_field(
    tag: u8,
    inside: &[u8],
    of_id: &mut Option<&'static Shape>,
) -> (String, &'static Shape) {
    match tag {
        der::OID => {
            *of_id = grammar::extension(inside).map(|known| &known.value);
            ("extnID".to_owned(), &Shape::Any)
        }
        der::BOOLEAN => ("critical".to_owned(), &Shape::Any),
        _ => ("value".to_owned(), of_id.unwrap_or(&Shape::Any)),
    }
}

fn join(path: &str, name: &str) -> String {
    // What is signed, and the list inside of the tag [3], go without saying.
    match (path, name) {
        (_, "tbsCertificate") if path.is_empty() => name.to_owned(),
        ("" | "tbsCertificate", _) => name.to_owned(),
        ("extensions.list", _) => format!("extensions.{name}"),
        _ => format!("{path}.{name}"),
    }
}
