//! The table of everything that can be found. A line here is all that a finding says anywhere: id,
//! category, class, reference, sentence, fixes.

use core::fmt;

use super::Role;
use super::category::Category;
use super::data::{
    BasicConstraintsState, KeyIds, Listed, Namesake, NearName, OwnSignature, Rejection,
    SignatureCause,
};
use super::show::render;
use super::table::{Class, Entry, Fix, FixBy, codes};
use crate::budget::Limit;
use crate::cert::ext::KeyUsage;
use crate::cert::{KeyKindBuf, KeyUnusable, NameBuf};
use crate::der::{Field, OidBuf, ParseError, Time};
use crate::names::{NameKind, PresentedName, ReferenceName};
use crate::text::{Excerpt, Text};

impl Code {
    /// Its id in JSON, in snake case. It never changes its meaning.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.entry().id
    }

    /// How far from valid.
    #[must_use]
    pub const fn category(&self) -> Category {
        self.entry().category
    }

    /// The kind of rule, to which the policy gives a level.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.entry().class
    }

    /// Where the rule is written down.
    #[must_use]
    pub const fn reference(&self) -> &'static str {
        self.entry().reference
    }

    /// Says what was found: a predicate, without a full stop.
    pub fn sentence(&self, out: &mut Text) {
        self.render(self.entry().sentence, out);
    }

    /// How to fix it, if it was found about a certificate of this role, where there is something to
    /// do.
    #[must_use]
    pub fn fix(&self, role: Role) -> Option<Fix> {
        let (by, template) = self.entry().fix(role)?;
        let mut text = Text::new();
        self.render(template, &mut text);
        Some(Fix { by, text })
    }

    /// Whether it is about the chain, or about what the caller asked for, and not about one
    /// certificate.
    #[must_use]
    pub const fn is_about_chain(&self) -> bool {
        matches!(
            self,
            Self::BadReferenceName { .. }
                | Self::NoNames
                | Self::NoTime
                | Self::NoCertificates
                | Self::PathTooDeep { .. }
                | Self::SearchStopped { .. }
                | Self::LimitReached { .. }
                | Self::EmptyStore
                | Self::NoAlgorithms
                | Self::Rejected { .. }
                | Self::UnreadableIntermediate { .. }
                | Self::WrongOrder
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        self.sentence(&mut text);
        text.fmt(f)
    }
}

codes! {
    // dates
    /// `notAfter` is past.
    Expired { not_after: Time, at: Time } = "expired", Time, Validation, "RFC 5280 §4.1.2.5";
        "expired {not_after}, {not_after..at} before the time of the check"; Operator: "renew the certificate";
        issuer Operator: "send the renewed certificate of this CA in its place".
    /// `notBefore` is still to come.
    NotYetValid { not_before: Time, at: Time } = "not_yet_valid", Time, Validation, "RFC 5280 §4.1.2.5";
        "is not valid before {not_before}, {at..not_before} after the time of the check"; User: "check the clock, and wait until {not_before} if it is right".
    /// The anchor's own certificate is past its date.
    AnchorExpired { not_after: Time, at: Time } = "anchor_expired", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "expired {not_after}, {not_after..at} before the time of the check"; User: "update the trust store".
    /// The anchor's own certificate is not valid yet.
    AnchorNotYetValid { not_before: Time, at: Time } = "anchor_not_yet_valid", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "is not valid before {not_before}, {at..not_before} after the time of the check"; User: "check the clock".

    // names asked for
    /// No name in the certificate is the one asked for.
    NameMismatch { wanted: ReferenceName<'static>, presented: Listed<PresentedName>, common_name: Option<Excerpt>, near: Option<NearName> } = "name_mismatch", Name, Validation, "RFC 9525 §6";
        "is not valid for the {wanted}; its names: {presented}[; {near}][; its common name {common_name} does not count]"; Operator: "install a certificate that has the {wanted}".
    /// The name asked for is not a name of a kind that can be asked for.
    BadReferenceName { wanted: Excerpt } = "bad_reference_name", Name, Validation, "RFC 9525 §6.1";
        "cannot be checked for {wanted}, which is no name of a kind that can be asked for"; User: "give a host name in A-labels, an IP address, an e-mail address or a URI".
    /// An empty list of names was asked for.
    NoNames = "no_names", Name, Validation, "RFC 9525 §6.1";
        "cannot be checked for a name, because the list of names is empty"; User: "give the name that was meant to be reached, or say that no name is to be checked".

    // purpose
    /// extKeyUsage does not list the purpose.
    PurposeNotAllowed { wanted: OidBuf, listed: Listed<OidBuf> } = "purpose_not_allowed", Purpose, Validation, "RFC 5280 §4.2.1.12";
        "has an extended key usage without {wanted}; it allows: {listed}"; Operator: "get a certificate for {wanted}";
        issuer Ca: "issue the leaf under a CA whose extended key usage allows {wanted}".
    /// A purpose that a leaf must name, and does not: no extKeyUsage or anyExtendedKeyUsage is not enough.
    PurposeNotNamed { wanted: OidBuf } = "purpose_not_named", Purpose, Validation, "RFC 3161 §2.3, RFC 6960 §4.2.2.2";
        "does not list {wanted} in its extended key usage, as a certificate for that must"; Ca: "reissue it with the extended key usage {wanted}".
    /// A time stamping authority whose extKeyUsage is not critical.
    TimeStampingNotCritical = "time_stamping_not_critical", Purpose, Validation, "RFC 3161 §2.3";
        "has an extended key usage that is not critical, as that for timeStamping must be"; Ca: "reissue it with the extended key usage critical".
    /// A time stamping authority whose extKeyUsage has other purposes too.
    TimeStampingNotAlone { listed: Listed<OidBuf> } = "time_stamping_not_alone", Purpose, Validation, "RFC 3161 §2.3";
        "has an extended key usage for more than timeStamping; it allows: {listed}"; Ca: "reissue it with timeStamping alone".
    /// keyUsage has no bit that the purpose could be served with.
    KeyUsageNotForPurpose { wanted: OidBuf, key_usage: KeyUsage, consistent: KeyUsage } = "key_usage_not_for_purpose", Purpose, Validation, "RFC 5280 §4.2.1.3, §4.2.1.12";
        "has a key usage that is not consistent with {wanted}, for which it needs one of: {consistent}; it allows: {key_usage}"; Ca: "reissue it with a key usage that is consistent with {wanted}".
    /// keyUsage has bits that a certificate for this purpose alone must not have.
    KeyUsageBeyondPurpose { wanted: OidBuf, others: KeyUsage } = "key_usage_beyond_purpose", Purpose, Validation, "RFC 5280 §4.2.1.12, RFC 3161 §2.3";
        "has a key usage for more than {wanted}: {others}"; Ca: "reissue it with a key usage for {wanted} alone".
    /// keyUsage has no bit.
    KeyUsageEmpty = "key_usage_empty", Purpose, Validation, "RFC 5280 §4.2.1.3";
        "has a key usage without any bit, so that its key may be used for nothing"; Ca: "reissue it with the uses of its key in the key usage"; anchor User: "remove it from the trust store".
    /// A leaf without extKeyUsage.
    ExtendedKeyUsageMissing = "extended_key_usage_missing", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has no extended key usage"; Ca: "reissue it with an extended key usage".
    /// A leaf that allows every purpose.
    AnyExtendedKeyUsage = "any_extended_key_usage", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has the extended key usage anyExtendedKeyUsage"; Ca: "reissue it with its purposes listed one by one".

    // constraints
    /// More intermediates below a CA than it may have.
    PathTooLong { allowed: u32, found: u32 } = "path_too_long", Constraint, Validation, "RFC 5280 §6.1.4 (l), (m)";
        "has a path length constraint of {allowed}; intermediates below it: {found}"; Ca: "issue the lower certificates under a CA that allows so many CAs below it".
    /// More intermediates than the caller allows.
    PathTooDeep { allowed: u32, found: u32 } = "path_too_deep", Constraint, Validation, "RFC 5280 §6.1.1";
        "has more intermediates than the policy allows: {found}, not {allowed}"; User: "allow a longer path in the policy, if it is meant to be so long".
    /// A name outside the permitted subtrees.
    NameNotPermitted { name: PresentedName, by: NameBuf, permitted: Listed<PresentedName> } = "name_not_permitted", Constraint, Validation, "RFC 5280 §6.1.3 (b)";
        "has the {name}, which is outside the permitted subtrees of {by}: {permitted}"; Ca: "issue it under a CA that is permitted to issue for this name".
    /// A name inside an excluded subtree.
    NameExcluded { name: PresentedName, by: NameBuf, excluded: PresentedName } = "name_excluded", Constraint, Validation, "RFC 5280 §6.1.3 (c)";
        "has the {name}, which is inside an excluded subtree of {by}: {excluded}"; Ca: "issue it under a CA that does not exclude this name".
    /// A URI whose host is an address or missing, where a CA constrains URIs.
    ConstrainedUriWithoutHost { name: PresentedName, by: NameBuf } = "constrained_uri_without_host", Constraint, Validation, "RFC 5280 §4.2.1.10";
        "has the {name}, which has no host name, but {by} constrains the hosts of URIs"; Ca: "reissue it without that URI".
    /// A constraint of a kind that cannot be applied meets a name of that kind.
    UnsupportedNameConstraint { kind: NameKind, by: NameBuf } = "unsupported_name_constraint", Unsupported, Validation, "RFC 5280 §4.2.1.10";
        "has a name of kind {kind}, which {by} constrains in a way that is not supported"; Ca: "reissue it without names of that kind".
    /// A CA's constraint that is not well-formed for its kind.
    MalformedNameConstraint { constraint: PresentedName } = "malformed_name_constraint", Malformed, Validation, "RFC 5280 §4.2.1.10";
        "has a malformed name constraint: {constraint}"; Ca: "reissue it with that constraint well-formed".
    /// A name that is not well-formed for its kind meets a constraint of that kind.
    MalformedConstrainedName { name: PresentedName, by: NameBuf } = "malformed_constrained_name", Malformed, Validation, "RFC 5280 §4.2.1.10";
        "has the malformed {name}, a kind of name that {by} constrains"; Ca: "reissue it with that name well-formed".
    /// No valid policy is left where one must be.
    ExplicitPolicyUnsatisfied { asserted: Listed<OidBuf>, acceptable: Listed<OidBuf> } = "explicit_policy_unsatisfied", Constraint, Validation, "RFC 5280 §6.1.5";
        "has no certificate policy that is valid along the path, but one is required; its policies: {asserted}[; acceptable: {acceptable}]"; Ca: "reissue it under an acceptable policy that its issuers have too".
    /// A policy mapping from or to anyPolicy.
    AnyPolicyMapped = "any_policy_mapped", Constraint, Validation, "RFC 5280 §6.1.4 (a)";
        "maps anyPolicy in its policy mappings"; Ca: "reissue it without that mapping".
    /// A check of the caller's own rejects the path.
    Rejected { reason: Rejection } = "rejected", Constraint, Validation, "the caller's own check";
        "was rejected by the caller's own check {reason}".

    // strength
    /// An RSA key that is too short.
    WeakRsaKey { bits: u32, least: u32 } = "weak_rsa_key", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA key of {bits} bits; at least {least} are required"; Operator: "get a certificate for a longer key";
        issuer Ca: "issue the certificates below it under a CA with a longer key"; anchor User: "remove it from the trust store".
    /// An RSA key with a broken length.
    RsaModulusNotOctets { bits: u32 } = "rsa_modulus_not_octets", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA modulus of {bits} bits, which is not a multiple of 8"; Operator: "get a certificate for a key of a usual length";
        issuer Ca: "issue the certificates below it under a CA with a key of a usual length"; anchor User: "remove it from the trust store".
    /// A curve or kind of key that the policy does not allow.
    KeyNotAllowed { key: KeyKindBuf } = "key_not_allowed", Strength, Strength, "CA/B BR §6.1.5";
        "has a key of a kind that is not allowed: {key}"; Operator: "get a certificate for an RSA, P-256, P-384 or P-521 key";
        issuer Ca: "issue the certificates below it under a CA with an RSA, P-256, P-384 or P-521 key"; anchor User: "remove it from the trust store".
    /// A key that cannot be read.
    MalformedKey { error: Option<ParseError>, why: Option<KeyUnusable> } = "malformed_key", Malformed, Validation, "RFC 5280 §4.1.2.7";
        "has a malformed public key[: {error}][: {why}]"; Ca: "reissue it with the key well-formed"; anchor User: "remove it from the trust store".
    /// A signature algorithm that is broken.
    SignatureAlgorithmNotAllowed { algorithm: OidBuf } = "signature_algorithm_not_allowed", Strength, Validation, "CA/B BR §7.1.3.2";
        "is signed with {algorithm}, whose hash is broken"; Ca: "reissue it with SHA-256 or better".

    // role
    /// An issuer that is no CA by its basicConstraints.
    NotCa { basic_constraints: BasicConstraintsState } = "not_a_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not a CA (basic constraints: {basic_constraints}), but issued the certificate below it"; Operator: "use a certificate that a CA issued";
        anchor User: "replace it in the trust store by a CA certificate".
    /// A version 1 or 2 certificate as an issuer.
    VersionNotThreeCa = "version_1_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not of version 3, so that nothing in it says that it is a CA"; Ca: "reissue it as a version 3 CA certificate".
    /// A CA's keyUsage without keyCertSign.
    KeyCertSignMissing { key_usage: KeyUsage } = "key_cert_sign_missing", Role, Validation, "RFC 5280 §6.1.4 (n)";
        "has a key usage without keyCertSign, but issued the certificate below it; it allows: {key_usage}"; Ca: "reissue the CA certificate with keyCertSign";
        anchor User: "remove it from the trust store".
    /// A CA certificate at the place of the leaf.
    LeafIsCa = "leaf_is_ca", Role, ConformanceBr, "CA/B BR §7.1.2.7";
        "is a CA certificate, used as a leaf"; Operator: "install the server's certificate in place of the CA's".
    /// keyCertSign without cA.
    KeyUsageInconsistent = "key_usage_inconsistent", Role, Conformance, "RFC 5280 §4.2.1.3";
        "has keyCertSign in its key usage, but is not a CA"; Ca: "reissue it without keyCertSign".
    /// issuer is empty.
    EmptyIssuer = "empty_issuer", Role, Validation, "RFC 5280 §4.1.2.4";
        "has an empty issuer name"; Ca: "reissue it with the issuer's name".
    /// A CA's subject is empty.
    CaEmptySubject = "ca_empty_subject", Role, Validation, "RFC 5280 §4.1.2.6";
        "is a CA, but has an empty subject name"; Ca: "reissue it with a subject name".

    // not understood
    /// A critical extension that the library does not process.
    UnknownCriticalExtension { oid: OidBuf } = "unknown_critical_extension", Unsupported, Validation, "RFC 5280 §6.1.4 (o), §6.1.5 (f)";
        "has the critical extension {oid}, which is not processed"; Ca: "reissue it with that extension not critical";
        anchor User: "remove it from the trust store".
    /// Critical certificate policies have a qualifier that the library does not know.
    UnknownPolicyQualifier { oid: OidBuf } = "unknown_policy_qualifier", Unsupported, Validation, "RFC 5280 §4.2.1.4";
        "has critical certificate policies with the qualifier {oid}, which is not known"; Ca: "reissue it with the certificate policies not critical";
        anchor User: "remove it from the trust store".
    /// No algorithm of the caller's list verifies this kind of signature.
    UnsupportedSignatureAlgorithm { algorithm: OidBuf } = "unsupported_signature_algorithm", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported"; User: "use a provider that supports it".
    /// The algorithm is known, but not together with the issuer's kind of key.
    UnsupportedKeyForSignature { algorithm: OidBuf, key: KeyKindBuf } = "unsupported_key_for_signature", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported together with the issuer's key ({key})"; Ca: "reissue it with a hash that goes with the issuer's key".
    /// The signature algorithm is known, but not with these parameters.
    UnsupportedParameters { algorithm: OidBuf } = "unsupported_parameters", Unsupported, Validation, "RFC 5280 §4.1.1.2";
        "is signed with {algorithm} with parameters that are not supported"; Ca: "reissue it with the parameters that the algorithm is defined with".
    /// The signature algorithm's identifier has parameters that the algorithm is not defined with.
    WrongParameters { algorithm: OidBuf } = "wrong_parameters", Malformed, Validation, "RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3";
        "is signed with {algorithm}, but its algorithm identifier has parameters that the algorithm is not defined with"; Ca: "reissue it with the parameters that the algorithm is defined with".
    /// A key that is well-formed, but nothing that the provider takes.
    UnsupportedKey { key: KeyKindBuf, why: KeyUnusable } = "unsupported_key", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "has a public key ({key}) that the provider cannot use: {why}"; User: "use a provider that supports it".
    /// A critical extension that cannot be read.
    MalformedCriticalExtension { error: ParseError } = "malformed_critical_extension", Malformed, Validation, "RFC 5280 §4.2";
        "has a malformed critical extension: {error}"; Ca: "reissue it with that extension well-formed"; anchor User: "remove it from the trust store".
    /// An extension that path validation needs and cannot read.
    MalformedNeededExtension { error: ParseError } = "malformed_needed_extension", Malformed, Validation, "RFC 5280 §6.1";
        "has a malformed extension that path validation needs: {error}"; Ca: "reissue it with that extension well-formed"; anchor User: "remove it from the trust store".
    /// An extension that path validation does not need cannot be read.
    MalformedExtension { error: ParseError } = "malformed_extension", Malformed, Conformance, "RFC 5280 §4.2";
        "has a malformed extension: {error}"; Ca: "reissue it with that extension well-formed".
    /// A name that is not in the form of distinguished names.
    MalformedName { field: Field } = "malformed_name", Malformed, Validation, "RFC 5280 §4.1.2.4";
        "has a malformed {field} name"; Ca: "reissue it with that name well-formed".

    // what the root programme imposes
    /// The leaf was issued after the date from which its anchor is not trusted for new certificates.
    IssuedAfterDistrust { anchor: NameBuf, not_before: Time, after: Time } = "issued_after_distrust", Constraint, Validation, "Mozilla Root Store Policy";
        "was issued {not_before}, but {anchor} is trusted only for certificates issued up to {after}"; Operator: "get a certificate under a root that is trusted for new ones".

    // signature and trust
    /// The signature does not verify with the issuer's key.
    SignatureInvalid { issuer: NameBuf, cause: SignatureCause, key_ids: Option<KeyIds> } = "signature_invalid", Signature, Validation, "RFC 5280 §6.1.3 (a) (1)";
        "has a signature that does not verify with the key of {issuer}[: {cause}][; {key_ids}]"; Operator: "install the certificate and its chain as the CA issued them".
    /// A self-issued certificate above the leaf that the store does not have.
    UntrustedRoot = "untrusted_root", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is not in the trust store"; User: "add it to the trust store only if you know whose it is".
    /// A self-signed leaf that the store does not have.
    SelfSignedLeaf = "self_signed_leaf", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is self-signed and not in the trust store"; User: "add it to the trust store only if its owner gave it to you".
    /// A self-issued leaf that the store does not have, and that is not shown to be self-signed.
    SelfIssuedLeaf { signature: OwnSignature } = "self_issued_leaf", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is self-issued and not in the trust store; {signature}"; User: "add it to the trust store only if its owner gave it to you".
    /// There is no certificate of the issuer's name.
    IssuerNotFound { issuer: NameBuf, namesake: Option<Namesake>, urls: Listed<Excerpt> } = "issuer_not_found", Untrusted, Validation, "RFC 5280 §6.1";
        "was issued by {issuer}, whose certificate is in neither the chain nor the trust store[; {namesake}][; it may be had at {urls}]"; Operator: "send the certificate of {issuer} with the chain";
        issuer Operator: "send the certificates up to a root that clients trust".
    /// The only certificates of the issuer's name are on the path already.
    IssuerLoop { issuer: NameBuf } = "issuer_loop", Untrusted, Validation, "RFC 4158 §2.4.2";
        "was issued by {issuer}, whose only certificates are on the path already"; Operator: "send the intermediate that leads to a root".
    /// The path is as deep as the search goes.
    SearchTooDeep { limit: u32 } = "search_too_deep", Untrusted, Validation, "Limits::depth";
        "is at the end of the {limit} intermediates that the search follows"; User: "raise the limit, if the path is meant to be so long".
    /// The search ended at a limit before any path was checked.
    SearchStopped { limit: Limit } = "search_stopped", Untrusted, Validation, "Limits";
        "could not be checked on any path within the limit of {limit}"; User: "raise the limit, if the chain is meant to be so large".
    /// A limit stopped the check of a path.
    LimitReached { limit: Limit } = "limit_reached", Untrusted, Validation, "Limits";
        "could not be checked to the end within the limit of {limit}"; User: "raise the limit, if the chain is meant to be so large".
    /// The request has no time, and the library no clock.
    NoTime = "no_time", Time, Validation, "RFC 5280 §6.1.1 (b)";
        "cannot be checked, because no time was given and there is no clock"; User: "give the time of the check".
    /// The request has no certificate.
    NoCertificates = "no_certificates", Malformed, Validation, "RFC 8446 §4.4.2";
        "is empty: there is no certificate"; Operator: "send the leaf with its chain".
    /// The store has no anchors.
    EmptyStore = "empty_store", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "cannot be trusted, because the trust store is empty"; User: "give roots to trust".
    /// The caller gave no algorithms.
    NoAlgorithms = "no_algorithms", Unsupported, Validation, "RFC 5280 §6.1.1";
        "cannot be verified, because there are no signature algorithms"; User: "build with a provider, or give algorithms".
    /// Trust in exactly this certificate is switched off.
    DirectTrustOff = "direct_trust_off", Untrusted, Validation, "RFC 5280 §6.1";
        "is itself an anchor, but the policy does not trust a leaf directly"; User: "allow direct trust in the policy".
    /// The leaf could not be read.
    UnreadableLeaf { error: ParseError, duplicate_extension: Option<OidBuf> } = "unreadable_leaf", Malformed, Validation, "RFC 5280 §4.1";
        "cannot be read: {error}[; the extension is {duplicate_extension}]"; Operator: "install the certificate as the CA issued it".

    // conformance, RFC 5280
    /// serialNumber is zero or negative.
    SerialNotPositive = "serial_not_positive", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number that is not positive"; Ca: "reissue it with a positive serial number".
    /// serialNumber is longer than 20 octets.
    SerialTooLong { octets: u32 } = "serial_too_long", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number of {octets} octets; at most 20 are allowed"; Ca: "reissue it with a shorter serial number".
    /// A date that UTCTime reaches is a GeneralizedTime.
    GeneralizedTimeBefore2050 { date: Time } = "generalized_time_before_2050", Strength, Conformance, "RFC 5280 §4.1.2.5";
        "has the date {date} as GeneralizedTime; through 2049 it must be UTCTime"; Ca: "reissue it with UTCTime for that date".
    /// issuerUniqueID or subjectUniqueID is there.
    UniqueIdentifiers = "unique_identifiers", Strength, Conformance, "RFC 5280 §4.1.2.8";
        "has unique identifiers beside its names, which no CA may put there"; Ca: "reissue it without unique identifiers".
    /// authorityKeyIdentifier is missing.
    AuthorityKeyIdentifierMissing = "authority_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.1";
        "has no authority key identifier"; Ca: "reissue it with the key identifier of its issuer".
    /// A root's authorityKeyIdentifier has fields that it must not have, or another key.
    AuthorityKeyIdentifierForm = "authority_key_identifier_form", Strength, ConformanceBr, "CA/B BR §7.1.2.1.3";
        "has an authority key identifier that a root must not have"; Ca: "reissue the root with its own key identifier alone".
    /// A CA's subjectKeyIdentifier is missing.
    SubjectKeyIdentifierMissing = "subject_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.2";
        "is a CA, but has no subject key identifier"; Ca: "reissue it with a subject key identifier".
    /// A CA's basicConstraints is not critical.
    BasicConstraintsNotCritical = "basic_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has basic constraints that are not critical"; Ca: "reissue it with the basic constraints critical".
    /// subjectAltName is critical beside a subject name.
    SubjectAltNameCritical = "subject_alt_name_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has a critical subject alternative name although it has a subject name"; Ca: "reissue it with the subject alternative name not critical".
    /// subjectAltName is not critical although the subject is empty.
    SubjectAltNameNotCritical = "subject_alt_name_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has an empty subject name, but a subject alternative name that is not critical"; Ca: "reissue it with the subject alternative name critical".
    /// A name in subjectAltName that is not well-formed for its kind.
    SubjectAltNameMalformed { name: PresentedName } = "subject_alt_name_malformed", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has the malformed {name} in its subject alternative name"; Ca: "reissue it with that name well-formed".
    /// The parameters of RSASSA-PSS mean what is allowed, in another encoding than the one that is.
    SignatureAlgorithmEncoding { algorithm: OidBuf } = "signature_algorithm_encoding", Strength, ConformanceBr, "CA/B BR §7.1.3.2";
        "is signed with {algorithm}, whose parameters are not encoded as the Baseline Requirements list them"; Ca: "reissue it with the parameters encoded as listed there".
    /// A leaf for the web without subjectAltName.
    SubjectAltNameMissing = "subject_alt_name_missing", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has no subject alternative name"; Ca: "reissue it with its names in the subject alternative name".
    /// The subject's commonName is not among the alternative names.
    CommonNameNotInSubjectAltName { common_name: Excerpt } = "common_name_not_in_subject_alt_name", Strength, CommonName, "CA/B BR §7.1.4.3";
        "has the common name {common_name}, which is not among its alternative names"; Ca: "reissue it with one of the alternative names as common name".
    /// A wildcard right below a public suffix.
    WildcardOnPublicSuffix { name: PresentedName } = "wildcard_on_public_suffix", Strength, ConformanceBr, "CA/B BR §3.2.2.6";
        "has the wildcard {name} right below a public suffix"; Ca: "reissue it for names below one owner's domain".
    /// nameConstraints is not critical.
    NameConstraintsNotCritical = "name_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints that are not critical"; Ca: "reissue it with the name constraints critical".
    /// A dNSName constraint that begins with a dot.
    NameConstraintLeadingDot { constraint: PresentedName } = "name_constraint_leading_dot", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has a name constraint that begins with a dot, which RFC 5280 does not define for its kind: {constraint}"; Ca: "reissue it without the dot".
    /// nameConstraints in a certificate that is no CA.
    NameConstraintsInLeaf = "name_constraints_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints, but is not a CA"; Ca: "reissue it without name constraints".
    /// pathLenConstraint in a certificate that is no CA.
    PathLenConstraintInLeaf = "path_len_constraint_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has a path length constraint, but is not a CA"; Ca: "reissue it without a path length constraint".
    /// policyConstraints is not critical.
    PolicyConstraintsNotCritical = "policy_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.11";
        "has policy constraints that are not critical"; Ca: "reissue it with the policy constraints critical".
    /// inhibitAnyPolicy is not critical.
    InhibitAnyPolicyNotCritical = "inhibit_any_policy_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.14";
        "has an inhibit-anyPolicy that is not critical"; Ca: "reissue it with the inhibit-anyPolicy critical".
    /// A CA without keyUsage.
    KeyUsageMissing = "key_usage_missing", Strength, Conformance, "RFC 5280 §4.2.1.3";
        "is a CA, but has no key usage"; Ca: "reissue it with keyCertSign in a key usage".
    /// extKeyUsage of a leaf is critical.
    ExtendedKeyUsageCritical = "extended_key_usage_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.6";
        "has a critical extended key usage"; Ca: "reissue it with the extended key usage not critical".
    /// A root with extKeyUsage.
    ExtendedKeyUsageInRoot = "extended_key_usage_in_root", Strength, ConformanceBr, "CA/B BR §7.1.2.1.2";
        "is a root with an extended key usage"; Ca: "reissue the root without it".
    /// Not version 3.
    VersionNotThree = "version_not_3", Strength, ConformanceBr, "CA/B BR §7.1.1";
        "is not of version 3"; Ca: "reissue it as version 3".

    // odd but valid
    /// A certificate that was sent could not be read.
    UnreadableIntermediate { position: u32, error: ParseError, duplicate_extension: Option<OidBuf> } = "unreadable_intermediate", Malformed, Notice, "RFC 5280 §4.1";
        "has a certificate that cannot be read, number {position} after the leaf: {error}[; the extension is {duplicate_extension}]"; Operator: "install that certificate as the CA issued it".
    /// A certificate was sent that is of no use to clients with other roots either.
    UnusedCertificate = "unused_certificate", Strength, Notice, "RFC 8446 §4.4.2";
        "was sent, but is not on the path"; Operator: "leave unused certificates out of the chain".
    /// The certificates were sent in another order than the path has.
    WrongOrder = "wrong_order", Strength, Notice, "RFC 5246 §7.4.2";
        "is out of order"; Operator: "send the leaf first, then each issuer after what it issued".
    /// The root was sent along.
    RootSent = "root_sent", Strength, Notice, "RFC 8446 §4.4.2";
        "is the root of the path, which clients do not need to be sent"; Operator: "leave the root out of the chain".
    /// The path needed an intermediate that was fetched.
    CompletedByFetch { url: Option<Excerpt> } = "completed_by_fetch", Untrusted, Notice, "RFC 5280 §4.2.2.1";
        "was not sent, but fetched[ from {url}]"; Operator: "send it with the chain: many clients do not fetch it".
    /// The path needed an intermediate that the caller had from somewhere else.
    CompletedByCandidate = "completed_by_candidate", Untrusted, Notice, "RFC 8446 §4.4.2";
        "was not sent, but is among the certificates that were given"; Operator: "send it with the chain".
    /// The path ends in an anchor that is no root, and that was not sent.
    CompletedByStore = "completed_by_store", Untrusted, Notice, "RFC 8446 §4.4.2";
        "was not sent, but is in the trust store, though it is not a root"; Operator: "send it with the chain: other clients do not have it".
    /// The path ends in an intermediate that the local store trusts by itself.
    IntermediateInLocalStore { issuer: NameBuf } = "intermediate_in_local_store", Untrusted, Notice, "RFC 5280 §6.1.1 (d)";
        "is an intermediate of {issuer} that the local trust store trusts by itself"; User: "trust the root above it instead, unless this CA alone is meant".
    /// The root is in the local store only.
    OnlyInLocalStore = "only_in_local_store", Untrusted, Notice, "Mozilla Root Store Policy";
        "is in the local trust store, but not in Mozilla's set"; User: "make sure that you know whose it is: TLS interception needs such a root".
}
