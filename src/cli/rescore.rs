//! `netra rescore`: the whole corpus again, and what that changes.

use std::io::Write;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::crawl::lock;
use super::{Desk, Exit, Global};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::rescore::{BATCH, Difference, Move, RescoreSummary, Rescoring, ToldReason};
use crate::corpus::{IndexError, renew_index};
use crate::score::Scorer;

/// Scores every stored post again with the packs, lexicon and model of today, and tells what
/// changed. Posts scored with the same versions before are passed over, so a run that was cut
/// short goes on where it ended. Verdicts stay as they are.
#[derive(Debug, Args)]
pub struct RescoreArgs {
    /// Only tell what would change; write nothing.
    #[arg(long)]
    diff: bool,
}

impl RescoreArgs {
    pub(super) async fn run(
        self,
        global: &Global,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
        if self.diff {
            let (db, scorer) = (installation.open_db().await?, installation.scorer());
            let desk = Desk::find(&installation, &db, global).await?;
            let mut walk = Rescoring::looking((&desk.reader, &db), &scorer, BATCH, desk.now);
            tell_changes(&mut walk, global.json, out).await?;
            tell_summary(&walk.into_summary(0), true, global.json, out)?;
            db.close().await;
            return Ok(Exit::Ok);
        }
        let Some(_lock) = lock(&installation).await? else {
            return Ok(Exit::Locked);
        };
        let db = installation.open_db().await?;
        let desk = Desk::find(&installation, &db, global).await?;
        let summary = store(&installation, &desk, &installation.scorer(), out).await?;
        tell_summary(&summary, false, global.json, out)?;
        db.close().await;
        match &summary.index_problem {
            Some(problem) => Err(anyhow::anyhow!("{problem}")),
            None => Ok(Exit::Ok),
        }
    }
}

/// Stores new assessments, then renews the search index, also for what an earlier run that was
/// cut short left behind.
async fn store(
    installation: &Installation,
    desk: &Desk<'_>,
    scorer: &Scorer,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<RescoreSummary> {
    let index = installation.open_index()?;
    let (reading, clock) = ((&desk.reader, desk.db), &**installation.clock());
    let mut walk = Rescoring::storing(reading, scorer, BATCH, clock);
    tell_changes(&mut walk, desk.json, out).await?;
    let renewed = match renew_index(desk.db, &index).await {
        Ok(renewed) => renewed,
        Err(IndexError::Database(error)) => return Err(error.into()),
        Err(error) => {
            return Ok(RescoreSummary {
                index_problem: Some(error.to_string()),
                ..walk.into_summary(0)
            });
        }
    };
    if !renewed.unindexed.is_empty() {
        tracing::warn!("{}", renewed.unindexed);
    }
    Ok(walk.into_summary(renewed.posts))
}

async fn tell_changes(
    walk: &mut Rescoring<'_>,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    while let Some(differences) = walk.next().await? {
        for difference in &differences {
            if json {
                serde_json::to_writer(&mut *out, difference)?;
                writeln!(out)?;
            } else {
                tell(difference, out)?;
            }
        }
        out.flush()?;
    }
    Ok(())
}

fn tell(one: &Difference, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let (old, new) = (one.old_band.as_str(), one.new_band.as_str());
    let queue = match one.queue {
        Some(Move::Enters) => ", enters the queue",
        Some(Move::Leaves) => ", leaves the queue",
        None => "",
    };
    writeln!(
        out,
        "post {} (account {}, {}): {:.4} {old} -> {:.4} {new}{queue}",
        one.post, one.account, one.address, one.old_score, one.new_score
    )?;
    if let Some(stage) = one.stage {
        let (old, new) = (stage.old.as_str(), stage.new.as_str());
        writeln!(out, "  stage: {old} -> {new}")?;
    }
    for reason in &one.came {
        writeln!(out, "  + {}", in_words(reason))?;
    }
    for reason in &one.went {
        writeln!(out, "  - {}", in_words(reason))?;
    }
    for reason in &one.reweighed {
        let (old, new) = (reason.old_weight, reason.new_weight);
        writeln!(
            out,
            "  ~ {} ({}): {old} -> {new}",
            reason.reason, reason.rule
        )?;
    }
    if let Some(decided) = &one.decided {
        let decision = decided.decision.as_str();
        let which = if decided.current {
            ""
        } else {
            ", on an earlier revision"
        };
        writeln!(
            out,
            "  ! judged before: {decision}{which}; the verdict stays"
        )?;
    }
    Ok(())
}

/// With all that tells one reason from another.
fn in_words(reason: &ToldReason) -> String {
    let target = reason.target.iter();
    let about: Vec<&str> = [&reason.rule]
        .into_iter()
        .chain(target)
        .chain(&reason.norms)
        .map(String::as_str)
        .collect();
    format!("{} ({})", reason.reason, about.join(", "))
}

#[derive(Serialize)]
struct Last<'s> {
    summary: &'s RescoreSummary,
}

fn tell_summary(
    summary: &RescoreSummary,
    only_looked: bool,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, &Last { summary })?;
        writeln!(out)?;
        return Ok(());
    }
    let RescoreSummary {
        posts,
        skipped,
        unchanged,
        raised,
        lowered,
        same_score,
        bands_raised,
        bands_lowered,
        entering,
        leaving,
        decided,
        stored,
        indexed,
        ..
    } = summary;
    writeln!(
        out,
        "{posts} posts: {skipped} scored with these versions before, {unchanged} unchanged, {} changed",
        raised + lowered + same_score
    )?;
    writeln!(
        out,
        "score: {raised} raised, {lowered} lowered, {same_score} the same; \
         band: {bands_raised} raised, {bands_lowered} lowered; \
         queue: {entering} enter, {leaving} leave; judged posts touched: {decided}"
    )?;
    if only_looked {
        writeln!(out, "nothing was written; netra rescore does it")?;
    } else {
        writeln!(out, "{stored} assessments stored, {indexed} posts indexed")?;
    }
    Ok(())
}
