//! The interface as it is drawn: every page with sample data, in every language, without a server or a database.
//!
//! The pages are written to `target/gallery/<language>/<page>.html`, for people to look at and for the browser checks.

mod pages;
mod samples;
mod samples_desk;
mod samples_intake;
mod samples_portal;
mod sound;
mod texts;

use std::path::{Path, PathBuf};

use onedoor::kernel::locale::Language;
use onedoor::platform::render::{Assets, Brand, BrandLink, PageContext, Prepared, Renderer, User};

/// A file or folder of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The renderer with the built assets, or with empty ones where `assets/build.mjs` was not run.
fn renderer() -> Renderer {
    let built = project("assets/dist");
    let assets = if built.join("manifest.json").exists() {
        Assets::load(&built).unwrap()
    } else {
        Assets::bare()
    };
    Renderer::with_assets(&project("templates"), &project("locales"), assets).unwrap()
}

/// A tenant for each language, as the demo has them; English looks at the first.
struct Tenant {
    zone: chrono_tz::Tz,
    brand: Prepared,
}

fn tenant(language: Language) -> Tenant {
    let (slug, colour, zone) = match language {
        Language::Vi | Language::En => ("an-binh", "#9a1b22", chrono_tz::Asia::Ho_Chi_Minh),
        Language::Uk => ("zoriana", "#0b4f8a", chrono_tz::Europe::Kyiv),
        Language::Zh => ("qinglan", "#0f5c4d", chrono_tz::Asia::Shanghai),
    };
    let say = |vi: &str, uk: &str, zh: &str, en: &str| samples::say(language, [vi, uk, zh, en]);
    let brand = Brand {
        slug: slug.into(),
        name: say("Tỉnh An Bình", "Зоряна область", "青岚区", "An Bình Province"),
        tagline: say(
            "Cổng dịch vụ công",
            "Портал публічних послуг",
            "政务服务网",
            "Public services",
        ),
        strip: say(
            "Cổng chính thức của Ủy ban nhân dân tỉnh An Bình",
            "Офіційний портал Зоряної обласної військової адміністрації",
            "青岚区人民政府主办",
            "Official site of the People’s Committee of An Bình Province",
        ),
        emblem: format!("/emblem-{slug}.svg"),
        theme: format!("/theme-{slug}.css"),
        colour: colour.into(),
        preload: match language {
            Language::Vi | Language::En => vec!["be-vietnam-pro-latin-400-normal.woff2".into()],
            Language::Uk => vec!["inter-cyrillic-wght-normal.woff2".into()],
            Language::Zh => vec![],
        },
        zone: zone.name().into(),
        contact: vec![
            say(
                "Số 1 đường Hòa Bình, phường Trung Tâm",
                "м. Зоряне, площа Миру, 1",
                "青岚区和平路1号",
                "1 Hòa Bình Street, Trung Tâm ward",
            ),
            say(
                "Tổng đài 1022 (7:00–21:00, cả cuối tuần)",
                "Гаряча лінія 15-45, щодня 8:00–21:00",
                "服务热线 12345（全天）",
                "Help line 1022 (7:00–21:00, every day)",
            ),
        ],
        phone: Some(say("1022", "15-45", "12345", "1022")),
        entry: None,
        links: vec![BrandLink {
            text: say(
                "Câu hỏi thường gặp",
                "Поширені запитання",
                "常见问题",
                "Questions and answers",
            ),
            url: "/search".into(),
        }],
        demo: true,
    };
    Tenant {
        zone,
        brand: Prepared::of(&brand).unwrap(),
    }
}

fn citizen(language: Language) -> User {
    User {
        name: samples::say(
            language,
            [
                "Nguyễn Thị Bích Ngọc",
                "Шевчук Наталія Петрівна",
                "李晓梅",
                "Nguyễn Thị Bích Ngọc",
            ],
        ),
        initials: samples::say(language, ["BN", "НШ", "李", "BN"]),
        unread: 2,
    }
}

/// The context of a page at `path` in `area`.
fn context<'a>(
    language: Language,
    tenant: &'a Tenant,
    user: Option<&'a User>,
    path: &'a str,
    area: &'a str,
) -> PageContext<'a> {
    PageContext {
        language,
        brand: &tenant.brand,
        zone: tenant.zone,
        user,
        csrf: "token-of-the-session",
        path,
        area,
        flash: None,
    }
}

fn officer(language: Language) -> User {
    User {
        name: samples::say(language, ["Lê Thu Hà", "Олена Коваль", "陈静", "Lê Thu Hà"]),
        initials: samples::say(language, ["LH", "ОК", "陈", "LH"]),
        unread: 0,
    }
}
