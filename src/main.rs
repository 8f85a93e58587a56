//! The `netra` program: parses arguments, runs, maps errors to exit codes.

fn main() {}
