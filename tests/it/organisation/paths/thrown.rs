//! Changes of any kind by chance, most of them wrong in some way.

use std::collections::BTreeMap;

use onedoor::authority::organisation::change::{
    Called, Change, Dossiers, DossiersOfHall, EntityCard, Equipment, Kind,
};
use onedoor::kernel::locale::{Language, Localised};
use uuid::Uuid;

use super::{name, rules};

/// A small generator whose run can be repeated from its seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Neighbouring seeds are spread apart.
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1))
    }

    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    pub(super) fn of<'a, T>(&mut self, these: &'a [T]) -> &'a T {
        &these[self.roll(these.len())]
    }
}

/// What is there to change, in the tenant whose ids a change is thrown with.
pub(super) struct Known {
    pub(super) open: BTreeMap<Kind, Vec<Uuid>>,
    ended: BTreeMap<Kind, Vec<Uuid>>,
}

impl Known {
    pub(super) fn of(parts: &[rules::Part]) -> Self {
        let mut known = Self {
            open: BTreeMap::new(),
            ended: BTreeMap::new(),
        };
        for (kind, _, id, is_open) in parts {
            let side = if *is_open {
                &mut known.open
            } else {
                &mut known.ended
            };
            side.entry(*kind).or_default().push(*id);
        }
        known
    }

    fn pick(&self, dice: &mut Dice, kind: Kind) -> Uuid {
        let none = Vec::new();
        let open = self.open.get(&kind).unwrap_or(&none);
        let ended = self.ended.get(&kind).unwrap_or(&none);
        match dice.roll(24) {
            0 if !ended.is_empty() => *dice.of(ended),
            1 => Uuid::from_u128(7),
            _ if open.is_empty() => Uuid::from_u128(7),
            _ => *dice.of(open),
        }
    }

    fn maybe(&self, dice: &mut Dice, kind: Kind) -> Option<Uuid> {
        (dice.roll(3) > 0).then(|| self.pick(dice, kind))
    }
}

const VALUES: [&str; 8] = ["010", "020", "101", "41", "42", "43", "44", "45"];
/// What is no value: nothing, and two words; beside these one that is longer than a key may be.
const NO_VALUES: [&str; 2] = ["", "4 2"];
const SETS: [&str; 4] = ["don-vi", "set-2", "set-3", "no-such-set"];
const NUMBERS: [(&str, &str); 6] = [
    ("mst", "9900110379"),
    ("mst", "9900111118"),
    ("edrpou", "14360570"),
    ("mst", "9900110370"),
    ("mst", "1"),
    ("no-such-law", "1"),
];

const CAPABILITIES: [&str; 7] = [
    "issues_tickets",
    "takes_cash",
    "takes_cash",
    "prints_results",
    "prints_results",
    "receives_dossiers",
    "flies",
];

/// A name that is another's but for how it is written, or longer than a page has room for.
fn oddly_written(dice: &mut Dice, label: &str) -> String {
    match dice.roll(4) {
        0 => label.to_uppercase(),
        1 => format!("  {label} "),
        2 => format!("tên   {label}"),
        _ => label.repeat(100),
    }
}

/// What the invoices of an entity bear; most of the time something is wrong with it, or it issues none.
fn card(dice: &mut Dice, label: &str) -> EntityCard {
    let series = format!("S{{YY}}{label}");
    let email = "ke-toan@an-binh.example";
    let (invoice_series, email) = *dice.of(&[
        ("", ""),
        ("", email),
        (series.as_str(), email),
        (series.as_str(), email),
        ("1C{YY}TTP", email),
        (series.as_str(), ""),
        ("S-without-a-year", email),
        (series.as_str(), "nowhere"),
    ]);
    let text = |text: &str| match text {
        "" => Localised::default(),
        text => name(text),
    };
    let (street, bank) = (*dice.of(&["", "1 Lê Lợi"]), *dice.of(&["", "Kho bạc"]));
    EntityCard {
        address: text(street),
        city: (*dice.of(&["", "An Bình"])).to_owned(),
        invoice_series: invoice_series.to_owned(),
        email: email.to_owned(),
        bank_account: (*dice.of(&["", "3713.0"])).to_owned(),
        bank_name: text(bank),
        ..EntityCard::default()
    }
}

/// A change of any kind, most of them wrong in some way. Codes and names come back, so that they collide.
#[allow(clippy::too_many_lines, reason = "one arm for each kind of change")]
pub(super) fn thrown(dice: &mut Dice, known: &Known, step: usize) -> Change {
    use Kind::{
        AccountingSetup, BusinessGroup, CostCentre, Department, HallPart, Ledger, LegalEntity, OperatingUnit,
        ServiceHall,
    };
    let label = format!("n{}", dice.roll(50));
    let code = match dice.roll(14) {
        0 => format!("c{}", dice.roll(step + 1)),
        1 => "Bad Code".to_owned(),
        _ => format!("c{step}"),
    };
    let called = Called {
        name: match dice.roll(12) {
            0 => Localised::default(),
            1 | 2 => name(&label),
            3 => name(&oddly_written(dice, &label)),
            4 => Localised(BTreeMap::from([
                (Language::Vi, "  ".to_owned()),
                (Language::En, label.clone()),
            ])),
            _ => name(&format!("Tên {code}")),
        },
        code,
    };
    let value = match dice.roll(16) {
        0 => (*dice.of(&NO_VALUES)).to_owned(),
        // Random letters: a key of the database keeps what repeats itself in less room.
        1 => (0..3000)
            .map(|_| char::from(b'a' + u8::try_from(dice.roll(26)).unwrap()))
            .collect(),
        _ => (*dice.of(&VALUES)).to_owned(),
    };
    let value_set = (*dice.of(&SETS)).to_owned();
    let number_code = match dice.roll(8) {
        0 => "45".to_owned(),
        1 => "no code".to_owned(),
        _ => format!("9.{step}"),
    };
    let currency = (*dice.of(&["VND", "VND", "VND", "VND", "VND", "VND", "EUR", "vnd"])).to_owned();
    let (registration_kind, registration_number) = *dice.of(&NUMBERS);
    let kind = *dice.of(&[
        BusinessGroup,
        LegalEntity,
        OperatingUnit,
        ServiceHall,
        HallPart,
        CostCentre,
        Department,
    ]);
    let equipment = Equipment {
        address: name(&format!(" {label} ")),
        hours: Localised::default(),
        capabilities: (0..=dice.roll(3))
            .map(|_| (*dice.of(&CAPABILITIES)).to_owned())
            .collect(),
    };
    let mut one = |kind: Kind| known.pick(dice, kind);
    let (group, ledger, entity, unit) = (
        one(BusinessGroup),
        one(Ledger),
        one(LegalEntity),
        one(OperatingUnit),
    );
    let (hall, centre, department) = (one(ServiceHall), one(CostCentre), one(Department));
    let (other_unit, other_entity, any, setup) = (
        one(OperatingUnit),
        one(LegalEntity),
        one(kind),
        one(AccountingSetup),
    );
    match dice.roll(36) {
        0 => Change::AddGroup { called },
        1 => Change::AddValueSet { called },
        2 => Change::AddSetup {
            ledger: Called {
                code: match dice.roll(6) {
                    0 => "Bad Code".to_owned(),
                    1 => called.code.clone(),
                    _ => format!("l{step}"),
                },
                name: called.name.clone(),
            },
            called,
            currency,
            value_set,
        },
        3 => Change::AddSecondaryLedger {
            setup,
            ledger: called,
            currency,
            value_set,
        },
        4 | 5 => Change::AddEntity {
            group,
            ledger,
            called,
            registration_kind: registration_kind.to_owned(),
            registration_number: registration_number.to_owned(),
            value,
        },
        6 | 7 => Change::AddUnit {
            group,
            parent: known.maybe(dice, OperatingUnit),
            entity,
            called,
            number_code,
        },
        8..=10 => Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        },
        11 => Change::AddPart {
            hall,
            part: (*dice.of(&["window", "window", "area", "area", "tower"])).to_owned(),
            called,
        },
        12 | 13 => Change::AddCentre {
            entity,
            value,
            called,
        },
        14 => Change::AddDepartment {
            group,
            parent: known.maybe(dice, Department),
            centre: known.maybe(dice, CostCentre),
            called,
        },
        15 => Change::Rename {
            kind,
            id: any,
            name: called.name,
        },
        16 => {
            let kind = *dice.of(&[Ledger, AccountingSetup, kind]);
            Change::Rename {
                kind,
                id: known.pick(dice, kind),
                name: called.name,
            }
        }
        17 => Change::PutUnitUnder {
            unit,
            parent: known.maybe(dice, OperatingUnit),
        },
        18 => Change::PutDepartmentUnder {
            department,
            parent: known.maybe(dice, Department),
        },
        19 => Change::ChargeDepartment {
            department,
            centre: known.maybe(dice, CostCentre),
        },
        20 | 21 => Change::Link { unit, entity },
        22 => Change::Unlink { unit, entity },
        23 => Change::SetDefault { unit, entity },
        24 => Change::AddValue { entity, value },
        25 => Change::MoveValue {
            from: entity,
            value,
            to: other_entity,
        },
        26 => Change::DropValue { entity, value },
        27 => Change::MoveEntity { entity, ledger },
        28 => Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
            dossiers: Some(*dice.of(&[DossiersOfHall::Stay, DossiersOfHall::WithHall])),
        },
        29 => Change::EquipHall { hall, equipment },
        30 => Change::Close {
            kind,
            id: any,
            dossiers_to: (kind == OperatingUnit && dice.roll(3) == 0).then_some(other_unit),
        },
        31 => Change::MergeUnits {
            from: unit,
            into: other_unit,
        },
        32 => Change::SplitUnit {
            from: unit,
            called,
            number_code,
            entity,
            halls: (0..2).filter_map(|_| known.maybe(dice, ServiceHall)).collect(),
            dossiers: *dice.of(&[Dossiers::Stay, Dossiers::WithHalls, Dossiers::Move]),
        },
        33 | 34 => Change::DescribeEntity {
            entity,
            card: card(dice, &label),
        },
        _ if dice.roll(2) == 0 => Change::AddMissingCentres,
        _ => Change::AddCentreValue {
            value_set,
            company_value: value,
            called,
        },
    }
}
