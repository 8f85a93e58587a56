//! Reasons as data: one table of both languages, and what is stored of them.

use std::collections::{BTreeMap, BTreeSet};

use netra::model::{Assessment, Explanation, Language, Sentence, Wording};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::assess;

const LANGUAGES: [Language; 2] = [Language::Indonesian, Language::English];

fn slots(wording: Wording, language: Language) -> BTreeSet<&'static str> {
    let template = wording.template(language);
    let pieces = template.split('{').skip(1);
    pieces
        .map(|piece| piece.split_once('}').expect("slots are closed").0)
        .collect()
}

#[test]
fn both_languages_have_the_same_slots_and_the_same_end() {
    for wording in Wording::ALL.iter().copied() {
        let [indonesian, english] = LANGUAGES.map(|language| slots(wording, language));
        assert_eq!(indonesian, english, "{wording:?}");
        let numbered = (0..indonesian.len()).map(|number| number.to_string());
        let bare = indonesian.iter().map(|slot| slot.trim_end_matches(".."));
        assert!(numbered.eq(bare), "{wording:?}: {indonesian:?}");
        let [indonesian, english] = LANGUAGES.map(|language| wording.template(language));
        assert_eq!(
            indonesian.ends_with('.'),
            english.ends_with('.'),
            "{wording:?}"
        );
    }
}

#[test]
fn no_text_stands_twice_and_only_bare_words_are_the_same_in_both_languages() {
    for language in LANGUAGES {
        let mut texts: BTreeMap<&str, Wording> = BTreeMap::new();
        for wording in Wording::ALL.iter().copied() {
            let before = texts.insert(wording.template(language), wording);
            assert_eq!(before, None, "{wording:?}");
        }
    }
    let [indonesian, english] = LANGUAGES.map(|language| {
        let texts = Wording::ALL
            .iter()
            .map(|wording| wording.template(language));
        texts.collect::<Vec<&str>>()
    });
    let same = indonesian
        .iter()
        .zip(&english)
        .filter(|(one, other)| one == other);
    assert_eq!(
        same.map(|(one, _)| *one).collect::<Vec<_>>(),
        ["{0}", "“{0}”"]
    );
}

#[test]
fn words_fill_slots_and_a_missing_word_leaves_its_slot_empty() {
    let sentence = |words: &[&str]| Sentence::new(Wording::GestureOrPhoto, words.iter().copied());
    let told = |words: &[&str]| sentence(words).text(Language::English);
    assert_eq!(
        told(&["BANU", "Bagas {0} Wirawan", "✌", "{1} foto"]),
        "A gesture or photo (“✌”, “{1} foto”) accompanies “BANU” (Bagas {0} Wirawan)."
    );
    assert_eq!(
        told(&["BANU"]),
        "A gesture or photo () accompanies “BANU” ()."
    );
}

const POSTS: [&str; 4] = [
    "Ayo coblos nomor 2 BANU, kata Pak Hadi",
    "✌ foto bareng Pak Bagas, saya dukung BANU",
    "Jangan pilih HALUS! Hadi janji melulu",
    "Selamat pagi",
];

#[test]
fn what_is_stored_reads_back() {
    for assessment in POSTS.map(assess) {
        let body = serde_json::to_string(&assessment).expect("has string keys");
        let read: Assessment = serde_json::from_str(&body).expect("was just written");
        assert_eq!(read, assessment);
    }
    let signal = &assess(POSTS[0]).signals[0];
    assert_eq!(
        serde_json::to_value(&signal.reason).expect("has string keys"),
        json!({
            "wording": "call-to-vote",
            "words": ["Ayo coblos", "nomor 2", "Bagas Wirawan - Nur Aisyah"],
        })
    );
}

/// As older versions stored it.
pub(crate) fn written_out(value: &mut Value) {
    match value {
        Value::Object(fields) if fields.contains_key("wording") => {
            let sentence: Sentence = serde_json::from_value(value.take()).expect("a sentence");
            *value = sentence.text(Language::Indonesian).into();
        }
        Value::Array(values) => values.iter_mut().for_each(written_out),
        Value::Object(values) => values.values_mut().for_each(written_out),
        _ => {}
    }
}

fn told(assessment: &Assessment, language: Language) -> Vec<String> {
    fn labels<'a>(node: &'a Explanation, found: &mut Vec<&'a Sentence>) {
        found.push(&node.label);
        node.parts.iter().for_each(|part| labels(part, found));
    }
    let mut sentences = Vec::new();
    labels(&assessment.explanation, &mut sentences);
    sentences.extend(assessment.signals.iter().map(|one| &one.reason));
    sentences.extend(assessment.counter.iter().map(|one| &one.reason));
    sentences.iter().map(|one| one.text(language)).collect()
}

#[test]
fn what_older_versions_stored_reads_too_and_stays_as_it_was_written() {
    for assessment in POSTS.map(assess) {
        let mut body = serde_json::to_value(&assessment).expect("has string keys");
        written_out(&mut body);
        assert!(body["explanation"]["label"].is_string());
        let read: Assessment = serde_json::from_value(body).expect("older bodies are read");
        let words = told(&assessment, Language::Indonesian);
        assert_eq!(told(&read, Language::Indonesian), words);
        assert_eq!(told(&read, Language::English), words);
        let language = read.explanation.label.language(Language::English);
        assert_eq!(language, Language::Indonesian);

        let again = serde_json::to_string(&read).expect("has string keys");
        let again: Assessment = serde_json::from_str(&again).expect("was just written");
        assert_eq!(again, read);
    }
}

#[test]
fn an_unknown_wording_is_named() {
    let body = json!({"wording": "no-such", "words": []});
    let error = serde_json::from_value::<Sentence>(body).expect_err("there is no such wording");
    assert!(error.to_string().contains("no-such"), "{error}");
}

proptest! {
    #[test]
    fn any_words_read_back(
        wording in proptest::sample::select(Wording::ALL),
        words in proptest::collection::vec(".*", 0..5),
    ) {
        let sentence = Sentence::new(wording, words.iter().map(String::as_str));
        let body = serde_json::to_string(&sentence).expect("has string keys");
        let read: Sentence = serde_json::from_str(&body).expect("was just written");
        prop_assert_eq!(&read, &sentence);
        prop_assert!(read.words().eq(words.iter().map(String::as_str)));
        for language in LANGUAGES {
            prop_assert_eq!(read.text(language), sentence.text(language));
        }
    }
}
