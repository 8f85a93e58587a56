//! Keeps the certificate of the pages fresh: renewed files are read without a new start.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::interval;

use crate::clock::Clock;
use crate::tls::{IdentityRenewal, KeptIdentity, ServerIdentity};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_mins(1);
/// How often an end that is near is told of.
const DAY: Duration = Duration::from_hours(24);

/// Looks at the files of an identity every minute, and reads them at once when the program is
/// told to (SIGHUP). Ends when it is dropped.
pub(super) async fn keep_fresh(kept: Arc<KeptIdentity>, clock: Arc<dyn Clock>) {
    let mut hangup = signal(SignalKind::hangup()).ok();
    let (mut looks, mut days) = (interval(LOOK), interval(DAY));
    // The first of them comes at once, when all was told at the start.
    days.tick().await;
    loop {
        let is_asked = tokio::select! {
            () = asked(&mut hangup) => true,
            _ = looks.tick() => false,
            _ = days.tick() => {
                warn(&kept.identity(), &*clock);
                false
            }
        };
        let (kept, now) = (Arc::clone(&kept), clock.now());
        let looked = tokio::task::spawn_blocking(move || {
            if is_asked {
                kept.renew(now)
            } else {
                kept.renew_if_changed(now)
            }
        });
        if let Ok(renewal) = looked.await {
            tell(&renewal, &*clock);
        }
    }
}

async fn asked(hangup: &mut Option<Signal>) {
    if let Some(hangup) = hangup
        && hangup.recv().await.is_some()
    {
        return;
    }
    std::future::pending::<()>().await;
}

fn tell(renewal: &IdentityRenewal, clock: &dyn Clock) {
    match renewal {
        IdentityRenewal::Unchanged => {}
        IdentityRenewal::Renewed(identity) => {
            tracing::info!(
                "the certificate was read anew; it ends on {}",
                identity.ends_at()
            );
            warn(identity, clock);
        }
        IdentityRenewal::Refused(fault) => {
            tracing::warn!("{fault}; the certificate that was read before stays in use");
        }
    }
}

fn warn(identity: &ServerIdentity, clock: &dyn Clock) {
    for warning in identity.warnings(clock.now(), None) {
        tracing::warn!("{warning}");
    }
}
