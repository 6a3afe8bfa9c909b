//! The passwords of keystores and private keys: the first line of each file of `--password-file`, and what is typed on the terminal when
//! nothing else opens a file. None is ever guessed: the only ones that nobody gave are no password and the empty one, which trust stores have.

use core::fmt;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chainverify::text::Text;

use super::keystore::{self, Password};
use super::{FileError, Problem, bytes, open};
use crate::plan::Source;

/// What was given, and what was typed so far.
pub(crate) struct Passwords {
    given: Vec<String>,
    typed: Mutex<Vec<String>>,
    /// Asks whoever uses the command, where there is somebody to ask.
    ask: fn(&Source) -> Option<String>,
}

/// They are secrets.
impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = self.typed().len();
        write!(f, "Passwords({} given, {typed} typed)", self.given.len())
    }
}

impl Passwords {
    /// Reads the first line of each file.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, FileError> {
        let given = paths.iter().map(|path| {
            let line = open(path).and_then(bytes).and_then(first_line);
            line.map_err(|problem| FileError {
                source: Source::File(path.clone()),
                problem,
            })
        });
        Ok(Self {
            given: given.collect::<Result<_, _>>()?,
            typed: Mutex::default(),
            ask: on_terminal,
        })
    }

    /// None, and nobody to ask.
    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self {
            given: Vec::new(),
            typed: Mutex::default(),
            ask: |_| None,
        }
    }

    /// Whether none was given. What was typed was typed for another file.
    pub(super) fn none_given(&self) -> bool {
        self.given.is_empty()
    }

    fn typed(&self) -> MutexGuard<'_, Vec<String>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether any that is known fits.
    pub(super) fn any(&self, fits: impl Fn(Password<'_>) -> bool) -> bool {
        let typed = self.typed();
        let mut known = self.given.iter().chain(typed.iter());
        fits(Password::None) || known.any(|text| fits(Password::Text(text)))
    }

    /// Opens a file with no password, the empty one, those that are known, and then one that is asked for.
    pub(super) fn open<T>(
        &self,
        source: &Source,
        attempt: impl Fn(Password<'_>) -> Result<T, keystore::Problem>,
    ) -> Result<T, Unopened> {
        // Held to the end: two threads would ask at once, and what is typed for one file may open the next.
        let mut typed = self.typed();
        let known = self.given.iter().chain(typed.iter());
        let known = known.map(String::as_str);
        let known = core::iter::once("").chain(known).map(Password::Text);
        for password in core::iter::once(Password::None).chain(known) {
            match attempt(password) {
                Err(keystore::Problem::WrongPassword) => {}
                other => return other.map_err(Unopened::Problem),
            }
        }
        let Some(password) = (self.ask)(source) else {
            return Err(match self.none_given() {
                true => Unopened::NoPassword,
                false => Unopened::Problem(keystore::Problem::WrongPassword),
            });
        };
        let opened = attempt(Password::Text(&password)).map_err(Unopened::Problem)?;
        typed.push(password);
        Ok(opened)
    }
}

/// Why a file was not opened.
pub(super) enum Unopened {
    /// It wants a password, and there is none.
    NoPassword,
    /// What is wrong with it.
    Problem(keystore::Problem),
}

fn first_line(bytes: Vec<u8>) -> Result<String, Problem> {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8(line.to_vec()).map_err(|_| Problem::PasswordNotUtf8)
}

/// Without showing what is typed.
fn on_terminal(source: &Source) -> Option<String> {
    if !io::stderr().is_terminal() {
        return None;
    }
    let mut prompt = Text::new();
    prompt.ours("password of ");
    source.say(&mut prompt);
    rpassword::prompt_password(format!("{prompt}: ")).ok()
}

#[cfg(test)]
mod tests {
    use core::cell::RefCell;
    use std::sync::Mutex;

    use super::{Passwords, Unopened, first_line};
    use crate::files::keystore::{Password, Problem};
    use crate::plan::Source;

    #[test]
    fn a_password_is_the_first_line_of_a_file() {
        let line = |bytes: &[u8]| first_line(bytes.to_vec()).unwrap();
        assert_eq!(line(b"one\ntwo\n"), "one");
        assert_eq!(line(b" with spaces \r\n"), " with spaces ");
        assert_eq!(line("grün".as_bytes()), "grün");
        assert_eq!(line(b""), "");
        assert!(first_line(vec![0xff]).is_err());
    }

    #[test]
    fn none_and_the_empty_one_come_first_and_none_is_guessed() {
        let passwords = Passwords {
            given: vec!["given".into()],
            typed: Mutex::new(vec!["typed".into()]),
            ask: |_| None,
        };
        let tried = RefCell::new(Vec::new());
        let opened = passwords.open(&Source::Stdin, |password| {
            tried.borrow_mut().push(match password {
                Password::None => None,
                Password::Text(text) => Some(text.to_owned()),
            });
            Err::<(), _>(Problem::WrongPassword)
        });
        assert!(matches!(
            opened,
            Err(Unopened::Problem(Problem::WrongPassword))
        ));
        let wanted = ["", "given", "typed"].map(|text| Some(text.to_owned()));
        assert_eq!(tried.into_inner()[1..], wanted);
        assert_eq!(format!("{passwords:?}"), "Passwords(1 given, 1 typed)");
    }

    #[test]
    fn what_opened_one_file_is_tried_on_the_next() {
        let passwords = Passwords {
            ask: |_| Some("asked".into()),
            ..Passwords::none()
        };
        fn fits(password: Password<'_>) -> Result<(), Problem> {
            match password {
                Password::Text("asked") => Ok(()),
                _ => Err(Problem::WrongPassword),
            }
        }
        assert!(passwords.open(&Source::Stdin, fits).is_ok());
        let asked_once = Passwords {
            ask: |_| None,
            ..passwords
        };
        assert!(asked_once.open(&Source::Stdin, fits).is_ok());
        let nobody = Passwords::none().open(&Source::Stdin, fits);
        assert!(matches!(nobody, Err(Unopened::NoPassword)));
    }
}
