//! Sample views. Every name, number and place is made up.

use chrono::{DateTime, NaiveDate, Utc};
use onedoor::kernel::locale::Language;
use onedoor::kernel::money::{Currency, Money};
use onedoor::surfaces::portal::views::*;
use onedoor::surfaces::web::views::*;

/// The sample in the language: vi, uk, zh, en.
pub fn say(language: Language, words: [&str; 4]) -> String {
    let at = match language {
        Language::Vi => 0,
        Language::Uk => 1,
        Language::Zh => 2,
        Language::En => 3,
    };
    words[at].to_owned()
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An amount in the money of the tenant that is shown in this language.
pub fn money(language: Language, thousands: i64) -> Money {
    match language {
        Language::Vi | Language::En => Money::new(thousands * 1000, Currency::Vnd),
        Language::Uk => Money::new(thousands * 242, Currency::Uah),
        Language::Zh => Money::new(thousands * 100, Currency::Cny),
    }
}

pub fn working_days(count: i64) -> Limit {
    Limit {
        count,
        unit: LimitUnit::WorkingDays,
    }
}

fn card(language: Language, name: [&str; 4], level: Level, limit: Limit, fee: Fee) -> ProcedureCard {
    ProcedureCard {
        name: say(language, name),
        url: "/procedures/sample".into(),
        summary: None,
        agency: None,
        level,
        limit,
        fee,
        apply_url: (level != Level::Counter).then(|| "/apply/sample".into()),
    }
}

pub fn cards(language: Language) -> Vec<ProcedureCard> {
    let same_day = Limit {
        count: 0,
        unit: LimitUnit::SameDay,
    };
    vec![
        card(
            language,
            [
                "Đăng ký khai sinh",
                "Державна реєстрація народження",
                "出生医学证明首次签发",
                "Registration of birth",
            ],
            Level::Full,
            same_day,
            Fee::Free,
        ),
        card(
            language,
            [
                "Đăng ký thành lập hộ kinh doanh",
                "Державна реєстрація ФОП",
                "个体工商户设立登记",
                "Registration of a household business",
            ],
            Level::Full,
            working_days(3),
            Fee::Fixed(money(language, 100)),
        ),
        card(
            language,
            [
                "Cấp giấy phép xây dựng nhà ở riêng lẻ",
                "Призначення житлової субсидії",
                "农村村民住宅建设许可",
                "Building permit for a dwelling",
            ],
            Level::Partial,
            working_days(15),
            Fee::Fixed(money(language, 75)),
        ),
        card(
            language,
            [
                "Đăng ký biến động quyền sử dụng đất",
                "Витяг із земельного кадастру",
                "不动产转移登记",
                "Change of land-use rights",
            ],
            Level::Partial,
            working_days(10),
            Fee::From(money(language, 28)),
        ),
        card(
            language,
            [
                "Cấp lại thẻ bảo hiểm y tế",
                "Вклеювання фото до паспорта",
                "社会保障卡补领",
                "Replacement of a health insurance card",
            ],
            Level::Counter,
            working_days(2),
            Fee::Free,
        ),
        card(
            language,
            [
                "Cấp phiếu lý lịch tư pháp số 1",
                "Довідка про взяття на облік ВПО",
                "食品经营许可核发",
                "Criminal record certificate",
            ],
            Level::Full,
            Limit {
                count: 30,
                unit: LimitUnit::CalendarDays,
            },
            Fee::Formula(()),
        ),
    ]
}

pub fn halls(language: Language) -> Vec<HallCard> {
    vec![HallCard {
        name: say(
            language,
            [
                "Trung tâm hành chính công tỉnh",
                "ЦНАП міста Зоряне",
                "青岚区政务服务中心",
                "Provincial service centre",
            ],
        ),
        address: say(
            language,
            [
                "Số 1 đường Hòa Bình, phường Trung Tâm",
                "площа Миру, 1",
                "和平路1号",
                "1 Hòa Bình Street",
            ],
        ),
        hours: Some(say(
            language,
            [
                "Thứ Hai–Thứ Sáu 7:30–17:00",
                "Пн–Сб 8:00–20:00",
                "周一至周五 9:00–17:00",
                "Mon–Fri 7:30–17:00",
            ],
        )),
        phone: Some("1022".into()),
    }]
}

pub fn home(language: Language) -> Home {
    let event = |icon: &str, name: [&str; 4], count| LifeEvent {
        name: say(language, name),
        icon: icon.into(),
        url: "/search?event=x".into(),
        count,
    };
    Home {
        procedures_count: 36,
        popular_searches: cards(language)
            .into_iter()
            .take(3)
            .map(|card| Link::new(card.name, "/search?q=x"))
            .collect(),
        life_events: vec![
            event(
                "baby",
                ["Có con nhỏ", "Народження дитини", "生育收养", "Having a child"],
                3,
            ),
            event(
                "graduation-cap",
                ["Học tập", "Освіта", "入学升学", "Education"],
                1,
            ),
            event(
                "briefcase-business",
                [
                    "Mở doanh nghiệp",
                    "Власна справа",
                    "开办企业",
                    "Starting a business",
                ],
                5,
            ),
            event(
                "house",
                ["Nhà ở, đất đai", "Житло і земля", "住房安居", "Home and land"],
                22,
            ),
            event(
                "heart-handshake",
                [
                    "Kết hôn, gia đình",
                    "Шлюб і родина",
                    "婚姻登记",
                    "Marriage and family",
                ],
                4,
            ),
            event(
                "car",
                ["Xe cộ, lái xe", "Авто і водії", "交通出行", "Cars and driving"],
                2,
            ),
            event(
                "stethoscope",
                [
                    "Sức khỏe, bảo hiểm",
                    "Здоров’я",
                    "医疗卫生",
                    "Health and insurance",
                ],
                11,
            ),
            event(
                "hand-heart",
                [
                    "Người có công, trợ giúp xã hội",
                    "Соціальний захист",
                    "社会救助",
                    "Support",
                ],
                6,
            ),
        ],
        procedures: cards(language),
        results: Some(MonthResults {
            on_time_percent: say(language, ["98,2", "97,6", "98.2", "98.2"]),
            online_percent: say(language, ["71,5", "68,3", "71.5", "71.5"]),
            received: 14_210,
            completed: 12_480,
        }),
        halls: halls(language),
        news: vec![NewsItem {
            date: day("2026-11-20"),
            title: say(
                language,
                [
                    "Nghỉ bảo trì hệ thống thanh toán từ 22:00 đến 23:30",
                    "Технічні роботи в системі оплати з 22:00 до 23:30",
                    "缴费系统 22:00 至 23:30 维护",
                    "Payments pause for maintenance, 22:00–23:30",
                ],
            ),
            url: None,
        }],
    }
}
