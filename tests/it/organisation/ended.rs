//! What has ended is at work nowhere: no citizen is sent to it, and no cashier stands at its desk.

use diesel::connection::SimpleConnection;

use super::pages::{Office, refused};
use crate::support::wait::until;

const CASHIER_OF_LAND: &str = "oanh.cao@an-binh.example";
const HALL: &str = "Quầy đăng ký đất đai";

#[tokio::test]
async fn a_hall_that_closed_is_shown_to_nobody_and_takes_no_cash() {
    let mut office = Office::open().await;
    let hall = office.id("service_hall", "quay-dat-dai");
    let close = format!("/admin/organisation/hall/{hall}/close");
    let mut citizen = office.server.visitor("an-binh");
    let mut cashier = office.server.signed_in("an-binh", CASHIER_OF_LAND).await;
    assert!(citizen.get("/").await.has(HALL));
    let desk = cashier.get("/hall/cash").await;
    assert!(desk.status == 200 && desk.has(HALL), "{}", desk.words());
    // As long as procedures are taken in there it does not close.
    refused(&office.act(&close, &[]).await, &["It is in use"]);
    office
        .server
        .database
        .superuser()
        .batch_execute(&format!(
            "update procedure_unit set hall_id = null where hall_id = '{hall}'"
        ))
        .unwrap();
    let done = office.act_twice(&close, &[]).await;
    assert_eq!(done.status, 303, "{}", done.words());

    until("the portal has looked again", async || {
        !citizen.get("/").await.has(HALL)
    })
    .await;
    for path in ["/hall/cash".to_owned(), format!("/hall/cash?hall={hall}")] {
        let desk = cashier.get(&path).await;
        assert!(desk.status != 200 && !desk.has(HALL), "{path}: {}", desk.words());
    }
    // Its page stays, for what it was.
    let page = office
        .administrator
        .get(&format!("/admin/organisation/hall/{hall}"))
        .await;
    assert_eq!(page.status, 200);
}
