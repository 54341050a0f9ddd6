//! The questions of two steps: languages, zone and currency; and the working calendar.

use crate::authority::onboarding::{Onboarding, Region, WEEK, Week, weekday_field};
use crate::authority::tenancy::code::TenantCode;
use crate::kernel::locale::Language;
use crate::kernel::money::Currency;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Choice, Field, FieldKind};

use super::steps::Typed;

const CURRENCIES: [Currency; 4] = [Currency::Vnd, Currency::Uah, Currency::Cny, Currency::Eur];

/// Languages, zone and currency in a line.
pub(super) fn told(code: &TenantCode) -> String {
    let languages: Vec<&str> = code.tenant.languages.iter().map(|one| one.endonym()).collect();
    format!(
        "{} · {} · {}",
        languages.join(", "),
        code.tenant.zone.name(),
        code.tenant.currency.code()
    )
}

fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: None,
        chosen,
    }
}

pub(super) fn region_fields(staff: &Staff, of: &Onboarding, typed: &Typed) -> Vec<Field> {
    let (visit, tenant) = (&staff.visit, &of.code.tenant);
    let standing = |name: &str, value: String| {
        if typed.is_posted() {
            typed.get(name).unwrap_or_default().to_owned()
        } else {
            value
        }
    };
    let offered: Vec<String> = if typed.is_posted() {
        typed.all("languages")
    } else {
        tenant.languages.iter().map(|one| one.tag().to_owned()).collect()
    };
    let home = standing("home", tenant.default_language.tag().to_owned());
    let currency = standing("currency", tenant.currency.code().to_owned());
    let mut languages = Field::new(
        FieldKind::Checkboxes,
        "languages",
        visit.text("onboarding-languages"),
    );
    let mut own = Field::new(FieldKind::Radios, "home", visit.text("onboarding-home"));
    own.hint = Some(visit.text("onboarding-home-hint"));
    for language in Language::ALL {
        let (tag, name) = (language.tag(), language.endonym());
        languages
            .choices
            .push(choice(tag, name, offered.iter().any(|one| one == tag)));
        own.choices.push(choice(tag, name, home == tag));
    }
    let mut zone = Field::new(FieldKind::Text, "zone", visit.text("onboarding-zone"));
    zone.hint = Some(visit.text("onboarding-zone-hint"));
    zone.value = standing("zone", tenant.zone.name().to_owned());
    zone.width = 20;
    let mut money = Field::new(FieldKind::Radios, "currency", visit.text("onboarding-currency"));
    money.hint = Some(visit.text_with("onboarding-currency-hint", "currency", tenant.currency.code()));
    money.choices = CURRENCIES
        .into_iter()
        .map(|one| choice(one.code(), one.code(), currency == one.code()))
        .collect();
    vec![languages, own, zone, money]
}

pub(super) fn region(typed: &Typed) -> Region {
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    Region {
        languages: typed.all("languages"),
        home: text("home"),
        zone: text("zone"),
        currency: text("currency"),
    }
}

pub(super) fn calendar_fields(staff: &Staff, of: &Onboarding, typed: &Typed) -> Vec<Field> {
    let visit = &staff.visit;
    let week = if typed.is_posted() {
        week(typed)
    } else {
        Week::of(&of.code.calendar, visit.language, of.code.tenant.default_language)
    };
    let mut fields: Vec<Field> = WEEK
        .into_iter()
        .zip(week.hours)
        .map(|(weekday, hours)| {
            let name = weekday_field(weekday);
            let label = visit.text(&format!("onboarding-day-{name}"));
            let mut field = Field::new(FieldKind::Text, name, label);
            field.required = true;
            field.width = 20;
            field.value = hours;
            field
        })
        .collect();
    if let Some(monday) = fields.first_mut() {
        monday.hint = Some(visit.text("onboarding-hours-hint"));
    }
    for (name, value) in [("off", week.off), ("worked", week.worked)] {
        let label = visit.text(&format!("onboarding-{name}"));
        let mut field = Field::new(FieldKind::Textarea, name, label);
        field.hint = Some(visit.text(&format!("onboarding-{name}-hint")));
        field.required = false;
        field.value = value;
        fields.push(field);
    }
    fields
}

pub(super) fn week(typed: &Typed) -> Week {
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    Week {
        hours: WEEK.map(|weekday| text(weekday_field(weekday))),
        off: text("off"),
        worked: text("worked"),
    }
}
