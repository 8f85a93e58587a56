//! What single parts of the scorer do, where only their sum is seen elsewhere.

use netra::model::{Assessment, Band, SignalKind};
use netra::score::Scorer;
use rstest::rstest;

use super::support::{EVERYWHERE, SCORER, demo, lexicon, norms, subject};

fn by_rules(text: &str) -> Assessment {
    Scorer::compile(&[demo()], &lexicon(), &norms(), None).assess(&subject(text))
}

#[test]
fn nothing_is_firm_in_what_others_tag() {
    let sum = |text: &str| {
        let assessment = by_rules(text);
        let reasons: f64 = assessment.signals.iter().map(|one| one.weight).sum();
        let counter: f64 = assessment.counter.iter().map(|one| one.weight).sum();
        assert!(reasons > 1.0, "{assessment:#?}");
        reasons + counter
    };
    assert!(sum("ditandai #HALUS").abs() < 0.01);
    assert!(sum("#HALUS") > 1.0);
}

#[test]
fn attack_beside_support_is_no_repetition() {
    let attack = |text: &str| {
        let assessment = by_rules(text);
        let attacks = assessment.signals.iter();
        attacks
            .filter(|one| one.kind == SignalKind::Attack)
            .map(|one| one.weight)
            .fold(0.0, f64::max)
    };
    let alone = attack("Bagas-Nur pembohong.");
    assert!(alone > 0.5, "{alone}");
    let beside = attack("Coblos nomor 1 Hadi-Lestari! Bagas-Nur pembohong.");
    assert!((alone - beside).abs() < 0.01, "{alone}, {beside}");
}

#[rstest]
#[case::cry("ALL IN SURYA", true)]
#[case::too_far("All in bagi kami semua warga kampung atas. Surya", false)]
#[case::office("Surya insyaallah menang dan jadi bupati", true)]
#[case::everyday("Surya terbit", false)]
fn a_cry_beside_a_name_is_company(#[case] text: &str, #[case] named: bool) {
    let found = by_rules(text);
    let targets = found.signals.iter().filter(|one| one.target.is_some());
    assert_eq!(targets.count() > 0, named, "{found:#?}");
}

/// A party whose name is a common word is masked even where it stands alone.
#[test]
fn parties_that_may_be_anything_are_masked() {
    let (_, names) = EVERYWHERE.example(&subject("saya suka demokrat"));
    assert!(names.contains(&"u:<partai>".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("demokrat")));
}

/// The model may speak where a name may be anybody's, and not where nobody is named.
#[rstest]
#[case::perhaps("Surya cuma pintar ngomong, janjinya manis", true)]
#[case::nobody("Dia cuma pintar ngomong, janjinya manis", false)]
fn a_tone_needs_a_name(#[case] text: &str, #[case] banded: bool) {
    let found = SCORER.assess(&subject(text));
    assert!(found.score > 0.1, "{found:#?}");
    assert_eq!(found.band != Band::None, banded, "{found:#?}");
}

fn against(text: &str, rule: &str) -> bool {
    let found = by_rules(text);
    assert!(!found.signals.is_empty(), "{found:#?}");
    found.counter.iter().any(|one| one.rule == rule)
}

#[rstest]
#[case::reply("@detikcom ayo coblos BANU", false)]
#[case::source("Ayo coblos BANU, via @detikcom", true)]
fn who_answers_a_newspaper_brings_no_news(#[case] text: &str, #[case] news: bool) {
    assert_eq!(
        against(text, "ctx.berita") || against(text, "ctx.media"),
        news
    );
}

#[rstest]
#[case::title("Bagas-Nur memang \"hebat\" ya, dukung", false)]
#[case::speech("Ini: \"kami semua di sini dukung Bagas-Nur\", begitu", true)]
fn one_word_in_quotation_marks_is_no_speech(#[case] text: &str, #[case] speech: bool) {
    assert_eq!(against(text, "quoted"), speech);
}

#[test]
fn the_name_of_a_party_as_a_tag_is_no_campaign() {
    let tagged = by_rules("Rapat hari ini #PartaiBungaPadi");
    assert!(tagged.signals.is_empty(), "{tagged:#?}");
    assert!(!by_rules("Rapat hari ini #HadiSantosa").signals.is_empty());
}

/// Beside a reason for, so that there is something to take away.
#[rstest]
#[case::insult("Dukung Bagas-Nur, bukan pembohong")]
#[case::praise("Dukung Bagas-Nur. Bagas tidak hebat")]
fn what_is_denied_is_told_and_counts_nothing(#[case] text: &str) {
    let found = by_rules(text);
    assert!(!found.signals.is_empty(), "{found:#?}");
    let mut denied = found.counter.iter();
    let denied = denied.find(|one| one.rule.starts_with("negated."));
    assert_eq!(denied.map(|one| one.weight), Some(0.0), "{found:#?}");
}

/// A short form of one name must not reach into the next word of a hashtag.
#[test]
fn names_end_where_the_words_of_a_hashtag_end() {
    let score = |tag: &str| EVERYWHERE.assess(&subject(tag)).score;
    let (ganjar, anies) = (score("#GanjarPemimpinHebat"), score("#AniesPemimpinHebat"));
    assert!((ganjar - anies).abs() < 1e-9, "{ganjar}, {anies}");
    assert!(ganjar > 0.5, "{ganjar}");
}

/// However long a post is, the work on it is bounded.
#[test]
fn the_model_reads_a_long_post_to_a_limit() {
    let names = |words: usize| {
        EVERYWHERE
            .example(&subject(&"satu kata lain ".repeat(words)))
            .1
    };
    let beyond = format!("{}penutup", "satu kata lain ".repeat(1000));
    assert_eq!(EVERYWHERE.example(&subject(&beyond)).1, names(1000));
    let within = format!("{}penutup", "satu kata lain ".repeat(999));
    assert_ne!(EVERYWHERE.example(&subject(&within)).1, names(999));
}
