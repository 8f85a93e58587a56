//! The one way in: what came of an account is read, filed, scored, made durable and saved.
//!
//! The crawler is one caller ([`Intake::take_in`]); what people bring comes by
//! [`Intake::bring`]. Reading and scoring are done by [`Workers`], away from the tasks that wait
//! for the network: a page that never ends or panics fails its account and nothing else.

mod bring;
mod caps;
mod file;
mod workers;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tracing::Instrument as _;

pub use bring::{Bringing, BroughtAs};
use file::{Filed, PostAuthor, Read};
use workers::WorkFault;
pub use workers::{PAGE_DEADLINE, Workers};

use crate::clock::Clock;
use crate::db::account::DueAccount;
use crate::db::page::{PagePlan, PageShown, PageToSave, PostChange, PostToSave, SavedPage};
use crate::db::position::Position;
use crate::db::{self, Db, DbError};
use crate::evidence::WarcStore;
use crate::model::{Capture, Origin, OriginKind, ParsedPage, Warning, redact};
use crate::score::Scorer;
use crate::source::Sources;

/// How often a page is decided anew because somebody saved another of the same account
/// meanwhile, or the connection was lost. Two processes seldom meet at an account, and each time
/// one of them goes on.
const ATTEMPTS: usize = 8;

/// Posts for which a worker of their own is worth while: starting a thread takes a thirtieth of
/// the time that scoring them takes.
const SHARE: usize = 20;

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
    /// Read and score.
    pub workers: Workers,
}

/// Why a page did not come in. Nothing of it was saved.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// This page cannot be taken in; others can.
    #[error("{address} cannot be {step}: {problem}")]
    Page {
        /// Where the page came from.
        address: String,
        /// `kept`, `read` or `scored`.
        step: &'static str,
        /// What went wrong.
        problem: String,
    },
    /// No worker was free for this page in time, or no processor worked for it; later one will.
    #[error(
        "{address} waits: within {waited:?} the machine had no free worker or no time for it; its \
         turn comes again"
    )]
    NoRoom {
        /// Where the page came from.
        address: String,
        /// How long it waited.
        waited: Duration,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Evidence could not be written.
    #[error("evidence could not be written: {0}; free the disk and try again, nothing was lost")]
    Evidence(String),
}

/// A page that came in.
#[derive(Debug)]
pub struct TakenIn {
    /// What was read, with what follows from it; its posts are stored.
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
    ) -> Result<TakenIn, IntakeError> {
        let sources = self.sources.clone();
        let (account, cursor) = (due.account.clone(), due.cursor.clone());
        let address = capture.request.url.to_string();
        let parse = move || {
            let source = sources.get(account.platform);
            let page = source.parse(&account, cursor.as_ref(), &capture);
            (capture, Read::new(page))
        };
        let read = self.workers.run(parse).await;
        let (capture, read) = read.map_err(|fault| undone("read", &address, &fault))?;
        self.admit(due, Origin::Fetched(&capture), read).await
    }

    /// Files, scores and saves a page that was read, with a span that says how much it gave.
    async fn admit(
        &self,
        due: &DueAccount,
        origin: Origin<'_>,
        read: Read,
    ) -> Result<TakenIn, IntakeError> {
        let span = tracing::info_span!(
            "page",
            platform = due.account.platform.as_str(),
            origin = origin.kind().as_str(),
            posts = read.page.posts.len(),
            new = tracing::field::Empty,
            edited = tracing::field::Empty,
        );
        let taken = self.file_and_save(due, origin, read);
        let taken = taken.instrument(span.clone()).await?;
        let count = |wanted| {
            let posts = taken.saved.posts.iter();
            posts.filter(|post| post.change == wanted).count()
        };
        span.record("new", count(PostChange::New));
        span.record("edited", count(PostChange::Edited));
        span.in_scope(|| tracing::debug!("page saved"));
        Ok(taken)
    }

    async fn file_and_save(
        &self,
        due: &DueAccount,
        origin: Origin<'_>,
        Read { page, hashes }: Read,
    ) -> Result<TakenIn, IntakeError> {
        let page = Arc::new(page);
        let posts: Vec<_> = page.posts.iter().zip(hashes).collect();
        let source = self.sources.get(due.account.platform);
        let reading = source.edition(&due.account);
        let shown = PageShown {
            account: due.account.id,
            origin,
            posts: &posts,
            absent: &page.absent,
            reading: &reading,
            confirms: page.confirms,
        };
        let mut broken_off = DbError::Overtaken;
        for _ in 0..ATTEMPTS {
            let plan = db::page::plan_page(&self.db, &shown).await?;
            // The disk writes while the scorer reads; saving waits for both.
            let filing = self.file(due, origin, &page, &plan);
            let (filed, ()) = tokio::try_join!(filing, self.make_evidence_durable())?;
            // Boxed, for else a page on its way were too large to hand about.
            match Box::pin(self.save(plan, origin, &page, &filed)).await {
                // A page that was saved all the same is found saved when it is planned anew.
                Err(error) if error.is_passing() => broken_off = error,
                saved => return Ok(taken_in(page, saved?, filed)),
            }
        }
        Err(broken_off.into())
    }

    async fn file(
        &self,
        due: &DueAccount,
        origin: Origin<'_>,
        page: &Arc<ParsedPage>,
        plan: &PagePlan,
    ) -> Result<Vec<Filed>, IntakeError> {
        let changes: Arc<[PostChange]> = plan.changes().collect();
        let (author, seen_at) = (PostAuthor::of(due), origin.seen_at());
        if plan.changes().all(|change| change == PostChange::Unchanged) {
            return Ok(file::posts(
                &self.scorer,
                &author,
                &page.posts,
                &changes,
                seen_at,
            ));
        }
        let shares = share_out(page.posts.len(), self.workers.desks()).map(|share| {
            let (scorer, author) = (self.scorer.clone(), author.clone());
            let (page, changes) = (page.clone(), changes.clone());
            self.workers.run(move || {
                let (posts, changes) = (&page.posts[share.clone()], &changes[share]);
                file::posts(&scorer, &author, posts, changes, seen_at)
            })
        });
        // All of them to their ends: one that nobody waited for would keep its desk for ever.
        let filed: Result<Vec<_>, WorkFault> = join_all(shares).await.into_iter().collect();
        let filed = filed.map_err(|fault| undone("scored", origin.address(), &fault))?;
        Ok(filed.into_iter().flatten().collect())
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
        plan: PagePlan,
        origin: Origin<'_>,
        page: &ParsedPage,
        filed: &[Filed],
    ) -> Result<SavedPage, DbError> {
        let posts = page.posts.iter().zip(filed);
        let posts: Vec<PostToSave<'_>> = posts
            .map(|(post, filed)| PostToSave {
                post,
                posted_at: filed.posted_at,
                assessment: filed.assessment.as_ref(),
            })
            .collect();
        let fetched = origin.kind() == OriginKind::Fetched;
        let to_save = PageToSave {
            origin,
            posts: &posts,
            position: fetched.then(|| position(page, origin)),
            understood: page.understood,
            at: self.clock.now(),
        };
        db::page::save_page(&self.db, plan, &to_save).await
    }
}

fn position<'a>(page: &'a ParsedPage, origin: Origin<'_>) -> Position<'a> {
    Position {
        cursor: page.cursor.as_ref(),
        identity: page.identity.as_ref(),
        state: page.state,
        at: origin.seen_at(),
    }
}

fn taken_in(page: Arc<ParsedPage>, saved: SavedPage, filed: Vec<Filed>) -> TakenIn {
    let page = Arc::unwrap_or_clone(page);
    let doubts = filed.into_iter().filter_map(|post| post.doubt);
    let warnings = caps::few_warnings(doubts.chain(page.warnings.iter().cloned()));
    TakenIn {
        page,
        saved,
        warnings,
    }
}

/// The posts of a page, shared out among as many workers as its length is worth, at most one for
/// each desk: who waited for a second turn at one would seem to find no room.
fn share_out(posts: usize, desks: usize) -> impl Iterator<Item = Range<usize>> {
    let share = posts.div_ceil(desks).max(SHARE);
    let starts = (0..posts).step_by(share);
    starts.map(move |start| start..posts.min(start + share))
}

/// The error of work that came to nothing.
fn undone(step: &'static str, address: &str, fault: &WorkFault) -> IntakeError {
    match *fault {
        WorkFault::Busy(waited) => IntakeError::NoRoom {
            address: redact::url(address),
            waited,
        },
        _ => unfit(step, address, fault),
    }
}

/// The error of one page.
fn unfit(step: &'static str, address: &str, problem: &dyn std::fmt::Display) -> IntakeError {
    IntakeError::Page {
        address: redact::url(address),
        step,
        problem: problem.to_string(),
    }
}
