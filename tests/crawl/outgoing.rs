//! The address that requests leave from.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::header;

use crate::support::{Installation, text};

type Peers = Arc<Mutex<Vec<IpAddr>>>;

/// A site of one feed that notes who asks.
fn site() -> (SocketAddr, Peers) {
    let peers = Peers::default();
    let seen = peers.clone();
    let answer = move |ConnectInfo(peer): ConnectInfo<SocketAddr>| {
        seen.lock().unwrap().push(peer.ip());
        let rss = "<rss version=\"2.0\"><channel><title>Uji</title></channel></rss>";
        std::future::ready(([(header::CONTENT_TYPE, "application/rss+xml")], rss))
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
    });
    (address, peers)
}

#[test]
fn each_outgoing_address_has_its_own_allowance_of_a_host() {
    let (site, peers) = site();
    let installation = Installation::new();
    installation.register(&[("feed", &format!("http://{site}/feed.xml"))]);
    let mut lanes = Vec::new();
    for address in [None, Some("127.0.0.1"), Some("127.0.0.2")] {
        if let Some(address) = address {
            let setting = format!("outgoing_address = \"{address}\"");
            installation.set("fetch", &setting);
        }
        peers.lock().unwrap().clear();
        let output = installation.run(&["crawl"]);
        assert!(output.status.success(), "{}", text(&output.stdout));
        let seen = peers.lock().unwrap().clone();
        let expected: IpAddr = address.unwrap_or("127.0.0.1").parse().unwrap();
        assert!(!seen.is_empty() && seen.iter().all(|peer| *peer == expected));
        lanes.push(match address {
            None => site.to_string(),
            Some(address) => format!("{site} from {address}"),
        });
    }
    let query = "SELECT name FROM lane ORDER BY 1";
    assert_eq!(installation.rows(query), lanes);
    let ledger = installation.rows("SELECT DISTINCT lane FROM exchange ORDER BY 1");
    assert_eq!(ledger, lanes, "the ledger proves the pace lane by lane");
}

#[test]
fn what_is_no_address_is_refused_with_its_place() {
    let installation = Installation::new();
    for wrong in ["kantor", "192.0.2.0/24", "0.0.0.0", "224.0.0.1"] {
        let setting = format!("outgoing_address = \"{wrong}\"");
        installation.set("fetch", &setting);
        let output = installation.run(&["config", "check"]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("is no address of a machine"), "{told}");
        assert!(told.contains("netra.toml:"), "{told}");
    }
}

/// Every host would seem to be at fault.
#[test]
fn an_address_of_another_machine_is_refused_before_anything_is_asked_for() {
    let installation = Installation::new();
    installation.set("fetch", "outgoing_address = \"192.0.2.7\"");
    installation.register(&[("feed", "http://127.0.0.1:9/feed.xml")]);
    let output = installation.run(&["crawl"]);
    let told = text(&output.stderr);
    assert!(told.contains("fetch.outgoing_address 192.0.2.7"), "{told}");
    assert_eq!(installation.rows("SELECT host FROM exchange"), [""; 0]);
}
