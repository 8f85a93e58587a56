//! `netra status` as people read it.

use crate::support::{Installation, text};

fn page(installation: &Installation) -> String {
    text(&installation.run(&["status"]).stdout)
}

#[test]
fn the_page_says_what_is_wrong_first_and_ends_with_what_to_do() {
    let installation = Installation::new();
    let empty = page(&installation);
    assert!(empty.starts_with("All is well.\n"), "{empty}");
    let last = |page: &str| page.lines().last().unwrap().to_owned();
    assert!(
        last(&empty).starts_with("Next: say who is watched"),
        "{empty}"
    );
    assert!(!empty.contains(['{', '"']), "{empty}");
    // A port of this machine on which nobody listens.
    installation.register(&[("feed", "http://127.0.0.1:9/umpan.xml")]);
    let registered = page(&installation);
    assert!(
        last(&registered).contains("contact under [fetch]"),
        "{registered}"
    );
    installation.set("fetch", "contact = \"https://bawaslu.contoh.id/netra\"");
    let reachable = page(&installation);
    assert!(
        last(&reachable).contains("netra crawl --due"),
        "{reachable}"
    );
    assert!(
        reachable.contains("never visited          1"),
        "{reachable}"
    );
    assert_eq!(installation.run(&["crawl"]).status.code(), Some(4));
    let failed = page(&installation);
    let lines: Vec<&str> = failed.lines().collect();
    assert_eq!(lines[0], "To look at");
    assert_eq!(
        lines[1],
        "  1 of 1 accounts could not be read at their last visit:"
    );
    assert!(
        lines[2].contains("failing: account 1 (feed http://127.0.0.1:9"),
        "{failed}"
    );
    assert!(lines[2].contains(" once, tried again ") && lines[2].contains(" WIB: "));
    assert!(last(&failed).contains("netra registry show ID"), "{failed}");
}
