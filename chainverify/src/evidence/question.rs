//! A question about the world outside has three answers: it is known, it is wanted, or it cannot be
//! had. Nothing is passed over in silence.

/// What is known of something that may have to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// It was answered.
    Known,
    /// It can be asked for, and was not answered yet.
    Wanted,
    /// There is no answer, and will be none: nobody says where it may be had, asking is not allowed,
    /// or was in vain. The request, if there was one, says why.
    Unobtainable,
}
