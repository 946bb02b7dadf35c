//! Stopping a scan from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Stops a scan; its clones stop the same one.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_cancelled: AtomicBool,
    told: Notify,
}

impl Cancel {
    /// Stops nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the scan at once; what it read by then stands.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::SeqCst);
        self.0.told.notify_waiters();
    }

    /// True once it was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::SeqCst)
    }

    /// Waits until it is stopped.
    pub(crate) async fn cancelled(&self) {
        let told = self.0.told.notified();
        tokio::pin!(told);
        // Listening comes before looking, so that a stop between the two is heard.
        told.as_mut().enable();
        if !self.is_cancelled() {
            told.await;
        }
    }
}
