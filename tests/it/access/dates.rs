//! Dates are days of the tenant: what begins or ends does so at its midnight, in the next transaction after it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::connection::SimpleConnection;
use onedoor::authority::access::{Day, Gate};
use onedoor::authority::people::Token;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock::Clock;
use onedoor::kernel::context::Actor;
use onedoor::kernel::ids::{OperatingUnitId, TenantId};
use onedoor::platform::door::Db;

use super::world::{OU1, OU2, RECEIVER, World};

/// A clock that a test moves.
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn at(moment: DateTime<Utc>) -> (Self, Clock) {
        let shown = Arc::new(AtomicI64::new(moment.timestamp_millis()));
        let read = Arc::clone(&shown);
        let clock =
            Clock::reading(move || DateTime::from_timestamp_millis(read.load(Ordering::SeqCst)).unwrap());
        (Self(shown), clock)
    }

    fn set(&self, moment: DateTime<Utc>) {
        self.0.store(moment.timestamp_millis(), Ordering::SeqCst);
    }
}

#[test]
fn a_day_is_the_tenants_and_ends_at_its_midnight() {
    let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let of = |text: &str, zone: Tz| Day::of(moment(text), zone);
    let day = of("2026-11-22T16:59:59Z", Tz::Asia__Ho_Chi_Minh);
    assert_eq!(day.date, NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    assert_eq!(day.until, moment("2026-11-22T17:00:00Z"));
    let day = of("2026-11-22T17:00:00Z", Tz::Asia__Ho_Chi_Minh);
    assert_eq!(day.date, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
    // The clocks of Kyiv go back in the night of 25 October: that day has 25 hours.
    let day = of("2026-10-24T21:30:00Z", Tz::Europe__Kyiv);
    assert_eq!(day.until, moment("2026-10-25T22:00:00Z"));
}

#[tokio::test]
async fn responsibilities_and_lines_begin_and_end_at_midnight_of_the_tenant() {
    let world = World::new().await;
    let zone = Tz::Asia__Ho_Chi_Minh;
    let today = Utc::now().with_timezone(&zone).date_naive();
    let tomorrow = today.succ_opt().unwrap();
    let midnight = zone
        .from_local_datetime(&tomorrow.and_hms_opt(0, 0, 0).unwrap())
        .unwrap()
        .with_timezone(&Utc);
    let (hand, clock) = Hand::at(midnight - TimeDelta::seconds(1));
    let db = Db::connect_by(&world.server.database.settings(), clock).unwrap();
    let gate = Gate::open(&db).await.unwrap();
    let token = Token::fresh();
    let digest: String = token.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    let (t, person) = (&world.tenant, world.account(RECEIVER));
    // Until tomorrow she receives at the land office; from tomorrow she assesses. A line forbids assessing from the day after.
    world.change(&format!(
        "insert into session (tenant_id, id, token_digest, kind, account_id, expires_at)
             values ('{t}', gen_random_uuid(), decode('{digest}', 'hex'), 'browser', '{person}', now() + interval '9 days');
         update account_responsibility set valid_to = '{tomorrow}' where tenant_id = '{t}' and account_id = '{person}';
         insert into account_responsibility (tenant_id, account_id, responsibility_id, valid_from)
             select tenant_id, '{person}', id, '{tomorrow}' from responsibility where tenant_id = '{t}' and code = 'tham-dinh-tu-phap';
         insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from)
             values ('{t}', gen_random_uuid(), 'assessor', 'unit', 'dossier.assess', 'deny', '{}')",
        tomorrow.succ_opt().unwrap()
    ));
    let tenant: TenantId = t.parse().unwrap();
    let unit = |code: &str| world.unit(code).parse::<OperatingUnitId>().unwrap();
    let before = gate.signed_in(tenant, token.digest()).await.unwrap().unwrap();
    assert_eq!(before.context.valid_until, Some(midnight));
    assert!(before.context.check_access(unit(OU1)));

    // A request that began before midnight and whose transaction begins after it sees the new day.
    hand.set(midnight);
    let seen = Arc::new(Mutex::new(None));
    let told = Arc::clone(&seen);
    db.in_tenant(&before.context, move |tx| {
        *told.lock().unwrap() = Some(tx.context().clone());
        Ok(())
    })
    .await
    .unwrap();
    let fresh = seen.lock().unwrap().clone().unwrap();
    assert!(!fresh.check_access(unit(OU1)) && fresh.check_access(unit(OU2)));
    assert!(matches!(fresh.actor, Actor::Staff(..)));
    assert!(fresh.access.offers(Verb::AssessDossier) && !fresh.access.offers(Verb::ReceiveDossier));

    // And the next request, from what the node remembers; then the line's own day.
    let after = gate.signed_in(tenant, token.digest()).await.unwrap().unwrap();
    assert!(after.context.check_access(unit(OU2)));
    hand.set(midnight + TimeDelta::hours(24));
    let later = gate.signed_in(tenant, token.digest()).await.unwrap().unwrap();
    assert!(
        !later.context.access.offers(Verb::AssessDossier),
        "the line is in force"
    );
    assert!(later.context.access.offers(Verb::ReadDossier));
}

#[tokio::test]
async fn one_cell_of_the_policy_has_one_line_a_day() {
    let world = World::new().await;
    let t = &world.tenant;
    let insert = |from: &str, to: &str| {
        world.server.database.superuser().batch_execute(&format!(
            "insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from, valid_to)
             values ('{t}', gen_random_uuid(), 'receiver', 'unit', 'dossier.read', 'deny', '{from}', {to})"
        ))
    };
    insert("2026-01-01", "'2026-02-01'").unwrap();
    insert("2026-02-01", "null").unwrap();
    let error = insert("2026-01-15", "'2026-01-16'").unwrap_err().to_string();
    assert!(error.contains("policy_line_one_a_day"), "{error}");
}
