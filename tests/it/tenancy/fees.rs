//! Every payment request of the demonstration, computed over plausible answers: a whole amount, never negative.

use onedoor::authority::tenancy::code::When;
use onedoor::kernel::patterns::payment::PaymentRequestPattern;
use serde_json::{Map, Value, json};

use super::code;

/// Answers that formulas name; the same for every procedure, because a formula looks only at its own.
fn answers(doubled: bool) -> Value {
    let n = if doubled { 4 } else { 2 };
    json!({
        "form": { "copies": n, "cases": n, "persons": n, "months": n, "years": n, "card": if doubled { "lost" } else { "expired" }, "temporary": doubled },
        "step": { "assess": { "pages": n + 1, "floor_area": 80.5, "area": 4.5, "trees": n, "shrubs": n, "guide_dog": false } },
    })
}

#[test]
fn every_fee_comes_to_a_whole_amount() {
    let mut computed = Vec::new();
    for slug in ["an-binh", "zoriana", "qinglan"] {
        let code = code(slug);
        let rates: Map<String, Value> = code
            .fees
            .rate
            .iter()
            .map(|rate| (rate.code.clone(), json!(rate.amount_minor)))
            .collect();
        for (name, procedure) in &code.procedures {
            let fee = &procedure.facts.fee;
            let Some(request) = &fee.request else {
                assert_eq!(fee.when, When::Never, "{name}");
                continue;
            };
            let pattern = PaymentRequestPattern::parse(request).unwrap();
            let total = |doubled| {
                let mut variables = answers(doubled);
                variables["fee"] = Value::Object(rates.clone());
                let amounts = pattern.evaluate(&variables, code.tenant.currency);
                amounts
                    .unwrap_or_else(|error| panic!("{slug} {name}: {error}"))
                    .total
            };
            assert!(total(false) > 0 && total(true) >= total(false), "{slug} {name}");
            computed.push((name.clone(), total(false)));
        }
    }
    let amount = |name: &str| {
        computed
            .iter()
            .find(|(code, _)| code == name)
            .map(|(_, total)| *total)
    };
    // Two copies of three pages: 2 × (2 × 2,000 + 1,000) đồng.
    assert_eq!(amount("chung-thuc-ban-sao"), Some(10_000));
    // 100,000 đồng for the certificate and 80.5 m² at 500 đồng.
    assert_eq!(amount("dang-ky-tai-san-gan-lien-voi-dat"), Some(140_250));
    // 4.5 m² for two months at 125 hryvnias.
    assert_eq!(amount("dozvil-zovnishnia-reklama"), Some(112_500));
    // First year, one more year, chip: 650 yuan.
    assert_eq!(amount("quanlei-zhunyang"), Some(65_000));
    assert_eq!(amount("shenfenzheng"), Some(2_000));
}

#[test]
fn the_kinds_of_procedure_are_all_there() {
    for slug in ["an-binh", "zoriana", "qinglan"] {
        let code = code(slug);
        let all = || code.procedures.values();
        let free_same_day = |facts: &onedoor::authority::tenancy::code::ProcedureFacts| {
            facts.fee.when == When::Never && facts.limit.due == "+0 00:00"
        };
        assert!(
            all().any(|it| free_same_day(&it.facts)),
            "{slug}: free and the same day"
        );
        assert!(
            all().any(|it| it.facts.fee.when == When::BeforeProcessing),
            "{slug}: paid before processing"
        );
        let by_formula =
            |request: &Option<String>| request.as_ref().is_some_and(|text| text.contains("step.assess."));
        assert!(
            all().any(|it| by_formula(&it.facts.fee.request)),
            "{slug}: paid after assessment by a formula"
        );
        assert!(
            all().any(|it| it.process.contains("od:unit=") && it.process.contains("parallelGateway")),
            "{slug}: two agencies"
        );
        assert!(
            all().any(|it| it.process.contains("supplement.received")),
            "{slug}: a paper asked for"
        );
    }
}
