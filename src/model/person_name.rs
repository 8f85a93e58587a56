//! Whether two spellings of a name can be one person's: offices write titles or leave them out,
//! shorten, reorder and mistype. Who is meant is said by the NIP; a name that says somebody else
//! shows that the number stands in the wrong row.

/// Titles and degrees that stand before or after a name, without their full stops.
const TITLES: &[&str] = &[
    "prof", "dr", "drs", "dra", "drg", "drh", "ir", "h", "hj", "kh", "st", "mt", "se", "mm", "sh",
    "mh", "ss", "si", "mag", "mkn", "sag", "spd", "spdi", "spdsd", "spdaud", "mpd", "mpdi", "ssi",
    "msi", "ssos", "sip", "mip", "map", "mpa", "skm", "mkes", "mkm", "skep", "ns", "ners", "sst",
    "sstp", "skom", "mkom", "stp", "sp", "mp", "spt", "spi", "mma", "sfarm", "apt", "sked", "spog",
    "spa", "sppd", "spb", "sgz", "spsi", "mpsi", "shum", "mhum", "sei", "sthi", "shi", "mhi",
    "sptk", "amd", "amdkeb", "amdkep", "amdkom", "ama", "amapd", "amk", "amkeb", "amkep", "ak",
    "ca", "cpa", "phd", "msc", "bsc", "ba", "lc", "mba", "mt", "meng", "strkeb", "strkep", "str",
    "gr", "skeb", "bdn", "stkeb", "ssn", "msn", "ssit", "siptd", "alm", "almh", "bapak", "ibu",
    "sdr",
];

/// Whether `new` can be another spelling of `old`: every word of the shorter one is in the longer
/// one, in full, shortened or mistyped, whatever their order; titles and case say nothing.
pub fn is_same_name(old: &str, new: &str) -> bool {
    let (mut shorter, mut longer) = (words(old), words(new));
    if shorter.len() > longer.len() {
        std::mem::swap(&mut shorter, &mut longer);
    }
    let in_full = take(&mut shorter, &mut longer, |one, other| {
        is_same_word(&one.letters, &other.letters)
    });
    take(&mut shorter, &mut longer, Word::stands_for);
    // Initials alone fit half the country.
    shorter.is_empty() && in_full > 0
}

/// Takes out the words that fit, each once; how many there were.
fn take(
    shorter: &mut Vec<Word>,
    longer: &mut Vec<Word>,
    fits: impl Fn(&Word, &Word) -> bool,
) -> usize {
    let before = shorter.len();
    shorter.retain(|word| {
        let same = longer.iter().position(|other| other == word);
        let found = same.or_else(|| longer.iter().position(|other| fits(word, other)));
        if let Some(found) = found {
            longer.swap_remove(found);
        }
        found.is_none()
    });
    before - shorter.len()
}

/// A word of a name, in the letters by which it is compared.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    letters: String,
    dotted: bool,
}

impl Word {
    fn new(text: &str, dotted: bool) -> Self {
        Self {
            letters: folded(text),
            dotted,
        }
    }

    /// Whether one is the other shortened: `M.`, `Moh.`, `Abd`.
    fn stands_for(&self, other: &Self) -> bool {
        let (short, long) = if self.letters.len() <= other.letters.len() {
            (self, other)
        } else {
            (other, self)
        };
        let letters = &short.letters;
        let starts = long.letters.starts_with(letters.as_str());
        let few = letters.chars().count() <= 3;
        (starts && (few || short.dotted)) || (few && is_skeleton(letters, &long.letters))
    }
}

/// Whether `short` has consonants of `long` only, from its first letter on: `Mhd`.
fn is_skeleton(short: &str, long: &str) -> bool {
    let vowel = |c: char| "aiueo".contains(c);
    let mut rest = long.chars();
    !short.contains(vowel)
        && short.chars().next() == long.chars().next()
        && short.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// The words without titles. What consists of titles only is taken as it is.
fn words(name: &str) -> Vec<Word> {
    let mut names = Vec::new();
    let mut titles = Vec::new();
    for (place, part) in name.split(',').enumerate() {
        for word in part.split_whitespace() {
            let bare: String = word.to_lowercase().chars().filter(|c| *c != '.').collect();
            // Behind a comma stand degrees, of which there are more than any list holds.
            let degree = place > 0 && word.contains('.') && bare.chars().count() <= 8;
            let into = if degree || TITLES.contains(&&*bare) {
                &mut titles
            } else {
                &mut names
            };
            into.extend(pieces(word));
        }
    }
    if names.is_empty() { titles } else { names }
}

/// `M.Yusuf` are two words.
fn pieces(word: &str) -> impl Iterator<Item = Word> + '_ {
    word.split_inclusive(['.', '-', '/'])
        .map(|piece| (piece, piece.ends_with('.')))
        .map(|(piece, dotted)| Word::new(piece, dotted))
        .filter(|word| !word.letters.is_empty())
}

/// One spelling for what is written in several ways: `Soekarno`, `Mochammad`, `Akhmad`, `Djoko`.
fn folded(text: &str) -> String {
    let mut letters: String = text.to_lowercase();
    letters.retain(char::is_alphanumeric);
    for (written, plain) in [
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("kh", "h"),
        ("ch", "h"),
        ("sy", "s"),
        ("dh", "d"),
        ("th", "t"),
        ("v", "f"),
        ("y", "i"),
    ] {
        letters = letters.replace(written, plain);
    }
    let mut single = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    if let Some(rest) = single.strip_prefix("moh") {
        single = format!("muh{rest}");
    }
    single
}

/// Equal but for a slip of the keyboard in a word of some length.
fn is_same_word(one: &str, other: &str) -> bool {
    one == other || (one.chars().count().min(other.chars().count()) >= 5 && is_one_slip(one, other))
}

/// Whether one letter more, less or other makes one out of the other.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let room = one.len().min(other.len()) - start;
    let backwards = one.iter().rev().zip(other.iter().rev());
    let end = backwards.take(room).take_while(|(a, b)| a == b).count();
    one.len().max(other.len()) - start - end <= 1
}
