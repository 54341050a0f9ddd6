//! The page of a part: its facts, what hangs on it, what can be done with it, and its history; today or as of a day.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::authority::organisation::ReadOrganisation;
use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::{self, Item, Says, Then};
use crate::kernel::actions::Verb;
use crate::kernel::format;
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Link;

use super::super::{form::today, history};
use super::views::{self, Fact, GroupView, Past};
use super::{acts, link_of, page, target, url_of};

/// How many parts of a group are shown.
const SHOWN_MAX: i64 = 50;

/// The day that is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    as_of: String,
}

/// `GET /admin/organisation/{kind}/{id}`
pub(super) async fn page(staff: Staff, path: Path<(String, String)>, asked: Query<Asked>) -> Answer {
    let (kind, id) = target((&path.0, &path.1))?;
    let as_of = super::table::past_day(&staff.visit, &asked.as_of);
    let moment = as_of.map(|(_, moment)| moment);
    let (part, groups, values, sets, people) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let part = look::part(&mut grant, kind, id, moment)?;
            let (groups, values) = match as_of {
                Some((day, moment)) => look::hung(&mut grant, kind, id, Then { day, moment }, SHOWN_MAX)?,
                None if kind == Kind::LegalEntity => (
                    look::hanging(&mut grant, kind, id, SHOWN_MAX)?,
                    look::values_of(&mut grant, id)?,
                ),
                None => (look::hanging(&mut grant, kind, id, SHOWN_MAX)?, Vec::new()),
            };
            let sets = look::history(&mut grant, kind, id)?;
            let people = history::people(grant.sql(), &sets)?;
            Ok((part, groups, values, sets, people))
        })
        .await?;
    let day = as_of.map(|(day, _)| day);
    let on = day.unwrap_or_else(|| today(&staff.visit));
    let is_open = part.valid_to.is_none_or(|to| to > on);
    let url = url_of(kind, id);
    // What is linked to is looked at on the same day.
    let suffix = day.map_or_else(String::new, |day| format!("?as_of={day}"));
    let link = |item: &Item| {
        let link = link_of(&staff, item);
        Link::new(link.text, format!("{}{suffix}", link.url))
    };
    let may_change = staff.offers(Verb::ChangeOrganisation) && is_open && day.is_none();
    let view = views::Part {
        desk: staff.desk("organisation"),
        kind: kind.word(),
        name: staff.visit.say(&part.name).to_owned(),
        code: part.code.clone(),
        is_open,
        // What the tables always had begins before history does.
        valid_from: part.valid_from.filter(|from| from.to_string() != "2000-01-01"),
        valid_to: part.valid_to,
        as_of: asked.as_of.clone(),
        day,
        facts: part
            .facts
            .iter()
            .map(|(key, says)| fact(&staff, key, says, link))
            .collect(),
        values: format::list(&values, staff.visit.language),
        groups: groups
            .iter()
            .filter(|group| group.count > 0)
            .map(|group| GroupView {
                key: group.key,
                count: group.count,
                links: group.items.iter().map(link).collect(),
                more: group.count - i64::try_from(group.items.len()).unwrap_or(i64::MAX),
            })
            .collect(),
        acts: if may_change {
            acts::of_kind(kind)
                .iter()
                .map(|act| {
                    Link::new(
                        staff.visit.text(&format!("admin-act-{act}")),
                        format!("{url}/{act}"),
                    )
                })
                .collect()
        } else {
            Vec::new()
        },
        history: sets
            .iter()
            .map(|set| Past {
                at: set.made_at,
                who: people.name(&staff.visit, &set.made_by),
                reason: history::why(&staff.visit, &set.reason),
                url: history::url(set.id),
            })
            .collect(),
        url,
    };
    staff.visit.page("admin/part.html", "admin", &view)
}

fn fact(staff: &Staff, key: &'static str, says: &Says, link: impl Fn(&Item) -> Link) -> Fact {
    let (text, url) = match says {
        Says::Text(text) if key == "kind" => {
            (staff.visit.text(&format!("admin-choice-{text}")), String::new())
        }
        Says::Text(text) => (text.clone(), String::new()),
        Says::Localised(texts) => (staff.visit.say(texts).to_owned(), String::new()),
        Says::Part(item) => {
            let link = link(item);
            (link.text, link.url)
        }
        Says::Capabilities(can) => {
            let words: Vec<String> = can.iter().map(|word| page::capability(staff, word)).collect();
            (format::list(&words, staff.visit.language), String::new())
        }
    };
    Fact { key, text, url }
}
