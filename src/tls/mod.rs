//! Certificates and keys in files: what they say, and what is wrong with them in a sentence that
//! names the file and what to do. [`ServerIdentity`] is what the pages show to browsers;
//! [`KeptIdentity`] reads it anew when it was renewed. [`read_authorities`] is for those who ask
//! servers of an office's own.

mod der;
mod fault;
mod identity;
mod kept;
mod pem;

pub use der::is_self_issued;
pub use fault::{FaultyFile, FileFault};
pub use identity::ServerIdentity;
pub use kept::{IdentityRenewal, KeptIdentity};
pub use pem::read_authorities;
