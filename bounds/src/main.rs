//! Does the work of one surface on hostile shapes at a size and at twice that size, so that the
//! work can be counted: `netra-bounds SURFACE BYTES [SHAPE]...`, all shapes that reach the surface
//! if none is named; `netra-bounds list` names surfaces and shapes. `.ci/bounds` counts the
//! instructions within [`measured`]; by itself the program shows milliseconds, for hunting.

mod ground;
mod shapes;
mod surfaces;
mod wraps;

#[path = "../../fuzz/fuzz_targets/dates_laws.rs"]
mod dates_laws;
#[path = "../../fuzz/fuzz_targets/markup_laws.rs"]
mod markup_laws;
#[path = "../../fuzz/fuzz_targets/spelling_laws.rs"]
mod spelling_laws;
#[path = "../../fuzz/fuzz_targets/support.rs"]
mod support;

use std::process::ExitCode;

use ground::Ground;
use shapes::Shape;
use surfaces::Surface;

/// What everything is warmed up with: tables and patterns that are made once are no part of the
/// work that grows.
const ORDINARY: &str =
    "Ayo dukung nomor urut 2, Pak Budi! #Menang <b>https://a.example/x</b> 1 Mei 2024";

/// The only place whose instructions are counted: its name is what valgrind looks for.
#[inline(never)]
fn measured(surface: &Surface, ground: &Ground, input: &[u8]) {
    (surface.work)(ground, std::hint::black_box(input));
}

/// Milliseconds that the processor has worked for this thread, as Linux tells them: other programs
/// on the machine do not count.
fn worked() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.unwrap_or(0.0) / 1e6
}

/// The work at a size, in milliseconds.
fn milliseconds(surface: &Surface, ground: &Ground, shape: &Shape, bytes: usize) -> f64 {
    let input = (surface.wrap)(ground, shape, bytes);
    let before = worked();
    measured(surface, ground, &input);
    worked() - before
}

fn list(ground: &Ground) {
    for surface in surfaces::all() {
        let shapes = shapes::all(ground);
        let reached = shapes
            .iter()
            .filter(|shape| surface.takes.contains(&shape.sort));
        let names: Vec<&str> = reached.map(|shape| shape.name.as_str()).collect();
        println!("{} {} {}", surface.name, surface.bytes, names.join(" "));
    }
}

fn run(surface: &Surface, bytes: usize, named: &[String]) {
    let ground = Ground::new();
    let mut warm = (surface.wrap)(&ground, &Shape::of_text("ordinary", ORDINARY), 200);
    (surface.work)(&ground, &warm);
    warm.clear();
    for shape in shapes::all(&ground) {
        let wanted = named.is_empty() && surface.takes.contains(&shape.sort);
        if wanted || named.contains(&shape.name) {
            let [once, twice] =
                [bytes, 2 * bytes].map(|bytes| milliseconds(surface, &ground, &shape, bytes));
            println!("{} {once:.3} {twice:.3}", shape.name);
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [word] if word == "list" => list(&Ground::new()),
        [name, bytes, named @ ..] => {
            let surface = surfaces::all().into_iter().find(|one| one.name == name);
            let (Some(surface), Ok(bytes)) = (surface, bytes.parse()) else {
                return ExitCode::from(2);
            };
            run(&surface, bytes, named);
        }
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}
