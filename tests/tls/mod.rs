//! Certificates and keys in files: what is read, and what is said of those that cannot be used.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use netra::tls::{
    FileFault, IdentityRenewal, KeptIdentity, ServerIdentity, is_self_issued, read_authorities,
};
use rcgen::KeyPair;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::support::authority::{Authority, HOST, VALID, now};

/// A folder with files, some of which nobody made.
struct Files {
    folder: tempfile::TempDir,
    authority: Authority,
}

fn key_file(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/fixtures/tls/keys")
        .join(format!("{name}.pem"))
}

fn key(name: &str) -> KeyPair {
    KeyPair::from_pem(&std::fs::read_to_string(key_file(name)).unwrap()).unwrap()
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            authority: Authority::new("Kantor Uji"),
        }
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    /// A certificate for [`HOST`] and a key of the fixtures.
    fn certify(&self, key: &KeyPair, days: (i64, i64)) -> PathBuf {
        self.write("sertifikat.pem", self.authority.certify(key, HOST, days))
    }

    /// What is said of a certificate file and a key file.
    fn refusal(&self, certificate: &Path, key: &Path) -> String {
        let fault = ServerIdentity::read(certificate, key, now()).unwrap_err();
        let told = fault.to_string();
        let place = self.folder.path().display().to_string();
        let told = told
            .replace(&format!("{place}/"), "")
            .replace(&place, "folder");
        told.replace(
            &key_file("x").parent().unwrap().display().to_string(),
            "kunci",
        )
    }
}

#[test]
fn keys_of_all_kinds_and_shapes_are_read() {
    let files = Files::new();
    // What one kind is certified with is the same key in its other shape.
    let shapes = [
        ("ec-pkcs8", "ec-pkcs8"),
        ("ec-pkcs8", "ec-sec1"),
        ("ec-p384", "ec-p384"),
        ("ed25519", "ed25519"),
        ("rsa-pkcs8", "rsa-pkcs8"),
        ("rsa-pkcs8", "rsa-pkcs1"),
    ];
    for (certified, shape) in shapes {
        let certificate = files.certify(&key(certified), VALID);
        let read = ServerIdentity::read(&certificate, &key_file(shape), now());
        assert!(read.is_ok(), "{shape}: {read:?}");
    }
}

#[test]
fn each_file_that_cannot_be_used_is_named_with_what_to_do() {
    let files = Files::new();
    let own = key("ec-pkcs8");
    let good = files.certify(&own, VALID);
    let text = std::fs::read_to_string(&good).unwrap();
    let key_text = std::fs::read_to_string(key_file("ec-pkcs8")).unwrap();
    let absent = files.folder.path().join("tidak-ada.pem");
    let binary = files.write("biner.der", [0x30, 0x82, 1, 2]);
    let empty = files.write("kosong.pem", "");
    let cut = files.write("terpotong.pem", &text[..text.len() / 2]);
    let garbled = files.write(
        "rusak.pem",
        text.replace("MII", "M*I").replace("MIH", "M*H"),
    );
    let broken_key = files.write("kunci-rusak.pem", &key_text[..key_text.len() / 2]);
    let upside_down = files.write("terbalik.pem", files.authority.pem() + &text);
    let fine = key_file("ec-pkcs8");
    let said = [
        files.refusal(&absent, &fine),
        files.refusal(&binary, &fine),
        files.refusal(&empty, &fine),
        files.refusal(&fine, &fine),
        files.refusal(&cut, &fine),
        files.refusal(&garbled, &fine),
        files.refusal(files.folder.path(), &fine),
        files.refusal(&upside_down, &fine),
        files.refusal(&good, &absent),
        files.refusal(&good, &good),
        files.refusal(&good, &binary),
        files.refusal(&good, &broken_key),
        files.refusal(&good, &key_file("rsa-pkcs8")),
        files.refusal(&good, &key_file("ec-p521")),
        files.refusal(&good, &key_file("protected-pkcs8")),
        files.refusal(&good, &key_file("protected-pkcs1")),
    ];
    insta::assert_snapshot!(said.join("\n"), @"
    tidak-ada.pem is not there; write its whole path, or one from the configuration folder
    biner.der is no PEM file but a binary one; turn it into one (openssl x509 -inform der -in FILE -out NEW)
    kosong.pem holds no certificate; name the file with the whole chain (fullchain.pem of certbot)
    kunci/ec-pkcs8.pem holds no certificate; name the file with the whole chain (fullchain.pem of certbot)
    terpotong.pem is damaged (its end is missing); copy it anew
    rusak.pem is damaged (signs stand in it that do not belong there); copy it anew
    folder is a folder; name the file in it
    terbalik.pem begins with the certificate of an authority; put the server's own first
    tidak-ada.pem is not there; write its whole path, or one from the configuration folder
    sertifikat.pem holds no private key; name the one that the certificate was made for (privkey.pem of certbot)
    biner.der is no PEM file but a binary one; turn it into one (openssl pkey -inform der -in FILE -out NEW)
    kunci-rusak.pem is damaged (its end is missing); copy it anew
    kunci/rsa-pkcs8.pem does not belong to the certificate in sertifikat.pem; name the one that it was made for
    kunci/ec-p521.pem holds a key of a kind that is not supported; make one of RSA with 2048 bits or more, or of EC on P-256 or P-384
    kunci/protected-pkcs8.pem is protected by a password, which nobody can type when netra starts; write it without one (openssl pkey -in FILE -out NEW) and let netra alone read that
    kunci/protected-pkcs1.pem is protected by a password, which nobody can type when netra starts; write it without one (openssl pkey -in FILE -out NEW) and let netra alone read that
    ");
}

#[test]
fn a_certificate_counts_from_its_first_moment_to_its_last() {
    let files = Files::new();
    let own = key("ec-pkcs8");
    for (days, word) in [((-90, -1), "ended on "), ((2, 90), "is not valid before ")] {
        let certificate = files.certify(&own, days);
        let said = files.refusal(&certificate, &key_file("ec-pkcs8"));
        assert!(
            said.starts_with(&format!("sertifikat.pem {word}")),
            "{said}"
        );
        assert!(said.contains(" WIB"), "{said}");
    }
    let certificate = files.certify(&own, VALID);
    let read = |at| ServerIdentity::read(&certificate, &key_file("ec-pkcs8"), at);
    let end = read(now()).unwrap().ends_at();
    assert!(read(end).is_ok());
    let late = read(end + jiff::SignedDuration::from_micros(1)).unwrap_err();
    assert_eq!(late.fault, FileFault::Ended(end));
}

#[test]
fn an_end_that_is_near_and_a_name_that_is_another_are_warned_of() {
    let files = Files::new();
    let own = key("ec-pkcs8");
    let warnings = |days: i64, origin: Option<&str>| {
        let certificate = files.certify(&own, (-1, days));
        let identity = ServerIdentity::read(&certificate, &key_file("ec-pkcs8"), now()).unwrap();
        identity.warnings(now(), origin)
    };
    let ours = format!("https://{HOST}:8443");
    assert_eq!(warnings(23, Some(&ours)), Vec::<String>::new());
    let near = warnings(21, None);
    assert_eq!(near.len(), 1);
    assert!(near[0].contains("sertifikat.pem ends on ") && near[0].contains("(in 20 days)"));
    let other = warnings(90, Some("https://lain.example"));
    assert_eq!(other.len(), 1);
    assert!(
        other[0].contains("is no certificate for lain.example"),
        "{other:?}"
    );
}

/// Opening a pipe waits for whoever writes into it: the next renewal would never be read.
#[test]
fn a_pipe_in_place_of_a_certificate_is_refused_and_not_waited_for() {
    let files = Files::new();
    let folder = files.folder.path();
    let (certificate, key) = files.authority.write_pair(folder, (-1, 30));
    let kept = KeptIdentity::open(&certificate, &key, now()).unwrap();
    std::fs::remove_file(&certificate).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(&certificate)
        .status();
    assert!(made.unwrap().success());
    let IdentityRenewal::Refused(fault) = kept.renew(now()) else {
        panic!("a pipe holds no certificate");
    };
    assert_eq!(fault.fault, FileFault::NoFile);
    std::fs::remove_file(&certificate).unwrap();
    files.authority.write_pair(folder, (-1, 60));
    assert!(matches!(kept.renew(now()), IdentityRenewal::Renewed(_)));
}

#[test]
fn a_renewed_identity_is_read_and_a_broken_one_leaves_the_old() {
    let files = Files::new();
    let folder = files.folder.path();
    let (certificate, key) = files.authority.write_pair(folder, (-1, 30));
    let kept = KeptIdentity::open(&certificate, &key, now()).unwrap();
    let first = kept.identity();
    assert!(matches!(
        kept.renew_if_changed(now()),
        IdentityRenewal::Unchanged
    ));
    // Half of a renewal: the key is still the old one.
    let old_key = std::fs::read(&key).unwrap();
    files.authority.write_pair(folder, (-1, 60));
    let new_key = std::fs::read(&key).unwrap();
    std::fs::write(&key, old_key).unwrap();
    let IdentityRenewal::Refused(fault) = kept.renew_if_changed(now()) else {
        panic!("the key is another's");
    };
    assert_eq!(fault.fault, FileFault::OtherKey(certificate));
    assert!(Arc::ptr_eq(&kept.identity(), &first));
    // It is told once, and the other half is seen when it comes.
    assert!(matches!(
        kept.renew_if_changed(now()),
        IdentityRenewal::Unchanged
    ));
    std::fs::remove_file(&key).unwrap();
    std::fs::write(&key, new_key).unwrap();
    assert!(matches!(
        kept.renew_if_changed(now()),
        IdentityRenewal::Renewed(_)
    ));
    assert!(kept.identity().ends_at() > first.ends_at());
    // Whoever asks for it gets it read, changed or not.
    assert!(matches!(kept.renew(now()), IdentityRenewal::Renewed(_)));
}

#[test]
fn a_file_of_authorities_is_read_whole_or_refused() {
    let files = Files::new();
    let two = files.authority.pem() + "\nCatatan kantor\n" + &Authority::new("Lain").pem();
    assert_eq!(
        read_authorities(&files.write("dua.pem", two))
            .unwrap()
            .len(),
        2
    );
    let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let mixed = files.write("campur.pem", files.authority.pem() + no_certificate);
    let fault = read_authorities(&mixed).unwrap_err();
    assert_eq!(fault.file, mixed);
    assert!(matches!(fault.fault, FileFault::Damaged(_)), "{fault}");
}

#[test]
fn a_certificate_cut_anywhere_is_answered() {
    let fixtures = key_file("x").ancestors().nth(2).unwrap().to_owned();
    for (name, is_own) in [("selfca", true), ("selfleaf", true), ("good", false)] {
        let file = fixtures.join(format!("{name}.pem"));
        let certificate = CertificateDer::from_pem_file(file).unwrap();
        assert_eq!(is_self_issued(&certificate), is_own, "{name}");
        for end in 0..certificate.len() {
            is_self_issued(&certificate[..end]);
        }
    }
    let files = Files::new();
    let whole = std::fs::read_to_string(files.certify(&key("ec-pkcs8"), VALID)).unwrap();
    let lines: Vec<&str> = whole.trim().lines().collect();
    let body = lines[1..lines.len() - 1].concat();
    // Four signs are three octets.
    for end in (0..body.len()).step_by(4) {
        let cut = [lines[0], &body[..end], lines[lines.len() - 1], ""].join("\n");
        let said = files.refusal(&files.write("potong.pem", cut), &key_file("ec-pkcs8"));
        assert!(said.starts_with("potong.pem "), "{end}: {said}");
    }
}
