use netra::access::password::{Cost, matches};
use netra::cli::Exit;
use netra::cli::user::{Surroundings, UserAction, UserArgs};
use netra::clock::Clock;
use netra::db::{audit, user};
use netra::model::Role;
use rand::SeedableRng;

use crate::web::support::{House, operator};

/// Runs `netra user` as the operator: how it ended, standard output, standard error.
pub(crate) async fn run(
    house: &House,
    action: UserAction,
    input: &str,
    json: bool,
) -> (Exit, String, String) {
    let mut random = rand::rngs::StdRng::seed_from_u64(3);
    let (mut out, mut talk) = (Vec::new(), Vec::new());
    let mut input = input.as_bytes();
    let with = Surroundings {
        reader: &operator(),
        db: &house.db,
        region: None,
        names: Vec::new(),
        clock: house.clock.as_ref() as &dyn Clock,
        random: &mut random,
        cost: Cost::CHEAP,
        json,
        input: &mut input,
        out: &mut out,
        talk: &mut talk,
    };
    let exit = UserArgs { action }.run(with).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (exit, text(out), text(talk))
}

fn add(name: &str, password_stdin: bool) -> UserAction {
    UserAction::Add {
        name: name.to_owned(),
        role: Role::Reviewer,
        scope: None,
        display_name: None,
        password_stdin,
    }
}

#[tokio::test]
async fn a_new_user_gets_a_password_for_one_login() {
    let house = House::new().await;
    let (exit, out, _) = run(&house, add("Rini", false), "", false).await;
    assert_eq!(exit, Exit::Ok);
    let known = user::credentials(&house.db, "rini").await.unwrap().unwrap();
    let (found, stored) = (known.user, known.password_hash);
    assert!(found.password_once);
    assert!(
        matches(out.trim(), &stored),
        "standard output is the password"
    );
    let log = audit::list(&operator(), &house.db, house.clock.now(), None, 9)
        .await
        .unwrap();
    assert_eq!(log[0].action, "user_added");
    assert!(!format!("{log:?}").contains(out.trim()));
}

#[tokio::test]
async fn a_password_may_come_from_standard_input() {
    let house = House::new().await;
    let (exit, out, _) = run(&house, add("rini", true), "kuda baterai benar\r\n", true).await;
    assert_eq!(exit, Exit::Ok);
    assert_eq!(
        out.trim(),
        r#"{"name":"rini","password":null,"role":"reviewer","scope":"32.04"}"#
    );
    let known = user::credentials(&house.db, "rini").await.unwrap().unwrap();
    let (found, stored) = (known.user, known.password_hash);
    assert!(!found.password_once && matches("kuda baterai benar", &stored));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_code_two() {
    let house = House::new().await;
    run(&house, add("rini", false), "", false).await;
    let reset = |name: &str| UserAction::Reset {
        name: name.to_owned(),
        password_stdin: true,
    };
    let cases = [
        (add("RINI", false), "", "already"),
        (add("dua kata", false), "", "no login name"),
        (add("", false), "", "no login name"),
        (add("sari", true), "pendek\n", "at least 12"),
        (reset("siapa"), "kuda baterai benar\n", "no user"),
        (reset("rini"), "\n", "at least 12"),
    ];
    for (action, input, problem) in cases {
        let (exit, out, talk) = run(&house, action, input, false).await;
        assert_eq!(exit, Exit::Usage);
        assert!(talk.contains(problem) && out.is_empty(), "{talk}");
    }
}

#[tokio::test]
async fn users_are_listed_reset_and_disabled() {
    let house = House::new().await;
    run(&house, add("rini", false), "", false).await;
    run(&house, add("sari", false), "", false).await;
    let disable = UserAction::Disable {
        name: "sari".to_owned(),
    };
    run(&house, disable, "", false).await;
    let (_, out, _) = run(&house, UserAction::List, "", false).await;
    assert_eq!(
        out,
        "rini\treviewer\t32.04\tactive\trini\nsari\treviewer\t32.04\tdisabled\tsari\n"
    );
    let (_, out, _) = run(&house, UserAction::List, "", true).await;
    assert!(!out.contains("hash"));
    assert_eq!(out.lines().count(), 2);
}

fn named(name: &str) -> String {
    name.to_owned()
}

#[tokio::test]
async fn users_are_mended_and_each_change_leaves_a_row() {
    let house = House::new().await;
    run(&house, add("rini", false), "", false).await;
    run(&house, add("sari", false), "", false).await;
    let of = |name| user::by_name(&house.db, name);
    let id = of("rini").await.unwrap().unwrap().id;
    let disable = UserAction::Disable {
        name: named("rini"),
    };
    run(&house, disable, "", false).await;
    let reset = UserAction::Reset {
        name: named("rini"),
        password_stdin: false,
    };
    let (_, _, talk) = run(&house, reset, "", false).await;
    assert!(
        talk.contains("stays disabled") && talk.contains("netra user enable rini"),
        "{talk}"
    );
    let enable = || UserAction::Enable {
        name: named("Rini"),
    };
    let (exit, out, _) = run(&house, enable(), "", false).await;
    assert_eq!((exit, out.as_str()), (Exit::Ok, "rini can log in\n"));
    assert_eq!(of("rini").await.unwrap().unwrap().disabled_at, None);
    let (_, _, talk) = run(&house, enable(), "", false).await;
    assert_eq!(talk, "rini was not disabled\n");
    let role = UserAction::Role {
        name: named("rini"),
        role: Role::Analyst,
    };
    let (exit, out, _) = run(&house, role, "", true).await;
    assert_eq!(exit, Exit::Ok);
    assert_eq!(
        out.trim(),
        r#"{"name":"rini","role":"analyst","was":"reviewer"}"#
    );
    let rename = |new_name: &str| UserAction::Rename {
        name: named("rini"),
        new_name: named(new_name),
        display_name: None,
    };
    for (wrong, problem) in [("SARI", "already"), ("dua kata", "no login name")] {
        let (exit, out, talk) = run(&house, rename(wrong), "", false).await;
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{wrong}");
        assert!(talk.contains(problem), "{talk}");
    }
    run(&house, rename("Rini.B"), "", false).await;
    assert!(of("rini").await.unwrap().is_none());
    let renamed = of("rini.b").await.unwrap().unwrap();
    assert_eq!((renamed.id, renamed.role), (id, Role::Analyst));
    assert_eq!(renamed.display_name, "Rini.B");
    let log = audit::list(&operator(), &house.db, house.clock.now(), None, 9)
        .await
        .unwrap();
    let told: Vec<_> = log
        .iter()
        .map(|entry| (entry.action.as_str(), entry.detail.as_str()))
        .collect();
    assert_eq!(
        told[..5],
        [
            ("user_renamed", "rini -> rini.b"),
            ("role_changed", "reviewer -> analyst"),
            ("user_enabled", ""),
            ("password_reset", ""),
            ("user_disabled", ""),
        ]
    );
}
