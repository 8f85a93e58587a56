//! What may stand in the registry as an address, and what is asked for first.

use netra::model::{Platform, web_alias};
use rstest::rstest;

use super::{account, sources};

fn first_request(platform: Platform, address: &str) -> Result<String, String> {
    let sources = sources();
    let plan = sources
        .get(platform)
        .plan(&account(platform, address), None);
    plan.map(|requests| requests[0].url.to_string())
        .map_err(|error| error.to_string())
}

#[rstest]
#[case(
    "@budi@sosial.example",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "budi@sosial.example",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "acct:budi@sosial.example",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "https://sosial.example/@budi",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "https://sosial.example/users/budi",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "https://jauh.example/@budi@sosial.example",
    "https://sosial.example/api/v1/accounts/lookup?acct=budi"
)]
#[case(
    "http://127.0.0.1:8001/budi",
    "http://127.0.0.1:8001/api/v1/accounts/lookup?acct=budi"
)]
fn mastodon(#[case] address: &str, #[case] expected: &str) {
    assert_eq!(
        first_request(Platform::Mastodon, address).as_deref(),
        Ok(expected)
    );
}

#[rstest]
#[case(
    "@Budi.Contoh.example",
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=budi.contoh.example&limit=100&filter=posts_with_replies&includePins=false"
)]
#[case(
    "https://bsky.app/profile/did:plc:abc",
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=did%3Aplc%3Aabc&limit=100&filter=posts_with_replies&includePins=false"
)]
#[case(
    "at://budi.test",
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=budi.test&limit=100&filter=posts_with_replies&includePins=false"
)]
#[case(
    "http://localhost:2583/budi.test",
    "http://localhost:2583/xrpc/com.atproto.identity.resolveHandle?handle=budi.test"
)]
#[case(
    "http://localhost:2583/did:plc:abc",
    "http://localhost:2583/xrpc/com.atproto.sync.getLatestCommit?did=did%3Aplc%3Aabc"
)]
fn bluesky(#[case] address: &str, #[case] expected: &str) {
    assert_eq!(
        first_request(Platform::Bluesky, address).as_deref(),
        Ok(expected)
    );
}

#[rstest]
#[case(
    "https://situs.example",
    "https://situs.example/wp-json/wp/v2/posts?per_page=100&orderby=modified&order=asc&page=1&"
)]
#[case(
    "https://situs.example/blog/",
    "https://situs.example/blog/wp-json/wp/v2/posts?per_page=100&"
)]
#[case(
    "https://situs.example/author/budi/",
    "https://situs.example/wp-json/wp/v2/users?slug=budi&"
)]
#[case(
    "https://situs.example/?author=3",
    "https://situs.example/wp-json/wp/v2/posts?per_page=100&orderby=modified&order=asc&page=1&"
)]
fn wordpress(#[case] address: &str, #[case] expected: &str) {
    let url = first_request(Platform::Wordpress, address).expect("an address that fits");
    assert!(url.starts_with(expected), "{url}");
}

#[rstest]
#[case(Platform::Mastodon, "@budi@Contoh.example", "contoh.example")]
#[case(
    Platform::Mastodon,
    "https://jauh.example/@budi@contoh.example",
    "contoh.example"
)]
#[case(Platform::Mastodon, "http://127.0.0.1:8001/budi", "127.0.0.1:8001")]
#[case(Platform::Bluesky, "budi.test", "public.api.bsky.app")]
#[case(
    Platform::Bluesky,
    "https://bsky.app/profile/did:plc:abc",
    "public.api.bsky.app"
)]
#[case(Platform::Bluesky, "http://[::1]:2583/budi.test", "[::1]:2583")]
#[case(
    Platform::Wordpress,
    "https://www.situs.example/author/budi/",
    "situs.example"
)]
#[case(Platform::Wordpress, "http://situs.example.:80/blog", "situs.example")]
#[case(Platform::Feed, "https://blog.example:443/feed", "blog.example")]
#[case(Platform::Feed, "https://blog.example:8443/feed", "blog.example:8443")]
#[case(Platform::Html, "https://www.kota.go.id/berita", "kota.go.id")]
#[case(Platform::Html, "https://www.example/berita", "www.example")]
fn accounts_of_one_site_are_paced_together(
    #[case] platform: Platform,
    #[case] address: &str,
    #[case] expected: &str,
) {
    let lane = sources().get(platform).lane(&account(platform, address));
    assert_eq!(lane.as_deref(), Some(expected));
}

#[test]
fn the_adapter_that_fits_best_is_used() {
    let expected = Ok("https://dinas.kota.go.id/berita");
    let found = first_request(Platform::Html, "https://dinas.kota.go.id/berita");
    assert_eq!(found.as_deref(), expected);
    let error = first_request(Platform::Html, "https://lain.example/").expect_err("no adapter");
    assert!(error.contains("config/sources"), "{error}");
}

#[rstest]
fn what_does_not_fit_gets_a_hint(
    #[values(
        Platform::Bluesky,
        Platform::Feed,
        Platform::Html,
        Platform::Mastodon,
        Platform::Wordpress
    )]
    platform: Platform,
    #[values(
        "",
        "@",
        "budi",
        "ftp://a.example/",
        "https://",
        "@a@b@c d",
        "did:plc:",
        "javascript:alert(1)"
    )]
    address: &str,
) {
    let error = first_request(platform, address).expect_err("no address");
    assert!(error.contains("expected"), "{error}");
    let lane = sources().get(platform).lane(&account(platform, address));
    assert_eq!(lane.as_deref(), Some(platform.as_str()));
    assert!(sources().get(platform).spelling(address).is_err());
}

/// Ways of writing the address of one page.
#[rstest]
#[case("https://situs.example/2026/11/kabar.html", &[
    "http://www.situs.example:80/2026/11/kabar.html/",
    "https://situs.example/2026/11/kabar.html?m=1",
    "https://situs.example/2026/11/kabar.html?m=0#komentar",
    "https://m.situs.example/2026/11/kabar.html",
    "https://amp.situs.example//2026/11/kabar.html",
    "https://situs.example/2026/11/kabar.html?amp=1&utm_source=x",
    "https://situs.example/2026/11/kabar.html/amp/",
    "https://situs.example/index.php/2026/11/kabar.html",
    "https://situs.example/2026/11/kabar.html?sid=3f2504e04f8941d39a0c0305e82c3301",
    "https://situs.example/2026/11/kabar.html?s=q3l8m2o1k9s7d6f5",
])]
fn one_page_has_one_name(#[case] address: &str, #[case] others: &[&str]) {
    for other in others {
        assert_eq!(web_alias(other), web_alias(address), "{other}");
    }
}

/// Addresses that look alike and are of two pages.
#[rstest]
#[case(
    "https://situs.example/baca?s=pemilu2026-di-bandung",
    "https://situs.example/baca?s=pilkada2026-di-medan"
)]
#[case(
    "https://situs.example/baca?sid=pemilihan2026bandung",
    "https://situs.example/baca?sid=pemilihan2026semarang"
)]
#[case(
    "https://situs.example/baca?sid=12",
    "https://situs.example/baca?sid=13"
)]
#[case("https://situs.example/?m=1", "https://situs.example/?m=2")]
#[case("https://situs.example/baca?m=1", "https://situs.example/baca?m=0")]
#[case("https://budi.situs.example/a", "https://sari.situs.example/a")]
#[case("https://m.id/a", "https://id/a")]
#[case(
    "https://situs.example/index.php?p=1",
    "https://situs.example/index.php?p=2"
)]
#[case("https://situs.example/a%2Fb", "https://situs.example/a/b")]
#[case("https://situs.example/Baca", "https://situs.example/baca")]
#[case("https://situs.example/baca?amp=2", "https://situs.example/baca")]
fn two_pages_have_two_names(#[case] one: &str, #[case] other: &str) {
    assert_ne!(web_alias(one), web_alias(other));
}
