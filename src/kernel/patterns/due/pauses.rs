//! When the clock stands.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::DueError;

/// A stretch in which the clock stands: the applicant supplements or pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When the clock was stopped.
    pub from: DateTime<Utc>,
    /// When it ran again; none while it stands.
    pub to: Option<DateTime<Utc>>,
}

/// Pauses in order and apart; one that has not ended ends at the end of time.
#[derive(Debug, Clone)]
pub(super) struct Pauses(Vec<(DateTime<Utc>, DateTime<Utc>)>);

/// The end of a pause that has not ended.
const NEVER: DateTime<Utc> = DateTime::<Utc>::MAX_UTC;

impl Pauses {
    /// Sorts the pauses and joins those that overlap or touch.
    pub(super) fn of(stops: &[Pause]) -> Result<Self, DueError> {
        let mut sorted = Vec::with_capacity(stops.len());
        for Pause { from, to } in stops.iter().copied() {
            let to = to.unwrap_or(NEVER);
            if to < from {
                return Err(DueError::PauseBackwards { from, to });
            }
            sorted.push((from, to));
        }
        sorted.sort_unstable();
        let mut joined: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Ok(Self(joined))
    }

    /// Whether the day that ends at `close` is lost: the clock was stopped before and ran again at the close or later.
    pub(super) fn takes(&self, close: DateTime<Utc>) -> bool {
        self.0.iter().any(|(from, to)| *from < close && close <= *to)
    }

    /// Whether the clock stands from `moment` on and nobody knows until when.
    pub(super) fn stand_for_good(&self, moment: DateTime<Utc>) -> bool {
        self.0
            .last()
            .is_some_and(|(from, to)| *to == NEVER && *from <= moment)
    }

    /// Lets the clock run from `from` until `left` is used up or `until` is reached: the time that is still left and,
    /// if none is, the moment at which it ended.
    pub(super) fn run(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        mut left: TimeDelta,
    ) -> (TimeDelta, Option<DateTime<Utc>>) {
        let mut now = from;
        for (stop, go) in &self.0 {
            if *go <= now {
                continue;
            }
            let end = until.min((*stop).max(now));
            if end - now >= left {
                return (TimeDelta::zero(), Some(now + left));
            }
            left -= end - now;
            now = *go;
            if now >= until {
                return (left, None);
            }
        }
        match until - now {
            room if room >= left => (TimeDelta::zero(), Some(now + left)),
            room => (left - room, None),
        }
    }
}
