//! A small static server that answers exactly as production has to: the same headers, the same
//! compression, the same caching. Threads and blocking sockets; one page load is a dozen requests.

mod files;
mod request;
mod response;

use anyhow::{Context as _, Result, bail};
use request::{Incoming, Request};
use response::Response;
use std::io::{BufReader, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How long a kept-alive connection may be silent.
const IDLE: Duration = Duration::from_secs(60);

/// Listening on the loopback addresses, not yet answering.
pub(crate) struct Server {
    listeners: Vec<TcpListener>,
    port: u16,
}

impl Server {
    /// Binds `wanted`, or the next free port after it; `0` takes any free one.
    ///
    /// # Errors
    /// If a hundred ports in a row are taken.
    pub(crate) fn bind(wanted: u16) -> Result<Self> {
        if wanted == 0 {
            return Self::bind_any();
        }
        for port in wanted..wanted.saturating_add(100) {
            if let Some(server) = Self::bind_exactly(port)? {
                return Ok(server);
            }
        }
        bail!("port {wanted} and the hundred after it are taken");
    }

    /// The one origin of the app. `127.0.0.1` would be another, with a vault of its own.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The port that was taken.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Answers with the files of `root` for as long as the process lives.
    pub(crate) fn run(self, root: &Path) -> Result<()> {
        let root =
            root.canonicalize().with_context(|| format!("no directory {}", root.display()))?;
        let site = Arc::new(Site { root, port: self.port });
        let accepting: Vec<_> = self
            .listeners
            .into_iter()
            .map(|listener| {
                let site = Arc::clone(&site);
                thread::spawn(move || accept(&listener, &site))
            })
            .collect();
        for thread in accepting {
            thread.join().map_err(|_| anyhow::anyhow!("the server panicked"))?;
        }
        Ok(())
    }

    fn bind_any() -> Result<Self> {
        for _ in 0..20 {
            let probe = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let port = probe.local_addr()?.port();
            drop(probe);
            if let Some(server) = Self::bind_exactly(port)? {
                return Ok(server);
            }
        }
        bail!("no port is free on both loopback addresses");
    }

    /// Both addresses of `localhost` or none: with only one, another program could answer on the other.
    fn bind_exactly(port: u16) -> Result<Option<Self>> {
        let mut listeners = Vec::new();
        for address in [
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
        ] {
            match TcpListener::bind(address) {
                Ok(listener) => listeners.push(listener),
                Err(error) if error.kind() == ErrorKind::AddrInUse => return Ok(None),
                // A machine without IPv6 resolves localhost to 127.0.0.1 alone.
                Err(_) if address.is_ipv6() => {}
                Err(error) => {
                    return Err(error).with_context(|| format!("cannot listen on {address}"));
                }
            }
        }
        Ok(Some(Self { listeners, port }))
    }
}

/// What every connection needs to know.
struct Site {
    root: PathBuf,
    port: u16,
}

fn accept(listener: &TcpListener, site: &Arc<Site>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let site = Arc::clone(site);
        // A browser that goes away in the middle of an answer is no error of ours.
        thread::spawn(move || drop(converse(&stream, &site)));
    }
}

/// All requests of one connection.
fn converse(stream: &TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        match request::read(&mut reader)? {
            Incoming::Closed => return Ok(()),
            Incoming::Malformed => return response::bad_request().write(stream, false, false),
            Incoming::Request(request) => {
                let keep_alive = request.keep_alive;
                answer(&request, site).write(stream, request.is_head(), keep_alive)?;
                if !keep_alive {
                    return Ok(());
                }
            }
        }
    }
}

fn answer(request: &Request, site: &Site) -> Response {
    if request.method != "GET" && !request.is_head() {
        return response::method_not_allowed();
    }
    let host = request.header("host").unwrap_or_default();
    if ["127.0.0.1", "[::1]"].iter().any(|address| is_host(host, address)) {
        let location = format!("http://localhost:{}{}", site.port, request.target);
        return response::permanent_redirect(&location);
    }
    files::serve(&site.root, request)
}

/// `host` is a Host header: an address or name, and perhaps a port.
fn is_host(host: &str, name: &str) -> bool {
    host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
