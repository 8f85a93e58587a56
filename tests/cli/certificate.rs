//! `netra serve` with a certificate of its own, and what the other commands say of it.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;

use super::machine::{NOBODY, set_mode};
use crate::support::authority::{Authority, HOST, VALID};
use crate::support::process::Service;
use crate::support::{Installation, text};

/// An installation with a certificate that ends in so many days.
fn certified(authority: &Authority, days: i64) -> (Installation, PathBuf, PathBuf) {
    let installation = Installation::new();
    let folder = installation.path().join("config");
    let (certificate, key) = authority.write_pair(&folder, (-1, days));
    // A relative path starts at the configuration folder.
    installation.set(
        "web",
        "certificate = \"fullchain.pem\"\nprivate_key = \"privkey.pem\"",
    );
    (installation, certificate, key)
}

fn page(path: &str) -> String {
    format!("https://{HOST}{path}")
}

#[tokio::test]
async fn a_colleague_signs_in_over_https_and_sees_renewals() {
    let (old, new) = (Authority::new("Lama"), Authority::new("Baru"));
    let (installation, certificate, _) = certified(&old, VALID.1);
    let folder = installation.path().join("config");
    let added = installation.run(&["user", "add", "rini", "--role", "reviewer", "--json"]);
    let added: serde_json::Value = serde_json::from_slice(&added.stdout).unwrap();
    let secret = added["password"].as_str().unwrap();
    let mut service = Service::start(&installation);
    assert_eq!(service.scheme, "https");
    let browser = old.browser(service.address);
    let form = browser
        .post(page("/masuk"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", page(""))
        .body(format!("nama=rini&sandi={secret}"));
    let signed_in = form.send().await.unwrap();
    assert_eq!(signed_in.status(), 303);
    let cookies = signed_in.headers().get_all("set-cookie");
    let cookies: Vec<_> = cookies.iter().map(|one| one.to_str().unwrap()).collect();
    assert!(
        cookies
            .iter()
            .any(|one| one.starts_with("__Host-netra=") && one.ends_with("; Secure")),
        "{cookies:?}"
    );
    // A renewal that went wrong leaves the old one.
    std::fs::write(&certificate, "gagal\n").unwrap();
    service.hang_up();
    let told = service.wait_for("stays in use");
    assert!(
        told.contains("fullchain.pem holds no certificate"),
        "{told}"
    );
    assert!(browser.get(page("/sehat")).send().await.is_ok());
    // One that went well is shown without a new start.
    new.write_pair(&folder, VALID);
    service.hang_up();
    service.wait_for("the certificate was read anew");
    let renewed = new
        .browser(service.address)
        .get(page("/sehat"))
        .send()
        .await;
    assert_eq!(renewed.unwrap().status(), 200);
    // Who was here before goes on by what was agreed then; others see the new one alone.
    let stranger = old.browser(service.address);
    assert!(stranger.get(page("/sehat")).send().await.is_err());
    let (code, _) = service.end();
    assert_eq!(code, Some(0));
}

#[test]
fn pages_with_a_certificate_that_cannot_be_used_are_not_served() {
    let authority = Authority::new("Uji");
    let (installation, certificate, key) = certified(&authority, VALID.1);
    std::fs::write(&key, "").unwrap();
    let done = installation.run(&["serve", "--listen", "127.0.0.1:0"]);
    let told = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.contains("the pages are not served: "), "{told}");
    assert!(told.contains(&format!("{} holds no private key", key.display())));
    let checked = installation.run(&["config", "check"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(text(&checked.stdout).contains("privkey.pem holds no private key"));
    // What is wrong with the pages stands first where somebody looks every day.
    let status = text(&installation.run(&["status"]).stdout);
    assert!(status.starts_with("To look at\n  "), "{status}");
    assert!(
        status.contains("privkey.pem holds no private key"),
        "{status}"
    );
    authority.write_pair(&installation.path().join("config"), (-90, -1));
    let done = installation.run(&["serve", "--listen", "127.0.0.1:0"]);
    let told = text(&done.stderr);
    assert!(
        told.contains(&format!("{} ended on ", certificate.display())),
        "{told}"
    );
}

/// As certbot leaves its files: root alone may read them.
#[test]
fn files_that_this_user_may_not_read_are_told_as_such() {
    let (installation, _, key) = certified(&Authority::new("Uji"), VALID.1);
    let mut command = installation.command(&["config", "check"]);
    set_mode(installation.path(), 0o755);
    set_mode(&key, 0o000);
    if nix::unistd::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let told = text(&command.output().unwrap().stdout);
    let expected = format!(
        "certificate in [web]: {} may not be read with the rights of this user",
        key.display()
    );
    assert!(told.contains(&expected), "{told}");
}

#[test]
fn an_end_that_is_near_is_warned_of_wherever_somebody_looks() {
    let authority = Authority::new("Uji");
    let (installation, ..) = certified(&authority, 12);
    let near = |told: &str| told.contains("fullchain.pem ends on ") && told.contains(" days)");
    let service = Service::start(&installation);
    assert!(near(&service.warned.join("\n")), "{:?}", service.warned);
    drop(service);
    let checked = installation.run(&["config", "check"]);
    assert!(checked.status.success(), "a warning is no error");
    assert!(near(&text(&checked.stdout)), "{}", text(&checked.stdout));
    assert!(near(&text(&installation.run(&["status"]).stdout)));
    let figures = installation.json(&["status"]);
    assert!(near(figures["certificate"][0].as_str().unwrap()));
    // A certificate is as good as a proxy.
    installation.set("web", "listen = \"0.0.0.0:8443\"");
    let told = text(&installation.run(&["config", "check"]).stdout);
    assert!(!told.contains("without HTTPS"), "{told}");
}
