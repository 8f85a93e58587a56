//! The word lists of `index/`, which travel inside the program, and the names to keep whole.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::model::{Contest, ContestantKind, EntryKind, Sha256, TargetEntry};
use crate::text::analyze::{Analyzer, ResourceError, Resources};

/// The lists as shipped.
pub const SHIPPED: Resources<'static> = Resources {
    slang: include_str!("../../index/slang.txt"),
    stopwords: include_str!("../../index/stopwords.txt"),
    whole: include_str!("../../index/whole.txt"),
    names: [
        include_str!("../../index/places.txt"),
        include_str!("../../index/persons.txt"),
    ],
    stems: include_str!("../../index/stems.txt"),
    numbers: include_str!("../../index/numbers.txt"),
};

/// The shipped analyser for these contests: the names in their packs are kept whole. After a
/// pack gained names, `netra reindex` lets them find older posts that the stemmer changed.
pub fn analyzer<'c>(
    contests: impl IntoIterator<Item = &'c Contest>,
) -> Result<Analyzer, ResourceError> {
    let names = names(contests);
    Analyzer::new(&SHIPPED, names.iter().map(String::as_str))
}

/// What the stemmer must leave alone: names of people and pairs, and names of parties that
/// are one word. The words of a long party name (*kebangkitan*, *gerakan*) are ordinary, as are
/// those of a movement (*ganti presiden*).
pub fn names<'c>(contests: impl IntoIterator<Item = &'c Contest>) -> BTreeSet<String> {
    let contestants = contests
        .into_iter()
        .flat_map(|contest| &contest.contestants);
    let entries = contestants.flat_map(|contestant| {
        contestant
            .entries
            .iter()
            .map(|entry| (contestant.kind, entry))
    });
    entries
        .filter(|(kind, entry)| is_name(*kind, entry))
        .map(|(_, entry)| entry.form.clone())
        .collect()
}

fn is_name(kind: ContestantKind, entry: &TargetEntry) -> bool {
    let one_word = !entry.form.trim().contains(char::is_whitespace);
    let of_people = kind == ContestantKind::Pair && entry.kind != EntryKind::Party;
    entry.kind.is_name() && kind != ContestantKind::Movement && (of_people || one_word)
}

/// Digest of the shipped lists: other lists make other terms.
pub(super) fn digest() -> Sha256 {
    // Every search asks for it, and the lists are long.
    static DIGEST: LazyLock<Sha256> = LazyLock::new(|| {
        let Resources {
            slang,
            stopwords,
            whole,
            names: [places, persons],
            stems,
            numbers,
        } = SHIPPED;
        let lists = [slang, stopwords, whole, places, persons, stems, numbers];
        Sha256::of(lists.join("\0"))
    });
    *DIGEST
}
