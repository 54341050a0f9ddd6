//! Every sentence of multi-org access, against the database and through the pages: a responsibility's options are set in the
//! tables, and the very next request tells what they came to.

use super::world::{AUDITOR, OU1, OU2, OU3, RECEIVER, RECEIVING, World, units};

const PROFILE: &str = "mo_security_profile";
const UNIT: &str = "mo_operating_unit";
const DEFAULT: &str = "mo_default_operating_unit";

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

#[tokio::test]
async fn profile_ou1_ou2_with_default_ou3_is_mode_m_without_default() {
    let world = World::new().await;
    let profile = world.profile("two", &[OU1, OU2], "");
    world.options(&[
        (PROFILE, "responsibility", &profile),
        (DEFAULT, "responsibility", &world.unit(OU3)),
    ]);
    let program = world.program(RECEIVER);
    let access = world.access(&program).await;
    assert_eq!(access["mode"], "M");
    assert_eq!(units(&access), sorted(vec![world.unit(OU1), world.unit(OU2)]));
    assert!(access["default_unit"].is_null() && access["current_unit"].is_null());
    let mut browser = world.browser(RECEIVER).await;
    let page = browser.get("/desk/access").await;
    assert!(
        page.words().contains("(access to several units)"),
        "{}",
        page.words()
    );
    assert!(page.words().contains("Profile two"), "{}", page.words());
    // A default inside the set is the default.
    world.options(&[
        (PROFILE, "responsibility", &profile),
        (DEFAULT, "user", &world.unit(OU2)),
    ]);
    assert_eq!(world.access(&program).await["default_unit"], world.unit(OU2));
}

#[tokio::test]
async fn profile_ou1_with_default_ou2_is_mode_s_in_ou1() {
    let world = World::new().await;
    let profile = world.profile("one", &[OU1], "");
    world.options(&[
        (PROFILE, "responsibility", &profile),
        (DEFAULT, "user", &world.unit(OU2)),
    ]);
    let access = world.access(&world.program(RECEIVER)).await;
    assert_eq!(access["mode"], "S");
    assert_eq!(access["current_unit"], world.unit(OU1));
    assert_eq!(access["default_unit"], world.unit(OU1));
    let mut browser = world.browser(RECEIVER).await;
    assert!(
        browser
            .get("/desk/access")
            .await
            .words()
            .contains("(access to one unit)")
    );
}

#[tokio::test]
async fn profile_unset_and_operating_unit_ou2_is_mode_s_in_ou2() {
    let world = World::new().await;
    world.options(&[
        (UNIT, "responsibility", &world.unit(OU2)),
        (DEFAULT, "user", &world.unit(OU3)),
    ]);
    let access = world.access(&world.program(RECEIVER)).await;
    assert_eq!(access["mode"], "S");
    assert_eq!(access["current_unit"], world.unit(OU2));
    assert_eq!(
        access["default_unit"],
        world.unit(OU2),
        "the unit itself, whatever the default says"
    );
}

#[tokio::test]
async fn a_query_with_no_context_sees_zero_rows() {
    let world = World::new().await;
    world.dossier(OU1);
    let mut role = world.server.database.tenant_role();
    use diesel::connection::SimpleConnection;
    let count =
        |role: &mut _| crate::isolation::lines(role, "select count(*)::text as line from dossier").remove(0);
    assert_eq!(count(&mut role), "0", "no tenant, no mode");
    role.batch_execute(&format!("begin; set local app.tenant_id = '{}'", world.tenant))
        .unwrap();
    assert_eq!(count(&mut role), "0", "a tenant and no mode: unset sees nothing");
    role.batch_execute("set local app.mode = 'A'").unwrap();
    assert_eq!(count(&mut role), "1", "the row is there");
    role.batch_execute("rollback").unwrap();
}

#[tokio::test]
async fn a_profile_that_is_set_wins_and_the_operating_unit_is_ignored() {
    let world = World::new().await;
    let profile = world.profile("two", &[OU1, OU2], "");
    world.options(&[(PROFILE, "site", &profile), (UNIT, "user", &world.unit(OU3))]);
    let access = world.access(&world.program(RECEIVER)).await;
    assert_eq!(access["mode"], "M");
    assert!(!units(&access).contains(&world.unit(OU3)));
}

#[tokio::test]
async fn no_unit_is_an_error_that_says_so() {
    let world = World::new().await;
    world.options(&[]);
    let mut browser = world.browser(RECEIVER).await;
    let page = browser.get("/desk").await;
    assert_eq!(page.status, 422);
    assert!(
        page.has("neither a security profile nor a unit is set"),
        "{}",
        page.text()
    );
    let empty = world.profile("empty", &[], "");
    world.options(&[(PROFILE, "user", &empty), (UNIT, "user", &world.unit(OU1))]);
    let page = browser.get("/desk").await;
    assert!(
        page.has("“empty” (set for the person) opens no unit today"),
        "a profile that opens nothing is not replaced by the other option: {}",
        page.text()
    );
    let access = world.access(&world.program(RECEIVER)).await;
    assert!(access["mode"].is_null() && access["responsibility"].is_null());
}

#[tokio::test]
async fn user_comes_before_responsibility_before_application_before_site() {
    let world = World::new().await;
    let levels = ["user", "responsibility", "application", "site"];
    let (one, two) = (
        world.profile("near", &[OU1], ""),
        world.profile("far", &[OU2], ""),
    );
    let program = world.program(RECEIVER);
    for (at, nearest) in levels.iter().enumerate() {
        let mut options = vec![(PROFILE, *nearest, one.as_str())];
        options.extend(
            levels[at + 1..]
                .iter()
                .map(|level| (PROFILE, *level, two.as_str())),
        );
        world.options(&options);
        let access = world.access(&program).await;
        assert_eq!(access["current_unit"], world.unit(OU1), "{nearest}");
        let why = access["responsibilities"][0]["why"].as_str().unwrap();
        assert!(why.ends_with(&format!("set at level {nearest}")), "{why}");
    }
}

#[tokio::test]
async fn a_profile_is_hierarchies_and_a_list_together() {
    let world = World::new().await;
    // Below the judicial unit lie the local offices, in the tenant's own code.
    let below = world.lines(&format!(
        "with recursive t as (select id from operating_unit where id = '{0}' union
            select u.id from operating_unit u join t on u.parent_unit_id = t.id)
         select id::text as line from t",
        world.unit(OU2)
    ));
    assert!(below.len() > 1, "the example has a hierarchy");
    let deep = format!("+{OU2}");
    let profile = world.profile("both", &[&deep, OU1], "");
    world.options(&[(PROFILE, "responsibility", &profile)]);
    let access = world.access(&world.program(RECEIVER)).await;
    let mut expected = below;
    expected.push(world.unit(OU1));
    assert_eq!(units(&access), sorted(expected));
}

#[tokio::test]
async fn a_local_profile_stays_in_its_business_group_and_a_global_one_does_not() {
    let world = World::new().await;
    let (t, group, unit) = (&world.tenant, uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
    let before: usize = world
        .word(&format!(
            "select count(*)::text as line from operating_unit where tenant_id = '{t}'"
        ))
        .parse()
        .unwrap();
    world.change(&format!(
        "insert into business_group (tenant_id, id, code, name) values ('{t}', '{group}', 'second', '{{\"en\":\"Second\"}}');
         insert into operating_unit (tenant_id, id, business_group_id, ledger_id, default_legal_entity_id, code, number_code, name)
         select tenant_id, '{unit}', '{group}', ledger_id, default_legal_entity_id, 'abroad', '99', name
         from operating_unit where tenant_id = '{t}' and code = '{OU1}';
         insert into operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id, ledger_id)
         select tenant_id, '{unit}', default_legal_entity_id, ledger_id from operating_unit where tenant_id = '{t}' and code = '{OU1}'"
    ));
    let program = world.program(RECEIVER);
    let all = world.profile("all", &[], "view_all = true");
    world.options(&[(PROFILE, "responsibility", &all)]);
    let access = world.access(&program).await;
    assert_eq!(
        (access["mode"].as_str(), units(&access).len()),
        (Some("M"), before),
        "view-all of one group among two is not every unit of the tenant"
    );
    world.change(&format!(
        "update security_profile set business_group_id = '{group}' where id = '{all}'"
    ));
    let access = world.access(&program).await;
    assert_eq!(access["mode"], "S", "local to the second group: its one unit");
    assert_eq!(access["current_unit"], unit.to_string());
    world.change(&format!(
        "update security_profile set business_group_id = null, global = true where id = '{all}'"
    ));
    assert_eq!(
        world.access(&program).await["mode"],
        "A",
        "several units and view-all"
    );
    // An employee belongs to her own group, whatever the responsibility: a local profile without a group follows her.
    let (person, profile) = (
        world.account(RECEIVER),
        world.profile("hers", &[], "view_all = true"),
    );
    world.options(&[(PROFILE, "responsibility", &profile)]);
    assert_eq!(units(&world.access(&program).await).len(), before);
    world.change(&format!(
        "update account set business_group_id = '{group}', department_id = null where id = '{person}'"
    ));
    assert_eq!(world.access(&program).await["current_unit"], unit.to_string());
}

/// What a row must satisfy, in each mode, seen through the list of dossiers; and entering the modes.
#[tokio::test]
async fn rows_follow_the_mode_that_was_entered() {
    let world = World::new().await;
    let profile = world.profile("two", &[OU1, OU2], "");
    world.options(&[(PROFILE, "responsibility", &profile)]);
    let numbers = [OU1, OU2, OU3].map(|unit| world.dossier(unit));
    let mut browser = world.browser(RECEIVER).await;
    let held = world.id("responsibility", RECEIVING);
    let mut enter = async |place: &str| {
        let page = browser.get("/desk/access").await;
        let value = format!("{held}{place}");
        let answer = browser.submit(&page, &[("responsibility", &value)]).await;
        assert_eq!(answer.status, 303);
        let list = browser.get("/desk/dossiers").await;
        // In X there is nothing to list, and no list.
        assert!(list.status == 200 || place == ".X", "{}", list.words());
        numbers.each_ref().map(|number| list.has(number))
    };
    assert_eq!(enter("").await, [true, true, false], "M: units in the set");
    let single = format!(".{}", world.unit(OU2));
    assert_eq!(enter(&single).await, [false, true, false], "S: the current unit");
    assert_eq!(enter(".M").await, [true, true, false], "M again");
    assert_eq!(enter(".X").await, [false, false, false], "X: nothing");
    assert_eq!(
        enter(".A").await,
        [true, true, false],
        "A was not granted by the start, so it is not entered"
    );
    let foreign = format!(".{}", world.unit(OU3));
    assert_eq!(
        enter(&foreign).await,
        [true, true, false],
        "a unit outside the set is not entered"
    );
}

#[tokio::test]
async fn entering_m_a_or_x_clears_the_current_unit_and_a_is_granted_by_view_all() {
    let world = World::new().await;
    let program = world.program(AUDITOR);
    let t = &world.tenant;
    let choose = |mode: &str, unit: Option<String>| {
        let unit = unit.map_or("null".to_owned(), |unit| format!("'{unit}'"));
        world.change(&format!(
            "update session set access_mode = '{mode}', current_unit_id = {unit} where tenant_id = '{t}' and kind = 'token'"
        ));
    };
    assert_eq!(world.access(&program).await["mode"], "A");
    choose("S", Some(world.unit(OU1)));
    let single = world.access(&program).await;
    assert_eq!(
        (single["mode"].as_str(), single["current_unit"].as_str()),
        (Some("S"), Some(world.unit(OU1).as_str()))
    );
    for mode in ["M", "A", "X"] {
        // Even a unit left behind in the session is none in these modes.
        choose(mode, Some(world.unit(OU1)));
        let entered = world.access(&program).await;
        assert_eq!(entered["mode"], mode);
        assert!(entered["current_unit"].is_null(), "{mode}");
    }
}

#[tokio::test]
async fn a_closed_responsibility_does_not_shut_its_holder_out_of_another() {
    let world = World::new().await;
    world.options(&[]);
    world.give(RECEIVER, "tham-dinh-dat-dai", "'2020-01-01', null");
    let access = world.access(&world.program(RECEIVER)).await;
    assert_eq!(
        access["responsibility"].as_str().unwrap(),
        world.id("responsibility", "tham-dinh-dat-dai")
    );
}
