//! Whoever is watched asks for patience: that keeps nobody else from being read, and nobody from
//! ending the pass.

use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use netra::config::fetch::FetchSettings;
use netra::evidence::HttpAnswer;
use netra::fetch::{Fetch as _, FetchError, Fetched, Waits};
use rstest::rstest;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::fetch::support::{Rig, answer, request, settings};
use crate::support::Installation;
use crate::support::process::{PATIENCE, breathe, end, terminate};
use crate::support::world::{Told, World, rss, rss_item};

/// One more than there are places.
const RESTING: usize = 17;

/// Just within the patience of a request.
const LONG: &str = "590";

fn feed() -> Told {
    Told::new(200, "text/xml", rss(&[rss_item(1, "Apel pagi")]))
}

/// A site of its own that answers a path in this way.
fn site(path: &'static str, told: impl Fn() -> Told + Clone + Send + Sync + 'static) -> World {
    World::start(move |asked| (asked.path == path).then(&told))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the built program asks the clock of the machine"
)]
fn http_date(seconds: i64) -> String {
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Accounts whose sites rest, and behind them one that does not.
fn installation(resting: &[World]) -> (Installation, World) {
    let good = site("/feed", feed);
    let installation = Installation::new();
    installation.set("crawl", "accounts_at_a_time = 16\ngrace_seconds = 600");
    let sites = resting.iter().chain([&good]);
    let addresses: Vec<String> = sites.map(|site| site.at("/feed")).collect();
    let rows: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&rows);
    (installation, good)
}

fn start(installation: &Installation) -> Child {
    let mut command = installation.command(&["crawl", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn wait_until(child: &mut Child, is_so: impl Fn() -> bool) {
    let since = Instant::now();
    while !is_so() {
        if since.elapsed() > PATIENCE || child.try_wait().unwrap().is_some() {
            child.kill().unwrap();
            panic!("it never came to that");
        }
        breathe();
    }
}

fn report(child: Child) -> Value {
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[rstest]
#[case::seconds("/feed", 429, LONG.to_owned())]
#[case::date("/feed", 429, http_date(590))]
#[case::not_available("/feed", 503, LONG.to_owned())]
#[case::fraction("/feed", 429, "589.5".to_owned())]
#[case::rules("/robots.txt", 429, LONG.to_owned())]
fn who_asks_for_patience_holds_no_place_and_ends_with_the_pass(
    #[case] path: &'static str,
    #[case] status: u16,
    #[case] rest: String,
) {
    let told = move || Told::nothing(status).header("retry-after", rest.clone());
    let resting: Vec<World> = (0..RESTING).map(|_| site(path, told.clone())).collect();
    let (installation, _good) = installation(&resting);
    let mut child = start(&installation);
    wait_until(&mut child, || {
        !installation.rows("SELECT native_id FROM post").is_empty()
    });
    terminate(&child);
    // The grace is for answers under way, and would be longer than this waits.
    assert_eq!(end(&mut child), Some(0));
    let report = report(child);
    assert_eq!(report["interrupted"], true, "{report:#}");
    assert_eq!(report["failed"], serde_json::json!([]), "{report:#}");
    let blamed = installation.rows("SELECT address FROM account WHERE failures > 0");
    assert_eq!(blamed, Vec::<String>::new());
    for site in resting {
        assert!(site.asked_for_anything() <= 2, "its rest was not over");
    }
}

/// Rests that no request waits for: the pass ends by itself.
#[rstest]
#[case::beyond_patience("601")]
#[case::huge("99999999999999999999999999")]
#[case::a_century(&http_date(3_000_000_000))]
fn endless_rests_hold_nobody(#[case] rest: &str) {
    let rest = rest.to_owned();
    let told = move || Told::nothing(429).header("retry-after", rest.clone());
    let resting: Vec<World> = (0..RESTING).map(|_| site("/feed", told.clone())).collect();
    let (installation, _good) = installation(&resting);
    let mut child = start(&installation);
    assert_eq!(end(&mut child), Some(3), "some failed");
    assert_eq!(report(child)["posts_new"], 1);
}

fn patient() -> FetchSettings {
    FetchSettings {
        retries: 3,
        ..settings()
    }
}

fn rests() -> HttpAnswer {
    answer(429, &[("retry-after", LONG)], "")
}

fn spawn(rig: &Rig, url: &str, waits: &Waits) -> tokio::task::JoinHandle<Fetched> {
    let (door, waits, asked) = (Arc::clone(&rig.door), waits.clone(), request(url));
    tokio::spawn(async move { door.fetch_among(&asked, &waits).await })
}

/// However often a server asks for it, and in whatever place: robots.txt, page or redirect.
#[rstest]
#[case::every_try(" rest rest rest")]
#[case::rules_too("robots.txt rest ok, rest ok")]
#[case::redirect(" rest move,b rest ok")]
#[tokio::test(start_paused = true)]
async fn patience_is_for_a_request_as_a_whole(#[case] script: &str) {
    let rig = Rig::new(patient());
    for page in script.split(',') {
        let (path, told) = page.split_once(' ').unwrap();
        let told = told.split(' ').map(|what| match what {
            "rest" => rests(),
            "move" => answer(302, &[("location", "/b")], ""),
            _ => answer(200, &[], ""),
        });
        rig.on(&format!("https://a.example/{path}"), told);
    }
    let error = rig.fetch("https://a.example/").await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::Status { status: 429, .. }),
        "{error}"
    );
    assert!(rig.times().last().unwrap() < &700_000, "{:?}", rig.times());
}

/// Told to end, a request stops waiting: for its turn, and for another that waits.
#[tokio::test(start_paused = true)]
async fn a_wait_ends_at_once_and_nothing_more_is_asked() {
    let rig = Rig::new(patient());
    rig.on("https://a.example/", [rests()]);
    rig.on("https://b.example/robots.txt", [rests()]);
    let stop = CancellationToken::new();
    let waits = Waits::until(stop.clone());
    let waiting = [
        "https://a.example/",
        "https://a.example/behind",
        "https://b.example/",
        "https://b.example/behind",
    ]
    .map(|url| spawn(&rig, url, &waits));
    let mut aside = waits.aside();
    aside.wait_for(|number| *number == 4).await.unwrap();
    let (sent, since) = (rig.urls(), tokio::time::Instant::now());
    stop.cancel();
    for one in waiting {
        let fetched = one.await.unwrap();
        assert_eq!(fetched.result.unwrap_err(), FetchError::Ended);
    }
    assert_eq!(since.elapsed(), Duration::ZERO);
    assert_eq!((rig.urls(), *aside.borrow()), (sent, 0));
}

/// More than may stand aside: what is beyond waits for nothing.
#[tokio::test(start_paused = true)]
async fn a_crowd_that_waits_is_bounded() {
    let rig = Rig::new(patient());
    let waits = Waits::default();
    let urls: Vec<String> = (0..600).map(|n| format!("https://h{n}.example/")).collect();
    for url in &urls {
        rig.on(url, [rests(), answer(200, &[], "isi")]);
    }
    let waiting: Vec<_> = urls.iter().map(|url| spawn(&rig, url, &waits)).collect();
    let mut read = 0;
    for one in waiting {
        match one.await.unwrap().result {
            Ok(_) => read += 1,
            Err(error) => assert!(matches!(error, FetchError::Status { .. }), "{error}"),
        }
    }
    assert_eq!((read, *waits.aside().borrow()), (512, 0));
}

/// Where nobody can go in its place, nobody waits long.
#[tokio::test(start_paused = true)]
async fn alone_nobody_waits_for_a_rest() {
    let rig = Rig::new(patient());
    rig.on("https://a.example/", [rests(), answer(200, &[], "isi")]);
    let waits = Waits::default().briefly();
    let told = spawn(&rig, "https://a.example/", &waits).await.unwrap();
    assert!(matches!(told.result, Err(FetchError::Status { .. })));
    assert_eq!(rig.urls().len(), 2);
}
