//! Fields, ranges, facets and order.

use netra::search::{Facet, SearchOptions, Sort};
use rstest::rstest;

use super::corpus::{facts, find, hits, index_of, ranked};

#[rstest]
#[case("platform:bluesky", &[2])]
#[case("platform:MASTODON", &[1, 3, 4])]
#[case("account:@akun@contoh.example", &[1, 3, 4])]
#[case("account:guru*", &[2])]
#[case("agency:pendidikan", &[1, 2, 4])]
#[case("agency:\"kota halus\"", &[1, 2, 4])]
#[case("agency:suka*", &[3])]
#[case("region:32", &[1, 3])]
#[case("region:32.04", &[1])]
#[case("region:32.05", &[3])]
#[case("region:33", &[4])]
#[case("region:ID", &[1, 2, 3, 4])]
#[case("contest:demo-2027", &[1, 2, 3])]
#[case("target:demo-2027/sahaja", &[1])]
#[case("target:demo-2027/*", &[1, 2])]
#[case("signal:call", &[1])]
#[case("signal:call OR signal:endorsement", &[1, 2])]
#[case("band:high", &[1])]
#[case("-band:none", &[1, 2, 3])]
#[case("lang:su", &[3])]
#[case("verdict:suspected", &[1])]
#[case("verdict:none", &[3, 4])]
#[case("tag:\"perlu rapat\"", &[1])]
#[case("date:2027-10-01", &[1])]
#[case("date:2027-10-02", &[2])]
#[case("date:2027-09-30..2027-10-01", &[1, 3])]
#[case("date:2027-10-02..", &[2, 4])]
#[case("date:..2027-09-30", &[3])]
#[case("date:2027-10", &[1, 2])]
#[case("date:2027", &[1, 2, 3, 4])]
#[case("date:>2027-10-02", &[4])]
#[case("date:2027-11-23", &[4])]
#[case("score:>=0.7", &[1, 2])]
#[case("score:>0.7", &[1])]
#[case("score:<0.1", &[4])]
#[case("score:0.1..0.7", &[2, 3])]
#[case("pilih band:high OR makan", &[1, 4])]
fn selects(#[case] query: &str, #[case] expected: &[i64]) {
    let (_folder, index) = index_of(&facts());
    assert_eq!(hits(&index, query), expected);
}

#[rstest]
#[case(Sort::Newest, &[4, 2, 1, 3])]
#[case(Sort::Score, &[1, 2, 3, 4])]
fn sorts(#[case] sort: Sort, #[case] expected: &[i64]) {
    let (_folder, index) = index_of(&facts());
    assert_eq!(ranked(&index, "pilih", sort), expected);
}

#[test]
fn without_words_relevance_is_newest_first() {
    let (_folder, index) = index_of(&facts());
    let found = ranked(&index, "region:ID", Sort::Relevance);
    assert_eq!(found, ranked(&index, "region:ID", Sort::Newest));
}

#[test]
fn pages_follow_each_other() {
    let (_folder, index) = index_of(&facts());
    let page = |offset, limit| {
        let options = SearchOptions {
            limit,
            offset,
            sort: Sort::Newest,
            facets: Vec::new(),
        };
        let found = find(&index, "pilih", &options);
        assert_eq!(found.total, 4);
        found.posts.iter().map(|post| post.0).collect::<Vec<_>>()
    };
    assert_eq!(page(0, 3), [4, 2, 1]);
    assert_eq!(page(3, 3), [3]);
    assert!(page(4, 3).is_empty());
    assert!(page(0, 0).is_empty());
    assert_eq!(page(0, usize::MAX).len(), 4);
}

#[test]
fn facets_count_every_hit() {
    let (_folder, index) = index_of(&facts());
    let options = SearchOptions {
        limit: 1,
        facets: Facet::all().collect(),
        ..SearchOptions::default()
    };
    let found = find(&index, "pilih -tag:\"perlu rapat\"", &options);
    assert_eq!((found.posts.len(), found.total), (1, 3));
    let mut shown = String::new();
    for facet in &found.facets {
        shown += &format!("{}: {:?}\n", facet.facet.field(), facet.values);
    }
    insta::assert_snapshot!(shown, @r#"
    agency: [("Dinas Pendidikan Kota Halus", 2), ("Kecamatan Sukamaju", 1)]
    band: [("low", 1), ("medium", 1), ("none", 1)]
    contest: [("demo-2027", 2)]
    lang: [("id", 2), ("su", 1)]
    platform: [("mastodon", 2), ("bluesky", 1)]
    region: [("32.05.01", 1), ("33", 1), ("91.03", 1)]
    signal: [("endorsement", 1)]
    tag: []
    target: [("demo-2027/halus", 1)]
    verdict: [("none", 2), ("unsure", 1)]
    "#);
    for facet in ["platform", "agency", "region", "band", "lang", "verdict"] {
        let counts = found
            .facets
            .iter()
            .find(|counts| counts.facet == facet.parse().unwrap());
        let sum: u64 = counts.unwrap().values.iter().map(|(_, count)| count).sum();
        assert_eq!(sum, found.total, "{facet}");
    }
}

#[test]
fn accounts_are_never_counted() {
    let refused = "account".parse::<Facet>().unwrap_err();
    insta::assert_snapshot!(refused, @"accounts are not counted: posts are ranked, people never; use account: in the query");
}
