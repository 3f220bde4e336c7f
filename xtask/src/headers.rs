//! The headers of production. Whoever hosts the files sends exactly these, on every response.

/// The one content security policy, on pages, workers and the service worker alike.
///
/// A worker obeys the policy of its own script's response, and `<meta>` does not reach workers, so
/// it travels as a header. `connect-src 'self'` is the promise that no data leaves the browser.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; \
    script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types rust";

/// Sent with every response: pages, files, errors and redirects.
///
/// No COOP and COEP: they would forbid embedding, and nothing here shares memory.
/// Browsers ignore `Strict-Transport-Security` over plain http, so localhost is not affected.
pub(crate) const ON_EVERY_RESPONSE: [(&str, &str); 7] = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
    ("X-Frame-Options", "DENY"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
         gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), \
         usb=(), xr-spatial-tracking=()",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// Files with a content hash in their name never change; all others are asked for again.
pub(crate) fn cache_control(file_name: &str) -> &'static str {
    if has_content_hash(file_name) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Trunk's form: `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`.
fn has_content_hash(file_name: &str) -> bool {
    let stem = file_name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else { return false };
    (15..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_the_designed_one() {
        assert_eq!(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types rust"
        );
    }

    #[test]
    fn only_hashed_names_are_immutable() {
        let check = |name, hashed| assert_eq!(has_content_hash(name), hashed, "{name}");
        check("app-3b9ed4ca66b4c4a6.js", true);
        check("app-3b9ed4ca66b4c4a6_bg.wasm", true);
        check("tokens-91acd1abfff7b0e.css", true);
        check("index.html", false);
        check("sw.js", false);
        check("ledger_bg.wasm", false);
        check("icon-512.png", false);
        check("inter-subset.woff2", false);
    }
}
