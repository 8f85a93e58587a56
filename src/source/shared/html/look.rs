//! How an element looks in its place: whether its words are seen, and whether they are struck.

use scraper::ElementRef;

use super::media;
use super::sheet::StyleSheet;
use super::style::{InlineStyle, LetterSize};

/// Classes by which authors of pages give words to screen readers only, each with a rule of the
/// same meaning in the frameworks that brought it up. `invisible` is how Mastodon hides parts of
/// addresses.
const FOR_THE_EAR: [&str; 11] = [
    "a11y-hidden",
    "assistive-text",
    "element-invisible",
    "hidden-visually",
    "invisible",
    "screen-reader-only",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visually-hidden-focusable",
    "visuallyhidden",
];
/// Parts of class names by which pages name what fades in once it is scrolled to.
const FADING: [&str; 6] = ["animat", "aos", "fade", "lazy", "reveal", "wow"];

/// Ways in which words are not seen although their element is there; an element inside may undo
/// each of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Unseen(u8);

impl Unseen {
    const INVISIBLE: u8 = 1;
    const WITHOUT_SIZE: u8 = 2;
    const INDENTED: u8 = 4;
    /// In a drawing only its `<text>` is words; what else it holds describes it.
    const DRAWN: u8 = 8;
    const WITHOUT_COLOUR: u8 = 16;

    fn set(&mut self, way: u8, holds: Option<bool>) {
        match holds {
            Some(true) => self.0 |= way,
            Some(false) => self.0 &= !way,
            None => {}
        }
    }
}

/// How something looks by all that is around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    unseen: Unseen,
    struck: bool,
    keeps_lines: bool,
    /// Inside of something that is shown in its place.
    stands_in: bool,
}

impl Look {
    /// Whether words are seen.
    pub(super) fn shows_words(self) -> bool {
        self.unseen.0 == 0
    }

    /// Whether pictures are seen: letters without size take nothing away from them.
    pub(super) fn shows_media(self) -> bool {
        self.unseen.0 & Unseen::INVISIBLE == 0 && !self.stands_in
    }

    /// Whether words are struck out.
    pub(super) fn is_struck(self) -> bool {
        self.struck
    }

    /// Whether blanks and line breaks count.
    pub(super) fn keeps_lines(self) -> bool {
        self.keeps_lines
    }

    /// How the element looks at which reading starts; `None` where it is not read.
    pub(super) fn of_root(root: ElementRef<'_>) -> Option<Self> {
        let read = !never_shown(root) && root.attr("hidden").is_none();
        read.then(|| Self {
            keeps_lines: root.value().name() == "pre",
            ..Self::default()
        })
    }

    /// How an element inside looks; `None` where nothing of it is seen.
    pub(super) fn within(self, element: ElementRef<'_>, sheet: &StyleSheet) -> Option<Self> {
        if never_shown(element) {
            return None;
        }
        let style = InlineStyle::parse(element.attr("style").unwrap_or_default());
        let hidden = element.attr("hidden").is_some() || element.attr("popover").is_some();
        // What a script has yet to load says nothing by its style: the script shows it.
        let waits = media::waits(element);
        let fades = style.transparent() && !fades_in(element, &style);
        let away = (hidden && style.display().is_none()) || style.away() || fades;
        // A sheet hides what a script shows once it is scrolled to, too.
        let rules = (!waits && !fades_in(element, &style)).then_some(sheet);
        let by_rule = rules.is_some_and(|sheet| sheet.takes_away(element));
        if (away && !waits) || (by_rule && style.display().is_none()) {
            return None;
        }
        let mut look = self;
        if !waits {
            let by_rule = || rules.and_then(|sheet| sheet.visible(element));
            let visible = style.visible().or_else(by_rule);
            look.unseen
                .set(Unseen::INVISIBLE, visible.map(|visible| !visible));
        }
        let size = style.letter_size();
        let size = size.filter(|size| *size != LetterSize::Relative);
        look.unseen.set(
            Unseen::WITHOUT_SIZE,
            size.map(|size| size == LetterSize::Nothing),
        );
        look.unseen.set(Unseen::INDENTED, style.indented_away());
        let colourless = style
            .colourless()
            .map(|none| none && !has_gradient(element));
        look.unseen.set(Unseen::WITHOUT_COLOUR, colourless);
        let name = element.value().name();
        look.unseen.set(Unseen::DRAWN, drawn(name));
        look.struck |= matches!(name, "s" | "strike" | "del") || style.strikes();
        look.keeps_lines = style
            .keeps_lines()
            .unwrap_or(look.keeps_lines || name == "pre");
        look.stands_in |= element
            .parent()
            .and_then(ElementRef::wrap)
            .is_some_and(media::is_filled_object);
        Some(look)
    }
}

/// Whether what is inside an element is drawn and not written; `None` where it is as around it.
fn drawn(name: &str) -> Option<bool> {
    match name {
        "svg" => Some(true),
        "text" | "foreignObject" => Some(false),
        _ => None,
    }
}

/// Whether letters without a colour show what is behind them, as pages do for words in many
/// colours.
fn has_gradient(element: ElementRef<'_>) -> bool {
    classes(element).any(|class| {
        let class = class.to_ascii_lowercase();
        class.contains("gradient") || class.contains("clip")
    })
}

/// Whether Bootstrap's class for what is not shown stands alone: `d-md-block` beside it shows it
/// again.
fn is_not_displayed(element: ElementRef<'_>) -> bool {
    let shown = |class: &str| class.starts_with("d-") && class != "d-none";
    classes(element).any(|class| class == "d-none") && !classes(element).any(shown)
}

/// Elements that people do not read, whatever their style.
fn never_shown(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let closed = name == "dialog" && element.attr("open").is_none();
    closed
        || matches!(
            name,
            "script"
                | "style"
                | "template"
                | "noscript"
                | "head"
                | "defs"
                | "symbol"
                | "metadata"
                | "annotation"
                | "annotation-xml"
                | "select"
                | "textarea"
                | "noembed"
                | "noframes"
                | "datalist"
        )
        || classes(element).any(|class| FOR_THE_EAR.contains(&class))
        || is_not_displayed(element)
}

/// Whether something transparent fades in: themes of WordPress and site builders serve it so.
fn fades_in(element: ElementRef<'_>, style: &InlineStyle) -> bool {
    let by_class = classes(element).any(|class| {
        let class = class.to_ascii_lowercase();
        FADING.iter().any(|word| class.contains(word))
    });
    let by_script = |name: &str| name.starts_with("data-aos") || name == "data-w-id";
    style.moves() || by_class || element.value().attrs().any(|(name, _)| by_script(name))
}

/// Classes of an element.
pub(super) fn classes(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    element
        .attr("class")
        .unwrap_or_default()
        .split_ascii_whitespace()
}

/// Whether an element has a class.
pub(super) fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    classes(element).any(|one| one == class)
}
