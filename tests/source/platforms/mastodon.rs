//! Mastodon as Mastodon, Takahe and snac answer.

use netra::model::{AccountState, Capture, FetchRequest, Platform};
use netra::source::shared::links::query_value;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Item, Simulated, items, story};
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

/// Which habits the server has.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Dialect {
    /// `Link` with `next` and `prev`; `next` is left out on the last page.
    Mastodon,
    /// `Link` with another scheme than the one asked.
    Takahe,
    /// No `Link`, errors in HTML.
    Snac,
}

struct Server {
    dialect: Dialect,
    items: Vec<Item>,
}

impl Server {
    fn status(&self, item: &Item) -> Value {
        json!({
            "id": self.id(item),
            "url": format!("https://sosial.example/@budi/{}", item.number),
            "created_at": "2026-11-20T03:00:00.000Z",
            "content": format!("<p>{}</p>", item.text),
            "visibility": "public",
            "account": {"id": "77", "acct": "budi", "url": "https://sosial.example/@budi"},
        })
    }

    /// snac's identifiers do not sort by number.
    fn id(&self, item: &Item) -> String {
        match self.dialect {
            Dialect::Snac => format!("{:x}cd04{}", item.number * 7919 % 1000, item.number),
            _ => format!("{}", 1_000_000 + item.number),
        }
    }

    fn statuses(&self, request: &FetchRequest) -> Capture {
        let url = request.url.as_str();
        let limit = query_value(url, "limit").map_or(20, |limit| limit.parse().expect("a number"));
        let max_id = query_value(url, "max_id");
        let newest_first = self.items.iter().rev();
        let older: Vec<&Item> = match max_id {
            Some(max) => newest_first
                .filter(|item| item.number < number(&max))
                .collect(),
            None => newest_first.collect(),
        };
        let page: Vec<&Item> = older.iter().copied().take(limit).collect();
        let body = page.iter().map(|item| self.status(item)).collect::<Value>();
        let mut capture = answer(request, 200, body.to_string());
        if let (Some(last), true) = (page.last(), self.dialect != Dialect::Snac) {
            let scheme = if self.dialect == Dialect::Takahe {
                "http"
            } else {
                "https"
            };
            let at = format!("{scheme}://sosial.example/api/v1/accounts/77/statuses");
            let mut link = format!("<{at}?min_id={}>; rel=\"prev\"", self.id(page[0]));
            if page.len() == limit {
                link = format!(
                    "<{at}?limit=40&max_id={}>; rel=\"next\", {link}",
                    self.id(last)
                );
            }
            capture.headers.push(("link".to_owned(), link));
        }
        capture
    }
}

/// The place in time that the server sees in an identifier, also of a deleted status.
fn number(id: &str) -> usize {
    let digits = id.split_once("cd04").map_or(id, |(_, number)| number);
    digits.parse::<usize>().expect("an id of this server") % 1_000_000
}

impl Simulated for Server {
    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    fn serve(&self, request: &FetchRequest) -> Capture {
        let path = request.url.path();
        let profile = json!({"id": "77", "acct": "budi", "display_name": "Budi",
            "url": "https://sosial.example/@budi"});
        if path.ends_with("/lookup") || path.ends_with("/accounts/77") {
            return answer(request, 200, profile.to_string());
        }
        if path.ends_with("/statuses") {
            return self.statuses(request);
        }
        let id = path.rsplit('/').next().unwrap_or_default();
        match self.items.iter().find(|item| self.id(item) == id) {
            Some(item) => answer(request, 200, self.status(item).to_string()),
            None if self.dialect == Dialect::Snac => answer(request, 404, "<h1>404 Not Found</h1>"),
            None => answer(request, 404, r#"{"error":"Record not found"}"#),
        }
    }
}

#[rstest]
#[case(Dialect::Mastodon)]
#[case(Dialect::Takahe)]
#[case(Dialect::Snac)]
fn all_posts_are_found_whenever_it_is_killed(#[case] dialect: Dialect) {
    let make = |count| Server {
        dialect,
        items: items(0..count),
    };
    let sources = sources();
    let account = account(Platform::Mastodon, "@budi@sosial.example");
    story(sources.get(Platform::Mastodon), &account, make, 101);
}

#[test]
fn a_deleted_landmark_does_not_hide_what_lies_below() {
    let sources = sources();
    let source = sources.get(Platform::Mastodon);
    let account = account(Platform::Mastodon, "@budi@sosial.example");
    let mut server = Server {
        dialect: Dialect::Mastodon,
        items: items(0..90),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    server.items.truncate(85);
    server.items.extend(items(90..200));
    crawler.pass(source, &account, &|r| server.serve(r), 2);
    server.items.extend(items(200..260));
    crawler.until_done(source, &account, &|r| server.serve(r), 3);
    assert_eq!(crawler.posts.len(), 90 + 170);
}

#[rstest]
#[case(json!({"id": "77", "acct": "budi", "suspended": true}), AccountState::Suspended)]
#[case(json!({"id": "77", "acct": "budi", "moved": {"url": "https://lain.example/@budi"}}), AccountState::Renamed)]
#[case(json!({"id": "77", "acct": "budi"}), AccountState::Active)]
fn an_empty_list_makes_the_account_speak(#[case] profile: Value, #[case] state: AccountState) {
    let sources = sources();
    let account = account(Platform::Mastodon, "https://sosial.example/@budi");
    let server = move |request: &FetchRequest| match request.url.path() {
        "/api/v1/accounts/lookup" => answer(request, 200, r#"{"id":"77","acct":"budi"}"#),
        "/api/v1/accounts/77" => answer(request, 200, profile.to_string()),
        _ => answer(request, 200, "[]"),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(Platform::Mastodon), &account, &server, 1000);
    let last = crawler.pages.iter().rev().find_map(|page| page.state);
    assert_eq!(last, Some(state));
}

#[test]
fn a_handle_on_another_host_than_its_server_is_found_by_webfinger() {
    let sources = sources();
    let account = account(Platform::Mastodon, "@budi@kota.example");
    let mut platform = Server {
        dialect: Dialect::Mastodon,
        items: items(0..3),
    };
    let finger = json!({"subject": "acct:budi@kota.example", "links": [
        {"rel": "self", "type": "application/activity+json",
         "href": "https://sosial.kota.example/users/budi"}]});
    let server = |request: &FetchRequest| match request.url.host_str() {
        Some("sosial.kota.example") => platform.serve(request),
        _ if request.url.path() == "/.well-known/webfinger" => {
            answer(request, 200, finger.to_string())
        }
        _ => answer(request, 404, "<html>tidak ada</html>"),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(Platform::Mastodon), &account, &server, 1000);
    assert_eq!(crawler.posts.len(), platform.items().len());
}
