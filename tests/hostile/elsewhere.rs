//! Whoever is watched names somebody else's address: it is not asked, not even for its robots.txt,
//! nobody's post is gone on that host's word, and an operator is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use netra::model::Reach;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::world::{Told, World, rss};

const ADAPTER: &str = "name = \"uji\"\nhosts = [\"127.0.0.1\"]\ntime_zone = \"WIB\"\n[listing]\n\
    item = \"article\"\nlink = \"h2 a\"\n[post]\ntitle = \"h1\"\nbody = \".isi\"\ndate = \"time\"\n";

/// Somebody else, who has nothing that anybody asks for.
fn stranger() -> World {
    World::start(|_| Some(Told::nothing(404)))
}

/// An item of the time in which posts are looked at again.
fn item(number: usize, link: &str) -> String {
    format!(
        "<item><title>Judul {number}</title><link>{link}</link><guid>g{number}</guid>\
         <pubDate>Mon, 03 Nov 2098 08:00:{number:02} +0700</pubDate>\
         <description>Isi tulisan {number}</description></item>"
    )
}

fn feed(items: &[String]) -> Told {
    Told::new(200, "text/xml", rss(items))
}

fn moved(to: &str) -> Told {
    Told::new(301, "text/html", "").header("location", to)
}

fn reasons(report: &Value) -> String {
    let failed = report["failed"].as_array().unwrap().iter();
    failed.map(|one| one["reason"].as_str().unwrap()).collect()
}

/// Whether somebody else is watched too: it makes no difference.
#[derive(Debug, Clone, Copy)]
enum Stranger {
    Unknown,
    Watched,
}

impl Stranger {
    /// Registers the first account, and the stranger's if that is watched.
    fn register(self, installation: &Installation, platform: &str, account: &str, other: &World) {
        let theirs = other.at("/umpan-lain");
        let rows = [(platform, account), ("feed", &*theirs)];
        let known = match self {
            Self::Unknown => 1,
            Self::Watched => 2,
        };
        installation.register(&rows[..known]);
    }
}

/// A visit to the first account.
const CRAWL: [&str; 3] = ["crawl", "--account", "1"];

/// A feed whose posts name pages, and shows none of them from the second visit on.
fn crawled_twice(links: &[String], is: Stranger, other: &World) -> (Installation, Value) {
    let items: Vec<String> = links.iter().enumerate().map(|(n, l)| item(n, l)).collect();
    let is_empty = Arc::new(AtomicBool::new(false));
    let empty = is_empty.clone();
    let home = World::start(move |asked| match asked.path.as_str() {
        "/feed" if empty.load(Ordering::SeqCst) => Some(feed(&[])),
        "/feed" => Some(feed(&items)),
        "/pindah" => None,
        _ => Some(Told::html("<p>Masih ada")),
    });
    let installation = Installation::new();
    is.register(&installation, "feed", &home.at("/feed"), other);
    let first = installation.json(&CRAWL);
    assert_eq!(first["posts_new"], links.len(), "{first:#}");
    is_empty.store(true, Ordering::SeqCst);
    let second = installation.json(&CRAWL);
    (installation, second)
}

#[rstest]
fn a_feed_does_not_make_anybody_ask_a_stranger_about_its_posts(
    #[values(Stranger::Unknown, Stranger::Watched)] is: Stranger,
) {
    let stranger = stranger();
    let links: Vec<String> = (0..6)
        .map(|number| stranger.at(&format!("/korban?hapus={number}")))
        .collect();
    let (installation, report) = crawled_twice(&links, is, &stranger);
    assert_eq!(stranger.asked_for_anything(), 0);
    assert_eq!(report["posts_not_visible"], 0, "{report:#}");
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("no second look at 6 posts"), "{warnings}");
    assert_eq!(report["failed"], json!([]), "the account itself was read");
    let gone = installation.rows("SELECT id FROM post WHERE not_visible_at IS NOT NULL");
    assert_eq!(gone, [""; 0]);
}

/// What answers, and the address that is registered.
#[rstest]
#[case::feed("feed", "/feed")]
#[case::page_of_posts("html", "/berita/")]
#[case::interface_of_wordpress("wordpress", "/")]
#[case::robots_txt("feed", "/robot")]
fn a_site_that_leads_to_a_stranger_is_told_and_not_followed(
    #[case] platform: &str,
    #[case] path: &'static str,
    #[values(301, 302, 307)] status: u16,
    #[values(Stranger::Unknown, Stranger::Watched)] is: Stranger,
) {
    let stranger = stranger();
    let to = stranger.at("/korban");
    let home = World::start(move |asked| match asked.path.as_str() {
        "/robots.txt" if path != "/robot" => None,
        _ => Some(Told::nothing(status).header("location", &to)),
    });
    let installation = Installation::new();
    if platform == "html" {
        let adapter = installation.path().join("config/sources/uji.toml");
        std::fs::write(adapter, ADAPTER).unwrap();
    }
    is.register(&installation, platform, &home.at(path), &stranger);
    let report = installation.json(&CRAWL);
    assert_eq!(stranger.asked_for_anything(), 0);
    let told = reasons(&report);
    assert!(told.contains(&stranger.at("/korban")), "{told}");
    assert!(told.contains("netra registry import"), "{told}");
}

#[rstest]
fn a_page_may_not_name_the_feed_of_a_stranger(
    #[values(Stranger::Unknown, Stranger::Watched)] is: Stranger,
) {
    let stranger = stranger();
    let link = stranger.at("/umpan");
    let home = World::start(move |_| {
        Some(Told::html(format!(
            "<!doctype html><link rel=alternate type=\"application/rss+xml\" href=\"{link}\">\
             <p>Halaman"
        )))
    });
    let installation = Installation::new();
    is.register(&installation, "feed", &home.at("/"), &stranger);
    for _ in 0..2 {
        let told = reasons(&installation.json(&CRAWL));
        assert!(told.contains(&stranger.at("/umpan")), "{told}");
    }
    assert_eq!(stranger.asked_for_anything(), 0);
}

/// A second look that is led away says nothing of the post.
#[rstest]
fn no_post_is_gone_on_the_word_of_a_stranger(
    #[values(Stranger::Unknown, Stranger::Watched)] is: Stranger,
) {
    let stranger = stranger();
    let to = stranger.at("/hilang");
    let is_empty = Arc::new(AtomicBool::new(false));
    let empty = is_empty.clone();
    let home = World::start(move |asked| match asked.path.as_str() {
        "/feed" if empty.load(Ordering::SeqCst) => Some(feed(&[])),
        "/feed" => Some(feed(&[item(1, "/tulisan/1"), item(2, "/tulisan/2")])),
        "/tulisan/1" => Some(moved(&to)),
        _ => None,
    });
    let installation = Installation::new();
    is.register(&installation, "feed", &home.at("/feed"), &stranger);
    installation.json(&CRAWL);
    is_empty.store(true, Ordering::SeqCst);
    let report = installation.json(&CRAWL);
    assert_eq!(stranger.asked_for_anything(), 0);
    // The other one is gone on the word of its own host.
    assert_eq!(report["posts_not_visible"], 1, "{report:#}");
    let gone = installation.rows("SELECT native_id FROM post WHERE not_visible_at IS NOT NULL");
    assert_eq!(gone, ["g2"]);
    assert!(report["warnings"].to_string().contains("now leads to"));
}

/// The host of a handle is the office's; webfinger there names the server that has the account.
#[test]
fn a_server_that_webfinger_names_is_asked_though_the_host_leads_elsewhere() {
    let stranger = stranger();
    let server = World::start(|asked| match asked.path.as_str() {
        "/api/v1/accounts/lookup" => Some(Told::json(&json!({"id": "7", "username": "budi"}))),
        "/api/v1/accounts/7/statuses" => Some(Told::json(&json!([]))),
        _ => None,
    });
    let (to, actor) = (stranger.at("/"), server.at("/users/budi"));
    let home = World::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => None,
        "/.well-known/webfinger" => Some(Told::json(&json!({"links": [
            {"rel": "self", "type": "application/activity+json", "href": actor}]}))),
        _ => Some(moved(&to)),
    });
    let installation = Installation::new();
    installation.register(&[("mastodon", &home.at("/@budi"))]);
    let report = installation.json(&["crawl"]);
    assert_eq!(stranger.asked_for_anything(), 0);
    assert_eq!(report["failed"], json!([]), "{report:#}");
    assert!(report["warnings"].to_string().contains("now leads to"));
    let asked = server.asked();
    assert!(asked[0].starts_with("/api/v1/accounts/lookup"), "{asked:?}");
}

#[rstest]
#[case::encrypted("https://server.example/x", true)]
#[case::plain("http://server.example/x", true)]
#[case::shell("http://server.example:22/x", false)]
#[case::database("https://server.example:5432/x", false)]
fn directions_lead_to_ports_of_the_web_alone(#[case] to: &str, #[case] permitted: bool) {
    let mut reach = Reach::of(&"https://contoh.go.id/".parse().unwrap());
    let to = to.parse().unwrap();
    assert!(!reach.permits_to_be_led_to(&to));
    reach.let_answers_name_sites();
    assert!(!reach.permits(&to), "by itself it is not named");
    assert_eq!(reach.permits_to_be_led_to(&to), permitted);
}

/// Lists go on where an answer says, as far as that is the account's own site: nobody reads another's
/// list on its behalf, so that nobody has what another wrote.
#[rstest]
#[case::moved(|to: &str| moved(to))]
#[case::goes_on(|to: &str| Told::new(200, "application/feed+json", json!({
    "version": "https://jsonfeed.org/version/1.1", "title": "Umpan", "next_url": to,
    "items": []}).to_string()))]
#[case::older(|to: &str| Told::new(200, "application/atom+xml", format!(
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Umpan</title>\
     <link rel=\"next\" href=\"{to}\"/><link rel=\"prev-archive\" href=\"{to}\"/></feed>")))]
fn nobody_reads_the_list_of_somebody_else(#[case] leads: fn(&str) -> Told) {
    let other = World::start(|_| Some(feed(&[item(1, "/tulisan/1")])));
    let to = other.at("/feed");
    let home = World::start(move |asked| (asked.path == "/feed").then(|| leads(&to)));
    let installation = Installation::new();
    Stranger::Watched.register(&installation, "feed", &home.at("/feed"), &other);
    let report = installation.json(&CRAWL);
    assert_eq!(other.asked_for_anything(), 0, "{report:#}");
    assert_eq!(report["posts_new"], 0, "{report:#}");
    assert!(
        report.to_string().contains(&other.at("/feed")),
        "{report:#}"
    );
}

#[rstest]
#[case::encrypted("http://contoh.go.id/feed", "https://contoh.go.id/feed")]
#[case::with_www("https://contoh.go.id/", "https://www.contoh.go.id/")]
#[case::without_www("https://www.contoh.go.id/", "https://contoh.go.id/")]
#[case::below("https://contoh.go.id/", "https://berita.dinas.contoh.go.id/x")]
#[case::above("https://berita.contoh.sch.id/", "https://contoh.sch.id/")]
#[case::village("https://sukamaju.desa.id/", "https://www.sukamaju.desa.id/")]
#[case::capitals("https://CONTOH.ac.id/", "https://contoh.AC.id/")]
#[case::dot("https://contoh.ac.id/", "https://contoh.ac.id./")]
#[case::own_port("http://contoh.web.id:8080/", "http://contoh.web.id:8080/x")]
#[case::from_own_port("http://contoh.web.id:8080/", "https://contoh.web.id/")]
#[case::number("http://203.0.113.9/", "https://203.0.113.9/")]
#[case::suffix("https://go.id/", "https://www.go.id/")]
#[case::same_letters_wide("https://contoh.go.id/", "https://\u{ff43}\u{ff4f}ntoh.go.id/")]
#[case::ideographic_dot("https://contoh.go.id/", "https://contoh\u{3002}go.id/")]
#[case::code_of_its_own("https://b\u{fc}cher.example/", "https://xn--bcher-kva.example/")]
#[case::soft_hyphen("https://contoh.go.id/", "https://con\u{ad}toh.go.id/")]
#[case::number_written_otherwise("http://203.0.113.9/", "https://3405803785/")]
fn what_belongs_to_one_site(#[case] registered: &str, #[case] to: &str) {
    assert!(Reach::of(&registered.parse().unwrap()).permits(&to.parse().unwrap()));
}

#[rstest]
#[case::other_office("https://contoh.go.id/", "https://lain.go.id/")]
#[case::other_school("https://a.sch.id/", "https://b.sch.id/")]
#[case::other_village("https://a.desa.id/", "https://b.desa.id/")]
#[case::other_college("https://a.ac.id/", "https://b.ac.id/")]
#[case::other_web("https://a.web.id/", "https://b.web.id/")]
#[case::suffix("https://contoh.go.id/", "https://go.id/")]
#[case::below_a_suffix("https://go.id/", "https://contoh.go.id/")]
#[case::other_blog("https://a.blogspot.com/", "https://b.blogspot.com/")]
#[case::host_of_blogs("https://a.blogspot.com/", "https://blogspot.com/")]
#[case::other_pages("https://a.github.io/", "https://b.github.io/")]
#[case::looks_alike("https://contoh.go.id/", "https://contoh.go.id.evil.example/")]
#[case::ends_alike("https://contoh.go.id/", "https://bukancontoh.go.id/")]
#[case::other_port("https://contoh.go.id/", "https://contoh.go.id:8443/")]
#[case::shell("https://contoh.go.id/", "http://contoh.go.id:22/")]
#[case::other_number("http://203.0.113.9/", "http://203.0.113.10/")]
#[case::number_that_ends_alike("http://203.0.113.9/", "http://1.203.0.113/")]
#[case::other_version("http://[2606:4700::1]/", "http://[2606:4700::2]/")]
#[case::number_of_a_name("http://contoh.go.id/", "http://203.0.113.9/")]
#[case::name_of_one_label("http://kantor/", "http://gudang/")]
#[case::borrowed_letter("https://contoh.go.id/", "https://c\u{43e}nt\u{43e}h.go.id/")]
#[case::marked_letter("https://contoh.go.id/", "https://cont\u{f2}h.go.id/")]
#[case::mark_below("https://contoh.go.id/", "https://conto\u{323}h.go.id/")]
#[case::code_of_a_name("https://contoh.go.id/", "https://xn--cnth-55da.go.id/")]
#[case::unlike_dot("https://contoh.go.id/", "https://contoh\u{b7}go.id/")]
#[case::name_before("https://contoh.go.id/", "https://contoh.go.id@evil.example/")]
#[case::back_slash("https://contoh.go.id/", "https://evil.example\\@contoh.go.id/")]
#[case::dash("https://contoh.go.id/", "https://contoh-go.id/")]
#[case::suffix_that_is_new("https://contoh.go.id/", "https://contoh.go.id.com/")]
#[case::other_country("https://contoh.go.id/", "https://contoh.go.id.my.id/")]
#[case::city_of_another("https://a.desa.id/", "https://a.desa.go.id/")]
#[case::octal("http://203.0.113.9/", "http://203.0.113.011.evil.example/")]
#[case::version_within("http://203.0.113.9/", "http://[::ffff:203.0.113.10]/")]
fn what_does_not(#[case] registered: &str, #[case] to: &str) {
    assert!(!Reach::of(&registered.parse().unwrap()).permits(&to.parse().unwrap()));
}

#[test]
fn nothing_is_reached_where_nothing_is_named() {
    let reach = Reach::default();
    assert!(!reach.permits(&"https://contoh.go.id/".parse().unwrap()));
}
