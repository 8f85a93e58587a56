//! A post as a whole: its own words and its other texts, each read by itself.
//!
//! One post has one score, to which every text adds. A cue and the words it is about are only
//! joined within one text, and no name gives another text's words company: what stands beside
//! what, is known within a text alone.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::model::{FurtherText, PostKind, Stage, Subject, TextName};

use super::Scorer;
use super::reading::TextReading;
use super::scene::{Room, Scene};

/// So many further texts are read, which is more than posts of any platform have: galleries of blogs
/// have a hundred. That there were more is told.
const MOST_FURTHER: usize = 1_000;

/// The texts of a post with what was found in each.
#[derive(Debug)]
pub(super) struct Scenes<'a> {
    pub(super) scorer: &'a Scorer,
    pub(super) subject: &'a Subject<'a>,
    /// The post's own words, then the further texts that say something of their own.
    pub(super) texts: Vec<Scene<'a>>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
}

impl<'a> Scenes<'a> {
    /// Reads a post.
    pub(super) fn new(scorer: &'a Scorer, subject: &'a Subject<'a>) -> Self {
        let mut room = Room::WHOLE;
        let own = TextReading::new(scorer, subject, TextName::Post, subject.text);
        let mut scenes = Self {
            scorer,
            subject,
            texts: vec![Scene::new(own, &mut room)],
            contest: None,
        };
        // Most posts have no other texts.
        let mut known = None;
        let mut further = posted_texts(subject);
        for further in further.by_ref().take(MOST_FURTHER) {
            let reading = TextReading::new(scorer, subject, further.name, further.text);
            let known = known.get_or_insert_with(|| KnownTexts::of(&scenes.own().reading));
            if !reading.tokens.list.is_empty() && known.add(&reading) {
                scenes.texts.push(Scene::new(reading, &mut room));
            }
        }
        scenes.texts[0].is_cut |= further.next().is_some();
        scenes.contest = scenes.likeliest_contest();
        for scene in &mut scenes.texts {
            scene.contest = scenes.contest;
        }
        scenes
    }

    /// The post's own words.
    pub(super) fn own(&self) -> &Scene<'a> {
        &self.texts[0]
    }

    /// Further texts.
    pub(super) fn further(&self) -> &[Scene<'a>] {
        &self.texts[1..]
    }

    /// The words that set the tone: the post's own, or the first further text where it has none.
    ///
    /// The model and the guess of the language read no other: few readers see an alternative
    /// text, so harmless words in one must not tone down what stands in the open.
    pub(super) fn lead(&self) -> &Scene<'a> {
        let spoken = |scene: &&Scene<'_>| !scene.reading.tokens.list.is_empty();
        self.texts.iter().find(spoken).unwrap_or(self.own())
    }

    /// The stage of a contest on the day of the post.
    pub(super) fn stage(&self, contest: usize) -> Stage {
        let calendar = &self.scorer.contests[contest].calendar;
        self.subject
            .day
            .map_or(Stage::Campaign, |day| calendar.stage(day))
    }

    /// Whether the author serves where the contest is held, or it is unknown.
    pub(super) fn at_home(&self, contest: usize) -> bool {
        let region = &self.scorer.contests[contest].region;
        self.subject
            .region
            .is_none_or(|home| region.contains(home) || home.contains(region))
    }

    /// On stage before off stage, the author's own region before others, then the one with most
    /// anchors, then the order of the packs.
    fn likeliest_contest(&self) -> Option<usize> {
        if !self.texts.iter().any(Scene::has_phrases) {
            return None;
        }
        let nobody = self.texts.iter().all(|scene| scene.anchors.is_empty());
        let named = |contest: &usize| {
            let anchors = self.texts.iter().flat_map(|scene| &scene.anchors);
            anchors
                .filter(|anchor| anchor.candidates.iter().any(|one| one.contest == *contest))
                .count()
        };
        (0..self.scorer.contests.len())
            .filter(|contest| nobody || named(contest) > 0)
            .max_by_key(|contest| {
                (
                    self.stage(*contest) != Stage::OffStage,
                    self.at_home(*contest),
                    named(contest),
                    Reverse(*contest),
                )
            })
    }
}

/// What the author posted besides the post's own words. Of a post passed on he wrote none of the
/// alternative texts, and what he quotes is context: neither is his.
fn posted_texts<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = &'s FurtherText<'a>> {
    let own = subject.kind != PostKind::Share;
    subject
        .further
        .iter()
        .filter(move |further| own && further.name.is_posted())
        .filter(|further| !further.text.trim().is_empty())
}

/// What the texts that were read are called, and what they say: what is said twice, as by programs
/// that copy the post into the alternative text, is said once.
#[derive(Debug)]
struct KnownTexts {
    names: HashSet<TextName>,
    words: HashSet<String>,
}

impl KnownTexts {
    fn of(first: &TextReading<'_>) -> Self {
        Self {
            names: HashSet::from([first.name]),
            words: HashSet::from([first.folded.text().to_owned()]),
        }
    }

    /// Whether neither the name nor the words were known.
    fn add(&mut self, reading: &TextReading<'_>) -> bool {
        let words = reading.folded.text();
        if self.names.contains(&reading.name) || self.words.contains(words) {
            return false;
        }
        self.names.insert(reading.name);
        self.words.insert(words.to_owned())
    }
}
