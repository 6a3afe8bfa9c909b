//! The root programmes of the table, and sets of them.

use alloc::vec::Vec;
use core::fmt;

/// A root programme, or the set that a distribution makes of one.
///
/// ```
/// use chainverify::trust::programmes::Programme;
///
/// assert_eq!(Programme::Android.to_string(), "Android");
/// assert_eq!(Programme::Apple.as_of(), "2026-03");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Programme {
    /// Mozilla's, for servers.
    Mozilla,
    /// Apple's.
    Apple,
    /// Microsoft's.
    Microsoft,
    /// Chrome's.
    Chrome,
    /// AOSP's.
    Android,
    /// OpenJDK's.
    OpenJdk,
    /// Debian's `ca-certificates`, which follows Mozilla.
    Debian,
}

impl Programme {
    /// All, in the order of the bits in the table.
    pub const ALL: [Self; 7] = [
        Self::Mozilla,
        Self::Apple,
        Self::Microsoft,
        Self::Chrome,
        Self::Android,
        Self::OpenJdk,
        Self::Debian,
    ];

    /// As of when it is in the table: a month, or a release.
    #[must_use]
    pub const fn as_of(self) -> &'static str {
        match self {
            Self::Mozilla => "2026-10",
            Self::Apple | Self::Microsoft | Self::Android | Self::OpenJdk => "2026-03",
            Self::Chrome => "Chrome 156",
            Self::Debian => "Debian 12",
        }
    }

    /// As it is typed and written in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Mozilla => "mozilla",
            Self::Apple => "apple",
            Self::Microsoft => "microsoft",
            Self::Chrome => "chrome",
            Self::Android => "android",
            Self::OpenJdk => "open_jdk",
            Self::Debian => "debian",
        }
    }
}

impl fmt::Display for Programme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mozilla => "Mozilla",
            Self::Apple => "Apple",
            Self::Microsoft => "Microsoft",
            Self::Chrome => "Chrome",
            Self::Android => "Android",
            Self::OpenJdk => "OpenJDK",
            Self::Debian => "Debian",
        })
    }
}

/// A set of root programmes.
///
/// ```
/// use chainverify::trust::programmes::{KnownRoot, Programme};
///
/// let root = KnownRoot::all().find(|root| root.name() == "ISRG Root X1").unwrap();
/// assert!(root.programmes().contains(Programme::Apple));
/// assert_eq!(root.programmes().iter().next(), Some(Programme::Mozilla));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Programmes(u8);

impl Programmes {
    pub(crate) const fn of(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether it has this one.
    #[must_use]
    pub fn contains(self, programme: Programme) -> bool {
        self.iter().any(|own| own == programme)
    }

    /// Those that it has, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Programme> {
        let all = (0_u8..).zip(Programme::ALL);
        all.filter(move |(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, programme)| programme)
    }

    /// All but this one.
    pub(in crate::trust) fn without(self, programme: Programme) -> Self {
        let bits = (0_u8..).zip(Programme::ALL);
        let mut own = bits.filter(|(_, own)| *own == programme);
        let bit = own.next().map_or(0, |(bit, _)| 1 << bit);
        Self(self.0 & !bit)
    }

    /// From when to when the dates of these are, as `2026-03 to 2026-10`; empty for none.
    fn as_of(self) -> alloc::string::String {
        let mut dates: Vec<_> = self.iter().map(Programme::as_of).collect();
        dates.sort_unstable();
        dates.retain(|date| date.starts_with("20"));
        match (dates.first(), dates.last()) {
            (Some(first), Some(last)) if first != last => alloc::format!("{first} to {last}"),
            (Some(first), _) => (*first).into(),
            (None, _) => self
                .iter()
                .next()
                .map(Programme::as_of)
                .unwrap_or_default()
                .into(),
        }
    }
}

/// `Mozilla's, Apple's and Chrome's programmes (as of 2026-03 to 2026-10)`. Debian has none.
impl fmt::Display for Programmes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.without(Programme::Debian);
        let count = own.iter().count();
        for (number, programme) in (1..).zip(own.iter()) {
            f.write_str(match number {
                1 => "",
                last if last == count => " and ",
                _ => ", ",
            })?;
            write!(f, "{programme}'s")?;
        }
        match count {
            0 => f.write_str("no root programme"),
            1 => write!(f, " programme (as of {})", own.as_of()),
            _ => write!(f, " programmes (as of {})", own.as_of()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Programmes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
