//! The object identifiers that the builder knows, in dotted form.

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal;)*) => { $($(#[$doc])* pub const $name: &str = $dotted;)* };
}

oids! {
    /// authorityInfoAccess
    AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
    /// subjectKeyIdentifier
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// keyUsage
    KEY_USAGE = "2.5.29.15";
    /// subjectAltName
    SUBJECT_ALT_NAME = "2.5.29.17";
    /// issuerAltName
    ISSUER_ALT_NAME = "2.5.29.18";
    /// basicConstraints
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// cRLNumber
    CRL_NUMBER = "2.5.29.20";
    /// reasonCode
    REASON_CODE = "2.5.29.21";
    /// invalidityDate
    INVALIDITY_DATE = "2.5.29.24";
    /// deltaCRLIndicator
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// issuingDistributionPoint
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// certificateIssuer
    CERTIFICATE_ISSUER = "2.5.29.29";
    /// nameConstraints
    NAME_CONSTRAINTS = "2.5.29.30";
    /// cRLDistributionPoints
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// certificatePolicies
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// policyMappings
    POLICY_MAPPINGS = "2.5.29.33";
    /// authorityKeyIdentifier
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// policyConstraints
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// extKeyUsage
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// freshestCRL
    FRESHEST_CRL = "2.5.29.46";
    /// inhibitAnyPolicy
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// The list of signed certificate timestamps (RFC 6962 §3.3).
    SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
    /// TLS feature (RFC 7633 §4).
    TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

    /// Any purpose.
    ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    /// TLS servers.
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /// TLS clients.
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /// Code signing.
    CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    /// E-mail.
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// Time stamps.
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// OCSP responses.
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    /// Any certificate policy.
    ANY_POLICY = "2.5.29.32.0";
    /// The CA/Browser Forum's policy "domain validated".
    DOMAIN_VALIDATED = "2.23.140.1.2.1";

    /// The qualifier with the address of a certification practice statement.
    CPS_POINTER = "1.3.6.1.5.5.7.2.1";
    /// The qualifier with a notice to the user.
    USER_NOTICE = "1.3.6.1.5.5.7.2.2";

    /// commonName
    COMMON_NAME = "2.5.4.3";
    /// countryName
    COUNTRY = "2.5.4.6";
    /// organizationName
    ORGANIZATION = "2.5.4.10";
    /// organizationalUnitName
    ORGANIZATIONAL_UNIT = "2.5.4.11";
    /// The critical extension of precertificates (RFC 6962 §3.1)
    CT_POISON = "1.3.6.1.4.1.11129.2.4.3";
    /// id-RSASSA-PSS
    RSASSA_PSS = "1.2.840.113549.1.1.10";
    /// id-mgf1
    MGF1 = "1.2.840.113549.1.1.8";
    /// id-sha256
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// PKCS#9 emailAddress
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
    /// id-on-SmtpUTF8Mailbox
    SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";
    /// The otherName of a Microsoft user principal name.
    USER_PRINCIPAL_NAME = "1.3.6.1.4.1.311.20.2.3";
}
