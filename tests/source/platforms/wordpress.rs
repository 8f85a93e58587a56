//! WordPress with pretty links, without them, and with its API shut off.

use jiff::{SignedDuration, Timestamp};
use netra::model::{AccountState, Capture, FetchRequest, Platform};
use netra::source::shared::links::query_value;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Item, Simulated, items, story};
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Pretty,
    Plain,
    /// Every post has the same time, as after a bulk import.
    Imported,
    /// Older than 5.7: `modified_after` is ignored.
    Old,
}

struct Server {
    kind: Kind,
    items: Vec<Item>,
}

impl Server {
    fn time(&self, item: &Item) -> Timestamp {
        let start: Timestamp = "2026-11-01T00:00:00Z".parse().expect("an instant");
        let seconds = if self.kind == Kind::Imported {
            item.number / 400
        } else {
            item.number
        };
        let seconds = i64::try_from(seconds * 60).expect("a small number");
        start + SignedDuration::from_secs(seconds)
    }

    fn post(&self, item: &Item) -> Value {
        let time = self.time(item).to_string().replace('Z', "");
        json!({"id": item.number + 1, "date_gmt": time, "modified_gmt": time,
            "link": format!("https://situs.example/?p={}", item.number + 1), "status": "publish",
            "title": {"rendered": ""}, "author": 3,
            "content": {"rendered": format!("<p>{}</p>", item.text), "protected": false}})
    }

    fn list(&self, request: &FetchRequest) -> Capture {
        let value = |name| query_value(request.url.as_str(), name);
        let number = |name, default| value(name).map_or(default, |n| n.parse().expect("a number"));
        let mark = value("modified_after").filter(|_| self.kind != Kind::Old);
        let mark = mark.or_else(|| value("after"));
        let after = mark.map_or(Timestamp::MIN, |mark| mark.parse().expect("an instant"));
        let include = value("include");
        let wanted = |item: &&Item| match &include {
            Some(ids) => ids.split(',').any(|id| id == (item.number + 1).to_string()),
            None => self.time(item) > after,
        };
        let found: Vec<&Item> = self.items.iter().filter(wanted).collect();
        let (size, page): (usize, usize) = (number("per_page", 10), number("page", 1));
        let pages = found.len().div_ceil(size);
        if page > 1 && page > pages {
            let body = json!({"code": "rest_post_invalid_page_number"});
            return answer(request, 400, body.to_string());
        }
        let shown = found.into_iter().skip((page - 1) * size).take(size);
        let mut capture = answer(
            request,
            200,
            shown
                .map(|item| self.post(item))
                .collect::<Value>()
                .to_string(),
        );
        capture
            .headers
            .push(("x-wp-totalpages".to_owned(), pages.to_string()));
        capture
            .headers
            .push(("content-type".to_owned(), "application/json".to_owned()));
        capture
    }
}

impl Simulated for Server {
    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    fn serve(&self, request: &FetchRequest) -> Capture {
        let route = query_value(request.url.as_str(), "rest_route");
        let path = match (self.kind, &route) {
            (Kind::Plain, Some(route)) => route.clone(),
            (Kind::Plain, None) => String::new(),
            _ => request.url.path().replacen("/wp-json", "", 1),
        };
        match path.as_str() {
            "/wp/v2/users" => answer(request, 200, r#"[{"id":3,"name":"Budi","slug":"budi"}]"#),
            "/wp/v2/posts" => self.list(request),
            _ => answer(request, 404, "<!DOCTYPE html><title>Tidak ada</title>"),
        }
    }
}

#[rstest]
#[case(Kind::Pretty)]
#[case(Kind::Plain)]
#[case(Kind::Imported)]
fn all_posts_are_found_whenever_it_is_killed(#[case] kind: Kind) {
    let make = |count| Server {
        kind,
        items: items(0..count),
    };
    let sources = sources();
    let account = account(Platform::Wordpress, "https://situs.example/author/budi/");
    story(sources.get(Platform::Wordpress), &account, make, 230);
}

#[test]
fn a_site_that_ignores_modified_after_is_read_by_page_number() {
    let sources = sources();
    let source = sources.get(Platform::Wordpress);
    let account = account(Platform::Wordpress, "https://situs.example/");
    let mut server = Server {
        kind: Kind::Old,
        items: items(0..350),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    server.items.extend(items(350..700));
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    assert_eq!(crawler.posts.len(), 700);
}

#[test]
fn a_scheduled_post_is_found_although_its_change_lies_behind() {
    let sources = sources();
    let source = sources.get(Platform::Wordpress);
    let account = account(Platform::Wordpress, "https://situs.example/");
    let scheduled = json!([{"id": 900, "date_gmt": "2026-11-22T06:00:00",
        "modified_gmt": "2026-11-02T00:00:00", "link": "https://situs.example/?p=900",
        "title": {"rendered": "Terjadwal"}, "content": {"rendered": "", "protected": false}}]);
    let server = Server {
        kind: Kind::Pretty,
        items: items(0..5),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    let later = |request: &FetchRequest| {
        if query_value(request.url.as_str(), "orderby").as_deref() == Some("date") {
            return answer(request, 200, scheduled.to_string());
        }
        server.serve(request)
    };
    crawler.until_done(source, &account, &later, 1000);
    assert!(crawler.posts.contains_key("900"));
}

#[rstest]
#[case(401, r#"{"code":"rest_not_logged_in"}"#)]
#[case(403, "<html>Ditolak oleh plugin keamanan</html>")]
#[case(404, r#"{"code":"rest_no_route"}"#)]
fn a_shut_api_leaves_the_feed(#[case] status: u16, #[case] body: &str) {
    let sources = sources();
    let account = account(Platform::Wordpress, "https://situs.example/");
    let feed = include_str!("../../fixtures/feed/wordpress_rss2.xml");
    let server = |request: &FetchRequest| match request.url.path() {
        "/feed/" => answer(request, 200, feed),
        _ => answer(request, status, body),
    };
    let mut crawler = Crawler::default();
    let source = sources.get(Platform::Wordpress);
    crawler.until_done(source, &account, &server, 1000);
    assert!(
        crawler.posts.contains_key("1"),
        "{:?}",
        crawler.posts.keys()
    );
    assert_eq!(
        crawler.pages.last().and_then(|page| page.state),
        Some(AccountState::Active)
    );
    assert!(!crawler.texts().iter().any(|text| text.contains("Password")));
}
