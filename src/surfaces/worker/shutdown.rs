//! The word to stop, heard by every part of a process.

use tokio::sync::watch;

/// Gives the word. When it is dropped, that counts as given.
#[derive(Debug)]
pub struct Stopper {
    sender: watch::Sender<bool>,
}

/// Hears the word.
#[derive(Debug, Clone)]
pub struct Shutdown {
    receiver: watch::Receiver<bool>,
}

/// A stopper and what listens to it.
#[must_use]
pub fn channel() -> (Stopper, Shutdown) {
    let (sender, receiver) = watch::channel(false);
    (Stopper { sender }, Shutdown { receiver })
}

impl Stopper {
    /// Gives the word.
    pub fn stop(&self) {
        self.sender.send_replace(true);
    }
}

impl Shutdown {
    /// Completes when the word was given.
    pub async fn requested(&mut self) {
        // An error means that the stopper is gone.
        let _ = self.receiver.wait_for(|stop| *stop).await;
    }

    /// Whether the word was given.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.receiver.borrow() || self.receiver.has_changed().is_err()
    }

    /// Awaits `work`, but not beyond the word to stop. Only for work that may be dropped half-way.
    pub async fn or<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.requested() => None,
            done = work => Some(done),
        }
    }
}
