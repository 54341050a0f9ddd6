//! What the address of a page of figures asks for.

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use crate::kernel::clock;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{LegalEntityId, OperatingUnitId, ProcedureId};
use crate::kernel::locale::Language;
use crate::services::dossiers::cases::{Books, Counted};
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter, FilterOption};
use crate::surfaces::web::told;
use crate::surfaces::web::views::Link;

use super::figures::By;

/// Months offered to choose from, the present one included.
const MONTHS_OFFERED: u32 = 36;
/// Months shown unless others are asked for.
const MONTHS_SHOWN: u32 = 12;

/// The address as it was written. An empty member asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    procedure: String,
    month: String,
    from: String,
    until: String,
    by: String,
    entity: String,
    branch: String,
    outcome: String,
    pub page: i64,
}

/// The address understood.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub unit: Option<(OperatingUnitId, String)>,
    pub procedure: Option<(ProcedureId, String)>,
    /// The first days of the first and the last month.
    pub months: (NaiveDate, NaiveDate),
    /// Whether the months are those shown to whoever asks for none.
    pub is_usual_period: bool,
    pub by: By,
    pub counted: Counted,
    /// The legal entity whose books are asked for: her id, her code, and one branch of hers.
    pub books: Option<(LegalEntityId, String, Option<String>)>,
}

impl Asked {
    /// What is asked for, as far as the asker's units go.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit she does not work in, or a unit, procedure, legal entity or month that there is not, or
    /// for books where no money is asked for: a page that passed over it would show other numbers than its address says.
    pub fn choice(&self, staff: &Staff) -> Result<Choice> {
        let unit = match self.unit.as_str() {
            "" => None,
            code => {
                let unit = staff
                    .shelf
                    .unit_by_code(code)
                    .filter(|unit| staff.works_in(unit.id))
                    .ok_or(Error::NotFound)?;
                Some((unit.id, unit.code.clone()))
            }
        };
        let procedure = match self.procedure.as_str() {
            "" => None,
            code => Some((
                staff.shelf.by_code(code).ok_or(Error::NotFound)?.id,
                code.to_owned(),
            )),
        };
        let counted = Counted::from_word(&self.outcome).unwrap_or(Counted::Received);
        let books = self.books(staff, counted)?;
        let this_month = this_month(staff);
        let usual = (this_month - Months::new(MONTHS_SHOWN - 1), this_month);
        let months = match (self.month.as_str(), self.from.as_str(), self.until.as_str()) {
            ("", "", "") => usual,
            ("", from, until) => {
                let from = if from.is_empty() { usual.0 } else { month(from)? };
                let until = if until.is_empty() {
                    usual.1.max(from)
                } else {
                    month(until)?
                };
                (from.min(until), from.max(until))
            }
            (one, ..) => (month(one)?, month(one)?),
        };
        Ok(Choice {
            unit,
            procedure,
            months,
            is_usual_period: months == usual,
            by: match books {
                Some(_) => By::Entity,
                None => By::from_word(&self.by).unwrap_or(By::Unit),
            },
            counted,
            books,
        })
    }

    fn books(
        &self,
        staff: &Staff,
        counted: Counted,
    ) -> Result<Option<(LegalEntityId, String, Option<String>)>> {
        let branch = Some(self.branch.clone()).filter(|value| !value.is_empty());
        if self.entity.is_empty() && branch.is_none() {
            return Ok(None);
        }
        let entity = staff.shelf.entity_codes.get(&self.entity);
        let is_money = matches!(counted, Counted::Paid | Counted::Refunded);
        let entity = entity.filter(|_| is_money).ok_or(Error::NotFound)?;
        Ok(Some((*entity, self.entity.clone(), branch)))
    }
}

fn this_month(staff: &Staff) -> NaiveDate {
    let today = clock::now()
        .with_timezone(&staff.visit.tenant.zone())
        .date_naive();
    today.with_day(1).unwrap_or(today)
}

/// The first day of a month such as `2026-11`.
fn month(text: &str) -> Result<NaiveDate> {
    // Chrono passes over blanks; an address has none.
    let is_plain = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day: NaiveDate = format!("{text}-01")
        .parse()
        .ok()
        .filter(|_| is_plain)
        .ok_or(Error::NotFound)?;
    (1900..=2999)
        .contains(&day.year())
        .then_some(day)
        .ok_or(Error::NotFound)
}

/// A month as addresses have it.
fn word(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// A month as people read it.
pub(super) fn month_name(month: NaiveDate, language: Language) -> String {
    let pattern = match language {
        Language::Vi => "%m/%Y",
        Language::Uk => "%m.%Y",
        Language::Zh => "%Y年%-m月",
        Language::En => "%b %Y",
    };
    month.format(pattern).to_string()
}

impl Choice {
    /// The moments at which the period begins, and at which it is over.
    pub fn moments(&self, staff: &Staff) -> (Instant, Instant) {
        let after = self.months.1 + Months::new(1);
        (
            told::midnight(&staff.visit, self.months.0),
            told::midnight(&staff.visit, after),
        )
    }

    /// The last day of the period.
    pub fn last_day(&self) -> NaiveDate {
        (self.months.1 + Months::new(1))
            .pred_opt()
            .unwrap_or(self.months.1)
    }

    /// The months of the period.
    pub fn every_month(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let (first, last) = self.months;
        (0..)
            .map(move |later| first + Months::new(later))
            .take_while(move |month| *month <= last)
    }

    fn query(&self, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some((_, code)) = &self.unit {
            query.append_pair("unit", code);
        }
        if let Some((_, code)) = &self.procedure {
            query.append_pair("procedure", code);
        }
        if self.months.0 == self.months.1 {
            query.append_pair("month", &word(self.months.0));
        } else if !self.is_usual_period || !more.is_empty() {
            // The address of a list says its months, so that it means the same next month.
            query
                .append_pair("from", &word(self.months.0))
                .append_pair("until", &word(self.months.1));
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        query.finish()
    }

    /// The figures under this choice.
    pub fn figures_url(&self) -> String {
        let by = [("by", self.by.word())];
        at("/audit", &self.query(if self.by == By::Unit { &[] } else { &by }))
    }

    /// The same figures as a sheet.
    pub fn figures_csv_url(&self) -> String {
        at("/audit/figures.csv", &self.query(&[("by", self.by.word())]))
    }

    /// The cases behind a number.
    pub fn cases_url(&self, counted: Counted) -> String {
        at("/audit/cases", &self.cases_query(counted, None))
    }

    /// What the cases are of: the number, and the books that it stands in.
    fn cases_query(&self, counted: Counted, page: Option<&str>) -> String {
        let mut more = vec![("outcome", counted.word())];
        if let Some((_, entity, branch)) = &self.books {
            more.push(("entity", entity));
            more.extend(branch.as_deref().map(|branch| ("branch", branch)));
        }
        more.extend(page.map(|page| ("page", page)));
        self.query(&more)
    }

    /// The books whose money is asked for.
    pub fn wanted_books(&self) -> Option<Books> {
        self.books.as_ref().map(|(legal_entity, _, branch)| Books {
            legal_entity: *legal_entity,
            branch: branch.clone(),
        })
    }

    /// A page of the list of cases.
    pub fn cases_page_url(&self, page: i64) -> String {
        at(
            "/audit/cases",
            &self.cases_query(self.counted, Some(&page.to_string())),
        )
    }

    /// The list of cases as a sheet.
    pub fn cases_csv_url(&self) -> String {
        at("/audit/cases.csv", &self.cases_query(self.counted, None))
    }

    /// What a file with these figures is called, without its ending.
    pub fn file_name(&self, staff: &Staff, what: &str) -> String {
        format!(
            "{}-{what}-{}-{}",
            staff.visit.tenant.slug,
            word(self.months.0),
            word(self.months.1)
        )
    }

    /// The filters of the form.
    pub fn filters(&self, staff: &Staff) -> Vec<Filter> {
        let visit = &staff.visit;
        let filter = |name: &str, label: String, options: Vec<(String, String)>, chosen: &str| Filter {
            name: name.to_owned(),
            label,
            options: options
                .into_iter()
                .map(|(value, text)| FilterOption {
                    chosen: value == chosen,
                    value,
                    text,
                })
                .collect(),
        };
        let any = |key: &str| (String::new(), visit.text(key));
        let mut units: Vec<_> = staff
            .shelf
            .units
            .values()
            .filter(|unit| staff.works_in(unit.id))
            .collect();
        units.sort_by(|one, other| one.number_code.cmp(&other.number_code));
        let units = units
            .into_iter()
            .map(|unit| (unit.code.clone(), visit.say(&unit.name).to_owned()));
        let procedures = staff
            .shelf
            .procedures
            .iter()
            .filter(|procedure| {
                procedure
                    .handled_by
                    .iter()
                    .any(|handling| staff.works_in(handling.unit_id))
            })
            .map(|procedure| {
                (
                    procedure.facts.code.clone(),
                    visit.say(&procedure.facts.name).to_owned(),
                )
            });
        let months = |chosen: NaiveDate| {
            let last = this_month(staff).max(chosen);
            let mut offered: Vec<_> = (0..MONTHS_OFFERED).map(|ago| last - Months::new(ago)).collect();
            if !offered.contains(&chosen) {
                offered.push(chosen);
            }
            offered
                .into_iter()
                .map(|month| (word(month), month_name(month, visit.language)))
                .collect()
        };
        let code = |of: Option<&String>| of.cloned().unwrap_or_default();
        vec![
            filter(
                "unit",
                visit.text("audit-by-unit"),
                std::iter::once(any("audit-filter-unit-any"))
                    .chain(units)
                    .collect(),
                &code(self.unit.as_ref().map(|(_, code)| code)),
            ),
            filter(
                "procedure",
                visit.text("audit-by-procedure"),
                std::iter::once(any("audit-filter-procedure-any"))
                    .chain(procedures)
                    .collect(),
                &code(self.procedure.as_ref().map(|(_, code)| code)),
            ),
            filter(
                "from",
                visit.text("audit-filter-from"),
                months(self.months.0),
                &word(self.months.0),
            ),
            filter(
                "until",
                visit.text("audit-filter-until"),
                months(self.months.1),
                &word(self.months.1),
            ),
        ]
    }

    /// The filters in force, each with the address without it.
    pub fn applied(&self, staff: &Staff) -> Vec<Link> {
        let mut links = Vec::new();
        if let Some((id, _)) = &self.unit {
            links.push(Link::new(
                staff.unit_name(*id),
                Choice {
                    unit: None,
                    ..self.clone()
                }
                .figures_url(),
            ));
        }
        if let Some((id, _)) = &self.procedure {
            let without = Choice {
                procedure: None,
                ..self.clone()
            };
            links.push(Link::new(procedure_name(staff, *id), without.figures_url()));
        }
        if !self.is_usual_period {
            let this_month = this_month(staff);
            let months = (this_month - Months::new(MONTHS_SHOWN - 1), this_month);
            let without = Choice {
                months,
                is_usual_period: true,
                ..self.clone()
            };
            links.push(Link::new(self.period_name(staff), without.figures_url()));
        }
        links
    }

    /// The period in words.
    pub fn period_name(&self, staff: &Staff) -> String {
        let name = |month| month_name(month, staff.visit.language);
        if self.months.0 == self.months.1 {
            return name(self.months.0);
        }
        format!("{} – {}", name(self.months.0), name(self.months.1))
    }
}

/// The name of a procedure.
pub(super) fn procedure_name(staff: &Staff, id: ProcedureId) -> String {
    staff
        .shelf
        .by_id(id)
        .map(|procedure| staff.visit.say(&procedure.facts.name).to_owned())
        .unwrap_or_default()
}

fn at(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_a_year_and_a_month_and_nothing_else() {
        assert_eq!(month("2026-11").map(word).ok().as_deref(), Some("2026-11"));
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-11-02",
            "-2026-11",
            "262143-11",
            "2026-11 ",
        ] {
            assert!(month(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_read_in_every_language() {
        let month = month("2026-03").unwrap_or_default();
        let read = [Language::Vi, Language::Uk, Language::Zh, Language::En]
            .map(|language| month_name(month, language));
        assert_eq!(read, ["03/2026", "03.2026", "2026年3月", "Mar 2026"]);
    }
}
