//! The stores that can be named: the operating system's, Mozilla's set, a root programme's list of fingerprints, files, and what other programs
//! trust by the environment.

use core::cell::OnceCell;
use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use chainverify::crypto::digest::sha256;
use chainverify::text::Text;
use chainverify::trust::programmes::{KnownRoot, Programme};
use chainverify::trust::{Anchor, LocalPlaces};
use chainverify::{Origin, TrustStore};

use crate::files::{self, FileError, Passwords, Role, Which};
use crate::plan;
use crate::trust::SetupError;

/// What is the same for every store that is read.
pub(super) struct Setting<'p> {
    sysroot: Option<&'p Path>,
    passwords: &'p Passwords,
    places: OnceCell<LocalPlaces>,
}

/// A store that was read.
pub(super) struct Source {
    /// What it is called.
    pub(super) title: Text,
    /// As it was typed, or the variable that names it.
    pub(super) id: String,
    pub(super) roots: Roots,
    /// What could not be read: one line each.
    pub(super) warnings: Vec<Text>,
    /// What whoever gave the file should know.
    pub(super) notes: Vec<Text>,
    /// Whether the files of administrators and packages are those of its roots.
    pub(super) is_os: bool,
}

/// Roots with their certificates, or their fingerprints alone.
pub(super) enum Roots {
    Certificates(TrustStore),
    Known(Vec<&'static KnownRoot>),
}

/// One root of a store.
pub(super) struct Member<'s> {
    pub(super) sha256: [u8; 32],
    pub(super) known: Option<&'static KnownRoot>,
    pub(super) anchor: Option<&'s Anchor>,
}

impl<'p> Setting<'p> {
    pub(super) fn new(sysroot: Option<&'p Path>, passwords: &'p Passwords) -> Self {
        Self {
            sysroot,
            passwords,
            places: OnceCell::new(),
        }
    }

    /// Who put roots where.
    pub(super) fn places(&self) -> &LocalPlaces {
        self.places.get_or_init(|| match self.sysroot {
            Some(root) => LocalPlaces::below(root),
            None => LocalPlaces::os(),
        })
    }

    /// The store of this name.
    pub(super) fn read(&self, typed: &OsStr) -> Result<Source, SetupError> {
        let programme = Programme::ALL
            .into_iter()
            .find(|programme| typed == programme.id());
        match (typed.to_str(), programme) {
            (Some("os"), _) => self.os(),
            (Some("mozilla"), _) => Ok(Source::of(
                "mozilla",
                "Mozilla's embedded set",
                TrustStore::mozilla(),
            )),
            (Some("java"), _) => match java() {
                Some(path) => self.file("java", &path),
                None => Err(setup("JAVA_HOME is not set")),
            },
            (_, Some(programme)) => {
                let all = KnownRoot::all().filter(|root| root.programmes().contains(programme));
                let title = format!("{programme}'s set (as of {})", programme.as_of());
                Ok(Source {
                    title: ours(title),
                    id: programme.id().to_owned(),
                    roots: Roots::Known(all.collect()),
                    warnings: Vec::new(),
                    notes: Vec::new(),
                    is_os: false,
                })
            }
            _ => self.file(&typed.to_string_lossy(), Path::new(typed)),
        }
    }

    fn os(&self) -> Result<Source, SetupError> {
        let store = match self.sysroot {
            Some(root) => TrustStore::os_below(root),
            None => TrustStore::os(),
        };
        let store = store.map_err(|error| setup(error.to_string()))?;
        let mut title = ours("your OS store");
        if let Some(root) = self.sysroot {
            title = ours("the OS store below ");
            title.foreign(&root.to_string_lossy());
        }
        let named = named_instead(&store);
        let is_os = named.is_none();
        if let Some(named) = named {
            title = ours(named);
        }
        let warnings = store.left_out().iter().map(|error| ours(error.to_string()));
        Ok(Source {
            warnings: warnings.collect(),
            notes: Vec::new(),
            title,
            id: "os".to_owned(),
            is_os,
            roots: Roots::Certificates(store),
        })
    }

    /// A file, or those of a folder that are named like certificates. All of it counts as what a machine trusts: that nobody else has a
    /// root of it is worth a word.
    fn file(&self, id: &str, path: &Path) -> Result<Source, SetupError> {
        let folder = |problem| FileError {
            source: plan::Source::File(path.to_owned()),
            problem,
        };
        let paths = match path.is_dir() {
            true => files::files_of(path, Which::NamedLikeCertificates).map_err(folder)?,
            false => Vec::from([path.to_owned()]),
        };
        let found = files::read_all(&paths, Role::Candidates, self.passwords)?;
        let (mut store, mut warnings) = (TrustStore::new(), Vec::new());
        for (number, der) in (1..).zip(found.certificates) {
            if let Err(error) = store.add(der, Origin::Os) {
                let mut text = Text::new();
                text.foreign(&path.to_string_lossy());
                text.ours(format!(", certificate {number}: {error}"));
                warnings.push(text);
            }
        }
        let mut title = ours("the file ");
        title.foreign(&path.to_string_lossy());
        Ok(Source {
            title,
            id: id.to_owned(),
            roots: Roots::Certificates(store),
            warnings,
            notes: found.notes,
            is_os: false,
        })
    }

    /// What the environment has other programs trust. One that cannot be read is a store without roots and with a warning.
    pub(super) fn of_other_programs(&self) -> Vec<Source> {
        let variables = [
            "NODE_EXTRA_CA_CERTS",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
        ];
        let named = variables
            .into_iter()
            .filter_map(|name| Some((name, value(name)?.into())));
        let all = named.chain(java().map(|path| ("JAVA_HOME", path)));
        let sources = all.map(|(variable, path): (&str, PathBuf)| {
            let mut source = self.file(variable, &path).unwrap_or_else(|error| {
                let mut empty = Source::of(variable, "", TrustStore::new());
                empty.warnings.push(error.text);
                empty
            });
            source.title = ours(format!("{variable}="));
            source.title.foreign(&path.to_string_lossy());
            source
        });
        sources.collect()
    }
}

/// What the environment names instead of the operating system's store: it is nothing that the tools of the system write.
fn named_instead(store: &TrustStore) -> Option<String> {
    let mut origins = store.anchors().map(Anchor::origin);
    let named = origins.find(|origin| **origin != Origin::Os)?;
    Some(named.to_string())
}

/// Of a variable that is set and not empty.
fn value(variable: &str) -> Option<OsString> {
    std::env::var_os(variable).filter(|value| !value.is_empty())
}

fn java() -> Option<PathBuf> {
    let home = PathBuf::from(value("JAVA_HOME")?);
    // Java 8 has it in jre.
    let places = ["lib/security/cacerts", "jre/lib/security/cacerts"].map(|place| home.join(place));
    places.iter().find(|place| place.is_file()).cloned()
}

pub(super) fn ours(text: impl Into<Cow<'static, str>>) -> Text {
    let mut line = Text::new();
    line.ours(text);
    line
}

pub(super) fn setup(text: impl Into<Cow<'static, str>>) -> SetupError {
    SetupError {
        text: ours(text),
        hint: None,
    }
}

impl Source {
    fn of(id: &str, title: &'static str, store: TrustStore) -> Self {
        Self {
            title: ours(title),
            id: id.to_owned(),
            roots: Roots::Certificates(store),
            warnings: Vec::new(),
            notes: Vec::new(),
            is_os: false,
        }
    }

    /// Its roots, in order.
    pub(super) fn members(&self) -> Vec<Member<'_>> {
        match &self.roots {
            Roots::Certificates(store) => store.anchors().filter_map(Member::of).collect(),
            Roots::Known(known) => known.iter().map(|known| Member::known(known)).collect(),
        }
    }
}

impl<'s> Member<'s> {
    /// None of an anchor that is a name and a key.
    pub(super) fn of(anchor: &'s Anchor) -> Option<Self> {
        let sha256 = sha256(anchor.cert()?.der());
        Some(Self {
            sha256,
            known: KnownRoot::find(&sha256),
            anchor: Some(anchor),
        })
    }

    /// One of which there is no certificate.
    pub(super) fn known(known: &'static KnownRoot) -> Self {
        Self {
            sha256: known.sha256(),
            known: Some(known),
            anchor: None,
        }
    }

    /// Its common name, or else its whole subject.
    pub(super) fn name(&self) -> String {
        let own = self.anchor.map(|anchor| anchor.name().display_name());
        own.or_else(|| self.known.map(|known| known.name().to_owned()))
            .unwrap_or_default()
    }
}

/// As hexadecimal digits.
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
