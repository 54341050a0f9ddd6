//! The unit of a call: explicit, else current, else default; invalid means none, and then it is asked.

use std::path::Path;

use diesel::connection::SimpleConnection;

use super::{LOCAL_RECEIVER, PROVINCIAL_CASHIER};
use crate::journeys::people::sign_in;
use crate::support::browser::Page;
use crate::support::chromium::Browser;
use crate::support::server::TestServer;

const LAN_NUMBER: &str = "079190004512";
/// Copies are certified in two units.
const COPIES: &str = "/desk/intake/chung-thuc-ban-sao";

fn change(server: &TestServer, statement: &str) {
    server
        .database
        .superuser()
        .batch_execute(&format!(
            "{statement}; update access_version set version = version + 1"
        ))
        .unwrap();
}

/// Gives receivers of the communes the units of justice, too, with this default.
fn receives_in_two(server: &TestServer, default: Option<&str>) {
    let option = |name: &str, table: &str, code: &str| {
        format!(
            "insert into profile_option (tenant_id, name, level, level_id, value)
             select r.tenant_id, '{name}', 'responsibility', r.id, v.id::text
             from responsibility r join {table} v on v.tenant_id = r.tenant_id and v.code = '{code}'
             where r.code = 'tiep-nhan-co-so'
             on conflict (tenant_id, name, level, level_id) do update set value = excluded.value"
        )
    };
    change(
        server,
        &option("mo_security_profile", "security_profile", "tu-phap"),
    );
    if let Some(code) = default {
        change(
            server,
            &option("mo_default_operating_unit", "operating_unit", code),
        );
    }
}

/// The values of the choices of a question, and of those that are chosen.
fn choices(page: &Page, name: &str) -> (Vec<String>, Vec<String>) {
    let mark = format!("name=\"{name}\"");
    let text = page.text();
    let inputs = text
        .split("<input")
        .filter(|it| it.contains(&mark) && it.contains("type=\"radio\""));
    let (mut all, mut chosen) = (Vec::new(), Vec::new());
    for input in inputs {
        let tag = input.split('>').next().unwrap();
        let value = tag
            .split("value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        if tag.contains(" checked") {
            chosen.push(value.clone());
        }
        all.push(value);
    }
    (all, chosen)
}

#[tokio::test]
async fn an_officer_of_several_units_without_a_default_says_which_takes_the_dossier_in() {
    let server = TestServer::start().await;
    receives_in_two(&server, None);
    let mut officer = server.signed_in("an-binh", LOCAL_RECEIVER).await;
    let page = officer.get(COPIES).await;
    assert_eq!(page.status, 200, "{}", page.words());
    let (units, chosen) = choices(&page, "unit");
    assert_eq!((units.len(), chosen.len()), (2, 0), "{}", page.text());
    let found = officer.submit(&page, &[("who", LAN_NUMBER), ("find", "1")]).await;
    assert_eq!(found.status, 200, "looking for somebody needs no unit");
    let person = found
        .text()
        .split("name=\"person\" value=\"")
        .nth(1)
        .unwrap()
        .to_owned();
    let person = person.split('"').next().unwrap();
    let begin = [("who", LAN_NUMBER), ("person", person)];
    let unsaid = officer.submit(&found, &begin).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.words());
    assert!(unsaid.has("id=\"unit-error\""), "{}", unsaid.text());
    // Nor is one entered whose dossier is nowhere.
    let enter = [
        ("name", "Nguyễn Văn Mới"),
        ("identity", "079199009999"),
        ("enter", "1"),
    ];
    let unsaid = officer.submit(&page, &enter).await;
    assert!(
        unsaid.status == 422 && unsaid.has("id=\"unit-error\"") && unsaid.has("Nguyễn Văn Mới"),
        "{}",
        unsaid.words()
    );
    let mut forged = found.form(&["who"]);
    forged.fields.retain(|(name, _)| name == "csrf");
    let elsewhere = uuid::Uuid::now_v7().to_string();
    forged.fields.extend(
        [begin[0], begin[1], ("unit", elsewhere.as_str())].map(|(name, value)| (name.into(), value.into())),
    );
    let invalid = officer.send_form(&forged).await;
    assert!(
        invalid.status == 422 && invalid.has("id=\"unit-error\""),
        "{}",
        invalid.words()
    );
    let said = [begin[0], begin[1], ("unit", units[1].as_str())];
    let begun = officer.submit(&found, &said).await;
    assert_eq!(begun.status, 303, "{}", begun.words());

    // With a default there is one to begin with; with one unit nothing is asked.
    receives_in_two(&server, Some("mot-cua-co-so"));
    let mut officer = server.signed_in("an-binh", LOCAL_RECEIVER).await;
    let (units, chosen) = choices(&officer.get(COPIES).await, "unit");
    assert_eq!((units.len(), chosen.len()), (2, 1));
    let birth = officer.get("/desk/intake/dang-ky-khai-sinh").await;
    assert!(birth.status == 200 && choices(&birth, "unit").0.is_empty());
}

#[tokio::test]
async fn a_cashier_of_several_units_without_a_default_says_at_which_desk_she_is() {
    let server = TestServer::start().await;
    let mut cashier = server.signed_in("an-binh", PROVINCIAL_CASHIER).await;
    let own = cashier.get("/hall/cash?lang=en").await;
    assert!(
        own.status == 200 && own.has("Provincial Public Administration Service Centre"),
        "{}",
        own.words()
    );
    change(
        &server,
        "delete from profile_option where name = 'mo_default_operating_unit'",
    );
    let mut cashier = server.signed_in("an-binh", PROVINCIAL_CASHIER).await;
    let question = cashier.get("/hall/cash?code=H99").await;
    assert_eq!(question.status, 200, "{}", question.words());
    let (halls, chosen) = choices(&question, "hall");
    assert_eq!((halls.len(), chosen.len()), (2, 0), "{}", question.text());
    assert!(!question.has("name=\"received\""));
    let unsaid = cashier.get("/hall/cash?choosing=1&code=H99").await;
    assert!(
        unsaid.status == 422 && unsaid.has("id=\"hall-error\"") && unsaid.has("value=\"H99\""),
        "{}",
        unsaid.text()
    );
    let desk = cashier
        .get(&format!("/hall/cash?choosing=1&code=H99&hall={}", halls[1]))
        .await;
    assert!(
        desk.status == 200 && desk.has("value=\"H99\""),
        "{}",
        desk.words()
    );
    // Of a desk that was not said nothing is taken and nothing given back.
    let request = uuid::Uuid::now_v7();
    let mut form = desk.form(&["csrf"]);
    form.action = format!("/hall/cash/{request}");
    form.is_post = true;
    let refused = cashier.send_form(&form).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn both_questions_are_sound_in_four_languages() {
    let server = TestServer::start().await;
    receives_in_two(&server, None);
    change(
        &server,
        "delete from profile_option where name = 'mo_default_operating_unit'",
    );
    let portal = format!("http://an-binh.localhost:{}", server.port);
    for (language, scripts) in [("vi", true), ("uk", true), ("zh", true), ("en", false)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/looks/units-{language}"));
        let mut browser = Browser::start(language, scripts, &folder).await;
        for (who, name, path) in [
            (LOCAL_RECEIVER, "intake", COPIES),
            (PROVINCIAL_CASHIER, "desk", "/hall/cash?choosing=1"),
        ] {
            browser.forget().await;
            sign_in(&browser, &portal, who, "/desk/sign-out").await;
            let joint = if path.contains('?') { '&' } else { '?' };
            let address = format!("{portal}{path}{joint}lang={language}");
            browser.open_until(&address, "input[type=radio]").await;
            browser.look(name).await;
        }
        browser.finish().await;
    }
}
