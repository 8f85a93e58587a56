//! Passwords in the clear: plain HTTP that nobody meant, proxies that nobody named, cookies that
//! travel without HTTPS, hosts that are not ours, and addresses that somebody made up.

use axum::http::{HeaderName, StatusCode};
use netra::config::{Diagnostic, settings};
use netra::model::Role;
use netra::web::{ServerSettings, router};
use rstest::rstest;

use super::street::{Log, PAGE, STRANGER, Street, limits, settle};
use crate::support::{Installation, text};
use crate::web::support::{Browser, House, PASSWORD, state};

const ORIGIN: &str = "https://netra.kantor.example";
const TWICE: &str = "plain_http_in_the_network = true\nsecure_cookies = false\n";

fn findings(web: &str) -> String {
    let text = format!("[fetch]\ncontact = \"a@contoh.id\"\n[web]\n{web}");
    let lines = settings::check("netra.toml", &text).diagnostics;
    let lines: Vec<String> = lines.iter().map(Diagnostic::to_string).collect();
    lines.join("\n")
}

/// Each contradicts itself or would send passwords in the clear.
#[rstest]
#[case::open(
    "listen = \"0.0.0.0:8080\"",
    "4:10: listen in [web] 0.0.0.0:8080 is open"
)]
#[case::open_on_ipv6("listen = \"[::]:8080\"", "4:10: listen")]
#[case::one_address("listen = \"192.168.1.5:8080\"", "4:10: listen")]
#[case::said_once("listen = \"0.0.0.0:80\"\nsecure_cookies = false", "4:10: listen")]
#[case::said_once_otherwise(
    "listen = \"0.0.0.0:80\"\nplain_http_in_the_network = true",
    "4:10: listen"
)]
#[case::behind_a_proxy_that_is_not_named(
    "listen = \"0.0.0.0:80\"\npublic_origin = \"https://n.example\"\nplain_http_in_the_network = true",
    "proxies = "
)]
#[case::no_https_for_people(
    "public_origin = \"http://n.example\"",
    "4:17: public_origin in [web] begins with http://"
)]
#[case::insecure_cookies_over_https(
    "public_origin = \"https://n.example\"\nsecure_cookies = false",
    "5:18: secure_cookies in [web] is false"
)]
#[case::insecure_cookies_with_a_certificate(
    "certificate = \"c.pem\"\nprivate_key = \"k.pem\"\nsecure_cookies = false",
    "6:18: secure_cookies in [web] is false"
)]
#[case::in_the_clear_with_a_certificate(
    "certificate = \"c.pem\"\nprivate_key = \"k.pem\"\nplain_http_in_the_network = true",
    "6:29: plain_http_in_the_network"
)]
#[case::proxies_to_nowhere("proxies = [\"10.0.0.1\"]", "4:11: proxies")]
#[case::a_path("public_origin = \"https://n.example/\"", "must look like")]
#[case::a_password("public_origin = \"https://a:b@n.example\"", "must look like")]
#[case::capitals(
    "public_origin = \"https://N.example\"",
    "spelt as browsers do: \"https://n.example\""
)]
#[case::the_usual_port("public_origin = \"https://n.example:443\"", "spelt as browsers do")]
#[case::no_scheme("public_origin = \"n.example\"", "must look like")]
#[case::a_star(
    "public_origin = \"https://*.kantor.example\"",
    "4:17: public_origin in [web] names the host"
)]
#[case::a_bare_star("public_origin = \"https://*\"", "no machine can have")]
#[case::an_empty_label("public_origin = \"https://netra..example\"", "no machine can have")]
#[case::a_last_dot("public_origin = \"https://netra.example.\"", "no machine can have")]
#[case::a_hyphen_first("public_origin = \"https://-netra.example\"", "no machine can have")]
#[case::a_blank("public_origin = \"https://netra kantor.example\"", "must look like")]
#[case::a_comma(
    "public_origin = \"https://a.example,b.example\"",
    "no machine can have"
)]
#[case::a_long_label(
    "public_origin = \"https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example\"",
    "no machine can have"
)]
#[case::port_nought("public_origin = \"https://netra.example:0\"", "port 0")]
#[case::any_address("public_origin = \"https://0.0.0.0\"", "no machine at all")]
#[case::any_address_of_ipv6("public_origin = \"https://[::]:8443\"", "no machine at all")]
#[case::a_group("public_origin = \"https://224.0.0.1\"", "a group of machines")]
fn settings_that_leave_passwords_in_the_clear_are_refused(#[case] web: &str, #[case] told: &str) {
    let found = findings(web);
    assert!(found.contains(told), "{found}");
    assert!(!found.contains("warning"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
}

/// Proxies that nobody can be, or that reach nothing.
#[rstest]
#[case::anybody("[\"0.0.0.0\"]", "no machine at all")]
#[case::anybody_of_ipv6("[\"10.0.0.1\", \"::\"]", "no machine at all")]
#[case::this_network("[\"0.0.0.9\"]", "no machine at all")]
#[case::a_group("[\"224.0.0.1\"]", "a group of machines")]
#[case::a_group_of_ipv6("[\"ff02::1\"]", "a group of machines")]
#[case::everybody("[\"255.255.255.255\"]", "all machines of a network")]
#[case::this_machine("[\"127.0.0.1\"]", "take it out")]
#[case::this_machine_of_ipv6("[\"::1\"]", "take it out")]
#[case::mapped("[\"::ffff:10.0.0.1\"]", "write that")]
#[case::mapped_anybody("[\"::ffff:0.0.0.0\"]", "no machine at all")]
#[case::another_kind("[\"2001:db8::5\"]", "cannot reach 10.77.0.1")]
#[case::a_network("[\"0.0.0.0/0\"]", "in [web]")]
#[case::another_network("[\"10.0.0.0/8\"]", "in [web]")]
fn proxies_that_cannot_be_meant_are_refused(#[case] proxies: &str, #[case] told: &str) {
    let found = findings(&format!(
        "listen = \"10.77.0.1:80\"\npublic_origin = \"https://n.example\"\n\
         plain_http_in_the_network = true\nproxies = {proxies}"
    ));
    assert!(found.contains(told), "{found}");
    let errors: Vec<&str> = found
        .lines()
        .filter(|line| !line.contains(": warning: "))
        .collect();
    assert!(
        errors.len() == 1 && errors[0].contains("netra.toml:7:"),
        "{found}"
    );
}

#[rstest]
#[case("10.77.0.1:80", "[\"10.0.0.1\", \"2001:db8::5\"]")]
#[case("[::]:80", "[\"10.0.0.1\"]")]
#[case("127.0.0.1:80", "[\"2001:db8::5\"]")]
#[case("[2001:db8::1]:80", "[\"2001:db8::5\"]")]
fn proxies_that_reach_the_pages_are_taken(#[case] listen: &str, #[case] proxies: &str) {
    let alone = listen.starts_with("127");
    let found = findings(&format!(
        "listen = \"{listen}\"\npublic_origin = \"https://netra_kantor.n-1.example\"\n\
         plain_http_in_the_network = true\nproxies = {proxies}"
    ));
    let warned = found.contains("warning: passwords go") && found.lines().count() == 1;
    assert!(if alone { found.is_empty() } else { warned }, "{found}");
}

#[test]
fn the_command_line_goes_before_an_address_that_is_refused() {
    let installation = Installation::new();
    installation.set("web", "listen = \"0.0.0.0:8080\"");
    let refused = installation.run(&["serve"]);
    assert!(text(&refused.stderr).contains("0.0.0.0:8080 is open"));
    // It is looked at instead, and nothing else is let go.
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    for (listen, told) in [
        ("192.0.2.1:80", "is open"),
        ("[ff02::1]:80", "is open"),
        (&*taken, "another program listens"),
    ] {
        let output = installation.run(&["serve", "--listen", listen]);
        let said = text(&output.stderr);
        assert!(said.contains(listen) && said.contains(told), "{said}");
        assert!(!said.contains("0.0.0.0"), "{said}");
    }
    installation.set("web", "listen = \"0.0.0.0:8080\"\nsession_hours = 0");
    let output = installation.run(&["serve", "--listen", &taken]);
    assert!(text(&output.stderr).contains("session_hours"));
}

#[rstest]
#[case::alone("listen = \"127.0.0.1:80\"")]
#[case::alone_on_ipv6("listen = \"[::1]:80\"")]
#[case::alone_in_another_spelling("listen = \"[::ffff:127.0.0.1]:80\"")]
#[case::alone_without_secure_cookies("secure_cookies = false")]
#[case::a_name_of_this_machine("public_origin = \"http://localhost:8080\"")]
#[case::a_proxy_here("public_origin = \"https://n.example:8443\"")]
#[case::a_certificate(
    "listen = \"0.0.0.0:8443\"\ncertificate = \"c.pem\"\nprivate_key = \"k.pem\""
)]
fn settings_with_https_or_on_this_machine_alone_are_taken(#[case] web: &str) {
    assert_eq!(findings(web), "");
}

#[rstest]
#[case("listen = \"0.0.0.0:80\"\n")]
#[case("listen = \"0.0.0.0:80\"\npublic_origin = \"http://netra\"\n")]
fn what_is_said_twice_is_warned_of(#[case] web: &str) {
    let found = findings(&format!("{web}{TWICE}"));
    assert!(found.contains("warning: passwords go"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
    let proxied = "listen = \"0.0.0.0:80\"\npublic_origin = \"https://n.example\"\n\
                   proxies = [\"10.0.0.1\"]\nplain_http_in_the_network = true\n";
    assert_eq!(findings(proxied).lines().count(), 1);
}

#[rstest]
#[case("0.0.0.0:0")]
#[case("[::]:0")]
#[case("192.0.2.1:80")]
fn an_address_on_the_command_line_is_held_to_the_same(#[case] listen: &str) {
    let installation = Installation::new();
    installation.set("web", "secure_cookies = false");
    let refused = installation.run(&["serve", "--listen", listen]);
    assert_eq!(refused.status.code(), Some(2));
    let told = text(&refused.stderr);
    assert!(told.contains(listen.trim_end_matches(":0")), "{told}");
    assert!(told.contains("plain_http_in_the_network = true"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

/// The pages with these settings, from this machine.
async fn pages(settings: ServerSettings) -> (House, Browser) {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut browser = Browser::of(router(state(&house.db, house.clock.clone(), settings)));
    browser.peer = Some(([127, 0, 0, 1], 4_000).into());
    (house, browser)
}

fn behind() -> ServerSettings {
    ServerSettings {
        public_origin: Some(ORIGIN.to_owned()),
        proxies: vec!["192.0.2.10".parse().unwrap()],
        ..ServerSettings::default()
    }
}

fn plain() -> ServerSettings {
    ServerSettings {
        secure_cookies: false,
        ..ServerSettings::default()
    }
}

#[rstest]
#[case("x-forwarded-for", "198.51.100.7")]
#[case("x-forwarded-proto", "https")]
#[case("x-forwarded-host", "netra.kantor.example")]
#[case("forwarded", "for=198.51.100.7;proto=https")]
#[case("via", "1.1 proksi")]
#[case("x-real-ip", "198.51.100.7")]
#[tokio::test]
async fn nobody_signs_in_through_a_proxy_that_nobody_named(
    #[case] name: &str,
    #[case] value: &str,
) {
    let (house, mut browser) = pages(plain()).await;
    let name: HeaderName = name.parse().unwrap();
    browser.headers.insert(name, value.parse().unwrap());
    for language in ["id", "en"] {
        let page = browser.get(&format!("/masuk?lang={language}")).await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST);
        assert!(page.body.contains("public_origin"), "{}", page.body);
        assert!(!page.has("form[action='/masuk']"), "{}", page.body);
    }
    let page = browser.login("rini", PASSWORD).await;
    assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(house.count("SELECT count(*) FROM session").await, 0);
    // Without a proxy all is as ever, and so is the look of the page.
    let style = page.attributes("link[rel=stylesheet]", "href");
    assert_eq!(browser.get(&style[0]).await.status, StatusCode::OK);
    browser.headers.clear();
    assert_eq!(
        browser.login("rini", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[rstest]
#[case::past_the_proxy("netra.example", None)]
#[case::past_the_proxy_by_number("127.0.0.1:8080", None)]
#[case::the_proxy_without_https("netra.kantor.example", Some(("x-forwarded-proto", "http")))]
#[case::the_same_in_the_other_header(
    "netra.kantor.example",
    Some(("forwarded", "for=198.51.100.7;proto=http"))
)]
#[case::several_proxies("netra.kantor.example", Some(("x-forwarded-proto", "https, http")))]
#[tokio::test]
async fn the_page_for_signing_in_says_where_it_works(
    #[case] host: &str,
    #[case] header: Option<(&str, &str)>,
) {
    let (_house, mut browser) = pages(behind()).await;
    browser.headers.insert("host", host.parse().unwrap());
    if let Some((name, value)) = header {
        let name: HeaderName = name.parse().unwrap();
        browser.headers.insert(name, value.parse().unwrap());
    }
    let page = browser.get("/masuk").await;
    let to = page.attributes("#alamat a", "href");
    assert_eq!(to, [format!("{ORIGIN}/masuk")], "{}", page.body);
    // Where it works nothing is said.
    browser
        .headers
        .insert("host", "127.0.0.1:8080".parse().unwrap());
    browser.headers.remove("forwarded");
    browser
        .headers
        .insert("x-forwarded-proto", "https".parse().unwrap());
    assert!(!browser.get("/masuk").await.has("#alamat"));
    browser
        .headers
        .insert("host", "netra.kantor.example".parse().unwrap());
    browser.headers.remove("x-forwarded-proto");
    assert!(!browser.get("/masuk").await.has("#alamat"));
}

/// A proxy that passes plain HTTP on and does not say so: the browser says it.
#[tokio::test]
async fn a_form_that_was_sent_without_https_says_where_it_works() {
    let (house, mut browser) = pages(behind()).await;
    for origin in ["http://netra.kantor.example", "http://10.0.0.7"] {
        browser.headers.insert("origin", origin.parse().unwrap());
        let page = browser.login("rini", PASSWORD).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let to = page.attributes("#alamat a", "href");
        assert_eq!(to, [format!("{ORIGIN}/masuk")], "{}", page.body);
        assert!(browser.cookies.is_empty());
    }
    assert_eq!(house.count("SELECT count(*) FROM session").await, 0);
}

#[tokio::test]
async fn over_https_cookies_are_secure_and_https_stays() {
    let (_house, mut browser) = pages(behind()).await;
    let origin = ORIGIN.parse().unwrap();
    browser.headers.insert("origin", origin);
    let page = browser.login("rini", PASSWORD).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
    let session = cookies.iter().map(|cookie| cookie.to_str().unwrap());
    let session: Vec<_> = session
        .filter(|cookie| cookie.starts_with("__Host-netra="))
        .collect();
    assert_eq!(session.len(), 1, "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.to_str().unwrap().contains("; Secure"), "{cookie:?}");
    }
    for path in ["/masuk", "/antrean", "/tidak-ada", "/sehat"] {
        let page = browser.get(path).await;
        assert!(
            page.headers.contains_key("strict-transport-security"),
            "{path}"
        );
    }
}

/// Peer, header, value, and the address that an attempt to sign in is recorded with.
#[rstest]
#[case::plain("127.0.0.1", "x-forwarded-for", "198.51.100.7", "198.51.100.7")]
#[case::with_a_port("127.0.0.1", "x-forwarded-for", "198.51.100.7:4444", "198.51.100.7")]
#[case::ipv6("::1", "x-forwarded-for", "2001:db8::7", "2001:db8::7")]
#[case::ipv6_with_a_port("::1", "x-forwarded-for", "[2001:db8::7]:4444", "2001:db8::7")]
#[case::ipv6_in_brackets("::1", "x-forwarded-for", "[2001:db8::7]", "2001:db8::7")]
#[case::made_up_before(
    "127.0.0.1",
    "x-forwarded-for",
    "1.1.1.1, 198.51.100.7",
    "198.51.100.7"
)]
#[case::a_second_proxy(
    "127.0.0.1",
    "x-forwarded-for",
    "198.51.100.7, 192.0.2.10",
    "198.51.100.7"
)]
#[case::a_proxy_elsewhere("192.0.2.10", "x-forwarded-for", "198.51.100.7", "198.51.100.7")]
#[case::in_other_words(
    "127.0.0.1",
    "forwarded",
    "for=198.51.100.7;proto=https",
    "198.51.100.7"
)]
#[case::in_quotes("127.0.0.1", "forwarded", "For=\"[2001:db8::7]:4444\"", "2001:db8::7")]
#[case::mapped(
    "::ffff:127.0.0.1",
    "x-forwarded-for",
    "::ffff:198.51.100.7",
    "198.51.100.7"
)]
#[case::a_stranger_claims("203.0.113.9", "x-forwarded-for", "198.51.100.7", "203.0.113.9")]
#[case::a_stranger_claims_otherwise("203.0.113.9", "forwarded", "for=198.51.100.7", "203.0.113.9")]
#[case::no_address("127.0.0.1", "x-forwarded-for", "unknown", "127.0.0.1")]
#[case::made_up_before_no_address("127.0.0.1", "x-forwarded-for", "1.1.1.1, _x", "127.0.0.1")]
#[tokio::test]
async fn an_address_is_believed_from_our_own_proxy_alone(
    #[case] peer: &str,
    #[case] name: &str,
    #[case] value: &str,
    #[case] found: &str,
) {
    let (house, mut browser) = pages(behind()).await;
    browser.peer = Some((peer.parse::<std::net::IpAddr>().unwrap(), 4_000).into());
    let name: HeaderName = name.parse().unwrap();
    browser.headers.insert(name, value.parse().unwrap());
    browser.login("rini", "salah").await;
    let rows = format!("SELECT count(*) FROM audit WHERE detail LIKE '%from {found}%'");
    assert_eq!(house.count(&rows).await, 1);
}

#[tokio::test]
async fn what_a_proxy_passes_on_hides_no_address_that_it_wrote() {
    let (house, mut browser) = pages(behind()).await;
    browser
        .headers
        .insert("x-forwarded-for", "198.51.100.7".parse().unwrap());
    browser
        .headers
        .insert("forwarded", "for=1.1.1.1".parse().unwrap());
    browser.login("rini", "salah").await;
    let rows = "SELECT count(*) FROM audit WHERE detail LIKE '%from 198.51.100.7%'";
    assert_eq!(house.count(rows).await, 1);
}

fn asking(hosts: &[&str]) -> String {
    let lines = hosts.iter().map(|host| format!("host: {host}\r\n"));
    format!("GET /masuk HTTP/1.1\r\n{}\r\n", lines.collect::<String>())
}

#[rstest]
#[case::none("GET /masuk HTTP/1.1\r\n\r\n".to_owned(), 400)]
#[case::two(asking(&["localhost", "localhost"]), 400)]
#[case::two_that_differ(asking(&["localhost", "evil.example"]), 400)]
#[case::empty(asking(&[""]), 400)]
#[case::a_user(asking(&["a@localhost"]), 400)]
#[case::a_list(asking(&["localhost, evil.example"]), 400)]
#[case::no_port(asking(&["localhost:http"]), 400)]
#[case::a_large_port(asking(&["localhost:99999"]), 400)]
#[case::a_path(asking(&["localhost/masuk"]), 400)]
#[case::letters(asking(&["bücher.example"]), 400)]
#[case::half_a_bracket(asking(&["[::1"]), 400)]
#[case::somebody_elses(asking(&["evil.example"]), 421)]
#[case::ours_in_front_of_theirs(asking(&["localhost.evil.example"]), 421)]
#[case::ours_behind_theirs(asking(&["evil-netra.kantor.example"]), 421)]
#[case::another_address(asking(&["203.0.113.1"]), 421)]
#[case::everywhere(asking(&["0.0.0.0:8080"]), 421)]
#[case::in_the_request_line(
    "GET http://evil.example/masuk HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned(),
    421
)]
#[case::ours(asking(&["netra.kantor.example"]), 200)]
#[case::ours_with_a_port(asking(&["Netra.Kantor.example:8443"]), 200)]
#[case::ours_with_a_dot(asking(&["netra.kantor.example."]), 200)]
#[case::this_machine(asking(&["127.0.0.1:8080"]), 200)]
#[case::this_machine_by_ipv6(asking(&["[::1]:8080"]), 200)]
#[case::where_we_listen(asking(&["192.0.2.1:8080"]), 200)]
#[case::of_old("GET /masuk HTTP/1.0\r\n\r\n".to_owned(), 200)]
#[tokio::test]
async fn requests_for_other_hosts_are_not_answered(#[case] head: String, #[case] status: u16) {
    let street = Street::new(behind(), limits()).await;
    let mut caller = street.knock("127.0.0.1");
    let answer = caller.asks(&head).await;
    let line = answer.lines().next().unwrap();
    assert_eq!(
        line.split(' ').nth(1),
        Some(&*status.to_string()),
        "{answer}"
    );
    if status == 421 {
        assert!(answer.contains(ORIGIN), "{answer}");
    }
}

#[tokio::test]
async fn an_unknown_proxy_is_told_of_in_the_log_whatever_host_it_names() {
    let log = Log::begin();
    let street = Street::new(plain(), limits()).await;
    let mut proxy = street.knock("127.0.0.1");
    for host in ["netra.kantor.example", "127.0.0.1:8080", "hulu"] {
        let head =
            format!("GET /masuk HTTP/1.1\r\nhost: {host}\r\nx-forwarded-for: {STRANGER}\r\n\r\n");
        let answer = proxy.asks(&head).await;
        assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
        assert!(answer.contains("public_origin"), "{answer}");
    }
    assert_eq!(log.lines("public_origin").len(), 1);
}

#[tokio::test]
async fn nobody_gets_past_a_proxy_on_another_machine() {
    let settings = ServerSettings {
        only_proxies: true,
        ..behind()
    };
    let street = Street::new(settings, limits()).await;
    let page = PAGE.replace("localhost", "netra.kantor.example");
    let (mut past, mut proxy) = (street.knock(STRANGER), street.knock("192.0.2.10"));
    let answer = past.asks(&page).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(answer.contains(ORIGIN), "{answer}");
    assert!(proxy.asks(&page).await.starts_with("HTTP/1.1 200"));
    settle().await;
}
