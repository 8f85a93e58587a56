//! Twins: the same post with the words of two contestants changed places.
//!
//! Every word for the one becomes a word of the same kind for the other, and the other way
//! round, so that a post about both stays a post about both. Words that need company and lack it
//! change places too: beside the other name they would find it. Where a contestant has no word
//! of some kind, or several contestants share the word, there is no twin, and it is said why.
//! Swapping the words of a twin back gives the post, as far as it was written as the packs write,
//! in words for which the packs have one in the same place of the other's list. All texts of a
//! post change together.

mod capital;
mod numeral;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::Scorer;
use super::anchors::Anchor;
use super::passages::whole_post;
use super::scene::Scene;
use super::scenes::Scenes;
use crate::model::{ByteRange, FurtherText, Subject};
use crate::text::fold;
use words::{Swapped, Taken};

pub(super) use words::run_together;

/// A post whose words for one contestant are those for another, and the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// `contest/contestant` that the post speaks of.
    pub from: String,
    /// `contest/contestant` that the twin speaks of.
    pub to: String,
    /// The kinds of words that were changed: `name`, `slogan`, `number`, in order.
    pub kinds: Vec<&'static str>,
    /// Whether each word was changed for one that needs company and capitals just as much, and
    /// that is known in the same contests, and no office of only one of the two counts; if not, the
    /// packs do not describe the two alike.
    pub alike: bool,
    /// The words of the twin.
    pub text: String,
    /// The words of its further texts, in the order of those of the post.
    pub further: Vec<String>,
}

impl Twin {
    /// The twin as the scorer is told of it: with everything else as it is with the post.
    pub fn subject<'t>(&'t self, post: &Subject<'t>) -> Subject<'t> {
        let texts = post.further.iter().zip(&self.further);
        Subject {
            text: &self.text,
            further: texts
                .map(|(further, text)| FurtherText { text, ..*further })
                .collect(),
            ..post.clone()
        }
    }
}

/// Why a post has no twin for a pair of contestants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// One of the two has no word, or not enough words, of a kind that the post uses.
    KindLacking(&'static str),
    /// A word stands for one of the two and for a third contestant as well.
    SharedWord,
    /// Words for contestants overlap in the text.
    Overlap,
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::KindLacking(kind) => write!(formatter, "no (further) {kind}"),
            Self::SharedWord => formatter.write_str("shared word"),
            Self::Overlap => formatter.write_str("overlapping words"),
        }
    }
}

/// A twin that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// `contest/contestant` that the post speaks of.
    pub from: String,
    /// `contest/contestant` that the twin would speak of.
    pub to: String,
    /// Why.
    pub reason: SkipReason,
}

/// All twins of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Twins {
    /// In the order of the packs.
    pub made: Vec<Twin>,
    /// Those that could not be made.
    pub skipped: Vec<Skipped>,
}

impl Scorer {
    /// The twins of a post: one for each contestant that it speaks of and each other contestant
    /// of the same sort in the same contest. A post that names nobody has none.
    pub fn twins(&self, subject: &Subject<'_>) -> Twins {
        let scenes = Scenes::alone(self, subject, &whole_post(subject));
        let mut twins = Twins::default();
        if scenes.texts.iter().all(|scene| scene.anchors.is_empty()) {
            return twins;
        }
        let possible: Vec<Vec<Anchor>> =
            scenes.texts.iter().map(Scene::untrapped_anchors).collect();
        for contest in 0..self.contests.len() {
            for (from, to) in pairs(&scenes, contest) {
                let exchange = Exchange {
                    scenes: &scenes,
                    contest,
                    from,
                    to,
                };
                twins.add(&exchange, &possible);
            }
        }
        twins
    }
}

/// The contest that words are about: the likeliest one of the post, or the first they fit.
fn owner(scenes: &Scenes<'_>, anchor: &Anchor) -> Option<usize> {
    let mut contests = anchor.candidates.iter().map(|one| one.contest);
    let here = contests.clone().find(|one| Some(*one) == scenes.contest);
    here.or_else(|| contests.next())
}

/// Whose words change places with whose. A pair that the post names both of comes once.
fn pairs(scenes: &Scenes<'_>, contest: usize) -> Vec<(usize, usize)> {
    let pack = &scenes.scorer.contests[contest];
    let anchors = scenes.texts.iter().flat_map(|scene| &scene.anchors);
    let named: BTreeSet<usize> = anchors
        .filter(|anchor| owner(scenes, anchor) == Some(contest))
        .flat_map(|anchor| &anchor.candidates)
        .filter(|one| one.contest == contest)
        .map(|one| one.contestant)
        .collect();
    let mut pairs = Vec::new();
    for from in &named {
        for (to, other) in pack.contestants.iter().enumerate() {
            let once = to > *from || !named.contains(&to);
            if to != *from && once && other.kind == pack.contestants[*from].kind {
                pairs.push((*from, to));
            }
        }
    }
    pairs
}

/// Two contestants on their way to change places.
struct Exchange<'s> {
    scenes: &'s Scenes<'s>,
    contest: usize,
    from: usize,
    to: usize,
}

/// Words of the original, with what stands in their place.
struct Edit {
    span: ByteRange,
    swapped: Swapped,
}

impl Twins {
    /// `possible` has what may stand for a contestant, for each text.
    fn add(&mut self, exchange: &Exchange<'_>, possible: &[Vec<Anchor>]) {
        let (from, to) = (exchange.name(exchange.from), exchange.name(exchange.to));
        match exchange.edits(possible) {
            Ok(edits) if edits.iter().all(Vec::is_empty) => {}
            Ok(edits) => self.made.push(exchange.twin(from, to, &edits)),
            Err(reason) => self.skipped.push(Skipped { from, to, reason }),
        }
    }
}

impl<'s> Exchange<'s> {
    fn name(&self, contestant: usize) -> String {
        let pack = &self.scenes.scorer.contests[self.contest];
        format!("{}/{}", pack.id, pack.contestants[contestant].id)
    }

    fn twin(&self, from: String, to: String, edits: &[Vec<Edit>]) -> Twin {
        let texts = self.scenes.texts.iter().zip(edits);
        let swapped: Vec<String> = texts
            .map(|(scene, edits)| spliced(scene.reading.text, edits))
            .collect();
        let kinds: BTreeSet<_> = edits
            .iter()
            .flatten()
            .map(|edit| edit.swapped.kind)
            .collect();
        let mut twin = Twin {
            from,
            to,
            kinds: kinds.into_iter().collect(),
            alike: edits.iter().flatten().all(|edit| edit.swapped.alike),
            further: self.further(&swapped),
            text: swapped.into_iter().next().unwrap_or_default(),
        };
        twin.alike &= self.stands_alike(&twin);
        twin
    }

    /// The further texts of the twin: those that were read with their words swapped, one that only
    /// repeats another as that other, and those that are not scored as they are.
    fn further(&self, swapped: &[String]) -> Vec<String> {
        let texts = self.scenes.subject.further.iter().map(|further| {
            let folded = fold(further.text);
            let says = |scene: &Scene<'_>| scene.reading.folded.text() == folded.text();
            match self.scenes.texts.iter().position(says) {
                Some(index) => swapped[index].clone(),
                None => further.text.to_owned(),
            }
        });
        texts.collect()
    }

    /// Whether the words of the twin are known in the contests in which those of the post are, and
    /// who is spoken of holds an office in both or in neither.
    fn stands_alike(&self, twin: &Twin) -> bool {
        let subject = twin.subject(self.scenes.subject);
        let scenes = Scenes::alone(self.scenes.scorer, &subject, &whole_post(&subject));
        contests(self.scenes) == contests(&scenes)
            && self.scenes.in_office.is_some() == scenes.in_office.is_some()
    }

    /// What changes in each text, in order of the text.
    fn edits(&self, possible: &[Vec<Anchor>]) -> Result<Vec<Vec<Edit>>, SkipReason> {
        let mut taken = Taken::new();
        let texts = self.scenes.texts.iter().zip(possible);
        texts
            .map(|(scene, anchors)| self.edits_of_text(scene, anchors, &mut taken))
            .collect()
    }

    fn edits_of_text(
        &self,
        scene: &Scene<'_>,
        anchors: &[Anchor],
        taken: &mut Taken<'s>,
    ) -> Result<Vec<Edit>, SkipReason> {
        let mut edits = Vec::new();
        let owned = |anchor: &&Anchor| owner(self.scenes, anchor) == Some(self.contest);
        for anchor in anchors.iter().filter(owned) {
            if let Some(swapped) = self.swapped(scene, anchor, taken)? {
                let span = anchor.span;
                edits.push(Edit { span, swapped });
            }
        }
        edits.sort_by_key(|edit| edit.span);
        let apart = |pair: &[Edit]| pair[0].span[1] <= pair[1].span[0];
        if edits.windows(2).all(apart) {
            Ok(edits)
        } else {
            Err(SkipReason::Overlap)
        }
    }

    /// The word of the one for a word of the other; `None` for words that stay: those of
    /// neither, and those of both.
    fn swapped(
        &self,
        scene: &Scene<'_>,
        anchor: &Anchor,
        taken: &mut Taken<'s>,
    ) -> Result<Option<Swapped>, SkipReason> {
        let meant = [self.from, self.to].map(|one| anchor.means(self.contest, one));
        let (mine, other) = match meant {
            [true, false] => (self.from, self.to),
            [false, true] => (self.to, self.from),
            _ => return Ok(None),
        };
        let here = anchor.candidates.iter();
        let here: Vec<_> = here.filter(|one| one.contest == self.contest).collect();
        match here.as_slice() {
            [candidate] => {
                let contestants = &self.scenes.scorer.contests[self.contest].contestants;
                let pair = [mine, other].map(|one| &contestants[one]);
                words::swapped(scene, anchor, candidate.entry, pair, taken).map(Some)
            }
            _ => Err(SkipReason::SharedWord),
        }
    }
}

/// How many words are known in which contest.
fn contests(scenes: &Scenes<'_>) -> BTreeMap<usize, usize> {
    let mut contests = BTreeMap::new();
    let anchors = scenes.texts.iter().flat_map(|scene| &scene.anchors);
    for one in anchors.flat_map(|anchor| &anchor.candidates) {
        *contests.entry(one.contest).or_default() += 1;
    }
    contests
}

/// The text with all edits made.
fn spliced(text: &str, edits: &[Edit]) -> String {
    let mut twin = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        twin.push_str(text.get(at..edit.span[0]).unwrap_or_default());
        twin.push_str(&edit.swapped.text);
        at = edit.span[1];
    }
    twin.push_str(text.get(at..).unwrap_or_default());
    twin
}
