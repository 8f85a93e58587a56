//! The lexicon loader: the shipped files load; what is wrong is said with its place.

use netra::config::lexicon::parse;
use netra::score::Scorer;
use rstest::rstest;

use super::support::{config, demo, lexicon, norms, subject};

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

#[rstest]
#[case::share("alone = 0.6", "alone = 1.6", "firm.alone is 1.6")]
#[case::not_a_number("cheer = 0.25", "cheer = nan", "firm.cheer is NaN")]
#[case::turned("common = 0.5", "common = -0.5", "extras.common is -0.5")]
#[case::of_a_hundred("capitals = 80", "capitals = 180", "headline.capitals is 180")]
#[case::negative("party = 6", "party = -6", "invalid value: integer `-6`")]
#[case::no_number(
    "mocking = 1.8",
    "mocking = nan",
    "score.toml:56:11: alone.mocking is NaN"
)]
#[case::endless("short_name = 0.9", "short_name = inf", "certainty.short_name is inf")]
#[case::against("clause = 1.0", "clause = -1", "joining.clause is -1")]
#[case::a_slip("prior = -2.9", "prior = -2e9", "prior is -2000000000")]
#[case::huge("reach = 8", "reach = 99999999999", "joining.reach is 99999999999")]
#[case::unknown("acclaim = 3", "acclaim = 3\nshout = 1", "unknown field `shout`")]
fn numbers_that_decide_are_checked(
    #[case] shipped: &str,
    #[case] instead: &str,
    #[case] expected: &str,
) {
    let scale = scale();
    let line = format!("\n{shipped}\n");
    assert_eq!(scale.matches(&line).count(), 1, "{shipped}");
    let found = complaint(WORD, &scale.replace(&line, &format!("\n{instead}\n")));
    assert!(found.contains(expected), "{found}");
}

/// An installation keeps its `score.toml` when the program is renewed: what was named since is
/// taken as it is shipped, told, and part of the digest.
#[test]
fn a_scale_of_an_earlier_version_is_completed() {
    let shipped = scale();
    let earlier = shipped.replace("\nacclaim = 3\n", "\n");
    let (start, _) = earlier.split_once("[firm]").expect("the fixture holds");
    let (_, end) = earlier.split_once("[headline]").expect("the fixture holds");
    let earlier = format!("{start}[headline]{end}");
    let files = [("words.toml".to_owned(), WORD.to_owned())];
    let [now, then] = [&shipped, &earlier]
        .map(|scale| netra::config::lexicon::check(&files, ("score.toml", scale)));
    assert!(now.diagnostics.is_empty(), "{:?}", now.diagnostics);
    let told: Vec<String> = then.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("warning: firm is missing"), "{told:?}");
    assert!(told[1].contains("joining.acclaim is missing"), "{told:?}");
    let [now, then] = [now, then].map(|checked| checked.lexicon.expect("it loads"));
    assert_eq!(now.scale, then.scale);
    let bare = [WORD, &earlier]
        .map(|text| netra::model::Sha256::of(text).0)
        .concat();
    assert_ne!(then.hash, netra::model::Sha256::of(bare));
}

/// What a post scores with another number in the scale.
fn with_scale(shipped: &str, instead: &str, text: &str) -> f64 {
    let scale = scale().replace(&format!("\n{shipped}\n"), &format!("\n{instead}\n"));
    let (files, _) = netra::config::lexicon::texts(config()).expect("the fixture holds");
    let lexicon = parse(&files, ("score.toml", &scale)).expect("the fixture holds");
    Scorer::compile(&[demo()], &lexicon, &norms(), None)
        .assess(&subject(text))
        .explanation
        .value
}

/// Each number decides: another one gives the post another total.
#[rstest]
#[case(
    "call = 0.35",
    "call = 0.9",
    "Kata pengamat, menurut survei dikutip dari Kompas: coblos BANU"
)]
#[case(
    "cheer = 0.25",
    "cheer = 0.9",
    "Kata pengamat, menurut survei dikutip dari Kompas: gaspol BANU"
)]
#[case(
    "oppose = 0.3",
    "oppose = 0.9",
    "Kata pengamat, menurut survei dikutip dari Kompas: tenggelamkan BANU"
)]
#[case(
    "alone = 0.6",
    "alone = 0.1",
    "#SukarajaBangkit kata pengamat, menurut survei dikutip dari Kompas"
)]
#[case("one_sign = 0.7", "one_sign = 0.1", "foto bareng Hadi Santosa")]
#[case("both_signs = 1.5", "both_signs = 0.1", "✌ foto bareng Bagas Wirawan")]
#[case("negation = 3", "negation = 1", "tidak juga saya coblos Bagas Wirawan")]
#[case("actor = 2", "actor = 0", "Hadi Santosa dukung petani")]
#[case(
    "capitals = 80",
    "capitals = 100",
    "Hadi Santosa Didukung Petani Sukaraja di Pasar Besar karena Dukung"
)]
#[case(
    "quotation = 4",
    "quotation = 9",
    "Ini \"dukung Bagas Wirawan ya kawan\" di sana"
)]
#[case("further = 4", "further = 40", "#sahabatbagaswirawanjuara")]
fn every_number_decides(#[case] shipped: &str, #[case] instead: &str, #[case] text: &str) {
    let [before, after] = [shipped, instead].map(|number| with_scale(shipped, number, text));
    assert!(before.total_cmp(&after).is_ne(), "{before}");
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
