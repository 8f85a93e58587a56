//! Hostile shapes: a piece that is repeated up to a size, with what stands before and behind.

use netra::model::{CueKind, EntryKind};

use crate::ground::Ground;

/// What a shape is made for; a surface says which sorts reach it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Words of a post.
    Words,
    /// HTML and XML.
    Markup,
    /// JSON.
    Json,
    /// Names of small items.
    Many,
    /// Files of lines: robots.txt, tables, settings, captures, heads.
    Lines,
    /// Queries and addresses.
    Short,
}

/// Pieces, the n-th of which may say its number (`%`), repeated.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) sort: Sort,
    before: String,
    pieces: Vec<String>,
    behind: String,
}

impl Shape {
    fn new(name: &str, sort: Sort, pieces: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            sort,
            before: String::new(),
            pieces,
            behind: String::new(),
        }
    }

    pub(crate) fn of_text(name: &str, piece: &str) -> Self {
        Self::new(name, Sort::Words, vec![piece.to_owned()])
    }

    /// The n-th piece.
    pub(crate) fn piece(&self, number: usize) -> String {
        self.pieces[number % self.pieces.len()].replace('%', &number.to_string())
    }

    /// So many bytes of it, or a little more.
    pub(crate) fn text(&self, bytes: usize) -> String {
        let mut text = self.before.clone();
        for number in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&self.piece(number));
        }
        text + &self.behind
    }

    /// Small posts of it that come to so many bytes.
    pub(crate) fn posts(&self, bytes: usize) -> Vec<String> {
        let mut posts = Vec::new();
        let mut length = 0;
        for number in 0.. {
            if length >= bytes {
                break;
            }
            posts.push(self.piece(number));
            length += posts[number].len().max(8);
        }
        posts
    }
}

const WORDS: [(&str, &str); 62] = [
    ("one-hashtag", "#HadiMenang "),
    ("joined-hashtags", "#HadiMenang#HadiMenang"),
    ("long-hashtag", "HadiMenang"),
    ("numbered-hashtags", "#HadiMenang% "),
    ("handles", "@budi% "),
    ("at-signs", "@"),
    ("hashes", "#"),
    ("hash-letters", "#aB"),
    ("ballots", "nomor urut 2 "),
    ("ballot-prefixes", "nomor paslon urut "),
    ("bare-numbers", "02 "),
    ("fingers", "dua jari "),
    ("disguised-ballots", "n0m0r 2 "),
    ("leet-hashtag", "#H4d1M3n4ng "),
    ("leet-words", "c0bl0s "),
    ("leet-word", "4a"),
    ("held-down", "a"),
    ("held-down-words", "menangggg "),
    ("spelt-letters", "p k s "),
    ("spelt-with-stops", "p.k.s.. "),
    ("hands", "\u{261D}"),
    ("hands-apart", "\u{261D}\u{FE0F} "),
    ("hands-of-colour", "\u{270C}\u{1F3FB}"),
    ("families", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"),
    ("joiners", "\u{200D}"),
    ("flags", "\u{1F1EE}\u{1F1E9}"),
    ("flag-letters", "\u{1F1F5}\u{1F1E9}\u{1F1EE} "),
    ("keycaps", "1\u{FE0F}\u{20E3}"),
    ("marks-on-one-letter", "\u{301}"),
    ("marks-on-letters", "a\u{301}\u{327}"),
    ("borrowed-letters", "\u{430}"),
    ("mixed-letters", "p\u{430}slon "),
    ("borrowed-marks", "\u{430}\u{301}\u{200F} "),
    ("directions", "a\u{202E}\u{5D0}\u{202C}"),
    ("javanese", "\u{A9B2}\u{A9A4} "),
    ("ideographs", "\u{9078}"),
    ("full-width", "\u{FF30}\u{FF21}\u{FF33} "),
    ("mathematical", "\u{1D400}\u{1D41A} "),
    ("enclosed", "\u{24B6}\u{1F150}"),
    ("ligature", "\u{FDFA}"),
    ("different-words", "kata% "),
    ("digits", "7"),
    ("numbers", "1.000,5 "),
    ("struck-out", "~~a~~ "),
    ("tildes", "~"),
    ("opened-strokes", "~~a "),
    ("quotes", "\""),
    ("opened-quotes", "\"dukung "),
    ("curled-quotes", "\u{201C}dukung\u{201D} "),
    ("brackets", "(["),
    ("apostrophes", "a'"),
    ("apostrophes-alone", "'"),
    ("addresses", "http://a.example/% "),
    ("one-address", "http://"),
    ("queries", "?token=%&"),
    ("slashes", "//a@"),
    ("controls", "\u{0}\u{1}\u{7F}"),
    ("line-breaks", "\n"),
    ("blanks", " "),
    ("wide-blanks", "\u{A0}\u{2003}"),
    ("initials", "H. a? no. "),
    ("shouting", "TIDAK Menang! "),
];

const MARKUP: [(&str, &str, &str, &str); 47] = [
    ("empty-declarations", "", "<![>", ""),
    ("declarations", "", "<!a", ""),
    ("opened-cdata", "", "<![CDATA[", ""),
    ("closed-cdata", "", "<![CDATA[a]]>", ""),
    ("cdata-ends", "", "]]>", ""),
    ("opened-comments", "", "<!--", ""),
    ("closed-comments", "", "<!--a-->", ""),
    ("instructions", "", "<?a ", ""),
    ("stray-ends", "<div>", "</x>", ""),
    ("stray-paragraph-ends", "<div>", "</p>", ""),
    ("stray-formatting-ends", "<p><b><i><u>", "</a></i>", ""),
    ("nested", "", "<div>", ""),
    ("nested-inline", "", "<span>", ""),
    ("nested-and-closed", "", "<div><span></div>", ""),
    ("formatting", "", "<b>", ""),
    ("formatting-kinds", "", "<b a%><i a%>", ""),
    (
        "formatting-and-paragraphs",
        "<p><b a0><b a1><b a2><b a3><b a4><b a5><b a6><b a7>",
        "<p>x",
        "",
    ),
    ("crossed-formatting", "", "<b><p></b>", ""),
    ("anchors", "", "<a href=/%>x</a> ", ""),
    ("same-anchors", "", "<a href=/a>x</a> ", ""),
    ("opened-anchors", "", "<a href=/%>", ""),
    ("breaks-and-rules", "", "<br>", "<hr>"),
    ("breaks-then-text", "", "<br> <br>a", ""),
    ("pictures", "", "<img src=/%.png alt=a>", ""),
    ("candidates", "<img srcset=\"", "/%.png %w, ", "\">"),
    ("tables", "", "<table><tr><td>", ""),
    ("cells", "<table>", "<td>x<tr>", ""),
    ("table-text", "<table>", "x<b>", ""),
    ("lists", "", "<ul><li>", ""),
    ("selects", "", "<select><option>", ""),
    ("foreign", "", "<svg><desc><math>", ""),
    ("templates", "", "<template>", ""),
    (
        "styles",
        "<style>",
        ".a%{display:none}",
        "</style><p class=a1>x",
    ),
    (
        "styled",
        "",
        "<p style='display:none;color:red;display:block'>x",
        "",
    ),
    (
        "classes",
        "<style>.a{display:none}</style><p class='",
        "a% ",
        "'>x",
    ),
    ("scripts", "", "<script>", ""),
    ("attributes", "<p ", "a%=1 ", ">x"),
    ("attribute-quotes", "", "<p a=\"", ""),
    ("entities", "", "&amp;&#65;&notit;", ""),
    ("ampersands", "", "&", ""),
    ("opening-angles", "", "<", ""),
    ("opening-letters", "", "<a", ""),
    (
        "same-items",
        "",
        "<item><guid>a</guid><title>b</title></item>",
        "",
    ),
    ("empty-items", "", "<item/><entry></entry>", ""),
    (
        "opened-items",
        "",
        "<item><link>http://a.example/%</link>",
        "",
    ),
    ("name-spaces", "", "<a:b xmlns:a%='urn:%'>", ""),
    (
        "articles",
        "",
        "<article><a href=/%>x</a><time datetime=2024-01-01>",
        "",
    ),
];

const JSON: [(&str, &str, &str, &str); 24] = [
    ("arrays", "", "[", ""),
    ("objects", "", "{\"a\":", ""),
    ("items", "[", "{\"id\":\"%\"},", "{}]"),
    ("same-items", "[", "{\"id\":\"1\"},", "{}]"),
    ("empty-objects", "[", "{},", "{}]"),
    ("nulls", "[", "null,", "null]"),
    ("repeated-keys", "[{", "\"id\":\"%\",", "\"id\":1}]"),
    ("different-keys", "[{", "\"id%\":1,", "\"id\":1}]"),
    ("broken-items", "[", "{\"id\":%,,},", "{}]"),
    ("opened-items", "[", "{\"id\":\"%\"", ""),
    ("closed-twice", "[", "{\"id\":\"%\"}}],", ""),
    ("quotes", "[", "\"", ""),
    ("back-slashes", "[\"", "\\", "\"]"),
    ("escapes", "[\"", "\\u0041\\ud800", "\"]"),
    ("bad-escapes", "[\"", "\\x", "\"]"),
    ("line-breaks-in-text", "[\"", "a\n", "\"]"),
    ("digits", "[", "9", "]"),
    ("commas", "[", ",", "]"),
    ("colons", "{", ":", "}"),
    ("notices", "", "<b>Notice</b>\n[", ""),
    ("callbacks", "", "f(", ""),
    ("lines", "", "{\"id\":\"%\"}\n", ""),
    ("wrapped", "{\"feed\":", "{\"posts\":[", ""),
    ("literals", "[", "tru,", "]"),
];

const LINES: [(&str, &str, &str); 33] = [
    ("agents", "", "User-agent: netra\n"),
    ("different-agents", "", "User-agent: a%\nDisallow: /%\n"),
    ("rules", "User-agent: *\n", "Disallow: /%\n"),
    ("same-rules", "User-agent: *\n", "Allow: /a\n"),
    ("stars", "User-agent: *\nDisallow: /", "*a"),
    ("starred-rules", "User-agent: *\n", "Disallow: /*a*a*a*b$\n"),
    ("starred-percent", "User-agent: *\nDisallow: /", "%41*%2f"),
    ("colons", "", ":"),
    ("hash-lines", "", "#\n"),
    ("carriage-returns", "", "\r"),
    (
        "record-heads",
        "",
        "WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ),
    ("record-fields", "WARC/1.0\r\n", "a%: b\r\n"),
    ("answer-fields", "HTTP/1.1 200 OK\r\n", "a: b%\r\n"),
    ("folded-fields", "HTTP/1.1 200 OK\r\na: b\r\n", " c\r\n"),
    ("informational", "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
    ("chunks", "HTTP/1.1 200 OK\r\n\r\n", "1\r\na\r\n"),
    ("chunk-digits", "HTTP/1.1 200 OK\r\n\r\n", "0"),
    ("semicolons", "", ";"),
    (
        "rows",
        "Nama;NIP;Akun\n",
        "Budi %;19800101200001100%;@budi%@a.example\n",
    ),
    (
        "same-rows",
        "Nama;NIP;Akun\n",
        "Budi;198001012000011001;@budi@a.example\n",
    ),
    ("header-rows", "", "Nama;NIP;Akun;Z%\n"),
    ("new-columns", "Nama;NIP;Akun", ";Z%"),
    ("quoted-cells", "Nama;NIP;Akun\n", "\"a\"\"b\";"),
    ("opened-cell", "Nama;NIP;Akun\n\"", "a\n"),
    (
        "accounts-in-a-cell",
        "Nama;NIP;Akun\nBudi;198001012000011001;",
        "@a%@a.example ",
    ),
    (
        "commas-in-a-cell",
        "Nama;NIP;Akun\nBudi;198001012000011001;https://m.example/x?",
        "q,",
    ),
    ("tables-of-settings", "", "[[cue]]\n"),
    ("settings", "", "a% = 1\n"),
    ("same-settings", "", "a = 1\n"),
    ("deep-settings", "a = ", "["),
    ("dotted", "a", ".a"),
    ("forms", "[[cue]]\nforms = [", "\"kata %\", "),
    ("weights", "bias\t0\n", "w:kata%\t0.1\n"),
];

const SHORT: [(&str, &str); 26] = [
    ("ands", "a AND "),
    ("ors", "a OR "),
    ("nots", "NOT "),
    ("minus", "-"),
    ("parentheses", "("),
    ("pairs", "()"),
    ("phrases", "\"a b\"~3 "),
    ("fuzzy", "kata~2 "),
    ("prefixes", "ka* "),
    ("fields", "akun:a "),
    ("dates", "2024-01-01 "),
    ("days", "1 Januari 2024 "),
    ("ages", "12 jam yang lalu "),
    ("clocks", "10:00:00.000 "),
    ("zones", "+07:00 WIB "),
    ("named-zones", "Asia/Jakarta "),
    ("percents", "%25%41"),
    ("open-percents", "%"),
    ("paths", "/../a"),
    ("dots", "."),
    ("at-hosts", "@a.example"),
    ("labels", "a."),
    ("ports", ":80"),
    ("fragments", "#penulis="),
    ("schemes", "https://a.example/"),
    ("underscores", "a_"),
];

/// Every shape.
pub(crate) fn all(ground: &Ground) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = WORDS
        .iter()
        .map(|(name, piece)| Shape::of_text(name, piece))
        .collect();
    // These are one word, and begin with what makes it a hashtag or a letter.
    for (name, before) in [("long-hashtag", "#"), ("marks-on-one-letter", "a")] {
        let shape = shapes.iter_mut().find(|shape| shape.name == name);
        shape.expect("it is listed").before = before.to_owned();
    }
    shapes.extend(of_packs(ground));
    let around = [
        (Sort::Markup, "m", MARKUP.as_slice()),
        (Sort::Json, "j", JSON.as_slice()),
    ];
    for (sort, sign, list) in around {
        shapes.extend(list.iter().map(|(name, before, piece, behind)| Shape {
            before: (*before).to_owned(),
            behind: (*behind).to_owned(),
            ..Shape::new(&format!("{sign}-{name}"), sort, vec![(*piece).to_owned()])
        }));
    }
    let many = [("different-names", "%"), ("one-name-for-all", "1")];
    shapes.extend(many.map(|(name, piece)| Shape::new(name, Sort::Many, vec![piece.to_owned()])));
    shapes.extend(LINES.iter().map(|(name, before, piece)| Shape {
        before: (*before).to_owned(),
        ..Shape::new(&format!("l-{name}"), Sort::Lines, vec![(*piece).to_owned()])
    }));
    shapes.extend(SHORT.iter().map(|(name, piece)| {
        Shape::new(&format!("s-{name}"), Sort::Short, vec![(*piece).to_owned()])
    }));
    shapes
}

/// Everything in the packs and the lexicon, in the ways in which the scorer reads it.
fn of_packs(ground: &Ground) -> Vec<Shape> {
    let contestants = ground.packs.iter().flat_map(|pack| &pack.contestants);
    let entries: Vec<_> = contestants.flat_map(|one| &one.entries).collect();
    let of_kind = |fits: fn(EntryKind) -> bool| -> Vec<&str> {
        let fitting = entries.iter().filter(|entry| fits(entry.kind));
        fitting.map(|entry| entry.form.as_str()).collect()
    };
    let names = of_kind(|kind| matches!(kind, EntryKind::Name | EntryKind::ShortName));
    let all = of_kind(|_| true);
    let cues = |fits: fn(CueKind) -> bool| -> Vec<&str> {
        let cues = ground.lexicon.cues.iter().filter(|cue| fits(cue.kind));
        cues.flat_map(|cue| &cue.forms)
            .map(String::as_str)
            .collect()
    };
    let mut claims = Vec::new();
    for (name, cue) in names
        .iter()
        .zip(cues(|kind| kind == CueKind::Call).iter().cycle())
    {
        claims.push(format!("{cue} {name}! "));
    }
    let written =
        |list: &[&str], how: fn(&str) -> String| list.iter().map(|one| how(one)).collect();
    let shape = |name, pieces| Shape::new(name, Sort::Words, pieces);
    vec![
        shape("entries", written(&all, |one| format!("{one} "))),
        shape("entries-as-hashtags", written(&all, hashtag)),
        shape(
            "entries-as-small-hashtags",
            written(&all, |one| hashtag(one).to_lowercase()),
        ),
        shape("entries-in-leet", written(&all, leet)),
        shape("entries-spelt", written(&all, spelt)),
        shape("entries-in-full-width", written(&all, full_width)),
        shape("entries-joined", written(&all, |one| one.replace(' ', ""))),
        shape("one-name", vec![format!("{} ", names[0])]),
        shape(
            "gestures",
            written(&of_kind(|kind| kind == EntryKind::Gesture), |one| {
                format!("{one} ")
            }),
        ),
        shape("cues", written(&cues(|_| true), |one| format!("{one} "))),
        shape(
            "traps",
            written(&cues(|kind| kind == CueKind::Trap), |one| {
                format!("{one}. ")
            }),
        ),
        shape("claims", claims),
    ]
}

fn hashtag(form: &str) -> String {
    let words = form.split_whitespace().map(|word| {
        let mut letters = word.chars();
        let first = letters
            .next()
            .map(|letter| letter.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    });
    format!("#{} ", words.collect::<String>())
}

fn leet(form: &str) -> String {
    let letters = form.chars().map(|letter| match letter {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        other => other,
    });
    letters.collect::<String>() + " "
}

fn spelt(form: &str) -> String {
    let letters = form.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(|letter| [letter, '.']).collect::<String>() + " "
}

fn full_width(form: &str) -> String {
    let letters = form.chars().map(|letter| {
        let wide = u32::from(letter)
            .checked_add(0xFEE0)
            .and_then(char::from_u32);
        wide.filter(|_| letter.is_ascii_graphic()).unwrap_or(letter)
    });
    letters.collect::<String>() + " "
}
