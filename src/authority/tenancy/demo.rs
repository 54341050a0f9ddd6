//! The demonstration: what is printed when it is up.

use std::fmt::Write;

use super::code::TenantCode;

/// The password of everybody in the demonstration. The server accepts it only when it runs as one.
pub const DEMO_PASSWORD: &str = "onedoor-demo";

/// Addresses and sign-ins of these tenants, as text for a terminal. `port` is the one in public addresses.
#[must_use]
pub fn listing(tenants: &[TenantCode], port: u16) -> String {
    let mut text = String::new();
    for code in tenants {
        let language = code.tenant.default_language;
        let name = |text: &crate::kernel::locale::Localised| text.get(language, language).to_owned();
        let english = code
            .tenant
            .name
            .get(crate::kernel::locale::Language::En, language);
        let host = code.tenant.hosts.first().map_or("", String::as_str);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{} ({english})\n  http://{host}:{port}",
            name(&code.tenant.name)
        );
        for citizen in &code.people.citizen {
            let _ = writeln!(text, "  {:<34} citizen        {}", citizen.email, citizen.name);
        }
        for member in &code.people.staff {
            let held = code
                .people
                .responsibility
                .iter()
                .filter(|it| member.responsibilities.iter().any(|held| held.code() == it.code));
            for (at, responsibility) in held.enumerate() {
                let email = if at == 0 { member.email.as_str() } else { "" };
                let units: Vec<String> = responsibility
                    .profile
                    .iter()
                    .flat_map(|profile| code.profile_units(profile))
                    .chain(responsibility.unit.clone())
                    .collect();
                let units = if units.len() == code.organisation.operating_unit.len() {
                    "all units".to_owned()
                } else {
                    units.join(", ")
                };
                let _ = writeln!(text, "  {email:<34} {:<14} {units}", responsibility.role.word());
            }
        }
        let _ = writeln!(text);
    }
    let _ = writeln!(text, "Password of everybody above: {DEMO_PASSWORD}");
    text
}
