//! What belongs to one person is nothing to another, and nothing at another tenant.

use super::journey::{filled, number, registered, sent, with_papers};
use crate::support::browser::encoded;
use crate::support::server::TestServer;

#[tokio::test]
async fn another_citizen_finds_nothing_of_hers() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let mut minh = registered(&server, "an-binh", "minh@example.org").await;
    let mut anybody = server.visitor("an-binh");

    let papers = filled(&mut lan).await;
    let check = with_papers(&mut lan, &papers).await;
    let draft = check.path.trim_end_matches("/check").to_owned();
    let paper = lan
        .get(&format!("{draft}/papers"))
        .await
        .links()
        .into_iter()
        .find(|link| link.contains("/papers/"))
        .unwrap();
    for path in [
        draft.clone(),
        format!("{draft}/pages/child"),
        format!("{draft}/papers"),
        format!("{draft}/check"),
        paper,
    ] {
        assert_eq!(minh.get(&path).await.status, 404, "{path}");
        let answer = anybody.get(&path).await;
        assert!(
            answer.status == 404 || answer.location().starts_with("/sign-in"),
            "{path}"
        );
    }
    // Her forms do not work in his hands either.
    let stolen = minh
        .get("/track")
        .await
        .form(&["code"])
        .fields
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap()
        .1;
    let fields = [("csrf", stolen.as_str()), ("declared", "1"), ("revision", "0")]
        .map(|(name, value)| (name.into(), value.into()));
    let request = minh
        .post(&format!("{draft}/submit"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded(&fields));
    assert_eq!(minh.send(request).await.status, 404);

    let receipt = sent(&mut lan, &check).await;
    let dossier = receipt.path.trim_end_matches("/sent").to_owned();
    let page = lan.get(&dossier).await;
    let paper = page
        .links()
        .into_iter()
        .find(|link| link.contains("/papers/"))
        .unwrap();
    for path in ["", "/sent", "/pay", "/withdraw", "/supplement"]
        .map(|end| format!("{dossier}{end}"))
        .into_iter()
        .chain([paper.clone()])
    {
        let his = minh.get(&path).await;
        assert_eq!(his.status, 404, "{path}");
        assert!(!his.has("Trần An") && !his.has(&number(&receipt)));
        assert!(
            anybody.get(&path).await.location().starts_with("/sign-in"),
            "{path}"
        );
    }
    assert!(!minh.get("/my/dossiers").await.has(&number(&receipt)));

    // A staff member has no business on citizens' pages.
    let mut officer = server.signed_in("an-binh", &officer(&server)).await;
    assert!(matches!(
        officer.get(&format!("{dossier}/withdraw")).await.status,
        403 | 404
    ));

    // Her session is nothing at another tenant.
    let mut elsewhere = server.visitor("zoriana");
    elsewhere.cookies.clone_from(&lan.cookies);
    for path in ["/my/dossiers", dossier.as_str(), paper.as_str()] {
        let answer = elsewhere.get(path).await;
        assert!(
            answer.location().starts_with("/sign-in"),
            "{path}: {}",
            answer.status
        );
    }
}

fn officer(server: &TestServer) -> String {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        email: String,
    }
    diesel::sql_query(
        "select a.email from account a join tenant t on t.id = a.tenant_id where a.kind = 'staff' and t.slug = 'an-binh' order by 1 limit 1",
    )
    .get_result::<Found>(&mut server.database.superuser())
    .unwrap()
    .email
}

#[tokio::test]
async fn signing_in_leads_only_to_this_portal_and_out_again() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let kept = lan.cookies.clone();
    let page = lan.get("/my/dossiers").await;
    assert_eq!(page.status, 200);
    let out = lan
        .submit(&page, &[("csrf", page.form(&["csrf"]).fields[0].1.as_str())])
        .await;
    assert_eq!((out.status, out.location().as_str()), (303, "/"));
    lan.cookies = kept;
    assert!(
        lan.get("/my/dossiers").await.location().starts_with("/sign-in"),
        "a session that ended opens nothing"
    );

    let mut visitor = server.visitor("an-binh");
    for elsewhere in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
        let encoded: String = elsewhere.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = visitor.get(&format!("/sign-in?next={encoded}")).await;
        assert!(!page.has("evil.example"), "{}", page.words());
    }
    let page = visitor.get("/sign-in").await;
    let wrong = visitor
        .submit(
            &page,
            &[("login", "lan@example.org"), ("password", "something else")],
        )
        .await;
    let unknown = visitor
        .submit(
            &page,
            &[("login", "nobody@example.org"), ("password", "something else")],
        )
        .await;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(
        wrong.words().replace("lan@", "nobody@"),
        unknown.words(),
        "neither tells whether there is such an account"
    );
}
