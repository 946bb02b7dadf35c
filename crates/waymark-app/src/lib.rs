//! The product without a window: open documents, commands, views. The window and the command line call nothing below it.
//!
//! Begin with [`commands`], the contract, then [`view`].

pub mod error;
pub mod view;
pub mod commands;
