//! Credentials: where they go, and that their values never show.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use netra::config::fetch::{Budget, CredentialSettings, FetchSettings};
use netra::evidence::{HttpAnswer, read};
use netra::fetch::{Fetch as _, FetchError, Fetched, Secrets, TransportError};
use netra::model::FetchRequest;
use proptest::prelude::*;
use rstest::rstest;

use super::support::{Rig, answer, reaching, request, settings};

const SECRET: &str = "s3cret-token/with+signs==";

fn allowed(place: &str) -> FetchSettings {
    let mut credential = CredentialSettings {
        basis: "Perjanjian 7/2027".to_owned(),
        hosts: vec!["a.example".to_owned(), "b.example".to_owned()],
        environment: Some("NETRA_KUNCI".to_owned()),
        ..CredentialSettings::default()
    };
    match place {
        "parameter" => credential.parameter = Some("kunci".to_owned()),
        "header" => credential.header = Some("X-Kunci".to_owned()),
        _ => {}
    }
    let mut settings = settings();
    settings.credentials.insert("kunci".to_owned(), credential);
    settings
}

fn with_credential(url: &str) -> FetchRequest {
    FetchRequest {
        credential: Some("kunci".to_owned()),
        ..request(url)
    }
}

/// Headers and address of the requests that carried the secret.
fn carried(rig: &Rig, secret: &str) -> Vec<String> {
    let seen = rig.script.seen.lock().unwrap();
    let carries = |text: &str| text.contains(secret);
    seen.iter()
        .filter(|seen| {
            let in_url = seen.url.contains("kunci=") && !seen.url.contains("REDACTED");
            in_url || seen.headers.iter().any(|(_, value)| carries(value))
        })
        .map(|seen| seen.url.split('?').next().unwrap_or_default().to_owned())
        .collect()
}

#[rstest]
#[case("bearer", "authorization", "Bearer s3cret-token/with+signs==")]
#[case("header", "x-kunci", "s3cret-token/with+signs==")]
#[tokio::test(start_paused = true)]
async fn a_credential_goes_in_its_header_and_not_to_robots_txt(
    #[case] place: &str,
    #[case] name: &str,
    #[case] value: &str,
) {
    let rig = Rig::with_secret(allowed(place), SECRET);
    let fetched = rig
        .door
        .fetch(&with_credential("https://a.example/api?x=1"))
        .await;
    fetched.result.unwrap();
    assert_eq!(carried(&rig, SECRET), ["https://a.example/api"]);
    let seen = rig.script.seen.lock().unwrap()[1].clone();
    assert!(seen.headers.contains(&(name.to_owned(), value.to_owned())));
    assert_eq!(seen.url, "https://a.example/api?x=1");
    assert_eq!(fetched.exchanges[1].credential.as_deref(), Some("kunci"));
    assert_eq!(fetched.exchanges[0].credential, None);
}

#[tokio::test(start_paused = true)]
async fn a_credential_goes_in_its_parameter() {
    let rig = Rig::with_secret(allowed("parameter"), SECRET);
    let fetched = rig
        .door
        .fetch(&with_credential("https://a.example/api?x=1"))
        .await;
    let seen = rig.script.seen.lock().unwrap()[1].url.clone();
    assert_eq!(
        seen,
        "https://a.example/api?x=1&kunci=s3cret-token%2Fwith%2Bsigns%3D%3D"
    );
    assert_eq!(
        fetched.exchanges[1].url,
        "https://a.example/api?x=1&kunci=REDACTED"
    );
}

#[rstest]
#[case::unknown(settings(), "https://a.example/")]
#[case::other_host(allowed(""), "https://c.example/")]
#[case::other_port(allowed(""), "http://a.example:8080/")]
#[case::unencrypted(allowed(""), "http://a.example/")]
#[tokio::test(start_paused = true)]
async fn a_credential_goes_nowhere_else(#[case] settings: FetchSettings, #[case] url: &str) {
    let rig = Rig::with_secret(settings, SECRET);
    let error = rig
        .door
        .fetch(&with_credential(url))
        .await
        .result
        .unwrap_err();
    assert!(matches!(error, FetchError::Credential { .. }), "{error}");
    assert_eq!(rig.urls().len(), 0);
}

#[rstest]
#[case::another_host_of_it("https://b.example/")]
#[case::another_host("https://c.example/")]
#[case::unencrypted("http://a.example/")]
#[case::another_port("https://a.example:8443/")]
#[tokio::test(start_paused = true)]
async fn a_redirect_elsewhere_does_not_carry_it_nor_one_back(#[case] to: &str) {
    let rig = Rig::with_secret(allowed(""), SECRET);
    let asked = with_credential("https://a.example/1");
    let asked = reaching(asked, &[to]);
    rig.on(
        "https://a.example/1",
        [answer(302, &[("location", "/2")], "")],
    );
    rig.on(
        "https://a.example/2",
        [answer(307, &[("location", to)], "")],
    );
    rig.on(
        to,
        [answer(307, &[("location", "https://a.example/3")], "")],
    );
    rig.door.fetch(&asked).await.result.unwrap();
    assert_eq!(
        carried(&rig, SECRET),
        ["https://a.example/1", "https://a.example/2"]
    );
}

#[tokio::test(start_paused = true)]
async fn all_hosts_of_a_credential_share_its_allowance() {
    let mut settings = allowed("");
    let credential = settings.credentials.get_mut("kunci").unwrap();
    credential.interval_seconds = 30.0;
    credential.budgets = vec![Budget {
        units: 100,
        seconds: 86_400,
    }];
    let rig = Rig::with_secret(settings, SECRET);
    let priced = |url: &str| FetchRequest {
        cost: 50,
        ..with_credential(url)
    };
    for url in ["https://a.example/1", "https://b.example/2"] {
        rig.door.fetch(&priced(url)).await.result.unwrap();
    }
    assert_eq!(rig.times(), [0, 2_000, 2_000, 32_000]);
    let error = rig
        .door
        .fetch(&priced("https://a.example/3"))
        .await
        .result
        .unwrap_err();
    insta::assert_snapshot!(error, @"https://a.example/3 is put off for 86401 s: the budget of credential kunci is spent");
    tokio::time::advance(Duration::from_hours(24)).await;
    rig.door
        .fetch(&priced("https://a.example/3"))
        .await
        .result
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_host_that_fails_does_not_hold_its_credential_back_from_others() {
    let mut settings = allowed("");
    settings.retries = 0;
    let rig = Rig::with_secret(settings, SECRET);
    rig.on("https://a.example/1", [answer(500, &[], "")]);
    for _ in 0..12 {
        rig.door
            .fetch(&with_credential("https://a.example/1"))
            .await
            .result
            .unwrap_err();
    }
    let before = rig.times().last().copied().unwrap();
    rig.door
        .fetch(&with_credential("https://b.example/1"))
        .await
        .result
        .unwrap();
    assert!(rig.times().last().unwrap() - before <= 700_000);
}

#[test]
fn values_are_read_from_files_and_checked() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut settings = allowed("");
    let credential = settings.credentials.get_mut("kunci").unwrap();
    credential.environment = None;
    credential.file = Some("kunci.txt".into());
    let error = Secrets::read(&settings, folder.path()).unwrap_err();
    assert!(error.to_string().contains("kunci.txt"), "{error}");
    for (content, fits) in [
        ("s3cret-token\n", true),
        ("pendek", false),
        ("dua kata rahasia", false),
    ] {
        std::fs::write(folder.path().join("kunci.txt"), content).unwrap();
        let secrets = Secrets::read(&settings, folder.path());
        assert_eq!(secrets.is_ok(), fits, "{content}");
        assert!(!format!("{secrets:?}").contains(content.trim()));
    }
}

/// Where a server may repeat what it was sent.
#[derive(Debug, Clone, Copy)]
enum Echo {
    Header,
    Location,
    Body,
    Zipped,
    Json,
    Error,
}

fn echo(echo: Echo, secret: &str) -> Result<HttpAnswer, TransportError> {
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let text = format!("you sent {secret}, that is {encoded}");
    let location = format!("/next?again={encoded}#{secret}");
    match echo {
        Echo::Header => Ok(answer(200, &[("x-echo", &text)], "ok")),
        Echo::Location => Ok(answer(302, &[("location", &location)], "")),
        Echo::Body => Ok(answer(200, &[], &text)),
        Echo::Json => Ok(answer(200, &[], &text.replace('/', "\\/"))),
        Echo::Zipped => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(text.as_bytes()).unwrap();
            let mut zipped = answer(200, &[("content-encoding", "gzip")], "");
            zipped.body = encoder.finish().unwrap();
            Ok(zipped)
        }
        Echo::Error => Err(TransportError::Failed(text)),
    }
}

/// Everything that a fetch left behind: what it gives back, the ledger, the captures.
fn traces(rig: &Rig, fetched: &Fetched) -> String {
    let mut all = format!("{fetched:?} {:?}", rig.book);
    for seen in rig.script.seen.lock().unwrap().iter() {
        all.push_str(&seen.shown);
    }
    if let Err(error) = &fetched.result {
        all.push_str(&error.to_string());
    }
    if let Ok(capture) = &fetched.result {
        all.push_str(&String::from_utf8_lossy(&capture.body));
    }
    for entry in std::fs::read_dir(rig.dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains(".warc") {
            for record in read::open(&path).unwrap() {
                let record = record.unwrap();
                all.push_str(&format!("{:?}", record.target()));
                all.push_str(&String::from_utf8_lossy(&record.block));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_secret_never_shows(
        secret in "[A-Za-z0-9._~+/=:-]{8,60}",
        place in prop::sample::select(vec!["bearer", "header", "parameter"]),
        echoed in prop::sample::select(vec![
            Echo::Header, Echo::Location, Echo::Body, Echo::Zipped, Echo::Json, Echo::Error,
        ]),
    ) {
        // What stands in any trace by itself is no secret.
        prop_assume!(!secret.chars().all(|c| "=+/.-~:_".contains(c)));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let rig = Rig::with_secret(allowed(place), &secret);
            let sent: BTreeMap<&str, String> = [
                ("header", "https://a.example/api".to_owned()),
                ("bearer", "https://a.example/api".to_owned()),
                ("parameter", {
                    let mut url = url::Url::parse("https://a.example/api").unwrap();
                    url.query_pairs_mut().append_pair("kunci", &secret);
                    url.to_string()
                }),
            ].into();
            rig.on_reply(&sent[place], [echo(echoed, &secret)]);
            let fetched = rig.door.fetch(&with_credential("https://a.example/api")).await;
            assert!(!carried(&rig, &secret).is_empty());
            let traces = traces(&rig, &fetched);
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            for spelling in [&secret, &encoded, &secret.replace('/', "\\/")] {
                assert!(!traces.contains(spelling.as_str()), "{spelling} in {traces}");
            }
        });
    }
}
