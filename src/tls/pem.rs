//! Files in PEM: certificates one after the other, or a key.

use std::path::Path;

use rustls::RootCertStore;
use rustls::pki_types::pem::{Error, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::fault::{FaultyFile, FileFault};

/// What binary files of certificates and keys begin with.
const DER_SEQUENCE: u8 = 0x30;

/// Reads the certificates of authorities that are to be trusted.
///
/// # Errors
///
/// What is wrong with the file.
pub fn read_authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, FaultyFile> {
    let found = read_certificates(file)?;
    let mut roots = RootCertStore::empty();
    for certificate in &found {
        let added = roots.add(certificate.clone());
        added.map_err(|error| FileFault::Damaged(error.to_string()).of(file))?;
    }
    Ok(found)
}

/// Reads a chain of certificates, of which there is at least one.
pub(super) fn read_certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, FaultyFile> {
    let bytes = read(file, "openssl x509 -inform der -in FILE -out NEW")?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match found {
        Ok(found) if found.is_empty() => Err(FileFault::NoCertificate.of(file)),
        Ok(found) => Ok(found),
        Err(error) => Err(damaged(&error).of(file)),
    }
}

/// Reads the first private key.
pub(super) fn read_key(file: &Path) -> Result<PrivateKeyDer<'static>, FaultyFile> {
    let bytes = read(file, "openssl pkey -inform der -in FILE -out NEW")?;
    if is_protected(&bytes) {
        return Err(FileFault::Protected.of(file));
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| match error {
        Error::NoItemsFound => FileFault::NoKey.of(file),
        error => damaged(&error).of(file),
    })
}

fn read(file: &Path, command: &'static str) -> Result<Vec<u8>, FaultyFile> {
    let of_system = |error: std::io::Error| FileFault::of_system(&error).of(file);
    let found = file.metadata().map_err(of_system)?;
    // Opening a pipe waits for whoever writes into it.
    if !found.is_file() && !found.is_dir() {
        return Err(FileFault::NoFile.of(file));
    }
    let bytes = std::fs::read(file).map_err(of_system)?;
    if bytes.first() == Some(&DER_SEQUENCE) {
        return Err(FileFault::Binary(command).of(file));
    }
    Ok(bytes)
}

/// `ENCRYPTED PRIVATE KEY` (PKCS#8), or a field of the older form (RFC 1421 section 4.6.1.1).
fn is_protected(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")
}

fn damaged(error: &Error) -> FileFault {
    // The library's own words quote bytes as numbers.
    FileFault::Damaged(match error {
        Error::MissingSectionEnd { .. } => "its end is missing".to_owned(),
        Error::Base64Decode(_) => "signs stand in it that do not belong there".to_owned(),
        _ => "it is no PEM".to_owned(),
    })
}
