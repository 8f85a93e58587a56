//! robots.txt: RFC 9309, and the cases that real files raise.

use std::time::Duration;

use netra::fetch::robots::Robots;
use proptest::prelude::*;
use rstest::rstest;
use url::Url;

fn allows(file: &str, path: &str) -> bool {
    let url = Url::parse(&format!("https://a.example{path}")).unwrap();
    Robots::parse(file.as_bytes(), "Netra").allows(&url)
}

/// One rule `Disallow: <pattern>` for everybody: does it hit?
fn hits(pattern: &str, path: &str) -> bool {
    !allows(&format!("User-agent: *\nDisallow: {pattern}"), path)
}

#[rstest]
#[case::everything("/", "/fish", true)]
#[case::everything_star("/*", "/fish.html", true)]
#[case::prefix("/fish", "/fishheads/yummy.html", true)]
#[case::prefix_query("/fish", "/fish.php?id=anything", true)]
#[case::case_matters("/fish", "/Fish.asp", false)]
#[case::from_the_first_octet("/fish", "/catfish", false)]
#[case::star_at_the_end("/fish*", "/fish", true)]
#[case::folder("/fish/", "/fish/?id=anything", true)]
#[case::folder_only("/fish/", "/fish", false)]
#[case::folder_and_file("/fish/", "/fish.html", false)]
#[case::wildcard("/*.php", "/folder/filename.php?parameters", true)]
#[case::wildcard_inside("/*.php", "/folder/any.php.file.html", true)]
#[case::wildcard_case("/*.php", "/windows.PHP", false)]
#[case::anchored("/*.php$", "/folder/filename.php", true)]
#[case::anchored_query("/*.php$", "/filename.php?parameters", false)]
#[case::anchored_slash("/*.php$", "/filename.php/", false)]
#[case::anchored_longer("/*.php$", "/filename.php5", false)]
#[case::anchored_twice("/a*b$", "/ab_b", true)]
#[case::anchored_root("/$", "/", true)]
#[case::anchored_root_only("/$", "/a", false)]
#[case::two_parts("/fish*.php", "/fishheads/catfish.php?parameters", true)]
#[case::two_parts_case("/fish*.php", "/Fish.PHP", false)]
#[case::parts_do_not_overlap("/ab*ba$", "/aba", false)]
#[case::star_first("*.pdf", "/x/y.pdf", true)]
#[case::many_stars("/**a***b", "/xxaxxb", true)]
#[case::relative_is_from_the_root("fish", "/fish", true)]
#[case::whole_address("https://a.example/fish", "/fish", true)]
#[case::whole_address_in_capitals("HTTPS://A.Example:443/fish", "/fish?x", true)]
#[case::whole_address_of_a_site("http://a.example", "/fish", true)]
#[case::whole_address_with_a_star("https://a.example*fish", "/a/fish", true)]
#[case::whole_address_elsewhere("https://b.example/fish", "/fish", false)]
#[case::whole_address_of_no_web("ftp://a.example/fish", "/fish", false)]
#[case::empty_is_no_pattern("", "/fish", false)]
#[case::query("/*?s=", "/?s=kata", true)]
#[case::comment("/fish # not /", "/meat", false)]
#[case::dollar_inside("/a$b", "/a$b", true)]
#[case::dollar_encoded("/a%24", "/a$", true)]
#[case::star_encoded("/a%2Ab", "/a*b", true)]
#[case::star_encoded_is_literal("/a%2Ab", "/axb", false)]
#[case::unreserved_encoded("/foo/bar/%62%61%7A", "/foo/bar/baz", true)]
#[case::unreserved_in_path("/foo/bar/baz", "/foo/bar/%62%61%7A", true)]
#[case::letters_beyond_ascii("/foo/bar/ツ", "/foo/bar/%E3%83%84", true)]
#[case::lower_case_digits("/foo/bar/%e3%83%84", "/foo/bar/ツ", true)]
#[case::slash_stays_encoded("/a%2Fb", "/a/b", false)]
#[case::slash_encoded_in_both("/a%2fb", "/a%2Fb", true)]
#[case::reserved_in_a_path("/a(b)!c", "/a%28b%29%21c", true)]
#[case::reserved_encoded_in_a_path("/a%28b%29%21c", "/a(b)!c", true)]
#[case::colon_in_a_path("/wiki/Berkas:Foto", "/wiki/Berkas%3AFoto", true)]
#[case::at_sign_encoded("/%40budi", "/@budi", true)]
#[case::comma_and_semicolon("/a,b;c", "/a%2Cb%3bc", true)]
#[case::equals_in_a_query("/?a=b", "/?a%3db", true)]
#[case::tilde_encoded("/%7Ebudi", "/~budi", true)]
#[case::blank_in_a_path("/berita baru", "/berita%20baru", true)]
#[case::percent_sign_encoded("/a%25b", "/a%25b", true)]
#[case::encoding_is_taken_away_once("/a%2541", "/aA", false)]
#[case::question_mark_is_no_delimiter("/a%3Fb", "/a?b", false)]
#[case::query_plain("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar", true)]
#[case::query_encoded(
    "/foo/bar?baz=http%3A%2F%2Ffoo.bar",
    "/foo/bar?baz=http://foo.bar",
    true
)]
#[case::query_decoded(
    "/foo/bar?baz=http://foo.bar",
    "/foo/bar?baz=http%3A%2F%2Ffoo.bar",
    true
)]
#[case::query_star("/*baz=http://foo", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", true)]
#[case::braces("/{{url}}", "/{{url}}", true)]
#[case::braces_encoded("/%7burl%7D", "/{url}", true)]
#[case::brackets("/a[1]|b", "/a[1]|b", true)]
#[case::broken_encoding("/%zz", "/%zz", true)]
fn patterns(#[case] pattern: &str, #[case] path: &str, #[case] hit: bool) {
    assert_eq!(hits(pattern, path), hit);
}

#[rstest]
#[case::longest_wins("Allow: /p\nDisallow: /", "/page", true)]
#[case::order_does_not_matter("Disallow: /\nAllow: /p", "/page", true)]
#[case::longer_disallow("Allow: /p\nDisallow: /page", "/page", false)]
#[case::tie_allows("Disallow: /folder\nAllow: /folder", "/folder/page", true)]
#[case::star_is_longer("Allow: /page\nDisallow: /*.htm", "/page.htm", false)]
#[case::anchored_allow("Allow: /$\nDisallow: /", "/", true)]
#[case::anchored_allow_only("Allow: /$\nDisallow: /", "/page.htm", false)]
#[case::rfc_5_2(
    "Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
    "/example/page/disallowed.gif",
    false
)]
#[case::empty_disallow("Disallow:", "/page", true)]
#[case::relative_allow_is_skipped("Allow: page\nDisallow: /", "/page", false)]
#[case::robots_itself("Disallow: /", "/robots.txt", true)]
fn precedence(#[case] rules: &str, #[case] path: &str, #[case] allowed: bool) {
    assert_eq!(allows(&format!("User-agent: *\n{rules}"), path), allowed);
}

#[rstest]
#[case::own_group("User-agent: *\nDisallow: /\n\nUser-agent: netra\nDisallow: /x", true)]
#[case::own_group_before("User-agent: netra\nDisallow: /x\n\nUser-agent: *\nDisallow: /", true)]
#[case::own_group_empty("User-agent: Netra\nDisallow:\n\nUser-agent: *\nDisallow: /", true)]
#[case::own_group_without_rules("User-agent: *\nDisallow: /\n\nUser-agent: netra", true)]
#[case::case_of_the_name("User-agent: NETRA\nDisallow: /p", false)]
#[case::version_after_the_name("User-agent: Netra/2.0\nDisallow: /p", false)]
#[case::other_name("User-agent: NetraBot\nDisallow: /", true)]
#[case::part_of_a_name("User-agent: Net\nDisallow: /", true)]
#[case::merged(
    "User-agent: netra\nDisallow: /x\n\nUser-agent: a\nDisallow: /y\n\nUser-agent: netra\nDisallow: /p",
    false
)]
#[case::shared_group("User-agent: a\nUser-agent: netra\nUser-agent: b\nDisallow: /p", false)]
#[case::blank_lines_do_not_end("User-agent: netra\n\n\nDisallow: /p", false)]
#[case::sitemap_does_not_end(
    "User-agent: netra\nSitemap: https://a.example/s.xml\nDisallow: /p",
    false
)]
#[case::crawl_delay_does_not_end(
    "User-agent: a\nCrawl-delay: 5\nUser-agent: netra\nDisallow: /p",
    false
)]
#[case::rules_before_groups("Disallow: /\nUser-agent: netra\nDisallow: /x", true)]
#[case::nobody_named("User-agent: a\nDisallow: /", true)]
#[case::byte_order_mark("\u{feff}User-agent: *\nDisallow: /p", false)]
#[case::windows_lines("User-agent: *\r\nDisallow: /p\r\n", false)]
#[case::old_mac_lines("User-agent: *\rDisallow: /p\r", false)]
#[case::spaces("  USER-AGENT : *  \n  DisAllow :  /p  ", false)]
#[case::tabs("User-agent:\t*\nDisallow:\t/p", false)]
#[case::star_with_a_word("User-agent: * all\nDisallow: /p", false)]
#[case::bad_lines("User-agent: *\nDisallow\n: :\n<html>\nDisallow: /p", false)]
#[case::misspelt("Useragent: *\nDisalow: /p", false)]
#[case::without_colons("User-agent *\nDisallow /p", false)]
#[case::without_colons_with_tabs("User-agent\t*\nDisallow\t/p # x", false)]
#[case::without_colon_three_words("User-agent: *\nDisallow /p /q", true)]
#[case::without_colon_but_in_the_path("User-agent: *\nDisallow /page:1\nDisallow /pa*:", true)]
#[case::agent_in_two_words("User agent: *\nDisallow: /p", false)]
#[case::agent_in_two_words_without_colon("User agent *\nDisallow: /p", true)]
#[case::agent_with_more("User-agents: netra\nDisallow: /p", false)]
#[case::more_misspellings("USERAGENT: *\nDiaslow: /p", false)]
#[case::disallowed("User-agent: *\nDisallowed: /p", false)]
#[case::allowed("User-agent: *\nDisallow: /\nAllowed: /p", true)]
#[case::star_with_a_tab("User-agent: *\tall\nDisallow: /p", false)]
#[case::star_within_a_word("User-agent: *bot\nDisallow: /p", true)]
#[case::a_page("<!doctype html>\n<p style=\"color: red\">Disallow: /</p>", true)]
#[case::empty("", true)]
fn groups(#[case] file: &str, #[case] allowed: bool) {
    assert_eq!(allows(file, "/page"), allowed);
}

#[rstest]
#[case("User-agent: *\nCrawl-delay: 10", Some(10_000))]
#[case("User-agent: *\nCrawl-delay: 0.5\nDisallow: /x", Some(500))]
#[case("User-agent: a\nCrawl-delay: 10", None)]
#[case(
    "User-agent: *\nCrawl-delay: 10\n\nUser-agent: b\nDisallow:\n\nUser-agent: netra\nCrawl-delay: 2",
    Some(2_000)
)]
#[case("User-agent: *\nCrawl-delay: 10 detik", Some(10_000))]
#[case("User-agent: *\nCrawl-delay 1.5s", Some(1_500))]
#[case("User-agent: *\nCrawl-delay: soon", None)]
#[case("User-agent: *\nCrawl-delay: -1", None)]
#[case("User-agent: *\nCrawl-delay: 1e300", None)]
fn crawl_delays(#[case] file: &str, #[case] milliseconds: Option<u64>) {
    let delay = Robots::parse(file.as_bytes(), "netra").crawl_delay();
    assert_eq!(delay, milliseconds.map(Duration::from_millis));
}

/// In UTF-16, with a mark or without.
#[rstest]
fn files_in_utf_16_are_read(#[values(true, false)] is_marked: bool) {
    let file = "User-agent: *\r\nDisallow: /pegawai\r\nDisallow: /\u{30c4}\r\n";
    let units = || {
        is_marked
            .then_some(0xfeff)
            .into_iter()
            .chain(file.encode_utf16())
    };
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let robots = Robots::parse(&bytes, "netra");
        let allows = |path: &str| {
            let url = format!("https://a.example{path}");
            robots.allows(&Url::parse(&url).unwrap())
        };
        let asked = ["/pegawai/7", "/\u{30c4}", "/berita"].map(allows);
        assert_eq!(asked, [false, false, true], "{bytes:02x?}");
    }
}

#[test]
fn what_lies_beyond_500_kib_is_not_read() {
    let filler = "# padding\n".repeat(51_200);
    let beyond = format!("User-agent: *\n{filler}Disallow: /page");
    assert!(allows(&beyond, "/page"));
    let cut = format!(
        "User-agent: *\nDisallow: /page\n{}Allow: /page{}",
        &filler[..500 * 1024 - 49],
        "x".repeat(99)
    );
    assert!(!allows(&cut, "/page"), "half a line is not read");
    let within = format!("User-agent: *\n{}Disallow: /page", &filler[..400 * 1024]);
    assert!(!allows(&within, "/page"));
}

#[test]
fn hostile_patterns_are_answered_quickly() {
    let pattern = format!("/{}b$", "a*".repeat(20_000));
    let file = format!(
        "User-agent: *\n{}",
        format!("Disallow: {pattern}\n").repeat(12)
    );
    assert!(allows(&file, &format!("/{}", "a".repeat(8_000))));
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>, path in "/[ -~]{0,40}") {
        let url = Url::parse(&format!("https://a.example{path}")).unwrap();
        Robots::parse(&bytes, "netra").allows(&url);
    }

    #[test]
    fn a_path_is_hit_by_itself(path in "/[a-zA-Z0-9/_~!&'(),;=:@%-]{0,20}([?][a-z/:=%$*]{0,9}x)?") {
        prop_assert!(hits(&path, &path));
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read(root.join("tests/fixtures/robots").join(name)).unwrap()
}

#[rstest]
#[case("rfc9309_5_1.txt", "foobot", "/example/page.html", true)]
#[case("rfc9309_5_1.txt", "foobot", "/example/other.html", false)]
#[case("rfc9309_5_1.txt", "bazbot", "/example/page.html", false)]
#[case("rfc9309_5_1.txt", "quxbot", "/example/page.html", true)]
#[case("rfc9309_5_1.txt", "netra", "/publications/a.gif", true)]
#[case("rfc9309_5_1.txt", "netra", "/a.gif", false)]
#[case("wordpress_bom_crlf.txt", "netra", "/wp-admin/admin-ajax.php", true)]
#[case("wordpress_bom_crlf.txt", "netra", "/wp-admin/", false)]
#[case("page_instead.txt", "netra", "/", true)]
#[case("misspelt.txt", "netra", "/arsip/2024", false)]
#[case("misspelt.txt", "netra", "/arsip/umum", true)]
#[case("misspelt.txt", "netra", "/x?sesi=7&cetak=1", false)]
#[case("misspelt.txt", "netra", "/~budi/ツ", false)]
#[case("misspelt.txt", "netra", "/pegawai/7", false)]
#[case("misspelt.txt", "netra", "/berita", true)]
fn files(#[case] name: &str, #[case] product: &str, #[case] path: &str, #[case] allowed: bool) {
    let url = Url::parse(&format!("https://a.example{path}")).unwrap();
    assert_eq!(Robots::parse(&fixture(name), product).allows(&url), allowed);
}

/// The corpus of the fuzz target, cut everywhere.
#[test]
fn files_cut_anywhere_are_answered() {
    let url = Url::parse("https://a.example/example/page.html?q=1").unwrap();
    for name in [
        "rfc9309_5_1.txt",
        "wordpress_bom_crlf.txt",
        "page_instead.txt",
        "misspelt.txt",
    ] {
        let bytes = fixture(name);
        for end in 0..bytes.len() {
            Robots::parse(&bytes[..end], "netra").allows(&url);
        }
    }
}
