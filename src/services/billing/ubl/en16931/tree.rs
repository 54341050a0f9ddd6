//! The parsed document, by the names the rules use.

use std::str::FromStr;

use roxmltree::{Document, Node};
use rust_decimal::Decimal;

use super::NotUbl;

const NAMESPACE: &str = "urn:oasis:names:specification:ubl:schema:xsd:";

/// An element, or the place where one could have been: asking a missing element for its children finds none.
#[derive(Clone, Copy)]
pub(super) struct Element<'a>(Option<Node<'a, 'a>>);

impl<'a> Element<'a> {
    /// The first child of each name in turn: `price.at("AllowanceCharge/Amount")`.
    pub(super) fn at(self, path: &str) -> Element<'a> {
        path.split('/').fold(self, |element, name| {
            Element(element.children(name).next().and_then(|child| child.0))
        })
    }

    /// Every child of this name.
    pub(super) fn children(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        let children = self.0.into_iter().flat_map(|node| node.children());
        children
            .filter(move |child| child.tag_name().name() == name)
            .map(|child| Element(Some(child)))
    }

    /// Every element of this name below, at any depth.
    pub(super) fn descendants(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        let all = self.0.into_iter().flat_map(|node| node.descendants());
        all.filter(move |node| node.is_element() && node.tag_name().name() == name)
            .map(|node| Element(Some(node)))
    }

    pub(super) fn exists(self) -> bool {
        self.0.is_some()
    }

    /// Its text without surrounding space; none when it is missing or blank.
    pub(super) fn text(self) -> Option<&'a str> {
        self.0?.text().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn is_filled(self) -> bool {
        self.text().is_some()
    }

    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        self.0?.attribute(name).filter(|value| !value.trim().is_empty())
    }

    /// Its text as a number; none when missing or not a number.
    pub(super) fn number(self) -> Option<Decimal> {
        Decimal::from_str(self.text()?).ok()
    }
}

/// An invoice or credit note.
pub(super) struct Invoice<'a> {
    pub(super) root: Element<'a>,
    pub(super) is_credit_note: bool,
}

impl<'a> Invoice<'a> {
    pub(super) fn read(document: &'a Document<'a>) -> Result<Self, NotUbl> {
        let root = document.root_element();
        let (name, namespace) = (
            root.tag_name().name(),
            root.tag_name().namespace().unwrap_or_default(),
        );
        let expected =
            matches!(name, "Invoice" | "CreditNote") && namespace == format!("{NAMESPACE}{name}-2");
        if !expected {
            return Err(NotUbl::OtherRoot(
                format!("{{{namespace}}}{name}").chars().take(120).collect(),
            ));
        }
        Ok(Self {
            root: Element(Some(root)),
            is_credit_note: name == "CreditNote",
        })
    }

    pub(super) fn at(&self, path: &str) -> Element<'a> {
        self.root.at(path)
    }

    pub(super) fn currency(&self) -> &'a str {
        self.at("DocumentCurrencyCode").text().unwrap_or_default()
    }

    pub(super) fn seller(&self) -> Element<'a> {
        self.at("AccountingSupplierParty/Party")
    }

    pub(super) fn buyer(&self) -> Element<'a> {
        self.at("AccountingCustomerParty/Party")
    }

    /// The lines, each with its place for a message.
    pub(super) fn lines(&self) -> Vec<(String, Element<'a>)> {
        let name = if self.is_credit_note {
            "CreditNoteLine"
        } else {
            "InvoiceLine"
        };
        (1..)
            .zip(self.root.children(name))
            .map(|(n, line)| (format!("line {n}"), line))
            .collect()
    }

    /// The invoiced or credited quantity of a line.
    pub(super) fn quantity(&self, line: Element<'a>) -> Element<'a> {
        line.at(if self.is_credit_note {
            "CreditedQuantity"
        } else {
            "InvoicedQuantity"
        })
    }

    /// The total of tax in the currency of the document; a second one may be in the currency of the tax accounts.
    pub(super) fn tax_total(&self) -> Element<'a> {
        let of_currency =
            |total: &Element<'a>| total.at("TaxAmount").attribute("currencyID") == Some(self.currency());
        self.root
            .children("TaxTotal")
            .find(of_currency)
            .unwrap_or_else(|| self.at("TaxTotal"))
    }

    /// The groups of the VAT breakdown, each with its place.
    pub(super) fn vat_groups(&self) -> Vec<(String, Element<'a>)> {
        let groups = self
            .root
            .children("TaxTotal")
            .flat_map(|total| total.children("TaxSubtotal"));
        groups
            .map(|group| {
                (
                    format!("VAT breakdown {}", category(group.at("TaxCategory"))),
                    group,
                )
            })
            .collect()
    }

    /// Allowances (`false`) or charges (`true`) of the document.
    pub(super) fn adjustments(&self, charge: bool) -> Vec<Element<'a>> {
        adjustments(self.root, charge)
    }

    /// Numbers of the seller, buyer or tax representative in the VAT scheme, and of the seller in another.
    pub(super) fn has_tax_number(party: Element<'a>, vat: bool) -> bool {
        party.children("PartyTaxScheme").any(|one| {
            one.at("CompanyID").is_filled() && (one.at("TaxScheme/ID").text() == Some("VAT")) == vat
        })
    }
}

/// The letter of a tax category, empty when missing.
pub(super) fn category(element: Element<'_>) -> &str {
    element.at("ID").text().unwrap_or_default()
}

/// Allowances or charges directly below `parent`.
pub(super) fn adjustments(parent: Element<'_>, charge: bool) -> Vec<Element<'_>> {
    let wanted = |one: &Element<'_>| matches!(one.at("ChargeIndicator").text(), Some("true" | "1")) == charge;
    parent.children("AllowanceCharge").filter(wanted).collect()
}
