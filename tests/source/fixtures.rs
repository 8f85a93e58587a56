//! What people will read of the fixtures.

use std::fmt::Write as _;

use insta::assert_snapshot;
use netra::model::{Account, ParsedPage, Platform};

use super::{account, capture, sources};

/// A page as text: posts, then what else it says.
fn shown(page: &ParsedPage) -> String {
    let mut out = String::new();
    for post in &page.posts {
        let time = |at: Option<jiff::Timestamp>| at.map_or("-".to_owned(), |at| at.to_string());
        writeln!(
            out,
            "{} {} {} edited {}",
            post.native_id,
            post.kind.as_str(),
            time(post.published_at),
            time(post.edited_at)
        )
        .expect("a string");
        writeln!(out, "  {:?}", post.text).expect("a string");
        if let Some(context) = &post.context {
            writeln!(
                out,
                "  of {:?} {:?} {:?}",
                context.author, context.url, context.text
            )
            .expect("a string");
        }
        for media in &post.media {
            writeln!(out, "  {} {:?} {:?}", media.kind, media.url, media.alt).expect("a string");
        }
        for link in &post.links {
            writeln!(out, "  -> {link}").expect("a string");
        }
    }
    for warning in &page.warnings {
        writeln!(out, "! {}: {}", warning.at, warning.message).expect("a string");
    }
    for request in &page.next {
        writeln!(out, "next {}", request.url).expect("a string");
    }
    for id in &page.absent {
        writeln!(out, "absent {id}").expect("a string");
    }
    out
}

fn read(platform: Platform, address: &str, url: &str, step: &str, body: &str) -> String {
    let account = Account {
        stable_id: (platform == Platform::Mastodon).then(|| "77".to_owned()),
        ..account(platform, address)
    };
    let capture = capture(url, step, 200, body);
    shown(&sources().get(platform).parse(&account, None, &capture))
}

#[test]
fn mastodon() {
    let body = include_str!("../fixtures/mastodon/odd_statuses.json");
    let url = "https://sosial.example/api/v1/accounts/77/statuses?limit=40";
    assert_snapshot!(read(Platform::Mastodon, "@budi@sosial.example", url, "newest", body), @r##"
    10 original 2026-11-20T03:00:00.123Z edited 2026-11-20T04:00:00Z
      "Peringatan: politik\n\nBaca panjang.example/sangat… ya\nteman\n\n#asn\n\n- Ya\n- Tidak"
      image Some("https://sosial.example/a.png") Some("Spanduk di balai desa")
      video None None
      -> https://panjang.example/sangat/panjang
    9 share 2026-11-19T03:00:00Z edited -
      "Ayo dukung"
      of Some("sari@lain.example") Some("https://lain.example/@sari/5") Some("Ayo dukung")
    8 reply - edited -
      "@sari setuju"
      of Some("sari@lain.example") None None
    7 quote 2026-11-18T03:00:00Z edited -
      "Betul"
      of Some("sari@lain.example") Some("https://lain.example/@sari/2") Some("Kata Sari")
    ! status 4: status 6 is not public and was left out
    ! status 5: a status of another account was left out
    ! status 6: a status without an id
    ! status 7: a status without an id
    next https://sosial.example/api/v1/accounts/77/statuses?limit=40&max_id=5
    "##);
}

#[test]
fn bluesky_records() {
    let body = include_str!("../fixtures/bluesky/list_records.json");
    let url = "http://localhost:2583/xrpc/com.atproto.repo.listRecords";
    let step = "newest app.bsky.feed.post 3m";
    assert_snapshot!(read(Platform::Bluesky, "http://localhost:2583/did:plc:abc", url, step, body), @r##"
    at://did:plc:abc/app.bsky.feed.post/3k1 original 2026-11-22T03:50:00Z edited -
      "Halo tautan"
      image Some("https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:abc/bafk") Some("Baliho")
      -> https://example.org/a
    at://did:plc:abc/app.bsky.feed.post/3k0 quote - edited -
      "Kutip"
      of Some("did:plc:sari") Some("https://bsky.app/profile/did:plc:sari/post/3j9") None
      -> https://example.org/b
    at://did:plc:abc/app.bsky.feed.repost/3k2 share 2026-11-22T04:00:00Z edited -
      ""
      of Some("did:plc:sari") Some("https://bsky.app/profile/did:plc:sari/post/3j8") None
    ! record 3: a record of app.bsky.graph.follow was left out
    ! record 4: "" is no address of a record
    next http://localhost:2583/xrpc/com.atproto.repo.listRecords?repo=did%3Aplc%3Aabc&collection=app.bsky.feed.post&limit=100&cursor=3k0
    next http://localhost:2583/xrpc/com.atproto.repo.listRecords?repo=did%3Aplc%3Aabc&collection=app.bsky.feed.repost&limit=100
    "##);
}

#[test]
fn a_feed_of_broken_entries_loses_only_what_has_no_end() {
    let body = include_str!("../fixtures/feed/broken.xml");
    let url = "https://blog.example/rss";
    assert_snapshot!(read(Platform::Feed, url, url, "newest", body), @r##"
    satu original 2026-10-12T01:30:00Z edited -
      "Baik\n\nIsi pertama"
    dua original - edited -
      "Tanda & tanpa pelarian\n\ntebalmiring & lainnya"
    sha256:39ae91252f8ee9c519f8ddefa0ea022bf3aded3441ff444b7a879e25380d6ef0 original - edited -
      "Tag tidak ditutup\n\nIsi ketiga"
    https://blog.example/4 original 2026-11-02T02:00:00Z edited -
      "Tanpa guid"
    ! entry 2: the entry is not well-formed (unable to parse XML: Parser error: ill-formed document: entity or character reference not closed: `;` not found before end of input) and was repaired
    ! entry 3: the entry is not well-formed (unable to parse XML: Parser error: ill-formed document: expected `</title>`, but `</item>` was found) and was repaired
    ! entry 6: the entry has no end and was left out
    ! entry 5: the entry needs a password: it is not public and was left out
    "##);
}

#[test]
fn json_feed() {
    let body = include_str!("../fixtures/feed/json_feed.json");
    let url = "https://blog.example/feed.json";
    assert_snapshot!(read(Platform::Feed, url, url, "newest", body), @r##"
    1 original 2026-11-20T03:00:00Z edited 2026-11-21T03:00:00Z
      "Judul\n\nIsi tautan"
      audio Some("https://blog.example/s.mp3") None
      -> https://blog.example/x
    2 original - edited -
      "Hanya teks"
    sha256:8d17b2fc11b3819dc08acf3dd40b3a17d23a4678972292a91b025d9d59c43b15 original - edited -
      "Tanpa identitas"
    ! entry 4: the entry has neither identifier, link nor title
    next https://blog.example/feed.json?page=2
    "##);
}

#[test]
fn rss_1() {
    let body = include_str!("../fixtures/feed/rss1.xml");
    let url = "https://blog.example/rdf";
    assert_snapshot!(read(Platform::Feed, url, url, "newest", body), @r##"
    https://blog.example/a original 2006-10-12T01:30:00Z edited -
      "Tulisan lama\n\nIsi"
    "##);
}

#[test]
fn a_feed_of_wordpress_hides_what_needs_a_password() {
    let body = include_str!("../fixtures/feed/wordpress_rss2.xml");
    let url = "http://127.0.0.1:8003/feed/";
    let shown = read(Platform::Feed, url, url, "newest", body);
    let (head, _) = shown.split_at(
        shown
            .find("\nhttp://127.0.0.1:8003/2026/11/13/berita-24")
            .unwrap_or(0),
    );
    assert_snapshot!(head, @r##"
    http://127.0.0.1:8003/?p=1 original 2026-11-22T03:52:08Z edited -
      "Hello world!\n\nWelcome to WordPress. This is your first post. Edit or delete it, then start writing!"
    http://127.0.0.1:8003/2026/11/13/berita-25-netralitas-asn/ original 2026-11-13T07:00:00Z edited -
      "Berita 25 netralitas ASN\n\nIsi berita 25 tautan"
      -> https://example.org/25
    "##);
    assert!(shown.contains("needs a password") && !shown.contains("Sandi"));
}

#[test]
fn wordpress() {
    let body = include_str!("../fixtures/wordpress/posts.json");
    let url = "https://situs.example/wp-json/wp/v2/posts?page=1";
    assert_snapshot!(read(Platform::Wordpress, "https://situs.example/", url, "changed", body), @r##"
    7 original 2026-11-13T07:00:00Z edited 2026-11-14T07:00:00Z
      "Berita – netralitas ASN\n\nIsi berita tautan"
      -> https://example.org/25
    ! post 1: post 8 needs a password: it is not public and was left out
    ! post 2: post 9 shows a password form: it was left out
    ! post 3: a post without an id
    next https://situs.example/wp-json/wp/v2/posts?per_page=100&orderby=modified&order=asc&page=1&_fields=id%2Cdate%2Cdate_gmt%2Cmodified%2Cmodified_gmt%2Clink%2Cstatus%2Ctitle%2Ccontent%2Cexcerpt%2Cauthor&modified_after=2026-11-22T03%3A52%3A43Z
    "##);
    let second = read(
        Platform::Wordpress,
        "https://situs.example/",
        url,
        "recheck 7,8,9,10",
        body,
    );
    assert!(second.ends_with("absent 8\nabsent 10\n"), "{second}");
}

#[test]
fn html_listing() {
    let body = include_str!("../fixtures/html/listing.html");
    let url = "https://dinas.kota.go.id/berita";
    assert_snapshot!(read(Platform::Html, url, url, "listing", body), @r##"
    ! listing: entries on another host were left out: lain.example
    ! https://dinas.kota.go.id/berita: the page tells robots "noindex, follow"
    next https://dinas.kota.go.id/berita/apel-pagi
    next https://dinas.kota.go.id/berita/posyandu
    next https://dinas.kota.go.id/berita?halaman=2
    "##);
}

#[test]
fn html_item() {
    let body = include_str!("../fixtures/html/item.html");
    let url = "https://dinas.kota.go.id/berita/apel-pagi";
    let step = "item https://dinas.kota.go.id/berita/apel-pagi";
    assert_snapshot!(read(Platform::Html, "https://dinas.kota.go.id/berita", url, step, body), @r##"
    https://dinas.kota.go.id/berita/apel-pagi original 2027-10-12T01:30:00Z edited 2027-10-12T02:00:00Z
      "Apel pagi\n\nSeluruh pegawai mengikuti apel & doa bersama.\n\nPukul 07.30\nHalaman kantor\n\nSurat edaran"
      image Some("https://dinas.kota.go.id/foto.jpg") Some("Barisan pegawai")
      -> https://dinas.kota.go.id/unduh/surat.pdf
    "##);
}

#[test]
fn html_posts_on_the_listing() {
    let body = include_str!("../fixtures/html/blogspot.html");
    let url = "https://budi.blogspot.com/";
    assert_snapshot!(read(Platform::Html, url, url, "listing", body), @r##"
    https://budi.blogspot.com/2027/10/kerja-bakti.html original 2026-11-21T08:05:00Z edited -
      "Kerja bakti bersama warga."
    sha256:212efcd2d093fc9d421b8dddb3b5d41b674918a0bcdcdd2955aaaa0ccfa033a3 original - edited -
      "Catatan tanpa tautan"
    next https://budi.blogspot.com/search?updated-max=2027
    "##);
}
