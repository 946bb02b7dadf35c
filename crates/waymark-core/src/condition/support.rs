//! Sets of facts that a verdict rests on.

use std::cmp::Ordering;
use std::ops::Deref;

/// So many facts need no memory of their own.
const FEW: usize = 6;

/// Facts by their position among the facts read, each once, in rising order.
#[derive(Debug, Clone)]
pub(super) struct Support(Held);

#[derive(Debug, Clone)]
enum Held {
    Few(u8, [u32; FEW]),
    Many(Vec<u32>),
}

impl Support {
    pub(super) const fn new() -> Self {
        Self(Held::Few(0, [0; FEW]))
    }

    pub(super) const fn one(fact: u32) -> Self {
        let mut few = [0; FEW];
        few[0] = fact;
        Self(Held::Few(1, few))
    }

    pub(super) fn insert(&mut self, fact: u32) {
        // Facts mostly come in the order in which they were read.
        let at = match self.last() {
            None => 0,
            Some(last) if *last < fact => self.len(),
            Some(_) => match self.binary_search(&fact) {
                Ok(_) => return,
                Err(at) => at,
            },
        };
        match &mut self.0 {
            Held::Few(count, few) if usize::from(*count) < FEW => {
                few.copy_within(at..usize::from(*count), at + 1);
                few[at] = fact;
                *count += 1;
            }
            Held::Few(_, few) => {
                let mut many = Vec::with_capacity(4 * FEW);
                many.extend_from_slice(few);
                many.insert(at, fact);
                self.0 = Held::Many(many);
            }
            Held::Many(many) => many.insert(at, fact),
        }
    }

    /// The facts of both.
    pub(super) fn and(mut self, other: &Support) -> Self {
        self.extend(other);
        self
    }
}

impl Deref for Support {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        match &self.0 {
            Held::Few(count, few) => &few[..usize::from(*count)],
            Held::Many(many) => many,
        }
    }
}

impl Default for Support {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Support {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Support {}

impl PartialOrd for Support {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Support {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<'a> IntoIterator for &'a Support {
    type Item = &'a u32;
    type IntoIter = std::slice::Iter<'a, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> Extend<&'a u32> for Support {
    fn extend<T: IntoIterator<Item = &'a u32>>(&mut self, facts: T) {
        facts.into_iter().for_each(|fact| self.insert(*fact));
    }
}

impl<'a> FromIterator<&'a u32> for Support {
    fn from_iter<T: IntoIterator<Item = &'a u32>>(facts: T) -> Self {
        let mut support = Self::new();
        support.extend(facts);
        support
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_stand_once_and_in_order_however_many_there_are() {
        let mut support = Support::new();
        let mut expected = std::collections::BTreeSet::new();
        let mut number = 7_u32;
        for _ in 0..60 {
            number = number.wrapping_mul(37).wrapping_add(11) % 41;
            support.insert(number);
            expected.insert(number);
            assert!(support.iter().eq(expected.iter()), "{support:?}");
        }
    }
}
