//! An account has one spelling, however it is written.

use netra::model::Platform;
use netra::source::{PlanError, Sources};
use proptest::prelude::*;
use rstest::rstest;

use super::ways::WAYS;
use super::{account, sources};

fn spelling(platform: Platform, text: &str) -> Result<String, String> {
    let found = sources().get(platform).spelling(text);
    found.map_err(|problem| problem.to_string())
}

/// The laws that hold for whatever text.
fn keeps_the_laws(sources: &Sources, platform: Platform, text: &str) {
    let source = sources.get(platform);
    source.recognise(text);
    let Ok(spelt) = source.spelling(text) else {
        return;
    };
    assert_eq!(
        source.spelling(&spelt).as_deref(),
        Ok(spelt.as_str()),
        "{platform} {text:?}"
    );
    let account = account(platform, &spelt);
    match source.plan(&account, None) {
        Ok(requests) => assert!(platform.is_crawled() && !requests.is_empty()),
        Err(PlanError::NotCrawled { .. }) => assert!(!platform.is_crawled()),
        Err(error) => panic!("{text:?} is spelt {spelt:?}, but {error}"),
    }
    assert_eq!(source.lane(&account).is_some(), platform.is_crawled());
}

#[test]
fn every_way_of_writing_an_account_gives_one_spelling() {
    let sources = sources();
    for (platform, spelt, ways) in WAYS {
        for way in ways.iter().chain([spelt]) {
            assert_eq!(
                spelling(*platform, way).as_deref(),
                Ok(*spelt),
                "{platform} {way:?}"
            );
            keeps_the_laws(&sources, *platform, way);
        }
    }
    for platform in Platform::ALL {
        assert!(
            WAYS.iter().any(|(of, ..)| *of == platform),
            "{platform} is not tried"
        );
    }
}

/// An address on a platform's own host needs no column that names the platform.
#[test]
fn a_web_address_of_a_platform_tells_it() {
    let sources = sources();
    for (platform, _, ways) in WAYS.iter().filter(|(platform, ..)| !platform.is_crawled()) {
        for way in ways.iter().filter(|way| way.starts_with("https:")) {
            let found = sources.recognise(way).map(|(found, _)| found);
            assert_eq!(found, Some(*platform), "{way}");
        }
    }
}

#[rstest]
#[case(Platform::Mastodon, &["@budi@contoh.example", "@budi@lain.example", "@budi@contoh.example:8443", "@budi2@contoh.example", "@bu.di@contoh.example", "@budi@www.contoh.example", "http://127.0.0.1:8001/@budi", "http://127.0.0.1:8002/@budi"])]
#[case(Platform::Bluesky, &["budi.contoh.example", "budi.lain.example", "did:plc:abc", "did:plc:abd", "did:web:budi.contoh.example", "https://pds.example/budi.contoh.example", "https://pds.example:8443/budi.contoh.example"])]
#[case(Platform::Wordpress, &["https://situs.example/", "http://situs.example/", "https://situs.example/blog/", "https://situs.example/Blog/", "https://situs.example:8443/", "https://situs.example/?author=3", "https://situs.example/?author=30", "https://situs.example/author/budi/", "https://situs.example/author/budi-2/", "https://situs.example/%FF/", "https://situs.example/%FE/"])]
#[case(Platform::Feed, &["https://a.example/feed", "https://a.example/Feed", "https://a.example/feed/", "http://a.example/feed", "https://a.example:8443/feed", "https://a.example/feed?id=1", "https://a.example/feed?id=2", "https://a.example/feed?ID=1", "https://a.example/fe%2Fed", "https://a.example/fe/ed", "https://a.example/feed?a=%26b", "https://a.example/feed?a=&b", "https://a.example/Ａ", "https://a.example/A", "https://a.example/feed#penulis=budi", "https://a.example/feed#penulis=budi-s", "https://a.example/feed#penulis=semua"])]
#[case(Platform::Html, &["https://a.go.id/berita", "https://a.go.id/Berita", "https://a.go.id/berita/", "https://b.go.id/berita", "https://a.go.id/berita?kat=1"])]
#[case(Platform::Facebook, &["budisantoso", "budisantoso2", "100012345678901", "100012345678902"])]
#[case(Platform::Instagram, &["budi.santoso", "budisantoso", "budi_santoso", "12345"])]
#[case(Platform::Threads, &["budi.santoso", "budisantoso"])]
#[case(Platform::Tiktok, &["budi.s", "budis", "12345", "id:12345"])]
#[case(Platform::X, &["budi_s", "budis", "12345", "id:12345"])]
#[case(Platform::Youtube, &["@budi", "user/budi", "c/budi", "UCabcdefghij_KLMNOPQRS-1", "UCabcdefghij_KLMNOPQRs-1"])]
#[case(Platform::Telegram, &["budi", "budi_"])]
#[case(Platform::Whatsapp, &["0029VaAbCdEfGhIjKlMnOp1q", "0029VaAbCdEfGhIjKlMnOp1Q"])]
fn different_accounts_stay_different(#[case] platform: Platform, #[case] accounts: &[&str]) {
    let mut spelt = std::collections::HashMap::new();
    for account in accounts {
        let spelling = spelling(platform, account).unwrap();
        let other = spelt.insert(spelling.clone(), account);
        assert_eq!(other, None, "{account} is spelt {spelling} too");
    }
}

#[rstest]
#[case(
    Platform::Mastodon,
    "https://contoh.example/@budi/109372843234",
    "is a post"
)]
#[case(
    Platform::Mastodon,
    "https://contoh.example/users/budi/statuses/1",
    "is a post"
)]
#[case(
    Platform::Mastodon,
    "https://contoh.example/@budi.rss",
    "feed of an account"
)]
#[case(Platform::Mastodon, "https://contoh.example/", "names a server")]
#[case(
    Platform::Bluesky,
    "https://bsky.app/profile/budi.example/post/3k",
    "is a post"
)]
#[case(Platform::Bluesky, "https://bsky.app/", "is no profile")]
#[case(Platform::Bluesky, "budi", "name.bsky.social")]
#[case(Platform::Wordpress, "https://situs.example/?p=12", "is a post")]
#[case(
    Platform::Wordpress,
    "https://situs.example/blog/2027/01/judul/",
    "is a dated page"
)]
#[case(Platform::Html, "https://lain.example/", "no adapter")]
#[case(Platform::Feed, "https://a.example/feed#penulis=", "names no author")]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/groups/123",
    "is a group"
)]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/budi/posts/pfbid02",
    "is a post"
)]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
    "is a post"
)]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/photo/?fbid=1",
    "is a post"
)]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/share/p/1AbC/",
    "is a short link"
)]
#[case(Platform::Facebook, "https://fb.watch/abc/", "is a post")]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/profile.php?id=pfbid0abc",
    "names nobody"
)]
#[case(
    Platform::Facebook,
    "https://www.facebook.com/sharer.php?u=x",
    "no page of an account"
)]
#[case(Platform::Facebook, "Budi Santoso", "no name of an account")]
#[case(Platform::Facebook, "081234567890", "no name of an account")]
#[case(Platform::Instagram, "https://www.instagram.com/reel/Cx/", "is a post")]
#[case(
    Platform::Instagram,
    "https://www.instagram.com/budi/p/Cx/",
    "is a post"
)]
#[case(
    Platform::Instagram,
    "https://www.instagram.com/explore/tags/x",
    "no page of an account"
)]
#[case(
    Platform::Instagram,
    "https://www.facebook.com/budi",
    "no name of an account"
)]
#[case(
    Platform::Threads,
    "https://www.threads.net/@budi/post/C1",
    "is a post"
)]
#[case(
    Platform::Tiktok,
    "https://www.tiktok.com/@budi/video/7300",
    "is a post"
)]
#[case(Platform::Tiktok, "https://vt.tiktok.com/ZS1/", "is a short link")]
#[case(Platform::X, "https://x.com/budi/status/1", "is a post")]
#[case(Platform::X, "https://x.com/i/communities/1", "is a group")]
#[case(Platform::X, "https://t.co/abc", "is a short link")]
#[case(Platform::Youtube, "https://youtu.be/abc", "is a post")]
#[case(Platform::Youtube, "https://www.youtube.com/watch?v=abc", "is a post")]
#[case(Platform::Telegram, "https://t.me/budi_s/12", "is a post")]
#[case(Platform::Telegram, "https://t.me/+AbCd", "is not public")]
#[case(Platform::Telegram, "https://t.me/joinchat/AbCd", "is not public")]
#[case(Platform::Whatsapp, "https://wa.me/6281234567890", "is not public")]
#[case(Platform::Whatsapp, "https://chat.whatsapp.com/AbCd", "is a group")]
#[case(Platform::Whatsapp, "0812-3456-7890", "is not public")]
fn what_is_no_account_is_refused_with_a_sentence(
    #[case] platform: Platform,
    #[case] text: &str,
    #[case] expected: &str,
) {
    let problem = spelling(platform, text).unwrap_err();
    assert!(
        problem.contains(expected) && problem.contains("; expected "),
        "{problem}"
    );
}

/// The URL standard lets these signs stand in a host; no host has them, and a spelling with one
/// would be read back as another account.
#[rstest]
fn a_host_of_signs_that_no_host_has_is_refused(
    #[values(
        '"', '\'', '{', '}', '(', ')', '*', '!', '$', '&', '+', ',', ';', '=', '~', '`'
    )]
    sign: char,
) {
    for platform in Platform::ALL
        .into_iter()
        .filter(|platform| platform.is_crawled())
    {
        for host in [
            format!("contoh.example{sign}"),
            format!("con{sign}toh.example"),
        ] {
            let text = format!("https://{host}/@budi");
            assert!(spelling(platform, &text).is_err(), "{platform} {text}");
        }
    }
}

/// Texts that are nearly addresses: pieces of addresses in any order.
fn near_addresses() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "https://",
        "http://",
        "HTTP:",
        "at://",
        "acct:",
        "feed:",
        "did:plc:",
        "did:web:",
        "id:",
        "//",
        "/",
        "/@",
        "@",
        "@@",
        ".",
        "..",
        ":",
        ":443",
        ":80",
        "?",
        "&",
        "#",
        "%",
        "%2",
        "%25",
        "%3A",
        "%3a",
        "%40",
        "%2e",
        "%FF",
        "%41",
        " ",
        "\u{200b}",
        "\u{feff}",
        "\t",
        "\u{200d}",
        "＠",
        "／",
        "．",
        "budi",
        "Budi",
        "BUDI",
        "İ",
        "ß",
        "ﬁ",
        "é",
        "e\u{301}",
        "j\u{30c}",
        "K",
        "contoh.example",
        "Contoh.Example",
        "bsky.app",
        "profile",
        "a.go.id",
        "127.0.0.1",
        "[::1]",
        "localhost",
        "facebook.com",
        "www.",
        "m.",
        "instagram.com",
        "x.com",
        "youtube.com",
        "t.me",
        "channel",
        "UCabcdefghij_KLMNOPQRS-1",
        "user",
        "users",
        "author",
        "?author=3",
        "wp-json",
        "feed",
        "p",
        "posts",
        "profile.php?id=",
        "100012345678901",
        "0029VaAbCdEfGhIjKlMnOp1q",
        "-",
        "_",
        "utm_source=x",
        "fbclid=1",
        "\\",
        "\"",
        "<",
        ">",
        "+",
        "=",
        "'",
    ]);
    prop::collection::vec(pieces, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_spelling_is_its_own_spelling_and_can_be_planned(text in near_addresses()) {
        let sources = sources();
        for platform in Platform::ALL {
            keeps_the_laws(&sources, platform, &text);
        }
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let sources = sources();
        for platform in Platform::ALL {
            keeps_the_laws(&sources, platform, &text);
        }
    }

    /// What may change without another account being meant: case of the host, blanks, signs that
    /// cannot be seen, the scheme's case, a fragment.
    #[test]
    fn what_cannot_be_seen_changes_nothing(
        (which, way) in (0..WAYS.len()).prop_flat_map(|which| (Just(which), 0..WAYS[which].2.len())),
        hidden in prop::sample::select(vec!['\u{200b}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{200e}']),
        at in any::<prop::sample::Index>(),
    ) {
        let (platform, spelt, ways) = WAYS[which];
        let mut text: Vec<char> = ways[way].chars().collect();
        text.insert(at.index(text.len() + 1), hidden);
        let text: String = text.into_iter().collect();
        let written = format!("  {text}\u{a0}");
        prop_assert_eq!(spelling(platform, &written), Ok(spelt.to_owned()));
    }

    #[test]
    fn users_of_one_server_are_told_apart(one in "[a-z0-9_]{1,8}", other in "[a-z0-9_]{1,8}") {
        prop_assume!(one != other);
        for platform in [Platform::Mastodon, Platform::Instagram, Platform::X] {
            let text = |name: &str| match platform {
                Platform::Mastodon => format!("@{name}@contoh.example"),
                _ => format!("@{name}"),
            };
            let spelt = [spelling(platform, &text(&one)), spelling(platform, &text(&other))];
            prop_assert!(spelt[0] != spelt[1] || spelt[0].is_err(), "{:?}", spelt);
        }
    }
}
