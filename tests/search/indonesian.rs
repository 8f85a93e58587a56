//! Searching as people type and write in Indonesia: numbers, hashtags, slang, names of values, and
//! what is said when nothing is found.

use std::collections::BTreeSet;

use netra::model::{Contest, Contestant, ContestantKind};
use netra::search::query::QueryProblem;
use netra::search::{IndexDocument, Query, SHIPPED, SearchOptions, hashtags, names};
use netra::text::analyze::{Analyzer, Resources};
use netra::text::stem::is_root;
use rstest::rstest;

use crate::score::support::demo;

use super::corpus::{facts, hits, index_of, post};

fn of(texts: &[&str]) -> Vec<IndexDocument> {
    (1..)
        .zip(texts)
        .map(|(number, text)| post(number, text))
        .collect()
}

#[test]
fn a_ballot_number_is_found_however_it_is_written() {
    let spellings = [
        "coblos nomor 2",
        "coblos No. 2 ya",
        "coblos no.2",
        "coblos nmr 02",
        "coblos nomor urut 2",
        "coblos no urut 02",
        "coblos nomor dua",
        "coblos nomor II",
        "coblos no2",
        "coblos nomor02",
        "coblos № 2",
        "#CoblosNomor2",
        "#coblosno2",
        "coblos nomer loro",
    ];
    let others = ["coblos nomor 12", "no, bukan dua", "nomor 20", "dua orang"];
    let (_folder, index) = index_of(&of(&[&spellings[..], &others].concat()));
    let all: Vec<i64> = (1..).take(spellings.len()).collect();
    for query in [
        "\"nomor 2\"",
        "\"No. 2\"",
        "\"no.2\"",
        "\"nomor urut 02\"",
        "\"nomor dua\"",
        "nomor dua",
        "\"coblos no 2\"",
    ] {
        assert_eq!(hits(&index, query), all, "{query}");
    }
    assert!(hits(&index, "02").len() >= all.len());
    assert_eq!(hits(&index, "dua"), [7, 16, 18]);
}

#[test]
fn a_hashtag_is_found_whole_and_by_its_words() {
    let texts = [
        "ayo #SukarajaBangkit",
        "#sukarajabangkit",
        "#sukaraja_bangkit",
        "bangkit",
    ];
    let (_folder, index) = index_of(&of(&texts));
    for query in [
        "sukarajabangkit",
        "SukarajaBangkit",
        "sukarajab*",
        "\"suka raja bangkit\"",
    ] {
        let expected: &[i64] = if query.contains(' ') {
            &[2]
        } else {
            &[1, 2, 3]
        };
        assert_eq!(hits(&index, query), expected, "{query}");
    }
    assert_eq!(hits(&index, "#sukarajabangkit"), [1, 2]);
    assert_eq!(hits(&index, "bangkit"), [1, 2, 3, 4]);
    let found: Vec<String> = hashtags("#Ayo ikut #ayo ＃Pilih_Dua!")
        .into_iter()
        .collect();
    assert_eq!(found, ["ayo", "pilih_dua"]);
}

#[rstest]
#[case("teman-teman", &["Teman2 semua", "teman-teman", "teman"], &[1, 2, 3])]
#[case("\"bakal calon\"", &["Bakal calon bupati", "Calon bupati menyapa"], &[1])]
#[case("bagi kaos", &["bagi-bagi kaos gratis", "dibagikan kaos", "kaos gratis"], &[1, 2])]
#[case("dukung", &["para pendukung", "mendukung", "dukungan"], &[1, 2, 3])]
#[case("like", &["ngelike", "dilike", "likenya", "likuiditas"], &[1, 2, 3])]
#[case("posting", &["memposting", "postingan", "diposting"], &[1, 2, 3])]
#[case("sembako", &["sembakonya dibagikan"], &[1])]
#[case("kawal", &["mengawal suara", "dikawal", "awalnya"], &[1, 2])]
#[case("teh !kopi", &["teh", "teh dan kopi"], &[1])]
#[case("sma", &["siswa SMA Negeri 1", "sama saja"], &[1])]
#[case("sni", &["helm SNI", "ke sini"], &[1])]
#[case("spd", &["Budi, SPd", "naik sepeda"], &[1])]
#[case("\"keputusan dan/atau tindakan\"", &["membuat keputusan dan/atau tindakan yang menguntungkan"], &[1])]
#[case("\"sebelum, selama, dan sesudah masa kampanye\"", &["Sebelum, selama, dan sesudah masa kampanye"], &[1])]
fn finds(#[case] query: &str, #[case] texts: &[&str], #[case] expected: &[i64]) {
    let (_folder, index) = index_of(&of(texts));
    assert_eq!(hits(&index, query), expected);
}

#[rstest]
#[case::beginning("\"dukung pas*\"")]
#[case::nearly("\"dukung~1 paslon\"")]
#[case::exact("=\"dukung pas*\"")]
fn a_sign_inside_quotation_marks_is_refused(#[case] query: &str) {
    let refused = query.parse::<Query>().map_err(|error| error.problem);
    assert_eq!(refused, Err(QueryProblem::QuotedSign));
}

/// Whose names the stemmer leaves alone: people's, and not those of movements.
#[test]
fn words_of_a_movement_are_ordinary() {
    let movement = Contest {
        contestants: vec![Contestant {
            kind: ContestantKind::Movement,
            ..demo().contestants.remove(0)
        }],
        ..demo()
    };
    assert!(names([&movement]).is_empty());
    assert!(!names([&demo()]).is_empty());
}

/// Words of the dictionary, and what is short for an office or a school, mean themselves. What the
/// dictionary itself calls another spelling of the same word may be rewritten.
#[test]
fn slang_never_rewrites_a_word() {
    let same = [
        "aja", "banget", "elu", "enggak", "gue", "kagak", "kalo", "kayak", "tak",
    ];
    let whole: BTreeSet<&str> = SHIPPED.whole.lines().map(str::trim).collect();
    let entries = SHIPPED.slang.lines().filter(|line| !line.starts_with('#'));
    let written = entries.filter_map(|line| Some(line.split_once('=')?.0.trim()));
    let colliding: Vec<&str> = written
        .filter(|word| (is_root(word) && !same.contains(word)) || whole.contains(word))
        .collect();
    assert!(colliding.is_empty(), "{colliding:?}");
}

#[test]
fn a_bad_number_list_is_refused() {
    let resources = Resources {
        numbers: "satu 1",
        ..SHIPPED
    };
    let error = Analyzer::new(&resources, []).unwrap_err().to_string();
    insta::assert_snapshot!(error, @r#"line 1 of the number list is "satu 1"; expected `one word = word or digits`"#);
}

/// What the program makes of names, and what it says of names that nobody has.
fn resolved(query: &str) -> String {
    let (_folder, index) = index_of(&facts());
    let parsed: Query = query.parse().unwrap();
    let (named, _) = match index.resolve_names(&parsed, query, None).unwrap() {
        Ok(named) => named,
        Err(error) => return error.to_string(),
    };
    let (resolved, _) = index.resolve_accounts(&named, None).unwrap();
    resolved.to_string()
}

#[rstest]
#[case("target:sahaja", "target:demo-2027/sahaja")]
#[case(
    "target:demo-2027",
    "target:demo-2027/halus OR target:demo-2027/sahaja"
)]
#[case("contest:demo", "contest:demo-2027")]
#[case("-contest:2027 pilih", "-contest:demo-2027 pilih")]
#[case("account:akun", "account:akun@contoh.example")]
#[case("account:guru", "account:guru.contoh.example")]
#[case("account:guru.contoh.example", "account:guru.contoh.example")]
fn names_are_resolved(#[case] typed: &str, #[case] understood: &str) {
    assert_eq!(resolved(typed), understood);
}

#[test]
fn unknown_names_are_refused_with_a_suggestion() {
    insta::assert_snapshot!(resolved("pilih target:sahja"), @r#"target is never "sahja"; it is one of demo-2027/halus, demo-2027/sahaja [at character 14: sahja]; did you mean target:sahaja ?"#);
    insta::assert_snapshot!(resolved("contest:pilwalkot"), @r#"contest is never "pilwalkot"; it is one of demo-2027 [at character 9: pilwalkot]"#);
}

#[test]
fn silence_is_explained() {
    let texts = [
        "mari coblos nomor dua",
        "menang bersama rakyat",
        "dua jam antre",
    ];
    let (_folder, index) = index_of(&of(&texts));
    let told = [
        "mennag rakyat",
        "coblos rakyat",
        "\"dua coblos\"",
        "account:ak",
        "coblos rakyat antre",
        "coblos band:high",
    ]
    .map(|query| {
        let parsed: Query = query.parse().unwrap();
        let found = index.search(&parsed, &SearchOptions::default()).unwrap();
        assert_eq!(found.total, 0, "{query}");
        let reasons = index.reasons_for_silence(&parsed, None).unwrap();
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        format!("{query}: {}", reasons.join(" | "))
    });
    insta::assert_snapshot!(told.join("\n"), @"
    mennag rakyat: no post matches mennag; near: menang
    coblos rakyat: without coblos: 1 | without rakyat: 1
    \"dua coblos\": no post has the phrase \"dua coblos\"; with its words anywhere: 1
    account:ak: no post matches account:ak; an account goes by its address, a part of it, or its number in netra registry list
    coblos rakyat antre: no post has all of these, nor all but one
    coblos band:high: no post matches band:high; posts have: band:none
    ");
}
