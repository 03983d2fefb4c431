//! Which item comes after which; items are numbers here.

/// Items and what they come after, in an order that can be walked.
#[derive(Debug)]
pub(super) struct Order {
    /// For each item those it comes after.
    before: Vec<Vec<usize>>,
    /// For each item those that come after it.
    after: Vec<Vec<usize>>,
    /// Every item once, none before one it comes after.
    pub(super) sequence: Vec<usize>,
    /// For each item whether it comes after itself, by way of others. Items between two circles count as in one.
    in_circle: Vec<bool>,
}

impl Order {
    /// The order of items of which those are known that each comes after. Within a circle there is none: who comes first there is left open.
    pub(super) fn of(mut before: Vec<Vec<usize>>) -> Self {
        let mut after = turned(&before);
        let mut sequence = freed(&before, &after);
        let mut in_circle = vec![false; before.len()];
        if sequence.len() < before.len() {
            // Neither free once all before it are, nor once all after it are.
            in_circle.fill(true);
            for item in sequence.iter().chain(&freed(&after, &before)) {
                if let Some(is) = in_circle.get_mut(*item) {
                    *is = false;
                }
            }
            for (item, before) in before.iter_mut().enumerate() {
                let is = |item: usize| in_circle.get(item) == Some(&true);
                if is(item) {
                    before.retain(|other| !is(*other));
                }
            }
            after = turned(&before);
            sequence = freed(&before, &after);
        }
        Self {
            before,
            after,
            sequence,
            in_circle,
        }
    }

    /// Those an item comes after.
    pub(super) fn before(&self, item: usize) -> impl Iterator<Item = usize> {
        self.before.get(item).into_iter().flatten().copied()
    }

    /// Those that come after an item.
    pub(super) fn after(&self, item: usize) -> impl Iterator<Item = usize> {
        self.after.get(item).into_iter().flatten().copied()
    }

    /// Whether an item comes after itself.
    pub(super) fn is_in_circle(&self, item: usize) -> bool {
        self.in_circle.get(item) == Some(&true)
    }
}

/// The same, seen from the other side.
fn turned(links: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut turned = vec![Vec::new(); links.len()];
    for (item, others) in links.iter().enumerate() {
        for other in others {
            if let Some(back) = turned.get_mut(*other) {
                back.push(item);
            }
        }
    }
    turned
}

/// One item after the other of which all it waits for have been freed; those in a circle, and those behind one, never are.
fn freed(waits_for: &[Vec<usize>], waited_for_by: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = waits_for.iter().map(Vec::len).collect();
    let none = waiting.iter().enumerate().filter(|(_, left)| **left == 0);
    let mut freed: Vec<usize> = none.map(|(item, _)| item).collect();
    let mut next = 0;
    while let Some(item) = freed.get(next).copied() {
        next += 1;
        for other in waited_for_by.get(item).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(*other) {
                *left -= 1;
                if *left == 0 {
                    freed.push(*other);
                }
            }
        }
    }
    freed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(order: &Order) -> Vec<usize> {
        let all = 0..order.in_circle.len();
        all.filter(|item| order.is_in_circle(*item)).collect()
    }

    #[test]
    fn what_comes_before_is_walked_first() {
        let order = Order::of(vec![vec![2], vec![0, 2], vec![], vec![1]]);
        assert_eq!(order.sequence, [2, 0, 1, 3]);
        assert_eq!(order.after(2).collect::<Vec<_>>(), [0, 1]);
        assert!(circle(&order).is_empty());
    }

    #[test]
    fn a_circle_is_found_and_what_hangs_on_it_is_not_in_it() {
        // 0 → 1 ⇄ 2 → 3, and 4 after itself.
        let order = Order::of(vec![vec![], vec![0, 2], vec![1], vec![2], vec![4]]);
        assert_eq!(circle(&order), [1, 2, 4]);
        assert_eq!(order.sequence.len(), 5);
        assert_eq!(order.before(1).collect::<Vec<_>>(), [0]);
        assert_eq!(order.before(3).collect::<Vec<_>>(), [2]);
        assert_eq!(order.before(4).count(), 0);
    }
}
