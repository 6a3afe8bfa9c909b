//! Certificate extensions (RFC 5280 §4.2), each as the DER of its value.

use crate::name::GeneralName;
use crate::{der, oid};

/// One extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub(crate) oid: String,
    pub(crate) criticality: Criticality,
    pub(crate) value: Vec<u8>,
}

/// Whether an extension is marked critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criticality {
    /// Whoever does not know it must refuse the certificate.
    Critical,
    /// It may be passed over.
    NonCritical,
}

/// What basic constraints say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// `cA` is FALSE.
    No,
    /// `cA` is TRUE, any number of authorities may follow.
    Yes,
    /// `cA` is TRUE, at most so many intermediates may follow.
    UpTo(u8),
}

/// The bits of the key usage extension, by the RFC's names (§4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUsage {
    /// Bit 0
    DigitalSignature,
    /// Bit 1
    NonRepudiation,
    /// Bit 2
    KeyEncipherment,
    /// Bit 4
    KeyAgreement,
    /// Bit 5
    KeyCertSign,
    /// Bit 6
    CrlSign,
}

impl Extension {
    /// Any extension, with exactly these bytes as the content of its OCTET STRING.
    #[must_use]
    pub fn raw(oid: &str, criticality: Criticality, value: &[u8]) -> Self {
        Self {
            oid: oid.into(),
            criticality,
            value: value.to_vec(),
        }
    }

    /// The same extension, marked critical.
    #[must_use]
    pub fn critical(mut self) -> Self {
        self.criticality = Criticality::Critical;
        self
    }

    /// The same extension, not marked critical.
    #[must_use]
    pub fn non_critical(mut self) -> Self {
        self.criticality = Criticality::NonCritical;
        self
    }

    /// Basic constraints, critical (§4.2.1.9).
    #[must_use]
    pub fn basic_constraints(authority: Authority) -> Self {
        let value = match authority {
            Authority::No => der::sequence([]),
            Authority::Yes => der::sequence([der::boolean_true()]),
            Authority::UpTo(length) => {
                der::sequence([der::boolean_true(), der::integer(length.into())])
            }
        };
        Self::raw(oid::BASIC_CONSTRAINTS, Criticality::Critical, &value)
    }

    /// Key usage, critical (§4.2.1.3).
    #[must_use]
    pub fn key_usage(usages: &[KeyUsage]) -> Self {
        let bits: Vec<_> = usages.iter().map(|usage| usage.bit()).collect();
        Self::raw(
            oid::KEY_USAGE,
            Criticality::Critical,
            &der::named_bits(&bits),
        )
    }

    /// Extended key usage (§4.2.1.12).
    #[must_use]
    pub fn extended_key_usage(purposes: &[&str]) -> Self {
        let value = der::sequence(purposes.iter().map(|purpose| der::oid(purpose)));
        Self::raw(oid::EXTENDED_KEY_USAGE, Criticality::NonCritical, &value)
    }

    /// Subject key identifier (§4.2.1.2).
    #[must_use]
    pub fn subject_key_identifier(id: &[u8]) -> Self {
        Self::raw(
            oid::SUBJECT_KEY_IDENTIFIER,
            Criticality::NonCritical,
            &der::octet_string(id),
        )
    }

    /// Authority key identifier with a key identifier only (§4.2.1.1).
    #[must_use]
    pub fn authority_key_identifier(id: &[u8]) -> Self {
        let value = der::sequence([der::context_primitive(0, id)]);
        Self::raw(
            oid::AUTHORITY_KEY_IDENTIFIER,
            Criticality::NonCritical,
            &value,
        )
    }

    /// Authority key identifier with the issuer's issuer and serial number only (§4.2.1.1).
    #[must_use]
    pub fn authority_issuer_and_serial(issuer: &GeneralName, serial: &[u8]) -> Self {
        let value = der::sequence([
            der::context(1, &issuer.der()),
            der::context_primitive(2, serial),
        ]);
        Self::raw(
            oid::AUTHORITY_KEY_IDENTIFIER,
            Criticality::NonCritical,
            &value,
        )
    }

    /// Subject alternative names (§4.2.1.6).
    #[must_use]
    pub fn subject_alt_name(names: &[GeneralName]) -> Self {
        let value = der::sequence(names.iter().map(GeneralName::der));
        Self::raw(oid::SUBJECT_ALT_NAME, Criticality::NonCritical, &value)
    }

    /// Name constraints, critical (§4.2.1.10): the permitted and the excluded subtrees.
    #[must_use]
    pub fn name_constraints(permitted: &[GeneralName], excluded: &[GeneralName]) -> Self {
        let subtrees = |number, bases: &[GeneralName]| {
            let content: Vec<u8> = bases
                .iter()
                .flat_map(|base| der::sequence([base.der()]))
                .collect();
            if bases.is_empty() {
                content
            } else {
                der::context(number, &content)
            }
        };
        let value = der::sequence([subtrees(0, permitted), subtrees(1, excluded)]);
        Self::raw(oid::NAME_CONSTRAINTS, Criticality::Critical, &value)
    }

    /// Certificate policies without qualifiers (§4.2.1.4).
    #[must_use]
    pub fn certificate_policies(policies: &[&str]) -> Self {
        let value = der::sequence(
            policies
                .iter()
                .map(|policy| der::sequence([der::oid(policy)])),
        );
        Self::raw(oid::CERTIFICATE_POLICIES, Criticality::NonCritical, &value)
    }

    /// One certificate policy with the address of its practice statement (§4.2.1.4).
    #[must_use]
    pub fn policy_with_statement(policy: &str, uri: &str) -> Self {
        let uri = der::tlv(der::IA5_STRING, uri.as_bytes());
        let qualifier = der::sequence([der::oid(oid::CPS_POINTER), uri]);
        let value = der::sequence([der::sequence([
            der::oid(policy),
            der::sequence([qualifier]),
        ])]);
        Self::raw(oid::CERTIFICATE_POLICIES, Criticality::NonCritical, &value)
    }

    /// Policy mappings, critical (§4.2.1.5): pairs of the issuer's and the subject's policy.
    #[must_use]
    pub fn policy_mappings(pairs: &[(&str, &str)]) -> Self {
        let value = der::sequence(
            pairs
                .iter()
                .map(|(from, to)| der::sequence([der::oid(from), der::oid(to)])),
        );
        Self::raw(oid::POLICY_MAPPINGS, Criticality::Critical, &value)
    }

    /// Policy constraints, critical (§4.2.1.11): how many certificates to skip (below 128) before a policy is required,
    /// and before mappings are inhibited.
    #[must_use]
    pub fn policy_constraints(require_explicit: Option<u8>, inhibit_mapping: Option<u8>) -> Self {
        let field = |number, skip: Option<u8>| {
            skip.map_or_else(Vec::new, |skip| der::context_primitive(number, &[skip]))
        };
        let value = der::sequence([field(0, require_explicit), field(1, inhibit_mapping)]);
        Self::raw(oid::POLICY_CONSTRAINTS, Criticality::Critical, &value)
    }

    /// Inhibit anyPolicy, critical (§4.2.1.14): certificates to skip.
    #[must_use]
    pub fn inhibit_any_policy(skip: u8) -> Self {
        Self::raw(
            oid::INHIBIT_ANY_POLICY,
            Criticality::Critical,
            &der::integer(skip.into()),
        )
    }

    /// Authority information access with the address of the issuer's certificate (§4.2.2.1).
    #[must_use]
    pub fn ca_issuers(uri: &str) -> Self {
        Self::information_access(&[("1.3.6.1.5.5.7.48.2", uri)])
    }

    /// Authority information access with the address of an OCSP responder (§4.2.2.1).
    #[must_use]
    pub fn ocsp_responder(uri: &str) -> Self {
        Self::information_access(&[("1.3.6.1.5.5.7.48.1", uri)])
    }

    /// Authority information access: pairs of a method and an address (§4.2.2.1).
    #[must_use]
    pub fn information_access(places: &[(&str, &str)]) -> Self {
        let place = |(method, uri): &(&str, &str)| {
            der::sequence([der::oid(method), GeneralName::uri(uri).der()])
        };
        Self::raw(
            oid::AUTHORITY_INFO_ACCESS,
            Criticality::NonCritical,
            &der::sequence(places.iter().map(place)),
        )
    }

    /// One CRL distribution point, named by an address (§4.2.1.13).
    #[must_use]
    pub fn crl_distribution_point(uri: &str) -> Self {
        let full_name = der::context(0, &GeneralName::uri(uri).der());
        let value = der::sequence([der::sequence([der::context(0, &full_name)])]);
        Self::raw(
            oid::CRL_DISTRIBUTION_POINTS,
            Criticality::NonCritical,
            &value,
        )
    }

    /// Freshest CRL: one place of deltas, named by an address (§4.2.1.15, §5.2.6).
    #[must_use]
    pub fn freshest_crl(uri: &str) -> Self {
        let full_name = der::context(0, &GeneralName::uri(uri).der());
        let value = der::sequence([der::sequence([der::context(0, &full_name)])]);
        Self::raw(oid::FRESHEST_CRL, Criticality::NonCritical, &value)
    }

    /// CRL number (§5.2.3).
    #[must_use]
    pub fn crl_number(number: u64) -> Self {
        Self::raw(
            oid::CRL_NUMBER,
            Criticality::NonCritical,
            &der::integer(number),
        )
    }

    /// Delta CRL indicator, critical (§5.2.4): the number of the CRL that a delta completes.
    #[must_use]
    pub fn delta_crl_indicator(base: u64) -> Self {
        Self::raw(
            oid::DELTA_CRL_INDICATOR,
            Criticality::Critical,
            &der::integer(base),
        )
    }

    /// Issuing distribution point, critical (§5.2.5), from the DER of its fields in order.
    #[must_use]
    pub fn issuing_distribution_point(fields: &[Vec<u8>]) -> Self {
        let value = der::sequence(fields.to_vec());
        Self::raw(
            oid::ISSUING_DISTRIBUTION_POINT,
            Criticality::Critical,
            &value,
        )
    }

    /// The object identifier in dotted form.
    #[must_use]
    pub fn oid(&self) -> &str {
        &self.oid
    }

    /// The DER of the `Extension`.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let value = der::octet_string(&self.value);
        match self.criticality {
            Criticality::Critical => {
                der::sequence([der::oid(&self.oid), der::boolean_true(), value])
            }
            Criticality::NonCritical => der::sequence([der::oid(&self.oid), value]),
        }
    }
}

impl KeyUsage {
    fn bit(self) -> u8 {
        match self {
            Self::DigitalSignature => 0,
            Self::NonRepudiation => 1,
            Self::KeyEncipherment => 2,
            Self::KeyAgreement => 4,
            Self::KeyCertSign => 5,
            Self::CrlSign => 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_critical_extension_says_so() {
        let extension = Extension::basic_constraints(Authority::UpTo(0));
        assert_eq!(
            extension.der(),
            b"\x30\x12\x06\x03\x55\x1d\x13\x01\x01\xff\x04\x08\x30\x06\x01\x01\xff\x02\x01\x00"
        );
        assert_eq!(extension.non_critical().der().len(), 17);
    }

    #[test]
    fn absent_subtrees_are_left_out() {
        let permitted = Extension::name_constraints(&[GeneralName::dns("a")], &[]);
        assert_eq!(permitted.value, b"\x30\x07\xa0\x05\x30\x03\x82\x01a");
    }
}
