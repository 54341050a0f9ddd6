//! Draws small processes for tests, as BPMN text that goes through the real parser.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{ConditionIx, ProcessDefinition};
use super::parse::{NotExecutable, parse};
use super::vocabulary::{Decide, JOBS, Variables, Vocabulary};

/// Wraps the inside of a process into a whole file, with the two messages the tests use.
pub fn file(process: &str) -> String {
    file_with(process, "")
}

fn file_with(process: &str, messages: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:od="https://onedoor.example/bpmn/1" id="d" targetNamespace="t">
<b:message id="M_paid" name="payment.received"/><b:message id="M_supplement" name="supplement.received"/>{messages}
<b:process id="p" isExecutable="true">
{process}
</b:process></b:definitions>"#
    )
}

/// A process under construction: elements by short lines, flows by their ends.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    elements: Vec<(String, String, String)>,
    flows: Vec<(String, String, String)>,
    defaults: BTreeMap<String, String>,
}

impl Sketch {
    /// Adds elements, one a line: `id kind [attribute="value" …]`, with kinds `start`, `user`, `job`, `xor`, `and`,
    /// `race`, `timer`, `paid`, `supplement`, `news` (a message named like the element), `end`, `stop`.
    pub fn of(lines: &str) -> Self {
        let mut sketch = Self::default();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (id, rest) = line.split_once(' ').unwrap();
            let (kind, attributes) = rest.split_once(' ').unwrap_or((rest, ""));
            sketch.add(id, kind, attributes);
        }
        sketch
    }

    /// Adds an element.
    pub fn add(&mut self, id: &str, kind: &str, attributes: &str) {
        self.elements
            .push((id.to_owned(), kind.to_owned(), attributes.to_owned()));
    }

    /// Adds flows written `a > b > c`, or `a > b : condition`, or `a > b : *` for the default flow (`*text`: a default with a condition);
    /// one a line.
    pub fn flows(mut self, lines: &str) -> Self {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (way, condition) = line.split_once(" : ").unwrap_or((line, ""));
            let stops: Vec<&str> = way.split('>').map(str::trim).collect();
            for pair in stops.windows(2) {
                self.flow(pair[0], pair[1], condition);
            }
        }
        self
    }

    /// Adds one flow; its id is `from-to`.
    pub fn flow(&mut self, from: &str, to: &str, condition: &str) {
        if condition.starts_with('*') {
            self.defaults.insert(from.to_owned(), format!("{from}-{to}"));
        }
        let condition = condition.trim_start_matches('*').to_owned();
        self.flows.push((from.to_owned(), to.to_owned(), condition));
    }

    /// The file.
    pub fn text(&self) -> String {
        let (mut body, mut messages) = (String::new(), String::new());
        for (id, kind, attributes) in &self.elements {
            let default = self
                .defaults
                .get(id)
                .map(|flow| format!("default=\"{flow}\""))
                .unwrap_or_default();
            let news = format!("<b:messageEventDefinition messageRef=\"M_{id}\"/>");
            if kind == "news" {
                messages += &format!("<b:message id=\"M_{id}\" name=\"{id}\"/>");
            }
            let (tag, inside) = match kind.as_str() {
                "news" => ("intermediateCatchEvent", news.as_str()),
                "start" => ("startEvent", ""),
                "user" => ("userTask", ""),
                "job" => ("serviceTask", ""),
                "xor" => ("exclusiveGateway", ""),
                "and" => ("parallelGateway", ""),
                "race" => ("eventBasedGateway", ""),
                "timer" => (
                    "intermediateCatchEvent",
                    "<b:timerEventDefinition><b:timeDuration>P10D</b:timeDuration></b:timerEventDefinition>",
                ),
                "paid" => (
                    "intermediateCatchEvent",
                    "<b:messageEventDefinition messageRef=\"M_paid\"/>",
                ),
                "supplement" => (
                    "intermediateCatchEvent",
                    "<b:messageEventDefinition messageRef=\"M_supplement\"/>",
                ),
                "end" => ("endEvent", ""),
                "stop" => ("endEvent", "<b:terminateEventDefinition/>"),
                other => (other, ""),
            };
            let standard = match kind.as_str() {
                "user" if !attributes.contains("od:role") => "od:role=\"assessor\"",
                "job" if !attributes.contains("od:job") => "od:job=\"raise_fee\"",
                _ => "",
            };
            body += &format!("<b:{tag} id=\"{id}\" {default} {standard} {attributes}>{inside}</b:{tag}>\n");
        }
        for (from, to, condition) in &self.flows {
            let condition = match condition.as_str() {
                "" => String::new(),
                text => format!("<b:conditionExpression><![CDATA[{text}]]></b:conditionExpression>"),
            };
            body += &format!(
                "<b:sequenceFlow id=\"{from}-{to}\" sourceRef=\"{from}\" targetRef=\"{to}\">{condition}</b:sequenceFlow>\n"
            );
        }
        file_with(&body, &messages)
    }

    /// The definition, or what is wrong.
    pub fn parse(&self) -> Result<ProcessDefinition, NotExecutable> {
        parse(self.text().as_bytes(), &Plain)
    }
}

/// Everything is known; a condition is `variable = <JSON>`.
pub struct Plain;

impl Vocabulary for Plain {
    fn knows_job(&self, job: &str) -> bool {
        JOBS.contains(&job)
    }
    fn knows_role(&self, role: &str) -> bool {
        role != "nobody"
    }
    fn knows_unit(&self, code: &str) -> bool {
        code != "nowhere"
    }
    fn check_condition(&self, text: &str) -> Result<(), String> {
        equation(text).map(|_| ())
    }
    fn check_limit(&self, text: &str) -> Result<(), String> {
        if text.starts_with('+') {
            Ok(())
        } else {
            Err("a limit begins with +".to_owned())
        }
    }
}

fn equation(text: &str) -> Result<(&str, Value), String> {
    let (variable, value) = text.split_once('=').ok_or("a condition is variable = value")?;
    Ok((
        variable.trim(),
        serde_json::from_str(value).map_err(|error| error.to_string())?,
    ))
}

/// Decides `variable = <JSON>`; an absent variable has no answer.
pub struct Equations<'d>(pub &'d ProcessDefinition);

impl Decide for Equations<'_> {
    fn holds(&self, condition: ConditionIx, variables: &Variables) -> Result<bool, String> {
        let text = &self.0.conditions[usize::from(condition.0)];
        let (variable, value) = equation(text)?;
        let found = variables
            .get(variable)
            .ok_or_else(|| format!("{variable} is not set"))?;
        Ok(*found == value)
    }
}
