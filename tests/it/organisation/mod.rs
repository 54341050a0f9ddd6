//! The organisation: each rule of its model by a test of its name, against the database and through the command path, and
//! as an administrator meets it in the browser.
//!
//! | | |
//! |---|---|
//! | `rules` | rules 1 to 11, each by tests called after it; the worked examples through the commands |
//! | `books` | rules 5 and 6 in money and documents: branches of an entity, and who signs, in a whole installation |
//! | `examples` | the worked examples through the pages; those of access are in `access::moac` |
//! | `pages` | every page without a script, in four languages |
//! | `browser` | the pages in a browser: the tree by keys alone, axe, a telephone and a desk |
//! | `reorganising` | rule 11: plans, their preview, midnight of the tenant's zone, killed workers |
//! | `ended` | rule 11: what has ended is at work nowhere |
//! | `administrators` | no change takes the last administration away, by page, program, code or plan |
//! | `random` | thousands of changes, after each of which every rule holds |
//! | `paths` | random changes by page, program and code alike; two administrators at once; the way back |

mod administrators;
mod books;
mod browser;
mod ended;
mod examples;
mod pages;
mod paths;
mod random;
mod reorganising;
mod rules;
mod world;

/// What the rule book numbers, and the worked examples: each has a test that bears its name.
#[test]
fn every_rule_and_every_worked_example_has_its_test() {
    let tests = [
        include_str!("rules.rs"),
        include_str!("books.rs"),
        include_str!("examples.rs"),
        include_str!("../access/moac.rs"),
        include_str!("../access/options.rs"),
    ]
    .join("\n");
    let named = (1..=11).map(|rule| format!("rule_{rule}_"));
    let examples = [
        "worked_examples_of_links_values_halls_and_centres",
        "worked_examples_of_links_values_halls_and_centres_through_the_pages",
        "worked_example_of_moving_an_entity_after_it_was_unlinked",
        "worked_example_of_moving_an_entity_once_it_was_unlinked_through_the_pages",
        "worked_example_of_two_groups_that_both_name_a_tax_hall",
        "worked_example_of_two_groups_that_both_name_a_tax_hall_through_the_pages",
        "profile_ou1_ou2_with_default_ou3_is_mode_m_without_default",
        "profile_ou1_with_default_ou2_is_mode_s_in_ou1",
        "profile_unset_and_operating_unit_ou2_is_mode_s_in_ou2",
        "a_query_with_no_context_sees_zero_rows",
        "worked_examples_of_access_through_the_pages",
    ];
    for name in named.chain(examples.map(|example| format!("{example}("))) {
        let test = format!("#[tokio::test]\nasync fn {name}");
        assert!(tests.contains(&test), "no test is called {name}");
    }
}
