//! Feeds from pass to pass: what is the same post however it is named, and what is none of it.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use serde_json::json;

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss, rss_item};

/// A feed over several passes.
struct Story {
    name: &'static str,
    /// What the feed shows in each pass.
    passes: Vec<Vec<String>>,
    /// Posts in the end, and revisions of all of them.
    posts: usize,
    revisions: usize,
}

impl Story {
    fn new(name: &'static str, posts: usize, passes: &[&[String]]) -> Self {
        Self {
            name,
            passes: passes.iter().map(|items| items.to_vec()).collect(),
            posts,
            revisions: posts,
        }
    }
}

/// An entry by number, with its link, its identifier and other elements.
fn entry(number: usize, link: &str, guid: &str) -> String {
    entry_of(
        number,
        link,
        guid,
        &format!("<description>Isi nomor {number}</description>"),
    )
}

fn entry_of(number: usize, link: &str, guid: &str, body: &str) -> String {
    let guid = if guid.is_empty() {
        String::new()
    } else {
        format!("<guid>{guid}</guid>")
    };
    format!(
        "<item><title>Judul {number}</title><link>{link}</link>{guid}\
         <pubDate>Mon, 02 Nov 2026 08:{number:02}:07 +0700</pubDate>{body}</item>"
    )
}

/// Entries 3, 2 and 1, named by their number.
fn three(name: impl Fn(usize) -> (String, String)) -> Vec<String> {
    let named = |number| {
        let (link, guid) = name(number);
        entry(number, &link, &guid)
    };
    (1..=3).rev().map(named).collect()
}

/// The same without dates, so that they are as old as they were seen first.
fn undated(name: impl Fn(usize) -> (String, String)) -> Vec<String> {
    let items = three(name).into_iter();
    items
        .map(|item| {
            let (before, after) = item.split_once("<pubDate>").unwrap();
            let (_, after) = after.split_once("</pubDate>").unwrap();
            format!("{before}{after}")
        })
        .collect()
}

/// The same three entries under other names in the second pass.
fn renamed(
    name: &'static str,
    before: impl Fn(usize) -> (String, String),
    after: impl Fn(usize) -> (String, String),
) -> Story {
    Story::new(name, 3, &[&three(before), &three(after)])
}

fn body(element: &str, words: &str) -> String {
    format!("<{element}><![CDATA[{words}]]></{element}>")
}

fn same_posts() -> Vec<Story> {
    let page = |scheme: &str, number: usize| format!("{scheme}://situs.example/baca/{number}");
    let own = move |number: usize| (page("https", number), page("https", number));
    vec![
        renamed("https", |n| (page("http", n), page("http", n)), own),
        renamed("query", |n| (page("https", n), format!("http://situs.example/?p={n}")),
            |n| (page("https", n), format!("https://situs.example/?p={n}"))),
        renamed("www", own, |n| {
            let page = format!("https://www.situs.example/baca/{n}/");
            (page.clone(), page)
        }),
        renamed("tracking", own, |n| {
            let page = format!("https://situs.example/baca/{n}?utm_source=rss&amp;fbclid=x{n}");
            (page.clone(), page)
        }),
        renamed("session", own, |n| {
            let page = format!("https://situs.example/baca/{n};jsessionid=AB{n}?PHPSESSID=q{n}");
            (page.clone(), page)
        }),
        renamed("pretty", |n| (page("https", n), format!("https://situs.example/?p={n}")),
            |n| (page("https", n), page("https", n))),
        renamed("plain", |n| (page("https", n), format!("https://situs.example/?p={n}")),
            |n| (format!("https://situs.example/?p={n}"), String::new())),
        renamed("token", |n| (page("https", n), format!("a{n}-1794820")),
            |n| (page("https", n), format!("b{n}-9963415"))),
        renamed("guid goes", |n| (page("https", n), format!("id{n}")), |n| (page("https", n), String::new())),
        renamed("guid comes", |n| (page("https", n), String::new()), |n| (page("https", n), format!("id{n}"))),
        renamed("moved", own, |n| {
            let page = format!("https://situs-baru.example/2026/11/judul-{n}.html");
            (page.clone(), page)
        }),
        renamed("led on", own, |n| {
            let target = format!("https://situs.example/baca/{n}");
            (format!("https://www.google.com/url?rct=j&amp;url={target}&amp;ct=ga"), format!("tag:google:{n}"))
        }),
        renamed("index", |n| (format!("https://situs.example/baca/{n}/"), String::new()),
            |n| (format!("https://situs.example/baca/{n}/index.php"), String::new())),
        renamed("escapes", |n| (format!("https://situs.example/baca/%7ebudi/{n}"), String::new()),
            |n| (format!("https://situs.example/baca/~budi/{n}"), String::new())),
        // A guid that was one post's alone, and then everybody's.
        Story::new("shared later", 3, &[
            &[entry(1, &page("https", 1), "sama")],
            &[entry(2, &page("https", 2), "sama"), entry(1, &page("https", 1), "sama")],
            &[entry(3, &page("https", 3), "sama")],
        ]),
        Story::new("shared", 6, &[
            &(1..=5).rev().map(|n| entry(n, &page("https", n), "http://situs.example/")).collect::<Vec<_>>(),
            &(1..=6).rev().map(|n| entry(n, &page("https", n), "http://situs.example/")).collect::<Vec<_>>(),
        ]),
        Story::new("shared without links", 6, &[
            &(1..=5).rev().map(|n| entry(n, "https://situs.example/", "tag:")).collect::<Vec<_>>(),
            &(1..=6).rev().map(|n| entry(n, "https://situs.example/", "tag:")).collect::<Vec<_>>(),
        ]),
        Story::new("newest alone", 3, &[
            &[entry(1, &page("https", 1), "terbaru")],
            &[entry(2, &page("https", 2), "terbaru")],
            &[entry(3, &page("https", 3), "terbaru")],
        ]),
        Story::new("counted", 3, &[
            &three(own),
            &(1..=3).rev().map(|n| {
                let words = body("description", &format!("Isi nomor {n}"));
                let behind = format!("<f:origLink xmlns:f='urn:f'>https://situs.example/baca/{n}</f:origLink>");
                entry_of(n, &format!("http://feedproxy.example/~r/blog/~3/x{n}/"), &format!("z{n}"), &(words + &behind))
            }).collect::<Vec<_>>(),
        ]),
    ]
}

/// Feeds that show whole posts, then parts of them, and whole posts again.
fn parts() -> Vec<Story> {
    let whole = |n: usize| {
        format!("<p>Isi lengkap nomor {n} tentang kegiatan hari ini.</p><p>Sampai di sini.</p>")
    };
    let full = |n: usize| {
        let link = format!("https://situs.example/baca/{n}");
        entry_of(
            n,
            &link,
            &format!("g{n}"),
            &(body("description", "Isi [...]") + &body("content:encoded", &whole(n))),
        )
    };
    let short = |n: usize, tail: &str| {
        let link = format!("https://situs.example/baca/{n}");
        let words = format!("Isi lengkap nomor {n} tentang{tail}");
        entry_of(n, &link, &format!("g{n}"), &body("description", &words))
    };
    let tails = [
        " [...]",
        " […]",
        "…",
        "… <a href='/x'>Continue reading</a>",
        "… Baca selengkapnya »",
        " [&#8230;] The post Judul appeared first on Situs.",
    ];
    let story =
        |tail: &'static str| Story::new(tail, 1, &[&[full(1)], &[short(1, tail)], &[full(1)]]);
    let title_alone = Story::new(
        "title",
        1,
        &[
            &[full(1)],
            &[entry_of(1, "https://situs.example/baca/1", "g1", "")],
        ],
    );
    let read_later = Story {
        revisions: 2,
        ..Story::new(
            "whole later",
            1,
            &[&[short(1, " [...]")], &[full(1)], &[short(1, " [...]")]],
        )
    };
    tails
        .into_iter()
        .map(story)
        .chain([title_alone, read_later])
        .collect()
}

/// Tells all stories at once, each a feed of its own.
fn tell(stories: &[Story]) {
    let pass = Arc::new(AtomicUsize::new(0));
    let (now, shown) = (
        pass.clone(),
        stories.iter().map(|story| story.passes.clone()),
    );
    let shown: Arc<Vec<_>> = Arc::new(shown.collect());
    let site = World::start(move |asked: &Asked| {
        let number: usize = asked.path.strip_prefix("/umpan/")?.parse().ok()?;
        let passes = shown.get(number)?;
        let items = &passes[now.load(Ordering::SeqCst).min(passes.len() - 1)];
        let feed = rss(items).replace(
            "<rss",
            "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
        );
        Some(Told::new(200, "text/xml", feed))
    });
    let installation = Installation::new();
    installation.set("crawl", "recheck_posts = 0");
    let addresses: Vec<String> = (0..stories.len())
        .map(|n| site.at(&format!("/umpan/{n}")))
        .collect();
    let rows: Vec<_> = addresses
        .iter()
        .map(|address| ("feed", address.as_str()))
        .collect();
    installation.register(&rows);
    for number in 0..3 {
        pass.store(number, Ordering::SeqCst);
        let report = installation.json(&["crawl"]);
        assert_eq!(report["posts_edited"], 0, "pass {number}: {report:#}");
    }
    for (number, story) in stories.iter().enumerate() {
        let account = format!(
            "(SELECT id FROM account WHERE address = '{}')",
            addresses[number]
        );
        let count =
            |what: &str| installation.rows(&format!("{what} account_id = {account}"))[0].clone();
        let posts = count("SELECT count(*) FROM post WHERE");
        assert_eq!(posts, story.posts.to_string(), "{}: posts", story.name);
        let revisions = count("SELECT count(*) FROM revision JOIN post ON post.id = post_id WHERE");
        assert_eq!(
            revisions,
            story.revisions.to_string(),
            "{}: revisions",
            story.name
        );
    }
}

#[test]
fn a_post_is_one_however_it_is_named() {
    tell(&same_posts());
}

#[test]
fn a_feed_that_shows_less_or_more_of_its_posts_edits_none() {
    tell(&parts());
}

/// Pages that answer 404 say nothing while the feed cannot be read, or still lists the entries.
#[test]
fn entries_are_gone_only_when_their_feed_is_there_and_lacks_them() {
    let state = Arc::new(AtomicUsize::new(0));
    let now = state.clone();
    let three = undated(|n| (format!("/baca/{n}"), format!("g{n}")));
    let site = World::start(move |asked: &Asked| {
        if asked.path != "/umpan" {
            return None;
        }
        Some(match now.load(Ordering::SeqCst) {
            0 => Told::new(200, "text/xml", rss(&three)),
            1 => Told::nothing(404),
            2 => Told::html("<h1>Situs sedang dalam pemeliharaan</h1>"),
            _ => Told::new(200, "text/xml", rss(&three[..2])),
        })
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    installation.json(&["crawl"]);
    for (number, gone) in [(0, 0), (1, 0), (2, 0), (3, 1)] {
        state.store(number, Ordering::SeqCst);
        let report = installation.json(&["crawl"]);
        assert_eq!(
            report["posts_not_visible"], gone,
            "state {number}: {report:#}"
        );
    }
}

/// All entries lead to the front page, which says nothing of any of them.
#[test]
fn a_front_page_that_is_gone_takes_no_post_with_it() {
    let passes = Arc::new(AtomicUsize::new(0));
    let site = World::start(move |asked: &Asked| {
        let all = undated(|n| ("/".to_owned(), format!("g{n}")));
        (asked.path == "/umpan").then(|| {
            let from = passes.fetch_add(1, Ordering::SeqCst).min(2);
            Told::new(200, "text/xml", rss(&all[..3 - from]))
        })
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    for _ in 0..3 {
        assert_eq!(installation.json(&["crawl"])["posts_not_visible"], 0);
    }
    assert_eq!(site.asked(), ["/umpan"; 3]);
}

/// Two people of one feed are two accounts, and neither has the other's posts.
#[test]
fn each_author_of_a_feed_has_his_own_posts() {
    let by = |n: usize, name: &str| {
        let author = format!("<author>{name}</author><description>Isi {n}</description>");
        entry_of(n, &format!("/baca/{n}"), &format!("g{n}"), &author)
    };
    let items = [by(3, "Sari"), by(2, "Budi Santoso"), by(1, "Sari")];
    let site = World::start(move |asked: &Asked| {
        (asked.path == "/umpan").then(|| Told::new(200, "text/xml", rss(&items)))
    });
    let installation = Installation::new();
    let feed = site.at("/umpan");
    let rows = [
        "#penulis=Sari",
        "#penulis=Budi Santoso",
        "#penulis=Tuti",
        "",
    ]
    .map(|name| feed.clone() + name);
    installation.register(&rows.each_ref().map(|address| ("feed", address.as_str())));
    let report = installation.json(&["crawl"]);
    assert_eq!(report["posts_new"], 6, "{report:#}");
    let failed = report["failed"][0]["reason"].as_str().unwrap();
    assert!(failed.contains("nobody called \"tuti\""), "{failed}");
    let mixed = report["warnings"].as_array().unwrap().iter();
    let mixed = mixed.filter(|told| {
        told["message"]
            .as_str()
            .unwrap()
            .contains("several authors")
    });
    assert_eq!(mixed.count(), 1);
    let whose = "SELECT account.address || ' ' || author FROM revision JOIN post ON post.id = post_id \
        JOIN account ON account.id = account_id WHERE address LIKE '%=%' GROUP BY 1 ORDER BY 1";
    let expected = [
        format!("{feed}#penulis=budi-santoso Budi Santoso"),
        format!("{feed}#penulis=sari Sari"),
    ];
    assert_eq!(installation.rows(whose), expected);
    assert_eq!(json!(0), report["posts_edited"]);
}

/// Newest last, and larger than pages may be.
#[test]
fn a_large_feed_is_read_to_its_end() {
    let words = "kata ".repeat(2000);
    let items: Vec<String> = (1..=12)
        .map(|n| {
            entry_of(
                n,
                &format!("/baca/{n}"),
                &format!("g{n}"),
                &body("description", &words),
            )
        })
        .collect();
    let site = World::start(move |asked: &Asked| {
        (asked.path == "/umpan").then(|| Told::new(200, "text/xml", rss(&items)))
    });
    let installation = Installation::new();
    installation.set("crawl", "recheck_posts = 0");
    installation.set("fetch", "body_bytes = 40000\nfeed_bytes = 60000");
    installation.register(&[("feed", &site.at("/umpan"))]);
    let report = installation.json(&["crawl"]);
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("fetch.feed_bytes"), "{reason}");
    installation.set("fetch", "feed_bytes = 1000000");
    let report = installation.json(&["crawl"]);
    assert_eq!(report["failed"], json!([]));
    assert_eq!(installation.rows("SELECT count(*) FROM post"), ["12"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Codings that were not asked for, and bodies in another coding than is said: they are read, or
/// the account is told which coding it was.
#[test]
fn a_feed_in_an_odd_coding_is_read_or_its_coding_is_named() {
    let feed = rss(&[rss_item(1, "Isi")]).into_bytes();
    let (brotli, zstandard) = (
        [0x1b, 0x3f, 0, 0, 0xc4, 0xe2, 0xb1, 0x91],
        [0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x40, 0xdd],
    );
    let ways: [(&str, Option<&str>, Vec<u8>, bool); 9] = [
        ("/br", Some("br"), brotli.to_vec(), false),
        ("/zstd", Some("zstd"), zstandard.to_vec(), false),
        ("/unsaid", None, gzip(&feed), true),
        ("/twice", Some("gzip"), gzip(&gzip(&feed)), true),
        ("/plain", Some("gzip"), feed.clone(), true),
        ("/deflate", Some("deflate"), deflated(&feed), true),
        ("/comma", Some(", gzip"), gzip(&feed), true),
        ("/charset", Some("UTF-8"), feed.clone(), true),
        ("/none", Some("none"), feed, true),
    ];
    let told = ways.clone();
    let site = World::start(move |asked: &Asked| {
        let (_, coding, body, _) = told.iter().find(|way| way.0 == asked.path)?;
        let answer = Told::new(200, "application/rss+xml", body.clone());
        Some(match coding {
            Some(coding) => answer.header("content-encoding", *coding),
            None => answer,
        })
    });
    let installation = Installation::new();
    let addresses: Vec<String> = ways.iter().map(|way| site.at(way.0)).collect();
    let rows: Vec<(&str, &str)> = addresses
        .iter()
        .map(|address| ("feed", &**address))
        .collect();
    installation.register(&rows);
    let report = installation.json(&["crawl"]);
    for (path, coding, _, is_read) in ways {
        let posts = format!(
            "SELECT count(*) FROM post JOIN account ON account.id = account_id WHERE address LIKE '%{path}'"
        );
        assert_eq!(
            installation.rows(&posts),
            [i64::from(is_read).to_string()],
            "{path}"
        );
        let named = |warning: &serde_json::Value| {
            let text = |key: &str| warning[key].as_str().unwrap_or_default().to_owned();
            text("address").ends_with(path) && text("message").contains(coding.unwrap_or("-"))
        };
        let warnings = report["warnings"].as_array().unwrap();
        assert!(is_read || warnings.iter().any(named), "{path}: {report:#}");
    }
}
