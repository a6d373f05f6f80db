//! The signature that an agent puts on its requests: Web Bot Auth
//! (draft-ietf-webbotauth-httpsig-protocol), a profile of HTTP Message Signatures
//! (RFC 9421). Taken apart here, without the cryptography.

use axum::http::{HeaderMap, HeaderName, Uri};
use sfv::{Dictionary, FieldType as _, InnerList, Item, KeyRef, ListEntry, Parser, key_ref};

/// What makes a signature one of an agent's.
const TAG: &str = "web-bot-auth";

/// Longer fields are no agent's.
const MAX_FIELD_BYTES: usize = 4096;

/// More covered components are no agent's.
const MAX_COVERED: usize = 16;

/// A signed request.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// Its method.
    pub method: &'a str,
    /// Where it went.
    pub uri: &'a Uri,
    /// Its headers.
    pub headers: &'a HeaderMap,
}

/// An agent's signature that has yet to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Who it says it is: an origin, `https://` and a host.
    pub agent: String,
    /// The thumbprint of its key.
    pub key: String,
    /// What is signed.
    pub base: String,
    /// The signature.
    pub signature: Vec<u8>,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// When it ends.
    pub expires: i64,
}

impl Signed<'_> {
    /// The agent's signature. `None` where there is none, and where it covers
    /// what this deployment cannot see: that speaks for nobody, and against nobody.
    #[must_use]
    pub fn unchecked(&self) -> Option<Unchecked> {
        let inputs = self.dictionary("signature-input")?;
        let (label, input) = inputs.iter().find_map(|(label, entry)| match entry {
            ListEntry::InnerList(input) if text(input, "tag") == Some(TAG) => Some((label, input)),
            _ => None,
        })?;
        if text(input, "alg").is_some_and(|alg| alg != "ed25519") {
            return None;
        }
        let signatures = self.dictionary("signature")?;
        let signature = match signatures.get(label)? {
            ListEntry::Item(item) => item.bare_item.as_byte_sequence()?.to_vec(),
            ListEntry::InnerList(_) => return None,
        };
        Some(Unchecked {
            agent: self.agent(input)?,
            key: text(input, "keyid")?.to_owned(),
            base: self.base(input)?,
            signature,
            created: number(input, "created")?,
            expires: number(input, "expires")?,
        })
    }

    /// Whose signature it is. The name counts only if it is signed with the host
    /// that the request went to: else it could be lifted to another site.
    fn agent(&self, input: &InnerList) -> Option<String> {
        let covers = |name: &str| input.items.iter().find(|item| named(item) == Some(name));
        covers("@authority").or_else(|| covers("@target-uri"))?;
        let member = covers("signature-agent")?;
        let key = member.params.get(key_ref("key"));
        let item = match key.map(|key| key.as_string()) {
            Some(key) => {
                match self.dictionary("signature-agent")?.swap_remove(key_of(key?.as_str())?)? {
                    ListEntry::Item(item) => item,
                    ListEntry::InnerList(_) => return None,
                }
            }
            // As it was before the field became a dictionary.
            None => Parser::new(&self.field("signature-agent")?).parse::<Item>().ok()?,
        };
        let kind = item.params.get(key_ref("type"));
        if kind.is_some_and(|kind| kind.as_token().map(sfv::TokenRef::as_str) != Some("directory"))
        {
            return None;
        }
        let origin = item.bare_item.as_string()?.as_str();
        Some(origin.strip_suffix('/').unwrap_or(origin).to_ascii_lowercase())
    }

    /// The text that is signed (RFC 9421, section 2.5).
    fn base(&self, input: &InnerList) -> Option<String> {
        if input.items.len() > MAX_COVERED {
            return None;
        }
        let mut lines = String::new();
        for item in &input.items {
            let value = self.component(item)?;
            lines.push_str(&format!("{}: {value}\n", item.serialize()));
        }
        let params = vec![ListEntry::InnerList(input.clone())].serialize()?;
        Some(format!("{lines}\"@signature-params\": {params}"))
    }

    fn component(&self, item: &Item) -> Option<String> {
        let name = named(item)?;
        let key = item.params.get(key_ref("key"));
        if item.params.len() > usize::from(key.is_some()) {
            return None;
        }
        if let Some(key) = key {
            let entry = self.dictionary(name)?.swap_remove(key_of(key.as_string()?.as_str())?)?;
            return vec![entry].serialize();
        }
        let or_slash = |path: &str| if path.is_empty() { "/".to_owned() } else { path.to_owned() };
        match name {
            "@method" => Some(self.method.to_owned()),
            "@authority" => self.authority(),
            "@scheme" => self.uri.scheme_str().map(str::to_ascii_lowercase),
            "@path" => Some(or_slash(self.uri.path())),
            "@query" => Some(format!("?{}", self.uri.query().unwrap_or_default())),
            "@target-uri" => Some(self.uri.to_string()),
            _ => self.field(name),
        }
    }

    fn authority(&self) -> Option<String> {
        let host = self.uri.host()?.to_ascii_lowercase();
        let usual = if self.uri.scheme_str() == Some("http") { 80 } else { 443 };
        Some(match self.uri.port_u16().filter(|port| *port != usual) {
            Some(port) => format!("{host}:{port}"),
            None => host,
        })
    }

    /// A field's values as one.
    fn field(&self, name: &str) -> Option<String> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let values: Option<Vec<&str>> =
            self.headers.get_all(name).iter().map(|value| value.to_str().ok()).collect();
        let values = values.filter(|values| !values.is_empty())?;
        let joined = values.iter().map(|value| value.trim()).collect::<Vec<_>>().join(", ");
        (joined.len() <= MAX_FIELD_BYTES).then_some(joined)
    }

    fn dictionary(&self, name: &str) -> Option<Dictionary> {
        Parser::new(&self.field(name)?).parse().ok()
    }
}

fn named(item: &Item) -> Option<&str> {
    item.bare_item.as_string().map(sfv::StringRef::as_str)
}

fn key_of(text: &str) -> Option<&KeyRef> {
    KeyRef::from_str(text).ok()
}

fn text<'a>(input: &'a InnerList, name: &'static str) -> Option<&'a str> {
    input.params.get(key_ref(name))?.as_string().map(sfv::StringRef::as_str)
}

fn number(input: &InnerList, name: &'static str) -> Option<i64> {
    input.params.get(key_ref(name))?.as_integer().map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: &str = r#";created=1735689600;keyid="poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";alg="ed25519";expires=4889289600;nonce="n9p4==";tag="web-bot-auth""#;

    fn unchecked(uri: &str, fields: &[(&str, &str)]) -> Option<Unchecked> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers
                .append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        Signed { method: "POST", uri: &uri.parse().unwrap(), headers: &headers }.unchecked()
    }

    fn signed(covered: &str, agent: &str, params: &str) -> Option<Unchecked> {
        let input = format!("sig2=({covered}){params}");
        unchecked(
            "https://Example.com/v1/collect?a=b",
            &[
                ("signature-agent", agent),
                ("signature-input", &input),
                ("signature", "sig2=:AQI=:"),
            ],
        )
    }

    const DICTIONARY: &str = r#"agent2="https://signature-agent.test""#;
    const COVERED: &str = r#""@authority" "signature-agent";key="agent2""#;

    /// The draft's own test vector, but for its nonce.
    #[test]
    fn the_base_is_the_drafts() {
        let found = signed(COVERED, DICTIONARY, PARAMS).unwrap();
        let base = format!(
            "\"@authority\": example.com\n\"signature-agent\";key=\"agent2\": \
             \"https://signature-agent.test\"\n\"@signature-params\": ({COVERED}){PARAMS}"
        );
        assert_eq!(found.base, base);
        assert_eq!(found.agent, "https://signature-agent.test");
        assert_eq!((found.created, found.expires), (1_735_689_600, 4_889_289_600));
        assert_eq!(found.signature, [1, 2]);
    }

    #[test]
    fn the_older_form_of_the_agents_name_is_read_too() {
        let covered = r#""@authority" "signature-agent""#;
        let found = signed(covered, r#""https://Signature-Agent.test/""#, PARAMS).unwrap();
        assert_eq!(found.agent, "https://signature-agent.test");
        assert!(found.base.contains("\"signature-agent\": \"https://Signature-Agent.test/\"\n"));
    }

    #[test]
    fn a_request_may_be_covered_in_all_its_parts() {
        let covered = format!(r#"{COVERED} "@method" "@path" "@query" "@scheme" "@target-uri""#);
        let base = signed(&covered, DICTIONARY, PARAMS).unwrap().base;
        for line in [
            "\"@method\": POST\n",
            "\"@path\": /v1/collect\n",
            "\"@query\": ?a=b\n",
            "\"@scheme\": https\n",
            "v1/collect?a=b\n",
        ] {
            assert!(base.contains(line), "{line}");
        }
    }

    #[test]
    fn what_is_no_agents_or_cannot_be_checked_is_passed_over() {
        let other = PARAMS.replace("web-bot-auth", "another");
        let rsa = PARAMS.replace("ed25519", "rsa-pss-sha512");
        for (covered, agent, params) in [
            (COVERED, DICTIONARY, other.as_str()),
            (COVERED, DICTIONARY, &rsa),
            (COVERED, DICTIONARY, r#";tag="web-bot-auth""#),
            (r#""@authority""#, DICTIONARY, PARAMS),
            (r#""signature-agent";key="agent2""#, DICTIONARY, PARAMS),
            (COVERED, r#"agent3="https://signature-agent.test""#, PARAMS),
            (COVERED, r#"agent2="https://signature-agent.test";type=cimd"#, PARAMS),
            (COVERED, "agent2=1", PARAMS),
            (r#""@authority" "@status" "signature-agent";key="agent2""#, DICTIONARY, PARAMS),
            (r#""@authority";req "signature-agent";key="agent2""#, DICTIONARY, PARAMS),
            (r#""@authority" "x-missing" "signature-agent";key="agent2""#, DICTIONARY, PARAMS),
            ("", "", ""),
            ("((", "\"", ";;"),
        ] {
            assert_eq!(signed(covered, agent, params), None, "{covered} {agent} {params}");
        }
        assert_eq!(unchecked("https://example.com/", &[]), None);
    }
}
