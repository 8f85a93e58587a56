//! What holds for every post.

use jiff::civil::date;
use netra::model::{Assessment, Band, Explanation, Language, PostKind, Stage, Subject, TextName};
use netra::score::Scorer;
use proptest::prelude::*;
use rstest::rstest;

use super::support::{SCORER, assess, classifier, demo, lexicon, norms, subject};

const CALL: &str = "Coblos nomor 2 BANU";

fn sums_up(part: &Explanation) -> bool {
    let sum: f64 = part.parts.iter().map(|part| part.value).sum();
    part.parts.is_empty() || ((sum - part.value).abs() < 0.002 && part.parts.iter().all(sums_up))
}

fn spans_hold(text: &str, assessment: &Assessment) -> bool {
    let signals = assessment.signals.iter().flat_map(|signal| &signal.spans);
    let counter = assessment.counter.iter().flat_map(|sign| &sign.spans);
    signals
        .chain(counter)
        .all(|span| span.words(TextName::Post, text).is_some())
}

#[test]
fn the_card_reads_as_sentences() {
    let assessment = assess("Ayo coblos nomor 2 BANU, kata Pak Hadi");
    let signals = assessment.signals.iter().map(|signal| &signal.reason);
    let counter = assessment.counter.iter().map(|sign| &sign.reason);
    let reasons: Vec<String> = signals
        .chain(counter)
        .map(|reason| reason.text(Language::Indonesian))
        .filter(|reason| !reason.starts_with("Susunan kata"))
        .collect();
    insta::assert_snapshot!(reasons.join("\n"), @r"
    Ajakan memilih “Ayo coblos” ditujukan kepada “nomor 2” (Bagas Wirawan - Nur Aisyah).
    Kata “kata” menunjukkan ucapan orang lain.
    ");
}

#[rstest]
#[case(date(2027, 8, 1), Stage::BeforeDetermination, &["SKB-I-2", "SKB-I-4"])]
#[case(date(2027, 11, 10), Stage::Campaign, &["SKB-II-2", "SKB-II-6"])]
fn norms_follow_the_stage(
    #[case] day: jiff::civil::Date,
    #[case] stage: Stage,
    #[case] codes: &[&str],
) {
    let assessment = SCORER.assess(&Subject {
        day: Some(day),
        ..subject(CALL)
    });
    assert_eq!(assessment.stage, stage);
    for code in codes {
        let found = assessment.signals[0].norms.iter().any(|norm| norm == code);
        assert!(found, "{code}: {:?}", assessment.signals[0]);
    }
}

#[test]
fn off_stage_nothing_is_queued_and_the_reason_is_shown() {
    let assessment = SCORER.assess(&Subject {
        day: Some(date(2026, 5, 1)),
        ..subject(CALL)
    });
    assert_eq!(
        (assessment.stage, assessment.band),
        (Stage::OffStage, Band::Low)
    );
    assert!(
        assessment
            .counter
            .iter()
            .any(|sign| sign.rule == "off-stage")
    );
    assert!(
        assessment
            .signals
            .iter()
            .all(|signal| signal.norms.is_empty())
    );
}

#[test]
fn undated_posts_score_as_inside_the_campaign() {
    let undated = SCORER.assess(&Subject {
        day: None,
        ..subject(CALL)
    });
    assert_eq!(undated, assess(CALL));
}

#[test]
fn posts_from_elsewhere_count_less() {
    let score = |region: &str| {
        let region = region.parse().expect("the fixture holds");
        SCORER
            .assess(&Subject {
                region: Some(&region),
                ..subject(CALL)
            })
            .score
    };
    assert!(score("32.99").total_cmp(&score("32")).is_eq());
    assert!(score("32.99") > score("35.01"));
    assert!(score("32.99.01").total_cmp(&score("32.99")).is_eq());
}

#[test]
fn passing_on_campaign_words_is_a_signal_of_its_own() {
    let shared = Subject {
        kind: PostKind::Share,
        ..subject("#SukarajaBangkit")
    };
    let assessment = SCORER.assess(&shared);
    assert!(
        assessment
            .signals
            .iter()
            .any(|signal| signal.rule == "share")
    );
    assert!(assessment.score > assess("#SukarajaBangkit").score);
}

#[test]
fn targets_are_named() {
    let assessment = assess(CALL);
    assert_eq!(
        assessment.signals[0].target.as_deref(),
        Some("demo-2027/banu")
    );
}

#[test]
fn versions_change_with_what_decides() {
    let mut other = lexicon();
    other.hash = netra::model::Sha256::of("another lexicon");
    let changed = Scorer::compile(&[demo()], &other, &norms(), classifier().as_ref());
    assert_ne!(changed.versions().lexicon, SCORER.versions().lexicon);
    assert_eq!(changed.versions().contests, SCORER.versions().contests);
    let none = Scorer::compile(&[], &lexicon(), &norms(), classifier().as_ref());
    assert_ne!(none.versions().contests, SCORER.versions().contests);
    assert!(none.assess(&subject(CALL)).signals.is_empty());
}

#[test]
fn the_same_post_gives_the_same_bytes_on_every_thread() {
    let texts = [
        CALL,
        "Ketemu Bu Lestari ✌",
        "#SukarajaBangkit p1l1h HALUS",
        "",
    ];
    let bytes = |scorer: &Scorer| -> Vec<String> {
        let assessed = texts.iter().map(|text| scorer.assess(&subject(text)));
        assessed
            .map(|one| serde_json::to_string(&one).expect("the fixture holds"))
            .collect()
    };
    let expected = bytes(&SCORER);
    let again = Scorer::compile(&[demo()], &lexicon(), &norms(), classifier().as_ref());
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(|| bytes(&again))).collect();
        for other in others {
            assert_eq!(other.join().expect("the fixture holds"), expected);
        }
    });
}

#[rstest]
#[case::zalgo("coblos\u{301}\u{338} ".repeat(10_000))]
#[case::calls("coblos banu ".repeat(8_000))]
#[case::tags("#DukungBANU".repeat(8_000))]
#[case::letters("b a n u ".repeat(12_000))]
#[case::numbers("nomor 2 ".repeat(12_000))]
#[case::stops(". ".repeat(50_000))]
fn long_posts_are_scored(#[case] text: String) {
    let assessment = assess(&text);
    assert!(spans_hold(&text, &assessment));
}

proptest! {
    #[test]
    fn any_text_is_explained(text in ".{0,120}") {
        let assessment = assess(&text);
        prop_assert!(sums_up(&assessment.explanation));
        prop_assert!(spans_hold(&text, &assessment));
        prop_assert!((0.0..=1.0).contains(&assessment.score));
    }

    #[test]
    fn words_of_the_field_are_explained(words in prop::collection::vec(prop::sample::select(vec![
        "coblos", "BANU", "#HALUS", "jangan", "pilih", "nomor", "2", "02", "✌", "Pak", "Hadi", "?",
        "katanya", "p1l1h", "B A N U", "#DukungHadiLestari", "menang", "lomba", "𝗖𝗼𝗯𝗹𝗼𝘀", "é",
        "Lanjut Makmur", "@HALUS2027", "\"", ".", "netral", "surat yasin", "kampanye", "hadir",
    ]), 0..20)) {
        let text = words.join(" ");
        let assessment = assess(&text);
        prop_assert!(sums_up(&assessment.explanation), "{assessment:#?}");
        prop_assert!(spans_hold(&text, &assessment));
        let silent = assessment.signals.is_empty();
        prop_assert!(!silent || assessment.band == Band::None, "a bare mention alerts: {text}");
    }
}
