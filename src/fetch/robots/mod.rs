//! robots.txt (RFC 9309): reading the file, and asking it about an address.
//!
//! Pure and total: any bytes give rules. Fetching and keeping the file is `door`'s part.

mod pattern;

use std::borrow::Cow;
use std::time::Duration;

use pattern::{Pattern, spellings};
use url::Url;

/// RFC 9309 section 2.5: at least this much must be read; the rest is ignored.
const LARGEST_FILE: usize = 500 * 1024;

/// The rules of a robots.txt for one crawler. The default allows everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    pattern: Pattern,
}

impl Robots {
    /// Reads the groups for `product` (merged, whatever the case), or else those for `*`.
    /// Bad lines are skipped; rules before the first group count for nobody.
    pub fn parse(bytes: &[u8], product: &str) -> Self {
        let text = String::from_utf8_lossy(readable(bytes));
        let mut own = Self::default();
        let mut everybody = Self::default();
        let mut named = false;
        let mut group = Group::default();
        for (key, value) in text.split(['\n', '\r']).filter_map(split_line) {
            match key {
                Key::UserAgent => {
                    group.name(value, product);
                    named |= group.own;
                }
                Key::Allow | Key::Disallow => {
                    group.ended = true;
                    let allow = key == Key::Allow;
                    let path = if allow { value } else { &rooted(value) };
                    let rule = Pattern::new(path).map(|pattern| Rule { allow, pattern });
                    group.add_to(&mut own, &mut everybody, |robots| {
                        robots.rules.extend(rule.clone());
                    });
                }
                Key::CrawlDelay => {
                    let delay = delay(value);
                    group.add_to(&mut own, &mut everybody, |robots| {
                        robots.crawl_delay = robots.crawl_delay.max(delay);
                    });
                }
            }
        }
        if named { own } else { everybody }
    }

    /// Whether the address may be fetched: the longest matching rule decides, `allow` wins a
    /// tie, no match allows. robots.txt itself is always allowed.
    pub fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        let paths = spellings(&url[url::Position::BeforePath..url::Position::AfterQuery]);
        self.rules
            .iter()
            .filter(|rule| paths.iter().any(|path| rule.pattern.matches(path)))
            .max_by_key(|rule| (rule.pattern.length(), rule.allow))
            .is_none_or(|rule| rule.allow)
    }

    /// `Crawl-delay`, which RFC 9309 does not know but many sites set.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }
}

/// For whom the lines being read count.
#[derive(Debug, Default)]
struct Group {
    own: bool,
    everybody: bool,
    /// A rule was seen: the next `user-agent` starts another group.
    ended: bool,
}

impl Group {
    fn name(&mut self, value: &str, product: &str) {
        if self.ended {
            *self = Self::default();
        }
        let token = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-');
        let end = value.find(|c| !token(c)).unwrap_or(value.len());
        self.own |= end > 0 && value[..end].eq_ignore_ascii_case(product);
        self.everybody |= value == "*" || value.starts_with("* ");
    }

    fn add_to(&self, own: &mut Robots, everybody: &mut Robots, add: impl Fn(&mut Robots)) {
        if self.own {
            add(own);
        }
        if self.everybody {
            add(everybody);
        }
    }
}

/// The records that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
}

impl Key {
    /// Knows the usual misspellings too: what was meant to keep us out does.
    fn read(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "user-agent" | "useragent" | "user agent" => Some(Self::UserAgent),
            "allow" => Some(Self::Allow),
            "disallow" | "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw" => {
                Some(Self::Disallow)
            }
            "crawl-delay" | "crawldelay" | "crawl delay" => Some(Self::CrawlDelay),
            _ => None,
        }
    }
}

/// `key: value # comment`; a forgotten colon is forgiven.
fn split_line(line: &str) -> Option<(Key, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let content = line.split('#').next().unwrap_or_default().trim();
    let (key, value) = content
        .split_once(':')
        .or_else(|| content.split_once(char::is_whitespace))?;
    Some((Key::read(key)?, value.trim()))
}

/// A `Disallow` without a leading slash means a path from the root; such an `Allow` is skipped,
/// as RFC 9309 has it.
fn rooted(value: &str) -> Cow<'_, str> {
    if value.is_empty() || value.starts_with(['/', '*']) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(format!("/{value}"))
}

/// The part that is read, without a line cut short at its end: half an `Allow` allows more.
pub(super) fn readable(bytes: &[u8]) -> &[u8] {
    let Some(head) = bytes.get(..LARGEST_FILE) else {
        return bytes;
    };
    let end = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    &head[..end.unwrap_or(0)]
}

fn delay(value: &str) -> Option<Duration> {
    let seconds: f64 = value.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}
