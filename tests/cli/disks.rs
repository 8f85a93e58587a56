//! Disks that are full or mounted read-only, under the database, the captures and the index: they
//! are named, nothing is lost, and all goes on once there is room.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::process::Service;
use crate::support::site::Site;
use crate::support::{Installation, text};

/// A disk in memory; gone when it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Tells that the test is skipped where nothing can be mounted.
    fn mount(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at);
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        if !mounted {
            eprintln!("skipped: nothing can be mounted here");
        }
        mounted.then(|| Self(at.to_owned()))
    }

    /// Mounts it otherwise: `ro`, `rw`, `size=1m`.
    fn change(&self, option: &str) {
        let mut mount = Command::new("mount");
        let changed = mount
            .args(["-o", &format!("remount,{option}")])
            .arg(&self.0);
        let changed = changed.output().unwrap();
        assert!(changed.status.success(), "{}", text(&changed.stderr));
    }

    /// Leaves so many bytes, in whole blocks of four kilobytes.
    fn fill_but(&self, left: u64) {
        let mut file = std::fs::File::create(self.0.join("penuh")).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        let bytes = file.metadata().unwrap().len();
        file.set_len(bytes - left).unwrap();
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("penuh")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("{} stays mounted", self.0.display());
        }
    }
}

const FULL: &str = "the disk is full; free some space";
const READ_ONLY: &str =
    "it may only be read, and netra has to write; is the disk mounted read-only";

fn told(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

/// Runs a command that cannot do its work, and gives what it told, once.
fn refused(installation: &Installation, arguments: &[&str], words: &str) -> String {
    let done = installation.run(arguments);
    let told = told(&done);
    assert_eq!(done.status.code(), Some(1), "{arguments:?}: {told}");
    assert_eq!(told.matches(words).count(), 1, "{arguments:?}: {told}");
    told
}

fn works(installation: &Installation, arguments: &[&str]) -> String {
    let done = installation.run(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", told(&done));
    told(&done)
}

/// What `netra status` says before it counts.
fn troubles(installation: &Installation) -> String {
    let page = text(&installation.run(&["status"]).stdout);
    let troubles = page.split("\n\nAccounts").next().unwrap();
    troubles.to_owned()
}

/// That many posts are found by a word.
fn finds(installation: &Installation, word: &str, posts: u64) {
    let found = installation.json(&["search", word]);
    assert_eq!(found["total"], posts, "{found}");
}

#[test]
fn a_full_disk_under_the_database_is_told_as_such_and_nothing_is_lost() {
    let installation = Installation::on_file();
    let Some(disk) = SmallDisk::mount(&installation.data(), "2m") else {
        return;
    };
    let add = |name: &str| installation.run(&["user", "add", name, "--role", "reviewer"]);
    assert!(add("rini").status.success());
    disk.fill_but(0);
    let refused = (0..40).map(|number| add(&format!("sari{number}")));
    let refused = refused
        .map(|done| text(&done.stderr))
        .find(|said| said.contains("full"));
    let said = refused.expect("the disk is full");
    assert_eq!(said.matches(FULL).count(), 1, "{said}");
    disk.free();
    assert!(works(&installation, &["user", "list"]).contains("rini"));
    works(&installation, &["audit", "verify"]);
}

/// Every member of every file of captures is whole.
fn captures_are_whole(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "gz") {
            let file = std::fs::File::open(&path).unwrap();
            let mut records = Vec::new();
            let read = flate2::read::MultiGzDecoder::new(file).read_to_end(&mut records);
            assert!(read.is_ok(), "{}: {read:?}", path.display());
        }
    }
}

#[test]
fn captures_that_find_no_room_end_the_pass_and_no_account_is_blamed() {
    let site = Site::start(2, 30);
    let installation = Installation::new();
    let folder = installation.data().join("captures");
    let Some(disk) = SmallDisk::mount(&folder, "512k") else {
        return;
    };
    installation.watch(&site, 2);
    // No file can be begun, one cannot be gone on with, and one is cut in a record.
    for left in [0, 4096, 8192] {
        disk.fill_but(left);
        let said = refused(&installation, &["crawl"], FULL);
        assert!(said.contains("captures cannot be kept: "), "{said}");
        let said = troubles(&installation);
        let place = format!("the disk of {} is full", folder.display());
        assert!(said.contains(&place), "{said}");
        let figures = installation.json(&["status"]);
        assert_eq!(figures["accounts_failing"], 0, "{figures}");
        assert_ne!(figures["accounts_due"], 0, "{figures}");
        disk.free();
    }
    works(&installation, &["crawl"]);
    finds(&installation, "kiriman", 60);
    works(&installation, &["audit", "verify"]);
    captures_are_whole(&folder);
}

#[test]
fn an_index_that_finds_no_room_waits_and_is_brought_up_to_date_later() {
    let site = Site::start(1, 40);
    let installation = Installation::new();
    let folder = installation.data().join("index");
    let Some(disk) = SmallDisk::mount(&folder, "1m") else {
        return;
    };
    installation.watch(&site, 1);
    works(&installation, &["crawl"]);
    disk.fill_but(0);
    (0..40).for_each(|post| site.put(0, post, "Ajakan baru"));
    let said = refused(&installation, &["crawl"], FULL);
    assert!(said.contains("the posts are saved and wait"), "{said}");
    assert!(said.contains("the index itself is not damaged"), "{said}");
    let said = troubles(&installation);
    assert!(
        said.contains(&format!("the disk of {} is full", folder.display())),
        "{said}"
    );
    // The old index answers meanwhile, and the pages are served.
    assert!(works(&installation, &["search", "*"]).contains("is behind"));
    let mut service = Service::start(&installation);
    service.wait_for(FULL);
    assert_eq!(service.end().0, Some(0));
    // A new index takes no room from the old one when it cannot be finished.
    for left in [0, 16 * 1024, 24 * 1024] {
        disk.fill_but(left);
        refused(&installation, &["reindex"], FULL);
        let generations = std::fs::read_dir(&folder).unwrap();
        let generations = generations.filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().starts_with("generation-")
        });
        assert_eq!(generations.count(), 1, "{left}");
    }
    disk.free();
    works(&installation, &["crawl"]);
    finds(&installation, "ajakan", 40);
    works(&installation, &["reindex"]);
    finds(&installation, "ajakan", 40);
}

#[test]
fn a_disk_that_is_mounted_read_only_is_named_by_every_command() {
    let site = Site::start(1, 3);
    let installation = Installation::on_file();
    let Some(disk) = SmallDisk::mount(&installation.data(), "32m") else {
        return;
    };
    installation.watch(&site, 1);
    works(&installation, &["crawl"]);
    disk.change("ro");
    let commands: [&[&str]; 7] = [
        &["crawl"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["search", "kiriman"],
        &["status"],
        &["reindex"],
        &["rescore"],
        &["user", "add", "rini", "--role", "reviewer"],
    ];
    let file = installation.data().join("netra.db");
    for command in commands {
        let said = refused(&installation, command, READ_ONLY);
        assert!(said.contains(file.to_str().unwrap()), "{said}");
    }
    disk.change("rw");
    works(&installation, &["crawl"]);
    finds(&installation, "kiriman", 3);
    works(&installation, &["audit", "verify"]);
}

#[test]
fn captures_that_may_only_be_read_keep_nobody_from_reading() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    let Some(disk) = SmallDisk::mount(&installation.data().join("captures"), "1m") else {
        return;
    };
    installation.watch(&site, 1);
    works(&installation, &["crawl"]);
    disk.change("ro");
    refused(&installation, &["crawl"], READ_ONLY);
    let said = troubles(&installation);
    assert!(
        said.contains("is mounted read-only: nothing can be saved there"),
        "{said}"
    );
    finds(&installation, "kiriman", 3);
    works(&installation, &["reindex"]);
    disk.change("rw");
    site.put(0, 3, "Kiriman baru");
    works(&installation, &["crawl"]);
    finds(&installation, "kiriman", 4);
}

#[test]
fn an_index_that_may_only_be_read_is_not_called_damaged() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    let Some(disk) = SmallDisk::mount(&installation.data().join("index"), "4m") else {
        return;
    };
    installation.watch(&site, 1);
    works(&installation, &["crawl"]);
    disk.change("ro");
    site.put(0, 3, "Kiriman baru");
    let said = refused(&installation, &["crawl"], READ_ONLY);
    assert!(said.contains("the posts are saved and wait"), "{said}");
    refused(&installation, &["reindex"], READ_ONLY);
    let searched = installation.run(&["search", "kiriman"]);
    let page = troubles(&installation);
    for said in [told(&searched), page] {
        assert!(
            said.contains(READ_ONLY) && !said.contains("is damaged"),
            "{said}"
        );
    }
    let mut service = Service::start(&installation);
    service.wait_for(READ_ONLY);
    assert_eq!(service.end().0, Some(0));
    disk.change("rw");
    works(&installation, &["crawl"]);
    finds(&installation, "kiriman", 4);
}
