//! What changed between two versions of a text, word by word.

/// Cells of the comparison table before the middle is taken as replaced outright.
const TABLE_LIMIT: usize = 1_000_000;

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextChange {
    /// In both.
    Same(String),
    /// Only in the older text.
    Removed(String),
    /// Only in the newer text.
    Added(String),
}

/// Compares two texts. `Same` and `Removed` join to `old`, `Same` and `Added` to `new`.
pub fn words(old: &str, new: &str) -> Vec<TextChange> {
    let (old, new) = (split(old), split(new));
    let head = common(old.iter(), new.iter());
    let rest = common(old[head..].iter().rev(), new[head..].iter().rev());
    let (middle_old, middle_new) = (&old[head..old.len() - rest], &new[head..new.len() - rest]);
    let mut changes = Vec::new();
    for word in &old[..head] {
        push(&mut changes, TextChange::Same((*word).to_owned()));
    }
    compare(middle_old, middle_new, &mut changes);
    for word in &old[old.len() - rest..] {
        push(&mut changes, TextChange::Same((*word).to_owned()));
    }
    changes
}

// A word keeps the blanks after it, so that the pieces join to the text.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let blank = rest[word..]
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len() - word);
        let (piece, after) = rest.split_at(word + blank);
        words.push(piece);
        rest = after;
    }
    words
}

fn common<'a>(
    one: impl Iterator<Item = &'a &'a str>,
    other: impl Iterator<Item = &'a &'a str>,
) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

fn compare(old: &[&str], new: &[&str], changes: &mut Vec<TextChange>) {
    let table = lengths(old, new);
    let width = new.len() + 1;
    let (mut row, mut column) = (0, 0);
    while row < old.len() || column < new.len() {
        let same = row < old.len() && column < new.len() && old[row] == new[column];
        if same && !table.is_empty() {
            push(changes, TextChange::Same(old[row].to_owned()));
            (row, column) = (row + 1, column + 1);
        } else if row < old.len() && removes(&table, width, (row, column), new.len()) {
            push(changes, TextChange::Removed(old[row].to_owned()));
            row += 1;
        } else {
            push(changes, TextChange::Added(new[column].to_owned()));
            column += 1;
        }
    }
}

fn removes(table: &[u32], width: usize, (row, column): (usize, usize), new: usize) -> bool {
    table.is_empty()
        || column == new
        || table[(row + 1) * width + column] >= table[row * width + column + 1]
}

/// Lengths of the longest common subsequence of every pair of tails; empty if too large.
fn lengths(old: &[&str], new: &[&str]) -> Vec<u32> {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > TABLE_LIMIT {
        return Vec::new();
    }
    let mut table = vec![0; (old.len() + 1) * width];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            table[row * width + column] = if old[row] == new[column] {
                table[(row + 1) * width + column + 1] + 1
            } else {
                table[(row + 1) * width + column].max(table[row * width + column + 1])
            };
        }
    }
    table
}

fn push(changes: &mut Vec<TextChange>, change: TextChange) {
    match (changes.last_mut(), change) {
        (Some(TextChange::Same(text)), TextChange::Same(more))
        | (Some(TextChange::Removed(text)), TextChange::Removed(more))
        | (Some(TextChange::Added(text)), TextChange::Added(more)) => text.push_str(&more),
        (_, change) => changes.push(change),
    }
}
