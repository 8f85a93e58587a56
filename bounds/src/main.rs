//! Does the work of a surface on hostile shapes of given sizes, so that the work can be counted.
//! `netra-bounds list` names the surfaces, each with its size and shapes. Without an argument the
//! program reads jobs, `SURFACE BYTES SHAPE` a line, and answers each with a line of milliseconds:
//! one process does many jobs, because what is made once takes longer under valgrind than most of
//! them. `.ci/bounds` chooses by those milliseconds and counts the instructions within [`measured`];
//! by hand, `echo html 4096 m-nested | netra-bounds` is for hunting.

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

use std::collections::HashSet;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use ground::Ground;
use nix::time::{ClockId, clock_gettime};
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

/// Milliseconds that the processor has worked for this thread: other programs on the machine do not
/// count.
fn worked() -> f64 {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from);
    time.unwrap_or_default().as_secs_f64() * 1e3
}

/// The work at a size, in milliseconds.
fn milliseconds(surface: &Surface, ground: &Ground, shape: &Shape, bytes: usize) -> f64 {
    let input = (surface.wrap)(ground, shape, bytes);
    let before = worked();
    measured(surface, ground, &input);
    worked() - before
}

fn list(ground: &Ground) {
    let shapes = shapes::all(ground);
    for surface in surfaces::all() {
        let reached = shapes
            .iter()
            .filter(|shape| surface.takes.contains(&shape.sort));
        let names: Vec<&str> = reached.map(|shape| shape.name.as_str()).collect();
        println!("{} {} {}", surface.name, surface.bytes, names.join(" "));
    }
}

/// Does jobs as they come; none that names what there is not.
struct Worker {
    ground: Ground,
    surfaces: Vec<Surface>,
    shapes: Vec<Shape>,
    warm: HashSet<&'static str>,
}

impl Worker {
    fn new() -> Self {
        let ground = Ground::new();
        Self {
            surfaces: surfaces::all(),
            shapes: shapes::all(&ground),
            warm: HashSet::new(),
            ground,
        }
    }

    fn answer(&mut self, job: &str) -> Option<f64> {
        let mut words = job.split_whitespace();
        let (surface, bytes, shape) = (words.next()?, words.next()?, words.next()?);
        let surface = self.surfaces.iter().find(|one| one.name == surface)?;
        let shape = self.shapes.iter().find(|one| one.name == shape)?;
        if self.warm.insert(surface.name) {
            let ordinary = Shape::of_text("ordinary", ORDINARY);
            (surface.work)(&self.ground, &(surface.wrap)(&self.ground, &ordinary, 200));
        }
        Some(milliseconds(
            surface,
            &self.ground,
            shape,
            bytes.parse().ok()?,
        ))
    }
}

fn work() -> Option<()> {
    let mut worker = Worker::new();
    for job in std::io::stdin().lines() {
        println!("{:.3}", worker.answer(&job.ok()?)?);
        std::io::stdout().flush().ok()?;
    }
    Some(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [] => work(),
        [word] if word == "list" => Some(list(&Ground::new())),
        _ => None,
    };
    if done.is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}
