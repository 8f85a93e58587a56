//! Certificates: those of the system are trusted, and what is wrong with another is told in a
//! sentence.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore,
    SignatureScheme,
};

use crate::tls;

/// A certificate that only vouches for itself.
#[derive(Debug, thiserror::Error)]
#[error("the certificate is signed by itself")]
struct SelfSigned;

/// Checks certificates as usual, and tells one that is signed by itself from one by an authority
/// that is not known.
#[derive(Debug)]
struct Verifier(Arc<WebPkiServerVerifier>);

/// What TLS needs; certificates of authorities come from the system, or from where
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` say, and those of one's own stand beside them. Without any
/// of them no server is trusted, and plain HTTP works (the demo does).
pub(super) fn tls_settings(own: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let mut settings = match verifier(own, provider) {
        Some(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth(),
        None => builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth(),
    };
    settings.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(settings)
}

fn verifier(own: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Option<Verifier> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(own);
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    if verifier.is_err() {
        let problems: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
        tracing::warn!(
            problem = problems.join("; "),
            "https will fail: the system's CA certificates cannot be loaded; install them \
             (ca-certificates), or name a file of them in SSL_CERT_FILE"
        );
    }
    verifier.ok().map(Verifier)
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified =
            self.0
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        verified.map_err(|error| {
            let is_unknown = matches!(
                error,
                Error::InvalidCertificate(
                    CertificateError::UnknownIssuer
                        | CertificateError::BadSignature
                        | CertificateError::Other(_)
                )
            );
            if is_unknown && tls::is_self_issued(end_entity) {
                CertificateError::Other(OtherError(Arc::new(SelfSigned))).into()
            } else {
                error
            }
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Why no TLS came about, in a sentence.
pub(super) fn explain(error: &Error) -> String {
    const OWN: &str = "is the host yours, name a file with its private CA in extra_ca under [fetch] in netra.toml";
    match error {
        Error::InvalidCertificate(problem) => match problem {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "its certificate has expired; tell its webmaster".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "its certificate is not valid yet; is the clock of this machine right?".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is for another host; check the registered address".to_owned()
            }
            CertificateError::Revoked => "its certificate was revoked".to_owned(),
            CertificateError::UnknownIssuer => format!(
                "its certificate comes from an authority that this machine does not know, or the \
                 server leaves out the certificates in between; {OWN}"
            ),
            CertificateError::Other(other) if other.0.is::<SelfSigned>() => {
                format!("its certificate is signed by itself (self-signed); {OWN}")
            }
            other => format!("its certificate cannot be trusted ({other})"),
        },
        Error::NoCertificatesPresented => "it shows no certificate".to_owned(),
        Error::InvalidMessage(_) => {
            "it does not speak TLS there; check the port, or register the address with http://"
                .to_owned()
        }
        Error::AlertReceived(alert) => format!("it refuses a secure connection ({alert:?})"),
        Error::PeerIncompatible(_) => {
            "it knows only versions or ciphers of TLS that are no longer safe; tell its webmaster"
                .to_owned()
        }
        other => format!("no secure connection came about ({other})"),
    }
}
