//! Swapping the words of contestants in a text.

use netra::model::{EntryKind, FurtherText, Subject};
use netra::score::{SkipReason, Twins};
use proptest::prelude::*;
use rstest::rstest;

use super::support::{SCORER, demo, subject};

fn twins(text: &str) -> Twins {
    SCORER.twins(&subject(text))
}

/// The twin of a text for another contestant of the fictional contest.
fn twin(text: &str, from: &str, to: &str) -> String {
    let names = [from, to].map(|id| format!("demo-2027/{id}"));
    let twins = twins(text);
    let found = twins.made.iter().find(|twin| {
        [&twin.from, &twin.to] == [&names[0], &names[1]]
            || [&twin.to, &twin.from] == [&names[0], &names[1]]
    });
    found
        .unwrap_or_else(|| panic!("{text}: {twins:?}"))
        .text
        .clone()
}

#[rstest]
#[case::name("Ayo pilih Bagas Wirawan!", "Ayo pilih Hadi Santosa!")]
#[case::second_name("Dukung Nur Aisyah", "Dukung Lestari Putri")]
#[case::capitals("DUKUNG BAGAS WIRAWAN", "DUKUNG HADI SANTOSA")]
#[case::small_letters("dukung bagas wirawan", "dukung hadi santosa")]
#[case::nickname("Mantap Pak Bagas", "Mantap Pak Hadi")]
#[case::slogan("Lanjut Makmur bersama kami", "Sukaraja Bangkit bersama kami")]
#[case::hashtag("#LanjutMakmur gaspol", "#SukarajaBangkit gaspol")]
#[case::inside_a_hashtag("#DukungBagasWirawan sekarang", "#DukungHadiSantosa sekarang")]
#[case::digits("coblos nomor urut 02", "coblos nomor urut 01")]
#[case::glued("coblos no2 ya", "coblos no1 ya")]
#[case::words("coblos nomor dua", "coblos nomor satu")]
#[case::javanese("nyoblos nomer loro, Pak Bagas", "nyoblos nomer siji, Pak Hadi")]
#[case::fingers("Salam dua jari Bagas Wirawan", "Salam satu jari Hadi Santosa")]
#[case::hand("Foto Pak Bagas ✌ coblos", "Foto Pak Hadi ☝ coblos")]
#[case::clitic("pilih bagas wirawannya dong", "pilih hadi santosanya dong")]
#[case::both(
    "Bagas Wirawan lebih baik dari Hadi Santosa, pilih nomor 2 bukan nomor 1",
    "Hadi Santosa lebih baik dari Bagas Wirawan, pilih nomor 1 bukan nomor 2"
)]
#[case::a_third_stays(
    "Pilih Bagas Wirawan, bukan Yasin Maulana",
    "Pilih Hadi Santosa, bukan Yasin Maulana"
)]
#[case::joined_otherwise("Coblos Bagas - Nur", "Coblos Hadi - Lestari")]
#[case::waiting_for_company(
    "Dukung Bagas Wirawan, ekonomi bangkit",
    "Dukung Hadi Santosa, ekonomi lanjut"
)]
fn words_become_words_of_the_same_kind(#[case] original: &str, #[case] expected: &str) {
    assert_eq!(twin(original, "banu", "halus"), expected);
    assert_eq!(twin(expected, "halus", "banu"), original, "and back");
}

#[test]
fn each_other_contestant_gets_a_twin() {
    let made = twins("Ayo pilih Bagas Wirawan!").made;
    let to: Vec<&str> = made.iter().map(|twin| twin.to.as_str()).collect();
    assert_eq!(to, ["demo-2027/halus", "demo-2027/yasda"]);
    assert!(made.iter().all(|twin| twin.kinds == ["name"] && twin.alike));
    let both = twins("Bagas Wirawan lawan Hadi Santosa").made;
    assert_eq!(both.len(), 3, "the two named change places once: {both:?}");
}

#[test]
fn a_text_that_names_nobody_has_no_twin() {
    assert_eq!(twins("Sarapan bubur ayam"), Twins::default());
    assert_eq!(twins(""), Twins::default());
}

#[test]
fn different_words_become_different_words() {
    let tags = "#BagasNur #LanjutMakmurBersamaBANU #BagasNurDuaPeriode #BANU #BANU2027 #BANUMenang";
    let twin = twin(tags, "banu", "halus");
    let mut words: Vec<&str> = twin.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 6, "{twin}");
}

#[test]
fn what_the_other_lacks_is_skipped_and_told() {
    let mut pack = demo();
    pack.contestants[0].number = None;
    let scorer = netra::score::Scorer::compile(
        &[pack],
        &super::support::lexicon(),
        &super::support::norms(),
        super::support::classifier().as_ref(),
    );
    let twins = scorer.twins(&subject("coblos nomor 2 Bagas Wirawan"));
    assert_eq!(twins.made.len(), 1, "{twins:?}");
    assert_eq!(twins.skipped.len(), 1);
    assert_eq!(twins.skipped[0].reason, SkipReason::KindLacking("number"));
    assert_eq!(twins.skipped[0].to, "demo-2027/halus");
}

/// The words of a kind that every contestant has as many of.
fn words_of(kind: EntryKind) -> Vec<String> {
    let demo = demo();
    let lists = demo.contestants.iter().map(|contestant| {
        let entries = contestant.entries.iter();
        let plain = entries.filter(|one| one.kind == kind && !one.needs_company);
        let plain = plain.filter(|one| !one.case_sensitive);
        plain.map(|one| one.form.clone()).collect::<Vec<_>>()
    });
    let lists: Vec<Vec<String>> = lists.collect();
    let shortest = lists.iter().map(Vec::len).min().unwrap();
    let kept = lists
        .into_iter()
        .flat_map(|list| list.into_iter().take(shortest));
    kept.collect()
}

/// Words of the contestants, and words between them.
fn phrases() -> impl Strategy<Value = String> {
    let between = [
        "coblos",
        "dukung",
        "jangan",
        "semoga menang",
        "katanya",
        "mantap",
        "?",
        "!",
    ];
    let mut parts: Vec<String> = between.map(str::to_owned).to_vec();
    for number in 1..=3 {
        parts.extend([
            format!("nomor {number}"),
            format!("0{number}"),
            format!("paslon {number}"),
        ]);
    }
    parts.extend(["satu jari", "dua jari", "tiga jari", "☝", "✌", "🤘"].map(str::to_owned));
    for kind in [
        EntryKind::Name,
        EntryKind::Nickname,
        EntryKind::Pair,
        EntryKind::Slogan,
    ] {
        parts.extend(words_of(kind));
    }
    parts.extend(
        words_of(EntryKind::Hashtag)
            .iter()
            .map(|form| format!("#{form}")),
    );
    prop::sample::select(parts)
}

/// A post of which each text is made of these phrases.
fn pictured<'a>(text: &'a str, alts: &'a [String]) -> Subject<'a> {
    let alts = alts.iter().map(|alt| Some(alt.as_str()));
    Subject {
        further: FurtherText::alternatives(alts),
        ..subject(text)
    }
}

#[test]
fn all_texts_of_a_post_change_together() {
    let alts = [
        String::new(),
        "Coblos nomor 2".to_owned(),
        "dukung bagas wirawan".to_owned(),
    ];
    let twins = SCORER.twins(&pictured("Dukung Bagas Wirawan", &alts));
    let twin = twins.made.iter().find(|twin| twin.to == "demo-2027/halus");
    let twin = twin.expect("both have such words");
    assert_eq!(twin.text, "Dukung Hadi Santosa");
    // The last only repeats the post, and goes on doing so.
    assert_eq!(twin.further, ["", "Coblos nomor 1", "Dukung Hadi Santosa"]);
}

proptest! {
    #[test]
    fn twins_with_pictures_score_alike(
        text in prop::collection::vec(phrases(), 0..4),
        alts in prop::collection::vec(prop::collection::vec(phrases(), 0..4), 0..3),
    ) {
        let text = text.join(" ");
        let alts: Vec<String> = alts.iter().map(|parts| parts.join(" ")).collect();
        let post = pictured(&text, &alts);
        let score = SCORER.assess(&post).score;
        for twin in SCORER.twins(&post).made.iter().filter(|twin| twin.alike) {
            let other = SCORER.assess(&twin.subject(&post)).score;
            prop_assert!(score.total_cmp(&other).is_eq(), "{score} {other} {twin:?}");
        }
    }

    #[test]
    fn swapping_back_gives_the_same_text(parts in prop::collection::vec(phrases(), 1..7)) {
        let text = parts.join(" ");
        for twin in twins(&text).made.iter().filter(|twin| twin.alike) {
            let back = twins(&twin.text);
            let same_pair = |from: &str, to: &str| {
                (from == twin.from && to == twin.to) || (from == twin.to && to == twin.from)
            };
            let found = back.made.iter().find(|one| same_pair(&one.from, &one.to));
            let found = found.map(|one| one.text.as_str());
            prop_assert_eq!(found, Some(text.as_str()), "by way of {}", &twin.text);
        }
    }

    #[test]
    fn any_text_has_twins_without_panic(text in ".{0,120}", words in prop::collection::vec(phrases(), 0..4)) {
        let text = format!("{}{text}{}", words.join(""), words.join(" "));
        for twin in twins(&text).made {
            prop_assert!(SCORER.assess(&twin.subject(&subject(""))).score <= 1.0);
        }
    }
}
