//! A tenant and where its data lies.
//!
//! Every tenant's data is in one *shard*, a D1 database of its own kind:
//! binding `DB` is shard 0, `DB_1` is shard 1, and so on. Which one is told by
//! the tenant's row in the directory, and travels from there with whatever
//! names the tenant to a request: the decision on a site key, a secret key's
//! row, a signed submission token. So no request looks it up.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::TenantId;

/// A tenant, as requests know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Who it is.
    #[serde(rename = "ten")]
    pub id: TenantId,
    /// Where its data lies.
    #[serde(default, skip_serializing_if = "Shard::is_first")]
    pub shard: Shard,
}

/// The number of a database.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Shard(u16);

impl Shard {
    /// The one that every deployment has.
    pub const FIRST: Self = Self(0);

    /// The shard of this number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The name of its binding.
    #[must_use]
    pub fn binding(self) -> String {
        if self.is_first() { "DB".into() } else { format!("DB_{}", self.0) }
    }

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde asks with a reference
    const fn is_first(&self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_are_numbered_from_the_second_on() {
        let names: Vec<String> = (0..3).map(|n| Shard::new(n).binding()).collect();
        assert_eq!(names, ["DB", "DB_1", "DB_2"]);
    }

    #[test]
    fn what_was_written_before_there_were_shards_is_in_the_first() {
        let id = TenantId::mint().unwrap();
        let old: Tenant = serde_json::from_str(&format!(r#"{{"ten":"{id}"}}"#)).unwrap();
        assert_eq!(old, Tenant { id, shard: Shard::FIRST });
    }

    #[test]
    fn a_tenant_is_read_back_with_its_shard() {
        let tenant = Tenant { id: TenantId::mint().unwrap(), shard: Shard::new(7) };
        let text = serde_json::to_string(&tenant).unwrap();
        assert_eq!(serde_json::from_str::<Tenant>(&text).unwrap(), tenant);
    }
}
