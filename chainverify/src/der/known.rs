//! The identifiers that the library knows, as the contents of their DER.

/// `id-ce` extensions (2.5.29.n) have three octets: this is the last one.
pub(crate) mod ce {
    pub(crate) const SUBJECT_KEY_IDENTIFIER: u8 = 14;
    pub(crate) const KEY_USAGE: u8 = 15;
    pub(crate) const SUBJECT_ALT_NAME: u8 = 17;
    pub(crate) const ISSUER_ALT_NAME: u8 = 18;
    pub(crate) const BASIC_CONSTRAINTS: u8 = 19;
    pub(crate) const CRL_NUMBER: u8 = 20;
    pub(crate) const REASON_CODE: u8 = 21;
    pub(crate) const INVALIDITY_DATE: u8 = 24;
    pub(crate) const DELTA_CRL_INDICATOR: u8 = 27;
    pub(crate) const ISSUING_DISTRIBUTION_POINT: u8 = 28;
    pub(crate) const CERTIFICATE_ISSUER: u8 = 29;
    pub(crate) const NAME_CONSTRAINTS: u8 = 30;
    pub(crate) const CRL_DISTRIBUTION_POINTS: u8 = 31;
    pub(crate) const CERTIFICATE_POLICIES: u8 = 32;
    pub(crate) const POLICY_MAPPINGS: u8 = 33;
    pub(crate) const AUTHORITY_KEY_IDENTIFIER: u8 = 35;
    pub(crate) const POLICY_CONSTRAINTS: u8 = 36;
    pub(crate) const EXTENDED_KEY_USAGE: u8 = 37;
    pub(crate) const FRESHEST_CRL: u8 = 46;
    pub(crate) const INHIBIT_ANY_POLICY: u8 = 54;
}

/// 2.5.29.46
pub(crate) const FRESHEST_CRL: &[u8] = &[0x55, 29, 46];
/// 2.5.29.56 (RFC 9608)
pub(crate) const NO_REV_AVAIL: &[u8] = &[0x55, 29, 56];
/// 1.3.6.1.5.5.7.48.1
pub(crate) const OCSP: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1];
/// 1.3.6.1.5.5.7.48.1.5 id-pkix-ocsp-nocheck
pub(crate) const OCSP_NO_CHECK: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 5];
/// 1.3.6.1.5.5.7.1.1
pub(crate) const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
/// 1.3.6.1.5.5.7.1.24
pub(crate) const TLS_FEATURE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 24];
/// 1.3.6.1.4.1.11129.2.4.2
pub(crate) const SCT_LIST: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];
/// 1.3.6.1.5.5.7.48.2
pub(crate) const CA_ISSUERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 2];
/// 1.3.6.1.5.5.7.48.1.1 id-pkix-ocsp-basic
pub(crate) const OCSP_BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 1];
/// 1.3.6.1.5.5.7.48.1.2
pub(crate) const OCSP_NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 2];
/// 1.3.6.1.5.5.7.48.1.6
pub(crate) const OCSP_ARCHIVE_CUTOFF: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 6];
/// 1.3.6.1.5.5.7.48.1.9
pub(crate) const OCSP_EXTENDED_REVOKE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 9];
/// 2.5.29.32.0
pub(crate) const ANY_POLICY: &[u8] = &[0x55, 29, 32, 0];
/// 1.3.6.1.5.5.7.2.1 id-qt-cps
pub(crate) const CPS_POINTER: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 2, 1];
/// 1.3.6.1.5.5.7.2.2 id-qt-unotice
pub(crate) const USER_NOTICE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 2, 2];
/// 2.5.29.37.0
pub(crate) const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 29, 37, 0];
/// 1.3.6.1.5.5.7.3 (`id-kp`); the purpose is the octet behind it.
pub(crate) const KEY_PURPOSE_ARC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3];

/// 1.2.840.113549.1.1 (PKCS #1); the algorithm is the octet behind it.
pub(crate) const PKCS1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1];
/// 1.2.840.113549.1.1.1 rsaEncryption
pub(crate) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
/// 1.2.840.113549.1.1.10 id-RSASSA-PSS
pub(crate) const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
/// 1.2.840.113549.1.1.8 id-mgf1
pub(crate) const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8];
/// 1.2.840.10040.4.3
pub(crate) const DSA_WITH_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3];
/// 1.2.840.10045.4.1
pub(crate) const ECDSA_WITH_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
/// 1.2.840.10045.4.3: ecdsa-with-SHA224 to SHA512.
pub(crate) const ECDSA_WITH_SHA2: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3];
/// 1.2.840.10045.2.1 id-ecPublicKey
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
/// 1.2.840.10045.3.1.1
pub(crate) const P192: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1];
/// 1.2.840.10045.3.1.7
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
/// 1.3.132.0.34
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x22];
/// 1.3.132.0.35
pub(crate) const P521: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x23];
/// 1.3.101.112
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// 1.3.101.113
pub(crate) const ED448: &[u8] = &[0x2b, 0x65, 0x71];
/// 2.16.840.1.101.3.4.3: ML-DSA (17 to 19) and SLH-DSA (20 to 31) among others.
pub(crate) const NIST_SIGNATURES: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3];
/// 1.3.6.1.5.5.7.8.9 id-on-SmtpUTF8Mailbox (RFC 9598 §3)
pub(crate) const SMTP_UTF8_MAILBOX: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 9];
/// 1.2.840.113549.1.9.1 emailAddress
pub(crate) const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
/// 0.9.2342.19200300.100.1.25 domainComponent
pub(crate) const DOMAIN_COMPONENT: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25];
/// 0.9.2342.19200300.100.1.1 userId
pub(crate) const USER_ID: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1];
