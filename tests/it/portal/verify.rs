//! The page that the QR code of a result leads to.

use std::sync::Arc;

use onedoor::authority::access::Gate;
use onedoor::authority::tenancy::Tenants;
use onedoor::kernel::clock;
use onedoor::kernel::ids::DossierId;
use onedoor::platform::blob::Blobs;
use onedoor::services::catalogue::Library;
use onedoor::services::dossiers::acts::ReadDossier;
use onedoor::services::papers::acts::{MakePaper, StorePaper};
use onedoor::services::papers::commands::{Recorded, mark_stored, record, stored_file};
use onedoor::services::papers::{Order, Sources};

use super::journey::{filled, number, registered, sent, with_papers};
use crate::support::server::TestServer;

/// Makes the result of a dossier as the worker does, with `file` for its print; `None`: its number is given, its file is not
/// stored yet.
async fn result_of(server: &TestServer, dossier: &str, file: Option<&[u8]>) -> Recorded {
    let db = server.database.db();
    let gate = Gate::open(&db).await.unwrap();
    let library = Library::new(db.clone(), gate.clone());
    let tenants = Tenants::load(&db).await.unwrap();
    let tenant = tenants.by_host("an-binh.localhost").unwrap();
    let context = Arc::new(gate.system(tenant.id, "papers"));
    let dossier: DossierId = DossierId::from_uuid(dossier.parse().unwrap());
    let recorded = db
        .in_tenant(&context, {
            let (library, tenant) = (library.clone(), Arc::clone(&tenant));
            move |tx| {
                let version = tx
                    .authorise::<ReadDossier>(dossier)?
                    .into_subject()
                    .procedure_version_id;
                let version = library.version_within(tx, version)?;
                let sources = Sources {
                    settings: &tenant.settings,
                    facts: &version.facts,
                    form: &version.form,
                    origin: "http://an-binh.localhost",
                };
                let order = Order::Result {
                    decision: None,
                    valid_until: None,
                };
                record(
                    tx.authorise::<MakePaper>(dossier)?,
                    &sources,
                    &order,
                    clock::now(),
                )
            }
        })
        .await
        .unwrap();
    if let Some(file) = file {
        let blobs = Blobs::in_folder(server.files.path()).unwrap();
        blobs.put(&recorded.blob_key, file.to_vec()).await.unwrap();
        let (id, stored) = (recorded.id, stored_file(recorded.blob_key.clone(), file).unwrap());
        db.in_tenant(&context, move |tx| {
            mark_stored(tx.authorise::<StorePaper>(id)?, &stored, clock::now())
        })
        .await
        .unwrap();
    }
    recorded
}

async fn a_dossier(server: &TestServer, email: &str) -> (String, String) {
    let mut lan = registered(server, "an-binh", email).await;
    let papers = filled(&mut lan).await;
    let check = with_papers(&mut lan, &papers).await;
    let receipt = sent(&mut lan, &check).await;
    let id = receipt
        .path
        .trim_end_matches("/sent")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    (id, number(&receipt))
}

#[tokio::test]
async fn the_code_of_a_paper_tells_that_it_is_ours_and_nothing_about_anybody() {
    let server = TestServer::start().await;
    let (dossier, its_number) = a_dossier(&server, "lan@example.org").await;
    let paper = result_of(&server, &dossier, Some(b"%PDF-1.7 a result")).await;
    let address = paper
        .paper
        .proof
        .address
        .strip_prefix("http://an-binh.localhost")
        .unwrap();

    let mut anybody = server.visitor("an-binh");
    for language in ["vi", "uk", "zh", "en"] {
        let page = anybody.get(&format!("{address}?lang={language}")).await;
        assert_eq!(page.status, 200, "{}", page.words());
        let number = paper.paper.number.as_deref().unwrap();
        for told in [
            number,
            paper.paper.procedure.as_str(),
            paper.paper.letterhead.body.as_str(),
        ] {
            assert!(page.words().contains(told), "{told}: {}", page.words());
        }
        for secret in [
            "Trần Thị Lan",
            "Trần An",
            "079199004512",
            "4512",
            "Hòa Bình, phường",
            its_number.as_str(),
        ] {
            assert!(!page.words().contains(secret), "{secret}: {}", page.words());
        }
        assert!(
            page.has("notice ok") && !page.has("notice bad"),
            "{}",
            page.words()
        );
    }

    // Typed by hand instead, in capitals and with spaces.
    let typed = paper.paper.proof.code.to_uppercase().replace('-', "%20-");
    let found = anybody.get(&format!("/verify?code={typed}")).await;
    assert_eq!((found.status, found.location()), (303, address.to_owned()));
}

#[tokio::test]
async fn a_code_that_is_not_ours_is_answered_clearly() {
    let server = TestServer::start().await;
    let (dossier, _) = a_dossier(&server, "lan@example.org").await;
    let unprinted = result_of(&server, &dossier, None).await;
    let mut anybody = server.visitor("an-binh");
    let never_given = "/verify/019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5";
    let unknown = anybody.get(&format!("{never_given}?lang=en")).await;
    assert_eq!(unknown.status, 404);
    assert!(
        unknown.has("We have issued no paper with this code"),
        "{}",
        unknown.words()
    );
    // A dossier is no paper, nor is a paper whose file does not exist yet; a code of another shape is answered alike.
    for other in [dossier, unprinted.id.to_string(), "H99.01-261122-0001".into()] {
        let page = anybody.get(&format!("/verify/{other}")).await;
        assert_eq!((page.status, page.words()), (404, unknown.words()), "{other}");
    }
    for (typed, says) in [
        ("", "Enter the code"),
        ("H99.01-261122-0001", "not the code of a paper"),
    ] {
        let page = anybody.get(&format!("/verify?code={typed}")).await;
        assert_eq!(page.status, 422);
        assert!(page.has(says) && page.has(typed), "{}", page.words());
    }
}

#[tokio::test]
async fn another_tenant_knows_nothing_of_it_and_a_file_that_was_changed_is_told() {
    let server = TestServer::start().await;
    let (dossier, _) = a_dossier(&server, "lan@example.org").await;
    let paper = result_of(&server, &dossier, Some(b"%PDF-1.7 a result")).await;
    let address = format!("/verify/{}", paper.id);
    assert_eq!(server.visitor("zoriana").get(&address).await.status, 404);

    let blobs = Blobs::in_folder(server.files.path()).unwrap();
    let mut anybody = server.visitor("an-binh");
    assert!(anybody.get(&address).await.has("notice ok"));
    blobs
        .put(&paper.blob_key, b"%PDF-1.7 a result, improved".to_vec())
        .await
        .unwrap();
    let changed = anybody.get(&address).await;
    assert!(
        changed.has("notice bad") && !changed.has("notice ok"),
        "{}",
        changed.words()
    );
    blobs.remove(&paper.blob_key).await.unwrap();
    let gone = anybody.get(&address).await;
    assert!(
        gone.has("notice bad") && !gone.has("notice ok"),
        "{}",
        gone.words()
    );
}
