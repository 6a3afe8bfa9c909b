//! The table of everything that can be found. A line here is all that a finding says anywhere: id,
//! category, class, reference, sentence, and for each role the act that fixes it. `table` says how
//! a line is read, `template` how its sentences are, `fix` what an act is.

use alloc::vec::Vec;

use super::category::Category;
use super::data::{
    BasicConstraintsState, KeyId, KeyIds, Listed, Namesake, OwnSignature, Position, Rejection,
    RequiredBy, SignatureCause,
};
use super::fix::Act;
use super::near::{NearName, NearSubtree};
use super::product::Product;
use super::show::Show;
use super::table::{Class, Entry, codes};
use super::template::Fields;
use super::transparency::{CtProgram, CtShortfall};
use crate::budget::Limit;
use crate::cert::ext::KeyUsage;
use crate::cert::{KeyKindBuf, KeyUnusable, NameBuf};
use crate::der::{Field, OidBuf, ParseError, Time};
use crate::names::{NameKind, PresentedName, ReferenceName};
use crate::revocation::crl::Reason;
use crate::revocation::status::{NotChecked, SourceKind, Unusable};
use crate::text::Excerpt;

codes! {
    // dates
    /// `notAfter` is past.
    Expired { not_after: Time, at: Time } = "expired", Time, Validation, "RFC 5280 §4.1.2.5";
        "expired {not_after}, {not_after..at} before the time of the check"; Renew: "renew {certificate}";
        issuer Send: "send the renewed certificate of {subject} in place of this one".
    /// `notBefore` is still to come.
    NotYetValid { not_before: Time, at: Time } = "not_yet_valid", Time, Validation, "RFC 5280 §4.1.2.5";
        "is not valid before {not_before}, {at..not_before} after the time of the check"; Ask: "check the clock, and wait until {not_before} if it is right".
    /// `notAfter` is before `notBefore`.
    NeverValid { not_before: Time, not_after: Time } = "never_valid", Time, Validation, "RFC 5280 §4.1.2.5";
        "was never valid: notAfter ({not_after}) is before notBefore ({not_before})"; Reissue: "with notAfter after notBefore".
    /// The anchor's own certificate is past its date.
    AnchorExpired { not_after: Time, at: Time } = "anchor_expired", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "expired {not_after}, {not_after..at} before the time of the check"; Store: "update the trust store, in which {subject} has expired".
    /// The anchor's own certificate is not valid yet.
    AnchorNotYetValid { not_before: Time, at: Time } = "anchor_not_yet_valid", Time, AnchorTime, "RFC 5280 §6.1.1 (d)";
        "is not valid before {not_before}, {at..not_before} after the time of the check"; Ask: "check the clock".

    // names asked for
    /// No name in the certificate is the one asked for.
    NameMismatch { wanted: ReferenceName<'static>, presented: Listed<PresentedName>, common_name: Option<Excerpt>, near: Option<NearName> } = "name_mismatch", Name, Validation, "RFC 9525 §6";
        "is not valid for the {wanted}; its names: {presented}[; {near}][; its common name {common_name} does not count]"; Replace: "install a certificate that has the {wanted}".
    /// The name asked for is not a name of a kind that can be asked for.
    BadReferenceName { wanted: Excerpt } = "bad_reference_name", Name, Validation, "RFC 9525 §6.1";
        "cannot be checked for {wanted}, which is no name of a kind that can be asked for"; Ask: "give a name of one of these kinds: host name in A-labels, IP address, e-mail address, URI".
    /// An empty list of names was asked for.
    NoNames = "no_names", Name, Validation, "RFC 9525 §6.1";
        "cannot be checked for a name, because the list of names is empty"; Ask: "give the name that was meant to be reached".

    // purpose
    /// extKeyUsage does not list the purpose.
    PurposeNotAllowed { wanted: OidBuf, listed: Listed<OidBuf> } = "purpose_not_allowed", Purpose, Validation, "RFC 5280 §4.2.1.12";
        "has an extended key usage without {wanted}; it allows: {listed}"; Replace: "get a certificate for {subject} whose extended key usage allows {wanted}";
        issuer Replace: "issue certificates for {wanted} under a CA whose extended key usage allows it".
    /// A purpose that a leaf must name, and does not: no extKeyUsage or anyExtendedKeyUsage is not enough.
    PurposeNotNamed { wanted: OidBuf } = "purpose_not_named", Purpose, Validation, "RFC 3161 §2.3, RFC 6960 §4.2.2.2";
        "does not list {wanted} in its extended key usage, as a certificate for that must"; Reissue: "with the extended key usage {wanted}".
    /// A time stamping authority whose extKeyUsage is not critical.
    TimeStampingNotCritical = "time_stamping_not_critical", Purpose, Validation, "RFC 3161 §2.3";
        "has an extended key usage that is not critical, as that for timeStamping must be"; Reissue: "with the extended key usage critical".
    /// A time stamping authority whose extKeyUsage has other purposes too.
    TimeStampingNotAlone { listed: Listed<OidBuf> } = "time_stamping_not_alone", Purpose, Validation, "RFC 3161 §2.3";
        "has an extended key usage for more than timeStamping; it allows: {listed}"; Reissue: "with the extended key usage timeStamping alone".
    /// keyUsage has no bit that the purpose could be served with.
    KeyUsageNotForPurpose { wanted: OidBuf, key_usage: KeyUsage, consistent: KeyUsage } = "key_usage_not_for_purpose", Purpose, Validation, "RFC 5280 §4.2.1.3, §4.2.1.12";
        "has a key usage that is not consistent with {wanted}, for which it needs one of: {consistent}; it allows: {key_usage}"; Reissue: "with one of these in its key usage: {consistent}".
    /// keyUsage has bits that a certificate for this purpose alone must not have.
    KeyUsageBeyondPurpose { wanted: OidBuf, others: KeyUsage } = "key_usage_beyond_purpose", Purpose, Validation, "RFC 5280 §4.2.1.12, RFC 3161 §2.3";
        "has a key usage for more than {wanted}: {others}"; Reissue: "without {others} in its key usage".
    /// keyUsage has no bit.
    KeyUsageEmpty = "key_usage_empty", Purpose, Validation, "RFC 5280 §4.2.1.3";
        "has a key usage without any bit, so that its key may be used for nothing"; Reissue: "with the uses of its key in the key usage".
    /// A leaf without extKeyUsage.
    ExtendedKeyUsageMissing = "extended_key_usage_missing", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has no extended key usage"; Reissue: "with its purposes in an extended key usage".
    /// A leaf that allows every purpose.
    AnyExtendedKeyUsage = "any_extended_key_usage", Purpose, ConformanceBr, "CA/B BR §7.1.2.7.10";
        "has the extended key usage anyExtendedKeyUsage"; Reissue: "with its purposes listed one by one in place of anyExtendedKeyUsage".

    // revocation
    /// A source that counts has it as revoked.
    Revoked { since: Option<Time>, reason: Option<Reason>, by: SourceKind } = "revoked", Revocation, Validation, "RFC 5280 §6.3.3, RFC 6960 §2.2";
        "was revoked[ {since}][, reason: {reason}] ({by})"; Replace: "get a certificate for {subject} with a new key".
    /// It is on a list that the caller gave.
    Blocklisted = "blocklisted", Revocation, Validation, "Mozilla OneCRL";
        "is on the given blocklist"; Replace: "get a certificate for {subject} that is not on the blocklist".
    /// One source has it as revoked, and another has it not.
    RevocationContradiction { revoked_by: SourceKind, good_by: SourceKind } = "revocation_contradiction", Revocation, Notice, "RFC 5280 §6.3.3, RFC 6960 §2.2";
        "has contradicting revocation statuses: revoked ({revoked_by}), not revoked ({good_by})"; Ask: "ask the CA {issuer} which of them is right; until then it counts as revoked".
    /// A browser that enforces Certificate Transparency would not accept it.
    TransparencyNotMet { program: CtProgram, shortfall: CtShortfall, log_list: Time } = "transparency_not_met", Revocation, Notice, "RFC 6962 §3.3";
        "does not meet {program} policy for Certificate Transparency: {shortfall}, by the log list of {log_list}"; Replace: "get a certificate for {subject} with timestamps of enough logs".
    /// Nothing that was consulted says whether it was revoked.
    RevocationUnknown { why: Unusable, source: SourceKind, url: Option<Excerpt> } = "revocation_unknown", Revocation, Revocation, "RFC 5280 §6.3.3";
        "has an unknown revocation status ({source}[ at {url}]: {why})"; Ask: "get a current CRL of {issuer}".
    /// Its revocation status must be known, and nobody looked.
    RevocationNotChecked { why: NotChecked } = "revocation_not_checked", Revocation, Revocation, "RFC 5280 §6.1.3 (a) (3)";
        "has a revocation status that was not checked: {why}"; Ask: "give a CRL of {issuer}".
    /// It demands a stapled OCSP response, and the server sent none that counts.
    StapleMissing { why: Option<Unusable> } = "staple_missing", Revocation, Validation, "RFC 7633 §4.2.3.1";
        "demands a stapled OCSP response (TLS feature status_request), and the server sent none[ that counts: {why}]"; Send: "send a current OCSP response in the handshake (OCSP stapling)".
    /// noRevAvail in a certificate of a CA.
    NoRevAvailInCa = "no_rev_avail_in_ca", Revocation, Conformance, "RFC 9608 §3";
        "is a CA certificate with noRevAvail"; Reissue: "without noRevAvail".
    /// noRevAvail beside what says where revocation information is.
    NoRevAvailContradicted = "no_rev_avail_contradicted", Revocation, Conformance, "RFC 9608 §3";
        "has noRevAvail beside the address of its revocation information"; Reissue: "without noRevAvail".

    // constraints
    /// More intermediates below a CA than it may have.
    PathTooLong { allowed: u32, found: u32 } = "path_too_long", Constraint, Validation, "RFC 5280 §6.1.4 (l), (m)";
        "has a path length constraint of {allowed}; intermediates below it: {found}"; Replace: "issue the certificates below {subject} under a CA with a path length constraint of at least {found}".
    /// More intermediates than the caller allows.
    PathTooDeep { allowed: u32, found: u32 } = "path_too_deep", Constraint, Validation, "RFC 5280 §6.1.1";
        "has more intermediates than the policy allows (found: {found}, allowed: {allowed})"; Ask: "raise the depth that the policy allows to {found}, if the path is meant to be so long".
    /// A name outside the permitted subtrees.
    NameNotPermitted { name: PresentedName, by: NameBuf, permitted: Listed<PresentedName>, near: Option<NearSubtree> } = "name_not_permitted", Constraint, Validation, "RFC 5280 §6.1.3 (b)";
        "has the {name}, which is outside the permitted subtrees of {by}: {permitted}[; {near}]"; Replace: "get a certificate for the {name} from a CA that is permitted to issue for it";
        issuer Replace: "certify {subject} under a CA that is permitted to issue for the {name}".
    /// A name that an excluded subtree holds, or may hold.
    NameExcluded { name: PresentedName, by: NameBuf, excluded: PresentedName } = "name_excluded", Constraint, Validation, "RFC 5280 §6.1.3 (c)";
        "has the {name}, which {by} rules out by the excluded subtree {excluded}"; Replace: "get a certificate for the {name} from a CA that does not exclude it";
        issuer Replace: "certify {subject} under a CA that does not exclude the {name}".
    /// A URI whose host is an address or missing, where a CA constrains URIs.
    ConstrainedUriWithoutHost { name: PresentedName, by: NameBuf } = "constrained_uri_without_host", Constraint, Validation, "RFC 5280 §4.2.1.10";
        "has the {name}, which has no host name, but {by} constrains the hosts of URIs"; Reissue: "without the {name}".
    /// A constraint of a kind that cannot be applied meets a name of that kind.
    UnsupportedNameConstraint { kind: NameKind, by: NameBuf } = "unsupported_name_constraint", Unsupported, Validation, "RFC 5280 §4.2.1.10";
        "has a name of kind {kind}, which {by} constrains in a way that is not supported"; Reissue: "without names of kind {kind}".
    /// A CA's constraint that is not well-formed for its kind.
    MalformedNameConstraint { constraint: PresentedName } = "malformed_name_constraint", Malformed, Validation, "RFC 5280 §4.2.1.10";
        "has a malformed name constraint: {constraint}"; Reissue: "with this name constraint well-formed: {constraint}".
    /// A name that is not well-formed for its kind meets a constraint of that kind.
    MalformedConstrainedName { name: PresentedName, by: NameBuf } = "malformed_constrained_name", Malformed, Validation, "RFC 5280 §4.2.1.10";
        "has the malformed {name}, a kind of name that {by} constrains"; Reissue: "with the {name} well-formed".
    /// No valid policy is left where one must be.
    ExplicitPolicyUnsatisfied { asserted: Listed<OidBuf>, acceptable: Listed<OidBuf>, required_by: RequiredBy } = "explicit_policy_unsatisfied", Constraint, Validation, "RFC 5280 §6.1.5";
        "has no certificate policy that is valid along the path, but {required_by} requires one; its policies: {asserted}[; acceptable: {acceptable}]"; Reissue: "under an acceptable policy that each of its issuers has too".
    /// A policy mapping from or to anyPolicy.
    AnyPolicyMapped = "any_policy_mapped", Constraint, Validation, "RFC 5280 §6.1.4 (a)";
        "maps anyPolicy in its policy mappings"; Reissue: "without anyPolicy in its policy mappings".
    /// A check of the caller's own rejects the path.
    Rejected { reason: Rejection } = "rejected", Constraint, Validation, "the caller's own check";
        "was rejected by the caller's own check {reason}"; Ask: "look at what that check of your own wants".

    // strength
    /// An RSA key that is too short.
    WeakRsaKey { bits: u32, least: u32 } = "weak_rsa_key", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA key of {bits} bits; at least {least} are required"; Replace: "get a certificate for {subject} with an RSA key of at least {least} bits";
        issuer Replace: "issue the certificates below {subject} under a CA with an RSA key of at least {least} bits".
    /// An RSA key with a broken length.
    RsaModulusNotOctets { bits: u32 } = "rsa_modulus_not_octets", Strength, Strength, "CA/B BR §6.1.5";
        "has an RSA modulus of {bits} bits, which is not a multiple of 8"; Replace: "get a certificate for {subject} with an RSA key whose length is a multiple of 8 bits";
        issuer Replace: "issue the certificates below {subject} under a CA with an RSA key whose length is a multiple of 8 bits".
    /// A curve or kind of key that the policy does not allow.
    KeyNotAllowed { key: KeyKindBuf } = "key_not_allowed", Strength, Strength, "CA/B BR §6.1.5";
        "has a key of a kind that is not allowed: {key}; allowed are RSA, P-256, P-384, P-521, Ed25519, ML-DSA, SLH-DSA"; Replace: "get a certificate for {subject} with a key of a kind that is allowed";
        issuer Replace: "issue the certificates below {subject} under a CA with a key of a kind that is allowed".
    /// A key that cannot be read.
    MalformedKey { error: Option<ParseError>, why: Option<KeyUnusable> } = "malformed_key", Malformed, Validation, "RFC 5280 §4.1.2.7";
        "has a malformed public key[: {error}][: {why}]"; Replace: "make a new key pair for {subject}, and get a certificate for it";
        issuer Reissue: "with its public key well-formed".
    /// A signature algorithm that is broken.
    SignatureAlgorithmNotAllowed { algorithm: OidBuf } = "signature_algorithm_not_allowed", Strength, Validation, "CA/B BR §7.1.3.2";
        "is signed with {algorithm}, whose hash is broken"; Reissue: "with a SHA-256 signature".

    // role
    /// An issuer that is no CA by its basicConstraints.
    NotCa { basic_constraints: BasicConstraintsState } = "not_a_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not a CA (basic constraints: {basic_constraints}), but issued the certificate below it"; Reissue: "with cA TRUE in its basic constraints, if it is meant to be a CA".
    /// A version 1 or 2 certificate as an issuer.
    VersionNotThreeCa = "version_1_ca", Role, Validation, "RFC 5280 §6.1.4 (k)";
        "is not of version 3, so that nothing in it says that it is a CA"; Reissue: "as a CA certificate of version 3".
    /// A CA's keyUsage without keyCertSign.
    KeyCertSignMissing { key_usage: KeyUsage } = "key_cert_sign_missing", Role, Validation, "RFC 5280 §6.1.4 (n)";
        "has a key usage without keyCertSign, but issued the certificate below it; it allows: {key_usage}"; Reissue: "with keyCertSign in its key usage".
    /// A CA certificate at the place of the leaf.
    LeafIsCa = "leaf_is_ca", Role, ConformanceBr, "CA/B BR §7.1.2.7";
        "is a CA certificate, used as a leaf"; Install: "install the server's certificate in place of that of the CA {subject}".
    /// keyCertSign without cA.
    KeyUsageInconsistent = "key_usage_inconsistent", Role, Conformance, "RFC 5280 §4.2.1.3";
        "has keyCertSign in its key usage, but is not a CA"; Reissue: "without keyCertSign in its key usage".
    /// issuer is empty.
    EmptyIssuer = "empty_issuer", Role, Validation, "RFC 5280 §4.1.2.4";
        "has an empty issuer name"; Reissue: "with the name of its issuer".
    /// A CA's subject is empty.
    CaEmptySubject = "ca_empty_subject", Role, Validation, "RFC 5280 §4.1.2.6";
        "is a CA, but has an empty subject name"; Reissue: "with a subject name".

    // not understood
    /// A critical extension that the library does not process.
    UnknownCriticalExtension { oid: OidBuf } = "unknown_critical_extension", Unsupported, Validation, "RFC 5280 §6.1.4 (o), §6.1.5 (f)";
        "has the critical extension {oid}, which is not processed"; Reissue: "with the extension {oid} not critical".
    /// Critical certificate policies have a qualifier that the library does not know.
    UnknownPolicyQualifier { oid: OidBuf } = "unknown_policy_qualifier", Unsupported, Validation, "RFC 5280 §4.2.1.4";
        "has critical certificate policies with the qualifier {oid}, which is not known"; Reissue: "with the certificate policies not critical".
    /// No algorithm of the caller's list verifies this kind of signature.
    UnsupportedSignatureAlgorithm { algorithm: OidBuf } = "unsupported_signature_algorithm", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported"; Ask: "use a provider that supports {algorithm}".
    /// The algorithm is known, but not together with the issuer's kind of key.
    UnsupportedKeyForSignature { algorithm: OidBuf, key: KeyKindBuf } = "unsupported_key_for_signature", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "is signed with {algorithm}, which is not supported together with the issuer's key ({key})"; Ask: "use a provider that supports {algorithm} with a key of this kind: {key}".
    /// The signature algorithm is known, but not with these parameters.
    UnsupportedParameters { algorithm: OidBuf } = "unsupported_parameters", Unsupported, Validation, "RFC 5280 §4.1.1.2";
        "is signed with {algorithm} with parameters that are not supported"; Reissue: "with the usual parameters of {algorithm}".
    /// The signature algorithm's identifier has parameters that the algorithm is not defined with.
    WrongParameters { algorithm: OidBuf } = "wrong_parameters", Malformed, Validation, "RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3";
        "is signed with {algorithm}, but its algorithm identifier has parameters that the algorithm is not defined with"; Reissue: "with the parameters that {algorithm} is defined with".
    /// A key that is well-formed, but nothing that the provider takes.
    UnsupportedKey { key: KeyKindBuf, why: KeyUnusable } = "unsupported_key", Unsupported, Validation, "RFC 5280 §6.1.3 (a)";
        "has a public key ({key}) that the provider cannot use: {why}"; Ask: "use a provider that supports such a key ({key})".
    /// A critical extension that cannot be read.
    MalformedCriticalExtension { error: ParseError } = "malformed_critical_extension", Malformed, Validation, "RFC 5280 §4.2";
        "has a malformed critical extension: {error}"; Reissue: "with that extension well-formed".
    /// An extension that path validation needs and cannot read.
    MalformedNeededExtension { error: ParseError } = "malformed_needed_extension", Malformed, Validation, "RFC 5280 §6.1";
        "has a malformed extension that path validation needs: {error}"; Reissue: "with that extension well-formed".
    /// An extension that path validation does not need cannot be read.
    MalformedExtension { error: ParseError } = "malformed_extension", Malformed, Conformance, "RFC 5280 §4.2";
        "has a malformed extension: {error}"; Reissue: "with that extension well-formed".
    /// A name that is not in the form of distinguished names.
    MalformedName { field: Field } = "malformed_name", Malformed, Validation, "RFC 5280 §4.1.2.4";
        "has a malformed {field} name"; Reissue: "with its {field} name well-formed".

    // what the root programme imposes
    /// The leaf was issued after the date from which its anchor is not trusted for new certificates.
    IssuedAfterDistrust { anchor: NameBuf, not_before: Time, after: Time, list: Option<&'static str> } = "issued_after_distrust", Constraint, Validation, "Mozilla Root Store Policy";
        "was issued {not_before}, but {anchor} is trusted only for certificates issued up to {after}[, says {list}]"; Replace: "get a certificate for {subject} from a CA under a root that is trusted for new ones".

    // signature and trust
    /// The signature does not verify with the issuer's key.
    SignatureInvalid { issuer: NameBuf, cause: SignatureCause, key_ids: Option<KeyIds> } = "signature_invalid", Signature, Validation, "RFC 5280 §6.1.3 (a) (1)";
        "has a signature that does not verify with the key of {issuer}[: {cause}][; {key_ids}]"; Install: "install {certificate} as {issuer} issued it".
    /// A self-issued certificate above the leaf that the store does not have.
    UntrustedRoot { product: Option<Product> } = "untrusted_root", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is not in the trust store[; the name looks like that of a CA of {product}, which inspects TLS connections]"; Store: "add this root to the trust store, if you know whose it is[: {sha256}]".
    /// A self-signed leaf that the store does not have.
    SelfSignedLeaf = "self_signed_leaf", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is self-signed and not in the trust store"; Store: "add this certificate to the trust store, if the server is yours[: {sha256}]".
    /// A self-issued leaf that the store does not have, and that is not shown to be self-signed.
    SelfIssuedLeaf { signature: OwnSignature } = "self_issued_leaf", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "is self-issued and not in the trust store; {signature}"; Store: "add this certificate to the trust store, if the server is yours[: {sha256}]".
    /// There is no certificate of the issuer's name.
    IssuerNotFound { issuer: NameBuf, key_id: Option<KeyId>, namesake: Option<Namesake>, product: Option<Product>, urls: Listed<Excerpt> } = "issuer_not_found", Untrusted, Validation, "RFC 5280 §6.1";
        "was issued by {issuer}[ ({key_id})], whose certificate is in neither the chain nor the trust store[; {namesake}][; the name looks like that of a CA of {product}, which inspects TLS connections][; it may be had at {urls}]"; Send: "send the certificate of {issuer} with the chain".
    /// The only certificates of the issuer's name are on the path already.
    IssuerLoop { issuer: NameBuf } = "issuer_loop", Untrusted, Validation, "RFC 4158 §2.4.2";
        "was issued by {issuer}, whose only certificates are on the path already"; Send: "send a certificate of {issuer} that leads to a root".
    /// The path is as deep as the search goes.
    SearchTooDeep { limit: u32 } = "search_too_deep", Untrusted, Validation, "Limits::depth";
        "is at the end of the {limit} intermediates that the search follows"; Ask: "raise the limit, if the path is meant to be so long".
    /// The search ended at a limit before any path was checked.
    SearchStopped { limit: Limit } = "search_stopped", Untrusted, Validation, "Limits";
        "could not be checked on any path within the limit of {limit}"; Ask: "raise the limit, if the chain is meant to be so large".
    /// A limit stopped the check of a path.
    LimitReached { limit: Limit } = "limit_reached", Untrusted, Validation, "Limits";
        "could not be checked to the end within the limit of {limit}"; Ask: "raise the limit, if the chain is meant to be so large".
    /// The request has no time, and the library no clock.
    NoTime = "no_time", Time, Validation, "RFC 5280 §6.1.1 (b)";
        "cannot be checked, because no time was given and there is no clock"; Ask: "give the time of the check".
    /// The request has no certificate.
    NoCertificates = "no_certificates", Malformed, Validation, "RFC 8446 §4.4.2";
        "is empty: there is no certificate"; Send: "send the leaf with its chain".
    /// The store has no anchors.
    EmptyStore = "empty_store", Untrusted, Validation, "RFC 5280 §6.1.1 (d)";
        "cannot be trusted, because the trust store is empty"; Store: "put the roots that you trust into the store".
    /// The caller gave no algorithms.
    NoAlgorithms = "no_algorithms", Unsupported, Validation, "RFC 5280 §6.1.1";
        "cannot be verified, because there are no signature algorithms"; Ask: "build with a provider, and else give algorithms".
    /// Trust in exactly this certificate is switched off.
    DirectTrustOff = "direct_trust_off", Untrusted, Validation, "RFC 5280 §6.1";
        "is itself an anchor, but the policy does not trust a leaf directly"; Ask: "allow direct trust in the policy, if this very certificate is to be trusted".
    /// The leaf could not be read.
    UnreadableLeaf { error: ParseError, duplicate_extension: Option<OidBuf> } = "unreadable_leaf", Malformed, Validation, "RFC 5280 §4.1";
        "cannot be read: {error}[; the extension is {duplicate_extension}]"; Install: "install the certificate as the CA issued it".

    // conformance, RFC 5280
    /// serialNumber is zero or negative.
    SerialNotPositive = "serial_not_positive", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number that is not positive"; Reissue: "with a positive serial number".
    /// serialNumber is longer than 20 octets.
    SerialTooLong { octets: u32 } = "serial_too_long", Strength, Conformance, "RFC 5280 §4.1.2.2";
        "has a serial number of {octets} octets; at most 20 are allowed"; Reissue: "with a serial number of at most 20 octets".
    /// A date that UTCTime reaches is a GeneralizedTime.
    GeneralizedTimeBefore2050 { date: Time } = "generalized_time_before_2050", Strength, Conformance, "RFC 5280 §4.1.2.5";
        "has the date {date} as GeneralizedTime; through 2049 it must be UTCTime"; Reissue: "with that date as UTCTime".
    /// issuerUniqueID or subjectUniqueID is there.
    UniqueIdentifiers = "unique_identifiers", Strength, Conformance, "RFC 5280 §4.1.2.8";
        "has unique identifiers beside its names, which no CA may put there"; Reissue: "without unique identifiers".
    /// authorityKeyIdentifier is missing.
    AuthorityKeyIdentifierMissing = "authority_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.1";
        "has no authority key identifier"; Reissue: "with the key identifier of {issuer} as authority key identifier".
    /// A root's authorityKeyIdentifier has fields that it must not have, or another key.
    AuthorityKeyIdentifierForm = "authority_key_identifier_form", Strength, ConformanceBr, "CA/B BR §7.1.2.1.3";
        "has an authority key identifier that a root must not have"; Reissue: "with its own key identifier alone as authority key identifier".
    /// A CA's subjectKeyIdentifier is missing.
    SubjectKeyIdentifierMissing = "subject_key_identifier_missing", Strength, Conformance, "RFC 5280 §4.2.1.2";
        "is a CA, but has no subject key identifier"; Reissue: "with a subject key identifier".
    /// A CA's basicConstraints is not critical.
    BasicConstraintsNotCritical = "basic_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has basic constraints that are not critical"; Reissue: "with the basic constraints critical".
    /// subjectAltName is critical beside a subject name.
    SubjectAltNameCritical = "subject_alt_name_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has a critical subject alternative name although it has a subject name"; Reissue: "with the subject alternative name not critical".
    /// subjectAltName is not critical although the subject is empty.
    SubjectAltNameNotCritical = "subject_alt_name_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has an empty subject name, but a subject alternative name that is not critical"; Reissue: "with the subject alternative name critical".
    /// A name in subjectAltName that is not well-formed for its kind.
    SubjectAltNameMalformed { name: PresentedName } = "subject_alt_name_malformed", Strength, Conformance, "RFC 5280 §4.2.1.6";
        "has the malformed {name} in its subject alternative name"; Reissue: "without the malformed {name}".
    /// The parameters of an RSA signature mean what is allowed, in another encoding than the one that is.
    SignatureAlgorithmEncoding { algorithm: OidBuf } = "signature_algorithm_encoding", Strength, ConformanceBr, "CA/B BR §7.1.3.2";
        "is signed with {algorithm}, whose parameters are not encoded as the Baseline Requirements list them"; Reissue: "with its signature parameters encoded as the Baseline Requirements list them".
    /// A leaf for the web without subjectAltName.
    SubjectAltNameMissing = "subject_alt_name_missing", Strength, ConformanceBr, "CA/B BR §7.1.2.7.12";
        "has no subject alternative name"; Reissue: "with its names in a subject alternative name".
    /// The subject's commonName is not among the alternative names.
    CommonNameNotInSubjectAltName { common_name: Excerpt } = "common_name_not_in_subject_alt_name", Strength, CommonName, "CA/B BR §7.1.4.3";
        "has the common name {common_name}, which is not among its alternative names"; Reissue: "with one of the alternative names as common name".
    /// A wildcard right below a public suffix.
    WildcardOnPublicSuffix { name: PresentedName } = "wildcard_on_public_suffix", Strength, ConformanceBr, "CA/B BR §3.2.2.6";
        "has the wildcard {name} right below a public suffix"; Reissue: "for names below one owner's domain in place of the {name}".
    /// nameConstraints is not critical.
    NameConstraintsNotCritical = "name_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints that are not critical"; Reissue: "with the name constraints critical".
    /// A dNSName constraint that begins with a dot.
    NameConstraintLeadingDot { constraint: PresentedName } = "name_constraint_leading_dot", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has a name constraint that begins with a dot, which RFC 5280 does not define for its kind: {constraint}"; Reissue: "without the leading dot of the {constraint}".
    /// nameConstraints in a certificate that is no CA.
    NameConstraintsInLeaf = "name_constraints_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.10";
        "has name constraints, but is not a CA"; Reissue: "without name constraints".
    /// pathLenConstraint in a certificate that is no CA.
    PathLenConstraintInLeaf = "path_len_constraint_in_leaf", Strength, Conformance, "RFC 5280 §4.2.1.9";
        "has a path length constraint, but is not a CA"; Reissue: "without a path length constraint".
    /// policyConstraints is not critical.
    PolicyConstraintsNotCritical = "policy_constraints_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.11";
        "has policy constraints that are not critical"; Reissue: "with the policy constraints critical".
    /// inhibitAnyPolicy is not critical.
    InhibitAnyPolicyNotCritical = "inhibit_any_policy_not_critical", Strength, Conformance, "RFC 5280 §4.2.1.14";
        "has an inhibit-anyPolicy that is not critical"; Reissue: "with the inhibit-anyPolicy critical".
    /// A CA without keyUsage.
    KeyUsageMissing = "key_usage_missing", Strength, Conformance, "RFC 5280 §4.2.1.3";
        "is a CA, but has no key usage"; Reissue: "with keyCertSign in a key usage".
    /// extKeyUsage of a leaf is critical.
    ExtendedKeyUsageCritical = "extended_key_usage_critical", Strength, ConformanceBr, "CA/B BR §7.1.2.7.6";
        "has a critical extended key usage"; Reissue: "with the extended key usage not critical".
    /// A root with extKeyUsage.
    ExtendedKeyUsageInRoot = "extended_key_usage_in_root", Strength, ConformanceBr, "CA/B BR §7.1.2.1.2";
        "is a root with an extended key usage"; Reissue: "without an extended key usage".
    /// Not version 3.
    VersionNotThree = "version_not_3", Strength, ConformanceBr, "CA/B BR §7.1.1";
        "is not of version 3"; Reissue: "as version 3".

    // odd but valid
    /// A certificate that was sent could not be read.
    UnreadableIntermediate { position: Position, error: ParseError, duplicate_extension: Option<OidBuf> } = "unreadable_intermediate", Malformed, Notice, "RFC 5280 §4.1";
        "has a certificate that cannot be read, {position}: {error}[; the extension is {duplicate_extension}]"; Install: "install that certificate as the CA issued it".
    /// A certificate was sent that is of no use to clients with other roots either.
    UnusedCertificate = "unused_certificate", Strength, Notice, "RFC 8446 §4.4.2";
        "was sent, but is not on the path"; Omit: "leave {certificate} out of the chain".
    /// The certificates were sent in another order than the path has.
    WrongOrder = "wrong_order", Strength, Notice, "RFC 5246 §7.4.2";
        "is out of order"; Send: "send the leaf first, then each issuer after what it issued".
    /// The root was sent along.
    RootSent = "root_sent", Strength, Notice, "RFC 8446 §4.4.2";
        "is the root of the path, which clients do not need to be sent"; Omit: "leave the root {subject} out of the chain".
    /// The path needed an intermediate that was fetched.
    CompletedByFetch { url: Option<Excerpt> } = "completed_by_fetch", Untrusted, Notice, "RFC 5280 §4.2.2.1";
        "was not sent, but fetched[ from {url}]"; Send: "send {certificate} with the chain: many clients do not fetch it".
    /// The path needed an intermediate that the caller had from somewhere else.
    CompletedByCandidate = "completed_by_candidate", Untrusted, Notice, "RFC 8446 §4.4.2";
        "was not sent, but is among the certificates that were given"; Send: "send {certificate} with the chain".
    /// The path ends in an anchor that is no root, and that was not sent.
    CompletedByStore = "completed_by_store", Untrusted, Notice, "RFC 8446 §4.4.2";
        "was not sent, but is in the trust store, though it is not a root"; Send: "send {certificate} with the chain: other clients do not have it".
    /// The path ends in an intermediate that the local store trusts by itself.
    IntermediateInLocalStore { issuer: NameBuf } = "intermediate_in_local_store", Untrusted, Notice, "RFC 5280 §6.1.1 (d)";
        "is an intermediate of {issuer} that the local trust store trusts by itself"; Store: "put the root above {subject} into the trust store in its place, unless this CA alone is meant".
    /// The root is in the local store, and no root programme has it or had it.
    OnlyInLocalStore { place: Option<Excerpt>, public_name: Option<Excerpt>, product: Option<Product>, as_of: &'static str } = "only_in_local_store", Untrusted, Notice, "Mozilla Root Store Policy";
        "is a root of this machine that no root programme has (as of {as_of})[, from {place}][; the connection to {public_name} is intercepted, unless that is a private site][; the name looks like that of a CA of {product}, which inspects TLS connections]"; Store: "remove {subject} from the trust store, if you do not know why it is there".
    /// The root was in a root programme, and is in none any more.
    LeftRootProgrammes { until: Option<&'static str>, as_of: &'static str } = "left_root_programmes", Untrusted, Notice, "Mozilla Root Store Policy";
        "is a root that no root programme has any more (as of {as_of})[; Mozilla's had it until {until}]"; Store: "update the trust store: root programmes have removed {subject}".
    /// Chrome accepts certificates below this root up to a date of their earliest SCT.
    ChromeSctNotAfter { root: NameBuf, after: Time, first: Time, as_of: &'static str } = "chrome_sct_not_after", Constraint, Notice, "Chrome Root Program Policy";
        "is valid here; Chrome refuses certificates of {root} whose first SCT is after {after} (this one: {first}; as of {as_of})"; Replace: "get a certificate for {subject} from a CA under a root that Chrome accepts for new ones".
    /// Mozilla accepts certificates below this root up to a date of their notBefore.
    MozillaDistrustAfter { root: NameBuf, after: Time, not_before: Time, as_of: &'static str } = "mozilla_distrust_after", Constraint, Notice, "Mozilla Root Store Policy";
        "is valid here; Mozilla refuses certificates of {root} that were issued after {after} (this one: {not_before}; as of {as_of})"; Replace: "get a certificate for {subject} from a CA under a root that is trusted for new ones".
}
