//! The report for reading.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{EvalReport, tree};
use crate::lab::eval::{
    AtPrevalence, BackgroundFigures, ContestFigures, Disguised, GroupFigures, LabelledFigures,
    Measures, OrderedMap, ReaderFigures, Reweighted, wrong_counter_rules, wrong_rules,
};
use crate::score::metrics::AtThreshold;

type Out<'o> = &'o mut (dyn Write + Send);

/// Prints all of it.
pub(super) fn print(report: &EvalReport, out: Out<'_>) -> io::Result<()> {
    writeln!(out, "in brackets: 95 % intervals")?;
    labelled(&report.labelled, out)?;
    if let Some(disguised) = &report.disguises {
        disguises(disguised, out)?;
    }
    if let Some(background) = &report.background {
        everyday(background, out)?;
    }
    if let Some(contests) = &report.each_contest {
        each_contest(contests, out)?;
    }
    let speed = report.posts_per_second;
    writeln!(out, "posts per second         {speed:.0}")?;
    let everyday = report.background.iter().flat_map(|one| &one.errors);
    for mistake in report.errors.iter().chain(everyday) {
        tree::print(mistake, out)?;
    }
    Ok(())
}

/// What is known from the labelled posts alone.
fn labelled(figures: &LabelledFigures, out: Out<'_>) -> io::Result<()> {
    measures("all", &figures.all, out)?;
    measures("certain", &figures.certain, out)?;
    if let Some(reweighted) = &figures.reweighted {
        at_prevalence(reweighted, out)?;
    }
    groups("kind", &figures.kinds, out)?;
    groups("stratum", &figures.strata, out)?;
    groups("language", &figures.languages, out)?;
    misleading_rules(figures, out)
}

fn bracket([low, high]: [f64; 2]) -> String {
    format!("[{low:.3}, {high:.3}]")
}

/// The figures, each with its 95 % interval.
fn measures(name: &str, measures: &Measures, out: Out<'_>) -> io::Result<()> {
    let (posts, partisan) = (measures.posts, measures.partisan);
    let intervals = &measures.intervals;
    writeln!(out, "{name}: {posts} posts, {partisan} partisan")?;
    figure(
        "average precision",
        measures.average_precision,
        intervals.average_precision,
        out,
    )?;
    let AtThreshold {
        threshold,
        precision,
        recall,
        f1,
        flagged,
    } = measures.best_f1;
    let f1_interval = bracket(intervals.best_f1);
    writeln!(
        out,
        "  best F1  from {threshold:.3}    F1 {f1:.3} {f1_interval} P {precision:.3} R {recall:.3} ({flagged} flagged)"
    )?;
    let high = (intervals.high_precision, intervals.high_recall);
    at_threshold("high", &measures.high, high, out)?;
    let queue = (intervals.queue_precision, intervals.queue_recall);
    at_threshold("queue", &measures.queue, queue, out)?;
    let AtThreshold {
        precision,
        recall,
        f1,
        flagged,
        ..
    } = measures.reviewed;
    writeln!(
        out,
        "  of these reviewed      P {precision:.3} R {recall:.3} F1 {f1:.3} ({flagged} queued)"
    )?;
    let (ninety, ninety_five) = (
        measures.recall_at_precision_90,
        measures.recall_at_precision_95,
    );
    figure(
        "recall at P 0.90",
        ninety,
        intervals.recall_at_precision_90,
        out,
    )?;
    figure(
        "recall at P 0.95",
        ninety_five,
        intervals.recall_at_precision_95,
        out,
    )?;
    let (error, brier) = (measures.calibration_error, measures.brier);
    writeln!(out, "  ECE, Brier             {error:.4}, {brier:.4}")
}

fn figure(name: &str, value: f64, interval: [f64; 2], out: Out<'_>) -> io::Result<()> {
    writeln!(out, "  {name:22} {value:.4} {}", bracket(interval))
}

fn at_threshold(
    name: &str,
    at: &AtThreshold,
    (precision_interval, recall_interval): ([f64; 2], [f64; 2]),
    out: Out<'_>,
) -> io::Result<()> {
    let AtThreshold {
        threshold,
        precision,
        recall,
        f1,
        flagged,
    } = at;
    let (around_p, around_r) = (bracket(precision_interval), bracket(recall_interval));
    writeln!(
        out,
        "  {name:8} from {threshold:.3}    P {precision:.3} {around_p} R {recall:.3} {around_r} F1 {f1:.3} ({flagged} flagged)"
    )
}

fn at_prevalence(reweighted: &Reweighted, out: Out<'_>) -> io::Result<()> {
    let percent = 100.0 * reweighted.prevalence;
    writeln!(out, "as if {percent:.1} % were partisan")?;
    for (name, figures) in [("all", &reweighted.all), ("certain", &reweighted.certain)] {
        let Some(figures) = figures else {
            writeln!(out, "  {name:22} not known: one class is missing")?;
            continue;
        };
        let AtPrevalence {
            average_precision,
            high,
            queue,
            calibration_error,
        } = figures;
        let (high, queue) = (or_dash(high.precision), or_dash(queue.precision));
        writeln!(
            out,
            "  {name:22} P high {high}, P queue {queue}, average precision {average_precision:.4}, ECE {calibration_error:.4}"
        )?;
    }
    Ok(())
}

fn or_dash(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"))
}

fn groups(of: &str, groups: &BTreeMap<String, GroupFigures>, out: Out<'_>) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{of:24} posts queued  recall at queue       recall at high"
    )?;
    for (name, group) in groups {
        let (posts, queued) = (group.posts, group.queued);
        let at_queue = with_interval(group.recall, group.recall_interval);
        let at_high = with_interval(group.recall_high, group.recall_high_interval);
        let line = format!("  {name:22} {posts:5} {queued:6}  {at_queue:20}  {at_high}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn with_interval(share: Option<f64>, interval: Option<[f64; 2]>) -> String {
    let both = share.zip(interval);
    both.map_or(String::new(), |(share, interval)| {
        format!("{share:.3} {}", bracket(interval))
    })
}

fn misleading_rules(figures: &LabelledFigures, out: Out<'_>) -> io::Result<()> {
    for (name, rule) in wrong_rules(&figures.rules) {
        let (fired, precision) = (rule.fired, rule.precision);
        let interval = bracket(rule.interval);
        writeln!(
            out,
            "wrong rule               {name}: {precision:.3} {interval} of {fired} posts are partisan"
        )?;
    }
    for (name, rule) in wrong_counter_rules(&figures.counter_rules) {
        let (fired, share) = (rule.fired, rule.partisan_share);
        let interval = bracket(rule.interval);
        writeln!(
            out,
            "wrong counter rule       {name}: {share:.3} {interval} of {fired} posts are partisan"
        )?;
    }
    Ok(())
}

fn disguises(disguises: &OrderedMap<Disguised>, out: Out<'_>) -> io::Result<()> {
    writeln!(out, "disguise                 kept in the queue")?;
    for (name, disguised) in &disguises.0 {
        let (kept, queued) = (disguised.kept, disguised.queued);
        let (share, interval) = (or_dash(disguised.recall_kept), bracket(disguised.interval));
        writeln!(out, "  {name:22} {share} {interval} ({kept} of {queued})")?;
    }
    Ok(())
}

fn everyday(background: &BackgroundFigures, out: Out<'_>) -> io::Result<()> {
    let (queued, high) = (background.queued_per_1000, background.high_per_1000);
    writeln!(
        out,
        "background               {queued:.2} queued, {high:.2} high per 1,000"
    )?;
    let (error, brier) = (background.calibration_error, background.brier);
    writeln!(out, "  ECE, Brier with it     {error:.4}, {brier:.4}")
}

fn each_contest(contests: &BTreeMap<String, ContestFigures>, out: Out<'_>) -> io::Result<()> {
    writeln!(out, "each contest alone       queued, high per 1,000")?;
    for (id, contest) in contests {
        let (queued, high) = (contest.queued_per_1000, contest.high_per_1000);
        let read = contest.readers.as_ref().map_or_else(String::new, readers);
        writeln!(out, "  {id:22} {queued:6.2} {high:6.2}{read}")?;
    }
    Ok(())
}

fn readers(figures: &ReaderFigures) -> String {
    let false_flags = figures
        .false_per_1000
        .map_or_else(|| "-".to_owned(), |flags| format!("{flags:.2}"));
    let ReaderFigures {
        read,
        neutral,
        disputed,
        partisan_before,
        kept,
        ..
    } = figures;
    format!(
        "  false {false_flags} (of {read} read {neutral} neutral, {disputed} disputed); kept {kept} of {partisan_before}"
    )
}
