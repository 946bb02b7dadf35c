//! Which reads a scan makes: those that rest on nothing at first, then those that follow from what was read.

use std::sync::Arc;

use serde_json::Value;

use super::ScanOptions;
use crate::operation::{Asked, Context, Inputs, OPERATIONS, Operation, Place, Record, input};

/// A read to make.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) session: usize,
    pub(super) operation: &'static Operation,
    /// The Region that the read is of.
    pub(super) region: Arc<str>,
    pub(super) of: Arc<str>,
    pub(super) input: Arc<Value>,
    /// The token of the page to read.
    pub(super) token: Option<String>,
    /// What earlier pages brought.
    pub(super) records: Vec<Record>,
    pub(super) tries: u32,
    /// The Region that has it, where AWS said so.
    pub(super) moved: Option<Arc<str>>,
    /// New keys are wanted first.
    pub(super) renew: bool,
}

/// The operations that scans make.
pub(super) fn scanned() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|operation| !matches!(operation.inputs, Inputs::ByHand))
}

/// True where the options ask for this operation.
pub(super) fn is_asked(options: &ScanOptions, operation: &Operation) -> bool {
    let of_service = options.services.is_empty()
        || options.services.iter().any(|name| name == operation.service.name);
    of_service && (options.operations.is_empty() || options.operations.contains(&operation.id()))
}

fn job(session: usize, operation: &'static Operation, region: &Arc<str>, asked: Asked) -> Job {
    Job {
        session,
        operation,
        region: region.clone(),
        of: asked.of.into(),
        input: Arc::new(asked.input),
        token: None,
        records: Vec::new(),
        tries: 0,
        moved: None,
        renew: false,
    }
}

/// The reads of one account that rest on nothing.
pub(super) fn first(
    session: usize,
    context: &Context<'_>,
    options: &ScanOptions,
    home: &Arc<str>,
    regions: &[Arc<str>],
) -> Vec<Job> {
    let mut jobs = Vec::new();
    for operation in
        scanned().filter(|operation| operation.parent().is_none() && is_asked(options, operation))
    {
        let places: Vec<&Arc<str>> = match (operation.service.place, operation.only_in) {
            (_, Some(only)) => regions.iter().filter(|region| &***region == only).collect(),
            (Place::Global | Place::AtHome, None) => vec![home],
            (Place::Regional | Place::RegionalNewName, None) => regions.iter().collect(),
        };
        let asked: Vec<Asked> = match operation.inputs {
            Inputs::Fixed(inputs) => inputs
                .iter()
                .map(|text| Asked {
                    of: if inputs.len() == 1 { String::new() } else { (*text).to_owned() },
                    input: input::fixed(text, context),
                })
                .collect(),
            Inputs::Made { make, .. } => make(context, &[]),
            Inputs::Each { .. } | Inputs::ByHand => Vec::new(),
        };
        for region in places {
            jobs.extend(asked.iter().map(|asked| job(session, operation, region, asked.clone())));
        }
    }
    jobs
}

/// The reads that follow from the records of one.
pub(super) fn following(
    done: &Job,
    records: &[Record],
    context: &Context<'_>,
    options: &ScanOptions,
) -> Vec<Job> {
    let parent = done.operation.id();
    let mut jobs = Vec::new();
    let follows = |operation: &&'static Operation| {
        operation.parent() == Some(parent.as_str()) && is_asked(options, operation)
    };
    for operation in scanned().filter(follows) {
        match operation.inputs {
            Inputs::Each { fill, with, when, most, .. } => {
                for record in records.iter().filter(|record| when(record)).take(most) {
                    let Some(asked) = filled(fill, with, record, &done.of, context) else {
                        continue;
                    };
                    // A bucket is asked where it lies.
                    let region = match record.text("BucketRegion") {
                        Some(region) if operation.service.name == "s3" => Arc::from(region),
                        _ => done.region.clone(),
                    };
                    jobs.push(job(done.session, operation, &region, asked));
                }
            }
            Inputs::Made { make, .. } => {
                let asked = make(context, records);
                jobs.extend(
                    asked
                        .into_iter()
                        .map(|asked| job(done.session, operation, &done.region, asked)),
                );
            }
            Inputs::Fixed(_) | Inputs::ByHand => {}
        }
    }
    jobs
}

/// The input for one record; `None` where the record lacks what is to be filled in.
fn filled(
    fill: &[(&str, &str)],
    with: &str,
    record: &Record,
    parent_of: &str,
    context: &Context<'_>,
) -> Option<Asked> {
    let mut value = input::fixed(with, context);
    let mut of = String::new();
    for (at, (name, field)) in fill.iter().enumerate() {
        let text = if *field == "^" { parent_of.to_owned() } else { record.name(field)? };
        if at == 0 {
            of.clone_from(&text);
        } else if *field == "^" {
            // Things of one name in two places are told apart.
            of = format!("{text}/{of}");
        }
        input::put(&mut value, name, Value::String(text));
    }
    Some(Asked { of, input: value })
}
