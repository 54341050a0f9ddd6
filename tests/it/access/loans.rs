//! Lending a responsibility: what the lender has, at the units she chose, for its days, and nothing more.

use chrono::{Datelike, Days, NaiveDate, Utc};

use super::world::{ADMINISTRATOR, COLLEAGUE, OU1, OU2, OU3, RECEIVER, RECEIVING, World};
use crate::support::browser::{Browser, Page};

fn today() -> NaiveDate {
    Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive()
}

fn later(days: u64) -> NaiveDate {
    today().checked_add_days(Days::new(days)).unwrap()
}

struct Lending<'a> {
    responsibility: &'a str,
    borrower: &'a str,
    from: NaiveDate,
    last: NaiveDate,
    units: Vec<String>,
}

async fn lend(browser: &mut Browser, lending: &Lending<'_>) -> Page {
    let page = browser.get("/desk/access").await;
    let mut form = page.form(&["borrower"]);
    let parts = |day: NaiveDate| {
        [
            day.day().to_string(),
            day.month().to_string(),
            day.year().to_string(),
        ]
    };
    let mut set = |name: &str, value: &str| {
        form.fields.retain(|(field, _)| field != name);
        form.fields.push((name.to_owned(), value.to_owned()));
    };
    set("responsibility", lending.responsibility);
    set("borrower", lending.borrower);
    set("reason", "leave of absence");
    for (name, day) in [("from", lending.from), ("to", lending.last)] {
        for (part, value) in ["day", "month", "year"].iter().zip(parts(day)) {
            set(&format!("{name}-{part}"), &value);
        }
    }
    for unit in &lending.units {
        form.fields.push(("units".into(), unit.clone()));
    }
    browser.send_form(&form).await
}

#[tokio::test]
async fn a_colleague_works_as_the_lender_would_until_the_loan_ends() {
    let world = World::new().await;
    let profile = world.profile("two", &[OU1, OU2], "");
    world.options(&[("mo_security_profile", "user", &profile)]);
    let numbers = [OU1, OU2, OU3].map(|unit| world.dossier(unit));
    let (held, borrower) = (world.id("responsibility", RECEIVING), world.account(COLLEAGUE));
    let mut lender = world.browser(RECEIVER).await;
    let lending = Lending {
        responsibility: &held,
        borrower: &borrower,
        from: today(),
        last: later(3),
        units: vec![world.unit(OU2)],
    };
    let answer = lend(&mut lender, &lending).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let page = lender.get("/desk/access").await;
    assert!(page.words().contains("leave of absence"), "{}", page.words());

    let loan = world.word("select id::text as line from delegation");
    let mut colleague = world.browser(COLLEAGUE).await;
    let own = colleague.get("/desk/dossiers").await;
    assert_eq!(
        numbers.each_ref().map(|number| own.has(number)),
        [false, false, true]
    );
    assert!(
        own.has(&format!("loan-{loan}")),
        "the switcher offers it: {}",
        own.text()
    );
    let form = own
        .forms()
        .into_iter()
        .find(|form| form.action == "/desk/context")
        .unwrap();
    let mut chosen = form.clone();
    chosen
        .fields
        .push(("responsibility".into(), format!("loan-{loan}")));
    assert_eq!(colleague.send_form(&chosen).await.status, 303);
    let lent = colleague.get("/desk/dossiers").await;
    assert_eq!(
        numbers.each_ref().map(|number| lent.has(number)),
        [false, true, false],
        "the unit that was lent, of the two the lender has"
    );
    assert!(lent.has("Lent by") || lent.has("lent"), "{}", lent.text());

    // What she does is recorded as done under the loan.
    let page = colleague.get("/desk/access").await;
    let mut onward = page.form(&["borrower"]);
    onward
        .fields
        .retain(|(name, _)| !matches!(name.as_str(), "responsibility" | "borrower" | "reason"));
    let onward_loan = lend(
        &mut colleague,
        &Lending {
            responsibility: &held,
            borrower: &world.account("hoa.bui@an-binh.example"),
            from: today(),
            last: later(1),
            units: Vec::new(),
        },
    )
    .await;
    assert_eq!(onward_loan.status, 422, "what is lent to her is not hers to lend");
    assert!(
        onward_loan.has("your own on all of these days"),
        "{}",
        onward_loan.words()
    );

    // The lender loses it: the loan is empty in the next request, and comes back with it.
    world.change(&format!(
        "update account_responsibility set valid_to = '{}' where responsibility_id = '{held}' and account_id = '{}'",
        today(),
        world.account(RECEIVER)
    ));
    let gone = colleague.get("/desk/dossiers").await;
    assert_eq!(
        numbers.each_ref().map(|number| gone.has(number)),
        [false, false, true]
    );
    world.change(&format!(
        "update account_responsibility set valid_to = null where responsibility_id = '{held}'"
    ));
    assert!(colleague.get("/desk/dossiers").await.has(&numbers[1]));

    // The lender ends it before its day.
    let page = lender.get("/desk/access").await;
    let end = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/end"))
        .unwrap();
    let mut speechless = end.clone();
    speechless.fields.retain(|(name, _)| name != "reason");
    assert_eq!(
        lender.send_form(&speechless).await.status,
        422,
        "an end needs a reason"
    );
    let mut ended = speechless.clone();
    ended.fields.push(("reason".into(), "back at work".into()));
    let hers = colleague.get("/desk/access").await;
    let foreign = colleague.send_form(&stolen(&ended, &hers)).await;
    assert_eq!(foreign.status, 403, "only the lender ends it");
    assert_eq!(lender.send_form(&ended).await.status, 303);
    assert!(!colleague.get("/desk/dossiers").await.has(&numbers[1]));
    let kept = world.word(
        "select count(*)::text as line from change_row r join change_set s on s.id = r.change_set_id
         where r.table_name = 'delegation' and s.reason in ('leave of absence', 'back at work')",
    );
    assert_eq!(kept, "2", "both are in the history, with their reasons");
}

/// The same form with the token of somebody else's page.
fn stolen(form: &crate::support::browser::Form, page: &Page) -> crate::support::browser::Form {
    let mut form = form.clone();
    let token = page.forms()[0]
        .fields
        .iter()
        .find(|(name, _)| name == "csrf")
        .cloned()
        .unwrap();
    form.fields.retain(|(name, _)| name != "csrf");
    form.fields.push(token);
    form
}

#[tokio::test]
async fn a_loan_begins_and_ends_by_itself_and_acts_under_it_are_recorded_as_such() {
    let world = World::new().await;
    let (t, loan) = (&world.tenant, uuid::Uuid::now_v7());
    let (lender, borrower, held) = (
        world.account(RECEIVER),
        world.account(COLLEAGUE),
        world.id("responsibility", RECEIVING),
    );
    world.change(&format!(
        "insert into delegation (tenant_id, id, lender_id, borrower_id, responsibility_id, valid_from, valid_to, reason, lent_at)
         values ('{t}', '{loan}', '{lender}', '{borrower}', '{held}', '{}', '{}', 'leave', now())",
        later(1),
        later(2)
    ));
    let program = world.program(COLLEAGUE);
    let offers = async || {
        let access = world.access(&program).await;
        access["responsibilities"]
            .as_array()
            .unwrap()
            .iter()
            .any(|held| held["id"] == loan.to_string())
    };
    assert!(!offers().await, "it begins tomorrow");
    let redate = |from: NaiveDate, to: NaiveDate| {
        world.change(&format!(
            "update delegation set valid_from = '{from}', valid_to = '{to}' where id = '{loan}'"
        ));
    };
    redate(today(), later(1));
    assert!(offers().await, "its day");
    world.change(&format!(
        "update session set responsibility_id = '{held}', delegation_id = '{loan}' where account_id = '{borrower}'"
    ));
    let access = world.access(&program).await;
    assert_eq!(access["loan"], loan.to_string());
    // An act that is recorded: she lends something of her own while working under the loan.
    let mut browser = world.browser(COLLEAGUE).await;
    world.change(&format!(
        "update session set responsibility_id = '{held}', delegation_id = '{loan}' where account_id = '{borrower}'"
    ));
    let own = world.word(&format!(
        "select responsibility_id::text as line from account_responsibility where account_id = '{borrower}' limit 1"
    ));
    let answer = lend(
        &mut browser,
        &Lending {
            responsibility: &own,
            borrower: &lender,
            from: today(),
            last: later(1),
            units: Vec::new(),
        },
    )
    .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    assert_eq!(
        world.word("select actor as line from audit_entry where verb = 'responsibility.lend'"),
        format!("staff:{borrower}:{held}:{loan}")
    );
    redate(later(0).checked_sub_days(Days::new(5)).unwrap(), today());
    assert!(!offers().await, "it is over by itself");
    assert_ne!(world.access(&program).await["loan"], loan.to_string());
}

#[tokio::test]
async fn what_she_may_not_do_or_not_there_or_not_then_she_cannot_lend() {
    let world = World::new().await;
    let (held, borrower) = (world.id("responsibility", RECEIVING), world.account(COLLEAGUE));
    let mut lender = world.browser(RECEIVER).await;
    let fits = || Lending {
        responsibility: &held,
        borrower: &borrower,
        from: today(),
        last: later(3),
        units: Vec::new(),
    };
    let foreign = world.id("responsibility", "phe-duyet-tu-phap");
    let herself = world.account(RECEIVER);
    let citizen = world.word("select id::text as line from account where kind = 'citizen' limit 1");
    let cases = [
        (
            Lending {
                responsibility: &foreign,
                ..fits()
            },
            "your own on all of these days",
        ),
        (
            Lending {
                units: vec![world.unit(OU3)],
                ..fits()
            },
            "units that the responsibility opens",
        ),
        (
            Lending {
                borrower: &herself,
                ..fits()
            },
            "a colleague of your business group",
        ),
        (
            Lending {
                borrower: &citizen,
                ..fits()
            },
            "a colleague of your business group",
        ),
        (
            Lending {
                from: later(3),
                last: today(),
                ..fits()
            },
            "must not be before the first",
        ),
        (
            Lending {
                last: later(500),
                ..fits()
            },
            "366 days at most",
        ),
    ];
    for (lending, told) in &cases {
        let answer = lend(&mut lender, lending).await;
        assert_eq!(answer.status, 422);
        assert!(answer.has(told), "{told}: {}", answer.words());
        assert!(answer.has("leave of absence"), "what was typed stays");
    }
    // A responsibility that ends before the loan would.
    world.change(&format!(
        "update account_responsibility set valid_to = '{}' where responsibility_id = '{held}'",
        later(2)
    ));
    let answer = lend(&mut lender, &fits()).await;
    assert!(answer.status == 422 && answer.has("your own on all of these days"));
    assert_eq!(
        lend(
            &mut lender,
            &Lending {
                last: later(1),
                ..fits()
            }
        )
        .await
        .status,
        303
    );
    let twice = lend(
        &mut lender,
        &Lending {
            last: later(1),
            ..fits()
        },
    )
    .await;
    assert!(
        twice.status == 422 && twice.has("lent to this colleague"),
        "{}",
        twice.words()
    );
    assert_eq!(world.word("select count(*)::text as line from delegation"), "1");
}

#[tokio::test]
async fn a_loan_made_by_mistake_is_taken_back_in_the_history() {
    let world = World::new().await;
    let profile = world.profile("two", &[OU1, OU2], "");
    world.options(&[("mo_security_profile", "user", &profile)]);
    let lending = Lending {
        responsibility: &world.id("responsibility", RECEIVING),
        borrower: &world.account(COLLEAGUE),
        from: today(),
        last: later(3),
        units: vec![world.unit(OU2)],
    };
    assert_eq!(
        lend(&mut world.browser(RECEIVER).await, &lending).await.status,
        303
    );
    let change = world.word(
        "select c.change_set_id::text as line from change_row c where c.table_name = 'delegation' and c.before is null",
    );
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let mut form = administrator
        .get(&format!("/admin/history/{change}/undo"))
        .await
        .form(&["reason"]);
    form.fields.retain(|(name, _)| name != "reason");
    form.fields.push(("reason".into(), "the wrong colleague".into()));
    let answer = administrator.send_form(&form).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    assert_eq!(world.word("select count(*)::text as line from delegation"), "0");
}
