//! Products that inspect TLS connections (antivirus, gateways, debugging proxies), known by the
//! names that they give to the CAs which they make. A name proves nothing: it only tells the user
//! whom to ask. Never a verdict.

use alloc::vec::Vec;

use crate::cert::Name;

/// A product whose CA has a name like one that was found.
///
/// ```
/// use chainverify::cert::Name;
/// use chainverify::finding::Product;
///
/// let nameless = Name::from_contents(&[]);
/// assert_eq!(Product::like(nameless), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Product {
    /// What it is called.
    pub name: &'static str,
}

/// The product, and words that stand in the common name, the organization or the unit of its CAs.
/// All of them are too particular for the name of any other CA.
const PRODUCTS: &[(&str, &[&str])] = &[
    ("AdGuard", &["adguard personal ca"]),
    (
        "Avast Antivirus",
        &["avast! web/mail shield", "avast web/mail shield"],
    ),
    ("AVG Antivirus", &["avg web/mail shield"]),
    (
        "BadSSL's test of interception",
        &["badssl mitm software test"],
    ),
    (
        "Bitdefender",
        &["bitdefender personal ca", "bitdefender ca ssl"],
    ),
    ("Burp Suite", &["portswigger ca"]),
    (
        "Charles",
        &["charles proxy ca", "charles proxy custom root certificate"],
    ),
    ("Cisco Umbrella", &["cisco umbrella"]),
    (
        "Cloudflare Gateway",
        &["gateway ca - cloudflare managed", "cloudflare for teams"],
    ),
    (
        "ContentKeeper",
        &["contentkeeper appliance ca", "contentkeeper technologies"],
    ),
    ("CrowdStrike Falcon", &["crowdstrike falcon"]),
    (
        "Cyberoam",
        &["cyberoam certificate authority", "cyberoam ssl ca"],
    ),
    ("ESET", &["eset ssl filter ca"]),
    (
        "Fiddler",
        &[
            "do_not_trust_fiddlerroot",
            "fiddler root certificate authority",
        ],
    ),
    ("Forcepoint", &["forcepoint cloud ca", "forcepoint llc"]),
    (
        "Fortinet FortiGate",
        &[
            "fortigate ca",
            "fortinet ca ssl",
            "fortinet_ca_ssl",
            "fortinet untrusted ca",
            "fortinet",
        ],
    ),
    ("HTTP Toolkit", &["http toolkit ca"]),
    (
        "Kaspersky",
        &["kaspersky anti-virus personal root certificate"],
    ),
    ("McAfee Web Gateway", &["mcafee web gateway"]),
    ("mitmproxy", &["mitmproxy"]),
    ("NetSpark", &["netspark", "www.netspark.com"]),
    ("Netskope", &["netskope", "goskope.com"]),
    ("Norton Antivirus", &["norton web/mail shield"]),
    ("Proxyman", &["proxyman ca"]),
    (
        "Smoothwall",
        &["smoothwall-default-root-certificate-authority"],
    ),
    (
        "SonicWall",
        &[
            "https management certificate for sonicwall",
            "sonicwall firewall dpi-ssl",
        ],
    ),
    (
        "Sophos",
        &[
            "sophos ssl ca",
            "sophos_ca",
            "sophosutm proxy ca",
            "sophos web appliance",
        ],
    ),
    ("Superfish", &["superfish, inc"]),
    ("Symantec Blue Coat", &["blue coat"]),
    ("Trend Micro IWSS", &["iwss.trend"]),
    ("WatchGuard", &["fireware https proxy"]),
    ("ZAP", &["zed attack proxy root ca"]),
    ("Zscaler", &["zscaler"]),
];

impl Product {
    /// The product with such a CA, if one is known: in an attribute of the name stand the words of
    /// one, as whole words, in small or capital letters.
    #[must_use]
    pub fn like(ca: Name<'_>) -> Option<Self> {
        let mut values = ca.attributes().filter_map(|attribute| {
            let [0x55, 4, COMMON_NAME | ORGANIZATION | UNIT] = attribute.oid.as_bytes() else {
                return None;
            };
            let text = core::str::from_utf8(attribute.value).ok()?;
            Some(text.to_ascii_lowercase())
        });
        values.find_map(|value| {
            let starts: Vec<&str> = from_each_word(&value).collect();
            let is_there = |words: &&str| starts.iter().any(|start| begins_with(start, words));
            let mut products = PRODUCTS.iter();
            let found = products.find(|(_, words)| words.iter().any(is_there))?;
            Some(Self { name: found.0 })
        })
    }
}

/// The last octets of `id-at` (2.5.4.n).
const COMMON_NAME: u8 = 3;
const ORGANIZATION: u8 = 10;
const UNIT: u8 = 11;

/// The text from each of its words on. A search of the whole text for each of the words that are known
/// would take a fifth of a report.
fn from_each_word(text: &str) -> impl Iterator<Item = &str> {
    let mut in_word = false;
    text.char_indices().filter_map(move |(place, char)| {
        let begins = char.is_alphanumeric() && !in_word;
        in_word = char.is_alphanumeric();
        text.get(place..).filter(|_| begins)
    })
}

/// Whether a text begins with these words, and no letter or digit is right behind them.
fn begins_with(text: &str, words: &str) -> bool {
    let behind = text.strip_prefix(words);
    behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(attribute: u8, value: &str) -> Option<&'static str> {
        let length = |more: usize| u8::try_from(value.len() + more).unwrap();
        let mut name = Vec::from([0x31, length(9), 0x30, length(7), 6, 3, 0x55, 4, attribute]);
        name.extend([0x0c, length(0)]);
        name.extend(value.bytes());
        Product::like(Name::from_contents(&name)).map(|product| product.name)
    }

    #[test]
    fn every_product_is_known_by_each_of_its_names_in_any_case_among_other_words() {
        for (product, words) in PRODUCTS {
            for words in *words {
                for value in [
                    (*words).into(),
                    words.to_ascii_uppercase(),
                    alloc::format!("The {words} (0042)"),
                ] {
                    assert_eq!(like(COMMON_NAME, &value), Some(*product), "{value}");
                    assert_eq!(like(ORGANIZATION, &value), Some(*product), "{value}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_word_and_another_attribute_are_no_name_of_a_product() {
        const COUNTRY: u8 = 6;
        for (_, words) in PRODUCTS {
            let words = words.first().unwrap();
            assert_eq!(like(COMMON_NAME, &alloc::format!("a{words}")), None);
            assert_eq!(like(COMMON_NAME, &alloc::format!("{words}9")), None);
            assert_eq!(like(COUNTRY, words), None);
        }
        for other in [
            "Norton Healthcare CA",
            "DigiCert Inc",
            "Avast Ltd",
            "Cloudflare, Inc.",
            "",
        ] {
            assert_eq!(like(ORGANIZATION, other), None, "{other}");
        }
    }

    /// `CHAINVERIFY_DATA` names a folder with the patterns that Chromium has.
    #[test]
    fn every_product_that_chromium_knows_is_known_and_a_name_that_is_only_alike_is_not() {
        let Some(folder) = std::env::var_os("CHAINVERIFY_DATA") else {
            std::eprintln!("skipped: CHAINVERIFY_DATA is not set");
            return;
        };
        let path = std::path::Path::new(&folder).join("chrome_mitm_software.json");
        let patterns: serde_json::Value =
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let patterns = patterns.as_array().unwrap();
        assert_eq!(patterns.len(), 22);
        for pattern in patterns {
            let key = ["issuer_cn_regex", "issuer_o_regex"].into_iter();
            let mut regex = key.filter_map(|key| Some((key, pattern.get(key)?.as_str()?)));
            let (key, regex) = regex.next().unwrap();
            let attribute = if key == "issuer_cn_regex" {
                COMMON_NAME
            } else {
                ORGANIZATION
            };
            // A text that the pattern matches.
            let mut name = regex.replace("\\d+", "42").replace("( Ltd\\.)?", " Ltd.");
            for (class, instead) in [
                ("[A-Z0-9\\-]+", "AB-12"),
                ("[A-Z0-9]+", "AB12"),
                (".*", " Inc"),
            ] {
                name = name.replace(class, instead);
            }
            let name = name.replace('\\', "");
            assert!(like(attribute, &name).is_some(), "{name}");
            let alike: alloc::string::String = name.chars().flat_map(|char| [char, 'x']).collect();
            assert_eq!(like(attribute, &alike), None, "{alike}");
        }
    }

    #[test]
    fn words_are_written_small_as_they_are_compared() {
        let all = PRODUCTS.iter().flat_map(|(_, words)| words.iter());
        assert!(
            all.clone()
                .all(|words| *words == words.to_ascii_lowercase())
        );
        assert!(
            all.clone()
                .all(|words| words.starts_with(char::is_alphanumeric))
        );
    }
}
