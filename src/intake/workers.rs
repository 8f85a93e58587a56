//! Reading and scoring away from the tasks that wait for the network.
//!
//! As many pages are worked on at a time as there are desks, one for each core. A page is late
//! when a processor has worked for it as long as its deadline says: the time that goes by is the
//! machine's, which may have other things to do. A late page is given up: its thread cannot be
//! stopped, so it goes on as a stray, and its desk is free for the next page. When there are as
//! many strays as are allowed, a late page keeps its desk. A page that no processor works for, and
//! one that finds no desk, are put off after a while, which is no fault of theirs: threads and
//! pages in memory stay bounded, whatever comes in. Strays hold up nobody who ends the program.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{Instant, timeout};

use crate::clock::{EffortClock, ThreadNumber};

/// Time of a processor for one step (reading, scoring) of a page. The largest page takes two
/// seconds.
pub const PAGE_DEADLINE: Duration = Duration::from_secs(30);
/// How many deadlines may go by until a page is put off that the machine found no time for: one of
/// two seconds is read on a machine where a hundred and fifty others want to work as well.
const PATIENCE: u32 = 10;
/// Late pages that may go on beside those that are worked on.
const STRAYS: usize = 4;

/// Threads for pure work on pages. Cheap to clone; clones share the desks.
#[derive(Debug, Clone)]
pub struct Workers {
    number: usize,
    desks: Arc<Semaphore>,
    strays: Arc<Semaphore>,
    deadline: Duration,
    effort: Arc<dyn EffortClock>,
}

/// Why work came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkFault {
    #[error("a processor worked for it for more than {0:?}; what came is kept, report the page")]
    Late(Duration),
    #[error("no worker was free, or had time for it, within {0:?}")]
    Busy(Duration),
    #[error("of a fault of the program ({0}); what came is kept, report the page")]
    Panicked(String),
    #[error("no thread could be started: {0}; allow more threads")]
    NoThread(std::io::Error),
}

/// What a thread holds: a desk, or a place among the strays.
type Place = Arc<Mutex<OwnedSemaphorePermit>>;

impl Workers {
    /// Workers at `desks` desks (at least one), giving up each step of a page once it has had
    /// `deadline` of a processor, as `effort` tells.
    pub fn new(desks: usize, deadline: Duration, effort: Arc<dyn EffortClock>) -> Self {
        let number = desks.max(1);
        Self {
            number,
            desks: Arc::new(Semaphore::new(number)),
            strays: Arc::new(Semaphore::new(STRAYS)),
            deadline,
            effort,
        }
    }

    /// How many desks there are, at least one.
    pub(super) const fn desks(&self) -> usize {
        self.number
    }

    /// Does the work on a thread of its own and waits for it, as long as the deadline allows.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WorkFault> {
        let desk = self.find_desk().await?;
        let place = Arc::new(Mutex::new(desk));
        let mut job = start(place.clone(), work)?;
        let ended = self.wait_for(&mut job).await;
        if ended.is_err() {
            self.stray(&place);
        }
        match ended? {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(panic)) => Err(WorkFault::Panicked(said(panic.as_ref()))),
            Err(_) => Err(WorkFault::Panicked("the thread went away".to_owned())),
        }
    }

    async fn find_desk(&self) -> Result<OwnedSemaphorePermit, WorkFault> {
        // Among so many strays those at the desks may never end either.
        let is_crowded = self.strays.available_permits() == 0;
        let patience = if is_crowded {
            self.deadline
        } else {
            self.deadline * PATIENCE
        };
        match timeout(patience, self.desks.clone().acquire_owned()).await {
            Ok(Ok(desk)) => Ok(desk),
            _ => Err(WorkFault::Busy(patience)),
        }
    }

    /// Waits until the work is done, or is late, or has waited for too long for a processor.
    async fn wait_for<T>(&self, job: &mut Job<T>) -> Result<Answered<T>, WorkFault> {
        let patience = self.deadline * PATIENCE;
        let begun = Instant::now();
        let mut left = self.deadline;
        loop {
            // No sooner can it be late, for one processor at most works for it.
            if let Ok(answered) = timeout(left, &mut job.done).await {
                return Ok(answered);
            }
            left = self.deadline.saturating_sub(self.spent_on(job));
            if left.is_zero() {
                return Err(WorkFault::Late(self.deadline));
            }
            if begun.elapsed() >= patience {
                return Err(WorkFault::Busy(patience));
            }
        }
    }

    fn spent_on<T>(&self, job: &Job<T>) -> Duration {
        let thread = job.thread.get();
        // Nothing is said of what has not begun.
        let spent = thread.and_then(|thread| self.effort.spent_on(*thread));
        spent.unwrap_or_default()
    }

    /// Takes the desk from late work, if it may go on as a stray.
    fn stray(&self, place: &Place) {
        if let Ok(stray) = self.strays.clone().try_acquire_owned() {
            *place.lock().unwrap_or_else(PoisonError::into_inner) = stray;
        }
    }
}

/// What work came to, or its panic.
type Outcome<T> = Result<T, Box<dyn Any + Send>>;
type Answered<T> = Result<Outcome<T>, oneshot::error::RecvError>;

/// Work on its way.
struct Job<T> {
    done: oneshot::Receiver<Outcome<T>>,
    /// Who does it, once it has begun.
    thread: Arc<OnceLock<ThreadNumber>>,
}

/// Starts the work on a thread that holds `place` until it ends. Not on a thread of the runtime,
/// which waits for all of its own when the program ends.
fn start<T: Send + 'static>(
    place: Place,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Job<T>, WorkFault> {
    let (tell, done) = oneshot::channel();
    let worker = Arc::new(OnceLock::new());
    let job = Job {
        done,
        thread: worker.clone(),
    };
    let thread = std::thread::Builder::new().name("netra-page".to_owned());
    let started = thread.spawn(move || {
        worker.get_or_init(ThreadNumber::of_this);
        let result = catch_unwind(AssertUnwindSafe(work));
        drop(place);
        // Nobody listens any more to what comes late.
        let _ = tell.send(result);
    });
    started.map_err(WorkFault::NoThread)?;
    Ok(job)
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".to_owned())
}
