//! The balance report for people, in at most 100 columns.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::told::BalanceReport;
use crate::report::Share;
use crate::report::balance::{ContestantRates, Differences};

/// Width of the first column.
const NAME: usize = 30;

type Out<'o> = &'o mut (dyn Write + Send);

pub(super) fn print(report: &BalanceReport, out: Out<'_>) -> std::io::Result<()> {
    writeln!(
        out,
        "{} posts, {} with a signal; shares in % with their 95 % interval",
        report.posts, report.with_signals
    )?;
    if let Some(skipped) = report.skipped_lines.filter(|skipped| *skipped > 0) {
        writeln!(out, "{skipped} lines could not be read")?;
    }
    if let Some(other) = report.other_versions.filter(|other| *other > 0) {
        writeln!(
            out,
            "{other} posts were scored with other versions than today's; netra rescore scores them again"
        )?;
    }
    if let Some(contestants) = &report.contestants {
        print_rates(contestants, out)?;
        print_rules(contestants, out)?;
    }
    print_twins(&report.twins, out)
}

fn print_rates(contestants: &[ContestantRates], out: Out<'_>) -> std::io::Result<()> {
    writeln!(
        out,
        "\n{:NAME$} {:>6}  {:19} {:19} rejected",
        "contestant", "posts", "flagged", "upheld"
    )?;
    for one in contestants {
        let (flagged, upheld) = (shown(&one.flagged), shown(&one.upheld));
        writeln!(
            out,
            "{:NAME$} {:>6}  {flagged:19} {upheld:19} {}",
            cut(&one.contestant),
            one.posts,
            shown(&one.rejected)
        )?;
    }
    Ok(())
}

/// A line a rule and contestant, where the rule fired for anybody. A star marks a share whose
/// interval does not meet that of another contestant.
fn print_rules(contestants: &[ContestantRates], out: Out<'_>) -> std::io::Result<()> {
    let rules: BTreeSet<&str> = contestants
        .iter()
        .flat_map(|one| one.rules.iter().map(|rule| rule.rule.as_str()))
        .collect();
    if !rules.is_empty() {
        writeln!(
            out,
            "\nrules, as shares of the posts about a contestant (* apart from another's)"
        )?;
    }
    for rule in rules {
        writeln!(out, "{rule}")?;
        let shares = shares(contestants, rule);
        for (contestant, share) in &shares {
            let contest = |name: &str| name.split('/').next().map(str::to_owned);
            let apart = shares.iter().any(|(other, theirs)| {
                contest(other) == contest(contestant) && share.apart(theirs)
            });
            let star = if apart { "*" } else { "" };
            let (name, count) = (cut(contestant), share.count);
            writeln!(
                out,
                "  {name:NAME$} {count:>6} of {:>6}  {}{star}",
                share.of,
                shown(share)
            )?;
        }
    }
    Ok(())
}

/// The shares of a rule, for contestants in contests in which it fired and who were spoken of.
fn shares<'c>(contestants: &'c [ContestantRates], rule: &str) -> Vec<(&'c str, Share)> {
    let fired = |one: &ContestantRates| {
        let found = one.rules.iter().find(|rate| rate.rule == rule);
        found.map_or(Share::of(0, one.posts), |rate| rate.fired)
    };
    let contest = |one: &ContestantRates| one.contestant.split('/').next().map(str::to_owned);
    let contests: BTreeSet<_> = contestants
        .iter()
        .filter(|one| fired(one).count > 0)
        .map(contest)
        .collect();
    let spoken_of = contestants.iter().filter(|one| one.posts > 0);
    spoken_of
        .filter(|one| contests.contains(&contest(one)))
        .map(|one| (one.contestant.as_str(), fired(one)))
        .collect()
}

fn print_twins(twins: &Differences, out: Out<'_>) -> std::io::Result<()> {
    writeln!(
        out,
        "\ntwin test: {} swaps in {} posts; {} changed the score, at most by {:.4}",
        twins.swaps, twins.posts, twins.changed.count, twins.largest
    )?;
    if twins.changed_by_unlike_words > 0 {
        writeln!(
            out,
            "in {} of them the packs give the two contestants unlike words",
            twins.changed_by_unlike_words
        )?;
    }
    print_counts("not swapped", &twins.skipped, out)?;
    print_counts("rules that weigh differently", &twins.rules, out)?;
    for (contestant, share) in &twins.contestants {
        let (name, count) = (cut(contestant), share.count);
        writeln!(
            out,
            "  {name:NAME$} {count:>6} of {:>6} twins changed  {}",
            share.of,
            shown(share)
        )?;
    }
    for worst in &twins.worst {
        writeln!(
            out,
            "  post {}: {} {:.4} -> {} {:.4}",
            clipped(&worst.post, 12),
            cut(&worst.from),
            worst.score,
            cut(&worst.to),
            worst.twin_score
        )?;
        let why = format!("{}: {}", worst.kinds.join(", "), worst.rules.join(", "));
        writeln!(out, "    {}", clipped(&why, 95))?;
    }
    Ok(())
}

fn print_counts(
    title: &str,
    counts: &BTreeMap<String, usize>,
    out: Out<'_>,
) -> std::io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}:")?;
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    for (name, count) in sorted {
        writeln!(out, "  {:NAME$} {count:>6}", cut(name))?;
    }
    Ok(())
}

/// `41.2 (38.0-44.5)`, in percent.
fn shown(share: &Share) -> String {
    let (low, high) = (share.low * 100.0, share.high * 100.0);
    share.rate.map_or_else(
        || "-".to_owned(),
        |rate| format!("{:.1} ({low:.1}-{high:.1})", rate * 100.0),
    )
}

fn cut(name: &str) -> String {
    clipped(name, NAME)
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let head: String = text.chars().take(width - 1).collect();
    format!("{head}…")
}
