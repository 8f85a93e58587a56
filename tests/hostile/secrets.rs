//! Secrets that watched sites put into addresses and headers are kept nowhere.

use std::io::Read as _;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use netra::evidence::read;
use netra::model::redact;
use rstest::rstest;

use crate::fetch::wire::{Then, fetch, quick, serve};
use crate::support::Installation;
use crate::support::world::{Told, World, rss, rss_item};

#[rstest]
#[case::session("session_key=RAHASIA1")]
#[case::code("code=RAHASIA1")]
#[case::token("auth_token=RAHASIA1")]
#[case::camels("authToken=RAHASIA1")]
#[case::capitals("AUTH_TOKEN=RAHASIA1")]
#[case::jwt("jwt=RAHASIA1")]
#[case::escaped("%74oken=RAHASIA1")]
#[case::escaped_whole("%73%65%63%72%65%74=RAHASIA1")]
#[case::escaped_sign("access%5Ftoken=RAHASIA1")]
#[case::nonce("_wpnonce=RAHASIA1")]
#[case::amazon("X-Amz-Security-Token=RAHASIA1")]
#[case::amazon_signature("X-Amz-Signature=RAHASIA1")]
#[case::google("X-Goog-Credential=RAHASIA1")]
#[case::php("PHPSESSID=RAHASIA1")]
#[case::java(";jsessionid=RAHASIA1")]
#[case::nested("data[password]=RAHASIA1")]
#[case::short("sid=RAHASIA1")]
#[case::cross_site("xsrf-token=RAHASIA1")]
#[case::cross_site_of_the_next("next_csrf=RAHASIA1")]
#[case::escaped_twice("%2574oken=RAHASIA1")]
#[case::in_an_address("next=https%3A%2F%2Fh.id%2F%3Faccess_token%3DRAHASIA1")]
#[case::in_an_address_twice("next=https%253A%252F%252Fh.id%252F%253Fa%253D1%2526sid%253DRAHASIA1")]
#[case::after_a_comma("x=1,token=RAHASIA1")]
#[case::of_a_door("ticket=RAHASIA1")]
#[case::saml("SAMLResponse=RAHASIA1")]
#[case::assertion("client_assertion=RAHASIA1")]
#[case::with_a_long_name(&format!("{}_token=RAHASIA1", "x".repeat(300)))]
fn a_parameter_that_is_secret_by_its_name(#[case] parameter: &str) {
    for address in [
        format!("https://a.example/x?{parameter}"),
        format!("https://a.example/x?hal=2&{parameter}&lang=id"),
        format!("https://a.example/x#{parameter}"),
    ] {
        let shown = redact::url(&address);
        assert!(!shown.contains("RAHASIA"), "{shown}");
        assert!(shown.starts_with("https://a.example/x"), "{shown}");
    }
}

#[rstest]
#[case::post("?p=123")]
#[case::page_of_posts("?page_token=CAUQAA&nextPageToken=x")]
#[case::cursor("?cursor=bafyreib2rxk3rh6kzwq")]
#[case::an_address_in_one("?u=https%3A%2F%2Fdesa.id%2F%3Fp%3D7%26page%3D2&judul=a%2Cb")]
#[case::author("?author=budi&keyword=desa&authority=camat")]
#[case::uuid("?id=0b9a7d3c-5f0e-4c53-9f3b-2f6c1c1f2f11")]
#[case::digest("/berkas/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
#[case::country("?country_code=62&status_code=7")]
#[case::words("/berita/sk-bupati-nomor-7-tahun-2026?sandiwara=1&design=2&signal=3")]
#[case::path_of_keys("/keys/session?monkey=1")]
fn what_is_no_secret_stays(#[case] rest: &str) {
    let address = format!("https://a.example{rest}");
    assert_eq!(redact::url(&address), address);
}

#[rstest]
#[case::web_token("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJidWRpIn0.RAHASIA")]
#[case::github("ghp_RAHASIARAHASIARAHASIA0123456789abcd")]
#[case::amazon("AKIARAHASIARAHASIA00")]
#[case::slack("xoxb-1234567890-RAHASIARAHASIA")]
#[case::google("AIzaRAHASIARAHASIARAHASIARAHASIARAHASIA")]
#[case::payments("sk_live_RAHASIARAHASIA0123")]
#[case::model("sk-RAHASIARAHASIARAHASIA")]
#[case::bearer("Bearer%20RAHASIARAHASIA")]
fn a_value_that_is_secret_by_its_shape(#[case] value: &str) {
    for text in [
        format!("https://a.example/?x={value}"),
        format!("https://a.example/{value}/y"),
        format!("x; note={value}"),
    ] {
        let shown = redact::url(&text);
        assert!(!shown.contains("RAHASIA"), "{shown}");
    }
}

#[rstest]
#[case("x-session-token")]
#[case("X-Amz-Security-Token")]
#[case("x-api-key")]
#[case("X-Auth")]
#[case("set-cookie")]
#[case("proxy-authorization")]
#[case("x-wp-nonce")]
#[case("x-client-secret")]
#[case("Authentication-Info")]
#[case("proxy-authentication-info")]
fn a_header_that_is_secret_by_its_name(#[case] name: &str) {
    assert_eq!(redact::header(name, b"RAHASIA"), b"REDACTED");
}

#[rstest]
#[case("surrogate-key", "a b c")]
#[case("etag", "\"9f86d081884c7d659a2feaa0c55ad015\"")]
#[case("x-request-id", "0b9a7d3c-5f0e-4c53-9f3b-2f6c1c1f2f11")]
#[case("www-authenticate", "Basic realm=\"desa\"")]
#[case("keep-alive", "timeout=5")]
#[case("access-control-allow-credentials", "true")]
fn a_header_that_is_none_stays(#[case] name: &str, #[case] value: &str) {
    assert_eq!(redact::header(name, value.as_bytes()), value.as_bytes());
}

/// Blanks, quotes and brackets end no address where the whole header is one: browsers read on.
#[rstest]
fn a_secret_goes_on_behind_blanks_and_quotes(
    #[values(
        "location",
        "content-location",
        "refresh",
        "link",
        "x-pingback",
        "x-lain"
    )]
    name: &str,
    #[values(" ", "\"", "<", ">", "'", "\t", "`", " \"", "> ;", "\u{e9} ")] sign: &str,
    #[values(
        "token=a{}RAHASIA1",
        "x=1&sid=a{}RAHASIA1",
        "url=/c?session_key=a{}RAHASIA1"
    )]
    parameter: &str,
) {
    let parameter = parameter.replace("{}", sign);
    for value in [
        format!("/c?{parameter}"),
        format!("0;url=https://a.example/c?{parameter}"),
        format!("<https://a.example/c?{parameter}>; rel=\"next\""),
    ] {
        let kept = redact::header(name, value.as_bytes());
        let kept = String::from_utf8_lossy(&kept);
        assert!(!kept.contains("RAHASIA"), "{kept}");
        assert!(kept.contains("/c?"), "{kept}");
    }
}

/// What some programs take for the end of a line, or quote, begins no header that is kept.
#[rstest]
#[case::carriage_return("y\rSet-Cookie: sid=RAHASIA1")]
#[case::carriage_returns("y\r\rSet-Cookie: a=1\r b=RAHASIA1")]
#[case::vertical_tab("y\u{b}Set-Cookie: sid=RAHASIA1")]
#[case::form_feed("y\u{c}X-Api-Key: RAHASIA1")]
#[case::nothing("y\0Authorization: Basic RAHASIA1")]
#[case::next_line("y\u{85}X-Auth: RAHASIA1")]
#[case::line_of_unicode("y\u{2028}X-Token: RAHASIA1")]
#[case::quoted("halaman \"Cookie: RAHASIA1\"")]
#[case::in_words("dikirim dengan Proxy-Authorization : RAHASIA1")]
#[case::pair("versi 7 session_id=RAHASIA1")]
#[case::json("{\"a\": 1, \"token\": \"RAHASIA1 RAHASIA1\"}")]
#[case::first("token=RAHASIA1")]
fn a_secret_header_within_another(#[case] value: &str) {
    let kept = redact::header("x-lain", value.as_bytes());
    assert!(
        !kept.windows(7).any(|part| part == b"RAHASIA"),
        "{:?}",
        kept.escape_ascii().to_string()
    );
}

#[rstest]
#[case("x-cache", "HIT dari tepi-3, MISS dari asal")]
#[case(
    "link",
    "<https://a.example/?p=7>; rel=shortlink, </umpan>; rel=\"alternate\"; title=\"Isi\""
)]
#[case("content-disposition", "inline; filename=\"surat keputusan.pdf\"")]
#[case("x-judul", "Rapat: sandi, kunci dan tanda")]
#[case("refresh", "5; url='/beranda?hal=2'")]
#[case("vary", "Accept-Encoding, Cookie")]
#[case("x-lain", "a\rb: c")]
fn what_is_said_in_headers_stays(#[case] name: &str, #[case] value: &str) {
    assert_eq!(redact::header(name, value.as_bytes()), value.as_bytes());
}

#[rstest]
#[case::reset("/reset/token/RAHASIA1")]
#[case::of_a_framework("/password/reset/RAHASIA1")]
#[case::reset_password("/reset-password/RAHASIA1/ubah")]
#[case::magic("/auth/magic-link/RAHASIA1?hal=2")]
#[case::capitals("/Token/RAHASIA1")]
#[case::camels("/resetToken/RAHASIA1")]
#[case::key_of_an_interface("/v1/apiKey/RAHASIA1/data")]
#[case::one_time("/otp/RAHASIA1")]
#[case::session("/session/0b9a7d3c5f0e4c53RAHASIA1a")]
#[case::invitation("/invite/aRAHASIA1b2c3")]
#[case::escaped("/masuk?lalu=%2Freset%2Ftoken%2FRAHASIA1")]
#[case::escaped_path("/pergi/reset%2Ftoken%2FRAHASIA1")]
#[case::escaped_parameter("/pergi%3Ftoken%3DRAHASIA1")]
#[case::parameter_of_a_part("/halaman/token=RAHASIA1/2")]
fn a_part_of_a_path_that_is_secret(#[case] rest: &str) {
    let shown = redact::url(&format!("https://a.example{rest}"));
    assert!(!shown.contains("RAHASIA"), "{shown}");
    assert!(shown.starts_with("https://a.example/"), "{shown}");
    let kept = redact::header("location", format!("{rest} dan RAHASIA1").as_bytes());
    let kept = String::from_utf8_lossy(&kept);
    assert!(!kept.starts_with(rest), "{kept}");
}

#[rstest]
#[case::article("/berita/password/ganti-password-anda")]
#[case::slug("/2026/11/token-listrik-naik/")]
#[case::deed("/password/reset")]
#[case::list("/tag/token/page/2")]
#[case::year("/secret/2026/rahasia-dapur")]
#[case::meeting("/session/rapat-dprd-2026")]
#[case::sign_in("/auth/login?hal=2")]
#[case::code("/kode/code/62")]
#[case::number_of_a_post("/@budi/112233445566778899")]
#[case::record("/xrpc/app.bsky.feed.post/3kabcdefghij2")]
fn a_path_that_is_none_stays(#[case] rest: &str) {
    let address = format!("https://a.example{rest}");
    assert_eq!(redact::url(&address), address);
}

/// As parsers of addresses read them: tabs are dropped, `\\` is `/`, and of slashes there may be any
/// number.
#[rstest]
#[case::backslashes(r"http:\\user:RAHASIA1@h.id/ok")]
#[case::both_slashes(r"/\/user:RAHASIA1@h.id/ok")]
#[case::backslashes_only(r"\\user:RAHASIA1@h.id/ok")]
#[case::tabs("ht\ttp:/\t/user:RAHASIA1@h.id/ok")]
#[case::one_slash("http:/user:RAHASIA1@h.id/ok")]
#[case::no_slash("HTTPS:user:RAHASIA1@h.id/ok")]
#[case::many_slashes("https://///user:RAHASIA1@h.id/ok")]
#[case::no_password("https:/RAHASIA1@h.id/ok")]
#[case::scheme_in_an_address("/pergi/http:/user:RAHASIA1@h.id/ok")]
#[case::of_a_repository("git://RAHASIA1@h.id/ok")]
#[case::tab_in_the_user("http://us\ter:RAHA\tSIA1@h.id/ok")]
#[case::blank_in_the_user("http://user:a RAHASIA1@h.id/ok")]
#[case::long_user(&format!("http://{}:RAHASIA1{}@h.id/ok", "u".repeat(600), "x".repeat(600)))]
#[case::in_a_link("<http:/user:RAHASIA1@h.id/ok>; rel=next")]
#[case::in_a_refresh(r"0;url=http:\user:RAHASIA1@h.id/ok")]
#[case::tab_in_a_name("/ok?a=1&pass\tword=RAHASIA1")]
#[case::tabs_in_a_name("/ok?a=1&t\to\tk\te\tn=RA\tHASIA1")]
#[case::tab_in_a_word("/ok/tok\ten/RAHASIA1")]
#[case::tab_in_a_shape("/ok?x=ey\tJhbGciOiJIUzI1NiJ9.eyJzdWIi\tOiJidWRpIn0.RAHASIA1")]
#[case::escaped_tab("/ok?lalu=%2Ftok%09en%2FRAHASIA1")]
#[case::backslash_behind_a_word(r"/ok/token\RAHASIA1")]
#[case::backslash_before_a_word(r"\ok\token/RAHASIA1")]
#[case::empty_part("/ok/token//RAHASIA1")]
#[case::empty_parts(r"/ok/token/\//RAHASIA1")]
#[case::dot("/ok/token/./RAHASIA1")]
#[case::dots("/ok/token/././/./RAHASIA1")]
#[case::escaped_dot("/ok/token/%2e/RAHASIA1")]
#[case::back("/ok/token/login/../RAHASIA1")]
#[case::back_escaped("/ok/token/a/b/.%2E/../RAHASIA1")]
#[case::back_from_an_empty_part("/ok/token//../RAHASIA1")]
#[case::dot_and_tab("/ok/token/.\t/RAHASIA1")]
#[case::blank_before("/ok/token/ RAHASIA1")]
#[case::comma_before("/ok/token/,RAHASIA1")]
#[case::parameter_of_the_word("/ok/token;a/RAHASIA1")]
#[case::from_here("token/RAHASIA1")]
#[case::from_here_with_a_dot("./token/RAHASIA1")]
#[case::from_here_in_a_link("<token/RAHASIA1>; rel=next")]
#[case::from_here_in_a_parameter("/ok?lalu=token/RAHASIA1")]
fn an_address_is_read_as_parsers_read_it(#[case] value: &str) {
    let plain = |text: &str| text.replace('\t', "");
    for name in ["location", "link", "x-lain"] {
        let kept = redact::header(name, value.as_bytes());
        let kept = String::from_utf8(kept).unwrap();
        assert!(!plain(&kept).contains("RAHASIA"), "{kept}");
        assert!(kept.contains("REDACTED"), "{kept}");
        assert_eq!(redact::header(name, kept.as_bytes()), kept.as_bytes());
    }
    if !value.contains(' ') && !value.contains(",R") {
        let shown = redact::url(value);
        assert!(!plain(&shown).contains("RAHASIA"), "{shown}");
    }
}

#[rstest]
#[case::profile("https://a.example//@budi/112233445566778899")]
#[case::archive("https://a.example/web/2026/https://b.example/p/7")]
#[case::of_two_hosts("https://a.example//b@c/7")]
#[case::escaped_slashes(r#"{"u":"https:\/\/a.example\/@budi\/112233445566778899"}"#)]
#[case::mail("mailto:budi@desa.example")]
#[case::time("Rapat pukul 10:30 di /ruang/tok")]
#[case::dots("https://a.example/token/../berita/pilkada")]
#[case::list("/tag/token/./page//2")]
#[case::tabs("a\tb\tc: d/e")]
#[case::links("<https://a.example/tag/token/>; rel=\"next\", </berita/x7>; rel=\"prev\"")]
#[case::words("dari https://a.example/tag/token ke https://b.example/berita7")]
#[case::mail_behind_an_address("Netra (+https://a.example) budi@desa.example")]
#[case::folder(r"C:\berita\7")]
fn an_ordinary_address_stays_however_it_is_read(#[case] value: &str) {
    let kept = redact::header("x-lain", value.as_bytes());
    assert_eq!(String::from_utf8_lossy(&kept), value);
    assert_eq!(redact::url(value), value);
}

/// Once quadratic work, of which each octet is looked at for all before it.
#[rstest]
fn a_long_address_of_one_thing_is_read(
    #[values(
        "/", "//", "\\", "http:", "http:/", "=", "a=", "/token", "/../a", "//@", "\t", "/ ", "/,",
        "x@", "/a:b@", "%2e/", "<", "=/", "http: "
    )]
    piece: &str,
) {
    let text = format!("{}?token=RAHASIA1", piece.repeat(300_000 / piece.len()));
    let kept = redact::header("location", text.as_bytes());
    assert!(!String::from_utf8_lossy(&kept).contains("RAHASIA"));
}

/// The octets of heads, as they come over the wire.
#[rstest]
#[case::behind_a_carriage_return("X: y\rSet-Cookie: sid=RAHASIA1\r\n")]
#[case::that_goes_on("X: y\rSet-Cookie: a=1;\r\n sid=RAHASIA1\r\n")]
#[case::in_the_reason("X: a\r\nX-B\rCookie: RAHASIA1\r\n")]
#[case::in_a_line_without_a_name("tanpa nama\rX-Api-Key: RAHASIA1\r\n")]
#[case::that_goes_on_from_a_header("X: a\r\n \u{b}Authorization: RAHASIA1\r\n")]
#[case::instead_of_a_length("Content-Length: 4\rSet-Cookie: sid=RAHASIA1\r\n")]
#[case::with_the_framing("Transfer-Encoding: identity\rSet-Cookie: sid=RAHASIA1\r\n")]
#[case::of_an_address("Content-Location: /c?token=a RAHASIA1\r\n")]
#[case::of_links("Link: </c?token=a\"RAHASIA1>; rel=next\r\n")]
#[case::of_digests("Authentication-Info: nextx=\"RAHASIA1\"\r\n")]
#[case::without_a_colon("Set-Cookie foo=RAHASIA1\r\n")]
#[case::without_a_colon_of_its_own("Set-Cookie foo=RAHASIA1; expires=Wed, 12:00:00\r\n")]
#[case::without_a_colon_that_goes_on("X-Auth-Token\tfoo\r\n RAHASIA1\r\n")]
#[case::without_a_colon_of_a_request("authorization Basic RAHASIA1\r\n")]
#[case::equals_for_a_colon("Set-Cookie=RAHASIA1; Path=/\r\n")]
#[case::without_a_colon_in_another("X: y\rSet-Cookie foo=RAHASIA1\r\n")]
#[case::as_parsers_read("Link: <http:\\\\user:RAHASIA1@h.id/>; rel=next\r\n")]
#[tokio::test]
async fn a_secret_in_the_lines_of_a_head_is_not_kept(#[case] lines: &str) {
    let answer = format!("HTTP/1.1 200 OK\r\n{lines}Connection: close\r\n\r\n<rss></rss>");
    let address = serve(answer, Then::Close).await;
    let (fetched, dir) = fetch(address, quick(address)).await;
    let record = fetched.result.unwrap().record;
    let file = read::locate(dir.path(), &record.file);
    for record in read::open(&file).unwrap() {
        let block = String::from_utf8_lossy(&record.unwrap().block).into_owned();
        assert!(!block.contains("RAHASIA"), "{block}");
    }
}

/// All that stands in the captures.
fn captured(folder: &Path) -> String {
    let mut all = String::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|end| end == "gz") {
            let mut bytes = Vec::new();
            let file = std::fs::File::open(path).unwrap();
            MultiGzDecoder::new(file).read_to_end(&mut bytes).unwrap();
            all += &String::from_utf8_lossy(&bytes);
        }
    }
    all
}

/// The request goes where the site leads it, with all that belongs to it; what is kept and shown of
/// that is without.
#[rstest]
#[case::by_name("/umpan?session_key=RAHASIA1&hal=1")]
#[case::escaped("/umpan?%74oken=RAHASIA1")]
#[case::by_its_place("/reset/token/RAHASIA1")]
#[case::behind_an_empty_part("/reset/token//RAHASIA1")]
#[case::in_an_address("/umpan?lalu=%2Freset%2Ftoken%2FRAHASIA1")]
#[case::by_shape("/umpan?x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJidWRpIn0.RAHASIA1")]
fn a_secret_on_the_way_is_used_and_not_kept(#[case] way: &'static str) {
    let site = World::start(move |asked| match asked.target.as_str() {
        "/feed" => Some(Told::nothing(302).header("location", way)),
        target if target == way => Some(
            Told::new(200, "text/xml", rss(&[rss_item(1, "Isi")]))
                .header("x-session-token", "RAHASIA1"),
        ),
        _ => None,
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/feed"))]);
    let output = installation.run(&["crawl"]);
    assert_eq!(installation.rows("SELECT native_id FROM post"), ["g1"]);
    assert!(site.asked().contains(&way.to_owned()), "it was asked whole");
    let mut kept = installation.rows("SELECT url || ' ' || final_url || ' ' || step FROM capture");
    kept.extend(installation.rows("SELECT coalesce(seen_address, '') FROM account"));
    kept.extend(installation.rows("SELECT url FROM exchange"));
    kept.push(captured(&installation.data().join("captures")));
    kept.push(String::from_utf8(output.stdout).unwrap());
    kept.push(String::from_utf8(output.stderr).unwrap());
    let shown = installation.run(&["registry", "show", "1"]);
    kept.push(String::from_utf8(shown.stdout).unwrap());
    let all = kept.join("\n");
    assert!(!all.contains("RAHASIA"), "{all}");
    assert!(all.contains("REDACTED"), "{all}");
}
