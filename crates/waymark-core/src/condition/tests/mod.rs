//! Tests of the condition language: messages, logic, rules of the shipped pack, properties, and CEL as oracle.

mod check;
mod logic;
mod oracle;
mod properties;
mod rules;
mod shipped;
mod syntax;
mod world;
