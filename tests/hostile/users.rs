//! Whoever keeps the users, by mistake or on purpose.

use std::io::Write as _;
use std::process::{Output, Stdio};

use rstest::rstest;

use crate::support::{Installation, text};

fn add(installation: &Installation, name: &str, role: &str) {
    let output = installation.run(&["user", "add", name, "--role", role, "--scope", "ID"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

fn type_password(installation: &Installation, arguments: &[&str], password: &str) -> Output {
    let mut command = installation.command(arguments);
    command.arg("--password-stdin").stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    child.wait_with_output().unwrap()
}

#[rstest]
#[case::disabled(&["user", "disable", "dewi"])]
#[case::reviewer(&["user", "role", "dewi", "reviewer"])]
#[case::operator(&["user", "role", "DEWI", "operator"])]
#[case::analyst(&["user", "role", "dewi", "analyst"])]
fn the_last_administrator_who_can_log_in_stays(#[case] change: &[&str]) {
    let installation = Installation::new();
    add(&installation, "dewi", "administrator");
    add(&installation, "siti", "reviewer");
    add(&installation, "agus", "administrator");
    // Whoever cannot log in does not count.
    assert!(
        installation
            .run(&["user", "disable", "agus"])
            .status
            .success()
    );
    let output = installation.run(change);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("dewi is the last administrator"), "{said}");
    assert!(said.contains("netra user"), "{said}");
    let list = text(&installation.run(&["user", "list"]).stdout);
    assert!(list.contains("dewi\tadministrator\tID\tactive"), "{list}");
    // The others can be changed, and she as soon as there is another one.
    assert!(
        installation
            .run(&["user", "disable", "siti"])
            .status
            .success()
    );
    let same = installation.run(&["user", "role", "dewi", "administrator"]);
    assert!(same.status.success());
    assert!(
        installation
            .run(&["user", "enable", "agus"])
            .status
            .success()
    );
    assert!(installation.run(change).status.success());
}

#[test]
fn what_is_done_to_users_names_whoever_did_it() {
    let installation = Installation::new();
    add(&installation, "dewi", "administrator");
    add(&installation, "siti", "reviewer");
    for arguments in [
        &["disable", "siti"][..],
        &["reset", "siti"],
        &["enable", "siti"],
        &["role", "siti", "analyst"],
        &["rename", "siti", "siti.uji"],
        &["scope", "siti.uji", "32"],
    ] {
        let arguments = [&["user"], arguments].concat();
        let output = installation.run(&arguments);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{said}");
        let reset = arguments[1] == "reset";
        assert_eq!(said.contains("netra user enable siti"), reset, "{said}");
    }
    let rows = installation.rows("SELECT actor FROM audit WHERE subject LIKE 'user:%'");
    assert_eq!(rows.len(), 8);
    let name = netra::access::operator::system_name();
    assert!(
        rows.iter()
            .all(|actor| *actor == format!("operator:{name}")),
        "{rows:?}"
    );
}

#[rstest]
#[case("1234567890", "at least 12")]
#[case("password1234", "many people use")]
#[case("prabowogibran", "names of offices")]
#[case("kаtаsаndi-2027", "many people use")]
#[case("bawaslu2024!!", "names of offices")]
#[case("siti-siti-2027", "own name")]
#[case("ibu.lestari.1", "own name")]
#[case("081293847561", "only digits")]
#[case(
    "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
    "nobody sees"
)]
fn the_command_line_refuses_the_passwords_that_the_pages_refuse(
    #[case] password: &str,
    #[case] problem: &str,
) {
    let installation = Installation::new();
    let add = [
        "user",
        "add",
        "siti",
        "--role",
        "reviewer",
        "--display-name",
        "Ibu Lestari",
    ];
    let output = type_password(&installation, &add, password);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(problem) && output.stdout.is_empty(), "{said}");
    let output = type_password(&installation, &add, "kuda baterai benar");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let output = type_password(&installation, &["user", "reset", "siti"], password);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(problem), "{said}");
}

/// Administrators whose password is for one sign-in have perhaps never been there.
#[rstest]
#[case::disabled(&["user", "disable", "dewi"])]
#[case::another_role(&["user", "role", "dewi", "reviewer"])]
fn who_never_signed_in_is_no_administrator_to_rely_on(#[case] change: &[&str]) {
    let installation = Installation::new();
    let new = [
        "user",
        "add",
        "dewi",
        "--role",
        "administrator",
        "--scope",
        "ID",
    ];
    assert!(
        type_password(&installation, &new, "kuda baterai benar")
            .status
            .success()
    );
    add(&installation, "adi", "administrator");
    let output = installation.run(change);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("dewi is the last administrator"), "{said}");
    // The one who never came goes, and so does dewi as soon as another has a password.
    let reset = ["user", "reset", "adi"];
    assert!(
        type_password(&installation, &reset, "tangga hijau panjang")
            .status
            .success()
    );
    assert!(installation.run(change).status.success());
}

/// Several people work as the one user that owns the data: each is told by who logged in.
#[test]
fn who_logged_in_to_the_machine_is_told() {
    let installation = Installation::new();
    let add = ["user", "add", "siti", "--role", "reviewer", "--scope", "ID"];
    let program = installation.command(&add);
    let mut shell = std::process::Command::new("sh");
    // `daemon` is everywhere.
    let script = r#"echo 1 > /proc/self/loginuid || exit 77; exec "$@""#;
    shell.args(["-c", script, "sh"]).arg(program.get_program());
    shell
        .args(program.get_args())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let output = shell.output().unwrap();
    if output.status.code() == Some(77) {
        println!("skipped: this system does not let a test say who logged in");
        return;
    }
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = installation.rows("SELECT actor FROM audit WHERE action = 'user_added'");
    assert_eq!(rows, ["operator:daemon"]);
}
