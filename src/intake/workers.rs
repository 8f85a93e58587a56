//! Reading and scoring away from the tasks that wait for the network.
//!
//! As many pages are worked on at a time as there are desks, one for each core. A page that is
//! not done by its deadline is given up: its thread cannot be stopped, so it goes on as a stray,
//! and its desk is free for the next page. When there are as many strays as are allowed, a late
//! page keeps its desk, and who finds no desk within a deadline is put off: threads and pages in
//! memory stay bounded, whatever comes in. Strays hold up nobody who ends the program.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// Time for one step (reading, scoring) of a page. The largest page takes two seconds.
pub const PAGE_DEADLINE: Duration = Duration::from_secs(30);
/// Late pages that may go on beside those that are worked on.
const STRAYS: usize = 4;

/// Threads for pure work on pages. Cheap to clone; clones share the desks.
#[derive(Debug, Clone)]
pub struct Workers {
    number: usize,
    desks: Arc<Semaphore>,
    strays: Arc<Semaphore>,
    deadline: Duration,
}

/// Why work came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkFault {
    #[error("it took longer than {0:?}; what came is kept, report the page")]
    Late(Duration),
    #[error("no worker was free within {0:?}")]
    Busy(Duration),
    #[error("of a fault of the program ({0}); what came is kept, report the page")]
    Panicked(String),
    #[error("no thread could be started: {0}; allow more threads")]
    NoThread(std::io::Error),
}

/// What a thread holds: a desk, or a place among the strays.
type Place = Arc<Mutex<OwnedSemaphorePermit>>;

impl Workers {
    /// Workers at `desks` desks (at least one), giving up each step of a page after `deadline`.
    pub fn new(desks: usize, deadline: Duration) -> Self {
        let number = desks.max(1);
        Self {
            number,
            desks: Arc::new(Semaphore::new(number)),
            strays: Arc::new(Semaphore::new(STRAYS)),
            deadline,
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
        let desk = timeout(self.deadline, self.desks.clone().acquire_owned()).await;
        let Ok(Ok(desk)) = desk else {
            return Err(WorkFault::Busy(self.deadline));
        };
        let place = Arc::new(Mutex::new(desk));
        let done = start(place.clone(), work)?;
        match timeout(self.deadline, done).await {
            Ok(Ok(Ok(done))) => Ok(done),
            Ok(Ok(Err(panic))) => Err(WorkFault::Panicked(said(panic.as_ref()))),
            Ok(Err(_)) => Err(WorkFault::Panicked("the thread went away".to_owned())),
            Err(_) => {
                self.stray(&place);
                Err(WorkFault::Late(self.deadline))
            }
        }
    }

    /// Takes the desk from late work, if it may go on as a stray.
    fn stray(&self, place: &Place) {
        if let Ok(stray) = self.strays.clone().try_acquire_owned() {
            *place.lock().unwrap_or_else(PoisonError::into_inner) = stray;
        }
    }
}

type Done<T> = oneshot::Receiver<Result<T, Box<dyn Any + Send>>>;

/// Starts the work on a thread that holds `place` until it ends. Not on a thread of the runtime,
/// which waits for all of its own when the program ends.
fn start<T: Send + 'static>(
    place: Place,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Done<T>, WorkFault> {
    let (tell, done) = oneshot::channel();
    let thread = std::thread::Builder::new().name("netra-page".to_owned());
    let started = thread.spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(work));
        drop(place);
        // Nobody listens any more to what comes late.
        let _ = tell.send(result);
    });
    started.map_err(WorkFault::NoThread)?;
    Ok(done)
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".to_owned())
}
