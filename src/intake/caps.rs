//! What is taken of one page at most, whoever read it: pure.

use crate::model::{LONGEST_TEXT, MOST_MEDIA, ParsedPage, ParsedPost, Warning};

/// Most links of a post.
const MOST_LINKS: usize = 1000;
/// Most warnings of a page that are told one by one: the first, and the last, which are of the
/// page itself.
const MOST_WARNINGS: usize = 50;
const FIRST_WARNINGS: usize = 40;
/// Most letters of what a warning says, and of where it says it is: both may hold what a server
/// took for an identifier.
const LONGEST_MESSAGE: usize = 1000;
const LONGEST_PLACE: usize = 300;

/// Leaves out what is too much of the posts of a page, and says so.
pub(super) fn cap_posts(page: &mut ParsedPage) {
    for post in &mut page.posts {
        let told = cap_post(post);
        let at = post.native_id.0.as_str();
        let told = told.map(|told| Warning::new(at, told));
        page.warnings.extend(told);
    }
}

fn cap_post(post: &mut ParsedPost) -> Option<String> {
    let taken = [
        taken_of(post.text.len(), LONGEST_TEXT, "bytes of its text"),
        taken_of(post.links.len(), MOST_LINKS, "links"),
        taken_of(post.media.len(), MOST_MEDIA, "media"),
    ];
    let taken: Vec<String> = taken.into_iter().flatten().collect();
    if taken.is_empty() {
        return None;
    }
    let end = post.text.floor_char_boundary(LONGEST_TEXT);
    post.text.truncate(end);
    post.links.truncate(MOST_LINKS);
    post.media.truncate(MOST_MEDIA);
    Some(format!(
        "the post is longer than any post is: {} are taken, the rest stands in what was kept",
        taken.join(" and ")
    ))
}

/// How many are taken of how many there are, where that is not all.
fn taken_of(all: usize, most: usize, what: &str) -> Option<String> {
    (all > most).then(|| format!("{most} of {all} {what}"))
}

/// The warnings of a page, as many as somebody reads.
pub(super) fn few_warnings(warnings: impl Iterator<Item = Warning>) -> Vec<Warning> {
    let mut few: Vec<Warning> = warnings.collect();
    let left = few.len().saturating_sub(MOST_WARNINGS);
    if left > 0 {
        let message = format!("{left} more warnings of this page are not told one by one");
        let told = Warning::new("page", message);
        few.splice(FIRST_WARNINGS..FIRST_WARNINGS + left, [told]);
    }
    for warning in &mut few {
        shorten(&mut warning.at, LONGEST_PLACE);
        shorten(&mut warning.message, LONGEST_MESSAGE);
    }
    few
}

fn shorten(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
    }
}
