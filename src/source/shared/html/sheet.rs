//! The `<style>` elements of a page, as far as they hide words: `display` and `visibility` by the
//! name of a class, an identifier or an element.
//!
//! Only part of what decides is known here: scripts, other sheets and the size of the screen are
//! not. So a rule hides only if its selector is a single name that holds everywhere, and whatever
//! else might show the element again does: words are never lost to a guess.

use std::collections::HashMap;
use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};

use super::rules::{self, SheetName, SheetRule};
use super::style::InlineStyle;

/// More style than this in a page is not read, and then none of it is: what shows again could
/// stand in the rest.
const LARGEST: usize = 1 << 20;

static STYLES: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("style").expect("a valid selector"));

/// What a page says of whether its elements are seen.
#[derive(Debug, Clone, Default)]
pub struct StyleSheet {
    display: SheetProperty,
    visibility: SheetProperty,
}

/// One property in all rules.
#[derive(Debug, Clone, Default)]
struct SheetProperty {
    /// What the last rule of each simple selector says.
    said: HashMap<SheetName, SaidSeen>,
    /// Names that stand in the selectors of rules which may show an element, and whether one of
    /// these is important.
    may_show: HashMap<SheetName, bool>,
    /// The same of rules that may show any element.
    may_show_all: Option<bool>,
    hides: bool,
}

/// Whether a rule lets an element be seen.
#[derive(Debug, Clone, Copy)]
struct SaidSeen {
    seen: bool,
    important: bool,
    /// The rule's place among all.
    order: usize,
}

impl StyleSheet {
    /// Reads the style elements of a document.
    pub fn of(document: &Html) -> Self {
        let mut sheet = Self::default();
        let (mut size, mut order) = (0, 0);
        for style in document.select(&STYLES).filter(|style| is_css(*style)) {
            let text: String = style.text().collect();
            size += text.len();
            if size > LARGEST {
                return Self::default();
            }
            let everywhere = holds_everywhere(style.attr("media"));
            rules::read(&text, everywhere, &mut |rule| {
                order += 1;
                sheet.add(rule, order);
            });
        }
        sheet
    }

    fn add(&mut self, rule: &SheetRule<'_>, order: usize) {
        let style = InlineStyle::parse(rule.declarations);
        let shown = style.display().map(|display| display != "none");
        let visible = style.visible().or_else(|| {
            // `inherit` and the like: nobody knows what comes of it.
            style.written("visibility").map(|_| true)
        });
        let properties = [
            (&mut self.display, "display", shown),
            (&mut self.visibility, "visibility", visible),
        ];
        for (property, name, seen) in properties {
            if let Some(seen) = seen {
                let said = SaidSeen {
                    seen,
                    important: style.is_important(name),
                    order,
                };
                property.add(rule, said);
            }
        }
    }

    /// Whether nothing of the element is seen.
    pub(super) fn takes_away(&self, element: ElementRef<'_>) -> bool {
        self.display.seen(element) == Some(false)
    }

    /// Whether the element is visible in its place; `None` where nothing says so.
    pub(super) fn visible(&self, element: ElementRef<'_>) -> Option<bool> {
        self.visibility.seen(element)
    }

    /// Whether anything is hidden at all.
    pub(super) fn hides(&self) -> bool {
        self.display.hides || self.visibility.hides
    }
}

impl SheetProperty {
    fn add(&mut self, rule: &SheetRule<'_>, said: SaidSeen) {
        for selector in rules::selectors(rule.prelude) {
            let simple = rules::simple_name(selector).filter(|_| rule.everywhere);
            match simple {
                Some(name) => {
                    self.hides |= !said.seen;
                    let kept = self.said.entry(name).or_insert(said);
                    if said.important >= kept.important {
                        *kept = said;
                    }
                }
                None if said.seen => self.may_show(selector, said.important),
                None => {}
            }
        }
    }

    fn may_show(&mut self, selector: &str, important: bool) {
        let names = rules::names_of_subject(selector);
        if names.is_empty() {
            let all = self.may_show_all.get_or_insert(important);
            *all |= important;
        }
        for name in names {
            *self.may_show.entry(name).or_default() |= important;
        }
    }

    fn seen(&self, element: ElementRef<'_>) -> Option<bool> {
        if self.said.is_empty() {
            return None;
        }
        let names = || names_of(element);
        let (_, said) = names()
            .filter_map(|name| self.said.get(&name).map(|said| (name, said)))
            .max_by(|(one, said), (other, also)| {
                let rank = |name: &SheetName, said: &SaidSeen| {
                    (said.important, specificity(name), said.order)
                };
                rank(one, said).cmp(&rank(other, also))
            })?;
        let perhaps = names().filter_map(|name| self.may_show.get(&name).copied());
        let perhaps = perhaps.chain(self.may_show_all).max();
        let may_be_shown = perhaps.is_some_and(|important| important >= said.important);
        Some(said.seen || may_be_shown)
    }
}

const fn specificity(name: &SheetName) -> u8 {
    match name {
        SheetName::Element(_) => 0,
        SheetName::Class(_) => 1,
        SheetName::Id(_) => 2,
    }
}

fn names_of(element: ElementRef<'_>) -> impl Iterator<Item = SheetName> {
    let kind = SheetName::Element(element.value().name().to_owned());
    let id = element.attr("id").map(|id| SheetName::Id(id.to_owned()));
    let classes = element.value().classes();
    let classes = classes.map(|class| SheetName::Class(class.to_owned()));
    std::iter::once(kind).chain(id).chain(classes)
}

fn is_css(style: ElementRef<'_>) -> bool {
    let kind = style.attr("type").unwrap_or_default().trim();
    kind.is_empty() || kind.eq_ignore_ascii_case("text/css")
}

/// Whether a media attribute names every screen.
fn holds_everywhere(media: Option<&str>) -> bool {
    let media = media.unwrap_or_default().trim();
    media.is_empty() || media.eq_ignore_ascii_case("all") || media.eq_ignore_ascii_case("screen")
}
