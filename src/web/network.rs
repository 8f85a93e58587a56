//! Networks that somebody asks from, as far as they are one customer's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IPv4 address, or an IPv6 /64, of which one customer has at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Network {
    Four(Ipv4Addr),
    Six {
        /// The first half of the address, and whether only three quarters of it count.
        prefix: u64,
        wide: bool,
    },
    /// Nobody told the address.
    Unknown,
}

impl Network {
    pub(super) fn of(address: Option<IpAddr>) -> Self {
        match address.map(|address| address.to_canonical()) {
            None => Self::Unknown,
            Some(IpAddr::V4(address)) => Self::Four(address),
            Some(IpAddr::V6(address)) => Self::Six {
                prefix: (u128::from(address) >> 64) as u64,
                wide: false,
            },
        }
    }

    /// The IPv6 /48 around it, which is what a site is given.
    pub(super) fn around(self) -> Option<Self> {
        match self {
            Self::Six { prefix, .. } => Some(Self::Six {
                prefix: prefix >> 16 << 16,
                wide: true,
            }),
            Self::Four(_) | Self::Unknown => None,
        }
    }
}

impl fmt::Display for Network {
    /// As it is stored; nothing if nobody told the address.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Four(address) => write!(formatter, "{address}"),
            Self::Six { prefix, wide } => {
                let address = Ipv6Addr::from(u128::from(prefix) << 64);
                write!(formatter, "{address}/{}", if wide { 48 } else { 64 })
            }
            Self::Unknown => Ok(()),
        }
    }
}
