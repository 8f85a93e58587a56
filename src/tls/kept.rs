//! An identity that is read anew when its files are renewed, while those who speak go on.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::fault::FaultyFile;
use super::identity::ServerIdentity;

/// An identity and where it came from.
#[derive(Debug)]
pub struct KeptIdentity {
    certificate: PathBuf,
    key: PathBuf,
    state: RwLock<KeptState>,
}

#[derive(Debug)]
struct KeptState {
    identity: Arc<ServerIdentity>,
    /// What the files were when they were last read, with or without success.
    stamps: [FileStamp; 2],
}

/// Number, length and time of change: a file that was replaced differs in one of them.
type FileStamp = Option<(u64, u64, i64, i64)>;

/// What came of looking whether an identity was renewed.
#[derive(Debug)]
pub enum IdentityRenewal {
    /// Its files are those that were read.
    Unchanged,
    /// It was read anew.
    Renewed(Arc<ServerIdentity>),
    /// Its files cannot be used; the old identity stays.
    Refused(FaultyFile),
}

impl KeptIdentity {
    /// Reads an identity for the first time.
    ///
    /// # Errors
    ///
    /// What is wrong with its files.
    pub fn open(certificate: &Path, key: &Path, now: Timestamp) -> Result<Self, FaultyFile> {
        let stamps = [stamp(certificate), stamp(key)];
        let identity = Arc::new(ServerIdentity::read(certificate, key, now)?);
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            state: RwLock::new(KeptState { identity, stamps }),
        })
    }

    /// The one that is shown now.
    pub fn identity(&self) -> Arc<ServerIdentity> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&state.identity)
    }

    /// Reads it anew if its files are others than those that were read.
    pub fn renew_if_changed(&self, now: Timestamp) -> IdentityRenewal {
        let known = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            state.stamps
        };
        if known == [stamp(&self.certificate), stamp(&self.key)] {
            return IdentityRenewal::Unchanged;
        }
        self.renew(now)
    }

    /// Reads it anew.
    pub fn renew(&self, now: Timestamp) -> IdentityRenewal {
        // Before they are read: what changes meanwhile is read the next time.
        let stamps = [stamp(&self.certificate), stamp(&self.key)];
        let read = ServerIdentity::read(&self.certificate, &self.key, now).map(Arc::new);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.stamps = stamps;
        match read {
            Ok(identity) => {
                state.identity = Arc::clone(&identity);
                IdentityRenewal::Renewed(identity)
            }
            Err(fault) => IdentityRenewal::Refused(fault),
        }
    }

    /// What a server needs that shows it.
    ///
    /// # Errors
    ///
    /// When the library lacks what it is built with.
    pub fn server_settings(self: Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let mut settings = builder
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self);
        settings.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(settings)
    }
}

impl ResolvesServerCert for KeptIdentity {
    fn resolve(&self, _greeting: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.identity().key))
    }
}

fn stamp(file: &Path) -> FileStamp {
    let found = file.metadata().ok()?;
    Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
}
