//! What a change concerns: the parts it touches, names, and must find at work.

use uuid::Uuid;

use super::change::{Change, Kind};

impl Change {
    /// The part whose dossiers, people and halls it touches.
    #[must_use]
    pub fn touched(&self) -> Option<(Kind, Uuid)> {
        match self {
            Change::MergeUnits { from: unit, .. }
            | Change::SplitUnit { from: unit, .. }
            | Change::PutUnitUnder { unit, .. } => Some((Kind::OperatingUnit, *unit)),
            Change::MoveEntity { entity, .. } => Some((Kind::LegalEntity, *entity)),
            Change::MoveHall { hall, .. } => Some((Kind::ServiceHall, *hall)),
            Change::Rename { kind, id, .. } | Change::Close { kind, id, .. } => Some((*kind, *id)),
            _ => None,
        }
    }

    /// The members of a body that name a part, with what each names.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, Kind, Uuid)> {
        use Kind::{
            AccountingSetup, BusinessGroup, CostCentre, Department, Ledger, LegalEntity, OperatingUnit,
            ServiceHall,
        };
        let maybe = |member: &'static str, kind: Kind, id: &Option<Uuid>| id.map(|id| (member, kind, id));
        match self {
            Change::AddGroup { .. }
            | Change::AddValueSet { .. }
            | Change::AddSetup { .. }
            | Change::AddCentreValue { .. }
            | Change::AddMissingCentres => Vec::new(),
            Change::AddSecondaryLedger { setup, .. } => vec![("setup", AccountingSetup, *setup)],
            Change::AddEntity { group, ledger, .. } => {
                vec![("group", BusinessGroup, *group), ("ledger", Ledger, *ledger)]
            }
            Change::AddUnit {
                group,
                parent,
                entity,
                ..
            } => [
                Some(("group", BusinessGroup, *group)),
                maybe("parent", OperatingUnit, parent),
                Some(("entity", LegalEntity, *entity)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            Change::AddHall {
                unit, entity, centre, ..
            } => vec![
                ("unit", OperatingUnit, *unit),
                ("entity", LegalEntity, *entity),
                ("centre", CostCentre, *centre),
            ],
            Change::AddPart { hall, .. } | Change::EquipHall { hall, .. } => {
                vec![("hall", ServiceHall, *hall)]
            }
            Change::AddCentre { entity, .. }
            | Change::AddValue { entity, .. }
            | Change::DropValue { entity, .. }
            | Change::DescribeEntity { entity, .. } => vec![("entity", LegalEntity, *entity)],
            Change::AddDepartment {
                group,
                parent,
                centre,
                ..
            } => [
                Some(("group", BusinessGroup, *group)),
                maybe("parent", Department, parent),
                maybe("centre", CostCentre, centre),
            ]
            .into_iter()
            .flatten()
            .collect(),
            Change::Rename { kind, id, .. } => vec![("id", *kind, *id)],
            Change::PutUnitUnder { unit, parent } => std::iter::once(("unit", OperatingUnit, *unit))
                .chain(maybe("parent", OperatingUnit, parent))
                .collect(),
            Change::PutDepartmentUnder { department, parent } => {
                std::iter::once(("department", Department, *department))
                    .chain(maybe("parent", Department, parent))
                    .collect()
            }
            Change::ChargeDepartment { department, centre } => {
                std::iter::once(("department", Department, *department))
                    .chain(maybe("centre", CostCentre, centre))
                    .collect()
            }
            Change::Link { unit, entity }
            | Change::Unlink { unit, entity }
            | Change::SetDefault { unit, entity } => {
                vec![("unit", OperatingUnit, *unit), ("entity", LegalEntity, *entity)]
            }
            Change::MoveValue { from, to, .. } => {
                vec![("from", LegalEntity, *from), ("to", LegalEntity, *to)]
            }
            Change::MoveEntity { entity, ledger } => {
                vec![("entity", LegalEntity, *entity), ("ledger", Ledger, *ledger)]
            }
            Change::MoveHall {
                hall,
                unit,
                entity,
                centre,
                ..
            } => vec![
                ("hall", ServiceHall, *hall),
                ("unit", OperatingUnit, *unit),
                ("entity", LegalEntity, *entity),
                ("centre", CostCentre, *centre),
            ],
            Change::Close {
                kind,
                id,
                dossiers_to,
            } => std::iter::once(("id", *kind, *id))
                .chain(maybe("dossiers_to", OperatingUnit, dossiers_to))
                .collect(),
            Change::MergeUnits { from, into } => {
                vec![("from", OperatingUnit, *from), ("into", OperatingUnit, *into)]
            }
            Change::SplitUnit {
                from, entity, halls, ..
            } => [("from", OperatingUnit, *from), ("entity", LegalEntity, *entity)]
                .into_iter()
                .chain(halls.iter().map(|hall| ("halls", ServiceHall, *hall)))
                .collect(),
        }
    }

    /// The parts that must not have ended, beside those that a key says so of: what has ended is history, and nobody's
    /// successor.
    #[must_use]
    pub fn at_work(&self) -> Vec<(Kind, Uuid)> {
        use Kind::{Department, LegalEntity, OperatingUnit, ServiceHall};
        match self {
            Change::Rename { kind, id, .. } => vec![(*kind, *id)],
            Change::PutUnitUnder { unit, .. }
            | Change::SetDefault { unit, .. }
            | Change::SplitUnit { from: unit, .. } => vec![(OperatingUnit, *unit)],
            Change::Link { unit, entity } => vec![(OperatingUnit, *unit), (LegalEntity, *entity)],
            Change::MergeUnits { from, into } => vec![(OperatingUnit, *from), (OperatingUnit, *into)],
            Change::Close { dossiers_to, .. } => {
                dossiers_to.iter().map(|unit| (OperatingUnit, *unit)).collect()
            }
            Change::PutDepartmentUnder { department, .. } | Change::ChargeDepartment { department, .. } => {
                vec![(Department, *department)]
            }
            Change::AddValue { entity, .. }
            | Change::DropValue { entity, .. }
            | Change::MoveValue { to: entity, .. }
            | Change::MoveEntity { entity, .. } => vec![(LegalEntity, *entity)],
            Change::MoveHall { hall, .. } | Change::EquipHall { hall, .. } => vec![(ServiceHall, *hall)],
            _ => Vec::new(),
        }
    }

    /// Whether a responsibility may open fewer units after it: a unit ends, or leaves a hierarchy.
    #[must_use]
    pub fn may_end_access(&self) -> bool {
        match self {
            Change::Close { kind, .. } => *kind == Kind::OperatingUnit,
            Change::MergeUnits { .. } | Change::PutUnitUnder { .. } => true,
            _ => false,
        }
    }

    /// The parts it names, in the order in which a sentence about it would.
    #[must_use]
    pub fn parts(&self) -> Vec<(Kind, Uuid)> {
        use Kind::{
            AccountingSetup, BusinessGroup, CostCentre, Department, Ledger, LegalEntity, OperatingUnit,
            ServiceHall,
        };
        let with =
            |first: (Kind, Uuid), more: Option<(Kind, Uuid)>| std::iter::once(first).chain(more).collect();
        match self {
            Change::AddGroup { .. }
            | Change::AddValueSet { .. }
            | Change::AddSetup { .. }
            | Change::AddCentreValue { .. }
            | Change::AddMissingCentres => Vec::new(),
            Change::AddSecondaryLedger { setup, .. } => vec![(AccountingSetup, *setup)],
            Change::AddEntity { group, .. } | Change::AddDepartment { group, .. } => {
                vec![(BusinessGroup, *group)]
            }
            Change::AddUnit { entity, .. } | Change::AddCentre { entity, .. } => vec![(LegalEntity, *entity)],
            Change::AddHall { unit, .. } => vec![(OperatingUnit, *unit)],
            Change::AddPart { hall, .. } | Change::EquipHall { hall, .. } => vec![(ServiceHall, *hall)],
            Change::Rename { kind, id, .. } => vec![(*kind, *id)],
            Change::PutUnitUnder { unit, parent } => with(
                (OperatingUnit, *unit),
                parent.map(|parent| (OperatingUnit, parent)),
            ),
            Change::PutDepartmentUnder { department, parent } => with(
                (Department, *department),
                parent.map(|parent| (Department, parent)),
            ),
            Change::ChargeDepartment { department, centre } => with(
                (Department, *department),
                centre.map(|centre| (CostCentre, centre)),
            ),
            Change::Link { unit, entity }
            | Change::Unlink { unit, entity }
            | Change::SetDefault { unit, entity } => {
                vec![(OperatingUnit, *unit), (LegalEntity, *entity)]
            }
            Change::AddValue { entity, .. }
            | Change::DropValue { entity, .. }
            | Change::DescribeEntity { entity, .. } => {
                vec![(LegalEntity, *entity)]
            }
            Change::MoveValue { from, to, .. } => vec![(LegalEntity, *from), (LegalEntity, *to)],
            Change::MoveEntity { entity, ledger } => vec![(LegalEntity, *entity), (Ledger, *ledger)],
            Change::MoveHall { hall, unit, .. } => vec![(ServiceHall, *hall), (OperatingUnit, *unit)],
            Change::Close {
                kind,
                id,
                dossiers_to,
            } => with((*kind, *id), dossiers_to.map(|unit| (OperatingUnit, unit))),
            Change::MergeUnits { from, into } => vec![(OperatingUnit, *from), (OperatingUnit, *into)],
            Change::SplitUnit { from, .. } => vec![(OperatingUnit, *from)],
        }
    }
}
