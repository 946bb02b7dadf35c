//! Reads the `.sm` files of the project scheduling library PSPLIB, the usual yardstick for schedulers.

use std::error::Error;
use std::fmt;

use crate::{Demand, Objective, Predecessor, Problem, Profile, Resource, Task};

/// A file that is no single-mode instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The line it was noticed in, from 1; the last line when something is missing.
    pub line: usize,
    /// What is wrong there.
    pub problem: ParseProblem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseProblem {
    /// A section that every instance has is not there, or is empty.
    MissingSection(&'static str),
    /// A row has fewer numbers than its section needs.
    ShortRow { needed: usize, found: usize },
    /// Not a whole number.
    NotANumber(String),
    /// Rows are expected for the jobs 1, 2, 3 and so on.
    UnexpectedJob { expected: u32, found: u32 },
    /// A successor that is not a job of the instance.
    UnknownSuccessor { job: u32, successor: u32 },
    /// Only one mode per job is supported.
    SeveralModes { job: u32 },
    /// Only renewable resources are supported.
    OtherResources,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    Precedence,
    Requests,
    Availabilities,
}

/// Reads an instance: one task per job in the file's order, the dummy first and last jobs included, demands and
/// capacities in the file's units, objective [`Objective::Makespan`].
///
/// # Errors
/// The first line that is no part of a single-mode instance with renewable resources.
pub fn parse(text: &str) -> Result<Problem, ParseError> {
    let mut section = Section::Head;
    let mut successors: Vec<(usize, Vec<u32>)> = Vec::new();
    let mut requests: Vec<(usize, Vec<u32>)> = Vec::new();
    let mut capacities: Vec<u32> = Vec::new();
    let mut last = 0;
    for (index, content) in text.lines().enumerate() {
        let line = index + 1;
        last = line;
        let fail = |problem| ParseError { line, problem };
        let content = content.trim();
        if let Some(found) = heading(content) {
            section = found;
            continue;
        }
        if section == Section::Head && is_other_resources(content) {
            return Err(fail(ParseProblem::OtherResources));
        }
        // Rules, column titles and empty lines.
        let is_row = content.starts_with(|first: char| first.is_ascii_digit());
        if !is_row || section == Section::Head {
            continue;
        }
        let row = numbers(content).map_err(fail)?;
        match section {
            Section::Precedence => {
                check_job(&row, successors.len(), 3).map_err(fail)?;
                let needed = 3 + row[2] as usize;
                if row.len() < needed {
                    return Err(fail(ParseProblem::ShortRow { needed, found: row.len() }));
                }
                if row[1] != 1 {
                    return Err(fail(ParseProblem::SeveralModes { job: row[0] }));
                }
                successors.push((line, row[3..needed].to_vec()));
            }
            Section::Requests => {
                check_job(&row, requests.len(), 3).map_err(fail)?;
                requests.push((line, row[2..].to_vec()));
            }
            Section::Availabilities if capacities.is_empty() => capacities = row,
            Section::Head | Section::Availabilities => {}
        }
    }
    let missing = |name| ParseError { line: last, problem: ParseProblem::MissingSection(name) };
    if successors.is_empty() {
        return Err(missing("PRECEDENCE RELATIONS"));
    }
    if requests.len() != successors.len() {
        return Err(missing("REQUESTS/DURATIONS"));
    }
    if capacities.is_empty() {
        return Err(missing("RESOURCEAVAILABILITIES"));
    }
    build(&successors, &requests, &capacities)
}

/// Puts rows together that come with the number of their line.
fn build(
    successors: &[(usize, Vec<u32>)],
    requests: &[(usize, Vec<u32>)],
    capacities: &[u32],
) -> Result<Problem, ParseError> {
    let mut tasks = Vec::with_capacity(requests.len());
    for (line, row) in requests {
        let amounts = &row[1..];
        if amounts.len() < capacities.len() {
            let problem =
                ParseProblem::ShortRow { needed: capacities.len() + 3, found: amounts.len() + 3 };
            return Err(ParseError { line: *line, problem });
        }
        let demands =
            amounts.iter().take(capacities.len()).enumerate().filter(|(_, amount)| **amount > 0);
        tasks.push(Task {
            duration: row[0],
            demands: demands.map(|(resource, &amount)| Demand { resource, amount }).collect(),
            ..Task::default()
        });
    }
    for (job, (line, successors)) in successors.iter().enumerate() {
        for &successor in successors {
            let task = (successor as usize).checked_sub(1).and_then(|index| tasks.get_mut(index));
            let Some(task) = task else {
                let problem = ParseProblem::UnknownSuccessor { job: job as u32 + 1, successor };
                return Err(ParseError { line: *line, problem });
            };
            task.predecessors.push(Predecessor { task: job, lag: 0 });
        }
    }
    let resources = capacities
        .iter()
        .map(|&capacity| Resource { capacity: Profile::constant(capacity) })
        .collect();
    Ok(Problem { tasks, resources, teams: Vec::new(), objective: Objective::Makespan })
}

fn heading(content: &str) -> Option<Section> {
    let sections = [
        ("PRECEDENCE RELATIONS", Section::Precedence),
        ("REQUESTS/DURATIONS", Section::Requests),
        ("RESOURCEAVAILABILITIES", Section::Availabilities),
    ];
    sections.into_iter().find(|(name, _)| content.starts_with(name)).map(|(_, section)| section)
}

/// Whether a line of the head counts any nonrenewable or doubly constrained resources.
fn is_other_resources(content: &str) -> bool {
    let Some((name, count)) = content.split_once(':') else { return false };
    let is_other = name.contains("nonrenewable") || name.contains("doubly constrained");
    is_other && count.split_whitespace().next().is_some_and(|count| count != "0")
}

fn numbers(content: &str) -> Result<Vec<u32>, ParseProblem> {
    let parse = |word: &str| word.parse().map_err(|_| ParseProblem::NotANumber(word.to_owned()));
    content.split_whitespace().map(parse).collect()
}

fn check_job(row: &[u32], before: usize, needed: usize) -> Result<(), ParseProblem> {
    if row.len() < needed {
        return Err(ParseProblem::ShortRow { needed, found: row.len() });
    }
    let expected = before as u32 + 1;
    if row[0] != expected {
        return Err(ParseProblem::UnexpectedJob { expected, found: row[0] });
    }
    Ok(())
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.problem {
            ParseProblem::MissingSection(name) => {
                write!(f, "the section {name} is missing or incomplete")
            }
            ParseProblem::ShortRow { needed, found } => {
                write!(f, "{needed} numbers are needed, there are {found}")
            }
            ParseProblem::NotANumber(word) => write!(f, "`{word}` is not a whole number"),
            ParseProblem::UnexpectedJob { expected, found } => {
                write!(f, "job {expected} is due, this is {found}")
            }
            ParseProblem::UnknownSuccessor { job, successor } => {
                write!(f, "job {job} has the unknown successor {successor}")
            }
            ParseProblem::SeveralModes { job } => write!(f, "job {job} has several modes"),
            ParseProblem::OtherResources => f.write_str("only renewable resources are supported"),
        }
    }
}

impl Error for ParseError {}
