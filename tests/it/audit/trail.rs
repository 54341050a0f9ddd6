//! The trail, its seals, and what they find.

use diesel::connection::SimpleConnection;
use onedoor::authority::audit::{Fault, Verdict, seal, verify};

use super::world::{AUDITOR, OFFICER, World};
use crate::support::wait::until;

impl World {
    async fn seal(&self) -> i64 {
        seal(&self.db, &self.gate, self.tenant).await.unwrap()
    }

    async fn verify(&self) -> Verdict {
        verify(&self.db, &self.gate, self.tenant).await.unwrap()
    }

    /// Seals until nothing is left: other tests on the server may hold the horizon back for a moment.
    async fn seal_all(&self) {
        until("every entry is sealed", async || {
            self.seal().await;
            self.verify().await.unsealed == 0
        })
        .await;
    }

    fn tamper(&self, sql: &str) {
        self.server.database.superuser().batch_execute(sql).unwrap();
    }
}

#[tokio::test]
async fn a_tampered_trail_is_found_out() {
    let world = World::new().await;
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    for _ in 0..3 {
        auditor.get("/audit").await;
    }
    world.seal_all().await;
    auditor.get("/audit").await;
    world.seal_all().await;
    let sound = world.verify().await;
    assert!(
        sound.faults.is_empty() && sound.seals >= 2 && sound.sealed >= 4,
        "{sound:?}"
    );
    assert_eq!(world.seal().await, 0, "nothing new, no seal");

    // A changed entry is named.
    let first = "(select id from audit_entry where verb = 'statistics.read' order by id limit 1)";
    world.tamper(&format!(
        "create table kept as select * from audit_entry where id = {first}"
    ));
    world.tamper(&format!(
        "update audit_entry set actor = 'staff:somebody-else' where id = {first}"
    ));
    let found = world.verify().await;
    assert!(matches!(found.faults.as_slice(), [Fault::Entry(_)]), "{found:?}");

    // One changed together with its digest does not fit its seal.
    world.tamper(&format!(
        "update audit_entry set row_digest = sha256('new') where id = {first}"
    ));
    assert!(
        world
            .verify()
            .await
            .faults
            .iter()
            .any(|fault| matches!(fault, Fault::Seal(_)))
    );

    // One taken out is missed; put back, all is well.
    world.tamper(&format!("delete from audit_entry where id = {first}"));
    assert!(
        world
            .verify()
            .await
            .faults
            .iter()
            .any(|fault| matches!(fault, Fault::Seal(_)))
    );
    world.tamper("insert into audit_entry select * from kept");
    assert_eq!(world.verify().await.faults, []);

    // One slipped in under an old seal, and a seal taken out.
    world.tamper("insert into audit_entry select tenant_id, gen_random_uuid(), occurred_at, actor, verb, subject, outcome, detail, row_digest, written_by from kept");
    assert!(
        world
            .verify()
            .await
            .faults
            .iter()
            .any(|fault| matches!(fault, Fault::Seal(_)))
    );
    world.tamper("delete from audit_seal where number = 1");
    assert!(world.verify().await.faults.contains(&Fault::Missing(1)));
}

#[tokio::test]
async fn an_open_transaction_holds_the_seal_back_and_nothing_else() {
    let world = World::new().await;
    world.seal_all().await;
    let sealed = world.verify().await.sealed;
    // Somebody writes and does not end: what begins later waits for her, or it would be left out for ever.
    let mut slow = world.server.database.superuser();
    slow.batch_execute(&format!(
        "begin; insert into audit_entry (tenant_id, id, actor, verb, outcome, row_digest)
         values ('{}', gen_random_uuid(), 'system:slow', 'dossier.read', 'granted', 'x')",
        world.tenant
    ))
    .unwrap();
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    assert_eq!(
        auditor.get("/audit").await.status,
        200,
        "no writer waits for a seal"
    );
    assert_eq!(world.seal().await, 0);
    slow.batch_execute("commit").unwrap();
    world.seal_all().await;
    let verdict = world.verify().await;
    assert!(verdict.sealed >= sealed + 2, "{verdict:?}");
    // The slow one wrote no true digest: it is sealed, and told of.
    assert!(
        matches!(verdict.faults.as_slice(), [Fault::Entry(_)]),
        "{verdict:?}"
    );
}

#[tokio::test]
async fn the_trail_is_searched_by_actor_verb_and_subject() {
    let world = World::new().await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(officer.get("/audit").await.status, 403);
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    assert_eq!(auditor.get("/audit").await.status, 200);
    let rows = |page: &crate::support::browser::Page| {
        page.text().matches("<th scope=\"row\" class=\"num nw\">").count()
    };
    let all = auditor.get("/audit/trail").await;
    assert!(all.has("statistics.read") && rows(&all) >= 3, "{}", all.words());
    let denied = auditor.get("/audit/trail?outcome=denied").await;
    assert_eq!(rows(&denied), 1, "{}", denied.words());
    let hers = auditor
        .get("/audit/trail?actor=tu.nguyen&verb=statistics.read")
        .await;
    assert_eq!(rows(&hers), 1, "{}", hers.words());
    let system = auditor.get("/audit/trail?actor=system:").await;
    assert!(
        rows(&system) >= 1 && !system.has("Không tìm thấy"),
        "{}",
        system.words()
    );
    for nothing in [
        "subject=nothing-of-the-kind",
        "actor=%25",
        "subject=00000000-0000-0000-0000-000000000001",
    ] {
        assert_eq!(
            rows(&auditor.get(&format!("/audit/trail?{nothing}")).await),
            0,
            "{nothing}"
        );
    }
    assert_eq!(auditor.get("/audit/trail?page=999999").await.status, 200);
    assert!(world.count("audit_entry where verb = 'audit.read' and outcome = 'granted'") >= 7);
}
