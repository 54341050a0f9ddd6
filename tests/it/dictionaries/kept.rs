//! An administrator keeps a dictionary: makes it, fills it, publishes it, looks back.

use diesel::connection::SimpleConnection;

use super::{OFFICER, STRANGER, begin, import, publish, refused, text};
use crate::support::server::TestServer;

const REASONS: &str = "code,parent,name_vi,name_en,valid_from,valid_to\n\
    papers,,Giấy tờ,Papers,,\n\
    papers-missing,papers,Thiếu giấy tờ,A paper is missing,,\n\
    papers-expired,papers,Giấy tờ hết hạn,A paper is out of date,2026-01-01,2030-01-01\n\
    late,,Quá hạn bổ sung,Supplement too late,,\n";

#[tokio::test]
async fn a_dictionary_is_made_filled_published_and_looked_back_at() {
    let server = TestServer::start().await;
    let mut administrator = super::administrator(&server).await;
    let list = administrator.get("/admin/dictionaries?lang=en").await;
    assert!(list.has("nganh-nghe") && list.has("Trades"), "{}", list.words());

    // A wrong code is told at its field, and nothing typed is lost.
    let wrong = administrator
        .submit(
            &list,
            &[
                ("code", "Lý do"),
                ("name-vi", "Lý do từ chối"),
                ("name-en", "Reasons"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("id=\"code-error\"") && wrong.has("value=\"Lý do từ chối\""),
        "{}",
        wrong.words()
    );
    let made = administrator
        .submit(
            &wrong,
            &[
                ("code", "ly-do"),
                ("name-vi", "Lý do từ chối"),
                ("name-en", "Reasons"),
            ],
        )
        .await;
    assert_eq!(made.location(), "/admin/dictionaries/ly-do/draft");
    let twice = administrator
        .submit(&list, &[("code", "ly-do"), ("name-vi", "Lại")])
        .await;
    assert_eq!(twice.status, 422, "a code is taken once");

    // An empty draft is not published; nor is one without a reason.
    let draft = administrator.follow(made).await;
    let empty = administrator.submit(&draft, &[("reason", "First")]).await;
    assert_eq!(empty.status, 422);

    let done = import(&mut administrator, "ly-do", "reasons.csv", REASONS.into()).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let draft = administrator.follow(done).await;
    for name in [
        "Papers",
        "A paper is missing",
        "Supplement too late",
        "papers-expired",
    ] {
        assert!(draft.has(name), "{name}: {}", draft.words());
    }
    let silent = administrator.submit(&draft, &[("reason", " ")]).await;
    assert_eq!(silent.status, 422);
    assert!(silent.has("id=\"reason-error\""), "{}", silent.words());
    publish(&mut administrator, "ly-do", "Resolution 12/2026").await;

    // One item changes, one comes; the history says who and why, and the old version reads as it did.
    let draft = begin(&mut administrator, "ly-do").await;
    let link = draft
        .links()
        .into_iter()
        .find(|link| link.ends_with("item?code=late"))
        .unwrap();
    let form = administrator.get(&link).await;
    let circle = administrator
        .submit(&form, &[("code", "late"), ("parent", "late")])
        .await;
    assert_eq!(circle.status, 422);
    assert!(circle.has("id=\"parent-error\""), "{}", circle.words());
    let kept = administrator
        .submit(
            &circle,
            &[("code", "too-late"), ("parent", ""), ("name-en", "Came too late")],
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let draft = administrator.follow(kept).await;
    assert!(
        draft.has("Came too late") && draft.has("too-late"),
        "{}",
        draft.words()
    );
    publish(&mut administrator, "ly-do", "Resolution 13/2026").await;
    let page = administrator.get("/admin/dictionaries/ly-do").await;
    for told in [
        "Resolution 12/2026",
        "Resolution 13/2026",
        "Came too late",
        "Version 2",
    ] {
        assert!(page.has(told), "{told}: {}", page.words());
    }
    let old = administrator.get("/admin/dictionaries/ly-do?version=1").await;
    assert!(
        old.has("Supplement too late") && !old.has("Came too late"),
        "{}",
        old.words()
    );
    let csv = administrator
        .get("/admin/dictionaries/ly-do/export?format=csv&version=1")
        .await;
    assert!(csv.has("late,,Quá hạn bổ sung"), "{}", csv.text());
    let xlsx = administrator
        .get("/admin/dictionaries/ly-do/export?format=xlsx")
        .await;
    assert!(xlsx.body.starts_with(b"PK"));

    // What goes out comes back in and changes nothing.
    begin(&mut administrator, "ly-do").await;
    let back = import(&mut administrator, "ly-do", "again.xlsx", xlsx.body).await;
    let draft = administrator.follow(back).await;
    let same = administrator.submit(&draft, &[("reason", "Nothing new")]).await;
    assert_eq!(same.status, 422);
    assert!(same.words().contains("says the same"), "{}", same.words());

    // The published version never changes again, whoever asks.
    for sql in [
        "update dictionary_item set name = '{}' where code = 'too-late' and version_id in (select id from dictionary_version where published_at is not null)",
        "delete from dictionary_item where code = 'papers-missing' and version_id in (select id from dictionary_version where published_at is not null)",
        "update dictionary_version set reason = 'another' where published_at is not null",
        "delete from dictionary_version where number = 1 and dictionary_id in (select id from dictionary where code = 'ly-do')",
    ] {
        assert!(refused(&server, sql).contains("never changes"), "{sql}");
    }
}

/// What came from the tenant's code is told in the reader's language, and so is what was written before it was.
#[tokio::test]
async fn a_version_from_code_says_so_in_words() {
    let server = TestServer::start().await;
    let mut administrator = super::administrator(&server).await;
    for was in [
        None,
        Some(("onedoor tenant apply", "dictionaries/nganh-nghe.toml")),
    ] {
        if let Some((who, why)) = was {
            let mut database = server.database.superuser();
            // As it was published before there was a mark: what is published never changes otherwise.
            let set = format!(
                "set session_replication_role = replica;
                 update dictionary_version set published_by = '{who}', reason = '{why}'"
            );
            database.batch_execute(&set).unwrap();
        }
        let page = administrator.get("/admin/dictionaries/nganh-nghe?lang=en").await;
        let words = page.words();
        assert!(
            words.contains("The system") && words.contains("Applied from code"),
            "{words}"
        );
        assert!(
            !words.contains("tenant apply") && !words.contains(".toml"),
            "{words}"
        );
    }
}

#[tokio::test]
async fn dictionaries_are_the_administrators_and_the_tenants_own() {
    let server = TestServer::start().await;
    let mut officer = server.signed_in("an-binh", OFFICER).await;
    let mut stranger = server.signed_in("zoriana", STRANGER).await;
    let mut administrator = super::administrator(&server).await;
    begin(&mut administrator, "nganh-nghe").await;
    for path in [
        "/admin/dictionaries",
        "/admin/dictionaries/nganh-nghe",
        "/admin/dictionaries/nganh-nghe/draft",
    ] {
        assert_eq!(officer.get(path).await.status, 403, "{path}");
    }
    assert!(!stranger.get("/admin/dictionaries").await.has("nganh-nghe"));
    for path in [
        "/admin/dictionaries/nganh-nghe",
        "/admin/dictionaries/nganh-nghe/export?format=csv",
    ] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
    // An auditor reads and has nothing to press.
    let mut auditor = server.signed_in("an-binh", "van.mai@an-binh.example").await;
    let page = auditor.get("/admin/dictionaries/nganh-nghe").await;
    assert_eq!(page.status, 200);
    assert!(
        !page.has("/admin/dictionaries/nganh-nghe/draft\""),
        "{}",
        page.text()
    );
    assert_eq!(
        auditor.get("/admin/dictionaries/nganh-nghe/draft").await.status,
        403
    );
    assert_eq!(
        text(
            &server,
            "select count(*)::text as text from dictionary_version where number = 2"
        ),
        "1"
    );
}

#[tokio::test]
async fn a_hostile_spreadsheet_is_refused_by_name_and_leaves_the_draft_as_it_was() {
    let server = TestServer::start().await;
    let mut administrator = super::administrator(&server).await;
    administrator.get("/admin/dictionaries?lang=en").await;
    begin(&mut administrator, "nganh-nghe").await;
    let before = text(&server, "select count(*)::text as text from dictionary_item");
    let bomb = super::bomb();
    assert!(bomb.len() < 200_000);
    let rows: String = std::iter::once("code,name_vi\n".to_owned())
        .chain((0..50_001).map(|at| format!("c{at},x\n")))
        .collect();
    for (what, file, told) in [
        ("bomb.xlsx", bomb, "unpacks to more than 60 MB"),
        ("large.csv", vec![b'a'; 5_000_001], "larger than 5 MB"),
        ("rows.csv", rows.into_bytes(), "more than 50001 rows"),
        (
            "wide.csv",
            [b"code,name_vi".to_vec(), vec![b','; 60]].concat(),
            "more than 40 columns",
        ),
        (
            "noise.xlsx",
            b"PK\x03\x04 not a spreadsheet at all".to_vec(),
            "cannot be read",
        ),
        ("empty.csv", b" \n".to_vec(), "empty"),
        ("head.csv", b"code,colour\na,b\n".to_vec(), "No such column"),
        (
            "circle.csv",
            b"code,parent,name_vi\na,b,A\nb,a,B\n".to_vec(),
            "below itself",
        ),
        (
            "script.csv",
            b"code,name_vi\nx y,<script>alert(1)</script>\n".to_vec(),
            "A code has letters",
        ),
    ] {
        let answer = import(&mut administrator, "nganh-nghe", what, file).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.words());
        let words = answer
            .words()
            .replace([',', '\u{a0}', '\u{2068}', '\u{2069}'], "");
        assert!(words.contains(told), "{what}: {words}");
        assert!(!answer.has("<script>alert"), "{what}");
    }
    assert_eq!(
        text(&server, "select count(*)::text as text from dictionary_item"),
        before
    );
}
