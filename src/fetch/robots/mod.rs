//! robots.txt (RFC 9309): reading the file, and asking it about an address.
//!
//! Pure and total: any bytes give rules. Fetching and keeping the file is `door`'s part.

mod pattern;

use std::borrow::Cow;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use pattern::{Pattern, spellings};
use url::Url;

/// RFC 9309 section 2.5: at least this much must be read; the rest is ignored.
const LARGEST_FILE: usize = 500 * 1024;

/// What is looked at to tell UTF-16 without a byte order mark.
const SAMPLE: usize = 256;
/// How Google's parser knows a record: by the beginning of its name, with what people type.
const KEYS: [(&str, Key); 15] = [
    ("user-agent", Key::UserAgent),
    ("useragent", Key::UserAgent),
    ("user agent", Key::UserAgent),
    ("allow", Key::Allow),
    ("disallow", Key::Disallow),
    ("dissallow", Key::Disallow),
    ("dissalow", Key::Disallow),
    ("disalow", Key::Disallow),
    ("diaslow", Key::Disallow),
    ("diasllow", Key::Disallow),
    ("disallaw", Key::Disallow),
    ("crawl-delay", Key::CrawlDelay),
    ("crawldelay", Key::CrawlDelay),
    ("crawl delay", Key::CrawlDelay),
    ("crawl_delay", Key::CrawlDelay),
];

/// The rules of a robots.txt for one crawler. The default allows everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    /// The host that the rule was written for, where it names one.
    host: Option<String>,
    pattern: Pattern,
}

impl Robots {
    /// Reads the groups for `product` (merged, whatever the case), or else those for `*`.
    /// Bad lines are skipped; rules before the first group count for nobody.
    pub fn parse(bytes: &[u8], product: &str) -> Self {
        let text = decoded(readable(bytes));
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
                    let rule = Rule::read(value, key == Key::Allow);
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
            .filter(|rule| rule.is_for(url))
            .filter(|rule| paths.iter().any(|path| rule.pattern.matches(path)))
            .max_by_key(|rule| (rule.pattern.length(), rule.allow))
            .is_none_or(|rule| rule.allow)
    }

    /// `Crawl-delay`, which RFC 9309 does not know but many sites set.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }
}

impl Rule {
    fn read(value: &str, allow: bool) -> Option<Self> {
        let (host, path) = if allow {
            (None, Cow::Borrowed(value))
        } else {
            rooted(value)
        };
        let pattern = Pattern::new(&path)?;
        Some(Self {
            allow,
            host,
            pattern,
        })
    }

    fn is_for(&self, url: &Url) -> bool {
        let host = self.host.as_deref();
        host.is_none_or(|host| url.host_str() == Some(host))
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
        let rest = value.strip_prefix('*');
        self.everybody |= rest
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace()));
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
        let name = name.trim().to_lowercase();
        let known = KEYS.iter().find(|(start, _)| name.starts_with(start));
        known.map(|(_, key)| *key)
    }
}

/// `key: value # comment`. A forgotten colon is forgiven where two words stand in the line, as
/// Google's parser does; the first colon may then be one of the path.
fn split_line(line: &str) -> Option<(Key, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let content = line.split('#').next().unwrap_or_default().trim();
    let without_colon = || {
        let (key, value) = content.split_once(char::is_whitespace)?;
        let value = value.trim();
        let is_one = !value.contains(char::is_whitespace);
        Some((Key::read(key).filter(|_| is_one)?, value))
    };
    let Some((name, value)) = content.split_once(':') else {
        return without_colon();
    };
    let key = Key::read(name)?;
    let is_rule = matches!(key, Key::Allow | Key::Disallow);
    if is_rule && name.trim_end().contains(char::is_whitespace) {
        return without_colon();
    }
    Some((key, value.trim()))
}

/// A `Disallow` without a leading slash means a path from the root, and one with a whole address
/// the path at that host; such an `Allow` is skipped, as RFC 9309 has it.
fn rooted(value: &str) -> (Option<String>, Cow<'_, str>) {
    if value.is_empty() || value.starts_with(['/', '*']) {
        return (None, Cow::Borrowed(value));
    }
    if let Some((scheme, rest)) = value.split_once("://")
        && ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
    {
        let end = rest.find(['/', '?', '*']).unwrap_or(rest.len());
        let host = Url::parse(&format!("http://{}", &rest[..end])).ok();
        let host = host.and_then(|url| url.host_str().map(str::to_owned));
        return (host, from_root(&rest[end..]));
    }
    (None, from_root(value))
}

fn from_root(path: &str) -> Cow<'_, str> {
    if path.starts_with(['/', '*']) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(format!("/{path}"))
}

/// The text of a file: UTF-8, or UTF-16 as its byte order mark or the zeros between the letters
/// say.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = marked.or_else(|| unmarked(bytes)).unwrap_or(UTF_8);
    encoding.decode(bytes).0
}

/// Most letters of a robots.txt are of ASCII, of which every other octet is zero in UTF-16.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |odd: usize| {
        let octets = sample.iter().skip(odd).step_by(2);
        octets.filter(|octet| **octet == 0).count()
    };
    let most = sample.len() / 4;
    match (zeros(0), zeros(1)) {
        (high, low) if high > most && low <= most => Some(UTF_16BE),
        (high, low) if low > most && high <= most => Some(UTF_16LE),
        _ => None,
    }
}

/// The part that is read, without a line cut short at its end: half an `Allow` allows more.
pub(super) fn readable(bytes: &[u8]) -> &[u8] {
    let Some(head) = bytes.get(..LARGEST_FILE) else {
        return bytes;
    };
    let end = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    &head[..end.unwrap_or(0)]
}

/// Seconds; a unit after the number is passed over.
fn delay(value: &str) -> Option<Duration> {
    let number = value.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let seconds: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}
