//! `netra report balance`: over the stored corpus, or the twin test alone over a file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use super::super::score::InputPost;
use super::super::scoring::Bench;
use super::super::{Desk, Exit, Global, RefusedInput};
use super::text;
use super::told::BalanceReport;
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::stored_subject;
use crate::db::post::{Occasion, PostWalk, StoredPost};
use crate::model::{Contest, PostId, Versions};
use crate::report::Sample;
use crate::report::balance::{Differences, Judgement, Tally, TwinTally};
use crate::score::Scorer;

/// Posts read from the database in one go.
const BATCH: u32 = 500;

/// Are contestants treated alike?
///
/// Counts flags, verdicts and rules by contestant, with 95 % Wilson intervals, and swaps
/// contestants in posts to see whether the score changes. Speaks of no account and no person.
#[derive(Debug, Args)]
pub struct BalanceArgs {
    /// Only posts of this day and later (local to the post's region).
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only posts of this day and earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only this contest.
    #[arg(long, value_name = "ID")]
    contest: Option<String>,
    /// Twins are made of at most so many posts with a signal; always of the same ones.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    sample: usize,
    /// The twin test alone, over posts in a file as `netra score` reads them; no database.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with_all = ["since", "until", "contest"])]
    posts: Option<PathBuf>,
    /// With --posts: contests by id, or `all` (closed ones too).
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "posts")]
    contests: Option<Vec<String>>,
}

impl BalanceArgs {
    pub(super) async fn run(
        &self,
        global: &Global,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let report = match &self.posts {
            Some(file) => self.over_file(global, file)?,
            None => self.over_corpus(global).await?,
        };
        if global.json {
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        } else {
            text::print(&report, out)?;
        }
        Ok(Exit::Ok)
    }

    /// Whether a contestant (`contest/contestant`) is asked for.
    fn wants(&self, contestant: &str) -> bool {
        let contest = contestant.split('/').next();
        self.contest.is_none() || self.contest.as_deref() == contest
    }

    fn in_time(&self, stored: &StoredPost) -> bool {
        let zone = stored.post.region.time_zone().offset();
        let day = zone.to_datetime(stored.post.posted_at).date();
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn check_contest<'c>(
        &self,
        mut known: impl Iterator<Item = &'c Contest>,
    ) -> Result<(), RefusedInput> {
        match &self.contest {
            Some(id) if !known.any(|contest| contest.id == *id) => Err(RefusedInput(format!(
                "the contest {id} is not among those that are watched; netra contest list shows them"
            ))),
            _ => Ok(()),
        }
    }

    async fn over_corpus(&self, global: &Global) -> anyhow::Result<BalanceReport> {
        let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
        let contests = installation.configuration().active_contests();
        self.check_contest(contests.iter().copied())?;
        let shown = contests.iter().flat_map(|contest| contestants(contest));
        let mut walk = Balance {
            args: self,
            tally: Tally::over(shown.filter(|one| self.wants(one))),
            sample: Sample::new(self.sample),
            posts: 0,
            other_versions: 0,
        };
        let (db, scorer) = (installation.open_db().await?, installation.scorer());
        let desk = Desk::find(&installation, &db, global).await?;
        let query = self.query();
        let occasion = Occasion {
            action: "report",
            query: &query,
            at: desk.now,
        };
        let mut posts = PostWalk::new(&desk.reader, &db, occasion);
        walk.read(&mut posts, scorer.versions()).await?;
        let with_signals = walk.sample.offered();
        let sampled = walk.sample.into_items().collect();
        let report = BalanceReport {
            posts: walk.posts,
            with_signals,
            skipped_lines: None,
            other_versions: Some(walk.other_versions),
            contestants: Some(walk.tally.rates()),
            twins: self.twins(&mut posts, &scorer, sampled).await?,
            versions: scorer.versions().clone(),
        };
        db.close().await;
        Ok(report)
    }

    async fn twins(
        &self,
        posts: &mut PostWalk<'_>,
        scorer: &Scorer,
        mut sampled: Vec<PostId>,
    ) -> anyhow::Result<Differences> {
        let mut twins = TwinTally::default();
        sampled.sort_unstable();
        for batch in sampled.chunks(usize::try_from(BATCH)?) {
            for stored in posts.again(batch).await? {
                let stored = stored?;
                let (post, subject) = (stored.post.id.to_string(), stored_subject(&stored));
                twins.add(scorer, &post, &subject, |one| self.wants(one));
            }
        }
        Ok(twins.differences())
    }

    /// What the audit log is told: the report with what narrows it.
    fn query(&self) -> String {
        let mut query = "balance".to_owned();
        let days = [("since", self.since), ("until", self.until)];
        for (name, day) in days {
            query.extend(day.map(|day| format!(" {name}:{day}")));
        }
        query.extend(self.contest.as_ref().map(|id| format!(" contest:{id}")));
        query
    }

    fn over_file(&self, global: &Global, file: &Path) -> anyhow::Result<BalanceReport> {
        let bench = Bench::load(global, self.contests.as_deref())?;
        let (lines, skipped) = read(file)?;
        let mut sample = Sample::new(self.sample);
        for (number, line) in &lines {
            if !bench.scorer.assess(&line.subject(None)).signals.is_empty() {
                sample.offer(&number.to_string(), (*number, line));
            }
        }
        let with_signals = sample.offered();
        let mut sampled: Vec<_> = sample.into_items().collect();
        sampled.sort_by_key(|(number, _)| *number);
        let mut twins = TwinTally::default();
        for (number, line) in sampled {
            let (post, subject) = (name(number, line), line.subject(None));
            twins.add(&bench.scorer, &post, &subject, |one| self.wants(one));
        }
        Ok(BalanceReport {
            posts: lines.len(),
            with_signals,
            skipped_lines: Some(skipped),
            other_versions: None,
            contestants: None,
            twins: twins.differences(),
            versions: bench.scorer.versions().clone(),
        })
    }
}

/// One walk over the corpus.
struct Balance<'a> {
    args: &'a BalanceArgs,
    tally: Tally,
    sample: Sample<PostId>,
    posts: usize,
    other_versions: usize,
}

impl Balance<'_> {
    async fn read(&mut self, walk: &mut PostWalk<'_>, versions: &Versions) -> anyhow::Result<()> {
        loop {
            // A report that lacks a post would be untrue, so one that cannot be read ends it.
            let posts = walk.next(BATCH).await?;
            let posts: Vec<StoredPost> = posts.into_iter().collect::<Result<_, _>>()?;
            if posts.is_empty() {
                return Ok(());
            }
            let ids: Vec<PostId> = posts.iter().map(|one| one.post.id).collect();
            let standing = walk.standing(&ids).await?;
            for stored in posts.iter().filter(|stored| self.args.in_time(stored)) {
                let judged = standing
                    .get(&stored.post.id)
                    .filter(|standing| standing.revision == stored.post.latest_revision);
                let judgement = judged.map_or(Judgement::Open, |standing| {
                    Judgement::of(standing.state, &standing.decisions)
                });
                self.add(stored, judgement, versions);
            }
        }
    }

    fn add(&mut self, stored: &StoredPost, judgement: Judgement, versions: &Versions) {
        self.posts += 1;
        let Some((_, assessment)) = &stored.assessment else {
            return;
        };
        self.other_versions += usize::from(assessment.versions != *versions);
        let wants = |one: &str| self.args.wants(one);
        self.tally.add(assessment, judgement, wants);
        let mut targets = assessment.signals.iter();
        let wanted = targets.any(|signal| signal.target.as_deref().is_none_or(wants));
        if wanted {
            let post = stored.post.id;
            self.sample.offer(&post.to_string(), post);
        }
    }
}

fn contestants(contest: &Contest) -> impl Iterator<Item = String> {
    let ids = contest.contestants.iter();
    ids.map(|one| format!("{}/{}", contest.id, one.id))
}

fn name(number: usize, line: &InputPost) -> String {
    match &line.id {
        serde_json::Value::Null => format!("line {number}"),
        serde_json::Value::String(id) => id.clone(),
        other => other.to_string(),
    }
}

/// Posts by line number, and how many lines could not be read.
fn read(file: &Path) -> anyhow::Result<(Vec<(usize, InputPost)>, usize)> {
    let shown = file.display();
    let bytes = std::fs::read(file)
        .map_err(|error| RefusedInput(format!("{shown} cannot be read: {error}")))?;
    let mut lines = Vec::new();
    let mut skipped = 0;
    for (number, line) in (1_usize..).zip(bytes.split(|byte| *byte == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(line) => lines.push((number, line)),
            Err(error) => {
                skipped += 1;
                tracing::warn!(line = number, "line {number} was skipped: {error}");
            }
        }
    }
    if lines.is_empty() {
        let hint = "expected lines of {\"text\"}, as netra score reads them";
        return Err(RefusedInput(format!("{shown} has no posts; {hint}")).into());
    }
    Ok((lines, skipped))
}
