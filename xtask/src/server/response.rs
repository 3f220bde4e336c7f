//! One HTTP response. Every one is written here, so every one has the headers of production.

use crate::headers::ON_EVERY_RESPONSE;
use std::fmt::Write as _;
use std::io::{Result, Write};

/// Status, own headers and body; the headers of production are added when it is written.
pub(crate) struct Response {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Response {
    /// A response with a body of the given type.
    pub(crate) fn new(status: &'static str, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("Content-Type", content_type.to_owned())], body }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes head and body in one piece; only the head if `head_only`.
    pub(crate) fn write(
        &self,
        mut stream: impl Write,
        head_only: bool,
        keep_alive: bool,
    ) -> Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.chain(ON_EVERY_RESPONSE) {
            // Writing to a String cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let connection = if keep_alive { "keep-alive" } else { "close" };
        let _ =
            write!(head, "Content-Length: {}\r\nConnection: {connection}\r\n\r\n", self.body.len());
        let mut bytes = head.into_bytes();
        if !head_only {
            bytes.extend_from_slice(&self.body);
        }
        stream.write_all(&bytes)?;
        stream.flush()
    }
}

/// 404.
pub(crate) fn not_found() -> Response {
    plain("404 Not Found", "There is no such file.\n")
}

/// 304: what the browser has is current.
pub(crate) fn not_modified(content_type: &str) -> Response {
    Response::new("304 Not Modified", content_type, Vec::new())
}

/// 400.
pub(crate) fn bad_request() -> Response {
    plain("400 Bad Request", "This is not a request for a file.\n")
}

/// 405: there is nothing to change here.
pub(crate) fn method_not_allowed() -> Response {
    plain("405 Method Not Allowed", "Only GET and HEAD are answered.\n").with("Allow", "GET, HEAD")
}

/// 308 to the one origin.
pub(crate) fn permanent_redirect(location: &str) -> Response {
    plain("308 Permanent Redirect", "The app lives on localhost.\n").with("Location", location)
}

fn plain(status: &'static str, text: &str) -> Response {
    Response::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
        .with("Cache-Control", "no-cache")
}
