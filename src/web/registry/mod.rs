//! The register: the list of persons with their accounts, the pages of each, the forms that correct
//! them, and lists that come in and go out.

mod account;
mod account_line;
pub(super) mod add;
mod correction;
mod errors;
pub(super) mod export;
mod filters;
mod history;
pub(super) mod import;
mod labels;
mod list;
mod person;
mod view;
mod words;

pub(super) use self::account::show as show_account;
pub(super) use self::correction::{ask_account, ask_person, correct_account, correct_person};
pub(super) use self::list::show;
pub(super) use self::person::show as show_person;
