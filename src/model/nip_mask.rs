//! NIPs within texts: found, and masked where anybody reads along.

use std::borrow::Cow;
use std::ops::Range;

use super::Nip;

/// Where figures stand that blanks may group, as in `19850312 201001 2 001`.
pub fn figure_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match runs.last_mut() {
            Some(run) if text[run.end..at].chars().all(|c| c == ' ') => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// A text in which every NIP is masked. One that stands beside other figures is found when it is
/// not grouped.
pub fn mask_nips(text: &str) -> Cow<'_, str> {
    let runs = figure_runs(text);
    let mut masked = String::new();
    let mut done = 0;
    for part in runs.into_iter().flat_map(|run| parts(text, run)) {
        if let Ok(nip) = text[part.clone()].parse::<Nip>() {
            masked.push_str(&text[done..part.start]);
            masked.push_str(&nip.masked());
            done = part.end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// Fewest figures of what is hidden from logs: as many of a NIP as a spreadsheet keeps. A day with
/// an hour, as in names of files, has fourteen.
const NEARLY: usize = 15;

/// A text for a log, in which whatever may have been meant for a NIP is hidden: figures that stand
/// together, also grouped, mistyped, a few too many or too few.
pub fn hide_numbers(text: &str) -> Cow<'_, str> {
    hide(text, |_| true)
}

/// What somebody wrote into a list, as it is told to whoever has the list before them: a NIP is
/// masked, what was meant for one is hidden, and an address keeps its figures, by which it is
/// found and corrected.
pub fn hide_written_numbers(text: &str) -> String {
    let masked = mask_nips(text);
    let in_address = |run: &Range<usize>| {
        let start = masked[..run.start].rfind(char::is_whitespace).unwrap_or(0);
        let end = masked[run.end..].find(char::is_whitespace);
        let word = &masked[start..end.map_or(masked.len(), |end| run.end + end)];
        word.contains(['/', '@'])
    };
    hide(&masked, |run| !in_address(run)).into_owned()
}

fn hide(text: &str, is_hidden: impl Fn(&Range<usize>) -> bool) -> Cow<'_, str> {
    let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_numeric()) {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((run, figures)) if is_gap(&text[run.end..at]) => {
                run.end = end;
                *figures += 1;
            }
            _ => runs.push((at..end, 1)),
        }
    }
    runs.retain(|(run, figures)| *figures >= NEARLY && is_hidden(run));
    if runs.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut hidden, mut done) = (String::with_capacity(text.len()), 0);
    for (run, figures) in runs {
        hidden.push_str(&text[done..run.start]);
        hidden.extend(std::iter::repeat_n('*', figures));
        done = run.end;
    }
    hidden.push_str(&text[done..]);
    Cow::Owned(hidden)
}

/// Whether figures on both sides of this may be of one number: what groups them, or one sign in
/// the place of a figure. Between two days of a range stand two full stops, within an instant a T
/// and colons, within the number of a letter slashes, and between numbers of rows commas.
fn is_gap(between: &str) -> bool {
    let mut signs = between.chars();
    match (signs.next(), signs.next()) {
        (None, _) => true,
        (Some(only), None) => !"T:/,;–".contains(only),
        _ => {
            between != ".."
                && between
                    .chars()
                    .all(|c| c.is_whitespace() || ".-".contains(c))
        }
    }
}

/// A run as a whole where it is a NIP, else its groups.
fn parts(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let figures = &text[run.clone()];
    if figures.parse::<Nip>().is_ok() {
        return vec![run];
    }
    let mut parts = Vec::new();
    let mut start = run.start;
    for group in figures.split(' ') {
        parts.push(start..start + group.len());
        start += group.len() + 1;
    }
    parts
}
