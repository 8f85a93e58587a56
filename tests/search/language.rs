//! The query language: what is understood, and what people are told otherwise.

use netra::search::Query;
use netra::search::query::{DEEPEST, LONGEST};
use rstest::rstest;

#[rstest]
#[case("a  b", "a b")]
#[case("a AND (b c)", "a b c")]
#[case("a OR (b OR c)", "a OR b OR c")]
#[case("a b OR c", "a b OR c")]
#[case("(a b) OR c", "a b OR c")]
#[case("a (b OR c)", "a (b OR c)")]
#[case("NOT a NOT (b c)", "-a -(b c)")]
#[case("“dukung paslon”~3", "\"dukung paslon\"~3")]
#[case("=\"satu dua\"", "=\"satu dua\"")]
#[case("or and not", "\"not\"")]
#[case("dukung atau paslon", "dukung OR paslon")]
#[case("dukung ATAU paslon", "dukung OR paslon")]
#[case("dukung dan/atau paslon", "dukung OR paslon")]
#[case("dukung dan paslon", "dukung paslon")]
#[case("dukung DAN paslon", "dukung paslon")]
#[case("dan paslon atau", "paslon")]
#[case("dan", "\"dan\"")]
#[case("coblos bukan golput", "coblos -golput")]
#[case("coblos not golput", "coblos -golput")]
#[case("coblos bukan", "coblos \"bukan\"")]
#[case("coblos –golput", "coblos -golput")]
#[case("coblos —golput", "coblos -golput")]
#[case("coblos ﹣golput", "coblos -golput")]
#[case("coblos −golput", "coblos -golput")]
#[case("«nomor coblos»", "\"nomor coblos\"")]
#[case("'nomor coblos'", "\"nomor coblos\"")]
#[case("‘nomor coblos’~2", "\"nomor coblos\"~2")]
#[case("＂nomor coblos＂", "\"nomor coblos\"")]
#[case("‚sholat jum'at‘ jum’at", "\"sholat jum'at\" jum’at")]
#[case("='nomor coblos'", "=\"nomor coblos\"")]
#[case("agency:'kota halus'", "agency:\"kota halus\"")]
#[case("date:2027–02–01…2027–02–28", "date:2027-02-01..2027-02-28")]
#[case("lang:jawa lang:ind lang:JW", "lang:jv lang:id lang:jv")]
#[case("tag:#SukarajaBangkit", "tag:sukarajabangkit")]
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
        "m?nang",
        "menang^2",
        "'nomor dua",
        "lang:xx",
        "prabowo~",
        "prabowo~3",
        "\"satu dua\"~99",
        "=menang*",
        "été ünd bnad:x",
    ];
    let complaints: Vec<String> = queries.into_iter().map(complaint).collect();
    insta::assert_snapshot!(complaints.join("\n"), @r#"
    ^ the query is empty; did you mean * ?
    pilih bnad:high
          ^ there is no field "bnad" [at character 7: bnad:high]; did you mean band: ?
    tanggal:2027-10-01
    ^ there is no field "tanggal" [at character 1: tanggal:2027-10-01]; did you mean date: ?
    catatan: pilih
    ^ there is no field "catatan" [at character 1: catatan:]; did you mean "catatan: …" in quotation marks ?
    band:hihg
         ^ band is never "hihg"; it is one of high, medium, low, none [at character 6: hihg]; did you mean band:high ?
    band:
         ^ band: needs a value right after the colon [at the end]
    band:(high OR low)
         ^ band: takes one value; join several with OR [at character 6: (high]
    signal:apa
           ^ signal is never "apa"; it is one of call, endorsement, share, slogan, symbol, event, attack, membership, institution, party_promotion, pressure, material, model [at character 8: apa]
    region:32.4
           ^ "32.4" is no region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001, or a name such as "Jawa Barat" [at character 8: 32.4]
    region:32.*
           ^ "32." is no region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001, or a name such as "Jawa Barat" [at character 8: 32.*]; did you mean region:32 ?
    date:31-10-2027
         ^ "31-10-2027" is no date; expected 2024-10-31, 2024-10, 2024, or a range such as 2024-09-25..2024-11-23 [at character 6: 31-10-2027]; did you mean date:2027-10-31 ?
    date:2027-02-30
         ^ "2027-02-30" is no date; expected 2024-10-31, 2024-10, 2024, or a range such as 2024-09-25..2024-11-23 [at character 6: 2027-02-30]
    date:2027-11-23..2027-09-25
         ^ the range "2027-11-23..2027-09-25" ends before it begins [at character 6: 2027-11-23..2027-09-25]; did you mean date:2027-09-25..2027-11-23 ?
    date:..
         ^ ".." is no date; expected 2024-10-31, 2024-10, 2024, or a range such as 2024-09-25..2024-11-23 [at character 6: ..]
    score:>=70
          ^ ">=70" is no score; expected a number from 0 to 1 as in >=0.7, or a range such as 0.5..0.7 [at character 7: >=70]
    score:>=0,7
          ^ ">=0,7" is no score; expected a number from 0 to 1 as in >=0.7, or a range such as 0.5..0.7 [at character 7: >=0,7]; did you mean score:>=0.7 ?
    score:0.9..0.2
          ^ the range "0.9..0.2" ends before it begins [at character 7: 0.9..0.2]; did you mean score:0.2..0.9 ?
    pilih OR
          ^ OR needs something on both sides [at character 7: OR]
    OR pilih
    ^ OR needs something on both sides [at character 1: OR]
    pilih AND OR dua
          ^ AND needs something on both sides [at character 7: AND]
    pilih AND
          ^ AND needs something on both sides [at character 7: AND]
    pilih NOT
          ^ NOT needs something on its right [at character 7: NOT]
    (pilih OR dua
    ^ this parenthesis is never closed [at character 1: (pilih]
    pilih dua)
             ^ this parenthesis was never opened [at character 10: )]
    pilih ()
           ^ there is nothing between these parentheses [at character 8: )]
    "nomor dua
    ^ this quotation mark is never closed [at character 1: "nomor]
    pilih "..."
          ^ "..." holds no word, number, tag or pictograph to look for [at character 7: "..."]
    pilih !!!
          ^ "!!!" holds no word, number, tag or pictograph to look for [at character 7: !!!]
    pilih - dua
          ^ - excludes what stands right behind it, and nothing does [at character 7: -]; did you mean -dua ?
    me*ang
    ^ * stands only at the end of a word, or alone for every post [at character 1: me*ang]
    a*
    ^ "a" is too short a beginning; at least two letters before * [at character 1: a*]
    e-ktp*
    ^ "e-ktp" is several words; * and ~ after a word take one [at character 1: e-ktp*]
    m?nang
    ^ "m?nang" holds a sign that means nothing here; * stands at the end of a word, ~1 allows for one wrong letter [at character 1: m?nang]
    menang^2
    ^ "menang^2" holds a sign that means nothing here; * stands at the end of a word, ~1 allows for one wrong letter [at character 1: menang^2]; did you mean menang ?
    'nomor dua
    ^ this quotation mark is never closed [at character 1: 'nomor]
    lang:xx
         ^ lang is never "xx"; it is one of id, jv, su, en, und [at character 6: xx]
    prabowo~
           ^ "~" is no distance; a word takes ~1 or ~2, a phrase ~1 to ~50 [at character 8: ~]; did you mean prabowo~1 ?
    prabowo~3
           ^ "~3" is no distance; a word takes ~1 or ~2, a phrase ~1 to ~50 [at character 8: ~3]
    "satu dua"~99
              ^ "~99" is no distance; a word takes ~1 or ~2, a phrase ~1 to ~50 [at character 11: ~99]
    =menang*
    ^ = asks for the exact word and does not go with * or ~ [at character 1: =menang*]
    été ünd bnad:x
            ^ there is no field "bnad" [at character 9: bnad:x]; did you mean band: ?
    "#);
}

#[test]
fn caps_hold() {
    let deep = format!("{}a{}", "(".repeat(DEEPEST + 1), ")".repeat(DEEPEST + 1));
    insta::assert_snapshot!(deep.parse::<Query>().unwrap_err(), @"the query is nested deeper than 32 levels [at character 34: a)))))))))))))))))))))))…]");
    let negated = format!("{}a", "-".repeat(DEEPEST + 1));
    assert!(negated.parse::<Query>().is_err());
    let fits = format!("{}a{}", "(".repeat(DEEPEST), ")".repeat(DEEPEST));
    assert!(fits.parse::<Query>().is_ok());
    let long = "a ".repeat(LONGEST);
    insta::assert_snapshot!(long.parse::<Query>().unwrap_err(), @"the query is longer than 4096 bytes");
}
