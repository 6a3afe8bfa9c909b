//! The bars that a release has to clear, each with its figure. Where a figure is missing, the bar
//! is missed; where what it needs is not given, the gate says that it is left out.

mod bar;
mod crls;
mod handshakes;
mod honest;
mod hostile;
mod others;
mod worst;

pub(crate) use bar::Bar;
pub(crate) use crls::PREFIX as CRLS;

use crate::figures::Figures;
use crate::table;

/// Every bar.
pub(crate) fn bars(figures: &Figures) -> Vec<Bar> {
    let mut bars = honest::bars(figures);
    bars.extend(hostile::bars(&figures.trials));
    bars.extend(worst::bars(&figures.worst));
    bars.extend(others::bars(figures));
    bars.extend(handshakes::bars(figures));
    bars.extend(crls(figures));
    bars
}

/// Those of revocation lists.
pub(crate) fn crls(figures: &Figures) -> Vec<Bar> {
    crls::bars(figures.crls.as_ref())
}

/// The table.
pub(crate) fn rows(bars: &[Bar]) -> Vec<table::Row> {
    let head = table::row(["what", "bar", "figure", "", "note"]);
    core::iter::once(head)
        .chain(bars.iter().map(Bar::row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_without_a_figure_is_not_passed() {
        let rows = rows(&bars(&Figures::default()));
        assert!(rows.len() > 1);
        for row in &rows[1..] {
            assert!(["NOT MEASURED", "LEFT OUT"].contains(&&*row[3]), "{row:?}");
        }
    }
}
