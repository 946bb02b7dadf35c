//! The target architecture under the shipped pack: which rules call for what, what is proposed, how data flows, what is told,
//! how it is drawn.

mod components;
mod decision;
mod diagram;
mod golden;
mod properties;
mod rules;
mod stages;
mod support;
