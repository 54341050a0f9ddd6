//! The tree: its first level, and branches as they are opened. Without a script each node is a link to the same tree with
//! that node opened; with one, the branch alone is fetched.

use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::Deserialize;

use crate::authority::organisation::ReadOrganisation;
use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::{self, Group, Item};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::platform::door::{Granted, Whole};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Link;

use super::views::{self, Node};
use super::{HERE, target, url_of};

/// How many parts of a group the tree shows; the table has the others.
const SHOWN_MAX: i64 = 100;
/// How many nodes an address may open.
const OPEN_MAX: usize = 40;

/// The keys that an address opens: `open=…`, as often as there are.
fn opened(request: &HttpRequest) -> Vec<String> {
    url::form_urlencoded::parse(request.query_string().as_bytes())
        .filter(|(name, _)| name == "open")
        .map(|(_, value)| value.into_owned())
        .take(OPEN_MAX)
        .collect()
}

/// `GET /admin/organisation`
pub(super) async fn page(staff: Staff, request: HttpRequest) -> Answer {
    let open = opened(&request);
    let (reader, keys) = (staff.clone(), open.clone());
    let nodes = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let drawing = Drawing {
                staff: &reader,
                open: &keys,
            };
            let roots = look::roots(&mut grant)?;
            drawing.items(&mut grant, &roots)
        })
        .await?;
    let new = |act: &str| {
        Link::new(
            staff.visit.text(&format!("admin-act-{act}")),
            format!("{HERE}/new/{act}"),
        )
    };
    let view = views::Tree {
        desk: staff.desk("organisation"),
        nodes,
        acts: if staff.offers(Verb::ChangeOrganisation) {
            vec![new("add-group"), new("add-setup")]
        } else {
            Vec::new()
        },
    };
    staff.visit.page("admin/organisation.html", "admin", &view)
}

/// The node that is opened.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    of: String,
}

/// `GET /admin/organisation/branch`: what stands below one node, for the script.
pub(super) async fn branch(staff: Staff, of: Query<Of>) -> Answer {
    let reader = staff.clone();
    let nodes = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let drawing = Drawing {
                staff: &reader,
                open: &[],
            };
            drawing.below(&mut grant, &of.of)
        })
        .await?;
    staff
        .visit
        .page("admin/branch.html", "admin", &views::Branch { nodes })
}

struct Drawing<'a> {
    staff: &'a Staff,
    open: &'a [String],
}

impl Drawing<'_> {
    /// The address of the tree with `key` opened, or closed when it is open.
    fn toggled(&self, key: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let is_open = self.open.iter().any(|open| open == key);
        for open in self.open.iter().filter(|open| *open != key) {
            query.append_pair("open", open);
        }
        if !is_open {
            query.append_pair("open", key);
        }
        format!("{HERE}?{}#n-{key}", query.finish())
    }

    fn items(&self, grant: &mut Granted<'_, ReadOrganisation>, items: &[Item]) -> Result<Vec<Node>> {
        items.iter().map(|item| self.item(grant, item)).collect()
    }

    fn item(&self, grant: &mut Granted<'_, ReadOrganisation>, item: &Item) -> Result<Node> {
        let key = format!("{}.{}", item.kind.word(), item.id);
        let is_open = item.has_below && self.open.contains(&key);
        let children = if is_open {
            self.below(grant, &key)?
        } else {
            Vec::new()
        };
        Ok(Node {
            toggle: self.toggled(&key),
            key,
            name: self.staff.visit.say(&item.name).to_owned(),
            code: item.code.clone(),
            kind: item.kind.word(),
            url: url_of(item.kind, item.id),
            has_below: item.has_below,
            is_open,
            children,
            more: 0,
            more_url: String::new(),
        })
    }

    /// What stands below a node: of a part its groups, or the parts themselves where it has one group alone; of a group
    /// its parts.
    fn below(&self, grant: &mut Granted<'_, ReadOrganisation>, key: &str) -> Result<Vec<Node>> {
        let mut words = key.split('.');
        let (Some(kind), Some(id), wanted) = (words.next(), words.next(), words.next()) else {
            return Err(Error::NotFound);
        };
        let (kind, id) = target((kind, id))?;
        let mut groups = look::below(grant, kind, id, SHOWN_MAX)?;
        groups.retain(|group| group.count > 0);
        if let Some(wanted) = wanted {
            let Some(group) = groups.iter().find(|group| group.key == wanted) else {
                return Ok(Vec::new());
            };
            return self.parts_of(grant, group);
        }
        match groups.as_slice() {
            [only] => self.parts_of(grant, only),
            several => several
                .iter()
                .map(|group| self.group(grant, (kind, id), group))
                .collect(),
        }
    }

    fn parts_of(&self, grant: &mut Granted<'_, ReadOrganisation>, group: &Group) -> Result<Vec<Node>> {
        let mut nodes = self.items(grant, &group.items)?;
        let more = group.count - i64::try_from(nodes.len()).unwrap_or(i64::MAX);
        if let Some(last) = nodes.last_mut().filter(|_| more > 0) {
            last.more = more;
            last.more_url = format!("{HERE}/table?kind={}", group.kind.word());
        }
        Ok(nodes)
    }

    fn group(
        &self,
        grant: &mut Granted<'_, ReadOrganisation>,
        (kind, id): (Kind, uuid::Uuid),
        group: &Group,
    ) -> Result<Node> {
        let key = format!("{}.{id}.{}", kind.word(), group.key);
        let is_open = self.open.contains(&key);
        let children = if is_open {
            self.parts_of(grant, group)?
        } else {
            Vec::new()
        };
        Ok(Node {
            toggle: self.toggled(&key),
            key,
            name: self.staff.visit.text(&format!("admin-group-{}", group.key)),
            code: group.count.to_string(),
            kind: "",
            url: String::new(),
            has_below: true,
            is_open,
            children,
            more: 0,
            more_url: String::new(),
        })
    }
}
