//! The table of origins that `allowedOrigins` promises.

use super::*;

fn list(entries: &[&str]) -> AllowedOrigins {
    AllowedOrigins::new(entries.iter().map(ToString::to_string).collect()).unwrap()
}

fn admits(entry: &str, origin: &str) -> bool {
    list(&[entry]).admits(&Origin::from_header(Some(origin)))
}

#[test]
fn an_entry_admits_its_host_and_what_is_below_it() {
    for (entry, origin) in [
        ("example.com", "https://example.com"),
        ("example.com", "http://example.com"),
        ("example.com", "https://sub.example.com"),
        ("example.com", "https://a.b.example.com:8443"),
        ("docs.example.com", "https://docs.example.com"),
        ("localhost", "http://localhost"),
        ("localhost", "http://localhost:3000"),
        ("localhost", "http://app.localhost:3000"),
        ("localhost:3000", "http://localhost:3000"),
        ("example.com:443", "https://example.com"),
        ("example.com:80", "http://example.com"),
        (".example.com", "https://www.example.com"),
        ("127.0.0.1", "http://127.0.0.1:8787"),
        ("[::1]:8787", "http://[::1]:8787"),
        ("[::1]", "http://[::1]:8787"),
    ] {
        assert!(admits(entry, origin), "{entry} should admit {origin}");
    }
}

#[test]
fn an_entry_refuses_everything_else() {
    for (entry, origin) in [
        ("example.com", "https://evilexample.com"),
        ("example.com", "https://example.com.evil.org"),
        ("example.com", "https://example.org"),
        ("example.com", "https://com"),
        ("docs.example.com", "https://example.com"),
        ("localhost:3000", "http://localhost:3001"),
        ("localhost:3000", "http://localhost"),
        ("localhost", "http://notlocalhost"),
        ("0.0.1", "http://127.0.0.1"),
        ("example.com", "https://user@evil.org/example.com"),
        ("example.com", "chrome-extension://example.com"),
        ("example.com", "file:///example.com"),
        ("example.com", "example.com"),
        ("example.com", "null"),
        ("example.com", ""),
        ("example.com", "https://"),
        ("example.com", "https://exa mple.com"),
    ] {
        assert!(!admits(entry, origin), "{entry} should refuse {origin}");
    }
}

#[test]
fn case_and_trailing_dots_do_not_matter() {
    assert!(admits("Example.COM", "https://example.com"));
    assert!(admits("example.com", "HTTPS://SUB.EXAMPLE.COM"));
    assert!(admits("example.com.", "https://example.com"));
    assert!(admits("example.com", "https://example.com."));
}

#[test]
fn international_names_are_compared_as_browsers_send_them() {
    assert!(admits("xn--bcher-kva.example", "https://shop.xn--bcher-kva.example"));
    assert!(!admits("xn--bcher-kva.example", "https://bucher.example"));
    assert!(!admits("xn--bcher-kva.example", "https://bücher.example"));
}

#[test]
fn with_none_listed_every_origin_is_admitted_and_also_none() {
    for header in [None, Some("null"), Some("https://anything.example"), Some("nonsense")] {
        assert!(list(&[]).admits(&Origin::from_header(header)), "{header:?}");
    }
}

#[test]
fn with_any_listed_a_missing_origin_is_refused() {
    assert!(!list(&["example.com"]).admits(&Origin::from_header(None)));
}

#[test]
fn one_matching_entry_is_enough() {
    let origins = list(&["example.com", "localhost:3000"]);
    assert!(origins.admits(&Origin::from_header(Some("http://localhost:3000"))));
}

#[test]
fn entries_that_could_never_match_are_refused_when_they_are_set() {
    for entry in [
        "",
        ".",
        "https://example.com",
        "example.com/",
        "*.example.com",
        "example.com:+443",
        "a b.com",
        "example.com:",
        "example.com:99999",
        "example.com:http",
        "user@example.com",
        "[::1",
        "exa<mple.com",
    ] {
        assert!(AllowedOrigins::new(vec![entry.into()]).is_err(), "{entry}");
    }
}

#[test]
fn a_list_survives_storage_as_it_was_written() {
    let origins = list(&["Example.com", "localhost:3000"]);
    let json = serde_json::to_string(&origins).unwrap();
    assert_eq!(json, r#"["Example.com","localhost:3000"]"#);
    assert_eq!(serde_json::from_str::<AllowedOrigins>(&json).unwrap(), origins);
}
