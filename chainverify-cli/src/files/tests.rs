//! Tests of reading files: good ones, each kind of bad one, and folders of roots. The "certificates" only look like some from outside.

use std::fs;
use std::path::{Path, PathBuf};

use pki_types::CertificateDer;

use super::{FileError, Passwords, Role, read_all};
use crate::plan::Source;

fn read(source: &Source) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let found = super::read(source, Role::Chain, &Passwords::none());
    found.map(|found| found.certificates)
}

const BLOCK: &str = "-----BEGIN CERTIFICATE-----\nMAMwAQA=\n-----END CERTIFICATE-----\n";
const OTHER: &str = "-----BEGIN CERTIFICATE-----\nMAMwAQE=\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMAMwAQA=\n-----END PRIVATE KEY-----\n";

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("chainverify-files-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn problem(path: &Path) -> String {
    let error = read(&Source::File(path.to_owned())).unwrap_err();
    let text = error.text().to_string();
    let begins = format!("cannot use {}: ", path.display());
    assert!(text.starts_with(&begins), "{text}");
    assert!(!text.contains('\n'), "{text}");
    error.problem.to_string()
}

#[test]
fn pem_with_several_certificates_and_a_key() {
    let folder = Folder::new("several");
    let path = folder.file("a.pem", format!("{KEY}a comment\n{BLOCK}{OTHER}"));
    let found = read(&Source::File(path)).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].as_ref(), [0x30, 3, 0x30, 1, 0]);
    assert_eq!(found[1].as_ref(), [0x30, 3, 0x30, 1, 1]);
}

#[test]
fn a_byte_order_mark_hides_no_certificate() {
    let folder = Folder::new("mark");
    let path = folder.file("a.pem", format!("\u{feff}{BLOCK}{OTHER}"));
    let found = read(&Source::File(path)).unwrap();
    assert_eq!(found.len(), 2);
}

#[test]
fn der_with_one_certificate() {
    let folder = Folder::new("der");
    let path = folder.file("a.der", [0x30, 3, 0x30, 1, 0]);
    assert_eq!(read(&Source::File(path.clone())).unwrap().len(), 1);
    assert_eq!(
        read_all(&[path.clone(), path], Role::Chain, &Passwords::none())
            .unwrap()
            .certificates
            .len(),
        2
    );
}

#[test]
fn each_bad_file_is_told_in_one_line() {
    let folder = Folder::new("bad");
    let cut = BLOCK.strip_suffix("-----END CERTIFICATE-----\n").unwrap();
    for (bytes, part) in [
        (b"".to_vec(), "is empty"),
        (b" \n\n".to_vec(), "is empty"),
        (
            cut.as_bytes().to_vec(),
            "the PEM text is broken: the file ends before the END line",
        ),
        (
            format!("{BLOCK}{cut}").into_bytes(),
            "the PEM text is broken after certificate 1: the file ends before the END line",
        ),
        (
            BLOCK.replace("MAMw", "MA!w").into_bytes(),
            "the PEM text is broken: what stands between a BEGIN and its END line is not base64",
        ),
        (
            BLOCK
                .replacen("CERTIFICATE--", "CERTIFICATE", 1)
                .into_bytes(),
            "the PEM text is broken: a BEGIN line is incomplete",
        ),
        (
            KEY.as_bytes().to_vec(),
            "holds a private key, not a certificate",
        ),
        (
            KEY.replace("PRIVATE KEY", "PKCS7")
                .replace("MAMwAQA=", "MAsGCSqGSIb3DQEHAQ==")
                .into_bytes(),
            "the PKCS#7 in line 1 is no bundle of certificates, but of the content type 1.2.840.113549.1.7.1",
        ),
        (
            format!("{BLOCK}  {OTHER}").into_bytes(),
            "the PEM text is broken: something stands before the BEGIN in line 4",
        ),
        (
            format!("\0{BLOCK}{OTHER}").into_bytes(),
            "the PEM text is broken: something stands before the BEGIN in line 1",
        ),
        (
            [0xff, 0xfe]
                .into_iter()
                .chain(BLOCK.bytes().flat_map(|byte| [byte, 0]))
                .collect(),
            "is text in UTF-16",
        ),
        (
            vec![0xa5; 10 << 20],
            "holds neither PEM nor DER (it begins with a5 a5 a5 a5 a5 a5 a5 a5)",
        ),
        (vec![0xa5; (16 << 20) + 1], "is larger than 16 MiB"),
        (vec![0x30, 3, 0x30], "is cut short"),
    ] {
        let found = problem(&folder.file("bad.pem", bytes));
        assert!(found.contains(part), "{found}");
    }
    assert_eq!(problem(&folder.0), "is a directory, not a file");
    assert_eq!(problem(&folder.0.join("none.pem")), "no such file");
}

#[test]
fn a_section_that_may_hold_a_certificate_is_told_by_its_line() {
    let folder = Folder::new("label");
    let text = format!("{BLOCK}{}", OTHER.replace("CERTIFICATE", "CERTFICATE"));
    let found = problem(&folder.file("a.pem", text));
    let wanted = "the PEM text is broken after certificate 1: the section CERTFICATE in line 4 is none of certificates, but may hold one";
    assert_eq!(found, wanted);
}
