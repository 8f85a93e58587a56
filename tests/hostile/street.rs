//! A street in front of the pages: connections in memory from any address, on a clock that stands
//! still and leaps when everybody waits.

use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Once;
use std::time::Duration;

use netra::web::{ConnectionEnds, Doorway, ServeLimits, ServerSettings, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::web::support::{House, state};

type Knock = io::Result<(DuplexStream, ConnectionEnds)>;

struct MemoryDoor(Mutex<mpsc::UnboundedReceiver<Knock>>);

impl Doorway for MemoryDoor {
    type Stream = DuplexStream;

    async fn accept(&self) -> Knock {
        match self.0.lock().await.recv().await {
            Some(knock) => knock,
            None => std::future::pending().await,
        }
    }
}

/// Pages that serve whoever knocks.
pub struct Street {
    knocks: mpsc::UnboundedSender<Knock>,
    pub stop: CancellationToken,
    served: JoinHandle<io::Result<()>>,
    _house: House,
}

/// Bounds that tell from each other which of them was met.
pub fn limits() -> ServeLimits {
    ServeLimits {
        connections: 8,
        per_address: 4,
        ..ServeLimits::default()
    }
}

/// An address of a stranger.
pub const STRANGER: &str = "198.51.100.7";

impl Street {
    /// The pages of an installation that knows its passwords' names and no more. The clock stands
    /// still from here on.
    pub async fn new(settings: ServerSettings, limits: ServeLimits) -> Self {
        let house = House::new().await;
        let state = state(&house.db, house.clock.clone(), settings);
        let (knocks, door) = mpsc::unbounded_channel();
        let door = MemoryDoor(Mutex::new(door));
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let served = tokio::spawn(serve(door, state, limits, stopped));
        tokio::time::pause();
        Self {
            knocks,
            stop,
            served,
            _house: house,
        }
    }

    pub async fn usual() -> Self {
        Self::new(ServerSettings::default(), limits()).await
    }

    /// Connects from an address; at most `room` bytes are on their way in each direction.
    pub fn knock_with(&self, from: &str, room: usize) -> Caller {
        let (mine, theirs) = tokio::io::duplex(room);
        let from: IpAddr = from.parse().unwrap();
        let ends = ConnectionEnds {
            peer: SocketAddr::new(from, 40_000),
            local: "192.0.2.1:8080".parse().unwrap(),
        };
        self.knocks.send(Ok((theirs, ends))).unwrap();
        Caller(mine)
    }

    pub fn knock(&self, from: &str) -> Caller {
        self.knock_with(from, 1 << 16)
    }

    /// The system has no connection to give.
    pub fn runs_out(&self) {
        let error = io::Error::from_raw_os_error(24);
        self.knocks.send(Err(error)).unwrap();
    }

    /// Tells the pages to stop; how long that took.
    pub async fn close(self) -> Duration {
        let start = Instant::now();
        self.stop.cancel();
        self.served.await.unwrap().unwrap();
        start.elapsed()
    }
}

/// Somebody who is connected.
pub struct Caller(pub DuplexStream);

impl Caller {
    pub async fn says(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// All that is said until the connection ends, and how long that took.
    pub async fn hears(&mut self) -> (String, Duration) {
        let (start, mut heard) = (Instant::now(), Vec::new());
        self.0.read_to_end(&mut heard).await.unwrap();
        (
            String::from_utf8_lossy(&heard).into_owned(),
            start.elapsed(),
        )
    }

    /// Asks for a page and reads the whole answer; the connection stays.
    pub async fn asks(&mut self, head: &str) -> String {
        self.says(head).await;
        self.answer().await
    }

    /// An answer with a length, as text.
    pub async fn answer(&mut self) -> String {
        let mut heard = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&heard).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "));
                let length: usize = length.unwrap_or("0").parse().unwrap();
                if body.len() >= length {
                    return text;
                }
            }
            assert!(self.0.read_buf(&mut heard).await.unwrap() > 0, "{text}");
        }
    }

    /// Whether the connection is still open when nobody has anything more to do.
    pub async fn is_open(&mut self) -> bool {
        settle().await;
        let mut byte = [0];
        let read = self.0.read(&mut byte);
        tokio::pin!(read);
        std::future::poll_fn(|context| {
            let polled = read.as_mut().poll(context);
            std::task::Poll::Ready(polled.is_pending())
        })
        .await
    }
}

/// A page that needs no database.
pub const PAGE: &str = "GET /masuk HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Lets everybody do what they can without time.
pub async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

thread_local! {
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writes to the log of its thread.
struct ThreadLog;

impl io::Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged in the thread of a test, which has one of its own.
pub struct Log {
    from: usize,
}

impl Log {
    pub fn begin() -> Self {
        static ONCE: Once = Once::new();
        // One for all threads: which lines are wanted is remembered for the whole process.
        ONCE.call_once(|| {
            let logger = tracing_subscriber::fmt()
                .with_ansi(false)
                .without_time()
                .with_writer(|| ThreadLog);
            logger.try_init().ok();
        });
        let from = LOGGED.with_borrow(Vec::len);
        Self { from }
    }

    /// Lines of it that hold a word.
    pub fn lines(&self, word: &str) -> Vec<String> {
        let text =
            LOGGED.with_borrow(|logged| String::from_utf8(logged[self.from..].to_vec()).unwrap());
        let lines = text.lines().filter(|line| line.contains(word));
        lines.map(str::to_owned).collect()
    }
}
