//! Counting time: within sessions, or by the clock.

use chrono::{DateTime, TimeDelta, Utc};

use super::days::Walk;
use super::{DueError, What};

impl Walk<'_> {
    /// When `minutes` of working time from reception have run.
    pub(super) fn working_time_from_reception(
        &mut self,
        minutes: u64,
    ) -> Result<Option<DateTime<Utc>>, DueError> {
        let (_, from) = self.start();
        self.working_time(from, minutes)
    }

    /// When `minutes` of working time after `from` have run.
    pub(super) fn working_time(
        &mut self,
        from: DateTime<Utc>,
        minutes: u64,
    ) -> Result<Option<DateTime<Utc>>, DueError> {
        let mut left = span(minutes);
        let date = from.with_timezone(&self.zone).date_naive();
        self.each_day(date, |walk, day| {
            if !day.is_worked() {
                walk.tell(day.date, What::not_worked(&day));
                return None;
            }
            let before = left;
            let mut ended = None;
            for session in day.sessions {
                let (open, close) = session.on(day.date, walk.zone);
                let open = open.max(from);
                if open < close && ended.is_none() {
                    (left, ended) = walk.pauses.run(open, close, left);
                }
            }
            let ran = before - left;
            if ran > TimeDelta::zero() {
                walk.tell(
                    day.date,
                    What::Worked {
                        minutes: whole(ran),
                        left: up(left),
                    },
                );
            } else if day.close(walk.zone).is_some_and(|close| close > from) {
                walk.tell(day.date, What::Standing);
            } else if !walk.has_told(day.date) {
                walk.tell(day.date, What::MovedOn);
            }
            ended
        })
    }

    /// When `minutes` have run by the clock, day and night. Where there is a cut-off, they run from the opening of the
    /// day that counts as that of reception.
    pub(super) fn clock_time(&mut self, minutes: u64) -> Result<Option<DateTime<Utc>>, DueError> {
        let (date, mut from) = self.start();
        if self.in_office_hours {
            let opening = self.each_day(date, |walk, day| {
                let opening = day.open(walk.zone);
                walk.tell(
                    day.date,
                    if opening.is_some() {
                        What::Beginning
                    } else {
                        What::not_worked(&day)
                    },
                );
                opening
            })?;
            match opening {
                Some(opening) => from = from.max(opening),
                None => return Ok(None),
            }
        }
        Ok(self.pauses.run(from, DateTime::<Utc>::MAX_UTC, span(minutes)).1)
    }
}

fn span(minutes: u64) -> TimeDelta {
    TimeDelta::minutes(i64::try_from(minutes).unwrap_or(i64::MAX / 60_000))
}

fn whole(span: TimeDelta) -> u64 {
    u64::try_from(span.num_minutes()).unwrap_or(0)
}

fn up(span: TimeDelta) -> u64 {
    u64::try_from((span.num_seconds() + 59) / 60).unwrap_or(0)
}
