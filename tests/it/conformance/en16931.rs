//! The public examples of CEN/TC 434 keep the rules; the same examples, spoilt, break the rule that names the fault.

use std::fs;

use onedoor::services::billing::ubl::en16931::check;

const EXAMPLES: usize = 6;

fn examples() -> Vec<(String, String)> {
    let Some(folder) = super::shared("en16931-examples") else {
        return Vec::new();
    };
    let mut examples: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xml"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    examples.sort();
    assert_eq!(
        examples.len(),
        EXAMPLES,
        "the folder of examples is not the one this test knows"
    );
    examples
}

#[test]
fn the_public_examples_keep_every_rule() {
    for (name, xml) in examples() {
        let violations = check(&xml).unwrap();
        assert!(violations.is_empty(), "{name}: {violations:#?}");
    }
}

/// Cuts the first element of this name out of the text.
fn without(xml: &str, name: &str) -> String {
    let start = xml
        .find(&format!("<{name}"))
        .unwrap_or_else(|| panic!("there is no {name} to cut"));
    let close = format!("</{name}>");
    let end = start + xml[start..].find(&close).unwrap() + close.len();
    format!("{}{}", &xml[..start], &xml[end..])
}

/// Replaces the text of the first element of this name.
fn with_text(xml: &str, name: &str, text: &str) -> String {
    let start = xml
        .find(&format!("<{name}"))
        .unwrap_or_else(|| panic!("there is no {name} to change"));
    let open = start + xml[start..].find('>').unwrap() + 1;
    let close = open + xml[open..].find('<').unwrap();
    format!("{}{text}{}", &xml[..open], &xml[close..])
}

#[test]
fn a_spoilt_example_breaks_the_rule_that_names_the_fault() {
    let examples = examples();
    let Some((_, xml)) = examples.iter().find(|(name, _)| name == "ubl-tc434-example1.xml") else {
        return;
    };
    let cut = [
        ("BR-01", "cbc:CustomizationID"),
        ("BR-02", "cbc:ID"),
        ("BR-03", "cbc:IssueDate"),
        ("BR-04", "cbc:InvoiceTypeCode"),
        ("BR-05", "cbc:DocumentCurrencyCode"),
        ("BR-06", "cbc:RegistrationName"),
        ("BR-08", "cac:PostalAddress"),
        ("BR-09", "cac:Country"),
        ("BR-10", "cac:AccountingCustomerParty"),
        ("BR-13", "cbc:TaxExclusiveAmount"),
        ("BR-14", "cbc:TaxInclusiveAmount"),
        ("BR-15", "cbc:PayableAmount"),
        ("BR-22", "cbc:InvoicedQuantity"),
        ("BR-26", "cac:Price"),
        ("BR-49", "cbc:PaymentMeansCode"),
        ("BR-61", "cac:PayeeFinancialAccount"),
        ("BR-CO-04", "cac:ClassifiedTaxCategory"),
        ("BR-CO-14", "cac:TaxSubtotal"),
        ("BR-CO-18", "cac:TaxTotal"),
        ("BR-CO-25", "cbc:DueDate"),
        ("BR-S-02", "cac:PartyTaxScheme"),
        ("BR-S-08", "cac:InvoiceLine"),
    ];
    let change = [
        ("BR-CL-01", "cbc:InvoiceTypeCode", "7"),
        ("BR-CL-04", "cbc:DocumentCurrencyCode", "euro"),
        ("BR-CL-14", "cbc:IdentificationCode", "NLD"),
        ("BR-CL-16", "cbc:PaymentMeansCode", "cash"),
        ("BR-CO-09", "cbc:CompanyID", "8200.98.395.B.01"),
        ("BR-CO-10", "cbc:LineExtensionAmount", "229.61"),
        ("BR-CO-13", "cbc:TaxExclusiveAmount", "229.61"),
        ("BR-CO-14", "cbc:TaxAmount", "20.74"),
        ("BR-CO-15", "cbc:TaxInclusiveAmount", "250.34"),
        ("BR-CO-16", "cbc:PayableAmount", "0"),
        ("BR-CO-17", "cbc:Percent", "26"),
        ("BR-DEC-18", "cbc:PayableAmount", "250.330"),
        ("BR-27", "cbc:PriceAmount", "-9.95"),
        ("BR-S-09", "cbc:TaxableAmount", "283.23"),
    ];
    let nameless = xml.replacen("PATAT FRITES 10MM 10KG", " ", 1);
    let spoilt = cut
        .map(|(rule, name)| (rule, name, without(xml, name)))
        .into_iter()
        .chain(change.map(|(rule, name, text)| (rule, name, with_text(xml, name, text))))
        .chain([("BR-25", "the item's name", nameless)]);
    for (rule, name, xml) in spoilt {
        let broken: Vec<String> = check(&xml).unwrap().into_iter().map(|one| one.rule).collect();
        assert!(
            broken.iter().any(|one| one == rule),
            "{name} spoilt should break {rule}, broke {broken:?}"
        );
    }
}

#[test]
fn an_exemption_without_a_reason_is_refused() {
    let examples = examples();
    let Some((_, xml)) = examples
        .iter()
        .find(|(name, _)| name == "ubl-tc434-creditnote1.xml")
    else {
        return;
    };
    let rules = |xml: &str| -> Vec<String> { check(xml).unwrap().into_iter().map(|one| one.rule).collect() };
    let reason = if xml.contains("<cbc:TaxExemptionReasonCode") {
        "cbc:TaxExemptionReasonCode"
    } else {
        "cbc:TaxExemptionReason"
    };
    assert!(rules(&without(xml, reason)).contains(&"BR-E-10".to_owned()));
    assert!(rules(&with_text(xml, "cbc:Percent", "19")).contains(&"BR-CO-17".to_owned()));
}
