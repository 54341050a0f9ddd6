//! `onedoor tenant …` and `onedoor demo`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use crate::authority::access::Gate;
use crate::authority::changes::Reason;
use crate::authority::onboarding;
use crate::authority::people::admin::InvitationKeys;
use crate::authority::people::hash_for_demo;
use crate::authority::tenancy::apply::{Manner, Options, Plan, Refused, Verdict, apply_as, drift, plan};
use crate::authority::tenancy::code::{SCHEMAS, TenantCode, load, problem_of_row};
use crate::authority::tenancy::demo::{self, DEMO_PASSWORD};
use crate::authority::tenancy::export;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Language;
use crate::platform::config::Config;
use crate::platform::door::Db;
use crate::platform::render::Texts;
use crate::services::workflow::definitions::ProcedureDefinitions;

/// The tenants of the demonstration, in the order in which they are printed.
const DEMO_TENANTS: [&str; 3] = ["an-binh", "zoriana", "qinglan"];

/// The exit code of a comparison that found differences; 0 is none, 1 an error.
const DIFFERENT: u8 = 2;

/// Reads these folders and prints every problem of each; needs no database.
pub(super) fn validate(folders: &[PathBuf]) -> Result<Vec<TenantCode>> {
    let mut codes = Vec::new();
    let mut problems = 0;
    for folder in folders {
        match load(folder, &ProcedureDefinitions) {
            Ok(code) => codes.push(code),
            Err(found) => {
                problems += found.0.len();
                eprint!("{found}");
            }
        }
    }
    match problems {
        0 => Ok(codes),
        1 => Err(Error::refused("one problem")),
        many => Err(Error::refused(format!("{many} problems"))),
    }
}

/// Where tenants are applied.
struct Place {
    db: Db,
    gate: Gate,
    options: Options,
}

impl Place {
    async fn open(config: &Config) -> Result<Self> {
        let db = Db::connect(&config.db())?;
        let gate = Gate::open(&db).await?;
        let options = Options {
            demo_password_hash: config
                .is_demo()
                .then(|| hash_for_demo(DEMO_PASSWORD))
                .transpose()?,
            now: clock::now(),
        };
        Ok(Self { db, gate, options })
    }
}

/// Prints what an application of these folders would change, as lines or as JSON. Exit code 0: nothing, 2: something, 1: it
/// would be refused.
pub(super) async fn show_plan(config: &Config, folders: &[PathBuf], is_json: bool) -> Result<ExitCode> {
    let codes = validate(folders)?;
    let place = Place::open(config).await?;
    let mut plans = Vec::new();
    for code in codes {
        plans.push(plan(&place.db, &place.gate, Arc::new(code), place.options.clone()).await?);
    }
    if is_json {
        println!(
            "{}",
            serde_json::to_string_pretty(&plans).map_err(Error::internal)?
        );
    } else {
        plans.iter().for_each(|plan| print!("{plan}"));
    }
    for (plan, folder) in plans.iter().zip(folders) {
        unless_refused(plan, folder, config)?;
    }
    Ok(match plans.iter().all(Plan::is_empty) {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(DIFFERENT),
    })
}

/// Says why a plan is not applied, when it is not.
fn unless_refused(plan: &Plan, folder: &Path, config: &Config) -> Result<()> {
    let Verdict::Refused(why) = plan.verdict() else {
        return Ok(());
    };
    Err(Error::refused(match why {
        Refused::BrokenRule => {
            tell_rule(plan, folder, config)?;
            "a rule of the organisation would be broken".to_owned()
        }
        Refused::InUse => match plan.in_use.len() {
            1 => "one thing cannot leave; see the line with “!”".to_owned(),
            many => format!("{many} things cannot leave; see the lines with “!”"),
        },
        Refused::Drift => {
            "what was changed since the last application would be changed back: take the changes over with \
            `onedoor tenant export`, or apply with --over-drift"
                .to_owned()
        }
    }))
}

/// Prints the sentence of the rule that would be broken, at the row that would break it.
fn tell_rule(plan: &Plan, folder: &Path, config: &Config) -> Result<()> {
    let Some(broken) = &plan.broken else { return Ok(()) };
    let texts = Texts::load(&config.locales_dir).map_err(|error| Error::Unavailable(error.to_string()))?;
    let mut sentence = texts.say(Language::En, &broken.rule, &[]);
    if !broken.concerns.is_empty() {
        sentence = format!("{sentence} ({})", broken.concerns.join(", "));
    }
    let words: Vec<&str> = broken.concerns.iter().map(String::as_str).collect();
    eprintln!("{}", problem_of_row(folder, &broken.table, &words, sentence));
    Ok(())
}

/// In what manner to apply.
pub(super) fn manner(over_drift: bool, reason: Option<&str>) -> Result<Manner> {
    let reason = reason.map(Reason::parse).transpose();
    Ok(Manner {
        over_drift,
        reason: reason.map_err(|error| Error::refused(error.to_string()))?,
        ..Manner::default()
    })
}

/// Applies these folders and prints what changed. Nothing is applied unless all of them can be read.
pub(super) async fn apply_folders(
    config: &Config,
    folders: &[PathBuf],
    manner: Manner,
) -> Result<Vec<TenantCode>> {
    let codes = validate(folders)?;
    let place = Place::open(config).await?;
    for (code, folder) in codes.iter().zip(folders) {
        let (code, options, manner) = (Arc::new(code.clone()), place.options.clone(), manner.clone());
        let made = apply_as(&place.db, &place.gate, code, options, manner).await?;
        // Standard output belongs to what the command is asked for; progress goes beside it.
        eprint!("{made}");
        unless_refused(&made, folder, config)?;
    }
    Ok(codes)
}

/// Prints what was changed by another way since the last application.
pub(super) async fn show_drift(config: &Config, slug: &str, is_json: bool) -> Result<ExitCode> {
    let place = Place::open(config).await?;
    let found = drift(&place.db, &place.gate, slug).await?;
    if is_json {
        println!(
            "{}",
            serde_json::to_string_pretty(&found).map_err(Error::internal)?
        );
    } else if found.is_empty() {
        println!("{slug}: no drift");
    } else {
        println!("{slug}:");
        found.iter().for_each(|it| print!("{it}"));
    }
    Ok(match found.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(DIFFERENT),
    })
}

/// Writes the tenant called `slug` into `folder`, and reads it again: what is exported can be applied.
pub(super) async fn export_into(config: &Config, slug: &str, folder: &Path) -> Result<()> {
    let place = Place::open(config).await?;
    let code = export::export(&place.db, &place.gate, slug).await?;
    export::write(&code, folder)?;
    if let Err(problems) = load(folder, &ProcedureDefinitions) {
        eprint!("{problems}");
        return Err(Error::refused(
            "what is in force does not hold together as code; mend it before it is applied",
        ));
    }
    Ok(())
}

/// Prints the schema of a file, the names of all, or writes all of them.
pub(super) fn schema(file: Option<&str>, all: Option<&Path>) -> Result<()> {
    let unwritten = |error: std::io::Error| Error::Unavailable(error.to_string());
    if let Some(folder) = all {
        std::fs::create_dir_all(folder).map_err(unwritten)?;
        for (name, text) in SCHEMAS {
            std::fs::write(folder.join(format!("{name}.json")), text).map_err(unwritten)?;
        }
        return Ok(());
    }
    match file {
        None => SCHEMAS.iter().for_each(|(name, _)| println!("{name}")),
        Some(file) => {
            let name = file.trim_end_matches(".toml");
            let known = SCHEMAS.iter().find(|(known, _)| *known == name);
            let (_, text) = known.ok_or_else(|| Error::refused(format!("no file is called {name}.toml")))?;
            print!("{text}");
        }
    }
    Ok(())
}

/// Applies the tenants of the demonstration under `tenants`, and prints their addresses and sign-ins.
pub(super) async fn demo(config: &Config, tenants: &Path) -> Result<()> {
    if !config.is_demo() {
        return Err(Error::refused(
            "ONEDOOR_DEMO is not 1: this server takes no sign-in of the demonstration",
        ));
    }
    let folders = DEMO_TENANTS.map(|slug| tenants.join(slug));
    let codes = apply_folders(config, &folders, Manner::default()).await?;
    print!("{}", demo::listing(&codes, config.public_port.unwrap_or(80)));
    Ok(())
}

/// Invites a tenant and prints its administrator's link, which is sent to her too.
pub(super) async fn invite(
    config: &Config,
    template: &std::path::Path,
    invitation: &onboarding::Invitation,
) -> Result<()> {
    let template = validate(&[template.to_owned()])?
        .pop()
        .ok_or_else(|| Error::refused("there is no template"))?;
    let place = Place::open(config).await?;
    let keys = InvitationKeys::derive(&config.secret);
    let now = clock::now();
    let invited = onboarding::invite(&place.db, &place.gate, &template, invitation, &keys, now).await?;
    let path = format!("/invitation/{}", invited.token.text());
    println!("{}", config.public_url(&invitation.host, &path));
    Ok(())
}

/// Lets a tenant's portal answer.
pub(super) async fn approve(config: &Config, slug: &str) -> Result<()> {
    let place = Place::open(config).await?;
    onboarding::approve(&place.db, &place.gate, slug, clock::now()).await
}
