//! The table of read operations: how each is written on the wire, how its answer is paged, and which fields of it are kept.
//!
//! A new service is a row here and a function that makes facts of it. What stands in no row can never be sent: the client
//! takes nothing else, and a test holds that every row is a read.

pub(crate) mod field;
pub(crate) mod input;
pub(crate) mod service;
mod table;

use serde_json::Value;

pub(crate) use field::Record;
pub(crate) use input::{Asked, Context};
pub(crate) use service::{Place, Service, Wire};
pub(crate) use table::OPERATIONS;

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    /// The service asked.
    pub(crate) service: &'static Service,
    /// The operation's name in the API.
    pub(crate) name: &'static str,
    /// Why a scan reads it, for the administrator who grants it.
    pub(crate) why: &'static str,
    /// The permission, where it is not called as the operation; empty where none is needed.
    action: Option<&'static str>,
    /// Method and path, for services with paths.
    pub(crate) rest: (&'static str, &'static str),
    /// Where in the answer the list stands; `None` where the answer itself is the one record.
    pub(crate) list: Option<&'static str>,
    /// The token of the next page: its name in the request, its path in the answer.
    pub(crate) page: Option<(&'static str, &'static str)>,
    /// What is asked.
    pub(crate) inputs: Inputs,
    /// The fields kept; everything else is dropped when the answer is read.
    pub(crate) keep: &'static [&'static str],
    /// The most records that one list gives.
    pub(crate) cap: usize,
    /// The one Region where it is asked, where that is not every Region.
    pub(crate) only_in: Option<&'static str>,
}

/// What an operation is asked with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Inputs {
    /// Nothing, or these, each a read of its own. `{account}` stands for the account's number.
    Fixed(&'static [&'static str]),
    /// Once for each record of another operation.
    Each {
        /// The other operation, `service:Operation`.
        of: &'static str,
        /// Names in the request and the fields of the record that fill them. `^` is what the record itself was asked of.
        fill: &'static [(&'static str, &'static str)],
        /// What else is asked, as JSON.
        with: &'static str,
        /// Which records.
        when: fn(&Record) -> bool,
        /// For at most so many of them.
        most: usize,
    },
    /// What a function makes of the context and, where one is named, the records of another operation.
    Made {
        /// The other operation; empty where none.
        of: &'static str,
        /// Makes them.
        make: fn(&Context<'_>, &[Record]) -> Vec<Asked>,
    },
    /// Asked outside of scans only.
    ByHand,
}

/// The most records of a list.
const CAP: usize = 10_000;

const fn always(_: &Record) -> bool {
    true
}

/// A row: asked once in every Region, its answer one record without fields.
const fn read(service: &'static Service, name: &'static str, why: &'static str) -> Operation {
    Operation {
        service,
        name,
        why,
        action: None,
        rest: ("POST", "/"),
        list: None,
        page: None,
        inputs: Inputs::Fixed(&["{}"]),
        keep: &[],
        cap: CAP,
        only_in: None,
    }
}

impl Operation {
    const fn get(mut self, path: &'static str) -> Self {
        self.rest = ("GET", path);
        self
    }

    const fn post(mut self, path: &'static str) -> Self {
        self.rest = ("POST", path);
        self
    }

    const fn list(mut self, path: &'static str) -> Self {
        self.list = Some(path);
        self
    }

    const fn page(mut self, request: &'static str, answer: &'static str) -> Self {
        self.page = Some((request, answer));
        self
    }

    const fn keep(mut self, fields: &'static [&'static str]) -> Self {
        self.keep = fields;
        self
    }

    const fn with(mut self, inputs: &'static [&'static str]) -> Self {
        self.inputs = Inputs::Fixed(inputs);
        self
    }

    const fn each(
        mut self,
        of: &'static str,
        fill: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.inputs = Inputs::Each { of, fill, with: "{}", when: always, most: usize::MAX };
        self
    }

    const fn each_with(
        mut self,
        of: &'static str,
        fill: &'static [(&'static str, &'static str)],
        with: &'static str,
        when: fn(&Record) -> bool,
        most: usize,
    ) -> Self {
        self.inputs = Inputs::Each { of, fill, with, when, most };
        self
    }

    const fn made(
        mut self,
        of: &'static str,
        make: fn(&Context<'_>, &[Record]) -> Vec<Asked>,
    ) -> Self {
        self.inputs = Inputs::Made { of, make };
        self
    }

    const fn by_hand(mut self) -> Self {
        self.inputs = Inputs::ByHand;
        self
    }

    const fn cap(mut self, most: usize) -> Self {
        self.cap = most;
        self
    }

    const fn action(mut self, action: &'static str) -> Self {
        self.action = Some(action);
        self
    }

    const fn only_in(mut self, region: &'static str) -> Self {
        self.only_in = Some(region);
        self
    }

    /// `service:Operation`, as the pack names it.
    pub(crate) fn id(&self) -> String {
        format!("{}:{}", self.service.name, self.name)
    }

    /// The permission that it needs; `None` where everybody may.
    pub(crate) fn permission(&self) -> Option<String> {
        match self.action {
            Some("") => None,
            Some(action) => Some(action.to_owned()),
            None => Some(format!("{}:{}", self.service.permissions, self.name)),
        }
    }

    /// What a scan names when the read fails.
    pub(crate) fn permission_name(&self) -> String {
        self.permission().unwrap_or_else(|| self.id())
    }

    /// The operation whose records this one is asked for.
    pub(crate) fn parent(&self) -> Option<&'static str> {
        match self.inputs {
            Inputs::Each { of, .. } => Some(of),
            Inputs::Made { of, .. } => (!of.is_empty()).then_some(of),
            Inputs::Fixed(_) | Inputs::ByHand => None,
        }
    }

    /// The records of an answer, each with the kept fields alone.
    pub(crate) fn records(&self, answer: &Value) -> Vec<Record> {
        match self.list {
            None => vec![Record::of(answer, self.keep)],
            Some(path) => field::list(answer, path)
                .into_iter()
                .map(|one| Record::of(one, self.keep))
                .collect(),
        }
    }

    /// The token of the next page, where there is one.
    pub(crate) fn next_page(&self, answer: &Value) -> Option<String> {
        let (_, path) = self.page?;
        let token = field::at(answer, path)?.as_str()?;
        (!token.is_empty()).then(|| token.to_owned())
    }
}

/// The row of this id.
pub(crate) fn find(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id() == id)
}

/// The row of this id, for code that names it.
pub(crate) fn known(id: &str) -> &'static Operation {
    find(id).unwrap_or_else(|| panic!("{id} stands in the table"))
}

#[cfg(test)]
mod tests;
