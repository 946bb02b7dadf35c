//! Reports as files that people go on writing in: a document for a word processor and slides. Both are packages of XML parts in a zip,
//! as ISO/IEC 29500 says; equal input gives equal bytes.

mod docx;
mod package;
mod pptx;
mod shapes;

pub use docx::docx;
pub use pptx::pptx;
