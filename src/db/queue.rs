//! The review queue: what still needs a reader, best first, one walk along a partial index.
//!
//! Pages are cut by key, never by offset: a post that is judged or added meanwhile shifts
//! nothing, and page 400 costs what page 1 costs.

use jiff::Timestamp;
use serde::Serialize;

use super::access::{Listed, ask, facts, listed, numbers, push_region, push_scope};
use super::audit::Trace;
use super::engine::dialect::QueueIndex;
use super::engine::{DbRow, Engine, Statement, sql};
use super::strict::RowOf;
use super::{Db, DbError, instant, name_of};
use crate::model::{Assessment, Band, Platform, PostId, PostKind, Reader, RegionCode, Right};

/// Which pile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Nobody has judged the current revision; bands high and medium.
    #[default]
    First,
    /// One reader suspects or is unsure; waits for a second, blind one.
    Second,
    /// Two readers differ; waits for a third.
    Disputed,
}

/// What to show of a pile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Which pile.
    pub section: Section,
    /// Only this band.
    pub band: Option<Band>,
    /// Only this platform.
    pub platform: Option<Platform>,
    /// Only this region and what lies in it.
    pub region: Option<RegionCode>,
    /// Only this contest (`demo-2027`) or contestant (`demo-2027/halus`).
    pub target: Option<String>,
}

/// A place in the queue's order: score downwards, then oldest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Score.
    pub score: f64,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Which post.
    pub post: PostId,
}

/// Where to start reading.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum StartAt {
    /// At the top.
    #[default]
    Top,
    /// With the first entry after this place.
    After(Key),
    /// With the entries just before this place.
    Before(Key),
}

/// One place in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueEntry {
    /// The place, also of a row that cannot be read otherwise.
    pub key: Key,
    /// What stands there.
    pub row: Listed<QueueRow>,
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// How urgent.
    pub band: Band,
    /// What the author did.
    pub kind: PostKind,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// Region at capture time.
    pub region: RegionCode,
    /// Platform of the account.
    pub platform: Platform,
    /// Address of the account.
    pub address: String,
    /// Agency of the person.
    pub agency: String,
    /// Text of the latest revision.
    pub text: String,
    /// Its latest assessment; absent if there is none.
    pub assessment: Option<Assessment>,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePage {
    /// What stands on it, best first.
    pub entries: Vec<QueueEntry>,
    /// Whether more follow in the direction in which it was read.
    pub more: bool,
}

/// Band, platform, region, target, and how many entries have them.
pub type FacetRow = (String, String, String, Option<String>, i64);

/// How the entries of a pile spread over what one can filter by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// What was counted.
    pub entries: Vec<FacetRow>,
    /// How many entries were counted.
    pub counted: usize,
    /// Whether the pile holds more than were counted.
    pub more: bool,
}

/// How many entries are counted for the facets.
pub const FACET_LIMIT: usize = 2_000;

/// The place of a post in the queue's order, if the reader may see such a post.
pub async fn key(reader: &Reader, db: &Db, post: PostId) -> Result<Option<Key>, DbError> {
    ask(reader, Right::Read)?;
    let mut query = sql("SELECT id, score, posted_at FROM post WHERE id = ");
    query.push_bind(post.0);
    push_scope(&mut query, reader, "post.region");
    let row = query.read_first(db).await?;
    row.as_ref().map(place).transpose()
}

/// A page of the queue for a reader, which leaves an audit row; what the reader has judged
/// already is left out.
pub async fn page(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    filter: &Filter,
    from: StartAt,
    limit: u32,
) -> Result<QueuePage, DbError> {
    ask(reader, Right::Read)?;
    let mut query = sql(
        "SELECT post.id, post.score, post.posted_at, post.band, post.kind, post.first_seen_at,
                post.region, account.id AS account_id, account.platform, account.address,
                person.agency, revision.text, assessment.id AS assessment_id, assessment.body ",
    );
    push_source(&mut query, db.engine(), filter.section);
    query.push(db.engine().lookup_join());
    query.push(
        "person ON person.id = coalesce(post.attributed_to, post.person_id)
         LEFT JOIN revision ON revision.post_id = post.id
                           AND revision.number = post.latest_revision
         LEFT JOIN assessment ON assessment.id =
                (SELECT max(id) FROM assessment
                 WHERE post_id = post.id AND revision = post.latest_revision) ",
    );
    push_where(&mut query, reader, filter);
    push_place(&mut query, from);
    // One more than is shown tells whether there is more; nobody sees it.
    query
        .push(" LIMIT ")
        .push_bind(i64::from(limit).saturating_add(1));
    let rows = query.read_all(db).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let shown = rows.get(..most).unwrap_or(&rows);
    let mut entries: Vec<QueueEntry> = shown.iter().map(entry).collect::<Result<_, _>>()?;
    if matches!(from, StartAt::Before(_)) {
        entries.reverse();
    }
    leave_trace(reader, db, at, filter, &entries).await?;
    Ok(QueuePage {
        entries,
        more: rows.len() > most,
    })
}

async fn leave_trace(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    filter: &Filter,
    shown: &[QueueEntry],
) -> Result<(), DbError> {
    let detail = facts([
        ("section", name_of(filter.section).into()),
        ("band", filter.band.map(Band::as_str).into()),
        ("platform", filter.platform.map(Platform::as_str).into()),
        (
            "region",
            filter.region.as_ref().map(RegionCode::as_str).into(),
        ),
        ("target", filter.target.as_deref().into()),
        ("found", shown.len().into()),
        ("posts", numbers(shown.iter().map(|entry| entry.key.post.0))),
    ]);
    let trace = Trace {
        at,
        action: "queue",
        subject: "posts",
        detail: &detail,
    };
    trace.leave(reader, db).await
}

/// Whether a crawl ever began or a post ever came in, of whatever region.
pub async fn has_collected(reader: &Reader, db: &Db) -> Result<bool, DbError> {
    ask(reader, Right::Read)?;
    let any = sql("SELECT id FROM pass UNION ALL SELECT id FROM post LIMIT 1");
    let first: Option<i64> = any.read_found(db).await?;
    Ok(first.is_some())
}

/// The post that follows (or comes before) a place, if any.
pub async fn neighbour(
    reader: &Reader,
    db: &Db,
    filter: &Filter,
    from: StartAt,
) -> Result<Option<PostId>, DbError> {
    ask(reader, Right::Read)?;
    let mut query = sql("SELECT post.id ");
    push_source(&mut query, db.engine(), filter.section);
    push_where(&mut query, reader, filter);
    push_place(&mut query, from);
    query.push(" LIMIT 1");
    let id: Option<i64> = query.read_found(db).await?;
    Ok(id.map(PostId))
}

/// What the first [`FACET_LIMIT`] entries of a pile are made of, filters left aside.
pub async fn facets(reader: &Reader, db: &Db, section: Section) -> Result<Facets, DbError> {
    ask(reader, Right::Read)?;
    let filter = Filter {
        section,
        ..Filter::default()
    };
    let mut query = sql(
        "SELECT band, platform, region, target, count(*) FROM (SELECT post.band, account.platform, post.region, post.target ",
    );
    push_source(&mut query, db.engine(), section);
    push_where(&mut query, reader, &filter);
    push_place(&mut query, StartAt::Top);
    let limit = i64::try_from(FACET_LIMIT).unwrap_or(i64::MAX);
    query.push(" LIMIT ").push_bind(limit.saturating_add(1));
    query.push(") AS counted GROUP BY band, platform, region, target");
    let rows = query.read_all(db).await?;
    let entries: Vec<FacetRow> = rows.iter().map(facet).collect::<Result<_, DbError>>()?;
    let total: i64 = entries.iter().map(|entry| entry.4).sum();
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    Ok(Facets {
        entries,
        counted: total.min(FACET_LIMIT),
        more: total > FACET_LIMIT,
    })
}

fn facet(row: &DbRow) -> Result<FacetRow, DbError> {
    Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?))
}

fn push_source(query: &mut Statement, engine: Engine, section: Section) {
    let index = match section {
        Section::First => QueueIndex::First,
        Section::Second | Section::Disputed => QueueIndex::Reread,
    };
    query.push("FROM post").push(engine.along(index));
    query.push(engine.lookup_join());
    query.push("account ON account.id = post.account_id ");
}

fn push_where(query: &mut Statement, reader: &Reader, filter: &Filter) {
    match filter.section {
        Section::First => query.push(
            "WHERE post.band IN ('medium', 'high') AND post.review_revision < post.latest_revision",
        ),
        Section::Second => query.push(REREAD).push_bind("second"),
        Section::Disputed => query.push(REREAD).push_bind("disputed"),
    };
    push_scope(query, reader, "post.region");
    if let Some(user) = reader
        .user_id()
        .filter(|_| filter.section != Section::First)
    {
        query.push(
            " AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.post_id = post.id
              AND verdict.revision = post.latest_revision AND verdict.user_id = ",
        );
        query.push_bind(user.0).push(")");
    }
    if let Some(band) = filter.band {
        query.push(" AND post.band = ").push_bind(band.as_str());
    }
    if let Some(platform) = filter.platform {
        query
            .push(" AND account.platform = ")
            .push_bind(platform.as_str());
    }
    if let Some(region) = &filter.region {
        push_region(query, region, "post.region");
    }
    if let Some(target) = &filter.target {
        push_target(query, target);
    }
}

const REREAD: &str = "WHERE post.review_state IN ('second', 'disputed')
    AND post.review_revision = post.latest_revision AND post.review_state = ";

// '0' is the character after '/'.
fn push_target(query: &mut Statement, target: &str) {
    if target.contains('/') {
        query.push(" AND post.target = ");
        query.push_bind(target.to_owned());
        return;
    }
    query.push(" AND post.target >= ");
    query.push_bind(format!("{target}/"));
    query.push(" AND post.target < ");
    query.push_bind(format!("{target}0"));
}

fn push_place(query: &mut Statement, from: StartAt) {
    let (key, [score, later]) = match from {
        StartAt::Top => {
            query.push(ORDER);
            return;
        }
        StartAt::After(key) => (key, ["<", ">"]),
        StartAt::Before(key) => (key, [">", "<"]),
    };
    // The first term lets the engine start in the middle of the index.
    query.push(" AND post.score ").push(score).push("= ");
    query.push_bind(key.score);
    query.push(" AND (post.score ").push(score).push(" ");
    query.push_bind(key.score);
    query.push(" OR post.posted_at ").push(later).push(" ");
    query.push_bind(key.posted_at.as_microsecond());
    query.push(" OR (post.posted_at = ");
    query.push_bind(key.posted_at.as_microsecond());
    query.push(" AND post.id ").push(later).push(" ");
    query.push_bind(key.post.0).push("))");
    query.push(if matches!(from, StartAt::Before(_)) {
        REVERSED
    } else {
        ORDER
    });
}

const ORDER: &str = " ORDER BY post.score DESC, post.posted_at, post.id";
const REVERSED: &str = " ORDER BY post.score, post.posted_at DESC, post.id DESC";

fn entry(row: &DbRow) -> Result<QueueEntry, DbError> {
    let post = RowOf::new(row, "post", "id")?;
    let read = listed(post.id(), queue_row(row, post))?;
    // The place of a row with an impossible time is as near as can be: the page goes on there.
    let posted_at = instant(row.get("posted_at")?);
    let key = Key {
        score: row.get("score")?,
        posted_at,
        post: PostId(post.id()),
    };
    Ok(QueueEntry { key, row: read })
}

fn place(row: &DbRow) -> Result<Key, DbError> {
    let post = RowOf::new(row, "post", "id")?;
    Ok(Key {
        score: post.finite("score")?,
        posted_at: post.instant("posted_at")?,
        post: PostId(post.id()),
    })
}

fn queue_row(row: &DbRow, post: RowOf<'_>) -> Result<QueueRow, DbError> {
    place(row)?;
    let account = RowOf::new(row, "account", "account_id")?;
    let assessment = RowOf::optional(row, "assessment", "assessment_id")?;
    let text: Option<String> = row.get("text")?;
    Ok(QueueRow {
        band: post.named("band")?,
        kind: post.named("kind")?,
        first_seen_at: post.instant("first_seen_at")?,
        region: post.parsed("region")?,
        platform: account.named("platform")?,
        address: account.get("address")?,
        agency: row.get("agency")?,
        text: text.ok_or_else(|| post.broken("a revision that is not there"))?,
        assessment: assessment.map(|row| row.json("body")).transpose()?,
    })
}
