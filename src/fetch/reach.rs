//! Public and registered only: a request goes to sites of registered accounts and to those that a
//! platform's protocol named, whatever pages and redirects say.

use url::Url;

use super::FetchError;
use super::door::Door;
use super::transport::Transport;
use crate::model::{LaneKey, Reach, redact};

impl<T: Transport> Door<T> {
    /// Refuses an address on a site that the request may not be led to, before anything is sent
    /// there, its robots.txt included. `from` is the address whose answer led there.
    pub(super) async fn keep_within(
        &self,
        reach: &Reach,
        url: &Url,
        from: Option<&Url>,
    ) -> Result<(), FetchError> {
        let permitted = match from {
            None => reach.permits(url),
            Some(_) => reach.permits_to_be_led_to(url),
        };
        if permitted || self.is_registered(url).await? {
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

    /// Whether another account is registered at the address's host and port.
    async fn is_registered(&self, url: &Url) -> Result<bool, FetchError> {
        match LaneKey::of_site(url) {
            Some(lane) => Ok(self.book.is_registered(&lane).await?),
            None => Ok(false),
        }
    }
}
