//! Ranges of addresses that are not of the public internet, as data.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::LazyLock;

/// Ranges that no web site has, with why: the special-purpose registries of IANA
/// (iana-ipv4-special-registry and iana-ipv6-special-registry, of 2025), those also that routers
/// carry, and beside them multicast, what was withdrawn, and where clouds keep the secrets of their
/// machines under an address that looks like any other.
pub(super) const SPECIAL_RANGES: [(&str, &str); 45] = [
    ("0.0.0.0/8", "this network, RFC 791"),
    ("10.0.0.0/8", "private use, RFC 1918"),
    (
        "100.64.0.0/10",
        "shared address space, RFC 6598; in it 100.100.100.200, metadata of Alibaba",
    ),
    ("127.0.0.0/8", "loopback, RFC 1122"),
    ("168.63.129.16/32", "metadata of Azure"),
    (
        "169.254.0.0/16",
        "link local, RFC 3927; in it the metadata of AWS, Google, Azure and others",
    ),
    ("172.16.0.0/12", "private use, RFC 1918"),
    (
        "192.0.0.0/24",
        "protocol assignments, RFC 6890; in it 192.0.0.192, metadata of Oracle",
    ),
    ("192.0.2.0/24", "documentation, RFC 5737"),
    ("192.31.196.0/24", "AS112, RFC 7535"),
    ("192.52.193.0/24", "automatic multicast tunnels, RFC 7450"),
    ("192.88.99.0/24", "6to4 relays, RFC 7526"),
    ("192.168.0.0/16", "private use, RFC 1918"),
    ("192.175.48.0/24", "AS112, RFC 7534"),
    ("198.18.0.0/15", "benchmarks, RFC 2544"),
    ("198.51.100.0/24", "documentation, RFC 5737"),
    ("203.0.113.0/24", "documentation, RFC 5737"),
    ("224.0.0.0/4", "multicast, RFC 5771"),
    (
        "240.0.0.0/4",
        "reserved, RFC 1112; in it the broadcast address",
    ),
    ("::/128", "unspecified, RFC 4291"),
    ("::1/128", "loopback, RFC 4291"),
    ("::/96", "compatible with IPv4, withdrawn by RFC 4291"),
    ("::ffff:0:0:0/96", "translated IPv4, RFC 2765"),
    ("64:ff9b:1::/48", "translation for private use, RFC 8215"),
    ("100::/64", "discard only, RFC 6666"),
    ("100:0:0:1::/64", "dummy prefix, RFC 9780"),
    (
        "2001::/23",
        "protocol assignments, RFC 2928; in it Teredo and both ORCHID",
    ),
    ("2001::/32", "Teredo, RFC 4380"),
    ("2001:1::1/128", "port control, RFC 7723"),
    ("2001:1::2/128", "TURN, RFC 8155"),
    ("2001:1::3/128", "DNS-SD, RFC 9665"),
    ("2001:2::/48", "benchmarks, RFC 5180"),
    ("2001:3::/32", "automatic multicast tunnels, RFC 7450"),
    ("2001:4:112::/48", "AS112, RFC 7535"),
    ("2001:10::/28", "ORCHID, RFC 4843"),
    ("2001:20::/28", "ORCHIDv2, RFC 7343"),
    ("2001:30::/28", "drone identities, RFC 9374"),
    ("2001:db8::/32", "documentation, RFC 3849"),
    ("2002::/16", "6to4, withdrawn by RFC 7526"),
    ("2620:4f:8000::/48", "AS112, RFC 7534"),
    ("3fff::/20", "documentation, RFC 9637"),
    ("5f00::/16", "segment identifiers, RFC 9602"),
    (
        "fc00::/7",
        "unique local, RFC 4193; in it fd00:ec2::254, metadata of AWS",
    ),
    (
        "fe80::/9",
        "link local, RFC 4291, and site local, withdrawn by RFC 3879",
    ),
    ("ff00::/8", "multicast, RFC 4291"),
];

/// The ranges of [`SPECIAL_RANGES`] in numbers: IPv4 in its mapped form.
static RANGES: LazyLock<Vec<(u128, u32)>> = LazyLock::new(|| {
    let ranges = SPECIAL_RANGES.iter();
    ranges.filter_map(|(range, _)| in_numbers(range)).collect()
});

/// First address and length of the prefix.
fn in_numbers(range: &str) -> Option<(u128, u32)> {
    let (first, length) = range.split_once('/')?;
    let (first, length): (IpAddr, u32) = (first.parse().ok()?, length.parse().ok()?);
    Some(match first {
        IpAddr::V4(first) => (first.to_ipv6_mapped().to_bits(), length + 96),
        IpAddr::V6(first) => (first.to_bits(), length),
    })
}

/// Whether an address, IPv4 in its mapped form, lies in a special range.
pub(super) fn is_special(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    RANGES.iter().any(|(first, length)| {
        let differs = bits ^ first;
        differs.leading_zeros() >= *length
    })
}
