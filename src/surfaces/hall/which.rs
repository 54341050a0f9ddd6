//! At which hall's desk a cashier is: explicit, else that of the unit she works in or begins with; invalid means none.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::services::catalogue::HallFacts;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Failure;
use crate::surfaces::web::fields::{Choice, Field, FieldKind};

use super::views::CashChoice;

/// The halls at whose desks she may take cash, and the one of this call: the one asked for, or one of the unit she works in or
/// begins with, or of the only unit there is. None when it is hers to say.
pub(super) fn halls_and_own<'a>(
    staff: &'a Staff,
    asked: &str,
) -> Result<(Vec<&'a HallFacts>, Option<&'a HallFacts>)> {
    if !staff.offers(Verb::TakeCash) {
        return Err(Error::Denied {
            verb: Verb::TakeCash,
            subject: None,
        });
    }
    let takes_cash = |hall: &&HallFacts| hall.capabilities.iter().any(|one| one == "takes_cash");
    let all: Vec<&HallFacts> = staff
        .shelf
        .open_halls()
        .filter(takes_cash)
        .filter(|hall| staff.works_in(hall.unit_id))
        .collect();
    let Some(first) = all.first() else {
        return Err(match asked {
            "" => Error::refused("errors-cash-not-taken-here"),
            _ => Error::NotFound,
        });
    };
    let chosen = match asked {
        "" => {
            let own = staff.default_unit();
            let is_only = all.iter().all(|hall| hall.unit_id == first.unit_id);
            let of_own = all.iter().find(|hall| Some(hall.unit_id) == own);
            of_own.or(is_only.then_some(first))
        }
        id => Some(
            all.iter()
                .find(|hall| hall.id.to_string() == id)
                .ok_or(Error::NotFound)?,
        ),
    };
    let chosen = chosen.copied();
    Ok((all, chosen))
}

/// The same where the hall must be known: what is asked of a desk is asked of one.
pub(super) fn hall<'a>(staff: &'a Staff, asked: &str) -> Result<&'a HallFacts> {
    let (_, chosen) = halls_and_own(staff, asked)?;
    chosen.ok_or_else(|| Error::refused("hall-cash-desk-missing"))
}

/// At which desk she is, when she works in several units and none of them is hers to begin with: until she says so, nothing is
/// shown and nothing taken.
pub(super) fn choice(
    staff: &Staff,
    all: &[&HallFacts],
    code: String,
    is_unsaid: bool,
) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let mut field = Field::new(FieldKind::Radios, "hall", visit.text("hall-cash-which"));
    field.choices = all
        .iter()
        .map(|hall| Choice {
            value: hall.id.to_string(),
            label: visit.say(&hall.name).to_owned(),
            hint: Some(staff.unit_name(hall.unit_id)),
            chosen: false,
        })
        .collect();
    field.error = is_unsaid.then(|| visit.text("hall-cash-desk-missing"));
    let fields = vec![field];
    let view = CashChoice {
        desk: staff.desk("cash"),
        code,
        errors: Field::errors(&fields),
        fields,
    };
    let status = match is_unsaid {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    visit.page_with(status, "hall/cash-choice.html", "hall", &view)
}
