//! The shipped scorer over the fictional contest.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use netra::config::{classifier, contest, lexicon, norms};
use netra::model::{
    Assessment, Classifier, Contest, Lexicon, Norms, PersonKind, PostKind, Subject,
};
use netra::score::Scorer;

pub(crate) const CAMPAIGN: Date = date(2027, 11, 10);

pub(crate) fn config() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"))
}

pub(crate) fn demo() -> Contest {
    let file = config().join("contests/demo-2027.toml");
    let text = std::fs::read_to_string(&file).expect("the fixture holds");
    contest::parse("demo-2027.toml", &text).expect("the fixture holds")
}

/// Every shipped pack.
pub(crate) fn packs() -> Vec<Contest> {
    let folder = config().join("contests");
    let (packs, _) = contest::load_dir(&folder).expect("the fixture holds");
    packs
}

pub(crate) fn lexicon() -> Lexicon {
    lexicon::load(config()).expect("the fixture holds").0
}

pub(crate) fn classifier() -> Option<Classifier> {
    classifier::load(config()).expect("the fixture holds")
}

pub(crate) fn norms() -> Norms {
    let text = std::fs::read_to_string(config().join("norms.toml")).expect("the fixture holds");
    norms::parse("norms.toml", &text).expect("the fixture holds")
}

pub(crate) static SCORER: LazyLock<Scorer> =
    LazyLock::new(|| Scorer::compile(&[demo()], &lexicon(), &norms(), classifier().as_ref()));

/// The shipped scorer over every shipped contest, past ones too.
pub(crate) static EVERYWHERE: LazyLock<Scorer> =
    LazyLock::new(|| Scorer::compile(&packs(), &lexicon(), &norms(), classifier().as_ref()));

pub(crate) fn subject(text: &str) -> Subject<'_> {
    Subject {
        text,
        further: Vec::new(),
        day: Some(CAMPAIGN),
        region: None,
        account: PersonKind::Person,
        kind: PostKind::Original,
        is_cut: false,
    }
}

pub(crate) fn assess(text: &str) -> Assessment {
    SCORER.assess(&subject(text))
}
