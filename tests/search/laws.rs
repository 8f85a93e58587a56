//! What holds for every text and every query.

use netra::model::Band;
use netra::search::query::{DEEPEST, LONGEST};
use netra::search::{Facet, IndexChange, Query, SearchOptions, Sort, highlight};
use netra::text::analyze::{Term, surface};
use proptest::prelude::*;

use super::corpus::{analyzer, apply, find, hits, index_of, open, post, puts};

/// Queries that are often right and sometimes nearly so.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "pilih",
        "coblos",
        "OR",
        "AND",
        "NOT",
        "-",
        "(",
        ")",
        "\"",
        "“",
        "=",
        "*",
        "~1",
        "~2",
        ":",
        "band:high",
        "band:",
        "tag:",
        "date:2027-10..",
        "date:<2027",
        "score:>0.5",
        "score:0.1..0.9",
        "region:32.04",
        "account:@a*",
        "agency:\"dinas x\"",
        "#Tagar",
        "@budi",
        "✌️",
        "..",
        "//",
    ]);
    let noise = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    prop::collection::vec((noise, prop::bool::ANY), 0..12).prop_map(|pieces| {
        let spaced = pieces.iter().map(|(piece, space)| {
            if *space {
                format!("{piece} ")
            } else {
                piece.clone()
            }
        });
        spaced.collect()
    })
}

fn reads_back(text: &str) {
    match text.parse::<Query>() {
        Ok(query) => {
            let shown = query.to_string();
            if shown.len() <= LONGEST {
                assert_eq!(shown.parse::<Query>(), Ok(query), "{text} shown as {shown}");
            }
        }
        Err(error) => assert!(text.is_char_boundary(error.at), "{error:?}"),
    }
}

/// All posts of one to three of three words.
fn sequences() -> Vec<Vec<&'static str>> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..3 {
        let longer = |words: &Vec<&'static str>| {
            ["kopi", "teh", "susu"].map(|word| [&words[..], &[word]].concat())
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.clone());
    }
    all.split_off(1)
}

/// A phrase that is excluded begins somewhere in the index: posts before it are looked at too.
#[test]
fn what_is_excluded_is_what_has_it() {
    let posts = sequences();
    let documents: Vec<_> = (1..)
        .zip(&posts)
        .map(|(number, words)| post(number, &words.join(" ")))
        .collect();
    let (_folder, index) = index_of(&documents);
    for (wanted, phrase) in [
        ("kopi", ["teh", "susu"]),
        ("susu", ["kopi", "kopi"]),
        ("teh", ["susu", "teh"]),
    ] {
        let fits = |words: &Vec<&str>| {
            words.contains(&wanted) && !words.windows(2).any(|pair| pair == phrase)
        };
        let expected: Vec<i64> = (1..)
            .zip(&posts)
            .filter_map(|(number, words)| fits(words).then_some(number))
            .collect();
        let query = format!("{wanted} -\"{}\"", phrase.join(" "));
        assert_eq!(hits(&index, &query), expected, "{query}");
    }
}

/// What the fuzzer starts from.
#[test]
fn queries_of_the_corpus_read_back_the_same() {
    include_str!("../fixtures/query/queries.txt")
        .lines()
        .for_each(reads_back);
}

/// Found by the fuzzer: parentheses that only the shown form had made it too deep.
#[test]
fn the_deepest_query_reads_back_the_same() {
    let deepest = "-".repeat(DEEPEST);
    assert!(format!("{deepest}a").parse::<Query>().is_ok());
    reads_back(&format!("{deepest}a b OR c"));
    reads_back(&format!(
        "{}a b OR c{} OR d",
        "(".repeat(DEEPEST),
        ") e".repeat(DEEPEST)
    ));
}

proptest! {
    #[test]
    fn a_query_reads_back_the_same(text in soup()) {
        reads_back(&text);
    }

    #[test]
    fn any_text_is_a_query_or_an_error(text in any::<String>()) {
        reads_back(&text);
    }

    #[test]
    fn marks_stand_on_characters_in_order(query in soup(), text in "(\\PC|[a-zA-Z #@é́𝗱✌🏽]){0,60}") {
        if let Ok(query) = query.parse::<Query>() {
            let mut at = 0;
            for [start, end] in highlight(&query, &text, &analyzer()) {
                prop_assert!(start >= at && end > start, "{start}..{end} after {at}");
                prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
                at = end;
            }
        }
    }

    #[test]
    fn terms_hold_no_white_space_and_lead_back(text in any::<String>()) {
        let analysis = analyzer().analyze(&text);
        prop_assert_eq!(&analysis.exact, &surface(&text));
        for term in analysis.exact.iter().chain(&analysis.stems).chain(&analysis.tags) {
            prop_assert!(!term.text.is_empty() && !term.text.contains(char::is_whitespace));
            prop_assert!(text.get(term.span[0]..term.span[1]).is_some_and(|piece| !piece.is_empty()));
        }
    }

    /// What is indexed is what is marked: the lines say the terms, word by word.
    #[test]
    fn lines_say_the_terms(text in any::<String>(), tagged in "([#@]?[a-zA-Z0-9.@]{0,9} ){0,9}") {
        for text in [text, tagged] {
            let (analysis, lines) = (analyzer().analyze(&text), analyzer().lines(&text));
            let joined = |terms: &[&[Term]]| -> String {
                let words = terms.concat().into_iter().map(|term| term.text);
                words.collect::<Vec<_>>().join(" ")
            };
            prop_assert_eq!(lines.exact, joined(&[&analysis.exact]));
            prop_assert_eq!(lines.stems, joined(&[&analysis.stems, &analysis.tags]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever a post says, its own words find it, and nothing does once it is removed.
    #[test]
    fn found_by_its_words_until_removed(texts in prop::collection::vec("[a-zA-Z]{3,9}( [#@]?[a-z0-9]{2,12}){0,8}", 1..8)) {
        let documents: Vec<_> = (1..).zip(&texts).map(|(number, text)| post(number, text)).collect();
        let (folder, index) = index_of(&documents);
        let options = SearchOptions { limit: 100, ..SearchOptions::default() };
        for document in &documents {
            for word in surface(&document.text) {
                let query = format!("={}", word.text);
                prop_assert!(find(&index, &query, &options).posts.contains(&document.post), "{}", query);
            }
        }
        let again = open(folder.path());
        apply(&again, &puts(&documents)).unwrap();
        prop_assert_eq!(again.len().unwrap(), documents.len() as u64);
        let gone = documents[0].post;
        apply(&again, &[IndexChange::Remove(gone)]).unwrap();
        let left = find(&index, "*", &options);
        prop_assert!(!left.posts.contains(&gone));
        prop_assert_eq!(left.total, documents.len() as u64 - 1);
    }
}

/// Posts of few words, so that many match alike, written in two batches, the second of which
/// replaces some and takes some away.
fn shuffled_index(
    words: &[(String, usize)],
    replaced: usize,
) -> (tempfile::TempDir, netra::search::SearchIndex) {
    let documents: Vec<_> = (1..)
        .zip(words)
        .map(|(number, (text, band))| netra::search::IndexDocument {
            band: [Band::None, Band::Low, Band::High][*band],
            score: [0.0, 0.4, 0.9][*band],
            posted_at: jiff::Timestamp::from_second(1_800_000_000 + number % 3).unwrap(),
            ..post(number, text)
        })
        .collect();
    let (folder, index) = index_of(&documents);
    let mut changes = puts(&documents[..replaced.min(documents.len())]);
    changes.push(IndexChange::Remove(documents[0].post));
    apply(&index, &changes).unwrap();
    (folder, index)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Hits, number and facets found in one walk are what each alone is, and agree with each
    /// other.
    #[test]
    fn one_walk_finds_what_three_would(
        words in prop::collection::vec(("(pilih|coblos|pasar)( (pilih|pagi)){0,3}", 0..3_usize), 1..30),
        replaced in 0..30_usize,
        query in prop::sample::select(vec!["pilih", "coblos OR pasar", "\"pilih pagi\"", "pi*", "pilih -pagi", "*", "band:low", "pilih date:2027.."]),
        (limit, offset) in (0..12_usize, 0..5_usize),
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Newest, Sort::Score]),
    ) {
        let (_folder, index) = shuffled_index(&words, replaced);
        let facets: Vec<Facet> = ["band", "lang", "agency"].map(|name| name.parse().unwrap()).into();
        let together = find(&index, query, &SearchOptions { limit, offset, sort, facets: facets.clone() });
        let hits = find(&index, query, &SearchOptions { limit, offset, sort, facets: Vec::new() });
        let counted = find(&index, query, &SearchOptions { facets, ..SearchOptions::default() });
        let all = find(&index, query, &SearchOptions { limit: usize::MAX, sort, ..SearchOptions::default() });
        prop_assert_eq!(&together.posts, &hits.posts);
        prop_assert_eq!(&together.facets, &counted.facets);
        prop_assert_eq!((together.total, together.total), (hits.total, counted.total));
        prop_assert_eq!(all.posts.len() as u64, together.total);
        let page: Vec<_> = all.posts.iter().skip(offset).take(limit).copied().collect();
        prop_assert_eq!(&together.posts, &page);
        for (band, count) in &together.facets[0].values {
            let alone = find(&index, &format!("({query}) band:{band}"), &SearchOptions::default());
            prop_assert_eq!(alone.total, *count, "{}", band);
        }
    }
}
