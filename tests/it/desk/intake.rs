//! An officer files for the person before her: the same form, process and numbers as on the portal.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{BIRTH, LAND_RECEIVER, LOCAL_COLLEAGUE, LOCAL_RECEIVER};
use crate::portal::journey::{filled, number, pages, registered, sent, with_papers};
use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

const LAN: &str = "lan.nguyen@mail.example";
const LAN_NUMBER: &str = "079190004512";
const ASSESSOR: &str = "quang.vo@an-binh.example";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn line(server: &TestServer, query: &str) -> String {
    let found: Line = diesel::sql_query(query)
        .get_result(&mut server.database.superuser())
        .unwrap();
    found.line
}

fn count(server: &TestServer, from: &str) -> i64 {
    let query = format!("select count(*) as count from {from}");
    let found: Count = diesel::sql_query(query)
        .get_result(&mut server.database.superuser())
        .unwrap();
    found.count
}

/// From the list of procedures to the question who applies.
async fn asked(officer: &mut Browser) -> Page {
    let list = officer.get("/desk/intake?q=khai+sinh").await;
    assert_eq!(list.status, 200, "{}", list.words());
    let address = format!("/desk/intake/{BIRTH}");
    assert!(list.links().contains(&address), "{}", list.words());
    officer.get(&address).await
}

/// Looks for a person; the page that follows names whoever was found.
async fn found(officer: &mut Browser, page: &Page, who: &str) -> Page {
    officer.submit(page, &[("who", who), ("find", "1")]).await
}

/// The ids of the people a page offers.
fn offered(page: &Page) -> Vec<String> {
    page.text()
        .split("name=\"person\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// Fills in and files; answers with the receipt.
async fn filed(officer: &mut Browser, begun: Page) -> Page {
    assert_eq!(begun.status, 303, "{}", begun.words());
    let first = officer.follow(begun).await;
    assert_eq!(first.status, 200, "{}", first.words());
    assert!(
        first.has("action=\"/desk/sign-out\""),
        "the form stands in the desk's frame"
    );
    let papers = pages(officer, &first).await;
    let check = with_papers(officer, &papers).await;
    assert!(check.path.ends_with("/check"), "{}", check.words());
    let undeclared = officer.submit(&check, &[("revision", &revision(&check))]).await;
    assert_eq!(
        undeclared.status, 422,
        "nothing is filed before the person confirms"
    );
    sent(officer, &check).await
}

fn revision(check: &Page) -> String {
    let form = check.form(&["revision"]);
    form.fields
        .iter()
        .find(|(name, _)| name == "revision")
        .unwrap()
        .1
        .clone()
}

#[tokio::test]
async fn a_dossier_from_the_counter_takes_the_same_way_and_number_series() {
    let server = TestServer::start().await;
    let mut online = registered(&server, "an-binh", "anh@example.org").await;
    let papers = filled(&mut online).await;
    let check = with_papers(&mut online, &papers).await;
    let before = number(&sent(&mut online, &check).await);

    let mut officer = server.signed_in("an-binh", LOCAL_RECEIVER).await;
    let page = asked(&mut officer).await;
    let page = found(&mut officer, &page, LAN_NUMBER).await;
    assert_eq!(page.status, 200, "{}", page.words());
    let people = offered(&page);
    assert_eq!(people.len(), 1, "{}", page.words());
    assert!(
        page.has("•••• 4512") && !page.has(LAN) && page.has("la•••@mail.example"),
        "{}",
        page.words()
    );
    let begun = officer
        .submit(&page, &[("who", LAN_NUMBER), ("person", &people[0])])
        .await;
    let receipt = filed(&mut officer, begun).await;
    assert!(receipt.path.ends_with("/receipt"), "{}", receipt.path);
    let after = number(&receipt);
    let serial = |number: &str| number.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(
        (serial(&after), after.rsplit_once('-').unwrap().0),
        (serial(&before) + 1, before.rsplit_once('-').unwrap().0),
        "one series"
    );
    assert!(
        receipt.has("Nguyễn Thị Lan") && receipt.has("<svg"),
        "{}",
        receipt.words()
    );

    let of_both = |column: &str| {
        line(
            &server,
            &format!("select string_agg(distinct {column}, ' ' order by {column}) as line from dossier"),
        )
    };
    assert_eq!(of_both("channel"), "counter portal");
    assert_eq!(
        of_both("operating_unit_id::text || hall_id::text || procedure_version_id::text")
            .split(' ')
            .count(),
        1
    );
    assert_eq!(
        line(
            &server,
            "select string_agg(distinct element || role, ' ') as line from user_task"
        )
        .split(' ')
        .count(),
        1,
        "the same first step"
    );
    assert_eq!(
        count(
            &server,
            "audit_entry where verb = 'applicant.identify' and outcome = 'granted' and actor like 'staff:%'"
        ),
        2
    );

    // The officer and her colleague find it; so does the applicant, on her own page and by tracking.
    for email in [LOCAL_RECEIVER, LOCAL_COLLEAGUE] {
        let mut desk = server.signed_in("an-binh", email).await;
        assert!(desk.get("/desk").await.has(&after), "{email}");
    }
    let mut lan = server.signed_in("an-binh", LAN).await;
    assert!(lan.get("/my/dossiers").await.has(&after));
    let mut anybody = server.visitor("an-binh");
    let form = anybody.get("/track").await;
    let tracked = anybody
        .submit(&form, &[("code", &after), ("digits", "4512")])
        .await;
    assert_eq!(tracked.status, 200, "{}", tracked.words());
    // For another unit it does not exist, and neither does its receipt.
    let mut elsewhere = server.signed_in("an-binh", LAND_RECEIVER).await;
    assert_eq!(elsewhere.get(&receipt.path).await.status, 404);
}

#[tokio::test]
async fn somebody_without_an_account_is_entered_once_and_can_follow() {
    let server = TestServer::start().await;
    let mut officer = server.signed_in("an-binh", LOCAL_RECEIVER).await;
    let page = asked(&mut officer).await;
    let page = found(&mut officer, &page, "001301000015").await;
    assert!(page.has("Chưa có ai với thông tin này"), "{}", page.words());

    // What is wrong is told at its field, and what was typed stays.
    let wrong = officer
        .submit(
            &page,
            &[
                ("name", "Đỗ Văn Tư"),
                ("identity", "12"),
                ("phone", "x"),
                ("enter", "1"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    for kept in [
        "value=\"Đỗ Văn Tư\"",
        "value=\"12\"",
        "value=\"x\"",
        "href=\"#identity\"",
        "href=\"#phone\"",
    ] {
        assert!(wrong.has(kept), "{kept}: {}", wrong.words());
    }
    let numberless = officer
        .submit(
            &page,
            &[
                ("name", "Đỗ Văn Tư"),
                ("identity", ""),
                ("phone", ""),
                ("enter", "1"),
            ],
        )
        .await;
    assert_eq!(numberless.status, 422);
    assert!(numberless.has("href=\"#identity\""), "{}", numberless.words());

    let begun = officer
        .submit(
            &page,
            &[
                ("name", "Đỗ Văn Tư"),
                ("identity", "001301000015"),
                ("phone", ""),
                ("enter", "1"),
            ],
        )
        .await;
    let receipt = filed(&mut officer, begun).await;
    assert!(receipt.has("Đỗ Văn Tư"), "{}", receipt.words());
    let mut anybody = server.visitor("an-binh");
    let form = anybody.get("/track").await;
    let tracked = anybody
        .submit(&form, &[("code", &number(&receipt)), ("digits", "0015")])
        .await;
    assert_eq!(tracked.status, 200, "{}", tracked.words());

    // She comes again: she is found, and not entered twice. Nobody signs in in her place.
    let page = asked(&mut officer).await;
    let page = found(&mut officer, &page, "001301000015").await;
    assert_eq!(offered(&page).len(), 1, "{}", page.words());
    assert!(
        page.has("Đỗ Văn Tư") && page.has("không có tài khoản") && !page.has("invalid"),
        "{}",
        page.words()
    );
    assert_eq!(
        count(
            &server,
            "account where display_name = 'Đỗ Văn Tư' and password_hash is null"
        ),
        1
    );
    let address = line(
        &server,
        "select email as line from account where display_name = 'Đỗ Văn Tư'",
    );
    let form = anybody.get("/sign-in").await;
    let tried = anybody
        .submit(&form, &[("login", &address), ("password", "")])
        .await;
    assert_eq!(tried.status, 422);
}

#[tokio::test]
async fn the_counter_is_for_those_who_take_dossiers_in_and_only_where_they_do() {
    let server = TestServer::start().await;
    let mut assessor = server.signed_in("an-binh", ASSESSOR).await;
    let own = assessor.get("/desk").await;
    assert!(!own.links().contains(&"/desk/intake".to_owned()), "not offered");
    for path in ["/desk/intake", "/desk/intake/dang-ky-khai-sinh"] {
        assert_eq!(assessor.get(path).await.status, 403, "{path}");
    }
    let mut elsewhere = server.signed_in("an-binh", LAND_RECEIVER).await;
    assert_eq!(elsewhere.get("/desk/intake").await.status, 200);
    assert_eq!(
        elsewhere.get("/desk/intake/dang-ky-khai-sinh").await.status,
        404,
        "not of her unit"
    );
    let mut lan = server.signed_in("an-binh", LAN).await;
    assert_eq!(
        lan.get("/desk/intake").await.status,
        404,
        "there is no desk for citizens"
    );

    let mut officer = server.signed_in("an-binh", LOCAL_RECEIVER).await;
    // She does not apply on the portal, where the dossier would be her own.
    let onward = officer.get("/procedures/dang-ky-khai-sinh/apply").await;
    assert_eq!(
        (onward.status, onward.location().as_str()),
        (303, "/desk/intake/dang-ky-khai-sinh")
    );
    let page = asked(&mut officer).await;
    let nonsense = found(&mut officer, &page, "khong phai so").await;
    assert_eq!(nonsense.status, 422);
    assert!(
        nonsense.has("value=\"khong phai so\"") && nonsense.has("href=\"#who\""),
        "{}",
        nonsense.words()
    );
    // Somebody who was not found by what she shows is not taken, whoever's id is sent.
    let stranger = line(
        &server,
        "select id::text as line from account where email = 'tu.nguyen@an-binh.example'",
    );
    let mut forged = page.form(&["who"]);
    forged.fields.retain(|(name, _)| name == "csrf");
    forged.fields.extend(
        [("who", LAN_NUMBER), ("person", &stranger)].map(|(name, value)| (name.into(), value.into())),
    );
    let forged = officer.send_form(&forged).await;
    assert_eq!(forged.status, 404);
    assert_eq!(count(&server, "draft"), 0);

    // What she began is hers alone, in her list until she files it or throws it away.
    let page = found(&mut officer, &page, LAN).await;
    let person = offered(&page).remove(0);
    let begun = officer.submit(&page, &[("who", LAN), ("person", &person)]).await;
    let draft = begun.location();
    let mut colleague = server.signed_in("an-binh", LOCAL_COLLEAGUE).await;
    for mut other in [lan, colleague, assessor] {
        assert!(matches!(other.get(&draft).await.status, 403 | 404));
    }
    colleague = server.signed_in("an-binh", LOCAL_COLLEAGUE).await;
    assert!(!colleague.get("/desk/intake").await.links().contains(&draft));
    let list = officer.get("/desk/intake").await;
    assert!(
        list.links().contains(&draft) && list.has("Nguyễn Thị Lan"),
        "{}",
        list.words()
    );
    let discard = list
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/discard"))
        .unwrap();
    assert_eq!(officer.send_form(&discard).await.status, 303);
    assert_eq!(count(&server, "draft"), 0);
}
