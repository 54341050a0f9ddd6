//! Processes against a real database: officers decide, the engine moves, and nothing happens twice.

mod world;

use chrono::TimeDelta;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::error::Error;
use onedoor::services::workflow::acts::Which;
use onedoor::services::workflow::model::Outcome;
use onedoor::services::workflow::rules::Standing;
use onedoor::services::workflow::vocabulary::Variables;
use onedoor::services::workflow::{commands, queries};
use serde_json::json;
use world::{World, job_number, refusal};

/// Paid after assessment, with a step form and supplements.
const LAND: &str =
    include_str!("../../../tenants/an-binh/procedures/dang-ky-tai-san-gan-lien-voi-dat/process.bpmn");
/// Two agencies in parallel.
const CITIZENSHIP: &str =
    include_str!("../../../tenants/an-binh/procedures/xac-nhan-quoc-tich-viet-nam/process.bpmn");

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_moved_from_the_first_task_to_its_result() {
    let world = World::new(LAND);
    assert!(world.start().await.unwrap());
    assert!(!world.start().await.unwrap(), "a dossier has one process");
    let officer = world.civil_officer();

    let moved = world.task_done(&officer, "receive", "accept", json!({})).await;
    assert_eq!(moved.standing, Standing::InProcess);
    let moved = world
        .task_done(&officer, "assess", "accept", json!({"floor_area": 120}))
        .await;
    assert_eq!(moved.changes.as_ref().unwrap().jobs.len(), 1);
    let moved = world.job_done(&moved, "raise_fee").await;
    assert_eq!(moved.standing, Standing::AwaitingPayment);
    assert_eq!(moved.changes.unwrap().timers.len(), 1);

    let moved = world.news("payment.received", "request 1").await;
    assert_eq!(moved.standing, Standing::InProcess);
    let again = world.news("payment.received", "request 1").await;
    assert_eq!(
        (again.changes, again.standing),
        (None, Standing::InProcess),
        "the second news of one payment"
    );
    let moved = world.job_done(&moved, "issue_invoice").await;
    assert_eq!(moved.standing, Standing::InProcess);
    let moved = world.task_done(&officer, "approve", "approve", json!({})).await;
    let moved = world.job_done(&moved, "make_result").await;
    assert_eq!(moved.standing, Standing::Ended(Some(Outcome::Granted)));

    assert_eq!(
        world.words("select element || ' ' || outcome || ' ' || (completed_by is not null) || ' ' || (due_at > created_at) as word from user_task order by element_instance"),
        ["receive accept true true", "assess accept true true", "approve approve true true"]
    );
    assert_eq!(
        world.words("select variables->'step'->'assess'->>'floor_area' || ' ' || revision || ' ' || outcome || ' ' || (ended_at is not null) || ' ' || (state - 'h')::text as word from process_instance"),
        [r#"120 8 granted true {"n": 8, "o": "granted", "p": "e"}"#]
    );
    assert_eq!(world.words("select element || ' ' || (fired_at is null) || ' ' || (cancelled_at is not null) as word from process_timer"), ["payment_overdue true true"]);
    let jobs: Vec<_> = world
        .events("workflow.job_requested")
        .iter()
        .map(|job| job["job"].clone())
        .collect();
    assert_eq!(
        jobs,
        [json!("raise_fee"), json!("issue_invoice"), json!("make_result")]
    );
    assert_eq!(
        world.events("workflow.job_requested")[2]["template"],
        json!("certificate")
    );
    assert_eq!(world.events("workflow.task_created").len(), 3);
    assert_eq!(world.events("workflow.task_completed").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_one_persons_at_a_time_and_done_once() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let (civil, town) = (world.town.civil.id, &world.town);
    let (one, two) = (world.civil_officer(), world.officer(town.civil_cashier, civil));
    let task = world.task("receive");

    world.claim(&one, task).await.unwrap();
    world.claim(&one, task).await.unwrap();
    assert_eq!(refusal(world.claim(&two, task).await), "errors-task-claimed");
    assert_eq!(refusal(world.release(&two, task).await), "errors-task-claimed");
    assert_eq!(
        refusal(world.decide(&two, task, "accept", json!({})).await),
        "errors-task-claimed"
    );
    world.release(&one, task).await.unwrap();
    world.claim(&two, task).await.unwrap();
    assert_eq!(
        refusal(world.decide(&two, task, "approve", json!({})).await),
        "errors-task-action-unknown"
    );
    assert_eq!(
        refusal(world.decide(&two, task, "accept", json!({"amount": 0})).await),
        "errors-task-without-form"
    );
    world.decide(&two, task, "accept", json!({})).await.unwrap();
    assert_eq!(
        refusal(world.decide(&two, task, "refuse", json!({})).await),
        "errors-task-over"
    );
    assert_eq!(refusal(world.claim(&one, task).await), "errors-task-over");

    let go_on = || world.run(Which::Task(task), commands::task_completed);
    assert!(go_on().await.unwrap().changes.is_some());
    assert!(
        go_on().await.unwrap().changes.is_none(),
        "an event that is delivered again"
    );
    assert_eq!(
        world.words("select element as word from user_task where completed_at is null"),
        ["assess"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_hidden_from_other_units_and_tenants_and_denied_to_other_roles() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let (task, town) = (world.task("receive"), &world.town);
    let elsewhere = world.officer(town.land_officer, town.land.id);
    assert!(matches!(
        world.decide(&elsewhere, task, "accept", json!({})).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        world.claim(&elsewhere, task).await,
        Err(Error::NotFound)
    ));
    let other = &world.other_town;
    let stranger = other.staff(other.civil_officer, other.civil.id, world::TASK_VERBS);
    assert!(matches!(
        world.decide(&stranger, task, "accept", json!({})).await,
        Err(Error::NotFound)
    ));

    let assessor = town.staff(
        town.civil_officer,
        town.civil.id,
        &[Verb::ClaimTask, Verb::AssessDossier],
    );
    let denied = world.decide(&assessor, task, "accept", json!({})).await;
    assert!(
        matches!(
            denied,
            Err(Error::Denied {
                verb: Verb::ReceiveDossier,
                ..
            })
        ),
        "{denied:?}"
    );
    assert_eq!(refusal(world.claim(&assessor, task).await), "errors-task-role");
    let citizen = town.citizen(town.citizen, &[Verb::ReadDossier]);
    assert!(matches!(
        world.decide(&citizen, task, "accept", json!({})).await,
        Err(Error::Denied { .. })
    ));
    assert_eq!(
        world.words("select element as word from user_task where completed_at is not null"),
        [""; 0]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agencies_work_in_parallel_and_their_join_happens_once() {
    let world = World::new(&CITIZENSHIP.replace("xac-minh-cong-an", "land"));
    world.start().await.unwrap();
    let (ours, theirs) = (
        world.civil_officer(),
        world.officer(world.town.land_officer, world.town.land.id),
    );
    // Whatever comes before the fork is done by our own unit.
    while world
        .words("select element as word from user_task where completed_at is null")
        .len()
        == 1
    {
        let element = world
            .words("select element as word from user_task where completed_at is null")
            .remove(0);
        world.task_done(&ours, &element, "accept", json!({})).await;
    }
    let open = world.words("select u.code || ' ' || t.element as word from user_task t join operating_unit u on u.id = t.operating_unit_id where completed_at is null order by 1");
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(
        open[0].starts_with("civil ") && open[1].starts_with("land "),
        "{open:?}"
    );
    let (our_task, their_task) = (world.task(&open[0][6..]), world.task(&open[1][5..]));
    assert!(matches!(
        world.decide(&ours, their_task, "accept", json!({})).await,
        Err(Error::NotFound)
    ));
    world.decide(&ours, our_task, "accept", json!({})).await.unwrap();
    world
        .decide(&theirs, their_task, "accept", json!({}))
        .await
        .unwrap();

    // Both events reach the engine at once, and each of them twice.
    let go_on = |task| world.run(Which::Task(task), commands::task_completed);
    let (a, b, c, d) = tokio::join!(
        go_on(our_task),
        go_on(their_task),
        go_on(our_task),
        go_on(their_task)
    );
    let changed = [a, b, c, d]
        .into_iter()
        .filter(|moved| moved.as_ref().unwrap().changes.is_some())
        .count();
    assert_eq!(changed, 2);
    let after =
        world.words("select element_instance::text as word from user_task where completed_at is null");
    let jobs = world.events("workflow.job_requested").len();
    assert_eq!(after.len() + jobs, 1, "one token goes on behind the join");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_is_found_when_due_and_fires_once() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let officer = world.civil_officer();
    let moved = world
        .task_done(&officer, "receive", "request_supplement", json!({}))
        .await;
    assert_eq!(moved.standing, Standing::AwaitingSupplement);
    let due = |now| {
        world
            .db
            .in_platform("timers", move |tx| queries::due_timers(tx.sql(), now, 10))
    };
    assert_eq!(due(clock::now() + TimeDelta::days(29)).await.unwrap(), []);
    let later = clock::now() + TimeDelta::days(31);
    let found = due(later).await.unwrap();
    let [(tenant, timer)] = found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(tenant, world.town.tenant);

    let early = world
        .run(Which::Timer(timer), commands::fire_timer)
        .await
        .unwrap();
    assert_eq!(early.changes, None, "a timer does not fire before its time");
    let moved = world
        .run_at(later, Which::Timer(timer), commands::fire_timer)
        .await
        .unwrap();
    assert_eq!(job_number(&moved, "make_refusal"), 4);
    let again = world
        .run_at(later, Which::Timer(timer), commands::fire_timer)
        .await
        .unwrap();
    assert_eq!(again.changes, None);
    assert_eq!(due(later).await.unwrap(), []);
    let moved = world.job_done(&moved, "make_refusal").await;
    assert_eq!(moved.standing, Standing::Ended(Some(Outcome::Refused)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_in_time_goes_back_to_the_officer() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    world
        .task_done(&world.civil_officer(), "receive", "request_supplement", json!({}))
        .await;
    let moved = world.news("supplement.received", "supplement 1").await;
    assert_eq!(moved.standing, Standing::InProcess);
    assert_eq!(
        world
            .words("select element_instance::text as word from process_timer where cancelled_at is not null"),
        ["3"]
    );
    world.task("receive");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_is_an_incident_that_a_person_mends() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let officer = world.civil_officer();
    world.task_done(&officer, "receive", "accept", json!({})).await;
    let moved = world.task_done(&officer, "assess", "accept", json!({})).await;
    let number = job_number(&moved, "raise_fee");
    let fail = || {
        world.run(Which::Dossier(world.dossier), move |grant, engine| {
            commands::fail_job(grant, engine, number, "no such tariff".to_owned())
        })
    };
    assert!(fail().await.unwrap().changes.is_some());
    assert!(fail().await.unwrap().changes.is_none());
    assert_eq!(
        world.words("select reason || ': ' || (detail->>'reason') as word from incident"),
        ["job: no such tariff"]
    );
    let raised = world.events("workflow.incident_raised");
    let incident: uuid::Uuid = raised[0]["incident_id"].as_str().unwrap().parse().unwrap();

    world.mend(&officer, incident).await.unwrap();
    assert_eq!(world.events("workflow.retry_asked").len(), 1);
    let id = onedoor::kernel::ids::IncidentId::from_uuid(incident);
    let moved = world.run(Which::Incident(id), commands::retry).await.unwrap();
    assert_eq!(
        job_number(&moved, "raise_fee"),
        number,
        "the same element instance asks again"
    );
    assert_eq!(
        refusal(world.mend(&officer, incident).await),
        "errors-incident-over"
    );
    assert!(
        world
            .run(Which::Incident(id), commands::retry)
            .await
            .unwrap()
            .changes
            .is_none()
    );
    assert_eq!(
        world.job_done(&moved, "raise_fee").await.standing,
        Standing::AwaitingPayment
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_called_off_takes_everything_back_and_late_answers_change_nothing() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let (officer, task) = (world.civil_officer(), world.task("receive"));
    world.decide(&officer, task, "accept", json!({})).await.unwrap();
    let cancel = || {
        world.run(Which::Dossier(world.dossier), |grant, engine| {
            commands::cancel(grant, engine, Some(Outcome::Withdrawn))
        })
    };
    assert_eq!(
        cancel().await.unwrap().standing,
        Standing::Ended(Some(Outcome::Withdrawn))
    );
    assert_eq!(cancel().await.unwrap().changes, None);
    let late = world.run(Which::Task(task), commands::task_completed).await;
    assert_eq!(late.unwrap().changes, None);
    assert_eq!(
        world.words("select (cancelled_at is null)::text as word from user_task"),
        ["true"],
        "it was completed first"
    );
    assert_eq!(world.news("payment.received", "request 1").await.changes, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_engine_moves_a_process() {
    let world = World::new(LAND);
    world.start().await.unwrap();
    let dossier = world.dossier;
    let officer = world.civil_officer();
    let attempt = world.db.in_tenant(&officer, move |tx| {
        tx.authorise::<onedoor::services::workflow::acts::RunProcess>(Which::Dossier(dossier))
            .map(|_| ())
    });
    assert!(matches!(
        attempt.await,
        Err(Error::Denied {
            verb: Verb::RunProcess,
            ..
        })
    ));
    let nothing = world
        .run(Which::Timer(uuid::Uuid::now_v7()), commands::fire_timer)
        .await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    let variables = Variables::new();
    let stray = world.run(Which::Dossier(dossier), move |grant, engine| {
        commands::complete_job(grant, engine, -5, variables)
    });
    assert_eq!(stray.await.unwrap().changes, None);
}
