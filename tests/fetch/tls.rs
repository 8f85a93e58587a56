//! Secure connections: what is wrong with a certificate is told in a sentence, once, and an
//! authority of one's own is trusted through `SSL_CERT_FILE`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::wire::read_request;
use crate::support::{Installation, text};

/// A feed without a length: its end is that of the connection.
const FEED: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n\
    <rss version=\"2.0\"><channel><title>Uji</title><item><title>Judul</title>\
    <link>https://a.example/1</link></item></channel></rss>";
const NONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn fixture(name: &str) -> PathBuf {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/fixtures/tls").join(format!("{name}.pem"))
}

fn acceptor(name: &str) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(fixture(name)).unwrap();
    let key = PrivateKeyDer::from_pem_file(fixture(name)).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let settings = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(settings))
}

/// Answers one request; whether it says farewell before it closes.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, says_farewell: bool) {
    let Ok(request) = read_request(&mut stream).await else {
        return;
    };
    let is_robots = request.starts_with(b"GET /robots.txt ");
    let sent = if is_robots { NONE } else { FEED };
    stream.write_all(sent.as_bytes()).await.ok();
    stream.flush().await.ok();
    if says_farewell {
        stream.shutdown().await.ok();
    }
}

/// What servers of plain HTTP say of a greeting of TLS.
async fn refuse(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let _request = stream.read(&mut [0; 4096]).await;
    stream
        .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .await
        .ok();
    stream.shutdown().await.ok();
}

/// A server with this certificate, or without any.
async fn serve(certificate: Option<&'static str>, says_farewell: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = certificate.map(acceptor);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            match &acceptor {
                None => refuse(stream).await,
                Some(acceptor) => {
                    if let Ok(secure) = acceptor.accept(stream).await {
                        answer(secure, says_farewell).await;
                    }
                }
            }
        }
    });
    address
}

/// Certificate, scheme, and what is said of it.
const CASES: [(Option<&str>, &str, &str); 9] = [
    (Some("good"), "https", ""),
    (Some("expired"), "https", "its certificate has expired"),
    (Some("future"), "https", "its certificate is not valid yet"),
    (
        Some("other"),
        "https",
        "its certificate is for another host",
    ),
    (
        Some("unknown"),
        "https",
        "an authority that this machine does not know",
    ),
    (Some("selfca"), "https", "signed by itself (self-signed)"),
    (Some("selfleaf"), "https", "signed by itself (self-signed)"),
    (None, "https", "it does not speak TLS there"),
    (
        Some("good"),
        "http",
        "speaks TLS; register the address with https://",
    ),
];

/// Crawls a feed at each server.
async fn crawl() -> (Value, String, Vec<String>) {
    let mut addresses = Vec::new();
    for (certificate, scheme, _) in CASES {
        let address = serve(certificate, true).await;
        addresses.push(format!("{scheme}://{address}/feed.xml"));
    }
    let abrupt = serve(Some("good"), false).await;
    addresses.push(format!("https://{abrupt}/feed.xml"));
    let installation = Installation::new();
    let rows = addresses.iter().map(|address| ("feed", address.as_str()));
    installation.register(&rows.collect::<Vec<_>>());
    let mut command = installation.command(&["crawl", "--json"]);
    command.env("SSL_CERT_FILE", fixture("authority"));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap();
    (report, text(&output.stderr), addresses)
}

#[tokio::test]
async fn certificates_are_judged_in_a_sentence() {
    let (report, log, addresses) = crawl().await;
    let failed = report["failed"].as_array().unwrap();
    for ((_, _, said), address) in CASES.iter().zip(&addresses) {
        let is_it = |failure: &&Value| failure["address"].as_str().unwrap().contains(&**address);
        let reason = failed
            .iter()
            .find(is_it)
            .map(|failure| failure["reason"].as_str().unwrap());
        assert!(
            reason.unwrap_or_default().contains(said),
            "{address}: {reason:?}"
        );
        assert_eq!(reason.is_some(), !said.is_empty(), "{address}: {reason:?}");
    }
    // One request each for what cannot be had, two for what can.
    assert_eq!(report["requests"], CASES.len() - 1 + 2 + 2, "{report}");
    assert_eq!(report["posts_new"], 2, "{report}");
    let abrupt = addresses.last().unwrap();
    let warnings = report["warnings"].to_string();
    assert!(
        warnings.contains(&**abrupt) && warnings.contains("the document is whole"),
        "{warnings}"
    );
    assert!(!log.contains("rustls"), "{log}");
}

/// Crawls a feed at each server, each with its certificate, and gives what is said of it.
async fn reasons(extra_ca: &str, system: &str, certificates: [&'static str; 3]) -> [String; 3] {
    let installation = Installation::new();
    installation.set("fetch", &format!("extra_ca = {extra_ca:?}\nretries = 0"));
    let mut addresses = Vec::new();
    for certificate in certificates {
        let address = serve(Some(certificate), true).await;
        addresses.push(format!("https://{address}/feed.xml"));
    }
    let rows = addresses.iter().map(|address| ("feed", address.as_str()));
    installation.register(&rows.collect::<Vec<_>>());
    std::fs::copy(
        fixture("authority"),
        installation.path().join("config/ca-kantor.pem"),
    )
    .unwrap();
    let mut command = installation.command(&["crawl", "--json"]);
    command.env("SSL_CERT_FILE", fixture(system));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let report: Value = serde_json::from_slice(&output.await.unwrap().stdout).unwrap();
    let failed = report["failed"].as_array().unwrap().clone();
    [0, 1, 2].map(|number| {
        let of = |failure: &&Value| {
            let address = failure["address"].as_str().unwrap();
            address.contains(&*addresses[number])
        };
        let reason = failed.iter().find(of).map(|one| one["reason"].as_str());
        reason.flatten().unwrap_or_default().to_owned()
    })
}

#[tokio::test]
async fn an_authority_of_the_office_is_trusted_beside_those_of_the_system() {
    // The system here trusts one server's own certificate, and the setting the authority.
    let said = reasons("ca-kantor.pem", "selfleaf", ["good", "selfleaf", "unknown"]).await;
    assert_eq!(&said[..2], ["", ""]);
    assert!(
        said[2].contains("name a file with its private CA in extra_ca under [fetch] in netra.toml"),
        "{}",
        said[2]
    );
}

#[test]
fn a_file_of_authorities_that_cannot_be_used_is_named_before_anything_is_asked() {
    let installation = Installation::new();
    installation.set("fetch", "extra_ca = \"ca-kantor.pem\"");
    installation.register(&[("feed", "https://127.0.0.1:9/feed.xml")]);
    let file = installation.path().join("config/ca-kantor.pem");
    let refusal = |arguments: &[&str]| {
        let done = installation.run(arguments);
        assert_eq!(done.status.code(), Some(2));
        text(&done.stdout) + &text(&done.stderr)
    };
    let absent = format!("{} is not there", file.display());
    assert!(refusal(&["crawl"]).contains(&absent));
    assert!(refusal(&["config", "check"]).contains(&absent));
    std::fs::write(&file, "-----BEGIN CERTIFICATE-----\nMIIB\n").unwrap();
    let damaged = format!(
        "extra_ca under [fetch] in netra.toml: {} is damaged (its end is missing)",
        file.display()
    );
    assert!(refusal(&["crawl"]).contains(&damaged));
}
