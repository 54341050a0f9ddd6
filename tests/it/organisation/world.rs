//! A tenant that is organised by commands alone, as an administrator would.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeZone, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use onedoor::authority::changes::{Origin, Reason};
use onedoor::authority::organisation::change::{Called, Change, Equipment, Kind};
use onedoor::authority::organisation::commands::{self, At};
use onedoor::authority::organisation::{ChangeOrganisation, Done};
use onedoor::kernel::access::AccessMode;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Context, Reach};
use onedoor::kernel::error::{Error, Refusal};
use onedoor::kernel::ids::{AccountId, ResponsibilityId, TenantId};
use onedoor::kernel::locale::{Language, Localised};
use onedoor::platform::door::{Db, Whole};
use uuid::Uuid;

use crate::support::TestDatabase;

pub struct World {
    pub database: TestDatabase,
    pub db: Db,
    pub tenant: TenantId,
    pub context: Arc<Context>,
    pub responsibility: ResponsibilityId,
}

/// The worked examples: ledger L1 with entities A {01, 02} and B {03}; ledger L2 of another value set with C {01}.
pub struct Example {
    pub world: World,
    pub group: Uuid,
    pub l1: Uuid,
    pub l2: Uuid,
    pub a: Uuid,
    pub b: Uuid,
    pub c: Uuid,
    pub centre_a: Uuid,
    pub centre_b: Uuid,
}

pub fn name(text: &str) -> Localised {
    Localised::of(Language::En, text)
}

pub fn called(code: &str) -> Called {
    Called {
        code: code.to_owned(),
        name: name(&format!("The {code}")),
    }
}

pub fn why() -> Reason {
    Reason::parse("for the test").unwrap()
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

pub fn at() -> At {
    At {
        now: Utc.with_ymd_and_hms(2026, 11, 22, 9, 0, 0).unwrap(),
        day: day(),
    }
}

/// The access of somebody who may do all to the organisation.
fn keeper() -> Arc<AccessSet> {
    let reach = Reach {
        tenant: true,
        ..Reach::default()
    };
    let verbs = [Verb::ReadOrganisation, Verb::ChangeOrganisation, Verb::Reorganise];
    Arc::new(AccessSet::new(
        verbs
            .into_iter()
            .map(|verb| (verb, reach.clone()))
            .collect::<BTreeMap<_, _>>(),
    ))
}

impl World {
    /// A tenant with nothing in it.
    pub fn empty() -> Self {
        let database = TestDatabase::fresh();
        let tenant = TenantId::fresh();
        database
            .superuser()
            .batch_execute(&format!(
                "insert into tenant (id, slug, name, settings) values ('{tenant}', 'new', '{{}}', '{{\"zone\":\"Asia/Ho_Chi_Minh\"}}');
                 insert into access_version values ('{tenant}', 1);"
            ))
            .unwrap();
        let db = database.db();
        let (account, responsibility) = (AccountId::fresh(), ResponsibilityId::fresh());
        let mut context = Context::bare(tenant, Actor::Staff(account, responsibility));
        context.access = keeper();
        context.mode = Some(AccessMode::M);
        Self {
            database,
            db,
            tenant,
            context: Arc::new(context),
            responsibility,
        }
    }

    pub async fn change(&self, wanted: Change) -> Result<Done, Error> {
        self.change_at(wanted, at()).await
    }

    pub async fn change_at(&self, wanted: Change, at: At) -> Result<Done, Error> {
        self.db
            .in_tenant(&self.context, move |tx| {
                let mut grant = tx.authorise::<ChangeOrganisation>(Whole)?;
                commands::change(&mut grant, &wanted, Origin::Page, &why(), at)
            })
            .await
    }

    /// Makes a change that must succeed, and answers what is new.
    pub async fn add(&self, wanted: Change) -> Uuid {
        let done = self.change(wanted.clone()).await;
        done.unwrap_or_else(|error| panic!("{wanted:?}: {error:?}"))
            .made
            .unwrap()
            .1
    }

    pub async fn ok(&self, wanted: Change) -> Done {
        self.change(wanted.clone())
            .await
            .unwrap_or_else(|error| panic!("{wanted:?}: {error:?}"))
    }

    /// Makes a change that must be refused by a rule, and answers the codes of the rows in the way. Nothing may be left of it.
    pub async fn refused(&self, wanted: Change, rule: &str) -> Vec<String> {
        let before = self.state();
        let refusal = match self.change(wanted.clone()).await {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("{wanted:?} must be refused by {rule}: {other:?}"),
        };
        assert_eq!(refusal.code, rule, "{wanted:?}: {refusal:?}");
        assert_eq!(self.state(), before, "something is left of {wanted:?}");
        in_the_way(&refusal)
    }

    /// A digest of every row of the organisation.
    pub fn state(&self) -> String {
        let tables = [
            "business_group",
            "value_set",
            "accounting_setup",
            "ledger",
            "legal_entity",
            "balancing_segment_value",
            "operating_unit",
            "operating_unit_legal_entity",
            "cost_centre",
            "cost_centre_value",
            "service_hall",
            "hall_part",
            "department",
            "organisation_name",
            "security_profile",
            "security_profile_unit",
            "procedure_unit",
            "dossier",
            "dossier_move",
            "change_set",
            "change_row",
        ];
        let each: Vec<String> = tables
            .iter()
            .map(|table| {
                format!(
                    "(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from {table} t)"
                )
            })
            .collect();
        self.text(&each.join(" || "))
    }

    /// What a query of the superuser says.
    pub fn text(&self, expression: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        diesel::sql_query(format!("select ({expression})::text as text"))
            .get_result::<Row>(&mut self.database.superuser())
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
            .text
    }

    pub fn run(&self, statements: &str) {
        self.database
            .superuser()
            .batch_execute(statements)
            .unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    pub async fn group(&self, code: &str) -> Uuid {
        self.add(Change::AddGroup { called: called(code) }).await
    }

    pub async fn ledger(&self, code: &str, value_set: &str) -> Uuid {
        self.ok(Change::AddValueSet {
            called: called(value_set),
        })
        .await;
        self.add(Change::AddSetup {
            called: called(&format!("{code}-setup")),
            ledger: called(code),
            currency: "VND".into(),
            value_set: value_set.into(),
        })
        .await
    }

    pub async fn entity(&self, group: Uuid, ledger: Uuid, code: &str, value: &str) -> Uuid {
        self.add(entity(group, ledger, code, value)).await
    }

    pub async fn unit(&self, group: Uuid, entity: Uuid, code: &str) -> Uuid {
        self.add(unit(group, None, entity, code)).await
    }

    pub async fn centre(&self, entity: Uuid, code: &str, value: &str) -> Uuid {
        self.add(Change::AddCentre {
            entity,
            value: value.into(),
            called: called(code),
        })
        .await
    }
}

/// The codes of the rows that a refusal names, or what is in use with its count.
pub fn in_the_way(refusal: &Refusal) -> Vec<String> {
    refusal
        .fields
        .iter()
        .map(|field| match field.arguments.get("n") {
            Some(n) => format!("{n} {}", field.code.trim_start_matches("rule-use-")),
            None => field.arguments.get("code").cloned().unwrap_or_default(),
        })
        .collect()
}

pub fn entity(group: Uuid, ledger: Uuid, code: &str, value: &str) -> Change {
    Change::AddEntity {
        group,
        ledger,
        called: called(code),
        registration_kind: "mst".into(),
        registration_number: "0100109106".into(),
        value: value.into(),
    }
}

pub fn unit(group: Uuid, parent: Option<Uuid>, entity: Uuid, code: &str) -> Change {
    Change::AddUnit {
        group,
        parent,
        entity,
        called: called(code),
        number_code: code.replace('-', "."),
    }
}

pub fn hall(unit: Uuid, entity: Uuid, centre: Uuid, code: &str) -> Change {
    Change::AddHall {
        unit,
        entity,
        centre,
        called: called(code),
        equipment: Equipment {
            capabilities: vec!["issues_tickets".into()],
            ..Equipment::default()
        },
    }
}

pub fn close(kind: Kind, id: Uuid) -> Change {
    Change::Close {
        kind,
        id,
        dossiers_to: None,
    }
}

impl Example {
    pub async fn new() -> Self {
        let world = World::empty();
        let group = world.group("group").await;
        let l1 = world.ledger("l1", "set-1").await;
        let l2 = world.ledger("l2", "set-2").await;
        let a = world.entity(group, l1, "a", "01").await;
        world
            .ok(Change::AddValue {
                entity: a,
                value: "02".into(),
            })
            .await;
        let b = world.entity(group, l1, "b", "03").await;
        let c = world.entity(group, l2, "c", "01").await;
        let centre_a = world.centre(a, "centre-a", "01").await;
        let centre_b = world.centre(b, "centre-b", "03").await;
        Self {
            world,
            group,
            l1,
            l2,
            a,
            b,
            c,
            centre_a,
            centre_b,
        }
    }

    /// OU1 of the examples: default A, linked to A and B.
    pub async fn first_unit(&self) -> Uuid {
        let unit = self.world.unit(self.group, self.a, "ou1").await;
        self.world.ok(Change::Link { unit, entity: self.b }).await;
        unit
    }
}
