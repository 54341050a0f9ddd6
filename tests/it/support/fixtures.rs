//! A small organisation, the same for two tenants: enough for a dossier to lie in and money to flow through.
//!
//! Rows are written by the superuser, past row security, so that a test of it begins from the truth. Each tenant has
//! ```text
//! business group ─ set-up ─ primary and secondary ledger, each with accounts by purpose
//!   ├ legal entity `city`  ─┬─ operating unit `civil` ─ hall `civil-hall` (takes cash)
//!   └ legal entity `water` ─┴─ operating unit `land`  ─ hall `land-hall` (takes none), land is linked to both entities
//! citizen Anna, officer and cashier of `civil`, officer of `land`; one procedure with one version
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use onedoor::kernel::access::AccessMode;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Context, Reach};
use onedoor::kernel::ids::{
    AccountId, DossierId, HallId, LedgerId, LegalEntityId, OperatingUnitId, ProcedureId, ProcedureVersionId,
    ResponsibilityId, TenantId,
};
use onedoor::kernel::money::Currency;
use uuid::Uuid;

use super::TestDatabase;

/// An operating unit with its hall.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    pub id: OperatingUnitId,
    pub hall: HallId,
}

/// One tenant's organisation.
#[derive(Debug, Clone)]
pub struct Town {
    pub tenant: TenantId,
    pub currency: Currency,
    pub primary_ledger: LedgerId,
    pub secondary_ledger: LedgerId,
    pub city: LegalEntityId,
    pub water: LegalEntityId,
    pub civil: Unit,
    pub land: Unit,
    pub citizen: AccountId,
    pub other_citizen: AccountId,
    pub civil_officer: AccountId,
    pub civil_cashier: AccountId,
    pub land_officer: AccountId,
    pub responsibility: ResponsibilityId,
    pub procedure: ProcedureId,
    pub version: ProcedureVersionId,
}

/// Two towns in one database: A counts in đồng, B in hryvnia.
pub fn two_towns(database: &TestDatabase) -> (Town, Town) {
    let mut rows = database.superuser();
    (
        Town::found(&mut rows, "alpha", Currency::Vnd),
        Town::found(&mut rows, "beta", Currency::Uah),
    )
}

/// Accounts of every chart, as `(code, kind, purpose)`.
pub const CHART: &[(&str, &str, &str)] = &[
    ("1110", "asset", "cash"),
    ("1120", "asset", "bank"),
    ("1130", "asset", "gateway_clearing"),
    ("1310", "asset", "receivable"),
    ("3310", "liability", "refund_payable"),
    ("5110", "revenue", "fee_revenue"),
];

impl Town {
    /// Writes a town and the tenant it is.
    pub fn found(rows: &mut PgConnection, slug: &str, currency: Currency) -> Town {
        let town = Town {
            tenant: TenantId::fresh(),
            currency,
            primary_ledger: LedgerId::fresh(),
            secondary_ledger: LedgerId::fresh(),
            city: LegalEntityId::fresh(),
            water: LegalEntityId::fresh(),
            civil: Unit::fresh(),
            land: Unit::fresh(),
            citizen: AccountId::fresh(),
            other_citizen: AccountId::fresh(),
            civil_officer: AccountId::fresh(),
            civil_cashier: AccountId::fresh(),
            land_officer: AccountId::fresh(),
            responsibility: ResponsibilityId::fresh(),
            procedure: ProcedureId::fresh(),
            version: ProcedureVersionId::fresh(),
        };
        let (organisation, people, catalogue) =
            (town.organisation(slug), town.people(slug), town.catalogue());
        rows.batch_execute(&format!("begin; {organisation} {people} {catalogue} commit"))
            .unwrap();
        town
    }

    fn organisation(&self, slug: &str) -> String {
        let (t, code) = (self.tenant, self.currency.code());
        let (group, setup) = (Uuid::now_v7(), Uuid::now_v7());
        let (primary, secondary) = (self.primary_ledger, self.secondary_ledger);
        let mut sql = format!(
            "insert into tenant (id, slug, name, settings) values ('{t}', '{slug}', '{{\"en\":\"{slug}\"}}', '{{\"zone\":\"Asia/Ho_Chi_Minh\"}}');
             insert into tenant_host values ('{slug}.localhost', '{t}');
             insert into access_version values ('{t}', 1);
             insert into business_group (tenant_id, id, code, name) values ('{t}', '{group}', 'group', '{{\"en\":\"Group\"}}');
             insert into accounting_setup (tenant_id, id, code, name) values ('{t}', '{setup}', 'setup', '{{\"en\":\"Set-up\"}}');
             insert into value_set values ('{t}', 'company', '{{\"en\":\"Companies\"}}');
             insert into ledger (tenant_id, id, accounting_setup_id, code, name, currency, kind, value_set) values
                ('{t}', '{primary}', '{setup}', 'primary', '{{\"en\":\"Primary\"}}', '{code}', 'primary', 'company'),
                ('{t}', '{secondary}', '{setup}', 'secondary', '{{\"en\":\"Secondary\"}}', '{code}', 'secondary', 'company');"
        );
        for ledger in [primary, secondary] {
            for (code, kind, purpose) in CHART {
                let _ = write!(
                    sql,
                    "insert into ledger_account values ('{t}', '{}', '{ledger}', '{code}', '{{\"en\":\"{purpose}\"}}', '{kind}', '{purpose}');",
                    Uuid::now_v7()
                );
            }
        }
        for (id, name, series) in [
            (self.city, "city", "1C{YY}TAA"),
            (self.water, "water", "1C{YY}TBB"),
        ] {
            let _ = write!(
                sql,
                "insert into legal_entity (tenant_id, id, business_group_id, ledger_id, value_set, code, name, registration_kind, registration_number, address, details)
                 values ('{t}', '{id}', '{group}', '{primary}', 'company', '{name}', '{{\"en\":\"The {name} of {slug}\"}}', 'mst', '0100109106',
                 '{{\"street\":\"1 Main Street\",\"city\":\"{slug}\",\"country\":\"VN\",\"texts\":{{\"en\":\"1 Main Street\"}}}}',
                 '{{\"invoice_series\":\"{series}\",\"email\":\"{name}@{slug}.example\",\"phone\":\"1022\",\"bank_account\":\"3713.0.1099\"}}');
                 insert into balancing_segment_value values ('{t}', 'company', '{name}', '{id}');"
            );
        }
        for (unit, name, number_code, entity) in [
            (self.civil, "civil", "01", self.city),
            (self.land, "land", "02", self.water),
        ] {
            let (id, hall, centre) = (unit.id, unit.hall, Uuid::now_v7());
            let company = if entity == self.city { "city" } else { "water" };
            let capabilities = if name == "civil" {
                "{issues_tickets,takes_cash,prints_results}"
            } else {
                "{issues_tickets}"
            };
            let _ = write!(
                sql,
                "insert into operating_unit (tenant_id, id, business_group_id, ledger_id, default_legal_entity_id, code, number_code, name)
                 values ('{t}', '{id}', '{group}', '{primary}', '{entity}', '{name}', '{number_code}', '{{\"en\":\"Unit {name}\"}}');
                 insert into operating_unit_legal_entity values ('{t}', '{id}', '{entity}', '{primary}');
                 insert into cost_centre (tenant_id, id, legal_entity_id, code, value_set, company_value, name)
                 values ('{t}', '{centre}', '{entity}', 'centre-{name}', 'company', '{company}', '{{\"en\":\"Centre {name}\"}}');
                 insert into service_hall (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, cost_centre_id, code, name, capabilities)
                 values ('{t}', '{hall}', '{primary}', '{entity}', '{id}', '{centre}', '{name}-hall', '{{\"en\":\"Hall {name}\"}}', '{capabilities}');"
            );
        }
        let _ = write!(
            sql,
            "insert into operating_unit_legal_entity values ('{t}', '{}', '{}', '{primary}');
             insert into responsibility (tenant_id, id, business_group_id, code, name, role)
             values ('{t}', '{}', '{group}', 'officer', '{{\"en\":\"Officer\"}}', 'receiver');",
            self.land.id, self.city, self.responsibility
        );
        sql
    }

    fn people(&self, slug: &str) -> String {
        [
            (self.citizen, "citizen", "Anna Citizen"),
            (self.other_citizen, "citizen", "Boris Citizen"),
            (self.civil_officer, "staff", "Officer of Civil"),
            (self.civil_cashier, "staff", "Cashier of Civil"),
            (self.land_officer, "staff", "Officer of Land"),
        ]
        .into_iter()
        .fold(String::new(), |mut sql, (id, kind, name)| {
            let _ = write!(
                sql,
                "insert into account (tenant_id, id, kind, email, display_name, language, business_group_id)
                 values ('{t}', '{id}', '{kind}', '{id}@{slug}.example', '{name}', 'en',
                         (select id from business_group where tenant_id = '{t}' and '{kind}' = 'staff'));",
                t = self.tenant
            );
            sql
        })
    }

    fn catalogue(&self) -> String {
        let (t, procedure, version) = (self.tenant, self.procedure, self.version);
        let mut sql = format!(
            "insert into procedure (tenant_id, id, code) values ('{t}', '{procedure}', 'birth');
             insert into procedure_version (tenant_id, id, procedure_id, number, definition, form, bpmn, digest)
             values ('{t}', '{version}', '{procedure}', 1, '{{\"facts\":{{\"name\":{{\"en\":\"Register a birth\"}}}}}}', '{{}}', '', '\\x00');
             update procedure set current_version_id = '{version}' where tenant_id = '{t}';"
        );
        for (unit, entity) in [(self.civil, self.city), (self.land, self.water)] {
            let _ = write!(
                sql,
                "insert into procedure_unit values ('{t}', '{procedure}', '{}', '{entity}', '{}', {});",
                unit.id,
                unit.hall,
                unit.id == self.civil.id
            );
        }
        sql
    }

    /// The legal entity a unit works for unless told otherwise.
    pub fn entity_of(&self, unit: OperatingUnitId) -> LegalEntityId {
        if unit == self.civil.id {
            self.city
        } else {
            self.water
        }
    }

    /// A dossier of the first citizen in `unit`, in process (status 2), with its form beside it.
    pub fn dossier(&self, rows: &mut PgConnection, unit: OperatingUnitId) -> DossierId {
        let (t, id, applicant, entity) = (
            self.tenant,
            DossierId::fresh(),
            self.citizen,
            self.entity_of(unit),
        );
        let number = format!("H99-{}", &id.uuid().simple().to_string()[20..]);
        rows.batch_execute(&format!(
            "insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at)
             values ('{t}', '{id}', '{number}', '{id}', '{}', '{}', '{unit}', '{entity}', '{applicant}', 'Anna Citizen',
                'portal', 2, sha256('{id}'), now());
             insert into dossier_form (tenant_id, dossier_id, operating_unit_id, applicant_id, answers)
             values ('{t}', '{id}', '{unit}', '{applicant}', '{{\"copies\": 2}}')",
            self.procedure, self.version
        ))
        .unwrap();
        id
    }

    /// The system, seeing every unit and allowed every verb: what a worker acts as.
    pub fn system(&self) -> Arc<Context> {
        let mut context = Context::bare(self.tenant, Actor::System("test"));
        context.mode = Some(AccessMode::A);
        context.access = reach_of(
            Verb::ALL,
            &Reach {
                tenant: true,
                every_unit: true,
                ..Reach::default()
            },
        );
        Arc::new(context)
    }

    /// A citizen, allowed `verbs` upon her own.
    pub fn citizen(&self, account: AccountId, verbs: &[Verb]) -> Arc<Context> {
        let mut context = Context::bare(self.tenant, Actor::Citizen(account));
        context.access = reach_of(
            verbs,
            &Reach {
                own: true,
                ..Reach::default()
            },
        );
        Arc::new(context)
    }

    /// A staff member who works in one unit and is allowed `verbs` there.
    pub fn staff(&self, account: AccountId, unit: OperatingUnitId, verbs: &[Verb]) -> Arc<Context> {
        let mut context = Context::bare(self.tenant, Actor::Staff(account, self.responsibility));
        context.mode = Some(AccessMode::S);
        context.units = [unit].into_iter().collect();
        context.current_unit = Some(unit);
        context.access = reach_of(
            verbs,
            &Reach {
                units: [unit].into_iter().collect(),
                ..Reach::default()
            },
        );
        Arc::new(context)
    }
}

impl Unit {
    fn fresh() -> Self {
        Self {
            id: OperatingUnitId::fresh(),
            hall: HallId::fresh(),
        }
    }
}

fn reach_of(verbs: &[Verb], reach: &Reach) -> Arc<AccessSet> {
    Arc::new(AccessSet::new(
        verbs
            .iter()
            .map(|verb| (*verb, reach.clone()))
            .collect::<BTreeMap<_, _>>(),
    ))
}
