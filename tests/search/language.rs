//! The query language: what is understood, and what people are told otherwise.

use netra::search::Query;
use netra::search::query::{DEEPEST, LONGEST};
use rstest::rstest;

#[rstest]
#[case("a  b", "a b")]
#[case("a AND (b c)", "a b c")]
#[case("a OR (b OR c)", "a OR b OR c")]
#[case("a b OR c", "(a b) OR c")]
#[case("a (b OR c)", "a (b OR c)")]
#[case("NOT a NOT (b c)", "-a -(b c)")]
#[case("“dukung paslon”~3", "\"dukung paslon\"~3")]
#[case("=\"satu dua\"", "=\"satu dua\"")]
#[case("or and not", "or and not")]
#[case("10:30 https://contoh.example/a:b", "10:30 https://contoh.example/a:b")]
#[case("DATE:2027-02", "date:2027-02-01..2027-02-28")]
#[case("date:<=2027", "date:..2027-12-31")]
#[case("date:<2027", "date:..2026-12-31")]
#[case("score:0.7", "score:0.7..0.7")]
#[case("score:>=0.70", "score:>=0.7")]
#[case("region:id", "region:ID")]
#[case("account:@Guru@contoh.example", "account:guru@contoh.example")]
#[case("tag:\"Perlu Rapat\"", "tag:\"perlu rapat\"")]
#[case("kata-kata", "kata-kata")]
#[case("a \"b\"c", "a \"b\" c")]
fn is_understood_as(#[case] typed: &str, #[case] understood: &str) {
    let query: Query = typed.parse().unwrap();
    assert_eq!(query.to_string(), understood);
    assert_eq!(understood.parse(), Ok(query));
}

/// The query, the place under it, and the message.
fn complaint(query: &str) -> String {
    let error = query.parse::<Query>().expect_err(query);
    let column = query[..error.at].chars().count();
    format!("{query}\n{}^ {error}", " ".repeat(column))
}

#[test]
fn bad_queries_get_a_place_and_a_suggestion() {
    let queries = [
        "",
        "pilih bnad:high",
        "tanggal:2027-10-01",
        "catatan: pilih",
        "band:hihg",
        "band:",
        "band:(high OR low)",
        "signal:apa",
        "region:32.4",
        "region:32.*",
        "date:31-10-2027",
        "date:2027-02-30",
        "date:2027-11-23..2027-09-25",
        "date:..",
        "score:>=70",
        "score:>=0,7",
        "score:0.9..0.2",
        "pilih OR",
        "OR pilih",
        "pilih AND OR dua",
        "pilih AND",
        "pilih NOT",
        "(pilih OR dua",
        "pilih dua)",
        "pilih ()",
        "\"nomor dua",
        "pilih \"...\"",
        "pilih !!!",
        "pilih - dua",
        "me*ang",
        "a*",
        "e-ktp*",
        "prabowo~",
        "prabowo~3",
        "\"satu dua\"~99",
        "=menang*",
        "été ünd bnad:x",
    ];
    let complaints: Vec<String> = queries.into_iter().map(complaint).collect();
    insta::assert_snapshot!(complaints.join("\n"), @"");
}

#[test]
fn caps_hold() {
    let deep = format!("{}a{}", "(".repeat(DEEPEST + 1), ")".repeat(DEEPEST + 1));
    insta::assert_snapshot!(deep.parse::<Query>().unwrap_err(), @"");
    let negated = format!("{}a", "-".repeat(DEEPEST + 1));
    assert!(negated.parse::<Query>().is_err());
    let fits = format!("{}a{}", "(".repeat(DEEPEST), ")".repeat(DEEPEST));
    assert!(fits.parse::<Query>().is_ok());
    let long = "a ".repeat(LONGEST);
    insta::assert_snapshot!(long.parse::<Query>().unwrap_err(), @"");
}
