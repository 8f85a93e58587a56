//! A socket on which TLS is spoken: connections come out of it when they are secure.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a connection may take to become secure. Browsers open some before they need them and
/// say nothing on them at first; they open others when those are closed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most connections that are on the way to being secure. The oldest of more gives way: whoever
/// says nothing keeps nobody out.
const MOST_HANDSHAKES: usize = 256;

/// The first octet of a connection on which TLS is spoken (RFC 8446 section 5.1).
const TLS_HANDSHAKE: u8 = 22;

/// Most that is read of a request which was sent in the clear.
const MOST_IN_THE_CLEAR: u64 = 16 * 1024;

type SecureConnection = (TlsStream<TcpStream>, SocketAddr);

/// A socket whose connections are secured side by side.
pub(super) struct SecureListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<SecureConnection>>,
    /// The same from the oldest on; those that ended are taken out when there are many.
    oldest: VecDeque<AbortHandle>,
}

impl SecureListener {
    pub(super) fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        Self {
            listener,
            acceptor,
            handshakes: JoinSet::new(),
            oldest: VecDeque::new(),
        }
    }

    fn begin(&mut self, stream: TcpStream, peer: SocketAddr) {
        if self.oldest.len() >= MOST_HANDSHAKES {
            self.oldest.retain(|handshake| !handshake.is_finished());
        }
        if self.oldest.len() >= MOST_HANDSHAKES
            && let Some(oldest) = self.oldest.pop_front()
        {
            oldest.abort();
        }
        let secured = secure(self.acceptor.clone(), stream, peer);
        let secured = async { timeout(PATIENCE, secured).await.ok().flatten() };
        self.oldest.push_back(self.handshakes.spawn(secured));
    }
}

impl Listener for SecureListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> SecureConnection {
        loop {
            tokio::select! {
                Some(ended) = self.handshakes.join_next() => {
                    if let Ok(Some(secure)) = ended {
                        return secure;
                    }
                }
                (stream, peer) = Listener::accept(&mut self.listener) => self.begin(stream, peer),
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The secure connection; none when the other side wants none, or is told to want one.
async fn secure(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    peer: SocketAddr,
) -> Option<SecureConnection> {
    let mut first = [0];
    stream.peek(&mut first).await.ok()?;
    match first[0] {
        TLS_HANDSHAKE => Some((acceptor.accept(stream).await.ok()?, peer)),
        // Methods are in capital letters.
        b'A'..=b'Z' => {
            point_to_https(stream).await.ok();
            None
        }
        _ => None,
    }
}

/// What whoever forgot the `s` of `https://` gets to read.
async fn point_to_https(mut stream: TcpStream) -> io::Result<()> {
    const LINE: &str = "Tulis https:// di depan alamat ini, bukan http://. \
                        (Write https:// in front of this address, not http://.)\n";
    let mut request = Vec::new();
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        let room = MOST_IN_THE_CLEAR.saturating_sub(request.len() as u64);
        if (&mut stream).take(room).read_buf(&mut request).await? == 0 {
            break;
        }
    }
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{LINE}",
        LINE.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    // Closing before all was read takes the answer away from whoever still sends.
    let rest = &mut stream.take(MOST_IN_THE_CLEAR);
    tokio::io::copy(rest, &mut tokio::io::sink()).await?;
    Ok(())
}
