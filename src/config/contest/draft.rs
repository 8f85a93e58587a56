//! A pack to begin with: everything that a pack must have, with what only the office knows left
//! to be filled in and marked as such.

use jiff::civil::Date;

use crate::model::{ContestKind, RegionCode};

/// Stands before everything that is still to be filled in; the checks find it.
pub(super) const MARK: &str = "FILL IN:";

/// What a new pack is begun with.
#[derive(Debug, Clone)]
pub struct NewPack<'p> {
    /// Its id: small letters, digits and hyphens.
    pub id: &'p str,
    /// What is elected.
    pub kind: ContestKind,
    /// Where.
    pub region: &'p RegionCode,
    /// The day of the vote.
    pub vote: Date,
    /// Whether somebody gave that day, or it is a guess.
    pub vote_is_known: bool,
}

impl NewPack<'_> {
    /// The text of the pack, with comments. It loads as it is.
    ///
    /// The other days lie as far from the vote as in the local election of 2024 (PKPU 2/2024).
    pub fn text(&self) -> Result<String, jiff::Error> {
        let before = |days: i64| self.vote.checked_sub(jiff::Span::new().try_days(days)?);
        let after = |days: i64| self.vote.checked_add(jiff::Span::new().try_days(days)?);
        let (kind, regime) = (kind_name(self.kind), regime(self.kind));
        let vote_mark = if self.vote_is_known {
            String::new()
        } else {
            format!("# {MARK} the day of the vote\n")
        };
        let head = format!(
            r#"# A pack of netra: one contest, who stands in it, and by which words they are known.
# Lines with {MARK:?} are still to be done; take the mark out with the work. Then:
#   netra contest check
#   name the pack under [score] in netra.toml:  contests = ["{id}"]

id = "{id}"
# {MARK} what people call it
title = "Pemilihan {kind} ..."
# presiden, dpr, dpd, dprd-prov, dprd-kab, gubernur, bupati or walikota
kind = "{kind}"
# Kemendagri code: a province (32) or a district (32.04); ID would be the whole country.
region = "{region}"
# pemilu (UU 7/2017) or pemilihan (UU 1/2015 jo. UU 10/2016): selects the norms of a post.
regime = "{regime}"
# {MARK} where the names, numbers and words below come from
source = "keputusan KPU, ..."
confidence = "medium"

# {MARK} the days of the KPU's schedule; these lie as far from the vote as in 2024
[calendar]
opens = {opens}
# Who stands is determined; before this day nobody is a candidate.
determination = {determination}
campaign = [{campaign}, {campaign_end}]
quiet = [{quiet}, {quiet_end}]
{vote_mark}vote = {vote}
# Posts after this day are scored and not queued.
ends = {ends}
"#,
            id = self.id,
            region = self.region,
            opens = before(330)?,
            determination = before(66)?,
            campaign = before(63)?,
            campaign_end = before(4)?,
            quiet = before(3)?,
            quiet_end = before(1)?,
            vote = self.vote,
            ends = after(85)?,
        );
        Ok(head + &contestant(1, "satu", self.kind) + &contestant(2, "dua", self.kind) + TAIL)
    }
}

/// One block for each who stands; both have the same lists, as all should.
fn contestant(number: u8, word: &str, kind: ContestKind) -> String {
    let is_list = matches!(
        kind,
        ContestKind::Dpr | ContestKind::DprdProv | ContestKind::DprdKab
    );
    let (sort, label) = if is_list {
        ("party", format!("Partai Contoh {word}"))
    } else {
        ("pair", format!("Calon Contoh {word} - Wakil Contoh {word}"))
    };
    format!(
        r#"
# {MARK} contestant {number}: everything in this block
[[contestant]]
id = "contoh-{word}"
label = "{label}"
kind = "{sort}"
# On the ballot; "nomor {number}", "paslon 0{number}" and their like follow from it.
number = {number}
names = ["Nama Lengkap Contoh {word}"]
# Words that mean somebody only beside other words of the same contestant.
short_names = []
nicknames = []
slogans = []
# Without #.
hashtags = []
"#
    )
}

const TAIL: &str = r#"
# More lists: mocking, pair, party, gestures, songs, symbols. A word that is also an everyday word:
#   slogans = [{ form = "bangkit", needs_company = true, note = "everyday word" }]
# Give all contestants the same kinds of words, or say what one truly lacks:
#   none_known = ["songs"]
# A filled pack to look at: contests/demo-2027.toml
"#;

fn kind_name(kind: ContestKind) -> &'static str {
    let named = super::read::KINDS.iter().find(|(_, known)| *known == kind);
    named.map_or("bupati", |(name, _)| name)
}

/// Which law governs such a contest.
fn regime(kind: ContestKind) -> &'static str {
    match kind {
        ContestKind::Gubernur | ContestKind::Bupati | ContestKind::Walikota => "pemilihan",
        ContestKind::Presiden
        | ContestKind::Dpr
        | ContestKind::Dpd
        | ContestKind::DprdProv
        | ContestKind::DprdKab => "pemilu",
    }
}
