//! Names and redirects that lead into networks of others, of the cloud, or to this machine itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::sync::Arc;

use netra::fetch::{Fetch as _, FetchError, HttpFetcher, Names, is_public};
use rstest::rstest;
use tempfile::TempDir;

use crate::fetch::support::{parts, request, settings};

/// The special-purpose registries of IANA line by line, with multicast and what was withdrawn: first
/// and last address, and what stands before and after if that is public.
#[rustfmt::skip]
const SPECIAL: [(&str, &str, Option<&str>, Option<&str>); 44] = [
    ("0.0.0.0", "0.255.255.255", None, Some("1.0.0.0")),
    ("10.0.0.0", "10.255.255.255", Some("9.255.255.255"), Some("11.0.0.0")),
    ("100.64.0.0", "100.127.255.255", Some("100.63.255.255"), Some("100.128.0.0")),
    ("127.0.0.0", "127.255.255.255", Some("126.255.255.255"), Some("128.0.0.0")),
    ("169.254.0.0", "169.254.255.255", Some("169.253.255.255"), Some("169.255.0.0")),
    ("172.16.0.0", "172.31.255.255", Some("172.15.255.255"), Some("172.32.0.0")),
    ("192.0.0.0", "192.0.0.255", Some("191.255.255.255"), Some("192.0.1.0")),
    ("192.0.2.0", "192.0.2.255", Some("192.0.1.255"), Some("192.0.3.0")),
    ("192.31.196.0", "192.31.196.255", Some("192.31.195.255"), Some("192.31.197.0")),
    ("192.52.193.0", "192.52.193.255", Some("192.52.192.255"), Some("192.52.194.0")),
    ("192.88.99.0", "192.88.99.255", Some("192.88.98.255"), Some("192.88.100.0")),
    ("192.168.0.0", "192.168.255.255", Some("192.167.255.255"), Some("192.169.0.0")),
    ("192.175.48.0", "192.175.48.255", Some("192.175.47.255"), Some("192.175.49.0")),
    ("198.18.0.0", "198.19.255.255", Some("198.17.255.255"), Some("198.20.0.0")),
    ("198.51.100.0", "198.51.100.255", Some("198.51.99.255"), Some("198.51.101.0")),
    ("203.0.113.0", "203.0.113.255", Some("203.0.112.255"), Some("203.0.114.0")),
    ("224.0.0.0", "255.255.255.255", Some("223.255.255.255"), None),
    ("::", "::", None, None),
    ("::1", "::1", None, None),
    ("::0.0.0.2", "::ffff:ffff", None, None),
    ("::ffff:0:0:0", "::ffff:0:ffff:ffff", None, None),
    ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", None, None),
    ("100::", "100::ffff:ffff:ffff:ffff", None, None),
    ("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", None, None),
    ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2000:ffff::"), Some("2001:200::")),
    ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:1::1", "2001:1::3", None, None),
    ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:db7:ffff::"), Some("2001:db9::")),
    ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:ffff::"), Some("2003::")),
    ("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", Some("2620:4f:7fff::"), Some("2620:4f:8001::")),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", Some("3ffe:ffff::"), Some("3fff:1000::")),
    ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("3fff:ffff::"), None),
    ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
    ("200::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, Some("2000::")),
];

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// In the middle of two addresses of one kind.
fn between(first: IpAddr, last: IpAddr) -> IpAddr {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            Ipv4Addr::from_bits(first.to_bits().midpoint(last.to_bits())).into()
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            Ipv6Addr::from_bits(first.to_bits().midpoint(last.to_bits())).into()
        }
        _ => panic!("one is of the other kind"),
    }
}

#[test]
fn no_special_range_is_public_and_what_stands_beside_it_is() {
    for (first, last, before, after) in SPECIAL {
        let (first, last) = (address(first), address(last));
        for inside in [first, between(first, last), last] {
            assert!(!is_public(inside), "{inside} of {first}");
        }
        for outside in [before, after].into_iter().flatten() {
            assert!(is_public(address(outside)), "{outside} beside {first}");
        }
    }
}

/// What clouds keep the secrets of their machines under.
#[rstest]
#[case::aws("169.254.169.254")]
#[case::containers("169.254.170.2")]
#[case::pods("169.254.170.23")]
#[case::aws_ipv6("fd00:ec2::254")]
#[case::pods_ipv6("fd00:ec2::23")]
#[case::google_ipv6("fd20:ce::254")]
#[case::azure("168.63.129.16")]
#[case::alibaba("100.100.100.200")]
#[case::oracle("192.0.0.192")]
#[case::mapped("::ffff:169.254.169.254")]
#[case::azure_mapped("::ffff:168.63.129.16")]
#[case::translated("64:ff9b::a9fe:a9fe")]
#[case::azure_translated("64:ff9b::a83f:8110")]
#[case::teredo("2001:0:a9fe:a9fe::")]
#[case::six_to_four("2002:a9fe:a9fe::1")]
#[case::compatible("::169.254.169.254")]
fn no_metadata_is_public(#[case] secret: &str) {
    assert!(!is_public(address(secret)));
}

#[rstest]
#[case("168.63.129.15")]
#[case("168.63.129.17")]
#[case("::ffff:9.9.9.9")]
#[case("64:ff9b::9.9.9.9")]
fn what_stands_beside_metadata_is(#[case] public: &str) {
    assert!(is_public(address(public)));
}

fn door(names: &[(&str, &str)], dir: &TempDir) -> HttpFetcher {
    let pairs = names.iter();
    let pairs = pairs.map(|(name, to)| ((*name).to_owned(), vec![address(to)]));
    let names = Names::Fixed(Arc::new(pairs.collect()));
    let mut settings = settings();
    (settings.retries, settings.connect_seconds) = (0, 1);
    HttpFetcher::with_names(parts(settings, dir, Arc::default()), &names).unwrap()
}

/// Services that listen on a public address of this machine may trust what comes from it.
#[rstest]
#[case::plain("http://kantor.example/", "8.7.6.5")]
#[case::mapped("http://kantor.example/", "::ffff:8.7.6.5")]
#[case::as_a_number("http://8.7.6.5/", "1.1.1.1")]
#[case::as_one_number("http://134678021/", "1.1.1.1")]
#[tokio::test]
async fn this_machine_is_not_asked_under_its_public_address(#[case] url: &str, #[case] to: &str) {
    let dir = TempDir::new().unwrap();
    let names = [("localhost", "8.7.6.5"), ("kantor.example", to)];
    let fetched = door(&names, &dir).fetch(&request(url)).await;
    let error = fetched.result.unwrap_err();
    assert!(
        matches!(error, FetchError::PrivateAddress { .. }),
        "{error}"
    );
    assert_eq!(fetched.exchanges, []);
}

/// The system is asked which addresses the machine has: its loopback is among them, and the one
/// that packets to others leave from.
#[test]
fn this_machine_knows_its_addresses() {
    let own = Names::System.own_addresses().unwrap();
    assert!(own.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST)), "{own:?}");
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    // Nothing is sent: only a route is looked for, which a machine without a network lacks.
    if socket.connect("198.51.100.1:9").is_ok() {
        let from = socket.local_addr().unwrap().ip();
        assert!(own.contains(&from), "{from} of {own:?}");
    }
}
