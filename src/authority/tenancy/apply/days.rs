//! Days to come. The tables say what is in force now, so the code does, too: what begins or ends later is a reorganisation.

use chrono::NaiveDate;

use super::plan::BrokenRule;
use crate::authority::tenancy::code::{Organisation, TenantCode};

/// What the code gives a first day: its table, the codes it is known by, the day.
type Begins<'a> = (&'static str, Vec<&'a str>, Option<NaiveDate>);

/// The first part that begins, or link that ends, after `today`.
pub(super) fn to_come(code: &TenantCode, today: NaiveDate) -> Option<BrokenRule> {
    let is_to_come = |day: &NaiveDate| *day > today;
    let ends = links(&code.organisation)
        .find_map(|(codes, (_, until))| Some((codes, until.filter(is_to_come)?)))
        .map(|(codes, day)| told("rule-link-has-ended-by-today", LINK, &codes, day));
    ends.or_else(|| {
        beginnings(&code.organisation)
            .find_map(|(table, codes, from)| Some((table, codes, from.filter(is_to_come)?)))
            .map(|(table, codes, day)| told("rule-part-begins-by-today", table, &codes, day))
    })
}

const LINK: &str = "operating_unit_legal_entity";

fn told(rule: &str, table: &str, codes: &[&str], day: NaiveDate) -> BrokenRule {
    let mut concerns: Vec<String> = codes.iter().map(|&code| code.to_owned()).collect();
    concerns.push(day.to_string());
    BrokenRule {
        rule: rule.into(),
        table: table.into(),
        concerns,
    }
}

type Days = (Option<NaiveDate>, Option<NaiveDate>);

fn links(all: &Organisation) -> impl Iterator<Item = (Vec<&str>, Days)> {
    all.operating_unit.iter().flat_map(|unit| {
        let links = unit.legal_entities.iter();
        links.map(|link| (vec![unit.code.as_str(), link.code()], link.days()))
    })
}

fn beginnings(all: &Organisation) -> impl Iterator<Item = Begins<'_>> {
    macro_rules! of {
        ($list:ident, $table:literal) => {
            all.$list
                .iter()
                .map(|it| ($table, vec![it.code.as_str()], it.from))
        };
    }
    let parts = all.hall.iter().flat_map(|hall| {
        let parts = hall.part.iter();
        parts.map(|part| {
            (
                "hall_part",
                vec![hall.code.as_str(), part.code.as_str()],
                part.from,
            )
        })
    });
    of!(business_group, "business_group")
        .chain(of!(legal_entity, "legal_entity"))
        .chain(of!(operating_unit, "operating_unit"))
        .chain(links(all).map(|(codes, (from, _))| (LINK, codes, from)))
        .chain(of!(cost_centre, "cost_centre"))
        .chain(of!(hall, "service_hall"))
        .chain(parts)
        .chain(of!(department, "department"))
}
