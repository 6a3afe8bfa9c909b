//! Those that read CRLs in this process: webpki in its two forms, and two parsers. OpenSSL has a
//! process of its own, for its memory is not that of Rust's allocator.

use webpki::{BorrowedCertRevocationList, CertRevocationList};
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode as _;

/// A reader of CRLs.
pub(crate) struct Other {
    /// For the table.
    pub(crate) name: &'static str,
    /// Reads a list.
    pub(crate) open: fn(&'static [u8]) -> Opened,
    /// Whether it has an index, so that a look is no walk.
    pub(crate) has_index: bool,
}

/// An open list: whether it has a serial number; none where the reader cannot be asked.
pub(crate) type Opened = Box<dyn Fn(&[u8]) -> Option<bool>>;

/// webpki as it borrows the file: entries are read when somebody looks.
pub(crate) const BORROWED: &str = "webpki borrowed";

/// All of them.
pub(crate) const OTHERS: &[Other] = &[
    Other {
        name: BORROWED,
        open: |der| asked(borrowed(der).into()),
        has_index: false,
    },
    Other {
        name: "webpki owned",
        open: |der| {
            let list = borrowed(der).to_owned();
            asked(list.expect("entries that can be read").into())
        },
        has_index: true,
    },
    Other {
        name: "x509-parser",
        open: |der| held(x509_parser::parse_x509_crl(der).expect("a CRL").1),
        has_index: false,
    },
    Other {
        name: "x509-cert",
        open: |der| held(CertificateList::<Rfc5280>::from_der(der).expect("a CRL")),
        has_index: false,
    },
];

fn borrowed(der: &'static [u8]) -> BorrowedCertRevocationList<'static> {
    BorrowedCertRevocationList::from_der(der).expect("a CRL")
}

fn asked(list: CertRevocationList<'static>) -> Opened {
    Box::new(move |serial| {
        let found = list.find_serial(serial);
        Some(found.expect("entries that can be read").is_some())
    })
}

fn held<T: 'static>(list: T) -> Opened {
    Box::new(move |_| {
        core::hint::black_box(&list);
        None
    })
}
