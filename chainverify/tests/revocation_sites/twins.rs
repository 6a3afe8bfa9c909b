//! The sites' CAs once more, under a root of ours: who signs the sites' leaves anew, and CRLs of them.
//! Names, serial numbers and extensions stay those of the real ones.

use std::collections::BTreeMap;

use chainverify_testdata::{CertBuilder, Extension, Key, Made, Name, der};

use crate::Der;
use crate::sites::Site;

/// The elements of a DER value's contents: each whole, and its contents.
fn elements(contents: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut rest = contents;
    let mut found = Vec::new();
    while let Some((_, inner, after)) = der::split(rest) {
        found.push((&rest[..rest.len() - after.len()], inner));
        rest = after;
    }
    found
}

/// The signed part of a site's leaf: its fields, of which the first is the version.
fn tbs(site: &Site) -> Vec<Vec<u8>> {
    let (_, tbs, _) = der::split(site.leaf.signed().message).unwrap();
    let fields = elements(tbs).into_iter();
    fields.map(|(whole, _)| whole.to_vec()).collect()
}

/// The first URI of each distribution point of a site's leaf.
pub(crate) fn crl_urls(site: &Site) -> Vec<String> {
    let points = site.leaf.extensions().crl_distribution_points.value();
    let points = site.leaf.bytes(points.expect("points").span());
    let points = elements(points).into_iter().map(|(_, point)| {
        let (tag, name, _) = der::split(point).unwrap();
        let (full, names, _) = der::split(name).unwrap();
        let (kind, uri, _) = der::split(names).unwrap();
        assert_eq!((tag, full, kind), (0xa0, 0xa0, 0x86));
        String::from_utf8(uri.to_vec()).unwrap()
    });
    points.collect()
}

/// For each CA of the sites another with the same name and a key of ours.
pub(crate) struct Twins {
    pub(crate) root: Made,
    by_name: BTreeMap<Vec<u8>, Made>,
}

impl Twins {
    pub(crate) fn of(sites: &[Site]) -> Self {
        let root = CertBuilder::ca("Root").sign();
        let mut by_name = BTreeMap::new();
        for site in sites {
            let name = tbs(site).swap_remove(3);
            let label = format!("twin {}", by_name.len());
            by_name.entry(name).or_insert_with_key(|name| {
                let id = site.leaf.extensions().authority_key_identifier.value();
                let id = id.and_then(|id| id.key_identifier).expect("an identifier");
                CertBuilder::ca(&label)
                    .subject(Name::raw(name))
                    .key(Key::p256(&label))
                    .extension(Extension::subject_key_identifier(site.leaf.bytes(id)))
                    .issuer(&root)
                    .sign()
            });
        }
        assert_eq!(by_name.len(), 108);
        Self { root, by_name }
    }

    pub(crate) fn ca(&self, site: &Site) -> &Made {
        &self.by_name[&tbs(site).swap_remove(3)]
    }

    /// The site's leaf, with all that it says but the algorithm of its signature, and the twin.
    pub(crate) fn chain(&self, site: &Site) -> Vec<Der> {
        let ca = self.ca(site);
        let algorithm = ca.key.default_algorithm();
        let mut fields = tbs(site);
        fields[2] = algorithm.identifier();
        let tbs = der::sequence(fields);
        let signature = ca.key.sign(algorithm, &tbs);
        let leaf = der::sequence([tbs, algorithm.identifier(), der::bit_string(&signature)]);
        vec![leaf.into(), ca.der.clone().into()]
    }
}

/// issuingDistributionPoint with this URI.
pub(crate) fn at(uri: &str) -> Extension {
    let name = der::context(0, &der::tlv(0x86, uri.as_bytes()));
    Extension::issuing_distribution_point(&[der::context(0, &name)])
}
