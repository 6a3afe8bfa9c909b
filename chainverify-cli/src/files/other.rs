//! What people give in place of certificates: each with its name, and what to do about it.

/// Something that is no certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Other {
    /// Its name, with an article.
    pub(crate) what: &'static str,
    /// What to do.
    pub(crate) hint: &'static str,
}

const fn other(what: &'static str, hint: &'static str) -> Other {
    Other { what, hint }
}

const ITS_CERTIFICATE: &str =
    "give the certificate; --key FILE says whether a private key belongs to it";

const BESIDE_CRL: &str = "give the certificate; --crl FILE gives a revocation list beside it";
const BESIDE_OCSP: &str = "give the certificate; --ocsp FILE gives an OCSP response beside it";
const A_TARGET: &str =
    "a certificate is a target, or is given with --chain, --intermediates or --roots";

/// In place of a CRL or an OCSP response.
pub(super) const CERTIFICATE: Other = other("a certificate", A_TARGET);
pub(super) const CERTIFICATE_DER: Other = other("a certificate in DER", A_TARGET);
pub(super) const PRIVATE_KEY: Other = other("a private key", ITS_CERTIFICATE);
pub(super) const PRIVATE_KEY_DER: Other = other("a private key in DER", ITS_CERTIFICATE);
pub(super) const ENCRYPTED_KEY_DER: Other =
    other("an encrypted private key in DER", ITS_CERTIFICATE);
pub(super) const PUBLIC_KEY: Other = other(
    "a public key",
    "give the certificate that was issued for it",
);
pub(super) const PUBLIC_KEY_DER: Other = other(
    "a public key in DER",
    "give the certificate that was issued for it",
);
pub(super) const REQUEST: Other = other(
    "a certificate request",
    "a CA makes a certificate of it: give that",
);
pub(super) const REQUEST_DER: Other = other(
    "a certificate request in DER",
    "a CA makes a certificate of it: give that",
);
pub(super) const CRL: Other = other("a revocation list (CRL)", BESIDE_CRL);
pub(super) const CRL_DER: Other = other("a revocation list (CRL) in DER", BESIDE_CRL);
pub(super) const OCSP_RESPONSE: Other = other("an OCSP response", BESIDE_OCSP);
pub(super) const OCSP_RESPONSE_DER: Other = other("an OCSP response in DER", BESIDE_OCSP);
pub(super) const PARAMETERS: Other = other(
    "parameters of keys",
    "give the certificate, which stands in another section or file",
);
pub(super) const OTHER_SECTION: Other = other(
    "PEM of another kind",
    "give a file with a section BEGIN CERTIFICATE",
);
pub(super) const WEB_PAGE: Other = other(
    "an HTML page",
    "the download gave a web page: fetch the certificate itself",
);
pub(super) const GZIP: Other = other("gzip data", "unpack it first: gzip -dc FILE");
pub(super) const ZIP: Other = other("a zip archive", "unpack it first: unzip FILE");
pub(super) const BKS: Other = other(
    "a keystore of Bouncy Castle (BKS), which is not read",
    "keytool -importkeystore with -deststoretype PKCS12 and Bouncy Castle as provider writes what can be read",
);
pub(super) const WINDOWS_STORE: Other = other(
    "a certificate store of Windows (SST), which is not read",
    "certutil -split -dump FILE writes its certificates as files",
);
pub(super) const DATABASE: Other = other(
    "an SQLite database, as NSS has its certificates in",
    "certutil -L -d FOLDER -n NAME -a writes a certificate as PEM",
);
pub(super) const SSH: Other = other(
    "a key of OpenSSH",
    "give an X.509 certificate: SSH has keys and certificates of its own",
);
pub(super) const PEM_IN_STRING: Other = other(
    "PEM inside a string, with \\n for its line ends",
    "jq -r .FIELD FILE (for YAML: yq -r .FIELD FILE) writes the PEM text of a field; give that, or pipe it to chainverify -",
);
pub(super) const PEM_IN_BASE64: Other = other(
    "PEM in base64, as in Kubernetes secrets",
    "kubectl get secret NAME -o jsonpath='{.data.tls\\.crt}' | base64 -d | chainverify -",
);

/// What the label of a PEM section stands for, when it is not a certificate.
pub(super) fn by_label(label: &[u8]) -> Option<Other> {
    Some(match label {
        b"PUBLIC KEY" | b"RSA PUBLIC KEY" => PUBLIC_KEY,
        b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => REQUEST,
        b"X509 CRL" | b"CRL" => CRL,
        b"OCSP RESPONSE" => OCSP_RESPONSE,
        _ if label.ends_with(b"PRIVATE KEY") => PRIVATE_KEY,
        _ if label.ends_with(b"PARAMETERS") => PARAMETERS,
        _ => return None,
    })
}
