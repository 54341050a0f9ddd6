//! What a form of the organisation is about: the part, the questions of the act, and what each question offers.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::{self, Item, Offer, Part};
use crate::authority::organisation::{ChangeOrganisation, Planned, ReadOrganisation};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Localised;
use crate::platform::door::{Granted, Whole};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Visit;

use super::super::named::{self, Named};
use super::acts::{self, Ask};
use super::{HERE, url_of};

/// What a form is about, and what it offers.
#[derive(Clone)]
pub(super) struct About {
    pub act: String,
    pub part: Option<Part>,
    pub asks: Vec<Ask>,
    pub offers: BTreeMap<&'static str, Vec<Item>>,
    pub own_values: Vec<String>,
    pub value_sets: Vec<(String, Localised)>,
    /// The ledger that was chosen before the rest is asked, where there are several to choose from.
    pub chosen: Option<Uuid>,
    /// Those ledgers.
    pub ledgers: Vec<Item>,
    /// Plans to come that the change can join.
    pub plans: Vec<Planned>,
}

impl About {
    /// What a question offers, as it is called.
    pub(super) fn offered(&self, visit: &Visit, name: &str) -> Vec<Named> {
        let offered = self.offers.get(name).into_iter().flatten();
        let mut all = named::all(
            visit,
            offered.map(|item| (item.id, item.code.clone(), item.name.clone())),
        );
        for one in &mut all {
            one.told = format!("{} ({})", one.name, one.code);
        }
        all
    }

    pub(super) fn action(&self) -> String {
        match (&self.part, self.chosen) {
            (Some(_), Some(ledger)) => self.with_ledger(ledger),
            (Some(part), None) => format!("{}/{}", url_of(part.kind, part.id), self.act),
            (None, _) => format!("{HERE}/new/{}", self.act),
        }
    }

    /// The address of the form with the lists of a ledger.
    pub(super) fn with_ledger(&self, ledger: Uuid) -> String {
        let part = self.part.as_ref().map(|part| url_of(part.kind, part.id));
        format!("{}/{}?ledger={ledger}", part.unwrap_or_default(), self.act)
    }
}

/// Reads what the form is about; whoever may not change the organisation has no form.
pub(super) async fn about(
    staff: &Staff,
    part: Option<(Kind, Uuid)>,
    act: String,
    chosen: Option<Uuid>,
) -> Result<About> {
    let may_plan = acts::is_planned(&act) && staff.offers(Verb::Reorganise);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let part = match part {
                Some((kind, id)) => {
                    let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
                    Some(look::part(&mut grant, kind, id, None)?)
                }
                None => None,
            };
            let asks = acts::questions(&act, part.as_ref(), chosen).ok_or(Error::NotFound)?;
            // Whoever may not change the organisation has no form for it.
            tx.authorise::<ChangeOrganisation>(Whole)?;
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let mut about = About {
                act,
                part,
                asks,
                offers: BTreeMap::new(),
                own_values: Vec::new(),
                value_sets: Vec::new(),
                chosen,
                ledgers: Vec::new(),
                plans: Vec::new(),
            };
            if may_plan {
                about.plans = look::plans(&mut grant)?;
            }
            fill(&mut grant, &mut about)?;
            Ok(about)
        })
        .await
}

fn fill(grant: &mut Granted<'_, ReadOrganisation>, about: &mut About) -> Result<()> {
    let offers: Vec<(&'static str, Offer)> = about
        .asks
        .iter()
        .filter_map(|ask| match ask {
            Ask::Part(name, offer) | Ask::PartOrNone(name, offer) | Ask::Parts(name, offer) => {
                Some((*name, *offer))
            }
            _ => None,
        })
        .collect();
    for (name, offer) in offers {
        about.offers.insert(name, look::offered(grant, offer)?);
    }
    if about.act == "move-hall" {
        about.ledgers = look::offered(grant, Offer::PrimaryLedgers)?;
    }
    if let Some(part) = about.part.as_ref().filter(|part| part.kind == Kind::LegalEntity) {
        about.own_values = look::values_of(grant, part.id)?;
    }
    if about.asks.iter().any(|ask| matches!(ask, Ask::ValueSet)) {
        about.value_sets = look::accounting(grant, "", 0, 1)?.value_sets;
    }
    Ok(())
}
