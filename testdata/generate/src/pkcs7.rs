//! PKCS#7 that only carries certificates (RFC 5652 §5): what an issuer address may return (RFC 5280 §4.2.2.1).

use crate::der;

/// A `ContentInfo` around a `SignedData` without signers: the content of a `.p7c` file.
#[must_use]
pub fn certs_only<D: AsRef<[u8]>>(certificates: impl IntoIterator<Item = D>) -> Vec<u8> {
    let certificates: Vec<u8> = certificates
        .into_iter()
        .flat_map(|der| der.as_ref().to_vec())
        .collect();
    let content = der::sequence([der::oid("1.2.840.113549.1.7.1")]);
    let signed_data = der::sequence([
        der::integer(1),
        der::set([]),
        content,
        der::context(0, &certificates),
        der::set([]),
    ]);
    der::sequence([
        der::oid("1.2.840.113549.1.7.2"),
        der::context(0, &signed_data),
    ])
}
