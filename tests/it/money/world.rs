//! What the money tests share: two towns in a database, and the few acts every test begins with.

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Text};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::context::Context;
use onedoor::kernel::error::Result;
use onedoor::kernel::ids::{DossierId, HallId, PaymentRequestId};
use onedoor::kernel::locale::Language;
use onedoor::kernel::money::Money;
use onedoor::kernel::patterns::number::NumberPattern;
use onedoor::kernel::patterns::payment::PaymentRequestPattern;
use onedoor::platform::door::Db;
use onedoor::services::billing::acts::{AtDesk, RaiseFee, TakeCash};
use onedoor::services::billing::{
    BillingSettings, Fee, Payment, PaymentRequest, RaiseError, Raised, raise_fee, take_cash,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestDatabase;
use crate::support::fixtures::{self, Town};

/// Two towns in a database of their own.
pub struct World {
    pub database: TestDatabase,
    pub db: Db,
    pub alpha: Town,
    pub beta: Town,
}

pub const FREE_CHOICE: &str = "cash bank keypay net=form.copies * 35000 ship=5000 $Bring the number$";

impl World {
    pub fn new() -> Self {
        let database = TestDatabase::fresh();
        let (alpha, beta) = fixtures::two_towns(&database);
        Self {
            db: database.db(),
            database,
            alpha,
            beta,
        }
    }

    pub fn rows(&self) -> PgConnection {
        self.database.superuser()
    }

    pub fn count(&self, what: &str) -> i64 {
        number(&mut self.rows(), &format!("select count(*) as n from {what}"))
    }

    pub fn execute(&self, sql: &str) {
        self.rows().batch_execute(sql).unwrap();
    }

    /// The data of every event of `kind`, oldest first.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Jsonb)]
            data: Value,
        }
        let rows: Vec<Row> = diesel::sql_query("select data from outbox where kind = $1 order by seq")
            .bind::<Text, _>(kind)
            .load(&mut self.rows())
            .unwrap();
        rows.into_iter().map(|row| row.data).collect()
    }

    /// A new dossier in the town's `civil` unit with a fee of 75,000 due.
    pub async fn due(&self, town: &Town) -> PaymentRequest {
        let dossier = town.dossier(&mut self.rows(), town.civil.id);
        match self
            .raise(town, dossier, Uuid::now_v7(), FREE_CHOICE)
            .await
            .unwrap()
        {
            Raised::Due(request) => *request,
            Raised::Nothing => panic!("nothing is due"),
        }
    }

    pub async fn raise(
        &self,
        town: &Town,
        dossier: DossierId,
        source: Uuid,
        pattern: &str,
    ) -> Result<Raised, RaiseError> {
        let (settings, pattern) = (settings(town), PaymentRequestPattern::parse(pattern).unwrap());
        let raised = self
            .db
            .in_tenant(&town.system(), move |tx| {
                let mut grant = tx.authorise::<RaiseFee>(dossier)?;
                let variables = json!({"form": {"copies": 2}});
                let fee = Fee {
                    source,
                    pattern: &pattern,
                    variables: &variables,
                };
                match raise_fee(&mut grant, &settings, fee, clock::now()) {
                    Err(RaiseError::Other(error)) => Err(error),
                    other => Ok(other),
                }
            })
            .await;
        match raised {
            Ok(result) => result,
            Err(error) => Err(error.into()),
        }
    }

    pub async fn pay_cash(
        &self,
        town: &Town,
        cashier: &Arc<Context>,
        hall: HallId,
        request: PaymentRequestId,
        minor: i64,
    ) -> Result<Payment> {
        let settings = settings(town);
        let offered = Money::new(minor, town.currency);
        self.db
            .in_tenant(cashier, move |tx| {
                let mut grant = tx.authorise::<TakeCash>(AtDesk { request, hall })?;
                take_cash(&mut grant, &settings, offered, clock::now())
            })
            .await
    }

    /// A paid request of the town's `civil` unit.
    pub async fn paid(&self, town: &Town) -> Payment {
        let request = self.due(town).await;
        let (cashier, hall) = (cashier(town), town.civil.hall);
        self.pay_cash(town, &cashier, hall, request.id, request.amount_minor)
            .await
            .unwrap()
    }
}

pub fn cashier(town: &Town) -> Arc<Context> {
    town.staff(
        town.civil_cashier,
        town.civil.id,
        &[Verb::ReadMoney, Verb::TakeCash],
    )
}

pub fn settings(town: &Town) -> BillingSettings {
    BillingSettings {
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        currency: town.currency,
        language: Language::En,
        country: "VN".into(),
        receipts: NumberPattern::parse("R{YY}-{unit}-{NNNNNNN-Y}").unwrap(),
    }
}

pub fn number(rows: &mut PgConnection, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    diesel::sql_query(sql).get_result::<Row>(rows).unwrap().n
}
