//! Tests of the crawler, through the built program and real HTTP.

mod beside;
mod broken;
mod elsewhere;
mod ending;
mod fediverse;
mod feeds;
mod hostile;
mod index;
pub(crate) mod kill;
mod lanes;
mod lookalikes;
mod outgoing;
mod pace;
mod pages;
mod pass;
mod restart;
mod slow;
mod unchanged;
mod unread;
mod waiting;
mod wordpress;
