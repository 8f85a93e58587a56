//! Recorded captures answered again.

use netra::fetch::{Fetch as _, FetchError, ReplayFetcher};
use rstest::rstest;
use url::Url;

use super::support::{Rig, answer, request, settings};

const PAGE: &str = "https://a.example/page";

#[tokio::test(start_paused = true)]
async fn a_recording_answers_as_the_network_did() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(302, &[("location", "/end")], "")]);
    rig.on(
        "https://a.example/end",
        [answer(200, &[("etag", "\"1\"")], "isi")],
    );
    let live = rig.fetch(PAGE).await.result.unwrap();
    let path = netra::evidence::read::locate(rig.dir.path(), &live.record.file);

    let replay = ReplayFetcher::from_warc(&path).unwrap();
    let again = replay.fetch(&request(PAGE)).await;
    let mut capture = again.result.unwrap();
    capture.record.file.clone_from(&live.record.file);
    assert_eq!(capture, live);
    assert_eq!(again.exchanges.len(), 2);
    assert_eq!(replay.requests(), [request(PAGE)]);
}

#[tokio::test(start_paused = true)]
async fn answers_come_in_order_and_the_last_one_stays() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(200, &[], "one"), answer(200, &[], "two")]);
    let one = rig.fetch(PAGE).await.result.unwrap();
    let two = rig.fetch(PAGE).await.result.unwrap();
    let replay = ReplayFetcher::new([one, two]);
    for expected in ["one", "two", "two"] {
        let capture = replay.fetch(&request(PAGE)).await.result.unwrap();
        assert_eq!(capture.body, expected.as_bytes());
    }
}

#[tokio::test]
async fn failures_are_replayed_and_gaps_are_failures() {
    let replay = ReplayFetcher::default();
    let timeout = FetchError::Timeout {
        url: PAGE.to_owned(),
    };
    replay.add(&Url::parse(PAGE).unwrap(), Err(timeout.clone()));
    assert_eq!(replay.fetch(&request(PAGE)).await.result, Err(timeout));
    let gap = replay.fetch(&request("https://a.example/gap?key=x")).await;
    insta::assert_snapshot!(gap.result.unwrap_err(), @"https://a.example/gap?key=REDACTED cannot be reached: the recording holds no answer for it");
}

/// Servers send octets in their headers that are no UTF-8: a recording leads where the network
/// led, and its texts are the same.
#[rstest]
#[case::latin_1(b"/caf\xe9?x=\xe8", "https://a.example/caf%E9?x=%E8")]
#[case::utf_8("/café".as_bytes(), "https://a.example/caf%C3%A9")]
#[case::mixed(b"/caf\xe9/%C3%A9", "https://a.example/caf%E9/%C3%A9")]
#[tokio::test(start_paused = true)]
async fn a_recording_keeps_the_octets_of_headers(#[case] location: &[u8], #[case] end: &str) {
    let rig = Rig::new(settings());
    let mut moved = answer(302, &[], "");
    moved
        .headers
        .push(("location".to_owned(), location.to_vec()));
    moved
        .headers
        .push(("x-nama".to_owned(), b"Jos\xe9".to_vec()));
    rig.on(PAGE, [moved]);
    let mut last = answer(200, &[], "isi");
    last.headers
        .push(("x-nama".to_owned(), b"Jos\xe9".to_vec()));
    rig.on(end, [last]);
    let live = rig.fetch(PAGE).await.result.unwrap();
    let path = netra::evidence::read::locate(rig.dir.path(), &live.record.file);

    let replay = ReplayFetcher::from_warc(&path).unwrap();
    let mut again = replay.fetch(&request(PAGE)).await.result.unwrap();
    again.record.file.clone_from(&live.record.file);
    assert_eq!(
        (again.final_url.as_str(), again.header("x-nama")),
        (end, Some("José"))
    );
    assert_eq!(again, live);
}
