//! The profiles that the benches are measured in. This program is built with the default release
//! profile and measures itself there; for the other one it builds itself again and runs what that
//! gives.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, io};

/// How a program is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Cargo's `release`.
    Release,
    /// `release-lto`: thin LTO and one codegen unit.
    Lto,
}

impl Profile {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Release, Self::Lto];

    /// Its id: Cargo's name of it, and the folder in `target`.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Lto => "release-lto",
        }
    }

    /// This program in the profile, built if it is not fresh.
    ///
    /// # Errors
    ///
    /// It cannot be built, or this program is not in the folder of a profile.
    pub(crate) fn program(self) -> io::Result<PathBuf> {
        let own = env::current_exe()?;
        if self == Self::of_this_program()? {
            return Ok(own);
        }
        build("chainverify-benches", self)?;
        Ok(sibling(self)?.join("chainverify-benches"))
    }

    /// The profile that this program was built in.
    fn of_this_program() -> io::Result<Self> {
        let own = env::current_exe()?;
        let folder = own.parent().and_then(|folder| folder.file_name());
        let profile = Self::ALL
            .into_iter()
            .find(|profile| folder.is_some_and(|folder| folder == profile.id()));
        profile.ok_or_else(|| io::Error::other("this program is in no folder of a release profile"))
    }
}

/// Fails unless this program was built with the default release profile.
///
/// # Errors
///
/// It was not.
pub(crate) fn must_be_release() -> io::Result<()> {
    match Profile::of_this_program()? {
        Profile::Release => Ok(()),
        Profile::Lto => Err(io::Error::other(
            "this program has to be built with --release",
        )),
    }
}

/// The command `chainverify` in the default release profile, built if it is not fresh.
///
/// # Errors
///
/// It cannot be built.
pub(crate) fn command() -> io::Result<PathBuf> {
    build("chainverify-cli", Profile::Release)?;
    Ok(sibling(Profile::Release)?.join("chainverify"))
}

/// The folder of a profile, beside that of this program.
fn sibling(profile: Profile) -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    let target = own.parent().and_then(|folder| folder.parent());
    let target = target.ok_or_else(|| io::Error::other("this program is in no target folder"))?;
    Ok(target.join(profile.id()))
}

fn build(package: &str, profile: Profile) -> io::Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--profile", profile.id(), "-p", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        let id = profile.id();
        Err(io::Error::other(format!(
            "{package} cannot be built with profile {id}"
        )))
    }
}
