//! What a program makes, without a word about invoices and accounts, is code that is whole, and its plan changes nothing.

use onedoor::authority::organisation::change::{Called, Change, EntityCard, Equipment, Kind};
use uuid::Uuid;

use super::edits::Codes;
use super::office::{Came, Office, Way, small};
use super::together::id;
use super::{name, today};
use crate::support::server::{Setting, TestServer};

fn called(code: &str) -> Called {
    Called {
        code: code.to_owned(),
        name: name(&format!("Tên {code}")),
    }
}

struct Desk {
    server: TestServer,
    office: Office,
}

impl Desk {
    async fn open() -> Self {
        let server = TestServer::of(vec![small("whole")], Setting::default()).await;
        let tenant = crate::isolation::lines(
            &mut server.database.superuser(),
            "select id::text as line from tenant where slug = 'whole'",
        );
        let db = server.database.db();
        let office = Office::open(&server, "whole", tenant[0].parse().unwrap(), &db).await;
        Self { server, office }
    }

    fn id(&self, table: &str, code: &str) -> Uuid {
        id(&self.server, table, code)
    }

    async fn made(&mut self, change: Change) {
        assert_eq!(self.office.by_api(&change).await, Came::Made, "{change:?}");
        self.is_whole(&change).await;
    }

    async fn refused(&mut self, change: Change, rule: &str) {
        let came = self.office.by_api(&change).await;
        assert_eq!(came, Came::Refused(rule.to_owned()), "{change:?}");
    }

    async fn is_whole(&self, after: &Change) {
        let differs = self.office.differs_from_its_export().await;
        assert_eq!(differs, None, "after {after:?}");
        let problems = self.office.is_not_whole().await;
        assert_eq!(problems, None, "after {after:?}");
    }
}

#[tokio::test]
async fn an_entity_without_invoices_and_a_ledger_without_accounts_are_code_that_is_whole() {
    let mut desk = Desk::open().await;
    desk.made(Change::AddSetup {
        called: called("second"),
        ledger: called("second-ledger"),
        currency: "VND".to_owned(),
        value_set: "don-vi".to_owned(),
    })
    .await;
    desk.made(Change::AddEntity {
        group: desk.id("business_group", "ubnd-tinh"),
        ledger: desk.id("ledger", "second-ledger"),
        called: called("bare"),
        registration_kind: "mst".to_owned(),
        registration_number: "9900111118".to_owned(),
        value: "909".to_owned(),
    })
    .await;
    let bare = desk.id("legal_entity", "bare");
    // It may have an address all the same; and invoices later, with somebody who answers for them.
    let mut card = EntityCard {
        address: name("1 Lê Lợi"),
        city: "An Bình".to_owned(),
        ..EntityCard::default()
    };
    desk.made(Change::DescribeEntity {
        entity: bare,
        card: card.clone(),
    })
    .await;
    card.invoice_series = "9C{YY}TBA".to_owned();
    let unanswered = Change::DescribeEntity {
        entity: bare,
        card: card.clone(),
    };
    let came = desk.office.by_api(&unanswered).await;
    assert_eq!(came, Came::Refused("forms-problem-missing".to_owned()));
    // Nor can anything be booked in a ledger without accounts.
    card.email = "ke-toan@an-binh.example".to_owned();
    let unbooked = Change::DescribeEntity { entity: bare, card };
    let came = desk.office.by_api(&unbooked).await;
    assert_eq!(came, Came::Refused("admin-change-series-no-accounts".to_owned()));
    // Whoever signs for a fee cannot give its series up.
    let silent = Change::DescribeEntity {
        entity: desk.id("legal_entity", "so-tu-phap"),
        card: EntityCard::default(),
    };
    let came = desk.office.by_api(&silent).await;
    assert_eq!(came, Came::Refused("admin-change-series-needed".to_owned()));
}

/// What a closed entity has it keeps, whichever way asks for it: its books are read by its values.
#[tokio::test]
async fn a_value_of_a_closed_entity_is_given_to_no_other() {
    let mut desk = Desk::open().await;
    desk.made(Change::AddEntity {
        group: desk.id("business_group", "ubnd-tinh"),
        ledger: desk.id("ledger", "so-cai"),
        called: called("brief"),
        registration_kind: "mst".to_owned(),
        registration_number: "9900111118".to_owned(),
        value: "909".to_owned(),
    })
    .await;
    let brief = desk.id("legal_entity", "brief");
    desk.made(Change::Close {
        kind: Kind::LegalEntity,
        id: brief,
        dossiers_to: None,
    })
    .await;
    let ward = desk.id("legal_entity", "phuong-trung-tam");
    let taken = Change::AddValue {
        entity: ward,
        value: "909".to_owned(),
    };
    let codes = Codes::from([(ward, "phuong-trung-tam".to_owned())]);
    for way in [Way::Page, Way::Api, Way::Code] {
        let (way, came) = desk.office.send(way, &taken, &codes, today()).await;
        let rule = Came::Refused("rule-value-belongs-to-one-entity".to_owned());
        assert_eq!(came, rule, "{way:?}");
    }
    desk.is_whole(&taken).await;
}

#[tokio::test]
async fn what_is_renamed_ended_and_moved_comes_back_as_it_is() {
    let mut desk = Desk::open().await;
    desk.made(Change::Rename {
        kind: Kind::CostCentre,
        id: desk.id("cost_centre", "cc-tu-phap"),
        name: name("Quầy mới"),
    })
    .await;
    desk.made(Change::AddGroup {
        called: called("brief"),
    })
    .await;
    desk.made(Change::Close {
        kind: Kind::BusinessGroup,
        id: desk.id("business_group", "brief"),
        dossiers_to: None,
    })
    .await;
    // The unit goes on with its procedure, without the hall that it took the dossiers in.
    let (from, entity) = (
        desk.id("operating_unit", "mot-cua-co-so"),
        desk.id("legal_entity", "phuong-trung-tam"),
    );
    desk.made(Change::SplitUnit {
        from,
        called: called("apart"),
        number_code: "9.9".to_owned(),
        entity,
        halls: vec![desk.id("service_hall", "mot-cua-trung-tam")],
        dossiers: onedoor::authority::organisation::change::Dossiers::Stay,
    })
    .await;
    let unit = desk.id("operating_unit", "apart");
    desk.made(Change::MergeUnits {
        from: unit,
        into: from,
    })
    .await;
    // Somebody works in a hall that ends.
    desk.made(Change::Close {
        kind: Kind::ServiceHall,
        id: desk.id("service_hall", "mot-cua-doi-che"),
        dossiers_to: None,
    })
    .await;
    desk.made(Change::EquipHall {
        hall: desk.id("service_hall", "mot-cua-trung-tam"),
        equipment: Equipment::default(),
    })
    .await;
}

#[tokio::test]
async fn a_unit_may_end_that_a_profile_opens_alone() {
    let mut desk = Desk::open().await;
    let close = |kind: Kind, id: Uuid| Change::Close {
        kind,
        id,
        dossiers_to: None,
    };
    desk.made(close(Kind::ServiceHall, desk.id("service_hall", "quay-dat-dai")))
        .await;
    desk.made(close(
        Kind::OperatingUnit,
        desk.id("operating_unit", "dang-ky-dat-dai"),
    ))
    .await;
}

#[tokio::test]
async fn what_a_program_says_loosely_is_kept_as_a_form_would_have_sent_it() {
    let mut desk = Desk::open().await;
    let entity = desk.id("legal_entity", "so-tu-phap");
    // A street that is said in another language alone is none that an invoice bears.
    let mut card = EntityCard {
        address: name(" 1 Lê Lợi "),
        city: " An Bình".to_owned(),
        country: "VN".to_owned(),
        invoice_series: "9C{YY}TTP".to_owned(),
        email: "ke-toan@an-binh.example".to_owned(),
        ..EntityCard::default()
    };
    desk.made(Change::DescribeEntity {
        entity,
        card: card.clone(),
    })
    .await;
    card.country = "Vietnam".to_owned();
    let abroad = Change::DescribeEntity { entity, card };
    let came = desk.office.by_api(&abroad).await;
    assert_eq!(came, Came::Refused("forms-problem-not-an-option".to_owned()));
    desk.made(Change::EquipHall {
        hall: desk.id("service_hall", "trung-tam-hcc"),
        equipment: Equipment {
            address: name(" 2 Lê Lợi "),
            hours: name("  "),
            capabilities: ["takes_cash", "issues_tickets", "takes_cash"]
                .map(str::to_owned)
                .to_vec(),
        },
    })
    .await;
    let mut spaced = called("spaced");
    spaced.name = name("  Nhóm mới ");
    desk.made(Change::AddGroup { called: spaced }).await;
}

/// A key of the database holds less than three thousand letters; whoever sends more is told so, and not that something broke.
#[tokio::test]
async fn what_cannot_be_kept_is_refused_in_words() {
    let mut desk = Desk::open().await;
    let (ward, hall) = (
        desk.id("legal_entity", "phuong-trung-tam"),
        desk.id("service_hall", "trung-tam-hcc"),
    );
    let long: String = (0..3000_u32)
        .map(|at| char::from(b'a' + u8::try_from((at * at + 7 * at) % 25).unwrap()))
        .collect();
    for value in ["", "4 2", &long] {
        let change = Change::AddValue {
            entity: ward,
            value: value.to_owned(),
        };
        desk.refused(change, "admin-change-bad-value").await;
    }
    let change = Change::AddCentreValue {
        value_set: long,
        company_value: "010".to_owned(),
        called: called("any"),
    };
    desk.refused(change, "forms-problem-not-an-option").await;
    let change = Change::AddPart {
        hall,
        part: "tower".to_owned(),
        called: called("tower"),
    };
    desk.refused(change, "forms-problem-not-an-option").await;
    let mut bad = called("third");
    bad.code = "Not A Code".to_owned();
    let change = Change::AddSetup {
        called: called("third"),
        ledger: bad,
        currency: "VND".to_owned(),
        value_set: "don-vi".to_owned(),
    };
    desk.refused(change, "admin-change-bad-code").await;
    // A group brings the profile of its name, and that name may be another profile's.
    let change = Change::AddGroup {
        called: called(&profile_beside_groups(&desk)),
    };
    desk.refused(change, "rule-code-is-unique").await;
}

/// The code of a security profile that is not a group's.
fn profile_beside_groups(desk: &Desk) -> String {
    let codes = crate::isolation::lines(
        &mut desk.server.database.superuser(),
        "select code as line from security_profile p where not exists (select from business_group g where g.code = p.code)",
    );
    codes[0].clone()
}
