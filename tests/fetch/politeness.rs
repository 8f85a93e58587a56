//! Pace across hosts and callers, robots.txt in the way, and what servers demand.

use std::time::Duration;

use netra::config::fetch::HostSettings;
use netra::evidence::HttpAnswer;
use netra::fetch::{FetchError, TransportError, backoff, rest_asked_for};
use rstest::rstest;

use super::support::{Rig, answer, assert_in_time, request, settings};
use netra::fetch::Fetch as _;

const PAGE: &str = "https://a.example/page";

#[tokio::test(start_paused = true)]
async fn callers_share_the_pace_of_a_host_and_never_overlap() {
    let rig = Rig::with_latency(settings(), Duration::from_millis(700));
    let calls = (0..10).map(|number| {
        let door = rig.door.clone();
        let url = format!("https://a.example/{number}");
        tokio::spawn(async move { door.fetch(&request(&url)).await })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_in_time(&call.await.unwrap());
    }
    let times = rig.times();
    assert_eq!(times.len(), 11);
    assert!(
        times.windows(2).all(|pair| pair[1] - pair[0] >= 2000),
        "{times:?}"
    );
    // A little is given away lest a request overtake the connecting of the one before it.
    assert!((20_000..=20_160).contains(&times[10]), "{times:?}");
    assert_eq!(*rig.script.most_at_once.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn hosts_do_not_wait_for_each_other() {
    let rig = Rig::new(settings());
    rig.on(
        "https://slow.example/",
        [answer(429, &[("retry-after", "500")], "")],
    );
    let slow = {
        let door = rig.door.clone();
        tokio::spawn(async move { door.fetch(&request("https://slow.example/")).await })
    };
    for host in ["b", "c", "d"] {
        rig.fetch(&format!("https://{host}.example/"))
            .await
            .result
            .unwrap();
    }
    let others = rig.times().into_iter().max();
    assert_eq!(
        others,
        Some(6000),
        "three hosts, one after another, 2 s each"
    );
    slow.abort();
}

#[tokio::test(start_paused = true)]
async fn a_host_has_its_own_interval() {
    let mut settings = settings();
    let own = HostSettings {
        interval_seconds: Some(30.0),
        ..HostSettings::default()
    };
    settings.hosts.insert("a.example".to_owned(), own);
    let rig = Rig::new(settings);
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.times(), [0, 30_000]);
}

#[tokio::test(start_paused = true)]
async fn crawl_delay_is_the_interval_up_to_the_cap() {
    for (delay, expected) in [("7", 7_000), ("0.5", 2_000), ("86400", 60_000)] {
        let rig = Rig::new(settings());
        let robots = format!("User-agent: *\nCrawl-delay: {delay}\nDisallow: /x");
        rig.on("https://a.example/robots.txt", [answer(200, &[], &robots)]);
        rig.fetch(PAGE).await.result.unwrap();
        rig.fetch(PAGE).await.result.unwrap();
        assert_eq!(rig.times(), [0, expected, 2 * expected], "{delay}");
    }
}

#[rstest]
#[case::seconds("120", 120)]
#[case::date("Tue, 01 Oct 2024 00:03:00 GMT", 178)]
#[case::past("Tue, 01 Oct 2019 00:03:00 GMT", 2)]
#[case::nonsense("soon", 2)]
#[tokio::test(start_paused = true)]
async fn retry_after_is_kept_to(#[case] value: &str, #[case] least: u128) {
    let rig = Rig::new(settings());
    rig.on(
        PAGE,
        [
            answer(429, &[("retry-after", value)], ""),
            answer(200, &[], "ok"),
        ],
    );
    let fetched = rig.fetch(PAGE).await;
    assert_eq!(fetched.result.unwrap().body, b"ok");
    let statuses: Vec<_> = fetched.exchanges.iter().map(|line| line.status).collect();
    assert_eq!(statuses, [Some(404), Some(429), Some(200)]);
    let times = rig.times();
    let waited = times[2] - times[1];
    assert!(
        (least * 1000..least * 1000 + 100).contains(&waited),
        "{times:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_used_up_allowance_holds_the_next_request_back() {
    let rig = Rig::new(settings());
    let headers = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "2024-10-01T00:04:00.000000Z"),
    ];
    rig.on(
        PAGE,
        [answer(200, &headers, "one"), answer(200, &[], "two")],
    );
    rig.fetch(PAGE).await.result.unwrap();
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.times(), [0, 2_000, 240_000]);
}

#[tokio::test(start_paused = true)]
async fn a_rest_longer_than_patience_ends_the_request_without_asking_again() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(503, &[("retry-after", "999999")], "")]);
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    let FetchError::Status { status, wait, .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!((*status, wait.as_secs()), (503, 3600));
    let again = rig.fetch("https://a.example/other").await;
    assert!(matches!(
        again.result,
        Err(FetchError::Status { status: 503, .. })
    ));
    assert_eq!(again.exchanges, []);
    assert_eq!(rig.urls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn failures_back_off_and_end() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(500, &[], "")]);
    let fetched = rig.fetch(PAGE).await;
    assert!(matches!(
        fetched.result,
        Err(FetchError::Status { status: 500, .. })
    ));
    let times = rig.times();
    let waits: Vec<_> = times
        .windows(2)
        .skip(1)
        .map(|pair| pair[1] - pair[0])
        .collect();
    assert_eq!(waits.len(), 3);
    for (wait, doubled) in waits.into_iter().zip([2000, 4000, 8000]) {
        assert!(
            (doubled / 2..=doubled + 1).contains(&wait) || wait == 2000,
            "{times:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_that_is_down_is_soon_left_alone_by_everybody() {
    let rig = Rig::new(settings());
    let down = || Err(TransportError::Failed("connection refused".to_owned()));
    for number in 0..20 {
        let url = format!("https://a.example/{number}");
        rig.on_reply(&url, [down()]);
        rig.fetch(&url).await.result.unwrap_err();
    }
    assert!(rig.urls().len() < 14, "{:?}", rig.times());
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_tried_again() {
    let rig = Rig::new(settings());
    let failure = TransportError::Failed("connection reset".to_owned());
    rig.on_reply(
        PAGE,
        [
            Err(failure),
            Err(TransportError::Timeout),
            Ok(answer(200, &[], "ok")),
        ],
    );
    let fetched = rig.fetch(PAGE).await;
    assert_eq!(fetched.result.unwrap().body, b"ok");
    assert_eq!(fetched.exchanges.len(), 4);
}

#[rstest]
#[case::nothing(&[], 0)]
#[case::seconds(&[("retry-after", "30")], 30)]
#[case::spaces(&[("retry-after", " 30 ")], 30)]
#[case::negative(&[("retry-after", "-30")], 0)]
#[case::huge(&[("retry-after", "99999999999999999999")], u64::MAX)]
#[case::fraction(&[("retry-after", "30.5")], 31)]
#[case::no_number(&[("retry-after", "30.x")], 0)]
#[case::obsolete_date(&[("retry-after", "Sunday, 22-Nov-26 05:00:00 GMT")], 3600)]
#[case::date_of_c(&[("retry-after", "Sun Nov 22 05:00:00 2026")], 3600)]
#[case::date(&[("retry-after", "Sun, 22 Nov 2026 05:00:00 GMT")], 3600)]
#[case::not_used_up(&[("x-ratelimit-remaining", "5"), ("x-ratelimit-reset", "60")], 0)]
#[case::mastodon(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "2026-11-22T04:05:00.000000Z")], 300)]
#[case::bluesky(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "1795320010")], 10)]
#[case::draft(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "45")], 45)]
#[case::longest(&[("retry-after", "10"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "45")], 45)]
#[case::past(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "1695320010")], 0)]
fn rests_are_read(#[case] headers: &[(&str, &str)], #[case] seconds: u64) {
    let now = "2026-11-22T04:00:00Z".parse().unwrap();
    let answer: HttpAnswer = answer(429, headers, "");
    assert_eq!(rest_asked_for(&answer, now), Duration::from_secs(seconds));
}

#[test]
fn backoff_doubles_up_to_the_cap_and_spreads_by_half() {
    let (base, cap) = (Duration::from_secs(2), Duration::from_secs(100));
    let whole: Vec<u64> = (0..8)
        .map(|n| backoff(base, n, cap, 1.0).as_secs())
        .collect();
    assert_eq!(whole, [2, 4, 8, 16, 32, 64, 100, 100]);
    assert_eq!(backoff(base, 2, cap, 0.0), Duration::from_secs(4));
    assert_eq!(backoff(base, u32::MAX, cap, 0.5), Duration::from_secs(75));
}

/// Deadlines of tries and hops add up: two that took as long as one may are enough.
#[tokio::test(start_paused = true)]
async fn a_page_whose_server_uses_every_deadline_is_given_up() {
    let mut settings = settings();
    settings.retries = 3;
    settings.patience_seconds = 600;
    let slow = Duration::from_secs(settings.total_seconds);
    let rig = Rig::with_latency(settings.clone(), slow);
    rig.on(PAGE, [answer(503, &[], "")]);
    rig.fetch(PAGE).await.result.unwrap_err();
    assert_eq!(rig.urls().len(), 2, "robots.txt, and one try");

    let rig = Rig::with_latency(settings, slow / 2);
    for hop in 1..5 {
        let from = format!("https://a.example/{hop}");
        rig.on(
            &from,
            [answer(302, &[("location", &format!("/{}", hop + 1))], "")],
        );
    }
    let error = rig.fetch("https://a.example/1").await.result.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
    assert_eq!(rig.urls().len(), 4, "robots.txt, and three hops");
}
