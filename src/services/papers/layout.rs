//! A paper as the template wants it: every word chosen, every date and amount written out, the QR code drawn.

use chrono::NaiveDate;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use super::invoice;
use super::model::{Applicant, Body, HandedIn, HeadStyle, Paper, ReceiptLine, Signer, Statement};
use crate::kernel::clock::Instant;
use crate::kernel::format;
use crate::kernel::locale::Language;
use crate::kernel::money::Money;
use crate::kernel::spell;
use crate::platform::render::{Argument, Texts};

/// What `json("/data.json")` gives a template.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    lang: Language,
    head: Head,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    number: Option<String>,
    place_date: String,
    pub(super) intro: String,
    sentence: Option<String>,
    pub(super) facts: Vec<Row>,
    list: Option<List>,
    pub(super) note: Option<Note>,
    pub(super) more: Vec<Row>,
    pub(super) paragraphs: Vec<String>,
    pub(super) parties: Vec<PartyBlock>,
    pub(super) table: Option<Table>,
    pub(super) sums: Vec<Row>,
    pub(super) total: Option<Total>,
    pub(super) settled: Vec<Row>,
    signatures: Vec<Signature>,
    proof: ProofBlock,
    pub(super) foot: Option<String>,
}

#[derive(Debug, Serialize)]
struct Head {
    style: HeadStyle,
    state: String,
    motto: String,
    over: String,
    body: String,
    tenant: String,
    colour: String,
    accent: String,
    emblem: bool,
}

/// A label with its value; `strong` ones stand out.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    label: String,
    value: String,
    strong: bool,
}

#[derive(Debug, Serialize)]
struct List {
    label: String,
    items: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
struct ListItem {
    name: String,
    count: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Note {
    label: Option<String>,
    value: String,
}

/// Seller or buyer of an invoice.
#[derive(Debug, Serialize)]
pub(super) struct PartyBlock {
    pub(super) label: String,
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Total {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) words: Option<String>,
}

#[derive(Debug, Serialize)]
struct Signature {
    role: String,
    hint: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize)]
struct ProofBlock {
    qr: String,
    caption: String,
    code: String,
    address: String,
}

/// Speaks the language of one paper.
pub(super) struct Voice<'a> {
    texts: &'a Texts,
    pub(super) paper: &'a Paper,
}

impl Voice<'_> {
    /// The text `documents-<key>`.
    pub(super) fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    pub(super) fn say_with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<(&str, Argument<'_>)> = arguments
            .iter()
            .map(|(name, word)| (*name, Argument::from(*word)))
            .collect();
        self.texts
            .say(self.language(), &format!("documents-{key}"), &arguments)
    }

    pub(super) fn language(&self) -> Language {
        self.paper.language
    }

    pub(super) fn money(&self, amount: Money) -> String {
        format::money(amount, self.language())
    }

    /// An amount in words, with the label that says so.
    pub(super) fn in_words(&self, amount: Money) -> String {
        self.say_with(
            "receipt-words",
            &[("words", &spell::amount(amount, self.language()))],
        )
    }

    pub(super) fn date(&self, day: NaiveDate) -> String {
        format::date(day, self.language())
    }

    fn moment(&self, at: Instant) -> String {
        format::date_time(at, self.paper.zone, self.language())
    }

    pub(super) fn row(&self, key: &str, value: impl Into<String>) -> Row {
        row(self.say(key), value)
    }

    pub(super) fn strong(&self, key: &str, value: impl Into<String>) -> Row {
        Row {
            strong: true,
            ..self.row(key, value)
        }
    }
}

pub(super) fn row(label: impl Into<String>, value: impl Into<String>) -> Row {
    Row {
        label: label.into(),
        value: value.into(),
        strong: false,
    }
}

/// Lays the paper out for its template.
pub(super) fn lay_out(texts: &Texts, paper: &Paper, has_emblem: bool) -> Sheet {
    let voice = Voice { texts, paper };
    let mut sheet = blank(&voice, has_emblem);
    match &paper.body {
        Body::Acknowledgement {
            papers,
            limit,
            received_at,
            due_at,
            collect_at,
            receiver,
        } => {
            acknowledgement(&voice, &mut sheet, papers, limit);
            sheet
                .more
                .push(voice.row("acknowledgement-received", voice.moment(*received_at)));
            sheet.more.push(voice.row("acknowledgement-collect", collect_at));
            sheet.note = Some(Note {
                label: due_at.map(|_| voice.say("acknowledgement-due")),
                value: due_at.map_or_else(|| voice.say("acknowledgement-no-due"), |due| voice.moment(due)),
            });
            receiver_signs(&voice, &mut sheet, receiver.as_ref());
        }
        Body::Supplement {
            reason,
            wanted,
            respond_by,
            officer,
        } => {
            sheet.title = voice.say("supplement-title");
            sheet.facts = about(&voice);
            sheet.note = Some(Note {
                label: Some(voice.say("supplement-reason")),
                value: reason.clone(),
            });
            let items = wanted
                .iter()
                .map(|name| ListItem {
                    name: name.clone(),
                    count: String::new(),
                })
                .collect();
            sheet.list = Some(List {
                label: voice.say("supplement-wanted"),
                items,
            });
            sheet.paragraphs.push(match respond_by {
                Some(day) => voice.say_with("supplement-respond-by", &[("date", &voice.date(*day))]),
                None => voice.say("supplement-respond"),
            });
            sheet
                .signatures
                .push(signed(&voice.say("supplement-officer-signs"), officer));
        }
        Body::Refusal {
            reason,
            legal_basis,
            officer,
        } => {
            sheet.title = voice.say("refusal-title");
            sheet.facts = about(&voice);
            sheet
                .facts
                .extend(legal_basis.as_ref().map(|basis| voice.row("legal-basis", basis)));
            sheet.note = Some(Note {
                label: Some(voice.say("refusal-reason")),
                value: reason.clone(),
            });
            sheet.paragraphs.push(voice.say("refusal-appeal"));
            sheet
                .signatures
                .push(signed(&voice.say("refusal-officer-signs"), officer));
        }
        Body::Result {
            heading,
            sentence,
            legal_basis,
            statements,
            decision,
            valid_until,
            signer,
        } => {
            sheet.sentence = Some(sentence.clone());
            heading.clone_into(&mut sheet.title);
            sheet.subtitle = None;
            legal_basis.clone_into(&mut sheet.paragraphs);
            result(&voice, &mut sheet, statements, decision.as_deref(), *valid_until);
            sheet.signatures.push(Signature {
                role: voice.say_with("result-signs", &[("title", &signer.title)]),
                hint: None,
                name: Some(signer.name.clone()),
            });
        }
        Body::Receipt {
            registration,
            lines,
            total,
            paid_at,
            means,
            reference,
            cashier,
        } => {
            receipt(&voice, &mut sheet, registration.as_deref(), lines, *total);
            sheet
                .more
                .push(voice.row("receipt-paid-at", voice.moment(*paid_at)));
            sheet.more.push(voice.row(
                "receipt-means",
                voice.say(&format!("receipt-means-{}", means.word())),
            ));
            sheet.more.push(voice.row("receipt-reference", reference));
            sheet.signatures.extend(
                cashier
                    .iter()
                    .map(|one| signed(&voice.say("receipt-cashier-signs"), one)),
            );
        }
        Body::Invoice { document } | Body::CreditNote { document } => {
            invoice::lay_out(&voice, &mut sheet, document);
        }
    }
    sheet
}

fn blank(voice: &Voice<'_>, has_emblem: bool) -> Sheet {
    let (paper, head) = (voice.paper, &voice.paper.letterhead);
    let (state, motto) = match head.style {
        HeadStyle::Motto => (voice.say("state-VN"), voice.say("motto-VN")),
        HeadStyle::Centred => (voice.say("state-UA"), String::new()),
        HeadStyle::RedHead => (String::new(), String::new()),
    };
    let verify = matches!(
        paper.body,
        Body::Result { .. } | Body::Invoice { .. } | Body::CreditNote { .. } | Body::Refusal { .. }
    );
    Sheet {
        lang: paper.language,
        head: Head {
            style: head.style,
            state,
            motto,
            over: head.over.clone(),
            body: head.body.clone(),
            tenant: head.tenant.clone(),
            colour: head.colour.clone(),
            accent: head.accent.clone(),
            emblem: has_emblem,
        },
        title: String::new(),
        subtitle: None,
        number: Some(voice.say_with(
            "number",
            &[("number", paper.number.as_ref().unwrap_or(&paper.dossier))],
        )),
        place_date: place_and_date(voice),
        intro: String::new(),
        sentence: None,
        facts: Vec::new(),
        list: None,
        note: None,
        more: Vec::new(),
        paragraphs: Vec::new(),
        parties: Vec::new(),
        table: None,
        sums: Vec::new(),
        total: None,
        settled: Vec::new(),
        signatures: Vec::new(),
        proof: ProofBlock {
            qr: qr(&paper.proof.address),
            caption: voice.say(if verify { "proof-verify" } else { "proof-track" }),
            code: voice.say_with("proof-code", &[("code", &paper.proof.code)]),
            address: paper.proof.address.clone(),
        },
        foot: None,
    }
}

fn place_and_date(voice: &Voice<'_>) -> String {
    let day = voice.paper.made_at.with_timezone(&voice.paper.zone).date_naive();
    let date = format::date_in_words(day, voice.language());
    match voice.paper.letterhead.place.as_str() {
        "" => date,
        place => voice.say_with("place-date", &[("place", place), ("date", &date)]),
    }
}

/// The dossier, its applicant and what was asked for.
fn about(voice: &Voice<'_>) -> Vec<Row> {
    let mut rows = vec![voice.strong("dossier", &voice.paper.dossier)];
    rows.extend(applicant(voice, &voice.paper.applicant));
    rows.push(voice.row("procedure", &voice.paper.procedure));
    rows
}

fn applicant(voice: &Voice<'_>, one: &Applicant) -> Vec<Row> {
    let mut rows = vec![voice.strong("applicant", &one.name)];
    rows.extend(one.address.as_ref().map(|text| voice.row("address", text)));
    rows.extend(one.telephone.as_ref().map(|text| voice.row("telephone", text)));
    rows.extend(one.email.as_ref().map(|text| voice.row("email", text)));
    rows
}

fn acknowledgement(voice: &Voice<'_>, sheet: &mut Sheet, papers: &[HandedIn], limit: &str) {
    sheet.title = voice.say("acknowledgement-title");
    sheet.subtitle = Some(voice.say("acknowledgement-subtitle"));
    sheet.intro = voice.say_with("acknowledgement-intro", &[("body", &voice.paper.letterhead.body)]);
    sheet.facts = about(voice);
    if !papers.is_empty() {
        let items = papers.iter().map(|one| ListItem {
            name: one.name.clone(),
            count: voice.say_with("acknowledgement-count", &[("count", &one.count.to_string())]),
        });
        sheet.list = Some(List {
            label: voice.say("acknowledgement-papers"),
            items: items.collect(),
        });
    }
    if !limit.is_empty() {
        sheet.more.push(voice.row("acknowledgement-limit", limit));
    }
}

fn receiver_signs(voice: &Voice<'_>, sheet: &mut Sheet, receiver: Option<&Signer>) {
    let Some(receiver) = receiver else {
        sheet.foot = Some(voice.say("acknowledgement-online"));
        return;
    };
    sheet.signatures.push(Signature {
        role: voice.say("acknowledgement-applicant-signs"),
        hint: Some(voice.say("sign-hint")),
        name: Some(voice.paper.applicant.name.clone()),
    });
    sheet.signatures.push(Signature {
        role: voice.say("acknowledgement-receiver-signs"),
        hint: Some(voice.say("sign-hint")),
        name: Some(receiver.name.clone()),
    });
}

fn result(
    voice: &Voice<'_>,
    sheet: &mut Sheet,
    statements: &[Statement],
    decision: Option<&str>,
    valid_until: Option<NaiveDate>,
) {
    sheet.intro = voice.say_with("result-certifies", &[("body", &voice.paper.letterhead.body)]);
    sheet.facts = vec![voice.strong("applicant", &voice.paper.applicant.name)];
    let told = |one: &&Statement| one.value != voice.paper.applicant.name;
    sheet.facts.extend(
        statements
            .iter()
            .filter(told)
            .map(|one| row(&one.label, &one.value)),
    );
    sheet.note = decision.map(|text| Note {
        label: Some(voice.say("result-decision")),
        value: text.to_owned(),
    });
    sheet
        .more
        .extend(valid_until.map(|day| voice.row("result-valid-until", voice.date(day))));
    let issued_for = format!("{}, {}", voice.paper.dossier, voice.paper.procedure);
    sheet.more.push(voice.row("result-issued-for", issued_for));
}

fn receipt(
    voice: &Voice<'_>,
    sheet: &mut Sheet,
    registration: Option<&str>,
    lines: &[ReceiptLine],
    total: Money,
) {
    sheet.title = voice.say("receipt-title");
    sheet.facts = vec![voice.strong("receipt-payer", &voice.paper.applicant.name)];
    sheet.facts.push(voice.row("dossier", &voice.paper.dossier));
    sheet.facts.push(voice.row("procedure", &voice.paper.procedure));
    sheet
        .facts
        .push(voice.row("receipt-issuer", &voice.paper.letterhead.body));
    sheet
        .facts
        .extend(registration.map(|number| voice.row("receipt-registration", number)));
    let columns = ["number", "name", "amount"].map(|name| voice.say(&format!("receipt-column-{name}")));
    let rows = (1..)
        .zip(lines)
        .map(|(n, line)| vec![n.to_string(), line.name.clone(), voice.money(line.amount)]);
    sheet.table = Some(Table {
        columns: columns.to_vec(),
        rows: rows.collect(),
    });
    sheet.total = Some(Total {
        label: voice.say("receipt-total"),
        value: voice.money(total),
        words: Some(voice.in_words(total)),
    });
}

fn signed(role: &str, signer: &Signer) -> Signature {
    let role = if signer.title.is_empty() {
        role
    } else {
        &signer.title
    };
    Signature {
        role: role.to_owned(),
        hint: None,
        name: Some(signer.name.clone()),
    }
}

/// The address as a QR code that survives a coffee stain; an empty drawing for an address too long to encode.
fn qr(address: &str) -> String {
    match QrCode::with_error_correction_level(address, EcLevel::M) {
        Ok(code) => code
            .render::<svg::Color<'_>>()
            .quiet_zone(false)
            .min_dimensions(200, 200)
            .build(),
        Err(_) => "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>".to_owned(),
    }
}
