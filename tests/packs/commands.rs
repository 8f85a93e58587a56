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

#[test]
fn a_new_pack_loads_and_says_what_is_to_be_filled_in() {
    let folder = installation();
    let kinds = [
        ("presiden", "ID", "pemilu"),
        ("dprd-kab", "32.04", "pemilu"),
        ("bupati", "32.04", "pemilihan"),
    ];
    for (kind, region, regime) in kinds {
        let id = format!("kami-{kind}");
        let new = [
            "contest",
            "new",
            &id,
            "--kind",
            kind,
            "--region",
            region,
            "--vote",
            "2029-11-28",
        ];
        let (code, out, complaint) = run(folder.path(), &new);
        assert_eq!(code, 0, "{complaint}");
        let file = format!("config/contests/{id}.toml");
        assert!(out.starts_with(&file), "{out}");
        let (code, checked, _) = run(folder.path(), &["contest", "check", &file]);
        assert_eq!(code, 0, "{checked}");
        assert_eq!(checked.matches("still to fill in").count(), 5, "{checked}");
        assert!(checked.contains("0 errors, 5 warnings"), "{checked}");
        let text = std::fs::read_to_string(folder.path().join(&file)).unwrap();
        assert!(text.contains(&format!("regime = \"{regime}\"")), "{text}");
        let filled: Vec<&str> = text
            .lines()
            .filter(|line| !line.contains("FILL IN: "))
            .collect();
        std::fs::write(folder.path().join(&file), filled.join("\n")).unwrap();
        let (_, checked, _) = run(folder.path(), &["contest", "check", &file]);
        assert_eq!(checked, "0 errors, 0 warnings\n");
        let (code, _, complaint) = run(folder.path(), &new);
        assert_eq!(code, 2);
        assert!(complaint.contains("already"), "{complaint}");
    }
    for id in ["../lain", "Pilkada", "a\"b"] {
        let new = ["contest", "new", id, "--region", "32.04"];
        assert_eq!(run(folder.path(), &new).0, 2, "{id}");
    }
    let (code, _, complaint) = run(folder.path(), &["contest", "new", "tanpa-wilayah"]);
    assert_eq!(code, 2);
    assert!(complaint.contains("--region"), "{complaint}");
}

#[test]
fn packs_of_ones_own_come_first_and_brought_ones_are_counted() {
    let folder = installation();
    let new = ["contest", "new", "pilkada-kami", "--region", "32.04"];
    assert_eq!(run(folder.path(), &new).0, 0);
    let (code, out, _) = run(folder.path(), &["contest", "check"]);
    assert_eq!(code, 0, "{out}");
    let lines: Vec<&str> = out.lines().collect();
    let (last, own) = lines.split_last().unwrap();
    assert!(
        last.starts_with("and ") && last.contains("contest check --all"),
        "{last}"
    );
    let (sum, own) = own.split_last().unwrap();
    assert_eq!(*sum, "0 errors, 6 warnings");
    assert!(
        own.iter().all(|line| line.contains("pilkada-kami.toml")),
        "{out}"
    );
    let (_, all, _) = run(folder.path(), &["contest", "check", "--all"]);
    assert!(all.lines().count() > 50, "{all}");
}

#[test]
fn an_installation_that_watches_no_election_at_hand_is_told() {
    let folder = installation();
    let idle = |contests: &str| {
        let file = folder.path().join("config/netra.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let mut settings: toml::Table = text.parse().unwrap();
        let score: toml::Table = format!("contests = {contests}").parse().unwrap();
        settings.insert("score".to_owned(), score.into());
        std::fs::write(&file, settings.to_string()).unwrap();
        let (code, out, _) = run(folder.path(), &["config", "check"]);
        assert_eq!(code, 0, "{out}");
        let line = out
            .lines()
            .find(|line| line.contains("no contest at hand is watched"));
        line.map(str::to_owned)
    };
    let told = idle("[\"demo-2027\", \"pilkada-2024-bali\"]").unwrap();
    assert!(
        told.contains("demo-2027 is made up, pilkada-2024-bali is closed")
            && told.contains("netra contest new"),
        "{told}"
    );
    for (id, vote, is_idle) in [("lama", "2019-04-17", true), ("nanti", "2120-11-27", false)] {
        let new = ["contest", "new", id, "--region", "32.04", "--vote", vote];
        assert_eq!(run(folder.path(), &new).0, 0);
        let told = idle(&format!("[\"demo-2027\", \"{id}\"]"));
        assert_eq!(told.is_some(), is_idle, "{told:?}");
    }
}

/// The README has the settings written in one go, and the pack may come after them.
#[test]
fn a_pack_that_the_settings_name_already_is_written_and_they_are_left_alone() {
    let folder = installation();
    let file = folder.path().join("config/netra.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let named = settings.replace("[\"demo-2027\"]", "[\"pilkada-2029\"]");
    assert_ne!(named, settings);
    std::fs::write(&file, &named).unwrap();
    let new = ["contest", "new", "pilkada-2029-kami", "--region", "32.04"];
    let (code, out, complaint) = run(folder.path(), &new);
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(
        out.trim_end().ends_with("in netra.toml names it already"),
        "{out}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), named);
    let (_, listed, _) = run(folder.path(), &["contest", "list"]);
    let ours = listed.lines().find(|line| line.contains("-kami"));
    assert!(ours.is_some_and(|line| line.contains("active")), "{listed}");
    // A file that is there is left as it is, also when no pack stands in it.
    let pack = folder.path().join("config/contests/pilkada-2029-lain.toml");
    std::fs::write(&pack, "# catatan\n").unwrap();
    let new = ["contest", "new", "pilkada-2029-lain", "--region", "32.04"];
    let (code, _, complaint) = run(folder.path(), &new);
    assert_eq!(code, 2);
    assert!(complaint.contains("pilkada-2029-lain.toml"), "{complaint}");
    assert_eq!(std::fs::read_to_string(&pack).unwrap(), "# catatan\n");
}
