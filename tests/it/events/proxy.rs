//! A TCP proxy that can be cut, and whose answers can be held back.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Open,
    /// Requests pass, answers wait.
    Mute,
    /// Connections are dropped, and new ones as soon as they are made.
    Cut,
}

pub struct Proxy {
    pub port: u16,
    line: watch::Sender<Line>,
    task: tokio::task::JoinHandle<()>,
}

impl Proxy {
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (line, heard) = watch::channel(Line::Open);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, target, heard.clone()));
            }
        });
        Self { port, line, task }
    }

    /// The host and port of a URL.
    pub async fn to_url(url: &str) -> Self {
        let host = url.split_once('@').unwrap().1.split_once('/').unwrap().0;
        Self::to(tokio::net::lookup_host(host).await.unwrap().next().unwrap()).await
    }

    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    pub fn mute(&self) {
        self.line.send_replace(Line::Mute);
    }

    pub fn restore(&self) {
        self.line.send_replace(Line::Open);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(client: TcpStream, target: SocketAddr, line: watch::Receiver<Line>) {
    if *line.borrow() == Line::Cut {
        return;
    }
    let Ok(server) = TcpStream::connect(target).await else {
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let mut cut = line.clone();
    let line = Arc::new(tokio::sync::Mutex::new(line));
    let there = async {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from_client.read(&mut buffer).await {
            if to_server.write_all(&buffer[..read]).await.is_err() {
                break;
            }
        }
    };
    let back = async {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
            let _ = line.lock().await.wait_for(|line| *line != Line::Mute).await;
            if to_client.write_all(&buffer[..read]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = there => {}
        () = back => {}
        _ = cut.wait_for(|line| *line == Line::Cut) => {}
    }
}
