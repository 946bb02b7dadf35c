//! The engine as a whole: what is on the pages, and what is in the file.

mod file;
mod pages;
mod specimen;
