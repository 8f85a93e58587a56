//! `netra init`: a ready-to-edit installation.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::{Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::config::template;

/// Writes a ready-to-edit configuration and an empty database. Never overwrites a file.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder of the installation; made if it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

#[derive(Serialize)]
struct Written {
    folder: PathBuf,
    files: Vec<String>,
    data_dir: PathBuf,
}

impl InitArgs {
    /// Runs the subcommand.
    pub(super) async fn run(
        self,
        global: &Global,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let folder = self.folder.join("config");
        refuse_to_overwrite(&folder)?;
        template::write(&folder)?;
        let installation = Installation::load(&folder, Arc::new(SystemClock))?;
        installation.make_db().await?.close().await;
        let files = template::FILES.iter().map(|(name, _)| (*name).to_owned());
        let written = Written {
            files: files.collect(),
            data_dir: installation.data_dir().to_owned(),
            folder,
        };
        print(&written, global.json, out)?;
        Ok(Exit::Ok)
    }
}

fn refuse_to_overwrite(folder: &Path) -> Result<(), RefusedInput> {
    let taken = template::FILES.iter().map(|(name, _)| folder.join(name));
    let taken: Vec<String> = taken
        .filter(|path| path.exists())
        .map(|path| path.display().to_string())
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    Err(RefusedInput(format!(
        "nothing was written, because these files are there already: {}; give another folder",
        taken.join(", ")
    )))
}

fn print(written: &Written, json: bool, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, written)?;
        writeln!(out)?;
        return Ok(());
    }
    let folder = written.folder.display();
    for file in &written.files {
        writeln!(out, "{folder}/{file}")?;
    }
    writeln!(out, "{} (database)", written.data_dir.display())?;
    writeln!(
        out,
        "next: write your contact into {folder}/netra.toml, then `netra --config {folder} config check`"
    )?;
    Ok(())
}
