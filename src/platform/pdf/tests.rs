use super::*;

const PLAIN: &str = r#"#let d = json("/data.json")
#set document(title: d.title)
#set text(lang: "vi", font: ("Noto Serif", "Noto Serif CJK SC"))
= #d.title
#d.name"#;

fn press(templates: &[(&str, &str)]) -> Press {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in templates {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Press::open(&["/usr/share/fonts"], folder.path()).unwrap()
}

fn sheet<'a>(template: &'a str, name: &str) -> Sheet<'a> {
    let data = serde_json::json!({ "title": "Giấy tiếp nhận hồ sơ", "name": name });
    Sheet {
        template,
        data: serde_json::to_vec(&data).unwrap(),
        emblem: None,
        made_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        identity: name.to_owned(),
    }
}

/// Whether this machine can print at all; without typefaces there is nothing to test.
fn can_print(press: &Press) -> bool {
    let complete = press.missing_families().is_empty();
    if !complete {
        eprintln!(
            "skipped: this machine lacks the typefaces {:?}",
            press.missing_families()
        );
    }
    complete
}

#[test]
fn the_same_paper_set_twice_is_the_same_file_and_archivable() {
    let press = press(&[("plain.typ", PLAIN)]);
    if !can_print(&press) {
        return;
    }
    let sheet = sheet("plain", "Nguyễn Thị Đặng, Ґалаґан Їжакевич, 张三");
    let (once, again) = (press.set(&sheet).unwrap(), press.set(&sheet).unwrap());
    assert!(once.pdf.starts_with(b"%PDF-1."));
    assert_eq!(once, again);
    let text = String::from_utf8_lossy(&once.pdf);
    for mark in ["pdfaid:part", "pdfuaid:part", "/MarkInfo", "/Lang"] {
        assert!(text.contains(mark), "no {mark} in the file");
    }
}

#[test]
fn a_sign_no_typeface_has_costs_the_archive_mark_but_not_the_paper() {
    let press = press(&[("plain.typ", PLAIN)]);
    if !can_print(&press) {
        return;
    }
    let pdf = press.set(&sheet("plain", "An \u{1F98B}")).unwrap();
    assert!(!String::from_utf8_lossy(&pdf.pdf).contains("pdfaid:part"));
}

#[test]
fn a_template_reaches_nothing_but_its_siblings() {
    let press = press(&[
        ("plain.typ", PLAIN),
        ("passwd.typ", r#"#read("/etc/passwd")"#),
        ("climb.typ", r#"#read("../../../../etc/passwd")"#),
        ("package.typ", r#"#import "@preview/example:0.1.0": *"#),
    ]);
    if !can_print(&press) {
        return;
    }
    for name in ["passwd", "climb", "package"] {
        assert!(
            matches!(press.set(&sheet(name, "x")), Err(PdfError::Setting { .. })),
            "{name} was allowed"
        );
    }
    assert!(matches!(
        press.set(&sheet("absent", "x")),
        Err(PdfError::UnknownTemplate(_))
    ));
}

#[test]
fn data_is_never_read_as_markup() {
    let press = press(&[("plain.typ", PLAIN)]);
    if !can_print(&press) {
        return;
    }
    press
        .set(&sheet("plain", "#read(\"/etc/passwd\") $ *x* _y_ <a> @b"))
        .unwrap();
}

#[test]
fn a_press_without_typefaces_says_which_packages_to_install() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plain.typ"), PLAIN).unwrap();
    let press = Press::open(&[folder.path()], folder.path()).unwrap();
    assert_eq!(press.missing_families().len(), 4);
    let error = press.set(&sheet("plain", "x")).unwrap_err().to_string();
    assert!(error.contains("fonts-noto-cjk"), "{error}");
}

#[test]
fn many_threads_share_one_press() {
    let press = press(&[("plain.typ", PLAIN)]);
    if !can_print(&press) {
        return;
    }
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let press = &press;
            scope.spawn(move || {
                for n in 0..4 {
                    assert!(
                        press
                            .set(&sheet("plain", &format!("{thread}-{n}")))
                            .unwrap()
                            .pdf
                            .len()
                            > 1000
                    );
                }
            });
        }
    });
}
