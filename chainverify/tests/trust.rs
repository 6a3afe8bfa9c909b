//! Trust stores from files and folders: what is taken, and what is named when it is not. Anchors as
//! values and the operating system's store are in files of their own.

#[path = "trust/anchors.rs"]
mod anchors;
#[cfg(feature = "programmes")]
#[path = "trust/audit.rs"]
mod audit;
#[cfg(feature = "programmes")]
#[path = "trust/places.rs"]
mod places;
#[path = "trust/system.rs"]
mod system;

use std::env;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chainverify::cert::pem::PemProblem;
use chainverify::der::Field;
use chainverify::trust::{LoadError, LoadReason};
use chainverify::{Origin, TrustStore};
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

fn load(path: &Path) -> TrustStore {
    let mut store = TrustStore::new();
    let added = store.add_path(path);
    assert_eq!(added, store.len());
    store
}

fn names(store: &TrustStore) -> Vec<String> {
    store
        .anchors()
        .map(|anchor| anchor.name().display_name())
        .collect()
}

fn texts(left_out: &[LoadError]) -> Vec<String> {
    left_out.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_is_read_as_der_or_as_pem_whatever_it_is_called() {
    let folder = Folder::new("der_or_pem");
    let (one, other) = (root("One"), root("Other"));
    let der = folder.write("der.txt", &one.der);
    let pem = folder.write("pem.txt", pem_chain([&one, &other]));
    let store = load(&der);
    assert_eq!(
        (names(&store).join(" "), store.left_out().len()),
        ("One".into(), 0)
    );
    let store = load(&pem);
    assert_eq!(
        (names(&store).join(" "), store.left_out().len()),
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
    let store = load(&folder.0);
    assert_eq!(names(&store), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(store.left_out(), []);
}

#[test]
fn a_root_that_stands_in_two_files_is_one_anchor() {
    let folder = Folder::new("twice");
    folder.write("a.pem", pem_chain([root("One")]));
    folder.write("b.der", root("One").der);
    let store = load(&folder.0);
    assert_eq!((store.len(), store.left_out().len()), (1, 0));
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
    let store = load(&path);
    assert_eq!(names(&store), ["One", "Two"]);
    let error = &store.left_out()[0];
    assert_eq!((store.left_out().len(), error.number), (1, 2));
    assert_eq!(error.place, path.display().to_string());
    let LoadReason::Certificate(reason) = &error.reason else {
        panic!("{error}");
    };
    assert_eq!(reason.field(), Field::TbsCertificate);
    let wanted = format!(
        "{}, certificate 2: tbsCertificate at byte 2: truncated",
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
    let store = load(&folder.0);
    assert_eq!(names(&store), ["One", "Two"]);
    let wanted = [
        format!(
            "{}, certificate 1: Certificate at byte 0: truncated",
            bad.display()
        ),
        format!("{}: it holds no certificate", empty.display()),
        format!(
            "{}, certificate 1: the PEM text is broken: what stands between a BEGIN and its END line is not base64 (from line 1)",
            broken.display()
        ),
    ];
    assert_eq!(texts(store.left_out()), wanted);
}

#[test]
fn an_empty_folder_and_a_file_that_is_not_there_are_named() {
    let folder = Folder::new("empty");
    let store = load(&folder.0);
    assert!(store.is_empty());
    let wanted = format!("{}: it holds no certificate", folder.0.display());
    assert_eq!(texts(store.left_out()), [wanted]);
    let absent = folder.0.join("absent.pem");
    let store = load(&absent);
    assert!(matches!(
        store.left_out()[0].reason,
        LoadReason::Io {
            kind: ErrorKind::NotFound,
            ..
        }
    ));
    let text = texts(store.left_out())[0].clone();
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
    let store = load(&path);
    assert!(store.is_empty());
    assert_eq!(
        texts(store.left_out()),
        [format!("{}: the file is too large", path.display())]
    );
}

#[test]
fn a_byte_order_mark_hides_no_root() {
    let mut store = TrustStore::new();
    let text = pem_chain([root("One"), root("Two")]);
    let added = store.add_pem(format!("\u{feff}{text}").as_bytes(), &Origin::Given);
    assert_eq!((added, store.left_out().len()), (2, 0));
}

#[test]
fn pem_texts_are_added_with_the_origin_that_is_given() {
    let mut store = TrustStore::new();
    let text = pem_chain([root("One"), root("Two"), root("One")]);
    assert_eq!(store.add_pem(text.as_bytes(), &Origin::Os), 2);
    assert!(store.anchors().all(|anchor| *anchor.origin() == Origin::Os));
    assert_eq!(store.left_out(), []);
    assert_eq!(store.add_pem(text.as_bytes(), &Origin::Given), 0);
    assert_eq!(store.left_out(), []);
    assert_eq!(store.add_pem(b"", &Origin::Given), 0);
    let [error] = store.left_out() else { panic!() };
    assert_eq!((error.number, &error.reason), (0, &LoadReason::Empty));
    assert_eq!(
        error.to_string(),
        "the given roots: it holds no certificate"
    );
}

#[test]
fn a_section_with_broken_pem_does_not_hide_the_roots_behind_it() {
    let broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
    let mangled = "-----BEGIN CERTIFICATE----\nAAAA\n-----END CERTIFICATE-----\n";
    let cut = "-----BEGIN CERTIFICATE-----\nMIIB\n";
    let (one, two) = (pem_chain([root("One")]), pem_chain([root("Two")]));
    let text = format!("{broken}{one}{mangled}{two}{cut}");
    let mut store = TrustStore::new();
    assert_eq!(store.add_pem(text.as_bytes(), &Origin::Given), 2);
    assert_eq!(names(&store), ["One", "Two"]);
    let found = store.left_out().iter();
    let found: Vec<_> = found
        .map(|error| match &error.reason {
            LoadReason::Pem(pem) => (error.number, pem.line, pem.problem.clone()),
            _ => panic!("{error}"),
        })
        .collect();
    let lines = |text: &str| text.lines().count();
    let third = lines(broken) + lines(&one) + 1;
    let fifth = third + lines(mangled) + lines(&two);
    let wanted = [
        (1, 1, PemProblem::Base64),
        (3, third, PemProblem::Begin),
        (5, fifth, PemProblem::NoEnd),
    ];
    assert_eq!(found, wanted);
}

/// What OpenSSL writes: a certificate, and settings that trust it for what is said.
fn trusted(name: &str, settings: &[u8]) -> String {
    pem(
        "TRUSTED CERTIFICATE",
        &[&*root(name).der, settings].concat(),
    )
}

#[test]
fn no_label_hides_a_root() {
    let server_auth = [0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
    let any = [0x30, 8, 0x30, 6, 6, 4, 0x55, 0x1d, 0x25, 0];
    let rejected = [0x30, 12, 0xa0, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
    let alias = [0x30, 3, 0x0c, 1, b'a'];
    let texts = [
        pem("X509 CERTIFICATE", &root("Old").der),
        trusted("Plain", &[]),
        trusted("Any", &any),
        trusted("Alias", &alias),
        trusted("Server", &server_auth),
        trusted("Rejected", &rejected),
        trusted("Noise", &[1, 2, 3]),
        pem("CERTIFCATE", &root("Misspelled").der),
        pem("DATA", &root("Disguised").der),
        pem("PKCS7", &[0x30, 0]),
        pem("EC PARAMETERS", &[6, 1, 1]),
    ];
    let mut store = TrustStore::new();
    store.add_pem(texts.concat().as_bytes(), &Origin::Given);
    assert_eq!(names(&store), ["Old", "Plain", "Any", "Alias"]);
    let mut line = 1;
    let mut begins = Vec::new();
    for text in &texts {
        begins.push(line);
        line += text.lines().count();
    }
    let found: Vec<_> = store.left_out().iter().map(ToString::to_string).collect();
    let limited = |at: usize| format!("the TRUSTED CERTIFICATE in line {} is", begins[at]);
    let other = |at: usize, label: &str| format!("the section {label} in line {} is", begins[at]);
    let wanted = [
        limited(4),
        limited(5),
        limited(6),
        other(7, "CERTIFCATE"),
        other(8, "DATA"),
        other(9, "PKCS7"),
    ];
    assert_eq!(found.len(), wanted.len(), "{found:#?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(found.contains(&wanted), "{found}: {wanted}");
    }
}

#[test]
fn no_mangled_line_hides_a_root() {
    let good = pem_chain([root("One")]);
    let begin = "-----BEGIN CERTIFICATE-----";
    let end = "-----END CERTIFICATE-----";
    for (from, to, problem) in [
        (begin, "----BEGIN CERTIFICATE-----", PemProblem::Begin),
        (begin, "-----BEGINCERTIFICATE-----", PemProblem::Begin),
        (begin, "-----begin certificate-----", PemProblem::Begin),
        (begin, "----- BEGIN CERTIFICATE -----", PemProblem::Begin),
        (begin, "––BEGIN CERTIFICATE––", PemProblem::Begin),
        (
            begin,
            "> -----BEGIN CERTIFICATE-----",
            PemProblem::BeforeBegin,
        ),
        (begin, "", PemProblem::NoBegin),
        (begin, "BEGIN CERTIFICATE", PemProblem::NoBegin),
        (end, "-----END CERTIFICAT-----", PemProblem::End),
        (end, "----END CERTIFICATE----", PemProblem::End),
        (end, "", PemProblem::NextBegin),
    ] {
        let text = good.replacen(from, to, 1).replace('\n', "\r\n");
        let mut store = TrustStore::new();
        let text = format!("{text}{}", pem_chain([root("Two")]));
        store.add_pem(text.as_bytes(), &Origin::Given);
        assert_eq!(names(&store), ["Two"], "{to}");
        let [error] = store.left_out() else {
            panic!("{to}: {:?}", store.left_out())
        };
        let LoadReason::Pem(error) = &error.reason else {
            panic!("{error}")
        };
        assert_eq!(error.problem, problem, "{to}");
        assert_eq!(
            chainverify::cert::from_pem(text.as_bytes()).unwrap_err(),
            *error
        );
    }
}
