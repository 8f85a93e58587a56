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
    assert!(
        reachable.contains("last pass              none yet\n"),
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

/// The value of a line of the page.
fn value<'p>(page: &'p str, name: &str) -> &'p str {
    let line = page.lines().find(|line| line.trim().starts_with(name));
    line.unwrap().trim()[name.len()..].trim()
}

#[test]
fn the_last_pass_is_told_in_a_sentence_also_when_it_broke_off() {
    let installation = Installation::new();
    installation.set("fetch", "contact = \"https://bawaslu.contoh.id/netra\"");
    let nobody = |number: u32| format!("http://127.0.0.1:9/{number}.xml");
    let addresses = [nobody(1), nobody(2)];
    let rows = addresses.iter().map(|address| ("feed", address.as_str()));
    installation.register(&rows.collect::<Vec<_>>());
    installation.run(&["crawl", "--account", "1"]);
    let told = page(&installation);
    let told = value(&told, "last pass");
    assert!(
        told.starts_with("began 20") && told.contains(" WIB and took "),
        "{told}"
    );
    assert!(told.ends_with(" s; 1 account visited, 1 failed"), "{told}");
    // As it is while it runs, and as the next one finds it after a loss of power.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let raw = installation.raw();
        raw.run("UPDATE pass SET ended_at = NULL").await;
    });
    let told = page(&installation);
    let told = value(&told, "last pass");
    let open = "has not ended: it is under way, or broke off; 1 account visited, 1 failed";
    assert!(told.ends_with(open), "{told}");
    let figures = installation.json(&["status"]);
    assert_eq!(figures["last_pass_accounts"], 1);
    assert_eq!(figures["last_pass_failed"], 1);
}
