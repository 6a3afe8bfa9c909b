//! Where somebody put a root: every folder that tools of a system read, and every way to deselect a
//! root, on folders made here.

use std::fs;
use std::path::Path;

use chainverify::Cert;
use chainverify::trust::{LoadReason, LocalPlaces, PlacedBy};
use chainverify_testdata::{CertBuilder, Key, Made, pem};

use super::Folder;

fn root(name: &str) -> Made {
    CertBuilder::ca(name).key(Key::p256(name)).sign()
}

fn cert(made: &Made) -> Cert<'static> {
    Cert::parse(made.der.clone().into()).unwrap()
}

fn put(folder: &Folder, path: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.0.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn text(made: &Made) -> String {
    pem("CERTIFICATE", &made.der)
}

#[test]
fn a_root_in_each_folder_of_each_system_is_found_with_who_puts_roots_there() {
    let folder = Folder::new("anchors");
    let placed = [
        (
            "usr/local/share/ca-certificates/a.crt",
            PlacedBy::Administrator,
        ),
        (
            "usr/local/share/ca-certificates/corp/b.crt",
            PlacedBy::Administrator,
        ),
        (
            "etc/pki/ca-trust/source/anchors/c.pem",
            PlacedBy::Administrator,
        ),
        (
            "etc/ca-certificates/trust-source/anchors/d",
            PlacedBy::Administrator,
        ),
        ("etc/pki/trust/anchors/e.crt", PlacedBy::Administrator),
        (
            "usr/share/pki/ca-trust-source/anchors/f.crt",
            PlacedBy::Package,
        ),
        (
            "usr/share/ca-certificates/trust-source/anchors/g.crt",
            PlacedBy::Package,
        ),
        ("usr/share/pki/trust/anchors/h.crt", PlacedBy::Package),
    ];
    let made = placed.map(|(path, _)| root(path));
    let paths: Vec<_> = placed
        .iter()
        .zip(&made)
        .map(|((path, _), made)| put(&folder, path, text(made)))
        .collect();
    // Debian's tool reads no other names.
    let unread = root("unread");
    put(
        &folder,
        "usr/local/share/ca-certificates/a.pem",
        text(&unread),
    );
    let places = LocalPlaces::below(&folder.0);
    assert_eq!(places.placed().count(), placed.len());
    for (((_, by), path), made) in placed.iter().zip(&paths).zip(&made) {
        let found = places.placement_of(&cert(made)).unwrap();
        assert_eq!((&found.path, &found.by), (path, by));
        assert_eq!(places.block_of(&cert(made)), None);
    }
    assert_eq!(places.placement_of(&cert(&unread)), None);
    assert!(places.unreadable().is_empty());
}

#[test]
fn a_root_in_each_blocklist_is_found() {
    let folder = Folder::new("blocked");
    for path in [
        "etc/pki/ca-trust/source/blocklist/a.pem",
        "etc/pki/ca-trust/source/blacklist/b.pem",
        "usr/share/pki/ca-trust-source/blocklist/c.pem",
        "etc/ca-certificates/trust-source/blocklist/d.pem",
        "etc/ca-certificates/trust-source/blacklist/e.pem",
        "etc/pki/trust/blocklist/f.pem",
        "etc/pki/trust/blacklist/g.pem",
    ] {
        let made = root(path);
        let path = put(&folder, path, text(&made));
        let places = LocalPlaces::below(&folder.0);
        let found = places.block_of(&cert(&made)).unwrap();
        assert_eq!((&found.path, &found.list), (&path, &None));
        assert_eq!(places.placement_of(&cert(&made)), None);
    }
}

#[test]
fn debians_list_selects_and_deselects() {
    let folder = Folder::new("list");
    let [on, off, outside] = ["on", "off", "outside"].map(root);
    let file = put(
        &folder,
        "usr/share/ca-certificates/mozilla/On.crt",
        text(&on),
    );
    let deselected = put(
        &folder,
        "usr/share/ca-certificates/mozilla/Off.crt",
        text(&off),
    );
    put(&folder, "outside.crt", text(&outside));
    let list = put(
        &folder,
        "etc/ca-certificates.conf",
        "# comment\n\nmozilla/On.crt\n!mozilla/Off.crt\n../../../outside.crt\nmozilla/Gone.crt\n!\n",
    );
    let places = LocalPlaces::below(&folder.0);
    let found = places.placement_of(&cert(&on)).unwrap();
    assert_eq!((found.path, found.by), (file, PlacedBy::Package));
    let found = places.block_of(&cert(&off)).unwrap();
    assert_eq!((&found.path, &found.list), (&deselected, &Some(list)));
    assert_eq!(places.placement_of(&cert(&off)), None);
    assert_eq!((places.placed().count(), places.blocked().count()), (1, 1));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = Folder::new("unreadable");
    let good = root("good");
    let broken = pem("CERTIFICATE", &[0x30, 3, 0x30, 1, 0]);
    let path = put(
        &folder,
        "usr/local/share/ca-certificates/a.crt",
        broken + &text(&good),
    );
    let places = LocalPlaces::below(&folder.0);
    assert_eq!(places.placed().count(), 1);
    let [error] = places.unreadable() else {
        panic!("{:?}", places.unreadable());
    };
    assert_eq!((&error.place, error.number), (&path, 1));
}

#[cfg(unix)]
#[test]
fn a_file_behind_two_names_is_read_once_and_a_circle_of_links_ends() {
    let folder = Folder::new("links");
    let made = root("linked");
    let real = put(&folder, "opt/corp.pem", text(&made));
    let anchors = folder.0.join("usr/local/share/ca-certificates");
    fs::create_dir_all(&anchors).unwrap();
    for name in ["a.crt", "b.crt"] {
        std::os::unix::fs::symlink(&real, anchors.join(name)).unwrap();
    }
    std::os::unix::fs::symlink(&anchors, anchors.join("circle")).unwrap();
    std::os::unix::fs::symlink("/no/such/file", anchors.join("dangling.crt")).unwrap();
    let places = LocalPlaces::below(&folder.0);
    let placed: Vec<_> = places
        .placed()
        .map(|(_, placement)| Path::new(&placement.path))
        .collect();
    assert_eq!(placed, [anchors.join("a.crt")]);
}

#[test]
fn folders_are_read_to_a_depth() {
    let folder = Folder::new("deep");
    let (near, far) = (root("near"), root("far"));
    put(
        &folder,
        "usr/local/share/ca-certificates/1/2/3/4/near.crt",
        text(&near),
    );
    put(
        &folder,
        "usr/local/share/ca-certificates/1/2/3/4/5/far.crt",
        text(&far),
    );
    let places = LocalPlaces::below(&folder.0);
    assert!(places.placement_of(&cert(&near)).is_some());
    assert!(places.placement_of(&cert(&far)).is_none());
}

#[test]
fn more_files_than_any_system_has_are_not_all_read_and_that_is_told() {
    let folder = Folder::new("many");
    let anchors = folder.0.join("etc/pki/trust/anchors");
    fs::create_dir_all(&anchors).unwrap();
    for number in 0..4096 {
        fs::write(anchors.join(format!("{number}.txt")), "").unwrap();
    }
    let places = LocalPlaces::below(&folder.0);
    let last = places.unreadable().last().unwrap();
    assert_eq!(last.place, folder.0.display().to_string());
    assert_eq!(last.reason, LoadReason::TooLarge);
}
