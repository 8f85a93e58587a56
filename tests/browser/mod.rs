//! The pages in Chromium: what only a browser shows. The built program serves them on loopback.
//!
//! `.ci/install-servers` installs Chromium, its driver and the checker of accessibility; without
//! them each test says that it was skipped, and where `CI` is set it fails instead.

mod chromium;
mod every_page;
mod registry;
mod review;
mod stage;
