//! Fees: raised once for each job, from formulas, and stopped rather than guessed.

use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::error::Error;
use onedoor::kernel::patterns::payment::{AmountError, Method};
use onedoor::services::billing::acts::{RaiseFee, ReadDossierMoney, ReadRequest};
use onedoor::services::billing::{FeeProblem, RaiseError, Raised, money_of_dossier, void_fees};
use uuid::Uuid;

use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_is_raised_once_for_each_job_and_its_dossier_awaits_payment() {
    let world = World::new();
    let town = &world.alpha;
    let dossier = town.dossier(&mut world.rows(), town.civil.id);
    let job = Uuid::now_v7();
    let pattern = super::world::FREE_CHOICE;
    let Raised::Due(first) = world.raise(town, dossier, job, pattern).await.unwrap() else {
        panic!()
    };
    let Raised::Due(again) = world.raise(town, dossier, job, pattern).await.unwrap() else {
        panic!()
    };
    assert_eq!(first, again);
    assert_eq!(
        (first.net_minor, first.shipping_minor, first.amount_minor),
        (70_000, 5_000, 75_000)
    );
    assert_eq!(first.messages, ["Bring the number"]);
    assert_eq!(first.lines.len(), 2, "a part of nothing is no line");
    assert_eq!(first.reference, format!("{}-1", first.dossier_number));

    let Raised::Due(other) = world.raise(town, dossier, Uuid::now_v7(), "net=1").await.unwrap() else {
        panic!()
    };
    assert_eq!(other.reference, format!("{}-2", first.dossier_number));
    assert_eq!(other.methods, [Method::Cash]);

    assert_eq!(world.events("fee.raised").len(), 2);
    assert_eq!(world.events("fee.raised")[0]["amount_minor"], 75_000);
    assert_eq!(
        world.count("dossier where status = 3 and payment_due_at is not null"),
        1
    );
    assert_eq!(world.count("dossier_log where kind = 'fee.raised'"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_that_fails_or_a_method_not_offered_stops_the_step_and_asks_for_nothing() {
    let world = World::new();
    let town = &world.alpha;
    let dossier = town.dossier(&mut world.rows(), town.civil.id);
    for (pattern, is_expected) in [
        (
            "net=form.area * 100",
            (|p| matches!(p, FeeProblem::Amount(AmountError::Formula { .. }))) as fn(&FeeProblem) -> bool,
        ),
        ("net=5 - 6", |p| {
            matches!(p, FeeProblem::Amount(AmountError::Negative { .. }))
        }),
        ("net=1 / 3", |p| {
            matches!(p, FeeProblem::Amount(AmountError::Fraction { .. }))
        }),
    ] {
        let Err(RaiseError::Fee(problem)) = world.raise(town, dossier, Uuid::now_v7(), pattern).await else {
            panic!("{pattern} was raised");
        };
        assert!(is_expected(&problem), "{pattern}: {problem}");
    }
    let in_land = town.dossier(&mut world.rows(), town.land.id);
    let refused = world.raise(town, in_land, Uuid::now_v7(), "cash net=5").await;
    assert!(
        matches!(&refused, Err(RaiseError::Fee(FeeProblem::Method(missing))) if missing.0 == Method::Cash),
        "no hall of that unit takes cash: {refused:?}"
    );
    assert_eq!(
        world.raise(town, dossier, Uuid::now_v7(), "net=0").await.unwrap(),
        Raised::Nothing
    );
    assert_eq!((world.count("payment_request"), world.count("outbox")), (0, 0));
    assert_eq!(world.count("dossier where status = 2"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_not_due_any_more() {
    let world = World::new();
    let town = &world.alpha;
    let request = world.due(town).await;
    let dossier = request.dossier;
    let voided = world
        .db
        .in_tenant(&town.system(), move |tx| {
            void_fees(&mut tx.authorise::<RaiseFee>(dossier)?, clock::now())
        })
        .await
        .unwrap();
    assert_eq!(voided, 1);
    let cashier = super::world::cashier(town);
    let taken = world
        .pay_cash(town, &cashier, town.civil.hall, request.id, 75_000)
        .await;
    assert!(matches!(taken, Err(Error::Refused(refusal)) if refusal.code == "errors-payment-not-due"));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_read_by_its_unit_and_its_applicant_and_by_nobody_else() {
    let world = World::new();
    let town = &world.alpha;
    let request = world.due(town).await;
    let verbs = [Verb::ReadMoney];
    let readers = [
        (town.citizen(town.citizen, &verbs), true),
        (town.staff(town.civil_officer, town.civil.id, &verbs), true),
        (town.citizen(town.other_citizen, &verbs), false),
        (town.staff(town.land_officer, town.land.id, &verbs), false),
        (world.beta.citizen(town.citizen, &verbs), false),
        (world.beta.staff(town.civil_officer, town.civil.id, &verbs), false),
        (world.beta.system(), false),
    ];
    for (context, may) in readers {
        let (id, dossier) = (request.id, request.dossier);
        let read = world
            .db
            .in_tenant(&context, move |tx| {
                tx.authorise::<ReadRequest>(id).map(|grant| grant.into_subject())
            })
            .await;
        let whole = world
            .db
            .in_tenant(&context, move |tx| {
                money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(dossier)?)
            })
            .await;
        if may {
            assert_eq!(read.unwrap(), request);
            assert_eq!(whole.unwrap().requests, std::slice::from_ref(&request));
        } else {
            assert!(matches!(read, Err(Error::NotFound)), "{context:?}");
            assert!(matches!(whole, Err(Error::NotFound)), "{context:?}");
        }
    }
}
