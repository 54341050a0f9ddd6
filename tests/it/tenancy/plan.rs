//! What a plan says is what an application does; names change and things stay; what is in use stays.

use diesel::connection::SimpleConnection;
use onedoor::authority::tenancy::apply::{Mark, Plan, Refused, Verdict};
use onedoor::authority::tenancy::code::{Hall, TenantCode, load};
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use super::{World, code};

/// The code of a thing of `kind` as the database has it, with its id.
fn id(world: &World, table: &str, code: &str) -> String {
    world.text(&format!(
        "select id::text as value from {table} where code = '{code}'"
    ))
}

fn fields(plan: &Plan, kind: &str, name: &str) -> Vec<String> {
    let change = plan.changes.iter().find(|it| it.kind == kind && it.name == name);
    let change = change.unwrap_or_else(|| panic!("{plan}"));
    change.fields.iter().map(|it| it.field.clone()).collect()
}

#[tokio::test]
async fn a_plan_changes_nothing_and_says_what_apply_then_does() {
    let world = World::new().await;
    let mut code = code("an-binh");
    let empty = world.rows();
    let planned = world.plan(&code).await;
    assert!(world.rows() == empty, "a plan wrote something");
    assert_eq!(planned, world.apply(&code).await);
    assert!(world.plan(&code).await.is_empty());

    code.organisation.hall[0]
        .name
        .0
        .values_mut()
        .for_each(|name| name.push_str(" 2"));
    code.organisation.hall[0].capabilities.reverse();
    code.organisation.operating_unit[1].parent = None;
    code.people.staff.pop();
    code.theme.radius = 3;
    let planned = world.plan(&code).await;
    let (hall, unit) = (
        &code.organisation.hall[0].code,
        &code.organisation.operating_unit[1].code,
    );
    assert_eq!(
        fields(&planned, "hall", hall),
        ["name.en", "name.uk", "name.vi", "name.zh"]
    );
    assert_eq!(fields(&planned, "operating unit", unit), ["parent_unit"]);
    assert_eq!(fields(&planned, "file", "theme.toml"), ["radius"]);
    assert_eq!(planned.names("person", Mark::Closed).len(), 1);
    assert!(
        planned
            .to_string()
            .contains("parent_unit: \"hanh-chinh-tu-phap\" → —"),
        "{planned}"
    );
    assert_eq!(planned, world.apply(&code).await);
    assert!(world.plan(&code).await.is_empty());
}

fn renamed(code: &TenantCode) -> TenantCode {
    let mut code = code.clone();
    let organisation = &mut code.organisation;
    for unit in &mut organisation.operating_unit {
        if unit.code == "mot-cua-co-so" {
            unit.code = "mot-cua".into();
            unit.formerly = vec!["mot-cua-co-so".into()];
        }
    }
    for hall in &mut organisation.hall {
        if hall.operating_unit == "mot-cua-co-so" {
            hall.operating_unit = "mot-cua".into();
        }
    }
    for profile in &mut code.people.security_profile {
        for unit in profile.units.iter_mut().chain(&mut profile.hierarchy) {
            if unit == "mot-cua-co-so" {
                *unit = "mot-cua".into();
            }
        }
    }
    for procedure in code.procedures.values_mut() {
        for unit in &mut procedure.facts.operating_units {
            if unit == "mot-cua-co-so" {
                *unit = "mot-cua".into();
            }
        }
    }
    code
}

#[tokio::test]
async fn a_renamed_thing_is_the_same_thing() {
    let world = World::new().await;
    let before = code("an-binh");
    world.apply(&before).await;
    let was = id(&world, "operating_unit", "mot-cua-co-so");
    let after = renamed(&before);
    let plan = world.apply(&after).await;
    assert_eq!(fields(&plan, "operating unit", "mot-cua"), ["code"]);
    assert!(
        plan.names("operating unit", Mark::Added).is_empty()
            && plan.names("operating unit", Mark::Closed).is_empty()
    );
    assert_eq!(
        plan.changes.iter().filter(|it| it.kind != "procedure").count(),
        1,
        "{plan}"
    );
    assert_eq!(id(&world, "operating_unit", "mot-cua"), was);
    assert!(
        world.plan(&after).await.is_empty(),
        "the former name may stay in the file"
    );

    // The name that became free is another thing's from now on.
    let mut both = after.clone();
    both.organisation
        .operating_unit
        .iter_mut()
        .for_each(|unit| unit.formerly.clear());
    let mut another = both.organisation.operating_unit[0].clone();
    another.code = "mot-cua-co-so".into();
    another.number_code = "77".into();
    another.name.0.values_mut().for_each(|name| name.push_str(" 77"));
    both.organisation.operating_unit.push(another);
    let plan = world.apply(&both).await;
    assert_eq!(plan.names("operating unit", Mark::Added), ["mot-cua-co-so"]);
    assert_eq!(id(&world, "operating_unit", "mot-cua"), was);
    assert_ne!(id(&world, "operating_unit", "mot-cua-co-so"), was);
}

#[tokio::test]
async fn codes_may_be_handed_on_and_a_person_may_have_a_new_address() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let (first, second) = (
        id(&world, "cost_centre", "cc-tu-phap"),
        id(&world, "cost_centre", "cc-dat-dai"),
    );
    let next = |old: &str| match old {
        "cc-tu-phap" => Some("cc-dat-dai"),
        "cc-dat-dai" => Some("cc-1"),
        _ => None,
    };
    for centre in &mut code.organisation.cost_centre {
        if let Some(new) = next(&centre.code) {
            centre.formerly = vec![std::mem::replace(&mut centre.code, new.into())];
        }
    }
    for hall in &mut code.organisation.hall {
        if let Some(new) = next(&hall.cost_centre) {
            hall.cost_centre = new.into();
        }
    }
    let member = &mut code.people.staff[0];
    let account = |email: &str| {
        world.text(&format!(
            "select id::text as value from account where email = '{email}'"
        ))
    };
    let before = account(&member.email);
    member.formerly = vec![std::mem::replace(
        &mut member.email,
        "new.name@an-binh.example".into(),
    )];
    let plan = world.apply(&code).await;
    assert_eq!(fields(&plan, "person", "new.name@an-binh.example"), ["email"]);
    assert_eq!(account("new.name@an-binh.example"), before);
    assert_eq!(id(&world, "cost_centre", "cc-dat-dai"), first);
    assert_eq!(id(&world, "cost_centre", "cc-1"), second);
    assert!(world.plan(&code).await.is_empty());
}

#[tokio::test]
async fn what_is_in_use_is_refused_with_the_count_and_nothing_is_changed() {
    let world = World::new().await;
    let whole = code("an-binh");
    world.apply(&whole).await;
    world
        .database
        .superuser()
        .batch_execute(
            "insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, hall_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at)
             select h.tenant_id, gen_random_uuid(), 'D-' || n, n, p.id, p.current_version_id, h.operating_unit_id,
                h.legal_entity_id, h.id, a.id, 'Lan', 'portal', 2, '', now()
             from service_hall h, procedure p, account a, generate_series(1, 3) n
             where h.code = 'mot-cua-doi-che' and p.code = 'dang-ky-khai-sinh' and a.email = 'lan.nguyen@mail.example'",
        )
        .unwrap();
    let mut less = whole.clone();
    less.organisation
        .hall
        .retain(|hall| hall.code != "mot-cua-doi-che");
    less.theme.radius = 2;
    let before = world.rows();
    let plan = world.apply(&less).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::InUse));
    let told: Vec<String> = plan.in_use.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["hall “mot-cua-doi-che” cannot leave: in use by 3 open dossiers"]
    );
    assert!(world.rows() == before, "something was changed");
    assert_eq!(world.plan(&less).await.in_use, plan.in_use);
    // They end, and it closes.
    world
        .database
        .superuser()
        .batch_execute("update dossier set finished_at = now(), status = 9")
        .unwrap();
    let plan = world.apply(&less).await;
    assert_eq!(plan.names("hall", Mark::Closed), ["mot-cua-doi-che"]);
    assert!(world.plan(&less).await.is_empty());
}

#[tokio::test]
async fn what_ends_is_closed_and_what_nothing_rests_on_is_deleted() {
    let world = World::new().await;
    let whole = code("an-binh");
    world.apply(&whole).await;
    let mut less = whole.clone();
    less.organisation
        .hall
        .retain(|hall| hall.code != "mot-cua-doi-che");
    less.organisation
        .cost_centre
        .retain(|centre| centre.code != "cc-doi-che");
    let account = less
        .accounts
        .account
        .iter()
        .position(|it| it.code == "6148")
        .unwrap();
    less.accounts.account.remove(account);
    let plan = world.apply(&less).await;
    assert_eq!(plan.names("hall", Mark::Closed), ["mot-cua-doi-che"]);
    assert_eq!(plan.names("cost centre", Mark::Closed), ["cc-doi-che"]);
    assert_eq!(plan.names("account", Mark::Closed), ["6148"]);
    assert_eq!(
        world.count("cost_centre where code = 'cc-doi-che' and valid_to is not null"),
        1
    );
    assert_eq!(world.count("ledger_account where code = '6148'"), 0);
    assert!(world.plan(&less).await.is_empty());
    let again = world.apply(&whole).await;
    assert_eq!(again.names("hall", Mark::Changed), ["mot-cua-doi-che"]);
    assert_eq!(again.names("account", Mark::Added), ["6148"]);
}

#[tokio::test]
async fn a_host_of_another_tenant_is_refused() {
    let world = World::new().await;
    world.apply(&code("an-binh")).await;
    let mut other = code("zoriana");
    other.tenant.hosts.push("an-binh.localhost".into());
    let error = world.try_apply(&other).await.unwrap_err().to_string();
    assert!(error.contains("host “an-binh.localhost”"), "{error}");
    assert_eq!(world.count("legal_entity where code like 'z%'"), 0);
}

#[tokio::test]
async fn a_card_that_was_not_taken_over_is_taken_over_by_whoever_looks_next() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let tenants = onedoor::authority::tenancy::Tenants::load(&world.db)
        .await
        .unwrap();
    // As if the process had been killed right after its transaction: the platform still shows what was before.
    let mut rows = world.database.superuser();
    rows.batch_execute("create table kept as select * from tenant")
        .unwrap();
    code.theme.radius = 1;
    world.apply(&code).await;
    rows.batch_execute("update tenant t set settings = k.settings, card_version = k.card_version, catalogue_version = k.catalogue_version from kept k")
        .unwrap();
    assert_eq!(tenants.refresh(&world.db).await.unwrap(), 1);
    assert_eq!(
        tenants
            .by_host("an-binh.localhost")
            .unwrap()
            .settings
            .theme
            .radius,
        1
    );
    assert!(world.plan(&code).await.is_empty());
}

#[tokio::test]
async fn two_business_groups_may_each_have_a_tax_hall_and_one_may_not_have_two() {
    let world = World::new().await;
    let mut code = code("an-binh");
    let organisation = &mut code.organisation;
    let mut group = organisation.business_group[0].clone();
    group.code = "thue".into();
    organisation.business_group.push(group);
    let mut unit = organisation.operating_unit[0].clone();
    unit.code = "thue".into();
    unit.number_code = "88".into();
    unit.parent = None;
    unit.business_group = Some("thue".into());
    organisation.operating_unit.push(unit);
    let home = organisation.operating_unit[0].code.clone();
    let named = |code: &str, unit: &str, hall: &Hall| {
        let mut hall = hall.clone();
        hall.code = code.into();
        hall.operating_unit = unit.into();
        hall.name
            .0
            .values_mut()
            .for_each(|name| *name = "Tax hall".into());
        hall
    };
    let hall = organisation
        .hall
        .iter()
        .find(|it| it.operating_unit == home)
        .unwrap()
        .clone();
    organisation.hall.push(named("tax-one", &home, &hall));
    organisation.hall.push(named("tax-two", "thue", &hall));
    let folder = tempfile::tempdir().unwrap();
    let told = |code: &TenantCode, name: &str| {
        let root = folder.path().join(name).join("an-binh");
        onedoor::authority::tenancy::export::write(code, &root).unwrap();
        load(&root, &ProcedureDefinitions).map_or_else(|problems| problems.to_string(), |_| String::new())
    };
    assert_eq!(told(&code, "two"), "");
    assert_eq!(world.apply(&code).await.verdict(), Verdict::Applies);
    assert_eq!(world.count("service_hall where name ->> 'en' = 'Tax hall'"), 2);
    assert!(world.plan(&code).await.is_empty());

    let mut twice = code.clone();
    twice.organisation.hall.push(named("tax-three", "thue", &hall));
    let said = told(&twice, "one");
    assert!(
        said.contains("“tax-two” and “tax-three” are both called “Tax hall” in the business group “thue”"),
        "{said}"
    );
    // The database says the same, to whoever comes by without the check.
    let plan = world.apply(&twice).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::BrokenRule));
    assert_eq!(plan.broken.unwrap().rule, "rule-name-is-unique-in-its-group");
}
