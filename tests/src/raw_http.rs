//! HTTP/1.1 by hand: a test of headers should see every byte, redirects and errors included.

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A response as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body, still encoded as sent.
    pub body: Vec<u8>,
}

impl Reply {
    /// The values of a header; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }
}

/// `GET path` from `localhost:port`, without following anything.
///
/// # Errors
/// If the server does not answer in HTTP.
pub async fn get(port: u16, path: &str) -> Result<Reply> {
    request(port, &format!("GET {path} HTTP/1.1"), &[("Host", &format!("localhost:{port}"))]).await
}

/// A request with exactly this first line and these headers.
///
/// # Errors
/// If the server does not answer in HTTP.
pub async fn request(port: u16, first_line: &str, headers: &[(&str, &str)]) -> Result<Reply> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut text = format!("{first_line}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes()).await?;
    let mut bytes = Vec::new();
    // Until the end, or until everything announced is there: not every server closes when asked to.
    while stream.read_buf(&mut bytes).await? > 0 {
        if let Ok(reply) = parse(&bytes)
            && is_whole(&reply)
        {
            return Ok(reply);
        }
    }
    parse(&bytes)
}

fn is_whole(reply: &Reply) -> bool {
    let announced = reply.header("content-length").first().and_then(|text| text.parse().ok());
    announced == Some(reply.body.len())
}

fn parse(bytes: &[u8]) -> Result<Reply> {
    const BLANK: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(BLANK.len()).position(|w| w == BLANK).context("no end of headers")?;
    let head = std::str::from_utf8(&bytes[..end])?;
    let mut lines = head.split("\r\n");
    let first = lines.next().context("an empty answer")?;
    let status = first.split(' ').nth(1).context("no status")?.parse()?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Reply { status, headers, body: bytes[end + BLANK.len()..].to_vec() })
}
