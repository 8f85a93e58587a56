//! The review queue: what still needs a reader, best first, one walk along a partial index.
//!
//! Pages are cut by key, never by offset: a post that is judged or added meanwhile shifts
//! nothing, and page 400 costs what page 1 costs.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite};

use super::{Db, DbError, instant};
use crate::model::{Assessment, Band, Platform, PostId, PostKind, RegionCode, UserId};

/// Which pile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
pub enum From {
    /// At the top.
    #[default]
    Top,
    /// With the first entry after this place.
    After(Key),
    /// With the entries just before this place.
    Before(Key),
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// Its place.
    pub key: Key,
    /// How urgent.
    pub band: Band,
    /// What the author did.
    pub kind: PostKind,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// Region at capture time, as stored.
    pub region: String,
    /// Platform of the account, as stored.
    pub platform: String,
    /// Address of the account.
    pub address: String,
    /// Agency of the person.
    pub agency: String,
    /// Text of the latest revision.
    pub text: String,
    /// Its latest assessment; absent if it can no longer be read.
    pub assessment: Option<Assessment>,
}

/// How the entries of a pile spread over what one can filter by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Band, platform, region, target, and how many entries have them.
    pub entries: Vec<(String, String, String, Option<String>, i64)>,
    /// How many entries were counted.
    pub counted: usize,
    /// Whether the pile holds more than were counted.
    pub more: bool,
}

/// How many entries are counted for the facets.
pub const FACET_LIMIT: usize = 2_000;

/// A page of the queue for a reader; what the reader has judged already is left out.
pub async fn page(
    db: &Db,
    reader: UserId,
    filter: &Filter,
    from: From,
    limit: i64,
) -> Result<Vec<QueueRow>, DbError> {
    let mut query = QueryBuilder::new(
        "SELECT post.id, post.score, post.posted_at, post.band, post.kind, post.first_seen_at,
                post.region, account.platform, account.address, person.agency, revision.text,
                (SELECT body FROM assessment
                 WHERE post_id = post.id AND revision = post.latest_revision
                 ORDER BY id DESC LIMIT 1) ",
    );
    push_source(&mut query, filter.section);
    query.push(
        "CROSS JOIN person ON person.id = account.person_id
         CROSS JOIN revision ON revision.post_id = post.id
                            AND revision.number = post.latest_revision ",
    );
    push_where(&mut query, reader, filter);
    push_place(&mut query, from);
    query.push(" LIMIT ").push_bind(limit);
    let rows: Vec<Row> = query.build_query_as().fetch_all(db.reader()).await?;
    let mut page: Vec<QueueRow> = rows.into_iter().map(read).collect();
    if matches!(from, From::Before(_)) {
        page.reverse();
    }
    Ok(page)
}

/// The post that follows (or comes before) a place, if any.
pub async fn neighbour(
    db: &Db,
    reader: UserId,
    filter: &Filter,
    from: From,
) -> Result<Option<PostId>, DbError> {
    let mut query = QueryBuilder::new("SELECT post.id ");
    push_source(&mut query, filter.section);
    push_where(&mut query, reader, filter);
    push_place(&mut query, from);
    query.push(" LIMIT 1");
    let id: Option<i64> = query
        .build_query_scalar()
        .fetch_optional(db.reader())
        .await?;
    Ok(id.map(PostId))
}

/// What the first [`FACET_LIMIT`] entries of a pile are made of, filters left aside.
pub async fn facets(db: &Db, reader: UserId, section: Section) -> Result<Facets, DbError> {
    let filter = Filter {
        section,
        ..Filter::default()
    };
    let mut query = QueryBuilder::new(
        "SELECT band, platform, region, target, count(*) FROM (SELECT post.band, account.platform, post.region, post.target ",
    );
    push_source(&mut query, section);
    push_where(&mut query, reader, &filter);
    push_place(&mut query, From::Top);
    let limit = i64::try_from(FACET_LIMIT).unwrap_or(i64::MAX);
    query.push(" LIMIT ").push_bind(limit.saturating_add(1));
    query.push(") GROUP BY band, platform, region, target");
    let entries: Vec<(String, String, String, Option<String>, i64)> =
        query.build_query_as().fetch_all(db.reader()).await?;
    let total: i64 = entries.iter().map(|entry| entry.4).sum();
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    Ok(Facets {
        entries,
        counted: total.min(FACET_LIMIT),
        more: total > FACET_LIMIT,
    })
}

// Naming the index turns a plan that would read the whole table into an error.
fn push_source(query: &mut QueryBuilder<Sqlite>, section: Section) {
    let index = match section {
        Section::First => "post_queue",
        Section::Second | Section::Disputed => "post_reread",
    };
    query.push("FROM post INDEXED BY ").push(index);
    query.push(" CROSS JOIN account ON account.id = post.account_id ");
}

fn push_where(query: &mut QueryBuilder<Sqlite>, reader: UserId, filter: &Filter) {
    match filter.section {
        Section::First => query.push(
            "WHERE post.band IN ('medium', 'high') AND post.review_revision < post.latest_revision",
        ),
        Section::Second => query.push(REREAD).push_bind("second"),
        Section::Disputed => query.push(REREAD).push_bind("disputed"),
    };
    if filter.section != Section::First {
        query.push(
            " AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.post_id = post.id
              AND verdict.revision = post.latest_revision AND verdict.user_id = ",
        );
        query.push_bind(reader.0).push(")");
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
        push_region(query, region);
    }
    if let Some(target) = &filter.target {
        push_target(query, target);
    }
}

const REREAD: &str = "WHERE post.review_state IN ('second', 'disputed')
    AND post.review_revision = post.latest_revision AND post.review_state = ";

// A child's code is the parent's, a full stop, more; '/' is the character after '.'.
fn push_region(query: &mut QueryBuilder<Sqlite>, region: &RegionCode) {
    if *region == RegionCode::nation() {
        return;
    }
    query.push(" AND (post.region = ");
    query.push_bind(region.as_str().to_owned());
    query.push(" OR (post.region >= ");
    query.push_bind(format!("{region}."));
    query.push(" AND post.region < ");
    query.push_bind(format!("{region}/")).push("))");
}

// '0' is the character after '/'.
fn push_target(query: &mut QueryBuilder<Sqlite>, target: &str) {
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

fn push_place(query: &mut QueryBuilder<Sqlite>, from: From) {
    let (key, [score, later]) = match from {
        From::Top => {
            query.push(ORDER);
            return;
        }
        From::After(key) => (key, ["<", ">"]),
        From::Before(key) => (key, [">", "<"]),
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
    query.push(if matches!(from, From::Before(_)) {
        REVERSED
    } else {
        ORDER
    });
}

const ORDER: &str = " ORDER BY post.score DESC, post.posted_at, post.id";
const REVERSED: &str = " ORDER BY post.score, post.posted_at DESC, post.id DESC";

type Row = (
    i64,
    f64,
    i64,
    String,
    String,
    i64,
    String,
    String,
    String,
    String,
    String,
    Option<String>,
);

fn read(row: Row) -> QueueRow {
    let (id, score, posted_at, band, kind, seen, region, platform, address, agency, text, body) =
        row;
    QueueRow {
        key: Key {
            score,
            posted_at: instant(posted_at),
            post: PostId(id),
        },
        band: Band::from_name(&band).unwrap_or(Band::None),
        kind: PostKind::from_name(&kind).unwrap_or(PostKind::Original),
        first_seen_at: instant(seen),
        region,
        platform,
        address,
        agency,
        text,
        assessment: body.and_then(|body| serde_json::from_str(&body).ok()),
    }
}
