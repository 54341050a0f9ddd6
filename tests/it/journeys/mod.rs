//! The main job as people do it, in a browser: from a word in the search to the result, with the real parts behind it.
//!
//! One journey for each tenant in its language. Every page on the way is looked at on a telephone and on a desk; its
//! screenshots are kept under `target/journeys/<tenant>/`.

mod counter;
pub mod people;
mod story;
pub mod world;

use story::{Officer, Story, give_back, walk};

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_vietnamese() {
    walk(&AN_BINH, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoriana_in_ukrainian() {
    walk(&ZORIANA, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qinglan_in_chinese() {
    walk(&QINGLAN, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_without_scripts() {
    walk(&AN_BINH, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_back_in_cash_in_an_binh_without_scripts() {
    let who = ("minh.tran@an-binh.example", "son.dang@an-binh.example");
    give_back(&AN_BINH, who, Some("nga.ho@an-binh.example"), false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_back_in_zoriana() {
    let who = ("olena.koval@zoriana.example", "andrii.melnyk@zoriana.example");
    give_back(&ZORIANA, who, None, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_back_in_qinglan() {
    let who = ("zhao.peng@qinglan.example", "zhou.jie@qinglan.example");
    give_back(&QINGLAN, who, None, true).await;
}

/// Paid after assessment.
const AN_BINH: Story = Story {
    tenant: "an-binh",
    language: "vi",
    search: "độc thân",
    procedure: "xac-nhan-tinh-trang-hon-nhan",
    citizen: "lan.nguyen@mail.example",
    digits: "4512",
    answers: &[
        ("address", "27 đường Hòa Bình, phường Trung Tâm"),
        ("copies", "2"),
    ],
    before_payment: &[
        Officer {
            email: "minh.tran@an-binh.example",
            outcome: "accept",
        },
        Officer {
            email: "quang.vo@an-binh.example",
            outcome: "accept",
        },
    ],
    after_payment: &[Officer {
        email: "son.dang@an-binh.example",
        outcome: "approve",
    }],
    elsewhere: "thao.ly@an-binh.example",
    auditor: "van.mai@an-binh.example",
};

/// Paid before processing.
const ZORIANA: Story = Story {
    tenant: "zoriana",
    language: "uk",
    search: "місця проживання",
    procedure: "reiestratsiia-mistsia-prozhyvannia",
    citizen: "oksana.petrenko@mail.example",
    digits: "2306",
    answers: &[
        ("address", "вул. Вишнева, 3, м. Зоряне"),
        ("new_address", "вул. Садова, 7, м. Зоряне"),
        ("persons", "1"),
    ],
    before_payment: &[],
    after_payment: &[
        Officer {
            email: "olena.koval@zoriana.example",
            outcome: "accept",
        },
        Officer {
            email: "andrii.melnyk@zoriana.example",
            outcome: "approve",
        },
    ],
    elsewhere: "oleh.savchenko@zoriana.example",
    auditor: "oksana.romaniuk@zoriana.example",
};

/// Paid before processing.
const QINGLAN: Story = Story {
    tenant: "qinglan",
    language: "zh",
    search: "身份证",
    procedure: "shenfenzheng",
    citizen: "lin.xiaoyan@mail.example",
    digits: "0020",
    answers: &[
        ("address", "青岚区文昌路12号"),
        ("nationality_group", "汉族"),
        ("registered_address", "青岚区文昌路12号"),
    ],
    before_payment: &[],
    after_payment: &[
        Officer {
            email: "zhao.peng@qinglan.example",
            outcome: "accept",
        },
        Officer {
            email: "zhou.jie@qinglan.example",
            outcome: "approve",
        },
    ],
    elsewhere: "li.na@qinglan.example",
    auditor: "sun.yue@qinglan.example",
};
