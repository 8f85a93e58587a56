//! Over all sources that are crawled: a second pass over an unchanged world makes no revision and
//! no change of state and asks less than the first; what others do makes no revision either; what
//! the author does makes one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss};

/// What others did so far, and what the author did to the first post.
#[derive(Debug, Clone, Default)]
struct Acts {
    of_others: Arc<AtomicUsize>,
    of_author: Arc<AtomicUsize>,
}

impl Acts {
    fn others(&self) -> usize {
        self.of_others.load(Ordering::SeqCst)
    }

    /// The author's words in a post.
    fn words(&self, number: usize) -> String {
        match self.of_author.load(Ordering::SeqCst) {
            1 if number == 1 => format!("Dukung nomor {number}, ayo coblos"),
            _ => format!("Apel pagi nomor {number}"),
        }
    }

    fn edited(&self, number: usize) -> Option<&'static str> {
        let edited = self.of_author.load(Ordering::SeqCst) == 1 && number == 1;
        edited.then_some("2026-11-10T02:00:00Z")
    }
}

fn picture(number: usize, others: usize) -> String {
    format!(
        "https://cdn{others}.example/foto/{number}-{0}x{0}.jpg?Expires={others}",
        100 + others
    )
}

fn feed(asked: &Asked, acts: &Acts, posts: usize) -> Option<Told> {
    let others = acts.others();
    let item = |number: usize| {
        format!(
            "<item><title>Judul {number}</title><link>/t/{number}?utm_source=umpan{others}</link>\
             <guid isPermaLink=\"false\">g{number}</guid>\
             <pubDate>Mon, 02 Nov 2026 08:00:{number:02} +0700</pubDate>\
             <slash:comments xmlns:slash=\"urn:s\">{others}</slash:comments><description><![CDATA[\
             <p>{}</p><img src=\"{}\"><p>Dibaca {others} kali, {others} komentar</p>]]>\
             </description></item>",
            acts.words(number),
            picture(number, others),
        )
    };
    let items: Vec<String> = (1..=posts).rev().map(item).collect();
    match asked.path.as_str() {
        "/umpan" => {
            Some(Told::new(200, "text/xml", rss(&items)).header("x-hits", others.to_string()))
        }
        path => path.starts_with("/t/").then(|| Told::html("<p>Halaman")),
    }
}

/// Dated in a time to come, so that its posts are filed under their capture and looked at again
/// whenever the test runs.
fn html(asked: &Asked, acts: &Acts, posts: usize) -> Option<Told> {
    let others = acts.others();
    if asked.path == "/berita/" {
        let entry = |number: usize| {
            format!(
                "<article><h2><a href=\"/baca/{number};jsessionid={others:032x}?fbclid={others}\">\
                 J{number}</a></h2><span>{others} komentar</span></article>"
            )
        };
        return Some(Told::html((1..=posts).map(entry).collect::<String>()));
    }
    let number = asked.path.strip_prefix("/baca/")?.split(';').next()?;
    let number: usize = number.parse().ok()?;
    Some(Told::html(format!(
        "<html><head><link rel=canonical href=\"/baca/{number}\"></head><body>\
         <h1>Judul {number}</h1><time datetime=\"2098-11-02T08:00:00+07:00\">{others} hari lalu</time>\
         <div class=isi><p>{}</p><img src=\"{}\"><p>Dilihat: {others} kali. Dibagikan {others} kali</p></div>\
         <aside><h3>Terkait</h3><a href=/baca/99>Kabar lain {others}</a></aside></body></html>",
        acts.words(number),
        picture(number, others),
    )))
}

fn wordpress(asked: &Asked, acts: &Acts, posts: usize) -> Option<Told> {
    if !asked.path.starts_with("/wp-json/wp/v2/posts") {
        return None;
    }
    let others = acts.others();
    let query: Vec<(String, String)> = url::form_urlencoded::parse(
        asked
            .target
            .split_once('?')
            .unwrap_or_default()
            .1
            .as_bytes(),
    )
    .into_owned()
    .collect();
    let given = |key: &str| {
        query
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    };
    let post = |number: usize| {
        let written = format!("2026-11-02T01:00:{number:02}");
        let modified = acts
            .edited(number)
            .map_or(written.clone(), |at| at.trim_end_matches('Z').to_owned());
        json!({
            "id": number, "status": "publish", "date_gmt": written, "modified_gmt": modified,
            "date": written, "modified": modified, "link": format!("http://situs.example/{number}/"),
            "title": {"rendered": format!("Judul {number}")},
            "content": {"protected": false, "rendered": format!(
                "<p>{}</p><img src=\"{}\"><div class=terkait>Kabar lain {others}</div>",
                acts.words(number), picture(number, others))},
            "excerpt": {"rendered": ""}, "author": 1,
        })
    };
    let wanted: Option<Vec<usize>> =
        given("include").map(|ids| ids.split(',').filter_map(|id| id.parse().ok()).collect());
    let after = given("modified_after")
        .or_else(|| given("after"))
        .unwrap_or("")
        .to_owned();
    let by = if given("modified_after").is_some() {
        "modified_gmt"
    } else {
        "date_gmt"
    };
    let list: Vec<Value> = (1..=posts)
        .filter(|number| wanted.as_ref().is_none_or(|wanted| wanted.contains(number)))
        .map(post)
        .filter(|post| {
            wanted.is_some() || post[by].as_str().unwrap() > after.get(..19).unwrap_or("")
        })
        .collect();
    let total = list.len().to_string();
    let told = Told::json(&Value::Array(list)).header("x-wp-totalpages", "1");
    Some(told.header("x-wp-total", total))
}

fn mastodon(asked: &Asked, acts: &Acts, posts: usize) -> Option<Told> {
    let others = acts.others();
    let me = json!({"id": "7", "acct": "budi", "username": "budi", "url": "https://uji.example/@budi",
        "followers_count": others, "avatar": format!("https://uji.example/a.png?{others}")});
    let lain = json!({"id": "8", "acct": format!("sari{others}"), "url": format!("https://uji.example/@sari{others}")});
    let status = |number: usize| {
        let own = json!({
            "id": (1000 + number).to_string(), "uri": format!("https://uji.example/s/{number}"),
            "url": format!("https://uji.example/@budi/{number}"), "visibility": "public",
            "created_at": "2026-11-02T01:00:00Z", "edited_at": acts.edited(number), "account": me,
            "content": format!("<p><a class=\"u-url mention\" href=\"https://uji.example/@sari\">@<span>sari{others}</span></a> {}</p>", acts.words(number)),
            "in_reply_to_id": if others == 0 { json!("5") } else { Value::Null },
            "in_reply_to_account_id": if others == 0 { json!("8") } else { Value::Null },
            "mentions": [{"id": "8", "acct": format!("sari{others}")}], "favourites_count": others,
            "media_attachments": [{"id": format!("m{number}"), "type": "image", "url": picture(number, others), "description": "spanduk"}],
            "card": {"title": format!("Kartu {others}")}, "reblog": null,
        });
        if !number.is_multiple_of(3) {
            return own;
        }
        json!({"id": (1000 + number).to_string(), "uri": format!("https://uji.example/s/{number}/activity"),
            "visibility": "public", "created_at": "2026-11-02T01:00:00Z", "account": me, "content": "",
            "reblog": {"id": "55", "uri": "https://uji.example/s/55", "account": lain, "visibility": "public",
                "url": "https://uji.example/@sari/55", "created_at": "2026-11-01T01:00:00Z",
                "content": format!("<p>Kata Sari {others}</p>"), "media_attachments": []}})
    };
    match asked.path.as_str() {
        "/api/v1/accounts/lookup" => Some(Told::json(&me)),
        "/api/v1/accounts/7/statuses" if asked.target.contains("max_id") => {
            Some(Told::json(&json!([])))
        }
        "/api/v1/accounts/7/statuses" => Some(Told::json(
            &(1..=posts).rev().map(status).collect::<Value>(),
        )),
        path => {
            let id: usize = path.strip_prefix("/api/v1/statuses/")?.parse().ok()?;
            Some(Told::json(&status(id - 1000)))
        }
    }
}

fn bluesky(asked: &Asked, acts: &Acts, posts: usize) -> Option<Told> {
    const POST: &str = "app.bsky.feed.post";
    let revision = format!("3rev{}", acts.of_author.load(Ordering::SeqCst));
    let record = |number: usize| {
        let edited = acts.edited(number).is_some();
        json!({"uri": format!("at://did:plc:budi/{POST}/{}", key(number)), "cid": format!("cid{number}{edited}"),
            "value": {"$type": POST, "text": acts.words(number), "createdAt": "2026-11-02T01:00:00Z"}})
    };
    let wants = |collection: &str| asked.target.contains(&format!("collection={collection}"));
    match asked.path.rsplit('/').next()? {
        "com.atproto.identity.resolveHandle" => Some(Told::json(&json!({"did": "did:plc:budi"}))),
        "com.atproto.sync.getLatestCommit" => {
            Some(Told::json(&json!({"cid": revision, "rev": revision})))
        }
        "com.atproto.repo.listRecords" if wants(POST) => Some(Told::json(
            &json!({"records": (1..=posts).rev().map(record).collect::<Value>()}),
        )),
        "com.atproto.repo.listRecords" => Some(Told::json(&json!({"records": []}))),
        "com.atproto.repo.getRecord" => {
            let number = (1..=posts).find(|number| asked.target.contains(&key(*number)))?;
            Some(Told::json(&record(number)))
        }
        _ => None,
    }
}

/// A record key of the second of November 2026: a TID, whose time agrees with the claim.
fn key(number: usize) -> String {
    const DIGITS: &[u8] = b"234567abcdefghijklmnopqrstuvwxyz";
    let micros = 1_793_581_200_000_000_u64 + number as u64;
    let value = micros << 10;
    let digit = |place: u32| DIGITS[usize::try_from(value >> (5 * place) & 31).unwrap()] as char;
    (0..13).rev().map(digit).collect()
}

type Site = fn(&Asked, &Acts, usize) -> Option<Told>;

fn start(site: Site, acts: &Acts, posts: usize) -> World {
    let acts = acts.clone();
    World::start(move |asked: &Asked| site(asked, &acts, posts))
}

const ADAPTER: &str = "name = \"uji\"\nhosts = [\"127.0.0.1\"]\ntime_zone = \"WIB\"\n[listing]\n\
    item = \"article\"\nlink = \"h2 a\"\n[post]\ntitle = \"h1\"\nbody = \".isi\"\ndate = \"time\"\n";

fn installation(world: &World, platform: &str, path: &str) -> Installation {
    let installation = Installation::new();
    let adapter = installation.path().join("config/sources/uji.toml");
    std::fs::write(adapter, ADAPTER).unwrap();
    let address = match platform {
        "bluesky" => world.at("/did:plc:budi"),
        _ => world.at(path),
    };
    installation.register(&[(platform, &address)]);
    installation
}

/// Sources, with the path of the account.
#[rstest]
#[case::feed("feed", "/umpan", feed)]
#[case::html("html", "/berita/", html)]
#[case::wordpress("wordpress", "/", wordpress)]
#[case::mastodon("mastodon", "/@budi", mastodon)]
#[case::bluesky("bluesky", "", bluesky)]
fn only_what_the_author_does_makes_a_revision(
    #[case] platform: &str,
    #[case] path: &str,
    #[case] site: Site,
    #[values(1, 7)] posts: usize,
) {
    let acts = Acts::default();
    let world = start(site, &acts, posts);
    let installation = installation(&world, platform, path);
    let first = installation.json(&["crawl"]);
    assert_eq!(
        (&first["posts_new"], &first["failed"]),
        (&json!(posts), &json!([])),
        "{first:#}"
    );
    let state = || installation.rows("SELECT state || coalesce(seen_address, '') FROM account");
    let before = state();

    let second = installation.json(&["crawl"]);
    assert_quiet(&second);
    let requests = |report: &Value| report["requests"].as_u64().unwrap();
    assert!(requests(&second) < requests(&first), "{first:#}{second:#}");

    for _ in 0..3 {
        acts.of_others.fetch_add(1, Ordering::SeqCst);
        assert_quiet(&installation.json(&["crawl"]));
    }
    assert_eq!(state(), before);

    acts.of_author.store(1, Ordering::SeqCst);
    let edited = installation.json(&["crawl"]);
    assert_eq!(
        (&edited["posts_edited"], &edited["posts_new"]),
        (&json!(1), &json!(0)),
        "{edited:#}"
    );
    assert_quiet(&installation.json(&["crawl"]));
}

fn assert_quiet(report: &Value) {
    for count in [
        "posts_new",
        "posts_edited",
        "posts_reread",
        "posts_not_visible",
    ] {
        assert_eq!(report[count], 0, "{count} of {report:#}");
    }
    assert_eq!(report["failed"], json!([]), "{report:#}");
}
