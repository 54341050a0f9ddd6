//! Taking a change back meets the rules too, whatever was done since to rows that the change did not touch.

use onedoor::authority::organisation::change::{Called, Change, Kind};
use serde_json::json;
use uuid::Uuid;

use super::office::{ADMINISTRATOR, Came, of_told, small};
use super::{name, rules};
use crate::api::program::Program;
use crate::isolation::lines;
use crate::support::server::{Setting, TestServer};

struct Desk {
    server: TestServer,
    program: Program,
    group: Uuid,
    calls: usize,
}

impl Desk {
    async fn open() -> Self {
        let server = TestServer::of(vec![small("back")], Setting::default()).await;
        let program = Program::of(&server, "back", ADMINISTRATOR);
        let group = lines(
            &mut server.database.superuser(),
            "select id::text as line from business_group",
        );
        Self {
            server,
            program,
            group: group[0].parse().unwrap(),
            calls: 0,
        }
    }

    /// Makes a change; answers what was made, and its place in the history.
    async fn make(&mut self, change: Change) -> (Option<Uuid>, String) {
        self.calls += 1;
        let body = json!({"reason": "for the test", "change": change});
        let key = format!("k-{}", self.calls);
        let told = self
            .program
            .post("/api/v1/organisation/changes", Some(&key), &body)
            .await;
        assert_eq!(of_told(&told), Came::Made, "{change:?}: {told:?}");
        let said = told.json();
        let made = said["made"]["id"].as_str().map(|id| id.parse().unwrap());
        (made, said["change_id"].as_str().unwrap().to_owned())
    }

    async fn department(&mut self, code: &str) -> Uuid {
        let called = Called {
            code: code.to_owned(),
            name: name(code),
        };
        let change = Change::AddDepartment {
            group: self.group,
            parent: None,
            centre: None,
            called,
        };
        self.make(change).await.0.unwrap()
    }

    /// Takes a change back; answers what came of it, and the change that did it.
    async fn undo(&self, change: &str) -> (Came, String) {
        let url = format!("/api/v1/organisation/changes/{change}/undo");
        let told = self
            .program
            .post(&url, None, &json!({"reason": "a mistake"}))
            .await;
        let by = told.json()["change_id"].as_str().unwrap_or_default().to_owned();
        (of_told(&told), by)
    }

    fn keeps_every_rule(&self) {
        let broken = rules::broken(&mut self.server.database.superuser());
        assert!(broken.is_empty(), "{broken:?}");
    }
}

#[tokio::test]
async fn the_way_back_turns_no_tree_into_a_circle() {
    let mut desk = Desk::open().await;
    let (one, other) = (desk.department("one").await, desk.department("other").await);
    desk.make(Change::PutDepartmentUnder {
        department: one,
        parent: Some(other),
    })
    .await;
    let (_, to_the_top) = desk
        .make(Change::PutDepartmentUnder {
            department: one,
            parent: None,
        })
        .await;
    desk.make(Change::PutDepartmentUnder {
        department: other,
        parent: Some(one),
    })
    .await;
    let (came, _) = desk.undo(&to_the_top).await;
    assert_eq!(
        came,
        Came::Refused("rule-department-is-not-above-itself".to_owned())
    );
    desk.keeps_every_rule();
}

#[tokio::test]
async fn what_is_at_work_again_does_not_end_by_the_way_back() {
    let mut desk = Desk::open().await;
    let department = desk.department("one").await;
    let (_, closed) = desk
        .make(Change::Close {
            kind: Kind::Department,
            id: department,
            dossiers_to: None,
        })
        .await;
    let (came, opened) = desk.undo(&closed).await;
    assert_eq!(came, Came::Made);
    lines(
        &mut desk.server.database.superuser(),
        &format!(
            "update account set department_id = '{department}' where email = 'minh.tran@an-binh.example' returning '' as line"
        ),
    );
    let (came, _) = desk.undo(&opened).await;
    let rule = "rule-employee-is-of-an-open-department";
    assert_eq!(came, Came::Refused(rule.to_owned()));
    desk.keeps_every_rule();
}

#[tokio::test]
async fn a_window_that_was_added_by_mistake_is_taken_back() {
    let mut desk = Desk::open().await;
    let hall = lines(
        &mut desk.server.database.superuser(),
        "select id::text as line from service_hall where code = 'mot-cua-trung-tam'",
    );
    let (window, added) = desk
        .make(Change::AddPart {
            hall: hall[0].parse().unwrap(),
            part: "window".to_owned(),
            called: Called {
                code: "w-99".to_owned(),
                name: name("Quầy 99"),
            },
        })
        .await;
    let (came, _) = desk.undo(&added).await;
    assert_eq!(came, Came::Made);
    let left = format!(
        "select code as line from hall_part where id = '{}'",
        window.unwrap()
    );
    assert!(lines(&mut desk.server.database.superuser(), &left).is_empty());
    desk.keeps_every_rule();
}
