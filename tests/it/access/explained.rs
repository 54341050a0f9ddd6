//! Explanations: right for everybody, in four languages, and silent about what the asker may not see.

use onedoor::authority::access::acts::ReadAccess;
use onedoor::authority::access::explain::{About, explain};
use onedoor::authority::access::{Gate, compile};
use onedoor::kernel::access::AccessMode;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{Actor, Place};
use onedoor::kernel::ids::{AccountId, OperatingUnitId, ResponsibilityId, TenantId};
use onedoor::platform::door::Whole;
use std::sync::Arc;

use super::world::{ADMINISTRATOR, AUDITOR, COLLEAGUE, OU1, OU2, OU3, RECEIVER, RECEIVING, World};

fn asked(person: &str, verb: &str, more: &str) -> String {
    format!("/admin/access?person={person}&verb={verb}{more}")
}

#[tokio::test]
async fn each_answer_names_responsibility_profile_level_line_and_unit() {
    let world = World::new().await;
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let (own, other) = (world.unit(OU1), world.unit(OU3));
    let yes = administrator
        .get(&asked(RECEIVER, "dossier.receive", &format!("&unit={own}")))
        .await;
    let words = yes.words();
    assert!(words.contains("Allowed"), "{words}");
    for part in [
        "Receiving, land",
        "The role’s template allows it",
        "“Land”, set for the responsibility",
        "(access to one unit)",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let outside = administrator
        .get(&asked(RECEIVER, "dossier.receive", &format!("&unit={other}")))
        .await;
    assert!(
        outside.words().contains("Not allowed") && outside.words().contains("reaches other units only"),
        "{}",
        outside.words()
    );
    let no_line = administrator
        .get(&asked(RECEIVER, "dossier.decide", &format!("&unit={own}")))
        .await;
    assert!(
        no_line
            .words()
            .contains("No line of policy gives the role “Receiving” this")
    );
    world.change(&format!(
        "insert into policy_line (tenant_id, id, role, reach, verb, effect)
         values ('{}', gen_random_uuid(), 'receiver', 'unit', 'dossier.receive', 'deny')",
        world.tenant
    ));
    let forbidden = administrator
        .get(&asked(RECEIVER, "dossier.receive", &format!("&unit={own}")))
        .await;
    assert!(
        forbidden
            .words()
            .contains("A line of the tenant’s own policy forbids it"),
        "{}",
        forbidden.words()
    );
    // Lines on every member of staff count beside those of the responsibility's role, and what they forbid is forbidden.
    world.change(&format!(
        "delete from policy_line;
         insert into policy_line (tenant_id, id, role, reach, verb, effect) values
            ('{0}', gen_random_uuid(), 'staff', 'unit', 'dossier.decide', 'allow'),
            ('{0}', gen_random_uuid(), 'staff', 'unit', 'dossier.receive', 'deny')",
        world.tenant
    ));
    for (verb, unit, answer, line) in [
        (
            "dossier.decide",
            &own,
            "Allowed",
            "As every member of staff: A line of the tenant’s own policy allows it",
        ),
        (
            "dossier.decide",
            &other,
            "Not allowed",
            "reaches other units only",
        ),
        (
            "dossier.receive",
            &own,
            "Not allowed",
            "As every member of staff: A line of the tenant’s own policy forbids it",
        ),
    ] {
        let told = administrator
            .get(&asked(RECEIVER, verb, &format!("&unit={unit}")))
            .await;
        let words = told.words();
        assert!(words.contains(answer) && words.contains(line), "{verb}: {words}");
    }
    world.change("delete from policy_line");
    world.change(&format!(
        "update account_responsibility set valid_to = '2026-01-01' where responsibility_id = '{}'",
        world.id("responsibility", RECEIVING)
    ));
    let over = administrator
        .get(&asked(RECEIVER, "dossier.receive", &format!("&unit={own}")))
        .await;
    assert!(
        over.words().contains("It has been over since"),
        "{}",
        over.words()
    );
    let whole = administrator
        .get(&asked(ADMINISTRATOR, "policy.change", ""))
        .await;
    assert!(
        whole.words().contains("for the whole tenant"),
        "{}",
        whole.words()
    );
}

#[tokio::test]
async fn the_sentence_reads_in_four_languages_on_the_page_and_by_the_interface() {
    let world = World::new().await;
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let program = world.program(ADMINISTRATOR);
    let mut sentences = std::collections::BTreeSet::new();
    for language in ["vi", "uk", "zh", "en"] {
        for (verb, unit) in [
            ("dossier.receive", OU1),
            ("dossier.decide", OU1),
            ("dossier.receive", OU3),
        ] {
            let page = administrator
                .get(&format!(
                    "{}&lang={language}",
                    asked(RECEIVER, verb, &format!("&unit={unit}"))
                ))
                .await;
            assert!(
                page.status == 200 && !page.has("⟦"),
                "{language}: {}",
                page.words()
            );
            let told = program
                .get(&format!(
                    "/api/v1/access/explain?person={RECEIVER}&verb={verb}&unit={unit}&lang={language}"
                ))
                .await;
            assert_eq!(told.status, 200, "{told:?}");
            let told = told.json();
            assert_eq!(told["allowed"], verb == "dossier.receive" && unit == OU1);
            let sentence = told["sentence"].as_str().unwrap();
            assert!(
                page.words().contains(sentence),
                "the page says it too: {sentence}"
            );
            sentences.insert(sentence.to_owned());
        }
    }
    assert_eq!(sentences.len(), 12, "each language has its own");
    let told = program
        .get(&format!(
            "/api/v1/access/explain?person={RECEIVER}&verb=dossier.receive&unit={OU1}"
        ))
        .await
        .json();
    let way = &told["ways"][0];
    assert_eq!(way["responsibility"], RECEIVING);
    assert_eq!(way["verdict"], "allowed");
    assert_eq!(way["mode"], "S");
    assert!(
        way["opened_by"]
            .as_str()
            .unwrap()
            .contains("set at level responsibility")
    );
    assert_eq!(way["lines"][0], "template: receiver unit allow");
}

#[tokio::test]
async fn what_the_asker_may_not_see_is_not_explained_to_her() {
    let world = World::new().await;
    let (t, group) = (&world.tenant, uuid::Uuid::now_v7());
    let (seen, unseen) = (world.dossier(OU1), world.dossier(OU3));
    // An auditor of the land office alone, who may ask about others.
    let land = world.id("security_profile", "dat-dai");
    let auditing = world.id("responsibility", "kiem-toan");
    world.change(&format!(
        "update profile_option set value = '{land}' where level_id = '{auditing}' and name = 'mo_security_profile'"
    ));
    let mut auditor = world.browser(AUDITOR).await;
    let ask = |row: &str| asked(RECEIVER, "dossier.read", &format!("&row={row}"));
    assert!(auditor.get(&ask(&seen)).await.words().contains("Allowed"));
    let hidden = auditor.get(&ask(&unseen)).await;
    let invented = auditor.get(&ask(&unseen.replace("H99", "H98"))).await;
    let bare = |page: &crate::support::browser::Page| {
        page.words()
            .replace(&unseen, "")
            .replace(&unseen.replace("H99", "H98"), "")
    };
    assert!(
        hidden.words().contains("There is no such thing"),
        "{}",
        hidden.words()
    );
    assert_eq!(bare(&hidden), bare(&invented), "seen and invented look the same");
    let program = world.program(AUDITOR);
    for row in [&unseen, &unseen.replace("H99", "H98")] {
        let told = program
            .get(&format!(
                "/api/v1/access/explain?person={RECEIVER}&verb=dossier.read&row={row}"
            ))
            .await;
        assert_eq!(told.status, 404);
    }
    // People of another business group, citizens, and nobody at all: one answer.
    world.change(&format!(
        "insert into business_group (tenant_id, id, code, name) values ('{t}', '{group}', 'second', '{{\"en\":\"Second\"}}');
         update account set business_group_id = '{group}', department_id = null where email = '{COLLEAGUE}'"
    ));
    let citizen = world.word("select email as line from account where kind = 'citizen' limit 1");
    for person in [COLLEAGUE, citizen.as_str(), "nobody@an-binh.example"] {
        let told = program
            .get(&format!(
                "/api/v1/access/explain?person={person}&verb=dossier.read"
            ))
            .await;
        assert_eq!(told.status, 404, "{person}");
    }
    // Whose a dossier is, nobody learns from an explanation who may not read it.
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let told = administrator.get(&ask(&seen)).await;
    assert!(told.words().contains("dossier of"), "{}", told.words());
    assert!(!told.has("Anna") && !told.has(&citizen), "{}", told.words());
    // And who may not ask is told so.
    let mut officer = world.browser(RECEIVER).await;
    assert_eq!(officer.get(&ask(&seen)).await.status, 403);
    assert_eq!(officer.get("/admin/policies").await.status, 403);
}

#[tokio::test]
async fn ones_own_answer_says_when_another_context_must_be_chosen_first() {
    let world = World::new().await;
    let mut administrator = world.browser(ADMINISTRATOR).await;
    let asked = "/desk/access?verb=policy.change&lang=en";
    let hint = "Not in what you work in just now";
    let words = administrator.get(asked).await.words();
    assert!(words.contains("Allowed") && !words.contains(hint), "{words}");
    // She audits too.
    let desk = administrator.get("/admin/policies").await;
    let chosen = world.id("responsibility", "kiem-toan");
    let switched = administrator.submit(&desk, &[("responsibility", &chosen)]).await;
    assert_eq!(switched.status, 303, "{}", switched.words());
    let words = administrator.get(asked).await.words();
    assert!(words.contains("Allowed") && words.contains(hint), "{words}");
}

/// For everybody who works here, each verb and each unit: the explanation says yes exactly where one of her responsibilities,
/// compiled as the gate compiles it, permits it.
#[tokio::test]
async fn explanations_agree_with_what_is_enforced() {
    let world = World::new().await;
    world.change(&format!(
        "insert into policy_line (tenant_id, id, role, reach, verb, effect) values
            ('{0}', gen_random_uuid(), 'receiver', 'unit', 'dossier.decide', 'allow'),
            ('{0}', gen_random_uuid(), 'assessor', 'unit', 'dossier.assess', 'deny'),
            ('{0}', gen_random_uuid(), 'auditor', 'tenant', 'policy.change', 'allow'),
            ('{0}', gen_random_uuid(), 'staff', 'unit', 'statistics.read', 'allow'),
            ('{0}', gen_random_uuid(), 'receiver', 'unit', 'statistics.read', 'deny'),
            ('{0}', gen_random_uuid(), 'staff', 'unit', 'paper.read', 'deny'),
            ('{0}', gen_random_uuid(), 'staff', 'tenant', 'audit.read', 'deny'),
            ('{0}', gen_random_uuid(), 'staff', 'tenant', 'people.change', 'allow'),
            ('{0}', gen_random_uuid(), 'approver', 'tenant', 'people.change', 'deny'),
            ('{0}', gen_random_uuid(), 'receiver', 'tenant', 'catalogue.read', 'deny')",
        world.tenant
    ));
    let db = world.server.database.db();
    let gate = Gate::open(&db).await.unwrap();
    let tenant: TenantId = world.tenant.parse().unwrap();
    let standing = gate.standing(tenant).await.unwrap();
    let token = onedoor::authority::people::Token::fresh();
    let digest: String = token.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    world.change(&format!(
        "insert into session (tenant_id, id, token_digest, kind, account_id, expires_at)
         values ('{tenant}', gen_random_uuid(), decode('{digest}', 'hex'), 'token', '{}', now() + interval '1 day')",
        world.account(ADMINISTRATOR)
    ));
    let asker = gate.signed_in(tenant, token.digest()).await.unwrap().unwrap();
    let units: Vec<OperatingUnitId> = [OU1, OU2, OU3]
        .map(|code| world.unit(code).parse().unwrap())
        .to_vec();
    let people = world.lines("select email as line from account where kind = 'staff' order by email");
    assert!(people.len() > 10);
    let standing = Arc::new(standing);
    let mut yes = 0;
    for email in people {
        let (standing, places, email2) = (Arc::clone(&standing), units.clone(), email.clone());
        let (answers, count) = db
            .in_tenant(&asker.context, move |tx| {
                let mut grant = tx.authorise::<ReadAccess>(Whole)?;
                let (mut answers, mut count) = (Vec::new(), 0);
                for verb in Verb::ALL.iter().copied() {
                    let abouts =
                        std::iter::once(About::Tenant).chain(places.iter().map(|unit| About::Unit(*unit)));
                    for about in abouts {
                        let told = explain(&mut grant, &email2, verb, &about, &standing)?;
                        let me: AccountId = told.person.id;
                        let place = match about {
                            About::Unit(unit) => Place::Unit(unit),
                            _ => Place::Tenant,
                        };
                        let works = told.ways.iter().any(|way| {
                            let held = way.held.as_ref();
                            way.start.is_some()
                                && held.is_some_and(|held| held.is_in_force(standing.day.date))
                        });
                        let enforced = told.ways.iter().any(|way| {
                            // Only who has nothing to work in is nothing but a member of staff.
                            let Some(held) = &way.held else {
                                if works {
                                    return false;
                                }
                                let set = compile(
                                    &standing.policy,
                                    &["staff"],
                                    None,
                                    &onedoor::kernel::access::UnitSet::empty(),
                                );
                                return set.permits(
                                    Actor::Staff(me, ResponsibilityId::fresh()),
                                    verb,
                                    place.clone(),
                                );
                            };
                            let Some(start) =
                                way.start.as_ref().filter(|_| held.is_in_force(standing.day.date))
                            else {
                                return false;
                            };
                            let mode = if start.mode == AccessMode::S {
                                AccessMode::S
                            } else {
                                start.mode
                            };
                            let set =
                                compile(&standing.policy, &["staff", &held.role], Some(mode), &start.units);
                            set.permits(Actor::Staff(me, held.id), verb, place.clone())
                        });
                        count += usize::from(enforced);
                        if enforced != told.is_allowed() {
                            answers.push(format!("{email2} {verb:?} {about:?}: enforced {enforced}"));
                        }
                    }
                }
                Ok((answers, count))
            })
            .await
            .unwrap();
        assert!(answers.is_empty(), "{email}: {answers:?}");
        yes += count;
    }
    assert!(yes > 100, "{yes} answers were yes");
}
