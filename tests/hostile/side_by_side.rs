//! Forty hostile sites at once, each with the largest answer of a shape of its own, beside six
//! honest ones: in one pass within the memory that the unit gives it, and told to end or killed in
//! the middle.
//!
//! As in `memory`, a release build is measured where `NETRA_MEASURED` names one.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;
use serde_json::Value;

use super::memory::{
    ADAPTER, MeasuredCrawl, crawl, gzip, in_a_feed, in_a_page, measured, site, size, start,
};
use super::shapes::{JSON, MARKUP};
use crate::crawl::kill::check_captures;
use crate::support::Installation;
use crate::support::process::{end, send};
use crate::support::site::Site;

const HOSTILE: usize = 40;
/// Posts of each honest site.
const POSTS: usize = 20;
/// Mebibytes: half of what `config/systemd/netra-crawl.service` gives a crawl.
const MOST: u64 = 1024;

/// How long an answer is: in the build of the tests, forty together are as long as one elsewhere.
fn length() -> usize {
    if measured().is_some() {
        size()
    } else {
        32 << 10
    }
}

/// What a platform reads, and an answer of it.
type Answer = (&'static str, &'static str, Vec<u8>);

/// An answer of the largest size: shapes in turn, in feeds, pages and lists of values, half of
/// them packed.
fn hostile(number: usize) -> Answer {
    let markup = MARKUP[number % MARKUP.len()].of(length());
    let values = JSON[number % JSON.len()].of(length());
    let (platform, kind, body) = match number % 4 {
        0 | 1 => ("feed", "application/rss+xml", in_a_feed(&markup)),
        2 => ("html", "text/html", in_a_page(&markup)),
        _ => (
            "feed",
            "application/feed+json",
            format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{values}]}}"),
        ),
    };
    (platform, kind, body.into_bytes())
}

/// A feed that waits for room as hostile ones do: each post is as long as a long article.
fn long_feed() -> Vec<u8> {
    let text = "Rapat warga membahas jalan desa. ".repeat(length() / 330 / POSTS);
    let items = (0..POSTS).map(|number| {
        format!(
            "<item><guid isPermaLink=\"false\">{number}</guid><title>Judul {number}</title>\
            <pubDate>Wed, 01 Jan 2025 10:00:00 +0700</pubDate>\
            <description>{number} {text}</description></item>"
        )
    });
    let items: String = items.collect();
    format!("<rss version=\"2.0\"><channel><title>x</title>{items}</channel></rss>").into_bytes()
}

/// Sites, their accounts, and who is honest.
struct Crowd {
    installation: Installation,
    honest: BTreeSet<String>,
    all: BTreeSet<String>,
    _sites: Vec<Site>,
}

impl Crowd {
    fn gather() -> Self {
        let sites: Vec<Site> = (0..3).map(|_| Site::start(1, POSTS)).collect();
        let mut rows: Vec<(&str, String)> = sites
            .iter()
            .map(|site| ("mastodon", site.account(0)))
            .collect();
        let feed = gzip(&long_feed());
        for _ in 0..3 {
            let at = site(vec![("application/rss+xml", feed.clone())]);
            rows.push(("feed", format!("{at}/0")));
        }
        let honest = rows.iter().map(|(_, address)| address.clone()).collect();
        for number in 0..HOSTILE {
            let (platform, kind, body) = hostile(number);
            rows.push((platform, format!("{}/0", site(vec![(kind, gzip(&body))]))));
        }
        // Neither comes first.
        rows.rotate_left(3);
        let installation = Installation::new();
        std::fs::write(installation.path().join("config/sources/uji.toml"), ADAPTER).unwrap();
        let named: Vec<_> = rows.iter().map(|(kind, at)| (*kind, at.as_str())).collect();
        installation.register(&named);
        let all = rows.into_iter().map(|(_, address)| address).collect();
        Self {
            installation,
            honest,
            all,
            _sites: sites,
        }
    }

    /// Posts by the address of their account.
    fn posts(&self) -> BTreeMap<String, usize> {
        let sql = "SELECT address FROM post JOIN account ON account.id = account_id";
        let mut counts = BTreeMap::new();
        for address in self.installation.rows(sql) {
            *counts.entry(address).or_default() += 1;
        }
        counts
    }

    /// Every honest account was read whole, once; of every other one something is known.
    fn check(&self, report: &Value) {
        let posts = self.posts();
        for address in &self.honest {
            assert_eq!(posts.get(address), Some(&POSTS), "{address}");
        }
        let told = |list: &str| -> BTreeSet<String> {
            let entries = report[list].as_array().unwrap().iter();
            // Behind the name of the platform.
            let address = |one: &Value| {
                one["address"]
                    .as_str()?
                    .split(' ')
                    .next_back()
                    .map(str::to_owned)
            };
            entries.filter_map(address).collect()
        };
        let [failed, put_off, warned] = ["failed", "put_off", "warnings"].map(told);
        for address in &self.all {
            let is_unread = failed.contains(address) || put_off.contains(address);
            let is_honest = self.honest.contains(address);
            assert!(!(is_honest && is_unread), "{address}: {report:#}");
            let is_known = is_unread || warned.contains(address) || posts.contains_key(address);
            assert!(is_known, "{address}: {report:#}");
        }
        let revisions = "SELECT post_id FROM revision WHERE number > 1";
        assert_eq!(self.installation.rows(revisions), Vec::<String>::new());
        check_captures(&self.installation);
    }
}

#[test]
fn honest_accounts_are_read_and_memory_is_bounded() {
    let crowd = Crowd::gather();
    let MeasuredCrawl { report, peak } = crawl(&crowd.installation);
    eprintln!("{HOSTILE} hostile sites side by side: {peak} MiB");
    assert!(peak <= MOST, "{peak} MiB");
    crowd.check(&report);
}

/// When some have been asked, the pass is told to end, or killed: what was read stays, and the next
/// pass reads the rest.
#[rstest]
#[case::interrupt("-INT", true)]
#[case::terminate("-TERM", true)]
#[case::kill("-KILL", false)]
fn whoever_ends_the_pass_loses_nothing(#[case] signal: &str, #[case] in_good_order: bool) {
    let crowd = Crowd::gather();
    let mut child = start(&crowd.installation);
    let out = child.stdout.take().unwrap();
    let err = child.stderr.take().unwrap();
    let reading = [
        std::thread::spawn(move || std::io::read_to_string(out).unwrap()),
        std::thread::spawn(move || std::io::read_to_string(err).unwrap()),
    ];
    let asked = || crowd.installation.rows("SELECT id FROM capture").len();
    while asked() < 8 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
    }
    send(&child, signal);
    let code = end(&mut child);
    let [printed, told] = reading.map(|text| text.join().unwrap());
    if in_good_order {
        // Hostile accounts may have failed by then.
        assert!(matches!(code, Some(0 | 3 | 4)), "{code:?}: {told}");
        let report: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(report["interrupted"], true, "{report:#}");
    } else {
        assert_eq!(code, None);
    }
    check_captures(&crowd.installation);
    let before = crowd.posts();
    let MeasuredCrawl { report, .. } = crawl(&crowd.installation);
    assert_eq!(report["interrupted"], false, "{report:#}");
    let after = crowd.posts();
    let lost = before
        .iter()
        .filter(|(address, count)| after.get(*address) < Some(*count));
    assert_eq!(lost.count(), 0);
    crowd.check(&report);
}
