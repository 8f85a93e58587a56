//! A passage of a post, which mostly is the whole post: its own words and its other texts, each
//! read by itself.
//!
//! One passage has one score, to which every text adds. A cue and the words it is about are only
//! joined within one text, and no name gives another text's words company: what stands beside
//! what, is known within a text alone.

use std::cmp::Reverse;

use crate::model::{Stage, Subject, TextName};

use super::Scorer;
use super::elsewhere::Elsewhere;
use super::office::{InOffice, SpokenOf};
use super::passages::PassagePiece;
use super::reading::TextReading;
use super::scene::{Room, Scene};

/// The texts of a passage with what was found in each.
#[derive(Debug)]
pub(super) struct Scenes<'a> {
    pub(super) scorer: &'a Scorer,
    pub(super) subject: &'a Subject<'a>,
    /// The post's own words, then the further texts that say something of their own.
    pub(super) texts: Vec<Scene<'a>>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
    /// Who is spoken of in an office, and not as a contestant.
    pub(super) in_office: Option<InOffice>,
}

impl<'a> Scenes<'a> {
    /// Reads a passage that is all there is of a post.
    pub(super) fn alone(
        scorer: &'a Scorer,
        subject: &'a Subject<'a>,
        passage: &[PassagePiece<'a>],
    ) -> Self {
        Self::new(scorer, subject, passage, &Elsewhere::default())
    }

    /// Reads a passage of a post, of which some may stand elsewhere.
    pub(super) fn new(
        scorer: &'a Scorer,
        subject: &'a Subject<'a>,
        passage: &[PassagePiece<'a>],
        elsewhere: &Elsewhere,
    ) -> Self {
        let mut room = Room::WHOLE;
        let mut read = |piece: &PassagePiece<'a>| {
            let reading = TextReading::new(scorer, subject, piece.name, piece.text);
            Scene::new(reading, elsewhere.text(piece.name), &mut room)
        };
        let own = passage.iter().find(|piece| piece.name == TextName::Post);
        let mut texts = vec![read(own.unwrap_or(&PassagePiece::NOTHING))];
        let further = passage.iter().filter(|piece| piece.name != TextName::Post);
        let spoken = |scene: &Scene<'_>| !scene.reading.tokens.list.is_empty();
        texts.extend(further.map(read).filter(spoken));
        let mut scenes = Self {
            scorer,
            subject,
            texts,
            contest: None,
            in_office: None,
        };
        scenes.contest = scenes.likeliest_contest(elsewhere);
        for scene in &mut scenes.texts {
            scene.contest = scenes.contest;
        }
        let spoken = SpokenOf {
            texts: &scenes.texts,
            day: subject.day,
            contest: scenes.contest,
        };
        scenes.in_office = spoken.in_office(&scorer.offices, elsewhere);
        let trust = scenes
            .in_office
            .map(|found| found.trust(&scorer.scale.extras));
        for scene in &mut scenes.texts {
            scene.trust = trust.unwrap_or(1.0);
        }
        scenes
    }

    /// The post's own words.
    pub(super) fn own(&self) -> &Scene<'a> {
        &self.texts[0]
    }

    /// Whether any phrase of the packs or the lexicon was found in any text.
    pub(super) fn has_phrases(&self) -> bool {
        self.texts.iter().any(Scene::has_phrases)
    }

    /// Whether there is more of the post than is looked at.
    pub(super) fn is_cut(&self) -> bool {
        self.subject.is_cut || self.texts.iter().any(|scene| scene.is_cut)
    }

    /// Further texts.
    pub(super) fn further(&self) -> &[Scene<'a>] {
        &self.texts[1..]
    }

    /// The words that set the tone: the post's own, or the first further text where it has none.
    ///
    /// The model and the guess of the language read no other: few readers see an alternative
    /// text, so harmless words in one must not tone down what stands in the open. Where the post's
    /// own words stand in other passages, nothing sets the tone in this one.
    pub(super) fn lead(&self) -> &Scene<'a> {
        let own = self.own();
        if own.reading.text.is_empty() && !self.subject.text.is_empty() {
            return own;
        }
        let spoken = |scene: &&Scene<'_>| !scene.reading.tokens.list.is_empty();
        self.texts.iter().find(spoken).unwrap_or(own)
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
    /// anchors in the whole post, then the order of the packs.
    fn likeliest_contest(&self, elsewhere: &Elsewhere) -> Option<usize> {
        if !self.has_phrases() && !self.is_cut() {
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
                    named(contest).max(elsewhere.mentions(*contest)),
                    Reverse(*contest),
                )
            })
    }
}
