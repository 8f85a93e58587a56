//! Tests of the crawler, through the built program and real HTTP.

mod broken;
mod hostile;
mod kill;
mod lanes;
mod outgoing;
mod pace;
mod pass;
mod waiting;
