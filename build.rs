//! Migrations are compiled in: a new one makes the crate new, which cargo cannot see by itself.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
