//! A site read by selectors: a listing by pages, and a page for every post.

use std::cell::Cell;
use std::fmt::Write as _;

use netra::model::{Capture, FetchRequest, Platform};
use netra::source::shared::links::query_value;

use super::{Item, Simulated, items, story};
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

const PAGE: usize = 8;
const LISTING: &str = "https://bkd.kota.go.id/berita";

struct Server(Vec<Item>);

impl Simulated for Server {
    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.0
    }

    fn serve(&self, request: &FetchRequest) -> Capture {
        if let Some(number) = request.url.path().strip_prefix("/berita/") {
            let found = self.0.iter().find(|item| item.number.to_string() == number);
            return match found {
                Some(item) => answer(request, 200, page(&item.text)),
                None => answer(request, 404, "<html>Tidak ditemukan</html>"),
            };
        }
        let before = query_value(request.url.as_str(), "sebelum")
            .map_or(usize::MAX, |number| number.parse().expect("a number"));
        let older: Vec<&Item> = self
            .0
            .iter()
            .rev()
            .filter(|item| item.number < before)
            .collect();
        let mut list = String::from("<main>");
        for item in older.iter().take(PAGE) {
            let number = item.number;
            write!(
                list,
                "<article><h2><a href='/berita/{number}?utm_source=x'>Kabar</a></h2></article>"
            )
            .expect("a string");
        }
        if let (true, Some(last)) = (older.len() > PAGE, older.get(PAGE - 1)) {
            write!(list, "<a rel=next href='?sebelum={}'>Lama</a>", last.number).expect("a string");
        }
        answer(request, 200, list)
    }
}

fn page(text: &str) -> String {
    format!(
        "<html><body><nav><form><input type=password></form></nav><article>\
         <div class=entry-content><p>{text}</p></div></article></body></html>"
    )
}

#[test]
fn all_posts_are_found_whenever_it_is_killed() {
    let sources = sources();
    let account = account(Platform::Html, LISTING);
    story(
        sources.get(Platform::Html),
        &account,
        |count| Server(items(0..count)),
        30,
    );
}

#[test]
fn a_failing_page_is_tried_again_and_given_up_in_the_end() {
    let sources = sources();
    let source = sources.get(Platform::Html);
    let account = account(Platform::Html, LISTING);
    let server = Server(items(0..3));
    let failures = Cell::new(0);
    let flaky = |request: &FetchRequest| {
        if request.url.path() == "/berita/1" {
            failures.set(failures.get() + 1);
            return answer(request, 503, "");
        }
        server.serve(request)
    };
    let mut crawler = Crawler::default();
    for _ in 0..8 {
        crawler.until_done(source, &account, &flaky, 1000);
    }
    assert_eq!((crawler.posts.len(), failures.get()), (2, 5));
    assert!(
        crawler
            .warnings()
            .iter()
            .any(|warning| warning.contains("given up"))
    );
}

#[test]
fn a_log_in_wall_fails_the_account_and_is_no_post() {
    let sources = sources();
    let source = sources.get(Platform::Html);
    let account = account(Platform::Html, LISTING);
    let redirected = |request: &FetchRequest| {
        let mut capture = answer(request, 200, "<article><a href=/a>Masuk dulu</a></article>");
        capture.final_url = "https://bkd.kota.go.id/masuk?ke=berita"
            .parse()
            .expect("a URL");
        capture
    };
    let form = |request: &FetchRequest| answer(request, 200, "<form><input type=password></form>");
    for server in [&redirected as &dyn Fn(&FetchRequest) -> Capture, &form] {
        let mut crawler = Crawler::default();
        crawler.pass(source, &account, server, 1);
        assert_eq!(crawler.pages[0].state, None);
        let unread = crawler.pages[0].unread.as_deref().unwrap_or_default();
        assert!(unread.contains("a log-in form"), "{unread}");
        assert!(crawler.posts.is_empty() && crawler.pages[0].next.is_empty());
    }
}
