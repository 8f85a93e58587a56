//! Listings that lead in a circle end, however long it is; long ones are read to their end.

use netra::source::shared::progress::Progress;
use proptest::prelude::*;

fn entries(page: usize) -> Vec<String> {
    (0..10).map(|entry| format!("{page}/{entry}")).collect()
}

/// Reads a listing whose page `n` leads to page `next(n)`, showing `shows(n)`; the number of
/// pages read.
fn read(
    next: impl Fn(usize) -> Option<usize>,
    shows: impl Fn(usize) -> Vec<String>,
    most: usize,
) -> usize {
    let mut progress = Progress::default();
    let line = progress.listing("");
    let older = |page: usize| next(page).map(|page| page.to_string());
    let mut at = line.read_newest(&shows(0), older(0));
    let mut pages = 1;
    while let Some(address) = at {
        pages += 1;
        if pages > most {
            return pages;
        }
        let page: usize = address.parse().unwrap();
        at = line.read_gap(&address, &shows(page), older(page));
    }
    pages
}

proptest! {
    #[test]
    fn a_circle_is_left_before_it_was_gone_round_four_times(
        tail in 0_usize..20, length in 1_usize..40,
    ) {
        let next = |page: usize| Some(if page + 1 == tail + length { tail } else { page + 1 });
        let pages = read(next, entries, 10_000);
        prop_assert!(pages <= 2 * tail + 4 * length + 4, "{pages} pages");
    }

    #[test]
    fn the_same_page_under_ever_new_addresses_ends(page in 1_usize..30) {
        let shows = |number: usize| entries(number.min(page));
        let pages = read(|number| Some(number + 1), shows, 10_000);
        prop_assert!(pages <= 2 * page + 4, "{pages} pages");
    }

    #[test]
    fn a_listing_without_a_circle_is_read_to_its_end(length in 1_usize..300) {
        let pages = read(|page| (page + 1 < length).then_some(page + 1), entries, 10_000);
        prop_assert_eq!(pages, length);
    }
}

/// Pages whose entries were all left out are no end, unless nothing else comes.
#[test]
fn empty_pages_end_a_listing_only_when_many_follow_each_other() {
    let some = |page: usize| {
        if page.is_multiple_of(3) {
            entries(page)
        } else {
            Vec::new()
        }
    };
    assert_eq!(
        read(|page| (page < 100).then_some(page + 1), some, 10_000),
        101
    );
    let none = |page: usize| if page == 0 { entries(0) } else { Vec::new() };
    assert!(read(|page| Some(page + 1), none, 10_000) < 20);
}
