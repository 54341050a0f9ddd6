//! The journal in the database: balanced, posted once, never changed, and each unit's own.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{JournalEntryId, LedgerAccountId, LegalEntityId};
use onedoor::services::billing::Payment;
use onedoor::services::ledger::{
    BooksKey, EntryHeader, JournalEntry, PaymentReceived, PostJournal, Posted, Posting, Purpose, ReadBooks,
    Source, balances_by_unit, lines_of_dossier, post, post_payment, reverse, trial_balance,
};
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::world::World;
use crate::support::fixtures::Town;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn civil_books(town: &Town) -> BooksKey {
    BooksKey {
        legal_entity: town.city,
        unit: town.civil.id,
    }
}

fn years() -> (NaiveDate, NaiveDate) {
    (
        NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(2100, 1, 1).unwrap(),
    )
}

async fn post_event(world: &World, town: &Town, payment: &Payment) -> Result<Vec<Posted>> {
    let data = world
        .events("payment.recorded")
        .into_iter()
        .find(|event| event["payment_id"] == payment.id.to_string())
        .unwrap();
    let received: PaymentReceived = serde_json::from_value(data).unwrap();
    let key = BooksKey {
        legal_entity: payment.legal_entity,
        unit: payment.unit,
    };
    world
        .db
        .in_tenant(&town.system(), move |tx| {
            post_payment(&mut tx.authorise::<PostJournal>(key)?, &received)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_posted_once_to_both_ledgers_and_adds_up_by_unit() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let first = post_event(&world, town, &payment).await.unwrap();
    let again = post_event(&world, town, &payment).await.unwrap();
    assert_eq!(first.len(), 2, "the primary and the secondary ledger");
    assert!(first.iter().all(|posted| posted.is_new) && again.iter().all(|posted| !posted.is_new));
    assert_eq!(world.events("journal.posted").len(), 2);
    let foreign = world.paid(&world.beta).await;
    post_event(&world, &world.beta, &foreign).await.unwrap();

    let auditor = town.staff(town.civil_officer, town.civil.id, &[Verb::ReadMoney]);
    let (ledger, dossier) = (town.primary_ledger, payment.dossier);
    let (balance, by_unit, lines) = world
        .db
        .in_tenant(&auditor, move |tx| {
            let mut grant = tx.authorise::<ReadBooks>(None)?;
            Ok((
                trial_balance(grant.sql(), ledger, None, years())?,
                balances_by_unit(grant.sql(), ledger, years())?,
                lines_of_dossier(grant.sql(), dossier)?,
            ))
        })
        .await
        .unwrap();
    let of = |code: &str| balance.iter().find(|line| line.code == code).unwrap();
    assert_eq!(
        (of("1110").debit_minor, of("5110").credit_minor),
        (75_000, 75_000)
    );
    assert_eq!(
        of("1110").name().get(
            onedoor::kernel::locale::Language::En,
            onedoor::kernel::locale::Language::En
        ),
        "cash"
    );
    assert_eq!(balance.iter().map(|line| line.balance_minor()).sum::<i64>(), 0);
    assert_eq!(by_unit.iter().map(|line| line.balance_minor).sum::<i64>(), 0);
    assert_eq!(by_unit.len(), 2);
    // Cash, the fee, and delivery in the wider account of fees, in two ledgers.
    assert_eq!(lines.len(), 6);

    let elsewhere = town.staff(town.land_officer, town.land.id, &[Verb::ReadMoney]);
    let unseen = world
        .db
        .in_tenant(&elsewhere, move |tx| {
            let mut grant = tx.authorise::<ReadBooks>(None)?;
            Ok((
                balances_by_unit(grant.sql(), ledger, years())?,
                lines_of_dossier(grant.sql(), dossier)?,
            ))
        })
        .await
        .unwrap();
    assert!(
        unseen.0.is_empty() && unseen.1.is_empty(),
        "another unit sees nothing of it"
    );
    let civil = town.civil.id;
    let denied = world
        .db
        .in_tenant(&elsewhere, move |tx| {
            tx.authorise::<ReadBooks>(Some(civil)).map(|_| ())
        })
        .await;
    assert!(matches!(denied, Err(Error::Denied { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversal_names_what_it_undoes_and_happens_once() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let posted = post_event(&world, town, &payment).await.unwrap();
    let (key, id, system) = (civil_books(town), posted[0].id, town.system());
    let undo = || {
        world.db.in_tenant(&system, move |tx| {
            reverse(
                &mut tx.authorise::<PostJournal>(key)?,
                id,
                day(),
                "Posted to the wrong unit",
            )
        })
    };
    let (first, again) = (undo().await.unwrap(), undo().await.unwrap());
    assert_eq!((first.is_new, again.is_new, first.id), (true, false, again.id));
    assert_eq!(
        world.count(&format!(
            "journal_entry where reverses_id = '{id}' and source_kind = 'reversal'"
        )),
        1
    );
    assert_eq!(
        super::world::number(
            &mut world.rows(),
            &format!(
                "select coalesce(sum(amount_minor), 0)::bigint as n from posting where journal_entry_id in ('{id}', '{}') and amount_minor > 0",
                first.id
            )
        ),
        150_000
    );
    let unknown = world
        .db
        .in_tenant(&town.system(), move |tx| {
            reverse(
                &mut tx.authorise::<PostJournal>(key)?,
                JournalEntryId::fresh(),
                day(),
                "",
            )
        })
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let foreign = BooksKey {
        legal_entity: town.city,
        unit: town.civil.id,
    };
    let other_tenant = world
        .db
        .in_tenant(&world.beta.system(), move |tx| {
            tx.authorise::<PostJournal>(foreign).map(|_| ())
        })
        .await;
    assert!(matches!(other_tenant, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_posted_before_with_other_amounts_is_refused() {
    let world = World::new();
    let town = &world.alpha;
    let (key, source, system) = (civil_books(town), Uuid::now_v7(), town.system());
    let post_amount = |amount: i64| {
        world.db.in_tenant(&system, move |tx| {
            let mut grant = tx.authorise::<PostJournal>(key)?;
            let ledger = grant.subject().ledgers[0].clone();
            let header = EntryHeader {
                ledger: ledger.id,
                legal_entity: key.legal_entity,
                unit: key.unit,
                dossier: None,
                source: Source::new("opening", source),
                effective_on: day(),
                memo: String::new(),
            };
            let postings = vec![
                Posting::new(ledger.account(Purpose::Bank).unwrap(), key.unit, amount),
                Posting::new(ledger.account(Purpose::FeeRevenue).unwrap(), key.unit, -amount),
            ];
            post(
                &mut grant,
                &JournalEntry::balanced(header, ledger.currency, postings).unwrap(),
            )
        })
    };
    assert!(post_amount(5).await.unwrap().is_new);
    assert!(!post_amount(5).await.unwrap().is_new);
    let differs = post_amount(6).await;
    assert!(
        matches!(differs, Err(Error::Refused(refusal)) if refusal.code == "errors-ledger-source-differs")
    );
}

#[test]
fn the_database_refuses_an_entry_that_does_not_balance() {
    let world = World::new();
    let town = &world.alpha;
    let mut tenant_role = world.database.tenant_role();
    let (t, ledger, unit) = (town.tenant, town.primary_ledger, town.civil.id);
    let account = |purpose: &str| {
        format!("(select id from ledger_account where ledger_id = '{ledger}' and purpose = '{purpose}')")
    };
    let mut attempt = |postings: &[(&str, i64, &str)]| {
        let entry = Uuid::now_v7();
        let mut sql = format!(
            "begin; set local app.tenant_id = '{t}'; set local app.mode = 'A';
             insert into branch values ('{t}', '{0}', 'company', 'city') on conflict do nothing;
             insert into journal_entry (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, source_kind, source_id, effective_on)
             values ('{t}', '{entry}', '{ledger}', '{0}', '{unit}', 'test', '{entry}', '2026-11-22');",
            town.city
        );
        for (line, (purpose, amount, currency)) in postings.iter().enumerate() {
            sql.push_str(&format!(
                "insert into posting values ('{t}', '{entry}', {line}, {}, '{ledger}', '{unit}', {amount}, '{currency}', '{}', 'company', 'city');",
                account(purpose),
                town.city
            ));
        }
        let result = tenant_role.batch_execute(&(sql + "commit"));
        let _ = tenant_role.batch_execute("rollback");
        result.map_err(|error| error.to_string())
    };
    assert_eq!(attempt(&[("cash", 5, "VND"), ("fee_revenue", -5, "VND")]), Ok(()));
    for unbalanced in [
        &[][..],
        &[("cash", 5, "VND")],
        &[("cash", 5, "VND"), ("fee_revenue", -4, "VND")],
        &[("cash", 5, "VND"), ("fee_revenue", -5, "EUR")],
    ] {
        let refused = attempt(unbalanced).unwrap_err();
        assert!(
            refused.contains("onedoor:unbalanced"),
            "{unbalanced:?}: {refused}"
        );
    }
    assert_eq!(world.count("journal_entry"), 1);
    // A posting added to an old entry would unbalance it just as well.
    let entry = "(select id from journal_entry limit 1)";
    let late = tenant_role.batch_execute(&format!(
        "begin; set local app.tenant_id = '{t}'; set local app.mode = 'A';
         insert into posting values ('{t}', {entry}, 9, {}, '{ledger}', '{unit}', 1, 'VND', '{}', 'company', 'city'); commit",
        account("cash"),
        town.city
    ));
    assert!(late.unwrap_err().to_string().contains("onedoor:unbalanced"));
}

/// Rule 5: the branches of an entity are its own, and each has books that balance for themselves.
#[test]
fn rule_5_the_database_refuses_an_entry_that_crosses_branches_or_is_of_anothers_branch() {
    let world = World::new();
    let town = &world.alpha;
    let (t, ledger, unit) = (town.tenant, town.primary_ledger, town.civil.id);
    world.execute(&format!(
        "insert into balancing_segment_value values ('{t}', 'company', 'port', '{}')",
        town.city
    ));
    let mut tenant_role = world.database.tenant_role();
    let begin = format!("begin; set local app.tenant_id = '{t}'; set local app.mode = 'A';");
    let mut said = |statements: String| {
        let result = tenant_role.batch_execute(&format!("{begin} {statements} commit"));
        let _ = tenant_role.batch_execute("rollback");
        result.map_err(|error| error.to_string())
    };
    let branch =
        |entity, value: &str| format!("insert into branch values ('{t}', '{entity}', 'company', '{value}');");
    let kept = [
        branch(town.city, "city"),
        branch(town.city, "port"),
        branch(town.water, "water"),
    ];
    assert_eq!(said(kept.concat()), Ok(()));
    let foreign = said(branch(town.city, "water")).unwrap_err();
    assert!(foreign.contains("onedoor:branch water"), "{foreign}");

    let entry = |postings: &[(&str, i64, LegalEntityId, &str)]| {
        let id = Uuid::now_v7();
        let mut sql = format!(
            "insert into journal_entry (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, source_kind, source_id, effective_on)
             values ('{t}', '{id}', '{ledger}', '{}', '{unit}', 'test', '{id}', '2026-11-22');",
            town.city
        );
        for (line, (purpose, amount, entity, value)) in postings.iter().enumerate() {
            sql.push_str(&format!(
                "insert into posting values ('{t}', '{id}', {line},
                    (select id from ledger_account where ledger_id = '{ledger}' and purpose = '{purpose}'),
                    '{ledger}', '{unit}', {amount}, 'VND', '{entity}', 'company', '{value}');"
            ));
        }
        sql
    };
    let city = town.city;
    let crossing = said(entry(&[
        ("cash", 5, city, "city"),
        ("fee_revenue", -5, city, "port"),
    ]))
    .unwrap_err();
    assert!(
        crossing.contains("onedoor:unbalanced") && crossing.contains("within each of its branches"),
        "{crossing}"
    );
    let in_each = [
        ("cash", 5, city, "city"),
        ("fee_revenue", -5, city, "city"),
        ("cash", 7, city, "port"),
        ("fee_revenue", -7, city, "port"),
    ];
    assert_eq!(said(entry(&in_each)), Ok(()));
    for (whose, value) in [(city, "water"), (town.water, "water")] {
        let refused = said(entry(&[
            ("cash", 5, whose, value),
            ("fee_revenue", -5, whose, value),
        ]))
        .unwrap_err();
        assert!(refused.contains("posting_is_of_"), "{refused}");
    }
    assert_eq!(world.count("journal_entry"), 1);
    // A value that is given up keeps what was posted under it, and what is taken back of that is taken back there.
    world.execute("delete from balancing_segment_value where value = 'port'");
    assert_eq!(world.count("posting where balancing_value = 'port'"), 2);
    let back = [("cash", -7, city, "port"), ("fee_revenue", 7, city, "port")];
    assert_eq!(said(entry(&back)), Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_the_journal_can_be_changed_or_taken_out() {
    let world = World::new();
    let payment = world.paid(&world.alpha).await;
    post_event(&world, &world.alpha, &payment).await.unwrap();
    let mut tenant_role = world.database.tenant_role();
    for statement in [
        "update journal_entry set memo = 'x'",
        "delete from journal_entry",
        "update posting set amount_minor = 1",
        "delete from posting",
        "truncate posting",
        "update invoice set number = 7",
        "delete from invoice",
        "delete from payment",
        "delete from invoice_series",
        "delete from gateway_callback",
        "update gateway_callback set verdict = 'settled'",
    ] {
        let result = tenant_role.batch_execute(&format!(
            "begin; set local app.tenant_id = '{}'; set local app.mode = 'A'; {statement}; commit",
            world.alpha.tenant
        ));
        let refused = result.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{statement}: {refused}");
        tenant_role.batch_execute("rollback").unwrap();
    }
}

#[test]
fn generated_entries_and_reversals_keep_every_ledger_at_zero() {
    let world = World::new();
    let town = world.alpha.clone();
    let system = town.system();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let amounts = proptest::collection::vec(-1_000_000_i64..1_000_000, 1..5);
    let step = (amounts, proptest::bool::ANY, 0_usize..2);
    let mut runner = TestRunner::new(Config {
        cases: 12,
        ..Config::default()
    });
    runner
        .run(&proptest::collection::vec(step, 1..8), |steps| {
            for (mut amounts, is_reversed, which) in steps {
                amounts.push(-amounts.iter().sum::<i64>());
                let key = civil_books(&town);
                let work = world.db.in_tenant(&system, move |tx| {
                    let mut grant = tx.authorise::<PostJournal>(key)?;
                    let ledger = grant.subject().ledgers[which].clone();
                    let accounts: Vec<LedgerAccountId> = ledger.accounts.values().copied().collect();
                    let header = EntryHeader {
                        ledger: ledger.id,
                        legal_entity: key.legal_entity,
                        unit: key.unit,
                        dossier: None,
                        source: Source::new("generated", Uuid::now_v7()),
                        effective_on: day(),
                        memo: String::new(),
                    };
                    let postings = amounts
                        .iter()
                        .zip(accounts.iter().cycle())
                        .map(|(amount, account)| Posting::new(*account, key.unit, *amount))
                        .collect();
                    // A line of nothing makes no entry; there is nothing to post then.
                    let Ok(entry) = JournalEntry::balanced(header, ledger.currency, postings) else {
                        return Ok(());
                    };
                    let posted = post(&mut grant, &entry)?;
                    if is_reversed {
                        reverse(&mut grant, posted.id, day(), "")?;
                    }
                    Ok(())
                });
                runtime.block_on(work).unwrap();
            }
            let sums =
                "(select sum(amount_minor) from posting group by ledger_id having sum(amount_minor) <> 0) s";
            assert_eq!(world.count(sums), 0);
            Ok(())
        })
        .unwrap();
    assert!(world.count("journal_entry") > 0);
}
