//! The account's own sites alone: a request goes to the site of its account and to those that a
//! platform's protocol named, whatever pages and redirects say.

use url::Url;

use super::FetchError;
use crate::model::{Reach, redact};

/// Refuses an address on a site that the request may not be led to, before anything is sent there,
/// its robots.txt included. `from` is the address whose answer led there. That somebody else is
/// watched at that site changes nothing: an account asks nobody in another's name, and nobody's word
/// counts of another's posts.
pub(super) fn keep_within(reach: &Reach, url: &Url, from: Option<&Url>) -> Result<(), FetchError> {
    let permitted = match from {
        None => reach.permits(url),
        Some(_) => reach.permits_to_be_led_to(url),
    };
    if permitted {
        return Ok(());
    }
    let to = redact::url(url.as_str());
    Err(match from {
        None => FetchError::OtherSite {
            url: to,
            host: url.host_str().unwrap_or_default().to_owned(),
        },
        Some(from) => FetchError::LeadsElsewhere {
            from: redact::url(from.as_str()),
            to,
        },
    })
}
