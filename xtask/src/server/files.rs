//! From a request to a file below the served directory, and to nothing outside it.

use super::request::Request;
use super::response::{self, Response};
use crate::headers::cache_control;
use crate::precompress::sidecar;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Answers a GET or HEAD with a file, the app's page for a route, or 404.
pub(crate) fn serve(root: &Path, request: &Request) -> Response {
    let path = request.target.split(['?', '#']).next().unwrap_or("/");
    let Some(segments) = segments(path) else { return response::not_found() };
    let wanted = segments.iter().fold(root.to_path_buf(), |file, segment| file.join(segment));
    if segments.is_empty() {
        return page(root, request);
    }
    match existing_file(root, &wanted) {
        Some(file) => file_response(&file, request),
        None if is_route(&segments, request) => page(root, request),
        None => response::not_found(),
    }
}

fn page(root: &Path, request: &Request) -> Response {
    match existing_file(root, &root.join("index.html")) {
        Some(file) => file_response(&file, request),
        None => response::not_found(),
    }
}

/// The decoded parts of a URL path; `None` if one could lead anywhere but downwards.
fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let part = percent_decoded(part)?;
            let leads_away = part.starts_with('.') || part.contains(['/', '\\', '\0', ':']);
            (!leads_away).then_some(part)
        })
        .collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The real path of a regular file inside `root`; a symbolic link out of it counts as missing.
fn existing_file(root: &Path, wanted: &Path) -> Option<PathBuf> {
    let real = wanted.canonicalize().ok()?;
    (real.starts_with(root) && real.is_file()).then_some(real)
}

/// A path of the app's router: somebody navigates there, and it does not look like a file.
fn is_route(segments: &[String], request: &Request) -> bool {
    let looks_like_a_file = segments.last().is_some_and(|last| last.contains('.'));
    let is_navigation = match request.header("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => request.header("accept").is_some_and(|accept| accept.contains("text/html")),
    };
    !looks_like_a_file && is_navigation
}

fn file_response(file: &Path, request: &Request) -> Response {
    let content_type = content_type(file);
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let (encoding, stored) = stored_form(file, request.header("accept-encoding").unwrap_or(""));
    let (Some(tag), Ok(body)) = (entity_tag(&stored), fs::read(&stored)) else {
        return response::not_found();
    };
    let is_current = request.header("if-none-match").is_some_and(|known| known.contains(&tag));
    let answer = if is_current {
        response::not_modified(content_type)
    } else {
        Response::new("200 OK", content_type, body)
    };
    let answer = answer
        .with("Cache-Control", cache_control(&name))
        .with("ETag", tag)
        .with("Vary", "Accept-Encoding");
    match encoding {
        Some(encoding) if !is_current => answer.with("Content-Encoding", encoding),
        _ => answer,
    }
}

/// The smallest stored form that the browser takes. A sidecar older than its file is of another build.
fn stored_form(file: &Path, accepted: &str) -> (Option<&'static str>, PathBuf) {
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        let is_accepted = accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(encoding) && !parts.any(|part| part == "q=0")
        });
        let packed = sidecar(file, extension);
        if is_accepted && is_not_older(&packed, file) {
            return (Some(encoding), packed);
        }
    }
    (None, file.to_path_buf())
}

fn is_not_older(packed: &Path, file: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    matches!((modified(packed), modified(file)), (Some(packed), Some(file)) if packed >= file)
}

fn entity_tag(stored: &Path) -> Option<String> {
    let data = fs::metadata(stored).ok()?;
    let modified = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let kind = stored.extension().unwrap_or_default().to_string_lossy().into_owned();
    Some(format!("\"{:x}-{:x}-{kind}\"", data.len(), modified.as_nanos()))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_only_lead_downwards() {
        let check = |path, expected: Option<&[&str]>| {
            let expected =
                expected.map(|parts| parts.iter().map(|&part| part.to_owned()).collect::<Vec<_>>());
            assert_eq!(segments(path), expected, "{path}");
        };
        check("/", Some(&[]));
        check("/icons//icon.svg", Some(&["icons", "icon.svg"]));
        check("/caf%C3%A9", Some(&["café"]));
        for path in ["/../x", "/a/%2e%2e/b", "/a%2fb", "/a%5Cb", "/.git/config", "/%00", "/%zz"] {
            check(path, None);
        }
    }

    #[test]
    fn encodings_are_taken_as_offered() {
        let none = stored_form(Path::new("/nowhere/app.js"), "br, gzip");
        assert_eq!(none, (None, PathBuf::from("/nowhere/app.js")));
    }
}
