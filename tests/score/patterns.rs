//! Slogans around the name of a contestant count for all of them.

use netra::model::{Contest, EntryKind, TargetEntry};
use netra::score::Scorer;
use rstest::rstest;

use super::support::{classifier, demo, lexicon, norms, subject};

/// The fictional contest with further slogans of the second pair.
fn with_slogans(forms: &[(&str, EntryKind)]) -> Contest {
    let mut pack = demo();
    let banu = &mut pack.contestants[1];
    let slogan = banu
        .entries
        .iter()
        .find(|entry| entry.kind == EntryKind::Slogan);
    let slogan = slogan.expect("the fixture holds").clone();
    for (number, (form, kind)) in forms.iter().enumerate() {
        banu.entries.push(TargetEntry {
            id: format!("banu.further.{number}"),
            form: (*form).to_owned(),
            kind: *kind,
            needs_company: false,
            ..slogan.clone()
        });
    }
    pack
}

/// Whose words campaign by themselves in a text.
fn campaigned(pack: &Contest, text: &str) -> Vec<String> {
    let scorer = Scorer::compile(
        std::slice::from_ref(pack),
        &lexicon(),
        &norms(),
        classifier().as_ref(),
    );
    let signals = scorer.assess(&subject(text)).signals.into_iter();
    let alone =
        signals.filter(|signal| ["alone.slogan", "alone.hashtag"].contains(&signal.rule.as_str()));
    alone.filter_map(|signal| signal.target).collect()
}

#[rstest]
#[case::as_listed("Bagas-Nur sing nomer siji", "banu")]
#[case::of_the_first("Hadi-Lestari sing nomer siji", "halus")]
#[case::of_the_third("Yasin-Surya sing nomer siji", "yasda")]
#[case::tag("#Pasukan_HadiLestari", "halus")]
fn a_slogan_around_a_name_is_one_for_all(#[case] text: &str, #[case] whose: &str) {
    let pack = with_slogans(&[
        ("Bagas-Nur sing nomer siji", EntryKind::Slogan),
        ("PasukanBagasNur", EntryKind::Hashtag),
    ]);
    assert_eq!(campaigned(&pack, text), [format!("demo-2027/{whose}")]);
}

#[test]
fn a_slogan_of_others_stays_theirs() {
    let pack = with_slogans(&[("serempak berbenah", EntryKind::Slogan)]);
    assert_eq!(campaigned(&pack, "Serempak berbenah!"), ["demo-2027/banu"]);
}

#[test]
fn a_name_and_a_call_is_no_slogan() {
    let pack = with_slogans(&[("dukung Bagas-Nur", EntryKind::Slogan)]);
    let none: [String; 0] = [];
    assert_eq!(campaigned(&pack, "Saya dukung Bagas-Nur"), none);
}
