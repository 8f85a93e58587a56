//! `netra config`, `netra contest` and `netra init`, through the program.

use std::path::Path;

use assert_cmd::Command;
use netra::config::template;

fn netra(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    command.current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = netra(folder).args(arguments).output().expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("an exit code");
    (code, text(output.stdout), text(output.stderr))
}

fn installation() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, complaint) = run(folder.path(), &["init"]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    folder
}

#[test]
fn the_template_is_the_shipped_folder() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut names = Vec::new();
    let mut folders = vec![shipped.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&shipped).unwrap();
                names.push(name.to_str().unwrap().to_owned());
            }
        }
    }
    // What the model was trained on is no part of an installation.
    let training = ["labels.tsv", "sentences.jsonl", "README.md"];
    names.retain(|name| !training.iter().any(|file| *name == format!("model/{file}")));
    let mut listed: Vec<&str> = template::FILES.iter().map(|(name, _)| *name).collect();
    names.sort();
    listed.sort_unstable();
    assert_eq!(names, listed, "list every file in src/config/template.rs");
}

#[test]
fn a_new_installation_has_no_errors() {
    let folder = installation();
    let (code, text, _) = run(folder.path(), &["contest", "list"]);
    assert_eq!(code, 0);
    let demo = text.lines().find(|line| line.starts_with("demo-2027 "));
    assert!(demo.is_some_and(|line| line.contains("active") && line.contains("3 contestants")));
    let (code, text, _) = run(folder.path(), &["config", "show", "--json"]);
    let settings: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, 0);
    assert_eq!(settings["score"]["contests"][0], "demo-2027");
}

#[test]
fn init_never_overwrites() {
    let folder = installation();
    let file = folder.path().join("config/netra.toml");
    std::fs::write(&file, "# mine").unwrap();
    let (code, out, complaint) = run(folder.path(), &["init"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(complaint.contains("nothing was written") && complaint.contains("netra.toml"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# mine");
}

#[test]
fn errors_end_with_2_and_say_where() {
    let folder = installation();
    std::fs::write(
        folder.path().join("config/netra.toml"),
        "[fetch]\ncontact = \"a@contoh.id\"\n[web]\nport = 80\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("config/sources/go-id.toml"), "hosts = 1").unwrap();
    let (code, text, _) = run(folder.path(), &["config", "check"]);
    assert_eq!(code, 2);
    assert!(text.contains("config/sources/go-id.toml:1:"));
    assert!(text.contains("config/netra.toml:4:1: in [web]: unknown key \"port\""));
    let (code, text, _) = run(folder.path(), &["config", "check", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, 2);
    assert_eq!(report["ok"], false);
    assert_eq!(report["diagnostics"][0]["line"], 4);
    let (code, out, complaint) = run(folder.path(), &["contest", "list"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(complaint.contains("the configuration has errors"));
}

#[test]
fn a_pack_is_checked_without_an_installation() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/contests/demo-2027.toml"
    );
    let (code, text, _) = run(folder.path(), &["contest", "check", shipped]);
    assert_eq!((code, text.as_str()), (0, "0 errors, 0 warnings\n"));
    std::fs::write(folder.path().join("b.toml"), "id = 1\n").unwrap();
    let (code, text, _) = run(
        folder.path(),
        &["contest", "check", shipped, "b.toml", "c.toml"],
    );
    assert_eq!(code, 2);
    assert!(text.contains("b.toml:1:6: \"id\" must be a text in quotes; found the number 1"));
    assert!(text.contains("c.toml: cannot be read"));
}
