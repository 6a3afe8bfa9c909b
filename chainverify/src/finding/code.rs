//! The table of everything that can be found. A line here is all that a finding says anywhere:
//! word, category, class, law, sentence, fix.

use alloc::string::String;
use core::fmt;

use super::category::Category;
use super::table::{Class, Fix, FixBy, codes, say};
use crate::der::{ParseError, Time};

codes! {
    // dates
    /// `notAfter` is past.
    Expired { not_after: Time, at: Time } = "expired", Time, Validation, "RFC 5280 §4.1.2.5";
        "expired {not_after} (checked at {at})"; Operator: "get a current one".
    /// `notBefore` is still to come.
    NotYetValid { not_before: Time, at: Time } = "not_yet_valid", Time, Validation, "RFC 5280 §4.1.2.5";
        "is not valid before {not_before} (checked at {at})"; User: "check the clock; if it is right, wait until {not_before}".
    /// The anchor's own certificate is past its date.
    AnchorExpired { not_after: Time, at: Time } = "anchor_expired", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "expired {not_after} (checked at {at})"; User: "update the trust store".
    /// The anchor's own certificate is not valid yet.
    AnchorNotYetValid { not_before: Time, at: Time } = "anchor_not_yet_valid", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "is not valid before {not_before} (checked at {at})"; User: "check the clock".

    // names asked for
    /// No name in the certificate is the one asked for.
    NameMismatch { wanted: String, presented: String } = "name_mismatch", Name, Validation, "RFC 9525 §6";
        "is not valid for {wanted}; names in the certificate: {presented}"; Operator: "use one of the certificate's names, or get a certificate that has {wanted}".
    /// The name asked for is no name of its kind.
    BadReferenceName { wanted: String } = "bad_reference_name", Name, Validation, "RFC 9525 §6.1";
        "cannot be checked for {wanted}, which is not a valid name"; User: "give a host name in A-label form, an IP address, an e-mail address or a URI".

    // purpose
    /// extKeyUsage does not list the purpose.
    PurposeNotAllowed { wanted: &'static str, listed: String } = "purpose_not_allowed", Purpose, Validation, "RFC 5280 §4.2.1.12";
        "has an extended key usage that does not allow {wanted}; it allows: {listed}"; Ca: "issue a certificate with the purpose {wanted}".
    /// A purpose that a leaf must name, and does not: no extKeyUsage or anyExtendedKeyUsage is not enough.
    PurposeNotNamed { wanted: &'static str } = "purpose_not_named", Purpose, Validation, "RFC 3161 §2.3, RFC 6960 §4.2.2.2";
        "does not name {wanted} in an extended key usage, as a certificate for that must"; Ca: "issue a certificate with the purpose {wanted}".
    /// A leaf without extKeyUsage.
    ExtendedKeyUsageMissing = "extended_key_usage_missing", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has no extended key usage"; Ca: "issue it with extended key usage".
    /// A leaf that allows every purpose.
    AnyExtendedKeyUsage = "any_extended_key_usage", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has the extended key usage anyExtendedKeyUsage"; Ca: "name the purposes one by one".

    // constraints
    /// More intermediates below a CA than it may have.
    PathTooLong { allowed: u32, found: u32 } = "path_too_long", Constraint, Validation, "RFC 5280 §6.1.4 (l), (m)";
        "has a path length constraint of {allowed}; intermediates below it: {found}"; Ca: "issue the lower certificates from a CA that may have sub-CAs".
    /// More intermediates than the caller allows.
    PathTooDeep { allowed: u32, found: u32 } = "path_too_deep", Constraint, Validation, "RFC 5280 §6.1.1";
        "needs a path with more intermediates than allowed: {found}, not {allowed}"; User: "allow a deeper path, if it is meant to be one".
    /// A name outside the permitted subtrees.
    NameNotPermitted { name: String, by: String } = "name_not_permitted", Constraint, Validation, "RFC 5280 §6.1.3 (b)";
        "has the name {name}, which is outside what \"{by}\" is permitted to certify"; Ca: "issue it from a CA that is not constrained to other names".
    /// A name inside an excluded subtree.
    NameExcluded { name: String, by: String } = "name_excluded", Constraint, Validation, "RFC 5280 §6.1.3 (c)";
        "has the name {name}, which the name constraints of \"{by}\" exclude"; Ca: "issue it from a CA that is not constrained to other names".
    /// A constraint of a kind that cannot be applied meets a name of that kind.
    UnsupportedNameConstraint { kind: &'static str, by: String } = "unsupported_name_constraint", Unsupported, Validation, "RFC 5280 §4.2.1.10";
        "has a name of kind {kind}, which \"{by}\" constrains in a way that cannot be judged"; Ca: "issue it without names of that kind, or from a CA that does not constrain them".
    /// A constraint, or a name under it, that is no name of its kind.
    MalformedNameConstraint { kind: &'static str, by: String } = "malformed_name_constraint", Malformed, Validation, "RFC 5280 §4.2.1.10";
        "has a malformed {kind}, or stands under a malformed constraint for it by \"{by}\""; Ca: "issue it again with names and constraints in the form of their kind".
    /// No valid policy is left where one must be.
    ExplicitPolicyUnsatisfied { asserted: String, acceptable: String } = "explicit_policy_unsatisfied", Constraint, Validation, "RFC 5280 §6.1.5";
        "has no certificate policy that is valid along the path, but one is required; its policies: {asserted}; acceptable: {acceptable}"; Ca: "issue it under a policy that its issuers have too, and that is acceptable".
    /// A policy mapping from or to anyPolicy.
    AnyPolicyMapped = "any_policy_mapped", Constraint, Validation, "RFC 5280 §6.1.4 (a)";
        "has policy mappings that map anyPolicy"; Ca: "issue it again without those mappings".
    /// The policy graph outgrows its limit.
    PolicyGraphTooLarge { limit: u32 } = "policy_graph_too_large", Constraint, Validation, "RFC 9618 §5";
        "has policies and mappings that need more than {limit} nodes"; Ca: "issue certificates with fewer policies and mappings".

    // strength
    /// An RSA key that is too short.
    WeakRsaKey { bits: u32, least: u32 } = "weak_rsa_key", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA key of {bits} bits, at least {least} are needed"; Operator: "get a certificate with a longer key".
    /// An RSA key with a broken length.
    RsaModulusNotOctets { bits: u32 } = "rsa_modulus_not_octets", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA modulus of {bits} bits, which is not a multiple of 8"; Operator: "get a certificate with a key of ordinary length".
    /// A curve or kind of key that the policy does not allow.
    KeyNotAllowed { algorithm: String } = "key_not_allowed", Strength, Strength, "CA/B BR §6.1.5";
        "has a key of a kind that is not allowed ({algorithm})"; Operator: "get a certificate with an RSA, P-256, P-384 or P-521 key".
    /// A key that cannot be read.
    MalformedKey = "malformed_key", Malformed, Validation, "RFC 5280 §4.1.2.7";
        "has a malformed public key"; Ca: "issue it again, for a key in the form of its algorithm".
    /// A signature algorithm that is broken.
    SignatureAlgorithmNotAllowed { algorithm: String } = "signature_algorithm_not_allowed", Strength, Validation, "CA/B BR §7.1.3.2";
        "is signed with {algorithm}, which is broken or not allowed"; Ca: "issue it again with SHA-256 or better".

    // role
    /// An issuer that is no CA by its basicConstraints.
    NotCa { basic_constraints: &'static str } = "not_a_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not a CA (basic constraints: {basic_constraints}), but issued the certificate below it"; Operator: "use a certificate that a CA issued".
    /// A version 1 or 2 certificate as an issuer.
    VersionNotThreeCa = "version_1_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not of version 3, so nothing says that it is a CA"; Ca: "issue a version 3 CA certificate".
    /// A CA's keyUsage without keyCertSign.
    KeyCertSignMissing { key_usage: String } = "key_cert_sign_missing", Role, Validation, "RFC 5280 §6.1.4 (n)";
        "has a key usage that does not allow signing certificates; it allows: {key_usage}"; Ca: "issue a CA certificate with keyCertSign".
    /// A CA certificate at the place of the leaf.
    LeafIsCa = "leaf_is_ca", Role, ConformanceBr, "CA/B BR §7.1.2.7";
        "is a CA certificate, used as a leaf"; Operator: "use a certificate for the server, not for a CA".
    /// keyCertSign without cA.
    KeyUsageInconsistent = "key_usage_inconsistent", Role, Conformance, "RFC 5280 §4.2.1.3";
        "has a key usage that allows signing certificates, but is not a CA"; Ca: "issue it again without keyCertSign, or as a CA".

    // not understood
    /// A critical extension that the library does not process.
    UnknownCriticalExtension { oid: String } = "unknown_critical_extension", Unsupported, Validation, "RFC 5280 §6.1.4 (o), §6.1.5 (f)";
        "has the critical extension {oid}, which is not known"; Ca: "issue it without that extension, or with the extension not critical".
    /// No algorithm of the caller's list verifies this kind of signature.
    UnsupportedSignatureAlgorithm { algorithm: String } = "unsupported_signature_algorithm", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported"; User: "use a provider that supports it".
    /// The algorithm is known, but not together with the issuer's kind of key.
    UnsupportedKeyForSignature { algorithm: String, key: String } = "unsupported_key_for_signature", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported together with the issuer's key ({key})"; Ca: "issue it again with a hash that goes with the issuer's key".
    /// A critical extension that cannot be read.
    MalformedCriticalExtension { error: ParseError } = "malformed_critical_extension", Malformed, Validation, "RFC 5280 §4.2";
        "has a malformed critical extension: {error}"; Ca: "issue it again in the right form".
    /// An extension that path validation needs and cannot read.
    MalformedNeededExtension { error: ParseError } = "malformed_needed_extension", Malformed, Validation, "RFC 5280 §6.1";
        "has a malformed extension that decides: {error}"; Ca: "issue it again in the right form".
    /// An extension that nothing here needs cannot be read.
    MalformedExtension { error: ParseError } = "malformed_extension", Malformed, Conformance, "RFC 5280 §4.2";
        "has a malformed extension: {error}"; Ca: "issue it again in the right form".
    /// A name that is not in the form of distinguished names.
    MalformedName { field: &'static str } = "malformed_name", Malformed, Validation, "RFC 5280 §4.1.2.4";
        "has a malformed {field}"; Ca: "issue it again in the right form".

    // signature and trust
    /// The issuer's key did not make this signature.
    SignatureInvalid { issuer: String } = "signature_invalid", Signature, Validation, "RFC 5280 §6.1.3 (a) (1)";
        "has a signature that the key of \"{issuer}\" did not make: altered, forged, or by another issuer of the same name"; User: "do not trust it; if you run the server, install the certificate as the CA gave it, with the intermediate that really issued it".
    /// A self-signed certificate that the store does not have.
    UntrustedRoot = "untrusted_root", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is a root that the trust store does not have"; User: "add that root to the store only if you know whose it is; else treat the connection as intercepted".
    /// A self-signed leaf that the store does not have.
    SelfSignedLeaf = "self_signed_leaf", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is self-issued (commonly called self-signed) and not in the trust store"; User: "add it to the trust store, if you got it from its owner; the operator can get a certificate from a CA".
    /// No certificate of the issuer's name was at hand.
    IssuerNotFound { issuer: String, urls: Urls } = "issuer_not_found", Untrusted, Validation, "RFC 5280 §6.1";
        "was issued by \"{issuer}\", whose certificate is missing: neither the chain nor the trust store has it{urls}"; Operator: "send the certificate of \"{issuer}\" with the chain if it is an intermediate; a root must be in the trust store of who verifies".
    /// The only certificates of the issuer's name are on the path already.
    IssuerLoop { issuer: String } = "issuer_loop", Untrusted, Validation, "RFC 4158 §2.4.2";
        "was issued by \"{issuer}\", which is at hand only as a certificate that the path already has"; Operator: "send the intermediate that leads to a root".
    /// The path is as deep as the search goes.
    SearchTooDeep { limit: u32 } = "search_too_deep", Untrusted, Validation, "Limits::depth";
        "is at the end of the {limit} intermediates that the search follows"; User: "raise the limit, if such a path is meant".
    /// The search ended at a limit before it had a verdict on any path.
    SearchStopped { limit: &'static str } = "search_stopped", Untrusted, Validation, "Limits";
        "has no path yet: the search was stopped by the limit of {limit}"; Operator: "send only the certificates of the path".
    /// The store has no anchors.
    EmptyStore = "empty_store", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "cannot be trusted, because the trust store is empty"; User: "give roots to trust".
    /// The caller gave no algorithms.
    NoAlgorithms = "no_algorithms", Unsupported, Validation, "RFC 5280 §6.1.1";
        "cannot be verified, because there are no signature algorithms"; User: "build with a provider, or pass algorithms".
    /// Trust in exactly this certificate is switched off.
    DirectTrustOff = "direct_trust_off", Untrusted, Validation, "RFC 5280 §6.1";
        "is itself an anchor, but direct trust is switched off"; User: "allow direct trust, or trust the CA that issued it".
    /// The leaf could not be read.
    UnreadableLeaf { error: ParseError } = "unreadable_leaf", Malformed, Validation, "RFC 5280 §4.1";
        "cannot be read: {error}"; Operator: "install the certificate again as the CA gave it; if that is the same, have it issued again".
    /// The caller's own check refused the path.
    RefusedByCaller { reason: String } = "refused_by_caller", Constraint, Validation, "Request::refuse";
        "was refused by the caller's own check: {reason}".

    // form, RFC 5280
    /// serialNumber is zero or negative.
    SerialNotPositive = "serial_not_positive", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number that is not positive"; Ca: "issue it again with a positive serial number".
    /// serialNumber is longer than 20 octets.
    SerialTooLong { octets: u32 } = "serial_too_long", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number of {octets} octets, 20 are allowed"; Ca: "issue it again with a shorter serial number".
    /// issuer is empty.
    EmptyIssuer = "empty_issuer", Role, Validation, "RFC 5280 §4.1.2.4";
        "has an empty issuer name"; Ca: "issue it with a name".
    /// A CA's subject is empty.
    CaEmptySubject = "ca_empty_subject", Role, Validation, "RFC 5280 §4.1.2.6";
        "is a CA, but has an empty subject name"; Ca: "issue it with a name".
    /// authorityKeyIdentifier is missing.
    AuthorityKeyIdentifierMissing = "authority_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.1";
        "has no authority key identifier"; Ca: "issue it again with the key identifier of its issuer".
    /// authorityKeyIdentifier is critical.
    AuthorityKeyIdentifierCritical = "authority_key_identifier_critical", Strength, Conformance, "RFC 5280 §4.2.1.1";
        "has a critical authority key identifier"; Ca: "issue it again with the authority key identifier not critical".
    /// A root's authorityKeyIdentifier has fields that it must not have, or another key.
    AuthorityKeyIdentifierForm = "authority_key_identifier_form", Strength, ConformanceBr, "CA/B BR §7.1.2.1.3";
        "has an authority key identifier that is not of the form of a root's"; Ca: "issue the root again with its own key identifier alone, or with none".
    /// A CA's subjectKeyIdentifier is missing.
    SubjectKeyIdentifierMissing = "subject_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.2";
        "is a CA, but has no subject key identifier"; Ca: "issue it again with a subject key identifier".
    /// subjectKeyIdentifier is critical.
    SubjectKeyIdentifierCritical = "subject_key_identifier_critical", Strength, Conformance, "RFC 5280 §4.2.1.2";
        "has a critical subject key identifier"; Ca: "issue it again with the subject key identifier not critical".
    /// A CA's basicConstraints is not critical.
    BasicConstraintsNotCritical = "basic_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has basic constraints that are not critical"; Ca: "issue it again with the basic constraints critical".
    /// subjectAltName is critical beside a subject name.
    SubjectAltNameCritical = "subject_alt_name_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has a critical subject alternative name although it has a subject name"; Ca: "issue it again with the subject alternative name not critical".
    /// subjectAltName is not critical although the subject is empty.
    SubjectAltNameNotCritical = "subject_alt_name_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has an empty subject name, but a subject alternative name that is not critical"; Ca: "issue it again with the subject alternative name critical".
    /// A name in subjectAltName that is none of its kind.
    SubjectAltNameMalformed { kind: &'static str, name: String } = "subject_alt_name_malformed", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has the {kind} \"{name}\", which is not a name of that kind"; Ca: "issue it again with names in the form of their kind".
    /// A leaf for the web without subjectAltName.
    SubjectAltNameMissing = "subject_alt_name_missing", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has no subject alternative name"; Ca: "issue it with its names in subjectAltName".
    /// The subject's commonName is not among the alternative names.
    CommonNameNotInSubjectAltName { common_name: String } = "common_name_not_in_subject_alt_name", Strength, CommonName, "CA/B BR §7.1.4.3";
        "has the common name {common_name}, which is not among its alternative names"; Ca: "issue it again with one of the alternative names as common name, or with none".
    /// A wildcard right below a public suffix.
    WildcardOnPublicSuffix { name: String } = "wildcard_on_public_suffix", Strength, ConformanceBr, "CA/B BR §3.2.2.6";
        "has the wildcard {name} right below a public suffix"; Ca: "issue it for names below one owner's domain".
    /// nameConstraints is not critical.
    NameConstraintsNotCritical = "name_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints that are not critical"; Ca: "issue it again with the name constraints critical".
    /// nameConstraints in a certificate that is no CA.
    NameConstraintsInLeaf = "name_constraints_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints, but is not a CA"; Ca: "issue it again without name constraints".
    /// pathLenConstraint, or keyCertSign, in a certificate that is no CA.
    PathLenConstraintInLeaf = "path_len_constraint_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has a path length constraint, but is not a CA"; Ca: "issue it again without a path length constraint".
    /// policyConstraints is not critical.
    PolicyConstraintsNotCritical = "policy_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.11";
        "has policy constraints that are not critical"; Ca: "issue it again with the policy constraints critical".
    /// inhibitAnyPolicy is not critical.
    InhibitAnyPolicyNotCritical = "inhibit_any_policy_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.14";
        "has an inhibit-anyPolicy that is not critical"; Ca: "issue it again with the inhibit-anyPolicy critical".
    /// A CA without keyUsage.
    KeyUsageMissing = "key_usage_missing", Strength, Conformance, "RFC 5280 §4.2.1.3";
        "is a CA, but has no key usage"; Ca: "issue it again with a key usage that has keyCertSign".
    /// authorityInfoAccess is critical.
    AuthorityInfoAccessCritical = "authority_info_access_critical", Strength, Conformance, "RFC 5280 §4.2.2.1";
        "has a critical authority information access"; Ca: "issue it again with the authority information access not critical".
    /// extKeyUsage of a leaf is critical.
    ExtendedKeyUsageCritical = "extended_key_usage_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.6";
        "has a critical extended key usage"; Ca: "issue it again with the extended key usage not critical".
    /// A root with extKeyUsage.
    ExtendedKeyUsageInRoot = "extended_key_usage_in_root", Strength, ConformanceBr, "CA/B BR §7.1.2.1.2";
        "is a root with an extended key usage"; Ca: "issue the root again without it".
    /// Not version 3.
    VersionNotThree = "version_not_3", Strength, ConformanceBr, "CA/B BR §7.1.1";
        "is not of version 3"; Ca: "issue it again as version 3".

    // odd but valid
    /// An intermediate that was sent could not be read.
    UnreadableIntermediate { position: u32, error: ParseError } = "unreadable_intermediate", Malformed, Notice, "RFC 5280 §4.1";
        "was sent with a certificate that cannot be read, number {position} behind the leaf: {error}"; Operator: "put the certificate into the chain file again as the CA gave it, or leave it out".
    /// A certificate was sent that the path does not need.
    UnusedCertificate = "unused_certificate", Strength, Notice, "RFC 8446 §4.4.2";
        "was sent but is not needed"; Operator: "send only what the path needs".
    /// The certificates were sent in another order than the path has.
    WrongOrder = "wrong_order", Strength, Notice, "RFC 5246 §7.4.2";
        "was sent with its issuers in another order than the path has"; Operator: "send leaf first, then each issuer".
    /// The root was sent along.
    RootSent = "root_sent", Strength, Notice, "RFC 8446 §4.4.2";
        "was sent along, byte for byte as the store has it; clients do not need it"; Operator: "leave the root out of the chain".
    /// The path needed an intermediate that was fetched.
    CompletedByFetch { url: String } = "completed_by_fetch", Untrusted, Notice, "RFC 5280 §4.2.2.1";
        "was not sent, but fetched from {url}"; Operator: "send it with the chain, many clients do not fetch it".
    /// The path needed an intermediate that the caller had from somewhere else.
    CompletedByCandidate = "completed_by_candidate", Untrusted, Notice, "RFC 8446 §4.4.2";
        "was not sent, but is among the certificates at hand"; Operator: "send it with the chain".
    /// The root is in the local store only.
    OnlyInLocalStore = "only_in_local_store", Untrusted, Notice, "Mozilla Root Store Policy";
        "is in the local store only, not in Mozilla's set: a private CA, one that Mozilla does not trust or no longer does, or somebody who reads along"; User: "make sure that you know whose it is and who put it there".
}

/// Places where an issuer may be had. Displays as a clause to append, empty if there are none.
///
/// ```
/// use chainverify::{Code, Urls};
///
/// let urls = Urls(vec!["http://ca.example/1.der".into()]);
/// let code = Code::IssuerNotFound { issuer: "CA 1".into(), urls };
/// assert!(code.to_string().ends_with("; it may be had at http://ca.example/1.der"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Urls(pub alloc::vec::Vec<String>);

impl fmt::Display for Urls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_first() {
            None => Ok(()),
            Some((first, rest)) => {
                write!(f, "; it may be had at {first}")?;
                rest.iter().try_for_each(|url| write!(f, " or {url}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::finding::table::FixBy;

    #[test]
    fn words_for_machines_are_unique_and_in_snake_case() {
        let mut ids = ALL_IDS.to_vec();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL_IDS.len());
        let snake = |id: &str| {
            id.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        assert!(ids.iter().all(|id| snake(id)));
    }

    #[test]
    fn a_code_says_its_data_and_its_remedy() {
        let code = Code::PathTooLong {
            allowed: 0,
            found: 2,
        };
        assert_eq!(code.id(), "path_too_long");
        assert_eq!(code.category(), Category::Constraint);
        assert!(
            code.to_string()
                .contains("constraint of 0; intermediates below it: 2")
        );
        assert_eq!(code.fix().unwrap().by, FixBy::Ca);
        let reason = "no".to_string();
        assert_eq!(Code::RefusedByCaller { reason }.fix(), None);
    }

    #[test]
    fn an_issuer_that_is_missing_is_named_with_the_place_to_get_it() {
        let urls = Urls(["http://a/1".to_string(), "http://b/2".to_string()].into());
        let code = Code::IssuerNotFound {
            issuer: "CA".to_string(),
            urls,
        };
        let text = "was issued by \"CA\", whose certificate is missing: neither the chain nor the trust store has it; it may be had at http://a/1 or http://b/2";
        assert_eq!(code.to_string(), text);
    }
}
