//! `netra config`: is the configuration right, and what does it say.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;

use super::privacy::privacy_troubles;
use super::{Exit, Global, RefusedInput};
use crate::app::{InstallationError, adapters};
use crate::clock::{Clock, SystemClock};
use crate::config::{Configuration, Diagnostic, Severity, live};
use crate::model::TimeZone;
use crate::tls::{self, ServerIdentity};

/// Looks at the configuration folder.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Finds every error in every file, with its place and a hint.
    Check,
    /// Prints the settings in force.
    Show,
}

impl ConfigArgs {
    /// Runs the subcommand.
    pub fn run(&self, global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        match self.command {
            ConfigCommand::Check => check(global, out),
            ConfigCommand::Show => show(global, out),
        }
    }
}

fn check(global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let configuration = Configuration::load(&global.config);
    let mut found = match configuration {
        Ok(mut loaded) => {
            let warning = live::warning(&loaded, today(&SystemClock));
            let certificates = certificates(&loaded, &SystemClock);
            let privacy = privacy(&loaded);
            loaded
                .warnings
                .extend(warning.into_iter().chain(certificates).chain(privacy));
            loaded.warnings
        }
        Err(found) => found,
    };
    if let Err(InstallationError::Configuration(errors)) = adapters(&global.config) {
        found.extend(errors);
    }
    report(&found, global.json, out)
}

/// Files that are not their owner's alone.
fn privacy(configuration: &Configuration) -> Vec<Diagnostic> {
    let file = configuration
        .folder
        .join("netra.toml")
        .display()
        .to_string();
    let troubles = privacy_troubles(configuration, &configuration.data_dir()).into_iter();
    let each = troubles.map(|trouble| Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::of_file(file.clone(), trouble)
    });
    each.collect()
}

/// What is wrong with the files of certificates that the settings name, or will be soon.
fn certificates(configuration: &Configuration, clock: &dyn Clock) -> Vec<Diagnostic> {
    let file = configuration.folder.join("netra.toml");
    let error = |message: String| Diagnostic::of_file(file.display().to_string(), message);
    let warning = |message| Diagnostic {
        severity: Severity::Warning,
        ..error(message)
    };
    let (now, mut found) = (clock.now(), Vec::new());
    if let Some((certificate, key)) = configuration.certificate_files() {
        let origin = configuration.settings.web.public_origin.as_deref();
        match ServerIdentity::read(&certificate, &key, now) {
            Ok(identity) => found.extend(identity.warnings(now, origin).into_iter().map(warning)),
            Err(fault) => found.push(error(format!("certificate in [web]: {fault}"))),
        }
    }
    let own = configuration.extra_ca();
    let own = own.and_then(|file| tls::read_authorities(&file).err());
    found.extend(own.map(|fault| error(format!("extra_ca in [fetch]: {fault}"))));
    found
}

/// The day in Jakarta.
pub(super) fn today(clock: &dyn Clock) -> Date {
    TimeZone::Wib.offset().to_datetime(clock.now()).date()
}

fn show(global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let configuration = Configuration::load(&global.config).map_err(|found| refused(&found))?;
    if global.json {
        serde_json::to_writer(&mut *out, &configuration.settings)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", toml::to_string(&configuration.settings)?)?;
    }
    Ok(Exit::Ok)
}

/// Errors as one refusal, for commands that cannot go on without the configuration.
pub(super) fn refused(found: &[Diagnostic]) -> RefusedInput {
    let errors = found.iter().filter(|one| one.is_error());
    let lines: Vec<String> = errors.map(Diagnostic::to_string).collect();
    RefusedInput(format!(
        "the configuration has errors:\n{}",
        lines.join("\n")
    ))
}

#[derive(Serialize)]
struct Report<'f> {
    ok: bool,
    errors: usize,
    warnings: usize,
    diagnostics: &'f [Diagnostic],
}

/// Prints findings; an error among them makes the exit code 2.
pub(super) fn report(
    found: &[Diagnostic],
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let errors = found.iter().filter(|one| one.is_error()).count();
    let warnings = found.len() - errors;
    if json {
        let report = Report {
            ok: errors == 0,
            errors,
            warnings,
            diagnostics: found,
        };
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        for one in found {
            writeln!(out, "{one}")?;
        }
        writeln!(out, "{errors} errors, {warnings} warnings")?;
    }
    Ok(if errors == 0 { Exit::Ok } else { Exit::Usage })
}
