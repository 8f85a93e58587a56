//! The linter beside the scorer, and over the shipped words.

use netra::config::{Diagnostic, check, lexicon};
use netra::model::{PersonKind, PostKind, Subject};
use netra::score::Scorer;

use super::lint::{SCALE, entry, lines, names, read_packs};

const NORMS: &str = include_str!("../../config/norms.toml");

/// The rules whose signals the scorer finds in a text, with these words and this pack.
fn rules(words: &str, pack: &str, text: &str) -> Vec<String> {
    let files = [("w.toml".to_owned(), words.to_owned())];
    let lexicon = lexicon::parse(&files, ("score.toml", SCALE)).expect("the fixture loads");
    let norms = netra::config::norms::parse("norms.toml", NORMS).expect("the shipped norms");
    let contests = read_packs(&[pack.to_owned()]).into_iter();
    let contests: Vec<_> = contests.map(|pack| pack.contest).collect();
    let assessment = Scorer::compile(&contests, &lexicon, &norms, None).assess(&Subject {
        text,
        further: Vec::new(),
        day: None,
        region: None,
        account: PersonKind::Person,
        kind: PostKind::Original,
        is_cut: false,
    });
    let rules = assessment.signals.into_iter();
    rules.map(|signal| signal.rule).collect()
}

/// What the linter says of the scorer is so.
#[test]
fn the_scorer_agrees() {
    let even = names("", "");
    let fires = |forms: &str, text: &str| {
        rules(&entry("x.a", "praise", forms, ""), &even, text).contains(&"x.a".to_owned())
    };
    assert!(!fires(
        "\"baik tapi lambat\"",
        "Hadi Santosa baik tapi lambat"
    ));
    assert!(fires("\"tapi baik\"", "Hadi Santosa lambat tapi baik"));
    assert!(!fires("\"baik, sabar\"", "Hadi Santosa baik, sabar"));
    assert!(fires("\"baik, sabar\"", "Hadi Santosa baik sabar"));
    assert!(!fires(
        "\"lihat https://a.id\"",
        "Hadi Santosa lihat https://a.id"
    ));

    let slogan = names("slogans = [\"Dharma Wanita\"]", "slogans = [\"maju jaya\"]");
    let text = "Hadi Santosa untuk Dharma Wanita";
    let praise = entry("x.a", "praise", "\"dharma wanita\"", "");
    assert_eq!(
        rules(&praise, &slogan, text),
        ["alone.slogan"],
        "the form wins"
    );
    assert_eq!(rules(&praise, &even, text), ["x.a"]);
    let trap = entry("t.a", "trap", "\"dharma wanita\"", "");
    assert_eq!(
        rules(&trap, &slogan, text),
        Vec::<String>::new(),
        "the trap wins"
    );
}

/// What an operator gets must be sound: every lexicon file beside every pack.
#[test]
fn the_shipped_words_have_no_errors() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let (files, scale) = lexicon::texts(&folder).expect("the shipped lexicon");
    let cues = lexicon::check(&files, (&scale.0, &scale.1)).cues;
    let paths = netra::config::contest::files(&folder.join("contests")).expect("shipped packs");
    let (texts, unreadable) = netra::config::contest::texts(&paths);
    assert_eq!((unreadable, texts.is_empty()), (Vec::new(), false));
    let (packs, mut found) = check::read_packs(&texts);
    found.extend(check::packs(&packs, &cues));
    found.extend(check::lexicon(&cues, &packs));
    found.retain(Diagnostic::is_error);
    assert!(found.is_empty(), "{}", lines(&found));
}
