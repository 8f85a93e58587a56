//! The README and the guides are true: their commands are run as they stand there, and their words
//! are those of the pages.

mod blocks;

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use netra::config::settings;
use netra::model::{Band, Role};

use self::blocks::{Block, blocks, commands, read};
use crate::support::authority::{Authority, HOST, VALID};
use crate::support::process::{end, terminate};
use crate::support::site::Site;
use crate::support::text;
use crate::web::support::{House, NewPost, PASSWORD};

/// An empty machine: a folder, the built program, and a site in place of a public one.
struct EmptyMachine {
    folder: tempfile::TempDir,
    site: Site,
    /// Where the commands that follow are run.
    at: PathBuf,
}

impl EmptyMachine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("rumah");
        std::fs::create_dir(&at).unwrap();
        Self {
            site: Site::start(1, 3),
            folder,
            at,
        }
    }

    /// What an editor is told to write: the shipped settings, those of the guide, and what makes
    /// a site on this machine as good as one outside.
    fn prepare_editor(&self, guide: &[&str]) {
        let mut settings: toml::Table = read("config/netra.toml").parse().unwrap();
        let here = "[fetch]\nallow_private_hosts = [\"127.0.0.1\"]\n\
                    [fetch.hosts.\"127.0.0.1\"]\ninterval_seconds = 0.001\n";
        for lines in guide.iter().chain([&here]) {
            merge(&mut settings, lines.parse().unwrap());
        }
        let file = self.folder.path().join("netra.toml");
        std::fs::write(&file, settings.to_string()).unwrap();
        let editor = self.folder.path().join("editor");
        // A pack is left as it was begun: what to fill in, only the office knows.
        let script = format!(
            "#!/bin/sh\n[ \"$1\" != config/netra.toml ] || cp {} \"$1\"\n",
            file.display()
        );
        std::fs::write(&editor, script).unwrap();
        std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the shell finds its own commands where ours are found"
    )]
    fn shell(&self) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_netra")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("bash");
        shell
            .args(["-e", "-u"])
            .current_dir(&self.at)
            .env("PATH", path)
            .env("EDITOR", self.folder.path().join("editor"))
            .env_remove("NETRA_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        shell
    }

    /// Runs a block as it stands, and goes on where it ended.
    fn run(&mut self, lines: &str) -> Output {
        let ended = self.folder.path().join("at");
        let mut shell = self.shell().spawn().unwrap();
        let script = format!("{lines}\npwd > {}\n", ended.display());
        let mut input = shell.stdin.take().unwrap();
        input.write_all(script.as_bytes()).unwrap();
        drop(input);
        let output = shell.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{lines}{}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        self.at = std::fs::read_to_string(ended).unwrap().trim_end().into();
        output
    }

    /// The personnel office's list, with the account of the site here.
    fn bring_list(&self, list: &str) {
        let list = list.replace("@rina@mastodon.contoh.example", &self.site.account(0));
        std::fs::write(self.at.join("asn.csv"), list).unwrap();
    }

    /// Starts `netra serve` on a free port, and gives its scheme and address once it listens.
    fn begin_serving(&self) -> (Child, String, SocketAddr) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
        command
            .current_dir(&self.at)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped());
        let mut service = command.spawn().unwrap();
        let mut told = String::new();
        let mut byte = [0];
        let stderr = service.stderr.as_mut().unwrap();
        while !told.ends_with("/\n") && stderr.read(&mut byte).unwrap() > 0 {
            told.push(char::from(byte[0]));
        }
        let place = told.split("listening on ").nth(1).unwrap();
        let (scheme, address) = place.trim_end().split_once("://").unwrap();
        let address = address.trim_end_matches('/').parse().unwrap();
        (service, scheme.to_owned(), address)
    }

    /// Runs `netra serve` until its page for logging in was read.
    fn serve(&self) {
        let (mut service, _, address) = self.begin_serving();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request =
            format!("GET /masuk HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        assert!(
            page.starts_with("HTTP/1.1 200") && page.contains("Masuk"),
            "{page}"
        );
        terminate(&service);
        end(&mut service);
    }
}

fn merge(settings: &mut toml::Table, added: toml::Table) {
    for (name, value) in added {
        match (settings.get_mut(&name), value) {
            (Some(toml::Value::Table(known)), toml::Value::Table(more)) => merge(known, more),
            (_, value) => drop(settings.insert(name, value)),
        }
    }
}

fn under<'b>(blocks: &'b [Block], heading: &str) -> Vec<&'b Block> {
    let found: Vec<_> = blocks.iter().filter(|one| one.heading == heading).collect();
    assert!(!found.is_empty(), "nothing stands under {heading}");
    found
}

fn of<'b>(blocks: &[&'b Block], language: &str) -> &'b str {
    let found = blocks.iter().find(|block| block.language == language);
    &found.unwrap().text
}

/// Word by word from the README, on an empty machine, up to the pages and back from a backup.
#[test]
fn the_first_hour_of_the_readme_works_as_it_stands() {
    let readme = blocks(&read("README.md"));
    let hour = under(&readme, "The first hour");
    let proxy = under(&readme, "In the office's network");
    let behind = proxy.iter().rev().find(|block| block.language == "toml");
    let mut machine = EmptyMachine::new();
    machine.prepare_editor(&[of(&hour, "toml"), &behind.unwrap().text]);
    let mut told = String::new();
    for block in hour.iter().filter(|block| block.language == "sh") {
        if block.text.contains("registry import") {
            machine.bring_list(of(&hour, "csv"));
        }
        if block.text == "netra serve\n" {
            machine.serve();
        } else {
            told += &text(&machine.run(&block.text).stdout);
        }
    }
    assert!(told.contains("Rina Contoh"), "{told}");
    assert!(
        told.contains("3 of 3"),
        "the posts of the site were found: {told}"
    );
    for block in under(&readme, "Backup") {
        machine.run(&block.text);
    }
    let found = machine.run("netra search '*'");
    assert!(
        text(&found.stdout).contains("3 of 3"),
        "{}",
        text(&found.stdout)
    );
}

/// What operators read in Indonesian, after the first three commands of the README.
#[test]
fn the_commands_of_the_operators_guide_work_as_they_stand() {
    let readme = blocks(&read("README.md"));
    let hour = under(&readme, "The first hour");
    let guide = blocks(&read("docs/operator.md"));
    let mut machine = EmptyMachine::new();
    machine.prepare_editor(&[of(&hour, "toml")]);
    machine.run(of(&hour, "sh"));
    for block in &guide {
        match &*block.language {
            "csv" => machine.bring_list(&block.text),
            "sh" => drop(machine.run(&block.text)),
            _ => {}
        }
    }
    let table = std::fs::read_to_string(machine.at.join("registri.csv")).unwrap();
    assert!(
        table.starts_with('\u{feff}') && table.contains("'198503122010012001;Rina Contoh;"),
        "{table}"
    );
}

/// Colleagues reach the pages by the name in the certificate that the README has named.
#[tokio::test]
async fn the_pages_have_https_of_their_own_as_the_readme_says() {
    let readme = blocks(&read("README.md"));
    let hour = under(&readme, "The first hour");
    let network = under(&readme, "In the office's network");
    let mut machine = EmptyMachine::new();
    machine.prepare_editor(&[of(&hour, "toml"), of(&network, "toml")]);
    machine.run(of(&hour, "sh"));
    let authority = Authority::new("Kantor");
    authority.write_pair(&machine.at.join("config"), VALID);
    let checked = text(&machine.run("netra config check").stdout);
    assert!(
        !checked.contains("HTTPS") && !checked.contains("pem"),
        "{checked}"
    );
    let (mut service, scheme, address) = machine.begin_serving();
    assert_eq!(scheme, "https");
    let page = authority
        .browser(address)
        .get(format!("https://{HOST}/masuk"));
    assert_eq!(page.send().await.unwrap().status(), 200);
    terminate(&service);
    end(&mut service);
}

/// What the guides write into `netra.toml` is understood.
#[test]
fn every_setting_that_is_shown_exists() {
    let mut shown = 0;
    for name in ["README.md", "docs/operator.md"] {
        for block in blocks(&read(name)) {
            if block.language != "toml" {
                continue;
            }
            let mut settings: toml::Table = read("config/netra.toml").parse().unwrap();
            merge(&mut settings, block.text.parse().unwrap());
            let checked = settings::check(name, &settings.to_string());
            assert!(
                checked.settings.is_some(),
                "{name}: {:?}",
                checked.diagnostics
            );
            shown += 1;
        }
    }
    assert!(shown > 5, "{shown}");
}

/// Timers, units, tables and sentences name commands that there are.
#[test]
fn every_command_that_is_named_exists() {
    let mut named = 0;
    for name in ["README.md", "docs/operator.md"] {
        for command in commands(&read(name)) {
            let words = command.iter().take_while(|word| {
                !word.starts_with('-')
                    && word
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            });
            // An argument may follow the name of a command: `init netra`.
            let words: Vec<&String> = words.take(2).collect();
            let Some(first) = words.first() else { continue };
            let help = Command::new(env!("CARGO_BIN_EXE_netra"))
                .args(&words)
                .arg("--help")
                .output()
                .unwrap();
            assert!(
                help.status.success(),
                "{name}: netra {first}: {}",
                text(&help.stderr)
            );
            named += 1;
        }
    }
    assert!(named > 30, "{named}");
}

/// The words in bold are those of the screen.
#[tokio::test]
async fn the_reviewers_guide_speaks_as_the_pages_do() {
    let house = House::new().await;
    let context = r#"{"author":"@lain@contoh.example","url":"https://contoh.example/2","text":"Kata orang lain"}"#;
    let post = NewPost {
        kind: "quote",
        context: Some(context),
        ..NewPost::default()
    };
    house.post(post).await;
    let other = NewPost {
        native: "2",
        band: Band::Medium,
        ..NewPost::default()
    };
    house.post(other).await;
    let mut pages = house.visitor().get("/masuk").await.body;
    let mut reviewer = house.logged_in("rini", Role::Reviewer).await;
    for path in ["/antrean", "/kiriman/1", "/akun"] {
        pages += &reviewer.get(path).await.body;
    }
    // A verdict that was sent when the session had ended.
    let again = [
        ("nama", "rini"),
        ("sandi", PASSWORD),
        ("ke", "/kiriman/1/putusan"),
        ("isian-alasan", "Imbauan"),
    ];
    pages += &house.visitor().post("/masuk", &again).await.body;
    let guide = read("docs/peninjau.md");
    let words: Vec<&str> = guide.split("**").skip(1).step_by(2).collect();
    assert!(words.len() > 15, "{words:?}");
    let strange: Vec<_> = words
        .iter()
        .filter(|word| !pages.contains(**word))
        .collect();
    assert!(strange.is_empty(), "on no page: {strange:?}");
}

/// A site that moved is told with what to do, and the guide says the same.
#[test]
fn the_guide_says_what_to_do_when_a_site_moved() {
    let told = netra::fetch::FetchError::LeadsElsewhere {
        from: "https://a.example/".to_owned(),
        to: "https://b.example/".to_owned(),
    };
    let (told, guide) = (told.to_string(), read("docs/operator.md"));
    for command in ["netra registry import", "netra registry retire"] {
        assert!(told.contains(command), "{told}");
    }
    let line = guide
        .lines()
        .find(|line| line.starts_with("Situs yang pindah"));
    let line = line.unwrap();
    assert!(line.contains("`netra registry import`") && line.contains("`netra registry retire`"));
    let patience = netra::config::fetch::FetchSettings::default().patience_seconds;
    assert!(patience == 600 && line.contains("sepuluh menit"));
}
