//! The exit statuses of the command and how those of several targets become one.

use std::process::ExitCode;

/// How the command, or one target of it, ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// 0: the path is valid.
    Valid,
    /// 1: it is not.
    NotValid,
    /// 2: wrong usage, or input that cannot be read.
    Unusable,
    /// 3: could not connect, or no TLS there.
    NotConnected,
    /// 4: valid, but with a finding at or above `--fail-on`.
    FailedOn,
}

impl Exit {
    /// The number, also the `exit` field of the JSON report.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::NotValid => 1,
            Self::Unusable => 2,
            Self::NotConnected => 3,
            Self::FailedOn => 4,
        }
    }

    /// Of several targets the first of 1, 2, 3, 4 that occurred: a verdict "not valid" is never hidden by a host that is down.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Valid, other) => other,
            (this, Self::Valid) => this,
            (this, other) if other.code() < this.code() => other,
            (this, _) => this,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn not_valid_is_never_hidden() {
        let all = [
            Exit::Valid,
            Exit::NotValid,
            Exit::Unusable,
            Exit::NotConnected,
            Exit::FailedOn,
        ];
        for exit in all {
            assert_eq!(exit.and(Exit::Valid), exit);
            assert_eq!(Exit::Valid.and(exit), exit);
            assert_eq!(exit.and(Exit::NotValid), Exit::NotValid);
        }
        assert_eq!(Exit::FailedOn.and(Exit::NotConnected), Exit::NotConnected);
    }
}
