//! The operating system's store, and the places that the environment names instead of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chainverify::{Origin, TrustStore, Verifier};
use chainverify_testdata::{pem, pem_chain};

use super::{Folder, root, texts};

/// Says on standard output what the system's store is; the tests below run it in a process with an
/// environment of its own.
#[test]
#[ignore = "run by the tests about the environment, in a process of its own"]
fn child() {
    let store = match TrustStore::os() {
        Ok(store) => store,
        Err(error) => {
            assert!(!error.looked_at.is_empty());
            assert!(Verifier::os().is_err());
            return println!("no roots: {error}");
        }
    };
    for anchor in store.anchors() {
        println!(
            "anchor: {} in {}",
            anchor.name().display_name(),
            anchor.origin()
        );
    }
    for error in texts(store.left_out()) {
        println!("error: {error}");
    }
    assert_eq!(Verifier::os().unwrap().roots().len(), store.len());
}

/// What [`child`] says under these variables.
fn system_store(variables: &[(&str, &Path)]) -> Vec<String> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "system::child", "--ignored", "--nocapture"]);
    command
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR");
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let is_ours = |line: &&str| {
        ["anchor: ", "error: ", "no roots: "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    text.lines().filter(is_ours).map(str::to_owned).collect()
}

#[test]
fn the_variable_ssl_cert_file_names_the_store() {
    let folder = Folder::new("env_file");
    let file = folder.write("roots.pem", pem_chain([root("One"), root("Two")]));
    let origin = format!("your OS store (SSL_CERT_FILE={})", file.display());
    let wanted = ["One", "Two"].map(|name| format!("anchor: {name} in {origin}"));
    assert_eq!(system_store(&[("SSL_CERT_FILE", &file)]), wanted);
}

#[test]
fn the_variable_ssl_cert_file_may_name_a_file_in_der() {
    let folder = Folder::new("env_der");
    let file = folder.write("root.der", root("One").der);
    let origin = format!("your OS store (SSL_CERT_FILE={})", file.display());
    let wanted = [format!("anchor: One in {origin}")];
    assert_eq!(system_store(&[("SSL_CERT_FILE", &file)]), wanted);
}

#[test]
fn the_variables_may_name_a_file_and_a_folder() {
    let folder = Folder::new("env_both");
    let file = folder.write("roots.pem", pem_chain([root("One")]));
    let dir = folder.0.join("dir");
    fs::create_dir(&dir).unwrap();
    folder.write("dir/e1f2a3b4.0", pem_chain([root("Two")]));
    let wanted = [
        format!(
            "anchor: One in your OS store (SSL_CERT_FILE={})",
            file.display()
        ),
        format!(
            "anchor: Two in your OS store (SSL_CERT_DIR={})",
            dir.display()
        ),
    ];
    let found = system_store(&[("SSL_CERT_FILE", &file), ("SSL_CERT_DIR", &dir)]);
    assert_eq!(found, wanted);
    let found = system_store(&[("SSL_CERT_DIR", &dir)]);
    assert_eq!(found, wanted[1..]);
}

#[test]
fn the_variable_ssl_cert_dir_is_a_list_of_folders_and_each_is_named() {
    let folder = Folder::new("env_list");
    for (place, name) in [("empty", ""), ("one", "One"), ("two", "Two")] {
        fs::create_dir(folder.0.join(place)).unwrap();
        if !name.is_empty() {
            folder.write(&format!("{place}/root.crt"), pem_chain([root(name)]));
        }
    }
    let path = |place: &str| folder.0.join(place);
    let none = PathBuf::new();
    let list = [
        path("empty"),
        path("one"),
        none,
        path("absent"),
        path("two"),
    ];
    let list = PathBuf::from(env::join_paths(list).unwrap());
    let found = system_store(&[("SSL_CERT_DIR", &list)]);
    let place = |place: &str| format!("SSL_CERT_DIR={}", path(place).display());
    let wanted = [
        format!("anchor: One in your OS store ({})", place("one")),
        format!("anchor: Two in your OS store ({})", place("two")),
        format!("error: {}: it holds no certificate", place("empty")),
    ];
    assert_eq!(found[..3], wanted);
    assert!(found[3].starts_with(&format!("error: {}: ", place("absent"))));
    assert_eq!(found.len(), 4);
}

#[test]
fn what_is_wrong_in_a_folder_is_named_with_its_file() {
    let folder = Folder::new("env_dir_bad");
    fs::create_dir(folder.0.join("dir")).unwrap();
    let old = pem("X509 CERTIFICATE", &root("One").der);
    folder.write("dir/a.0", old);
    let mangled = pem_chain([root("Two")]).replace("-----BEGIN", "----BEGIN");
    let bad = folder.write("dir/b.pem", [pem_chain([root("Three")]), mangled].concat());
    folder.write("dir/README", "no certificate");
    #[cfg(unix)]
    {
        let link = |from: &str| folder.0.join("dir").join(from);
        std::os::unix::fs::symlink(&bad, link("c.0")).unwrap();
        std::os::unix::fs::symlink("nowhere", link("d.0")).unwrap();
    }
    let dir = folder.0.join("dir");
    let found = system_store(&[("SSL_CERT_DIR", &dir)]);
    let origin = format!("your OS store (SSL_CERT_DIR={})", dir.display());
    let line = pem_chain([root("Three")]).lines().count() + 1;
    let wanted = [
        format!("anchor: One in {origin}"),
        format!("anchor: Three in {origin}"),
        format!(
            "error: SSL_CERT_DIR={}, certificate 2: the PEM text is broken: a BEGIN line is incomplete (line {line})",
            bad.display()
        ),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn an_empty_variable_is_no_place() {
    let folder = Folder::new("env_empty");
    let file = folder.write("roots.pem", pem_chain([root("One")]));
    let empty = Path::new("");
    let both = system_store(&[("SSL_CERT_FILE", &file), ("SSL_CERT_DIR", empty)]);
    assert_eq!(both, system_store(&[("SSL_CERT_FILE", &file)]));
    let none = system_store(&[("SSL_CERT_FILE", empty), ("SSL_CERT_DIR", empty)]);
    assert_eq!(none, system_store(&[]));
    let separator = PathBuf::from(env::join_paths([empty, empty]).unwrap());
    let none = system_store(&[("SSL_CERT_DIR", &separator)]);
    assert_eq!(none, system_store(&[]));
}

#[test]
fn what_is_wrong_with_the_systems_store_is_said() {
    let folder = Folder::new("env_bad");
    let bad = [pem_chain([root("One")]), pem("CERTIFICATE", &[0x30, 0])].concat();
    let file = folder.write("roots.pem", bad);
    let lines = system_store(&[("SSL_CERT_FILE", &file)]);
    assert!(lines[0].starts_with("anchor: One in "), "{lines:?}");
    let wanted = format!(
        "error: SSL_CERT_FILE={}, certificate 2: tbsCertificate at byte 2: ",
        file.display()
    );
    assert!(lines[1].starts_with(&wanted), "{lines:?}");
    assert_eq!(lines.len(), 2);
}

#[test]
fn a_store_without_a_root_is_an_error_that_names_the_places() {
    let folder = Folder::new("env_none");
    let absent = folder.0.join("absent.pem");
    let empty = folder.0.join("empty");
    fs::create_dir(&empty).unwrap();
    let lines = system_store(&[("SSL_CERT_FILE", &absent), ("SSL_CERT_DIR", &empty)]);
    let start = format!(
        "no roots: your OS store has no root that can be used; SSL_CERT_FILE={}: ",
        absent.display()
    );
    let end = format!(
        "; SSL_CERT_DIR={}: it holds no certificate",
        empty.display()
    );
    assert!(lines[0].starts_with(&start), "{lines:?}");
    assert!(lines[0].ends_with(&end), "{lines:?}");
    assert_eq!(lines.len(), 1);
    let key = folder.write("leaf.key", pem("PRIVATE KEY", b"no certificate"));
    let lines = system_store(&[("SSL_CERT_FILE", &key)]);
    let end = format!("SSL_CERT_FILE={}: it holds no certificate", key.display());
    assert!(lines[0].ends_with(&end), "{lines:?}");
}

#[test]
fn without_variables_the_store_is_the_systems_own() {
    let lines = system_store(&[]);
    assert!(!lines.is_empty());
    for line in lines {
        let is_own = line.starts_with("anchor: ") && line.ends_with(" in your OS store");
        assert!(is_own || line.starts_with("no roots: "), "{line}");
    }
}

#[test]
fn the_folders_of_the_system_add_each_root_once() {
    let mut store = TrustStore::new();
    let added = store.add_os_folders();
    assert_eq!((added, store.add_os_folders()), (store.len(), 0));
    assert!(store.anchors().all(|anchor| *anchor.origin() == Origin::Os));
}
