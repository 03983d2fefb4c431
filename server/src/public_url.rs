//! The address people open: which origin requests must come from, and whether browsers hold it for secure.

use std::str::FromStr;

use url::{Host, Url};

/// The public URL: scheme, host and port, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
}

/// Why a text is no public URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// No URL at all.
    #[error("it is not a URL: {0}")]
    NotAUrl(#[from] url::ParseError),
    /// Something browsers do not open.
    #[error("it must begin with https:// or http://")]
    Scheme,
    /// More than scheme, host and port.
    #[error("it must end after host and port, as in https://yardstick.example")]
    MoreThanOrigin,
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let url = Url::parse(text)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(PublicUrlError::Scheme);
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(PublicUrlError::MoreThanOrigin);
        }
        Ok(Self { url })
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.url.origin().ascii_serialization())
    }
}

impl PublicUrl {
    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it is this machine only.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Whether browsers keep data for it: service workers, locks and protected storage exist only on such origins.
    #[must_use]
    pub fn is_secure_context(&self) -> bool {
        self.is_https() || self.is_loopback()
    }

    /// Whether a request with this `Origin` header comes from our page. The names of this machine are one.
    #[must_use]
    pub fn accepts(&self, origin: &str) -> bool {
        if origin == self.url.origin().ascii_serialization() {
            return true;
        }
        let Ok(other) = Url::parse(origin) else {
            return false;
        };
        let same_port = self.url.port_or_known_default() == other.port_or_known_default();
        let exact = other.origin().ascii_serialization() == origin;
        exact
            && self.is_loopback()
            && is_loopback(&other)
            && self.url.scheme() == other.scheme()
            && same_port
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_page_is_let_in() {
        let url: PublicUrl = "https://yardstick.example".parse().unwrap();
        assert!(url.accepts("https://yardstick.example"));
        for foreign in [
            "http://yardstick.example",
            "https://yardstick.example:8443",
            "https://yardstick.example.evil.example",
            "https://yardstick.example/",
            "null",
            "",
        ] {
            assert!(!url.accepts(foreign), "{foreign}");
        }
    }

    #[test]
    fn the_names_of_this_machine_are_one() {
        let url: PublicUrl = "http://127.0.0.1:3000".parse().unwrap();
        assert!(url.accepts("http://localhost:3000") && url.accepts("http://[::1]:3000"));
        assert!(!url.accepts("http://localhost:3001") && !url.accepts("http://192.0.2.1:3000"));
        assert!(
            !"http://192.0.2.1:3000"
                .parse::<PublicUrl>()
                .unwrap()
                .is_secure_context()
        );
    }

    #[test]
    fn a_path_is_refused() {
        assert_eq!(
            "https://a.example/app".parse::<PublicUrl>(),
            Err(PublicUrlError::MoreThanOrigin)
        );
        assert_eq!(
            "ftp://a.example".parse::<PublicUrl>(),
            Err(PublicUrlError::Scheme)
        );
    }
}
