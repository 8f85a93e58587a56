//! Mistakes of the scorer that are known: a new one is told by name, and so is one that is gone.

use std::collections::BTreeMap;

/// Names of mistakes with a word why.
pub(crate) type Mistakes = BTreeMap<String, String>;

/// Holds the mistakes found against those known; otherwise says what differs, and the list as it
/// should be with the words of the known ones kept. `line` writes one entry of it.
pub(crate) fn hold(
    found: &Mistakes,
    known: &Mistakes,
    file: &str,
    line: impl Fn(&str, &str) -> String,
) -> Result<(), String> {
    let fresh = found.iter().filter(|(name, _)| !known.contains_key(*name));
    let gone = known.keys().filter(|name| !found.contains_key(*name));
    let told: Vec<String> = fresh
        .map(|(name, why)| format!("{name} is newly wrong ({why})"))
        .chain(gone.map(|name| format!("{name} is right now: take it off the list")))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    let list = found
        .iter()
        .map(|(name, why)| line(name, known.get(name).unwrap_or(why)));
    Err(format!(
        "{}\n\nThe list in {file} should be:\n\n{}\n",
        told.join("\n"),
        list.collect::<Vec<_>>().join("\n")
    ))
}

#[test]
fn new_and_past_mistakes_are_told_with_the_list_as_it_should_be() {
    let mistakes = |list: &[(&str, &str)]| -> Mistakes {
        let list = list.iter();
        list.map(|(name, why)| ((*name).to_owned(), (*why).to_owned()))
            .collect()
    };
    let known = mistakes(&[("a", "survey"), ("b", "news")]);
    let line = |name: &str, why: &str| format!("{name} {why}");
    assert_eq!(hold(&known, &known, "list.txt", line), Ok(()));
    let found = mistakes(&[("a", "raised"), ("c", "missed")]);
    let told = hold(&found, &known, "list.txt", line).unwrap_err();
    insta::assert_snapshot!(told, @r"
    c is newly wrong (missed)
    b is right now: take it off the list

    The list in list.txt should be:

    a survey
    c missed
    ");
}
