//! The one table of what the linker compares, and how.
//!
//! To add an attribute, add its line here, give it a value in
//! [`crate::vector`], and learn the weights again (`README.md`).

/// How two values of an attribute are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Equal or not: hashes and names.
    Exact,
    /// Dotted numbers that climb.
    Version,
    /// A set: what was added, what was removed.
    Set,
    /// A list whose order matters.
    List,
    /// Width and height in pixels.
    Size,
    /// Text of which parts may agree.
    Words,
    /// A number of minutes, an hour of which is daylight saving.
    Offset,
}

/// What a change of the attribute means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Happens; the learnt rates say how often.
    Ordinary,
    /// Never happens on one browser: another device.
    Impossible,
}

/// Whose an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The machine's and the browser's: all of one model and age share it.
    Machine,
    /// The person's: place, languages, settings, what is plugged in.
    Person,
    /// The network's, seen by the server: helps, and never decides alone.
    Network,
}

/// An attribute's line in the table.
#[derive(Clone, Copy, Debug)]
pub struct AttributeInfo {
    /// Its name in tables and logs.
    pub name: &'static str,
    /// The field of a benchmark's visit that it comes from.
    pub field: &'static str,
    /// How two of its values are compared.
    pub kind: Kind,
    /// What a change of it means.
    pub change: Change,
    /// The attribute whose value explains most of this one's: a value is as
    /// rare as it is among devices that share the parent's value.
    pub parent: Option<Attribute>,
    /// Whose it is.
    pub layer: Layer,
}

macro_rules! attributes {
    ($($variant:ident $name:literal $field:literal $kind:ident $change:ident $parent:expr, $layer:ident;)+) => {
        /// Something about a browser that may outlive its storage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)] // each is documented by its line in the table
        pub enum Attribute { $($variant,)+ }

        impl Attribute {
            /// Every attribute, in table order. A parent comes before its children.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its line in the table.
            #[must_use]
            pub const fn info(self) -> AttributeInfo {
                match self {
                    $(Self::$variant => AttributeInfo {
                        name: $name,
                        field: $field,
                        kind: Kind::$kind,
                        change: Change::$change,
                        parent: $parent,
                        layer: Layer::$layer,
                    },)+
                }
            }
        }
    };
}

const FAMILY: Option<Attribute> = Some(Attribute::Family);
const VERSION: Option<Attribute> = Some(Attribute::BrowserVersion);
const GPU: Option<Attribute> = Some(Attribute::Gpu);
const SCREEN: Option<Attribute> = Some(Attribute::Screen);

attributes! {
    // variant       name               benchmark field  kind    change     parent  layer
    Family           "family"           "ua"             Exact   Impossible None, Machine;
    Architecture     "architecture"     "uaFull"         Exact   Impossible FAMILY, Machine;
    Model            "model"            "uaFull"         Exact   Impossible FAMILY, Machine;
    Platform         "platform"         "platform"       Exact   Impossible FAMILY, Machine;
    BrowserVersion   "browser_version"  "ua"             Version Ordinary   FAMILY, Machine;
    SystemVersion    "system_version"   "uaFull"         Version Ordinary   FAMILY, Machine;
    HeaderOrder      "header_order"     "headerOrder"    Exact   Ordinary   FAMILY, Machine;
    Accept           "accept"           "accept"         Exact   Ordinary   FAMILY, Machine;
    Encoding         "encoding"         "encoding"       Exact   Ordinary   FAMILY, Machine;
    Languages        "languages"        "languages"      List    Ordinary   FAMILY, Person;
    Timezone         "timezone"         "tzName"         Exact   Ordinary   Some(Attribute::Languages), Person;
    Offset           "offset"           "tz"             Offset  Ordinary   Some(Attribute::Timezone), Person;
    GpuVendor        "gpu_vendor"       "gpuVendor"      Exact   Ordinary   FAMILY, Machine;
    Gpu              "gpu"              "gpu"            Words   Ordinary   Some(Attribute::GpuVendor), Machine;
    Webgl            "webgl"            "webgl"          Exact   Ordinary   GPU, Machine;
    Canvas           "canvas"           "canvas"         Exact   Ordinary   GPU, Machine;
    Cores            "cores"            "cores"          Exact   Ordinary   GPU, Machine;
    Memory           "memory"           "memory"         Exact   Ordinary   Some(Attribute::Cores), Machine;
    Screen           "screen"           "screen"         Size    Ordinary   FAMILY, Machine;
    Available        "available"        "avail"          Size    Ordinary   SCREEN, Machine;
    PixelRatio       "pixel_ratio"      "dpr"            Exact   Ordinary   SCREEN, Machine;
    Gamut            "gamut"            "gamut"          Exact   Ordinary   SCREEN, Machine;
    Touch            "touch"            "touch"          Exact   Ordinary   FAMILY, Machine;
    Audio            "audio"            "audio"          Exact   Ordinary   FAMILY, Machine;
    Fonts            "fonts"            "fonts"          Set     Ordinary   FAMILY, Machine;
    Plugins          "plugins"          "plugins"        Exact   Ordinary   FAMILY, Machine;
    MediaDevices     "media_devices"    "media"          Exact   Ordinary   FAMILY, Person;
    DoNotTrack       "do_not_track"     "dnt"            Exact   Ordinary   FAMILY, Person;
    AdBlocker        "ad_blocker"       "adblock"        Exact   Ordinary   FAMILY, Person;
    Storage          "storage"          "localStorage"   Exact   Ordinary   FAMILY, Person;
    ColorScheme      "color_scheme"     "colorScheme"    Exact   Ordinary   FAMILY, Person;
    Handshake        "handshake"        "tls"            Exact   Ordinary   VERSION, Network;
    Operator         "operator"         "asn"            Exact   Ordinary   None, Network;
    NetworkPrefix    "network_prefix"   "prefix"         Exact   Ordinary   Some(Attribute::Operator), Network;
}

impl Attribute {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its place in the table.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The attribute of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|attribute| attribute.info().name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_comes_before_its_children() {
        for attribute in Attribute::ALL {
            if let Some(parent) = attribute.info().parent {
                assert!(parent < *attribute, "{}", attribute.info().name);
            }
        }
    }

    #[test]
    fn names_lead_back_to_their_attribute() {
        for attribute in Attribute::ALL {
            assert_eq!(Attribute::from_name(attribute.info().name), Some(*attribute));
        }
    }
}
