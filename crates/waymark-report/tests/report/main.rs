//! The composed report: what is in it, what leads where, and what must never be in it.

mod compose;
mod drawing;
mod fixture;
mod html;
