//! Reading one HTTP/1.x request head. Bodies are never needed; a request that has one ends the
//! connection, so that its bytes are not taken for the next request.

use std::io::{BufRead, Read as _, Result};

/// A request head may not be longer.
const LONGEST_HEAD: u64 = 16 * 1024;

/// What arrived on a connection.
pub(crate) enum Incoming {
    /// A request to answer.
    Request(Request),
    /// Something that is not HTTP, or too long.
    Malformed,
    /// The other side has finished.
    Closed,
}

/// One request.
pub(crate) struct Request {
    /// `GET`, `HEAD`, …
    pub(crate) method: String,
    /// Path and query as sent; starts with `/` and holds only visible ASCII.
    pub(crate) target: String,
    /// Whether the connection stays open after the answer.
    pub(crate) keep_alive: bool,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of the header `name` (lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether only the head of the answer is wanted.
    pub(crate) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }
}

/// Reads up to the empty line that ends a request head.
pub(crate) fn read(reader: &mut impl BufRead) -> Result<Incoming> {
    let mut lines = Vec::new();
    let mut head = reader.take(LONGEST_HEAD);
    loop {
        let mut line = Vec::new();
        head.read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(if lines.is_empty() { Incoming::Closed } else { Incoming::Malformed });
        }
        let Ok(line) = String::from_utf8(line) else { return Ok(Incoming::Malformed) };
        let Some(line) = line.strip_suffix("\r\n") else { return Ok(Incoming::Malformed) };
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    Ok(parse(&lines).map_or(Incoming::Malformed, Incoming::Request))
}

fn parse(lines: &[String]) -> Option<Request> {
    let (first, rest) = lines.split_first()?;
    let mut words = first.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_visible = target.bytes().all(|byte| byte.is_ascii_graphic());
    if words.next().is_some() || !target.starts_with('/') || !is_visible {
        return None;
    }
    let headers = rest
        .iter()
        .map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect::<Option<Vec<_>>>()?;
    let mut request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        keep_alive: version == "HTTP/1.1",
        headers,
    };
    let has_body = request.header("transfer-encoding").is_some()
        || request.header("content-length").is_some_and(|length| length != "0");
    let asks_to_close =
        request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    request.keep_alive &= !has_body && !asks_to_close;
    matches!(version, "HTTP/1.0" | "HTTP/1.1").then_some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<Request> {
        match read(&mut text.as_bytes()).unwrap() {
            Incoming::Request(request) => Some(request),
            Incoming::Malformed | Incoming::Closed => None,
        }
    }

    #[test]
    fn reads_a_browsers_request() {
        let request = parsed("GET /a?b=1 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b=1"));
        assert_eq!(request.header("host"), Some("localhost:8080"));
        assert!(request.keep_alive);
    }

    #[test]
    fn a_body_or_a_wish_ends_the_connection() {
        for header in ["Content-Length: 3", "Transfer-Encoding: chunked", "Connection: Close"] {
            assert!(!parsed(&format!("GET / HTTP/1.1\r\n{header}\r\n\r\n")).unwrap().keep_alive);
        }
        assert!(!parsed("GET / HTTP/1.0\r\n\r\n").unwrap().keep_alive);
    }

    #[test]
    fn refuses_what_is_not_http() {
        for text in [
            "GET http://elsewhere/ HTTP/1.1\r\n\r\n",
            "GET / HTTP/2\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\r\nHost: x",
        ] {
            assert!(parsed(text).is_none(), "{text:?}");
        }
        assert!(parsed(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000))).is_none());
    }
}
