//! Figures, the cases behind them, and who sees which.

use super::world::{AUDITOR, JUSTICE, LAND, OFFICER, PERIOD, STRANGER, World, sheet};
use crate::support::browser::{Browser, Page};

/// Links to cases with the number each stands on.
fn numbers(page: &Page) -> Vec<(String, i64)> {
    let text = page.text();
    text.split("<a href=\"/audit/cases?")
        .skip(1)
        .filter_map(|rest| {
            let (address, rest) = rest.split_once("\">")?;
            let number = rest.split_once("</a>")?.0.replace('.', "").parse().ok()?;
            Some((format!("/audit/cases?{}", address.replace("&amp;", "&")), number))
        })
        .collect()
}

fn cases(page: &Page) -> i64 {
    page.text()
        .matches("<tr><th scope=\"row\" class=\"nw num\">")
        .count()
        .try_into()
        .unwrap()
}

async fn figures(browser: &mut Browser, by: &str) -> Vec<Vec<String>> {
    sheet(&browser.get(&format!("/audit/figures.csv?{PERIOD}&by={by}")).await)
}

fn sum(rows: &[Vec<String>], column: usize) -> i64 {
    rows.iter().map(|row| row[column].parse::<i64>().unwrap()).sum()
}

#[tokio::test]
async fn figures_sum_up_and_lead_to_their_cases() {
    let world = World::new().await;
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    for by in ["unit", "procedure", "month"] {
        let rows = figures(&mut auditor, by).await;
        let sums: Vec<i64> = (1..=5).map(|column| sum(&rows, column)).collect();
        assert_eq!(sums, [5, 4, 2, 2, 755_000], "{by}");
        let page = auditor.get(&format!("/audit?{PERIOD}&by={by}")).await;
        assert_eq!(page.status, 200);
        let text = page.text();
        let table = text.split("aria-labelledby=\"by\"").last().unwrap();
        for row in &rows {
            assert!(
                table.contains(&format!("<tr><th scope=\"row\">{}</th>", row[0])),
                "{by}: {row:?}"
            );
        }
        let body = table.split("<tfoot>").next().unwrap();
        assert_eq!(
            body.matches("<th scope=\"row\">").count(),
            rows.len(),
            "the sheet has the rows of the table"
        );
        assert!(
            table.split("<tfoot>").nth(1).unwrap().contains(">5</a>"),
            "the total stands below"
        );
        let numbers = numbers(&page);
        assert!(numbers.len() >= 10, "{by}: {numbers:?}");
        for (address, number) in numbers {
            let list = auditor.get(&address).await;
            assert_eq!((list.status, cases(&list)), (200, number), "{address}");
            let as_sheet = auditor
                .get(&address.replace("/audit/cases?", "/audit/cases.csv?"))
                .await;
            assert_eq!(sheet(&as_sheet).len() as i64, number, "{address}");
        }
    }
}

/// Who follows a sum of money finds what each dossier has of it, in the list and in its sheet.
#[tokio::test]
async fn a_sum_of_money_leads_to_its_amounts() {
    let world = World::new().await;
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    let list = auditor.get(&format!("/audit/cases?{PERIOD}&outcome=money")).await;
    assert!(list.has("75.000") && list.has("650.000"), "{}", list.words());
    let rows = sheet(
        &auditor
            .get(&format!("/audit/cases.csv?{PERIOD}&outcome=money"))
            .await,
    );
    assert_eq!(sum(&rows, 7), 755_000);
    assert!(rows.iter().all(|row| row[8] == "VND"), "{rows:?}");
    let received = sheet(
        &auditor
            .get(&format!("/audit/cases.csv?{PERIOD}&outcome=received"))
            .await,
    );
    assert!(received.iter().all(|row| row.len() == 7), "{received:?}");
}

#[tokio::test]
async fn months_are_those_of_the_tenants_clock() {
    let world = World::new().await;
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    let rows = figures(&mut auditor, "month").await;
    let received: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    assert_eq!(received, [("09/2026", "2"), ("10/2026", "3")]);
    let list = auditor.get("/audit/cases?month=2026-10&outcome=received").await;
    assert!(
        list.has("H99-0001"),
        "received at three in the morning of 1 October there: {}",
        list.words()
    );
}

#[tokio::test]
async fn an_auditor_of_one_unit_sees_nothing_of_the_others() {
    let world = World::new().await;
    world.narrow_the_auditor();
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    let rows = figures(&mut auditor, "unit").await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][0], world.unit_name(LAND));
    assert_eq!((rows[0][1].as_str(), rows[0][5].as_str()), ("2", "650000"));
    let (mine, other) = (world.unit_name(LAND), world.unit_name(JUSTICE));
    let page = auditor.get(&format!("/audit?{PERIOD}")).await;
    assert!(page.has(mine) && !page.has(other), "{}", page.words());
    let list = auditor
        .get(&format!("/audit/cases?{PERIOD}&outcome=received"))
        .await;
    assert_eq!(cases(&list), 2);
    assert!(!list.has("H99-0000") && list.has("H99-0003"), "{}", list.words());
    for path in ["/audit", "/audit/figures.csv", "/audit/cases", "/audit/cases.csv"] {
        let asked = auditor.get(&format!("{path}?{PERIOD}&unit={JUSTICE}")).await;
        assert_eq!(asked.status, 404, "{path}");
    }
}

#[tokio::test]
async fn another_tenants_auditor_sees_nothing_of_this_one() {
    let world = World::new().await;
    let mut stranger = world.server.signed_in("zoriana", STRANGER).await;
    assert!(figures(&mut stranger, "unit").await.is_empty());
    let page = stranger.get(&format!("/audit?{PERIOD}")).await;
    assert_eq!((page.status, numbers(&page).len()), (200, 0));
    let list = stranger
        .get(&format!("/audit/cases?{PERIOD}&outcome=received"))
        .await;
    assert_eq!((list.status, cases(&list)), (200, 0));
    // Her session is nothing at the other portal.
    let mut here = world.server.visitor("an-binh");
    here.cookies = stranger.cookies.clone();
    let turned_away = here.get("/audit").await;
    assert_ne!(turned_away.status, 200);
    assert!(!turned_away.has("H99"));
}

#[tokio::test]
async fn who_is_no_auditor_is_turned_away_and_every_reading_is_recorded() {
    let world = World::new().await;
    let readings = "audit_entry where verb = 'statistics.read' and outcome = 'granted'";
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    for (at, path) in ["/audit", "/audit/figures.csv", "/audit/cases", "/audit/cases.csv"]
        .into_iter()
        .enumerate()
    {
        assert_eq!(auditor.get(path).await.status, 200, "{path}");
        assert_eq!(world.count(readings), i64::try_from(at).unwrap() + 1, "{path}");
    }
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    for path in [
        "/audit",
        "/audit/figures.csv",
        "/audit/cases",
        "/audit/cases.csv",
        "/audit/trail",
    ] {
        assert_eq!(officer.get(path).await.status, 403, "{path}");
    }
    let denied = "audit_entry where outcome = 'denied' and verb in ('statistics.read', 'audit.read')";
    assert_eq!(world.count(denied), 5);
    for odd in [
        "?unit=nowhere",
        "?procedure=nothing",
        "?month=2026-13",
        "?from=yesterday",
        "?unit=%00",
    ] {
        assert_eq!(auditor.get(&format!("/audit{odd}")).await.status, 404, "{odd}");
    }
}
