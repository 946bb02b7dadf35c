//! Journeys through the built application in its real window: WebKit on a display of its own, driven by WebDriver, with native
//! dialogs answered on the keyboard. `cargo xtask test` runs them after everything else.

mod access;
mod architecture;
mod driver;
mod evidence;
mod german;
mod grid;
mod guide;
mod new_engagement;
mod packs;
mod pdf;
mod roadmap;
mod room;
mod safety;
mod sample;
mod screens;
mod tables;
mod trust;
#[allow(dead_code, reason = "the measurements use the rest of it")]
mod workshop;
