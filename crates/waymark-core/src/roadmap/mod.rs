//! The roadmap: which initiatives are chosen and why, what they cost here, in which wave they end, and what is true after it.
//!
//! Placing them in weeks is `waymark-schedule`'s work; this module prepares it and reads its result.

mod accepted;
mod plan;
mod projection;
mod selection;
mod wave;

pub use accepted::accepted_sentence;
pub use plan::{Moved, Odds, Placed, Plan, RoleLoad, SLIP_WEEKS, Slip};
pub use projection::{Projection, project};
pub use selection::{Chosen, Demand, Demands, LeftOut, Reason, ReasonKind, Selection, select};
pub use wave::{WAVES, Wave, WaveBorder, waves};
