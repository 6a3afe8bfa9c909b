//! Chains whose certificates are sound, but sent in another order, too often, not all, or among others.

use super::{Base, Mutant};
use crate::{CertBuilder, Name, der};

/// All of them.
pub(super) fn mutants(base: &Base) -> Vec<Mutant> {
    let mutant = |(way, sent): (&str, Vec<Vec<u8>>)| Mutant {
        sent,
        ..base.mutant("chain".to_owned(), way.to_owned())
    };
    let all = [own(base), among_others(base)].concat();
    all.into_iter().map(mutant).collect()
}

/// What is sent, and what that is called.
type Row = (&'static str, Vec<Vec<u8>>);

/// With the base's certificates only: 0 stands for the leaf, 1 for the intermediate, 2 for the root.
fn own(base: &Base) -> Vec<Row> {
    let parts = [&base.leaf, &base.intermediate, &base.root];
    let send = |which: &[usize]| -> Vec<_> {
        let der = |number: &usize| parts[*number].der.clone();
        which.iter().map(der).collect()
    };
    vec![
        ("nothing", send(&[])),
        ("no-intermediate", send(&[0])),
        ("root-sent-too", send(&[0, 1, 2])),
        ("root-before-intermediate", send(&[0, 2, 1])),
        ("intermediate-first", send(&[1, 0])),
        ("leaf-twice", send(&[0, 0, 1])),
        ("intermediate-twice", send(&[0, 1, 1])),
        ("intermediate-alone", send(&[1])),
        ("root-alone", send(&[2])),
        ("root-instead-of-intermediate", send(&[0, 2])),
        ("two-in-one", vec![send(&[0, 1]).concat()]),
    ]
}

/// With something between or after them.
fn among_others(base: &Base) -> Vec<Row> {
    let [leaf, intermediate] = [&base.leaf, &base.intermediate].map(|part| &part.der);
    let between = |other: &[u8]| vec![leaf.clone(), other.to_vec(), intermediate.clone()];
    let after = |other: &[u8]| vec![leaf.clone(), intermediate.clone(), other.to_vec()];
    let unrelated = CertBuilder::ca("Unrelated CA").sign().der;
    let namesake = CertBuilder::ca("x").subject(Name::raw(&subject(base)));
    let namesake = namesake.sign().der;
    vec![
        ("unrelated-between", between(&unrelated)),
        ("unrelated-after", after(&unrelated)),
        ("namesake-between", between(&namesake)),
        ("namesake-instead", vec![leaf.clone(), namesake]),
        ("null-between", between(&der::null())),
        ("empty-between", between(&[])),
        ("null-after", after(&der::null())),
    ]
}

fn subject(base: &Base) -> Vec<u8> {
    let subject = base.intermediate.tree.find("subject");
    subject.map(|(_, node)| node.der()).unwrap_or_default()
}
