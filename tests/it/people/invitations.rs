//! Invitations without a mail server: what the link opens, once, for seven days, until it is taken back.

use onedoor::authority::people::admin::InvitationKeys;
use onedoor::kernel::ids::{InvitationId, TenantId};

use super::world::{REASON, World, done, fill};

const NEW: &str = "moi@an-binh.example";
const PASSWORD: &str = "một câu dài dễ nhớ";

/// The link that the letter would carry.
fn link(world: &World) -> String {
    let id: InvitationId = world
        .text("select id from invitation order by id desc limit 1")
        .parse()
        .unwrap();
    let tenant: TenantId = world
        .text("select id from tenant where slug = 'an-binh'")
        .parse()
        .unwrap();
    let keys = InvitationKeys::derive("a secret of tests, long enough for keys");
    format!("/invitation/{}", keys.token(tenant, id).text())
}

async fn invited(world: &World) -> crate::support::browser::Browser {
    let mut an = world.administrator().await;
    let receives = world.responsibility("tiep-nhan-tu-phap");
    let page = done(
        &mut an,
        "/admin/people/invite",
        &[
            ("email", NEW),
            ("name", "Người Mới"),
            ("language", "vi"),
            ("responsibility", &receives),
            ("reason", REASON),
        ],
    )
    .await;
    assert!(page.has("Người Mới") && page.has(&receives), "{}", page.words());
    assert_eq!(
        world.count("change_set where origin = 'page'"),
        1,
        "one change set for all of it"
    );
    an
}

#[tokio::test]
async fn a_link_opens_once_and_the_person_works_at_once() {
    let world = World::new().await;
    invited(&world).await;
    let path = link(&world);
    assert_eq!(world.count("outbox where kind = 'person.invited'"), 1);
    let secret = path.rsplit('/').next().unwrap();
    for table in ["invitation", "outbox", "change_row", "audit_entry"] {
        assert_eq!(
            world.count(&format!("{table} it where it::text like '%{secret}%'")),
            0,
            "{table} holds no secret"
        );
    }
    let mut moi = world.server.visitor("an-binh");
    let page = moi.get(&path).await;
    assert!(page.status == 200 && page.has(NEW), "{}", page.words());
    for (password, again, field) in [
        ("kort", "kort", "password"),
        (PASSWORD, "something else", "again"),
    ] {
        let wrong = moi
            .submit(&page, &[("password", password), ("again", again)])
            .await;
        assert!(
            wrong.status == 422 && wrong.has(&format!("id=\"{field}-error\"")),
            "{}",
            wrong.words()
        );
        assert!(!wrong.has(password), "a password is never sent back");
    }
    let done = moi
        .submit(&page, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(done.location(), "/desk");
    assert_eq!(moi.get("/desk").await.status, 200, "she works at once");
    let mut other = world.server.visitor("an-binh");
    assert_eq!(other.get(&path).await.status, 404, "used");
    let again = moi
        .submit(&page, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(again.status, 422, "another's form is not taken");
    let mut later = world.server.visitor("an-binh");
    let page = later.get("/sign-in").await;
    let answer = later
        .submit(&page, &[("login", NEW), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn a_link_that_is_over_taken_back_replaced_or_anothers_opens_nothing() {
    let world = World::new().await;
    let mut an = invited(&world).await;
    let first = link(&world);
    let person = world.person(NEW);
    let mut moi = world.server.visitor("an-binh");
    let opened = moi.get(&first).await;
    assert_eq!(opened.status, 200);
    assert_eq!(
        world.server.visitor("zoriana").get(&first).await.status,
        404,
        "of another tenant"
    );
    for nonsense in [
        "/invitation/x",
        "/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert_eq!(moi.get(nonsense).await.status, 404);
    }
    // A new one takes its place.
    let page = an.get(&person).await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/link"))
        .unwrap();
    assert_eq!(an.send_form(&form).await.status, 303);
    assert_eq!(moi.get(&first).await.status, 404, "replaced");
    let refused = moi
        .submit(&opened, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(refused.status, 404);
    let second = link(&world);
    assert_eq!(moi.get(&second).await.status, 200);
    // Taken back.
    let page = an.get(&person).await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/link/revoke"))
        .unwrap();
    assert_eq!(an.send_form(&form).await.status, 303);
    assert_eq!(moi.get(&second).await.status, 404, "taken back");
    // Over.
    let page = an.get(&person).await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/link"))
        .unwrap();
    an.send_form(&form).await;
    let third = link(&world);
    assert_eq!(moi.get(&third).await.status, 200);
    world.execute("update invitation set expires_at = now() - interval '1 second'");
    assert_eq!(moi.get(&third).await.status, 404, "over");
    assert_eq!(
        world.text(&format!(
            "select password_hash is null from account where email = '{NEW}'"
        )),
        "true"
    );
}

#[tokio::test]
async fn an_address_is_invited_once_and_a_bad_one_comes_back() {
    let world = World::new().await;
    let mut an = invited(&world).await;
    for email in [
        NEW,
        "lan.nguyen@mail.example",
        "nobody",
        "a@b.vn\r\nBcc: eve@x.vn",
    ] {
        let answer = fill(
            &mut an,
            "/admin/people/invite",
            &[
                ("email", email),
                ("name", "Người Khác"),
                ("language", "vi"),
                ("reason", REASON),
            ],
        )
        .await;
        assert!(
            answer.status == 422 && answer.has("id=\"email-error\""),
            "{email}: {}",
            answer.words()
        );
        assert!(answer.has("Người Khác") && answer.has(REASON));
    }
    assert_eq!(world.count("invitation"), 1);
}
