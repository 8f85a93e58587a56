//! Lists of one picture in several sizes (`srcset`, HTML 4.8.4.2.1).

use url::Url;

use crate::source::shared::links::http_url;

/// The address of the largest picture of a list; the first of several that are equally large.
pub(super) fn largest(list: &str, base: Option<&Url>) -> Option<Url> {
    let mut best: Option<(f64, Url)> = None;
    let mut rest = list;
    while let Some((address, size, following)) = candidate(rest) {
        rest = following;
        let larger = best.as_ref().is_none_or(|(known, _)| size > *known);
        if let Some(url) = http_url(address, base).filter(|_| larger) {
            best = Some((size, url));
        }
    }
    best.map(|(_, url)| url)
}

/// The first candidate: its address, its size by width or density, and what follows.
fn candidate(list: &str) -> Option<(&str, f64, &str)> {
    let list = list.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    if list.is_empty() {
        return None;
    }
    // An address may hold commas; only those at its end close the candidate.
    let end = list.find(|c: char| c.is_ascii_whitespace());
    let (address, rest) = list.split_at(end.unwrap_or(list.len()));
    let bare = address.trim_end_matches(',');
    if bare.len() < address.len() {
        return Some((bare, 1.0, rest));
    }
    let (descriptors, following) = rest.split_once(',').unwrap_or((rest, ""));
    let mut sizes = descriptors.split_ascii_whitespace().filter_map(|word| {
        let number = word.strip_suffix(['w', 'x'])?;
        number.parse().ok()
    });
    Some((address, sizes.next_back().unwrap_or(1.0), following))
}
