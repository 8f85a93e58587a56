//! Secrets that watched sites put into addresses and headers are kept nowhere.

use std::io::Read as _;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use netra::model::redact;
use rstest::rstest;

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
