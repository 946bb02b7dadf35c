//! Feeds every reader of files from outside with mutated input, and tells what panics, hangs, or asks for too much memory.
//!
//! The same target and number give the same input everywhere. Inputs are read in a process of their own, with as much stack as a
//! command of the window has and with bounded memory: an input that brings it down is told with its number, and the next ones go on
//! in a fresh process. `cargo xtask bench fuzz` runs this for minutes, the tests for a few inputs.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a measurement prints, and reads the clock"
)]

mod mutate;
mod random;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::mutate::Form;
use crate::random::Random;
use crate::target::{Ground, TARGETS, Target};

const HELP: &str = "\
waymark-fuzz [--target T]... [--minutes N | --inputs N] [--from N]
                            every target, or those named: each for minutes, or for a number of inputs; 300 without either
waymark-fuzz list           the targets
waymark-fuzz one T N FILE   reads input N of target T in this process, and keeps it as FILE";

/// How long one input may take. They are at most a megabyte; what takes longer does not end while somebody waits.
const PATIENCE: Duration = Duration::from_mins(1);
/// Most memory of the process that reads, in KB.
const MEMORY: u64 = 4 << 20;
/// The stack that commands of the window run on, in bytes.
const STACK: usize = 2 << 20;
/// Inputs that one process reads: what readers keep for good does not add up.
const BATCH: u64 = 200;
/// After so many failures a target is left alone.
const FAILURES: usize = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["list"] => {
            for target in TARGETS {
                println!("{:<16} {}", target.name, target.about);
            }
            Ok(true)
        }
        ["work", name, from, to] => work(name, from, to),
        ["one", name, number, file] => one(name, number, file),
        _ => Plan::of(&words).map(|plan| run(&plan)),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}\n\n{HELP}");
            ExitCode::FAILURE
        }
    }
}

/// What is to be fed, and for how long.
struct Plan {
    targets: Vec<&'static Target>,
    from: u64,
    inputs: u64,
    time: Option<Duration>,
}

impl Plan {
    fn of(words: &[&str]) -> Result<Self, String> {
        let mut plan = Self { targets: vec![], from: 0, inputs: 300, time: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or(format!("{word} needs a value"))?;
            match *word {
                "--target" => plan.targets.push(named(value)?),
                "--from" => plan.from = number(value)?,
                "--inputs" => plan.inputs = number(value)?,
                "--minutes" => plan.time = Some(Duration::from_secs(number(value)? * 60)),
                other => return Err(format!("there is no option {other}")),
            }
        }
        if plan.targets.is_empty() {
            plan.targets = TARGETS.iter().collect();
        }
        Ok(plan)
    }
}

fn number(word: &str) -> Result<u64, String> {
    word.parse().map_err(|_| format!("{word} is no whole number"))
}

fn named(name: &str) -> Result<&'static Target, String> {
    TARGETS.iter().find(|target| target.name == name).ok_or_else(|| {
        let all: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        format!("there is no target {name}; there are {}", all.join(", "))
    })
}

/// The corpus of a target and the words of its language, those that stand in the corpus among them.
struct Language {
    corpus: Vec<Vec<u8>>,
    words: Vec<String>,
}

impl Language {
    fn of(target: &Target, ground: &Ground) -> Self {
        let corpus = (target.corpus)(ground);
        let mut words: BTreeSet<String> =
            target.words.iter().map(|word| (*word).to_owned()).collect();
        if !matches!(target.form, Form::Bytes | Form::Png | Form::Font | Form::Zip) {
            for bytes in &corpus {
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(200_000)]).into_owned();
                let own = text.split(|c: char| c.is_whitespace() || "\"',:;=<>()[]{}".contains(c));
                words.extend(
                    own.filter(|word| (2..40).contains(&word.len())).take(2000).map(str::to_owned),
                );
            }
        }
        Self { corpus, words: words.into_iter().collect() }
    }

    fn input(&self, target: &Target, number: u64) -> Vec<u8> {
        let mut random = Random::of(target.name, number);
        mutate::input(&mut random, target.form, &self.corpus, &self.words)
    }
}

/// On a thread with the stack of a command.
fn on_a_small_stack(work: impl FnOnce() + Send) -> bool {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.expect("a thread can be started").join().is_ok()
    })
}

/// Reads a range of inputs; tells the number of each before it is read.
fn work(name: &str, from: &str, to: &str) -> Result<bool, String> {
    let (target, from, to) = (named(name)?, number(from)?, number(to)?);
    Ok(on_a_small_stack(|| {
        let mut ground = Ground::new();
        let language = Language::of(target, &ground);
        for number in from..to {
            let bytes = language.input(target, number);
            println!("{number}");
            std::io::stdout().flush().expect("somebody listens");
            ground.input = number;
            (target.read)(&ground, &bytes);
        }
        println!("end");
    }))
}

/// Reads one input, and keeps it.
fn one(name: &str, number_of: &str, file: &str) -> Result<bool, String> {
    let (target, number) = (named(name)?, number(number_of)?);
    let is_read = on_a_small_stack(|| {
        let mut ground = Ground::new();
        let bytes = Language::of(target, &ground).input(target, number);
        fs::write(file, &bytes).unwrap_or_else(|error| panic!("{file} cannot be written: {error}"));
        println!("{} bytes, kept as {file}", bytes.len());
        ground.input = number;
        let begun = Instant::now();
        (target.read)(&ground, &bytes);
        println!("read in {:.1} s", begun.elapsed().as_secs_f64());
    });
    Ok(is_read)
}

/// What one target came to.
#[derive(Default)]
struct Told {
    inputs: u64,
    /// The inputs behind each failure, by where it happened.
    failures: BTreeMap<String, Vec<u64>>,
    /// The slowest input, and how long it took.
    slowest: (Duration, u64),
}

/// Feeds the targets, as many at once as there are processors; true where nothing failed.
fn run(plan: &Plan) -> bool {
    let open = Mutex::new(plan.targets.iter());
    let all = Mutex::new(BTreeMap::new());
    let width = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..width.min(plan.targets.len()) {
            scope.spawn(|| {
                loop {
                    let next = open.lock().expect("no holder panics").next().copied();
                    let Some(target) = next else { break };
                    let told = feed(target, plan);
                    say(target, &told);
                    all.lock().expect("no holder panics").insert(target.name, told);
                }
            });
        }
    });
    all.into_inner().expect("no holder panics").values().all(|told| told.failures.is_empty())
}

fn say(target: &Target, told: &Told) {
    let slowest = if told.slowest.0 > Duration::from_secs(2) {
        format!("; number {} took {:.1} s", told.slowest.1, told.slowest.0.as_secs_f64())
    } else {
        String::new()
    };
    println!(
        "{:<16} {:>7} inputs, {} failures{slowest}",
        target.name,
        told.inputs,
        told.failures.len()
    );
    for (place, numbers) in &told.failures {
        let first = numbers.first().copied().unwrap_or_default();
        println!(
            "    {place}\n        {} inputs; again with: cargo xtask bench fuzz one {} {first} FILE",
            numbers.len(),
            target.name
        );
    }
}

fn feed(target: &Target, plan: &Plan) -> Told {
    let begun = Instant::now();
    let mut told = Told::default();
    let mut from = plan.from;
    let is_over = |from: u64| match plan.time {
        Some(time) => begun.elapsed() >= time,
        None => from >= plan.from + plan.inputs,
    };
    while !is_over(from) && told.failures.values().map(Vec::len).sum::<usize>() < FAILURES {
        let to = if plan.time.is_some() {
            from + BATCH
        } else {
            (from + BATCH).min(plan.from + plan.inputs)
        };
        let end = batch(target, from, to, &mut told);
        from = end.0;
        if let Some(why) = end.1 {
            told.failures.entry(why).or_default().push(from);
            from += 1;
        }
        told.inputs = from - plan.from;
    }
    told
}

/// Reads inputs in a process of its own: the number it came to, and why it ended there unless it came to the end.
fn batch(target: &Target, from: u64, to: u64, told: &mut Told) -> (u64, Option<String>) {
    let program = std::env::current_exe().expect("this program has a path");
    let numbers = [from.to_string(), to.to_string()];
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"]).arg(&program);
        shell
    } else {
        Command::new(&program)
    };
    let mut child = command
        .args(["work", target.name])
        .args(&numbers)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process can be started");
    let (out, mut err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let (send, lines) = channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    let errors = std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = err.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    });
    let (mut at, mut is_whole, mut is_stuck) = (from, false, false);
    let mut begun = None;
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                let now = Instant::now();
                if let Some((number, start)) = begun.replace((line.parse().unwrap_or(at), now)) {
                    told.slowest = told.slowest.max((now - start, number));
                }
                is_whole |= line == "end";
                at = line.parse().unwrap_or(at);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                is_stuck = true;
                let _ = child.kill();
                break;
            }
        }
    }
    let status = child.wait().expect("the process can be waited for");
    reader.join().expect("the reader of lines does not panic");
    let said = errors.join().expect("the reader of errors does not panic");
    if is_whole && status.success() {
        return (to, None);
    }
    let why = if is_stuck {
        format!("no end within {} s", PATIENCE.as_secs())
    } else {
        // Where it panicked, and why, without what differs from input to input.
        let mut lines = said.lines().skip_while(|line| !line.contains("panicked at"));
        match (lines.next(), lines.next()) {
            (Some(place), message) => {
                let place = place.split("panicked at").nth(1).unwrap_or(place).trim();
                format!(
                    "panic at {place} {}",
                    message.unwrap_or_default().chars().take(160).collect::<String>()
                )
            }
            (None, _) => {
                format!("ended by {status}: {}", said.lines().next_back().unwrap_or_default())
            }
        }
    };
    (at, Some(why))
}
