//! The body of a request, which must keep a pace, and that of an answer, which tells when it ends.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::timeout;

use super::crowd::Doing;
use super::stream::{TransferPace, Watch};

/// Most that is read of a body which nobody wants: then the connection goes on. A form has less.
const MOST_DRAINED: u64 = 256 * 1_024;
/// How long that may take.
const DRAINING: Duration = Duration::from_secs(3);

/// What is known of a body after its request was answered.
#[derive(Debug, Default)]
pub(super) struct BodyEnd {
    /// What was not read, when whoever should read it is done.
    left: Mutex<Option<Incoming>>,
    ended: AtomicBool,
    slow: AtomicBool,
    /// Whether the other side was told to send it, or sends it untold.
    wanted: AtomicBool,
}

impl BodyEnd {
    /// For a body; `waits` if the other side sends it only when it is asked for.
    pub(super) fn of(body: &Incoming, waits: bool) -> Arc<Self> {
        Arc::new(Self {
            ended: AtomicBool::new(body.is_end_stream()),
            wanted: AtomicBool::new(!waits),
            ..Self::default()
        })
    }

    /// Whether it came too slowly.
    pub(super) fn was_slow(&self) -> bool {
        self.slow.load(Ordering::Relaxed)
    }

    /// Reads what is left of it; whether that came to its end.
    pub(super) async fn drain(&self) -> bool {
        if self.ended.load(Ordering::Relaxed) {
            return true;
        }
        let left = self
            .left
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(mut left) = left.filter(|_| self.wanted.load(Ordering::Relaxed)) else {
            return false;
        };
        if left.size_hint().lower() > MOST_DRAINED {
            return false;
        }
        timeout(DRAINING, drained(&mut left)).await.unwrap_or(false)
    }
}

async fn drained(body: &mut Incoming) -> bool {
    let mut bytes = 0;
    while bytes <= MOST_DRAINED {
        let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        match frame.await {
            None => return true,
            Some(Err(_)) => return false,
            Some(Ok(frame)) => bytes += frame.data_ref().map_or(0, Bytes::len) as u64,
        }
    }
    false
}

/// The body of a request.
pub(super) struct PacedBody {
    inner: Option<Incoming>,
    watch: Arc<Watch>,
    end: Arc<BodyEnd>,
    pace: TransferPace,
}

impl PacedBody {
    pub(super) fn new(inner: Incoming, watch: Arc<Watch>, end: Arc<BodyEnd>) -> Self {
        Self {
            inner: Some(inner),
            watch,
            end,
            pace: TransferPace::default(),
        }
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let Some(inner) = &mut this.inner else {
            return Poll::Ready(None);
        };
        this.end.wanted.store(true, Ordering::Relaxed);
        let polled = Pin::new(inner).poll_frame(context);
        let seat = &this.watch.seat;
        match polled {
            Poll::Pending if this.pace.stalls(this.watch.pause, context) => {
                this.end.slow.store(true, Ordering::Relaxed);
                let slow = io::Error::from(io::ErrorKind::TimedOut);
                return Poll::Ready(Some(Err(axum::Error::new(slow))));
            }
            Poll::Pending => {
                if seat.doing() == Doing::Working {
                    seat.does(Doing::Stuck);
                }
                return Poll::Pending;
            }
            Poll::Ready(_) => {}
        }
        polled.map(|frame| {
            match &frame {
                None => this.end.ended.store(true, Ordering::Relaxed),
                Some(Ok(frame)) => this.pace.moves(frame.data_ref().map_or(0, Bytes::len)),
                Some(Err(_)) => {}
            }
            let is_last = this.inner.as_ref().is_none_or(Incoming::is_end_stream);
            // A byte now and then is no progress: who sends it is taken for standing still.
            if is_last || frame.is_none() || this.pace.is_over() {
                this.watch.seat.does(Doing::Working);
            }
            frame.map(|frame| frame.map_err(axum::Error::new))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(SizeHint::default, Incoming::size_hint)
    }
}

impl Drop for PacedBody {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_none_or(Incoming::is_end_stream) {
            self.end.ended.store(true, Ordering::Relaxed);
        }
        *self.end.left.lock().unwrap_or_else(PoisonError::into_inner) = inner;
    }
}

/// The body of an answer.
pub(super) struct AnswerBody {
    inner: axum::body::Body,
    watch: Arc<Watch>,
}

impl AnswerBody {
    pub(super) fn new(inner: axum::body::Body, watch: Arc<Watch>) -> Self {
        Self { inner, watch }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.watch.ends_answer();
    }
}
