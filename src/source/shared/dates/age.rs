//! Ages: `3 hari 4 jam yang lalu`, `1,5 jam lalu`, `a couple of hours ago`, `kemarin pukul 08.00`.

use super::ago::{DAY, DateAge};
use super::names::{self, AgeUnit};
use super::token::DateTokens;

/// How many "a few" are.
const FEW: f64 = 3.0;

/// An age in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundAge {
    pub(super) age: DateAge,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Told to the hour or better.
    pub(super) fine: bool,
}

/// The ages in the text.
pub(super) fn ages(tokens: &DateTokens) -> Vec<FoundAge> {
    let indonesian = (0..tokens.len()).any(|at| matches!(tokens.word(at), "lalu" | "silam"));
    let reader = AgeReader { tokens, indonesian };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reader.age(at) {
            Some(age) => {
                at = age.end;
                found.push(age);
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        found.extend(reader.whole());
    }
    found
}

struct AgeReader<'a> {
    tokens: &'a DateTokens,
    /// Whether the words around are Indonesian.
    indonesian: bool,
}

/// So many of a unit.
struct AgeTerm {
    count: f64,
    unit: AgeUnit,
    end: usize,
}

impl AgeReader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.word(at)
    }

    fn words(&self, at: usize, words: &[&str]) -> Option<usize> {
        let same = words
            .iter()
            .enumerate()
            .all(|(index, word)| self.word(at + index) == *word);
        same.then_some(at + words.len())
    }

    fn age(&self, at: usize) -> Option<FoundAge> {
        self.just_now(at)
            .or_else(|| self.some_ago(at))
            .or_else(|| self.in_last_week(at))
            .or_else(|| self.last(at))
            .or_else(|| self.named_day(at))
    }

    fn found(age: DateAge, start: usize, end: usize, fine: bool) -> FoundAge {
        FoundAge {
            age,
            start,
            end,
            fine,
        }
    }

    fn just_now(&self, at: usize) -> Option<FoundAge> {
        const WORDS: [&[&str]; 10] = [
            &["baru", "saja"],
            &["baru", "aja"],
            &["barusan"],
            &["just", "now"],
            &["moments", "ago"],
            &["a", "moment", "ago"],
            &["sesaat", "lalu"],
            &["sesaat", "yang", "lalu"],
            &["seconds", "ago"],
            &["a", "while", "ago"],
        ];
        let end = WORDS.iter().find_map(|words| self.words(at, words))?;
        let now = DateAge::Ago {
            months: 0,
            seconds: 0.0,
        };
        Some(Self::found(now, at, end, true))
    }

    /// Counted units with a word that says they are past.
    fn some_ago(&self, at: usize) -> Option<FoundAge> {
        let (age, fine, end) = self.sum(at)?;
        let end = self.past(end)?;
        Some(Self::found(age, at, end, fine))
    }

    /// Terms from the longest unit to the shortest: in "5 menit, 2 jam lalu" the five minutes
    /// are something else.
    fn sum(&self, at: usize) -> Option<(DateAge, bool, usize)> {
        let mut last = self.term(at)?;
        let (mut months, mut seconds) = worth(&last);
        while let Some(next) = self.term(self.joint(last.end)) {
            if next.unit <= last.unit {
                return None;
            }
            let more = worth(&next);
            months += more.0;
            seconds += more.1;
            last = next;
        }
        let age = DateAge::Ago { months, seconds };
        Some((age, last.unit >= AgeUnit::Hour, last.end))
    }

    fn joint(&self, at: usize) -> usize {
        let at = at + usize::from(self.tokens.is(at, ",&+"));
        at + usize::from(matches!(self.word(at), "dan" | "and"))
    }

    /// `lalu`, `yang lalu`, `ago`: the token after it.
    fn past(&self, at: usize) -> Option<usize> {
        let at = at + usize::from(self.word(at) == "lebih");
        let at = at + usize::from(matches!(self.word(at), "yang" | "yg"));
        let past = ["lalu", "silam", "kemarin", "tadi", "ago"];
        past.contains(&self.word(at)).then_some(at + 1)
    }

    fn term(&self, at: usize) -> Option<AgeTerm> {
        if let Some(unit) = names::one_of(self.word(at)) {
            let (more, end) = self.and_half(at + 1);
            let count = 1.0 + more;
            return Some(AgeTerm { count, unit, end });
        }
        let (count, at) = self.count(at)?;
        let of = at + usize::from(self.word(at) == "of");
        let unit_at = of + usize::from(matches!(self.word(of), "a" | "an"));
        let unit = names::unit(self.word(unit_at), self.indonesian)?;
        let (more, end) = self.and_half(unit_at + 1);
        let count = count + more;
        let dotted = self.tokens.is(end, ".") && self.word(unit_at).len() <= 4;
        let end = end + usize::from(dotted);
        Some(AgeTerm { count, unit, end })
    }

    /// `dua jam setengah`, `an hour and a half`.
    fn and_half(&self, at: usize) -> (f64, usize) {
        let half = self
            .words(at, &["setengah"])
            .filter(|end| names::unit(self.word(*end), true).is_none())
            .or_else(|| self.words(at, &["and", "a", "half"]));
        half.map_or((0.0, at), |end| (0.5, end))
    }

    fn count(&self, at: usize) -> Option<(f64, usize)> {
        const PARTS: [(&[&str], f64); 14] = [
            (&["setengah"], 0.5),
            (&["separuh"], 0.5),
            (&["seperempat"], 0.25),
            (&["tiga", "perempat"], 0.75),
            (&["half"], 0.5),
            (&["a", "half"], 0.5),
            (&["a", "quarter"], 0.25),
            (&["quarter"], 0.25),
            (&["a", "couple"], 2.0),
            (&["couple"], 2.0),
            (&["a", "few"], FEW),
            (&["few"], FEW),
            (&["several"], FEW),
            (&["beberapa"], FEW),
        ];
        let part = |(words, count): &(&[&str], f64)| Some((*count, self.words(at, words)?));
        PARTS
            .iter()
            .find_map(part)
            .or_else(|| self.digits(at))
            .or_else(|| self.number_words(at))
            .map(|(count, end)| self.with_half(count, end))
    }

    /// `dua setengah jam`, `two and a half hours`, `2 1/2 jam`, `2½ jam`.
    fn with_half(&self, count: f64, at: usize) -> (f64, usize) {
        let tokens = self.tokens;
        if tokens.is(at, "½") {
            return (count + 0.5, at + 1);
        }
        if let Some(end) = self.half_in_digits(at) {
            return (count + 0.5, end);
        }
        let end = self
            .words(at, &["setengah"])
            .or_else(|| self.words(at, &["and", "a", "half"]));
        end.map_or((count, at), |end| (count + 0.5, end))
    }

    /// `1/2`.
    fn half_in_digits(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let half = tokens.is(at + 1, "/") && tokens.digits(at + 2) == "2";
        (tokens.digits(at) == "1" && half).then_some(at + 3)
    }

    fn digits(&self, at: usize) -> Option<(f64, usize)> {
        let tokens = self.tokens;
        if tokens.is(at, "½") {
            return Some((0.5, at + 1));
        }
        if !tokens.begins_number(at) {
            return self.glued_term(at);
        }
        if let Some(end) = self.half_in_digits(at) {
            return Some((0.5, end));
        }
        let whole: u32 = tokens.number(at, 4)?;
        let decimals = tokens.digits(at + 2);
        let joined = tokens.is(at + 1, ".,") && tokens.glued(at + 1) && tokens.glued(at + 2);
        if !joined || decimals.is_empty() {
            return Some((f64::from(whole), at + 1));
        }
        // Three digits are thousands: `1.204 hari`.
        let number = match decimals.len() {
            1 | 2 => format!("{whole}.{decimals}"),
            3 => format!("{whole}{decimals}"),
            _ => return None,
        };
        Some((number.parse().ok()?, at + 3))
    }

    /// The second term of `1h20m`.
    fn glued_term(&self, at: usize) -> Option<(f64, usize)> {
        let before = at.checked_sub(1)?;
        names::unit(self.word(before), self.indonesian)?;
        let count: u32 = self.tokens.number(at, 4)?;
        Some((f64::from(count), at + 1))
    }

    /// `dua belas`, `dua puluh lima`, `twenty-five`, `an`.
    fn number_words(&self, at: usize) -> Option<(f64, usize)> {
        let word = self.word(at);
        match word {
            "a" | "an" => return Some((1.0, at + 1)),
            "seratus" => return Some((100.0, at + 1)),
            _ => {}
        }
        let (value, end) = if let Some(tens) = names::tens(word) {
            self.with_ones(tens, at + 1)
        } else if let Some(teens) = names::teens(word) {
            (teens, at + 1)
        } else {
            let ones = names::ones(word)?;
            match self.word(at + 1) {
                "belas" => (10 + ones, at + 2),
                "puluh" => self.with_ones(ones * 10, at + 2),
                _ => (ones, at + 1),
            }
        };
        Some((f64::from(value), end))
    }

    fn with_ones(&self, tens: u32, at: usize) -> (u32, usize) {
        let ones_at = at + usize::from(self.tokens.is(at, "-"));
        let ones = names::ones(self.word(ones_at));
        ones.map_or((tens, at), |ones| (tens + ones, ones_at + 1))
    }

    /// `Senin pekan lalu`, `Rabu minggu kemarin`.
    fn in_last_week(&self, at: usize) -> Option<FoundAge> {
        let week = matches!(self.word(at + 1), "pekan" | "minggu");
        let end = self.past(at + 2).filter(|_| week)?;
        let weekday = names::weekday(self.word(at)).filter(|_| self.word(at).len() > 3)?;
        Some(Self::found(DateAge::OfLastWeek(weekday), at, end, false))
    }

    /// `minggu lalu`, `last month`, `Senin lalu`, `last Friday`.
    fn last(&self, at: usize) -> Option<FoundAge> {
        const MANY: [&str; 6] = ["belasan", "puluhan", "ratusan", "ribuan", "banyak", "many"];
        let before = at.checked_sub(1);
        if before.is_some_and(|at| self.tokens.is_number(at) || MANY.contains(&self.word(at))) {
            return None;
        }
        let (named, end) = if matches!(self.word(at), "last" | "previous") {
            (at + 1, at + 2)
        } else {
            (at, self.past(at + 1)?)
        };
        let word = self.word(named);
        // "Jam lalu" and the like are no dates; "minggu lalu" is last week, not last Sunday.
        let unit = names::unit(word, true).filter(|unit| *unit <= AgeUnit::Week && word.len() > 3);
        let age = match unit {
            Some(unit) => {
                let (months, seconds) = worth(&AgeTerm {
                    count: 1.0,
                    unit,
                    end,
                });
                DateAge::Ago { months, seconds }
            }
            None if word.len() > 3 => DateAge::Weekday(names::weekday(word)?),
            None => return None,
        };
        Some(Self::found(age, at, end, false))
    }

    fn named_day(&self, at: usize) -> Option<FoundAge> {
        const DAYS: [(&[&str], i64, Option<i8>); 35] = [
            (&["kemarin", "dulu"], 2, None),
            (&["kemarin", "lusa"], 2, None),
            (&["the", "day", "before", "yesterday"], 2, None),
            (&["day", "before", "yesterday"], 2, None),
            (&["kemarin", "pagi"], 1, Some(8)),
            (&["kemarin", "siang"], 1, Some(13)),
            (&["kemarin", "sore"], 1, Some(16)),
            (&["kemarin", "malam"], 1, Some(20)),
            (&["tadi", "malam"], 1, Some(21)),
            (&["malam", "tadi"], 1, Some(21)),
            (&["semalam"], 1, Some(21)),
            (&["last", "night"], 1, Some(21)),
            (&["yesterday", "morning"], 1, Some(8)),
            (&["yesterday", "afternoon"], 1, Some(14)),
            (&["yesterday", "evening"], 1, Some(19)),
            (&["kemaren"], 1, None),
            (&["kemarin"], 1, None),
            (&["yesterday"], 1, None),
            (&["tadi", "subuh"], 0, Some(5)),
            (&["tadi", "pagi"], 0, Some(8)),
            (&["tadi", "siang"], 0, Some(13)),
            (&["tadi", "sore"], 0, Some(16)),
            (&["pagi", "tadi"], 0, Some(8)),
            (&["siang", "tadi"], 0, Some(13)),
            (&["sore", "tadi"], 0, Some(16)),
            (&["tadi"], 0, None),
            (&["pagi", "ini"], 0, Some(8)),
            (&["siang", "ini"], 0, Some(13)),
            (&["sore", "ini"], 0, Some(16)),
            (&["malam", "ini"], 0, Some(20)),
            (&["this", "morning"], 0, Some(8)),
            (&["this", "afternoon"], 0, Some(14)),
            (&["this", "evening"], 0, Some(19)),
            (&["hari", "ini"], 0, None),
            (&["today"], 0, None),
        ];
        let day = |(words, back, around): &(&[&str], i64, Option<i8>)| {
            let end = self.words(at, words)?;
            let age = DateAge::Day {
                back: *back,
                around: *around,
            };
            Some(Self::found(age, at, end, around.is_some()))
        };
        DAYS.iter().find_map(day)
    }

    /// A text that is nothing but an age: `2j`, `3h`, `sekitar 2 jam`, `kurang dari semenit`.
    fn whole(&self) -> Option<FoundAge> {
        let about = |at: usize| {
            self.tokens.is_sign(at)
                || names::role(self.word(at)).is_some()
                || matches!(
                    self.word(at),
                    "sekitar"
                        | "kira"
                        | "kurang"
                        | "lebih"
                        | "dari"
                        | "hampir"
                        | "about"
                        | "around"
                        | "over"
                        | "almost"
                        | "nearly"
                        | "less"
                        | "more"
                        | "than"
                        | "approximately"
                        | "sejak"
                )
        };
        let end = self.tokens.len();
        let start = (0..end).find(|at| self.tokens.is(*at, "½") || !about(*at))?;
        if end == start + 1 && matches!(self.word(start), "now" | "sekarang") {
            let (months, seconds) = (0, 0.0);
            return Some(Self::found(
                DateAge::Ago { months, seconds },
                start,
                end,
                true,
            ));
        }
        let (age, fine, read) = self.sum(start)?;
        let alone = (read..end).all(|at| self.tokens.is_sign(at));
        alone.then_some(Self::found(age, start, end, fine))
    }
}

/// Months and seconds of a term: months and years by the calendar, parts of them in days.
fn worth(term: &AgeTerm) -> (i64, f64) {
    let months = |each: f64| {
        let all = term.count * each;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a count has at most seven digits"
        )]
        let whole = all.floor() as i64;
        (whole, (all - all.floor()) * 30.0 * DAY)
    };
    match term.unit {
        AgeUnit::Year => months(12.0),
        AgeUnit::Month => months(1.0),
        AgeUnit::Week => (0, term.count * 7.0 * DAY),
        AgeUnit::Day => (0, term.count * DAY),
        AgeUnit::Hour => (0, term.count * 3600.0),
        AgeUnit::Minute => (0, term.count * 60.0),
        AgeUnit::Second => (0, term.count),
    }
}
