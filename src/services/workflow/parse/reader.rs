//! Gathers faults while a file is read, and reads what every element has: ids, names, extension attributes.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use super::faults::{FAULTS_MAX, Fault, Reason};
use super::xml::{BPMN, BPMN_DI, OD, bpmn_name, children, fault, od, short};
use crate::services::workflow::vocabulary::Vocabulary;

/// Longest id or name, in characters: what an index of open tasks takes of both.
const NAME_MAX: usize = 250;

/// Gathers the faults while the parts of the file are read.
pub struct Reader<'a, 'input> {
    pub document: &'a Document<'input>,
    pub vocabulary: &'a dyn Vocabulary,
    /// Names of the messages by their ids.
    pub messages: HashMap<&'a str, &'a str>,
    faults: Vec<Fault>,
    /// Whether every element could be read so far.
    pub whole: bool,
}

impl<'a, 'input> Reader<'a, 'input> {
    pub fn new(document: &'a Document<'input>, vocabulary: &'a dyn Vocabulary) -> Self {
        Self {
            document,
            vocabulary,
            messages: HashMap::new(),
            faults: Vec::new(),
            whole: true,
        }
    }

    /// The faults, and whether every element could be read, so that it makes sense to look at the structure.
    pub fn finish(self) -> (Vec<Fault>, bool) {
        (self.faults, self.whole)
    }

    /// Notes a fault that leaves the structure readable.
    pub fn complain(&mut self, node: Node<'_, '_>, reason: Reason) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault(self.document, node, reason));
        }
    }

    /// Notes a fault that leaves a hole in the structure.
    pub fn give_up(&mut self, node: Node<'_, '_>, reason: Reason) {
        self.whole = false;
        self.complain(node, reason);
    }

    /// Complains about every child that is not one of `names`.
    pub fn only(&mut self, node: Node<'a, 'input>, names: &[&str]) {
        for child in children(node) {
            match bpmn_name(child) {
                Some(name) if names.contains(&name) => {}
                Some(_) => self.give_up(child, Reason::NotExecuted),
                None if matches!(child.tag_name().namespace(), Some(BPMN_DI)) => {}
                None => self.give_up(child, Reason::NotAnElement),
            }
        }
    }

    /// Complains about every extension attribute of ours that is not one of `names`: a slip of the pen must not
    /// turn into a step without a limit.
    pub fn extensions(&mut self, node: Node<'a, 'input>, names: &[&str]) {
        for attribute in node
            .attributes()
            .filter(|attribute| attribute.namespace() == Some(OD))
        {
            if !names.contains(&attribute.name()) {
                self.complain(node, Reason::AttributeUnknown(short(attribute.name())));
            }
        }
    }

    /// The value of one of our extension attributes (named with its `od:`), with a complaint when `check` has one.
    pub fn extension(
        &mut self,
        node: Node<'a, 'input>,
        name: &'static str,
        check: impl FnOnce(&dyn Vocabulary, &str) -> Result<(), String>,
    ) -> Option<String> {
        let value = od(node, name.trim_start_matches("od:"))?;
        if let Err(why) = check(self.vocabulary, value) {
            self.complain(
                node,
                Reason::Value {
                    name,
                    value: short(value),
                    why,
                },
            );
        }
        Some(value.to_owned())
    }

    /// An id: there, not long, without white space.
    pub fn word(&mut self, node: Node<'a, 'input>, name: &'static str) -> String {
        let value = node.attribute(name).unwrap_or_default();
        if value.is_empty() {
            self.complain(node, Reason::AttributeMissing(name));
        } else if value.chars().count() > NAME_MAX
            || value.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            let why = format!("an id has at most {NAME_MAX} characters and no white space");
            self.complain(
                node,
                Reason::Value {
                    name,
                    value: short(value),
                    why,
                },
            );
        }
        value.to_owned()
    }

    /// A name on one line.
    pub fn name(&mut self, node: Node<'a, 'input>) -> String {
        let name = node.attribute("name").unwrap_or_default();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > NAME_MAX {
            let why = format!("a name has at most {NAME_MAX} characters");
            self.complain(
                node,
                Reason::Value {
                    name: "name",
                    value: short(&name),
                    why,
                },
            );
        }
        name
    }

    /// Refuses every id that was used before. Ids of other tools inside `extensionElements` are theirs.
    pub fn refuse_duplicate_ids(&mut self) {
        let mut seen = HashSet::new();
        for node in self.document.descendants().filter(Node::is_element) {
            if !matches!(node.tag_name().namespace(), Some(BPMN | BPMN_DI)) {
                continue;
            }
            if let Some(id) = node.attribute("id")
                && !seen.insert(id)
            {
                self.give_up(node, Reason::DuplicateId);
            }
        }
    }
}
