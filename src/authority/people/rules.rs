//! Pure decisions about accounts and sign-in.

use chrono::Duration;

use crate::kernel::error::FieldProblem;

/// Failures of one account name from one address, within [`WINDOW_MINUTES`], after which that address must wait.
pub const FAILURES_PER_ACCOUNT_AND_ADDRESS_MAX: i64 = 5;
/// Failures from one address for any account, within the window, after which it must wait.
pub const FAILURES_PER_ADDRESS_MAX: i64 = 30;
/// The window in which failures count.
pub const WINDOW_MINUTES: i64 = 15;
/// Shortest password, in characters (NIST SP 800-63B-4 asks for 15 where it is the only factor, 8 at least).
pub const PASSWORD_CHARACTERS_MIN: usize = 10;
/// Longest password, in bytes: beyond it hashing would be a lever for strangers.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// How long a browser session of a citizen lasts.
#[must_use]
pub fn citizen_session() -> Duration {
    Duration::hours(24)
}

/// How long a browser session of staff lasts: one working day.
#[must_use]
pub fn staff_session() -> Duration {
    Duration::hours(12)
}

/// How long an API token lasts.
#[must_use]
pub fn token_session() -> Duration {
    Duration::days(90)
}

/// Whether sign-in must wait, from the failures counted in the window.
///
/// Failures of an account from other addresses never count: a stranger cannot lock its owner out.
#[must_use]
pub const fn must_wait(failures_of_account_here: i64, failures_here: i64) -> bool {
    failures_of_account_here >= FAILURES_PER_ACCOUNT_AND_ADDRESS_MAX
        || failures_here >= FAILURES_PER_ADDRESS_MAX
}

/// What is wrong with a new password, if anything.
#[must_use]
pub fn password_problem(field: &str, password: &str, email: &str) -> Option<FieldProblem> {
    if password.chars().count() < PASSWORD_CHARACTERS_MIN {
        return Some(
            FieldProblem::new(field, "errors-password-too-short").with("min", PASSWORD_CHARACTERS_MIN),
        );
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Some(FieldProblem::new(field, "errors-password-too-long").with("max", PASSWORD_BYTES_MAX));
    }
    let name = email.split('@').next().unwrap_or_default();
    let lower = password.to_lowercase();
    let distinct: std::collections::BTreeSet<char> = lower.chars().collect();
    if (name.len() > 3 && lower.contains(&name.to_lowercase())) || distinct.len() < 5 {
        return Some(FieldProblem::new(field, "errors-password-too-simple"));
    }
    None
}

/// The address in lower case, if it can be one: one `@`, something before it, a dotted or local name after it, no
/// control characters, at most 254 bytes (RFC 5321).
#[must_use]
pub fn parse_email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.split_once('@')?;
    let plausible = text.len() <= 254
        && !name.is_empty()
        && name.len() <= 64
        && !host.contains('@')
        && host.len() >= 3
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && text.chars().all(|c| {
            !c.is_control() && !c.is_whitespace() && !matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')')
        });
    plausible.then_some(text)
}

/// The host of addresses that stand where a person gave none. Nothing is ever delivered there (RFC 6761), and nobody signs
/// in with one: the account has no password.
const NO_ADDRESS_HOST: &str = "@without.invalid";

/// What stands in the place of the address of somebody who has none.
#[must_use]
pub fn no_address(account: crate::kernel::ids::AccountId) -> String {
    format!("{account}{NO_ADDRESS_HOST}")
}

/// The address letters go to; `None` for somebody who has none.
#[must_use]
pub fn reachable(email: &str) -> Option<&str> {
    (!email.is_empty() && !email.ends_with(NO_ADDRESS_HOST)).then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failures_from_here_make_one_wait() {
        assert!(!must_wait(4, 29));
        assert!(must_wait(5, 5));
        assert!(must_wait(0, 30));
    }

    #[test]
    fn passwords_are_judged_by_length_and_sense() {
        assert!(password_problem("password", "kort", "a@b.vn").is_some());
        assert!(password_problem("password", "aaaaaaaaaaaa", "a@b.vn").is_some());
        assert!(password_problem("password", "nguyenvan-123", "nguyenvan@b.vn").is_some());
        assert!(password_problem("password", "cây đa bến nước", "nguyenvan@b.vn").is_none());
    }

    #[test]
    fn who_has_no_address_is_not_written_to() {
        let none = no_address(crate::kernel::ids::AccountId::fresh());
        assert_eq!((reachable(&none), reachable("")), (None, None));
        assert_eq!(reachable("lan@anbinh.example"), Some("lan@anbinh.example"));
    }

    #[test]
    fn addresses_are_lowered_and_line_breaks_refused() {
        assert_eq!(
            parse_email(" Lan@AnBinh.example "),
            Some("lan@anbinh.example".into())
        );
        for bad in [
            "",
            "lan",
            "@x.vn",
            "lan@",
            "lan@x",
            "a@b@c.vn",
            "a\r\nBcc: x@y.z@b.vn",
            "lan@x.vn,eve@x.vn",
        ] {
            assert_eq!(parse_email(bad), None, "{bad:?}");
        }
    }
}
