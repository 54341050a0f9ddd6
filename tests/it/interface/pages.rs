//! Draws every page of the gallery.

use onedoor::kernel::locale::Language;
use onedoor::platform::render::Renderer;

use super::{citizen, context, project, renderer, samples, tenant};

/// Name and HTML of every page in one language.
pub fn draw(renderer: &Renderer, language: Language) -> Vec<(&'static str, String)> {
    let tenant = tenant(language);
    let user = citizen(language);
    let mut pages = Vec::new();
    macro_rules! page {
        ($name:literal, $template:literal, $area:literal, $user:expr, $view:expr) => {
            let page = context(language, &tenant, $user, concat!("/", $name), $area);
            pages.push(($name, renderer.page($template, &page, &$view).unwrap()));
        };
    }
    page!("home", "portal/home.html", "home", None, samples::home(language));
    let _ = &user;
    pages
}

#[test]
fn every_page_is_drawn_in_every_language() {
    let renderer = renderer();
    for language in Language::ALL {
        let folder = project("target/gallery").join(language.tag());
        std::fs::create_dir_all(&folder).unwrap();
        for (name, html) in draw(&renderer, language) {
            assert!(!html.contains('\u{27e6}'), "{name} in {language} lacks a text");
            std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
    }
}
