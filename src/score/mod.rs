//! Scoring: text and packs in, an explained [`crate::model::Assessment`] out. Pure.
//!
//! The way of a post: it is one passage, or where it is long several (`passages`), of which the
//! `strongest` counts. Each text of a passage becomes a `reading` ([`crate::text`] folds it and cuts
//! it into words; `matcher` finds phrases of the lexicon and the packs in every view); `scene`
//! decides what they mean beside each other (what is said, what is a trap, and by `company` who
//! is named, in a long post also by what stands `elsewhere` in it; `voice` tells whose words they
//! are, by the `frames` in its `clauses` and by what keeps the author `apart`); `scenes` are all
//! texts of a passage, of which `office` tells whether they speak of somebody in office and of no
//! election; the `rules` turn that into claims for and against; `weigh` adds the claims up
//! and calibrates; `explain` builds the tree that says why.
//!
//! Adding a rule: a file in `rules/` with a type that is a `rules::Rule`, one line in
//! `rules::OF_TEXT` (or a function of all `scenes` where it is said once of a passage), its
//! sentence in [`crate::model::Wording`], a weight in `config/score.toml` if words alone do not
//! decide, and minimal pairs in the tests. Numbers that decide stand there and not in code. Words never go into code: they are
//! data in `config/lexicon`.
//!
//! Contestants are told apart by nothing but their words, so a text in which one contestant's
//! words are swapped for another's of the same kind keeps its score.

mod anchors;
mod apart;
mod ballots;
pub mod classifier;
mod clauses;
mod company;
mod compile;
mod elsewhere;
mod explain;
mod frames;
mod glued;
mod known;
mod matcher;
pub mod metrics;
mod number;
mod office;
mod opinion;
mod others;
mod passages;
mod patterns;
mod reading;
mod rules;
mod scene;
mod scenes;
mod strongest;
mod subject;
mod twin;
mod voice;
mod weigh;

use crate::model::{
    Assessment, Classifier, Contest, Cue, Lexicon, Norms, Scale, Sha256, Subject, Versions,
};

use classifier::ModelTable;
use compile::Meaning;
use glued::GluedWords;
use matcher::Matcher;
use office::Offices;
use passages::{passages, whole_post};
use scenes::Scenes;

pub use subject::subject;
pub use twin::{SkipReason, Skipped, Twin, Twins};

/// Version of the scoring code: raised when the same words give other numbers.
pub const ENGINE: &str = "6";

/// A compiled lexicon with the packs of the contests that are watched.
#[derive(Debug)]
pub struct Scorer {
    contests: Vec<Contest>,
    cues: Vec<Cue>,
    scale: Scale,
    norms: Norms,
    matcher: Matcher,
    meanings: Vec<Meaning>,
    tags: compile::TagParts,
    glued: GluedWords,
    offices: Offices,
    classifier: Option<ModelTable>,
    versions: Versions,
}

impl Scorer {
    /// Compiles the packs given, closed or not: which are watched is the caller's choice.
    /// Without a model the rules decide alone.
    pub fn compile(
        contests: &[Contest],
        lexicon: &Lexicon,
        norms: &Norms,
        classifier: Option<&Classifier>,
    ) -> Self {
        let versions = versions(contests, lexicon, norms, classifier);
        let contests = patterns::shared(contests, lexicon);
        let (matcher, meanings) = compile::build_matcher(&contests, lexicon);
        Self {
            tags: compile::TagParts::new(&contests, lexicon, &meanings),
            glued: GluedWords::new(&contests, lexicon),
            offices: Offices::new(&contests),
            contests,
            cues: lexicon.cues.clone(),
            scale: lexicon.scale.clone(),
            norms: norms.clone(),
            matcher,
            meanings,
            classifier: classifier.map(ModelTable::new),
            versions,
        }
    }

    /// Scores one revision of a post. The same post gives the same bytes, whatever was scored
    /// before and on whichever thread.
    pub fn assess(&self, subject: &Subject<'_>) -> Assessment {
        let passages = passages(subject);
        match passages.as_slice() {
            [whole] => weighed(&Scenes::alone(self, subject, whole)),
            many => strongest::assess(self, subject, many),
        }
    }

    /// What a model can learn from a post: the total of the rules, and the names of its
    /// features. Only right for a scorer that has no model yet.
    pub fn example(&self, subject: &Subject<'_>) -> (f64, Vec<String>) {
        let scenes = Scenes::alone(self, subject, &whole_post(subject));
        let names = classifier::names(scenes.lead());
        (weighed(&scenes).explanation.value, names)
    }

    /// What decides the bytes of an assessment, besides the post.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }
}

/// What the rules and the model say of a passage.
fn weighed(scenes: &Scenes<'_>) -> Assessment {
    weigh::assess(scenes, rules::claims(scenes))
}

/// Norm codes are part of an assessment, so the catalogue counts as part of the lexicon.
fn versions(
    contests: &[Contest],
    lexicon: &Lexicon,
    norms: &Norms,
    classifier: Option<&Classifier>,
) -> Versions {
    let packs: Vec<u8> = contests.iter().flat_map(|contest| contest.hash.0).collect();
    let words = [lexicon.hash.0, norms.hash.0].concat();
    Versions {
        engine: ENGINE.to_owned(),
        contests: Sha256::of(packs),
        lexicon: Sha256::of(words),
        model: classifier.map(|classifier| classifier.hash),
    }
}
