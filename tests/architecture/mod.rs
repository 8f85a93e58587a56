//! The shape of the house, as `ARCHITECTURE.md` draws it.

mod circles;
mod index;
mod map;
mod names;
mod source;
mod walls;

use source::sources;

#[test]
fn files_hold_one_idea() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > 500)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_module_is_an_empty_shell() {
    let hollow: Vec<_> = sources()
        .into_iter()
        .filter(|file| file.items.is_empty())
        .map(|file| file.path)
        .collect();
    assert!(hollow.is_empty(), "{hollow:#?}");
}
