//! A company is known by its domain: `https://www.Northwind.example/about`, `patricia@northwind.example` and
//! `northwind.example.` are one. But `gmail.com` names no employer.

use url::Host;

/// The longest host name DNS allows, in bytes (RFC 1035, 2.3.4).
const LONGEST_DOMAIN: usize = 253;
/// The longest label of a host name, in bytes (RFC 1035, 2.3.4).
const LONGEST_LABEL: usize = 63;

/// The domain of a web address, an e-mail address or a bare host name: lower-case, ASCII, without `www.` and
/// a trailing dot. `None` for IP addresses and names without a dot.
pub fn domain(written: &str) -> Option<String> {
    let written = written.trim();
    let host = if written.contains(['/', '?', '#', '@', ':']) { host_of(written) } else { written };
    let mut name = String::with_capacity(host.len());
    push_host(host, &mut name)?;
    while name.strip_prefix("www.").is_some_and(|rest| rest.contains('.')) {
        name.drain(.."www.".len());
    }
    Some(name)
}

/// The part of a domain somebody registered, by the public suffix list: `example.co.uk` of
/// `shop.example.co.uk`. `None` for a public suffix itself.
pub fn registrable(written: &str) -> Option<String> {
    let name = domain(written)?;
    psl::domain_str(&name).map(str::to_owned)
}

/// Whether a domain (or an address in it) belongs to a mail service for everybody, and so names no employer.
pub fn free_mail(written: &str) -> bool {
    domain(written).is_some_and(|name| FREE_MAIL.binary_search(&name.as_str()).is_ok())
}

/// Mail services for everybody; sorted.
#[rustfmt::skip]
const FREE_MAIL: [&str; 68] = [
    "126.com", "163.com", "aim.com", "alice.it", "aol.com", "arcor.de", "bigpond.com", "bluewin.ch",
    "bol.com.br", "btinternet.com", "comcast.net", "daum.net", "duck.com", "fastmail.com", "fastmail.fm",
    "foxmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hanmail.net", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.fr",
    "hotmail.it", "icloud.com", "inbox.ru", "interia.pl", "laposte.net", "libero.it", "list.ru",
    "live.co.uk", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com", "o2.pl",
    "orange.fr", "outlook.com", "outlook.de", "outlook.fr", "proton.me", "protonmail.com", "qq.com",
    "rediffmail.com", "seznam.cz", "sina.com", "t-online.de", "tutanota.com", "uol.com.br", "web.de",
    "wp.pl", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.ru", "zoho.com",
];

/// The host inside a web address or an e-mail address.
fn host_of(written: &str) -> &str {
    let address = without_scheme(written);
    let authority = address.find(['/', '?', '#']).map_or(address, |end| &address[..end]);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => host,
    }
}

/// Cuts `https://` and its kin, and the `//` of an address relative to its scheme.
pub(super) fn without_scheme(address: &str) -> &str {
    match address.split_once("//") {
        Some(("", rest)) => rest,
        Some((scheme, rest)) if scheme.ends_with(':') && !scheme.contains(['/', '?', '#', '@']) => rest,
        _ => address,
    }
}

/// Appends a host name in its normal form; `None` if it is none that a company could own.
pub(super) fn push_host(written: &str, out: &mut String) -> Option<()> {
    let written = written.strip_suffix('.').unwrap_or(written);
    let start = out.len();
    out.push_str(written);
    out[start..].make_ascii_lowercase();
    let mut look = Look::at(&out[start..]);
    if !look.plain || look.encoded {
        // other letters, or an encoded label that may not be what it should: IDNA decides (UTS 46)
        if written.contains('%') {
            return None;
        }
        let Ok(Host::Domain(name)) = Host::parse(written) else {
            return None;
        };
        out.truncate(start);
        out.push_str(name.strip_suffix('.').unwrap_or(&name));
        look = Look::at(&out[start..]);
    }
    (look.plain && look.owned).then_some(())
}

/// What one pass over a lower-case host name shows.
struct Look {
    /// Only letters, digits, hyphens and dots.
    plain: bool,
    /// Some label is written in Punycode.
    encoded: bool,
    /// Labels of the right length, none with a hyphen at its end, at least two of them, the last no number.
    owned: bool,
}

impl Look {
    fn at(name: &str) -> Self {
        let mut look = Self { plain: true, encoded: false, owned: name.len() <= LONGEST_DOMAIN };
        let (mut dots, mut length, mut before, mut number) = (0, 0, b'.', true);
        for byte in name.bytes().chain([b'.']) {
            if byte == b'.' {
                look.owned &= (1..=LONGEST_LABEL).contains(&length) && before != b'-';
                dots += 1;
                length = 0;
            } else {
                look.plain &= byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
                look.owned &= length > 0 || byte != b'-';
                look.encoded |= length == 3 && byte == b'-' && before == b'-';
                number = byte.is_ascii_digit() && (number || length == 0);
                length += 1;
            }
            before = byte;
        }
        look.owned &= dots > 1 && !number;
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        for (written, wanted) in [
            ("https://www.Northwind.example/path?x=1", Some("northwind.example")),
            ("patricia@Northwind.example", Some("northwind.example")),
            ("http://user:word@northwind.example:8080/", Some("northwind.example")),
            ("northwind.example.", Some("northwind.example")),
            ("WWW.BÜCHER.example", Some("xn--bcher-kva.example")),
            ("www.example", Some("www.example")),
            ("192.168.0.1", None),
            ("http://[::1]/", None),
            ("localhost", None),
            ("Northwind", None),
            ("no such thing.example", None),
            ("", None),
        ] {
            assert_eq!(domain(written).as_deref(), wanted, "{written}");
        }
    }

    #[test]
    fn who_registered_it() {
        assert_eq!(registrable("https://shop.example.co.uk").as_deref(), Some("example.co.uk"));
        assert_eq!(registrable("mail.northwind.example").as_deref(), Some("northwind.example"));
        assert_eq!(registrable("co.uk"), None);
    }

    #[test]
    fn mail_for_everybody() {
        assert!(FREE_MAIL.is_sorted());
        assert!(free_mail("GMail.com") && free_mail("someone@web.de"));
        assert!(!free_mail("northwind.example"));
    }

    proptest::proptest! {
        #[test]
        fn normal_forms_stay(
            written in "\\PC*|[a-zA-Z0-9é%@.:/#?xn-]{0,30}|(www\\.){0,3}[a-zü]{1,9}\\.[a-z]{2}",
        ) {
            if let Some(name) = domain(&written) {
                proptest::prop_assert_eq!(domain(&name), Some(name));
            }
            let _ = (registrable(&written), free_mail(&written));
        }
    }
}
