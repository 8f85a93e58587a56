//! Even-handed: the words of one contestant for those of another leave the score as it is.

use std::sync::LazyLock;

use netra::model::{Contest, EntryKind};
use netra::score::Scorer;
use proptest::prelude::*;
use rstest::rstest;

use super::support::{classifier, demo, lexicon, norms, subject};

const NUMBERS: [[&str; 4]; 3] = [
    ["satu", "siji", "hiji", "☝"],
    ["dua", "loro", "dua", "✌"],
    ["tiga", "telu", "tilu", "🤘"],
];

fn form(contestant: usize, kind: EntryKind, which: usize) -> String {
    let demo = demo();
    let forms: Vec<String> = demo.contestants[contestant]
        .entries
        .iter()
        .filter(|entry| entry.kind == kind && !entry.needs_company)
        .map(|entry| entry.form.clone())
        .collect();
    forms[which.min(forms.len() - 1)].clone()
}

/// Puts one contestant's words into a template.
fn filled(template: &str, contestant: usize) -> String {
    let short = demo().contestants[contestant]
        .entries
        .iter()
        .find(|entry| entry.kind == EntryKind::ShortName)
        .expect("the fixture holds")
        .form
        .clone();
    let [word, javanese, sundanese, hand] = NUMBERS[contestant];
    template
        .replace("{name}", &form(contestant, EntryKind::Name, 0))
        .replace("{deputy}", &form(contestant, EntryKind::Name, 1))
        .replace("{short}", &short)
        .replace("{nickname}", &form(contestant, EntryKind::Nickname, 0))
        .replace("{pair}", &form(contestant, EntryKind::Pair, 0))
        .replace("{slogan}", &form(contestant, EntryKind::Slogan, 0))
        .replace("{hashtag}", &form(contestant, EntryKind::Hashtag, 0))
        .replace("{number}", &(contestant + 1).to_string())
        .replace("{word}", word)
        .replace("{javanese}", javanese)
        .replace("{sundanese}", sundanese)
        .replace("{hand}", hand)
}

/// A scorer for which nobody holds an office, and one for each contestant for which that one does.
static SCORERS: LazyLock<[Scorer; 4]> = LazyLock::new(|| {
    [None, Some(0), Some(1), Some(2)].map(|holder| {
        let pack = in_office(holder);
        Scorer::compile(&[pack], &lexicon(), &norms(), classifier().as_ref())
    })
});

/// The fictional contest with its head in another pair.
fn in_office(holder: Option<usize>) -> Contest {
    let mut pack = demo();
    let mut office = pack.contestants[1].offices[0].clone();
    office.holder.clear();
    for (contestant, one) in pack.contestants.iter_mut().enumerate() {
        one.offices.clear();
        if holder == Some(contestant) {
            one.offices.push(office.clone());
        }
    }
    pack
}

/// For each contestant, spoken of as one of three without an office, and as the one who holds it.
fn scores(template: &str) -> [Vec<f64>; 2] {
    let [nobody, ..] = &*SCORERS;
    let score = |scorer: &Scorer, contestant| {
        let text = filled(template, contestant);
        scorer.assess(&subject(&text)).score
    };
    let alike = (0..3).map(|contestant| score(nobody, contestant));
    let holders = (0..3).map(|contestant| score(&SCORERS[contestant + 1], contestant));
    [alike.collect(), holders.collect()]
}

fn is_even(scores: &[Vec<f64>]) -> bool {
    let mut rows = scores.iter();
    rows.all(|row| row.iter().all(|score| score.total_cmp(&row[0]).is_eq()))
}

#[rstest]
#[case("Ayo coblos {pair} nomor {number}!")]
#[case("Saya dukung {name} jadi bupati, {slogan}")]
#[case("#{hashtag} gaspol nomor {number}")]
#[case("jangan pilih paslon {number}, calon boneka, tenggelamkan {pair}")]
#[case("Ketemu {nickname} di hajatan, foto dulu {hand}")]
#[case("Mantap {nickname}, lanjutkan!")]
#[case("Ojo lali nyoblos nomer {javanese}, {nickname}")]
#[case("Hayu urang coblos nomer {sundanese}, ulah hilap!")]
#[case("salam {word} jari untuk {name} dan {deputy}")]
#[case("Bupati {name} meresmikan puskesmas (rilis Kominfo)")]
#[case("Pak {short} pembohong, kampanye bohong semua")]
#[case("0{number} menang satu putaran, {slogan}")]
#[case("Apakah {pair} akan menang? kata pengamat")]
fn twins_score_alike(#[case] template: &str) {
    let scores = scores(template);
    assert!(is_even(&scores), "{template}: {scores:?}");
}

proptest! {
    #[test]
    fn made_up_twins_score_alike(parts in prop::collection::vec(prop::sample::select(vec![
        "coblos", "dukung", "jangan", "tidak", "semoga", "menang", "lanjutkan", "katanya", "saya",
        "mantap", "pembohong", "?", "!", ",", ".", "kampanye", "hadir", "ayo", "netral", "lomba",
        "{name}", "{deputy}", "{pair}", "{slogan}", "#{hashtag}", "nomor {number}", "0{number}",
        "{hand}", "nomer {javanese}", "foto", "dua periode", "timses", "bupatiku", "dilarang",
    ]), 1..9)) {
        let template = parts.join(" ");
        let scores = scores(&template);
        prop_assert!(is_even(&scores), "{template}: {scores:?}");
    }
}
