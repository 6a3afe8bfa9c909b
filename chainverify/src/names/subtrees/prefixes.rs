//! A set of octet strings that says whether a string begins with any of them: in sorted order, all
//! that begin with a string follow it directly.

use alloc::vec::Vec;

use crate::budget::{Budget, Limit};
use crate::cert::ext::GeneralName;

/// The subtrees of one kind in one list of a CA: as [`super::keys`] writes them, and as the CA wrote
/// them.
#[derive(Debug, Default)]
pub(super) struct Prefixes<'r> {
    sorted: Vec<(Vec<u8>, GeneralName<'r>)>,
}

impl<'r> Prefixes<'r> {
    /// To be followed by [`Prefixes::sort`].
    pub(super) fn push(&mut self, key: Vec<u8>, base: GeneralName<'r>) {
        self.sorted.push((key, base));
    }

    /// Afterwards none begins with another.
    pub(super) fn sort(&mut self, budget: &mut Budget) -> Result<(), Limit> {
        let comparisons = self.comparisons();
        for (key, _) in &self.sorted {
            budget.work(work_of(key, comparisons))?;
        }
        self.sorted
            .sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        self.sorted
            .dedup_by(|(later, _), (kept, _)| later.starts_with(kept));
        Ok(())
    }

    /// The subtree whose key `name` begins with. Only the last one before the name can be that: what
    /// stands between a prefix of the name and the name begins with that prefix too, and was dropped.
    pub(super) fn holding(
        &self,
        name: &[u8],
        budget: &mut Budget,
    ) -> Result<Option<GeneralName<'r>>, Limit> {
        budget.work(work_of(name, self.comparisons()))?;
        let after = self.sorted.partition_point(|(key, _)| &**key <= name);
        let last = self.sorted.get(..after).and_then(<[_]>::last);
        Ok(last
            .filter(|(key, _)| name.starts_with(key))
            .map(|(_, base)| *base))
    }

    /// A subtree whose key begins with `start`.
    pub(super) fn beginning_with(
        &self,
        start: &[u8],
        budget: &mut Budget,
    ) -> Result<Option<GeneralName<'r>>, Limit> {
        budget.work(work_of(start, self.comparisons()))?;
        let before = self.sorted.partition_point(|(key, _)| &**key < start);
        let first = self.sorted.get(before);
        Ok(first
            .filter(|(key, _)| key.starts_with(start))
            .map(|(_, base)| *base))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The subtrees, without those that lie in another.
    pub(super) fn bases(&self) -> impl ExactSizeIterator<Item = GeneralName<'r>> {
        self.sorted.iter().map(|(_, base)| *base)
    }

    /// How many a binary search takes, or sorting for each key.
    fn comparisons(&self) -> usize {
        let bits = usize::BITS.saturating_sub(self.sorted.len().leading_zeros());
        usize::try_from(bits).unwrap_or(usize::MAX)
    }
}

/// Octets are compared sixteen at a time, and a comparison costs as much as making four.
fn work_of(key: &[u8], comparisons: usize) -> usize {
    let each = key.len().div_ceil(16).saturating_add(4);
    each.saturating_mul(comparisons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    /// Sixteen subtrees with keys of so many octets.
    fn sixteen(octets: usize) -> Prefixes<'static> {
        let mut prefixes = Prefixes::default();
        for number in 0..16 {
            let key = [alloc::vec![number], alloc::vec![0; octets]].concat();
            prefixes.push(key, GeneralName::Other(&[]));
        }
        prefixes
    }

    #[test]
    fn work_grows_with_the_octets_of_a_key() {
        let mut limits = Limits::DEFAULT;
        limits.work = 2_000;
        let budget = || Budget::new(limits);
        assert_eq!(sixteen(15).sort(&mut budget()), Ok(()));
        assert_eq!(sixteen(1_600).sort(&mut budget()), Err(Limit::Work));
        let prefixes = sixteen(15);
        for octets in [16, 16_000] {
            let name = alloc::vec![0; octets];
            let is_affordable = octets == 16;
            let mut left = budget();
            assert_eq!(prefixes.holding(&name, &mut left).is_ok(), is_affordable);
            let mut left = budget();
            let found = prefixes.beginning_with(&name, &mut left);
            assert_eq!(found.is_ok(), is_affordable);
        }
    }
}
