//! Lists of sentences with the pack that they are read by and the side of the queue that they belong
//! on, a line each.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use netra::score::Scorer;
use serde::Deserialize;

use super::known::Mistakes;
use super::support::{classifier, lexicon, norms, packs, subject};

/// A sentence of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) pack: String,
    pub(crate) exp: Expected,
    pub(crate) text: String,
}

/// What a fair reviewer wants of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Expected {
    #[serde(rename = "q")]
    Queued,
    #[serde(rename = "n")]
    Nothing,
}

/// A scorer of each pack that was asked for, compiled once.
static SCORERS: LazyLock<Mutex<BTreeMap<String, &'static Scorer>>> = LazyLock::new(Mutex::default);

fn scorer(pack: &str) -> &'static Scorer {
    let mut scorers = SCORERS.lock().unwrap();
    scorers.entry(pack.to_owned()).or_insert_with(|| {
        let mut packs = packs().into_iter();
        let chosen = packs.find(|one| one.id.as_str() == pack).unwrap();
        let model = classifier();
        let scorer = Scorer::compile(&[chosen], &lexicon(), &norms(), model.as_ref());
        Box::leak(Box::new(scorer))
    })
}

/// The lines of a list.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = Line> {
    list.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// On which side a sentence is that belongs on the other, as inside the campaign of the contest: the
/// sentences have no days.
fn mistake(line: &Line) -> Option<String> {
    let mut post = subject(&line.text);
    post.day = None;
    let queued = scorer(&line.pack).assess(&post).band.queued();
    match (line.exp, queued) {
        (Expected::Queued, false) => Some("missed".to_owned()),
        (Expected::Nothing, true) => Some("raised".to_owned()),
        _ => None,
    }
}

/// The sentences of a list that are on the wrong side.
pub(crate) fn mistakes(list: &str) -> Mistakes {
    let found = lines(list).filter_map(|line| Some((line.id.clone(), mistake(&line)?)));
    found.collect()
}

/// Mistakes as a file tells them: a name and a word why a line, below lines that begin with `#`.
pub(crate) fn told(known: &str) -> Mistakes {
    let known = known.lines().filter(|line| !line.starts_with('#'));
    let known = known.filter_map(|line| line.split_once(' '));
    known
        .map(|(id, why)| (id.to_owned(), why.to_owned()))
        .collect()
}
