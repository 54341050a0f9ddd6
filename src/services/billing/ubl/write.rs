//! A document as UBL 2.1, its elements in the order the schema demands.
//!
//! No empty element is ever written: a text that is empty, or holds nothing that XML can hold, is left out.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{
    Address, DocumentKind, InvoiceDocument, InvoiceLine, Party, Payment, Totals, UblError, Vat, VatGroup,
};

const CAC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const CBC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// UNTDID 1001 code of a reference to the invoiced object (BT-18).
const INVOICED_OBJECT: &str = "130";

/// Writes the document without judging it.
pub(super) fn write(document: &InvoiceDocument) -> Result<String, UblError> {
    let totals = document.totals()?;
    let failed = |e: &dyn std::fmt::Display| UblError::Writing(e.to_string());
    let mut pen = Pen {
        writer: Writer::new_with_indent(Vec::new(), b' ', 2),
        currency: document.currency.code(),
    };
    pen.document(document, &totals).map_err(|e| failed(&e))?;
    let mut bytes = pen.writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|e| failed(&e))
}

struct Pen {
    writer: Writer<Vec<u8>>,
    currency: &'static str,
}

/// The names that differ between the two documents of UBL.
struct Names {
    root: &'static str,
    type_element: &'static str,
    type_code: &'static str,
    line: &'static str,
    quantity: &'static str,
}

impl Names {
    const fn of(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Invoice => Names {
                root: "Invoice",
                type_element: "cbc:InvoiceTypeCode",
                type_code: "380",
                line: "cac:InvoiceLine",
                quantity: "cbc:InvoicedQuantity",
            },
            DocumentKind::CreditNote => Names {
                root: "CreditNote",
                type_element: "cbc:CreditNoteTypeCode",
                type_code: "381",
                line: "cac:CreditNoteLine",
                quantity: "cbc:CreditedQuantity",
            },
        }
    }
}

impl Pen {
    fn document(&mut self, doc: &InvoiceDocument, totals: &Totals) -> io::Result<()> {
        let names = Names::of(doc.kind);
        self.writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let namespace = format!("urn:oasis:names:specification:ubl:schema:xsd:{}-2", names.root);
        let root = BytesStart::new(names.root).with_attributes([
            ("xmlns", namespace.as_str()),
            ("xmlns:cac", CAC),
            ("xmlns:cbc", CBC),
        ]);
        self.writer.write_event(Event::Start(root))?;
        self.header(doc, &names)?;
        self.references(doc)?;
        self.within("cac:AccountingSupplierParty", |pen| {
            pen.party(&doc.seller, doc.outside_scope(), true)
        })?;
        self.within("cac:AccountingCustomerParty", |pen| {
            pen.party(&doc.buyer, doc.outside_scope(), false)
        })?;
        if let Some(payment) = &doc.payment {
            self.payment(payment, doc)?;
        }
        if let Some(terms) = filled(doc.payment_terms.as_deref()) {
            self.within("cac:PaymentTerms", |pen| pen.text("cbc:Note", &terms))?;
        }
        self.tax(doc, totals)?;
        self.sums(doc, totals)?;
        for (number, (line, net)) in (1..).zip(doc.lines.iter().zip(&totals.lines_minor)) {
            self.within(names.line, |pen| {
                pen.line(number, line, *net, doc, names.quantity)
            })?;
        }
        self.writer.write_event(Event::End(BytesEnd::new(names.root)))
    }

    fn header(&mut self, doc: &InvoiceDocument, names: &Names) -> io::Result<()> {
        self.text("cbc:CustomizationID", &doc.customisation)?;
        self.maybe("cbc:ProfileID", doc.process.as_deref())?;
        self.text("cbc:ID", &doc.identifier())?;
        self.text("cbc:IssueDate", &doc.issued_on.to_string())?;
        // A credit note of UBL 2.1 has no due date of its own; it stands in the means of payment.
        if let (DocumentKind::Invoice, Some(due_on)) = (doc.kind, doc.due_on) {
            self.text("cbc:DueDate", &due_on.to_string())?;
        }
        self.text(names.type_element, names.type_code)?;
        for note in &doc.notes {
            self.text("cbc:Note", note)?;
        }
        self.text("cbc:DocumentCurrencyCode", self.currency)?;
        self.maybe("cbc:BuyerReference", doc.buyer_reference.as_deref())
    }

    fn references(&mut self, doc: &InvoiceDocument) -> io::Result<()> {
        for preceding in &doc.preceding {
            self.within("cac:BillingReference", |pen| {
                pen.within("cac:InvoiceDocumentReference", |pen| {
                    pen.text("cbc:ID", &preceding.number)?;
                    pen.maybe(
                        "cbc:IssueDate",
                        preceding.issued_on.map(|day| day.to_string()).as_deref(),
                    )
                })
            })?;
        }
        if let Some(dossier) = filled(doc.dossier.as_deref()) {
            self.within("cac:AdditionalDocumentReference", |pen| {
                pen.text("cbc:ID", &dossier)?;
                pen.text("cbc:DocumentTypeCode", INVOICED_OBJECT)
            })?;
        }
        Ok(())
    }

    fn party(&mut self, party: &Party, outside_scope: bool, seller: bool) -> io::Result<()> {
        self.within("cac:Party", |pen| {
            if let Some((scheme, address)) = &party.electronic_address {
                pen.attributed("cbc:EndpointID", ("schemeID", scheme), address)?;
            }
            pen.address(&party.address)?;
            if let (false, Some(number)) = (outside_scope, filled(party.vat_number.as_deref())) {
                pen.tax_scheme(&number, "VAT")?;
            }
            if let (true, Some(number)) = (seller, filled(party.tax_number.as_deref())) {
                pen.tax_scheme(&number, "TAX")?;
            }
            pen.within("cac:PartyLegalEntity", |pen| {
                pen.text("cbc:RegistrationName", &party.name)?;
                pen.maybe("cbc:CompanyID", party.registration.as_deref())
            })?;
            let contact = [
                ("cbc:Name", filled(party.contact_name.as_deref())),
                ("cbc:Telephone", filled(party.telephone.as_deref())),
                ("cbc:ElectronicMail", filled(party.email.as_deref())),
            ];
            if contact.iter().all(|(_, text)| text.is_none()) {
                return Ok(());
            }
            pen.within("cac:Contact", |pen| {
                contact
                    .iter()
                    .try_for_each(|(name, text)| pen.maybe(name, text.as_deref()))
            })
        })
    }

    fn address(&mut self, address: &Address) -> io::Result<()> {
        self.within("cac:PostalAddress", |pen| {
            pen.text("cbc:StreetName", &address.street)?;
            pen.text("cbc:AdditionalStreetName", &address.street_more)?;
            pen.text("cbc:CityName", &address.city)?;
            pen.text("cbc:PostalZone", &address.post_code)?;
            pen.text("cbc:CountrySubentity", &address.region)?;
            match filled(Some(&address.country)) {
                Some(country) => {
                    pen.within("cac:Country", |pen| pen.text("cbc:IdentificationCode", &country))
                }
                None => Ok(()),
            }
        })
    }

    fn tax_scheme(&mut self, number: &str, scheme: &str) -> io::Result<()> {
        self.within("cac:PartyTaxScheme", |pen| {
            pen.text("cbc:CompanyID", number)?;
            pen.within("cac:TaxScheme", |pen| pen.text("cbc:ID", scheme))
        })
    }

    fn payment(&mut self, payment: &Payment, doc: &InvoiceDocument) -> io::Result<()> {
        self.within("cac:PaymentMeans", |pen| {
            pen.text("cbc:PaymentMeansCode", payment.means.code())?;
            if let (DocumentKind::CreditNote, Some(due_on)) = (doc.kind, doc.due_on) {
                pen.text("cbc:PaymentDueDate", &due_on.to_string())?;
            }
            pen.maybe("cbc:PaymentID", payment.reference.as_deref())?;
            match filled(payment.account.as_deref()) {
                Some(account) => pen.within("cac:PayeeFinancialAccount", |pen| {
                    pen.text("cbc:ID", &account)?;
                    pen.maybe("cbc:Name", payment.account_name.as_deref())
                }),
                None => Ok(()),
            }
        })
    }

    fn tax(&mut self, doc: &InvoiceDocument, totals: &Totals) -> io::Result<()> {
        self.within("cac:TaxTotal", |pen| {
            pen.amount("cbc:TaxAmount", totals.tax_minor, doc)?;
            totals
                .groups
                .iter()
                .try_for_each(|group| pen.tax_group(group, doc))
        })
    }

    fn tax_group(&mut self, group: &VatGroup, doc: &InvoiceDocument) -> io::Result<()> {
        self.within("cac:TaxSubtotal", |pen| {
            pen.amount("cbc:TaxableAmount", group.taxable_minor, doc)?;
            pen.amount("cbc:TaxAmount", group.tax_minor, doc)?;
            pen.category("cac:TaxCategory", &group.vat, true)
        })
    }

    fn category(&mut self, element: &str, vat: &Vat, with_reason: bool) -> io::Result<()> {
        self.within(element, |pen| {
            pen.text("cbc:ID", vat.code())?;
            pen.maybe(
                "cbc:Percent",
                vat.rate().map(|rate| rate.normalize().to_string()).as_deref(),
            )?;
            if with_reason {
                pen.maybe("cbc:TaxExemptionReason", vat.reason())?;
            }
            pen.within("cac:TaxScheme", |pen| pen.text("cbc:ID", "VAT"))
        })
    }

    fn sums(&mut self, doc: &InvoiceDocument, totals: &Totals) -> io::Result<()> {
        self.within("cac:LegalMonetaryTotal", |pen| {
            pen.amount("cbc:LineExtensionAmount", totals.net_minor, doc)?;
            pen.amount("cbc:TaxExclusiveAmount", totals.net_minor, doc)?;
            pen.amount("cbc:TaxInclusiveAmount", totals.gross_minor, doc)?;
            if doc.prepaid_minor != 0 {
                pen.amount("cbc:PrepaidAmount", doc.prepaid_minor, doc)?;
            }
            pen.amount("cbc:PayableAmount", totals.due_minor, doc)
        })
    }

    fn line(
        &mut self,
        number: usize,
        line: &InvoiceLine,
        net_minor: i64,
        doc: &InvoiceDocument,
        quantity: &str,
    ) -> io::Result<()> {
        self.text("cbc:ID", &number.to_string())?;
        self.attributed(
            quantity,
            ("unitCode", &line.unit),
            &line.quantity.normalize().to_string(),
        )?;
        self.amount("cbc:LineExtensionAmount", net_minor, doc)?;
        self.within("cac:Item", |pen| {
            pen.maybe("cbc:Description", line.description.as_deref())?;
            pen.text("cbc:Name", &line.name)?;
            if let Some(code) = filled(line.code.as_deref()) {
                pen.within("cac:SellersItemIdentification", |pen| pen.text("cbc:ID", &code))?;
            }
            pen.category("cac:ClassifiedTaxCategory", &line.vat, false)
        })?;
        self.within("cac:Price", |pen| {
            pen.amount("cbc:PriceAmount", line.unit_price_minor, doc)
        })
    }

    fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.writer.write_event(Event::Start(BytesStart::new(name)))?;
        inside(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    fn amount(&mut self, name: &str, amount_minor: i64, doc: &InvoiceDocument) -> io::Result<()> {
        let currency = self.currency;
        self.attributed(name, ("currencyID", currency), &doc.money(amount_minor).decimal())
    }

    fn maybe(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.leaf(BytesStart::new(name), text)
    }

    fn attributed(&mut self, name: &str, (key, value): (&str, &str), text: &str) -> io::Result<()> {
        self.leaf(
            BytesStart::new(name).with_attributes([(key, legible(value).as_ref())]),
            text,
        )
    }

    fn leaf(&mut self, start: BytesStart<'_>, text: &str) -> io::Result<()> {
        let Some(text) = filled(Some(text)) else {
            return Ok(());
        };
        let end = start.to_end().into_owned();
        self.writer.write_event(Event::Start(start.borrow()))?;
        self.writer.write_event(Event::Text(BytesText::new(&text)))?;
        self.writer.write_event(Event::End(end))
    }
}

/// The text without surrounding space, unless nothing is left of it.
fn filled(text: Option<&str>) -> Option<Cow<'_, str>> {
    match legible(text?) {
        Cow::Borrowed(text) => Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(Cow::Borrowed),
        Cow::Owned(text) => Some(text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .map(Cow::Owned),
    }
}

/// The text without the characters that XML 1.0 cannot hold in any spelling.
fn legible(text: &str) -> Cow<'_, str> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}');
    if text.chars().all(fits) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| fits(*c)).collect())
    }
}
