//! The shipped configuration, as `netra init` writes it.

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
];
