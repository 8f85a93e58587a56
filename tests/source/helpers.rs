//! The helpers that the sources share.

use std::collections::{BTreeSet, VecDeque};

use netra::model::Capture;
use netra::source::html::Adapter;
use netra::source::shared::charset::decode;
use netra::source::shared::html;
use netra::source::shared::links::{header_target, http_url, link_header};
use netra::source::shared::progress::Progress;
use netra::source::shared::text::{tidy, titled};
use proptest::prelude::*;
use rstest::rstest;

use super::capture;

#[rstest]
#[case("<p>Satu<br>dua</p><p>tiga</p>", "Satu\ndua\n\ntiga")]
#[case("  banyak \n  spasi  ", "banyak\n  spasi")]
#[case("<div>a</div><div>b</div>", "a\nb")]
#[case("<ul><li>a<li>b</ul>c", "a\nb\n\nc")]
#[case("<pre>a\n  b</pre>", "a\n  b")]
#[case("a<script>jahat()</script>b<style>x{}</style>", "ab")]
#[case(
    "lihat <a href='https://a.example/'>ini</a> <b>ya</b> !",
    "lihat ini ya !"
)]
#[case("&lt;b&gt; &amp; &eacute; &#8211; &nbsp;x", "<b> & é –  x")]
#[case("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc")]
#[case("e\u{301}\u{0}", "é")]
#[case(
    "<span class='invisible'>https://</span><span class='ellipsis'>a.example/b</span>",
    "a.example/b…"
)]
fn markup_becomes_text(#[case] markup: &str, #[case] text: &str) {
    assert_eq!(html::to_text(markup), text);
}

#[test]
fn deep_and_wide_markup_is_read_in_good_time() {
    let deep = "<div>".repeat(200_000) + "dasar";
    assert!(html::to_text(&deep).ends_with("dasar"));
    let wide = format!("<a {}>teks</a>", "x y ".repeat(100_000));
    assert!(html::to_text(&wide).contains("teks"));
    let bold = "<b><i>".repeat(50_000) + "tebal";
    assert!(html::to_text(&bold).ends_with("tebal"));
}

#[rstest]
#[case(b"\xef\xbb\xbfsatu", None, "satu")]
#[case(b"\xff\xfes\x00", None, "s")]
#[case(b"caf\xe9 dan kawan-kawan", None, "café dan kawan-kawan")]
#[case(
    b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9",
    None,
    "<?xml version='1.0' encoding='iso-8859-1'?>é"
)]
#[case(
    b"<meta charset=windows-1252>\x93",
    None,
    "<meta charset=windows-1252>“"
)]
#[case("é".as_bytes(), Some("text/html; charset=\"UTF-8\""), "é")]
#[case(b"\xe9", Some("text/html; charset=latin1"), "é")]
#[case(b"<\x00a\x00>\x00", None, "<a>")]
#[case(b"<?xml encoding='utf-16'?>a", None, "<?xml encoding='utf-16'?>a")]
#[case(b"terpotong \xe2\x80", None, "terpotong \u{fffd}")]
fn bytes_become_text(#[case] body: &[u8], #[case] header: Option<&str>, #[case] text: &str) {
    assert_eq!(decode(body, header).text, text);
}

#[test]
fn link_headers_are_read_with_their_quirks() {
    let value = r#"<https://a.example/?x=1,2>; rel="next", </b>; REL=prev; title="a, b", <c"#;
    let links = link_header(value);
    assert_eq!(
        links[0],
        ("next".to_owned(), "https://a.example/?x=1,2".to_owned())
    );
    assert_eq!(links[1], ("prev".to_owned(), "/b".to_owned()));
    assert_eq!(links.len(), 2);
    let headers = [("link".to_owned(), value.to_owned())];
    assert_eq!(header_target(&headers, "prev").as_deref(), Some("/b"));
}

#[test]
fn titles_are_not_said_twice() {
    assert_eq!(titled("Judul", "Isi"), "Judul\n\nIsi");
    assert_eq!(
        titled("Isi yang sama…", "Isi yang sama\ndan lanjut"),
        "Isi yang sama\ndan lanjut"
    );
    assert_eq!(
        titled("Coblos 02", "Coblos 0271"),
        "Coblos 02\n\nCoblos 0271"
    );
    assert_eq!(titled("Isi ya...", "Isi yang sama"), "Isi yang sama");
    assert_eq!(titled("", "Isi"), "Isi");
    assert_eq!(titled("Judul", ""), "Judul");
}

#[rstest]
#[case("name = 1", 1, 8)]
#[case("name = 'x'\nhosts = ['a']\nwarna = 'biru'\n", 3, 1)]
#[case(
    "name = 'x'\nhosts = []\n[listing]\nitem = 'a'\n[post]\nbody = 'p'\n",
    2,
    9
)]
#[case(
    "name = 'x'\nhosts = ['a']\n[listing]\nitem = 'a[['\n[post]\nbody = 'p'\n",
    4,
    8
)]
#[case(
    "name = 'x'\nhosts = ['a']\ntime_zone = 'GMT'\n[listing]\nitem = 'a'\n[post]\nbody = 'p'\n",
    3,
    13
)]
fn a_wrong_adapter_is_told_where(#[case] text: &str, #[case] line: usize, #[case] column: usize) {
    let error = Adapter::parse("situs.toml", text).expect_err("a wrong adapter");
    assert_eq!((error.line, error.column), (line, column), "{error}");
    assert!(error.to_string().starts_with("situs.toml:"));
}

/// A listing of numbers, newest first, `size` a page, read page by page.
fn read_all(progress: &mut Progress, listing: &[u32], size: usize, mut budget: usize) -> Vec<u32> {
    let mut seen = Vec::new();
    let resume: Vec<String> = progress.listing("").gaps().map(str::to_owned).collect();
    let mut queue: VecDeque<Option<String>> = VecDeque::from([None]);
    queue.extend(resume.into_iter().map(Some));
    while budget > 0 {
        let Some(at) = queue.pop_front() else {
            break;
        };
        budget -= 1;
        let below = at
            .as_ref()
            .map_or(u32::MAX, |at| at.parse().expect("a number"));
        let older: Vec<u32> = listing
            .iter()
            .copied()
            .filter(|number| *number < below)
            .collect();
        let page = &older[..older.len().min(size)];
        seen.extend(page);
        let ids: Vec<String> = page.iter().map(u32::to_string).collect();
        let next = ids.last().filter(|_| older.len() > size).cloned();
        let line = progress.listing("");
        let follow = match at {
            None => line.read_newest(&ids, next),
            Some(at) => line.read_gap(&at, &ids, next),
        };
        if let Some(follow) = follow {
            queue.push_back(Some(follow));
        }
        // What survives a crash is the saved cursor.
        *progress = Progress::load(Some(&progress.save()));
    }
    seen
}

#[test]
fn more_gaps_than_are_kept_are_joined_and_lose_nothing() {
    let mut progress = Progress::default();
    let mut listing: Vec<u32> = Vec::new();
    let mut seen = BTreeSet::new();
    for round in 0..20 {
        for number in 0..10 {
            listing.insert(0, round * 10 + number);
        }
        seen.extend(read_all(&mut progress, &listing, 3, 1));
    }
    assert!(progress.listing("").gaps().count() < 10);
    for _ in 0..2 {
        seen.extend(read_all(&mut progress, &listing, 3, 10_000));
    }
    assert_eq!(seen.len(), listing.len());
    assert_eq!(progress.listing("").gaps().count(), 0);
}

proptest! {
    #[test]
    fn nothing_is_lost_however_passes_are_cut_short(
        growth in proptest::collection::vec((0_u32..40, 1_usize..6), 1..12),
        size in 1_usize..8,
    ) {
        let mut progress = Progress::default();
        let mut listing: Vec<u32> = Vec::new();
        let mut seen = BTreeSet::new();
        for (count, budget) in growth {
            let from = u32::try_from(listing.len()).expect("small");
            for number in from..from + count {
                listing.insert(0, number);
            }
            seen.extend(read_all(&mut progress, &listing, size, budget));
        }
        for _ in 0..10 {
            seen.extend(read_all(&mut progress, &listing, size, 10_000));
        }
        prop_assert_eq!(seen.len(), listing.len());
    }

    #[test]
    fn tidy_text_stays_tidy(text in "\\PC{0,40}[\\r\\n\\t ]{0,5}\\PC{0,40}") {
        let once = tidy(&text);
        prop_assert_eq!(tidy(&once), once);
    }

    #[test]
    fn any_markup_is_survived(markup in "(<|>|/|a|p|div|span|\"|=|&|;|#| |!|-|\\[|\\PC){0,60}") {
        html::to_text(&markup);
    }

    #[test]
    fn any_address_is_survived(address in "\\PC{0,40}") {
        if let Some(url) = http_url(&address, None) {
            prop_assert!(url.scheme().starts_with("http"));
        }
    }

    #[test]
    fn any_bytes_are_decoded(body in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _: Capture = capture("https://a.example/", "newest", 200, body.clone());
        decode(&body, None);
    }
}
