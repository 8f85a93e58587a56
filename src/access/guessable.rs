//! How much of a password is its own: what is left when words, names, years, rows of keys and
//! repetition are taken out.
//!
//! The password is cut into pieces so that as little as possible is left (the cheapest way for
//! whoever guesses), each piece is worth something, and [`ENOUGH`] is asked for. Three words of
//! a dictionary reach that (of 800 times three drawn at random 799 do), or four common ones that
//! have nothing to do with each other, or eight letters that are no word: at a hundred tries an
//! hour for each account (`web/throttle.rs`) that takes whoever guesses centuries. One word and a
//! year, or any number of words on one subject, do not. Sixteen random signs do; of twelve, one
//! time in a hundred falls short.

use super::guessed_words::{FIRST_OF_KIND, GuessedWords, LETTER, WordKind, plain};

/// What a password must be worth: eight letters.
const ENOUGH: u32 = 8 * LETTER;
/// A digit or another sign where people put them: apart, at an end.
const ENDING: u32 = 1;
/// Signs that are looked at. More, which a few signs that unfold into many could bring, are worth
/// nothing more.
const MOST: usize = 128;
/// The longest word that is looked for.
const LONGEST_WORD: usize = 32;
/// The shortest piece of a row of keys that counts as one.
const LEAST_RUN: usize = 3;
/// The shortest piece that is the same again.
const LEAST_AGAIN: usize = 4;

/// Rows of a keyboard, ways across it, letters and digits in their order. A run may begin again.
const ROWS: &[&str] = &[
    "12345678901234567890",
    "qwertyuiopqwertyuiop",
    "asdfghjklasdfghjkl",
    "zxcvbnmzxcvbnm",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "!@#$%^&*()!@#$%^&*()",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "147258369",
];

/// What stands for a letter when somebody makes a word look like a password.
const DISGUISES: [(char, char); 11] = [
    ('0', 'o'),
    ('3', 'e'),
    ('4', 'a'),
    ('@', 'a'),
    ('5', 's'),
    ('$', 's'),
    ('7', 't'),
    ('+', 't'),
    ('8', 'b'),
    ('6', 'g'),
    ('9', 'g'),
];
/// Two letters, so that a word is read with the one and with the other.
const EITHER: ([char; 2], [char; 2]) = (['1', '!'], ['i', 'l']);

/// What a piece of a password is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A letter that nothing explains.
    Own,
    /// Another sign that nothing explains.
    Sign,
    Word(WordKind),
    Date,
    Run,
    /// What stood there before.
    Again,
}

/// A piece of so many signs, and what it is worth beside others.
#[derive(Debug, Clone, Copy)]
struct Part {
    piece: Piece,
    signs: usize,
    worth: u32,
}

impl Part {
    /// The kind of words that costs something to choose, if it is of one.
    fn chosen_kind(&self) -> Option<WordKind> {
        kind(self.piece).filter(|kind| kind.goes_together())
    }
}

/// A password in parts.
#[derive(Debug)]
pub(super) struct Reading {
    /// As many words of kinds as there can be, which say best what it is made of.
    parts: Vec<Part>,
    worth: u32,
}

impl Reading {
    /// Reads a password with words that are known.
    pub(super) fn of(password: &str, words: &GuessedWords) -> Self {
        let plain = plain(password);
        // What parts words is not looked at, so that it hides none.
        let (signs, mut between): (Vec<char>, Vec<char>) =
            plain.chars().take(MOST).partition(|sign| is_read(*sign));
        between.retain(|sign| !sign.is_whitespace());
        between.sort_unstable();
        between.dedup();
        let parting = worth_of_parting(&between);
        let signs = Signs::new(&signs);
        let places: Vec<_> = (0..signs.typed.len())
            .map(|from| signs.parts_at(from, words))
            .collect();
        // What a kind costs once, no way through the places can know: both bounds are tried.
        let [parts, other] = [0, FIRST_OF_KIND].map(|charge| cheapest(&places, charge));
        Self {
            worth: worth_of_parts(&parts).min(worth_of_parts(&other)) + parting,
            parts,
        }
    }

    /// Whether there is too little in it that is its own.
    pub(super) fn is_guessable(&self) -> bool {
        self.worth < ENOUGH
    }

    /// Whether a word of one of these kinds is in it.
    pub(super) fn has(&self, wanted: impl Fn(WordKind) -> bool) -> bool {
        let kinds = self.parts.iter().filter_map(|part| kind(part.piece));
        kinds.into_iter().any(wanted)
    }

    /// Whether most of it is rows of keys.
    pub(super) fn is_run(&self) -> bool {
        self.is_mostly(|piece| piece == Piece::Run)
    }

    /// Whether most of it stood there before.
    pub(super) fn is_repeated(&self) -> bool {
        self.is_mostly(|piece| piece == Piece::Again)
    }

    fn is_mostly(&self, wanted: impl Fn(Piece) -> bool) -> bool {
        let all: usize = self.parts.iter().map(|part| part.signs).sum();
        let such = self.parts.iter().filter(|part| wanted(part.piece));
        such.map(|part| part.signs).sum::<usize>() * 2 > all
    }
}

fn kind(piece: Piece) -> Option<WordKind> {
    match piece {
        Piece::Word(kind) => Some(kind),
        _ => None,
    }
}

/// A word that stands in another leaves letters of that: whoever guesses must know where.
fn worth_of_seam(before: Part, after: Part) -> u32 {
    let pair = (before.piece, after.piece);
    let inside = matches!(
        pair,
        (Piece::Own, Piece::Word(_)) | (Piece::Word(_), Piece::Own)
    );
    if inside { LETTER } else { 0 }
}

fn worth_of_parts(parts: &[Part]) -> u32 {
    let mut kinds: Vec<WordKind> = parts.iter().filter_map(Part::chosen_kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let worth: u32 = parts.iter().map(|part| part.worth).sum();
    let seams = parts.iter().zip(parts.iter().skip(1));
    let seams: u32 = seams.map(|(one, next)| worth_of_seam(*one, *next)).sum();
    worth + seams + kinds.iter().map(|_| FIRST_OF_KIND).sum::<u32>()
}

/// What different signs that part words are worth: the first is what everybody takes.
fn worth_of_parting(different: &[char]) -> u32 {
    let others = different.iter().skip(1).map(|_| LETTER);
    let first = different.first().map(|_| ENDING);
    others.chain(first).sum()
}

/// Whether a sign is a letter or digit, or stands for one.
fn is_read(sign: char) -> bool {
    let (either, _) = EITHER;
    let disguise = DISGUISES.iter().any(|(from, _)| *from == sign);
    sign.is_alphanumeric() || disguise || either.contains(&sign)
}

/// The signs of a password, as typed and as they may be read.
struct Signs<'a> {
    typed: &'a [char],
    read: [Vec<char>; 2],
}

/// The cheapest way to a place in a password.
#[derive(Debug, Clone, Copy)]
struct Way {
    worth: u32,
    parts: u32,
    last: Part,
}

/// The parts that are worth least, given those that may begin at each place and what each word of
/// a kind costs.
fn cheapest(places: &[Vec<Part>], charge: u32) -> Vec<Part> {
    let mut ways: Vec<Option<Way>> = vec![None; places.len() + 1];
    for (from, starting) in places.iter().enumerate() {
        let (worth, parts) = ways[from].map_or((0, 0), |way| (way.worth, way.parts));
        for last in starting {
            let charged = last.chosen_kind().map_or(0, |_| charge);
            let seam = ways[from].map_or(0, |way| worth_of_seam(way.last, *last));
            let way = Way {
                worth: worth + last.worth + charged + seam,
                parts: parts + 1,
                last: *last,
            };
            let there = &mut ways[from + last.signs];
            // Of two ways that are worth the same, the one in fewer parts says more.
            if there.is_none_or(|known| (way.worth, way.parts) < (known.worth, known.parts)) {
                *there = Some(way);
            }
        }
    }
    let mut at = places.len();
    let back = std::iter::from_fn(|| {
        let part = ways[at]?.last;
        at -= part.signs;
        Some(part)
    });
    // Backwards, which is no matter to what they are worth.
    back.collect()
}

impl<'a> Signs<'a> {
    fn new(typed: &'a [char]) -> Self {
        let (signs, letters) = EITHER;
        let read = letters.map(|either| {
            let plain = |sign: &char| {
                let found = DISGUISES.iter().find(|(from, _)| from == sign);
                let known = found.map(|(_, letter)| *letter);
                known.unwrap_or(if signs.contains(sign) { either } else { *sign })
            };
            typed.iter().map(plain).collect()
        });
        Self { typed, read }
    }

    /// What may begin at a place.
    fn parts_at(&self, from: usize, words: &GuessedWords) -> Vec<Part> {
        let part = |piece, signs, worth| Part {
            piece,
            signs,
            worth,
        };
        let rest = &self.typed[from..];
        let mut found = vec![part(self.sign_at(from), 1, self.worth_of_sign(from))];
        if from > 0 && self.typed[from - 1] == rest[0] {
            found.push(part(Piece::Again, 1, 0));
        }
        found.extend(date_lengths(rest).map(|signs| part(Piece::Date, signs, 0)));
        let runs = LEAST_RUN..=longest_run(rest);
        found.extend(runs.map(|signs| part(Piece::Run, signs, 0)));
        let again = LEAST_AGAIN..=self.again(from);
        found.extend(again.map(|signs| part(Piece::Again, signs, 0)));
        for (number, form) in [self.typed, &self.read[0], &self.read[1]]
            .iter()
            .enumerate()
        {
            let mut word = String::new();
            let letters = form[from..].iter().take(LONGEST_WORD);
            for (signs, sign) in (1..).zip(letters.take_while(|sign| sign.is_alphanumeric())) {
                word.push(*sign);
                let same = number > 0 && form[from..from + signs] == rest[..signs];
                let kind = if same { None } else { words.find(&word) };
                found.extend(kind.map(|kind| part(Piece::Word(kind), signs, kind.worth(signs))));
            }
        }
        found
    }

    fn sign_at(&self, at: usize) -> Piece {
        if self.typed[at].is_alphabetic() {
            Piece::Own
        } else {
            Piece::Sign
        }
    }

    /// A letter that is no part of a word; any other sign is worth as much only beside one.
    fn worth_of_sign(&self, at: usize) -> u32 {
        let letter = |at: usize| self.typed.get(at).is_some_and(|sign| sign.is_alphabetic());
        let beside = letter(at) || letter(at + 1) || at.checked_sub(1).is_some_and(letter);
        if beside { LETTER } else { ENDING }
    }

    /// How many signs from a place on stood there before.
    fn again(&self, from: usize) -> usize {
        let text = &self.read[0];
        let before = (0..from).map(|start| common_length(&text[start..], &text[from..]));
        before.max().unwrap_or(0)
    }
}

fn common_length(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// How many signs of a text are keys of a row one after the other, each pressed once or more.
fn longest_run(text: &[char]) -> usize {
    let along = |row: &mut dyn Iterator<Item = char>| {
        let mut keys = row.peekable();
        let (mut last, mut different) = (None, 0);
        let pressed = text.iter().take_while(|sign| {
            let next = keys.next_if_eq(*sign);
            different += usize::from(next.is_some());
            last = next.or(last.filter(|last| *last == **sign));
            last.is_some()
        });
        let length = pressed.count();
        if different < LEAST_RUN { 0 } else { length }
    };
    let runs = ROWS.iter().flat_map(|row| {
        let places = row.char_indices().filter(|(_, key)| *key == text[0]);
        places.flat_map(|(start, key)| {
            let back = &row[..start + key.len_utf8()];
            [
                along(&mut row[start..].chars()),
                along(&mut back.chars().rev()),
            ]
        })
    });
    runs.max().unwrap_or(0)
}

/// How long the dates are that a text begins with: a year, `ddmmyy`, `ddmmyyyy`, `yyyymmdd`.
fn date_lengths(text: &[char]) -> impl Iterator<Item = usize> {
    let digits: Vec<u32> = text
        .iter()
        .take(8)
        .map_while(|sign| sign.to_digit(10))
        .collect();
    let number = |from: usize, to: usize| {
        let digits = digits.get(from..to)?;
        Some(digits.iter().fold(0, |number, digit| number * 10 + digit))
    };
    let is = |from, to, range: std::ops::RangeInclusive<u32>| {
        number(from, to).is_some_and(|number| range.contains(&number))
    };
    let (day, month, year) = (1..=31, 1..=12, 1900..=2099);
    let short = is(0, 2, day.clone()) && is(2, 4, month.clone());
    let lengths = [
        (4, is(0, 4, year.clone())),
        (6, short && digits.len() >= 6),
        (8, short && is(4, 8, year.clone())),
        (8, is(0, 4, year) && is(4, 6, month) && is(6, 8, day)),
    ];
    lengths
        .into_iter()
        .filter_map(|(length, there)| there.then_some(length))
}
