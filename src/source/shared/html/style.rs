//! The `style` attribute, as far as it says whether and how something is shown.

/// Smallest distance in pixels to the left or above that takes something off every screen.
const OFF_SCREEN: f64 = -900.0;
/// The same in shares of the width or height; one whole width is a slide that waits for its turn.
const OFF_SCREEN_SHARES: f64 = -500.0;
/// Letters below this size in pixels are no letters.
const LEGIBLE: f64 = 1.0;

/// The declarations of a `style` attribute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InlineStyle {
    declared: Vec<InlineDeclaration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct InlineDeclaration {
    name: String,
    /// As written, without `!important`.
    value: String,
    important: bool,
}

/// What a declaration of the size of letters does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterSize {
    /// Nothing can be read.
    Nothing,
    /// A size of its own.
    Legible,
    /// A share of what is around it.
    Relative,
}

impl InlineStyle {
    /// Reads an attribute. Never fails: what cannot be read says nothing.
    pub(super) fn parse(attribute: &str) -> Self {
        let plain = without_comments(attribute);
        let declared = split_outside(&plain, ';')
            .filter_map(|part| {
                let (name, value) = part.split_once(':')?;
                let value = value.trim();
                let (value, important) = match value.rsplit_once('!') {
                    Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => {
                        (value.trim_end(), true)
                    }
                    _ => (value, false),
                };
                (!value.is_empty()).then(|| InlineDeclaration {
                    name: name.trim().to_ascii_lowercase(),
                    value: value.to_owned(),
                    important,
                })
            })
            .collect();
        Self { declared }
    }

    /// The value that counts, as written.
    pub(super) fn written(&self, name: &str) -> Option<&str> {
        let named = || self.declared.iter().filter(|one| one.name == name);
        let last = named()
            .rfind(|one| one.important)
            .or_else(|| named().next_back());
        last.map(|one| one.value.as_str())
    }

    /// Whether the value that counts is marked as important.
    pub(super) fn is_important(&self, name: &str) -> bool {
        let mut named = self.declared.iter().filter(|one| one.name == name);
        named.any(|one| one.important)
    }

    fn value(&self, name: &str) -> Option<String> {
        self.written(name).map(str::to_ascii_lowercase)
    }

    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.value(name)
            .is_some_and(|value| values.contains(&value.as_str()))
    }

    /// How the element stands among others, where it says so.
    pub(super) fn display(&self) -> Option<String> {
        self.value("display")
    }

    /// Whether the element is seen; `None` where it says nothing of it.
    pub(super) fn visible(&self) -> Option<bool> {
        match self.value("visibility")?.as_str() {
            "hidden" | "collapse" => Some(false),
            "visible" | "initial" => Some(true),
            _ => None,
        }
    }

    /// What it says of the size of letters.
    pub(super) fn letter_size(&self) -> Option<LetterSize> {
        let size = self.value("font-size").or_else(|| {
            let font = self.value("font")?;
            let mut sizes = font.split_whitespace().map(|word| {
                let size = word.split('/').next().unwrap_or_default();
                size.to_owned()
            });
            sizes.rfind(|word| Length::parse(word).is_some_and(Length::is_size))
        })?;
        Some(match Length::parse(&size) {
            Some(length) if length.number == 0.0 => LetterSize::Nothing,
            Some(length) => match length.pixels() {
                Some(pixels) if pixels < LEGIBLE => LetterSize::Nothing,
                _ if length.is_relative() => LetterSize::Relative,
                _ => LetterSize::Legible,
            },
            None if size.contains("small") || size.contains("large") || size == "medium" => {
                LetterSize::Legible
            }
            None => LetterSize::Relative,
        })
    }

    /// Whether the first line starts off the screen; `None` where it says nothing of it.
    pub(super) fn indented_away(&self) -> Option<bool> {
        Some(Length::parse(&self.value("text-indent")?)?.is_off_screen())
    }

    /// Whether letters cannot be told from what is behind them; `None` where it says nothing of
    /// their colour.
    pub(super) fn colourless(&self) -> Option<bool> {
        let letters = Colour::parse(&self.value("color")?)?;
        let behind = ["background-color", "background"]
            .iter()
            .find_map(|name| Colour::parse(&self.value(name)?));
        let clipped = [
            "background-clip",
            "-webkit-background-clip",
            "-webkit-text-fill-color",
        ];
        let shown_through = clipped.iter().any(|name| self.value(name).is_some());
        Some(!shown_through && (letters == Colour::Nothing || Some(letters) == behind))
    }

    /// Whether letters are forced to run from right to left.
    pub(super) fn forced_left(&self) -> bool {
        self.is("unicode-bidi", &["bidi-override", "isolate-override"])
            && self.is("direction", &["rtl"])
    }

    /// Whether words are struck out.
    pub(super) fn strikes(&self) -> bool {
        ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|name| {
                self.value(name)
                    .is_some_and(|value| value.contains("line-through"))
            })
    }

    /// Whether line breaks of the source are shown; `None` where it says nothing of it.
    pub(super) fn keeps_lines(&self) -> Option<bool> {
        let value = self.value("white-space")?;
        Some(value.starts_with("pre") || value == "break-spaces")
    }

    /// Whether nothing shines through.
    pub(super) fn transparent(&self) -> bool {
        let opacity = self.value("opacity");
        opacity.is_some_and(|value| Length::parse(&value).is_some_and(|one| one.number <= 0.0))
    }

    /// Whether it is about to change by itself, as what fades in.
    pub(super) fn moves(&self) -> bool {
        self.declared.iter().any(|one| {
            let name = one.name.trim_start_matches("-webkit-");
            name.starts_with("transition")
                || name.starts_with("animation")
                || matches!(name, "transform" | "will-change")
        })
    }

    /// Whether the element as a whole is nowhere to be seen, whatever is inside.
    pub(super) fn away(&self) -> bool {
        self.is("display", &["none"])
            || self.is("content-visibility", &["hidden"])
            || self.off_screen()
            || self.clipped()
            || self.without_room()
    }

    fn off_screen(&self) -> bool {
        let away = |name: &str| {
            let value = self.value(name);
            let length = value.as_deref().and_then(Length::parse);
            length.is_some_and(Length::is_off_screen)
        };
        let placed = self.is("position", &["absolute", "fixed", "relative"]);
        (placed && ["left", "right", "top", "bottom"].into_iter().any(away))
            || ["margin-left", "margin-top"].into_iter().any(away)
            || self.moved_away()
    }

    /// `transform: translateX(-9999px)`.
    fn moved_away(&self) -> bool {
        let moves = self.value("transform").unwrap_or_default();
        moves.split("translate").skip(1).any(|inner| {
            let inner = inner.split_once('(').map_or("", |(_, inner)| inner);
            let inner = inner.split(')').next().unwrap_or_default();
            let mut lengths = inner.split(',').filter_map(Length::parse);
            lengths.any(Length::is_off_screen)
        })
    }

    fn clipped(&self) -> bool {
        let placed = self.is("position", &["absolute", "fixed"]);
        let clip = self.value("clip").unwrap_or_default();
        let sides = clip
            .strip_prefix("rect(")
            .map(|inner| inner.trim_end_matches(')').replace(',', " "));
        let nothing = sides.is_some_and(|sides| {
            let mut sides = sides.split_whitespace().map(Length::parse).peekable();
            sides.peek().is_some()
                && sides.all(|side| side.is_some_and(|one| one.number.abs() <= 1.0))
        });
        let path = self.value("clip-path").unwrap_or_default();
        (placed && nothing) || matches!(&*path, "inset(50%)" | "inset(100%)")
    }

    /// No width or no height, and what does not fit is cut. A box without height that is held
    /// open by its padding is how pages keep the shape of a video.
    fn without_room(&self) -> bool {
        let held_open = self.declared.iter().any(|one| {
            let holds = one.name.starts_with("padding") || one.name.starts_with("min-");
            holds && one.value.contains(|c: char| ('1'..='9').contains(&c))
        });
        let cuts = ["overflow", "overflow-x", "overflow-y"]
            .iter()
            .any(|name| self.is(name, &["hidden", "clip", "hidden hidden"]));
        let at_most = |limit: f64, names: [&str; 2]| {
            names
                .iter()
                .any(|name| self.pixels(name).is_some_and(|pixels| pixels <= limit))
        };
        let (width, height) = (["width", "max-width"], ["height", "max-height"]);
        cuts && !held_open
            && (at_most(0.0, width)
                || at_most(0.0, height)
                || (at_most(1.0, width) && at_most(1.0, height)))
    }

    /// A length in pixels; zero is zero in every unit.
    pub(super) fn pixels(&self, name: &str) -> Option<f64> {
        let value = self.value(name)?;
        let length = Length::parse(&value)?;
        if length.number == 0.0 {
            return Some(0.0);
        }
        length.pixels()
    }

    /// The first picture behind the element.
    pub(super) fn background(&self) -> Option<&str> {
        ["background-image", "background"]
            .into_iter()
            .find_map(|name| address_in(self.written(name)?))
    }
}

/// The address in `url(…)`.
pub(super) fn address_in(value: &str) -> Option<&str> {
    let at = value.to_ascii_lowercase().find("url(")?;
    let inner = value[at + 4..].trim_start();
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''));
    let address = match quote {
        Some(quote) => inner[1..].split(quote).next()?,
        None => inner.split(')').next()?,
    };
    Some(address.trim()).filter(|address| !address.is_empty())
}

/// A colour, as far as it tells letters from what is behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colour {
    /// What is behind shows through.
    Nothing,
    /// Red, green and blue.
    Mixed([u8; 3]),
}

impl Colour {
    /// Reads a value in small letters; `None` for one that says no colour or is not understood.
    fn parse(value: &str) -> Option<Self> {
        match value {
            "transparent" => Some(Self::Nothing),
            "white" => Some(Self::Mixed([255; 3])),
            "black" => Some(Self::Mixed([0; 3])),
            _ => match value.strip_prefix('#') {
                Some(digits) => Self::of_digits(digits),
                None => Self::of_parts(value),
            },
        }
    }

    /// `fff`, `ffff`, `ffffff`, `ffffffff`.
    fn of_digits(digits: &str) -> Option<Self> {
        let width = if digits.len() < 6 { 1 } else { 2 };
        let part = |index: usize| {
            let part = digits.get(index * width..(index + 1) * width)?;
            let value = u8::from_str_radix(part, 16).ok()?;
            Some(if width == 1 { value * 17 } else { value })
        };
        let opaque = match digits.len() {
            3 | 6 => true,
            4 | 8 => part(3)? > 0,
            _ => return None,
        };
        let mixed = Self::Mixed([part(0)?, part(1)?, part(2)?]);
        Some(if opaque { mixed } else { Self::Nothing })
    }

    /// `rgb(255, 255, 255)`, `rgba(0 0 0 / 0)`; of `hsla` only whether it is nothing.
    fn of_parts(value: &str) -> Option<Self> {
        let (name, inner) = value.strip_suffix(')')?.split_once('(')?;
        let parts = inner.split([',', '/', ' ']).filter(|part| !part.is_empty());
        let parts: Vec<Length<'_>> = parts.map(Length::parse).collect::<Option<_>>()?;
        if parts.len() == 4 && parts[3].number <= 0.0 {
            return Some(Self::Nothing);
        }
        let whole =
            |part: &Length<'_>| part.unit.is_empty() && (0.0..=255.0).contains(&part.number);
        if !matches!(name, "rgb" | "rgba") || parts.len() < 3 || !parts[..3].iter().all(whole) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 255"
        )]
        let part = |index: usize| parts[index].number as u8;
        Some(Self::Mixed([part(0), part(1), part(2)]))
    }
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length<'a> {
    number: f64,
    unit: &'a str,
}

impl<'a> Length<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let end = text.find(|c: char| !numeric(c)).unwrap_or(text.len());
        let number = text[..end].parse().ok()?;
        let unit = &text[end..];
        let known = unit == "%" || unit.chars().all(|c| c.is_ascii_alphabetic());
        known.then_some(Self { number, unit })
    }

    /// In pixels at the usual size of letters; shares of something else have none.
    fn pixels(self) -> Option<f64> {
        let factor = match self.unit {
            "px" => 1.0,
            "pt" => 96.0 / 72.0,
            "pc" | "em" | "rem" => 16.0,
            "ch" | "ex" => 8.0,
            "in" => 96.0,
            "cm" => 96.0 / 2.54,
            "mm" => 96.0 / 25.4,
            _ => return None,
        };
        Some(self.number * factor)
    }

    /// A share of the size around it.
    fn is_relative(self) -> bool {
        matches!(self.unit, "em" | "%" | "ex" | "ch")
    }

    /// Whether it can be the size of letters: a weight has no unit.
    fn is_size(self) -> bool {
        self.number == 0.0 || !self.unit.is_empty()
    }

    fn is_off_screen(self) -> bool {
        match self.unit {
            "%" | "vw" | "vh" => self.number <= OFF_SCREEN_SHARES,
            _ => self.pixels().is_some_and(|pixels| pixels <= OFF_SCREEN),
        }
    }
}

pub(super) fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = from.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Parts between separators that stand outside brackets and quotation marks.
fn split_outside(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut depth, mut quote) = (0_usize, None);
    text.split(move |character: char| {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => return false,
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == separator && depth == 0
    })
}
