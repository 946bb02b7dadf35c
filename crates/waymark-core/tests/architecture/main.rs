//! The target architecture under the shipped pack: what is proposed, how data flows, what is told, how it is drawn.

mod components;
mod decision;
mod diagram;
mod properties;
mod support;
