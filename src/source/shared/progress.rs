//! How far an account was read, as it is kept in a [`Cursor`].
//!
//! Listings are read from the newest page down. Reading stops at a page whose last entry was on
//! the newest page of the pass before. Whatever lies between two readings and was not read yet
//! is a `Gap`: it is written down before the page below it is asked for, so a pass can end
//! after any page. The next pass looks at the newest page again and goes on inside the gaps.
//!
//! Entries are remembered by fingerprint, never by order: identifiers are opaque, and some
//! servers ignore "newer than" parameters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Cursor, Sha256};

/// Version written into cursors. A cursor of another version is ignored: the account is read
/// from the start, and known posts are recognised by their identifiers.
const VERSION: u32 = 1;

/// Entries of the newest page that are remembered.
pub const KNOWN: usize = 100;

/// A gap of more pages than this is a listing without an end.
const DEEPEST: u32 = 5000;

/// So many pages without an entry in a row are the end of a listing.
const MOST_BLANK: u32 = 10;

/// More gaps than this are joined, which costs reading known entries again.
const GAPS: usize = 6;

/// Where an account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    version: u32,
    /// One a listing: a source that reads two collections has two.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    lines: BTreeMap<String, ListingProgress>,
    /// What else the source must remember.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    notes: BTreeMap<String, String>,
    /// Addresses listed but not read yet, with the number of failed attempts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pending: BTreeMap<String, u8>,
}

/// One listing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingProgress {
    known: Vec<String>,
    gaps: Vec<Gap>,
}

/// A stretch of a listing that was not read yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Gap {
    /// The page where reading goes on, in the source's words.
    resume: String,
    /// Fingerprints of the page that ends the gap; empty reads to the end.
    until: Vec<String>,
    /// Pages read inside the gap.
    #[serde(default)]
    pages: u32,
    /// Fingerprint of the entries of a page that was read: a page that shows the same again leads
    /// in a circle.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    landmark: String,
    /// Pages without entries, one after the other.
    #[serde(default, skip_serializing_if = "is_none")]
    blank: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Gap {
    /// Whether a page shows the entries of one that was read in this gap before. The landmark
    /// moves on at each power of two (Brent 1980), so a circle is noticed before it was gone
    /// round three times, however long it is, and one landmark is all that is remembered.
    fn goes_in_a_circle(&mut self, ids: &[String]) -> bool {
        self.pages += 1;
        if ids.is_empty() {
            self.blank += 1;
            return self.blank > MOST_BLANK || self.pages > DEEPEST;
        }
        self.blank = 0;
        let shown = landmark(ids);
        let again = shown == self.landmark;
        if self.pages.is_power_of_two() {
            self.landmark = shown;
        }
        again || self.pages > DEEPEST
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            lines: BTreeMap::new(),
            notes: BTreeMap::new(),
            pending: BTreeMap::new(),
        }
    }
}

impl Progress {
    /// Reads a cursor; anything unreadable or of another version starts from the beginning.
    pub fn load(cursor: Option<&Cursor>) -> Self {
        cursor
            .and_then(|cursor| serde_json::from_str::<Self>(&cursor.0).ok())
            .filter(|progress| progress.version == VERSION)
            .unwrap_or_default()
    }

    /// Writes the cursor.
    pub fn save(&self) -> Cursor {
        // Maps of text always serialise; an unreadable cursor would only start afresh.
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }

    /// The listing of that name.
    pub fn listing(&mut self, name: &str) -> &mut ListingProgress {
        self.lines.entry(name.to_owned()).or_default()
    }

    /// A remembered value.
    pub fn note(&self, key: &str) -> Option<&str> {
        self.notes.get(key).map(String::as_str)
    }

    /// Remembers a value.
    pub fn set_note(&mut self, key: &str, value: impl Into<String>) {
        self.notes.insert(key.to_owned(), value.into());
    }

    /// Forgets a value.
    pub fn clear_note(&mut self, key: &str) {
        self.notes.remove(key);
    }
}

impl ListingProgress {
    /// Where the gaps go on, newest first.
    pub fn gaps(&self) -> impl Iterator<Item = &str> {
        self.gaps.iter().rev().map(|gap| gap.resume.as_str())
    }

    /// Whether it was ever read with entries in it.
    pub fn was_read(&self) -> bool {
        !self.known.is_empty()
    }

    /// Whether `id` was on the newest page of the last reading.
    pub fn knows(&self, id: &str) -> bool {
        self.known.contains(&fingerprint(id))
    }

    /// Those of some entries that stood on the newest page at the last reading and are missing
    /// from this newest page, although an entry that stood below them is there still. None are
    /// told where the entries that both pages have changed their order.
    pub fn lacking<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
        page: &[String],
    ) -> impl Iterator<Item = &'a str> {
        let now: Vec<String> = page.iter().map(|id| fingerprint(id)).collect();
        let place = |print| now.iter().position(|one| one == print);
        let places: Vec<Option<usize>> = self.known.iter().map(place).collect();
        let in_order = places.iter().flatten().is_sorted();
        let last = places.iter().rposition(Option::is_some);
        ids.filter(move |id| {
            let print = fingerprint(id);
            let stood = self.known.iter().position(|one| *one == print);
            stood.is_some_and(|stood| in_order && places[stood].is_none() && Some(stood) < last)
        })
    }

    /// Records the newest page: its entries in order, and where the page below it is. Returns
    /// that page if it must be read now.
    pub fn read_newest(&mut self, ids: &[String], older: Option<String>) -> Option<String> {
        let until = self.known.clone();
        if !ids.is_empty() {
            self.known = ids.iter().take(KNOWN).map(|id| fingerprint(id)).collect();
        }
        let reached = ids
            .last()
            .is_some_and(|last| until.contains(&fingerprint(last)));
        let resume = older.filter(|_| !reached)?;
        self.open_gap(resume.clone(), until, landmark(ids));
        Some(resume)
    }

    /// Records a page inside a gap, as [`ListingProgress::read_newest`]. A page of no known gap
    /// changes nothing.
    pub fn read_gap(&mut self, at: &str, ids: &[String], older: Option<String>) -> Option<String> {
        let index = self.gaps.iter().position(|gap| gap.resume == at)?;
        let closed = ids
            .last()
            .is_some_and(|last| self.gaps[index].until.contains(&fingerprint(last)));
        let circles = self.gaps[index].goes_in_a_circle(ids);
        let follow = older.filter(|older| !closed && !circles && older != at);
        if let Some(older) = &follow {
            self.gaps[index].resume.clone_from(older);
        } else {
            self.gaps.remove(index);
        }
        follow
    }

    /// Opens a gap that reaches to the end of the listing: everything is read again.
    pub fn reopen(&mut self, resume: &str) {
        self.open_gap(resume.to_owned(), Vec::new(), String::new());
    }

    fn open_gap(&mut self, resume: String, until: Vec<String>, landmark: String) {
        self.gaps.retain(|gap| gap.resume != resume);
        self.gaps.push(Gap {
            resume,
            until,
            pages: 0,
            landmark,
            blank: 0,
        });
        while self.gaps.len() > GAPS {
            let lower = self.gaps.remove(0);
            self.gaps[0].until = lower.until;
        }
    }
}

/// One fingerprint for the entries of a page, in whatever order.
fn landmark(ids: &[String]) -> String {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.sort_unstable();
    fingerprint(&ids.join("\n"))
}

/// Twelve hexadecimal digits that stand for an identifier; a hundred of them stay small.
fn fingerprint(id: &str) -> String {
    let mut digest = Sha256::of(id).to_string();
    digest.truncate(12);
    digest
}
