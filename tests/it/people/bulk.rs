//! People as a spreadsheet: down, changed, looked at, done all or nothing; and files that mean no good.

use onedoor::platform::sheets::{self, Limits};

use super::world::{ADMINISTRATOR, OFFICER, REASON, World};
use crate::support::browser::{Browser, Page};

const SHEET: &str = "/admin/people/sheet";

async fn rows(an: &mut Browser, ending: &str) -> Vec<Vec<String>> {
    let file = an.get(&format!("{SHEET}.{ending}")).await;
    assert_eq!(file.status, 200);
    sheets::read(&file.body, &Limits::LIST)
        .unwrap()
        .into_iter()
        .map(|(_, cells)| cells)
        .collect()
}

async fn bring(an: &mut Browser, name: &str, bytes: Vec<u8>) -> Page {
    let page = an.get(SHEET).await;
    an.submit_with(
        &page,
        &[],
        vec![("file", name, "application/octet-stream", bytes)],
    )
    .await
}

fn line(cells: [&str; 8]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn what_was_downloaded_changes_nothing_in_any_language_and_either_format() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    for language in ["vi", "uk", "zh", "en"] {
        an.get(&format!("{SHEET}?lang={language}")).await;
        let table = rows(&mut an, "xlsx").await;
        assert!(
            table.len() > 10 && table.iter().any(|row| row[0] == OFFICER),
            "{table:?}"
        );
        assert_eq!(rows(&mut an, "csv").await.len(), table.len());
        for bytes in [
            sheets::write_xlsx("people", &table).unwrap(),
            sheets::write_csv(&table),
        ] {
            let page = bring(&mut an, "people.xlsx", bytes).await;
            assert_eq!(page.status, 200, "{}", page.words());
            assert!(!page.has("name=\"digest\""), "nothing to do: {}", page.words());
        }
    }
    assert_eq!(world.count("change_set where origin = 'bulk'"), 0);
}

#[tokio::test]
async fn a_table_is_looked_at_first_and_then_done_in_one_change_set() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get(&format!("{SHEET}?lang=en")).await;
    let mut table = rows(&mut an, "xlsx").await;
    for row in table.iter_mut().filter(|row| row[0] == OFFICER) {
        row[1] = "Nguyễn Anh Tú".into();
    }
    table.push(line([
        "moi.1@an-binh.example",
        "Người Một",
        "vi",
        "van-phong",
        "open",
        "kiem-toan",
        "",
        "",
    ]));
    table.push(line([
        "moi.2@an-binh.example",
        "Người Hai",
        "en",
        "",
        "",
        "",
        "",
        "",
    ]));
    let page = bring(
        &mut an,
        "people.xlsx",
        sheets::write_xlsx("people", &table).unwrap(),
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.words());
    assert!(
        page.has("4 changes") && page.has("Người Một") && page.has("moi.2@an-binh.example"),
        "{}",
        page.words()
    );
    assert_eq!(
        world.count("account where email like 'moi.%'"),
        0,
        "looking changes nothing"
    );
    let why = an.submit(&page, &[("reason", "")]).await;
    assert!(
        why.status == 422 && why.has("id=\"reason-error\"") && why.has("name=\"digest\""),
        "{}",
        why.words()
    );
    let done = an.submit(&why, &[("reason", REASON)]).await;
    assert_eq!(done.status, 303, "{}", done.words());
    assert_eq!(world.count("change_set where origin = 'bulk'"), 1);
    assert_eq!(world.count("account where email like 'moi.%'"), 2);
    assert_eq!(world.count("outbox where kind = 'person.invited'"), 2);
    assert_eq!(world.count("account_responsibility h join account a on a.id = h.account_id where a.email = 'moi.1@an-binh.example'"), 1);
    assert_eq!(
        world.text(&format!(
            "select display_name from account where email = '{OFFICER}'"
        )),
        "Nguyễn Anh Tú"
    );
    // Sent twice it finds everything done.
    let again = an.submit(&why, &[("reason", REASON)]).await;
    assert_eq!(again.status, 409, "{}", again.words());
    assert_eq!(world.count("account where email like 'moi.%'"), 2);
}

#[tokio::test]
async fn every_problem_is_told_by_row_and_column_and_nothing_is_done() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get(&format!("{SHEET}?lang=en")).await;
    let head = rows(&mut an, "csv").await.remove(0);
    let table = vec![
        head.clone(),
        line(["moi@an-binh.example", "Người Mới", "vi", "", "", "", "", ""]),
        line(["no address", "", "tlh", "cellar", "ajar", "reigns", "someday", ""]),
        line([
            ADMINISTRATOR,
            "Quách Thế An",
            "en",
            "van-phong",
            "open",
            "kiem-toan",
            "2000-01-01",
            "2001-01-01",
        ]),
    ];
    let page = bring(&mut an, "people.csv", sheets::write_csv(&table)).await;
    assert_eq!(page.status, 422);
    let cell = |row: u32, column: &str| {
        format!("<th scope=\"row\" class=\"num\">{row}</th><td data-l=\"Column\">{column}</td>")
    };
    for column in [
        "E-mail",
        "Name",
        "Language",
        "Department",
        "Account",
        "Responsibility",
        "First day",
    ] {
        assert!(page.has(&cell(3, column)), "{column}: {}", page.words());
    }
    assert!(page.has(&cell(4, "Last day")), "{}", page.words());
    assert!(!page.has("name=\"digest\""));
    let missing = vec![line([
        "email",
        "name",
        "language",
        "department",
        "account",
        "responsibility",
        "from",
        "zzz",
    ])];
    let page = bring(&mut an, "people.csv", sheets::write_csv(&missing)).await;
    assert!(
        page.status == 422 && page.has(&cell(1, "Last day")),
        "{}",
        page.words()
    );
    // Closing the last administrator is seen when it is done, and then nothing is.
    let mut whole = rows(&mut an, "csv").await;
    for row in whole.iter_mut().filter(|row| row[0] == ADMINISTRATOR) {
        row[4] = "closed".into();
    }
    whole.push(line([
        "moi@an-binh.example",
        "Người Mới",
        "vi",
        "",
        "",
        "",
        "",
        "",
    ]));
    let page = bring(&mut an, "people.csv", sheets::write_csv(&whole)).await;
    assert_eq!(page.status, 200, "{}", page.words());
    let refused = an.submit(&page, &[("reason", REASON)]).await;
    assert!(
        refused.status == 409 && refused.has("role=\"alert\""),
        "{} {}",
        refused.status,
        refused.words()
    );
    assert_eq!(world.count("account where email = 'moi@an-binh.example'"), 0);
}

#[tokio::test]
async fn what_was_looked_at_is_not_done_when_somebody_changed_it_meanwhile() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let mut table = rows(&mut an, "csv").await;
    for row in table.iter_mut().filter(|row| row[0] == OFFICER) {
        row[1] = "Nguyễn Anh Tú".into();
    }
    let page = bring(&mut an, "people.csv", sheets::write_csv(&table)).await;
    let person = world.person(OFFICER);
    super::world::done(
        &mut an,
        &format!("{person}/facts"),
        &[("language", "en"), ("reason", REASON)],
    )
    .await;
    let refused = an.submit(&page, &[("reason", REASON)]).await;
    assert_eq!(refused.status, 409, "{}", refused.words());
    assert_eq!(
        world.text(&format!(
            "select display_name from account where email = '{OFFICER}'"
        )),
        "Nguyễn Văn Tú"
    );
}

#[tokio::test]
async fn hostile_files_and_hostile_forms_are_refused() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let bomb = {
        use std::io::Write;
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive
            .start_file(
                "xl/worksheets/sheet1.xml",
                zip::write::SimpleFileOptions::default(),
            )
            .unwrap();
        archive.write_all(&vec![b' '; 80_000_000]).unwrap();
        archive.finish().unwrap().into_inner()
    };
    // A book that says it has more texts than there is memory for.
    let counted = {
        use std::io::Write;
        let honest = sheets::write_xlsx("p", &[line(["email", "b", "c", "d", "e", "f", "g", "h"])]).unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(honest)).unwrap();
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..book.len() {
            let mut part = book.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
            let text = text.replace("uniqueCount=\"8\"", "uniqueCount=\"99999999999999\"");
            archive
                .start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    for (what, bytes) in [
        ("a bomb", bomb),
        ("a count beyond memory", counted),
        ("noise", vec![0xff, 0xfe, 0x00, 0x01]),
        ("half a book", b"PK\x03\x04nothing".to_vec()),
        ("six megabytes", vec![b'a'; 6_000_000]),
        ("long cells", format!("email\n{}\n", "y".repeat(400)).into_bytes()),
        ("many columns", format!("{}\n", "a,".repeat(30)).into_bytes()),
        ("many rows", "email\n".repeat(50_010).into_bytes()),
    ] {
        let page = bring(&mut an, "people.xlsx", bytes).await;
        assert_eq!(page.status, 422, "{what}: {}", page.words());
        assert!(page.has("id=\"file-error\""), "{what}: {}", page.words());
    }
    // Names that a spreadsheet program would compute are shown as texts.
    let mut table = rows(&mut an, "csv").await;
    let head = table.remove(0);
    let formula = line([
        "moi@an-binh.example",
        "=HYPERLINK(\"x\")",
        "vi",
        "",
        "",
        "",
        "",
        "",
    ]);
    let page = bring(&mut an, "people.csv", sheets::write_csv(&[head, formula])).await;
    assert_eq!(page.status, 200, "{}", page.words());
    // What travels in the page may be anybody's making.
    for lines in ["", "!!!", "AAAA", &"A".repeat(400_000)] {
        let forged = an.submit(&page, &[("lines", lines), ("reason", REASON)]).await;
        assert_eq!(forged.status, 422, "{}", forged.words());
    }
    assert_eq!(world.count("account where email = 'moi@an-binh.example'"), 0);
}
