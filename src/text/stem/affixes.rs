//! What Indonesian words begin and end with.

/// What taking an affix off costs, in hundredths of one.
pub(super) type StemCost = u32;

/// Prefixes in front of each other: *mem-per-besar*.
pub(super) const PREFIX_LAYERS: usize = 2;
/// The shortest that may be left.
const SHORTEST: usize = 3;

/// Endings with what they cost. Of equal ways the written language is the likelier.
const ENDINGS: [(&str, StemCost); 5] = [
    ("kan", 100),
    ("an", 105),
    ("i", 106),
    ("itas", 120),
    ("in", 130),
];
const CLITICS: [&str; 3] = ["nya", "ku", "mu"];
const PARTICLES: [&str; 4] = ["lah", "kah", "pun", "tah"];

/// What the next prefix costs, and how many may follow; nothing after the last.
pub(super) const fn layer(layers: usize) -> Option<(StemCost, usize)> {
    match layers {
        0 => None,
        PREFIX_LAYERS => Some((110, layers - 1)),
        _ => Some((130, layers - 1)),
    }
}

/// The word, and the word without a particle, a clitic, an ending, in this order.
pub(super) fn each_base(word: &str, mut take: impl FnMut(&str, StemCost)) {
    let without = |word: &str, ending: &str| {
        let rest = word.len().checked_sub(ending.len())?;
        (rest >= SHORTEST && word.ends_with(ending)).then_some(rest)
    };
    let one_of = |endings: &[&str], (end, cost): (usize, StemCost)| {
        let shorter = endings
            .iter()
            .find_map(|ending| without(&word[..end], ending));
        shorter.map(|end| (end, cost + 100))
    };
    let whole = (word.len(), 0);
    let bases = [Some(whole), one_of(&PARTICLES, whole)];
    let without_clitic = bases.map(|base| one_of(&CLITICS, base?));
    for (end, cost) in bases.into_iter().chain(without_clitic).flatten() {
        take(&word[..end], cost);
        for (ending, more) in ENDINGS {
            if let Some(end) = without(&word[..end], ending) {
                take(&word[..end], cost + more);
            }
        }
    }
}

fn vowel(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// Hands on what is left, with the letter that the prefix had swallowed put back, the likeliest
/// first.
struct Offers<Take> {
    take: Take,
    rank: StemCost,
}

impl<Take: FnMut(&str, StemCost)> Offers<Take> {
    fn plain(&mut self, rest: &str) {
        if rest.len() >= SHORTEST {
            (self.take)(rest, self.rank);
            self.rank += 1;
        }
    }

    fn with(&mut self, letter: u8, rest: &str) {
        let mut word = [letter; super::LONGEST + 1];
        if let Some(place) = word.get_mut(1..=rest.len()) {
            place.copy_from_slice(rest.as_bytes());
        }
        let word = word.get(..=rest.len());
        self.plain(
            word.map(str::from_utf8)
                .and_then(Result::ok)
                .unwrap_or_default(),
        );
    }

    /// What follows *me-* and *pe-*, which bring a nasal along.
    fn nasal(&mut self, rest: &str, plain: &[char]) {
        if let Some(after) = rest.strip_prefix("ny").filter(|after| vowel(after)) {
            self.with(b's', after);
            self.plain(rest);
        } else if let Some(after) = rest.strip_prefix("ng") {
            self.velar(rest, after);
        } else if let Some(after) = rest.strip_prefix('n') {
            self.swallowed(b't', rest, after, &['c', 'd', 'j', 's', 't', 'z']);
        } else if let Some(after) = rest.strip_prefix('m') {
            self.swallowed(b'p', rest, after, &['b', 'f', 'v', 'p']);
        } else if rest.starts_with(plain) {
            self.plain(rest);
        }
    }

    fn swallowed(&mut self, letter: u8, rest: &str, after: &str, kept: &[char]) {
        if vowel(after) {
            self.with(letter, after);
            self.plain(rest);
        } else if letter == b'p' && after.starts_with('r') {
            self.with(letter, after);
            self.plain(after);
        }
        if after.starts_with(kept) {
            self.plain(after);
        }
    }

    fn velar(&mut self, rest: &str, after: &str) {
        if vowel(after) {
            self.plain(after);
            self.with(b'k', after);
        }
        // *menge-* stands before words of one syllable: *mengecat*.
        if let Some(short) = after.strip_prefix('e').filter(|short| short.len() < 5) {
            self.plain(short);
        }
        if after.starts_with(['g', 'h', 'k', 'q']) {
            self.plain(after);
        }
        self.plain(rest);
    }

    /// *per-*, *ber-*, *ter-*, whose r may belong to the word.
    fn with_r(&mut self, word: &str, prefix: &str) {
        if let Some(rest) = word.strip_prefix(prefix) {
            self.plain(rest);
            self.plain(&word[2..]);
        }
    }
}

/// The word without one prefix of the written language, and a rank among such ways.
pub(super) fn each_prefix(word: &str, take: impl FnMut(&str, StemCost)) {
    let mut offers = Offers { take, rank: 0 };
    if let Some(rest) = word.strip_prefix("me") {
        offers.nasal(rest, &['l', 'r', 'w', 'y']);
    }
    if let Some(rest) = word.strip_prefix("pe") {
        offers.nasal(rest, &['l', 'w', 'y']);
        if !rest.starts_with(['r', 'm', 'n', 'l']) {
            offers.plain(rest);
        }
    }
    for prefix in ["per", "ber", "ter"] {
        offers.with_r(word, prefix);
    }
    if let Some(rest) = word.strip_prefix("be")
        && rest.get(1..3) == Some("er")
    {
        offers.plain(rest);
    }
    if let Some(rest) = word
        .strip_prefix("pel")
        .or_else(|| word.strip_prefix("bel"))
        && rest.starts_with("ajar")
    {
        offers.plain(rest);
    }
    for prefix in ["di", "ke", "se", "ku", "kau"] {
        if let Some(rest) = word.strip_prefix(prefix) {
            offers.plain(rest);
        }
    }
}

/// The word without a prefix of the spoken language, and what that costs: *ngajak*, *nyari*,
/// *milih*, *nulis*.
pub(super) fn each_colloquial(word: &str, mut take: impl FnMut(&str, StemCost)) {
    let long = |rest: &str, cost| {
        if rest.len() > SHORTEST {
            take(rest, cost);
        }
    };
    let mut offers = Offers {
        take: long,
        rank: 150,
    };
    if let Some(rest) = word.strip_prefix("nge").filter(|rest| rest.len() > 2) {
        offers.plain(rest);
        offers.with(b'k', &word[2..]);
    }
    if let Some(rest) = word.strip_prefix("ng").filter(|rest| vowel(rest)) {
        offers.plain(rest);
        offers.with(b'k', rest);
    } else if let Some(rest) = word.strip_prefix("ny").filter(|rest| vowel(rest)) {
        offers.with(b'c', rest);
        offers.with(b's', rest);
    } else if let Some(rest) = word.strip_prefix('m').filter(|rest| vowel(rest)) {
        offers.with(b'p', rest);
    } else if let Some(rest) = word.strip_prefix('n').filter(|rest| vowel(rest)) {
        offers.with(b't', rest);
    }
}
