//! What a document promises: it gives back what it was given, takes every change back, refuses what it is not, and survives.

mod support;

mod crash;
mod fixture;
mod lineage;
mod protect;
mod recover;
mod refuse;
mod round_trip;
mod schema;
mod undo;
