//! Reorganisations: previews that really try, plans that wait for their midnight, and figures that stay where they were.

use std::sync::Arc;

use chrono::{NaiveDate, TimeZone, Utc};
use onedoor::authority::access::Gate;
use onedoor::authority::changes::{self, Reason, Undone};
use onedoor::authority::organisation::change::{Change, Dossiers, DossiersOfHall, Kind};
use onedoor::authority::organisation::reorganise::{self, Plan};
use onedoor::authority::organisation::{PlanState, Planned, Preview, ReadOrganisation, Reorganise};
use onedoor::kernel::clock::Instant;
use onedoor::kernel::error::Error;
use onedoor::platform::door::Whole;
use onedoor::surfaces::worker::story::reorganisations::carry_out;
use uuid::Uuid;

use super::world::{Example, World, at, called, close, hall, name};

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Ho_Chi_Minh;

fn plan(on: NaiveDate, changes: Vec<Change>) -> Plan {
    Plan {
        title: "New districts".into(),
        reason: Reason::parse("decision 12").unwrap(),
        effective_on: on,
        changes,
    }
}

impl World {
    async fn plan(&self, plan: Plan) -> Result<Uuid, Error> {
        self.db
            .in_tenant(&self.context, move |tx| {
                reorganise::plan(&mut tx.authorise::<Reorganise>(Whole)?, &plan, ZONE, at())
            })
            .await
    }

    async fn extend(&self, id: Uuid, wanted: Change) -> Result<(), Error> {
        self.db
            .in_tenant(&self.context, move |tx| {
                reorganise::extend(&mut tx.authorise::<Reorganise>(Whole)?, id, &wanted, at().now)
            })
            .await
    }

    async fn shorten(&self, id: Uuid, change: &Change) -> Result<(), Error> {
        let edited = reorganise::Edited {
            leave_out: vec![change.clone()],
            ..reorganise::Edited::default()
        };
        self.db
            .in_tenant(&self.context, move |tx| {
                reorganise::edit(&mut tx.authorise::<Reorganise>(Whole)?, id, &edited, at().now)
            })
            .await
    }

    async fn preview(&self, changes: Vec<Change>) -> Preview {
        self.db
            .in_tenant(&self.context, move |tx| {
                reorganise::preview(&mut tx.authorise::<Reorganise>(Whole)?, &changes, at())
            })
            .await
            .unwrap()
    }

    async fn planned(&self, id: Uuid) -> Planned {
        self.db
            .in_tenant(&self.context, move |tx| {
                reorganise::one(&mut tx.authorise::<ReadOrganisation>(Whole)?, id)
            })
            .await
            .unwrap()
    }

    async fn due(&self, now: Instant) -> Vec<Uuid> {
        let due = self
            .db
            .in_platform("test", move |tx| reorganise::due(tx.sql(), now, 10))
            .await
            .unwrap();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// The worker's look at a moment: how many plans it carried out.
    async fn look(&self, now: Instant) -> usize {
        let gate = Gate::open(&self.db).await.unwrap();
        let mut done = 0;
        for id in self.due(now).await {
            done += usize::from(carry_out(&self.db, &gate, self.tenant, id, now).await.unwrap());
        }
        done
    }

    /// An open dossier of a pair, received on the 10th of November.
    pub(super) fn dossier(&self, unit: Uuid, entity: Uuid, at_hall: Option<Uuid>, status: i16) -> Uuid {
        let id = Uuid::now_v7();
        let at_hall = at_hall.map_or("null".to_owned(), |hall| format!("'{hall}'"));
        let t = self.tenant;
        self.run(&format!(
            "insert into procedure (tenant_id, id, code) values ('{t}', '{id}', 'p-{id}');
             insert into procedure_version (tenant_id, id, procedure_id, number, definition, form, bpmn, digest)
             values ('{t}', '{id}', '{id}', 1, '{{}}', '{{}}', '', '\\x00');
             insert into account (tenant_id, id, kind, email, display_name, language)
             values ('{t}', '{id}', 'citizen', '{id}@x.example', 'Anna', 'en');
             insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, hall_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at)
             values ('{t}', '{id}', '{id}', '{id}', '{id}', '{id}', '{unit}', '{entity}', {at_hall}, '{id}', 'Anna', 'portal', {status},
                sha256('{id}'), '2026-11-10T02:00:00Z');
             insert into dossier_log (tenant_id, id, dossier_id, operating_unit_id, applicant_id, occurred_at, kind)
             values ('{t}', '{id}', '{id}', '{unit}', '{id}', '2026-11-10T02:00:00Z', 'received');
             insert into dossier_count (tenant_id, operating_unit_id, procedure_id, month, received)
             values ('{t}', '{unit}', '{id}', '2026-11-01', 1)"
        ));
        id
    }

    fn unit_of(&self, dossier: Uuid) -> Uuid {
        self.text(&format!(
            "(select operating_unit_id from dossier where id = '{dossier}')"
        ))
        .parse()
        .unwrap()
    }
}

#[tokio::test]
async fn a_preview_counts_what_it_touches_really_tries_and_leaves_nothing() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    world.ok(hall(ou1, it.b, it.centre_b, "h1")).await;
    world.dossier(ou1, it.b, None, 2);
    world.dossier(ou1, it.a, None, 2);
    world.dossier(ou1, it.a, None, 9);
    let before = world.state();
    let preview = world
        .preview(vec![
            Change::MergeUnits { from: ou1, into: ou2 },
            close(Kind::LegalEntity, it.b),
        ])
        .await;
    let touches: Vec<String> = preview.steps[0]
        .touches
        .iter()
        .map(|it| format!("{} {}", it.count, it.what))
        .collect();
    assert_eq!(touches, ["1 halls", "2 dossiers"]);
    assert_eq!(preview.steps[0].outcome.as_ref().unwrap().dossiers_moved, 2);
    // The second step is tried upon the first: the entity is in use by the unit that took over.
    let refusal = preview.refusal().unwrap();
    assert_eq!(refusal.code, "rule-in-use");
    let way = super::world::in_the_way(refusal);
    assert_eq!(way, ["1 units", "1 halls", "1 centres", "1 dossiers"]);
    assert_eq!(world.state(), before);
    let refused = world
        .plan(plan(
            NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            vec![close(Kind::LegalEntity, it.b)],
        ))
        .await;
    assert!(
        matches!(refused, Err(Error::Refused(_))),
        "what the preview refuses is not planned"
    );
    assert_eq!(world.state(), before);
}

#[tokio::test]
async fn a_merge_takes_halls_dossiers_and_entities_along_and_figures_stay() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    let h1 = world.add(hall(ou1, it.b, it.centre_b, "h1")).await;
    let open = world.dossier(ou1, it.b, Some(h1), 2);
    let ended = world.dossier(ou1, it.a, None, 9);
    let figures = "(select string_agg(operating_unit_id || ' ' || received, ',' order by procedure_id) from dossier_count)";
    let before = world.text(figures);
    let id = world
        .plan(plan(at().day, vec![Change::MergeUnits { from: ou1, into: ou2 }]))
        .await
        .unwrap();
    assert!(matches!(world.planned(id).await.state, PlanState::Applied(_)));
    assert_eq!(world.unit_of(open), ou2);
    assert_eq!(world.unit_of(ended), ou1, "what has ended stays");
    assert_eq!(
        world.text(&format!(
            "(select operating_unit_id from dossier_log where dossier_id = '{open}')"
        )),
        ou2.to_string()
    );
    assert_eq!(
        world.text(figures),
        before,
        "yesterday's figures stay yesterday's"
    );
    assert_eq!(
        world.text(&format!(
            "(select operating_unit_id || ' ' || in_force from service_hall where id = '{h1}')"
        )),
        format!("{ou2} true")
    );
    assert_eq!(
        world.text(&format!(
            "(select valid_to from operating_unit where id = '{ou1}')"
        )),
        "2026-11-22"
    );
    // The case behind the old number is still found by the unit that had it then.
    assert_eq!(
        world.text(&format!(
            "(select from_unit_id || ' ' || to_unit_id from dossier_move where dossier_id = '{open}')"
        )),
        format!("{ou1} {ou2}")
    );
    assert_eq!(
        world.text("(select origin || ' ' || reason from change_set where origin = 'reorganisation')"),
        "reorganisation decision 12"
    );
}

#[tokio::test]
async fn a_split_takes_the_halls_and_their_dossiers() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let h1 = world.add(hall(ou1, it.b, it.centre_b, "h1")).await;
    let h2 = world.add(hall(ou1, it.a, it.centre_a, "h2")).await;
    let with_hall = world.dossier(ou1, it.b, Some(h1), 2);
    let without = world.dossier(ou1, it.a, Some(h2), 2);
    world
        .plan(plan(
            at().day,
            vec![Change::SplitUnit {
                from: ou1,
                called: called("ou9"),
                number_code: "9".into(),
                entity: it.b,
                halls: vec![h1],
                dossiers: Dossiers::WithHalls,
            }],
        ))
        .await
        .unwrap();
    let new: Uuid = world
        .text("(select id from operating_unit where code = 'ou9')")
        .parse()
        .unwrap();
    assert_eq!(world.unit_of(with_hall), new);
    assert_eq!(world.unit_of(without), ou1);
    assert_eq!(
        world.text(&format!(
            "(select operating_unit_id from service_hall where id = '{h1}')"
        )),
        new.to_string()
    );
}

/// Rule 11: open dossiers say where they go, also when one hall goes to another unit.
#[tokio::test]
async fn a_hall_that_moves_says_where_its_open_dossiers_go() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    let h1 = world.add(hall(ou1, it.a, it.centre_a, "h1")).await;
    let going = [
        world.dossier(ou1, it.a, Some(h1), 2),
        world.dossier(ou1, it.b, Some(h1), 2),
    ];
    let (elsewhere, done) = (
        world.dossier(ou1, it.a, None, 2),
        world.dossier(ou1, it.a, Some(h1), 9),
    );
    let to = |unit: Uuid, dossiers: Option<DossiersOfHall>| Change::MoveHall {
        hall: h1,
        unit,
        entity: it.a,
        centre: it.centre_a,
        dossiers,
    };
    // Not said: refused at the question, with the count, by page, program and plan alike.
    let way = world.refused(to(ou2, None), "errors-check-your-answers").await;
    assert_eq!(way, ["2 rule-dossiers-of-a-hall-go-somewhere"]);
    // Inside its unit they have nowhere to go.
    world.ok(to(ou1, None)).await;
    // The preview tells how many are touched and how many go; nothing is left of it.
    let with_hall = to(ou2, Some(DossiersOfHall::WithHall));
    let preview = world.preview(vec![with_hall.clone()]).await;
    assert_eq!(counted(&preview.touches), ["2 dossiers"]);
    assert_eq!(preview.steps[0].outcome.as_ref().unwrap().dossiers_moved, 2);
    assert_eq!(world.unit_of(going[0]), ou1);
    // They stay where that is said, and only then.
    world.ok(to(ou2, Some(DossiersOfHall::Stay))).await;
    assert_eq!(going.map(|it| world.unit_of(it)), [ou1, ou1]);
    world.ok(to(ou1, None)).await;
    // As a plan that waits for its day; another entity that signs for one of them is linked to the unit.
    let id = world
        .plan(plan(
            NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            vec![with_hall],
        ))
        .await
        .unwrap();
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight).await, 1, "{:?}", world.planned(id).await);
    assert_eq!(going.map(|it| world.unit_of(it)), [ou2, ou2]);
    assert_eq!([elsewhere, done].map(|it| world.unit_of(it)), [ou1, ou1]);
    assert_eq!(
        world.text(&format!(
            "(select count(*) from operating_unit_legal_entity where operating_unit_id = '{ou2}' and in_force)"
        )),
        "2"
    );
}

fn counted(uses: &[onedoor::authority::organisation::Use]) -> Vec<String> {
    uses.iter()
        .map(|it| format!("{} {}", it.count, it.what))
        .collect()
}

#[tokio::test]
async fn a_decree_of_many_changes_is_counted_once_decides_unit_by_unit_and_takes_effect_whole() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let [ou2, ou3, ou4] = [
        world.unit(it.group, it.a, "ou2").await,
        world.unit(it.group, it.a, "ou3").await,
        world.unit(it.group, it.a, "ou4").await,
    ];
    let h1 = world.add(hall(ou2, it.a, it.centre_a, "h1")).await;
    let (merged, closed, kept) = (
        world.dossier(ou1, it.b, None, 2),
        world.dossier(ou3, it.a, None, 2),
        world.dossier(ou4, it.a, None, 2),
    );
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let rename = |id: Uuid, to: &str| Change::Rename {
        kind: Kind::OperatingUnit,
        id,
        name: name(to),
    };
    let id = world
        .plan(plan(on, vec![Change::MergeUnits { from: ou1, into: ou2 }]))
        .await
        .unwrap();
    // Its open dossiers are in the way until it is said where they go.
    let refused = world.extend(id, close(Kind::OperatingUnit, ou3)).await;
    assert!(
        matches!(&refused, Err(Error::Refused(it)) if it.code == "rule-in-use"),
        "{refused:?}"
    );
    let close_into = Change::Close {
        kind: Kind::OperatingUnit,
        id: ou3,
        dossiers_to: Some(ou4),
    };
    world.extend(id, close_into).await.unwrap();
    world.extend(id, rename(ou2, "The one office")).await.unwrap();
    let extra = rename(ou4, "The other office");
    world.extend(id, extra.clone()).await.unwrap();
    let move_hall = Change::MoveHall {
        hall: h1,
        unit: ou4,
        entity: it.a,
        centre: it.centre_a,
        dossiers: None,
    };
    world.extend(id, move_hall).await.unwrap();
    // What an earlier step ended is nobody's successor: the plan stays as it was.
    let late = world
        .extend(id, Change::MergeUnits { from: ou4, into: ou1 })
        .await;
    assert!(
        matches!(&late, Err(Error::Refused(it)) if it.code == "rule-part-is-there"),
        "{late:?}"
    );
    let planned = world.planned(id).await;
    assert_eq!(planned.changes.len(), 5);
    // Together they touch three units: the hall, and each of the three dossiers, once.
    let preview = world.preview(planned.changes.clone()).await;
    assert_eq!(preview.refusal(), None);
    assert_eq!(counted(&preview.touches), ["1 halls", "3 dossiers"]);
    assert_eq!(counted(&preview.steps[0].touches), ["1 dossiers"]);
    // A step is taken out again; the others keep their order.
    world.shorten(id, &extra).await.unwrap();
    assert!(matches!(world.shorten(id, &extra).await, Err(Error::NotFound)));
    let words: Vec<String> = world.planned(id).await.changes.iter().map(Change::word).collect();
    assert_eq!(words, ["merge_units", "close", "rename", "move_hall"]);

    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight).await, 1);
    assert_eq!(
        [merged, closed, kept].map(|it| world.unit_of(it)),
        [ou2, ou4, ou4]
    );
    let state = world.planned(id).await;
    assert_eq!(state.state, PlanState::Applied(midnight));
    assert_eq!(
        world.text("(select count(*) from change_set where origin = 'reorganisation')"),
        "1",
        "one change in the history"
    );
    assert!(state.change_set.is_some());
    assert!(matches!(
        world.extend(id, rename(ou2, "Too late")).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn when_one_change_of_several_breaks_a_rule_on_the_day_none_is_made() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let rename = |id: Uuid, to: &str| Change::Rename {
        kind: Kind::OperatingUnit,
        id,
        name: name(to),
    };
    let id = world
        .plan(plan(
            on,
            vec![rename(ou1, "Before"), close(Kind::OperatingUnit, ou2)],
        ))
        .await
        .unwrap();
    world.dossier(ou2, it.a, None, 2);
    let before = world.state();
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight).await, 0);
    assert_eq!(world.state(), before);
    let failed = world.planned(id).await;
    assert!(matches!(failed.state, PlanState::Failed(_, Some(it)) if it.code == "rule-in-use"));
    assert_eq!(failed.change_set, None);
}

#[tokio::test]
async fn a_reorganisation_of_several_changes_is_taken_back_whole() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    world.ok(hall(ou1, it.a, it.centre_a, "h1")).await;
    let rename = |id: Uuid, to: &str| Change::Rename {
        kind: Kind::OperatingUnit,
        id,
        name: name(to),
    };
    let named = "(select string_agg(name ->> 'en' || in_force, ',' order by code) from operating_unit)";
    let before = world.text(named);
    let id = world
        .plan(plan(
            at().day,
            vec![
                rename(ou1, "One"),
                rename(ou2, "Two"),
                close(Kind::OperatingUnit, ou2),
            ],
        ))
        .await
        .unwrap();
    assert_ne!(world.text(named), before);
    let set = world.planned(id).await.change_set.unwrap();
    let undone = world
        .db
        .in_tenant(&world.context, move |tx| {
            let mut grant = tx.authorise::<Reorganise>(Whole)?;
            let why = Reason::parse("a mistake").map_err(Error::internal)?;
            changes::undo(grant.sql(), set, &why, at().now)
        })
        .await
        .unwrap();
    assert!(matches!(undone, Undone::Done(_)), "{undone:?}");
    assert_eq!(world.text(named), before, "all of it, at once");
}

#[tokio::test]
async fn a_plan_takes_effect_by_itself_at_midnight_of_the_tenants_zone_and_once() {
    let it = Example::new().await;
    let world = Arc::new(it.world);
    let rename = Change::Rename {
        kind: Kind::LegalEntity,
        id: it.a,
        name: name("The new name"),
    };
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let id = world.plan(plan(on, vec![rename.clone()])).await.unwrap();
    assert_eq!(world.planned(id).await.state, PlanState::ToCome);
    let named = format!("(select name ->> 'en' from legal_entity where id = '{}')", it.a);
    // One second before midnight in Ho Chi Minh City, which is 17:00 of the day before by UTC.
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight - chrono::Duration::seconds(1)).await, 0);
    assert_eq!(world.text(&named), "The a");
    // Several nodes look at once: it is carried out once.
    let looks: Vec<_> = (0..4)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { world.look(midnight).await })
        })
        .collect();
    let mut done = 0;
    for look in looks {
        done += look.await.unwrap();
    }
    assert_eq!(done, 1);
    assert_eq!(world.text(&named), "The new name");
    assert_eq!(
        world.text("(select count(*) from change_set where origin = 'reorganisation')"),
        "1"
    );
    assert_eq!(world.look(midnight + chrono::Duration::days(1)).await, 0);
}

#[tokio::test]
async fn a_plan_can_be_cancelled_before_and_not_after() {
    let it = Example::new().await;
    let world = &it.world;
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let rename = |to: &str| Change::Rename {
        kind: Kind::LegalEntity,
        id: it.a,
        name: name(to),
    };
    let cancel = |id: Uuid| {
        world.db.in_tenant(&world.context, move |tx| {
            reorganise::cancel(&mut tx.authorise::<Reorganise>(Whole)?, id, at().now)
        })
    };
    let first = world.plan(plan(on, vec![rename("Never")])).await.unwrap();
    cancel(first).await.unwrap();
    let second = world.plan(plan(on, vec![rename("Always")])).await.unwrap();
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight).await, 1);
    assert!(matches!(cancel(second).await, Err(Error::NotFound)));
    assert!(matches!(cancel(first).await, Err(Error::NotFound)));
    assert_eq!(
        world.text(&format!(
            "(select name ->> 'en' from legal_entity where id = '{}')",
            it.a
        )),
        "Always"
    );
}

#[tokio::test]
async fn a_plan_that_a_rule_refuses_on_its_day_fails_whole_and_says_so() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let rename = Change::Rename {
        kind: Kind::LegalEntity,
        id: it.a,
        name: name("Never"),
    };
    let id = world
        .plan(plan(on, vec![rename, close(Kind::OperatingUnit, ou1)]))
        .await
        .unwrap();
    // Meanwhile the unit comes into use.
    world.ok(hall(ou1, it.a, it.centre_a, "h1")).await;
    let before = world.state();
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    assert_eq!(world.look(midnight).await, 0);
    assert_eq!(world.state(), before, "all or nothing");
    let PlanState::Failed(_, Some(refusal)) = world.planned(id).await.state else {
        panic!("it must say that it failed")
    };
    assert_eq!(refusal.code, "rule-in-use");
    assert!(world.due(midnight).await.is_empty(), "it is not tried for ever");
}

#[tokio::test]
async fn a_worker_killed_in_the_middle_leaves_the_old_organisation_and_the_next_one_carries_it_out() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    world.dossier(ou1, it.b, None, 2);
    world
        .plan(plan(on, vec![Change::MergeUnits { from: ou1, into: ou2 }]))
        .await
        .unwrap();
    let midnight = Utc.with_ymd_and_hms(2026, 11, 30, 17, 0, 0).unwrap();
    let before = world.state();
    // The dossier is held by somebody else, so the worker stands in the middle of it; there its connection dies.
    let mut holder = world.database.superuser();
    diesel::connection::SimpleConnection::batch_execute(
        &mut holder,
        "begin; lock table dossier in exclusive mode",
    )
    .unwrap();
    let worker = {
        let (db, tenant) = (world.db.clone(), world.tenant);
        let id = world.due(midnight).await[0];
        let gate = Gate::open(&db).await.unwrap();
        tokio::spawn(async move { carry_out(&db, &gate, tenant, id, midnight).await })
    };
    let mut killed = String::from("0");
    while killed == "0" {
        tokio::task::yield_now().await;
        killed = world.text(
            "(select count(pg_terminate_backend(pid)) from pg_stat_activity
              where datname = current_database() and usename = 'onedoor_tenant' and wait_event_type = 'Lock')",
        );
    }
    assert!(worker.await.unwrap().is_err());
    diesel::connection::SimpleConnection::batch_execute(&mut holder, "rollback").unwrap();
    assert_eq!(world.state(), before);
    assert_eq!(world.look(midnight).await, 1);
}
