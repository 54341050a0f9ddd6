//! Her account: sessions and tokens that she can end, and pages kept for everybody else.

use diesel::connection::SimpleConnection;

use super::journey::registered;
use crate::support::server::TestServer;

#[tokio::test]
async fn sessions_and_tokens_end_when_she_says_so() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let mut elsewhere = server.visitor("an-binh");
    let form = elsewhere.get("/sign-in").await;
    let answer = elsewhere
        .submit(
            &form,
            &[("login", "Lan@Example.org"), ("password", "con đường làng quê")],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    assert_eq!(elsewhere.get("/my/account").await.status, 200);

    let page = lan.get("/my/account").await;
    assert!(page.has("lan@example.org"), "{}", page.words());
    let nameless = lan.submit(&page, &[("name", " ")]).await;
    assert_eq!(nameless.status, 422);
    let made = lan.submit(&page, &[("name", "kế toán")]).await;
    assert_eq!(made.status, 200);
    let token = made
        .text()
        .split("id=\"fresh\"")
        .nth(1)
        .unwrap()
        .split("<bdi>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(!lan.get("/my/account").await.has(&token), "it is shown once");
    let mut program = server.visitor("an-binh");
    let asked = program.authorised("/my/account", &token);
    assert_eq!(program.send(asked).await.status, 200);

    let page = lan.get("/my/account").await;
    let others = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("end-others"))
        .unwrap();
    assert_eq!(lan.send_form(&others).await.status, 303);
    assert!(
        elsewhere
            .get("/my/account")
            .await
            .location()
            .starts_with("/sign-in")
    );
    let asked = program.authorised("/my/account", &token);
    assert_ne!(
        program.send(asked).await.status,
        200,
        "a token that was revoked opens nothing"
    );
    assert_eq!(lan.get("/my/account").await.status, 200, "her own session stays");

    // Another's session is not hers to end.
    let mut minh = registered(&server, "an-binh", "minh@example.org").await;
    let page = minh.get("/my/account").await;
    let mut form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("tokens"))
        .unwrap();
    form.action = "/my/account/sessions/end".into();
    form.fields
        .push(("session".into(), uuid::Uuid::now_v7().to_string()));
    assert_eq!(minh.send_form(&form).await.status, 404);
}

#[tokio::test]
async fn a_page_that_is_kept_is_nobodys_own() {
    let server = TestServer::start().await;
    let mut visitor = server.visitor("an-binh");
    let first = visitor.get("/").await;
    let again = visitor.get("/").await;
    assert_eq!((first.status, again.status), (200, 200), "{}", first.words());
    assert!(first.body == again.body);
    assert!(
        visitor.cookies.is_empty() && !first.has("name=\"csrf\""),
        "it knows nobody"
    );

    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    assert!(lan.get("/").await.has("Trần Thị Lan"));
    assert!(!visitor.get("/").await.has("Trần Thị Lan"));

    let chosen = visitor.get("/?lang=uk").await;
    assert!(chosen.has("<html lang=\"uk\"") && visitor.cookies.contains_key("od_language"));
    assert!(visitor.get("/").await.has("<html lang=\"uk\""));
    assert!(server.visitor("an-binh").get("/").await.has("<html lang=\"vi\""));
    for path in [
        "/search",
        "/search?q=khai+sinh",
        "/search?event=co-con-nho&page=1",
        "/procedures/dang-ky-khai-sinh",
        "/accessibility",
    ] {
        for language in ["vi", "zh", "uk", "en"] {
            visitor.cookies.insert("od_language".into(), language.into());
            let page = visitor.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.has(&format!("<html lang=\"{language}\"")), "{path}");
        }
    }
    assert_eq!(visitor.get("/procedures/no-such-thing").await.status, 404);
    let code = visitor.get("/procedures/dang-ky-khai-sinh/qr.svg").await;
    assert!(code.status == 200 && code.has("<svg"));
    let squeezed = visitor.with_encodings("/procedures/dang-ky-khai-sinh", "gzip, br");
    let squeezed = visitor.send(squeezed).await;
    assert_eq!(squeezed.headers["content-encoding"], "br");
    // What is made for one visitor is squeezed quickly, and not at all for whoever cannot read it.
    let squeezed = visitor.send(visitor.with_encodings("/track", "gzip, br")).await;
    assert_eq!(squeezed.headers["content-encoding"], "gzip");
    let plain = visitor.send(visitor.with_encodings("/track", "identity")).await;
    assert!(plain.headers.get("content-encoding").is_none() && plain.has("<html"));
}

#[tokio::test]
async fn the_bell_tells_how_many_notices_wait_to_be_read() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    server
        .database
        .superuser()
        .batch_execute(
            "insert into notification (tenant_id, id, event_id, account_id, template, language, message_id)
             select a.tenant_id, gen_random_uuid(), gen_random_uuid(), a.id, 'submitted', 'vi', n::text
             from account a cross join generate_series(1, 2) as n where a.email = 'lan@example.org'",
        )
        .unwrap();
    let told = "2 thông báo chưa đọc";
    let page = lan.get("/my/dossiers").await;
    assert!(page.has(told), "{}", page.words());
    let notices = lan.get("/my/notices").await;
    let form = notices
        .forms()
        .into_iter()
        .find(|form| form.action == "/my/notices/read")
        .unwrap();
    assert_eq!(lan.send_form(&form).await.status, 303);
    let page = lan.get("/my/dossiers").await;
    assert!(page.status == 200 && !page.has("chưa đọc"), "{}", page.words());
}
