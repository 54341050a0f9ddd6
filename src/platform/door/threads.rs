//! The threads on which database work runs: as many as there are connections, because more would only queue for one.
//!
//! Diesel blocks, so each piece of work needs a thread. Handing it over and back is most of what a short transaction costs
//! beside the database's own work: under load a thread that is done takes the next piece from the queue without having slept,
//! where a pool made for anything (one for each thread of the web server) wakes up three threads for each piece.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::kernel::error::{Error, Result};

type Work = Box<dyn FnOnce() + Send>;

/// Threads that are started when they are first needed, and end with the door they belong to.
pub(super) struct Threads {
    queue: Arc<Queue>,
    name: &'static str,
    threads_max: usize,
    wait_max: Duration,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    ready: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Work>,
    threads: usize,
    /// Threads that sleep and that nobody has called yet.
    idle: usize,
    /// Calls that no thread has heard yet. Each piece of work that finds a sleeper calls one of its own: two that come in one
    /// instant must not both count on the same.
    calls: usize,
    is_closed: bool,
}

impl Threads {
    pub fn new(name: &'static str, threads_max: usize, wait_max: Duration) -> Self {
        Self {
            queue: Arc::default(),
            name,
            threads_max: threads_max.max(1),
            wait_max,
        }
    }

    /// Runs `work` on one of the threads.
    ///
    /// # Errors
    /// What `work` says; [`Error::Unavailable`] when no thread came to it within the longest wait: it is then never run.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, mut told) = oneshot::channel();
        // Set by the thread that begins, or by the caller who waits no longer: whoever is first.
        let is_decided = Arc::new(AtomicBool::new(false));
        let decided = Arc::clone(&is_decided);
        self.hand_over(Box::new(move || {
            if !tell.is_closed() && !decided.swap(true, Ordering::AcqRel) {
                let _ = tell.send(work());
            }
        }));
        let answer = match timeout(self.wait_max, &mut told).await {
            Ok(answer) => answer,
            Err(_) if !is_decided.swap(true, Ordering::AcqRel) => {
                return Err(Error::Unavailable("every database connection is busy".into()));
            }
            Err(_) => told.await,
        };
        // The work panicked: the thread has told it on its own standard error.
        answer.map_err(|_| Error::internal("database work ended early"))?
    }

    fn hand_over(&self, work: Work) {
        let mut state = self.queue.state();
        state.waiting.push_back(work);
        if state.idle > 0 {
            state.idle -= 1;
            state.calls += 1;
            drop(state);
            self.queue.ready.notify_one();
        } else if state.threads < self.threads_max {
            state.threads += 1;
            drop(state);
            self.start_thread();
        }
    }

    fn start_thread(&self) {
        let queue = Arc::clone(&self.queue);
        let started = std::thread::Builder::new()
            .name(self.name.into())
            .spawn(move || queue.work_off());
        if let Err(error) = started {
            tracing::error!(%error, "no thread for database work");
            self.queue.state().threads -= 1;
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.queue.state().is_closed = true;
        self.queue.ready.notify_all();
    }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work_off(&self) {
        while let Some(work) = self.next() {
            // A panic costs its own caller the answer, and nobody else the thread.
            let _ = catch_unwind(AssertUnwindSafe(work));
        }
    }

    /// The next piece of work; `None` when the door is gone and everything handed over is done.
    fn next(&self) -> Option<Work> {
        let mut state = self.state();
        loop {
            if let Some(work) = state.waiting.pop_front() {
                return Some(work);
            }
            if state.is_closed {
                return None;
            }
            state.idle += 1;
            state = self
                .ready
                .wait_while(state, |state| state.calls == 0 && !state.is_closed)
                .unwrap_or_else(PoisonError::into_inner);
            state.calls = state.calls.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    // Longer than any machine needs to start a thread.
    const SOON: Duration = Duration::from_millis(500);

    #[tokio::test]
    async fn whoever_waits_too_long_is_told_and_the_work_is_never_done() {
        let threads = Threads::new("test", 1, SOON);
        let (open, closed) = mpsc::channel::<()>();
        let first = threads.run(move || {
            let _ = closed.recv();
            Ok("done")
        });
        let (did, done) = mpsc::channel();
        let second = async {
            let refused = threads.run(move || Ok(did.send(()))).await;
            assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
            open.send(()).unwrap();
        };
        let (first, ()) = tokio::join!(first, second);
        assert_eq!(first.unwrap(), "done", "begun in time, it may take its time");
        threads.run(|| Ok(())).await.unwrap();
        assert!(done.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_panic_costs_nobody_else_anything() {
        let threads = Threads::new("test", 1, Duration::from_secs(10));
        let hurt: Result<()> = threads.run(|| panic!("on purpose")).await;
        assert!(matches!(hurt, Err(Error::Internal(_))));
        assert_eq!(threads.run(|| Ok(7)).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn as_many_pieces_at_once_as_there_are_threads() {
        let threads = Arc::new(Threads::new("test", 3, Duration::from_secs(10)));
        let barrier = Arc::new(std::sync::Barrier::new(3));
        let all = (0..3).map(|_| {
            let (threads, barrier) = (Arc::clone(&threads), Arc::clone(&barrier));
            async move {
                threads
                    .run(move || {
                        barrier.wait();
                        Ok(())
                    })
                    .await
            }
        });
        assert!(
            futures_util::future::join_all(all)
                .await
                .iter()
                .all(Result::is_ok)
        );
    }
}
