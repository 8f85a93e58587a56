//! The shipped configuration, as `netra init` writes it.

use std::path::Path;
use std::{fs, io};

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
    "lexicon/context.toml",
    "lexicon/indonesian.toml",
    "lexicon/javanese.toml",
    "lexicon/other-regional.toml",
    "lexicon/sundanese.toml",
    "lexicon/traps.toml",
    "registry.example.csv",
    "sources/blogspot.toml",
    "sources/go-id.toml",
];

/// Writes the shipped files into a folder, over what is there.
pub fn write(folder: &Path) -> io::Result<()> {
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
