//! A post's further texts: scored by themselves, and named where reasons point to them.

use netra::model::{Assessment, Explanation, FurtherText, PostKind, Span, Subject, TextName};
use proptest::prelude::*;
use rstest::rstest;

use super::support::{SCORER, assess, subject};

/// A post with the alternative texts of its pictures.
fn pictured<'a>(text: &'a str, alts: &[&'a str]) -> Subject<'a> {
    Subject {
        further: FurtherText::alternatives(alts.iter().map(|alt| Some(*alt))),
        ..subject(text)
    }
}

/// A post with one further text.
fn beside<'a>(text: &'a str, name: TextName, further: &'a str) -> Subject<'a> {
    let further = vec![FurtherText {
        name,
        text: further,
    }];
    Subject {
        further,
        ..subject(text)
    }
}

fn written(assessment: &Assessment) -> String {
    serde_json::to_string(assessment).expect("assessments can be written")
}

fn ruled(assessment: &Assessment) -> Vec<&str> {
    let rules = assessment.signals.iter().map(|signal| signal.rule.as_str());
    rules.filter(|rule| *rule != "model").collect()
}

fn spans_of_parts<'a>(part: &'a Explanation, found: &mut Vec<&'a Span>) {
    found.extend(&part.spans);
    for inner in &part.parts {
        spans_of_parts(inner, found);
    }
}

/// The spans of each reason and each part.
fn places(assessment: &Assessment) -> Vec<&[Span]> {
    let signals = assessment.signals.iter().map(|one| one.spans.as_slice());
    let counter = assessment.counter.iter().map(|one| one.spans.as_slice());
    signals.chain(counter).collect()
}

fn text_of<'a>(post: &Subject<'a>, name: TextName) -> Option<&'a str> {
    if name == TextName::Post {
        return Some(post.text);
    }
    let mut further = post.further.iter();
    further.find(|one| one.name == name).map(|one| one.text)
}

#[test]
fn a_call_in_an_alternative_text_is_queued_and_told_where() {
    let post = pictured("Kegiatan pagi ini", &["", "Ayo coblos nomor 2 BANU!"]);
    let assessment = SCORER.assess(&post);
    assert!(assessment.band.queued(), "{assessment:#?}");
    let signal = &assessment.signals[0];
    assert_eq!(signal.target.as_deref(), Some("demo-2027/banu"));
    let words: Vec<_> = signal
        .spans
        .iter()
        .map(|span| span.words(TextName::Alt(2), post.further[1].text))
        .collect();
    assert_eq!(words, [Some("Ayo coblos"), Some("nomor 2")]);
    let json = serde_json::to_value(signal.spans[0]).expect("spans can be written");
    assert_eq!(json, serde_json::json!({"text": "alt 2", "range": [0, 10]}));
}

#[test]
fn a_picture_without_words_of_the_post_is_read_as_the_post() {
    let alone = SCORER.assess(&pictured("", &["Ayo coblos nomor 2 BANU!"]));
    let said = assess("Ayo coblos nomor 2 BANU!");
    assert!(alone.score.total_cmp(&said.score).is_eq());
    assert_eq!((alone.band, &alone.language), (said.band, &said.language));
}

#[rstest]
#[case::call("Ayo coblos!", "Bagas Wirawan")]
#[case::the_other_way_round("Bagas Wirawan", "Ayo coblos!")]
#[case::insult("Bagas Wirawan", "pembohong besar")]
#[case::company("Pilkada sebentar lagi", "Halus")]
fn words_of_different_texts_are_not_joined(#[case] text: &str, #[case] alt: &str) {
    let assessment = SCORER.assess(&pictured(text, &[alt]));
    assert_eq!(ruled(&assessment), [""; 0], "{assessment:#?}");
    let joined = assess(&format!("{text} {alt}"));
    let alone = [assess(text), assess(alt)].map(|one| ruled(&one).len());
    assert_eq!(alone, [0, 0]);
    assert!(!ruled(&joined).is_empty() || joined.score > assessment.score);
}

#[test]
fn what_is_quoted_is_context() {
    let quoted = beside("Selamat pagi", TextName::Quoted, "Ayo coblos nomor 2 BANU!");
    assert_eq!(
        written(&SCORER.assess(&quoted)),
        written(&assess("Selamat pagi"))
    );
}

#[test]
fn who_passes_a_post_on_wrote_none_of_its_alternative_texts() {
    let shared = |alts: &[&'static str]| {
        SCORER.assess(&Subject {
            kind: PostKind::Share,
            ..pictured("Selamat pagi", alts)
        })
    };
    assert_eq!(
        written(&shared(&["Ayo coblos BANU!"])),
        written(&shared(&[]))
    );
}

#[test]
fn words_read_off_a_picture_are_called_so() {
    let post = beside("Selamat pagi", TextName::Ocr(1), "Ayo coblos nomor 2 BANU!");
    let assessment = SCORER.assess(&post);
    assert_eq!(assessment.signals[0].spans[0].text, TextName::Ocr(1));
}

#[test]
fn what_is_said_twice_is_said_once() {
    let call = "Ayo coblos nomor 2 BANU!";
    let repeated = SCORER.assess(&pictured(call, &["AYO coblos nomor 2 BANU!"]));
    assert_eq!(written(&repeated), written(&assess(call)));
    let twice = SCORER.assess(&pictured("", &[call, call]));
    assert_eq!(
        written(&twice),
        written(&SCORER.assess(&pictured("", &[call])))
    );
}

#[test]
fn hidden_words_take_nothing_back() {
    let call = "Saya dukung BANU, mantap Pak Bagas";
    let excuse = "Kata pengamat, menurut survei, dikutip dari Kompas: BANU. ASN wajib netral";
    let (open, hidden) = (assess(call), SCORER.assess(&pictured(call, &[excuse])));
    assert!(hidden.counter.len() > open.counter.len(), "{hidden:#?}");
    assert!(hidden.score >= open.score);
    assert!(assess(&format!("{call}. {excuse}")).score < open.score);
}

#[test]
fn a_report_stays_one_whatever_its_pictures_show() {
    let report = "Dikutip dari Kompas, kata pengamat: Bagas Wirawan ke pasar";
    let banner = "Spanduk dukung BANU";
    let both = SCORER.assess(&pictured(report, &[banner]));
    let taken = |assessment: &Assessment| -> f64 {
        assessment
            .counter
            .iter()
            .filter(|one| one.rule != "model")
            .map(|one| one.weight)
            .sum()
    };
    assert!(
        taken(&assess(report)).total_cmp(&0.0).is_eq(),
        "there is nothing to take from"
    );
    assert!(taken(&both) < 0.0, "{both:#?}");
}

#[test]
fn many_texts_say_no_more_than_some() {
    let calls: Vec<String> = (0..20_000).map(|n| format!("coblos BANU {n}")).collect();
    let alts: Vec<&str> = calls.iter().map(String::as_str).collect();
    let all = SCORER.assess(&pictured("", &alts));
    assert_eq!(
        written(&all),
        written(&SCORER.assess(&pictured("", &alts[..1_000])))
    );
}

#[rstest]
#[case::past_those_of_instagram(21)]
#[case::in_a_gallery(150)]
#[case::in_a_museum(2_999)]
fn a_picture_among_many_is_read(#[case] place: usize) {
    let mut alts: Vec<String> = (0..3_000).map(|n| format!("kegiatan kantor {n}")).collect();
    alts[place] = "Ayo coblos Banu!".to_owned();
    let alts: Vec<&str> = alts.iter().map(String::as_str).collect();
    let first = SCORER.assess(&pictured("a", &["Ayo coblos Banu!"]));
    assert_eq!(ruled(&SCORER.assess(&pictured("a", &alts))), ruled(&first));
    assert!(!ruled(&first).is_empty());
}

#[test]
fn many_long_texts_give_as_few_reasons_as_one() {
    let text = "coblos banu ".repeat(2_000);
    let others: Vec<String> = (0..20).map(|n| format!("{text}{n}")).collect();
    let alts: Vec<&str> = others.iter().map(String::as_str).collect();
    let one = SCORER.assess(&pictured("", &alts[..1])).signals.len();
    assert!(SCORER.assess(&pictured("", &alts)).signals.len() <= one);
}

#[rstest]
#[case("[0,6]", Span::of_post([0, 6]))]
#[case(r#"{"text":"alt 1","range":[4,9]}"#, Span { text: TextName::Alt(1), range: [4, 9] })]
#[case(r#"{"text":"ocr 12","range":[0,1]}"#, Span { text: TextName::Ocr(12), range: [0, 1] })]
#[case(r#"{"text":"quoted","range":[0,1]}"#, Span { text: TextName::Quoted, range: [0, 1] })]
fn spans_read_as_they_are_written(#[case] json: &str, #[case] span: Span) {
    let read: Span = serde_json::from_str(json).expect("spans can be read");
    assert_eq!(read, span);
    assert_eq!(
        serde_json::to_string(&span).expect("spans can be written"),
        json
    );
}

#[rstest]
#[case("[0]")]
#[case("[0,1,2]")]
#[case("[-1,2]")]
#[case(r#"{"text":"alt 0","range":[0,1]}"#)]
#[case(r#"{"text":"alt 01","range":[0,1]}"#)]
#[case(r#"{"text":"alt","range":[0,1]}"#)]
#[case(r#"{"text":"post 1","range":[0,1]}"#)]
#[case(r#"{"text":"alt 1"}"#)]
#[case(r#"{"text":"alt 1","range":[0,1],"more":1}"#)]
#[case("\"alt 1\"")]
fn spans_of_no_text_are_refused(#[case] json: &str) {
    assert!(serde_json::from_str::<Span>(json).is_err(), "{json}");
}

fn texts() -> impl Strategy<Value = String> {
    let words = vec![
        "coblos",
        "BANU",
        "#HALUS",
        "jangan",
        "pilih",
        "nomor",
        "2",
        "02",
        "✌",
        "Pak",
        "Hadi",
        "?",
        "katanya",
        "p1l1h",
        "B A N U",
        "#DukungHadiLestari",
        "menang",
        "lomba",
        "𝗖𝗼𝗯𝗹𝗼𝘀",
        "é",
        "Lanjut Makmur",
        "@HALUS2027",
        "\"",
        ".",
        "netral",
        "surat yasin",
        "kampanye",
        "survei",
    ];
    let text = prop::collection::vec(prop::sample::select(words), 0..8);
    prop_oneof![text.prop_map(|words| words.join(" ")), ".{0,30}"]
}

proptest! {
    #[test]
    fn every_place_fits_its_text(text in texts(), alts in prop::collection::vec(texts(), 0..4)) {
        let alts: Vec<&str> = alts.iter().map(String::as_str).collect();
        let post = pictured(&text, &alts);
        let assessment = SCORER.assess(&post);
        let mut parts = Vec::new();
        spans_of_parts(&assessment.explanation, &mut parts);
        for span in places(&assessment).into_iter().flatten().chain(parts) {
            let words = text_of(&post, span.text).and_then(|text| span.words(span.text, text));
            prop_assert!(words.is_some(), "{span:?}");
        }
        for spans in places(&assessment) {
            prop_assert!(spans.windows(2).all(|pair| pair[0].text == pair[1].text), "{spans:?}");
        }
        let sum: f64 = assessment.explanation.parts.iter().map(|part| part.value).sum();
        prop_assert!((sum - assessment.explanation.value).abs() < 0.002);
        let json = written(&assessment);
        let read: Assessment = serde_json::from_str(&json).expect("assessments can be read");
        prop_assert_eq!(read, assessment);
    }

    #[test]
    fn a_text_without_words_changes_nothing(text in texts(), alt in texts(), at in 0_usize..3) {
        let mut alts = vec![alt.as_str(), "Ayo coblos BANU"];
        let full = written(&SCORER.assess(&pictured(&text, &alts)));
        alts.extend(["", " \n", "\u{200B}"]);
        prop_assert_eq!(written(&SCORER.assess(&pictured(&text, &alts))), full);
        let blank = [["", "\u{200B}", "…"][at]];
        prop_assert_eq!(written(&SCORER.assess(&pictured(&text, &blank))), written(&assess(&text)));
    }

    #[test]
    fn reasons_of_the_posts_own_words_are_written_as_ever(text in texts()) {
        let json = written(&assess(&text));
        prop_assert!(!json.contains("\"range\""), "{json}");
    }
}
