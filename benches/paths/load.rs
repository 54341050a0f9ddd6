//! A small load generator: keep-alive HTTP/1.1 over bare sockets, so that it costs little beside what it measures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Writes the next request into the buffer.
pub type Source = Arc<dyn Fn(&mut Vec<u8>, &mut Random) + Send + Sync>;

/// What a round of load gave.
#[derive(Default)]
pub struct Round {
    /// Answers, failures among them.
    pub answers: usize,
    /// Answers that were no success, and connections that broke.
    pub failures: usize,
    /// The first of them, in words.
    pub first_failure: Option<String>,
    /// How long the round took.
    pub seconds: f64,
    /// Microseconds of each request, sorted.
    latencies: Vec<u32>,
}

impl Round {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.seconds
    }

    /// The latency in milliseconds that this share of the requests stayed within.
    pub fn within(&self, share: f64) -> f64 {
        let at = (self.latencies.len().saturating_sub(1) as f64 * share) as usize;
        self.latencies
            .get(at)
            .copied()
            .map_or(0.0, |micros| f64::from(micros) / 1_000.0)
    }

    fn add(&mut self, other: Round) {
        self.answers += other.answers;
        self.failures += other.failures;
        self.latencies.extend(other.latencies);
        self.first_failure = self.first_failure.take().or(other.first_failure);
    }
}

/// A small generator of random numbers (xorshift), one for each connection.
pub struct Random(u64);

impl Random {
    /// Numbers from a start of their own.
    pub fn new() -> Self {
        Self(rand::random::<u64>() | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Sends requests on so many connections for so long, on each one after the other.
pub async fn run(address: SocketAddr, connections: usize, time: Duration, source: &Source) -> Round {
    let begun = Instant::now();
    let mut lanes = tokio::task::JoinSet::new();
    for _ in 0..connections {
        lanes.spawn(lane(address, begun + time, Arc::clone(source)));
    }
    let mut round = Round::default();
    while let Some(lane) = lanes.join_next().await {
        round.add(lane.unwrap());
    }
    round.seconds = begun.elapsed().as_secs_f64();
    round.latencies.sort_unstable();
    round
}

/// One request and its whole answer as text, for preparing and for saying what went wrong.
pub async fn ask(address: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut wire = Wire::open(address).await.unwrap();
    let status = wire.ask(request).await.unwrap();
    (status, wire.text())
}

/// One request: its status, and how many bytes its body has on the wire.
#[allow(dead_code, reason = "asked by the bench of organisations alone")]
pub async fn weigh(address: SocketAddr, request: &[u8]) -> (u16, usize) {
    let mut wire = Wire::open(address).await.unwrap();
    let status = wire.ask(request).await.unwrap();
    let head = find(&wire.read, b"\r\n\r\n").map_or(0, |at| at + 4);
    (status, wire.read.len() - head)
}

/// An application of actix that is nothing but one route, in this process.
pub fn bare_route() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let server =
            HttpServer::new(|| App::new().route("/", web::get().to(HttpResponse::Ok))).disable_signals();
        actix_web::rt::System::new().block_on(server.listen(listener).unwrap().run())
    });
    address
}

async fn lane(address: SocketAddr, until: Instant, source: Source) -> Round {
    let mut round = Round::default();
    let mut random = Random::new();
    let mut request = Vec::with_capacity(2_048);
    let mut wire = None;
    while Instant::now() < until {
        request.clear();
        source(&mut request, &mut random);
        let asked = Instant::now();
        let failed = match ask_on(&mut wire, address, &request).await {
            Ok(status) if (200..300).contains(&status) => None,
            Ok(status) => Some(format!(
                "{status}: {}",
                wire.as_ref().map(Wire::text).unwrap_or_default()
            )),
            Err(error) => {
                wire = None;
                Some(error.to_string())
            }
        };
        round.answers += 1;
        round
            .latencies
            .push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
        if let Some(failed) = failed {
            round.failures += 1;
            round.first_failure.get_or_insert(failed);
        }
    }
    round
}

async fn ask_on(wire: &mut Option<Wire>, address: SocketAddr, request: &[u8]) -> std::io::Result<u16> {
    let wire = match wire {
        Some(wire) => wire,
        None => wire.insert(Wire::open(address).await?),
    };
    wire.ask(request).await
}

/// A connection with the answer read last.
struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Wire {
    async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: Vec::with_capacity(64 * 1024),
        })
    }

    async fn ask(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.stream.write_all(request).await?;
        self.read.clear();
        let head = loop {
            let from = self.read.len().saturating_sub(3);
            self.more().await?;
            if let Some(at) = find(&self.read[from..], b"\r\n\r\n") {
                break from + at + 4;
            }
        };
        let status = std::str::from_utf8(&self.read[9..12])
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        match body_of(&self.read[..head]) {
            Body::Bytes(bytes) => {
                while self.read.len() < head + bytes {
                    self.more().await?;
                }
            }
            Body::Chunked => {
                while !self.read[head..].ends_with(b"0\r\n\r\n") {
                    self.more().await?;
                }
            }
        }
        Ok(status)
    }

    async fn more(&mut self) -> std::io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(std::io::Error::other("the server closed the connection")),
            _ => Ok(()),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.read).into_owned()
    }
}

enum Body {
    Bytes(usize),
    Chunked,
}

fn body_of(head: &[u8]) -> Body {
    for line in head.split(|byte| *byte == b'\n') {
        let value = |name: &[u8]| {
            let is_it = line
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name));
            is_it.then(|| String::from_utf8_lossy(&line[name.len()..]).trim().to_owned())
        };
        if let Some(bytes) = value(b"content-length:").and_then(|text| text.parse().ok()) {
            return Body::Bytes(bytes);
        }
        if value(b"transfer-encoding:").is_some() {
            return Body::Chunked;
        }
    }
    Body::Bytes(0)
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    within.windows(wanted.len()).position(|window| window == wanted)
}
