//! What a server shows of itself: its certificate with those in between, and the key to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rustls::client::verify_server_name;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;

use super::der;
use super::fault::{FaultyFile, FileFault, local};
use super::pem::{read_certificates, read_key};

/// How long before its end a certificate is warned of: certbot renews 30 days before, so by then
/// something is wrong, and there is time to mend it.
const WARNED_BEFORE: SignedDuration = SignedDuration::from_hours(21 * 24);

/// A certificate chain with its key, with which nothing was wrong when they were read.
#[derive(Debug)]
pub struct ServerIdentity {
    file: PathBuf,
    pub(super) key: Arc<CertifiedKey>,
    ends_at: Timestamp,
}

impl ServerIdentity {
    /// Reads a chain and the key to its first certificate.
    ///
    /// # Errors
    ///
    /// What is wrong with one of the files, or with both beside each other.
    pub fn read(certificate: &Path, key: &Path, now: Timestamp) -> Result<Self, FaultyFile> {
        let chain = read_certificates(certificate)?;
        let ends_at = valid_until(certificate, &chain, now)?;
        let signing = ring::default_provider()
            .key_provider
            .load_private_key(read_key(key)?);
        let signing = signing.map_err(|_| FileFault::KeyKind.of(key))?;
        let pair = CertifiedKey::new(chain, signing);
        if pair.keys_match().is_err() {
            return Err(mismatch(&pair, certificate, key));
        }
        Ok(Self {
            file: certificate.to_owned(),
            key: Arc::new(pair),
            ends_at,
        })
    }

    /// The last moment at which browsers accept it.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// What somebody should look at: its end, and an address (`https://…`) that is not its own.
    pub fn warnings(&self, now: Timestamp, public_origin: Option<&str>) -> Vec<String> {
        let (file, left) = (self.file.display(), self.ends_at.duration_since(now));
        let end = (left < WARNED_BEFORE).then(|| {
            format!(
                "{file} ends on {} (in {} days): renew the certificate, or see why it was not \
                 renewed by itself",
                local(&self.ends_at),
                left.as_hours() / 24
            )
        });
        let host = public_origin.and_then(host_of);
        let other = host.filter(|host| !self.is_for(host)).map(|host| {
            format!(
                "{file} is no certificate for {host}, which public_origin under [web] names: \
                 browsers warn of it unless a proxy stands in front"
            )
        });
        end.into_iter().chain(other).collect()
    }

    /// Whether it is a certificate for a host: a name, or an address.
    pub fn is_for(&self, host: &str) -> bool {
        let own = self.key.end_entity_cert().ok();
        let own = own.and_then(|own| ParsedCertificate::try_from(own).ok());
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).ok();
        let pair = own.as_ref().zip(name.as_ref());
        pair.is_some_and(|(own, name)| verify_server_name(own, name).is_ok())
    }
}

/// `netra.contoh.example` of `https://netra.contoh.example:8443`.
fn host_of(origin: &str) -> Option<String> {
    let address = url::Url::parse(origin).ok()?;
    address.host_str().map(str::to_owned)
}

fn valid_until(
    file: &Path,
    chain: &[CertificateDer<'_>],
    now: Timestamp,
) -> Result<Timestamp, FaultyFile> {
    let own = chain.first().and_then(|own| der::validity(own));
    match own {
        None => Err(FileFault::Damaged("its first certificate cannot be read".to_owned()).of(file)),
        Some((start, _)) if now < start => Err(FileFault::Early(start).of(file)),
        Some((_, end)) if end < now => Err(FileFault::Ended(end).of(file)),
        Some((_, end)) => Ok(end),
    }
}

/// Whether the key is another's, or only stands behind others in the chain.
fn mismatch(pair: &CertifiedKey, certificate: &Path, key: &Path) -> FaultyFile {
    let opens = |other: &CertificateDer<'static>| {
        let alone = CertifiedKey::new(vec![other.clone()], Arc::clone(&pair.key));
        alone.keys_match().is_ok()
    };
    if pair.cert.iter().skip(1).any(opens) {
        FileFault::Order.of(certificate)
    } else {
        FileFault::OtherKey(certificate.to_owned()).of(key)
    }
}
