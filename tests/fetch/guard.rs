//! Requests never reach private networks, whatever an address, a name or a redirect says.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use netra::fetch::{Fetch as _, FetchError, HttpFetcher, Names, is_public};
use proptest::prelude::*;
use rstest::rstest;
use tempfile::TempDir;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::{Rig, answer, parts, request, settings};

#[rstest]
#[case("127.0.0.1")]
#[case("10.1.2.3")]
#[case("172.16.0.1")]
#[case("192.168.1.1")]
#[case("169.254.169.254")]
#[case("100.64.0.1")]
#[case("0.0.0.0")]
#[case("224.0.0.1")]
#[case("255.255.255.255")]
#[case("198.18.0.1")]
#[case("192.0.2.1")]
#[case("240.0.0.1")]
#[case("168.63.129.16")]
#[case("::1")]
#[case("::")]
#[case("fe80::1")]
#[case("fc00::1")]
#[case("fd12:3456::1")]
#[case("fec0::1")]
#[case("ff02::1")]
#[case("::ffff:127.0.0.1")]
#[case("::ffff:10.0.0.1")]
#[case("::127.0.0.1")]
#[case("64:ff9b::7f00:1")]
#[case("64:ff9b::10.0.0.1")]
#[case("64:ff9b:1::1")]
#[case("2002:7f00:1::")]
#[case("2001::1")]
#[case("2001:db8::1")]
fn not_public(#[case] address: IpAddr) {
    assert!(!is_public(address), "{address}");
}

#[rstest]
#[case("1.1.1.1")]
#[case("100.63.255.255")]
#[case("100.128.0.0")]
#[case("172.32.0.1")]
#[case("202.89.117.1")]
#[case("2606:4700:4700::1111")]
#[case("2001:4860:4860::8888")]
#[case("64:ff9b::1.1.1.1")]
#[case("::ffff:1.1.1.1")]
fn public(#[case] address: IpAddr) {
    assert!(is_public(address), "{address}");
}

proptest! {
    #[test]
    fn an_embedded_address_is_as_public_as_the_plain_one(bits: u32) {
        let plain = std::net::Ipv4Addr::from_bits(bits);
        let mapped = plain.to_ipv6_mapped();
        prop_assert_eq!(is_public(plain.into()), is_public(mapped.into()));
    }
}

#[rstest]
#[case("http://127.0.0.1/")]
#[case("http://0x7f.1/")]
#[case("http://2130706433/")]
#[case("http://[::1]:8080/")]
#[case("http://[::ffff:10.0.0.1]/")]
#[tokio::test(start_paused = true)]
async fn literal_addresses_are_refused_at_once_and_after_redirects(#[case] url: &str) {
    let rig = Rig::new(settings());
    let error = rig.fetch(url).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::PrivateAddress { .. }),
        "{error}"
    );
    assert!(rig.urls().is_empty());

    let start = "https://a.example/start";
    rig.on(start, [answer(302, &[("location", url)], "")]);
    let error = rig.fetch(start).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::PrivateAddress { .. }),
        "{error}"
    );
    assert_eq!(rig.urls().len(), 2);
}

fn door(names: &[(&str, &str)], private: &[&str], dir: &TempDir) -> HttpFetcher {
    let table: BTreeMap<String, Vec<IpAddr>> = names
        .iter()
        .map(|(name, address)| ((*name).to_owned(), vec![address.parse().unwrap()]))
        .collect();
    let mut settings = settings();
    settings.interval_seconds = 0.1;
    settings.backoff_seconds = 0.01;
    settings.allow_private_hosts = private.iter().map(|host| (*host).to_owned()).collect();
    let names = Names::Fixed(Arc::new(table));
    HttpFetcher::with_names(parts(settings, dir, Arc::default()), &names).unwrap()
}

#[tokio::test]
async fn a_name_with_a_private_address_is_refused_and_nothing_arrives() {
    let server = MockServer::start().await;
    let dir = TempDir::new().unwrap();
    let door = door(&[("rebind.example", "127.0.0.1")], &[], &dir);
    let port = server.address().port();
    let url = format!("http://rebind.example:{port}/");
    let fetched = door.fetch(&request(&url)).await;
    let error = fetched.result.unwrap_err();
    insta::assert_snapshot!(error, @"rebind.example has no public address; list it under fetch.allow_private_hosts if it is yours");
    assert_eq!(fetched.exchanges, []);
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_listed_host_may_be_private_and_its_redirects_may_not() {
    let server = MockServer::start().await;
    let port = server.address().port();
    let elsewhere = format!("http://secret.listed.example:{port}/");
    Mock::given(path("/moved"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", elsewhere))
        .mount(&server)
        .await;
    Mock::given(path("/page"))
        .respond_with(ResponseTemplate::new(200).set_body_string("isi"))
        .mount(&server)
        .await;
    let dir = TempDir::new().unwrap();
    let listed = format!("listed.example:{port}");
    let names = [
        ("listed.example", "127.0.0.1"),
        ("secret.listed.example", "127.0.0.1"),
    ];
    let door = door(&names, &[&listed], &dir);

    let url = |path: &str| request(&format!("http://{listed}{path}"));
    assert_eq!(door.fetch(&url("/page")).await.result.unwrap().body, b"isi");
    let error = door.fetch(&url("/moved")).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::PrivateAddress { .. }),
        "{error}"
    );
    let asked = server.received_requests().await.unwrap();
    assert!(
        asked
            .iter()
            .all(|request| request.headers["host"] == listed.as_str())
    );
}

#[tokio::test]
async fn an_unknown_name_is_a_transport_error() {
    let dir = TempDir::new().unwrap();
    let mut door_settings = settings();
    door_settings.retries = 0;
    let names = Names::Fixed(Arc::default());
    let door = HttpFetcher::with_names(parts(door_settings, &dir, Arc::default()), &names).unwrap();
    let error = door
        .fetch(&request("http://missing.example/"))
        .await
        .result
        .unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsUnreachable { .. }),
        "{error}"
    );
}
