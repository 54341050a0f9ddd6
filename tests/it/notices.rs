//! Notices and their letters against a real database.

use std::sync::Arc;

use chrono::Duration;
use onedoor::kernel::clock::Instant;
use onedoor::kernel::context::Context;
use onedoor::kernel::ids::{EventId, NotificationId};
use onedoor::platform::door::Db;
use onedoor::services::notifications::acts::{NotifyApplicant, SendNotification};
use onedoor::services::notifications::commands::{self, Attempt, Begun, Outcome};
use serde_json::json;

use crate::support::TestDatabase;
use crate::support::fixtures::{Town, two_towns};

fn moment() -> Instant {
    "2026-11-22T05:00:00Z".parse().unwrap()
}

async fn a_notice(database: &TestDatabase, db: &Db, town: &Town) -> NotificationId {
    let dossier = town.dossier(&mut database.superuser(), town.civil.id);
    db.in_tenant(&town.system(), move |tx| {
        let grant = tx.authorise::<NotifyApplicant>(dossier)?;
        commands::write(
            grant,
            EventId::fresh(),
            "submitted",
            &json!({}),
            "a.localhost",
            moment(),
        )
    })
    .await
    .unwrap();
    #[derive(diesel::QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        id: uuid::Uuid,
    }
    use diesel::RunQueryDsl;
    let found: Found = diesel::sql_query("select id from notification")
        .get_result(&mut database.superuser())
        .unwrap();
    NotificationId::from_uuid(found.id)
}

async fn begin(db: &Db, context: &Arc<Context>, id: NotificationId, at: Instant) -> Begun {
    db.in_tenant(context, move |tx| {
        commands::begin_attempt(&mut tx.authorise::<SendNotification>(id)?, at)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_not_sent_again_while_the_first_sending_may_still_run() {
    let database = TestDatabase::fresh();
    let (town, _) = two_towns(&database);
    let (db, system) = (database.db(), town.system());
    let id = a_notice(&database, &db, &town).await;
    let after = |seconds| moment() + Duration::seconds(seconds);

    let first = begin(&db, &system, id, moment()).await;
    assert_eq!(first, Begun::Attempt(Attempt { number: 1 }));
    // The broker delivers it again, to another worker perhaps: the line was cut and nothing was acknowledged.
    assert_eq!(begin(&db, &system, id, after(1)).await, Begun::UnderWay);
    assert_eq!(
        begin(&db, &system, id, after(commands::ATTEMPT_SECONDS_MAX - 1)).await,
        Begun::UnderWay
    );
    // Whoever sent it is dead: nobody knows whether the mail server took it.
    let second = begin(&db, &system, id, after(commands::ATTEMPT_SECONDS_MAX)).await;
    assert_eq!(second, Begun::Attempt(Attempt { number: 2 }));

    // One that failed is over at once; one that was delivered is the last.
    for (outcome, expected) in [
        (
            Outcome::TemporaryFailure("busy".into()),
            Begun::Attempt(Attempt { number: 3 }),
        ),
        (Outcome::Delivered, Begun::Settled),
    ] {
        let number = if outcome == Outcome::Delivered { 3 } else { 2 };
        db.in_tenant(&system, move |tx| {
            let grant = tx.authorise::<SendNotification>(id)?;
            commands::end_attempt(grant, &Attempt { number }, &outcome, after(62))
        })
        .await
        .unwrap();
        assert_eq!(begin(&db, &system, id, after(63)).await, expected);
    }
}
