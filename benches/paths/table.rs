//! What is printed: each figure beside its limit, and whether the target is met.

use std::fmt;
use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};

/// Lines of the answer.
#[derive(Default)]
pub struct Table {
    lines: Vec<String>,
}

impl Table {
    /// A rate beside its limit; without a target for information only.
    pub fn ratio(&mut self, what: &str, rate: f64, of: &str, limit: f64, target: Option<f64>) {
        let ratio = rate / limit;
        let verdict = target.map_or_else(
            || "       -".to_owned(),
            |target| format!("{target:>8.2}  {}", said(ratio >= target)),
        );
        self.lines.push(format!(
            "{what:<28} {rate:>8.0} /s   {of:<27} {limit:>8.0} /s {ratio:>6.2} {verdict}"
        ));
    }

    /// A figure that must be at least so much.
    pub fn at_least(&mut self, what: &str, figure: f64, unit: &str, target: f64) {
        self.lines.push(alone(
            what,
            figure,
            unit,
            format!("≥ {target:.0}"),
            figure >= target,
        ));
    }

    /// A figure that must be at most so much.
    pub fn at_most(&mut self, what: &str, figure: f64, unit: &str, target: f64) {
        self.lines.push(alone(
            what,
            figure,
            unit,
            format!("≤ {target:.0}"),
            figure <= target,
        ));
    }

    /// A remark on the line before.
    pub fn note(&mut self, text: String) {
        self.lines.push(format!("    {text}"));
    }
}

fn alone(what: &str, figure: f64, unit: &str, target: String, is_met: bool) -> String {
    let figure = if figure < 100.0 {
        format!("{figure:>8.1}")
    } else {
        format!("{figure:>8.0}")
    };
    format!("{what:<28} {figure} {unit:<49} {target:>8}  {}", said(is_met))
}

const fn said(is_met: bool) -> &'static str {
    if is_met { "met" } else { "NOT MET" }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<28} {:>11}   {:<27} {:>11} {:>6} {:>8}",
            "what", "figure", "limit", "", "ratio", "target"
        )?;
        self.lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

/// The median.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The machine's load averages, which say whether others were at work.
pub fn machine_load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// An application of actix that is nothing but one route, in this process.
pub fn empty_application() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let server =
            HttpServer::new(|| App::new().route("/", web::get().to(HttpResponse::Ok))).disable_signals();
        actix_web::rt::System::new().block_on(server.listen(listener).unwrap().run())
    });
    address
}
