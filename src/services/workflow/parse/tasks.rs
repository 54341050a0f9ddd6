//! What each element does: reads its kind, its event definitions and its extension attributes.

use chrono::{DateTime, Utc};
use roxmltree::Node;

use super::faults::Reason;
use super::reader::Reader;
use super::xml::{bpmn_name, children, local, od, short, text_of};
use crate::services::workflow::model::{ElementKind, Outcome, ServiceTask, Timer, UserTask};

/// What every element may have inside it without meaning anything to the engine.
const INERT: &[&str] = &["documentation", "extensionElements", "incoming", "outgoing"];

/// The kind of a flow node, or `None` with a complaint when it is not executed.
pub fn kind<'a, 'input>(
    reader: &mut Reader<'a, 'input>,
    node: Node<'a, 'input>,
    name: &str,
) -> Option<ElementKind> {
    let allowed: &[&str] = match name {
        "userTask" => &["role", "unit", "actions", "form", "limit"],
        "serviceTask" => &["job", "template"],
        "endEvent" => &["outcome"],
        "startEvent"
        | "exclusiveGateway"
        | "parallelGateway"
        | "eventBasedGateway"
        | "intermediateCatchEvent" => &[],
        _ => {
            reader.complain(node, Reason::NotExecuted);
            return None;
        }
    };
    reader.extensions(node, allowed);
    refuse_attributes(reader, node);
    let events = event_definitions(reader, node);
    match (name, &events[..]) {
        ("userTask", []) => Some(ElementKind::UserTask(user_task(reader, node))),
        ("serviceTask", []) => Some(ElementKind::ServiceTask(service_task(reader, node))),
        ("exclusiveGateway", []) => Some(ElementKind::Exclusive { default: None }),
        ("parallelGateway", []) => Some(ElementKind::Parallel),
        ("eventBasedGateway", []) => Some(ElementKind::EventBased),
        ("startEvent", []) => Some(ElementKind::Start),
        ("endEvent", []) => Some(ElementKind::End {
            outcome: outcome(reader, node),
        }),
        ("endEvent", [event]) if bpmn_name(*event) == Some("terminateEventDefinition") => {
            Some(ElementKind::Terminate {
                outcome: outcome(reader, node),
            })
        }
        ("intermediateCatchEvent", [event]) => match bpmn_name(*event) {
            Some("timerEventDefinition") => Some(timer(reader, *event)),
            Some("messageEventDefinition") => Some(message(reader, *event)),
            _ => {
                reader.complain(*event, Reason::NotExecuted);
                None
            }
        },
        ("intermediateCatchEvent", []) => {
            reader.complain(
                node,
                Reason::AttributeMissing("timerEventDefinition or messageEventDefinition"),
            );
            None
        }
        (_, events) => {
            for event in events {
                reader.complain(*event, Reason::NotExecuted);
            }
            None
        }
    }
}

/// The event definitions inside an element, with a complaint about everything else that is not inert.
fn event_definitions<'a, 'input>(
    reader: &mut Reader<'a, 'input>,
    node: Node<'a, 'input>,
) -> Vec<Node<'a, 'input>> {
    let mut events = Vec::new();
    for child in children(node) {
        match bpmn_name(child) {
            Some(name) if INERT.contains(&name) => {}
            Some(name) if name.ends_with("EventDefinition") => events.push(child),
            Some(_) => reader.give_up(child, Reason::NotExecuted),
            None => reader.give_up(child, Reason::NotAnElement),
        }
    }
    events
}

/// Standard attributes that change what an element does, with the only value that is executed.
const EXECUTED_VALUES: &[(&str, &[&str])] = &[
    ("isForCompensation", &["false", "0"]),
    ("startQuantity", &["1"]),
    ("completionQuantity", &["1"]),
    ("parallelMultiple", &["false", "0"]),
    ("instantiate", &["false", "0"]),
    ("eventGatewayType", &["Exclusive"]),
];

fn refuse_attributes<'a, 'input>(reader: &mut Reader<'a, 'input>, node: Node<'a, 'input>) {
    for (name, values) in EXECUTED_VALUES {
        if let Some(value) = node.attribute(*name)
            && !values.contains(&value.trim())
        {
            reader.complain(
                node,
                Reason::AttributeNotExecuted {
                    name: (*name).to_owned(),
                    value: short(value),
                },
            );
        }
    }
}

/// A code of the tenant or the program: one word of small letters, digits, `_`, `-` and `.`.
fn is_code(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

fn code(value: &str) -> Result<(), String> {
    if is_code(value) {
        Ok(())
    } else {
        Err("a code has 1 to 64 letters, digits, _, - or .".to_owned())
    }
}

fn known(known: bool, what: &str) -> Result<(), String> {
    if known {
        Ok(())
    } else {
        Err(format!("there is no such {what}"))
    }
}

fn user_task<'a, 'input>(reader: &mut Reader<'a, 'input>, node: Node<'a, 'input>) -> UserTask {
    let role = reader.extension(node, "od:role", |words, role| {
        known(words.knows_role(role), "role")
    });
    if role.is_none() {
        reader.complain(node, Reason::AttributeMissing("od:role"));
    }
    let actions: Vec<String> = od(node, "actions")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|a| !a.is_empty())
        .map(str::to_owned)
        .collect();
    for (place, action) in actions.iter().enumerate() {
        let twice = actions.iter().take(place).any(|earlier| earlier == action);
        let fine = if twice {
            Err("the action is there twice".to_owned())
        } else {
            code(action)
        };
        if let Err(why) = fine {
            reader.complain(
                node,
                Reason::Value {
                    name: "od:actions",
                    value: short(action),
                    why,
                },
            );
        }
    }
    UserTask {
        role: role.unwrap_or_default(),
        unit: reader.extension(node, "od:unit", |words, unit| {
            known(words.knows_unit(unit), "operating unit")
        }),
        actions,
        form: reader.extension(node, "od:form", |_, form| code(form)),
        limit: reader.extension(node, "od:limit", |words, limit| words.check_limit(limit)),
    }
}

fn service_task<'a, 'input>(reader: &mut Reader<'a, 'input>, node: Node<'a, 'input>) -> ServiceTask {
    let job = reader.extension(node, "od:job", |words, job| known(words.knows_job(job), "job"));
    if job.is_none() {
        reader.complain(node, Reason::AttributeMissing("od:job"));
    }
    ServiceTask {
        job: job.unwrap_or_default(),
        template: reader.extension(node, "od:template", |_, template| code(template)),
    }
}

fn outcome<'a, 'input>(reader: &mut Reader<'a, 'input>, node: Node<'a, 'input>) -> Option<Outcome> {
    let word = reader.extension(node, "od:outcome", |_, word| {
        Outcome::from_word(word)
            .map(|_| ())
            .ok_or_else(|| "an outcome is granted, refused or withdrawn".to_owned())
    })?;
    Outcome::from_word(&word)
}

fn timer<'a, 'input>(reader: &mut Reader<'a, 'input>, event: Node<'a, 'input>) -> ElementKind {
    let mut timers = Vec::new();
    for child in children(event) {
        match bpmn_name(child) {
            Some("documentation" | "extensionElements") => {}
            Some("timeDuration") => timers.push(read_time(reader, child, "timeDuration", |text| {
                text.parse()
                    .map(Timer::After)
                    .map_err(|error: crate::services::workflow::duration::NotADuration| error.to_string())
            })),
            Some("timeDate") => timers.push(read_time(reader, child, "timeDate", |text| {
                let moment = DateTime::parse_from_rfc3339(text)
                    .map_err(|_| "write a moment such as 2026-12-31T17:00:00+07:00")?;
                Ok(Timer::At(moment.with_timezone(&Utc)))
            })),
            _ => reader.give_up(child, Reason::NotExecuted),
        }
    }
    if timers.len() != 1 {
        reader.complain(event, Reason::AttributeMissing("one timeDuration or timeDate"));
    }
    // A timer that could not be read has been complained about: the definition is never handed out with this one.
    let unread = Timer::At(DateTime::<Utc>::MAX_UTC);
    ElementKind::Timer(timers.into_iter().next().flatten().unwrap_or(unread))
}

fn read_time<'a, 'input>(
    reader: &mut Reader<'a, 'input>,
    node: Node<'a, 'input>,
    name: &'static str,
    read: impl FnOnce(&str) -> Result<Timer, String>,
) -> Option<Timer> {
    let text = text_of(node);
    read(&text)
        .map_err(|why| {
            reader.complain(
                node,
                Reason::Value {
                    name,
                    value: short(&text),
                    why,
                },
            )
        })
        .ok()
}

fn message<'a, 'input>(reader: &mut Reader<'a, 'input>, event: Node<'a, 'input>) -> ElementKind {
    for child in children(event) {
        if !matches!(bpmn_name(child), Some("documentation" | "extensionElements")) {
            reader.give_up(child, Reason::NotExecuted);
        }
    }
    let name = match event.attribute("messageRef").map(local) {
        None => {
            reader.complain(event, Reason::AttributeMissing("messageRef"));
            String::new()
        }
        Some(reference) => match reader.messages.get(reference).copied() {
            None => {
                reader.complain(event, Reason::Dangling("messageRef", short(reference)));
                String::new()
            }
            Some(name) => {
                if let Err(why) = code(name) {
                    reader.complain(
                        event,
                        Reason::Value {
                            name: "message name",
                            value: short(name),
                            why,
                        },
                    );
                }
                name.to_owned()
            }
        },
    };
    ElementKind::Message { name }
}
