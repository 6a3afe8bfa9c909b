//! Names of object identifiers that certificates use and that path validation has no use for:
//! extensions and purposes of browsers, operating systems and of national rules. Those that the
//! library acts on are in `der::known`, purposes of RFC 5280 in `cert::ext`, algorithms in `cert`.

use alloc::string::ToString;

use crate::der::Oid;

/// The name of an identifier that is not a purpose of RFC 5280 and not an algorithm.
pub(super) fn oid_name(oid: Oid<'_>) -> Option<&'static str> {
    let dotted = oid.to_string();
    let mut known = NAMES.iter();
    known
        .find(|(number, _)| *number == dotted)
        .map(|(_, name)| *name)
}

/// A sentence is made of it once in a failed verification: the table is to be read, not fast.
const NAMES: &[(&str, &str)] = &[
    // extensions of RFC 5280 (id-ce, id-pe)
    ("2.5.29.9", "subjectDirectoryAttributes"),
    ("2.5.29.14", "subjectKeyIdentifier"),
    ("2.5.29.15", "keyUsage"),
    ("2.5.29.16", "privateKeyUsagePeriod"),
    ("2.5.29.17", "subjectAltName"),
    ("2.5.29.18", "issuerAltName"),
    ("2.5.29.19", "basicConstraints"),
    ("2.5.29.20", "cRLNumber"),
    ("2.5.29.28", "issuingDistributionPoint"),
    ("2.5.29.30", "nameConstraints"),
    ("2.5.29.31", "cRLDistributionPoints"),
    ("2.5.29.32", "certificatePolicies"),
    ("2.5.29.33", "policyMappings"),
    ("2.5.29.35", "authorityKeyIdentifier"),
    ("2.5.29.36", "policyConstraints"),
    ("2.5.29.37", "extKeyUsage"),
    ("2.5.29.46", "freshestCRL"),
    ("2.5.29.54", "inhibitAnyPolicy"),
    ("2.5.29.56", "noRevAvail"),
    ("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
    ("1.3.6.1.5.5.7.1.11", "subjectInfoAccess"),
    // other extensions
    ("1.3.6.1.5.5.7.1.2", "biometricInfo"),
    ("1.3.6.1.5.5.7.1.3", "qcStatements"),
    ("1.3.6.1.5.5.7.1.7", "ipAddrBlocks"),
    ("1.3.6.1.5.5.7.1.8", "autonomousSysIds"),
    ("1.3.6.1.5.5.7.1.12", "logotype"),
    ("1.3.6.1.5.5.7.1.24", "TLS feature"),
    ("1.3.6.1.5.5.7.1.26", "TNAuthList"),
    ("1.3.6.1.5.5.7.1.31", "acmeIdentifier"),
    ("1.3.6.1.5.5.7.48.1.5", "OCSP no check"),
    ("1.3.6.1.4.1.11129.2.4.2", "SCT list"),
    ("1.3.6.1.4.1.11129.2.4.3", "CT poison"),
    ("2.23.140.3.1", "cabfOrganizationIdentifier"),
    ("1.3.6.1.4.1.44363.44", "delegatedCredential"),
    ("2.16.840.1.113730.1.1", "nsCertType"),
    ("2.16.840.1.113730.1.2", "nsBaseUrl"),
    ("2.16.840.1.113730.1.13", "nsComment"),
    ("1.2.840.113533.7.65.0", "entrustVersInfo"),
    ("1.2.840.113549.1.9.15", "sMIMECapabilities"),
    (
        "1.3.6.1.4.1.311.20.2",
        "Microsoft certificate template name",
    ),
    ("1.3.6.1.4.1.311.21.1", "Microsoft CA version"),
    ("1.3.6.1.4.1.311.21.7", "Microsoft certificate template"),
    ("1.3.6.1.4.1.311.21.10", "Microsoft application policies"),
    ("1.3.6.1.4.1.311.25.2", "Microsoft security identifier"),
    // purposes (RFC 5280 has the usual ones)
    ("1.3.6.1.5.5.7.3.5", "ipsecEndSystem"),
    ("1.3.6.1.5.5.7.3.6", "ipsecTunnel"),
    ("1.3.6.1.5.5.7.3.7", "ipsecUser"),
    ("1.3.6.1.5.5.7.3.13", "eapOverPPP"),
    ("1.3.6.1.5.5.7.3.14", "eapOverLAN"),
    ("1.3.6.1.5.5.7.3.17", "ipsecIKE"),
    ("1.3.6.1.5.5.7.3.21", "secureShellClient"),
    ("1.3.6.1.5.5.7.3.22", "secureShellServer"),
    (
        "1.3.6.1.5.5.7.3.31",
        "brandIndicatorForMessageIdentification",
    ),
    ("1.3.6.1.5.5.7.3.36", "documentSigning"),
    ("1.3.6.1.5.2.3.4", "Kerberos PKINIT client"),
    ("1.3.6.1.5.2.3.5", "Kerberos PKINIT KDC"),
    ("2.16.840.1.113730.4.1", "Netscape serverGatedCrypto"),
    ("1.3.6.1.4.1.311.10.3.3", "Microsoft serverGatedCrypto"),
    ("1.3.6.1.4.1.311.10.3.1", "Microsoft trust list signing"),
    ("1.3.6.1.4.1.311.10.3.4", "Microsoft encrypting file system"),
    ("1.3.6.1.4.1.311.10.3.12", "Microsoft document signing"),
    ("1.3.6.1.4.1.311.20.2.1", "Microsoft enrolment agent"),
    ("1.3.6.1.4.1.311.20.2.2", "Microsoft smart card logon"),
    ("1.3.6.1.4.1.311.54.1.2", "Microsoft remote desktop"),
    ("1.3.6.1.4.1.11129.2.4.4", "precertificate signing"),
    ("1.2.840.113583.1.1.5", "Adobe authentic documents"),
    ("2.16.840.1.101.3.6.8", "PIV card authentication"),
    ("2.23.140.3.2", "BR tor service descriptor"),
    // policies
    ("2.5.29.32.0", "anyPolicy"),
    ("2.23.140.1.1", "extended validation"),
    ("2.23.140.1.2.1", "domain validated"),
    ("2.23.140.1.2.2", "organization validated"),
    ("2.23.140.1.2.3", "individual validated"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::{OidBuf, known};

    #[test]
    fn every_number_is_one_and_stands_there_once() {
        for (place, (number, name)) in NAMES.iter().enumerate() {
            let oid: OidBuf = number.parse().unwrap();
            assert_eq!(oid.to_string(), *number);
            assert_eq!(oid_name(oid.as_oid()), Some(*name));
            let mut before = NAMES.iter().take(place);
            assert!(before.all(|(other, called)| other != number && called != name));
        }
    }

    #[test]
    fn what_the_library_acts_on_has_its_name_here_too() {
        for (contents, name) in [
            (known::ANY_POLICY, "anyPolicy"),
            (known::TLS_FEATURE, "TLS feature"),
            (known::SCT_LIST, "SCT list"),
            (known::AUTHORITY_INFO_ACCESS, "authorityInfoAccess"),
            (&[0x55, 29, known::ce::NAME_CONSTRAINTS], "nameConstraints"),
        ] {
            assert_eq!(oid_name(Oid::from_contents(contents)), Some(name));
        }
    }
}
