//! The procedures of a tenant: their facts, their versions, their process.

use std::collections::HashMap;

use actix_web::web;

use crate::authority::organisation::{self as authority, ReadOrganisation, VersionFacts};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::format;
use crate::kernel::ids::ProcedureVersionId;
use crate::platform::door::Whole;
use crate::services::catalogue::Procedure;
use crate::services::catalogue::form::{Field, FieldType, PaperRequirement};
use crate::surfaces::desk::Staff;
use crate::surfaces::portal::{cards, fees};
use crate::surfaces::web::views::{Fact, Link};
use crate::surfaces::web::{Answer, told};

use super::views::{self, ProcedureRow};
use super::{drawing, steps};

/// `GET /admin/procedures`
pub(super) async fn list(staff: Staff) -> Answer {
    let visit = &staff.visit;
    let versions = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            authority::in_force_since(&mut tx.authorise::<ReadOrganisation>(Whole)?)
        })
        .await?;
    let since: HashMap<ProcedureVersionId, VersionFacts> = versions
        .into_iter()
        .map(|version| (version.id, version))
        .collect();
    let rows = staff
        .shelf
        .procedures
        .iter()
        .map(|procedure| row(&staff, procedure, since.get(&procedure.version_id)));
    let view = views::Procedures {
        desk: staff.desk("procedures"),
        rows: rows.collect(),
    };
    visit.page("admin/procedures.html", "admin", &view)
}

fn row(staff: &Staff, procedure: &Procedure, version: Option<&VersionFacts>) -> ProcedureRow {
    let visit = &staff.visit;
    let published = version.map_or_else(clock::now, |version| version.published_at);
    ProcedureRow {
        code: procedure.facts.code.clone(),
        name: visit.say(&procedure.facts.name).to_owned(),
        url: format!("/admin/procedures/{}", procedure.facts.code),
        version: procedure.version.to_string(),
        valid_from: published.with_timezone(&visit.tenant.zone()).date_naive(),
        level: cards::level(procedure),
        limit: told::limit(&procedure.facts.limit),
        fee: fees::beforehand(&visit.tenant, procedure, clock::now()),
        units: units(staff, procedure),
    }
}

fn units(staff: &Staff, procedure: &Procedure) -> String {
    let names: Vec<String> = procedure
        .handled_by
        .iter()
        .map(|handling| staff.unit_name(handling.unit_id))
        .collect();
    format::list(&names, staff.visit.language)
}

/// `GET /admin/procedures/{code}`
pub(super) async fn page(staff: Staff, code: web::Path<String>) -> Answer {
    let procedure = staff.shelf.by_code(&code).map(std::sync::Arc::clone);
    let id = procedure.as_ref().map(|procedure| procedure.id);
    let versions = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            // Whoever may not read at all is told that first, and not which codes there are.
            authority::versions(&mut grant, id.ok_or(Error::NotFound)?)
        })
        .await?;
    let procedure = procedure.ok_or(Error::NotFound)?;
    staff.visit.page(
        "admin/procedure.html",
        "admin",
        &view(&staff, &procedure, &versions)?,
    )
}

fn view(staff: &Staff, procedure: &Procedure, versions: &[VersionFacts]) -> Result<views::Procedure> {
    let visit = &staff.visit;
    let process = &procedure.process.definition;
    Ok(views::Procedure {
        desk: staff.desk("procedures"),
        code: procedure.facts.code.clone(),
        name: visit.say(&procedure.facts.name).to_owned(),
        facts: facts(staff, procedure),
        drawing: drawing::of(process, &|element| element.name.clone()),
        steps: steps::of(staff, process),
        versions: versions
            .iter()
            .map(|version| version_fact(staff, version))
            .collect(),
        papers: procedure
            .form
            .papers
            .iter()
            .map(|paper| paper_fact(staff, paper))
            .collect(),
        questions: procedure
            .form
            .fields()
            .map(|field| question_fact(staff, field))
            .collect(),
        guide: Link::new(visit.text("admin-guide"), cards::guide_url(procedure)),
    })
}

fn facts(staff: &Staff, procedure: &Procedure) -> Vec<Fact> {
    let (visit, of) = (&staff.visit, &procedure.facts);
    let fact = |key: &str, value: String| Fact {
        label: visit.text(key),
        value,
    };
    let legal: Vec<String> = procedure
        .legal_bases
        .iter()
        .map(|basis| basis.number.clone())
        .collect();
    let suspended = if procedure.is_suspended {
        "admin-yes"
    } else {
        "admin-no"
    };
    let mut facts = vec![
        fact("admin-version", procedure.version.to_string()),
        fact("admin-fact-limit", visit.say(&of.limit.words).to_owned()),
        fact("admin-fact-fee", visit.say(&of.fee.words).to_owned()),
        fact("admin-units", units(staff, procedure)),
        fact("admin-fact-result", visit.say(&of.result.name).to_owned()),
        fact("admin-fact-legal", format::list(&legal, visit.language)),
        fact("admin-fact-suspended", visit.text(suspended)),
    ];
    if let Some(code) = &of.national_code {
        facts.insert(0, fact("admin-fact-code", code.clone()));
    }
    facts
}

fn version_fact(staff: &Staff, version: &VersionFacts) -> Fact {
    let visit = &staff.visit;
    let number = version.number.to_string();
    Fact {
        label: visit.state.renderer.texts().say(
            visit.language,
            "admin-version-number",
            &[("n", number.as_str().into())],
        ),
        value: format::date_time(version.published_at, visit.tenant.zone(), visit.language),
    }
}

fn needed(staff: &Staff, required: bool, sometimes: bool) -> String {
    let key = match (required, sometimes) {
        (true, _) => "admin-required",
        (false, true) => "admin-required-if",
        (false, false) => "admin-optional",
    };
    staff.visit.text(key)
}

fn paper_fact(staff: &Staff, paper: &PaperRequirement) -> Fact {
    Fact {
        label: staff.visit.say(&paper.name).to_owned(),
        value: needed(staff, paper.required, paper.required_if.is_some()),
    }
}

fn question_fact(staff: &Staff, field: &Field) -> Fact {
    let kind = match field.kind {
        FieldType::Text => "text",
        FieldType::LongText => "long-text",
        FieldType::Integer => "integer",
        FieldType::Decimal => "decimal",
        FieldType::Amount => "amount",
        FieldType::Date => "date",
        FieldType::Choice => "choice",
        FieldType::Choices => "choices",
        FieldType::YesNo => "yes-no",
        FieldType::Identity => "identity",
        FieldType::Email => "email",
        FieldType::Phone => "phone",
    };
    let kind = staff.visit.text(&format!("admin-field-{kind}"));
    Fact {
        label: staff.visit.say(&field.label).to_owned(),
        value: format!(
            "{kind} · {}",
            needed(staff, field.required, field.required_if.is_some())
        ),
    }
}
