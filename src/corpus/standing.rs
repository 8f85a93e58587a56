//! How far the search index is from what is stored.

use serde::Serialize;

use crate::db::{self, Db, DbError};
use crate::search::{SearchError, SearchIndex};

/// Whether the index can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IndexState {
    /// It holds every post as it is stored.
    Current,
    /// Posts changed that it has not heard of yet.
    Behind,
    /// It is gone.
    Missing,
    /// It is being built anew; meanwhile the old one answers, where there is one.
    Rebuilding,
    /// Another version of the program made it.
    Outdated,
    /// Its files are damaged.
    Damaged,
    /// Its folder cannot be read or written, or the engine failed.
    Unusable,
}

impl IndexState {
    /// In one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Behind => "behind",
            Self::Missing => "missing",
            Self::Rebuilding => "rebuilding",
            Self::Outdated => "outdated",
            Self::Damaged => "damaged",
            Self::Unusable => "unusable",
        }
    }
}

/// How far the index is from the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexStanding {
    /// Whether it can be believed.
    pub state: IndexState,
    /// Posts in it.
    pub documents: u64,
    /// Posts whose latest change is not in it yet.
    pub pending: u64,
    /// Posts stored.
    pub posts: u64,
    /// While it is rebuilt, posts in the new one so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rebuilt: Option<u64>,
    /// Where it is unusable, why, in one sentence.
    #[serde(rename = "problem", skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
    /// Why it cannot be searched.
    #[serde(skip)]
    problem: Option<String>,
}

impl IndexStanding {
    /// Looks at both.
    pub async fn find(db: &Db, index: &SearchIndex) -> Result<Self, DbError> {
        let rebuilding = index.rebuilding();
        // The database first: a batch written in between then is counted twice, and not as
        // posts that the index lacks for good.
        let backlog = db::pending::backlog(db).await?;
        let (rebuilt, unreadable) = match rebuilding {
            Ok(rebuilt) => (rebuilt, None),
            Err(error) => (None, Some(error)),
        };
        let (documents, broken) = match unreadable.map_or_else(|| index.len(), Err) {
            Ok(0) if backlog.posts > backlog.pending => (0, Some(index.missing())),
            Err(SearchError::Missing { .. }) if backlog.posts == 0 => (0, None),
            Ok(documents) => (documents, None),
            Err(error) => (0, Some(error)),
        };
        let mut standing = Self {
            state: IndexState::Current,
            documents,
            pending: backlog.pending,
            posts: backlog.posts,
            rebuilt,
            trouble: None,
            problem: broken.as_ref().map(ToString::to_string),
        };
        standing.state = match broken {
            Some(error) if !error.waits() => return Ok(standing.unusable(&error)),
            _ if rebuilt.is_some() => IndexState::Rebuilding,
            Some(SearchError::Outdated { .. }) => IndexState::Outdated,
            Some(SearchError::Missing { .. }) => IndexState::Missing,
            Some(_) => IndexState::Damaged,
            None if standing.pending > 0 || standing.lacking() > 0 => IndexState::Behind,
            None => IndexState::Current,
        };
        Ok(standing)
    }

    /// The same where a look at the index failed.
    #[must_use]
    pub fn unusable(self, error: &SearchError) -> Self {
        let problem = Some(error.to_string());
        Self {
            state: IndexState::Unusable,
            trouble: problem.clone(),
            problem,
            ..self
        }
    }

    /// Whether a search would find what is there, be it not the latest.
    pub fn answers(&self) -> bool {
        self.problem.is_none()
    }

    /// Posts that are not in the index and that nobody will bring in.
    fn lacking(&self) -> u64 {
        self.posts.saturating_sub(self.documents + self.pending)
    }

    /// What a reader of results must know, and what to do: nothing when all is well.
    pub fn warning(&self) -> Option<String> {
        let Self { pending, posts, .. } = self;
        let lacking = self.lacking();
        match (self.state, &self.problem) {
            (IndexState::Rebuilding, problem) => Some(self.rebuilding(problem.is_none())),
            (_, Some(problem)) => Some(problem.clone()),
            (IndexState::Behind, None) if lacking > 0 => Some(format!(
                "the search index lacks {lacking} of {posts} posts: run netra reindex"
            )),
            (IndexState::Behind, None) => Some(format!(
                "the search index is behind: {pending} of {posts} posts changed since; \
                 netra serve and the next netra crawl bring them in, netra reindex does it now"
            )),
            _ => None,
        }
    }

    fn rebuilding(&self, old_answers: bool) -> String {
        let (rebuilt, posts) = (self.rebuilt.unwrap_or_default(), self.posts);
        let meanwhile = if old_answers {
            format!(
                "the old one answers, {} changed posts are not in it",
                self.pending
            )
        } else {
            "search again when that is done".to_owned()
        };
        format!("the search index is being rebuilt, {rebuilt} of {posts} posts so far; {meanwhile}")
    }
}
