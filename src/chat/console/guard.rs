//! Who may knock: the console answers on the machine itself and under the names it was given, to its own pages.
//!
//! Without this any page in the same browser could put questions (a form needs no permission), or point its
//! own name at 127.0.0.1 and read the answers (DNS rebinding).

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Nothing but the page's own style sheet and script; pictures stand inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Not `no-referrer`: with that, browsers send our own forms with `Origin: null`.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Turns strangers away with 403, and gives every response its headers.
pub async fn check(State(hosts): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    let refused = match refusal(&request, &hosts) {
        None => return with_headers(next.run(request).await),
        Some(refused) => refused,
    };
    tracing::warn!(host = ?request.headers().get(header::HOST), origin = ?request.headers().get(header::ORIGIN), refused);
    with_headers((StatusCode::FORBIDDEN, format!("{refused}\n")).into_response())
}

fn with_headers(mut response: Response) -> Response {
    response.headers_mut().extend(HEADERS);
    response
}

fn refusal(request: &Request, hosts: &[String]) -> Option<&'static str> {
    let headers = request.headers();
    let host = text(headers, header::HOST).or_else(|| request.uri().authority().map(|name| name.as_str()));
    let Some(host) = host.filter(|host| is_loopback(host) || is_configured(host, hosts)) else {
        return Some(
            "Mandorla does not answer under this name. Open the console as http://127.0.0.1 with its port, \
             or add the name to the console's hosts in mandorla.toml.",
        );
    };
    // A link from elsewhere may open the page; everything else must come from the page.
    let opens = request.uri().path() == "/" && matches!(*request.method(), Method::GET | Method::HEAD);
    let welcome = opens || (is_own(headers, host, hosts) && is_same_site(headers));
    (!welcome).then_some("This request came from another site. Ask in the console itself.")
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Browsers name the origin of every POST. A program that is no browser need not, and harms nobody.
fn is_own(headers: &HeaderMap, host: &str, hosts: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Some((_, origin)) = origin.to_str().ok().and_then(|origin| origin.split_once("://")) else {
        return false;
    };
    // A proxy may have put the inner name into `Host`; then the outer one must be configured.
    origin.eq_ignore_ascii_case(host) || is_configured(origin, hosts)
}

fn is_same_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    site.is_none_or(|site| site == b"same-origin" || site == b"none")
}

/// A configured name without a port holds for every port.
fn is_configured(host: &str, hosts: &[String]) -> bool {
    hosts.iter().any(|known| known.eq_ignore_ascii_case(host) || known.eq_ignore_ascii_case(name(host)))
}

fn is_loopback(host: &str) -> bool {
    let name = name(host);
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Without the port.
fn name(host: &str) -> &str {
    let end = host.rfind(']').map_or(0, |bracket| bracket + 1);
    host[end..].find(':').map_or(host, |colon| &host[..end + colon])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_known() {
        for host in
            ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]", "127.8.0.1"]
        {
            assert!(is_loopback(host), "{host}");
        }
        let strange = [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "0.0.0.0",
            "[::2]:80",
            "]:",
        ];
        for host in strange {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_configured_name_may_carry_its_port() {
        let hosts = ["mandorla.example".to_owned(), "other.example:8443".to_owned()];
        assert!(is_configured("Mandorla.example:9000", &hosts));
        assert!(is_configured("other.example:8443", &hosts));
        assert!(!is_configured("other.example", &hosts));
        assert!(!is_configured("evil.example", &hosts));
    }
}
