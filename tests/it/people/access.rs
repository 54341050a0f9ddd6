//! Responsibilities with their dates, security profiles and profile options: in force in the next request.

use super::world::{ADMINISTRATOR, AUDITOR, OFFICER, REASON, World, day, done, fill};

/// Today where An Bình is.
fn today() -> chrono::NaiveDate {
    chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive()
}

fn in_days(days: i64) -> String {
    (today() + chrono::Duration::days(days)).to_string()
}

fn with<'a>(answers: &'a [(String, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    answers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(more.iter().copied())
        .collect()
}

#[tokio::test]
async fn a_responsibility_is_in_force_in_the_next_request_and_over_in_the_one_after_its_end() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(officer.get("/audit").await.status, 403);
    let (person, audits) = (world.person(OFFICER), world.responsibility("kiem-toan"));
    let page = done(
        &mut an,
        &format!("{person}/give"),
        &[("responsibility", &audits), ("reason", REASON)],
    )
    .await;
    assert!(page.has(&format!("/held/{audits}/")), "{}", page.words());
    // The session works under the responsibility it had; the switcher of the desk offers the new one.
    let desk = officer.get("/desk").await;
    let switched = officer.submit(&desk, &[("responsibility", &audits)]).await;
    assert_eq!(switched.status, 303, "{}", switched.words());
    assert_eq!(officer.get("/audit").await.status, 200, "given");
    let held = page
        .links()
        .into_iter()
        .find(|link| link.contains(&audits) && link.ends_with("/end"))
        .unwrap();
    done(&mut an, &held, &[("reason", REASON)]).await;
    assert_eq!(officer.get("/audit").await.status, 403, "taken away");
    assert_eq!(
        world.count(&format!(
            "account_responsibility where responsibility_id = '{audits}' and account_id = '{}'",
            world.account(OFFICER)
        )),
        0,
        "what began today and ended today never was"
    );
}

#[tokio::test]
async fn dates_that_do_not_hold_together_are_told_at_their_field() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let (person, audits) = (world.person(OFFICER), world.responsibility("kiem-toan"));
    let give = format!("{person}/give");
    let mut later = day("from", &in_days(10));
    later.extend(day("last", &in_days(20)));
    done(
        &mut an,
        &give,
        &with(&later, &[("responsibility", &audits), ("reason", REASON)]),
    )
    .await;
    for (from, last, field, why) in [
        (in_days(-1), in_days(5), "from", "the past"),
        (in_days(5), in_days(4), "last", "before it begins"),
        (in_days(5), in_days(10), "from", "held then"),
        ("2026-02-31".to_owned(), in_days(10), "from", "no day"),
    ] {
        let mut dates = day("from", &from);
        dates.extend(day("last", &last));
        let answer = fill(
            &mut an,
            &give,
            &with(&dates, &[("responsibility", &audits), ("reason", REASON)]),
        )
        .await;
        assert_eq!(answer.status, 422, "{why}: {}", answer.words());
        assert!(
            answer.has(&format!("id=\"{field}-error\"")),
            "{why}: {}",
            answer.words()
        );
        assert!(
            answer.has(REASON) && answer.has("kiem-toan\" selected"),
            "{why}: what was typed is kept"
        );
    }
    // The day before and the day after are free.
    let mut before = day("from", &in_days(0));
    before.extend(day("last", &in_days(9)));
    done(
        &mut an,
        &give,
        &with(&before, &[("responsibility", &audits), ("reason", REASON)]),
    )
    .await;
    assert_eq!(
        world.count(&format!(
            "account_responsibility where responsibility_id = '{audits}' and account_id = '{}'",
            world.account(OFFICER)
        )),
        2
    );
}

#[tokio::test]
async fn nobody_takes_her_own_last_administration_away_nor_leaves_a_day_without() {
    let world = World::new().await;
    world.leave_alone();
    let mut an = world.administrator().await;
    let own = world.person(ADMINISTRATOR);
    let page = an.get(&own).await;
    let administers = world.responsibility("quan-tri");
    let held = page
        .links()
        .into_iter()
        .find(|link| link.contains(&format!("/held/{administers}/")) && !link.ends_with("/end"))
        .unwrap();
    let refused = fill(&mut an, &format!("{held}/end"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422);
    let last = day("last", &in_days(30));
    let refused = fill(&mut an, &held, &with(&last, &[("reason", REASON)])).await;
    assert_eq!(refused.status, 422, "not in a month either");
    // With a second administrator she still keeps her own; the other one can take it.
    let other = world.person(AUDITOR);
    done(
        &mut an,
        &format!("{other}/give"),
        &[("responsibility", &administers), ("reason", REASON)],
    )
    .await;
    let refused = fill(&mut an, &format!("{held}/end"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422);
    let mut van = world.server.signed_in("an-binh", AUDITOR).await;
    world.switch(&mut van, "quan-tri").await;
    done(&mut van, &format!("{held}/end"), &[("reason", REASON)]).await;
    let refused = fill(&mut an, &format!("{other}/close"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 403, "out in the next request");
    let page = an.get("/admin/people").await;
    assert!(!page.has("/admin/people/invite"), "she reads on, as an auditor");
}

#[tokio::test]
async fn a_profile_that_is_narrowed_narrows_the_next_request() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    let before = auditor.get("/audit?lang=en").await;
    assert_eq!(before.status, 200);
    let land = world.text("select u.id from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'an-binh' and u.code = 'dang-ky-dat-dai'");
    let auditors = world.responsibility("kiem-toan");
    // A profile of her own: one unit.
    done(
        &mut an,
        "/admin/profiles/new",
        &[
            ("code", "chi-dat-dai"),
            ("name-vi", "Chỉ đất đai"),
            ("reach", "some"),
            ("scope", "local"),
            ("units", &land),
            ("reason", REASON),
        ],
    )
    .await;
    let profile = world.text("select id from security_profile where code = 'chi-dat-dai'");
    done(
        &mut an,
        &format!("/admin/options/responsibility/{auditors}/security-profile"),
        &[("value", &profile), ("reason", REASON)],
    )
    .await;
    let page = auditor.get("/desk/dossiers?lang=vi").await;
    assert!(
        page.text().contains("dat-dai") || page.text().contains("Đất đai") || page.text().contains("đất đai"),
        "{}",
        page.text()
    );
    assert!(
        !page.text().contains("<option value=\"hanh-chinh-tu-phap"),
        "only the land office is left"
    );
    // Her own option wins over that of the responsibility.
    let whole = world.text("select p.id from security_profile p join tenant t on t.id = p.tenant_id where t.slug = 'an-binh' and p.code = 'toan-tinh'");
    let of_user = format!("/admin/options/user/{}/security-profile", world.account(AUDITOR));
    done(&mut an, &of_user, &[("value", &whole), ("reason", REASON)]).await;
    let options = an.get("/admin/options?lang=en").await;
    assert!(
        options.has("Person") && options.has("/admin/options/user/"),
        "{}",
        options.words()
    );
    done(&mut an, &of_user, &[("value", ""), ("reason", REASON)]).await;
    assert_eq!(world.count("profile_option where level = 'user'"), 0);
}

#[tokio::test]
async fn responsibilities_and_profiles_are_made_with_what_they_need() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let wrong = fill(
        &mut an,
        "/admin/responsibilities/new",
        &[
            ("code", "Không Hợp Lệ"),
            ("name-vi", ""),
            ("role", "king"),
            ("reason", REASON),
        ],
    )
    .await;
    assert_eq!(wrong.status, 422);
    // A profile may be left out: that of her own business group is inherited.
    for field in ["code", "name-vi", "role"] {
        assert!(
            wrong.has(&format!("id=\"{field}-error\"")),
            "{field}: {}",
            wrong.words()
        );
    }
    assert!(wrong.has("value=\"Không Hợp Lệ\""));
    let whole = world.text("select p.id from security_profile p join tenant t on t.id = p.tenant_id where t.slug = 'an-binh' and p.code = 'toan-tinh'");
    let new = [
        ("code", "giam-sat"),
        ("name-vi", "Giám sát"),
        ("role", "auditor"),
        ("profile", whole.as_str()),
        ("reason", REASON),
    ];
    let list = done(&mut an, "/admin/responsibilities/new", &new).await;
    assert!(list.has("giam-sat"), "{}", list.words());
    let taken = fill(&mut an, "/admin/responsibilities/new", &new).await;
    assert!(
        taken.status == 422 && taken.has("id=\"code-error\""),
        "{}",
        taken.words()
    );
    let empty = fill(
        &mut an,
        "/admin/profiles/new",
        &[
            ("code", "rong"),
            ("name-vi", "Rỗng"),
            ("reach", "some"),
            ("scope", "local"),
            ("reason", REASON),
        ],
    )
    .await;
    assert!(
        empty.status == 422 && empty.has("id=\"units-error\""),
        "{}",
        empty.words()
    );
    // Turning the only administrator's responsibility into another role would leave nobody.
    let administers = world.text("select r.id from responsibility r join tenant t on t.id = r.tenant_id where t.slug = 'an-binh' and r.role = 'administrator'");
    let refused = fill(
        &mut an,
        &format!("/admin/responsibilities/{administers}"),
        &[("role", "auditor"), ("reason", REASON)],
    )
    .await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert!(refused.has("role=\"alert\""));
}

#[tokio::test]
async fn a_local_profile_stays_inside_the_group_of_its_units_until_it_is_global() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let unit = world.text("select u.id from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'an-binh' and u.code = 'dang-ky-dat-dai'");
    let group = world.text(&format!(
        "select business_group_id from operating_unit where id = '{unit}'"
    ));
    let mut form = vec![
        ("code", "rieng"),
        ("name-vi", "Riêng"),
        ("reach", "some"),
        ("scope", "local"),
        ("units", unit.as_str()),
        ("reason", REASON),
    ];
    done(&mut an, "/admin/profiles/new", &form).await;
    let scope = || {
        world.text("select coalesce(business_group_id::text, 'global ' || global) from security_profile where code = 'rieng'")
    };
    assert_eq!(scope(), group);
    let page = format!(
        "/admin/profiles/{}",
        world.text("select id from security_profile where code = 'rieng'")
    );
    form[3].1 = "global";
    done(&mut an, &page, &form[1..]).await;
    assert_eq!(scope(), "global true");
    // One that opens all of its group is tied to that of whoever makes it.
    let form = [
        ("code", "ca-nhom"),
        ("name-vi", "Cả nhóm"),
        ("reach", "all"),
        ("scope", "local"),
        ("reason", REASON),
    ];
    done(&mut an, "/admin/profiles/new", &form).await;
    assert_eq!(
        world.text("select business_group_id from security_profile where code = 'ca-nhom'"),
        group
    );
}

#[tokio::test]
async fn people_are_found_by_the_unit_they_work_in() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let unit = |code: &str| {
        world.text(&format!(
            "select u.id from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'an-binh' and u.code = '{code}'"
        ))
    };
    let of_land = format!("/admin/people?unit={}", unit("dang-ky-dat-dai"));
    let of_justice = format!("/admin/people?unit={}", unit("hanh-chinh-tu-phap"));
    let page = an.get(&of_land).await;
    assert!(
        page.has("thao.ly@an-binh.example") && page.has(AUDITOR),
        "{}",
        page.words()
    );
    assert!(!page.has(OFFICER), "she works in justice only: {}", page.words());
    let page = an.get(&of_justice).await;
    assert!(
        page.has(OFFICER) && !page.has("thao.ly@an-binh.example"),
        "{}",
        page.words()
    );
    // Her own option wins over that of her responsibility, here as in the gate.
    let land = world.text("select p.id from security_profile p join tenant t on t.id = p.tenant_id where t.slug = 'an-binh' and p.code = 'dat-dai'");
    let of_user = format!("/admin/options/user/{}/security-profile", world.account(OFFICER));
    done(&mut an, &of_user, &[("value", &land), ("reason", REASON)]).await;
    assert!(an.get(&of_land).await.has(OFFICER));
    assert!(!an.get(&of_justice).await.has(OFFICER));
}

/// Rule 11: a business group that ended has no responsibilities, by page or past it.
#[tokio::test]
async fn a_business_group_that_ended_has_no_responsibilities() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    world.execute(
        "insert into business_group (tenant_id, id, code, name, valid_to)
         select id, gen_random_uuid(), 'khoi-cu', '{\"vi\": \"Khối cũ\"}', current_date from tenant where slug = 'an-binh'",
    );
    let ended = world.text("select id from business_group where code = 'khoi-cu'");
    let audits = format!("/admin/responsibilities/{}", world.responsibility("kiem-toan"));
    let form = an.get(&audits).await;
    assert_eq!(form.status, 200);
    assert!(!form.has("Khối cũ"), "{}", form.words());
    let refused = fill(&mut an, &audits, &[("group", &ended), ("reason", REASON)]).await;
    assert!(
        refused.status == 422 && refused.has("id=\"group-error\""),
        "{}",
        refused.words()
    );
    use diesel::connection::SimpleConnection;
    let put = format!("update responsibility set business_group_id = '{ended}' where code = 'kiem-toan'");
    let refused = world.server.database.superuser().batch_execute(&put);
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("rule_responsibility_is_in_an_open_group"),
        "{refused}"
    );
}
