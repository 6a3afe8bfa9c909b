//! Mutants of sound chains: each differs from its base in one place, and is signed anew where a CA would have signed it so.
//! What happens to every value is in `structure` and `typed`, what is particular to extensions and fields in their tables.
//!
//! ```
//! let bases = chainverify_testdata::mutate::bases();
//! let ed25519 = bases.iter().find(|base| base.name == "ed25519").unwrap();
//! let names: Vec<_> = ed25519.mutants().iter().map(|mutant| mutant.name()).collect();
//! assert!(names.contains(&"ed25519.leaf.signatureValue.emptied".to_owned()));
//! ```
//!
//! A mutant whose signed part changed has a fresh signature of its issuer. Where a CA's subject changed, the certificates that
//! it issued name it anew. So that all else is as it was, a verifier that refuses it does so because of the change.

mod bases;
mod chains;
mod extensions;
mod fields;
mod grammar;
mod keys;
mod structure;
mod tree;
mod typed;
mod values;

pub use bases::{Base, HOST, bases};

use core::fmt;

use crate::der;
use bases::{Part, Tables};
use tree::{At, Edit, Node};

/// The time at which every base is valid: 2026-06-01T00:00:00Z.
pub const TIME: u64 = 1_780_272_000;

/// Which certificate of the chain was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The leaf.
    Leaf,
    /// Its issuer.
    Intermediate,
    /// The trust anchor.
    Root,
}

impl Role {
    /// From the leaf up.
    pub const ALL: [Self; 3] = [Self::Leaf, Self::Intermediate, Self::Root];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Leaf => "leaf",
            Self::Intermediate => "intermediate",
            Self::Root => "root",
        })
    }
}

/// A chain with one thing changed.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The name of its base.
    pub base: &'static str,
    /// Where it was changed: the certificate and the field, as `leaf.extensions.keyUsage.value`.
    pub place: String,
    /// What was done, as `emptied`.
    pub way: String,
    /// The trust anchor's certificate.
    pub root: Vec<u8>,
    /// What is sent, leaf first.
    pub sent: Vec<Vec<u8>>,
}

impl Mutant {
    /// Its name, of which there is only one.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.base, self.place, self.way)
    }
}

/// A change of one certificate.
struct Change {
    field: String,
    way: String,
    edits: Vec<Edit>,
}

impl Base {
    /// The chain as it is, under the place `base` and the way `unchanged`.
    #[must_use]
    pub fn unchanged(&self) -> Mutant {
        self.mutant("base".to_owned(), "unchanged".to_owned())
    }

    /// All mutants of this base, in the same order in every run; none is like the base, and no two have one name.
    #[must_use]
    pub fn mutants(&self) -> Vec<Mutant> {
        let mut mutants = Vec::new();
        for role in Role::ALL {
            mutants.extend(self.mutants_of(role));
        }
        mutants
    }

    /// Those of one certificate; with those of the leaf also those of the whole chain.
    #[must_use]
    pub fn mutants_of(&self, role: Role) -> Vec<Mutant> {
        let mut changes = self.of_values(role);
        if self.tables == Tables::All {
            let tree = &self.part(role).tree;
            changes.extend(extensions::changes(tree));
            changes.extend(fields::changes(tree));
        }
        let changed = |change| self.changed(role, change);
        let mut mutants: Vec<_> = changes.into_iter().map(changed).collect();
        if self.tables == Tables::All && role == Role::Leaf {
            mutants.extend(chains::mutants(self));
        }
        let base = self.unchanged();
        mutants.retain(|mutant| (&mutant.root, &mutant.sent) != (&base.root, &base.sent));
        let mut names = std::collections::HashSet::new();
        mutants.retain(|mutant| names.insert(mutant.name()));
        mutants
    }

    /// Every value that is looked at, in every way of its structure and type.
    fn of_values(&self, role: Role) -> Vec<Change> {
        let tree = &self.part(role).tree;
        let looked_at = |path: &str| {
            let mut of_role = self.looked_at.iter().filter(|(of, _)| *of == role);
            of_role.any(|(_, prefix)| path.starts_with(prefix))
        };
        let mut changes = Vec::new();
        for (at, node) in tree.all() {
            if !looked_at(&node.path) {
                continue;
            }
            let twin = twin(tree, &node.path);
            for (way, bytes) in structure::ways(node).into_iter().chain(typed::ways(node)) {
                let edit = (at.clone(), bytes.clone());
                if let Some((field, twin)) = &twin {
                    changes.push(Change {
                        field: field.clone(),
                        way: way.clone(),
                        edits: vec![edit.clone(), (twin.clone(), bytes)],
                    });
                }
                changes.push(Change {
                    field: match node.path.as_str() {
                        "" => "certificate".to_owned(),
                        path => path.to_owned(),
                    },
                    way,
                    edits: vec![edit],
                });
            }
        }
        changes
    }

    fn changed(&self, role: Role, change: Change) -> Mutant {
        let mut mutant = self.mutant(format!("{role}.{}", change.field), change.way);
        let part = self.part(role);
        let mut edits = change.edits;
        let subject = new_subject(&part.tree, &edits);
        if let (Role::Root, Some(subject)) = (role, &subject) {
            edits.push((place(&part.tree, "issuer"), subject.clone()));
        }
        let der = part.signed_with(edits);
        let renamed = |part: &Part| {
            let issuer = subject
                .clone()
                .map(|subject| (place(&part.tree, "issuer"), subject));
            issuer.map_or_else(|| part.der.clone(), |edit| part.signed_with(vec![edit]))
        };
        match role {
            Role::Leaf => mutant.sent[0] = der,
            Role::Intermediate => mutant.sent = vec![renamed(&self.leaf), der],
            Role::Root => {
                mutant.root = der;
                mutant.sent[1] = renamed(&self.intermediate);
            }
        }
        mutant
    }

    fn mutant(&self, place: String, way: String) -> Mutant {
        Mutant {
            base: self.name,
            place,
            way,
            root: self.root.der.clone(),
            sent: vec![self.leaf.der.clone(), self.intermediate.der.clone()],
        }
    }
}

impl Part {
    /// The certificate with these edits, signed anew if they change what is signed.
    fn signed_with(&self, mut edits: Vec<Edit>) -> Vec<u8> {
        let in_signed: Vec<Edit> = edits
            .iter()
            .filter(|(at, _)| at.first() == Some(&0))
            .map(|(at, bytes)| (at[1..].to_vec(), bytes.clone()))
            .collect();
        if !in_signed.is_empty() {
            let signed = self.tree.values()[0].der_with(&in_signed);
            let signature = self.key.sign(self.algorithm, &signed);
            edits.push((vec![2], der::bit_string(&signature)));
        }
        self.tree.der_with(&edits)
    }
}

/// The same field of the algorithm outside of what is signed, and what the two together are called.
fn twin(tree: &Node, path: &str) -> Option<(String, At)> {
    let below = path.strip_prefix("signature")?;
    if !below.is_empty() && !below.starts_with('.') {
        return None;
    }
    let (twin, _) = tree.find(&format!("signatureAlgorithm{below}"))?;
    Some((format!("bothAlgorithms{below}"), twin))
}

/// The subject with these edits, if they change it.
fn new_subject(tree: &Node, edits: &[Edit]) -> Option<Vec<u8>> {
    let (subject, node) = tree.find("subject")?;
    let below: Vec<Edit> = edits
        .iter()
        .filter_map(|(at, bytes)| {
            Some((at.strip_prefix(subject.as_slice())?.to_vec(), bytes.clone()))
        })
        .collect();
    (!below.is_empty()).then(|| node.der_with(&below))
}

fn place(tree: &Node, path: &str) -> At {
    tree.find(path).expect("every certificate has this field").0
}
