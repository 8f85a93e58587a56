//! The demo's temporary installation.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::civil::date;
use tokio::net::TcpListener;

use super::super::desk::operator;
use super::super::{Pages, signals};
use super::sites::Sites;
use super::world::{DemoAccount, World};
use crate::access::password::{self, Cost};
use crate::app;
use crate::app::Installation;
use crate::clock::Clock;
use crate::config::fetch::HostSettings;
use crate::config::{Configuration, template};
use crate::db::registry::{Confirmed, ImportMode, Why, import};
use crate::db::user::{self, NewUser};
use crate::model::{OwnershipProof, ProofKind, Purpose, RegistryEntry, Role, Scope};

const LOOPBACK: &str = "127.0.0.1";
const REVIEWER: &str = "peninjau";
/// The region of the fictional contest.
const REGION: &str = "32.99";

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
    settings.fetch.allow_private_hosts.push(LOOPBACK.to_owned());
    let pace = HostSettings {
        interval_seconds: Some(0.02),
        ..HostSettings::default()
    };
    settings.fetch.hosts.insert(LOOPBACK.to_owned(), pace);
    let installation = Installation::new(configuration, clock);
    register(&installation, world, sites).await?;
    Ok(installation)
}

/// The demo's plain pages are laid out like those of an agency, but live on loopback.
fn read_the_demo_site_like_an_agency(config: &Path) -> std::io::Result<()> {
    let file = config.join("sources/go-id.toml");
    let adapter = std::fs::read_to_string(&file)?.replace("*.go.id", LOOPBACK);
    std::fs::write(file, adapter)
}

async fn register(installation: &Installation, world: &World, sites: &Sites) -> anyhow::Result<()> {
    let now = installation.clock().now();
    let mut entries = Vec::new();
    for (row, account) in (2_u32..).zip(&world.accounts) {
        entries.push((row.into(), entry(account, sites.address(account)?, now)?));
    }
    let database = installation.make_db().await?;
    let operator = operator(installation, &database).await?;
    let reason = "demo".parse()?;
    let why = Why {
        reason: &reason,
        at: now,
        seen: None,
    };
    let mode = ImportMode::AllOrNothing;
    let nothing = Confirmed::default();
    import(&operator, &database, &entries, why, mode, &nothing).await?;
    database.close().await;
    Ok(())
}

/// What the personnel office would send.
fn entry(account: &DemoAccount, address: String, now: Timestamp) -> anyhow::Result<RegistryEntry> {
    Ok(RegistryEntry {
        kind: account.kind,
        nip: account.nip.as_deref().map(str::parse).transpose()?,
        name: account.name.clone(),
        agency: account.agency.clone(),
        position: account.post.clone(),
        region: REGION.parse()?,
        platform: account.platform,
        address,
        proof: Some(OwnershipProof {
            kind: ProofKind::AgencyLetter,
            reference: Some("BKPSDM 800/001/2027 (fiktif)".to_owned()),
            verified_by: Some("Petugas Contoh".to_owned()),
            verified_at: Some(now),
            expires_at: None,
        }),
        purpose: Purpose {
            basis: "Surat Tugas contoh 001/2027".to_owned(),
            ends_on: date(2028, 2, 20),
        },
    })
}

/// Serves the review page to a reviewer made for this run, until interrupted. The installation
/// in `folder` answers other commands meanwhile.
pub(super) async fn serve(
    installation: Installation,
    folder: &Path,
    port: u16,
    pages: Pages,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let secret = add_reviewer(&installation).await?;
    let listener = TcpListener::bind((LOOPBACK, port))
        .await
        .with_context(|| format!("port {port} cannot be listened on; give another with --port"))?;
    writeln!(
        out,
        "\nreview page: http://{}/  (name {REVIEWER}, password {secret})\n\
         search meanwhile: netra --config '{}' search 'verdict:suspected'\n\
         its clock stands in the demo's contest, so two-step verification cannot be tried here: a \
         phone shows the codes of today\n\
         Ctrl-C ends the demo and removes everything",
        listener.local_addr()?,
        folder.join("config").display()
    )?;
    out.flush()?;
    let stop = Box::pin(signals::interrupted());
    pages(installation, listener, None, stop).await
}

async fn add_reviewer(installation: &Installation) -> anyhow::Result<String> {
    let mut random = app::randomness()?;
    let secret = password::one_time(&mut random);
    let password_hash = password::hash(&secret, password::salt(&mut random), Cost::STANDARD)?;
    let reviewer = NewUser {
        name: REVIEWER,
        display_name: "Peninjau Demo",
        role: Role::Reviewer,
        scope: &Scope::nation(),
        password_hash: &password_hash,
        password_once: false,
    };
    let database = installation.open_db().await?;
    let operator = operator(installation, &database).await?;
    user::add(&operator, &database, &reviewer, installation.clock().now()).await?;
    database.close().await;
    Ok(secret)
}
