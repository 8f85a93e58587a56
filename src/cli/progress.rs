//! How far a crawl is: a bar where somebody watches, a line a minute where a log is kept.

use std::io::{self, IsTerminal as _, Write};
use std::sync::LazyLock;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval_at};

use super::printed;
use crate::crawl::PassProgress;

/// How often a log is told.
const EVERY: Duration = Duration::from_mins(1);
/// How often a bar moves although nothing happens: it shows that the program lives.
const TICK: Duration = Duration::from_millis(200);
const LOOK: &str = "{spinner} {bar:24} {pos}/{len} accounts, {msg} ({elapsed})";

/// The bars on the terminal, which step aside for what is written there.
static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// Standard error, written to beside the bars.
#[derive(Debug)]
pub struct Talk;

impl Write for Talk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let event = printed::logged(&String::from_utf8_lossy(bytes));
        BARS.suspend(|| io::stderr().write_all(event.as_bytes()))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Shows the progress of a pass for as long as it lives.
#[derive(Debug)]
pub(super) struct ShownProgress {
    task: JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl ShownProgress {
    /// Starts to show it, as a bar on a terminal.
    pub(super) fn start(progress: watch::Receiver<PassProgress>) -> Self {
        if !io::stderr().is_terminal() {
            return Self {
                task: tokio::spawn(log(progress)),
                bar: None,
            };
        }
        let bar = BARS.add(ProgressBar::new(0));
        // A look that cannot be read leaves the library's own.
        if let Ok(style) = ProgressStyle::with_template(LOOK) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self {
            task: tokio::spawn(draw(progress, bar.clone())),
            bar: Some(bar),
        }
    }
}

impl Drop for ShownProgress {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

async fn draw(mut progress: watch::Receiver<PassProgress>, bar: ProgressBar) {
    while progress.changed().await.is_ok() {
        let now = *progress.borrow_and_update();
        bar.set_length(now.due);
        bar.set_position(now.counts.accounts as u64);
        bar.set_message(format!(
            "{} new posts, {} failed",
            now.counts.posts_new, now.failed
        ));
    }
}

async fn log(progress: watch::Receiver<PassProgress>) {
    let mut minutes = interval_at(Instant::now() + EVERY, EVERY);
    loop {
        minutes.tick().await;
        let now = *progress.borrow();
        tracing::info!(
            "{} of {} accounts visited, {} new posts, {} failed",
            now.counts.accounts,
            now.due,
            now.counts.posts_new,
            now.failed
        );
    }
}
