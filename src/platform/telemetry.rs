//! Logs and traces: to standard error, as text for people or as JSON for machines.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins logging as `ONEDOOR_LOG` (a filter such as `info,onedoor=debug`) and `ONEDOOR_LOG_FORMAT` (`text` or `json`)
/// say. A second call does nothing.
pub fn begin() {
    let filter = EnvFilter::try_from_env("ONEDOOR_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,lapin=warn,typst=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    let is_json = std::env::var("ONEDOOR_LOG_FORMAT").is_ok_and(|format| format == "json");
    let begun = if is_json {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .json()
                    .with_writer(std::io::stderr),
            )
            .try_init()
    } else {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .with_target(false)
                    .with_writer(std::io::stderr),
            )
            .try_init()
    };
    drop(begun);
}
