//! What is a test and what counts: with real workers, around the moment at which a tenant goes live.

use diesel::prelude::*;
use onedoor::authority::onboarding;
use onedoor::authority::people::admin::InvitationKeys;
use onedoor::kernel::clock;

use crate::journeys::world::{World, tenant_code};
use crate::support::browser::Browser;
use crate::support::wait::until;

use super::{EMBLEM, HERE, PASSWORD, first_dossier, invitation, step, work_as};

fn count(world: &World, from: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    diesel::sql_query(format!("select count(*) as count from {from}"))
        .get_result::<Count>(&mut world.database.superuser())
        .unwrap()
        .count
}

/// Waits until so many events of this kind were taken in by the statistics.
async fn taken_in(world: &World, kind: &str, events: i64) {
    let from = format!(
        "outbox o join inbox i on i.tenant_id = o.tenant_id and i.event_id = o.id
         where i.subscription = 'statistics.count' and o.kind = '{kind}'"
    );
    until(&format!("{kind} is taken in {events} times"), async || {
        count(world, &from) >= events
    })
    .await;
}

/// Every step but the dossier, as shortly as can be.
async fn set_up(administrator: &mut Browser) {
    for (name, fields) in [
        ("region", &[("zone", "Asia/Bangkok")][..]),
        ("identity", &[("phone", "1022")]),
        ("calendar", &[("off", "2026-09-02 Quốc khánh"), ("worked", "")]),
        ("accounts", &[]),
        (
            "people",
            &[
                ("name", "Đỗ Minh"),
                ("email", "minh@song-moi.example"),
                ("responsibilities", "receiver"),
            ],
        ),
        ("procedure", &[("procedure", "dang-ky-khai-sinh")]),
    ] {
        let done = step(administrator, name, fields).await;
        assert_eq!(done.status, 303, "{name}: {}", done.words());
    }
    let page = administrator.get(&format!("{HERE}/emblem")).await;
    let file = vec![("file", "emblem.svg", "image/svg+xml", EMBLEM.into())];
    let kept = administrator.submit_with(&page, &[], file).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let page = administrator.get(&format!("{HERE}/organisation")).await;
    let nothing = vec![("file", "", "application/octet-stream", Vec::new())];
    let kept = administrator.submit_with(&page, &[], nothing).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
}

/// The oldest open dossier of the counter is refused.
async fn refuse_the_oldest(receiver: &mut Browser) {
    let mut link = None;
    until("the dossier is at the desk", async || {
        let list = receiver.get("/desk?whose=all&sort=received").await;
        let mut links = list.links().into_iter();
        link = links.find(|link| link.starts_with("/desk/dossiers/"));
        link.is_some()
    })
    .await;
    let link = link.unwrap();
    let page = receiver.get(&link).await;
    let claim = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/claim"));
    receiver.send_form(&claim.unwrap()).await;
    let page = receiver.get(&link).await;
    let done = receiver
        .submit(&page, &[("outcome", "refuse"), ("note", "Hồ sơ thử")])
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_dossier_that_ends_after_going_live_is_never_counted() {
    let world = World::new("an-binh").await;
    let (state, keys) = (
        world.state(),
        InvitationKeys::derive("a secret of tests, long enough for keys"),
    );
    let template = tenant_code("an-binh");
    let (db, gate) = (&state.db, &state.gate);
    let invited = onboarding::invite(db, gate, &template, &invitation(), &keys, clock::now())
        .await
        .unwrap();
    state.tenants.refresh(db).await.unwrap();
    let mut administrator = Browser::new(world.port, "song-moi");
    let page = administrator
        .get(&format!("/invitation/{}", invited.token.text()))
        .await;
    let answer = administrator
        .submit(&page, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    work_as(&mut administrator, "Administration").await;
    set_up(&mut administrator).await;
    first_dossier(&mut administrator).await;
    taken_in(&world, "dossier.submitted", 1).await;

    work_as(&mut administrator, "Administration").await;
    let page = administrator.get(HERE).await;
    let ask = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/ask"));
    assert_eq!(administrator.send_form(&ask.unwrap()).await.status, 303);
    onboarding::approve(db, gate, "song-moi", clock::now())
        .await
        .unwrap();
    state.tenants.refresh(db).await.unwrap();

    // The test ends now that the tenant is live, and still it is one.
    work_as(&mut administrator, "Reception").await;
    refuse_the_oldest(&mut administrator).await;
    taken_in(&world, "dossier.finished", 1).await;
    assert_eq!(count(&world, "dossier_count"), 0);

    // The next dossier is a real one, and counted from its reception on.
    first_dossier(&mut administrator).await;
    taken_in(&world, "dossier.submitted", 2).await;
    assert_eq!(
        count(&world, "dossier_count where received = 1 and refused = 0"),
        1
    );
}
