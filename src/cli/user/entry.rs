//! Who is let in: users who are signed out, barred, or let in again.

use serde_json::json;

use super::{Surroundings, find};
use crate::cli::Exit;
use crate::db::{factor, session, user};
use crate::model::Reason;

/// Signs a user out everywhere; a second factor that they have lost is taken away as well, for
/// a reason.
pub(super) async fn sign_out(
    with: &mut Surroundings<'_>,
    name: &str,
    lost: Option<&Reason>,
) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    let (name, now) = (&found.name, with.clock.now());
    let told = if let Some(reason) = lost {
        factor::reset(with.reader, with.db, &found, reason, now).await?;
        "is signed out everywhere and logs in with the password alone; if others may know that: \
         netra user reset"
    } else {
        session::end_all(with.reader, with.db, &found, now).await?;
        "is signed out everywhere"
    };
    if with.json {
        let line = json!({"name": name, "signed_out": true, "factor_reset": lost.is_some()});
        writeln!(with.out, "{line}")?;
    } else {
        writeln!(with.out, "{name} {told}")?;
    }
    Ok(Exit::Ok)
}

/// Bars a user.
pub(super) async fn disable(with: &mut Surroundings<'_>, name: &str) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    user::disable(with.reader, with.db, &found, with.clock.now()).await?;
    if with.json {
        let line = json!({"name": found.name, "disabled": true});
        writeln!(with.out, "{line}")?;
    } else {
        writeln!(with.out, "{} can no longer log in", found.name)?;
    }
    Ok(Exit::Ok)
}

/// Lets a user in again who was barred.
pub(super) async fn enable(with: &mut Surroundings<'_>, name: &str) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    if found.disabled_at.is_none() {
        writeln!(with.talk, "{} was not disabled", found.name)?;
    } else {
        user::enable(with.reader, with.db, &found, with.clock.now()).await?;
    }
    if with.json {
        let line = json!({"name": found.name, "disabled": false});
        writeln!(with.out, "{line}")?;
    } else {
        writeln!(with.out, "{} can log in", found.name)?;
    }
    Ok(Exit::Ok)
}
