//! A town with one procedure whose process is given, and the acts of the people and parts that move it.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text, Uuid as SqlUuid};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock::{self, Instant};
use onedoor::kernel::context::Context;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{AccountId, DossierId, OperatingUnitId, UserTaskId};
use onedoor::platform::door::{Db, Granted};
use onedoor::services::workflow::acts::{
    ClaimTask, CompleteTask, MendIncident, RunProcess, StartFor, StartProcess, Which,
};
use onedoor::services::workflow::commands::{self, Engine, Moved};
use onedoor::services::workflow::programs::Programs;
use onedoor::services::workflow::rules::Decision;
use onedoor::services::workflow::vocabulary::Variables;
use serde_json::Value;
use uuid::Uuid;

use crate::support::TestDatabase;
use crate::support::fixtures::{Town, two_towns};

#[derive(QueryableByName, Debug, Clone, PartialEq)]
pub struct Row {
    #[diesel(sql_type = Text)]
    pub word: String,
}

#[derive(QueryableByName, Debug)]
struct Fact {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Jsonb)]
    data: Value,
}

pub struct World {
    pub database: TestDatabase,
    pub db: Db,
    pub town: Town,
    pub other_town: Town,
    pub dossier: DossierId,
    pub programs: Programs,
}

pub const TASK_VERBS: &[Verb] = &[
    Verb::ClaimTask,
    Verb::ReceiveDossier,
    Verb::AssessDossier,
    Verb::DecideDossier,
    Verb::MendIncident,
];

impl World {
    pub fn new(bpmn: &str) -> Self {
        let database = TestDatabase::fresh();
        let db = database.db();
        let (town, other_town) = two_towns(&database);
        let mut rows = database.superuser();
        for of in [&town, &other_town] {
            diesel::sql_query("update procedure_version set bpmn = $1 where tenant_id = $2")
                .bind::<Text, _>(bpmn)
                .bind::<SqlUuid, _>(of.tenant.uuid())
                .execute(&mut rows)
                .unwrap();
        }
        let dossier = town.dossier(&mut rows, town.civil.id);
        Self {
            database,
            db,
            town,
            other_town,
            dossier,
            programs: Programs::new(100),
        }
    }

    pub fn start_for(&self) -> StartFor {
        StartFor {
            dossier_id: self.dossier,
            procedure_version_id: self.town.version,
            operating_unit_id: self.town.civil.id,
            applicant_id: self.town.citizen,
        }
    }

    pub async fn start(&self) -> Result<bool> {
        let (of, programs) = (self.start_for(), self.programs.clone());
        self.db
            .in_tenant(&self.town.system(), move |tx| {
                let grant = tx.authorise::<StartProcess>(of)?;
                let variables = Variables::from_iter([("amount".to_owned(), 5.into())]);
                commands::start(grant, &engine(&programs, clock::now()), variables).map(|id| id.is_some())
            })
            .await
    }

    /// Has the engine do something, as the system.
    pub async fn run<F>(&self, which: Which, act: F) -> Result<Moved>
    where
        F: FnOnce(Granted<'_, RunProcess>, &Engine<'_>) -> Result<Moved> + Send + 'static,
    {
        self.run_at(clock::now(), which, act).await
    }

    pub async fn run_at<F>(&self, now: Instant, which: Which, act: F) -> Result<Moved>
    where
        F: FnOnce(Granted<'_, RunProcess>, &Engine<'_>) -> Result<Moved> + Send + 'static,
    {
        let programs = self.programs.clone();
        self.db
            .in_tenant(&self.town.system(), move |tx| {
                let grant = tx.authorise::<RunProcess>(which)?;
                act(grant, &engine(&programs, now))
            })
            .await
    }

    pub fn officer(&self, account: AccountId, unit: OperatingUnitId) -> Arc<Context> {
        self.town.staff(account, unit, TASK_VERBS)
    }

    pub fn civil_officer(&self) -> Arc<Context> {
        self.officer(self.town.civil_officer, self.town.civil.id)
    }

    /// The one open task of an element.
    pub fn task(&self, element: &str) -> UserTaskId {
        let found: Vec<Fact> = diesel::sql_query(
            "select id, '{}'::jsonb as data from user_task where element = $1 and completed_at is null and cancelled_at is null",
        )
        .bind::<Text, _>(element)
        .load(&mut self.database.superuser())
        .unwrap();
        assert_eq!(found.len(), 1, "open tasks of {element}");
        UserTaskId::from_uuid(found[0].id)
    }

    pub async fn claim(&self, context: &Arc<Context>, task: UserTaskId) -> Result<()> {
        self.db
            .in_tenant(context, move |tx| {
                commands::claim_task(tx.authorise::<ClaimTask>(task)?, clock::now())
            })
            .await
    }

    pub async fn release(&self, context: &Arc<Context>, task: UserTaskId) -> Result<()> {
        self.db
            .in_tenant(context, move |tx| {
                commands::release_task(tx.authorise::<ClaimTask>(task)?, clock::now())
            })
            .await
    }

    pub async fn decide(
        &self,
        context: &Arc<Context>,
        task: UserTaskId,
        outcome: &str,
        answers: Value,
    ) -> Result<()> {
        let answers = answers.as_object().cloned().unwrap_or_default();
        let decision = Decision {
            outcome: (!outcome.is_empty()).then(|| outcome.to_owned()),
            answers,
            note: None,
        };
        self.db
            .in_tenant(context, move |tx| {
                commands::complete_task(tx.authorise::<CompleteTask>(task)?, &decision, clock::now())
            })
            .await
    }

    pub async fn mend(&self, context: &Arc<Context>, incident: Uuid) -> Result<()> {
        let incident = onedoor::kernel::ids::IncidentId::from_uuid(incident);
        self.db
            .in_tenant(context, move |tx| {
                commands::mend(tx.authorise::<MendIncident>(incident)?)
            })
            .await
    }

    /// The officer decides and the engine goes on, as it does when it reads the event.
    pub async fn task_done(
        &self,
        context: &Arc<Context>,
        element: &str,
        outcome: &str,
        answers: Value,
    ) -> Moved {
        let task = self.task(element);
        self.decide(context, task, outcome, answers).await.unwrap();
        self.run(Which::Task(task), commands::task_completed)
            .await
            .unwrap()
    }

    pub async fn job_done(&self, moved: &Moved, job: &str) -> Moved {
        let number = job_number(moved, job);
        self.run(Which::Dossier(self.dossier), move |grant, engine| {
            commands::complete_job(grant, engine, number, Variables::new())
        })
        .await
        .unwrap()
    }

    pub async fn news(&self, name: &'static str, key: &'static str) -> Moved {
        self.run(Which::Dossier(self.dossier), move |grant, engine| {
            commands::deliver_message(grant, engine, name, key, Variables::new())
        })
        .await
        .unwrap()
    }

    /// The first column of a query over what really lies in the tables.
    pub fn words(&self, sql: &str) -> Vec<String> {
        let rows: Vec<Row> = diesel::sql_query(sql)
            .load(&mut self.database.superuser())
            .unwrap();
        rows.into_iter().map(|row| row.word).collect()
    }

    /// Data of the events of one kind, in their order.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        let rows: Vec<Fact> = diesel::sql_query("select id, data from outbox where kind = $1 order by seq")
            .bind::<Text, _>(kind)
            .load(&mut self.database.superuser())
            .unwrap();
        rows.into_iter().map(|row| row.data).collect()
    }
}

/// One day for each day of a limit, whatever the calendar.
fn engine(programs: &Programs, now: Instant) -> Engine<'_> {
    Engine {
        programs,
        now,
        due: &|limit, from| {
            let days = limit.trim_start_matches('+').split(' ').next()?.parse().ok()?;
            Some(from + TimeDelta::days(days))
        },
    }
}

/// The element instance of a job that a step asked for.
pub fn job_number(moved: &Moved, job: &str) -> i64 {
    let changes = moved.changes.as_ref().expect("something changed");
    let found = changes.jobs.iter().find(|asked| asked.job == job);
    found
        .unwrap_or_else(|| panic!("{job} is asked for in {changes:?}"))
        .element_instance
}

/// The code of a refusal.
pub fn refusal(result: Result<()>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("expected a refusal, found {other:?}"),
    }
}
