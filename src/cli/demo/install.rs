//! The demo's temporary installation.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::super::{Pages, signals};
use super::sites::Sites;
use super::world::World;
use crate::app;
use crate::app::Installation;
use crate::clock::Clock;
use crate::config::fetch::HostSettings;
use crate::config::registry::{Defaults, read};
use crate::config::{Configuration, template};
use crate::db::registry::{Change, ImportMode, import};
use crate::db::user::{self, NewUser};
use crate::model::{PersonKind, Role};
use crate::review::password::{self, Cost};

const LOOPBACK: &str = "127.0.0.1";
const REVIEWER: &str = "peninjau";

/// Writes the shipped configuration, adapts it to the demo's sites, registers the accounts.
pub(super) async fn install(
    folder: &Path,
    world: &World,
    sites: &Sites,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Installation> {
    let config = folder.join("config");
    template::write(&config)?;
    read_the_demo_site_like_an_agency(&config)?;
    let mut configuration = Configuration::load(&config).map_err(|findings| {
        app::InstallationError::Configuration(findings.into_iter().collect())
    })?;
    let settings = &mut configuration.settings;
    settings.data_dir = "data".into();
    settings.fetch.allow_private_hosts.push(LOOPBACK.to_owned());
    let pace = HostSettings {
        interval_seconds: Some(0.02),
    };
    settings.fetch.hosts.insert(LOOPBACK.to_owned(), pace);
    let installation = Installation::new(configuration, clock)?;
    register(&installation, world, sites).await?;
    Ok(installation)
}

/// The demo's plain pages are laid out like those of an agency, but live on loopback.
fn read_the_demo_site_like_an_agency(config: &Path) -> std::io::Result<()> {
    let file = config.join("sources/go-id.toml");
    let adapter = std::fs::read_to_string(&file)?.replace("*.go.id", LOOPBACK);
    std::fs::write(file, adapter)
}

/// Imports the accounts as a personnel office would send them: as a file.
async fn register(installation: &Installation, world: &World, sites: &Sites) -> anyhow::Result<()> {
    let file = registry_file(world, sites)?;
    let reading = read("demo.csv", file.as_bytes(), &Defaults::default());
    if let Some(error) = reading.errors.first() {
        anyhow::bail!("the demo's own registry is refused: {error}");
    }
    let database = installation.open_db().await?;
    let change = Change {
        actor: "demo",
        reason: "demo",
        at: installation.clock().now(),
    };
    import(
        &database,
        &reading.entries,
        &change,
        ImportMode::AllOrNothing,
    )
    .await?;
    database.close().await;
    Ok(())
}

fn registry_file(world: &World, sites: &Sites) -> anyhow::Result<String> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record([
        "jenis",
        "nip",
        "nama",
        "instansi",
        "jabatan",
        "kode wilayah",
        "platform",
        "akun",
        "dasar",
        "berakhir",
    ])?;
    for account in &world.accounts {
        let kind = if account.kind == PersonKind::Agency {
            "instansi"
        } else {
            "pegawai"
        };
        file.write_record([
            kind,
            account.nip.as_deref().unwrap_or_default(),
            &account.name,
            &account.agency,
            account.post.as_deref().unwrap_or_default(),
            "32.99",
            account.platform.as_str(),
            &sites.address(account)?,
            "Surat Tugas contoh 001/2027",
            "2028-02-20",
        ])?;
    }
    Ok(String::from_utf8(file.into_inner()?)?)
}

/// Serves the review page to a reviewer made for this run, until interrupted.
pub(super) async fn serve(
    installation: Installation,
    port: u16,
    pages: Pages,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let secret = add_reviewer(&installation).await?;
    let listener = TcpListener::bind((LOOPBACK, port)).await?;
    writeln!(
        out,
        "\nreview page: http://{}/  (name {REVIEWER}, password {secret})\nCtrl-C ends the demo and removes everything",
        listener.local_addr()?
    )?;
    out.flush()?;
    pages(installation, listener, Box::pin(signals::interrupted())).await
}

async fn add_reviewer(installation: &Installation) -> anyhow::Result<String> {
    let mut random = app::randomness()?;
    let secret = password::one_time(&mut random);
    let password_hash = password::hash(&secret, password::salt(&mut random), Cost::STANDARD)?;
    let reviewer = NewUser {
        name: REVIEWER,
        display_name: "Peninjau Demo",
        role: Role::Reviewer,
        password_hash: &password_hash,
        password_once: false,
    };
    let database = installation.open_db().await?;
    let change = user::Change {
        actor: "demo",
        at: installation.clock().now(),
    };
    user::add(&database, &reviewer, change).await?;
    database.close().await;
    Ok(secret)
}
