//! Draws every page of the gallery.

use onedoor::kernel::locale::Language;
use onedoor::platform::render::Renderer;

use onedoor::surfaces::portal::views::{Accessibility, PaidState, TrackResult, Verified};
use onedoor::surfaces::web::views::{ErrorPage, State};

use super::{
    citizen, context, officer, project, renderer, samples, samples_desk as desk, samples_intake as intake,
    samples_portal as portal, tenant,
};

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
    page!(
        "search",
        "portal/search.html",
        "services",
        None,
        portal::search(language, "khai sinh")
    );
    page!(
        "search-nothing",
        "portal/search.html",
        "services",
        None,
        portal::nothing_found()
    );
    page!(
        "guide",
        "portal/guide.html",
        "services",
        None,
        portal::guide(language)
    );
    page!(
        "apply",
        "portal/apply.html",
        "services",
        Some(&user),
        portal::apply(language, false)
    );
    page!(
        "apply-errors",
        "portal/apply.html",
        "services",
        Some(&user),
        portal::apply(language, true)
    );
    page!(
        "check",
        "portal/check.html",
        "services",
        Some(&user),
        portal::check(language)
    );
    page!(
        "sent",
        "portal/sent.html",
        "services",
        Some(&user),
        portal::sent(language)
    );
    page!(
        "pay",
        "portal/pay.html",
        "dossiers",
        Some(&user),
        portal::pay(language)
    );
    page!(
        "paid",
        "portal/paid.html",
        "dossiers",
        Some(&user),
        portal::paid(language, PaidState::Paid)
    );
    page!(
        "paid-pending",
        "portal/paid.html",
        "dossiers",
        Some(&user),
        portal::paid(language, PaidState::Pending)
    );
    page!(
        "paid-failed",
        "portal/paid.html",
        "dossiers",
        Some(&user),
        portal::paid(language, PaidState::Failed)
    );
    page!(
        "track",
        "portal/track.html",
        "track",
        None,
        portal::track(language)
    );
    let standing = portal::standing(language, State::AwaitingSupplement);
    page!(
        "track-result",
        "portal/track-result.html",
        "track",
        None,
        TrackResult {
            standing,
            signed_in: false
        }
    );
    page!("verify", "portal/verify.html", "", None, portal::verify(language));
    page!(
        "verify-result",
        "portal/verify-result.html",
        "",
        None,
        portal::genuine(language, true)
    );
    page!(
        "verify-broken",
        "portal/verify-result.html",
        "",
        None,
        portal::genuine(language, false)
    );
    page!(
        "verify-unknown",
        "portal/verify-result.html",
        "",
        None,
        Verified { paper: None }
    );
    page!(
        "dossiers",
        "portal/dossiers.html",
        "dossiers",
        Some(&user),
        portal::dossiers(language)
    );
    page!(
        "dossier",
        "portal/dossier.html",
        "dossiers",
        Some(&user),
        portal::dossier(language, false)
    );
    page!(
        "dossier-result",
        "portal/dossier.html",
        "dossiers",
        Some(&user),
        portal::dossier(language, true)
    );
    page!(
        "supplement",
        "portal/supplement.html",
        "dossiers",
        Some(&user),
        portal::supplement(language)
    );
    page!(
        "notices",
        "portal/notices.html",
        "notices",
        Some(&user),
        portal::notices(language)
    );
    page!(
        "sign-in",
        "portal/sign-in.html",
        "sign-in",
        None,
        portal::sign_in(language, true)
    );
    page!(
        "register",
        "portal/register.html",
        "sign-in",
        None,
        portal::register(language)
    );
    page!(
        "accessibility",
        "portal/accessibility.html",
        "",
        None,
        Accessibility { phone: "1022".into() }
    );
    let officer = officer(language);
    page!(
        "desk-sign-in",
        "desk/sign-in.html",
        "",
        None,
        portal::sign_in(language, false)
    );
    page!(
        "desk-list",
        "desk/work-list.html",
        "",
        Some(&officer),
        desk::work_list(language)
    );
    page!(
        "desk-dossier",
        "desk/dossier.html",
        "",
        Some(&officer),
        desk::dossier(language)
    );
    page!(
        "intake",
        "desk/intake.html",
        "",
        Some(&officer),
        intake::list(language)
    );
    page!(
        "intake-person",
        "desk/intake-person.html",
        "",
        Some(&officer),
        intake::person(language, true)
    );
    page!(
        "intake-person-new",
        "desk/intake-person.html",
        "",
        Some(&officer),
        intake::person(language, false)
    );
    page!(
        "intake-step",
        "desk/intake-step.html",
        "",
        Some(&officer),
        intake::step(language)
    );
    page!(
        "intake-check",
        "desk/intake-check.html",
        "",
        Some(&officer),
        intake::check(language)
    );
    page!(
        "intake-receipt",
        "desk/intake-receipt.html",
        "",
        Some(&officer),
        intake::receipt(language)
    );
    page!(
        "desk-refunds",
        "desk/refunds.html",
        "desk",
        Some(&officer),
        desk::refunds(language)
    );
    page!(
        "desk-refunds-none",
        "desk/refunds.html",
        "desk",
        Some(&officer),
        desk::no_refunds(language)
    );
    page!(
        "desk-refund",
        "desk/refund.html",
        "desk",
        Some(&officer),
        desk::refund(language, false)
    );
    page!(
        "desk-refund-errors",
        "desk/refund.html",
        "desk",
        Some(&officer),
        desk::refund(language, true)
    );
    page!(
        "desk-refund-own",
        "desk/refund.html",
        "desk",
        Some(&officer),
        desk::own_refund(language)
    );
    page!(
        "desk-refund-raise",
        "desk/refund-raise.html",
        "desk",
        Some(&officer),
        desk::raise_refund(language, false)
    );
    page!(
        "desk-refund-raise-errors",
        "desk/refund-raise.html",
        "desk",
        Some(&officer),
        desk::raise_refund(language, true)
    );
    page!(
        "desk-refund-raise-nothing",
        "desk/refund-raise.html",
        "desk",
        Some(&officer),
        desk::nothing_to_give_back(language)
    );
    page!(
        "hall-refund",
        "hall/refund.html",
        "hall",
        Some(&officer),
        desk::cash_refund(language, false)
    );
    page!(
        "hall-refund-slip",
        "hall/refund.html",
        "hall",
        Some(&officer),
        desk::cash_refund(language, true)
    );
    page!(
        "hall-cash",
        "hall/cash.html",
        "",
        Some(&officer),
        desk::cash(language)
    );
    page!(
        "hall-which",
        "hall/cash-choice.html",
        "",
        Some(&officer),
        desk::which_desk(language)
    );
    page!(
        "hall-nothing",
        "hall/cash.html",
        "",
        Some(&officer),
        desk::nothing_taken(language)
    );
    page!(
        "hall-receipt",
        "hall/receipt.html",
        "",
        Some(&officer),
        desk::receipt(language)
    );
    page!(
        "audit-dashboard",
        "audit/dashboard.html",
        "",
        Some(&officer),
        desk::dashboard(language)
    );
    page!(
        "audit-books",
        "audit/dashboard.html",
        "",
        Some(&officer),
        desk::books(language)
    );
    page!(
        "audit-dossiers",
        "audit/dossiers.html",
        "",
        Some(&officer),
        desk::audit_dossiers(language)
    );
    page!(
        "audit-trail",
        "audit/trail.html",
        "",
        Some(&officer),
        desk::trail(language)
    );
    page!(
        "admin-organisation",
        "admin/organisation.html",
        "",
        Some(&officer),
        desk::organisation(language)
    );
    page!(
        "admin-organisation-table",
        "admin/organisation-table.html",
        "",
        Some(&officer),
        desk::organisation_table(language)
    );
    page!(
        "admin-part",
        "admin/part.html",
        "",
        Some(&officer),
        desk::part(language)
    );
    page!(
        "admin-preview",
        "admin/preview.html",
        "",
        Some(&officer),
        desk::preview(language)
    );
    page!(
        "admin-accounting",
        "admin/accounting.html",
        "",
        Some(&officer),
        desk::accounting(language)
    );
    page!(
        "admin-reorganisations",
        "admin/reorganisations.html",
        "",
        Some(&officer),
        desk::plans(language)
    );
    page!(
        "admin-reorganisation",
        "admin/reorganisation.html",
        "",
        Some(&officer),
        desk::plan(language)
    );
    page!(
        "admin-procedures",
        "admin/procedures.html",
        "",
        Some(&officer),
        desk::procedures(language)
    );
    page!(
        "admin-procedure",
        "admin/procedure.html",
        "",
        Some(&officer),
        desk::procedure(language)
    );
    for (name, status) in [
        ("error-403", 403),
        ("error-404", 404),
        ("error-409", 409),
        ("error-422", 422),
        ("error-429", 429),
        ("error-500", 500),
        ("error-503", 503),
    ] {
        let view = ErrorPage {
            status,
            retry_after_seconds: 21,
            reasons: vec![],
            trace: (status == 500).then(|| "4bf92f3577b34da6".into()),
        };
        let page = context(language, &tenant, None, "/", "");
        pages.push((name, renderer.page("errors/error.html", &page, &view).unwrap()));
    }
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
