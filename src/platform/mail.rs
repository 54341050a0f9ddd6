//! E-mail over SMTP.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::kernel::error::{Error, Result};

/// How long a mail server may take to answer one command.
const ANSWER_SECONDS_MAX: u64 = 20;
/// How long the whole of a letter may take.
const LETTER_SECONDS_MAX: u64 = 30;

/// A letter to be sent. Its Message-ID is chosen when it is written down, so that a letter sent twice because a process died
/// between the server's acceptance and our record of it can be seen for what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Name and address of the sender.
    pub from: (String, String),
    /// Name and address of the recipient.
    pub to: (String, String),
    /// The Message-ID without angle brackets.
    pub message_id: String,
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: Option<String>,
}

/// What became of a letter that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may be accepted later.
    #[error("{0}")]
    Temporary(String),
    /// It will never be accepted as it is.
    #[error("{0}")]
    Permanent(String),
}

/// A mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Mailer {
    /// A mail server by its URL: `smtp://host:port`, or `smtps://user:password@host:port`.
    ///
    /// # Errors
    /// When the URL cannot be read.
    pub fn at(url: &str) -> Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| Error::Internal(format!("ONEDOOR_SMTP_URL: {error}")))?
            .timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
            .build();
        Ok(Self { transport })
    }

    /// Sends a letter and waits until the server has taken it over.
    ///
    /// # Errors
    /// Whether trying again later may help.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = message(letter)?;
        let sending = self.transport.send(message);
        let Ok(sent) = tokio::time::timeout(Duration::from_secs(LETTER_SECONDS_MAX), sending).await else {
            return Err(MailError::Temporary(format!(
                "the mail server took longer than {LETTER_SECONDS_MAX} s"
            )));
        };
        match sent {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Permanent(error.to_string())),
            Err(error) => Err(MailError::Temporary(error.to_string())),
        }
    }

    /// Whether the server answers.
    pub async fn answers(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }
}

fn mailbox((name, address): &(String, String)) -> Result<Mailbox, MailError> {
    let address = address
        .parse()
        .map_err(|error| MailError::Permanent(format!("\u{201c}{address}\u{201d}: {error}")))?;
    Ok(Mailbox::new(Some(name.clone()), address))
}

fn message(letter: &Letter) -> Result<Message, MailError> {
    let builder = Message::builder()
        .from(mailbox(&letter.from)?)
        .to(mailbox(&letter.to)?)
        .message_id(Some(format!("<{}>", letter.message_id)))
        .subject(letter.subject.replace(['\r', '\n'], " "));
    let text = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone());
    match &letter.html {
        Some(html) => {
            let html = SinglePart::builder()
                .header(ContentType::TEXT_HTML)
                .body(html.clone());
            builder.multipart(MultiPart::alternative().singlepart(text).singlepart(html))
        }
        None => builder.singlepart(text),
    }
    .map_err(|error| MailError::Permanent(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_keeps_its_message_id_and_its_letters() {
        let letter = Letter {
            from: ("Cổng dịch vụ công".into(), "no-reply@an-binh.example".into()),
            to: ("Trần Thị Lan".into(), "lan@example.com".into()),
            message_id: "018f-1@an-binh.localhost".into(),
            subject: "Hồ sơ\r\nBcc: eve@example.com".into(),
            text: "Chào chị Lan".into(),
            html: None,
        };
        let text = String::from_utf8(message(&letter).unwrap().formatted()).unwrap();
        assert!(text.contains("Message-ID: <018f-1@an-binh.localhost>"));
        assert!(!text.contains("\r\nBcc:"), "{text}");
        let wrong = Letter {
            to: (String::new(), "not an address".into()),
            ..letter
        };
        assert!(matches!(message(&wrong), Err(MailError::Permanent(_))));
    }
}
