//! The exact choice of initiatives, held against every choice there is.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use waymark_core::roadmap::{Choice, Gain};

/// All choices that hold what must be, with everything they need.
fn closed(choice: &Choice) -> Vec<BTreeSet<usize>> {
    let count = choice.cost.len();
    (0..1_u32 << count)
        .map(|bits| (0..count).filter(|item| bits >> item & 1 == 1).collect::<BTreeSet<usize>>())
        .filter(|items| {
            items.iter().all(|item| choice.needs[*item].iter().all(|need| items.contains(need)))
                && choice.must.iter().all(|item| items.contains(item))
        })
        .collect()
}

fn items(of: usize) -> impl Strategy<Value = Vec<usize>> {
    vec(0..of, 0..4)
}

/// Up to nine items that need only those before them.
fn choices() -> impl Strategy<Value = Choice> {
    (1_usize..10).prop_flat_map(|count| {
        (
            vec(0_u64..40, count),
            vec(vec(0_usize..10, 0..3), count),
            vec(0..count, 0..2),
            vec(items(count), 0..6),
            vec((1_u64..30, items(count)), 0..7),
        )
            .prop_map(|(cost, needs, must, wishes, gains)| Choice {
                cost,
                needs: needs
                    .into_iter()
                    .enumerate()
                    .map(|(item, needs)| needs.into_iter().filter(|need| *need < item).collect())
                    .collect(),
                must,
                wishes,
                gains: gains.into_iter().map(|(value, options)| Gain { value, options }).collect(),
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_meets_every_wish_is_cheaper(choice in choices()) {
        let meets = |items: &BTreeSet<usize>| {
            choice.wishes.iter().all(|wish| wish.is_empty() || wish.iter().any(|item| items.contains(item)))
        };
        let all = closed(&choice);
        let least = all.iter().filter(|items| meets(items)).map(|items| choice.spent(items)).min();
        let answer = choice.least();
        prop_assert!(answer.is_proven);
        prop_assert!(all.contains(&answer.items) && meets(&answer.items));
        prop_assert_eq!(Some(choice.spent(&answer.items)), least);
    }

    #[test]
    fn nothing_within_the_budget_is_worth_more(choice in choices(), budget in 0_u64..150) {
        let all = closed(&choice);
        let within = |items: &&BTreeSet<usize>| choice.spent(items) <= budget;
        let most = all.iter().filter(within).map(|items| choice.value(items)).max();
        let answer = choice.most(budget);
        prop_assert!(answer.is_proven);
        prop_assert!(all.contains(&answer.items), "{:?} is not closed", answer.items);
        if let Some(most) = most {
            prop_assert!(choice.spent(&answer.items) <= budget);
            prop_assert_eq!(choice.value(&answer.items), most);
        } else {
            // What must be costs more than there is.
            let must = all.iter().min_by_key(|items| (choice.spent(items), items.len()));
            let must = must.map(|items| choice.spent(items));
            prop_assert_eq!(Some(choice.spent(&answer.items)), must);
        }
    }
}
