//! Our reading of robots.txt beside Google's parser: thousands of decisions about random files.
//!
//! Each file comes in two spellings. In the plain one nothing is in doubt, and both must decide
//! alike. In the other one stand things that [`Departure`] names, where we read what was meant
//! or follow RFC 9309 to the letter and Google does not; without them both must decide alike
//! too.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use netra::fetch::robots::Robots;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use url::Url;

use super::installed;

const AGENT: &str = "Netra";
const FILES: usize = 600;
const ADDRESSES: usize = 12;

/// Where we depart from Google's parser, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Departure {
    /// RFC 9309 2.2.2 holds spellings of an octet equal; Google compares what is written.
    Encoding,
    /// A `Disallow` without a leading slash was meant to keep us out.
    Rooted,
    /// So was one with a whole address.
    WholeAddress,
    /// So was one without a colon but with one in its path.
    ColonInPath,
    /// For Google alone `Allow: /x/index.html` allows `/x/` (not in RFC 9309).
    IndexPage,
}

/// Text that departs, the same in plain spelling, and where it departs.
#[derive(Debug, Clone, Default)]
struct Spelt {
    odd: String,
    plain: String,
    departures: Vec<Departure>,
}

impl Spelt {
    fn push(&mut self, text: &str) {
        self.odd += text;
        self.plain += text;
    }

    fn append(&mut self, other: Self) {
        self.odd += &other.odd;
        self.plain += &other.plain;
        self.departures.extend(other.departures);
    }
}

fn pick<'a, T: ?Sized>(rng: &mut StdRng, from: &[&'a T]) -> &'a T {
    from[rng.random_range(0..from.len())]
}

/// One part of a path; some can be spelt in several ways.
fn part(rng: &mut StdRng) -> Spelt {
    const SPELLINGS: [[&str; 2]; 8] = [
        ["(1)", "%281%29"],
        ["~budi", "%7Ebudi"],
        ["a:b", "a%3Ab"],
        ["@sari", "%40sari"],
        ["x,y;z", "x%2Cy%3bz"],
        ["%E3%83%84", "%e3%83%84"],
        ["a!b", "a%21b"],
        ["umpan", "%75mpan"],
    ];
    let mut part = Spelt::default();
    if rng.random_bool(0.7) {
        part.push(pick(rng, &["a", "b", "ab", "umpan", "berita", "\u{30c4}"]));
        return part;
    }
    let [plain, odd] = SPELLINGS[rng.random_range(0..SPELLINGS.len())];
    part.plain += plain;
    if rng.random_bool(0.5) {
        part.odd += odd;
        part.departures.push(Departure::Encoding);
    } else {
        part.odd += plain;
    }
    // That it is spelt plainly here departs as well, from where it is not.
    if plain != "umpan" {
        part.departures.push(Departure::Encoding);
    }
    part
}

/// A path from the root; a pattern may hold `*` and `$`.
fn path(rng: &mut StdRng, is_pattern: bool) -> Spelt {
    let mut path = Spelt::default();
    for _ in 0..rng.random_range(0..3) {
        path.push("/");
        path.append(part(rng));
        if is_pattern && rng.random_bool(0.2) {
            path.push("*");
        }
    }
    if path.plain.is_empty() || rng.random_bool(0.2) {
        path.push("/");
    }
    if rng.random_bool(0.2) {
        path.push("?x=");
        path.append(part(rng));
    }
    if is_pattern && rng.random_bool(0.1) {
        path.push("$");
    }
    path
}

fn rule(rng: &mut StdRng) -> Spelt {
    const DISALLOW: [&str; 6] = [
        "Disallow",
        "disallow",
        "DISALLOW",
        "Dissallow",
        "Diasllow",
        "Disallowed",
    ];
    let mut line = Spelt::default();
    let is_allow = rng.random_bool(0.35);
    line.push(if is_allow {
        "Allow"
    } else {
        pick(rng, &DISALLOW)
    });
    let value = path(rng, true);
    let without_root = value.odd[1..].to_owned();
    let (separator, value) = match rng.random_range(0..12) {
        0 if !is_allow && !without_root.starts_with(['/', '*']) && !without_root.is_empty() => {
            let odd = without_root;
            (": ", departing(value, odd, Departure::Rooted))
        }
        1 if !is_allow => {
            let odd = format!("https://a.example{}", value.odd);
            (": ", departing(value, odd, Departure::WholeAddress))
        }
        2 if is_allow => {
            let odd = "/a/index.html".to_owned();
            let plain = Spelt {
                plain: "/a/awal.html".to_owned(),
                ..Spelt::default()
            };
            (": ", departing(plain, odd, Departure::IndexPage))
        }
        // A path with a colon in it needs the one before it in plain spelling.
        3 if value.odd.contains(':') || value.plain.contains(':') => {
            line.odd.push(' ');
            line.plain += ": ";
            let odd = value.odd.clone();
            ("", departing(value, odd, Departure::ColonInPath))
        }
        // Of two blanks the port makes three words, which Google's own parser does not.
        4 => (pick(rng, &[" ", "\t"]), value),
        5 => {
            // Two words are no rule without a colon.
            line.push(" /x ");
            (
                "",
                Spelt {
                    odd: "/y".to_owned(),
                    plain: "/y".to_owned(),
                    ..Spelt::default()
                },
            )
        }
        _ => (pick(rng, &[": ", ":", " : ", ":\t"]), value),
    };
    let is_colonless = separator.trim().is_empty() && !separator.is_empty();
    if is_colonless && (value.odd.contains(':') || value.plain.contains(':')) {
        line.push(":");
    }
    line.push(separator);
    line.append(value);
    line
}

fn departing(value: Spelt, odd: String, departure: Departure) -> Spelt {
    let mut departures = value.departures;
    departures.push(departure);
    Spelt {
        odd,
        plain: value.plain,
        departures,
    }
}

fn line(rng: &mut StdRng) -> Spelt {
    const AGENTS: [&str; 10] = [
        "User-agent: *",
        "User-agent: netra",
        "User-Agent: Netra/1.0 (x)",
        "user agent: NETRA",
        "Useragent: *",
        "User-agent *",
        "User-agent: * x",
        "User-agents: netra",
        "User-agent: netrabot",
        "User-agent: net",
    ];
    const OTHERS: [&str; 7] = [
        "",
        "# catatan",
        "Sitemap: https://a.example/s.xml",
        "Crawl-delay: 3",
        "Disallow:",
        "Noindex: /a",
        "<p>Disallow: /</p>",
    ];
    match rng.random_range(0..10) {
        0..=1 => {
            let mut line = Spelt::default();
            line.push(pick(rng, &AGENTS));
            line
        }
        2 => {
            let mut line = Spelt::default();
            line.push(pick(rng, &OTHERS));
            line
        }
        _ => rule(rng),
    }
}

fn file(rng: &mut StdRng) -> Spelt {
    let mut file = Spelt::default();
    file.push(pick(rng, &["", "", "\u{feff}"]));
    file.push(pick(rng, &["User-agent: *\n", "User-agent: netra\n", ""]));
    let end = pick(rng, &["\n", "\r\n", "\r"]);
    for _ in 0..rng.random_range(1..10) {
        file.append(line(rng));
        file.push(pick(rng, &["", "", " # x"]));
        file.push(end);
    }
    file
}

/// A file with addresses, in one spelling.
struct Case {
    file: String,
    urls: Vec<Url>,
}

impl Case {
    fn ours(&self) -> Vec<bool> {
        let robots = Robots::parse(self.file.as_bytes(), AGENT);
        self.urls.iter().map(|url| robots.allows(url)).collect()
    }
}

fn googles(servers: &Path, cases: &[Case]) -> Vec<Vec<bool>> {
    let asked: Vec<_> = cases
        .iter()
        .map(|case| json!({"file": case.file, "agent": AGENT, "urls": case.urls}))
        .collect();
    let mut parser = Command::new(servers.join("python/bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/assets/robots.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the parser starts");
    let mut stdin = parser.stdin.take().expect("a pipe");
    let asked = serde_json::to_vec(&asked).expect("plain JSON");
    let writer = std::thread::spawn(move || stdin.write_all(&asked));
    let output = parser.wait_with_output().expect("the parser ends");
    writer.join().expect("no panic").expect("the parser reads");
    serde_json::from_slice(&output.stdout).expect("the parser answers")
}

#[test]
fn robots_txt_is_read_as_google_reads_it_but_for_named_departures() {
    use Departure::{ColonInPath, Encoding, IndexPage, Rooted, WholeAddress};
    let Some(servers) = installed("robots") else {
        return;
    };
    let mut rng = StdRng::seed_from_u64(9309);
    let (mut odd, mut plain, mut departures) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..FILES {
        let file = file(&mut rng);
        let paths: Vec<Spelt> = (0..ADDRESSES).map(|_| path(&mut rng, false)).collect();
        let url = |path: &str| Url::parse(&format!("https://a.example{path}")).expect("a path");
        odd.push(Case {
            urls: paths.iter().map(|path| url(&path.odd)).collect(),
            file: file.odd,
        });
        plain.push(Case {
            urls: paths.iter().map(|path| url(&path.plain)).collect(),
            file: file.plain,
        });
        let of_address = |path: Spelt| [file.departures.clone(), path.departures].concat();
        departures.push(paths.into_iter().map(of_address).collect::<Vec<_>>());
    }
    for (case, decided) in plain.iter().zip(googles(&servers, &plain)) {
        let urls: Vec<&str> = case.urls.iter().map(Url::as_str).collect();
        assert_eq!(case.ours(), decided, "{:?} {urls:?}", case.file);
    }
    let mut differing = BTreeMap::<BTreeSet<Departure>, usize>::new();
    for ((case, decided), departures) in odd.iter().zip(googles(&servers, &odd)).zip(departures) {
        for (number, (ours, theirs)) in case.ours().into_iter().zip(decided).enumerate() {
            if ours != theirs {
                let named: BTreeSet<_> = departures[number].iter().copied().collect();
                let url = &case.urls[number];
                assert!(!named.is_empty(), "{:?} {url}: we say {ours}", case.file);
                *differing.entry(named).or_default() += 1;
            }
        }
    }
    // Every departure is needed: each explains differences alone, but for the colon, which is
    // never in a path that has one spelling only.
    let alone = [Encoding, Rooted, WholeAddress, IndexPage].map(|one| BTreeSet::from([one]));
    for needed in alone
        .into_iter()
        .chain([BTreeSet::from([ColonInPath, Encoding])])
    {
        assert!(differing.contains_key(&needed), "{needed:?}: {differing:?}");
    }
}
