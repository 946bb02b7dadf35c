//! The roadmap: which initiatives are chosen and why, what they cost here, in which wave they end, and what is true after it.
//!
//! Placing them in weeks is `waymark-schedule`'s work; this module prepares it and reads its result.

mod accepted;
mod call;
mod choice;
mod flow;
mod noticed;
mod own;
mod plan;
mod projection;
mod selection;
mod unlock;
mod wave;

pub use accepted::{
    Shift, Weeks, accepted_sentence, accepted_weeks, beside_accepted, planned_weeks, shifts,
    weeks_after,
};
pub use call::calls;
pub use choice::{Answer, Choice, Gain};
pub use noticed::{Noticed, noticed};
pub use own::with_own_initiatives;
pub use plan::{Moved, Odds, Placed, Plan, RoleLoad, SLIP_WEEKS, Slip};
pub use projection::{Projection, project};
pub use selection::{
    Call, Chosen, Demand, Demands, LeftOut, Reason, ReasonKind, Selection, Unlock, select,
};
pub use unlock::{unlocked, unlocks};
pub use wave::{Wave, WaveBorder, borders, waves};
