//! A request (RFC 6960 §4.1): whose status is asked for, by hashes of the issuer's name and key. Not
//! signed, and for one certificate: more is not answered everywhere (RFC 5019 §2.1.1).

use alloc::string::String;
use alloc::vec::Vec;

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::CertId;
use crate::cert::Name;
use crate::der::{header, known, tag};

/// What is asked, beside the certificate.
///
/// ```
/// use chainverify::revocation::ocsp::{OcspRequest, Target};
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let target = Target {
///     serial_number: leaf.serial_number(),
///     issuer: leaf.issuer(),
///     issuer_key: ca.public_key()?.key,
/// };
/// let request = OcspRequest::default().to_der(&target);
/// assert!(request.len() < 100);
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OcspRequest {
    /// How the issuer is named.
    pub hash: CertIdHash,
    /// A random number that the response has to repeat (RFC 9654); many responders do not.
    pub nonce: Option<[u8; 32]>,
}

/// The hash function of a CertID that is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertIdHash {
    /// SHA-1, which every responder knows (RFC 5019 §2.1.1). Nothing is signed by it here.
    #[default]
    Sha1,
    /// SHA-256 (RFC 9654 §3).
    Sha256,
}

/// The certificate whose status is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The contents of its serial number's INTEGER.
    pub serial_number: &'a [u8],
    /// Its issuer, as the certificate itself writes the name (RFC 6960 §4.1.1).
    pub issuer: Name<'a>,
    /// The bits of the issuer's key, without tag, length and number of unused bits (§4.1.1): as
    /// [`SubjectPublicKeyInfo::key`](crate::cert::SubjectPublicKeyInfo::key).
    pub issuer_key: &'a [u8],
}

/// 1.3.14.3.2.26
const SHA1: &[u8] = &[0x2b, 14, 3, 2, 26];
/// 2.16.840.1.101.3.4.2.1
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
/// 2.16.840.1.101.3.4.2.2
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
/// 2.16.840.1.101.3.4.2.3
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];

impl OcspRequest {
    /// `OCSPRequest` in DER.
    #[must_use]
    pub fn to_der(&self, target: &Target<'_>) -> Vec<u8> {
        let (oid, hash): (_, Hash) = match self.hash {
            CertIdHash::Sha1 => (SHA1, hash::<Sha1>),
            CertIdHash::Sha256 => (SHA256, hash::<Sha256>),
        };
        // The parameters are NULL, as responders have always been sent them (RFC 3370 §2.1).
        let algorithm = [tlv(tag::OID, oid), tlv(tag::NULL, &[])].concat();
        let [name, key] = target.hashes(hash);
        let cert_id = [
            tlv(tag::SEQUENCE, &algorithm),
            tlv(tag::OCTET_STRING, &name),
            tlv(tag::OCTET_STRING, &key),
            tlv(tag::INTEGER, target.serial_number),
        ];
        let request = tlv(tag::SEQUENCE, &tlv(tag::SEQUENCE, &cert_id.concat()));
        let mut tbs = tlv(tag::SEQUENCE, &request);
        if let Some(nonce) = self.nonce {
            let value = tlv(tag::OCTET_STRING, &tlv(tag::OCTET_STRING, &nonce));
            let extension = [tlv(tag::OID, known::OCSP_NONCE), value].concat();
            let list = tlv(tag::SEQUENCE, &tlv(tag::SEQUENCE, &extension));
            tbs.extend(tlv(tag::context_constructed(2), &list));
        }
        tlv(tag::SEQUENCE, &tlv(tag::SEQUENCE, &tbs))
    }
}

/// The hash of a key's bits by which a response may name who signed it (RFC 6960 §4.2.1): SHA-1.
pub(crate) fn key_hash(key: &[u8]) -> Vec<u8> {
    hash::<Sha1>(&[key])
}

impl Target<'_> {
    /// Whether an answer that names its certificate so is about this one. The issuer is compared by
    /// SHA-1, SHA-256, SHA-384 or SHA-512; by any other function it is not this one.
    #[must_use]
    pub fn is_named_by(&self, id: &CertId<'_>) -> bool {
        if self.serial_number != id.serial_number {
            return false;
        }
        let [name, key] = match id.hash_algorithm.as_bytes() {
            SHA1 => self.hashes(hash::<Sha1>),
            SHA256 => self.hashes(hash::<Sha256>),
            SHA384 => self.hashes(hash::<Sha384>),
            SHA512 => self.hashes(hash::<Sha512>),
            _ => return false,
        };
        name == id.issuer_name_hash && key == id.issuer_key_hash
    }

    /// Of the issuer's name in DER and of the bits of its key.
    fn hashes(&self, hash: Hash) -> [Vec<u8>; 2] {
        let name = self.issuer.as_bytes();
        [
            hash(&[&header(tag::SEQUENCE, name.len()), name]),
            hash(&[self.issuer_key]),
        ]
    }
}

/// Of parts that follow each other.
type Hash = fn(&[&[u8]]) -> Vec<u8>;

fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let all = parts
        .iter()
        .fold(D::new(), |hash, part| hash.chain_update(part));
    all.finalize().to_vec()
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    [&header(tag, content.len()), content].concat()
}

/// The URL by which a request is sent with GET (RFC 6960 A.1): that of the responder, a slash, and the
/// request in base64 with `+`, `/` and `=` escaped. None where it has more than 255 octets, or where
/// the responder's URL has a query or a fragment, behind which a path cannot stand: then the request
/// is sent with POST.
///
/// ```
/// use chainverify::revocation::ocsp::get_url;
///
/// let url = get_url("http://ocsp.example.com/", &[0xff, 0xff, 0xff, 0xfb]);
/// assert_eq!(url.as_deref(), Some("http://ocsp.example.com/%2F%2F%2F%2F%2Bw%3D%3D"));
/// assert_eq!(get_url("http://ocsp.example.com/", &[0xff; 200]), None);
/// ```
#[must_use]
pub fn get_url(responder: &str, request: &[u8]) -> Option<String> {
    const MOST: usize = 255;
    if request.len() > MOST || responder.len() > MOST || responder.contains(['?', '#']) {
        return None;
    }
    let mut url = String::from(responder);
    if !url.ends_with('/') {
        url.push('/');
    }
    for three in request.chunks(3) {
        for digit in base64(three) {
            match digit {
                '+' => url.push_str("%2B"),
                '/' => url.push_str("%2F"),
                '=' => url.push_str("%3D"),
                plain => url.push(plain),
            }
        }
    }
    (url.len() <= MOST).then_some(url)
}

/// Up to three octets as four digits (RFC 4648 §4).
fn base64(octets: &[u8]) -> [char; 4] {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let octet = |place: usize| octets.get(place).copied().unwrap_or(0);
    let bits = u32::from_be_bytes([0, octet(0), octet(1), octet(2)]);
    [(0, 18), (1, 12), (2, 6), (3, 0)].map(|(number, shift)| {
        let place = usize::try_from((bits >> shift) & 0x3f);
        match place.ok().and_then(|place| DIGITS.get(place)) {
            // n octets begin n + 1 digits.
            Some(digit) if number <= octets.len() => char::from(*digit),
            _ => '=',
        }
    })
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use std::process::{Command, Stdio};
    use std::{env, eprintln, format, fs};

    use chainverify_testdata::{CertBuilder, Made, OcspBuilder, OcspStatus, der, pem_chain};
    use pki_types::CertificateDer;

    use super::*;
    use crate::cert::Cert;
    use crate::revocation::ocsp::Response;

    fn pair() -> [Made; 2] {
        let ca = CertBuilder::ca("CA").sign();
        let leaf = CertBuilder::leaf("example.com").serial(&[0, 0x80, 1]);
        [leaf.issuer(&ca).sign(), ca]
    }

    fn with_target<T>(then: impl FnOnce(&Target<'_>) -> T) -> T {
        let [leaf, ca] = pair();
        let parse = |made: &Made| Cert::parse(CertificateDer::from(made.der.clone())).unwrap();
        let (leaf, ca) = (parse(&leaf), parse(&ca));
        then(&Target {
            serial_number: leaf.serial_number(),
            issuer: leaf.issuer(),
            issuer_key: ca.public_key().unwrap().key,
        })
    }

    /// By the oracle, where it is installed.
    fn by_openssl(hash: &str) -> Option<Vec<u8>> {
        let folder =
            env::temp_dir().join(format!("chainverify-ocsp-{}-{hash}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let [leaf, ca] = pair();
        fs::write(folder.join("leaf.pem"), pem_chain([&leaf])).unwrap();
        fs::write(folder.join("ca.pem"), pem_chain([&ca])).unwrap();
        let ran = Command::new("openssl")
            .args(["ocsp", hash, "-issuer", "ca.pem", "-cert", "leaf.pem"])
            .args(["-no_nonce", "-reqout", "request.der"])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let request = fs::read(folder.join("request.der"));
        fs::remove_dir_all(&folder).unwrap();
        match ran {
            Ok(status) if status.success() => Some(request.unwrap()),
            _ => {
                eprintln!("skipped: there is no openssl that makes OCSP requests");
                None
            }
        }
    }

    #[test]
    fn a_request_is_octet_by_octet_that_of_openssl() {
        for (hash, argument) in [(CertIdHash::Sha1, "-sha1"), (CertIdHash::Sha256, "-sha256")] {
            let request = OcspRequest { hash, nonce: None };
            let ours = with_target(|target| request.to_der(target));
            if let Some(theirs) = by_openssl(argument) {
                assert_eq!(ours, theirs, "{argument}");
            }
        }
    }

    #[test]
    fn a_request_has_the_fields_of_the_rfc_in_their_order() {
        let [_, ca] = pair();
        let request = OcspRequest {
            hash: CertIdHash::Sha256,
            nonce: Some([0xab; 32]),
        };
        let algorithm = der::sequence([der::oid("2.16.840.1.101.3.4.2.1"), der::null()]);
        let digest = |octets: &[u8]| der::octet_string(&Sha256::digest(octets));
        let name = digest(&ca.subject.der());
        let key = digest(&ca.key.public_bits());
        let cert_id = der::sequence([algorithm, name, key, der::integer_bytes(&[0, 0x80, 1])]);
        let list = der::sequence([der::sequence([cert_id])]);
        let nonce = der::octet_string(&der::octet_string(&[0xab; 32]));
        let nonce = der::sequence([der::oid("1.3.6.1.5.5.7.48.1.2"), nonce]);
        let extensions = der::context(2, &der::sequence([nonce]));
        let wanted = der::sequence([der::sequence([list, extensions])]);
        assert_eq!(with_target(|target| request.to_der(target)), wanted);
    }

    #[test]
    fn an_answer_is_about_the_certificate_that_it_names() {
        let [_, ca] = pair();
        let named_by = |response: OcspBuilder| {
            let der = response.sign();
            let Ok(Response::Basic(basic)) = Response::parse(&der) else {
                panic!()
            };
            with_target(|target| target.is_named_by(&basic.singles()[0].cert_id))
        };
        let single = |issuer: &Made, serial: &[u8]| {
            OcspBuilder::new(&ca).single(issuer, serial, &OcspStatus::Good, None)
        };
        assert!(named_by(single(&ca, &[0, 0x80, 1])));
        assert!(!named_by(single(&ca, &[0, 0x80, 2])));
        let other = CertBuilder::ca("Other CA").sign();
        assert!(!named_by(single(&other, &[0, 0x80, 1])));

        let raw = |oid: &str, name: Vec<u8>, key: Vec<u8>| {
            let algorithm = der::sequence([der::oid(oid), der::null()]);
            let (name, key) = (der::octet_string(&name), der::octet_string(&key));
            let id = der::sequence([algorithm, name, key, der::integer_bytes(&[0, 0x80, 1])]);
            let now = chainverify_testdata::time::generalized("2026-06-01T00:00:00Z");
            let good = der::context_primitive(0, &[]);
            OcspBuilder::new(&ca).raw_single(der::sequence([id, good, now]))
        };
        let (name, key) = (ca.subject.der(), ca.key.public_bits());
        for (oid, hash) in [
            ("1.3.14.3.2.26", hash::<Sha1> as Hash),
            ("2.16.840.1.101.3.4.2.1", hash::<Sha256>),
            ("2.16.840.1.101.3.4.2.2", hash::<Sha384>),
            ("2.16.840.1.101.3.4.2.3", hash::<Sha512>),
        ] {
            let (name, key) = (hash(&[&name]), hash(&[&key]));
            assert!(named_by(raw(oid, name.clone(), key.clone())), "{oid}");
            assert!(!named_by(raw(oid, key.clone(), key.clone())), "{oid}");
            assert!(!named_by(raw(oid, name.clone(), name.clone())), "{oid}");
            assert!(
                !named_by(raw(oid, name[1..].to_vec(), key.clone())),
                "{oid}"
            );
            // Another function than it says, and one that is not known.
            assert!(!named_by(raw("2.16.840.1.101.3.4.2.4", name, key)), "{oid}");
        }
    }

    #[test]
    fn a_short_request_fits_into_a_url() {
        // A digit of each kind, and no, one and two octets that are left over.
        for (request, encoded) in [
            (vec![0x00, 0x10, 0x83, 0xfb, 0xff], "ABCD%2B%2F8%3D"),
            (vec![0xf8, 0xf8, 0xf8, 0x69], "%2BPj4aQ%3D%3D"),
            (vec![0x69, 0xb7, 0x1d], "abcd"),
        ] {
            for responder in ["http://ocsp.example.com/a", "http://ocsp.example.com/a/"] {
                let url = get_url(responder, &request).unwrap();
                assert_eq!(url, format!("http://ocsp.example.com/a/{encoded}"));
            }
        }
        for refused in ["http://a.example/?id=1", "http://a.example/#part"] {
            assert_eq!(get_url(refused, &[5]), None);
        }
    }

    #[test]
    fn a_url_has_at_most_255_octets() {
        let host = "http://ocsp.example.com/";
        let longest = vec![0; (255 - host.len()) / 4 * 3];
        let url = get_url(host, &longest).unwrap();
        assert_eq!(url.len(), host.len() + longest.len() / 3 * 4);
        assert_eq!(get_url(host, &[&longest[..], &[0, 0, 0]].concat()), None);
        let exactly = format!("http://{}.example/", "a".repeat(255 - 16 - 4));
        assert_eq!(get_url(&exactly, &[0, 0, 0]).unwrap().len(), 255);
        assert_eq!(get_url(&format!("{exactly}a"), &[0, 0, 0]), None);
    }
}
