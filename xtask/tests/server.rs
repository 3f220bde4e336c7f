//! The server as the browser tests and `cargo xtask serve` use it: over real sockets.
// So that clippy knows the functions beside the tests for test code.
#![cfg(test)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types rust";

/// A served directory; ends with the test.
struct Site {
    server: Child,
    port: u16,
    root: PathBuf,
}

impl Site {
    fn start(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("icons")).unwrap();
        for (file, text) in [
            ("index.html", "<!DOCTYPE html>the page"),
            ("sw.js", "// service worker"),
            ("ledger_loader.js", "// worker"),
            ("ledger_bg.wasm", "\0asm"),
            ("app-0123456789abcdef.js", "plain text of the script"),
            ("app-0123456789abcdef.js.br", "br"),
            ("app-0123456789abcdef.js.gz", "gz"),
            ("icons/icon.svg", "<svg/>"),
            ("manifest.webmanifest", "{}"),
            (".hidden", "secret"),
        ] {
            fs::write(root.join(file), text).unwrap();
        }
        fs::write(root.parent().unwrap().join(format!("{name}-outside.txt")), "secret").unwrap();
        let mut server = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["serve-dist", root.to_str().unwrap(), "--port", "0", "--until-stdin-closes"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let port = url.trim().strip_prefix("http://localhost:").unwrap().parse().unwrap();
        Self { server, port, root }
    }

    fn connect(&self) -> BufReader<TcpStream> {
        BufReader::new(TcpStream::connect(("127.0.0.1", self.port)).unwrap())
    }

    /// One request on a connection of its own.
    fn ask(&self, request: &str) -> Answer {
        let mut connection = self.connect();
        ask(&mut connection, request)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port))
    }

    fn get_with(&self, path: &str, header: &str) -> Answer {
        let host = format!("Host: localhost:{}", self.port);
        self.ask(&format!("GET {path} HTTP/1.1\r\n{host}\r\n{header}\r\n\r\n"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Sends `request` and reads one answer; the connection can be used again if it is kept alive.
fn ask(connection: &mut BufReader<TcpStream>, request: &str) -> Answer {
    connection.get_mut().write_all(request.as_bytes()).unwrap();
    let mut line = String::new();
    connection.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut answer = Answer { status, headers, body: String::new() };
    if !request.starts_with("HEAD") {
        let mut body = vec![0; answer.header("content-length").parse().unwrap()];
        connection.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
    }
    answer
}

#[test]
fn every_kind_of_response_has_the_headers_of_production() {
    let site = Site::start("headers");
    let host = format!("Host: localhost:{}", site.port);
    let tag = site.get("/sw.js").header("etag").to_owned();
    let kinds = [
        ("page", 200, format!("GET / HTTP/1.1\r\n{host}\r\n\r\n")),
        ("route", 200, format!("GET /a/b HTTP/1.1\r\n{host}\r\nSec-Fetch-Mode: navigate\r\n\r\n")),
        ("script", 200, format!("GET /app-0123456789abcdef.js HTTP/1.1\r\n{host}\r\n\r\n")),
        ("worker", 200, format!("GET /ledger_loader.js HTTP/1.1\r\n{host}\r\n\r\n")),
        ("wasm", 200, format!("GET /ledger_bg.wasm HTTP/1.1\r\n{host}\r\n\r\n")),
        ("service worker", 200, format!("GET /sw.js HTTP/1.1\r\n{host}\r\n\r\n")),
        ("head", 200, format!("HEAD / HTTP/1.1\r\n{host}\r\n\r\n")),
        (
            "unchanged",
            304,
            format!("GET /sw.js HTTP/1.1\r\n{host}\r\nIf-None-Match: {tag}\r\n\r\n"),
        ),
        ("missing", 404, format!("GET /missing.js HTTP/1.1\r\n{host}\r\n\r\n")),
        ("redirect", 308, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".to_owned()),
        ("method", 405, format!("POST / HTTP/1.1\r\n{host}\r\n\r\n")),
        ("malformed", 400, "nonsense\r\n\r\n".to_owned()),
    ];
    for (kind, status, request) in kinds {
        let answer = site.ask(&request);
        assert_eq!(answer.status, status, "{kind}");
        assert_eq!(answer.header("content-security-policy"), POLICY, "{kind}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{kind}: {name}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"), "{kind}");
        assert!(!answer.header("cache-control").is_empty(), "{kind}");
        assert_eq!(answer.header("cross-origin-embedder-policy"), "", "{kind}");
    }
}

#[test]
fn there_is_one_origin() {
    let site = Site::start("origin");
    for host in ["127.0.0.1", "[::1]"] {
        let host = format!("{host}:{}", site.port);
        let answer = site.ask(&format!("GET /sales?day=1 HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert_eq!(answer.status, 308);
        let wanted = format!("http://localhost:{}/sales?day=1", site.port);
        assert_eq!(answer.header("location"), wanted);
    }
    assert_eq!(site.get("/").status, 200);
}

#[test]
fn only_a_navigation_gets_the_page_for_a_route() {
    let site = Site::start("routes");
    let check = |path, header, status| {
        assert_eq!(site.get_with(path, header).status, status, "{path} {header}");
    };
    check("/settings/storage", "Sec-Fetch-Mode: navigate", 200);
    check("/settings/storage", "Accept: text/html,*/*", 200);
    check("/settings/storage", "Sec-Fetch-Mode: cors", 404);
    check("/settings/storage", "Accept: */*", 404);
    check("/settings/old.js", "Sec-Fetch-Mode: navigate", 404);
}

#[test]
fn nothing_outside_the_directory_is_served() {
    let site = Site::start("inside");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../inside-outside.txt", site.root.join("link.txt")).unwrap();
    for path in [
        "/../inside-outside.txt",
        "/%2e%2e/inside-outside.txt",
        "/icons/..%2f..%2finside-outside.txt",
        "/link.txt",
        "/.hidden",
        "//etc/passwd",
        "/icons",
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("secret"), "{path}");
    }
}

#[test]
fn the_smallest_accepted_form_is_sent() {
    let site = Site::start("encodings");
    let check = |accepted, encoding, body| {
        let header = format!("Accept-Encoding: {accepted}");
        let answer = site.get_with("/app-0123456789abcdef.js", &header);
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (encoding, body));
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    };
    check("gzip, deflate, br, zstd", "br", "br");
    check("gzip", "gzip", "gz");
    check("br;q=0, gzip", "gzip", "gz");
    check("identity", "", "plain text of the script");
}

#[test]
fn a_sidecar_of_an_older_build_is_ignored() {
    let site = Site::start("stale");
    let script = site.root.join("app-0123456789abcdef.js");
    let sidecar = site.root.join("app-0123456789abcdef.js.br");
    let hour = std::time::Duration::from_secs(3600);
    let before = fs::metadata(&script).unwrap().modified().unwrap() - hour;
    fs::File::options().write(true).open(sidecar).unwrap().set_modified(before).unwrap();
    let answer = site.get_with("/app-0123456789abcdef.js", "Accept-Encoding: br");
    assert_eq!(
        (answer.header("content-encoding"), answer.body.as_str()),
        ("", "plain text of the script")
    );
}

#[test]
fn only_hashed_names_are_kept_for_ever() {
    let site = Site::start("caching");
    let check = |path, value| assert_eq!(site.get(path).header("cache-control"), value, "{path}");
    check("/app-0123456789abcdef.js", "public, max-age=31536000, immutable");
    for path in ["/", "/sw.js", "/ledger_loader.js", "/ledger_bg.wasm", "/manifest.webmanifest"] {
        check(path, "no-cache");
    }
}

#[test]
fn types_are_what_browsers_insist_on() {
    let site = Site::start("types");
    let check = |path, value| assert_eq!(site.get(path).header("content-type"), value, "{path}");
    check("/", "text/html; charset=utf-8");
    check("/ledger_bg.wasm", "application/wasm");
    check("/manifest.webmanifest", "application/manifest+json");
    check("/icons/icon.svg", "image/svg+xml");
}

#[test]
fn a_connection_serves_many_requests() {
    let site = Site::start("alive");
    let mut connection = site.connect();
    for _ in 0..3 {
        let answer = ask(&mut connection, "GET /sw.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_eq!((answer.status, answer.header("connection")), (200, "keep-alive"));
    }
    let answer = ask(&mut connection, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!(answer.header("connection"), "close");
    assert_eq!(connection.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn a_taken_port_means_the_next_one() {
    let site = Site::start("ports");
    let root = site.root.to_str().unwrap().to_owned();
    let mut second = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["serve-dist", &root, "--port", &site.port.to_string(), "--until-stdin-closes"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(second.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let port: u16 = url.trim().strip_prefix("http://localhost:").unwrap().parse().unwrap();
    assert!(port > site.port);
    // Closing its input is enough to end it.
    drop(second.stdin.take());
    assert!(second.wait().unwrap().success());
}
