//! `cargo xtask serve`: from a fresh clone to a page in the browser.

use crate::bundle;
use crate::server::Server;
use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use std::path::Path;

const USUAL_PORT: u16 = 8080;

/// Installs, builds and serves.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let wanted = match arguments {
        [] => USUAL_PORT,
        [option, port] if option == "--port" => port_number(port)?,
        _ => bail!("usage: cargo xtask serve [--port N]"),
    };
    let dist = bundle::release()?;
    let server = Server::bind(wanted)?;
    if wanted != 0 && server.port() != wanted {
        eprintln!("\nPort {wanted} is taken, so this is the next free one.");
    }
    eprintln!("\nTillcast is served with the headers of production. Stop it with Ctrl+C.");
    announce(&server)?;
    server.run(&dist)
}

/// Hidden: serves `DIR` as it is. Prints the URL as its first line.
///
/// `--until-stdin-closes` ends it together with the process that started it.
pub(crate) fn run_directory(arguments: &[String]) -> Result<()> {
    const USAGE: &str = "usage: cargo xtask serve-dist DIR [--port N] [--until-stdin-closes]";
    let Some((directory, options)) = arguments.split_first() else { bail!(USAGE) };
    let mut port = USUAL_PORT;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--port" => port = port_number(options.next().context(USAGE)?)?,
            "--until-stdin-closes" => exit_with_stdin(),
            _ => bail!(USAGE),
        }
    }
    let server = Server::bind(port)?;
    announce(&server)?;
    server.run(Path::new(directory))
}

fn announce(server: &Server) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", server.url())?;
    Ok(out.flush()?)
}

fn port_number(text: &str) -> Result<u16> {
    text.parse().with_context(|| format!("{text:?} is not a port number"))
}

fn exit_with_stdin() {
    std::thread::spawn(|| {
        // An error means the same as the end: nobody is there any more.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}
