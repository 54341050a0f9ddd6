//! Two administrators at once, one with forms and one with a program, upon the same rows.

use onedoor::authority::organisation::change::{Change, Kind};
use uuid::Uuid;

use super::office::{Came, SECOND, by_page, by_program, small};
use super::{name, rules};
use crate::api::program::Program;
use crate::isolation::lines;
use crate::support::server::{Setting, TestServer};

pub(super) fn id(server: &TestServer, table: &str, code: &str) -> Uuid {
    let found = lines(
        &mut server.database.superuser(),
        &format!("select id::text as line from {table} where code = '{code}'"),
    );
    found[0].parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_administrators_at_once_break_no_rule_and_each_is_told() {
    let server = TestServer::of(vec![small("both")], Setting::default()).await;
    let mut browser = server.signed_in("both", SECOND).await;
    browser.get("/admin/organisation?lang=en").await;
    let program = Program::of(&server, "both", super::office::ADMINISTRATOR);
    let group = id(&server, "business_group", "ubnd-tinh");
    let ward = id(&server, "legal_entity", "phuong-trung-tam");
    let land = id(&server, "legal_entity", "so-nong-nghiep-moi-truong");
    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let called = |code: &str| onedoor::authority::organisation::change::Called {
        code: code.to_owned(),
        name: name(&format!("Tên {code}")),
    };
    let mut made = 0;
    for round in 0..12 {
        // Each round has rows of its own, so that every pair meets what both of them want.
        let key = |what: &str| format!("{what}-{round}");
        let add = async |what: &str, change: Change| {
            let came = by_program(&program, &key(what), &change).await;
            assert_eq!(came, Came::Made, "{change:?}");
        };
        add(
            "d",
            Change::AddDepartment {
                group,
                parent: None,
                centre: None,
                called: called(&key("d")),
            },
        )
        .await;
        add(
            "e",
            Change::AddDepartment {
                group,
                parent: None,
                centre: None,
                called: called(&key("e")),
            },
        )
        .await;
        add(
            "v",
            Change::AddValue {
                entity: ward,
                value: key("v"),
            },
        )
        .await;
        add(
            "c",
            Change::AddCentre {
                entity: ward,
                value: key("v"),
                called: called(&key("c")),
            },
        )
        .await;
        let (one, other) = (
            id(&server, "department", &key("d")),
            id(&server, "department", &key("e")),
        );
        let centre = id(&server, "cost_centre", &key("c"));
        let close = |kind: Kind, id: Uuid| Change::Close {
            kind,
            id,
            dossiers_to: None,
        };
        let pairs = [
            (
                Change::PutDepartmentUnder {
                    department: one,
                    parent: Some(other),
                },
                Change::PutDepartmentUnder {
                    department: other,
                    parent: Some(one),
                },
            ),
            (
                Change::Rename {
                    kind: Kind::Department,
                    id: one,
                    name: name(&key("same")),
                },
                Change::Rename {
                    kind: Kind::Department,
                    id: other,
                    name: name(&key("SAME")),
                },
            ),
            (
                Change::AddValue {
                    entity: ward,
                    value: key("w"),
                },
                Change::AddValue {
                    entity: land,
                    value: key("w"),
                },
            ),
            (
                close(Kind::CostCentre, centre),
                Change::ChargeDepartment {
                    department: one,
                    centre: Some(centre),
                },
            ),
            (
                Change::MoveValue {
                    from: ward,
                    value: key("v"),
                    to: land,
                },
                Change::AddHall {
                    unit,
                    entity: ward,
                    centre,
                    called: called(&key("h")),
                    equipment: onedoor::authority::organisation::change::Equipment::default(),
                },
            ),
            (
                close(Kind::Department, one),
                Change::PutDepartmentUnder {
                    department: other,
                    parent: Some(one),
                },
            ),
            (close(Kind::Department, other), close(Kind::Department, other)),
        ];
        for (at, (hers, its)) in pairs.into_iter().enumerate() {
            let call = key(&format!("pair-{at}"));
            let (page, program) =
                tokio::join!(by_page(&mut browser, &hers), by_program(&program, &call, &its));
            for came in [&page, &program] {
                assert!(
                    matches!(came, Came::Made | Came::Refused(_)),
                    "{hers:?} {page:?}; {its:?} {program:?}"
                );
                made += usize::from(came.is_made());
            }
            let broken = rules::broken(&mut server.database.superuser());
            assert!(
                broken.is_empty(),
                "{broken:?} after {hers:?} {page:?}; {its:?} {program:?}"
            );
        }
    }
    assert!(made > 40, "{made} of 168 were made");
}
