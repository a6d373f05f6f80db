//! What holds for every origin, id, key and cursor, whatever chance makes of them.

use edgeprint_edge::auth::{AllowedOrigins, Key, KeyKind, Origin};
use edgeprint_edge::ids::{DeviceId, RANDOM_DIGITS, TenantId, digits};
use edgeprint_edge::query::{CursorKey, Position};
use edgeprint_edge::tokens::Keyring;
use proptest::prelude::*;

const HOST: &str = "[a-z][a-z0-9]{0,8}(\\.[a-z][a-z0-9-]{0,6}[a-z0-9]){1,3}";
const LABEL: &str = "[a-z][a-z0-9]{0,8}";

fn admits(entry: &str, origin: &str) -> bool {
    let origin = Origin::from_header(Some(origin));
    AllowedOrigins::new(vec![entry.to_owned()]).is_ok_and(|allowed| allowed.admits(&origin))
}

/// A text with another letter at a place: `None` where it is the same.
fn changed(text: &str, at: usize, to: char) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let at = at % letters.len();
    let was = std::mem::replace(letters.get_mut(at)?, to);
    (was != to).then(|| letters.into_iter().collect())
}

fn cursors(tenant: &str, query: &str) -> Option<CursorKey> {
    let keyring = Keyring::derive(b"a secret of at least thirty-two bytes").ok()?;
    CursorKey::new(&keyring, &TenantId::parse(tenant)?, "/v1/devices", query).ok()
}

fn tenant(number: u128) -> String {
    format!("{}{}", TenantId::PREFIX, digits(number, RANDOM_DIGITS))
}

proptest! {
    #[test]
    fn an_entry_admits_its_host_and_all_below_it(host in HOST, below in LABEL, port in 1_u16..) {
        for scheme in ["http", "https"] {
            for origin in [format!("{scheme}://{host}"), format!("{scheme}://{below}.{host}")] {
                prop_assert!(admits(&host, &origin));
                prop_assert!(admits(&host, &origin.to_ascii_uppercase()));
                let (entry, with_port) = (format!("{host}:{port}"), format!("{origin}:{port}"));
                prop_assert!(admits(&host, &with_port));
                prop_assert!(admits(&entry, &with_port));
            }
        }
    }

    #[test]
    fn an_entry_admits_no_host_that_only_looks_like_it(host in HOST, other in LABEL, port in 2_u16..) {
        for name in [
            format!("{other}{host}"),
            format!("{other}-{host}"),
            format!("{host}.{other}"),
            format!("{host}{other}"),
            format!("{other}.{other}"),
        ] {
            prop_assume!(name != host && !name.ends_with(&format!(".{host}")));
            let origin = format!("https://{name}");
            prop_assert!(!admits(&host, &origin), "{} is admitted by {}", name, host);
        }
        let (entry, next_door) = (format!("{host}:{port}"), format!("https://{host}:{}", port - 1));
        prop_assert!(!admits(&entry, &next_door));
        for scheme in ["chrome-extension", "file", "ftp"] {
            let origin = format!("{scheme}://{host}");
            prop_assert!(!admits(&host, &origin));
        }
    }

    #[test]
    fn every_number_has_an_id_of_its_own(one: u128, other: u128) {
        let (left, right) = (digits(one, RANDOM_DIGITS), digits(other, RANDOM_DIGITS));
        prop_assert_eq!(one == other, left == right);
        prop_assert_eq!(one.cmp(&other), left.cmp(&right));
        let text = format!("{}{left}", DeviceId::PREFIX);
        prop_assert_eq!(DeviceId::parse(&text).map(|id| id.to_string()), Some(text));
    }

    #[test]
    fn only_what_has_the_form_is_an_id(text in "\\PC{0,30}", tail in "[0-9A-Za-z]{20,24}") {
        for text in [text.clone(), format!("dv_{text}"), format!("dv_{tail}"), format!("DV_{tail}")] {
            let fits = text.strip_prefix("dv_").is_some_and(|rest| {
                rest.len() == 22 && rest.chars().all(|letter| letter.is_ascii_alphanumeric())
            });
            prop_assert_eq!(DeviceId::parse(&text).is_some(), fits, "{}", text);
        }
    }

    #[test]
    fn a_key_with_another_letter_is_none(at: usize, to in "[0-9A-Za-z_]") {
        let to = to.chars().next().unwrap();
        for kind in [KeyKind::Site, KeyKind::Secret] {
            let key = Key::issue(kind, "prod").unwrap();
            prop_assert_eq!(Key::parse(kind, key.expose()).map(|key| key.hash()), Some(key.hash()));
            if let Some(text) = changed(key.expose(), at, to) {
                prop_assert!(Key::parse(kind, &text).is_none(), "{} is a key, too", text);
            }
        }
    }

    #[test]
    fn a_cursor_leads_back_to_its_place_and_to_no_other(
        key: i64,
        id in "[ -~]{0,60}",
        one: u128,
        other: u128,
        at: usize,
        to in "[0-9A-Za-z_-]",
    ) {
        let ours = cursors(&tenant(one), "sort=score").unwrap();
        let place = Position { key, id };
        let cursor = ours.seal(&place);
        prop_assert_eq!(ours.open(&cursor), Some(place));
        if let Some(text) = changed(&cursor, at, to.chars().next().unwrap()) {
            prop_assert_eq!(ours.open(&text), None);
        }
        prop_assert_eq!(cursors(&tenant(one), "sort=seen").unwrap().open(&cursor), None);
        if one != other {
            prop_assert_eq!(cursors(&tenant(other), "sort=score").unwrap().open(&cursor), None);
        }
    }
}
