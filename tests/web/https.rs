//! Pages over HTTPS: who speaks TLS is served, and who stalls or forgets it holds up nobody.

use std::net::SocketAddr;
use std::sync::Arc;

use netra::tls::KeptIdentity;
use netra::web::{ServeLimits, ServerSettings, serve_secure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::support::{House, state};
use crate::support::authority::{Authority, HOST, VALID, now};
use crate::support::process::PATIENCE;

/// Pages on a socket of loopback, until it is told to stop.
struct SecureHouse {
    address: SocketAddr,
    authority: Authority,
    stop: CancellationToken,
    served: JoinHandle<std::io::Result<()>>,
    _house: House,
}

impl SecureHouse {
    async fn new() -> Self {
        let house = House::new().await;
        let authority = Authority::new("Kantor Uji");
        let (certificate, key) = authority.write_pair(house.folder.path(), VALID);
        let kept = KeptIdentity::open(&certificate, &key, now()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = state(&house.db, house.clock.clone(), ServerSettings::default());
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        // Fewer than one address may have elsewhere.
        let limits = ServeLimits {
            connections: 256,
            ..ServeLimits::default()
        };
        let served = serve_secure(listener, Arc::new(kept), state, limits, stopped);
        let served = tokio::spawn(served);
        Self {
            address,
            authority,
            stop,
            served,
            _house: house,
        }
    }

    fn browser(&self) -> reqwest::Client {
        self.authority.browser(self.address)
    }

    async fn ends(self) {
        self.stop.cancel();
        let ended = timeout(PATIENCE, self.served).await.unwrap();
        ended.unwrap().unwrap();
    }
}

/// Whether a connection was ended by the other side.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut rest)).await;
    read.is_ok()
}

fn page(path: &str) -> String {
    format!("https://{HOST}{path}")
}

#[tokio::test]
async fn pages_are_served_over_https_until_told_to_stop() {
    let house = SecureHouse::new().await;
    let answer = house.browser().get(page("/sehat")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    // Whoever does not know the authority is shown nothing.
    let stranger = Authority::new("Lain").browser(house.address);
    assert!(stranger.get(page("/sehat")).send().await.is_err());
    house.ends().await;
}

#[tokio::test]
async fn attempts_to_sign_in_count_by_the_address_they_come_from() {
    let house = SecureHouse::new().await;
    let browser = house.browser();
    let mut last = None;
    for number in 0..51 {
        let form = browser
            .post(page("/masuk"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("nama=nama{number}&sandi=salah"));
        last = Some(form.send().await.unwrap().status());
    }
    assert_eq!(last.unwrap(), 429);
    house.ends().await;
}

#[tokio::test]
async fn whoever_says_nothing_keeps_nobody_out() {
    let house = SecureHouse::new().await;
    // More than may be on the way at a time.
    let mut silent = Vec::new();
    for _ in 0..300 {
        silent.push(TcpStream::connect(house.address).await.unwrap());
    }
    let answer = house.browser().get(page("/sehat")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    // The oldest gave way.
    assert!(is_closed(&mut silent[0]).await);
    drop(silent);
    house.ends().await;
}

#[tokio::test]
async fn what_is_no_tls_is_told_of_https_or_left() {
    let house = SecureHouse::new().await;
    let mut plain = TcpStream::connect(house.address).await.unwrap();
    let request = format!("GET /antrean HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    // As slowly as it may come.
    for piece in request.as_bytes().chunks(20) {
        plain.write_all(piece).await.unwrap();
        plain.flush().await.unwrap();
    }
    let mut answer = String::new();
    timeout(PATIENCE, plain.read_to_string(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{answer}"
    );
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(
        body,
        "Tulis https:// di depan alamat ini, bukan http://. \
         (Write https:// in front of this address, not http://.)\n"
    );
    let length = format!("content-length: {}\r\n", body.len());
    assert!(answer.contains(&length), "{answer}");
    for greeting in [
        &b"\x00\x01\x02"[..],
        b"\x16\x03\x01\x00\x05kacau",
        b"ssh-2.0\r\n",
    ] {
        let mut stream = TcpStream::connect(house.address).await.unwrap();
        stream.write_all(greeting).await.unwrap();
        stream.shutdown().await.unwrap();
        assert!(is_closed(&mut stream).await, "{greeting:?}");
    }
    // A head without an end.
    let mut endless = TcpStream::connect(house.address).await.unwrap();
    let line = [b'A'; 1024];
    while endless.write_all(&line).await.is_ok() {}
    let answer = house.browser().get(page("/sehat")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    house.ends().await;
}
