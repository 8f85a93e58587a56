//! Making a connection secure.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::stream::WatchedStream;

/// The first octet of a connection on which TLS is spoken (RFC 8446 section 5.1).
const TLS_HANDSHAKE: u8 = 22;

/// Most that is read of a request which was sent in the clear.
const MOST_IN_THE_CLEAR: u64 = 16 * 1024;

/// The secure connection; none when the other side wants none, or is told to want one.
pub(super) async fn secure<S>(
    acceptor: &TlsAcceptor,
    mut stream: WatchedStream<S>,
) -> Option<TlsStream<WatchedStream<S>>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match stream.first().await.ok()?? {
        TLS_HANDSHAKE => acceptor.accept(stream).await.ok(),
        // Methods are in capital letters.
        b'A'..=b'Z' => {
            point_to_https(stream).await.ok();
            None
        }
        _ => None,
    }
}

/// What whoever forgot the `s` of `https://` gets to read.
async fn point_to_https<S>(mut stream: WatchedStream<S>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
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
