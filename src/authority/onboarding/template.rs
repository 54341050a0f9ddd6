//! The small tenant that an invitation begins with, made of another tenant's code.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::tenancy::code::{Role, TenantCode};
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::{Language, Localised};

use super::model::Invitation;

const PROFILE: &str = "all-units";
/// The roles of a small office, each as a responsibility of its own.
const ROLES: [Role; 5] = [
    Role::Administrator,
    Role::Receiver,
    Role::Assessor,
    Role::Approver,
    Role::Cashier,
];

/// A name in every language of the interface: vi, zh, uk, en.
fn called(names: [&str; 4]) -> Localised {
    let languages = [Language::Vi, Language::Zh, Language::Uk, Language::En];
    let named = languages.into_iter().zip(names.map(str::to_owned));
    Localised(named.collect())
}

/// What a role is called.
fn role_name(role: Role) -> Localised {
    called(match role {
        Role::Receiver => ["Tiếp nhận", "受理", "Приймання", "Reception"],
        Role::Assessor => ["Thẩm định", "审查", "Розгляд", "Assessment"],
        Role::Approver => ["Phê duyệt", "审批", "Рішення", "Decision"],
        Role::Cashier => ["Thu tiền", "收费", "Каса", "Cash desk"],
        Role::Auditor => ["Giám sát", "监督", "Контроль", "Audit"],
        Role::Administrator => ["Quản trị", "管理", "Адміністрування", "Administration"],
    })
}

/// The template's code cut down to one office: its calendar, accounts, fees and look stay, its people and procedures do not.
pub(super) fn small(template: &TenantCode, of: &Invitation) -> Result<TenantCode> {
    let mut code = template.clone();
    let home = code.tenant.default_language;
    let name = Localised::of(home, of.name.trim());
    code.tenant.id = Uuid::now_v7();
    code.tenant.slug.clone_from(&of.slug);
    code.tenant.hosts = vec![of.host.clone()];
    code.tenant.name = name.clone();
    code.tenant.authority = name.clone();
    code.tenant.mail.sender = format!("no-reply@{}", of.host);
    code.tenant.mail.sender_name = name.clone();
    code.tenant.contact.email.clone_from(&of.email);
    // Where the template's authority is found says nothing of this one.
    code.tenant.contact.address = Localised::default();
    code.tenant.contact.hours = Localised::default();
    code.procedures.clear();
    code.dictionaries.clear();
    code.notifications.clear();
    one_office(&mut code, &name)?;
    let department = code.organisation.department.first().map(|it| it.code.clone());
    let unit = code.organisation.operating_unit.first().map(|it| it.code.clone());
    let responsibilities: Vec<Value> = ROLES
        .into_iter()
        .map(|role| {
            json!({"code": role.word(), "name": role_name(role), "role": role, "profile": PROFILE, "default_unit": unit})
        })
        .collect();
    let held: Vec<&str> = ROLES.into_iter().map(Role::word).collect();
    // As a file would say it, so that what a file need not say keeps its own default.
    code.people = serde_json::from_value(json!({
        "security_profile": [{"code": PROFILE, "name": name, "view_all": true}],
        "responsibility": responsibilities,
        "staff": [{"email": of.email.to_lowercase(), "name": of.person.trim(), "language": home,
                   "department": department, "responsibilities": held}],
    }))
    .map_err(Error::internal)?;
    Ok(code)
}

/// One legal entity, one unit, one hall, one cost centre, one department: those that fit together in the template.
fn one_office(code: &mut TenantCode, name: &Localised) -> Result<()> {
    let lacks = |what: &str| Error::refused(format!("the template has no {what}"));
    let organisation = &mut code.organisation;
    let hall = organisation
        .hall
        .iter()
        .find(|hall| hall.capabilities.len() > 2)
        .or(organisation.hall.first())
        .cloned()
        .ok_or_else(|| lacks("hall"))?;
    organisation.hall = vec![hall.clone()];
    organisation
        .operating_unit
        .retain(|unit| unit.code == hall.operating_unit);
    organisation
        .legal_entity
        .retain(|entity| entity.code == hall.legal_entity);
    organisation
        .cost_centre
        .retain(|centre| centre.code == hall.cost_centre);
    // The template's own name may be the one its hall gets here, and no two may bear the same.
    for centre in &mut organisation.cost_centre {
        centre.name = called(["Chi phí chung", "综合成本", "Загальні витрати", "General costs"]);
    }
    let mut department = organisation
        .department
        .first()
        .cloned()
        .ok_or_else(|| lacks("department"))?;
    department.parent = None;
    department.cost_centre = Some(hall.cost_centre);
    department.name = called(["Văn phòng", "办公室", "Канцелярія", "Office"]);
    organisation.department = vec![department];
    if let Some(group) = organisation.business_group.first_mut() {
        group.name = name.clone();
    }
    let entity = organisation
        .legal_entity
        .first_mut()
        .ok_or_else(|| lacks("legal entity"))?;
    entity.name = name.clone();
    entity.address = Localised::default();
    entity.city = String::new();
    let unit = organisation
        .operating_unit
        .first_mut()
        .ok_or_else(|| lacks("operating unit"))?;
    unit.name = called([
        "Bộ phận một cửa",
        "综合窗口",
        "Центр надання послуг",
        "One-stop service",
    ]);
    unit.parent = None;
    unit.default_legal_entity.clone_from(&hall.legal_entity);
    unit.legal_entities = vec![hall.legal_entity.into()];
    if let Some(hall) = organisation.hall.first_mut() {
        hall.name = called(["Nơi tiếp dân", "办事大厅", "Зал приймання", "Service hall"]);
        hall.address = Localised::default();
    }
    Ok(())
}
