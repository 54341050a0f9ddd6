//! The worked examples of multi-org access as an administrator meets them: she sets profiles and options on her pages, and the
//! officer reads on hers what they came to.

use crate::support::browser::{Browser, Page};

use super::world::{ADMINISTRATOR, OU1, OU2, OU3, RECEIVER, RECEIVING, World};

const REASON: &str = "Phân công lại quầy tiếp nhận";

/// Fills in the form of `path`, which does what it says.
async fn done(administrator: &mut Browser, path: &str, answers: &[(&str, &str)]) -> Page {
    let form = administrator.get(path).await;
    assert_eq!(form.status, 200, "{path}: {}", form.words());
    let mut answers = answers.to_vec();
    answers.push(("reason", REASON));
    let answer = administrator.submit(&form, &answers).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.words());
    administrator.follow(answer).await
}

/// Makes a local profile of these units, and gives its id.
async fn profile(world: &World, administrator: &mut Browser, code: &str, units: &[&str]) -> String {
    let units: Vec<String> = units.iter().map(|unit| world.unit(unit)).collect();
    let mut answers = vec![
        ("code", code),
        ("name-vi", code),
        ("reach", "some"),
        ("scope", "local"),
    ];
    answers.extend(units.iter().map(|unit| ("units", unit.as_str())));
    done(administrator, "/admin/profiles/new", &answers).await;
    world.id("security_profile", code)
}

#[tokio::test]
async fn worked_examples_of_access_through_the_pages() {
    let world = World::new().await;
    // The units of the examples, and nothing set but what the pages set.
    world.options(&[]);
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let held = world.id("responsibility", RECEIVING);
    let of_responsibility = |option: &str| format!("/admin/options/responsibility/{held}/{option}");
    let of_user = format!("/admin/options/user/{}/default-unit", world.account(RECEIVER));
    let numbers = [OU1, OU2, OU3].map(|unit| world.dossier(unit));
    let mut officer = world.browser(RECEIVER).await;
    let mut sees = async |mode: &str| {
        let access = officer.get("/desk/access").await;
        let told = match mode {
            "S" => "one unit",
            "M" => "several units",
            "A" => "every unit",
            other => panic!("no mode {other}"),
        };
        assert!(
            access.words().contains(&format!("(access to {told})")),
            "{}",
            access.words()
        );
        let list = officer.get("/desk/dossiers").await;
        numbers.each_ref().map(|number| list.has(number))
    };

    // Profile {OU1, OU2}, default OU3: mode M, no default.
    let two = profile(&world, &mut administrator, "two", &[OU1, OU2]).await;
    let set = of_responsibility("security-profile");
    done(&mut administrator, &set, &[("value", &two)]).await;
    done(&mut administrator, &of_user, &[("value", &world.unit(OU3))]).await;
    assert_eq!(sees("M").await, [true, true, false]);
    let access = world.access(&world.program(RECEIVER)).await;
    assert!(access["default_unit"].is_null(), "{access}");

    // Profile {OU1}, default OU2: mode S, OU1.
    let one = profile(&world, &mut administrator, "one", &[OU1]).await;
    done(&mut administrator, &set, &[("value", &one)]).await;
    done(&mut administrator, &of_user, &[("value", &world.unit(OU2))]).await;
    assert_eq!(sees("S").await, [true, false, false]);

    // Profile unset, operating unit OU2: mode S, OU2.
    done(&mut administrator, &set, &[("value", "")]).await;
    let unit = of_responsibility("operating-unit");
    done(&mut administrator, &unit, &[("value", &world.unit(OU2))]).await;
    assert_eq!(sees("S").await, [false, true, false]);

    // No context: no rows.
    let mut nobody = world.server.visitor("an-binh");
    let list = nobody.get("/desk/dossiers").await;
    assert!(
        list.status == 303 && numbers.iter().all(|number| !list.has(number)),
        "{}",
        list.words()
    );
}
