//! The table of root programmes that the library embeds, from facts that others collected: which programme has which root, and until
//! which date it accepts new certificates of it. Sorted and dated: the same files give the same bytes.

mod certdata;

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use certdata::Imposed;

/// Where the table belongs, from the folder of this crate.
pub const PLACE: &str = "../../chainverify/src/trust/programmes/table.rs";

/// What has which root, by its fingerprint.
const PROGRAMMES: &str = "root-programmes.tsv";
/// Chrome's own list, which must say the same.
const CHROME: &str = "chrome_root_constraints.tsv";
/// Mozilla's dates.
const CERTDATA: &str = "nss-certdata-2026-05.txt";

/// The columns of programmes, in the order of the bits of a row, the first one the lowest.
const NOW: [&str; 7] = [
    "mozilla_2026_10",
    "apple_2026_03",
    "microsoft_2026_03",
    "chrome_156",
    "aosp_2026_03",
    "openjdk_2026_03",
    "debian_12",
];

/// Mozilla's set over the years, in the order of the bits of a row: samples of certifi by their names there, but for one.
const SAMPLES: [&str; 5] = [
    "2015.04.28",
    "2018.1.18",
    "2022.12.7",
    MOZILLA_2026_03,
    "2026.10.19",
];
const MOZILLA_2026_03: &str = "mozilla_2026_03";

const HEAD: &str = "\
//! Root programmes, a root a line. Generated, not written: `cargo run -p chainverify-testdata --bin programmes`.
//!
//! Sources: Mozilla's set as certifi 2015.04.28, 2018.1.18, 2022.12.7 and 2026.10.19 have it and as of 2026-03; Apple, Microsoft,
//! AOSP and OpenJDK as of 2026-03; Chrome 156, with its SCTNotAfter; Debian 12; Mozilla's distrust-after as of NSS of 2026-05-01;
//! Mozilla's name constraints as of webpki-roots.
//!
//! Columns: SHA-256 of the certificate in two halves; common name, or else the whole subject; programmes that have it; Mozilla's
//! samples that have it; Chrome's SCTNotAfter and Mozilla's distrust-after in seconds since 1970, 0 for none; permitted dNSNames.

use super::roots;

roots! {
";

type Row<'t> = BTreeMap<&'t str, &'t str>;

/// The text of the table.
///
/// # Errors
///
/// A file of the folder cannot be read, or it is not as it is described there.
pub fn table(folder: &Path) -> Result<String> {
    let read = |name| {
        let bytes = std::fs::read(folder.join(name));
        bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let (programmes, chrome, certdata) = (read(PROGRAMMES)?, read(CHROME)?, read(CERTDATA)?);
    let imposed = certdata::imposed(&certdata)?;
    let chrome = rows(&chrome)?;
    let chrome: BTreeMap<_, _> = chrome.iter().map(|row| (row["sha256"], row)).collect();
    let mut lines = BTreeMap::new();
    for row in rows(&programmes)? {
        let sha256 = row["sha256"];
        let sct_not_after = chrome.get(sha256).map(|row| row["sct_not_after"]);
        if sct_not_after.unwrap_or_default() != row["chrome_sct_not_after"] {
            return Err(wrong(format!("{sha256}: two dates of Chrome")));
        }
        let known = lines.insert(sha256, line(&row, imposed.get(sha256))?);
        if known.is_some() {
            return Err(wrong(format!("{sha256} is there twice")));
        }
    }
    let lines: String = lines.into_values().collect();
    Ok(format!("{HEAD}{lines}}}\n"))
}

/// Lines of a table with a head, by the names of their columns.
fn rows(text: &str) -> Result<Vec<Row<'_>>> {
    let mut lines = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().ok_or_else(|| wrong("an empty table"))?;
    let rows = lines.map(|fields| match fields.len() == head.len() {
        true => Ok(head.iter().copied().zip(fields).collect()),
        false => Err(wrong(format!("not {} columns: {fields:?}", head.len()))),
    });
    rows.collect()
}

fn line(row: &Row<'_>, imposed: Option<&Imposed>) -> Result<String> {
    let column = |name: &str| {
        let column = row.get(name).copied();
        column.ok_or_else(|| wrong(format!("no column {name}")))
    };
    let sha256 = column("sha256")?;
    let (high, low) = sha256
        .split_at_checked(32)
        .ok_or_else(|| wrong("a short fingerprint"))?;
    let mut now = String::new();
    for name in NOW.iter().rev() {
        now.push(if column(name)? == "Y" { '1' } else { '0' });
    }
    let certifi = column("certifi_samples")?;
    let mut samples = String::new();
    for sample in SAMPLES.iter().rev() {
        let has = match *sample {
            MOZILLA_2026_03 => column(sample)? == "Y",
            sample => certifi.split(',').any(|one| one == sample),
        };
        samples.push(if has { '1' } else { '0' });
    }
    let default = Imposed::default();
    let imposed = imposed.unwrap_or(&default);
    let mut line = format!(
        "    0x{high} 0x{low} {:?} 0b{now} 0b{samples}",
        name(column("subject")?)
    );
    for date in [column("chrome_sct_not_after")?, &imposed.distrust_after] {
        line.push_str(&match date {
            "" => " 0".to_owned(),
            date => format!(" {} /* {date} */", seconds(date)?),
        });
    }
    line.push_str(&match imposed.permitted_dns_names.as_slice() {
        [] => " None".to_owned(),
        names => format!(" Some(&{names:?}.as_slice())"),
    });
    Ok(line + ";\n")
}

/// The common name of a subject in the form of RFC 4514, or else the whole.
fn name(subject: &str) -> String {
    let mut parts = vec![String::new()];
    let mut chars = subject.chars();
    while let Some(char) = chars.next() {
        match char {
            ',' => parts.push(String::new()),
            '\\' => parts
                .last_mut()
                .unwrap_or(&mut String::new())
                .extend(chars.next()),
            char => parts.last_mut().unwrap_or(&mut String::new()).push(char),
        }
    }
    let mut parts = parts.iter();
    let common = parts.find_map(|part| part.strip_prefix("CN="));
    common.unwrap_or(subject).to_owned()
}

/// Of a time as `2026-01-31T12:00:00Z`.
fn seconds(date: &str) -> Result<i64> {
    let digits: Vec<i64> = date
        .split(['-', 'T', ':', 'Z'])
        .flat_map(str::parse)
        .collect();
    let [year, month, day, hour, minute, second] = *digits.as_slice() else {
        return Err(wrong(format!("no time: {date}")));
    };
    // Years begin in March, so that the leap day is their last one.
    let years = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * years + years / 4 - years / 100 + years / 400 + day_of_year - 719_468;
    Ok(((days * 24 + hour) * 60 + minute) * 60 + second)
}

fn wrong(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidData, text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_common_name_or_the_whole_subject() {
        for (subject, expected) in [
            ("CN=A,O=B", "A"),
            ("2.5.4.5=001,CN=A\\, B,O=C", "A, B"),
            ("OU=A,O=B\\, C", "OU=A,O=B\\, C"),
        ] {
            assert_eq!(name(subject), expected);
        }
    }

    #[test]
    fn seconds_count_from_1970() {
        for (date, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T00:00:01Z", 951_782_401),
            ("2024-11-30T23:59:59Z", 1_733_011_199),
            ("2026-01-01T00:00:00Z", 1_767_225_600),
        ] {
            assert_eq!(seconds(date).unwrap(), expected, "{date}");
        }
        assert!(seconds("2026-01-01").is_err());
    }
}
