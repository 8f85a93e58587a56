//! The index kept up to date while a service runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use super::renew::tell;
use super::{IndexError, Renewal};
use crate::db::Db;
use crate::search::{SearchError, SearchIndex};

/// How long until it looks for what other processes left pending.
const LOOK: Duration = Duration::from_mins(1);
/// How long until it tries again when another process was writing.
const AGAIN: Duration = Duration::from_secs(2);

/// Wakes an [`Upkeep`]. Cheap to clone; ringing never waits, and rings during a renewal make
/// one more.
#[derive(Debug, Clone, Default)]
pub struct RenewalBell(Arc<Notify>);

impl RenewalBell {
    /// Says that something was stored that the index should hold.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// Renews the index whenever its bell rings, and from time to time for what other processes
/// left pending. The right to write is given back after each renewal. Nothing it meets ends
/// it: what could not be written stays pending and is told in the log.
#[derive(Debug)]
pub struct Upkeep {
    db: Db,
    index: Arc<SearchIndex>,
    bell: RenewalBell,
    renewed: watch::Sender<usize>,
    /// The last trouble, so that an operator is not told the same every minute.
    told: String,
}

impl Upkeep {
    /// For an index, woken by the bell.
    pub fn new(db: &Db, index: Arc<SearchIndex>, bell: RenewalBell) -> Self {
        Self {
            db: db.clone(),
            index,
            bell,
            renewed: watch::Sender::new(0),
            told: String::new(),
        }
    }

    /// Number of posts written to the index since the start, as it grows.
    pub fn renewed(&self) -> watch::Receiver<usize> {
        self.renewed.subscribe()
    }

    /// Works until `stop` is cancelled, then ends after one last batch: for what was stored
    /// while the service was ending.
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            let wait = self.round(&stop).await;
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.bell.0.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        self.round(&stop).await;
    }

    /// Renews what is pending, only one batch when told to stop, and says when to look again.
    async fn round(&mut self, stop: &CancellationToken) -> Duration {
        let mut renewal = Renewal::new(&self.db, &self.index);
        let renewed = self.renew(&mut renewal, stop).await;
        let unindexed = renewal.unindexed().clone();
        match renewed.and(renewal.finish().await) {
            Ok(()) if unindexed.is_empty() => {
                self.told.clear();
                LOOK
            }
            Ok(()) => {
                let text = unindexed.to_string();
                if self.told != text {
                    tracing::warn!("{text}");
                    self.told = text;
                }
                LOOK
            }
            Err(error) => self.trouble(&error),
        }
    }

    #[tracing::instrument(name = "renewal", skip_all)]
    async fn renew(
        &self,
        renewal: &mut Renewal,
        stop: &CancellationToken,
    ) -> Result<(), IndexError> {
        loop {
            let posts = renewal.step().await?;
            if posts > 0 {
                tracing::debug!(posts, "search index renewed");
                self.renewed.send_modify(|renewed| *renewed += posts);
            }
            if posts == 0 || stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    fn trouble(&mut self, error: &IndexError) -> Duration {
        let text = error.to_string();
        if self.told != text {
            match error {
                IndexError::Index(left) if left.waits() => tell(left),
                error => tracing::warn!("the search index could not be renewed: {error}"),
            }
            self.told = text;
        }
        match error {
            IndexError::Index(SearchError::Busy { .. }) => AGAIN,
            _ => LOOK,
        }
    }
}
