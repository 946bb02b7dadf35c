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
    pub(super) input: Input,
    /// The token of the page to read.
    pub(super) token: Option<String>,
    /// How many pages were read.
    pub(super) pages: u32,
    /// What earlier pages brought.
    pub(super) records: Vec<Record>,
    pub(super) tries: u32,
    /// The Region that has it, where AWS said so.
    pub(super) moved: Option<Arc<str>>,
    /// New keys are wanted first.
    pub(super) renew: bool,
}

/// Texts that fill an input.
type Texts = Box<[Box<str>]>;

/// What a read is asked with. Many thousands wait at once, so what can be made when it is sent is not kept.
#[derive(Debug, Clone)]
pub(super) enum Input {
    /// As it is sent.
    Whole(Arc<Value>),
    /// What fills the operation's own input, in its order.
    Filled(Texts),
}

impl Job {
    /// What is sent, with the token of the page.
    pub(super) fn input(&self, context: &Context<'_>) -> Value {
        let mut value = match (&self.input, self.operation.inputs) {
            (Input::Whole(value), _) => Value::clone(value),
            (Input::Filled(texts), Inputs::Each { fill, with, .. }) => {
                let mut value = input::fixed(with, context);
                for ((name, _), text) in fill.iter().zip(texts) {
                    input::put(&mut value, name, Value::String(text.to_string()));
                }
                value
            }
            (Input::Filled(_), _) => unreachable!("only what is asked of each record is filled"),
        };
        if let (Some(token), Some((name, _))) = (&self.token, self.operation.page) {
            value[name] = Value::String(token.clone());
        }
        value
    }
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

fn job(
    session: usize,
    operation: &'static Operation,
    region: &Arc<str>,
    of: Arc<str>,
    input: Input,
) -> Job {
    Job {
        session,
        operation,
        region: region.clone(),
        of,
        input,
        token: None,
        pages: 0,
        records: Vec::new(),
        tries: 0,
        moved: None,
        renew: false,
    }
}

/// The read of an input that was made as a whole.
fn whole(session: usize, operation: &'static Operation, region: &Arc<str>, asked: Asked) -> Job {
    job(session, operation, region, asked.of.into(), Input::Whole(Arc::new(asked.input)))
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
            jobs.extend(asked.iter().map(|asked| whole(session, operation, region, asked.clone())));
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
            Inputs::Each { fill, when, most, .. } => {
                for record in records.iter().filter(|record| when(record)).take(most) {
                    let Some((of, texts)) = filled(fill, record, &done.of) else { continue };
                    // A bucket is asked where it lies.
                    let region = match record.text("BucketRegion") {
                        Some(region) if operation.service.name == "s3" => Arc::from(region),
                        _ => done.region.clone(),
                    };
                    jobs.push(job(done.session, operation, &region, of, Input::Filled(texts)));
                }
            }
            Inputs::Made { make, .. } => {
                let asked = make(context, records);
                jobs.extend(
                    asked
                        .into_iter()
                        .map(|asked| whole(done.session, operation, &done.region, asked)),
                );
            }
            Inputs::Fixed(_) | Inputs::ByHand => {}
        }
    }
    jobs
}

/// What a read of one record is asked of, and what fills its input; `None` where the record lacks what is to be filled in.
fn filled(fill: &[(&str, &str)], record: &Record, parent_of: &str) -> Option<(Arc<str>, Texts)> {
    let mut of = String::new();
    let mut texts = Vec::with_capacity(fill.len());
    for (at, (_, field)) in fill.iter().enumerate() {
        let text = if *field == "^" { parent_of.to_owned() } else { record.name(field)? };
        if at == 0 {
            of.clone_from(&text);
        } else if *field == "^" {
            // Things of one name in two places are told apart.
            of = format!("{text}/{of}");
        }
        texts.push(text.into());
    }
    Some((of.into(), texts.into()))
}
