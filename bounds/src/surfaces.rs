//! Everything of the program that reads what others wrote.

use netra::config;
use netra::evidence::{read, read_body};
use netra::fetch::robots::Robots;
use netra::fetch::wire::{Framing, take_head};
use netra::lab::bare_subject;
use netra::model::{Platform, TextName, Truncation, redact};
use netra::registry::{self, Defaults};
use netra::review::{diff, highlight};
use netra::search::{Query, highlight as search_highlight};
use netra::source::shared::charset::decode;
use netra::source::shared::json;
use netra::text::language::language;
use netra::text::views::{acronyms, tags, unleet};
use netra::text::{fold, tokens};

use crate::ground::Ground;
use crate::shapes::{Shape, Sort};
use crate::{dates_laws, markup_laws, spelling_laws, support, wraps};

/// A parser, or another part that works on what others wrote.
pub(crate) struct Surface {
    pub(crate) name: &'static str,
    /// The largest of the three sizes that are held against each other at first: where work that
    /// grows faster than its input shows already.
    pub(crate) bytes: usize,
    pub(crate) takes: &'static [Sort],
    pub(crate) wrap: fn(&Ground, &Shape, usize) -> Vec<u8>,
    pub(crate) work: fn(&Ground, &[u8]),
}

const WORDS: &[Sort] = &[Sort::Words];
const MARKUP: &[Sort] = &[Sort::Markup];
const JSON: &[Sort] = &[Sort::Json];
const LINES: &[Sort] = &[Sort::Lines];
const SHORT: &[Sort] = &[Sort::Short];
const POSTS: &[Sort] = &[Sort::Words, Sort::Markup];
const DOCUMENTS: &[Sort] = &[Sort::Markup, Sort::Json];
/// Where each item is compared with the others, which shows among thousands only.
const MANY: &[Sort] = &[Sort::Many];
const TEXTS: &[Sort] = &[Sort::Words, Sort::Short, Sort::Lines];

/// Heads before its own that an answer may have.
const MOST_INTERIM: usize = 100;

/// All of them: a parser that is new gets its line here, and what is hostile to it alone its
/// shapes.
pub(crate) fn all() -> Vec<Surface> {
    let surface = |name, bytes, takes, wrap, work| Surface {
        name,
        bytes,
        takes,
        wrap,
        work,
    };
    let few = vec![
        surface("fold", 8_192, TEXTS, wraps::bare, fold_views),
        surface("terms", 4_096, TEXTS, wraps::bare, terms),
        surface("assess", 4_096, WORDS, wraps::bare, assess),
        surface(
            "assess-everything",
            4_096,
            WORDS,
            wraps::bare,
            assess_everything,
        ),
        surface("example", 4_096, WORDS, wraps::bare, example),
        surface("twins", 2_048, WORDS, wraps::bare, twins),
        surface("marks", 4_096, WORDS, wraps::bare, marks),
        surface("found-words", 4_096, WORDS, wraps::bare, found_words),
        surface("revisions", 32_768, WORDS, wraps::bare, revisions),
        surface(
            "redact",
            16_384,
            &[Sort::Words, Sort::Json, Sort::Short, Sort::Lines],
            wraps::bare,
            redacted,
        ),
        surface(
            "query",
            3_000,
            &[Sort::Words, Sort::Short],
            wraps::bare,
            query,
        ),
        surface("dates", 4_096, TEXTS, wraps::bare, dates),
        surface("spelling", 1_024, TEXTS, wraps::bare, spelling),
        surface("json", 8_192, JSON, wraps::bare, lenient_json),
        surface("robots", 8_192, LINES, wraps::robots, robots),
        surface("robots-of-words", 8_192, SHORT, wraps::robots, robots),
        surface("answer-head", 4_096, TEXTS, wraps::bare, answer),
        surface(
            "answer-body",
            16_384,
            &[Sort::Markup, Sort::Json, Sort::Words],
            wraps::bare,
            answer_body,
        ),
        surface("warc", 8_192, LINES, wraps::bare, warc),
        surface(
            "warc-payload",
            8_192,
            &[Sort::Lines, Sort::Markup],
            wraps::capture,
            warc,
        ),
        surface("registry-csv", 4_096, TEXTS, wraps::bare, registry_csv),
        surface(
            "registry-xlsx",
            4_096,
            TEXTS,
            wraps::workbook,
            registry_xlsx,
        ),
        surface(
            "registry-xlsx-markup",
            8_192,
            MARKUP,
            wraps::workbook_markup,
            registry_xlsx,
        ),
        surface(
            "configuration",
            4_096,
            &[Sort::Lines, Sort::Words],
            wraps::bare,
            configuration,
        ),
        surface("markup", 4_096, POSTS, wraps::bare, markup),
        surface("charset-broken", 8_192, POSTS, wraps::broken, charset),
        surface("charset-wide", 8_192, POSTS, wraps::wide, charset),
        surface("feed-items", 16_384, MANY, wraps::rss_items, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface(
            "json-feed-items",
            32_768,
            MANY,
            wraps::json_feed_items,
            |_, body| answers(Platform::Feed, 0..1, body),
        ),
        surface("mastodon-items", 32_768, MANY, wraps::items, |_, body| {
            answers(Platform::Mastodon, 0..1, body)
        }),
        surface("wordpress-items", 32_768, MANY, wraps::items, |_, body| {
            answers(Platform::Wordpress, 0..2, body)
        }),
        surface(
            "bluesky-items",
            32_768,
            MANY,
            wraps::sky_items,
            |_, body| answers(Platform::Bluesky, 0..1, body),
        ),
        surface(
            "bluesky-record-items",
            32_768,
            MANY,
            wraps::sky_record_items,
            |_, body| answers(Platform::Bluesky, 6..7, body),
        ),
        surface("feed", 4_096, DOCUMENTS, wraps::bare, |_, body| {
            answers(Platform::Feed, 0..3, body)
        }),
        surface(
            "feed-markup",
            8_192,
            MARKUP,
            wraps::rss_markup,
            |_, body| answers(Platform::Feed, 0..1, body),
        ),
        surface("feed-text", 8_192, MARKUP, wraps::rss_text, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("feed-posts", 1_024, MARKUP, wraps::rss_posts, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("atom-posts", 1_024, MARKUP, wraps::atom_posts, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("json-feed", 1_024, MARKUP, wraps::json_feed, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("html", 2_048, MARKUP, wraps::bare, |_, body| {
            answers(Platform::Html, 0..4, body)
        }),
        surface("html-text", 2_048, MARKUP, wraps::page_text, |_, body| {
            answers(Platform::Html, 0..3, body)
        }),
        surface("html-posts", 1_024, MARKUP, wraps::page_posts, |_, body| {
            answers(Platform::Html, 0..1, body)
        }),
        surface("mastodon", 4_096, DOCUMENTS, wraps::bare, |_, body| {
            answers(Platform::Mastodon, 0..12, body)
        }),
        surface(
            "mastodon-text",
            4_096,
            MARKUP,
            wraps::status_text,
            |_, body| answers(Platform::Mastodon, 0..1, body),
        ),
        surface(
            "mastodon-posts",
            1_024,
            MARKUP,
            wraps::status_posts,
            |_, body| answers(Platform::Mastodon, 0..1, body),
        ),
        surface("wordpress", 4_096, DOCUMENTS, wraps::bare, |_, body| {
            answers(Platform::Wordpress, 0..6, body)
        }),
        surface(
            "wordpress-text",
            4_096,
            MARKUP,
            wraps::blog_text,
            |_, body| answers(Platform::Wordpress, 1..2, body),
        ),
        surface(
            "wordpress-posts",
            1_024,
            MARKUP,
            wraps::blog_posts,
            |_, body| answers(Platform::Wordpress, 0..2, body),
        ),
        surface("bluesky", 4_096, JSON, wraps::bare, |_, body| {
            answers(Platform::Bluesky, 0..10, body)
        }),
        surface("bluesky-text", 4_096, MARKUP, wraps::sky_text, |_, body| {
            answers(Platform::Bluesky, 0..1, body)
        }),
        surface(
            "bluesky-posts",
            1_024,
            MARKUP,
            wraps::sky_posts,
            |_, body| answers(Platform::Bluesky, 0..2, body),
        ),
        surface(
            "bluesky-looks",
            1_024,
            MARKUP,
            wraps::sky_looks,
            |_, body| answers(Platform::Bluesky, 3..4, body),
        ),
        surface(
            "bluesky-records",
            1_024,
            MARKUP,
            wraps::sky_records,
            |_, body| answers(Platform::Bluesky, 6..8, body),
        ),
    ];
    few.into_iter().chain(of_many_posts()).collect()
}

/// Whole posts by the thousand: where each is held against the others, it shows here.
fn of_many_posts() -> Vec<Surface> {
    let surface = |name, wrap, work| Surface {
        name,
        bytes: 4_096,
        takes: MANY,
        wrap,
        work,
    };
    vec![
        surface("feed-many", wraps::rss_posts, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("atom-many", wraps::atom_posts, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("json-feed-many", wraps::json_feed, |_, body| {
            answers(Platform::Feed, 0..1, body)
        }),
        surface("html-many", wraps::page_posts, |_, body| {
            answers(Platform::Html, 0..1, body)
        }),
        surface("mastodon-many", wraps::status_posts, |_, body| {
            answers(Platform::Mastodon, 0..1, body)
        }),
        surface("wordpress-many", wraps::blog_posts, |_, body| {
            answers(Platform::Wordpress, 0..2, body)
        }),
        surface("bluesky-many", wraps::sky_posts, |_, body| {
            answers(Platform::Bluesky, 0..2, body)
        }),
        surface("bluesky-looks-many", wraps::sky_looks, |_, body| {
            answers(Platform::Bluesky, 3..4, body)
        }),
        surface("bluesky-records-many", wraps::sky_records, |_, body| {
            answers(Platform::Bluesky, 6..8, body)
        }),
    ]
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("shapes are text")
}

/// An answer with success to each of these steps.
fn answers(platform: Platform, steps: std::ops::Range<u8>, body: &[u8]) {
    for step in steps {
        support::parse(platform, &[&[0, step], body].concat());
    }
}

fn fold_views(_: &Ground, bytes: &[u8]) {
    let text = text(bytes);
    let folded = fold(text);
    let cut = tokens(folded.text());
    language(folded.text(), &cut);
    for view in [unleet(&folded), acronyms(&folded), tags(text, &folded)] {
        let view = view.unwrap_or_else(|| acronyms(&fold("p k s")).expect("spelt out"));
        tokens(view.text());
    }
}

fn terms(ground: &Ground, bytes: &[u8]) {
    ground.analyzer().lines(text(bytes));
    netra::text::analyze::surface_line(text(bytes));
}

fn assess(ground: &Ground, bytes: &[u8]) {
    ground.demo().assess(&bare_subject(text(bytes)));
}

fn assess_everything(ground: &Ground, bytes: &[u8]) {
    ground.everything().assess(&bare_subject(text(bytes)));
}

fn example(ground: &Ground, bytes: &[u8]) {
    ground.demo().example(&bare_subject(text(bytes)));
}

fn twins(ground: &Ground, bytes: &[u8]) {
    ground.demo().twins(&bare_subject(text(bytes)));
}

fn marks(ground: &Ground, bytes: &[u8]) {
    let assessment = ground.demo().assess(&bare_subject(text(bytes)));
    highlight::segments(TextName::Post, text(bytes), Some(&assessment));
    highlight::excerpt(text(bytes), Some(&assessment), 280);
    let spans = assessment.signals.iter().flat_map(|signal| &signal.spans);
    highlight::quotes(text(bytes), &[], &spans.copied().collect::<Vec<_>>());
}

fn found_words(ground: &Ground, bytes: &[u8]) {
    for query in [
        "menang",
        "\"dukung budi\"~3",
        "men*",
        "menamg~2",
        "=menang",
        "#hadimenang",
    ] {
        let query: Query = query.parse().expect("a constant query");
        search_highlight(&query, text(bytes), ground.analyzer());
    }
}

fn revisions(_: &Ground, bytes: &[u8]) {
    let text = text(bytes);
    let edited: String = text.chars().rev().collect();
    diff::words(text, &edited);
    diff::words(text, &format!("a {text} b"));
}

fn redacted(_: &Ground, bytes: &[u8]) {
    redact::url(text(bytes));
    redact::header("location", bytes);
    redact::body(bytes);
    redact::unread_answer(bytes);
}

fn query(_: &Ground, bytes: &[u8]) {
    if let Ok(query) = text(bytes).parse::<Query>() {
        query.to_string();
    }
}

fn dates(_: &Ground, bytes: &[u8]) {
    dates_laws::read_date(text(bytes));
}

fn spelling(_: &Ground, bytes: &[u8]) {
    spelling_laws::spell(text(bytes));
}

fn lenient_json(_: &Ground, bytes: &[u8]) {
    json::document(bytes).ok();
    json::list(bytes, "items");
    json::list(bytes, "");
}

fn robots(_: &Ground, bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (path, file) = bytes.split_at(end);
    let robots = Robots::parse(file, "netra");
    let address = format!("https://a.example/{}", String::from_utf8_lossy(path));
    robots.allows(&address.parse().expect("an address"));
}

fn answer(_: &Ground, bytes: &[u8]) {
    let mut received = bytes.to_vec();
    for _ in 0..=MOST_INTERIM {
        if !matches!(take_head(&mut received), Ok(Some(_))) {
            break;
        }
    }
    let mut body = Vec::new();
    Framing::chunks().take(&mut received, &mut body);
}

fn answer_body(_: &Ground, bytes: &[u8]) {
    read_body("gzip", bytes, 1 << 20, None);
    read_body(text(bytes), bytes, 1 << 20, Some(Truncation::Disconnect));
}

fn warc(_: &Ground, bytes: &[u8]) {
    for record in read::records(bytes).flatten() {
        record.verify();
        if let Some(answer) = record.answer() {
            read_body(&answer.codings(), answer.body, 1 << 20, None);
        }
    }
}

fn registry_csv(ground: &Ground, bytes: &[u8]) {
    registry::read("x.csv", bytes, &Defaults::default(), &ground.sources);
}

fn registry_xlsx(ground: &Ground, bytes: &[u8]) {
    registry::read("x.xlsx", bytes, &Defaults::default(), &ground.sources);
}

fn configuration(_: &Ground, bytes: &[u8]) {
    let text = text(bytes);
    config::contest::check("x.toml", text);
    config::norms::parse("x.toml", text).ok();
    config::settings::check("x.toml", text);
    config::lexicon::parse(
        &[("x.toml".to_owned(), text.to_owned())],
        ("score.toml", text),
    )
    .ok();
    config::classifier::parse("x.tsv", text).ok();
}

/// What a server may say of the encoding, truth or lie.
const CHARSETS: [Option<&str>; 8] = [
    None,
    Some("text/html; charset=utf-7"),
    Some("text/html; charset=utf-16"),
    Some("text/html; charset=utf-16be"),
    Some("text/html; charset=euc-jp"),
    Some("text/html; charset=iso-2022-jp"),
    Some("text/html; charset=gb18030"),
    Some("text/html; charset=windows-1252"),
];

fn charset(_: &Ground, bytes: &[u8]) {
    for said in CHARSETS {
        decode(bytes, said);
    }
}

fn markup(_: &Ground, bytes: &[u8]) {
    for header in [0, 3] {
        markup_laws::read(&[&[header], bytes].concat());
    }
}
