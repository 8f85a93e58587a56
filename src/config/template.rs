//! The shipped configuration, as `netra init` writes it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        /// Name inside the configuration folder, and text. A test compares it with the folder.
        pub const FILES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../config/", $name)))),+
        ];
    };
}

shipped![
    "netra.toml",
    "norms.toml",
    "score.toml",
    "contests/demo-2027.toml",
    "contests/dki-2017.toml",
    "contests/pemilu-2024-aceh.toml",
    "contests/pemilu-2024-dpr.toml",
    "contests/pemilu-2024-presiden.toml",
    "contests/pilkada-2018-jabar.toml",
    "contests/pilkada-2018-jateng.toml",
    "contests/pilkada-2018-jatim.toml",
    "contests/pilkada-2018-sumut.toml",
    "contests/pilkada-2024-bali.toml",
    "contests/pilkada-2024-banten.toml",
    "contests/pilkada-2024-jabar.toml",
    "contests/pilkada-2024-jakarta.toml",
    "contests/pilkada-2024-jateng.toml",
    "contests/pilkada-2024-jatim.toml",
    "contests/pilkada-2024-lampung.toml",
    "contests/pilkada-2024-sulsel.toml",
    "contests/pilkada-2024-sumut.toml",
    "contests/pilpres-2014.toml",
    "contests/pilpres-2019.toml",
    "lexicon/attacks.toml",
    "lexicon/context.toml",
    "lexicon/declarations.toml",
    "lexicon/events.toml",
    "lexicon/further-regional.toml",
    "lexicon/indonesian.toml",
    "lexicon/javanese.toml",
    "lexicon/materials.toml",
    "lexicon/offices.toml",
    "lexicon/other-regional.toml",
    "lexicon/pressure.toml",
    "lexicon/sundanese.toml",
    "lexicon/traps.toml",
    "model/manifest.toml",
    "model/weights.tsv",
    "registry.example.csv",
    "sources/blogspot.toml",
    "sources/go-id.toml",
    "systemd/netra-crawl.service",
    "systemd/netra-crawl.timer",
    "systemd/netra-serve.service",
];

/// Writes the shipped files into a folder. Never overwrites: a file that is there is an error,
/// which names it.
pub fn write(folder: &Path) -> io::Result<()> {
    for (name, text) in FILES {
        let path = folder.join(name);
        write_new(&path, text).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot write {}: {error}", path.display()),
            )
        })?;
    }
    Ok(())
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
