//! A feed with pages (RFC 5005).

use std::fmt::Write as _;

use netra::model::{Capture, FetchRequest, Platform};
use netra::source::shared::links::query_value;

use super::{Item, Simulated, items, story};
use crate::source::{account, answer, sources};

const PAGE: usize = 10;

struct Server(Vec<Item>);

impl Simulated for Server {
    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.0
    }

    fn serve(&self, request: &FetchRequest) -> Capture {
        if let Some(number) = request.url.path().strip_prefix("/kabar/") {
            let found = self.0.iter().any(|item| item.number.to_string() == number);
            return answer(request, if found { 200 } else { 404 }, "<html>kabar</html>");
        }
        let before = query_value(request.url.as_str(), "sebelum")
            .map_or(usize::MAX, |number| number.parse().expect("a number"));
        let older: Vec<&Item> = self
            .0
            .iter()
            .rev()
            .filter(|item| item.number < before)
            .collect();
        let mut feed =
            String::from("<feed xmlns='http://www.w3.org/2005/Atom'><title>Kabar</title>");
        if let (true, Some(last)) = (older.len() > PAGE, older.get(PAGE - 1)) {
            write!(feed, "<link rel='next' href='?sebelum={}'/>", last.number).expect("a string");
        }
        for item in older.iter().take(PAGE) {
            let number = item.number;
            write!(
                feed,
                "<entry><id>urn:kabar:{number}</id><link href='/kabar/{number}'/>\
                 <updated>2026-11-20T03:00:00Z</updated><content>{}</content></entry>",
                item.text
            )
            .expect("a string");
        }
        answer(request, 200, feed + "</feed>")
    }
}

#[test]
fn all_posts_are_found_whenever_it_is_killed() {
    let sources = sources();
    let account = account(Platform::Feed, "https://blog.example/feed");
    let make = |count| Server(items(0..count));
    story(sources.get(Platform::Feed), &account, make, 47);
}
