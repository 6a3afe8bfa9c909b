//! One bar: what is measured, what it must not exceed, and how it came out.

use crate::table;

/// One bar and what was measured.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    what: String,
    bar: String,
    figure: String,
    outcome: Outcome,
    note: String,
}

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Missed,
    /// There is no figure, though there has to be one.
    NotMeasured,
    /// What it needs was not given.
    LeftOut,
}

impl Bar {
    /// Whether it is in the way of a release.
    pub(crate) fn is_passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed | Outcome::LeftOut)
    }

    /// The figure must not be above.
    pub(super) fn at_most(what: String, most: f64, figure: Option<f64>) -> Self {
        Self::new(what, format!("≤ {most}"), figure, |figure| figure <= most)
    }

    /// The figure must not be below.
    pub(super) fn at_least(what: String, least: f64, figure: Option<f64>) -> Self {
        Self::new(what, format!("≥ {least}"), figure, |figure| {
            figure >= least
        })
    }

    /// The figure must be as `holds` says, which `bar` says in words.
    pub(super) fn new(
        what: String,
        bar: String,
        figure: Option<f64>,
        holds: impl Fn(f64) -> bool,
    ) -> Self {
        let outcome = match figure {
            Some(figure) if holds(figure) => Outcome::Passed,
            Some(_) => Outcome::Missed,
            None => Outcome::NotMeasured,
        };
        Self {
            what,
            bar,
            figure: figure.map_or_else(|| "–".to_owned(), in_digits),
            outcome,
            note: String::new(),
        }
    }

    /// A bar that cannot be held to, and why.
    pub(super) fn left_out(what: &str, why: &str) -> Self {
        Self {
            what: what.to_owned(),
            bar: "–".to_owned(),
            figure: "–".to_owned(),
            outcome: Outcome::LeftOut,
            note: why.to_owned(),
        }
    }

    /// More about the figure.
    pub(super) fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// For the table.
    pub(super) fn row(&self) -> table::Row {
        let outcome = match self.outcome {
            Outcome::Passed => "pass",
            Outcome::Missed => "MISS",
            Outcome::NotMeasured => "NOT MEASURED",
            Outcome::LeftOut => "LEFT OUT",
        };
        vec![
            self.what.clone(),
            self.bar.clone(),
            self.figure.clone(),
            outcome.to_owned(),
            self.note.clone(),
        ]
    }
}

/// Counts are whole, ratios have two digits.
fn in_digits(figure: f64) -> String {
    if figure.fract() == 0.0 {
        format!("{figure:.0}")
    } else {
        format!("{figure:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_cleared_at_its_edge_and_missed_beyond() {
        let at_most = |figure| Bar::at_most(String::new(), 0.6, Some(figure)).is_passed();
        assert!(at_most(0.6) && !at_most(0.61) && !at_most(f64::NAN));
        let at_least = |figure| Bar::at_least(String::new(), 2.0, Some(figure)).is_passed();
        assert!(at_least(2.0) && !at_least(1.99) && !at_least(f64::NAN));
    }

    #[test]
    fn what_is_left_out_says_so_and_is_not_missed() {
        let bar = Bar::left_out("real chains", "not given");
        assert!(bar.is_passed());
        let row = ["real chains", "–", "–", "LEFT OUT", "not given"];
        assert_eq!(bar.row(), row);
    }
}
