//! `netra eval`: how well the scorer does on labelled posts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::scoring::Bench;
use super::{Exit, Global, Refused};
use crate::model::{Assessment, Band, PersonKind, PostKind, Subject, Thresholds};
use crate::score::metrics::{self, AtThreshold, Judged};

/// Measures the scorer on labelled posts: JSON Lines with `id`, `text`, `gold` (`partisan` or
/// `neutral`), and optionally `uncertain`, `gold_kind`, `stratum`. All score as inside the
/// campaign of the given contests.
#[derive(Debug, Args)]
pub struct Command {
    /// Labelled posts.
    pub file: PathBuf,
    /// Everyday posts, one a line, for false alarms.
    #[arg(long, value_name = "FILE")]
    pub background: Option<PathBuf>,
    /// Contests by id, or `all` (closed ones too). Without it: those that are not closed.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub contests: Option<Vec<String>>,
    /// Prints the worst mistakes too: as many of each sort.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
}

#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    gold: Gold,
    #[serde(default)]
    uncertain: bool,
    gold_kind: Option<String>,
    stratum: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Gold {
    Partisan,
    Neutral,
}

struct Scored {
    line: Line,
    assessment: Assessment,
}

impl Scored {
    fn judged(&self) -> Judged {
        Judged {
            score: self.assessment.score,
            partisan: self.line.gold == Gold::Partisan,
        }
    }
}

#[derive(Debug, Serialize)]
struct Report {
    all: Measures,
    certain: Measures,
    kinds: BTreeMap<String, Group>,
    strata: BTreeMap<String, Group>,
    rules: BTreeMap<String, RuleReport>,
    background: Option<Background>,
    posts_per_second: f64,
    skipped: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Mistake>,
    versions: crate::model::Versions,
}

/// Figures over one set of posts.
#[derive(Debug, Serialize)]
struct Measures {
    posts: usize,
    partisan: usize,
    average_precision: f64,
    best_f1: AtThreshold,
    high: AtThreshold,
    queue: AtThreshold,
    recall_at_precision_90: f64,
    recall_at_precision_95: f64,
    calibration_error: f64,
    brier: f64,
}

/// How much of a kind or stratum is flagged.
#[derive(Debug, Serialize)]
struct Group {
    posts: usize,
    partisan: usize,
    queued: usize,
    high: usize,
    /// Share of the partisan posts that reach the queue; absent without partisan posts.
    recall: Option<f64>,
}

#[derive(Debug, Default, Serialize)]
struct RuleReport {
    fired: usize,
    partisan: usize,
    precision: f64,
}

#[derive(Debug, Serialize)]
struct Background {
    posts: usize,
    queued: usize,
    high: usize,
    queued_per_1000: f64,
    high_per_1000: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flagged: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Mistake {
    id: serde_json::Value,
    gold: &'static str,
    score: f64,
    rules: Vec<String>,
    text: String,
}

/// Measures and prints.
pub(super) fn run(
    command: &Command,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let bench = Bench::load(global, command.contests.as_deref())?;
    let (lines, skipped) = read_lines(&command.file)?;
    let start = Instant::now();
    let scored: Vec<Scored> = lines
        .into_iter()
        .map(|line| Scored {
            assessment: assess(&bench, &line.text),
            line,
        })
        .collect();
    let mut posts = scored.len();
    let background = command
        .background
        .as_deref()
        .map(|file| background(&bench, file, command.errors))
        .transpose()?;
    posts += background.as_ref().map_or(0, |background| background.posts);
    let report = Report {
        posts_per_second: per_second(posts, start),
        skipped,
        errors: mistakes(&scored, &bench.lexicon.scale.bands, command.errors),
        background,
        versions: bench.scorer.versions().clone(),
        ..report(&scored, bench.lexicon.scale.bands, bench.scorer.versions())
    };
    print(&report, global.json, out)?;
    Ok(Exit::Ok)
}

fn read(file: &Path) -> Result<String, Refused> {
    let bytes = fs::read(file)
        .map_err(|error| Refused(format!("{} cannot be read: {error}", file.display())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read_lines(file: &Path) -> Result<(Vec<Line>, usize), Refused> {
    let text = read(file)?;
    let mut lines = Vec::new();
    let mut skipped = 0;
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(line) => lines.push(line),
            Err(error) => {
                skipped += 1;
                tracing::warn!(line = number, "line {number} was skipped: {error}");
            }
        }
    }
    if lines.is_empty() {
        let hint = "expected lines of {\"id\", \"text\", \"gold\": \"partisan\" or \"neutral\"}";
        let message = format!("{} has no labelled posts; {hint}", file.display());
        return Err(Refused(message));
    }
    Ok((lines, skipped))
}

fn assess(bench: &Bench, text: &str) -> Assessment {
    bench.scorer.assess(&Subject {
        text,
        day: None,
        region: None,
        account: PersonKind::Person,
        kind: PostKind::Original,
    })
}

fn per_second(posts: usize, start: Instant) -> f64 {
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    let posts = u32::try_from(posts).unwrap_or(u32::MAX);
    (f64::from(posts) / seconds).round()
}

fn background(bench: &Bench, file: &Path, show: usize) -> Result<Background, Refused> {
    let text = read(file)?;
    let (mut posts, mut queued, mut high) = (0, 0, 0);
    let mut flagged = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let assessment = assess(bench, line);
        posts += 1;
        high += usize::from(assessment.band == Band::High);
        if assessment.band.queued() {
            queued += 1;
            if flagged.len() < show {
                flagged.push(format!("{:.2} {line}", assessment.score));
            }
        }
    }
    Ok(Background {
        posts,
        queued,
        high,
        queued_per_1000: metrics::per_thousand(queued, posts),
        high_per_1000: metrics::per_thousand(high, posts),
        flagged,
    })
}

fn report(scored: &[Scored], bands: Thresholds, versions: &crate::model::Versions) -> Report {
    let all: Vec<Judged> = scored.iter().map(Scored::judged).collect();
    let certain = scored.iter().filter(|one| !one.line.uncertain);
    let certain: Vec<Judged> = certain.map(Scored::judged).collect();
    Report {
        all: measures(&all, bands),
        certain: measures(&certain, bands),
        kinds: groups(scored, |line| line.gold_kind.as_deref()),
        strata: groups(scored, |line| line.stratum.as_deref()),
        rules: rules(scored),
        background: None,
        posts_per_second: 0.0,
        skipped: 0,
        errors: Vec::new(),
        versions: versions.clone(),
    }
}

fn measures(judged: &[Judged], bands: Thresholds) -> Measures {
    Measures {
        posts: judged.len(),
        partisan: judged.iter().filter(|one| one.partisan).count(),
        average_precision: metrics::average_precision(judged),
        best_f1: metrics::best_f1(judged),
        high: metrics::at(judged, bands.high),
        queue: metrics::at(judged, bands.medium),
        recall_at_precision_90: metrics::recall_at_precision(judged, 0.90),
        recall_at_precision_95: metrics::recall_at_precision(judged, 0.95),
        calibration_error: metrics::calibration_error(judged),
        brier: metrics::brier(judged),
    }
}

fn groups(scored: &[Scored], name: impl Fn(&Line) -> Option<&str>) -> BTreeMap<String, Group> {
    let mut members: BTreeMap<String, Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        if let Some(name) = name(&one.line) {
            members.entry(name.to_owned()).or_default().push(one);
        }
    }
    members
        .into_iter()
        .map(|(name, members)| (name, group(&members)))
        .collect()
}

fn group(members: &[&Scored]) -> Group {
    let among = |fits: &dyn Fn(&Scored) -> bool| members.iter().filter(|one| fits(one)).count();
    let partisan = among(&|one| one.line.gold == Gold::Partisan);
    let found = among(&|one| one.line.gold == Gold::Partisan && one.assessment.band.queued());
    Group {
        posts: members.len(),
        partisan,
        queued: among(&|one| one.assessment.band.queued()),
        high: among(&|one| one.assessment.band == Band::High),
        recall: (partisan > 0).then(|| metrics::per_thousand(found, partisan) / 1000.0),
    }
}

fn rules(scored: &[Scored]) -> BTreeMap<String, RuleReport> {
    let mut rules: BTreeMap<String, RuleReport> = BTreeMap::new();
    for one in scored {
        let mut names: Vec<&str> = one
            .assessment
            .signals
            .iter()
            .map(|signal| signal.rule.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let rule = rules.entry(name.to_owned()).or_default();
            rule.fired += 1;
            rule.partisan += usize::from(one.line.gold == Gold::Partisan);
        }
    }
    for rule in rules.values_mut() {
        rule.precision = metrics::per_thousand(rule.partisan, rule.fired) / 1000.0;
    }
    rules
}

/// The false alarms with the highest scores, then the missed with the lowest.
fn mistakes(scored: &[Scored], bands: &Thresholds, show: usize) -> Vec<Mistake> {
    let mut sorted: Vec<&Scored> = scored.iter().collect();
    sorted.sort_by(|left, right| right.assessment.score.total_cmp(&left.assessment.score));
    let alarms = sorted
        .iter()
        .filter(|one| one.line.gold == Gold::Neutral && one.assessment.score >= bands.medium);
    let missed = sorted
        .iter()
        .rev()
        .filter(|one| one.line.gold == Gold::Partisan && one.assessment.score < bands.medium);
    let shown = alarms.take(show).chain(missed.take(show));
    shown.map(|one| mistake(one)).collect()
}

fn mistake(one: &Scored) -> Mistake {
    let signals = one.assessment.signals.iter();
    let counter = one.assessment.counter.iter();
    let rules = signals
        .map(|signal| format!("{} {:+}", signal.rule, signal.weight))
        .chain(counter.map(|against| format!("{} {:+}", against.rule, against.weight)));
    Mistake {
        id: one.line.id.clone(),
        gold: match one.line.gold {
            Gold::Partisan => "partisan",
            Gold::Neutral => "neutral",
        },
        score: one.assessment.score,
        rules: rules.collect(),
        text: one.line.text.clone(),
    }
}

fn print(report: &Report, json: bool, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, report)?;
        writeln!(out)?;
        return Ok(());
    }
    for (name, measures) in [("all", &report.all), ("certain", &report.certain)] {
        print_measures(name, measures, out)?;
    }
    for (name, group) in report.kinds.iter().chain(&report.strata) {
        let recall = group
            .recall
            .map_or(String::new(), |recall| format!(", recall {recall:.3}"));
        let (queued, posts) = (group.queued, group.posts);
        writeln!(out, "{name:24} {queued} of {posts} queued{recall}")?;
    }
    if let Some(background) = &report.background {
        let (queued, high) = (background.queued_per_1000, background.high_per_1000);
        writeln!(
            out,
            "background               {queued:.2} queued, {high:.2} high per 1,000"
        )?;
        for line in &background.flagged {
            writeln!(out, "  {line}")?;
        }
    }
    for mistake in &report.errors {
        let (gold, score, text) = (mistake.gold, mistake.score, mistake.text.replace('\n', " "));
        writeln!(
            out,
            "{gold:8} {score:.3} {text}\n    {}",
            mistake.rules.join("; ")
        )?;
    }
    writeln!(
        out,
        "posts per second         {:.0}",
        report.posts_per_second
    )?;
    Ok(())
}

fn print_measures(
    name: &str,
    measures: &Measures,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let Measures {
        posts,
        partisan,
        average_precision,
        brier,
        ..
    } = measures;
    writeln!(out, "{name}: {posts} posts, {partisan} partisan")?;
    writeln!(out, "  average precision      {average_precision:.4}")?;
    for (name, at) in [
        ("best F1", &measures.best_f1),
        ("high", &measures.high),
        ("queue", &measures.queue),
    ] {
        let AtThreshold {
            threshold,
            precision,
            recall,
            f1,
            flagged,
        } = at;
        writeln!(
            out,
            "  {name:8} from {threshold:.3}    P {precision:.3} R {recall:.3} F1 {f1:.3} ({flagged} flagged)"
        )?;
    }
    let (ninety, ninety_five) = (
        measures.recall_at_precision_90,
        measures.recall_at_precision_95,
    );
    writeln!(
        out,
        "  recall at P 0.90, 0.95 {ninety:.3}, {ninety_five:.3}"
    )?;
    let error = measures.calibration_error;
    writeln!(out, "  ECE, Brier             {error:.4}, {brier:.4}")
}
