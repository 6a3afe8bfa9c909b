//! Mozilla's roots, embedded in the program: for machines without a store, and for
//! whoever asks for them. `webpki-root-certs` has the certificates; what
//! Mozilla imposes on some of them is here, and enforced for this set.

use alloc::vec::Vec;

use pki_types::CertificateDer;

use super::anchor::Anchor;
use super::origin::Origin;
use crate::cert::Cert;
use crate::der::{ParseError, Time};
use crate::policy::Purpose;

/// Mozilla's roots for TLS servers.
pub(super) fn roots() -> impl Iterator<Item = Result<Anchor, ParseError>> {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    roots.map(|der| anchor(der.clone()))
}

fn anchor(der: CertificateDer<'static>) -> Result<Anchor, ParseError> {
    let mut anchor = Anchor::from_cert(der)?.with_origin(Origin::Mozilla);
    let imposed = IMPOSED.iter().filter(|imposed| {
        let own = anchor.cert();
        own.is_some_and(|own| imposed.is_about(own))
    });
    let imposed: Vec<&Imposed> = imposed.collect();
    for imposed in imposed {
        anchor = match imposed.what {
            What::IssuedUpTo(seconds) => {
                anchor.with_distrust(Purpose::Server, Time::from_unix(seconds), Some(LIST))
            }
            What::NameConstraints(contents) => anchor.with_name_constraints(contents.to_vec())?,
        };
    }
    Ok(anchor)
}

/// What Mozilla imposes on a root.
struct Imposed {
    /// Its serial number, which tells it from all others of its name.
    serial: &'static [u8],
    /// Its common name, or the whole name where it has none.
    name: &'static str,
    what: What,
}

enum What {
    /// Certificates for servers are trusted if they were issued up to this second.
    IssuedUpTo(i64),
    /// The contents of a NameConstraints (RFC 5280 §4.2.1.10).
    NameConstraints(&'static [u8]),
}

impl Imposed {
    fn is_about(&self, root: &Cert<'_>) -> bool {
        root.serial_number() == self.serial && root.subject().display_name() == self.name
    }
}

/// What the dates are from, as findings say it.
const LIST: &str = "Mozilla's list of 2026-05";

/// The name constraint: `webpki-roots` 1.0.10, from the CCADB. The dates: `certdata.txt` of NSS as of
/// 2026-05-01 ([`LIST`]), which has none for e-mail. A test compares this with both.
const IMPOSED: &[Imposed] = &[
    Imposed {
        serial: &[1],
        name: "TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1",
        what: What::NameConstraints(b"\xa0\x07\x30\x05\x82\x03.tr"),
    },
    Imposed {
        serial: b"\x38\x63\xde\xf8",
        name: "Entrust.net Certification Authority (2048)",
        what: What::IssuedUpTo(END_OF_NOVEMBER_2024),
    },
    Imposed {
        serial: b"\x45\x6b\x50\x54",
        name: "Entrust Root Certification Authority",
        what: What::IssuedUpTo(END_OF_NOVEMBER_2024),
    },
    Imposed {
        serial: b"\x4a\x53\x8c\x28",
        name: "Entrust Root Certification Authority - G2",
        what: What::IssuedUpTo(END_OF_NOVEMBER_2024),
    },
    Imposed {
        serial: b"\x00\xa6\x8b\x79\x29\x00\x00\x00\x00\x50\xd0\x91\xf9",
        name: "Entrust Root Certification Authority - EC1",
        what: What::IssuedUpTo(END_OF_NOVEMBER_2024),
    },
    Imposed {
        serial: b"\x15\xc8\xbd\x65\x47\x5c\xaf\xb8\x97\x00\x5e\xe4\x06\xd2\xbc\x9d",
        name: "OU=ePKI Root Certification Authority,O=Chunghwa Telecom Co.\\, Ltd.,C=TW",
        // 2025-04-15T23:59:59Z
        what: What::IssuedUpTo(1_744_761_599),
    },
    Imposed {
        serial: b"\x00\xb0\xb7\x5a\x16\x48\x5f\xbf\xe1\xcb\xf5\x8b\xd7\x19\xe6\x7d",
        name: "Izenpe.com",
        // 2026-04-15T23:59:59Z
        what: What::IssuedUpTo(1_776_297_599),
    },
];

/// 2024-11-30T23:59:59Z
const END_OF_NOVEMBER_2024: i64 = 1_733_011_199;

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;
    use crate::trust::TrustStore;

    #[test]
    fn every_root_of_the_set_can_be_read() {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        let store = TrustStore::mozilla();
        assert_eq!((store.len(), store.left_out().len()), (roots.len(), 0));
        assert!(roots.len() > 100);
    }

    /// The set that rustls uses has the constraints with its roots.
    #[test]
    fn the_name_constraints_are_those_of_webpki_roots() {
        let store = TrustStore::mozilla();
        let ours = store.anchors().flat_map(|anchor| {
            let own = anchor.cert().unwrap().extensions().name_constraints.span();
            let imposed = anchor.name_constraints().skip(usize::from(own.is_some()));
            imposed.map(|(_, contents)| (anchor.name(), contents))
        });
        let theirs = webpki_roots::TLS_SERVER_ROOTS.iter();
        let theirs = theirs.filter_map(|root| {
            let contents = root.name_constraints.as_deref()?;
            Some((crate::cert::Name::from_contents(&root.subject), contents))
        });
        let ours: Vec<_> = ours.collect();
        assert_eq!(ours.len(), 1);
        assert!(theirs.eq(ours));
    }

    #[test]
    fn dates_are_imposed_for_servers_alone() {
        let store = TrustStore::mozilla();
        let dated = store.anchors().filter_map(|anchor| {
            assert_eq!(anchor.distrust_after(&Purpose::Client), None);
            let distrust = anchor.distrust(&Purpose::Server)?;
            assert_eq!(distrust.list, Some(LIST));
            Some((anchor.name().display_name(), distrust.after.to_string()))
        });
        let dated: Vec<(String, String)> = dated.collect();
        let izenpe = ("Izenpe.com".into(), "2026-04-15T23:59:59Z".into());
        assert!(dated.contains(&izenpe), "{dated:?}");
    }

    /// Serial numbers of a few octets are no one root's alone.
    #[test]
    fn what_is_imposed_on_a_root_of_the_set_does_not_miss_it_by_its_name() {
        let store = TrustStore::mozilla();
        for imposed in IMPOSED.iter().filter(|imposed| imposed.serial.len() > 1) {
            for own in store.anchors().filter_map(Anchor::cert) {
                let is_it = own.serial_number() == imposed.serial;
                assert_eq!(imposed.is_about(own), is_it, "{}", imposed.name);
            }
        }
    }

    /// `CHAINVERIFY_DATA` names a folder with NSS's `certdata.txt` of the date that the table says.
    #[test]
    fn the_dates_are_those_of_nss() {
        let Some(folder) = std::env::var_os("CHAINVERIFY_DATA") else {
            std::eprintln!("skipped: CHAINVERIFY_DATA is not set");
            return;
        };
        let path = std::path::Path::new(&folder).join("nss-certdata-2026-05.txt");
        let text = std::fs::read(&path).unwrap();
        let mut theirs = certdata(&String::from_utf8_lossy(&text));
        let dated = IMPOSED.iter().filter_map(|imposed| match imposed.what {
            What::IssuedUpTo(seconds) => {
                let after = Time::from_unix(seconds).to_string();
                Some(("SERVER".into(), imposed.serial.to_vec(), after))
            }
            What::NameConstraints(_) => None,
        });
        let mut ours: Vec<_> = dated.collect();
        theirs.sort();
        ours.sort();
        assert_eq!(ours, theirs);
    }

    /// Usage, serial number and time of each date in it.
    fn certdata(text: &str) -> Vec<(String, Vec<u8>, String)> {
        let (mut found, mut serial) = (Vec::new(), Vec::new());
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(attribute) = line.strip_suffix(" MULTILINE_OCTAL") else {
                continue;
            };
            let octets = octal(lines.by_ref().take_while(|line| *line != "END"));
            let usage = attribute.strip_prefix("CKA_NSS_");
            if attribute == "CKA_SERIAL_NUMBER" {
                serial = octets.get(2..).unwrap_or_default().to_vec();
            } else if let Some(usage) = usage.and_then(|it| it.strip_suffix("_DISTRUST_AFTER")) {
                // YYMMDDhhmmssZ
                let text = String::from_utf8(octets).unwrap();
                let part = |at: usize| text.get(at..at + 2).unwrap();
                let [year, month, day] = [0, 2, 4].map(part);
                let [hour, minute, second] = [6, 8, 10].map(part);
                let time = alloc::format!("20{year}-{month}-{day}T{hour}:{minute}:{second}Z");
                found.push((usage.into(), serial.clone(), time));
            }
        }
        found
    }

    fn octal<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<u8> {
        let digits = lines.flat_map(|line| line.split('\\').skip(1));
        digits
            .map(|digits| u8::from_str_radix(digits, 8).unwrap())
            .collect()
    }
}
