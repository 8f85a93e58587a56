//! Composition root: the only place that builds the parts.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::{StdRng, SysRng};

use crate::clock::{Clock, SystemEffort};
use crate::config::fetch::FetchSettings;
use crate::config::{Configuration, Diagnostic};
use crate::crawl::{Crawler, DatabaseBook, ProgressTeller};
use crate::db::{Db, DbError, WhenAbsent};
use crate::evidence::{EvidenceError, WarcStore};
use crate::fetch::{DoorError, DoorParts, HttpFetcher, Secrets};
use crate::intake::{Intake, PAGE_DEADLINE, Workers};
use crate::model::Contest;
use crate::score::Scorer;
use crate::search::{self, KnownNames, SearchIndex};
use crate::source::Sources;
use crate::source::html::Adapter;
use crate::text::analyze::{Analyzer, ResourceError};

/// Why an installation cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    /// The configuration is wrong; one line a finding.
    #[error("{}", lines(.0))]
    Configuration(Vec<Diagnostic>),
    /// The data folder cannot be made or looked into.
    #[error(
        "the data folder {0} cannot be used: {1}; see to its rights, or set data_dir in netra.toml"
    )]
    DataFolder(PathBuf, std::io::Error),
    /// The database is on a server, and the folder beside it is not there.
    #[error(
        "the data folder {0}, which holds the captures and the search index, is not there: mount \
         the disk that holds it; a new installation begins with netra init, netra registry import \
         or netra user add"
    )]
    NoDataFolder(PathBuf),
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The password of the database cannot be read.
    #[error(
        "the password of the database cannot be read from {0}: {1}; see [database] in netra.toml"
    )]
    Password(PathBuf, std::io::Error),
    /// Captures cannot be written.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// Nothing can be fetched.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// The word lists of the index are broken.
    #[error(transparent)]
    Words(#[from] ResourceError),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness,
}

fn lines(findings: &[Diagnostic]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A configured installation: settings and packs, and where the data are.
#[derive(Debug, Clone)]
pub struct Installation {
    configuration: Arc<Configuration>,
    data_dir: PathBuf,
    clock: Arc<dyn Clock>,
}

impl Installation {
    /// Reads the configuration folder.
    pub fn load(config: &Path, clock: Arc<dyn Clock>) -> Result<Self, InstallationError> {
        let configuration =
            Configuration::load(config).map_err(InstallationError::Configuration)?;
        Ok(Self::new(configuration, clock))
    }

    /// An installation of a configuration made elsewhere.
    pub fn new(configuration: Configuration, clock: Arc<dyn Clock>) -> Self {
        Self {
            data_dir: configuration.data_dir(),
            configuration: Arc::new(configuration),
            clock,
        }
    }

    /// Settings and packs.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Where database, index and captures are.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// What tells the time here.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Folder of the WARC files.
    pub fn captures_dir(&self) -> PathBuf {
        self.data_dir.join("captures")
    }

    /// Opens the database and brings its schema up to date. Nothing is made: where there is no
    /// data folder or no database, that is an error.
    pub async fn open_db(&self) -> Result<Db, InstallationError> {
        match self.data_dir.try_exists() {
            Ok(true) => self.open(WhenAbsent::Refuse).await,
            Ok(false) => Err(self.no_data_folder()),
            Err(error) => Err(InstallationError::DataFolder(self.data_dir.clone(), error)),
        }
    }

    fn no_data_folder(&self) -> InstallationError {
        if self.configuration.settings.database.url.is_some() {
            return InstallationError::NoDataFolder(self.data_dir.clone());
        }
        DbError::Absent(self.data_dir.display().to_string()).into()
    }

    /// The same for what an installation begins with: makes the data folder and the database
    /// where they are not there yet.
    pub async fn make_db(&self) -> Result<Db, InstallationError> {
        // Its owner's alone, also for who uses this without the program, which sees to all files.
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data_dir)
            .map_err(|error| InstallationError::DataFolder(self.data_dir.clone(), error))?;
        self.open(WhenAbsent::Make).await
    }

    async fn open(&self, absent: WhenAbsent) -> Result<Db, InstallationError> {
        let settings = &self.configuration.settings.database;
        let Some(url) = &settings.url else {
            let file = self.data_dir.join("netra.db");
            if absent == WhenAbsent::Refuse && !self.holds_something(&file)? {
                return Err(DbError::Absent(file.display().to_string()).into());
            }
            return Ok(Db::open_sqlite(&file, absent).await?);
        };
        let password = settings.password_file.as_ref();
        let password = password.map(|file| self.password(file)).transpose()?;
        Ok(Db::open_postgres(&url.expose(password.as_deref()), absent).await?)
    }

    /// Whether a file is there with something in it: an empty one was left by a disk that was
    /// full. One that the rights of this user hide is no file that is gone.
    fn holds_something(&self, file: &Path) -> Result<bool, InstallationError> {
        match file.metadata() {
            Ok(found) => Ok(found.len() > 0),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(InstallationError::DataFolder(self.data_dir.clone(), error)),
        }
    }

    fn password(&self, file: &Path) -> Result<String, InstallationError> {
        let file = self.configuration.folder.join(file);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| InstallationError::Password(file, error))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Folder of the search index.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// Analyses text for the index, keeping the names in all packs whole.
    pub fn analyzer(&self) -> Result<Analyzer, InstallationError> {
        Ok(search::analyzer(&self.configuration.contests)?)
    }

    /// The search index, whatever state it is in.
    pub fn open_index(&self) -> Result<SearchIndex, InstallationError> {
        let analyzer = Arc::new(self.analyzer()?);
        let settings = search::WriterSettings::default();
        let names = KnownNames::of(&self.configuration.contests);
        Ok(SearchIndex::new(&self.index_dir(), analyzer, settings).with_names(names))
    }

    /// A scorer for the contests that the settings name.
    pub fn scorer(&self) -> Scorer {
        let contests: Vec<Contest> = self
            .configuration
            .active_contests()
            .into_iter()
            .cloned()
            .collect();
        Scorer::compile(
            &contests,
            &self.configuration.lexicon,
            &self.configuration.norms,
            self.configuration.classifier.as_ref(),
        )
    }

    /// All platforms, with the adapters of the configuration folder.
    pub fn sources(&self) -> Result<Sources, InstallationError> {
        Ok(Sources::new(adapters(&self.configuration.folder)?))
    }

    /// The way in: everything that a page goes through once it is here.
    pub async fn intake(&self) -> Result<Intake, InstallationError> {
        // Before anything is made beside it.
        let db = self.open_db().await?;
        let software = concat!("netra/", env!("CARGO_PKG_VERSION"));
        let captures = WarcStore::open(
            &self.captures_dir(),
            software,
            self.clock.clone(),
            randomness()?,
        )?;
        Ok(Intake {
            db,
            captures: Arc::new(captures),
            sources: Arc::new(self.sources()?),
            scorer: Arc::new(self.scorer()),
            clock: self.clock.clone(),
            workers: Workers::new(cores(), PAGE_DEADLINE, Arc::new(SystemEffort)),
        })
    }

    /// Everything that a pass needs.
    pub async fn crawler(&self) -> Result<Arc<Crawler<HttpFetcher>>, InstallationError> {
        let intake = self.intake().await?;
        let settings = &self.configuration.settings;
        let secrets =
            Secrets::read(&settings.fetch, &self.configuration.folder).map_err(DoorError::from)?;
        let fetch = FetchSettings {
            extra_ca: self.configuration.extra_ca(),
            ..settings.fetch.clone()
        };
        Ok(Arc::new(Crawler {
            db: intake.db.clone(),
            fetch: HttpFetcher::new(DoorParts {
                settings: fetch,
                store: intake.captures.clone(),
                book: Arc::new(DatabaseBook(intake.db.clone())),
                secrets,
                clock: self.clock.clone(),
                rng: randomness()?,
            })?,
            sources: intake.sources.clone(),
            intake,
            index: Arc::new(self.open_index()?),
            clock: self.clock.clone(),
            settings: settings.crawl.clone(),
            progress: ProgressTeller::default(),
        }))
    }
}

/// The HTML adapters in `sources/*.toml` of a configuration folder, in order of name. A folder
/// without them is fine: then no account of platform `html` can be read.
pub fn adapters(config: &Path) -> Result<Vec<Adapter>, InstallationError> {
    let refused = |path: &Path, problem: String| {
        InstallationError::Configuration(vec![Diagnostic::of_file(
            path.display().to_string(),
            problem,
        )])
    };
    let folder = config.join("sources");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text =
                std::fs::read_to_string(path).map_err(|error| refused(path, error.to_string()))?;
            Adapter::parse(&path.display().to_string(), &text).map_err(|error| {
                InstallationError::Configuration(vec![Diagnostic {
                    severity: crate::config::Severity::Error,
                    file: error.file,
                    line: error.line,
                    column: error.column,
                    message: error.message,
                    hint: None,
                }])
            })
        })
        .collect()
}

/// Cores that this process may use.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A generator seeded by the operating system, for everything that needs chance.
pub fn randomness() -> Result<StdRng, InstallationError> {
    StdRng::try_from_rng(&mut SysRng).map_err(|_| InstallationError::Randomness)
}
