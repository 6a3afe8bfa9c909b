//! Trust stores from files, folders and the environment: what is taken, and what is named when it
//! is not.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use chainverify::{Field, LoadReason, Loaded, Origin, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Made, pem, pem_chain};

/// A folder of this test's own, removed when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = env::temp_dir().join(format!("chainverify-{}-{test}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root(name: &str) -> Made {
    CertBuilder::ca(name).sign()
}

fn load(path: &Path) -> (TrustStore, Loaded) {
    let mut store = TrustStore::new();
    let loaded = store.add_path(path);
    assert_eq!(loaded.added, store.len());
    (store, loaded)
}

fn names(store: &TrustStore) -> Vec<String> {
    store
        .anchors()
        .map(|anchor| anchor.name().display_name())
        .collect()
}

fn texts(loaded: &Loaded) -> Vec<String> {
    loaded.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_is_read_as_der_or_as_pem_whatever_it_is_called() {
    let folder = Folder::new("der_or_pem");
    let (one, other) = (root("One"), root("Other"));
    let der = folder.write("der.txt", &one.der);
    let pem = folder.write("pem.txt", pem_chain([&one, &other]));
    let (store, loaded) = load(&der);
    assert_eq!(
        (names(&store), loaded.errors.len()),
        (vec!["One".to_owned()], 0)
    );
    let (store, loaded) = load(&pem);
    assert_eq!(
        (names(&store).join(" "), loaded.errors.len()),
        ("One Other".into(), 0)
    );
    let origin = Origin::File(pem.display().to_string());
    assert!(store.anchors().all(|anchor| *anchor.origin() == origin));
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_by_certain_endings_only() {
    let folder = Folder::new("folder");
    let names_and_roots = [
        ("a.pem", "1"),
        ("b.crt", "2"),
        ("c.cer", "3"),
        ("d.der", "4"),
        ("e1f2a3b4.0", "5"),
        ("e1f2a3b4.9", "6"),
    ];
    for (file, name) in names_and_roots.iter().rev() {
        folder.write(file, root(name).der);
    }
    for ignored in ["readme.txt", "noending", "two.10", "x.r0", "backup.pem~"] {
        folder.write(ignored, root(ignored).der);
    }
    fs::create_dir(folder.0.join("sub.pem")).unwrap();
    fs::create_dir(folder.0.join("sub.0")).unwrap();
    folder.write("sub.pem/inside.pem", root("inside").der);
    let (store, loaded) = load(&folder.0);
    assert_eq!(names(&store), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(texts(&loaded), [""; 0]);
}

#[test]
fn a_root_that_stands_in_two_files_is_one_anchor() {
    let folder = Folder::new("twice");
    folder.write("a.pem", pem_chain([root("One")]));
    folder.write("b.der", root("One").der);
    let (store, loaded) = load(&folder.0);
    assert_eq!((store.len(), loaded.errors.len()), (1, 0));
    let place = folder.0.join("a.pem").display().to_string();
    let origins: Vec<_> = store
        .anchors()
        .map(|anchor| anchor.origin().clone())
        .collect();
    assert_eq!(origins, [Origin::File(place)]);
}

#[test]
fn a_bad_entry_is_named_by_file_and_number_and_the_others_are_taken() {
    let folder = Folder::new("bad_entry");
    let (one, two) = (root("One"), root("Two"));
    let bundle = [
        pem("CERTIFICATE", &one.der),
        pem("CERTIFICATE", &[0x30, 0]),
        pem("PRIVATE KEY", b"no certificate"),
        pem("CERTIFICATE", &two.der),
    ];
    let path = folder.write("bundle.pem", bundle.concat());
    let (store, loaded) = load(&path);
    assert_eq!(names(&store), ["One", "Two"]);
    let error = &loaded.errors[0];
    assert_eq!((loaded.errors.len(), error.number), (1, 2));
    assert_eq!(error.place, path.display().to_string());
    let LoadReason::Certificate(reason) = &error.reason else {
        panic!("{error}");
    };
    assert_eq!(reason.field(), Field::TbsCertificate);
    let wanted = format!(
        "{}, certificate 2: tbsCertificate at byte 2: the data ends inside it",
        path.display()
    );
    assert_eq!(error.to_string(), wanted);
}

#[test]
fn a_bad_file_among_good_ones_is_named_and_the_others_are_taken() {
    let folder = Folder::new("bad_file");
    folder.write("a.pem", pem_chain([root("One")]));
    let bad = folder.write("b.der", [0x30, 0x01]);
    let empty = folder.write("c.pem", "no certificate here\n");
    let broken = folder.write(
        "d.pem",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
    );
    folder.write("e.pem", pem_chain([root("Two")]));
    let (store, loaded) = load(&folder.0);
    assert_eq!(names(&store), ["One", "Two"]);
    let wanted = [
        format!(
            "{}, certificate 1: Certificate at byte 0: the data ends inside it",
            bad.display()
        ),
        format!("{}: it holds no certificate", empty.display()),
        format!(
            "{}, certificate 1: the PEM text is broken",
            broken.display()
        ),
    ];
    assert_eq!(texts(&loaded), wanted);
}

#[test]
fn an_empty_folder_and_a_file_that_is_not_there_are_named() {
    let folder = Folder::new("empty");
    let (store, loaded) = load(&folder.0);
    assert!(store.is_empty());
    let wanted = format!("{}: it holds no certificate", folder.0.display());
    assert_eq!(texts(&loaded), [wanted]);
    let absent = folder.0.join("absent.pem");
    let (_, loaded) = load(&absent);
    assert!(matches!(loaded.errors[0].reason, LoadReason::Io(_)));
    let text = texts(&loaded)[0].clone();
    assert!(
        text.starts_with(&format!("{}: ", absent.display())),
        "{text}"
    );
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_length() {
    let folder = Folder::new("too_large");
    let path = folder.write("large.der", root("One").der);
    File::options()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len(TrustStore::MOST_FILE_BYTES + 1))
        .unwrap();
    let (store, loaded) = load(&path);
    assert!(store.is_empty());
    assert_eq!(
        texts(&loaded),
        [format!("{}: the file is too large", path.display())]
    );
}

#[test]
fn a_byte_order_mark_hides_no_root() {
    let mut store = TrustStore::new();
    let text = pem_chain([root("One"), root("Two")]);
    let loaded = store.add_pem(format!("\u{feff}{text}").as_bytes(), &Origin::Given);
    assert_eq!((loaded.added, loaded.errors.len()), (2, 0));
}

#[test]
fn pem_texts_are_added_with_the_origin_that_is_given() {
    let mut store = TrustStore::new();
    let text = pem_chain([root("One"), root("Two"), root("One")]);
    let loaded = store.add_pem(text.as_bytes(), &Origin::Given);
    assert_eq!((loaded.added, loaded.errors.len()), (2, 0));
    let loaded = store.add_pem(b"", &Origin::Given);
    assert_eq!(texts(&loaded), ["the given roots: it holds no certificate"]);
    assert!(matches!(loaded.errors[0].reason, LoadReason::Empty));
    assert_eq!((loaded.added, loaded.errors[0].number), (0, 0));
}

/// Says on standard output what the system's store is; the tests below run it in a process with an
/// environment of its own.
#[test]
#[ignore = "run by the tests about the environment, in a process of its own"]
fn child() {
    let (store, loaded) = TrustStore::os();
    for anchor in store.anchors() {
        println!(
            "anchor: {} in {}",
            anchor.name().display_name(),
            anchor.origin()
        );
    }
    for error in texts(&loaded) {
        println!("error: {error}");
    }
    let (verifier, same) = Verifier::os();
    assert_eq!(verifier.roots().len(), store.len());
    assert_eq!(same.errors.len(), loaded.errors.len());
    println!("count: {}", loaded.added);
}

/// What [`child`] says under these variables.
fn system_store(variables: &[(&str, &Path)]) -> Vec<String> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]);
    command
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR");
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let is_ours = |line: &&str| {
        ["anchor: ", "error: ", "count: "]
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
    let wanted = [
        format!("anchor: One in {origin}"),
        format!("anchor: Two in {origin}"),
        "count: 2".to_owned(),
    ];
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
        "count: 2".to_owned(),
    ];
    let found = system_store(&[("SSL_CERT_FILE", &file), ("SSL_CERT_DIR", &dir)]);
    assert_eq!(found, wanted);
    assert_eq!(
        system_store(&[("SSL_CERT_DIR", &dir)]),
        [wanted[1].clone(), "count: 1".into()]
    );
}

#[test]
fn what_is_wrong_with_the_systems_store_is_said() {
    let folder = Folder::new("env_bad");
    let bad = [pem("CERTIFICATE", &[0x30, 0]), pem_chain([root("One")])].concat();
    let file = folder.write("roots.pem", bad);
    let lines = system_store(&[("SSL_CERT_FILE", &file)]);
    assert!(lines[0].starts_with("anchor: One in "), "{lines:?}");
    assert!(
        lines[1].contains(", certificate 1: tbsCertificate at byte 2"),
        "{lines:?}"
    );
    assert_eq!(lines[2], "count: 1");

    let absent = folder.0.join("absent.pem");
    let lines = system_store(&[("SSL_CERT_FILE", &absent)]);
    assert!(
        lines[0].starts_with("error: your OS store (SSL_CERT_FILE="),
        "{lines:?}"
    );
    assert_eq!(lines[1], "count: 0");
}

#[test]
fn without_variables_the_store_is_the_systems_own() {
    let lines = system_store(&[]);
    let anchors = lines.iter().filter(|line| line.starts_with("anchor: "));
    assert!(
        anchors
            .clone()
            .all(|line| line.ends_with(" in your OS store"))
    );
    assert_eq!(lines.last(), Some(&format!("count: {}", anchors.count())));
}
