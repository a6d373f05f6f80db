//! What a secret key may do.

macro_rules! scopes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// A permission that a secret key carries.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Scope { $($(#[doc = $doc])+ $variant,)+ }

        impl Scope {
            /// Every scope.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in keys, documents and answers.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it allows, for documents.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }

            /// The scope of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|scope| scope.name() == name)
            }
        }
    };
}

scopes! {
    /// Look up devices: score, level, flags, where and when last seen.
    ReadDevice = "read:device";
    /// List devices.
    ReadDevices = "read:devices";
    /// List submissions, and read one with its evidence.
    ReadEvents = "read:events";
    /// List visits.
    ReadVisits = "read:visits";
    /// Read the daily counters.
    ReadStats = "read:stats";
    /// Export fingerprints in bulk, and everything held on a device.
    ReadExports = "read:exports";
    /// Erase devices.
    WriteDevice = "write:device";
    /// Have sealed results checked.
    Verify = "verify";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.name()), Some(*scope));
        }
        assert_eq!(Scope::from_name("read:everything"), None);
    }
}
