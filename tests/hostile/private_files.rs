//! Other users of the machine: nothing that Netra writes is theirs to read, whatever the umask
//! under which it runs, and what is found open is told with the command that closes it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rstest::rstest;

use crate::support::process::{end, terminate};
use crate::support::site::Site;
use crate::support::{Installation, close_folder, text};

/// An installation that the program made itself, as a child of a shell with a umask.
struct Made {
    folder: tempfile::TempDir,
    umask: &'static str,
}

impl Made {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut shell = Command::new("sh");
        shell
            .current_dir(self.folder.path())
            .args(["-c", "umask $0; exec \"$@\"", self.umask])
            .arg(env!("CARGO_BIN_EXE_netra"))
            .args(arguments)
            .args(["--config", "rumah/config"]);
        shell
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let done = self.command(arguments).output().unwrap();
        let told = text(&done.stdout) + &text(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {told}");
        done
    }

    fn write(&self, name: &str, content: &str) -> String {
        let file = self.folder.path().join(name);
        fs::write(&file, content).unwrap();
        file.display().to_string()
    }
}

/// A program that runs beside the test, and not longer.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Fails where it has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// All that lies in a folder, and the folder.
fn all_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let below = entries.flat_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_in(&path)
        } else {
            vec![path]
        }
    });
    below.chain([folder.to_owned()]).collect()
}

/// What of it is not its owner's alone; files that came and went are none.
fn wide(folder: &Path) -> Vec<String> {
    let modes = all_in(folder).into_iter().filter_map(|path| {
        let mode = path.symlink_metadata().ok()?.mode() & 0o7777;
        let private = if path.is_dir() { 0o700 } else { 0o600 };
        (mode != private).then(|| format!("{} {mode:04o}", path.display()))
    });
    modes.collect()
}

const LIST: &str = "jenis,nama,instansi,kode wilayah,platform,akun,dasar,berakhir\n";

#[rstest]
#[case::everything_allowed("0000")]
#[case::usual("0022")]
#[case::of_a_group("0002")]
#[case::closed("0077")]
fn whatever_is_written_is_its_owners_alone(#[case] umask: &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let made = Made { folder, umask };
    let home = made.folder.path().join("rumah");
    let site = Site::start(1, 3);
    made.run(&["init", "rumah"]);
    assert_eq!(wide(&home), Vec::<String>::new(), "after init");
    let settings = fs::read_to_string(home.join("config/netra.toml")).unwrap();
    let mut settings: toml::Table = settings.parse().unwrap();
    let fetch = settings["fetch"].as_table_mut().unwrap();
    fetch.insert("contact".into(), "https://netra.example/kontak".into());
    fetch.insert("allow_private_hosts".into(), vec!["127.0.0.1"].into());
    fs::write(home.join("config/netra.toml"), settings.to_string()).unwrap();
    let account = site.account(0);
    let list = made.write(
        "daftar.csv",
        &format!("{LIST}instansi,Dinas Uji,Dinas Uji,32.99,mastodon,{account},ST 1,2099-12-31\n"),
    );
    made.run(&["registry", "import", &list, "--reason", "uji"]);
    made.run(&["user", "add", "rini", "--role", "reviewer"]);
    made.run(&["crawl"]);
    made.run(&["reindex"]);
    made.run(&["rescore"]);
    made.run(&["search", "kiriman", "--csv"]);
    made.run(&["registry", "export"]);
    made.run(&["contest", "new", "uji-2029", "--region", "32"]);
    let posts = made.write(
        "pos.jsonl",
        &(0..40)
            .map(|n| {
                let (said, gold) = match n % 2 {
                    0 => ("ayo menangkan paslon nomor", "partisan"),
                    _ => ("jadwal posyandu desa hari", "neutral"),
                };
                let line = serde_json::json!({
                    "text": format!("{said} {n}"), "gold": gold, "source": format!("s{}", n % 5),
                });
                format!("{line}\n")
            })
            .collect::<Vec<_>>()
            .concat(),
    );
    made.run(&[
        "train",
        "--posts",
        &posts,
        "--folds",
        "2",
        "--out",
        "rumah/model",
        "--scores",
        "rumah/nilai.jsonl",
    ]);
    assert_eq!(wide(&home), Vec::<String>::new(), "after the work");
    // While it serves, the log of the database lies beside it.
    let mut serving = made.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut serving = Running(serving.stderr(Stdio::piped()).spawn().unwrap());
    let mut told = BufReader::new(serving.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("listening on") {
        line.clear();
        let read = told.read_line(&mut line).unwrap();
        assert!(read > 0, "it does not serve");
        assert!(!line.contains("chmod"), "{line}");
    }
    // It answers once the database is open.
    let place = line
        .split("http://")
        .nth(1)
        .unwrap()
        .trim()
        .trim_end_matches('/');
    let mut visit = TcpStream::connect(place).unwrap();
    let ask = format!("GET /sehat HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    visit.write_all(ask.as_bytes()).unwrap();
    let mut answer = String::new();
    visit.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(wide(&home), Vec::<String>::new(), "while it serves");
    let names: Vec<String> = all_in(&home)
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    for name in [
        "netra.db",
        "netra.db-wal",
        ".warc.gz",
        "crawl.lock",
        "current.json",
        "nilai.jsonl",
        "weights.tsv",
        "uji-2029.toml",
    ] {
        assert!(
            names.iter().any(|path| path.ends_with(name)),
            "{name}: {names:#?}"
        );
    }
    terminate(&serving.0);
    end(&mut serving.0);
    assert!(!text(&made.run(&["status"]).stdout).contains("chmod"));
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A closed installation with a file in each of its folders.
fn installed() -> Installation {
    let installation = Installation::on_file();
    let added = installation.run(&["user", "add", "rini", "--role", "reviewer"]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    for folder in ["captures", "index/generation-1"] {
        let folder = installation.data().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("berkas"), "isi").unwrap();
    }
    close_folder(&installation.data());
    installation
}

/// What is said of the rights of files, and that nothing is said without a reason.
fn told(installation: &Installation) -> Vec<String> {
    let report = installation.json(&["config", "check"]);
    let all = report["diagnostics"].as_array().unwrap();
    let messages = all.iter().map(|one| one["message"].as_str().unwrap());
    let messages = messages.filter(|message| message.contains("ch"));
    let rights = messages.filter(|message| message.contains("chmod") || message.contains("chown"));
    rights.map(str::to_owned).collect()
}

/// Does what the message ends with, as it stands there.
fn follow(message: &str) {
    let command = message.rsplit_once(": ").unwrap().1;
    let shell = Command::new("sh").args(["-e", "-c", command]).output();
    let shell = shell.unwrap();
    assert!(shell.status.success(), "{command}: {}", text(&shell.stderr));
}

#[rstest]
#[case::data_folder("data", 0o755)]
#[case::data_folder_that_may_be_passed("data", 0o711)]
#[case::database("data/netra.db", 0o644)]
#[case::database_for_a_group("data/netra.db", 0o640)]
#[case::folder_of_captures("data/captures", 0o750)]
#[case::capture("data/captures/berkas", 0o604)]
#[case::index("data/index/generation-1/berkas", 0o666)]
#[case::folder_of_the_index_that_others_may_write("data/index/generation-1", 0o702)]
#[case::folder_around("", 0o777)]
#[case::folder_around_for_a_group("", 0o770)]
#[case::settings_that_all_may_write("config/netra.toml", 0o646)]
#[case::folder_of_settings("config", 0o757)]
fn what_others_may_read_or_change_is_told_until_it_is_closed(
    #[case] path: &str,
    #[case] mode: u32,
) {
    let installation = installed();
    assert_eq!(told(&installation), Vec::<String>::new());
    let path = fs::canonicalize(installation.path().join(path)).unwrap();
    set_mode(&path, mode);
    let said = told(&installation);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains(&*path.to_string_lossy()), "{said:?}");
    assert!(said[0].contains(&format!("{mode:04o}")), "{said:?}");
    assert_eq!(path.metadata().unwrap().mode() & 0o777, mode, "left alone");
    follow(&said[0]);
    assert_eq!(told(&installation), Vec::<String>::new());
}

#[test]
fn many_open_files_are_one_line_that_every_command_says_once() {
    let installation = installed();
    for path in all_in(&installation.data()) {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        set_mode(&path, mode);
    }
    let said = told(&installation);
    assert_eq!(said.len(), 1, "{said:#?}");
    let files = all_in(&installation.data()).len() - 1;
    assert!(said[0].contains(&format!("{files} more")), "{said:?}");
    for arguments in [&["status"][..], &["crawl"], &["config", "check"]] {
        let done = installation.run(arguments);
        let all = text(&done.stdout) + &text(&done.stderr);
        assert_eq!(all.matches("chmod").count(), 1, "{arguments:?}: {all}");
    }
    let served = crate::support::process::Service::start(&installation);
    let warned = served.warned.iter().filter(|line| line.contains("chmod"));
    assert_eq!(warned.count(), 1, "{:?}", served.warned);
    // Nothing was changed in silence.
    assert_eq!(
        installation.data().metadata().unwrap().mode() & 0o777,
        0o755
    );
}

#[rstest]
#[case::credential(
    "fetch",
    "credentials = { uji = { basis = \"Perjanjian 1/2027\", hosts = [\"api.contoh.id\"], file = \"rahasia\" } }",
    "rahasia"
)]
#[case::key(
    "web",
    "certificate = \"rantai.pem\"\nprivate_key = \"rahasia\"",
    "rahasia"
)]
#[case::password_file(
    "database",
    "url = \"postgres://netra@db.contoh.id/netra?sslmode=verify-full\"\npassword_file = \"rahasia\"",
    "rahasia"
)]
#[case::password_among_the_settings(
    "database",
    "url = \"postgres://netra:kuncinya@db.contoh.id/netra?sslmode=verify-full\"",
    "netra.toml"
)]
fn secrets_that_others_may_read_are_told(
    #[case] section: &str,
    #[case] lines: &str,
    #[case] file: &str,
) {
    let installation = installed();
    installation.set(section, lines);
    let file = installation.path().join("config").join(file);
    if !file.exists() {
        fs::write(&file, "kuncinya").unwrap();
    }
    for mode in [0o644, 0o640, 0o604] {
        set_mode(&file, mode);
        let said = told(&installation);
        assert_eq!(said.len(), 1, "{mode:o}: {said:#?}");
        assert!(said[0].contains(&*file.to_string_lossy()), "{said:?}");
        assert!(!said[0].contains("kuncinya"), "{said:?}");
        follow(&said[0]);
        assert_eq!(told(&installation), Vec::<String>::new());
    }
}

/// Links lead to what is looked at as well; a database has its log beside the file, not the link.
#[rstest]
#[case::database("netra.db", "basis data 'lama'.db", "")]
#[case::its_log("netra.db", "basis.db", "-wal")]
#[case::captures("captures", "tangkapan", "")]
#[case::capture_within("captures", "tangkapan", "/berkas")]
fn what_links_lead_to_is_looked_at(#[case] name: &str, #[case] to: &str, #[case] open: &str) {
    let installation = installed();
    let (here, there) = (installation.data().join(name), installation.path().join(to));
    fs::rename(&here, &there).unwrap();
    symlink(&there, &here).unwrap();
    let open = PathBuf::from(format!("{}{open}", there.display()));
    if !open.exists() {
        fs::write(&open, "").unwrap();
    }
    close_folder(&open);
    assert_eq!(told(&installation), Vec::<String>::new());
    set_mode(&open, if open.is_dir() { 0o755 } else { 0o644 });
    let said = told(&installation);
    assert_eq!(said.len(), 1, "{said:#?}");
    follow(&said[0]);
    assert_eq!(told(&installation), Vec::<String>::new());
}

/// The user `nobody`.
const NOBODY: u32 = 65_534;

#[rstest]
#[case::whole_folder("", true)]
#[case::capture("captures/berkas", false)]
#[case::link("captures/tautan", false)]
fn what_belongs_to_somebody_else_is_told(#[case] path: &str, #[case] all: bool) {
    let installation = installed();
    let path = installation.data().join(path);
    if path.ends_with("tautan") {
        symlink("/etc/passwd", &path).unwrap();
    }
    let mut given = Command::new("chown");
    given.arg(if all { "-hR" } else { "-h" }).arg("65534");
    if !given.arg(&path).output().unwrap().status.success() {
        eprintln!("skipped: this user may give no file away");
        return;
    }
    assert_eq!(path.symlink_metadata().unwrap().uid(), NOBODY);
    let said = told(&installation);
    let foreign = said.iter().find(|line| line.contains("chown"));
    let foreign = foreign.unwrap_or_else(|| panic!("{said:#?}"));
    assert!(foreign.contains("belongs to nobody"), "{foreign}");
    follow(foreign);
    let left = told(&installation);
    assert!(!left.iter().any(|line| line.contains("chown")), "{left:#?}");
}
