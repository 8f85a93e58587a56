//! `netra registry list` and `show`.

use std::io::Write;

use serde_json::{Value, json};

use crate::db::proof::StateProof;
use crate::db::registry::{Registered, Shown};
use crate::db::{Listed, Unreadable};
use crate::model::{Account, Nip, one_line};

/// The widest a column is made for the sake of those under it.
const WIDEST: usize = 40;
const HEADER: [&str; 7] = [
    "id",
    "platform",
    "address",
    "nip",
    "name",
    "state",
    "last error",
];

/// One line an account, under a header that JSON needs not.
pub(super) fn list(
    accounts: &[Listed<Registered>],
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let rows = accounts.iter().flatten().map(columns);
    let widths = widths(&rows.collect::<Vec<_>>());
    if !json && !accounts.is_empty() {
        write_row(&HEADER.map(str::to_owned), &widths, out)?;
    }
    for found in accounts {
        match found {
            Err(broken) => unreadable(broken, json, out)?,
            Ok(found) if json => writeln!(out, "{}", line(found))?,
            Ok(found) => write_row(&columns(found), &widths, out)?,
        }
    }
    Ok(())
}

fn columns(found: &Registered) -> [String; HEADER.len()] {
    let retired = found.retired_at.map_or("", |_| ", retired");
    [
        found.account.id.to_string(),
        found.account.platform.to_string(),
        found.account.address.clone(),
        masked(found),
        found.person.name.clone(),
        format!("{}{retired}", state(&found.account)),
        found.last_error.as_deref().unwrap_or_default().to_owned(),
    ]
}

fn widths(rows: &[[String; HEADER.len()]]) -> [usize; HEADER.len()] {
    let mut widths = HEADER.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().min(WIDEST).max(*width);
        }
    }
    widths
}

fn write_row(
    row: &[String; HEADER.len()],
    widths: &[usize; HEADER.len()],
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let cells = row.iter().zip(*widths);
    let cells: Vec<String> = cells
        .map(|(cell, width)| format!("{:width$}", one_line(cell)))
        .collect();
    writeln!(out, "{}", cells.join("  ").trim_end())
}

fn unreadable(
    broken: &Unreadable,
    json: bool,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let (id, problem) = (broken.id, broken.to_string());
    if json {
        return writeln!(out, "{}", json!({"id": id, "unreadable": problem}));
    }
    writeln!(out, "{id}  unreadable: {problem}")
}

/// What the platform last said; of accounts that are not crawled it never says anything.
fn state(account: &Account) -> String {
    if account.platform.is_crawled() {
        account.state.as_str().to_owned()
    } else {
        format!("collected {}", account.platform.collected())
    }
}

fn masked(found: &Registered) -> String {
    let nip = found.person.nip.as_ref();
    nip.map_or_else(|| "-".to_owned(), Nip::masked)
}

fn line(found: &Registered) -> Value {
    json!({
        "id": found.account.id,
        "platform": found.account.platform,
        "address": found.account.address,
        "seen_address": found.seen_address,
        "state": found.account.state,
        "state_proof": found.state_proof,
        "collected": found.account.platform.collected(),
        "person": found.person.id,
        "kind": found.person.kind,
        "name": found.person.name,
        "nip": found.person.nip.as_ref().map(Nip::masked),
        "agency": found.person.agency,
        "region": found.person.region,
        "purpose": found.person.purpose,
        "proof": found.proof,
        "retired_at": found.retired_at,
        "crawled_at": found.crawled_at,
        "last_error": found.last_error,
    })
}

/// Where the answer is kept that says how the account stands.
fn state_proof(proof: &StateProof, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let status = proof.status.map(|status| format!("status {status} "));
    writeln!(
        out,
        "{:14} {}from {} at {}; WARC file {}, record {}, SHA-256 {}",
        "state shown by",
        status.unwrap_or_default(),
        proof.final_url,
        proof.fetched_at,
        proof.file,
        proof.record_id,
        proof.payload
    )
}

/// Everything about one account.
pub(super) fn one(shown: &Shown, json: bool, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let mut value = line(&shown.registered);
    value["proofs"] = json!(shown.proofs);
    value["history"] = json!(shown.history);
    value["post"] = json!(shown.registered.person.position);
    if shown.nip_in_full {
        value["nip"] = json!(shown.registered.person.nip);
    }
    if json {
        writeln!(out, "{value}")?;
        return Ok(());
    }
    let collected = shown.registered.account.platform.collected();
    value["collected"] = json!(collected.to_string());
    let scalars = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null() && !value.is_array() && !value.is_object());
    for (key, value) in scalars {
        writeln!(
            out,
            "{key:14} {}",
            value
                .as_str()
                .map_or_else(|| value.to_string(), |text| one_line(text).into_owned())
        )?;
    }
    if let Some(proof) = &shown.registered.state_proof {
        state_proof(proof, out)?;
    }
    let purpose = &shown.registered.person.purpose;
    writeln!(
        out,
        "{:14} {}, until {}",
        "purpose", purpose.basis, purpose.ends_on
    )?;
    for proof in &shown.proofs {
        let reference = one_line(proof.reference.as_deref().unwrap_or("no reference"));
        let by = one_line(proof.verified_by.as_deref().unwrap_or("nobody named"));
        writeln!(
            out,
            "{:14} {}: {reference}, checked by {by}",
            "proof",
            proof.kind.as_str()
        )?;
    }
    for entry in &shown.history {
        writeln!(
            out,
            "{} {} {} {}: {} -> {} ({})",
            entry.at,
            one_line(&entry.actor),
            entry.subject,
            entry.field,
            one_line(entry.before.as_deref().unwrap_or("-")),
            one_line(entry.after.as_deref().unwrap_or("-")),
            one_line(&entry.reason)
        )?;
    }
    Ok(())
}
