//! Each numbered rule of the model and each worked example that concerns structure, through the command path: what is
//! refused is refused by the constraint that holds the rule, and the sentence's rows are named.

use onedoor::authority::organisation::change::{Change, Equipment, Kind};
use onedoor::authority::organisation::{ReadOrganisation, look};
use onedoor::platform::door::Whole;
use uuid::Uuid;

use super::world::{Example, World, called, close, entity, hall, name, unit};

#[tokio::test]
async fn worked_examples_of_links_values_halls_and_centres() {
    let it = Example::new().await;
    let world = &it.world;
    // OU1 (L1, default A) links A and B: ok.
    let ou1 = it.first_unit().await;
    // OU1 links C: rejected, other ledger.
    let way = world
        .refused(
            Change::Link {
                unit: ou1,
                entity: it.c,
            },
            "rule-linked-unit-shares-the-ledger",
        )
        .await;
    assert_eq!(way, ["l1", "l2"]);
    // OU2 (L1) also links A: many-to-many.
    let ou2 = world.unit(it.group, it.a, "ou2").await;
    assert_eq!(
        world.text("(select count(*) from operating_unit_legal_entity where in_force)"),
        "3"
    );
    // Give 02 to B: rejected, owned by A.
    let way = world
        .refused(
            Change::AddValue {
                entity: it.b,
                value: "02".into(),
            },
            "rule-value-belongs-to-one-entity",
        )
        .await;
    assert_eq!(way, ["a"]);
    // Hall H1 (L1, B, OU1) while OU1's default is A: ok.
    let h1 = world.add(hall(ou1, it.b, it.centre_b, "h1")).await;
    assert_eq!(
        world.text(&format!("(select ledger_id from service_hall where id = '{h1}')")),
        it.l1.to_string()
    );
    // Hall H2 (L1, B, OU2), OU2 not linked to B: rejected.
    let way = world
        .refused(hall(ou2, it.b, it.centre_b, "h2"), "rule-hall-has-a-linked-pair")
        .await;
    assert_eq!(way, ["ou2", "b"]);
    // The same where the two had been linked once.
    world
        .ok(Change::Link {
            unit: ou2,
            entity: it.b,
        })
        .await;
    world
        .ok(Change::Unlink {
            unit: ou2,
            entity: it.b,
        })
        .await;
    let way = world
        .refused(hall(ou2, it.b, it.centre_b, "h2"), "rule-hall-has-a-linked-pair")
        .await;
    assert_eq!(way, ["ou2", "b"]);
    // Move A to L2 while OU1 links it: rejected until unlinked.
    let move_a = Change::MoveEntity {
        entity: it.a,
        ledger: it.l2,
    };
    let way = world
        .refused(move_a, "rule-linked-entity-shares-the-ledger")
        .await;
    assert_eq!(way, ["ou1", "ou2"]);
    // Cost centre of A on H1 (entity B): rejected.
    let way = world
        .refused(
            hall(ou1, it.b, it.centre_a, "h3"),
            "rule-hall-has-a-cost-centre-of-its-entity",
        )
        .await;
    assert_eq!(way, ["centre-a", "a"]);
}

#[tokio::test]
async fn worked_example_of_moving_an_entity_after_it_was_unlinked() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    world
        .ok(Change::SetDefault {
            unit: ou1,
            entity: it.b,
        })
        .await;
    world
        .ok(Change::Unlink {
            unit: ou1,
            entity: it.a,
        })
        .await;
    // Value 01 is C's in the value set of L2, so A cannot bring its own.
    let move_a = Change::MoveEntity {
        entity: it.a,
        ledger: it.l2,
    };
    let way = world
        .refused(move_a.clone(), "rule-value-belongs-to-one-entity")
        .await;
    assert_eq!(way, ["c"]);
    world.ok(close(Kind::CostCentre, it.centre_a)).await;
    world
        .ok(Change::AddValue {
            entity: it.c,
            value: "09".into(),
        })
        .await;
    world
        .ok(Change::DropValue {
            entity: it.c,
            value: "01".into(),
        })
        .await;
    world.ok(move_a).await;
    // Its values and its cost centre followed into the other value set.
    assert_eq!(
        world.text(&format!(
            "(select string_agg(value_set || value, ' ' order by value) from balancing_segment_value where legal_entity_id = '{}')",
            it.a
        )),
        "set-201 set-202"
    );
    assert_eq!(
        world.text(&format!(
            "(select value_set from cost_centre where id = '{}')",
            it.centre_a
        )),
        "set-2"
    );
}

#[tokio::test]
async fn worked_example_of_two_groups_that_both_name_a_tax_hall() {
    let it = Example::new().await;
    let world = &it.world;
    let other = world.group("other").await;
    let tax = |group: Uuid, code: &str| Change::AddDepartment {
        group,
        parent: None,
        centre: None,
        called: onedoor::authority::organisation::change::Called {
            code: code.into(),
            name: name("Tax hall"),
        },
    };
    world.ok(tax(it.group, "tax")).await;
    let done = world.ok(tax(other, "tax-2")).await;
    assert!(done.same_name_elsewhere.is_empty(), "the profile is off");
    world.run(&format!(
        "insert into profile_option (tenant_id, name, level, level_id, value)
         values ('{t}', 'cross_business_group', 'responsibility', '{r}', 'on')",
        t = world.tenant,
        r = world.responsibility
    ));
    let third = world.group("third").await;
    let done = world.ok(tax(third, "tax-3")).await;
    assert_eq!(done.same_name_elsewhere.len(), 2, "allowed, with a warning");
    let way = world
        .refused(tax(third, "tax-4"), "rule-name-is-unique-in-its-group")
        .await;
    assert!(way.contains(&"tax-3".to_owned()), "{way:?}");
}

/// Rule 1.
#[tokio::test]
async fn rule_1_a_business_group_comes_with_a_security_profile_of_its_name() {
    let world = World::empty();
    let group = world.group("province").await;
    assert_eq!(
        world.text(&format!(
            "(select p.name ->> 'en' || ' ' || p.view_all || ' ' || p.global from security_profile p
              where p.code = 'province' and p.business_group_id = '{group}')"
        )),
        "The province true false"
    );
    world
        .refused(
            Change::AddGroup {
                called: called("province"),
            },
            "rule-code-is-unique",
        )
        .await;
}

/// Rule 2.
#[tokio::test]
async fn rule_2_an_employee_belongs_to_the_group_of_the_department() {
    let it = Example::new().await;
    let world = &it.world;
    let other = world.group("other").await;
    let department = world
        .add(Change::AddDepartment {
            group: it.group,
            parent: None,
            centre: None,
            called: called("office"),
        })
        .await;
    let employ = |group: &str| {
        let mut rows = world.database.superuser();
        diesel::connection::SimpleConnection::batch_execute(
            &mut rows,
            &format!(
                "insert into account (tenant_id, id, kind, email, display_name, language, business_group_id, department_id)
                 values ('{}', gen_random_uuid(), 'staff', gen_random_uuid() || '@x.example', 'Somebody', 'en', {group}, '{department}')",
                world.tenant
            ),
        )
    };
    let refused = employ(&format!("'{other}'")).unwrap_err().to_string();
    assert!(
        refused.contains("rule_employee_is_of_the_departments_group"),
        "{refused}"
    );
    let refused = employ("null").unwrap_err().to_string();
    assert!(refused.contains("rule_employee_has_a_group"), "{refused}");
    employ(&format!("'{}'", it.group)).unwrap();
    let way = world
        .refused(close(Kind::Department, department), "rule-in-use")
        .await;
    assert_eq!(way, ["1 people"]);
}

/// Rule 2: with a department or without.
#[tokio::test]
async fn rule_2_staff_without_a_department_belong_to_a_group_too() {
    let it = Example::new().await;
    let employ = |kind: &str, group: &str| {
        let text = format!(
            "insert into account (tenant_id, id, kind, email, display_name, language, business_group_id)
             values ('{}', gen_random_uuid(), '{kind}', gen_random_uuid() || '@x.example', 'Somebody', 'en', {group})",
            it.world.tenant
        );
        diesel::connection::SimpleConnection::batch_execute(&mut it.world.database.superuser(), &text)
    };
    let refused = employ("staff", "null").unwrap_err().to_string();
    assert!(refused.contains("rule_employee_has_a_group"), "{refused}");
    employ("staff", &format!("'{}'", it.group)).unwrap();
    // A citizen is nobody's employee.
    employ("citizen", "null").unwrap();
    // And the group of somebody who works does not end.
    let other = it.world.group("other").await;
    employ("staff", &format!("'{other}'")).unwrap();
    let way = it
        .world
        .refused(close(Kind::BusinessGroup, other), "rule-in-use")
        .await;
    assert_eq!(way, ["1 people"]);
}

/// Rule 3.
#[tokio::test]
async fn rule_3_names_are_unique_in_a_group_language_by_language_while_they_last() {
    let it = Example::new().await;
    let world = &it.world;
    let first = world.unit(it.group, it.a, "first").await;
    let second = world.unit(it.group, it.a, "second").await;
    let rename = |id: Uuid, to: &str| Change::Rename {
        kind: Kind::OperatingUnit,
        id,
        name: name(to),
    };
    // Case and blanks do not tell two names apart, nor does the kind of organisation.
    let way = world
        .refused(
            rename(second, "  the   FIRST "),
            "rule-name-is-unique-in-its-group",
        )
        .await;
    assert_eq!(way, ["first"]);
    let way = world
        .refused(rename(second, "The a"), "rule-name-is-unique-in-its-group")
        .await;
    assert_eq!(way, ["a"]);
    // The same words in another language are another name.
    world
        .ok(Change::Rename {
            kind: Kind::OperatingUnit,
            id: second,
            name: onedoor::kernel::locale::Localised::of(onedoor::kernel::locale::Language::Vi, "The first"),
        })
        .await;
    // A name is free again when its bearer has ended.
    world.ok(close(Kind::OperatingUnit, first)).await;
    world.ok(rename(second, "The first")).await;
}

/// Rule 4.
#[tokio::test]
async fn rule_4_a_set_up_has_one_primary_ledger_and_any_number_of_secondary_ones() {
    let it = Example::new().await;
    let world = &it.world;
    let setup: Uuid = world
        .text(&format!(
            "(select accounting_setup_id from ledger where id = '{}')",
            it.l1
        ))
        .parse()
        .unwrap();
    let secondary = |code: &str, value_set: &str| Change::AddSecondaryLedger {
        setup,
        ledger: called(code),
        currency: "VND".into(),
        value_set: value_set.into(),
    };
    // The same value set as the primary ledger, or another.
    world.ok(secondary("budget", "set-1")).await;
    let other = world.add(secondary("treasury", "set-2")).await;
    // Entities and units keep their books in primary ledgers.
    world
        .refused(
            entity(it.group, other, "d", "04"),
            "rule-books-are-kept-in-a-primary-ledger",
        )
        .await;
    let second_primary = format!(
        "insert into ledger (tenant_id, id, accounting_setup_id, code, name, currency, kind, value_set)
         values ('{}', gen_random_uuid(), '{setup}', 'l9', '{{}}', 'VND', 'primary', 'set-1')",
        world.tenant
    );
    let refused =
        diesel::connection::SimpleConnection::batch_execute(&mut world.database.superuser(), &second_primary)
            .unwrap_err()
            .to_string();
    assert!(refused.contains("rule_setup_has_one_primary_ledger"), "{refused}");
    let none = format!(
        "insert into accounting_setup (tenant_id, id, code, name) values ('{}', gen_random_uuid(), 'bare', '{{}}')",
        world.tenant
    );
    let refused = diesel::connection::SimpleConnection::batch_execute(&mut world.database.superuser(), &none)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("rule_setup_has_a_primary_ledger"), "{refused}");
}

/// Rule 5.
#[tokio::test]
async fn rule_5_an_entity_has_at_least_one_value_and_a_value_at_most_one_entity() {
    let it = Example::new().await;
    let world = &it.world;
    world
        .ok(Change::DropValue {
            entity: it.a,
            value: "02".into(),
        })
        .await;
    // 01 is the last one, and a cost centre stands on it.
    let drop = |entity: Uuid, value: &str| Change::DropValue {
        entity,
        value: value.into(),
    };
    let way = world
        .refused(drop(it.a, "01"), "rule-centre-has-a-value-of-its-entity")
        .await;
    assert_eq!(way, ["centre-a"]);
    let way = world.refused(drop(it.c, "01"), "rule-entity-has-a-value").await;
    assert_eq!(way, ["c"]);
    // Branches: several values of one entity. A value moves with its cost centre.
    world
        .ok(Change::AddValue {
            entity: it.a,
            value: "04".into(),
        })
        .await;
    world
        .ok(Change::MoveValue {
            from: it.a,
            value: "01".into(),
            to: it.b,
        })
        .await;
    assert_eq!(
        world.text(&format!(
            "(select legal_entity_id from cost_centre where id = '{}')",
            it.centre_a
        )),
        it.b.to_string()
    );
    // An entity of another value set cannot take it.
    world
        .refused(
            Change::MoveValue {
                from: it.b,
                value: "03".into(),
                to: it.c,
            },
            "rule-value-is-of-the-entitys-value-set",
        )
        .await;
}

/// Rule 6.
#[tokio::test]
async fn rule_6_the_default_entity_of_a_unit_is_one_of_its_linked_ones() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let way = world
        .refused(
            Change::SetDefault {
                unit: ou1,
                entity: it.c,
            },
            "rule-default-entity-is-linked",
        )
        .await;
    assert_eq!(way, ["c"]);
    let way = world
        .refused(
            Change::Unlink {
                unit: ou1,
                entity: it.a,
            },
            "rule-default-entity-is-linked",
        )
        .await;
    assert_eq!(way, ["ou1"]);
    let below = world.add(unit(it.group, Some(ou1), it.a, "below")).await;
    let way = world
        .refused(
            Change::PutUnitUnder {
                unit: ou1,
                parent: Some(below),
            },
            "rule-unit-is-not-above-itself",
        )
        .await;
    assert_eq!(way, ["below"]);
    let other = world.group("other").await;
    let stranger = world.unit(other, it.a, "stranger").await;
    world
        .refused(
            Change::PutUnitUnder {
                unit: ou1,
                parent: Some(stranger),
            },
            "rule-unit-is-below-one-of-its-group",
        )
        .await;
}

/// Rule 7.
#[tokio::test]
async fn rule_7_a_hall_leans_on_one_linked_pair_and_its_ledger() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let h1 = world.add(hall(ou1, it.a, it.centre_a, "h1")).await;
    world.ok(hall(ou1, it.a, it.centre_a, "h2")).await;
    world.ok(hall(ou1, it.b, it.centre_b, "h3")).await;
    // Halls of one unit may have different entities; a pair that halls lean on is not taken apart.
    let way = world
        .refused(
            Change::Unlink {
                unit: ou1,
                entity: it.b,
            },
            "rule-in-use",
        )
        .await;
    assert_eq!(way, ["1 halls"]);
    let way = world
        .refused(close(Kind::OperatingUnit, ou1), "rule-in-use")
        .await;
    assert_eq!(way, ["3 halls"]);
    let ou3 = world.unit(it.group, it.c, "ou3").await;
    world
        .refused(
            Change::MoveHall {
                hall: h1,
                unit: ou3,
                entity: it.a,
                centre: it.centre_a,
                dossiers: None,
            },
            "rule-hall-has-a-linked-pair",
        )
        .await;
}

/// Rule 8.
#[tokio::test]
async fn rule_8_capabilities_are_of_a_hall_and_windows_have_no_context() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    let h1 = world.add(hall(ou1, it.a, it.centre_a, "h1")).await;
    let equip = |what: &str| Change::EquipHall {
        hall: h1,
        equipment: Equipment {
            capabilities: vec![what.into()],
            ..Equipment::default()
        },
    };
    world.ok(equip("takes_cash")).await;
    world
        .refused(equip("prints_money"), "rule-hall-has-known-capabilities")
        .await;
    let window = |code: &str| Change::AddPart {
        hall: h1,
        part: "window".into(),
        called: called(code),
    };
    world.ok(window("w1")).await;
    world
        .refused(window("w1"), "rule-code-is-unique-in-its-hall")
        .await;
    let context = world.text(
        "(select count(*) from information_schema.columns where table_schema = 'public' and
          ((table_name = 'hall_part' and column_name in ('operating_unit_id', 'legal_entity_id', 'ledger_id', 'capabilities'))
           or (column_name = 'capabilities' and table_name <> 'service_hall')))",
    );
    assert_eq!(context, "0");
    // A hall that ends takes its windows along.
    world.ok(close(Kind::ServiceHall, h1)).await;
    assert_eq!(world.text("(select count(*) from hall_part where in_force)"), "0");
}

/// Rule 9.
#[tokio::test]
async fn rule_9_cost_centres_and_values_of_the_segment_are_checked_and_made_alike() {
    let it = Example::new().await;
    let world = &it.world;
    let way = world
        .refused(
            Change::AddCentre {
                entity: it.a,
                value: "03".into(),
                called: called("centre-x"),
            },
            "rule-centre-has-a-value-of-its-entity",
        )
        .await;
    assert_eq!(way, ["b"]);
    let value = |company: &str| Change::AddCentreValue {
        value_set: "set-1".into(),
        company_value: company.into(),
        called: called("centre-new"),
    };
    world
        .refused(value("77"), "rule-segment-value-is-below-a-company-value")
        .await;
    world.ok(value("02")).await;
    world.run("delete from cost_centre_value where value = 'centre-b'");
    let done = world.ok(Change::AddMissingCentres).await;
    assert_eq!(
        done.rows_made, 2,
        "a centre for a value, and a value for a centre"
    );
    assert_eq!(
        world.text("(select e.code || ' ' || c.company_value from cost_centre c join legal_entity e on e.id = c.legal_entity_id where c.code = 'centre-new')"),
        "a 02"
    );
    assert_eq!(world.ok(Change::AddMissingCentres).await.rows_made, 0);
}

/// Rule 9: a centre that ended keeps its value for the books, and neither job takes that for something missing.
#[tokio::test]
async fn rule_9_centres_that_ended_and_entities_that_closed_are_passed_over() {
    let it = Example::new().await;
    let world = &it.world;
    world.ok(close(Kind::CostCentre, it.centre_b)).await;
    assert_eq!(disagreements(world).await, 0);
    assert_eq!(world.ok(Change::AddMissingCentres).await.rows_made, 0);
    let is_open = "(select count(*) from cost_centre where code = 'centre-b' and in_force)";
    assert_eq!(world.text(is_open), "0", "nobody opened it again");

    // Below the value of an entity that closes, a value without a centre stays behind, too.
    world
        .ok(Change::AddCentreValue {
            value_set: "set-1".into(),
            company_value: "03".into(),
            called: called("left-behind"),
        })
        .await;
    assert_eq!(disagreements(world).await, 1);
    world.ok(close(Kind::LegalEntity, it.b)).await;
    assert_eq!(disagreements(world).await, 0);
    world
        .ok(Change::AddCentreValue {
            value_set: "set-1".into(),
            company_value: "01".into(),
            called: called("centre-new"),
        })
        .await;
    assert_eq!(
        world.ok(Change::AddMissingCentres).await.rows_made,
        1,
        "only what an open entity lacks"
    );
    assert_eq!(disagreements(world).await, 0);
}

/// How much the first job finds.
async fn disagreements(world: &World) -> usize {
    world
        .db
        .in_tenant(&world.context, |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            look::accounting(&mut grant, "", 0, 1)
        })
        .await
        .unwrap()
        .disagreements
        .len()
}

/// Rule 10.
#[tokio::test]
async fn rule_10_a_department_may_name_a_cost_centre_and_carries_nothing() {
    let it = Example::new().await;
    let world = &it.world;
    let department = world
        .add(Change::AddDepartment {
            group: it.group,
            parent: None,
            centre: Some(it.centre_a),
            called: called("office"),
        })
        .await;
    let way = world
        .refused(close(Kind::CostCentre, it.centre_a), "rule-in-use")
        .await;
    assert_eq!(way, ["1 departments"]);
    world
        .ok(Change::ChargeDepartment {
            department,
            centre: None,
        })
        .await;
    world.ok(close(Kind::CostCentre, it.centre_a)).await;
    let way = world
        .refused(
            Change::ChargeDepartment {
                department,
                centre: Some(it.centre_a),
            },
            "rule-department-has-an-open-cost-centre",
        )
        .await;
    assert!(way.is_empty());
    // Nothing that has money or a dossier points to a department.
    assert_eq!(
        world.text(
            "(select string_agg(distinct conrelid::regclass::text, ' ' order by conrelid::regclass::text) from pg_constraint
              where contype = 'f' and confrelid = 'department'::regclass)"
        ),
        "account department"
    );
}

/// Rule 11.
#[tokio::test]
async fn rule_11_what_ends_stays_readable_and_what_it_was_is_in_the_history() {
    let it = Example::new().await;
    let world = &it.world;
    let ou1 = it.first_unit().await;
    world.ok(close(Kind::OperatingUnit, ou1)).await;
    assert_eq!(
        world.text(&format!(
            "(select valid_to from operating_unit where id = '{ou1}')"
        )),
        "2026-11-22"
    );
    assert_eq!(
        world.text(&format!(
            "(select count(*) from change_row where table_name = 'operating_unit' and row_key = '{ou1}' and before ->> 'valid_to' is null and after ->> 'valid_to' is not null)"
        )),
        "1"
    );
    world
        .refused(close(Kind::OperatingUnit, ou1), "rule-part-is-there")
        .await;
}

/// Rule 11.
#[tokio::test]
async fn rule_11_what_has_ended_is_changed_no_more_and_takes_nothing_over() {
    let it = Example::new().await;
    let world = &it.world;
    let (ou1, ou2) = (it.first_unit().await, world.unit(it.group, it.a, "ou2").await);
    world.dossier(ou1, it.a, None, 2);
    world.ok(close(Kind::OperatingUnit, ou2)).await;
    for change in [
        Change::MergeUnits { from: ou1, into: ou2 },
        Change::Close {
            kind: Kind::OperatingUnit,
            id: ou1,
            dossiers_to: Some(ou2),
        },
        Change::Rename {
            kind: Kind::OperatingUnit,
            id: ou2,
            name: name("Another"),
        },
        Change::Link {
            unit: ou2,
            entity: it.b,
        },
    ] {
        world.refused(change, "rule-part-is-there").await;
    }
}

/// Beside the numbered rules: what stands in numbers of dossiers, registers and books is right when it is written.
#[tokio::test]
async fn numbers_and_currencies_are_those_that_a_tenants_code_may_have() {
    let it = Example::new().await;
    let world = &it.world;
    world.unit(it.group, it.a, "ou1").await;
    let numbered = |code: &str, number_code: &str| Change::AddUnit {
        group: it.group,
        parent: None,
        entity: it.a,
        called: called(code),
        number_code: number_code.to_owned(),
    };
    world
        .refused(numbered("ou2", "ou1"), "rule-number-code-is-unique")
        .await;
    world
        .refused(numbered("ou2", "no code"), "errors-check-your-answers")
        .await;
    let Change::AddEntity {
        group,
        ledger,
        called: d,
        registration_kind,
        value,
        ..
    } = entity(it.group, it.l1, "d", "07")
    else {
        unreachable!()
    };
    let wrong = Change::AddEntity {
        group,
        ledger,
        called: d,
        registration_kind,
        registration_number: "0100109107".into(),
        value,
    };
    world.refused(wrong, "errors-check-your-answers").await;
    let setup = Change::AddSetup {
        called: called("s3"),
        ledger: called("l3"),
        currency: "EUR".into(),
        value_set: "set-1".into(),
    };
    world
        .refused(setup, "rule-primary-ledgers-share-a-currency")
        .await;
}
