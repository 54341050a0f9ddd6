//! Every route is classified in `routes.toml`, and none of them gives one tenant's things to another's people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use reqwest::Method;

use super::lines;
use crate::api::program::{ABROAD, CITIZEN, HOME, Program, application, token};
use crate::support::server::TestServer;

/// Somebody of each kind in the other tenant.
const STRANGER: &str = "lan.nguyen@mail.example";

/// A route as the sources write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    pub method: String,
}

/// Reads the routes out of the sources: `.route("path", get()…)` and `resource("path")…route(get()…)`.
pub fn routes() -> BTreeSet<Route> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("src/app.rs")];
    let mut folders = vec![root.join("src/surfaces")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // The sandbox plays other people's servers; it is none of ours.
            if path.is_dir() && !path.ends_with("sandbox") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut all = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, opening) in text
            .match_indices(".route(")
            .chain(text.match_indices("resource("))
        {
            let rest = &text[at + opening.len()..];
            let rest = rest.trim_start();
            let (path, rest) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap(),
                None if rest.starts_with("gateway::PATH") => {
                    (onedoor::surfaces::callbacks::gateway::PATH, rest)
                }
                // A route of a resource, read with it below.
                None if opening == ".route(" => continue,
                None => panic!(
                    "{}: write the path of a resource out, so that this test can read it",
                    file.display()
                ),
            };
            let end = match opening {
                ".route(" => rest.find(".to(").map_or(rest.len(), |end| end + 1),
                _ => ["resource(", ";\n"]
                    .iter()
                    .filter_map(|next| rest.find(next))
                    .min()
                    .unwrap_or(rest.len()),
            };
            let methods: Vec<&str> = [
                "get()", "post()", "put()", "patch()", "delete()", "head()", "method(",
            ]
            .into_iter()
            .filter(|method| rest[..end].contains(method))
            .collect();
            assert!(
                !methods.is_empty(),
                "{}: {path} has a method this test does not know",
                file.display()
            );
            for method in methods {
                let method = method.trim_end_matches(['(', ')']).to_uppercase();
                all.insert(Route {
                    path: path.to_owned(),
                    method,
                });
            }
        }
    }
    assert!(all.len() > 60, "{} routes", all.len());
    all
}

fn classes() -> BTreeMap<String, String> {
    let classes: BTreeMap<String, BTreeSet<String>> = toml::from_str(include_str!("routes.toml")).unwrap();
    let mut of = BTreeMap::new();
    for (class, paths) in classes {
        assert!(
            ["public", "visitor", "citizen", "staff", "program", "system"].contains(&class.as_str()),
            "{class}"
        );
        for path in paths {
            assert!(
                of.insert(path.clone(), class.clone()).is_none(),
                "{path} is classified twice"
            );
        }
    }
    of
}

#[test]
fn every_route_is_classified_and_nothing_else_is() {
    let (routes, classes) = (routes(), classes());
    let paths: BTreeSet<&String> = routes.iter().map(|route| &route.path).collect();
    let missing: Vec<_> = paths
        .iter()
        .filter(|path| !classes.contains_key(**path))
        .collect();
    assert!(
        missing.is_empty(),
        "classify these in tests/it/isolation/routes.toml: {missing:#?}"
    );
    let gone: Vec<_> = classes.keys().filter(|path| !paths.contains(path)).collect();
    assert!(
        gone.is_empty(),
        "routes.toml classifies what is no route: {gone:#?}"
    );
}

/// Every id of a tenant, with the table it is from, and the words only its own people should read.
struct Treasure {
    ids: Vec<String>,
    words: Vec<String>,
}

fn treasure(server: &TestServer) -> Treasure {
    let mut eyes = server.database.superuser();
    let tables: BTreeSet<String> = super::columns(&mut eyes)
        .into_iter()
        .filter(|column| column.column_name == "id" && column.kind == "uuid" && column.table_name != "tenant")
        .map(|column| column.table_name)
        .collect();
    let of_tenant = format!("tenant_id = (select id from tenant where slug = '{HOME}')");
    let mut ids: Vec<String> = Vec::new();
    for table in tables {
        ids.extend(lines(
            &mut eyes,
            &format!("select id::text as line from {table} where {of_tenant} order by id limit 1"),
        ));
    }
    let mut words = lines(
        &mut eyes,
        &format!("select number as line from dossier where {of_tenant}"),
    );
    words.extend(lines(
        &mut eyes,
        &format!("select applicant_name as line from dossier where {of_tenant}"),
    ));
    words.extend(lines(
        &mut eyes,
        &format!("select display_name as line from account where {of_tenant} and kind = 'staff'"),
    ));
    assert!(
        ids.len() > 15 && words.len() > 10,
        "{} ids, {} words",
        ids.len(),
        words.len()
    );
    Treasure { ids, words }
}

/// The path with every parameter filled in with `id`; codes of procedures with one that the tenant has.
fn filled(path: &str, id: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        filled.push_str(before);
        filled.push_str(match name.split(':').next().unwrap_or_default() {
            "code" => "vytiah-yedr",
            "page" => "applicant",
            // Names for caches and files of everybody's.
            "digest" | "name" | "kind" => "0",
            _ => id,
        });
        rest = after;
    }
    filled + rest
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_gives_one_tenants_things_to_anothers_people() {
    let server = TestServer::start().await;
    let citizen = Program::of(&server, HOME, CITIZEN);
    let made = citizen
        .post("/api/v1/dossiers", Some("key-00000001"), &application())
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let treasure = treasure(&server);
    let staff = lines(
        &mut server.database.superuser(),
        &format!(
            "select distinct on (r.role) a.email as line from account a join tenant t on t.id = a.tenant_id and t.slug = '{ABROAD}'
             join account_responsibility ar on ar.tenant_id = a.tenant_id and ar.account_id = a.id
             join responsibility r on r.tenant_id = ar.tenant_id and r.id = ar.responsibility_id order by r.role, a.email"
        ),
    );
    assert!(staff.len() >= 5, "{staff:?}");
    let mut strangers = vec![("nobody".to_owned(), Program::nobody(&server, ABROAD))];
    for email in staff.iter().map(String::as_str).chain([STRANGER]) {
        strangers.push((email.to_owned(), Program::of(&server, ABROAD, email)));
    }
    // The session of the dossier's own applicant, carried to the other tenant's host.
    let carried = Program::nobody(&server, ABROAD).with(&token(&server.database, HOME, CITIZEN, "1 day"));
    strangers.push(("her own, elsewhere".to_owned(), carried));

    let classes = classes();
    let before = rows_of_home(&server);
    let mut tried = 0;
    for route in routes() {
        let class = &classes[&route.path];
        let ids: &[String] = if filled(&route.path, "x") == route.path {
            &treasure.ids[..1]
        } else {
            &treasure.ids
        };
        for id in ids {
            let path = filled(&route.path, id);
            // Signing out would end the very session that the next route is tried with.
            if path.ends_with("sign-out") {
                continue;
            }
            for (who, program) in &strangers {
                let method: Method = route.method.parse().unwrap();
                let mut request = program.request(method, &path);
                if route.method == "POST" {
                    let is_api = path.starts_with("/api/");
                    let kind = if is_api {
                        "application/json"
                    } else {
                        "application/x-www-form-urlencoded"
                    };
                    let body = if is_api {
                        "{}".to_owned()
                    } else {
                        format!("csrf=x&id={id}")
                    };
                    request = request
                        .header("content-type", kind)
                        .header("idempotency-key", "key-of-a-stranger")
                        .body(body);
                }
                let told = program.send(request).await;
                tried += 1;
                let at = format!("{} {path} ({class}) by {who}: {}", route.method, told.status);
                assert!(told.status < 500, "{at}");
                for word in &treasure.words {
                    assert!(!told.text.contains(word.as_str()), "{at} tells “{word}”");
                }
                let names_it = path.contains(id.as_str()) && id.len() == 36;
                if names_it {
                    assert!(
                        told.status != 200 && told.status != 201 && told.status != 204,
                        "{at} answers for an id of another tenant"
                    );
                }
                if class == "program" && (who == "nobody" || who.starts_with("her own")) {
                    assert_eq!(told.status, 401, "{at}");
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried} tries");
    assert_eq!(
        rows_of_home(&server),
        before,
        "a stranger changed something of the tenant's"
    );
}

/// What the tenant has in each table: how many rows, and a digest of them.
fn rows_of_home(server: &TestServer) -> Vec<String> {
    let mut eyes = server.database.superuser();
    let tables: BTreeSet<String> = super::columns(&mut eyes)
        .into_iter()
        .filter(|column| column.column_name == "tenant_id")
        .map(|column| column.table_name)
        // The server seals its audit trail by itself, whatever is asked of it.
        .filter(|table| table != "audit_seal")
        .collect();
    let count = |table: &String| {
        format!(
            "select format('%s: %s %s', '{table}', count(*), md5(string_agg(t::text, '' order by t::text))) as line from {table} t
             where tenant_id = (select id from tenant where slug = '{HOME}')"
        )
    };
    tables
        .iter()
        .flat_map(|table| lines(&mut eyes, &count(table)))
        .collect()
}
