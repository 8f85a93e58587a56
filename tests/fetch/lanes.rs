//! What is known of a lane outlives the process: pace, rests, robots.txt, the ledger.

use std::time::Duration;

use jiff::SignedDuration;
use netra::config::fetch::{Budget, HostSettings};
use netra::fetch::{Fetch as _, FetchError, TransportError};
use netra::model::{AccountId, ExchangeOutcome, FetchRequest, LaneKey};

use super::support::{Rig, answer, reaching, request, settings};

const PAGE: &str = "https://a.example/page";
const ROBOTS: &str = "https://a.example/robots.txt";

#[tokio::test(start_paused = true)]
async fn the_next_process_keeps_the_pace_and_the_robots_txt() {
    let mut rig = Rig::new(settings());
    let robots = "User-agent: *\nCrawl-delay: 7\nDisallow: /x";
    rig.on(ROBOTS, [answer(200, &[], robots)]);
    rig.fetch(PAGE).await.result.unwrap();
    rig.restart();
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.urls(), [ROBOTS, PAGE, PAGE]);
    assert_eq!(rig.times(), [0, 7_000, 14_000]);
    let error = rig.fetch("https://a.example/x").await.result.unwrap_err();
    assert!(matches!(error, FetchError::RobotsDisallowed { .. }));
}

#[tokio::test(start_paused = true)]
async fn the_next_process_does_not_ask_again_for_a_robots_txt_that_could_not_be_had() {
    let mut rig = Rig::new(settings());
    rig.on(ROBOTS, [answer(500, &[], "")]);
    let before = rig.fetch(PAGE).await.result.unwrap_err();
    let asked = rig.urls().len();
    rig.restart();
    assert_eq!(rig.fetch(PAGE).await.result.unwrap_err(), before);
    assert_eq!(rig.urls().len(), asked);
    tokio::time::advance(Duration::from_mins(31)).await;
    rig.restart();
    rig.on(ROBOTS, [answer(404, &[], "")]);
    rig.fetch(PAGE).await.result.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_next_process_keeps_to_a_retry_after_of_an_hour() {
    let mut rig = Rig::new(settings());
    rig.on(PAGE, [answer(429, &[("retry-after", "3600")], "")]);
    rig.fetch(PAGE).await.result.unwrap_err();
    let asked = rig.urls().len();
    for _ in 0..3 {
        rig.restart();
        tokio::time::advance(Duration::from_mins(10)).await;
        let error = rig.fetch(PAGE).await.result.unwrap_err();
        assert!(
            matches!(error, FetchError::Status { status: 429, .. }),
            "{error}"
        );
    }
    assert_eq!(rig.urls().len(), asked);
    rig.on(PAGE, [answer(200, &[], "ok")]);
    tokio::time::advance(Duration::from_mins(30)).await;
    rig.restart();
    rig.fetch(PAGE).await.result.unwrap();
}

#[tokio::test(start_paused = true)]
async fn back_off_grows_from_process_to_process() {
    let mut settings = settings();
    settings.retries = 0;
    let mut rig = Rig::new(settings);
    rig.on_reply(PAGE, [Err(TransportError::Timeout)]);
    for _ in 0..8 {
        rig.fetch(PAGE).await.result.unwrap_err();
        rig.restart();
    }
    let lane = rig.book.lane(&LaneKey("a.example".to_owned()));
    assert_eq!(lane.failures, 8);
    let times = rig.times();
    assert!(times[8] - times[7] >= 64_000, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_stands_in_the_ledger_before_it_leaves() {
    let rig = Rig::with_latency(settings(), Duration::from_secs(5));
    let call = {
        let door = rig.door.clone();
        let mut request = request(PAGE);
        request.account = Some(AccountId(7));
        tokio::spawn(async move { door.fetch(&request).await })
    };
    tokio::time::sleep(Duration::from_secs(1)).await;
    let ledger = rig.book.ledger();
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0].outcome, ExchangeOutcome::Unfinished);
    assert!(ledger[0].sent_at >= ledger[0].allowed_at);
    let fetched = call.await.unwrap();
    assert_eq!(rig.book.ledger(), fetched.exchanges);
    assert_eq!(fetched.exchanges[1].lane.0, "a.example");
}

#[tokio::test(start_paused = true)]
async fn a_process_that_ends_while_it_asks_costs_its_lane_a_second() {
    let mut rig = Rig::with_latency(settings(), Duration::from_secs(1));
    let call = {
        let door = rig.door.clone();
        tokio::spawn(async move { door.fetch(&request(PAGE)).await })
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    call.abort();
    rig.restart();
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.times()[..2], [0, 3_000]);
    assert_eq!(rig.book.ledger()[0].outcome, ExchangeOutcome::Unfinished);
}

#[tokio::test(start_paused = true)]
async fn two_processes_at_once_keep_one_pace() {
    let mut rig = Rig::with_latency(settings(), Duration::from_millis(300));
    let first = rig.door.clone();
    rig.restart();
    let both = [first, rig.door.clone()];
    let calls: Vec<_> = (0..20)
        .map(|number| {
            let door = both[number % 2].clone();
            let url = format!("https://a.example/{number}");
            tokio::spawn(async move { door.fetch(&request(&url)).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().result.unwrap();
    }
    let times = rig.times();
    assert!(
        times.windows(2).all(|pair| pair[1] - pair[0] >= 2_000),
        "{times:?}"
    );
    let last = times.last().copied().unwrap_or_default();
    // One robots.txt or two, and nothing of the allowance lost but for their first meeting.
    let steady = 2_000 * (u128::try_from(times.len()).unwrap() - 1);
    assert!(last <= steady * 102 / 100 + 1_000, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn the_names_and_schemes_of_a_site_share_a_lane_and_other_hosts_do_not() {
    let rig = Rig::new(settings());
    for url in [
        "http://a.example/1",
        "https://a.example/2",
        "https://www.a.example/3",
        "https://blog.a.example/4",
    ] {
        rig.fetch(url).await.result.unwrap();
    }
    // Each origin has a robots.txt of its own.
    assert_eq!(
        rig.times(),
        [0, 2_000, 4_000, 6_000, 8_000, 10_000, 10_000, 12_000]
    );
}

#[tokio::test(start_paused = true)]
async fn an_operator_puts_two_hosts_into_one_lane() {
    let mut settings = settings();
    let host = HostSettings {
        lane: Some("a.example".to_owned()),
        ..HostSettings::default()
    };
    settings.hosts.insert("media.example".to_owned(), host);
    let rig = Rig::new(settings);
    rig.fetch(PAGE).await.result.unwrap();
    rig.fetch("https://media.example/1").await.result.unwrap();
    assert_eq!(rig.times(), [0, 2_000, 4_000, 6_000]);
}

#[tokio::test(start_paused = true)]
async fn a_lane_that_the_request_names_holds_at_home_only() {
    let rig = Rig::new(settings());
    let named = |url: &str| FetchRequest {
        lane: Some(LaneKey("platform".to_owned())),
        ..request(url)
    };
    rig.on(
        "https://a.example/away",
        [answer(302, &[("location", "https://c.example/")], "")],
    );
    rig.door
        .fetch(&reaching(
            named("https://a.example/away"),
            &["https://c.example/"],
        ))
        .await
        .result
        .unwrap();
    rig.door
        .fetch(&named("https://b.example/"))
        .await
        .result
        .unwrap();
    let lanes: Vec<_> = rig.urls().into_iter().zip(rig.times()).collect();
    let at = |url: &str| lanes.iter().find(|(seen, _)| seen == url).unwrap().1;
    assert_eq!(at("https://a.example/away"), 2_000);
    assert_eq!(
        at("https://c.example/robots.txt"),
        2_000,
        "another host waits for nobody"
    );
    assert_eq!(at("https://c.example/"), 4_000);
    assert_eq!(
        at("https://b.example/robots.txt"),
        4_000,
        "two after the request to a.example"
    );
}

#[tokio::test(start_paused = true)]
async fn a_budget_holds_in_any_window_and_for_the_next_process() {
    let mut settings = settings();
    let host = HostSettings {
        budgets: vec![Budget {
            units: 3,
            seconds: 3_600,
        }],
        ..HostSettings::default()
    };
    settings.hosts.insert("a.example".to_owned(), host);
    let mut rig = Rig::new(settings);
    rig.fetch(PAGE).await.result.unwrap();
    rig.fetch(PAGE).await.result.unwrap();
    rig.restart();
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    let FetchError::Budget { wait, .. } = &error else {
        panic!("{error:?}");
    };
    assert!(wait.as_secs() > 3_500, "{error}");
    assert_eq!(rig.urls().len(), 3, "robots.txt costs as well");
    tokio::time::advance(Duration::from_mins(59)).await;
    rig.fetch(PAGE).await.result.unwrap();
    let times = rig.times();
    assert!(times[3] - times[0] >= 3_600_000, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_goes_back_stops_nobody_for_long_and_lets_nobody_burst() {
    let mut rig = Rig::new(settings());
    rig.fetch(PAGE).await.result.unwrap();
    rig.clock.move_by(SignedDuration::from_hours(-5));
    rig.fetch(PAGE).await.result.unwrap();
    rig.restart();
    rig.fetch(PAGE).await.result.unwrap();
    let times = rig.times();
    for pair in times.windows(2) {
        let gap = pair[1] - pair[0];
        assert!((2_000..=20_000).contains(&gap), "{times:?}");
    }
}
