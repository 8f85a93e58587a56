//! Who holds an office and is spoken of, or to, in it is no contestant, unless the post speaks of
//! an election.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use netra::model::{Assessment, Contest, Language, Subject};
use netra::score::Scorer;
use rstest::rstest;
use serde::Deserialize;

use super::support::{SCORER, classifier, demo, lexicon, norms, packs, subject};

/// Written with the rules in mind.
const KNOWING: &str = include_str!("../fixtures/score/offices.jsonl");
/// Written by somebody who had not seen them, with sentences of other kinds.
const FRESH: &str = include_str!("../fixtures/score/fresh/attacks.jsonl");

/// What is wrong of either; nothing else may be.
const KNOWN: [&str; 3] = ["incumbent-11", "incumbent-22", "office-n12"];

#[derive(Debug, Deserialize)]
struct Sentence {
    id: String,
    pack: String,
    exp: String,
    text: String,
    kind: Option<String>,
}

fn sentences(lines: &str) -> Vec<Sentence> {
    let lines = lines.lines().map(serde_json::from_str);
    let read: Result<Vec<Sentence>, _> = lines.collect();
    let read = read.expect("the fixture holds").into_iter();
    let about_offices = |one: &Sentence| one.kind.as_deref().is_none_or(|kind| kind == "incumbent");
    read.filter(about_offices).collect()
}

/// The sentences that come to the queue and should not, or the other way round.
fn wrong(sentences: &[Sentence]) -> BTreeSet<String> {
    let packs: BTreeMap<String, Contest> = packs()
        .into_iter()
        .map(|pack| (pack.id.clone(), pack))
        .collect();
    let mut scorers: BTreeMap<String, Scorer> = BTreeMap::new();
    let mut wrong = BTreeSet::new();
    for one in sentences {
        let scorer = scorers.entry(one.pack.clone());
        let scorer = scorer.or_insert_with(|| with(&packs[&one.pack]));
        let post = Subject {
            day: None,
            ..subject(&one.text)
        };
        if scorer.assess(&post).band.queued() != (one.exp == "q") {
            wrong.insert(one.id.clone());
        }
    }
    wrong
}

fn with(pack: &Contest) -> Scorer {
    Scorer::compile(
        std::slice::from_ref(pack),
        &lexicon(),
        &norms(),
        classifier().as_ref(),
    )
}

fn is_in_office(assessment: &Assessment) -> bool {
    assessment.counter.iter().any(|one| one.rule == "office")
}

#[test]
fn sentences_are_right_but_for_those_known() {
    let wrong: BTreeSet<String> = [KNOWING, FRESH]
        .into_iter()
        .flat_map(|lines| wrong(&sentences(lines)))
        .collect();
    assert_eq!(wrong, KNOWN.map(str::to_owned).into_iter().collect());
}

#[rstest]
#[case::spoken_of("Bupati Bagas Wirawan meresmikan jembatan", true)]
#[case::spoken_to("Pak Bagas, kapan jalan kami diperbaiki?", true)]
#[case::promises("Mana janji kampanye Pak Bagas", true)]
#[case::who_is_it_already("Bagas Wirawan bupati kita", true)]
#[case::acts_himself("Bagas Wirawan memilih kepala dinas baru", true)]
#[case::a_vote("Coblos Bagas Wirawan", false)]
#[case::a_number("Bagas Wirawan nomor 2", false)]
#[case::a_pair("Bagas-Nur memang kompak", false)]
#[case::a_slogan("Bagas Wirawan, lanjut makmur bersama BANU", false)]
#[case::a_campaign_tag("Terima kasih Pak Bagas #LanjutMakmur", false)]
#[case::another_term("Pak Bagas dua periode", false)]
#[case::going_on("Lanjutkan Pak Bagas", false)]
#[case::making_way("Ganti bupati, Bagas gagal", false)]
#[case::a_comparison("Bagas Wirawan kalah sabar dari Hadi Santosa", false)]
#[case::a_word_of_elections("Bagas Wirawan di debat cabup", false)]
#[case::the_ballot("Bagas Wirawan di kertas suara", false)]
#[case::support_beside_the_name("Saya dukung Bagas Wirawan", false)]
#[case::once_more("Bagas Wirawan lagi!", false)]
#[case::at_work("Bagas Wirawan lagi rapat", true)]
#[case::behind_his_term("Bupati Bagas Wirawan sampai 2032", false)]
#[case::within_his_term("Bupati Bagas Wirawan sampai 2027", true)]
#[case::a_campaign("Bupati Bagas Wirawan di konvoi", false)]
#[case::the_deputy("Nur Aisyah orangnya ramah", true)]
#[case::another("Hadi Santosa meresmikan warung", false)]
fn an_election_makes_a_contestant_of_who_holds_an_office(
    #[case] text: &str,
    #[case] in_office: bool,
) {
    let assessment = SCORER.assess(&subject(text));
    assert_eq!(is_in_office(&assessment), in_office, "{assessment:?}");
}

#[test]
fn it_says_why_with_the_words_and_the_code() {
    let text = "Bupati Bagas Wirawan tidak becus mengurus sampah";
    let assessment = SCORER.assess(&subject(text));
    let said = assessment.counter.iter().find(|one| one.rule == "office");
    let said = said.expect("he holds the office");
    assert_eq!(
        said.reason.text(Language::Indonesian),
        "“Bagas Wirawan” dikritik sebagai Bupati Sukaraja, bukan sebagai peserta pemilihan: tidak ada kata tentang pemilihan."
    );
    assert_eq!(said.reason.wording().allowance(), Some("OK-10"));
    let shown: Vec<&str> = said
        .spans
        .iter()
        .map(|span| &text[span.range[0]..span.range[1]])
        .collect();
    assert_eq!(shown, ["Bagas Wirawan", "Bupati"]);
}

#[rstest]
#[case::before(date(2023, 2, 19), false)]
#[case::first(date(2023, 2, 20), true)]
#[case::last(date(2028, 2, 20), true)]
#[case::after(date(2028, 2, 21), false)]
fn the_day_of_the_post_decides(#[case] day: jiff::civil::Date, #[case] in_office: bool) {
    let post = Subject {
        day: Some(day),
        ..subject("Bupati Bagas Wirawan meresmikan jembatan")
    };
    assert_eq!(is_in_office(&SCORER.assess(&post)), in_office);
}

/// An office that ends while the contest goes on.
#[test]
fn a_post_without_a_day_is_one_of_the_contest() {
    let mut pack = demo();
    for office in &mut pack.contestants[1].offices {
        office.until = Some(date(2027, 3, 1));
    }
    let scorer = with(&pack);
    let post = |day| Subject {
        day,
        ..subject("Bupati Bagas Wirawan meresmikan jembatan")
    };
    assert!(is_in_office(&scorer.assess(&post(None))));
    assert!(!is_in_office(
        &scorer.assess(&post(Some(date(2027, 11, 10))))
    ));
}

/// Only of his own office is he spoken of: another one has to be named.
#[test]
fn another_office_counts_where_it_is_named() {
    let mut pack = demo();
    for office in &mut pack.contestants[1].offices {
        office.at_stake = false;
    }
    let scorer = with(&pack);
    let says = |text| is_in_office(&scorer.assess(&subject(text)));
    assert!(says("Menteri Bagas Wirawan meresmikan jembatan"));
    assert!(!says("Bagas Wirawan orangnya ramah"));
}

/// The vote in one passage makes a contestant of whoever is named in another.
#[test]
fn an_election_anywhere_in_a_long_post_counts() {
    let talk = "Bupati Bagas Wirawan meresmikan jembatan. ";
    let filler = "Hari ini hujan turun sejak pagi dan jalan licin. ".repeat(120);
    let said = |end: &str| {
        let text = format!("{talk}{filler}{end}");
        is_in_office(&SCORER.assess(&subject(&text)))
    };
    assert!(said("Semoga besok cerah."));
    assert!(!said("Coblos Bagas Wirawan nomor 2."));
}
