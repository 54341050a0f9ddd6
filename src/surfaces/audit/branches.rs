//! Money by legal entity and branch, as the books have it: an entity with several balancing segment values consolidates
//! what stands under each of them.

use crate::kernel::ids::LegalEntityId;
use crate::services::dossiers::cases::Counted;
use crate::services::ledger::BranchSum;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;

use super::asked::Choice;
use super::dashboard::money;
use super::sheet as file;
use super::views::{BookRow, Books};

/// What came in and what went back, minor units.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    received: i64,
    refunded: i64,
}

impl Flow {
    /// Of several branches together: the consolidated one.
    fn of(sums: &[BranchSum]) -> Self {
        sums.iter().fold(Self::default(), |all, one| Self {
            received: all.received.saturating_add(one.received_minor),
            refunded: all.refunded.saturating_add(one.refunded_minor),
        })
    }

    const fn net(self) -> i64 {
        self.received.saturating_sub(self.refunded)
    }
}

/// The branches of each entity.
fn by_entity(sums: &[BranchSum]) -> impl Iterator<Item = (&BranchSum, &[BranchSum])> {
    sums.chunk_by(|one, next| one.legal_entity == next.legal_entity)
        .filter_map(|branches| Some((branches.first()?, branches)))
}

/// The books of an entity, or of one branch of it, in words.
pub(super) fn name(staff: &Staff, entity: LegalEntityId, branch: Option<&str>) -> String {
    let entity = staff.shelf.legal_entities.get(&entity);
    let entity = entity.map_or("", |name| staff.visit.say(name));
    match branch {
        Some(value) => format!("{entity} · {}", branch_name(staff, value)),
        None => entity.to_owned(),
    }
}

fn branch_name(staff: &Staff, value: &str) -> String {
    // As it is written: 01 is not 1.
    staff.visit.text_of("audit-branch", &[("value", value)])
}

/// The table of the page.
pub(super) fn view(staff: &Staff, choice: &Choice, sums: &[BranchSum]) -> Books {
    let mut rows = Vec::new();
    for (entity, branches) in by_entity(sums) {
        let books = |branch: Option<&BranchSum>| Choice {
            books: Some((
                entity.legal_entity,
                entity.code.clone(),
                branch.map(|it| it.value.clone()),
            )),
            ..choice.clone()
        };
        let name = staff.visit.say(&entity.name).to_owned();
        rows.push(row(staff, &books(None), name, Flow::of(branches)));
        for branch in branches.iter().filter(|_| branches.len() > 1) {
            let centres = branch.centres.iter().map(|name| staff.visit.say(name).to_owned());
            let flow = Flow::of(std::slice::from_ref(branch));
            rows.push(BookRow {
                note: centres.collect::<Vec<_>>().join(" · "),
                is_branch: true,
                ..row(
                    staff,
                    &books(Some(branch)),
                    branch_name(staff, &branch.value),
                    flow,
                )
            });
        }
    }
    Books {
        rows,
        total: row(staff, choice, staff.visit.text("audit-total"), Flow::of(sums)),
    }
}

fn row(staff: &Staff, choice: &Choice, name: String, flow: Flow) -> BookRow {
    let behind = |counted, minor: i64| (minor != 0).then(|| choice.cases_url(counted));
    BookRow {
        name,
        note: String::new(),
        is_branch: false,
        received: money(staff, flow.received),
        received_url: behind(Counted::Paid, flow.received),
        refunded: money(staff, flow.refunded),
        refunded_url: behind(Counted::Refunded, flow.refunded),
        net: money(staff, flow.net()),
    }
}

/// The same as a sheet: a row for each branch, so that a column may be summed up.
pub(super) fn sheet(staff: &Staff, choice: &Choice, sums: &[BranchSum]) -> Answer {
    let keys = [
        "audit-by-entity",
        "audit-branch-column",
        "audit-sum-money",
        "audit-sum-refunded",
        "audit-sum-net",
        "audit-currency",
    ];
    let rows = sums.iter().map(|branch| {
        let flow = Flow::of(std::slice::from_ref(branch));
        let currency = staff.visit.tenant.settings.tenant.currency.code();
        let [received, refunded, net] =
            [flow.received, flow.refunded, flow.net()].map(|minor| money(staff, minor).decimal());
        vec![
            staff.visit.say(&branch.name).to_owned(),
            branch.value.clone(),
            received,
            refunded,
            net,
            currency.to_owned(),
        ]
    });
    let name = choice.file_name(staff, choice.by.word());
    Ok(file::answer(&name, &keys.map(|key| staff.visit.text(key)), rows)?)
}
