//! An authority of a test's own, and the certificates that it makes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use netra::clock::{Clock as _, SystemClock};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};

/// The name that its certificates are for, unless a test says otherwise. It leads to loopback.
pub(crate) const HOST: &str = "netra.kantor.example";

/// Somebody who signs certificates, and whom nobody knows.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// Days from now of the first and the last day of a certificate.
pub(crate) const VALID: (i64, i64) = (-1, 90);

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Its own certificate, in PEM.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a key, in PEM.
    pub(crate) fn certify(&self, key: &KeyPair, host: &str, days: (i64, i64)) -> String {
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        let (first, last) = (day(days.0), day(days.1));
        params.not_before = date_time_ymd(first.0, first.1, first.2);
        params.not_after = date_time_ymd(last.0, last.1, last.2);
        params.signed_by(key, &self.0).unwrap().pem()
    }

    /// Writes a chain for [`HOST`] and a new key into two files of a folder.
    pub(crate) fn write_pair(&self, folder: &Path, days: (i64, i64)) -> (PathBuf, PathBuf) {
        let key = KeyPair::generate().unwrap();
        let files = (folder.join("fullchain.pem"), folder.join("privkey.pem"));
        std::fs::write(&files.0, self.certify(&key, HOST, days) + &self.pem()).unwrap();
        std::fs::write(&files.1, key.serialize_pem()).unwrap();
        super::close_folder(&files.1);
        files
    }

    /// Asks for pages of [`HOST`] at an address, and trusts this authority alone.
    #[expect(
        clippy::disallowed_methods,
        reason = "a browser of our own pages; nothing here is crawled"
    )]
    pub(crate) fn browser(&self, address: std::net::SocketAddr) -> reqwest::Client {
        // Fails when another test of this process was first, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let own = reqwest::Certificate::from_pem(self.pem().as_bytes()).unwrap();
        reqwest::Client::builder()
            .tls_certs_only([own])
            .resolve(HOST, address)
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_mins(1))
            .build()
            .unwrap()
    }
}

/// Now, as certificates count.
pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}

/// Year, month and day so many days from now, in UTC.
fn day(days: i64) -> (i32, u8, u8) {
    let at = now() + SignedDuration::from_hours(24 * days);
    let day = jiff::tz::TimeZone::UTC.to_datetime(at).date();
    let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    (day.year().into(), month, number)
}
