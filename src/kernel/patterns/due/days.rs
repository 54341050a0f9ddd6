//! Walking from day to day, and counting days.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::pauses::Pauses;
use super::{DueError, Limit, Pause, Reckoning, Step, What};
use crate::kernel::calendar::{Day, DayKind, WorkingCalendar, end_of_day};

/// Days in a row without work after which a calendar has no working time.
const LONGEST_REST: u32 = 370;
/// How far ahead a due date may lie, in days: forty years.
const HORIZON: u64 = 40 * 366;

/// A walk from the day of reception.
pub(super) struct Walk<'c> {
    pub(super) calendar: &'c WorkingCalendar,
    pub(super) zone: Tz,
    pub(super) pauses: Pauses,
    pub(super) received: DateTime<Utc>,
    /// Received too late to count as received on that day.
    pub(super) late: bool,
    /// There is a cut-off, so reception is an act of office hours.
    pub(super) in_office_hours: bool,
    reception: NaiveDate,
    steps: Vec<Step>,
}

impl<'c> Walk<'c> {
    pub(super) fn begin(
        limit: &Limit,
        received: DateTime<Utc>,
        stops: &[Pause],
        calendar: &'c WorkingCalendar,
        zone: Tz,
    ) -> Result<Self, DueError> {
        let local = received.with_timezone(&zone);
        let (reception, at) = (local.date_naive(), local.time());
        let worked = calendar.is_working_day(reception);
        let passed = limit.cut_off.filter(|cut_off| worked && at > *cut_off);
        // Where even a working day ends for reception at the cut-off, a day off cannot count as the day of reception:
        // what came on Saturday would be due before what came late on Friday.
        let late = passed.is_some() || (limit.cut_off.is_some() && !worked);
        let mut walk = Self {
            calendar,
            zone,
            pauses: Pauses::of(stops)?,
            received,
            late,
            in_office_hours: limit.cut_off.is_some(),
            reception,
            steps: Vec::new(),
        };
        walk.tell(reception, What::Received { at });
        if let Some(cut_off) = passed {
            walk.tell(reception, What::AfterCutOff { cut_off });
        }
        Ok(walk)
    }

    pub(super) fn tell(&mut self, date: NaiveDate, what: What) {
        self.steps.push(Step { date, what });
    }

    /// Whether the day was spoken of already, other than as that of reception.
    pub(super) fn has_told(&self, date: NaiveDate) -> bool {
        self.steps
            .last()
            .is_some_and(|step| step.date == date && !matches!(step.what, What::Received { .. }))
    }

    pub(super) fn finish(mut self, due: Option<DateTime<Utc>>) -> Reckoning {
        if let Some(due) = due {
            let local = due.with_timezone(&self.zone);
            self.tell(local.date_naive(), What::Due { at: local.time() });
        }
        Reckoning {
            due,
            steps: self.steps,
        }
    }

    /// Goes day by day from `from` and asks `visit` about each until it answers. None, if the clock stands for good.
    pub(super) fn each_day<T>(
        &mut self,
        from: NaiveDate,
        mut visit: impl FnMut(&mut Self, Day<'c>) -> Option<T>,
    ) -> Result<Option<T>, DueError> {
        let last = self
            .reception
            .checked_add_days(Days::new(HORIZON))
            .unwrap_or(NaiveDate::MAX);
        let (mut rest, mut worked) = (0, from);
        for date in from.iter_days().take_while(|date| *date <= last) {
            let calendar = self.calendar;
            let day = calendar.day(date);
            if let Some(answer) = visit(self, day) {
                return Ok(Some(answer));
            }
            if self.pauses.stand_for_good(end_of_day(date, self.zone)) {
                return Ok(None);
            }
            if day.is_worked() {
                (rest, worked) = (0, date);
            } else {
                rest += 1;
            }
            if rest > LONGEST_REST {
                return Err(DueError::NoWorkingTime { after: worked });
            }
        }
        Err(DueError::TooFar(last))
    }

    /// Whether the day may count as that of reception: it is not before it, not too late on it, and the clock runs at
    /// its close or at its end (what was supplemented in the evening was received that day).
    fn is_beginning(&self, day: &Day<'c>) -> bool {
        let runs = |moment| !self.pauses.takes(moment);
        let may = if day.date == self.reception {
            !self.late
        } else {
            day.is_worked() || !self.in_office_hours
        };
        let close = day.close(self.zone).filter(|close| *close > self.received);
        may && (close.is_some_and(runs) || runs(end_of_day(day.date, self.zone)))
    }

    /// The close of a working day on which the clock runs, if it has not closed before reception.
    fn usable_close(&self, day: &Day<'c>) -> Option<DateTime<Utc>> {
        day.close(self.zone)
            .filter(|close| *close > self.received && !self.pauses.takes(*close))
    }

    /// Whether this is the working day on whose cut-off it was received too late, which was told already.
    fn is_late_on(&self, day: &Day<'c>) -> bool {
        self.late && day.date == self.reception && day.is_worked()
    }

    fn tell_why_not(&mut self, day: &Day<'c>) {
        match day.is_worked() {
            false => self.tell(day.date, What::not_worked(day)),
            true if day.close(self.zone).is_some_and(|close| self.pauses.takes(close)) => {
                self.tell(day.date, What::Standing);
            }
            true => self.tell(day.date, What::MovedOn),
        }
    }

    /// The close of the `days`-th working day after reception, or of the day of reception.
    pub(super) fn working_day(&mut self, days: u32) -> Result<Option<DateTime<Utc>>, DueError> {
        let (mut begun, mut counted) = (false, 0);
        self.each_day(self.reception, |walk, day| {
            let late_today = walk.is_late_on(&day);
            if !begun && walk.is_beginning(&day) {
                begun = true;
                if days > 0 {
                    walk.tell(day.date, What::Beginning);
                    return None;
                }
            } else if !begun {
                if !late_today {
                    walk.tell_why_not(&day);
                }
                return None;
            }
            let Some(close) = walk.usable_close(&day) else {
                walk.tell_why_not(&day);
                return None;
            };
            if days == 0 {
                walk.tell(day.date, What::Beginning);
                return Some(close);
            }
            counted += 1;
            walk.tell(
                day.date,
                What::Counted {
                    day: counted,
                    make_up: day.kind == DayKind::MakeUp,
                },
            );
            (counted == days).then_some(close)
        })
    }

    /// The close of the `days`-th day after reception; on a day off that of the next working day.
    pub(super) fn calendar_day(&mut self, days: u32) -> Result<Option<DateTime<Utc>>, DueError> {
        let (mut begun, mut counted, mut reached) = (false, 0, false);
        self.each_day(self.reception, |walk, day| {
            let stands = walk.pauses.takes(end_of_day(day.date, walk.zone));
            if !begun {
                let late_today = walk.is_late_on(&day);
                begun = if walk.late {
                    walk.is_beginning(&day)
                } else {
                    !stands
                };
                if !begun {
                    if !late_today {
                        walk.tell(
                            day.date,
                            if stands {
                                What::Standing
                            } else {
                                What::not_worked(&day)
                            },
                        );
                    }
                    return None;
                }
                walk.tell(day.date, What::Beginning);
                reached = days == 0;
            } else if !reached {
                if stands {
                    walk.tell(day.date, What::Standing);
                    return None;
                }
                counted += 1;
                walk.tell(
                    day.date,
                    What::Counted {
                        day: counted,
                        make_up: day.kind == DayKind::MakeUp,
                    },
                );
                reached = counted == days;
            }
            if !reached {
                return None;
            }
            let close = walk.usable_close(&day);
            if close.is_none() {
                walk.tell(day.date, What::MovedOn);
            }
            close
        })
    }

    /// The day of reception, or the day after for what came after the cut-off, and the moment from which time runs.
    pub(super) fn start(&self) -> (NaiveDate, DateTime<Utc>) {
        if !self.late {
            return (self.reception, self.received);
        }
        let next = self.reception.succ_opt().unwrap_or(self.reception);
        (
            next,
            crate::kernel::calendar::moment(next, NaiveTime::MIN, self.zone),
        )
    }
}
