//! What is printed: each figure beside its limit in the same run, and whether the target is met.

use std::fmt;

/// Lines of the answer.
#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 6]>,
}

const HEAD: [&str; 6] = ["measure", "ours", "its limit", "ratio", "target", ""];

impl Table {
    /// A rate beside its limit; without a target for information only.
    pub fn ratio(&mut self, measure: &str, rate: f64, of: &str, limit: f64, target: Option<f64>) {
        let ratio = rate / limit;
        self.rows.push([
            measure.into(),
            format!("{rate:.0} /s"),
            format!("{limit:.0} /s  {of}"),
            format!("{ratio:.2}"),
            target.map_or_else(String::new, |target| format!("≥ {target:.2}")),
            target.map_or_else(String::new, |target| said(ratio >= target).into()),
        ]);
    }

    /// How many times as long something takes as its limit; without a target for information only.
    pub fn times(&mut self, measure: &str, ours: String, limit: String, ratio: f64, target: Option<f64>) {
        self.rows.push([
            measure.into(),
            ours,
            limit,
            format!("{ratio:.2}"),
            target.map_or_else(String::new, |target| format!("≤ {target:.2}")),
            target.map_or_else(String::new, |target| said(ratio <= target).into()),
        ]);
    }

    /// A figure that must be at least so much.
    pub fn at_least(&mut self, measure: &str, figure: f64, unit: &str, target: f64) {
        self.alone(measure, figure, unit, format!("≥ {target:.0}"), figure >= target);
    }

    /// A figure that must be at most so much.
    pub fn at_most(&mut self, measure: &str, figure: f64, unit: &str, target: f64) {
        self.alone(measure, figure, unit, format!("≤ {target:.0}"), figure <= target);
    }

    /// A figure without a target.
    pub fn told(&mut self, measure: &str, ours: String, beside: String) {
        self.rows.push([
            measure.into(),
            ours,
            beside,
            String::new(),
            String::new(),
            String::new(),
        ]);
    }

    fn alone(&mut self, measure: &str, figure: f64, unit: &str, target: String, is_met: bool) {
        self.rows.push([
            measure.into(),
            amount(figure, unit),
            String::new(),
            String::new(),
            target,
            said(is_met).into(),
        ]);
    }
}

/// A figure with its unit, with a decimal where it is small.
pub fn amount(figure: f64, unit: &str) -> String {
    let text = if figure != 0.0 && figure < 100.0 {
        format!("{figure:.1} {unit}")
    } else {
        format!("{figure:.0} {unit}")
    };
    text.trim_end().to_owned()
}

const fn said(is_met: bool) -> &'static str {
    if is_met { "met" } else { "NOT MET" }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = HEAD.map(String::from);
        let rows = || std::iter::once(&head).chain(&self.rows);
        let width = |column: usize| {
            rows()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or_default()
        };
        let widths: [usize; 6] = std::array::from_fn(width);
        for row in rows() {
            let line: Vec<String> = row
                .iter()
                .zip(widths)
                .enumerate()
                .map(|(column, (text, width))| match column {
                    1 | 3 | 4 => format!("{text:>width$}"),
                    _ => format!("{text:<width$}"),
                })
                .collect();
            writeln!(out, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
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
