//! Waiting for what others bring about: by looking again and again, with an end.

use std::time::{Duration, Instant};

/// How long anything may take on a machine that is busy with the other tests.
pub const DEADLINE: Duration = Duration::from_secs(90);

/// Waits until a condition is true; fails with its name when it does not become so.
pub async fn until<F: AsyncFnMut() -> bool>(what: &str, mut holds: F) {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < DEADLINE, "still not after {DEADLINE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// How long whoever is told “not now, come back later” comes back.
pub struct Patience(Instant);

impl Patience {
    pub fn new() -> Self {
        Self(Instant::now())
    }

    /// Waits a little before the next time; whether there is to be one.
    pub async fn lasts(&self) -> bool {
        tokio::time::sleep(Duration::from_millis(250)).await;
        self.0.elapsed() < DEADLINE
    }
}

/// Waits until a server listens there.
pub async fn listening(port: u16) {
    until(&format!("something listens on port {port}"), async || {
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
    })
    .await;
}
