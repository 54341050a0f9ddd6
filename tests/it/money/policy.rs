//! The real policy: what the system, a cashier and a citizen are granted about money, by their roles and nothing else.

use std::sync::Arc;

use onedoor::authority::access::Gate;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::Context;
use onedoor::kernel::error::Error;
use onedoor::platform::door::{Act, Whole};
use onedoor::services::billing::acts::{
    IssueInvoice, KeepStrayReport, PayRequest, RaiseFee, ReadDossierMoney, RecordPayment, WatchSessions,
};
use onedoor::services::ledger::{BooksKey, PostJournal, ReadBooks};

use super::world::World;

async fn may<A: Act>(world: &World, context: &Arc<Context>, key: A::Key) -> Result<(), Error>
where
    A::Key: Send + 'static,
{
    world
        .db
        .in_tenant(context, move |tx| tx.authorise::<A>(key).map(|_| ()))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_may_do_every_act_of_money_and_the_public_none() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let gate = Gate::open(&world.db).await.unwrap();
    let system = Arc::new(gate.system(town.tenant, "test"));
    let public = Arc::new(gate.public(town.tenant));
    let books = BooksKey {
        legal_entity: town.city,
        unit: town.civil.id,
    };

    may::<RaiseFee>(&world, &system, payment.dossier).await.unwrap();
    may::<IssueInvoice>(&world, &system, payment.id).await.unwrap();
    may::<PostJournal>(&world, &system, books).await.unwrap();
    may::<KeepStrayReport>(&world, &system, Whole).await.unwrap();
    may::<WatchSessions>(&world, &system, Whole).await.unwrap();
    may::<ReadBooks>(&world, &system, None).await.unwrap();
    may::<ReadDossierMoney>(&world, &system, payment.dossier)
        .await
        .unwrap();

    for denied in [
        may::<RaiseFee>(&world, &public, payment.dossier).await,
        may::<IssueInvoice>(&world, &public, payment.id).await,
        may::<PayRequest>(&world, &public, payment.request).await,
        may::<ReadDossierMoney>(&world, &public, payment.dossier).await,
        may::<RecordPayment>(&world, &public, uuid::Uuid::now_v7()).await,
        may::<ReadBooks>(&world, &public, None).await,
    ] {
        assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
    }
    // Who is organised how is public within a tenant; whether one may act on it is not.
    for (denied, verb) in [
        (
            may::<PostJournal>(&world, &public, books).await,
            Verb::PostJournal,
        ),
        (
            may::<KeepStrayReport>(&world, &public, Whole).await,
            Verb::RecordPayment,
        ),
        (
            may::<WatchSessions>(&world, &public, Whole).await,
            Verb::ReadMoney,
        ),
    ] {
        assert!(
            matches!(denied, Err(Error::Denied { verb: found, .. }) if found == verb),
            "{denied:?}"
        );
    }
}
