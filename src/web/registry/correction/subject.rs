//! What a correction is about, as the register says now.

use super::deed::{About, Deed};
use crate::db::registry::{self, AccountFile, PersonFile};
use crate::model::{Language, Person, Reader};
use crate::web::error::PageFault;
use crate::web::fact::{Fact, fact};
use crate::web::registry::labels::{RegistryText, filled};
use crate::web::registry::words::{self, account_id, person_facts, person_id};
use crate::web::state::WebState;

/// A person or an account with all that is known.
pub(super) enum CorrectionSubject {
    Person(Box<PersonFile>),
    Account(Box<AccountFile>),
}

impl CorrectionSubject {
    /// Reads what an address names.
    pub(super) async fn read(
        deed: Deed,
        number: &str,
        reader: &Reader,
        state: &WebState,
    ) -> Result<Self, PageFault> {
        let (db, now) = (&state.db, state.clock.now());
        Ok(match deed.about() {
            About::Person => {
                let person = person_id(number)?;
                let file = registry::person_file(reader, db, now, person, None).await?;
                Self::Person(Box::new(file))
            }
            About::Account => {
                let account = account_id(number)?;
                let file = registry::account_file(reader, db, now, account, None).await?;
                Self::Account(Box::new(file))
            }
        })
    }

    /// The person whom it is about: of an account, whose it is.
    pub(super) fn person(&self) -> &Person {
        match self {
            Self::Person(file) => &file.registered.person,
            Self::Account(file) => &file.owner,
        }
    }

    /// The number in addresses.
    pub(super) fn number(&self) -> i64 {
        match self {
            Self::Person(file) => file.registered.person.id.0,
            Self::Account(file) => file.account.account.id.0,
        }
    }

    /// Its page.
    pub(super) fn page(&self) -> String {
        match self {
            Self::Person(file) => words::person_page(file.registered.person.id),
            Self::Account(file) => words::account_page(file.account.account.id),
        }
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Person(file) => &file.registered.person.name,
            Self::Account(file) => &file.account.account.address,
        }
    }

    /// Whether it is an account that is not watched any more.
    pub(super) fn is_retired(&self) -> bool {
        match self {
            Self::Person(_) => false,
            Self::Account(file) => file.account.retired_at.is_some(),
        }
    }

    /// The register's version of which this tells.
    pub(super) fn version(&self) -> i64 {
        match self {
            Self::Person(file) => file.version,
            Self::Account(file) => file.version,
        }
    }

    /// What the register says, beside the form.
    pub(super) fn facts(&self, state: &WebState, language: Language) -> Vec<Fact> {
        let text = RegistryText::of(language);
        match self {
            Self::Person(file) => {
                let person = &file.registered.person;
                let mut facts = person_facts(person, &state.catalogue, language);
                let accounts = file.registered.accounts.iter().flatten();
                facts.extend(accounts.map(|account| {
                    let standing = words::standing(account.standing, text);
                    fact(
                        text.account_facts,
                        format!("{} ({standing})", account.account.address),
                    )
                }));
                facts
            }
            Self::Account(file) => {
                let account = &file.account;
                let owner = filled(text.person_number, &[&file.owner.id.to_string()]);
                let platform = words::platform(account.account.platform, language);
                vec![
                    fact(text.number, account.account.id.to_string()),
                    fact(text.address, account.account.address.clone()),
                    fact(text.platform, platform),
                    fact(text.standing, words::standing(account.standing, text)),
                    fact(text.owner, format!("{} ({owner})", file.owner.name)),
                    fact(text.agency, file.owner.agency.clone()),
                ]
            }
        }
    }
}
