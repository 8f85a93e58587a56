//! What the operator found right, as ticks on the preview.

use crate::db::registry::Confirmed;
use crate::model::{AccountId, PersonId};
use crate::web::form::FormFields;

/// Ticks another name: `12=Name`, by the number of the person.
pub(in crate::web) const NAME_FIELD: &str = "nama";
/// Says how an account came into other hands; the number of the account follows.
pub(in crate::web) const HANDS_FIELD: &str = "akun-";
/// The account has changed hands.
pub(in crate::web) const MOVED: &str = "pindah";
/// The account never was its person's.
pub(in crate::web) const NEVER: &str = "bukan";

/// The ticks of a form.
pub(in crate::web) fn read_ticks(fields: &FormFields) -> Confirmed {
    let mut confirmed = Confirmed::default();
    for (rest, value) in fields.beginning(NAME_FIELD) {
        let named = value.split_once('=').filter(|_| rest.is_empty());
        if let Some((person, name)) = named
            && let Ok(person) = person.parse()
        {
            confirmed.renamed.insert(PersonId(person), name.to_owned());
        }
    }
    for (account, value) in fields.beginning(HANDS_FIELD) {
        let Ok(account) = account.parse().map(AccountId) else {
            continue;
        };
        match value {
            MOVED => confirmed.hands.insert(account),
            NEVER => confirmed.never_theirs.insert(account),
            _ => false,
        };
    }
    confirmed
}
