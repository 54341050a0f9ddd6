//! As much of SMTP (RFC 5321) as a client needs to hand over a letter.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::Letters;

/// The longest letter, in bytes.
const LETTER_BYTES_MAX: usize = 10 * 1024 * 1024;
/// The longest command line, in bytes (RFC 5321, 4.5.3.1.4, with room).
const LINE_BYTES_MAX: u64 = 2_048;
/// How long a client may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(120);

pub(super) async fn serve(listener: TcpListener, letters: Arc<Letters>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let letters = Arc::clone(&letters);
                tokio::spawn(async move {
                    if let Ok(Err(error)) = tokio::time::timeout(SILENCE_MAX, talk(stream, &letters)).await {
                        tracing::debug!(%error, "a mail client went away");
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "mail sink"),
        }
    }
}

async fn talk(stream: TcpStream, letters: &Letters) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    writer.write_all(b"220 onedoor mail sink\r\n").await?;
    let (mut has_sender, mut recipients) = (false, 0);
    loop {
        let mut line = String::new();
        if (&mut reader).take(LINE_BYTES_MAX).read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line
            .split([' ', '\r', '\n'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-onedoor\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10485760\r\n",
            "HELO" | "NOOP" => b"250 ok\r\n",
            "MAIL" => {
                (has_sender, recipients) = (true, 0);
                b"250 ok\r\n"
            }
            "RCPT" if has_sender => {
                recipients += 1;
                b"250 ok\r\n"
            }
            "DATA" if recipients > 0 => {
                writer.write_all(b"354 go on\r\n").await?;
                let letter = read_letter(&mut reader).await?;
                (has_sender, recipients) = (false, 0);
                match letter {
                    // The answer is given only when the letter is on disk.
                    Some(letter) => match letters.keep(&letter).await {
                        Ok(()) => b"250 kept\r\n",
                        Err(_) => b"451 cannot keep it now\r\n",
                    },
                    None => b"552 too large\r\n",
                }
            }
            "RSET" => {
                (has_sender, recipients) = (false, 0);
                b"250 ok\r\n"
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "RCPT" | "DATA" => b"503 not in this order\r\n",
            _ => b"502 unknown\r\n",
        };
        writer.write_all(answer).await?;
    }
}

// Up to the line with a single point; a point doubled at the beginning of a line is one point.
async fn read_letter<R: AsyncBufReadExt + Unpin>(reader: &mut R) -> std::io::Result<Option<Vec<u8>>> {
    let (mut letter, mut is_too_large) = (Vec::new(), false);
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" || line == b".\n" {
            return Ok((!is_too_large).then_some(letter));
        }
        let line = if line.starts_with(b".") {
            &line[1..]
        } else {
            &line[..]
        };
        is_too_large |= letter.len() + line.len() > LETTER_BYTES_MAX;
        if !is_too_large {
            letter.extend_from_slice(line);
        }
    }
}
