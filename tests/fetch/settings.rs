//! The `[fetch]` section.

use std::time::Duration;

use netra::config::fetch::FetchSettings;
use rstest::rstest;

#[test]
fn a_contact_is_enough() {
    let settings: FetchSettings = toml::from_str("contact = 'pemantau@pengawas.example'").unwrap();
    settings.validate().unwrap();
    assert_eq!(settings.interval("a.example", 443), Duration::from_secs(2));
    let agent = settings.user_agent();
    assert!(agent.starts_with("Netra/"), "{agent}");
    assert!(agent.ends_with(" (+pemantau@pengawas.example)"), "{agent}");
}

#[test]
fn exceptions_are_found_by_host_and_port_first() {
    let settings: FetchSettings = toml::from_str(
        "contact = 'https://pengawas.example'\n\
         [hosts.'a.example']\ninterval_seconds = 5\n\
         [hosts.'a.example:8443']\ninterval_seconds = 0.5",
    )
    .unwrap();
    settings.validate().unwrap();
    assert_eq!(settings.interval("a.example", 443), Duration::from_secs(5));
    assert_eq!(
        settings.interval("a.example", 8443),
        Duration::from_millis(500)
    );
}

fn credential(keys: &str) -> String {
    format!("contact = 'a@b.example'\n[credentials.k]\n{keys}")
}

#[test]
fn a_credential_with_its_authorisation_is_taken() {
    let keys = "basis = 'Surat 7/2027'\nhosts = ['d.example:8443']\nenvironment = 'X'\n\
                budgets = [{ units = 10000, seconds = 86400 }]";
    let settings: FetchSettings = toml::from_str(&credential(keys)).unwrap();
    settings.validate().unwrap();
    assert!(settings.credentials["k"].is_for("d.example", 8443));
    assert!(!settings.credentials["k"].is_for("d.example", 443));
}

#[rstest]
#[case("", "contact")]
#[case("contact = 'kami'", "contact")]
#[case("contact = 'a@b.example)\\r\\nX: y'", "contact")]
#[case("contact = 'a@b.example'\nproduct = 'Netra 2'", "product")]
#[case("contact = 'a@b.example'\ninterval_seconds = 0", "interval_seconds")]
#[case("contact = 'a@b.example'\ninterval_seconds = -1", "interval_seconds")]
#[case("contact = 'a@b.example'\ninterval_seconds = nan", "interval_seconds")]
#[case(
    "contact = 'a@b.example'\n[hosts.'c.example']\ninterval_seconds = 0.01",
    "hosts"
)]
#[case("contact = 'a@b.example'\ntotal_seconds = 0", "total_seconds")]
#[case("contact = 'a@b.example'\nrobots_seconds = 90000", "robots_seconds")]
#[case("contact = 'a@b.example'\nbody_bytes = 0", "body_bytes")]
#[case("contact = 'a@b.example'\nretries = 100", "retries")]
#[case("contact = 'a@b.example'\nmedia_bytes = 0", "media_bytes")]
#[case("contact = 'a@b.example'\nredirects = 21", "redirects")]
#[case(
    "contact = 'a@b.example'\n[hosts.'c.example']\nlane = 'https://d.example/'",
    "hosts.\"c.example\".lane"
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'c.example']\nbudgets = [{ units = 0, seconds = 60 }]",
    "hosts.\"c.example\".budgets"
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'c.example']\n\
     budgets = [{ units = 1, seconds = 60 }, { units = 2, seconds = 60 }]",
    "hosts.\"c.example\".budgets"
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'C.example']\ninterval_seconds = 5",
    "hosts.\"C.example\""
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'bücher.example']\ninterval_seconds = 5",
    "hosts.\"bücher.example\""
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'']\ninterval_seconds = 5",
    "hosts.\"\""
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'a b:99999']\ninterval_seconds = 5",
    "hosts.\"a b:99999\""
)]
#[case(
    "contact = 'a@b.example'\n[hosts.'c.example']\nlane = 'd.example'\n\
     [hosts.'d.example']\nlane = 'c.example'",
    "hosts.\"c.example\".lane"
)]
#[case(
    &credential("basis = 'Surat 7/2027'\nhosts = ['*.d.example']\nfile = 'x'"),
    "credentials.\"k\".hosts"
)]
#[case(
    &credential("basis = 'Surat 7/2027'\nhosts = ['d.example']\nenvironment = 'A=B'"),
    "credentials.\"k\".environment"
)]
#[case(&credential("hosts = ['d.example']\nfile = 'x'"), "credentials.\"k\".basis")]
#[case(&credential("basis = 'Surat 7/2027'\nfile = 'x'"), "credentials.\"k\".hosts")]
#[case(
    &credential("basis = 'Surat 7/2027'\nhosts = ['https://d.example']\nfile = 'x'"),
    "credentials.\"k\".hosts"
)]
#[case(
    &credential("basis = 'Surat 7/2027'\nhosts = ['d.example']"),
    "credentials.\"k\".environment"
)]
#[case(
    &credential("basis = 'Surat 7/2027'\nhosts = ['d.example']\nfile = 'x'\nheader = 'Host'"),
    "credentials.\"k\".header"
)]
#[case(
    &credential(
        "basis = 'Surat 7/2027'\nhosts = ['d.example']\nfile = 'x'\nheader = 'x'\nparameter = 'y'"
    ),
    "credentials.\"k\".parameter"
)]
fn bad_values_are_refused_with_their_key(#[case] text: &str, #[case] key: &str) {
    let settings: FetchSettings = toml::from_str(text).unwrap();
    let problem = settings.validate().unwrap_err();
    assert!(problem.key.starts_with(key), "{problem}");
}

#[test]
fn a_private_host_may_be_asked_without_pause() {
    let settings: FetchSettings = toml::from_str(
        "contact = 'a@b.example'\nallow_private_hosts = ['127.0.0.1']\n\
         [hosts.'127.0.0.1:8080']\ninterval_seconds = 0",
    )
    .unwrap();
    settings.validate().unwrap();
    assert_eq!(settings.interval("127.0.0.1", 8080), Duration::ZERO);
    assert!(settings.may_be_private("127.0.0.1", 9999));
    assert!(!settings.may_be_private("127.0.0.2", 8080));
}

#[test]
fn unknown_keys_are_refused() {
    let problem = toml::from_str::<FetchSettings>("contcat = 'a@b.example'").unwrap_err();
    assert!(problem.to_string().contains("contcat"), "{problem}");
}
