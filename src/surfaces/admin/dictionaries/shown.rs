//! The items of a version as they are shown: few as a tree, many level by level, with a search.

use serde::Deserialize;

use crate::authority::dictionaries::{Edition, Item};
use crate::kernel::locale::Language;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::{Link, Pager};

use super::views::{ItemNode, ItemRow, Items};

/// More items than this are not drawn as one tree.
const TREE_MAX: usize = 300;
/// Items of one page of rows.
const ROWS_MAX: i64 = 100;

/// What of a version is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// The number of a version; the one in force when there is none.
    pub version: Option<i32>,
    /// The item whose items are shown.
    pub under: Option<String>,
    /// What is searched for.
    pub q: Option<String>,
    /// The page of rows.
    pub page: Option<i64>,
}

impl Asked {
    fn query(&self) -> String {
        self.q
            .as_deref()
            .unwrap_or_default()
            .trim()
            .chars()
            .take(100)
            .collect()
    }
}

/// Draws the items of an edition on the page at `base`; `edit` is where items are edited, in a draft.
pub(super) fn items(
    staff: &Staff,
    edition: &Edition,
    base: &str,
    edit: Option<&str>,
    asked: &Asked,
) -> Items {
    let shown = Shown {
        staff,
        edition,
        base,
        edit,
        version: asked
            .version
            .map_or_else(String::new, |number| number.to_string()),
    };
    let (query, count) = (asked.query(), edition.contents.items.len());
    let in_rows = count > TREE_MAX || !query.is_empty();
    let mut items = Items {
        total: i64::try_from(count).unwrap_or(i64::MAX),
        tree: Vec::new(),
        rows: Vec::new(),
        in_rows,
        crumbs: Vec::new(),
        query: query.clone(),
        action: base.to_owned(),
        version: shown.version.clone(),
        pager: None,
        editable: edit.is_some(),
    };
    if !in_rows {
        items.tree = shown.nodes(None);
        return items;
    }
    let under = asked
        .under
        .as_deref()
        .filter(|code| query.is_empty() && edition.item(code).is_some());
    let found: Vec<&Item> = if query.is_empty() {
        edition.children(under).collect()
    } else {
        let wanted = query.to_lowercase();
        edition
            .contents
            .items
            .iter()
            .filter(|item| {
                item.code.to_lowercase().contains(&wanted)
                    || item
                        .name
                        .0
                        .values()
                        .any(|name| name.to_lowercase().contains(&wanted))
            })
            .collect()
    };
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let pages = (total + ROWS_MAX - 1) / ROWS_MAX;
    let page = asked.page.unwrap_or(1).clamp(1, pages.max(1));
    let skip = usize::try_from((page - 1) * ROWS_MAX).unwrap_or(0);
    items.rows = found
        .into_iter()
        .skip(skip)
        .take(usize::try_from(ROWS_MAX).unwrap_or(100))
        .map(|item| shown.row(item))
        .collect();
    items.crumbs = shown.crumbs(under);
    let at = |n: i64| {
        shown.link(&[
            ("under", under.unwrap_or_default()),
            ("q", &query),
            ("page", &n.to_string()),
        ])
    };
    items.pager = Pager::of(page, ROWS_MAX, total, at);
    items
}

struct Shown<'a> {
    staff: &'a Staff,
    edition: &'a Edition,
    base: &'a str,
    edit: Option<&'a str>,
    version: String,
}

impl Shown<'_> {
    fn link(&self, pairs: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let version = [("version", self.version.as_str())];
        for (name, value) in version.iter().chain(pairs).filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() {
            self.base.to_owned()
        } else {
            format!("{}?{query}", self.base)
        }
    }

    fn crumbs(&self, under: Option<&str>) -> Vec<Link> {
        let mut crumbs = vec![Link::new(
            self.staff.visit.text("admin-dictionary-all"),
            self.link(&[]),
        )];
        for item in under.map(|code| self.edition.path(code)).unwrap_or_default() {
            crumbs.push(Link::new(
                self.staff.visit.say(&item.name),
                self.link(&[("under", &item.code)]),
            ));
        }
        crumbs
    }

    fn nodes(&self, above: Option<&str>) -> Vec<ItemNode> {
        self.edition
            .children(above)
            .map(|item| ItemNode {
                item: self.row(item),
                children: self.nodes(Some(&item.code)),
            })
            .collect()
    }

    fn row(&self, item: &Item) -> ItemRow {
        let visit = &self.staff.visit;
        let name = visit.say(&item.name).to_owned();
        let others: Vec<String> = item
            .name
            .0
            .iter()
            .filter(|(language, text)| **language != visit.language && **text != name)
            .map(|(_, text): (&Language, &String)| text.clone())
            .collect();
        let below = self.edition.children(Some(&item.code)).count();
        ItemRow {
            code: item.code.clone(),
            name,
            others: others.join(" · "),
            valid_from: item.valid_from,
            valid_to: item.valid_to,
            below: i64::try_from(below).unwrap_or(i64::MAX),
            url: (below > 0).then(|| self.link(&[("under", &item.code)])),
            edit_url: self.edit.map(|edit| {
                let code: String = url::form_urlencoded::byte_serialize(item.code.as_bytes()).collect();
                format!("{edit}?code={code}")
            }),
        }
    }
}
