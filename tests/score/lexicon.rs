//! The lexicon loader: the shipped files load; what is wrong is said with its place.

use netra::config::lexicon::parse;
use rstest::rstest;

use super::support::{config, lexicon};

const WORD: &str =
    "[[entry]]\nid = \"id.a\"\nkind = \"call\"\nlanguage = \"id\"\nweight = 1\nforms = [\"a\"]\n";

fn scale() -> String {
    std::fs::read_to_string(config().join("score.toml")).expect("the fixture holds")
}

fn complaint(words: &str, scale: &str) -> String {
    let files = [("words.toml".to_owned(), words.to_owned())];
    match parse(&files, ("score.toml", scale)) {
        Ok(lexicon) => panic!("{} entries were read", lexicon.cues.len()),
        Err(findings) => findings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn the_shipped_lexicon_loads() {
    let lexicon = lexicon();
    assert!(lexicon.cues.len() > 100);
    let languages: Vec<&str> = lexicon
        .cues
        .iter()
        .map(|cue| cue.language.as_str())
        .collect();
    assert!(languages.contains(&"jv") && languages.contains(&"su"));
}

#[rstest]
#[case::unknown_key("wieght = 2\n", "words.toml:7:1: unknown key \"wieght\"")]
#[case::unknown_kind(
    "[[entry]]\nkind = \"cal\"\n",
    "words.toml:8:8: kind = \"cal\" is not known"
)]
#[case::wrong_type("note = 3\n", "words.toml:7:8: \"note\" must be a text in quotes")]
#[case::wrong_need("needs = [\"tarjet\"]\n", "words.toml:7:10: \"tarjet\" is no need")]
#[case::not_toml("forms = [\n", "words.toml:")]
fn mistakes_have_a_place(#[case] added: &str, #[case] expected: &str) {
    let found = complaint(&format!("{WORD}{added}"), &scale());
    assert!(found.contains(expected), "{found}");
}

#[test]
fn ids_and_forms_stand_once() {
    let found = complaint(&format!("{WORD}\n{WORD}"), &scale());
    assert!(
        found.contains("words.toml:9:6: this id is there already"),
        "{found}"
    );
    assert!(found.contains("this form is there already"), "{found}");
}

#[test]
fn weights_have_a_range() {
    let found = complaint(&WORD.replace("weight = 1", "weight = 100"), &scale());
    assert!(
        found.contains("words.toml:5:10: this weight is out of range"),
        "{found}"
    );
}

#[rstest]
#[case::unknown("priro = 1\nprior", "unknown field `priro`")]
#[case::type_of("prior = \"x\" #", "score.toml:5:9")]
#[case::falling("repeats = [0.1, 0.5]\n#", "repeats does not fall")]
fn the_scale_is_checked(#[case] instead: &str, #[case] expected: &str) {
    let scale = scale();
    let key = if expected.contains("repeats") {
        "repeats"
    } else {
        "prior"
    };
    let line = format!("\n{key}");
    let found = complaint(WORD, &scale.replacen(&line, &format!("\n{instead}"), 1));
    assert!(found.contains(expected), "{found}");
}

#[test]
fn bands_must_be_in_order() {
    let found = complaint(WORD, &scale().replace("low = 0.10", "low = 0.99"));
    assert!(found.contains("the bands are not in order"), "{found}");
}

#[test]
fn the_digest_covers_words_and_scale() {
    let digest = |words: &str, scale: &str| {
        let files = [("words.toml".to_owned(), words.to_owned())];
        parse(&files, ("score.toml", scale))
            .expect("the fixture holds")
            .hash
    };
    let plain = digest(WORD, &scale());
    assert_eq!(plain, digest(WORD, &scale()));
    assert_ne!(
        plain,
        digest(&WORD.replace("weight = 1", "weight = 2"), &scale())
    );
    assert_ne!(plain, digest(WORD, &format!("{}\n# changed", scale())));
}

/// A cue that ends in how men are addressed has a sister for women, with the same weight.
#[test]
fn men_and_women_are_addressed_alike() {
    let lexicon = super::support::lexicon();
    for cue in &lexicon.cues {
        let has = |form: &str| cue.forms.iter().any(|other| other == form);
        for form in &cue.forms {
            let Some((words, address)) = form.rsplit_once(' ') else {
                continue;
            };
            for (man, woman) in [("pak", "bu"), ("bapak", "ibu"), ("mas", "mbak")] {
                if address == man || address == woman {
                    let sister = if address == man { woman } else { man };
                    let sister = format!("{words} {sister}");
                    assert!(has(&sister), "{}: {form} without {sister}", cue.id);
                }
            }
        }
    }
}
