//! Pure decisions about people and their access.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::error::{FieldProblem, Refusal};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::{Language, Localised};

use super::model::Held;

/// The longest name of a person, a responsibility or a profile, in characters.
pub const NAME_CHARACTERS_MAX: usize = 100;
/// The longest code, in characters.
pub const CODE_CHARACTERS_MAX: usize = 60;

/// How long the link of an invitation opens: a week, with the weekend and the days off around it.
#[must_use]
pub fn invitation_lasts() -> Duration {
    Duration::days(7)
}

/// A text as it is searched: lower case, without marks above and below letters, so that "nguyen" finds "Nguyễn".
/// The same is done in the database (`account.folded_name`).
#[must_use]
pub fn folded(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// What is wrong with a name, if anything.
#[must_use]
pub fn name_problem(field: &str, name: &str) -> Option<FieldProblem> {
    if name.trim().is_empty() {
        return Some(FieldProblem::new(field, "forms-problem-missing"));
    }
    if name.chars().any(char::is_control) {
        return Some(FieldProblem::new(field, "forms-problem-control-characters"));
    }
    (name.chars().count() > NAME_CHARACTERS_MAX)
        .then(|| FieldProblem::new(field, "forms-problem-too-long").with("limit", NAME_CHARACTERS_MAX))
}

/// What is wrong with a name in several languages: the tenant's own must be there. Fields are `name-<language>`.
#[must_use]
pub fn names_problems(name: &Localised, home: Language) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if !name.has(home) {
        problems.push(FieldProblem::new(format!("name-{home}"), "forms-problem-missing"));
    }
    for (language, text) in &name.0 {
        problems.extend(name_problem(&format!("name-{language}"), text));
    }
    problems
}

/// What is wrong with a code: lower-case letters, digits and hyphens, beginning with a letter.
#[must_use]
pub fn code_problem(field: &str, code: &str) -> Option<FieldProblem> {
    if code.is_empty() {
        return Some(FieldProblem::new(field, "forms-problem-missing"));
    }
    let fits = code.starts_with(|c: char| c.is_ascii_lowercase())
        && code
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && code.len() <= CODE_CHARACTERS_MAX;
    (!fits).then(|| FieldProblem::new(field, "admin-problem-code"))
}

/// A stretch of days: the first, and the first that no longer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The first day after it; `None`: it has no end.
    pub until: Option<NaiveDate>,
}

impl Span {
    /// From the first day to the last one, as people write it.
    #[must_use]
    pub fn with_last_day(from: NaiveDate, last: Option<NaiveDate>) -> Self {
        Self {
            from,
            until: last.map(|day| day.checked_add_days(Days::new(1)).unwrap_or(day)),
        }
    }

    /// The last day, as people read it.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        last_day(self.until)
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn meets(&self, other: &Span) -> bool {
        other.until.is_none_or(|until| self.from < until) && self.until.is_none_or(|until| other.from < until)
    }

    /// Whether it has days behind the last one of `other`.
    #[must_use]
    pub fn ends_after(&self, other: &Span) -> bool {
        other
            .until
            .is_some_and(|end| self.until.is_none_or(|until| end < until))
    }

    fn is_within(&self, other: &Span) -> bool {
        other.from <= self.from && !self.ends_after(other)
    }

    fn is_empty(&self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }
}

/// The last day before the one on which something is over.
#[must_use]
pub fn last_day(until: Option<NaiveDate>) -> Option<NaiveDate> {
    until.and_then(|day| day.pred_opt())
}

/// What is wrong with new dates of a responsibility. `was` is what is re-dated; the others of the same responsibility must
/// not meet it.
#[must_use]
pub fn dates_problems(
    new: &Span,
    was: Option<&Span>,
    others: &[Held],
    today: NaiveDate,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let has_begun = was.is_some_and(|was| was.from <= today);
    if has_begun {
        if was.is_some_and(|was| was.from != new.from) {
            problems.push(FieldProblem::new("from", "admin-problem-begun"));
        }
    } else if new.from < today {
        problems.push(FieldProblem::new("from", "admin-problem-in-the-past"));
    }
    if new.is_empty() {
        problems.push(FieldProblem::new("last", "admin-problem-ends-before-it-begins"));
    } else if new.until.is_some_and(|until| until < today) {
        problems.push(FieldProblem::new("last", "admin-problem-in-the-past"));
    }
    if problems.is_empty() {
        let in_the_way = others.iter().find(|held| {
            new.meets(&Span {
                from: held.from,
                until: held.until,
            })
        });
        if let Some(held) = in_the_way {
            let problem = FieldProblem::new("from", "admin-problem-held-then")
                .with("from", held.from)
                .with(
                    "last",
                    last_day(held.until).map_or_else(|| "…".to_owned(), |day| day.to_string()),
                );
            problems.push(problem);
        }
    }
    problems
}

/// The days from `today` on which somebody administers: all, or all until one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover(Option<NaiveDate>);

impl Cover {
    /// The cover that these stretches give together.
    #[must_use]
    pub fn of(spans: impl IntoIterator<Item = Span>, today: NaiveDate) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_by_key(|span| span.from);
        let mut open = today;
        for span in spans {
            if span.from > open {
                break;
            }
            match span.until {
                None => return Self(None),
                Some(until) => open = open.max(until),
            }
        }
        Self(Some(open))
    }

    /// The first day without cover.
    #[must_use]
    pub const fn first_gap(self) -> Option<NaiveDate> {
        self.0
    }

    /// Whether `after` covers fewer days.
    #[must_use]
    pub fn shrinks_to(self, after: Cover) -> Option<NaiveDate> {
        match (self.0, after.0) {
            (_, None) => None,
            (None, Some(gap)) => Some(gap),
            (Some(before), Some(gap)) => (gap < before).then_some(gap),
        }
    }
}

/// Who administers on which days from today on: for each account stretches that do not touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrators(BTreeMap<AccountId, Vec<Span>>);

impl Administrators {
    /// Joins the stretches of each account, from `today` on.
    #[must_use]
    pub fn of(spans: impl IntoIterator<Item = (AccountId, Span)>, today: NaiveDate) -> Self {
        let mut all: BTreeMap<AccountId, Vec<Span>> = BTreeMap::new();
        for (account, span) in spans {
            let span = Span {
                from: span.from.max(today),
                until: span.until,
            };
            if !span.is_empty() {
                all.entry(account).or_default().push(span);
            }
        }
        for stretches in all.values_mut() {
            stretches.sort_by_key(|span| span.from);
            let mut joined: Vec<Span> = Vec::with_capacity(stretches.len());
            for span in stretches.drain(..) {
                match joined.last_mut() {
                    Some(last) if last.until.is_none_or(|until| span.from <= until) => {
                        last.until = last.until.zip(span.until).map(|(one, other)| one.max(other));
                    }
                    _ => joined.push(span),
                }
            }
            *stretches = joined;
        }
        Self(all)
    }

    /// Whether somebody administers on a day on which she did not `before`.
    #[must_use]
    pub fn exceed(&self, before: &Administrators) -> bool {
        self.0.iter().any(|(account, stretches)| {
            let had = before.0.get(account).map_or(&[][..], Vec::as_slice);
            !stretches
                .iter()
                .all(|span| had.iter().any(|had| span.is_within(had)))
        })
    }
}

/// Who administers: everybody's cover and the actor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Administration {
    /// By anybody.
    pub anybody: Cover,
    /// By whoever makes the change.
    pub own: Cover,
}

/// Refuses a change that takes administration away: the actor's own, or everybody's on some day.
///
/// # Errors
/// A refusal that names the first day without.
pub fn keeps_administration(before: Administration, after: Administration) -> Result<(), Refusal> {
    if let Some(day) = before.own.shrinks_to(after.own) {
        return Err(Refusal::new("admin-problem-own-administration").with("day", day));
    }
    if let Some(day) = before.anybody.shrinks_to(after.anybody) {
        return Err(Refusal::new("admin-problem-no-administrator").with("day", day));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::ResponsibilityId;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn span(from: u32, until: Option<u32>) -> Span {
        Span {
            from: day(from),
            until: until.map(day),
        }
    }

    #[test]
    fn names_are_found_without_their_marks() {
        assert_eq!(folded(" Nguyễn Thị Đào "), "nguyen thi dao");
        assert_eq!(folded("Андрій"), folded("андріи"));
        assert_eq!(folded("赵鹏"), "赵鹏");
    }

    #[test]
    fn cover_joins_what_follows_on_and_stops_at_a_gap() {
        let today = day(10);
        let gap = |spans: &[Span]| Cover::of(spans.iter().copied(), today).first_gap();
        assert_eq!(gap(&[]), Some(today));
        assert_eq!(gap(&[span(1, None)]), None);
        assert_eq!(gap(&[span(1, Some(15)), span(15, None)]), None);
        assert_eq!(gap(&[span(1, Some(15)), span(16, None)]), Some(day(15)));
        assert_eq!(gap(&[span(1, Some(5))]), Some(today));
        assert_eq!(gap(&[span(12, None)]), Some(today));
        assert_eq!(gap(&[span(10, Some(10)), span(10, Some(12))]), Some(day(12)));
    }

    #[test]
    fn whoever_administers_on_one_day_more_than_before_is_seen() {
        let (one, other, today) = (AccountId::fresh(), AccountId::fresh(), day(10));
        let all = |spans: &[(AccountId, Span)]| Administrators::of(spans.iter().copied(), today);
        let before = all(&[
            (one, span(1, Some(15))),
            (one, span(15, Some(20))),
            (one, span(25, Some(28))),
        ]);
        for (after, exceeds) in [
            (vec![], false),
            (vec![(one, span(1, Some(20)))], false),
            (vec![(one, span(12, Some(18))), (one, span(26, Some(27)))], false),
            (vec![(one, span(1, Some(21)))], true),
            (vec![(one, span(18, Some(26)))], true),
            (vec![(one, span(1, None))], true),
            (vec![(other, span(12, Some(13)))], true),
            // What is over gives nothing back.
            (vec![(other, span(1, Some(10)))], false),
        ] {
            assert_eq!(all(&after).exceed(&before), exceeds, "{after:?}");
        }
    }

    #[test]
    fn a_change_may_not_leave_a_day_without_administrator() {
        let cover = |until| Cover(until);
        let all = |own, anybody| Administration { own, anybody };
        let always = cover(None);
        assert!(keeps_administration(all(always, always), all(always, always)).is_ok());
        let own = keeps_administration(all(always, always), all(cover(Some(day(12))), always));
        assert_eq!(own.unwrap_err().code, "admin-problem-own-administration");
        let nobody = keeps_administration(
            all(cover(Some(day(10))), always),
            all(cover(Some(day(10))), cover(Some(day(20)))),
        );
        assert_eq!(nobody.unwrap_err().arguments["day"], "2026-11-20");
        let mended = all(cover(Some(day(10))), cover(Some(day(12))));
        assert!(keeps_administration(mended, all(cover(Some(day(10))), always)).is_ok());
    }

    #[test]
    fn the_past_is_not_rewritten_and_no_day_is_held_twice() {
        let today = day(10);
        let codes = |new: Span, was: Option<Span>, others: &[Held]| {
            dates_problems(&new, was.as_ref(), others, today)
                .into_iter()
                .map(|problem| format!("{}:{}", problem.field, problem.code))
                .collect::<Vec<_>>()
        };
        assert!(codes(span(10, None), None, &[]).is_empty());
        assert_eq!(
            codes(span(9, None), None, &[]),
            ["from:admin-problem-in-the-past"]
        );
        assert_eq!(
            codes(span(12, Some(12)), None, &[]),
            ["last:admin-problem-ends-before-it-begins"]
        );
        assert_eq!(
            codes(span(2, None), Some(span(1, None)), &[]),
            ["from:admin-problem-begun"]
        );
        assert!(codes(span(1, Some(10)), Some(span(1, None)), &[]).is_empty());
        assert_eq!(
            codes(span(1, Some(9)), Some(span(1, None)), &[]),
            ["last:admin-problem-in-the-past"]
        );
        let held = Held {
            responsibility: ResponsibilityId::fresh(),
            code: "c".into(),
            name: Localised::default(),
            role: "receiver".into(),
            from: day(15),
            until: Some(day(20)),
        };
        let others = [held];
        assert!(codes(span(10, Some(15)), None, &others).is_empty());
        assert!(codes(span(20, None), None, &others).is_empty());
        assert_eq!(
            codes(span(10, Some(16)), None, &others),
            ["from:admin-problem-held-then"]
        );
    }
}
