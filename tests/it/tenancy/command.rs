//! The command itself: what it prints, and with which code it ends.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use onedoor::authority::tenancy::apply::{Refused, Verdict};
use onedoor::authority::tenancy::code::TenantCode;
use onedoor::authority::tenancy::export;

use super::{World, code};

/// The command upon the database of `world`.
pub(super) fn command(world: &World, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onedoor"));
    command
        .arg("tenant")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("ONEDOOR_TENANT_URL", world.database.tenant_url())
        .env("ONEDOOR_PLATFORM_URL", world.database.platform_url())
        .env("ONEDOOR_AMQP_URL", "amqp://127.0.0.1:1")
        .env("ONEDOOR_SMTP_URL", "smtp://127.0.0.1:1")
        .env("ONEDOOR_BLOB_DIR", env!("CARGO_TARGET_TMPDIR"))
        .env("ONEDOOR_SECRET", "a secret of tests, long enough for keys")
        .env("ONEDOOR_GATEWAY_URL", "http://127.0.0.1:1")
        .env(
            "ONEDOOR_GATEWAY_SECRET",
            "a secret shared with the gateway of tests",
        )
        .env("ONEDOOR_DEMO", "1")
        .env("ONEDOOR_LOG", "off")
        .stdin(Stdio::null());
    command
}

/// What is told of `organisation.toml`: the line, the column it points to, and what stands in the file where it points.
fn of_organisation(told: &str, root: &str) -> (String, usize, String) {
    let line = told.lines().find(|line| line.contains("organisation.toml:"));
    let line = line.unwrap_or_else(|| panic!("nothing is told of organisation.toml: {told}"));
    let mut at = line.split(':').skip(1).map(|it| it.parse::<usize>().unwrap());
    let (row, column) = (at.next().unwrap(), at.next().unwrap());
    let text = std::fs::read_to_string(Path::new(root).join("organisation.toml")).unwrap();
    (
        line.to_owned(),
        column,
        text.lines().nth(row - 1).unwrap().to_owned(),
    )
}

pub(super) fn run(world: &World, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command(world, arguments).output().unwrap();
    (
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

pub(super) fn written(code: &TenantCode, folder: &Path) -> String {
    let root = folder.join(&code.tenant.slug);
    export::write(code, &root).unwrap();
    root.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_broken_rule_is_told_with_its_sentence_at_its_row() {
    let world = World::new().await;
    let whole = code("an-binh");
    world.apply(&whole).await;
    // Renamed without saying so: for the database one hall ends today and another of the same name has always been.
    let mut other = whole.clone();
    let hall = other
        .organisation
        .hall
        .iter_mut()
        .find(|it| it.code == "mot-cua-doi-che")
        .unwrap();
    hall.code = "mot-cua-moi".into();
    for procedure in other.procedures.values_mut() {
        procedure
            .facts
            .halls
            .iter_mut()
            .filter(|it| *it == "mot-cua-doi-che")
            .for_each(|it| *it = "mot-cua-moi".into());
    }
    for member in &mut other.people.staff {
        member.hall = member.hall.take().map(|it| {
            if it == "mot-cua-doi-che" {
                "mot-cua-moi".into()
            } else {
                it
            }
        });
    }
    let before = world.rows();
    let plan = world.apply(&other).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::BrokenRule));
    let broken = plan.broken.clone().unwrap();
    assert_eq!(broken.rule, "rule-name-is-unique-in-its-group");
    assert_eq!(broken.concerns, ["mot-cua-doi-che", "mot-cua-moi"]);
    assert_eq!(world.plan(&other).await, plan, "the plan says so already");
    assert!(world.rows() == before, "something was changed");

    let folder = tempfile::tempdir().unwrap();
    let root = written(&other, folder.path());
    for command in ["plan", "apply"] {
        let (status, _, told) = run(&world, &[command, &root]);
        assert_eq!(status, 1, "{told}");
        let (line, at, named) = of_organisation(&told, &root);
        assert!(
            line.contains("No two organisations of a business group bear the same name")
                && line.ends_with("(mot-cua-doi-che, mot-cua-moi)"),
            "{told}"
        );
        assert!(!told.contains("rule_"), "{told}");
        assert_eq!((named.as_str(), at), ("code = \"mot-cua-moi\"", 8), "{told}");
    }
}

#[tokio::test]
async fn a_day_to_come_is_told_where_it_stands() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let halls = &mut code.organisation.hall;
    let hall = halls.iter_mut().find(|it| it.code == "mot-cua-doi-che").unwrap();
    hall.from = Some("2999-01-01".parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let root = written(&code, folder.path());
    let (status, _, told) = run(&world, &["plan", &root]);
    assert_eq!(status, 1, "{told}");
    let (line, at, named) = of_organisation(&told, &root);
    assert!(
        line.contains("plan a reorganisation for that day")
            && line.ends_with("(mot-cua-doi-che, 2999-01-01)"),
        "{told}"
    );
    assert_eq!((named.as_str(), at), ("from = 2999-01-01", 8), "{told}");
}

#[tokio::test]
async fn the_verdict_is_in_json_and_in_the_exit_code() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let verdict = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()[0]["verdict"].clone();
    let folder = tempfile::tempdir().unwrap();
    let same = written(&code, &folder.path().join("same"));
    let (status, json, _) = run(&world, &["plan", "--json", &same]);
    assert_eq!((status, verdict(&json)), (0, "nothing_to_do".into()));

    code.theme.radius = 3;
    let more = written(&code, &folder.path().join("more"));
    let (status, json, _) = run(&world, &["plan", "--json", &more]);
    assert_eq!((status, verdict(&json)), (2, "applies".into()));

    super::drift::by_page(
        &world,
        code.tenant.id,
        "update service_hall set name = name || '{\"en\": \"By the park\"}' where code = 'mot-cua-doi-che'",
    );
    let (status, json, told) = run(&world, &["plan", "--json", &more]);
    assert_eq!(
        (status, verdict(&json)),
        (1, serde_json::json!({"refused": "drift"}))
    );
    assert!(told.contains("tenant export"), "{told}");
    assert_eq!(run(&world, &["apply", &more]).0, 1);
    assert_eq!(run(&world, &["apply", "--over-drift", &more]).0, 0);
    assert_eq!(run(&world, &["plan", &more]).0, 0);
}

#[tokio::test]
async fn a_rule_between_rows_names_the_rows_that_break_it() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    // As whoever comes by without the check: a hall for an entity that its unit does not work for.
    let unit = code
        .organisation
        .operating_unit
        .iter_mut()
        .find(|it| it.code == "mot-cua-co-so");
    unit.unwrap()
        .legal_entities
        .retain(|it| it.code() != "xa-doi-che");
    let plan = world.plan(&code).await;
    assert_eq!(
        plan.verdict(),
        Verdict::Refused(Refused::InUse),
        "the link is in use: {plan}"
    );
    code.organisation
        .hall
        .iter_mut()
        .filter(|it| it.code == "mot-cua-doi-che")
        .for_each(|hall| {
            hall.operating_unit = "dang-ky-dat-dai".into();
        });
    let plan = world.plan(&code).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::BrokenRule), "{plan}");
    let broken = plan.broken.unwrap();
    assert_eq!(broken.rule, "rule-hall-has-a-linked-pair");
    assert_eq!(broken.concerns[0], "mot-cua-doi-che");
    assert!(
        broken.concerns.iter().any(|it| it == "dang-ky-dat-dai"),
        "{broken}"
    );
}
