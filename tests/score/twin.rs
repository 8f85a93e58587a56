//! Even-handed: the words of one contestant for those of another leave the score as it is.

use netra::model::EntryKind;
use proptest::prelude::*;
use rstest::rstest;

use super::support::{SCORER, demo, subject};

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

fn scores(template: &str) -> Vec<f64> {
    (0..3)
        .map(|contestant| {
            let text = filled(template, contestant);
            SCORER.assess(&subject(&text)).score
        })
        .collect()
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
    assert!(
        scores
            .iter()
            .all(|score| score.total_cmp(&scores[0]).is_eq()),
        "{template}: {scores:?}"
    );
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
        prop_assert!(
            scores.iter().all(|score| score.total_cmp(&scores[0]).is_eq()),
            "{template}: {scores:?}"
        );
    }
}
