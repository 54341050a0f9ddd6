//! What must hold for the HTML of every page, whatever it shows. Axe checks more of it in a browser; this needs none.

use std::collections::BTreeSet;

use onedoor::kernel::locale::Language;

use super::pages::draw;
use super::renderer;

/// The values of an attribute, in the order of the page.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let open = format!(" {attribute}=\"");
    html.match_indices(&open)
        .filter_map(|(at, _)| html[at + open.len()..].split_once('"').map(|(value, _)| value))
        .collect()
}

fn check(name: &str, html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{name}: {what}"));
    let ids = values(html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    if unique.len() != ids.len() {
        let twice: BTreeSet<&&str> = ids
            .iter()
            .filter(|id| ids.iter().filter(|other| other == id).count() > 1)
            .collect();
        fault(format!("ids given twice: {twice:?}"));
    }
    for attribute in ["for", "aria-labelledby", "aria-describedby"] {
        for id in values(html, attribute)
            .into_iter()
            .flat_map(str::split_whitespace)
        {
            if !unique.contains(id) {
                fault(format!("{attribute}=\"{id}\" leads nowhere"));
            }
        }
    }
    for target in values(html, "href")
        .into_iter()
        .filter_map(|href| href.strip_prefix('#'))
    {
        if !unique.contains(target) {
            fault(format!("the link #{target} leads nowhere"));
        }
    }
    if html.matches("<h1").count() != 1 {
        fault(format!("{} first headings", html.matches("<h1").count()));
    }
    if html.contains(" style=\"") || html.contains("<style") {
        fault("inline style".into());
    }
    for (at, _) in html.match_indices("<script") {
        if !html[at..]
            .split_once('>')
            .is_some_and(|(tag, rest)| tag.contains(" src=\"/assets/") && rest.starts_with("</script>"))
        {
            fault("a script that is not a file of ours".into());
        }
    }
    for handler in [" onclick", " onload", " onsubmit", " onchange", "javascript:"] {
        if html.contains(handler) {
            fault(format!("{handler} in the page"));
        }
    }
    for address in values(html, "src").into_iter().chain(values(html, "href")) {
        if address.starts_with("//") || (address.starts_with("http") && !address.contains("localhost")) {
            fault(format!("an address of somebody else: {address}"));
        }
    }
    for (at, _) in html.match_indices("method=\"post\"") {
        if !html[at..]
            .split("</form>")
            .next()
            .is_some_and(|form| form.contains("name=\"csrf\""))
        {
            fault("a form without its token".into());
        }
    }
    faults
}

#[test]
fn every_page_is_sound() {
    let renderer = renderer();
    let mut faults = Vec::new();
    for language in Language::ALL {
        for (name, html) in draw(&renderer, language) {
            faults.extend(check(&format!("{name} ({language})"), &html));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_people_typed_is_shown_as_text() {
    let renderer = renderer();
    let mut view = super::samples_portal::apply(Language::En, true);
    let mischief = "\"><script>alert(1)</script>";
    for field in &mut view.fields {
        field.value = mischief.into();
        field.label = mischief.into();
        field.error = Some(mischief.into());
    }
    let tenant = super::tenant(Language::En);
    let page = super::context(Language::En, &tenant, None, "/apply?x=\"><script>", "");
    let html = renderer.page("portal/apply.html", &page, &view).unwrap();
    assert!(!html.contains("<script>"), "typed markup came through");
}
