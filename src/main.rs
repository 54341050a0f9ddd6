//! The one binary: every subcommand of OneDoor.

use std::process::ExitCode;

use onedoor::surfaces::cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
