//! A tenant with dossiers of two units in two months, counted as events count them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use onedoor::authority::access::Gate;
use onedoor::authority::tenancy::Tenants;
use onedoor::kernel::ids::{OperatingUnitId, ProcedureId, TenantId};
use onedoor::kernel::money::{Currency, Tender};
use onedoor::platform::door::{Db, Whole};
use onedoor::services::catalogue::Library;
use onedoor::services::statistics::acts::CountEvents;
use onedoor::services::statistics::{Delta, Deltas, count};
use uuid::Uuid;

use crate::support::server::TestServer;

pub const AUDITOR: &str = "van.mai@an-binh.example";
pub const ADMINISTRATOR: &str = "an.quach@an-binh.example";
pub const OFFICER: &str = "tu.nguyen@an-binh.example";
pub const STRANGER: &str = "oksana.romaniuk@zoriana.example";

/// The period of every dossier here.
pub const PERIOD: &str = "from=2026-09&until=2026-10";

pub const JUSTICE: &str = "hanh-chinh-tu-phap";
pub const LAND: &str = "dang-ky-dat-dai";

/// A dossier: unit, status, received, due and finished, all in UTC, and the đồng paid on the day it ended.
type Row = (
    &'static str,
    i16,
    &'static str,
    &'static str,
    Option<&'static str>,
    i64,
);

/// The tenant's clock is seven hours ahead: the second was received in October there and in September by UTC.
const ROWS: &[Row] = &[
    (
        JUSTICE,
        9,
        "2026-09-10T02:00:00Z",
        "2026-09-15T10:00:00Z",
        Some("2026-09-14T03:00:00Z"),
        75_000,
    ),
    (
        JUSTICE,
        9,
        "2026-09-30T20:00:00Z",
        "2026-10-05T10:00:00Z",
        Some("2026-10-07T03:00:00Z"),
        0,
    ),
    (
        JUSTICE,
        10,
        "2026-10-12T02:00:00Z",
        "2026-10-20T10:00:00Z",
        Some("2026-10-13T03:00:00Z"),
        30_000,
    ),
    (
        LAND,
        9,
        "2026-09-05T02:00:00Z",
        "2026-09-25T10:00:00Z",
        Some("2026-10-02T03:00:00Z"),
        650_000,
    ),
    (LAND, 2, "2026-10-28T02:00:00Z", "2026-11-25T10:00:00Z", None, 0),
];

pub struct World {
    pub server: TestServer,
    pub db: Db,
    pub gate: Gate,
    pub tenant: TenantId,
    units: HashMap<String, String>,
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = SqlUuid)]
    one: Uuid,
    #[diesel(sql_type = SqlUuid)]
    other: Uuid,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl World {
    pub async fn new() -> Self {
        let server = TestServer::start().await;
        let db = server.database.db();
        let gate = Gate::open(&db).await.unwrap();
        let card = Tenants::load(&db)
            .await
            .unwrap()
            .by_host("an-binh.localhost")
            .unwrap();
        let (tenant, home) = (card.id, card.default_language());
        let shelf = Library::new(db.clone(), gate.clone()).shelf(&card).await.unwrap();
        let units = shelf
            .units
            .values()
            .map(|unit| (unit.code.clone(), unit.name.get(home, home).to_owned()))
            .collect();
        let world = Self {
            server,
            db,
            gate,
            tenant,
            units,
        };
        let mut deltas = Deltas::default();
        for (at, row) in ROWS.iter().enumerate() {
            world.add(at, row, &mut deltas);
        }
        let context = Arc::new(world.gate.system(tenant, "test"));
        world
            .db
            .in_tenant(&context, move |tx| {
                count(tx.authorise::<CountEvents>(Whole)?, &deltas)
            })
            .await
            .unwrap();
        world
    }

    fn add(&self, at: usize, (unit, status, received, due, finished, paid): &Row, deltas: &mut Deltas) {
        let (t, mut rows) = (self.tenant, self.server.database.superuser());
        let Pair {
            one: unit_id,
            other: procedure_id,
        } = diesel::sql_query(format!(
            "select u.id as one, p.procedure_id as other from operating_unit u join procedure_unit p
             on p.tenant_id = u.tenant_id and p.operating_unit_id = u.id
             where u.tenant_id = '{t}' and u.code = '{unit}' order by p.procedure_id limit 1"
        ))
        .get_result(&mut rows)
        .unwrap();
        let ended = finished.map_or("null".to_owned(), |at| format!("'{at}'"));
        let id = Uuid::now_v7();
        rows.batch_execute(&format!(
            "insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at, due_at, finished_at)
             select '{t}', '{id}', 'H99-{at:04}', '{id}', p.id, p.current_version_id, u.id, u.default_legal_entity_id,
                (select id from account where tenant_id = '{t}' and kind = 'citizen' limit 1), 'Anna', 'portal', {status},
                sha256('{id}'), '{received}', '{due}', {ended}
             from procedure p, operating_unit u
             where p.tenant_id = '{t}' and p.id = '{procedure_id}' and u.tenant_id = '{t}' and u.id = '{unit_id}'"
        ))
        .unwrap();
        if *paid > 0 {
            rows.batch_execute(&format!(
                "insert into payment_request (tenant_id, id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, source_id,
                    reference, methods, net_minor, amount_minor, currency)
                 select tenant_id, id, id, operating_unit_id, legal_entity_id, applicant_id, id, number, '{{keypay}}', {paid}, {paid}, 'VND'
                 from dossier where id = '{id}';
                 insert into payment (tenant_id, id, payment_request_id, dossier_id, operating_unit_id, legal_entity_id, applicant_id,
                    method, provider, provider_reference, amount_minor, currency, received_at, receipt_number)
                 select tenant_id, id, id, id, operating_unit_id, legal_entity_id, applicant_id, 'gateway', 'sandbox', number, {paid},
                    'VND', finished_at, number from dossier where id = '{id}'"
            ))
            .unwrap();
        }
        let (unit, procedure) = (
            OperatingUnitId::from_uuid(unit_id),
            ProcedureId::from_uuid(procedure_id),
        );
        deltas.add(
            unit,
            procedure,
            month(received),
            &Delta {
                received: 1,
                received_online: 1,
                ..Delta::default()
            },
        );
        let Some(finished) = finished else { return };
        let is_late = i64::from(moment(finished) > moment(due));
        let delta = Delta {
            granted: i64::from(*status == 9),
            refused: i64::from(*status == 10),
            on_time: 1 - is_late,
            overtime: is_late,
            ..Delta::default()
        };
        deltas.add(unit, procedure, month(finished), &delta);
        if *paid > 0 {
            deltas.add_money(
                unit,
                procedure,
                month(finished),
                Tender::Gateway,
                Currency::Vnd,
                *paid,
            );
        }
    }

    /// Narrows the auditor's responsibility to the land office.
    pub fn narrow_the_auditor(&self) {
        let t = self.tenant;
        self.server
            .database
            .superuser()
            .batch_execute(&format!(
                "update profile_option set value = (select id::text from security_profile where tenant_id = '{t}' and code = 'dat-dai')
                 where tenant_id = '{t}' and name = 'mo_security_profile' and level = 'responsibility'
                   and level_id = (select id from responsibility where tenant_id = '{t}' and code = 'kiem-toan');
                 update access_version set version = version + 1 where tenant_id = '{t}'"
            ))
            .unwrap();
    }

    /// What a query of the superuser counts.
    pub fn count(&self, from: &str) -> i64 {
        diesel::sql_query(format!("select count(*) as number from {from}"))
            .get_result::<Number>(&mut self.server.database.superuser())
            .unwrap()
            .number
    }

    /// The name of a unit in the tenant's own language.
    pub fn unit_name(&self, code: &str) -> &str {
        &self.units[code]
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The month on the tenant's clock.
fn month(text: &str) -> NaiveDate {
    use chrono::Datelike;
    let day = moment(text)
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive();
    day.with_day(1).unwrap()
}

/// The rows of a sheet, without its head; numbers as they are.
pub fn sheet(page: &crate::support::browser::Page) -> Vec<Vec<String>> {
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}
