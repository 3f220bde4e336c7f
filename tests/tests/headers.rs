//! The headers of production, byte for byte, on everything the server says.
#![cfg(test)]

use anyhow::{Context as _, Result, ensure};
use tests::{Places, Reply, Site, get, request};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; \
    manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types rust";

fn expect_headers(what: &str, reply: &Reply) -> Result<()> {
    let expected = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ];
    for (name, value) in expected {
        ensure!(
            reply.header(name) == [value],
            "{what} ({}): {name} is {:?}",
            reply.status,
            reply.header(name)
        );
    }
    let permissions = reply.header("permissions-policy");
    for feature in ["camera", "microphone", "geolocation", "usb", "serial", "payment"] {
        let denied = permissions.iter().any(|value| value.contains(&format!("{feature}=()")));
        ensure!(denied, "{what}: {feature} is not denied");
    }
    Ok(())
}

fn file_of(site: &Site, fits: impl Fn(&str) -> bool) -> Result<String> {
    let names = std::fs::read_dir(site.directory())?.flatten();
    let mut names = names.filter_map(|entry| entry.file_name().into_string().ok());
    names.find(|name| fits(name)).context("no such file in the dist")
}

#[tokio::test]
async fn every_response_has_exactly_the_headers_of_production() -> Result<()> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let app = file_of(&site, |name| name.starts_with("app-") && name.ends_with(".wasm"))?;
    let style = file_of(&site, |name| name.ends_with(".css"))?;
    let paths = [
        "/",
        "/index.html",
        "/boot.js",
        "/sw.js",
        "/ledger_loader.js",
        "/ledger.js",
        "/ledger_bg.wasm",
        "/kdf_loader.js",
        "/engine_loader.js",
        "/kdf_bg.wasm",
        "/manifest.webmanifest",
        "/locales/en.ftl",
        "/locales/fr.ftl",
        &format!("/{app}"),
        &format!("/{style}"),
    ];
    for path in paths {
        let reply = get(site.port(), path).await?;
        ensure!(reply.status == 200, "{path}: {}", reply.status);
        expect_headers(path, &reply)?;
    }
    let missing = get(site.port(), "/nothing.js").await?;
    ensure!(missing.status == 404, "a missing file: {}", missing.status);
    expect_headers("a missing file", &missing)
}

#[tokio::test]
async fn errors_redirects_and_deep_links_have_them_too() -> Result<()> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let host = format!("localhost:{}", site.port());
    let address = format!("127.0.0.1:{}", site.port());

    let deep = [("Host", host.as_str()), ("Sec-Fetch-Mode", "navigate"), ("Accept", "text/html")];
    let deep = request(site.port(), "GET /settings/storage HTTP/1.1", &deep).await?;
    ensure!(deep.status == 200 && deep.header("content-type")[0].starts_with("text/html"));
    expect_headers("a deep link", &deep)?;

    let elsewhere =
        request(site.port(), "GET /settings?x=1 HTTP/1.1", &[("Host", &address)]).await?;
    ensure!(elsewhere.status == 308, "by address: {}", elsewhere.status);
    ensure!(elsewhere.header("location") == [format!("http://{host}/settings?x=1")]);
    expect_headers("the redirect", &elsewhere)?;

    let posted = request(site.port(), "POST / HTTP/1.1", &[("Host", &host)]).await?;
    ensure!(posted.status == 405, "POST: {}", posted.status);
    expect_headers("POST", &posted)?;

    let outside = get(site.port(), "/../Cargo.toml").await?;
    ensure!(matches!(outside.status, 400 | 404), "outside the directory: {}", outside.status);
    expect_headers("outside the directory", &outside)?;

    let nonsense = request(site.port(), "nonsense", &[]).await?;
    ensure!(nonsense.status == 400, "nonsense: {}", nonsense.status);
    expect_headers("nonsense", &nonsense)?;

    let fresh = get(site.port(), "/boot.js").await?;
    let tag = fresh.header("etag").first().map(|tag| (*tag).to_owned());
    let tag = tag.context("files can be asked for again by their tag")?;
    let again = [("Host", host.as_str()), ("If-None-Match", tag.as_str())];
    let again = request(site.port(), "GET /boot.js HTTP/1.1", &again).await?;
    ensure!(again.status == 304, "unchanged: {}", again.status);
    expect_headers("unchanged", &again)
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_all_others_are_asked_for_again() -> Result<()> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let app = file_of(&site, |name| name.starts_with("app-") && name.ends_with(".js"))?;
    let cached = get(site.port(), &format!("/{app}")).await?;
    ensure!(cached.header("cache-control") == ["public, max-age=31536000, immutable"]);
    for path in ["/", "/sw.js", "/ledger.js", "/boot.js", "/nothing.js"] {
        let reply = get(site.port(), path).await?;
        ensure!(reply.header("cache-control") == ["no-cache"], "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn precompressed_files_are_sent_to_whoever_takes_them() -> Result<()> {
    let Ok(dist) = Places::new().release_dist() else { return Ok(()) };
    let site = Site::serve(&dist).await?;
    let host = format!("localhost:{}", site.port());
    for (accepted, encoding) in [("br, gzip", Some("br")), ("gzip", Some("gzip")), ("", None)] {
        let headers = [("Host", host.as_str()), ("Accept-Encoding", accepted)];
        let reply = request(site.port(), "GET /ledger_bg.wasm HTTP/1.1", &headers).await?;
        ensure!(reply.header("content-encoding").first().copied() == encoding, "{accepted}");
        ensure!(reply.header("content-type") == ["application/wasm"]);
        ensure!(reply.header("vary").iter().any(|value| value.contains("Accept-Encoding")));
        expect_headers(accepted, &reply)?;
    }
    Ok(())
}
