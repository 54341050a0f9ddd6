use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant as Clock;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::*;
use crate::kernel::locale::Language;
use crate::kernel::money::{Currency, Money};
use crate::services::billing::ubl;

fn press() -> Option<&'static Press> {
    static PRESS: OnceLock<Press> = OnceLock::new();
    let press =
        PRESS.get_or_init(|| Press::open(&["/usr/share/fonts"], Path::new("templates/documents")).unwrap());
    let complete = press.missing_families().is_empty();
    if !complete {
        eprintln!(
            "skipped: this machine lacks the typefaces {:?}",
            press.missing_families()
        );
    }
    complete.then_some(press)
}

fn texts() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    TEXTS.get_or_init(|| Texts::load(Path::new("locales")).unwrap())
}

/// A jurisdiction to print for: country, language, and words in that language.
struct Place {
    language: Language,
    country: &'static str,
    zone: Tz,
    currency: Currency,
    colour: &'static str,
    accent: &'static str,
    tenant: &'static str,
    over: &'static str,
    body: &'static str,
    city: &'static str,
    person: &'static str,
    address: &'static str,
    officer: &'static str,
    title: &'static str,
    procedure: &'static str,
    heading: &'static str,
    fee: &'static str,
    papers: [&'static str; 3],
    limit: &'static str,
    reason: &'static str,
    decision: &'static str,
    statements: [(&'static str, &'static str); 4],
}

const PLACES: [Place; 4] = [
    Place {
        language: Language::Vi,
        country: "VN",
        zone: Tz::Asia__Ho_Chi_Minh,
        currency: Currency::Vnd,
        colour: "#9a1b22",
        accent: "#e0a526",
        tenant: "Tỉnh An Bình",
        over: "Ủy ban nhân dân tỉnh An Bình",
        body: "Ủy ban nhân dân phường Trung Tâm",
        city: "Trung Tâm",
        person: "Nguyễn Thị Thu Hương",
        address: "Số 27 ngõ 112 đường Trần Phú, phường Trung Tâm, tỉnh An Bình",
        officer: "Đặng Quốc Khánh",
        title: "Phó Chủ tịch",
        procedure: "Cấp giấy xác nhận tình trạng hôn nhân",
        heading: "Giấy xác nhận tình trạng hôn nhân",
        fee: "Lệ phí cấp giấy xác nhận tình trạng hôn nhân",
        papers: [
            "Tờ khai theo mẫu",
            "Bản sao căn cước công dân",
            "Trích lục quyết định ly hôn của Tòa án",
        ],
        limit: "3 ngày làm việc",
        reason: "Trích lục quyết định ly hôn chưa có xác nhận hiệu lực của Tòa án. Theo quy định, giấy tờ chứng minh việc chấm dứt hôn nhân phải là bản đã có hiệu lực pháp luật.",
        decision: "Hiện tại chưa đăng ký kết hôn với ai. Giấy này được cấp để làm thủ tục kết hôn.",
        statements: [
            ("Ngày sinh", "14/03/1994"),
            ("Dân tộc", "Kinh"),
            ("Số định danh cá nhân", "001194012345"),
            (
                "Nơi cư trú",
                "Số 27 ngõ 112 đường Trần Phú, phường Trung Tâm, tỉnh An Bình",
            ),
        ],
    },
    Place {
        language: Language::Uk,
        country: "UA",
        zone: Tz::Europe__Kyiv,
        currency: Currency::Uah,
        colour: "#14506b",
        accent: "#d8a52b",
        tenant: "Зоряна область",
        over: "Зоряна обласна адміністрація",
        body: "Департамент адміністративних послуг",
        city: "Зоряне",
        person: "Оксана Їжакевич-Ґалаґан",
        address: "вул. Є. Чикаленка, 14, кв. 8, м. Зоряне, 00400",
        officer: "Ігор Щербак",
        title: "Начальник відділу",
        procedure: "Видача витягу з реєстру територіальної громади",
        heading: "Витяг з реєстру територіальної громади",
        fee: "Плата за адміністративну послугу",
        papers: [
            "Заява встановленого зразка",
            "Копія паспорта громадянина",
            "Документ, що підтверджує право власності",
        ],
        limit: "5 робочих днів",
        reason: "У поданій копії документа про право власності не читається номер запису. Просимо надати чіткий скан усіх сторінок.",
        decision: "Задеклароване місце проживання особи підтверджується на день видачі витягу.",
        statements: [
            ("Дата народження", "14.03.1994"),
            ("РНОКПП", "3440112345"),
            ("Громадянство", "України"),
            (
                "Зареєстроване місце проживання",
                "вул. Є. Чикаленка, 14, кв. 8, м. Зоряне",
            ),
        ],
    },
    Place {
        language: Language::Zh,
        country: "CN",
        zone: Tz::Asia__Shanghai,
        currency: Currency::Cny,
        colour: "#b4151c",
        accent: "#d9a441",
        tenant: "清澜区",
        over: "清澜区人民政府",
        body: "清澜区行政审批局",
        city: "",
        person: "欧阳雨桐",
        address: "清澜区湖滨街道杨柳路88号3栋1单元502室",
        officer: "赵明远",
        title: "清澜区行政审批局",
        procedure: "食品经营许可证核发",
        heading: "准予行政许可决定书",
        fee: "证照工本费",
        papers: [
            "食品经营许可申请书",
            "营业执照复印件",
            "与食品经营相适应的主要设备设施布局图",
        ],
        limit: "7个工作日",
        reason: "设备设施布局图未标注操作流程走向，且缺少冷藏设备位置。请补充完整后重新提交。",
        decision: "经审查，申请符合法定条件和标准，决定准予行政许可，有效期五年。",
        statements: [
            ("经营者名称", "清澜区桐记茶点铺"),
            ("统一社会信用代码", "92330100MA2CCN1X8Q"),
            ("经营场所", "清澜区湖滨街道杨柳路88号一层"),
            ("许可项目", "热食类食品制售；自制饮品制售"),
        ],
    },
    Place {
        language: Language::En,
        country: "VN",
        zone: Tz::Asia__Ho_Chi_Minh,
        currency: Currency::Vnd,
        colour: "#9a1b22",
        accent: "#e0a526",
        tenant: "An Binh Province",
        over: "People's Committee of An Binh Province",
        body: "People's Committee of Trung Tam Ward",
        city: "Trung Tam",
        person: "Margaret O'Sullivan-Featherstonehaugh",
        address: "27/112 Tran Phu Street, Trung Tam Ward, An Binh Province",
        officer: "Dang Quoc Khanh",
        title: "Vice Chair",
        procedure: "Confirmation of marital status",
        heading: "Confirmation of marital status",
        fee: "Fee for a confirmation of marital status",
        papers: [
            "Declaration on the form",
            "Copy of the identity card",
            "Extract of the court's decision on divorce",
        ],
        limit: "3 working days",
        reason: "The extract of the decision on divorce does not bear the court's confirmation that it is final.",
        decision: "Is at present not married to anyone. Issued for the purpose of marriage.",
        statements: [
            ("Date of birth", "14 March 1994"),
            ("Nationality", "Viet Nam"),
            ("Personal number", "001194012345"),
            ("Place of residence", "27/112 Tran Phu Street, Trung Tam Ward"),
        ],
    },
];

fn at(hour: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2026, 11, 22)
        .unwrap()
        .and_hms_opt(hour, 5, 0)
        .unwrap()
        .and_utc()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 4).unwrap()
}

fn signer(place: &Place) -> Signer {
    Signer {
        name: place.officer.to_owned(),
        title: place.title.to_owned(),
    }
}

fn bodies(place: &Place) -> Vec<Body> {
    let amount = |minor| Money::new(minor, place.currency);
    vec![
        Body::Acknowledgement {
            papers: place
                .papers
                .map(|name| HandedIn {
                    name: name.to_owned(),
                    count: 1,
                })
                .to_vec(),
            limit: place.limit.to_owned(),
            received_at: at(3),
            due_at: Some(at(9)),
            collect_at: place.body.to_owned(),
            receiver: (place.language != Language::En).then(|| signer(place)),
        },
        Body::Supplement {
            reason: place.reason.to_owned(),
            wanted: place.papers.map(str::to_owned).to_vec(),
            respond_by: Some(day()),
            officer: signer(place),
        },
        Body::Refusal {
            reason: place.reason.to_owned(),
            legal_basis: None,
            officer: signer(place),
        },
        Body::Result {
            heading: place.heading.to_owned(),
            sentence: place.decision.to_owned(),
            legal_basis: Vec::new(),
            statements: place
                .statements
                .map(|(label, value)| Statement {
                    label: label.to_owned(),
                    value: value.to_owned(),
                })
                .to_vec(),
            decision: None,
            valid_until: Some(day()),
            signer: signer(place),
        },
        Body::Receipt {
            registration: Some("0101234567".to_owned()),
            lines: vec![ReceiptLine {
                name: place.fee.to_owned(),
                amount: amount(1_250_000),
            }],
            total: amount(1_250_000),
            paid_at: at(4),
            means: if place.country == "CN" {
                PaidBy::Cash
            } else {
                PaidBy::Online
            },
            reference: "PAY-7Q2M-4F".to_owned(),
            cashier: (place.country == "CN").then(|| signer(place)),
        },
        Body::Invoice {
            document: invoice(place),
        },
        Body::CreditNote {
            document: ubl::InvoiceDocument {
                kind: ubl::DocumentKind::CreditNote,
                number: "00000013".to_owned(),
                preceding: vec![ubl::Preceding {
                    number: "1C26TAA-00000012".to_owned(),
                    issued_on: Some(day()),
                }],
                notes: vec![place.reason.to_owned()],
                prepaid_minor: 0,
                ..invoice(place)
            },
        },
    ]
}

fn invoice(place: &Place) -> ubl::InvoiceDocument {
    let party = |name: &str, address: &str| ubl::Party {
        name: name.to_owned(),
        registration: Some("0101234567".to_owned()),
        tax_number: Some("0101234567".to_owned()),
        address: ubl::Address {
            street: address.to_owned(),
            country: place.country.to_owned(),
            ..Default::default()
        },
        email: Some("contact@example.org".to_owned()),
        ..Default::default()
    };
    let line = |name: &str, quantity: i64, unit_price_minor| ubl::InvoiceLine {
        name: name.to_owned(),
        description: None,
        code: None,
        quantity: Decimal::from(quantity),
        unit: "C62".to_owned(),
        unit_price_minor,
        vat: ubl::Vat::Standard { rate: Decimal::TEN },
    };
    ubl::InvoiceDocument {
        kind: ubl::DocumentKind::Invoice,
        customisation: ubl::CUSTOMISATION_EN16931.to_owned(),
        process: None,
        series: "1C26TAA".to_owned(),
        number: "00000012".to_owned(),
        issued_on: day(),
        due_on: None,
        currency: place.currency,
        notes: Vec::new(),
        buyer_reference: None,
        dossier: Some("H99.01-261122-0001".to_owned()),
        preceding: Vec::new(),
        seller: party(place.body, place.address),
        buyer: party(place.person, place.address),
        payment: None,
        payment_terms: None,
        lines: vec![line(place.fee, 1, 1_000_000), line(place.papers[0], 2, 125_000)],
        prepaid_minor: 1_375_000,
    }
}

fn paper(place: &Place, body: Body) -> Paper {
    Paper {
        language: place.language,
        zone: place.zone,
        letterhead: Letterhead {
            style: HeadStyle::of_country(place.country),
            over: place.over.to_owned(),
            body: place.body.to_owned(),
            place: place.city.to_owned(),
            tenant: place.tenant.to_owned(),
            colour: place.colour.to_owned(),
            accent: place.accent.to_owned(),
        },
        number: match body.kind() {
            PaperKind::Acknowledgement => None,
            PaperKind::Invoice => Some("1C26TAA-00000012".to_owned()),
            PaperKind::CreditNote => Some("1C26TAA-00000013".to_owned()),
            _ => Some("0123/2026/XN-TT".to_owned()),
        },
        made_at: at(5),
        dossier: "H99.01-261122-0001".to_owned(),
        procedure: place.procedure.to_owned(),
        applicant: Applicant {
            name: place.person.to_owned(),
            address: Some(place.address.to_owned()),
            telephone: Some("0912 345 678".to_owned()),
            email: Some("applicant@example.org".to_owned()),
        },
        proof: Proof {
            address: "http://an-binh.localhost:8080/verify/H99.01-261122-0001".to_owned(),
            code: "H99.01-261122-0001".to_owned(),
        },
        body,
    }
}

fn emblem(place: &Place) -> Option<Vec<u8>> {
    let slug = match place.country {
        "UA" => "zoriana",
        "CN" => "qinglan",
        _ => "an-binh",
    };
    std::fs::read(Path::new("tenants").join(slug).join("emblem.svg")).ok()
}

/// Prints every kind in every language into `target/papers`, where a person can look at them.
#[test]
fn every_paper_prints_on_one_page_in_every_language() {
    let Some(press) = press() else { return };
    let folder = PathBuf::from("target/papers");
    std::fs::create_dir_all(&folder).unwrap();
    let mut pages = Vec::new();
    for place in &PLACES {
        let emblem = emblem(place);
        for body in bodies(place) {
            let paper = paper(place, body);
            let started = Clock::now();
            let printed = print(press, texts(), &paper, emblem.as_deref()).unwrap();
            let name = format!("{}-{}", paper.body.kind().word(), place.language);
            println!("{name}: {:?}, {} bytes", started.elapsed(), printed.pdf.len());
            std::fs::write(folder.join(format!("{name}.pdf")), &printed.pdf).unwrap();
            assert!(
                String::from_utf8_lossy(&printed.pdf).contains("pdfaid:part"),
                "{name} is not archivable"
            );
            pages.extend((printed.pages != 1).then_some((name.clone(), printed.pages)));
            let again = print(press, texts(), &paper, emblem.as_deref()).unwrap();
            assert_eq!(again, printed, "{name} differs the second time");
        }
    }
    assert!(pages.is_empty(), "these papers run over: {pages:?}");
}

#[test]
fn a_paper_is_kept_as_it_was() {
    for place in &PLACES {
        for body in bodies(place) {
            let paper = paper(place, body);
            let kept: Paper = serde_json::from_value(serde_json::to_value(&paper).unwrap()).unwrap();
            assert_eq!(kept, paper);
        }
    }
}

#[test]
fn no_text_of_a_paper_is_missing() {
    for place in &PLACES {
        for body in bodies(place) {
            let paper = paper(place, body);
            let sheet = serde_json::to_string(&layout::lay_out(texts(), &paper, true)).unwrap();
            assert!(
                !sheet.contains('\u{27e6}'),
                "{} in {}: {sheet}",
                paper.body.kind().word(),
                place.language
            );
        }
    }
}
