//! An organisation of any size, grown from a small one.

use std::path::Path;

use onedoor::authority::tenancy::code::{Held, TenantCode, load};
use onedoor::services::workflow::definitions::ProcedureDefinitions;

/// How large it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub entities: usize,
    pub units: usize,
    pub halls: usize,
    pub people: usize,
}

/// An organisation of this size, grown from a small one.
pub fn grown(size: Size) -> TenantCode {
    let Size {
        entities,
        units,
        halls,
        people,
    } = size;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
    let mut code = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
    let organisation = &mut code.organisation;
    let entity = organisation.legal_entity[0].clone();
    let named = |name: &mut onedoor::kernel::locale::Localised, text: String| {
        name.0.values_mut().for_each(|it| it.clone_from(&text));
    };
    for at in organisation.legal_entity.len()..entities {
        let mut entity = entity.clone();
        entity.code = format!("entity-{at}");
        entity.company_values = vec![format!("v{at}")];
        entity.invoice_series = format!("E{at}-{{YY}}");
        named(&mut entity.name, format!("Legal entity {at}"));
        organisation.legal_entity.push(entity);
    }
    let unit = organisation.operating_unit[0].clone();
    for at in organisation.operating_unit.len()..units {
        let mut unit = unit.clone();
        unit.code = format!("unit-{at}");
        unit.number_code = format!("n{at}");
        unit.legal_entities = (0..4)
            .map(|more| {
                organisation.legal_entity[(at * 3 + more) % entities]
                    .code
                    .clone()
                    .into()
            })
            .collect();
        unit.default_legal_entity = unit.legal_entities[0].code().to_owned();
        named(&mut unit.name, format!("Operating unit {at}"));
        organisation.operating_unit.push(unit);
    }
    let centre = organisation.cost_centre[0].clone();
    let first = organisation.cost_centre.len();
    for (at, entity) in organisation.legal_entity.iter().enumerate() {
        let mut centre = centre.clone();
        centre.code = format!("centre-{at}");
        centre.legal_entity.clone_from(&entity.code);
        centre.company_value = entity.company_values[0].clone();
        named(&mut centre.name, format!("Cost centre {at}"));
        organisation.cost_centre.push(centre);
    }
    let hall = organisation.hall[0].clone();
    for at in organisation.hall.len()..halls {
        let mut hall = hall.clone();
        let unit = &organisation.operating_unit[at % units];
        hall.code = format!("hall-{at}");
        hall.operating_unit.clone_from(&unit.code);
        hall.legal_entity.clone_from(&unit.default_legal_entity);
        let entity = organisation
            .legal_entity
            .iter()
            .position(|it| it.code == hall.legal_entity);
        hall.cost_centre
            .clone_from(&organisation.cost_centre[first + entity.unwrap()].code);
        named(&mut hall.name, format!("Hall {at}"));
        organisation.hall.push(hall);
    }
    let profile = code.people.security_profile[1].clone();
    let responsibility = code.people.responsibility[0].clone();
    for unit in &organisation.operating_unit {
        let mut profile = profile.clone();
        profile.code = format!("of-{}", unit.code);
        profile.units = vec![unit.code.clone()];
        let mut responsibility = responsibility.clone();
        responsibility.code = format!("work-{}", unit.code);
        responsibility.profile = Some(profile.code.clone());
        code.people.security_profile.push(profile);
        code.people.responsibility.push(responsibility);
    }
    let member = code.people.staff[0].clone();
    for at in code.people.staff.len()..people {
        let mut member = member.clone();
        member.email = format!("person.{at}@an-binh.example");
        member.name = format!("Person {at}");
        member.hall = None;
        member.responsibilities = vec![Held::Always(format!(
            "work-{}",
            organisation.operating_unit[at % units].code
        ))];
        code.people.staff.push(member);
    }
    code
}
