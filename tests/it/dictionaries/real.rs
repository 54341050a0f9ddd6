//! Real divisions, when `ONEDOOR_SHARED_DATA` says where they lie: provinces and communes of a whole country.

use std::path::PathBuf;
use std::time::Instant;

use super::{import, publish};
use crate::support::server::TestServer;

fn field(line: &str, at: usize) -> &str {
    line.split(',').nth(at).unwrap_or_default()
}

/// The published list as the administrator's page takes it.
fn divisions(folder: &std::path::Path) -> String {
    let read = |name: &str| std::fs::read_to_string(folder.join("vn-divisions").join(name)).unwrap();
    let mut list = "code,parent,name_vi,name_en\n".to_owned();
    for line in read("vn_provinces_2025.csv").lines().skip(1) {
        list += &format!("{},,{},{}\n", field(line, 0), field(line, 2), field(line, 3));
    }
    for line in read("vn_wards_2025.csv").lines().skip(1) {
        let (code, above) = (field(line, 0), field(line, 1));
        list += &format!("{code},{above},{},{}\n", field(line, 3), field(line, 4));
    }
    list
}

#[tokio::test]
async fn every_division_of_a_country_is_one_dictionary() {
    let Some(folder) = std::env::var_os("ONEDOOR_SHARED_DATA").map(PathBuf::from) else {
        eprintln!("skipped: ONEDOOR_SHARED_DATA does not say where the divisions lie");
        return;
    };
    let list = divisions(&folder);
    let count = list.lines().count() - 1;
    assert!(count > 3_000, "{count}");
    let server = TestServer::start().await;
    let mut administrator = super::administrator(&server).await;
    let page = administrator.get("/admin/dictionaries?lang=en").await;
    let made = administrator
        .submit(&page, &[("code", "dia-ban"), ("name-vi", "Địa bàn")])
        .await;
    assert_eq!(made.status, 303, "{}", made.words());
    let began = Instant::now();
    let answer = import(&mut administrator, "dia-ban", "divisions.csv", list.into_bytes()).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    publish(&mut administrator, "dia-ban", "As published").await;
    println!(
        "{count} divisions imported and published in {:?}",
        began.elapsed()
    );
    let top = administrator.get("/admin/dictionaries/dia-ban").await;
    assert!(
        top.has("01") && top.text().matches("<tr>").count() < 60,
        "{}",
        top.words()
    );
    let below = administrator.get("/admin/dictionaries/dia-ban?under=01").await;
    assert!(below.has("Phường Ba Đình"), "{}", below.words());
    let found = administrator
        .get("/admin/dictionaries/dia-ban?q=ba+%C4%91%C3%ACnh")
        .await;
    assert!(found.has("Phường Ba Đình"), "{}", found.words());
}
