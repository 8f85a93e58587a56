//! The bytes of a connection, under watch: a request that does not come and an answer that nobody
//! reads end it.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::crowd::{Doing, Seat};
use super::limits::PACE;
use super::refusals::{NotServed, RefusalLog};

/// Most that is thrown away of what somebody still sends who has got their answer: closing before
/// takes the answer away from them.
const MOST_THROWN_AWAY: usize = 256 * 1_024;
/// How long that may take.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What the parts of one connection share.
#[derive(Debug)]
pub(super) struct Watch {
    pub(super) seat: Seat,
    pub(super) peer: IpAddr,
    pub(super) log: Arc<RefusalLog>,
    /// How long [`PACE`] may take.
    pub(super) pause: Duration,
    /// Whether an answer was handed over, so that the next request may come when it is sent.
    pub(super) answered: AtomicBool,
    /// Whoever waits for the next request: hyper does not look for one by itself when an answer has
    /// ended, and then nobody would look at the clock.
    reader: AtomicWaker,
    /// Whether a body was left unread, so that the other side may still be sending it.
    pub(super) unread: AtomicBool,
}

impl Watch {
    pub(super) fn new(
        seat: Seat,
        peer: IpAddr,
        log: Arc<RefusalLog>,
        pause: Duration,
    ) -> Arc<Self> {
        Arc::new(Self {
            seat,
            peer,
            log,
            pause,
            answered: AtomicBool::new(false),
            reader: AtomicWaker::new(),
            unread: AtomicBool::new(false),
        })
    }

    /// An answer was handed over.
    pub(super) fn ends_answer(&self) {
        self.answered.store(true, Ordering::Relaxed);
        self.reader.wake();
    }

    pub(super) fn note(&self, refusal: &NotServed) {
        self.log.note(Some(self.peer), refusal);
    }
}

/// A moment that is waited for again and again.
#[derive(Debug, Default)]
struct Alarm(Option<Pin<Box<Sleep>>>);

impl Alarm {
    /// Whether it has come.
    fn rings(&mut self, at: Instant, context: &mut Context<'_>) -> bool {
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if sleep.deadline() != at {
            sleep.as_mut().reset(at);
        }
        sleep.as_mut().poll(context).is_ready()
    }
}

/// How much passed since a pause began.
#[derive(Debug, Default)]
pub(super) struct TransferPace {
    since: Option<Instant>,
    passed: u64,
    alarm: Alarm,
}

impl TransferPace {
    /// So many bytes passed.
    pub(super) fn moves(&mut self, bytes: usize) {
        self.passed += bytes as u64;
        if self.passed >= PACE {
            self.rest();
        }
    }

    /// Nothing is waited for.
    pub(super) fn rest(&mut self) {
        (self.since, self.passed) = (None, 0);
    }

    /// Whether nothing is waited for.
    pub(super) fn is_over(&self) -> bool {
        self.since.is_none()
    }

    /// Nothing passes; whether that has been so for too long.
    pub(super) fn stalls(&mut self, pause: Duration, context: &mut Context<'_>) -> bool {
        let since = *self.since.get_or_insert_with(Instant::now);
        self.alarm.rings(since + pause, context)
    }
}

/// A connection under watch.
#[derive(Debug)]
pub(super) struct WatchedStream<S> {
    inner: S,
    watch: Arc<Watch>,
    /// The first byte, if somebody looked at it.
    first: Option<u8>,
    waiting: Alarm,
    sending: TransferPace,
    closing: Option<(Instant, usize)>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> WatchedStream<S> {
    pub(super) fn new(inner: S, watch: Arc<Watch>) -> Self {
        Self {
            inner,
            watch,
            first: None,
            waiting: Alarm::default(),
            sending: TransferPace::default(),
            closing: None,
        }
    }

    /// The first byte, which is read again afterwards; none when nothing is said.
    pub(super) async fn first(&mut self) -> io::Result<Option<u8>> {
        use tokio::io::AsyncReadExt as _;
        let mut first = [0];
        let read = self.read(&mut first).await?;
        self.first = (read == 1).then_some(first[0]);
        Ok(self.first)
    }

    /// The other side is told that nothing more comes, and what it still sends is thrown away.
    fn poll_last_words(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.closing.is_none() {
            self.watch.seat.does(Doing::Parting);
        }
        let new = (Instant::now() + LAST_WORDS, 0);
        let (until, mut thrown) = *self.closing.get_or_insert(new);
        let mut scrap = [0; 4_096];
        while thrown < MOST_THROWN_AWAY && !self.waiting.rings(until, context) {
            let mut buffer = ReadBuf::new(&mut scrap);
            ready!(Pin::new(&mut self.inner).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                break;
            }
            thrown += buffer.filled().len();
            self.closing = Some((until, thrown));
        }
        Poll::Ready(Ok(()))
    }
}

fn timed_out() -> io::Error {
    io::ErrorKind::TimedOut.into()
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for WatchedStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if let Some(first) = this.first.take() {
            buffer.put_slice(&[first]);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut this.inner).poll_read(context, buffer) {
            if buffer.filled().len() > before {
                this.watch.seat.hears();
            }
            return Poll::Ready(read);
        }
        this.watch.reader.register(context.waker());
        // An answer of which a part is still to be sent is no reason to hear the next request.
        if this.sending.is_over() && this.watch.answered.swap(false, Ordering::Relaxed) {
            this.watch.seat.does(Doing::Idle);
        }
        let Some(deadline) = this.watch.seat.deadline() else {
            return Poll::Pending;
        };
        if this.waiting.rings(deadline, context) {
            // Browsers open connections before they need them, and keep them for later.
            if this.watch.seat.doing() == Doing::Begun {
                this.watch.note(&NotServed::SlowHead);
            }
            return Poll::Ready(Err(timed_out()));
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> WatchedStream<S> {
    fn sent(
        &mut self,
        sent: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        match sent {
            Poll::Ready(Ok(bytes)) => {
                self.sending.moves(bytes);
                // What is written while a greeting is under way answers no request.
                if self.sending.is_over() && self.watch.seat.doing() == Doing::Stuck {
                    self.watch.seat.does(Doing::Working);
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                if self.sending.stalls(self.watch.pause, context) {
                    self.watch.note(&NotServed::Unread);
                    return Poll::Ready(Err(timed_out()));
                }
                if self.watch.seat.doing() == Doing::Working {
                    self.watch.seat.does(Doing::Stuck);
                }
            }
        }
        sent
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for WatchedStream<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let sent = Pin::new(&mut this.inner).poll_write(context, bytes);
        this.sent(sent, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let sent = Pin::new(&mut this.inner).poll_write_vectored(context, slices);
        this.sent(sent, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.inner).poll_flush(context);
        match flushed {
            Poll::Ready(_) => {
                if !this.sending.is_over() && this.watch.seat.doing() == Doing::Stuck {
                    this.watch.seat.does(Doing::Working);
                }
                this.sending.rest();
                if this.watch.answered.load(Ordering::Relaxed) {
                    this.watch.reader.wake();
                }
            }
            Poll::Pending => {
                ready!(this.sent(Poll::Pending, context))?;
            }
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.closing.is_none() {
            ready!(Pin::new(&mut this.inner).poll_shutdown(context))?;
        }
        if this.watch.unread.load(Ordering::Relaxed) {
            return this.poll_last_words(context);
        }
        Poll::Ready(Ok(()))
    }
}
