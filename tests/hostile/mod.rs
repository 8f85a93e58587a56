//! Attacks: by whoever is watched, by strangers at the door, and by insiders with a shell. A file
//! per goal of the attacker; each goal with neighbours of the input that once reached it.

mod addresses;
mod buried;
mod bytes;
mod connections;
mod elsewhere;
mod enrolment;
mod https;
mod kept_out;
mod logins;
mod memory;
mod numbers;
mod odd_answers;
mod pages;
mod panics;
mod passwords;
mod phone;
mod printed;
mod private_files;
mod refusals;
mod room;
mod second_factor;
mod secrets;
mod sessions;
mod shapes;
mod side_by_side;
mod street;
mod units;
mod users;
mod waits;
mod work;
