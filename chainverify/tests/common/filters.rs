//! Builds CRLite's filters, of version 4, by `clubcard-crlite`: from all certificates of some issuers,
//! and which of them were revoked. Not what answers.

use core::fmt::Write as _;
use std::collections::HashMap;

use chainverify_testdata::pem;
use clubcard::builder::{ApproximateRibbon, ClubcardBuilder, ExactRibbon};
use clubcard_crlite::builder::CRLiteBuilderItem;
use clubcard_crlite::{CRLiteClubcard, CRLiteCoverage, CRLiteQuery, Encoding, IssuerSpkiHash};

/// All certificates of an issuer.
pub(crate) struct Issuer {
    pub(crate) spki: [u8; 32],
    pub(crate) certificates: Vec<Certificate>,
}

pub(crate) struct Certificate {
    /// The contents of its serial number's INTEGER.
    pub(crate) serial: Vec<u8>,
    pub(crate) is_revoked: bool,
}

/// The file of a filter; `coverage` has for each log the earliest and the latest time.
pub(crate) fn build(issuers: &[Issuer], coverage: &HashMap<[u8; 32], (u64, u64)>) -> Vec<u8> {
    let mut builder = ClubcardBuilder::new();
    let approximate = issuers.iter().map(|issuer| {
        let mut ribbon = builder.new_approx_builder(&issuer.spki);
        ribbon.set_universe_size(issuer.certificates.len());
        ribbon.set_inverted(issuer.is_inverted());
        for item in issuer.items(|certificate| certificate.is_revoked != issuer.is_inverted()) {
            ribbon.insert(item);
        }
        ApproximateRibbon::from(ribbon)
    });
    let approximate = approximate.collect();
    builder.collect_approx_ribbons(approximate);
    let exact = issuers.iter().map(|issuer| {
        let mut ribbon = builder.new_exact_builder(&issuer.spki);
        for item in issuer.items(|_| true) {
            ribbon.insert(item);
        }
        ExactRibbon::from(ribbon)
    });
    let exact = exact.collect();
    builder.collect_exact_ribbons(exact);
    let coverage = CRLiteCoverage::from_mozilla_ct_logs_json(&*ct_logs(coverage));
    let clubcard = builder.build::<CRLiteQuery<'_>>(coverage, ());
    CRLiteClubcard::from(clubcard)
        .to_bytes(Encoding::V4)
        .expect("a filter that fits into its format")
}

impl Issuer {
    /// As Mozilla's builder does: where more than half are revoked, the others are encoded.
    fn is_inverted(&self) -> bool {
        let revoked = self.certificates.iter().filter(|one| one.is_revoked);
        2 * revoked.count() > self.certificates.len()
    }

    fn items(
        &self,
        are_wanted: impl Fn(&Certificate) -> bool,
    ) -> impl Iterator<Item = CRLiteBuilderItem> {
        let wanted = self.certificates.iter().filter(move |one| are_wanted(one));
        wanted.map(|one| {
            let (issuer, serial) = (IssuerSpkiHash(self.spki), one.serial.clone());
            match one.is_revoked {
                true => CRLiteBuilderItem::revoked(issuer, serial),
                false => CRLiteBuilderItem::not_revoked(issuer, serial),
            }
        })
    }
}

/// Mozilla's list of logs, the only way in.
fn ct_logs(coverage: &HashMap<[u8; 32], (u64, u64)>) -> Vec<u8> {
    let mut list = String::from("[");
    for (log, (earliest, latest)) in coverage {
        let comma = if list.len() == 1 { "" } else { "," };
        let log = pem("LOG", log);
        let log = log.lines().nth(1).unwrap_or_default();
        let _ = write!(
            list,
            r#"{comma}{{"LogID":"{log}","MinTimestamp":{earliest},"MaxTimestamp":{latest},"MMD":0,"MinEntry":0}}"#
        );
    }
    list.push(']');
    list.into_bytes()
}
