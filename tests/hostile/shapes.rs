//! Shapes of hostile answers.

/// A shape: what stands first, and what is repeated behind it.
pub(super) struct Shape {
    pub(super) name: &'static str,
    first: fn() -> String,
    /// The part of that number.
    part: fn(usize) -> String,
}

impl Shape {
    /// An answer of this shape, about so long.
    pub(super) fn of(&self, length: usize) -> String {
        let mut text = (self.first)();
        let mut number = 0;
        while text.len() < length {
            text.push_str(&(self.part)(number));
            number += 1;
        }
        text
    }
}

macro_rules! shape {
    ($name:literal, $part:literal) => {
        shape!($name, String::new, |_| $part.to_owned())
    };
    ($name:literal, $first:expr, $part:expr) => {
        Shape {
            name: $name,
            first: $first,
            part: $part,
        }
    };
}

/// Opens formatting elements that no block closes and no rule joins.
fn open(names: &[&str], count: usize) -> String {
    let open = |number: usize| format!("<{} a{number}>", names[number % names.len()]);
    (0..count).map(open).collect()
}

pub(super) const MARKUP: &[Shape] = &[
    // 390 `<b>` are opened again in each paragraph.
    shape!("reopened b", || format!("<p>{}", open(&["b"], 390)), |_| {
        "<p>x".to_owned()
    }),
    shape!("reopened i", || "<i>".repeat(390), |_| "<p>x".to_owned()),
    shape!(
        "reopened mixes",
        || open(&["font", "a", "i", "nobr", "tt"], 300),
        |_| "<div>x</div>".to_owned()
    ),
    shape!(
        "reopened in cells",
        || format!("<table><tr><td>{}", open(&["u", "em"], 200)),
        |_| "<p>x<td>".to_owned()
    ),
    shape!("attributes of a tag", || "<p ".to_owned(), |number| {
        format!("a{number:x} ")
    }),
    shape!("quoted attributes", || "<p ".to_owned(), |number| {
        format!("a{number:x}=\"<>\"")
    }),
    shape!(
        "attributes behind a comment",
        || "<!-- <a b=\" --><p ".to_owned(),
        |number| format!("a{number:x} ")
    ),
    shape!("attributes of body", String::new, |number| {
        format!("<body a{number:x}>")
    }),
    shape!("moved out of a table", || "<table>".to_owned(), |_| {
        "<b>x<tr>".to_owned()
    }),
    shape!("drawings", "<svg><g>"),
    shape!("templates", "<template>"),
    shape!("options", || "<select>".to_owned(), |_| {
        "<option>x".to_owned()
    }),
    shape!("a quote without an end", || "<p a=\"".to_owned(), |_| {
        "x <b ".to_owned()
    }),
    shape!("less than", "<"),
    shape!("paragraphs", "<p>"),
    shape!("references", "&amp;"),
    shape!("links", "<a b=c>"),
    shape!("lines", "a<br>"),
    shape!("stray end tags", "<div></x>"),
    shape!("comments", "<!---->"),
    shape!("for readers without scripts", || String::new(), |_| {
        format!("<noscript>{}<p>x<p>x</noscript>", open(&["b"], 200))
    }),
    shape!(
        "addresses under a long base",
        || { format!("<base href=\"http://a.example/{}/\">", "x".repeat(100_000)) },
        |number| format!("<a href={number}>x</a>")
    ),
    shape!("entries within entries", || "<article>".repeat(100), |_| {
        "kata ".to_owned()
    }),
];

pub(super) const JSON: &[Shape] = &[
    shape!("numbers", || "0".to_owned(), |_| ",0".to_owned()),
    shape!("empty lists", || "[]".to_owned(), |_| ",[]".to_owned()),
    shape!("small objects", || "{\"\":0}".to_owned(), |_| {
        ",{\"\":0}".to_owned()
    }),
    shape!(
        "small objects that are no JSON",
        || "{a:0}".to_owned(),
        |_| { ",{a:0}".to_owned() }
    ),
    shape!(
        "items with an id",
        || "{\"id\":\"x\"}".to_owned(),
        |number| { format!(",{{\"id\":\"{number}\",\"content_text\":\"x\"}}") }
    ),
    shape!(
        "members of an object",
        || "{\"id\":\"1\",\"content_text\":\"x\"}".to_owned(),
        |number| format!(",{{\"a{number}\":{{\"b\":[]}}}}")
    ),
];
