//! The one way in: what came of an account is read, filed, scored, made durable and saved.
//!
//! The crawler is one caller. Reading and scoring leave the task that waits for the network:
//! they take a core for themselves, and a source or a rule that panics fails one page.

mod file;

use std::sync::Arc;

use file::Filed;

use crate::clock::Clock;
use crate::db::account::DueAccount;
use crate::db::page::{PageToSave, PostToSave, SavedPage};
use crate::db::{self, Db, DbError};
use crate::evidence::WarcStore;
use crate::model::{Capture, Exchange, NativeId, ParsedPage, Warning};
use crate::score::Scorer;
use crate::source::Sources;

/// The parts of the way in, built by `app`. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Where posts go.
    pub db: Db,
    /// Where raw evidence goes; made durable before each page is saved.
    pub captures: Arc<WarcStore>,
    /// Platforms.
    pub sources: Arc<Sources>,
    /// Scores posts.
    pub scorer: Arc<Scorer>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Why a page did not come in. Nothing of it was saved.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// This page cannot be read or scored; others can.
    #[error("the page {address} cannot be {step}: {problem}; its raw answer is kept, report it")]
    Page {
        /// Where the page came from.
        address: String,
        /// `read` or `scored`.
        step: &'static str,
        /// What went wrong.
        problem: String,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Evidence could not be written.
    #[error("evidence could not be written: {0}; free the disk and crawl again, nothing was lost")]
    Evidence(String),
}

/// A page that came in.
#[derive(Debug)]
pub struct TakenIn {
    /// What the source read, with what follows from it; its posts are stored.
    pub page: ParsedPage,
    /// What saving it did.
    pub saved: SavedPage,
    /// What was odd: what the source noticed, and posts whose date was not believed.
    pub warnings: Vec<Warning>,
}

impl Intake {
    /// Takes in an answer that was fetched for an account as it stands in `due`: reads it, files
    /// and scores what is new or changed, makes the evidence durable, saves all of it in one
    /// transaction.
    pub async fn take_in(
        &self,
        due: &DueAccount,
        capture: Capture,
        exchanges: &[Exchange],
    ) -> Result<TakenIn, IntakeError> {
        let (capture, page) = self.read(due, capture).await?;
        let page = Arc::new(page);
        let capture = Arc::new(capture);
        let filed = self.file(due, &capture, &page).await?;
        self.make_evidence_durable().await?;
        let saved = self.save(due, &capture, exchanges, &page, &filed).await?;
        let page = Arc::unwrap_or_clone(page);
        let mut warnings: Vec<Warning> = filed.into_iter().filter_map(|post| post.doubt).collect();
        warnings.extend(page.warnings.iter().cloned());
        Ok(TakenIn {
            page,
            saved,
            warnings,
        })
    }

    async fn read(
        &self,
        due: &DueAccount,
        capture: Capture,
    ) -> Result<(Capture, ParsedPage), IntakeError> {
        let sources = self.sources.clone();
        let (account, cursor) = (due.account.clone(), due.cursor.clone());
        let address = capture.request.url.to_string();
        off_task("read", address, move || {
            let source = sources.get(account.platform);
            let page = source.parse(&account, cursor.as_ref(), &capture);
            (capture, page)
        })
        .await
    }

    /// Files each post under an instant and scores what is new or changed.
    async fn file(
        &self,
        due: &DueAccount,
        capture: &Arc<Capture>,
        page: &Arc<ParsedPage>,
    ) -> Result<Vec<Filed>, IntakeError> {
        let ids: Vec<NativeId> = page
            .posts
            .iter()
            .map(|post| post.native_id.clone())
            .collect();
        let known = db::page::known(&self.db, due.account.id, &ids).await?;
        let (scorer, author) = (self.scorer.clone(), file::Author::of(due));
        let (capture, page) = (capture.clone(), page.clone());
        let address = capture.request.url.to_string();
        off_task("scored", address, move || {
            file::page(&scorer, &author, &known, &page, capture.fetched_at)
        })
        .await
    }

    async fn make_evidence_durable(&self) -> Result<(), IntakeError> {
        let captures = self.captures.clone();
        let synced = tokio::task::spawn_blocking(move || captures.sync()).await;
        match synced {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(IntakeError::Evidence(error.to_string())),
            Err(panic) => Err(IntakeError::Evidence(panic.to_string())),
        }
    }

    async fn save(
        &self,
        due: &DueAccount,
        capture: &Capture,
        exchanges: &[Exchange],
        page: &ParsedPage,
        filed: &[Filed],
    ) -> Result<SavedPage, DbError> {
        let posts: Vec<PostToSave<'_>> = page
            .posts
            .iter()
            .zip(filed)
            .map(|(post, filed)| PostToSave {
                post,
                posted_at: filed.posted_at,
                assessment: filed.assessment.as_ref(),
            })
            .collect();
        let to_save = PageToSave {
            account: due.account.id,
            capture,
            exchanges,
            posts: &posts,
            absent: &page.absent,
            cursor: page.cursor.as_ref(),
            identity: page.identity.as_ref(),
            state: page.state,
            at: self.clock.now(),
        };
        db::page::save_page(&self.db, &to_save).await
    }
}

/// Runs pure work where it may take its time.
async fn off_task<T: Send + 'static>(
    step: &'static str,
    address: String,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, IntakeError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|panic| IntakeError::Page {
        address,
        step,
        problem: panic.to_string(),
    })
}
