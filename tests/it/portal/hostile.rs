//! Bad input: a clear 4xx, and nothing stored.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::journey::{filled, photograph, registered};
use crate::support::browser::{Browser, encoded};
use crate::support::server::TestServer;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(server: &TestServer, table: &str) -> i64 {
    diesel::sql_query(format!("select count(*) as count from {table}"))
        .get_result::<Count>(&mut server.database.superuser())
        .unwrap()
        .count
}

/// Files in the store, whole or half.
fn files(server: &TestServer) -> usize {
    fn walk(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder)
            .map(|entries| entries.flatten().collect::<Vec<_>>())
            .unwrap_or_default();
        entries
            .iter()
            .map(|entry| {
                if entry.path().is_dir() {
                    if entry.file_name() == "no-assets" {
                        0
                    } else {
                        walk(&entry.path())
                    }
                } else {
                    1
                }
            })
            .sum()
    }
    walk(server.files.path())
}

fn zip() -> Vec<u8> {
    b"PK\x03\x04 a file PK\x01\x02 its entry PK\x05\x06\0\0\0\0\x01\0\x01\0\x10\0\0\0\x10\0\0\0\0\0".to_vec()
}

#[tokio::test]
async fn files_that_will_not_do_are_told_of_and_not_kept() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let papers = filled(&mut lan).await;
    let large = [photograph(), vec![0; 21 * 1024 * 1024]].concat();
    let bad: [(&str, &str, Vec<u8>); 7] = [
        (
            "a program",
            "giay.pdf",
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff".to_vec(),
        ),
        (
            "a drawing with a script",
            "anh.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec(),
        ),
        (
            "a photograph and an archive",
            "anh.jpg",
            [photograph(), zip()].concat(),
        ),
        (
            "a photograph and a page",
            "anh.jpg",
            [photograph(), b"<html><script>1</script>".to_vec()].concat(),
        ),
        ("half a photograph", "anh.jpg", photograph()[..30].to_vec()),
        ("nothing", "anh.jpg", Vec::new()),
        ("too much", "anh.jpg", large),
    ];
    for (what, name, content) in bad {
        let file = vec![("birth_notification", name, "image/jpeg", content)];
        let answer = lan.submit_with(&papers, &[("next", "1")], file).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.words());
        assert!(
            answer.has("#birth_notification"),
            "{what} is told of at its field"
        );
        assert_eq!(
            (count(&server, "draft_paper"), files(&server)),
            (0, 0),
            "{what} was kept"
        );
    }
    // A name that climbs is only a name.
    let file = vec![(
        "birth_notification",
        "../../../etc/cron.d/x\u{202e}gpj.sh",
        "text/html",
        photograph(),
    )];
    let answer = lan.submit_with(&papers, &[("next", "1")], file).await;
    let page = if answer.status == 303 {
        lan.follow(answer).await
    } else {
        answer
    };
    let page = lan.get(&page.path.replace("/check", "/papers")).await;
    assert!(page.has(">xgpj.jpg<") && !page.has("cron.d"), "{}", page.words());
    assert_eq!((count(&server, "draft_paper"), files(&server)), (1, 1));
    // Taken off again, it is gone from both.
    let id = page
        .text()
        .split("name=\"remove\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(lan.submit(&page, &[("remove", &id)]).await.status, 303);
    assert_eq!((count(&server, "draft_paper"), files(&server)), (0, 0));
}

#[tokio::test]
async fn forms_that_are_not_ours_or_too_much_are_refused() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let begin = "/procedures/dang-ky-khai-sinh/apply";
    let page = lan.get(begin).await;
    let token = page
        .form(&["full_name"])
        .fields
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap()
        .1;
    let text = |name: String, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let close = "--b--\r\n";
    let x = |count: usize| "x".repeat(count);
    let multipart = |lan: &Browser, body: String| {
        lan.post(begin)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body)
    };
    let plain = |lan: &Browser, path: &str, body: String| {
        lan.post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let mut many = text("csrf".into(), &token);
    for n in 0..1_000 {
        many.push_str(&text(format!("field{n}"), "x"));
    }
    let foreign = server
        .visitor("an-binh")
        .get("/track")
        .await
        .form(&["code"])
        .fields[0]
        .1
        .clone();
    let ours = || text("csrf".into(), &token);
    let answer = |name: &str, value: &str| text(name.into(), value);
    let begun = "--b\r\nContent-Disposition: form-data; name=\"full_n".to_owned();
    let file = "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x.pdf\"\r\n\r\n%PDF-1.7\r\n"
        .to_owned();
    let whole = |parts: Vec<String>| multipart(&lan, parts.concat() + close);
    let requests = [
        ("1,000 fields", whole(vec![many])),
        (
            "too long an answer",
            whole(vec![ours(), answer("full_name", &x(600 * 1024))]),
        ),
        ("no token", whole(vec![answer("full_name", "Lan")])),
        (
            "a token that is not the first field",
            whole(vec![answer("full_name", "Lan"), ours()]),
        ),
        (
            "another's token",
            whole(vec![answer("csrf", &foreign), answer("full_name", "Lan")]),
        ),
        ("an unknown field", whole(vec![ours(), answer("is_admin", "yes")])),
        ("broken off", multipart(&lan, ours() + begun.as_str())),
        ("a file nobody asked for", whole(vec![ours(), file])),
        (
            "from another site",
            whole(vec![ours()]).header("origin", "https://evil.example"),
        ),
        (
            "a body of another kind",
            lan.post(begin)
                .header("content-type", "application/json")
                .body("{\"full_name\":1}"),
        ),
        ("no body at all", lan.post(begin)),
        ("nested without end", plain(&lan, "/sign-in", "a[".repeat(10_000))),
        (
            "1,000 plain fields",
            plain(
                &lan,
                "/track",
                encoded(&(0..1_000).map(|n| (format!("f{n}"), x(1))).collect::<Vec<_>>()),
            ),
        ),
        ("10 MB", plain(&lan, "/track", x(10 * 1024 * 1024))),
    ];
    for (what, request) in requests {
        let answer = lan.send(request).await;
        assert!((400..500).contains(&answer.status), "{what}: {}", answer.status);
        assert!(
            answer.has("<main"),
            "{what} is told of on a page: {}",
            answer.text()
        );
    }
    assert_eq!((count(&server, "draft"), files(&server)), (0, 0));
    assert_eq!(lan.get("/my/dossiers").await.status, 200, "the server is at rest");
}
