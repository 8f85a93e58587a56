//! `netra search`: the analysts' query language on the command line.

mod answer;
mod numbered;
mod table;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use self::answer::{SearchAnswer, Unanswered};
use self::table::print_csv;
use super::{Desk, Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::IndexStanding;
use crate::db::post::Occasion;
use crate::db::{self, Listed};
use crate::model::{
    Assessment, Band, ByteRange, Decision, PostId, Reader, RegionCode, Right, Scope, Stage,
    TimeZone,
};
use crate::search::{
    Facet, FacetCounts, Field, Found, Query, QueryError, SearchError, SearchIndex, SearchOptions,
    Sort,
};

/// Hits shown when nobody says how many; a CSV file holds all.
const SHOWN: usize = 20;
/// The query language, shown below the options.
const EXAMPLES: &str = include_str!("examples.txt");
/// Characters of a post shown on the terminal.
const EXCERPT: usize = 200;

/// Looks for posts by their words and by what is known of them
///
/// Words are found in every form (`dukung` finds mendukung, dukungan, ngedukung), all of them must
/// stand in a post, and function words such as `yang` need not, unless between quotation marks.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SearchArgs {
    /// What to look for.
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Count the hits by this field (may be repeated): agency, band, contest, lang, platform,
    /// region, signal, tag, target, verdict.
    #[arg(long = "facet", value_name = "F")]
    pub facets: Vec<Facet>,
    /// Order of the hits.
    #[arg(long, value_enum, default_value_t = SortBy::Relevance)]
    pub sort: SortBy,
    /// Most hits to show [default: 20, with --csv all].
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print a table for spreadsheets instead of text.
    #[arg(long, conflicts_with_all = ["json", "facets"])]
    pub csv: bool,
}

/// Order of the hits on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// Best match first.
    Relevance,
    /// Newest post first.
    Newest,
    /// Highest score first.
    Score,
}

/// A hit as people see it: read from the database, the index only proposed it.
#[derive(Debug, Serialize)]
struct HitRow {
    id: i64,
    posted_at: Timestamp,
    /// Of where the person serves.
    #[serde(skip)]
    zone: TimeZone,
    platform: &'static str,
    account: String,
    #[serde(skip)]
    person: String,
    agency: String,
    region: String,
    band: &'static str,
    score: f64,
    verdict: Option<&'static str>,
    visible: bool,
    url: Option<String>,
    text: String,
    spans: Vec<ByteRange>,
    #[serde(skip)]
    assessment: Option<Assessment>,
}

impl HitRow {
    /// What a reader of the score must know: where no watched election was held, a post is never
    /// queued, whatever its words.
    fn why_not_queued(&self) -> Option<&'static str> {
        let off_stage = self.assessment.as_ref()?.stage == Stage::OffStage;
        (off_stage && self.band == Band::Low.as_str())
            .then_some("off stage: no election was on there that day, so it is not queued")
    }
}

impl SearchArgs {
    pub(super) async fn run(
        &self,
        global: &Global,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
        let database = installation.open_db().await?;
        let desk = Desk::find(&installation, &database, global).await?;
        self.execute(&installation.open_index()?, &desk, out).await
    }

    /// Searches and prints. A bad query ends with a drawing of the place and [`Exit::Usage`].
    pub async fn execute(
        &self,
        index: &SearchIndex,
        desk: &Desk<'_>,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let understood = Query::read(&self.query);
        let (query, readings) = understood.map_err(|error| explain(&self.query, &error))?;
        let options = SearchOptions {
            limit: self
                .limit
                .unwrap_or(if self.csv { usize::MAX } else { SHOWN }),
            offset: 0,
            sort: match self.sort {
                SortBy::Relevance => Sort::Relevance,
                SortBy::Newest => Sort::Newest,
                SortBy::Score => Sort::Score,
            },
            facets: self.facets.clone(),
        };
        may_know(&desk.reader, &query, &self.facets)?;
        let query = numbered::with_addresses(desk, &query, &self.query).await?;
        let mut standing = IndexStanding::find(desk.db, index).await?;
        // How many posts there are elsewhere is nothing for whoever reads less.
        let whole = *desk.reader.scope() == Scope::nation();
        let answer = self.ask(index, &desk.reader, query, &options, &mut standing)?;
        let SearchAnswer {
            query,
            found,
            readings: others,
            silence,
        } = answer;
        let told = readings.iter().chain(&others).map(ToString::to_string);
        let hints: Vec<String> = told
            .chain(silence.iter().map(ToString::to_string))
            .collect();
        let (asked, mark) = (query.to_string(), |text: &str| {
            index.highlight(&query, text)
        });
        let rows = read(desk, &asked, &found.posts, mark).await?;
        if desk.json {
            print_json(&query, (&found, &hints), &rows, (&standing, whole), out)?;
        }
        let told = standing.warning().map(|warning| {
            let state = standing.state.as_str();
            let brief = format!("the search index is {state}; tell an administrator");
            if whole { warning } else { brief }
        });
        match told {
            Some(warning) if !standing.answers() => return Err(RefusedInput(warning).into()),
            Some(warning) => tracing::warn!("{warning}"),
            None => {}
        }
        match (desk.json, self.csv) {
            (true, _) => {}
            (false, true) => print_csv(&rows, out)?,
            (false, false) => print_text(&found, &rows, out)?,
        }
        for hint in &hints {
            tracing::info!("{hint}");
        }
        Ok(Exit::Ok)
    }

    /// Asks the index where there is something to ask; what is wrong with it is told in `standing`.
    fn ask(
        &self,
        index: &SearchIndex,
        reader: &Reader,
        query: Query,
        options: &SearchOptions,
        standing: &mut IndexStanding,
    ) -> anyhow::Result<SearchAnswer> {
        let mut answer = SearchAnswer::nothing(query, options);
        let Some(scope) = scope_of(reader).filter(|_| standing.answers()) else {
            return Ok(answer);
        };
        let scope = Some(&scope).filter(|scope| **scope != Query::All);
        match answer.look(index, &self.query, scope, options) {
            // Nothing was ever stored.
            Err(Unanswered::Search(SearchError::Missing { .. })) if standing.posts == 0 => {}
            Err(Unanswered::Search(error)) => *standing = standing.clone().unusable(&error),
            Err(Unanswered::Query(error)) => return Err(explain(&self.query, &error).into()),
            Ok(()) => {}
        }
        Ok(answer)
    }
}

/// What the query must be kept to, so that not even the number of posts elsewhere is told;
/// nothing for an unset scope, which shows nothing.
fn scope_of(reader: &Reader) -> Option<Query> {
    let region = reader.scope().region()?;
    if *region == RegionCode::nation() {
        return Some(Query::All);
    }
    Some(Query::field(Field::Region, region.to_string()))
}

/// Refuses to tell whoever may still have to judge a post what others said of it.
fn may_know(reader: &Reader, query: &Query, facets: &[Facet]) -> Result<(), RefusedInput> {
    let counted = facets.iter().any(|facet| facet.field() == Field::Verdict);
    if reader.may(Right::Decisions) || !(counted || query.asks_for(Field::Verdict)) {
        return Ok(());
    }
    Err(RefusedInput(format!(
        "{} judges posts and may not look for what others decided; leave verdict out",
        reader.actor()
    )))
}

fn explain(query: &str, error: &QueryError) -> RefusedInput {
    let before = query.get(..error.at).unwrap_or_default().chars().count();
    RefusedInput(format!("{query}\n{}^ {error}", " ".repeat(before)))
}

/// The posts in the order of the hits; what the database no longer has, or the reader may not
/// see, is left out.
async fn read(
    desk: &Desk<'_>,
    query: &str,
    posts: &[PostId],
    mark: impl Fn(&str) -> Vec<ByteRange>,
) -> anyhow::Result<Vec<Listed<HitRow>>> {
    let occasion = Occasion {
        action: "search",
        query,
        at: desk.now,
    };
    let stored = db::post::find(&desk.reader, desk.db, occasion, posts).await?;
    let mut rows: BTreeMap<PostId, Listed<HitRow>> = stored
        .into_iter()
        .map(|stored| match stored {
            Ok(stored) => (stored.post.id, Ok(row(stored, &mark))),
            Err(unreadable) => (PostId(unreadable.id), Err(unreadable)),
        })
        .collect();
    Ok(posts.iter().filter_map(|post| rows.remove(post)).collect())
}

fn row(stored: db::post::StoredPost, mark: impl Fn(&str) -> Vec<ByteRange>) -> HitRow {
    let post = stored.post;
    HitRow {
        id: post.id.0,
        posted_at: post.posted_at,
        zone: post.region.time_zone(),
        platform: stored.platform.as_str(),
        account: stored.address,
        person: stored.name,
        agency: stored.agency,
        region: post.region.to_string(),
        band: post.band.as_str(),
        score: post.score,
        verdict: stored.verdict.map(Decision::as_str),
        visible: post.not_visible_at.is_none(),
        url: post.url,
        spans: mark(&stored.revision.text),
        text: stored.revision.text,
        assessment: stored.assessment.map(|(_, assessment)| assessment),
    }
}

fn print_json(
    query: &Query,
    (found, hints): (&Found, &[String]),
    rows: &[Listed<HitRow>],
    (standing, whole): (&IndexStanding, bool),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let facets: BTreeMap<&str, Vec<_>> = found.facets.iter().map(facet_json).collect();
    let answer = json!({
        "query": query.to_string(),
        "total": standing.answers().then_some(found.total),
        "hits": rows.iter().map(hit_json).collect::<Vec<_>>(),
        "facets": facets,
        "hints": hints,
        "index": if whole { json!(standing) } else { json!({"state": standing.state}) },
    });
    serde_json::to_writer(&mut *out, &answer)?;
    Ok(writeln!(out)?)
}

fn hit_json(row: &Listed<HitRow>) -> serde_json::Value {
    match row {
        Ok(row) => json!(row),
        Err(broken) => json!({"id": broken.id, "unreadable": broken.to_string()}),
    }
}

fn facet_json(counts: &FacetCounts) -> (&'static str, Vec<serde_json::Value>) {
    let values = counts.values.iter();
    let values = values.map(|(value, count)| json!({"value": value, "count": count}));
    (counts.facet.field().as_str(), values.collect())
}

fn print_text(found: &Found, rows: &[Listed<HitRow>], out: &mut dyn Write) -> anyhow::Result<()> {
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(broken) => {
                writeln!(out, "{}  unreadable: {broken}", broken.id)?;
                continue;
            }
        };
        let state = if row.visible {
            ""
        } else {
            "  no longer visible"
        };
        let local = row.zone.offset().to_datetime(row.posted_at);
        let posted = format!(
            "{} {}",
            local.strftime("%Y-%m-%d %H:%M"),
            row.zone.abbreviation()
        );
        writeln!(
            out,
            "{}  {posted}  {} {}  {}  {} {:.4}{state}",
            row.id, row.platform, row.account, row.agency, row.band, row.score,
        )?;
        if let Some(why) = row.why_not_queued() {
            writeln!(out, "    {why}")?;
        }
        writeln!(out, "    {}", excerpt(&row.text, &row.spans))?;
    }
    for counts in &found.facets {
        writeln!(out, "{}:", counts.facet.field())?;
        for (value, count) in &counts.values {
            writeln!(out, "{count:8}  {value}")?;
        }
    }
    Ok(writeln!(out, "{} of {}", rows.len(), found.total)?)
}

/// A piece of the post around the first match, on one line, matches in square brackets.
fn excerpt(text: &str, spans: &[ByteRange]) -> String {
    let first = spans.first().map_or(0, |span| span[0]);
    let from = text[..first]
        .char_indices()
        .rev()
        .nth(EXCERPT / 4)
        .map_or(0, |(at, _)| at);
    let to = text[from..]
        .char_indices()
        .nth(EXCERPT)
        .map_or(text.len(), |(at, _)| from + at);
    let mut shown = vec![if from > 0 { "… " } else { "" }];
    let mut at = from;
    for [start, end] in spans.iter().filter(|span| span[1] <= to) {
        shown.extend([&text[at..*start], "[", &text[*start..*end], "]"]);
        at = *end;
    }
    shown.extend([&text[at..to], if to < text.len() { " …" } else { "" }]);
    shown
        .concat()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
