//! Former codes: a thing that was renamed is found by what it was called before, so that must be the name of one thing.

use std::collections::HashMap;

use super::Check;

/// A thing as its list names it.
struct Named<'a> {
    /// Its code, or its address.
    code: &'a str,
    /// What it was called before.
    formerly: &'a [String],
}

pub(super) fn check(check: &mut Check<'_>) {
    let code = check.code;
    let (organisation, people) = (&code.organisation, &code.people);
    macro_rules! lists {
        ($($file:literal $list:literal: $things:expr, $code:ident;)*) => {$(
            let things = $things.iter().map(|it| Named { code: &it.$code, formerly: &it.formerly }).collect();
            list(check, $file, $list, things);
        )*};
    }
    lists! {
        "organisation.toml" "business_group": organisation.business_group, code;
        "organisation.toml" "accounting_setup": organisation.accounting_setup, code;
        "organisation.toml" "ledger": organisation.ledger, code;
        "organisation.toml" "legal_entity": organisation.legal_entity, code;
        "organisation.toml" "operating_unit": organisation.operating_unit, code;
        "organisation.toml" "cost_centre": organisation.cost_centre, code;
        "organisation.toml" "hall": organisation.hall, code;
        "organisation.toml" "department": organisation.department, code;
        "people.toml" "security_profile": people.security_profile, code;
        "people.toml" "responsibility": people.responsibility, code;
        "people.toml" "staff": people.staff, email;
    }
    for ledger in &organisation.ledger {
        let accounts = code.accounts.account.iter().filter(|it| it.ledger == ledger.code);
        let accounts = accounts.map(|it| Named {
            code: &it.code,
            formerly: &it.formerly,
        });
        list(check, "accounts.toml", "account", accounts.collect());
    }
    for (name, former, message) in contradictions(
        &code
            .procedures
            .iter()
            .map(|(name, it)| Named {
                code: name,
                formerly: &it.facts.formerly,
            })
            .collect::<Vec<_>>(),
    ) {
        let file = format!("procedures/{name}/procedure.toml");
        check.note(&file, &["formerly", former], message);
    }
}

fn list(check: &mut Check<'_>, file: &str, list: &str, things: Vec<Named<'_>>) {
    for (code, former, message) in contradictions(&things) {
        check.note_row(file, list, &[code, former], message);
    }
}

/// What cannot be: the thing, the former code, and why.
fn contradictions<'a>(things: &[Named<'a>]) -> Vec<(&'a str, &'a str, String)> {
    let standing: HashMap<&str, &Named<'_>> = things.iter().map(|it| (it.code, it)).collect();
    let mut owners: HashMap<&str, &str> = HashMap::new();
    let mut found = Vec::new();
    for thing in things {
        let code = thing.code;
        for former in thing.formerly {
            let former = former.as_str();
            if former == code {
                found.push((
                    code,
                    former,
                    format!("“{code}” cannot have been called “{former}” formerly: it is called so now"),
                ));
                continue;
            }
            if let Some(other) = owners.insert(former, code) {
                found.push((
                    code,
                    former,
                    match other == code {
                        true => format!("“{code}” says twice that it was called “{former}”"),
                        false => format!("“{other}” and “{code}” cannot both have been called “{former}”"),
                    },
                ));
            }
            // A code is handed on only by what takes another itself; else nobody could tell which of the two is the old thing.
            if standing.get(former).is_some_and(|it| it.formerly.is_empty()) {
                found.push((
                    code,
                    former,
                    format!(
                        "“{code}” cannot have been called “{former}” formerly, which is still here; once “{former}” is another \
                         thing, take it out of `formerly`"
                    ),
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(things: &[(&str, &[&str])]) -> Vec<String> {
        let formers: Vec<Vec<String>> = things
            .iter()
            .map(|(_, formerly)| formerly.iter().map(|it| (*it).to_owned()).collect())
            .collect();
        let things: Vec<Named<'_>> = things
            .iter()
            .zip(&formers)
            .map(|((code, _), formerly)| Named { code, formerly })
            .collect();
        contradictions(&things)
            .into_iter()
            .map(|(_, _, message)| message)
            .collect()
    }

    #[test]
    fn a_former_code_was_that_of_one_thing() {
        assert_eq!(told(&[("a", &["a"])]).len(), 1);
        assert!(told(&[("a", &["x"]), ("b", &["x"])])[0].contains("“a” and “b” cannot both"));
        assert!(told(&[("a", &["x", "x"])])[0].contains("says twice"));
        assert!(told(&[("a", &["b"]), ("b", &[])])[0].contains("which is still here"));
        // Handed on: one takes what another gives up for a third; two may even exchange theirs.
        assert!(told(&[("b", &["a"]), ("c", &["b"])]).is_empty());
        assert!(told(&[("a", &["b"]), ("b", &["a"])]).is_empty());
    }
}
