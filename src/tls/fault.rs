//! What is wrong with a file of certificates or keys.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::model::TimeZone;

/// A file that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {fault}", file.display())]
pub struct FaultyFile {
    /// Which.
    pub file: PathBuf,
    /// What is wrong with it.
    pub fault: FileFault,
}

/// What is wrong with a file of certificates or keys, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is no such file.
    #[error("is not there; write its whole path, or one from the configuration folder")]
    Absent,
    /// This user may not read it.
    #[error(
        "may not be read with the rights of this user; let the group of the user who runs netra \
         read it, or copy it after each renewal (certbot's own folder is open to root alone)"
    )]
    Denied,
    /// It is no file.
    #[error("is a folder; name the file in it")]
    Folder,
    /// It is a pipe or a device, from which something might be waited for without end.
    #[error("is no file but a pipe or a device; name a file")]
    NoFile,
    /// The system does not hand it out.
    #[error("cannot be read: {0}")]
    Unread(String),
    /// It is no text.
    #[error("is no PEM file but a binary one; turn it into one ({0})")]
    Binary(&'static str),
    /// What stands in it was cut or changed.
    #[error("is damaged ({0}); copy it anew")]
    Damaged(String),
    /// No certificate stands in it.
    #[error("holds no certificate; name the file with the whole chain (fullchain.pem of certbot)")]
    NoCertificate,
    /// No key stands in it.
    #[error(
        "holds no private key; name the one that the certificate was made for (privkey.pem of certbot)"
    )]
    NoKey,
    /// The key is enciphered.
    #[error(
        "is protected by a password, which nobody can type when netra starts; write it without \
         one (openssl pkey -in FILE -out NEW) and let netra alone read that"
    )]
    Protected,
    /// Browsers would not speak with such a key.
    #[error(
        "holds a key of a kind that is not supported; make one of RSA with 2048 bits or more, or \
         of EC on P-256 or P-384"
    )]
    KeyKind,
    /// The key is another's.
    #[error("does not belong to the certificate in {}; name the one that it was made for", .0.display())]
    OtherKey(PathBuf),
    /// The chain is upside down.
    #[error("begins with the certificate of an authority; put the server's own first")]
    Order,
    /// It was valid until then.
    #[error("ended on {}; renew the certificate (certbot renew) or have another made", local(.0))]
    Ended(Timestamp),
    /// It will be valid from then on.
    #[error("is not valid before {}; is the clock of this machine right?", local(.0))]
    Early(Timestamp),
}

impl FileFault {
    pub(super) fn of(self, file: &Path) -> FaultyFile {
        FaultyFile {
            file: file.to_owned(),
            fault: self,
        }
    }

    pub(super) fn of_system(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Unread(error.to_string()),
        }
    }
}

/// An instant in Jakarta, where most offices are.
pub(super) fn local(at: &Timestamp) -> String {
    let there = TimeZone::Wib.offset().to_datetime(*at);
    format!("{} WIB", there.strftime("%Y-%m-%d %H:%M"))
}
