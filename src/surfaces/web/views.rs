//! View structs that the pages of several surfaces share. A view is what a template reads: plain data in the page's
//! language, already decided and already allowed to be seen. Moments are UTC; templates write them on the tenant's clock.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::kernel::money::Money;

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Where to.
    pub url: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            url: url.into(),
        }
    }
}

/// A labelled value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value as it is read.
    pub value: String,
}

/// The unit of a time limit. The names are the tails of the text keys `common-limit-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitUnit {
    /// While the applicant waits, or by the end of the day.
    SameDay,
    /// Hours in which the office is open.
    WorkingHours,
    /// Days on which the office is open.
    WorkingDays,
    /// Every day.
    CalendarDays,
    /// Months.
    Months,
}

/// How long a procedure may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// How many units.
    pub count: i64,
    /// Of what.
    pub unit: LimitUnit,
}

/// How a fee is told before anything is known about the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "amount")]
pub enum Fee {
    /// Nothing is asked.
    Free,
    /// One amount for everybody.
    Fixed(Money),
    /// The least it can be.
    From(Money),
    /// Depends on the answers.
    Formula(()),
}

/// How far a procedure can be done online. The names are the tails of the text keys `common-level-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// From application to result.
    Full,
    /// Something must be shown or signed in person.
    Partial,
    /// Only at the counter.
    Counter,
}

/// Where a dossier stands, as people are told it. The names are the tails of the text keys `common-state-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Sent, not looked at yet.
    Submitted,
    /// An office works on it.
    InProgress,
    /// The clock stands until the fee is paid.
    AwaitingPayment,
    /// The clock stands until the applicant adds something.
    AwaitingSupplement,
    /// Ended with what was asked for.
    Granted,
    /// Ended without it.
    Refused,
    /// Ended by the applicant.
    Withdrawn,
    /// Stuck; a person must look.
    Incident,
}

/// How near the due date is. The names are classes of the style sheet and tails of icon names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// The date has passed.
    Overdue,
    /// Less than a working day is left.
    Soon,
    /// There is time.
    OnTime,
    /// The clock stands.
    Paused,
    /// The dossier has ended.
    Done,
}

/// The unit in which the time left or passed is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueUnit {
    /// Hours.
    Hours,
    /// Days.
    Days,
}

/// When a dossier is due, and how that stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// How near.
    pub urgency: Urgency,
    /// How many units are left or have passed; never negative.
    pub count: i64,
    /// Hours or days.
    pub unit: DueUnit,
    /// The due moment; `None` while the clock stands and no date can be said.
    pub at: Option<DateTime<Utc>>,
}

/// How a due date was computed, step by step, so that a person can check it.
#[derive(Debug, Clone, Serialize)]
pub struct DueAccount {
    /// From when the limit counts.
    pub from: DateTime<Utc>,
    /// The limit.
    pub limit: Limit,
    /// Days that do not count, each with its reason in words.
    pub skipped: Vec<SkippedDay>,
    /// Times the clock stood.
    pub pauses: Vec<Pause>,
    /// What came out.
    pub at: DateTime<Utc>,
}

/// A day that does not count.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedDay {
    /// Which.
    pub date: NaiveDate,
    /// Why, in words: the holiday's name, "weekend".
    pub reason: String,
}

/// A time the clock stood.
#[derive(Debug, Clone, Serialize)]
pub struct Pause {
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; `None` while it stands.
    pub until: Option<DateTime<Utc>>,
    /// Why, in plain words.
    pub reason: String,
}

/// The kind of a mark on the line of a dossier's history. The names are classes of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Has happened.
    Done,
    /// Is happening.
    Now,
    /// The clock stood.
    Pause,
    /// Ended without what was asked for.
    Stop,
    /// Is still to come.
    Next,
}

/// One entry of a dossier's history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryEntry {
    /// How it is marked.
    pub mark: Mark,
    /// What happened, in words.
    pub title: String,
    /// The office or person.
    pub who: Option<String>,
    /// More words, such as the reason given.
    pub detail: Option<String>,
    /// When; `None` for what is still to come.
    pub at: Option<DateTime<Utc>>,
}

/// A file that can be opened.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// What it is: "Giấy chứng sinh", or the number of a paper that was issued.
    pub title: String,
    /// Its file name.
    pub name: String,
    /// Its size.
    pub size_bytes: u64,
    /// Where it opens; `None` when this reader may not.
    pub url: Option<String>,
    /// When it came.
    pub at: Option<DateTime<Utc>>,
}

/// A titled group of answers.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerSection {
    /// Its title.
    pub title: String,
    /// Where all of it can be changed; `None` once sent.
    pub change_url: Option<String>,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The question's label.
    pub label: String,
    /// The answer as it is read; empty when not answered.
    pub value: String,
    /// Where it can be changed: the step's address with the field's anchor.
    pub change_url: Option<String>,
}

/// One page of many: the links under a list.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: i64,
    /// How many there are.
    pub pages: i64,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The numbered links, with gaps.
    pub numbers: Vec<PagerNumber>,
}

/// One numbered link, or a gap between two.
#[derive(Debug, Clone, Serialize)]
pub struct PagerNumber {
    /// The number; 0 marks a gap.
    pub number: i64,
    /// Where to.
    pub url: String,
}

impl Pager {
    /// The links under page `page` of `total` things, `per_page` on each; `None` when one page holds all.
    pub fn of(page: i64, per_page: i64, total: i64, url: impl Fn(i64) -> String) -> Option<Self> {
        let pages = (total.max(0) + per_page.max(1) - 1) / per_page.max(1);
        if pages <= 1 {
            return None;
        }
        let page = page.clamp(1, pages);
        let mut numbers = Vec::new();
        let mut last = 0;
        for number in 1..=pages {
            let near = (number - page).abs() <= 1;
            if number != 1 && number != pages && !near {
                continue;
            }
            if number - last > 1 {
                numbers.push(PagerNumber {
                    number: 0,
                    url: String::new(),
                });
            }
            numbers.push(PagerNumber {
                number,
                url: url(number),
            });
            last = number;
        }
        Some(Self {
            page,
            pages,
            previous: (page > 1).then(|| url(page - 1)),
            next: (page < pages).then(|| url(page + 1)),
            numbers,
        })
    }
}

/// A page that tells of an error: `errors/error.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// 403, 404, 409, 422, 429, 500 or 503: chooses title and text.
    pub status: u16,
    /// Seconds to wait, for 429; otherwise 0.
    pub retry_after_seconds: i64,
    /// What the refusal says, in the page's language.
    pub reasons: Vec<String>,
    /// The trace to quote when asking about it.
    pub trace: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_shows_the_ends_and_the_neighbours() {
        let numbers = |page| {
            let pager = Pager::of(page, 20, 155, |n| format!("?page={n}")).unwrap();
            pager.numbers.iter().map(|n| n.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1), [1, 2, 0, 8]);
        assert_eq!(numbers(4), [1, 0, 3, 4, 5, 0, 8]);
        assert_eq!(numbers(8), [1, 0, 7, 8]);
        assert!(Pager::of(1, 20, 20, |_| String::new()).is_none());
    }
}
