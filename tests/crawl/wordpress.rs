//! WordPress sites: small ones, those whose robots.txt closes the API, and whose posts count.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss};

/// A site that knows time of change, date, inclusion and pages; `second` is in the body of each
/// post.
fn site(posts: Vec<Value>, asked: &Asked) -> Told {
    let query = asked.target.split_once('?').unwrap_or_default().1;
    let given = |key: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.into_owned())
    };
    let number = |key, otherwise: usize| {
        given(key)
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let mut posts = posts;
    if let Some(ids) = given("include") {
        let ids: Vec<u64> = ids.split(',').filter_map(|id| id.parse().ok()).collect();
        posts.retain(|post| post["id"].as_u64().is_some_and(|id| ids.contains(&id)));
    }
    for (key, field) in [("modified_after", "modified_gmt"), ("after", "date_gmt")] {
        if let Some(after) = given(key) {
            posts.retain(|post| post[field].as_str() > after.get(..19));
        }
    }
    let order = given("orderby").unwrap_or_default();
    let field = if order == "modified" {
        "modified_gmt"
    } else {
        "date_gmt"
    };
    posts.sort_by_key(|post| post[field].as_str().unwrap_or_default().to_owned());
    let (size, page) = (number("per_page", 10), number("page", 1));
    let pages = posts.len().div_ceil(size);
    let shown: Vec<Value> = posts
        .iter()
        .skip((page - 1) * size)
        .take(size)
        .cloned()
        .collect();
    Told::json(&Value::Array(shown))
        .header("x-wp-total", posts.len().to_string())
        .header("x-wp-totalpages", pages.to_string())
}

fn post(number: usize, words: &str, author: usize) -> Value {
    let now: jiff::Timestamp = "2098-11-02T01:00:00Z".parse().unwrap();
    let hours = i64::try_from(500 - number).unwrap();
    let at = now - jiff::SignedDuration::from_mins(10 * hours);
    let at = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    json!({"id": number, "date_gmt": at, "modified_gmt": at, "link": format!("/tulisan/{number}"),
        "status": "publish", "title": {"rendered": format!("Judul {number}")},
        "content": {"protected": false, "rendered": format!("<p>{words}</p>")},
        "excerpt": {"rendered": ""}, "author": author})
}

fn requests(report: &Value) -> u64 {
    report["requests"].as_u64().unwrap()
}

#[rstest]
#[case::none(0)]
#[case::one(1)]
#[case::some(7)]
#[case::more(60)]
#[case::full(99)]
fn a_small_site_is_asked_once_a_visit(#[case] posts: usize) {
    let act = Arc::new(AtomicUsize::new(0));
    let acts = act.clone();
    let started: Vec<Value> = (1..=posts)
        .map(|number| post(number, "Apel pagi", 1))
        .collect();
    let world = World::start(move |asked: &Asked| {
        let mut posts = started.clone();
        match acts.load(Ordering::SeqCst) {
            // One that was scheduled long ago, and one that is edited without a later time.
            1 => {
                let mut late = post(490, "Dukung nomor dua", 1);
                late["modified_gmt"] = json!("2020-01-01T00:00:00");
                posts.push(late);
            }
            2 => posts.truncate(posts.len().saturating_sub(1)),
            _ => {}
        }
        asked
            .path
            .starts_with("/wp-json/wp/v2/posts")
            .then(|| site(posts, asked))
    });
    let installation = Installation::new();
    installation.register(&[("wordpress", &world.at("/"))]);
    let first = installation.json(&["crawl"]);
    assert_eq!(first["posts_new"], posts, "{first:#}");
    for _ in 0..2 {
        let again = installation.json(&["crawl"]);
        assert_eq!(requests(&again), 1, "{again:#}");
        assert_eq!(
            (&again["posts_edited"], &again["failed"]),
            (&json!(0), &json!([]))
        );
    }
    act.store(1, Ordering::SeqCst);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 1);
    act.store(2, Ordering::SeqCst);
    let gone = installation.json(&["crawl"])["posts_not_visible"].as_u64();
    assert_eq!(gone, Some(1 + u64::from(posts > 0)));
}

/// A site that grows beyond an answer is swept as others are.
#[test]
fn a_small_site_that_grows_loses_nothing() {
    let grown = Arc::new(AtomicUsize::new(90));
    let count = grown.clone();
    let world = World::start(move |asked: &Asked| {
        let posts = (1..=count.load(Ordering::SeqCst)).map(|number| post(number, "Apel", 1));
        asked
            .path
            .starts_with("/wp-json/wp/v2/posts")
            .then(|| site(posts.collect(), asked))
    });
    let installation = Installation::new();
    installation.register(&[("wordpress", &world.at("/"))]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 90);
    grown.store(320, Ordering::SeqCst);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 230);
    let quiet = installation.json(&["crawl"]);
    assert_eq!(
        (&quiet["posts_new"], &quiet["posts_edited"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn where_robots_txt_closes_the_api_the_feed_is_read() {
    let closed = Arc::new(AtomicUsize::new(1));
    let rules = closed.clone();
    let world = World::start(move |asked: &Asked| {
        let item = |number: usize| {
            let at = post(number, "", 1)["date_gmt"].as_str().unwrap().to_owned() + "Z";
            format!(
                "<item><title>Judul {number}</title><link>/tulisan/{number}</link>\
                 <guid isPermaLink=\"false\">http://uji.example/?p={number}</guid>\
                 <pubDate>{at}</pubDate><content:encoded xmlns:content=\"urn:c\">\
                 Apel pagi</content:encoded></item>"
            )
        };
        match asked.path.as_str() {
            "/robots.txt" if rules.load(Ordering::SeqCst) == 1 => Some(Told::new(
                200,
                "text/plain",
                "User-agent: *\nDisallow: /wp-json/\nDisallow: /*rest_route=",
            )),
            "/feed/" => Some(Told::new(200, "text/xml", rss(&[item(2), item(1)]))),
            path if path.starts_with("/tulisan/") => Some(Told::html("<h1>Judul</h1>")),
            path => path.starts_with("/wp-json/wp/v2/posts").then(|| {
                let posts = (1..=2).map(|number| post(number, "Apel pagi", 1));
                site(posts.collect(), asked)
            }),
        }
    });
    let installation = Installation::new();
    installation.register(&[("wordpress", &world.at("/"))]);
    let first = installation.json(&["crawl"]);
    let told = (&first["posts_new"], &first["failed"]);
    assert_eq!(told, (&json!(2), &json!([])), "{first:#}");
    assert_eq!(installation.rows("SELECT state FROM account"), ["active"]);
    let second = installation.json(&["crawl"]);
    assert_eq!(
        (&second["posts_new"], &second["posts_edited"]),
        (&json!(0), &json!(0))
    );
    let asked = world.asked();
    assert!(
        !asked.iter().any(|target| target.contains("wp-json")),
        "{asked:?}"
    );
    closed.store(0, Ordering::SeqCst);
    installation.rows("DELETE FROM robots");
    let open = installation.json(&["crawl"]);
    assert_eq!(
        (&open["posts_new"], &open["posts_edited"]),
        (&json!(0), &json!(0)),
        "{open:#}"
    );
    assert!(
        world
            .asked()
            .iter()
            .any(|target| target.contains("wp-json"))
    );
}

/// A site that does not hear whose posts are asked for, and one that leads the feed of an author
/// to that of all.
#[rstest]
#[case::deaf(false)]
#[case::feed(true)]
fn posts_of_others_are_left_out(#[case] shut: bool) {
    let world = World::start(move |asked: &Asked| {
        let item = "<item><title>Tulisan orang lain</title><link>/tulisan/9</link></item>";
        match asked.path.as_str() {
            path if shut && path.starts_with("/wp-json") => Some(Told::new(
                401,
                "application/json",
                "{\"code\":\"rest_forbidden\"}",
            )),
            "/wp-json/wp/v2/users" => Some(Told::json(&json!([{"id": 3, "slug": "budi"}]))),
            "/wp-json/wp/v2/posts" => {
                let posts = vec![post(1, "Apel", 3), post(2, "Dukung", 5)];
                Some(site(posts, asked))
            }
            "/author/budi/feed/" => {
                Some(Told::new(301, "text/html", "").header("location", "/feed/"))
            }
            "/feed/" => Some(Told::new(200, "text/xml", rss(&[item.to_owned()]))),
            _ => None,
        }
    });
    let installation = Installation::new();
    installation.register(&[("wordpress", &world.at("/author/budi/"))]);
    installation.run(&["crawl"]);
    let kept = installation.rows("SELECT native_id FROM post");
    assert_eq!(kept, if shut { vec![] } else { vec!["1".to_owned()] });
    let failures = installation.rows("SELECT failures FROM account");
    assert_eq!(failures, [u8::from(shut).to_string()]);
}

/// What a host answers for its feed says nothing of the account.
#[test]
fn a_feed_that_is_gone_is_no_account_that_is_gone() {
    let world = World::start(|asked: &Asked| {
        let api = asked.path.starts_with("/wp-json");
        Some(Told::nothing(if api { 403 } else { 410 }))
    });
    let installation = Installation::new();
    installation.register(&[("wordpress", &world.at("/"))]);
    installation.run(&["crawl"]);
    assert_eq!(installation.rows("SELECT state FROM account"), ["unknown"]);
}
