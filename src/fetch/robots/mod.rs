//! robots.txt (RFC 9309): reading the file, and asking it about an address.
//!
//! Pure and total: any bytes give rules. Fetching and keeping the file is `door`'s part.

mod pattern;

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
        let bytes = bytes.get(..LARGEST_FILE).unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let mut own = Self::default();
        let mut everybody = Self::default();
        let mut named = false;
        let mut group = Group::default();
        for (key, value) in text.split(['\n', '\r']).filter_map(split_line) {
            match key.as_str() {
                "user-agent" => {
                    group.name(value, product);
                    named |= group.own;
                }
                "allow" | "disallow" => {
                    group.ended = true;
                    let rule = Pattern::new(value).map(|pattern| Rule {
                        allow: key == "allow",
                        pattern,
                    });
                    group.add_to(&mut own, &mut everybody, |robots| {
                        robots.rules.extend(rule.clone());
                    });
                }
                "crawl-delay" => {
                    let delay = delay(value);
                    group.add_to(&mut own, &mut everybody, |robots| {
                        robots.crawl_delay = robots.crawl_delay.max(delay);
                    });
                }
                _ => {}
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

/// `key: value # comment`, the key in lower case.
fn split_line(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let content = line.split('#').next().unwrap_or_default();
    let (key, value) = content.split_once(':')?;
    Some((key.trim().to_lowercase(), value.trim()))
}

fn delay(value: &str) -> Option<Duration> {
    let seconds: f64 = value.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}
