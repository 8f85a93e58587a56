//! The whole corpus again, with the packs, lexicon and model of today.
//!
//! Posts whose assessment was made with the same versions are passed over, so that a run that
//! was cut short goes on where it ended when it is started again. Assessments are added, never
//! changed; what people decided stays, and posts they decided on are told of.

mod compare;

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;

pub use compare::{Decided, Difference, Move, Reweighed, StageChange, ToldReason};

use super::stored_subject;
use crate::clock::Clock;
use crate::db::assessment::Added;
use crate::db::audit::Event;
use crate::db::post::{Occasion, PostWalk, StoredPost};
use crate::db::verdict::Standing;
use crate::db::{self, Db, DbError};
use crate::model::{Assessment, PostId, Reader, Versions};
use crate::score::Scorer;

/// Posts read, scored and stored in one go.
pub const BATCH: u32 = 500;

/// Counts of one run. Part of the command-line contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RescoreSummary {
    /// Posts looked at.
    pub posts: usize,
    /// Of these, posts scored with these very versions before.
    pub skipped: usize,
    /// Scored again with the same result for people.
    pub unchanged: usize,
    /// Score higher than before.
    pub raised: usize,
    /// Score lower than before.
    pub lowered: usize,
    /// Same score, but another band, stage or reasons.
    pub same_score: usize,
    /// Band higher than before.
    pub bands_raised: usize,
    /// Band lower than before.
    pub bands_lowered: usize,
    /// Posts that enter the review queue.
    pub entering: usize,
    /// Posts that leave the review queue.
    pub leaving: usize,
    /// Changed posts on which people had decided. Their verdicts stay.
    pub decided: usize,
    /// Assessments stored.
    pub stored: usize,
    /// Posts whose document in the search index was renewed.
    pub indexed: usize,
    /// Why the search index could not be brought up to date, in one sentence. What is stored
    /// stays pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_problem: Option<String>,
    /// What the posts were scored with.
    pub versions: Versions,
}

/// A walk over the corpus, batch by batch.
#[derive(Debug)]
pub struct Rescoring<'a> {
    reader: &'a Reader,
    db: &'a Db,
    walk: PostWalk<'a>,
    scorer: &'a Scorer,
    /// Stores what it finds, at the time that this tells; without it nothing is written.
    store: Option<&'a dyn Clock>,
    batch: u32,
    told: bool,
    summary: RescoreSummary,
}

impl<'a> Rescoring<'a> {
    /// A walk over the posts of the reader that looks and writes nothing.
    pub fn looking(
        (reader, db): (&'a Reader, &'a Db),
        scorer: &'a Scorer,
        batch: u32,
        at: Timestamp,
    ) -> Self {
        let occasion = Occasion {
            action: "rescore_read",
            query: "",
            at,
        };
        Self {
            reader,
            db,
            walk: PostWalk::new(reader, db, occasion),
            scorer,
            store: None,
            batch,
            told: false,
            summary: empty(scorer.versions()),
        }
    }

    /// A walk that stores new assessments, one transaction a batch; the first one tells the
    /// audit log.
    pub fn storing(
        (reader, db): (&'a Reader, &'a Db),
        scorer: &'a Scorer,
        batch: u32,
        clock: &'a dyn Clock,
    ) -> Self {
        Self {
            store: Some(clock),
            ..Self::looking((reader, db), scorer, batch, clock.now())
        }
    }

    /// Does the next batch and returns what it changes; `None` at the end. Where the walk
    /// stores, what is returned has been stored.
    #[tracing::instrument(name = "rescore batch", skip_all)]
    pub async fn next(&mut self) -> Result<Option<Vec<Difference>>, DbError> {
        // A post that cannot be read ends the walk: what it would be scored on is not known.
        let stored = self.walk.next(self.batch).await?;
        let stored: Vec<StoredPost> = stored.into_iter().collect::<Result<_, _>>()?;
        if stored.is_empty() {
            return Ok(None);
        }
        self.summary.posts += stored.len();
        let stale: Vec<&StoredPost> = stored.iter().filter(|one| self.is_stale(one)).collect();
        self.summary.skipped += stored.len() - stale.len();
        let made = tokio::task::block_in_place(|| self.assess(&stale));
        let ids: Vec<PostId> = stale.iter().map(|one| one.post.id).collect();
        let standing = self.walk.standing(&ids).await?;
        let differences = differences(&stale, &standing, &made);
        self.save(&stale, &made).await?;
        self.count(stale.len(), &differences);
        Ok(Some(differences))
    }

    /// What was done, and how many documents of the search index were renewed after it.
    pub fn into_summary(self, indexed: usize) -> RescoreSummary {
        RescoreSummary {
            indexed,
            ..self.summary
        }
    }

    fn is_stale(&self, stored: &StoredPost) -> bool {
        let made = stored.assessment.as_ref();
        made.is_none_or(|(_, made)| made.versions != *self.scorer.versions())
    }

    fn assess(&self, stale: &[&StoredPost]) -> Vec<Assessment> {
        let subjects = stale.iter().map(|one| stored_subject(one));
        subjects
            .map(|subject| self.scorer.assess(&subject))
            .collect()
    }

    async fn save(&mut self, stale: &[&StoredPost], made: &[Assessment]) -> Result<(), DbError> {
        let Some(clock) = self.store.filter(|_| !made.is_empty()) else {
            return Ok(());
        };
        let at = clock.now();
        let assessments: Vec<(PostId, u32, &Assessment)> = stale
            .iter()
            .zip(made)
            .map(|(stored, made)| (stored.post.id, stored.revision.number, made))
            .collect();
        let detail = told(self.scorer.versions());
        let event = Event {
            at,
            actor: &self.reader.actor(),
            action: "rescore",
            subject: "posts",
            detail: &detail,
        };
        // The index holds more than people are told of: the language, say.
        let reindex: Vec<PostId> = stale
            .iter()
            .zip(made)
            .filter(|(stored, made)| !compare::is_alike(stored, made))
            .map(|(stored, _)| stored.post.id)
            .collect();
        let added = Added {
            assessments: &assessments,
            reindex: &reindex,
            event: (!self.told).then_some(&event),
            at,
        };
        db::assessment::save(self.db, &added).await?;
        self.told = true;
        self.summary.stored += made.len();
        Ok(())
    }

    fn count(&mut self, scored: usize, differences: &[Difference]) {
        let summary = &mut self.summary;
        summary.unchanged += scored - differences.len();
        for one in differences {
            match one.new_score.total_cmp(&one.old_score) {
                Ordering::Greater => summary.raised += 1,
                Ordering::Less => summary.lowered += 1,
                Ordering::Equal => summary.same_score += 1,
            }
            summary.bands_raised += usize::from(one.new_band > one.old_band);
            summary.bands_lowered += usize::from(one.new_band < one.old_band);
            match one.queue {
                Some(Move::Enters) => summary.entering += 1,
                Some(Move::Leaves) => summary.leaving += 1,
                None => {}
            }
            summary.decided += usize::from(one.decided.is_some());
        }
    }
}

fn differences(
    stale: &[&StoredPost],
    standing: &HashMap<PostId, Standing>,
    made: &[Assessment],
) -> Vec<Difference> {
    let pairs = stale.iter().zip(made);
    pairs
        .filter_map(|(stored, made)| {
            compare::difference(stored, standing.get(&stored.post.id), made)
        })
        .collect()
}

fn told(versions: &Versions) -> String {
    let model = versions
        .model
        .map_or_else(|| "none".to_owned(), |hash| hash.to_string());
    format!(
        "engine:{} contests:{} lexicon:{} model:{model}",
        versions.engine, versions.contests, versions.lexicon
    )
}

fn empty(versions: &Versions) -> RescoreSummary {
    RescoreSummary {
        posts: 0,
        skipped: 0,
        unchanged: 0,
        raised: 0,
        lowered: 0,
        same_score: 0,
        bands_raised: 0,
        bands_lowered: 0,
        entering: 0,
        leaving: 0,
        decided: 0,
        stored: 0,
        indexed: 0,
        index_problem: None,
        versions: versions.clone(),
    }
}
