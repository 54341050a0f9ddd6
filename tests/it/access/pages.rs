//! The pages of access as people see them: four languages, a telephone and a desk, nothing for axe to say.

use std::path::Path;

use super::world::{ADMINISTRATOR, COLLEAGUE, OU1, RECEIVER, RECEIVING, World};
use crate::support::chromium::Browser;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_access_are_sound_in_four_languages() {
    let world = World::new().await;
    let (t, land) = (&world.tenant, world.unit(OU1));
    world.change(&format!(
        "insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from, valid_to) values
            ('{t}', gen_random_uuid(), 'receiver', 'unit', 'payment.take_cash', 'allow', '2026-01-01', '2099-01-01'),
            ('{t}', gen_random_uuid(), 'assessor', 'unit', 'dossier.assess', 'deny', '2026-01-01', null);
         insert into separated_duty values ('{t}', gen_random_uuid(), 'dossier.assess', 'dossier.decide', 'Hai người cho mỗi hồ sơ', '2026-01-01', null);
         insert into pending_act (tenant_id, id, kind, payload, reason, asked_by, asked_at, expires_at)
         values ('{t}', gen_random_uuid(), 'policy-line',
            '{{\"role\":\"receiver\",\"reach\":\"unit\",\"verb\":\"dossier.decide\",\"effect\":\"allow\",\"from\":\"2027-01-01\",\"to\":null}}',
            'Nghỉ phép', '{}', now(), now() + interval '2 days');
         insert into delegation (tenant_id, id, lender_id, borrower_id, responsibility_id, valid_from, valid_to, reason, lent_at)
         values ('{t}', gen_random_uuid(), '{}', '{}', '{}', current_date - 1, current_date + 5, 'Nghỉ phép', now())",
        world.account(RECEIVER),
        world.account(ADMINISTRATOR),
        world.account(COLLEAGUE),
        world.id("responsibility", "quan-tri"),
    ));
    assert!(!world.id("responsibility", RECEIVING).is_empty());
    let portal = format!("http://an-binh.localhost:{}", world.server.port);
    for (language, scripts) in [("vi", false), ("uk", true), ("zh", true), ("en", false)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/looks/access-{language}"));
        let mut browser = Browser::start(language, scripts, &folder).await;
        crate::journeys::people::sign_in(&browser, &portal, ADMINISTRATOR, "/desk/sign-out").await;
        for (name, path) in [
            ("explain", "/admin/access".to_owned()),
            (
                "allowed",
                format!("/admin/access?person={RECEIVER}&verb=dossier.receive&unit={land}"),
            ),
            (
                "refused",
                format!("/admin/access?person={RECEIVER}&verb=dossier.decide&unit={land}"),
            ),
            (
                "unknown",
                format!("/admin/access?person={RECEIVER}&verb=dossier.read&row=H00"),
            ),
            ("policies", "/admin/policies".to_owned()),
            ("one-role", "/admin/policies?only=receiver".to_owned()),
            ("own", "/desk/access".to_owned()),
        ] {
            let joint = if path.contains('?') { '&' } else { '?' };
            browser
                .open(&format!("{portal}{path}{joint}lang={language}"))
                .await;
            browser.look(name).await;
        }
        browser.finish().await;
    }
}
