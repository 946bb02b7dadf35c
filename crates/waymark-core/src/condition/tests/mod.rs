//! Tests of the condition language: messages, logic, rules of a real pack, properties, and CEL as oracle.

mod check;
mod logic;
mod oracle;
mod properties;
mod rules;
mod rules_text;
mod syntax;
mod world;
