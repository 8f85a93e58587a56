//! What the demo prints. Part of the command-line contract.

use std::io::Write;

use serde::Serialize;

use crate::app::Installation;
use crate::crawl::{CrawlReport, Crawler, Failure, Oddity};
use crate::db;
use crate::db::post::PostWalk;
use crate::model::{Language, Reader};

const TOP: usize = 10;

/// The figures of a demo run.
#[derive(Debug, Serialize)]
pub(super) struct DemoSummary {
    /// Registered accounts.
    accounts: usize,
    /// Requests that left, robots.txt, redirects and retries included.
    requests: usize,
    /// Distinct posts stored.
    posts: usize,
    /// Posts of band high or medium.
    flagged: usize,
    /// Documents in the index, one a post.
    indexed: u64,
    /// Posts seen with other content on the second pass.
    edited: usize,
    /// Posts that were no longer visible on the second pass.
    not_visible: usize,
    /// Seconds for both passes.
    seconds: f64,
    /// Requests that broke a limit.
    pub(super) over_allowance: usize,
    /// Accounts that could not be crawled.
    failed: Vec<Failure>,
    /// What was odd and did not stop the crawl.
    warnings: Vec<Oddity>,
    /// Flagged posts, highest first, with reasons.
    top: Vec<Top>,
}

#[derive(Debug, Serialize)]
struct Top {
    account: String,
    score: f64,
    band: &'static str,
    text: String,
    reasons: Vec<String>,
}

pub(super) async fn collect<F>(
    installation: &Installation,
    crawler: &Crawler<F>,
    passes: &[CrawlReport],
) -> anyhow::Result<DemoSummary> {
    let sum = |count: fn(&CrawlReport) -> usize| passes.iter().map(count).sum::<usize>();
    let status = db::status::status(&crawler.db, installation.clock().now()).await?;
    let machine = Reader::machine("demo");
    let mut walk = PostWalk::at_work(&machine, &crawler.db);
    let mut documents = Vec::new();
    loop {
        let batch = walk.next(500).await?;
        if batch.is_empty() {
            break;
        }
        for document in batch {
            documents.push(document?);
        }
    }
    let posts = documents.len();
    documents.retain(|document| document.post.band.queued());
    documents.sort_by(|a, b| {
        b.post
            .score
            .total_cmp(&a.post.score)
            .then(a.post.id.cmp(&b.post.id))
    });
    Ok(DemoSummary {
        accounts: usize::try_from(status.accounts_by_platform.values().sum::<i64>())?,
        requests: sum(|pass| pass.counts.requests),
        posts,
        flagged: documents.len(),
        indexed: crawler.index.len()?,
        edited: sum(|pass| pass.counts.posts_edited),
        not_visible: sum(|pass| pass.counts.posts_not_visible),
        seconds: passes.iter().map(|pass| pass.seconds).sum(),
        over_allowance: sum(|pass| pass.counts.over_allowance),
        failed: passes.iter().flat_map(|pass| pass.failed.clone()).collect(),
        warnings: passes
            .iter()
            .flat_map(|pass| pass.warnings.clone())
            .collect(),
        top: documents.iter().take(TOP).map(top).collect(),
    })
}

fn top(stored: &db::post::StoredPost) -> Top {
    let signals = stored
        .assessment
        .iter()
        .flat_map(|(_, assessment)| &assessment.signals);
    Top {
        account: stored.address.clone(),
        score: stored.post.score,
        band: stored.post.band.as_str(),
        text: stored.revision.text.clone(),
        reasons: signals
            .map(|signal| signal.reason.text(Language::Indonesian))
            .collect(),
    }
}

pub(super) fn print(
    summary: &DemoSummary,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, summary)?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(
        out,
        "{} accounts crawled twice with {} requests ({} over the allowance) in {:.1} s",
        summary.accounts, summary.requests, summary.over_allowance, summary.seconds
    )?;
    writeln!(
        out,
        "{} posts stored, {} edited, {} no longer visible, {} indexed; {} for review:",
        summary.posts, summary.edited, summary.not_visible, summary.indexed, summary.flagged
    )?;
    for top in &summary.top {
        writeln!(
            out,
            "\n  {:.2} {:6} {}",
            top.score,
            top.band,
            top.text.replace('\n', " ")
        )?;
        for reason in &top.reasons {
            writeln!(out, "              {reason}")?;
        }
    }
    for failure in &summary.failed {
        writeln!(
            out,
            "\n  could not be crawled: {}: {}",
            failure.address, failure.reason
        )?;
    }
    if !summary.warnings.is_empty() {
        writeln!(out, "\nnoted on the way:")?;
    }
    for warning in &summary.warnings {
        writeln!(
            out,
            "  {} at {}: {}",
            warning.address, warning.at, warning.message
        )?;
    }
    Ok(())
}
