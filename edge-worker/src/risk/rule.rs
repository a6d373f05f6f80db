//! What a rule is.

use crate::evidence::Evidence;

/// What kind of trouble a flag tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// A program drives the browser, or there is no browser.
    Automation,
    /// The page's view of the browser was altered.
    Tampering,
    /// The connection contradicts the page.
    Network,
    /// The machine is unusual, or contradicts itself.
    Device,
    /// Too much, too fast, or from too many places.
    Velocity,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 5] =
        [Self::Automation, Self::Tampering, Self::Network, Self::Device, Self::Velocity];

    /// The word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automation => "automation",
            Self::Tampering => "tampering",
            Self::Network => "network",
            Self::Device => "device",
            Self::Velocity => "velocity",
        }
    }
}

/// What a rule looks at. Rules of one group share their innocent explanations
/// (an extension that changes the user agent explains every rule about names),
/// so only the strongest of them counts in the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The site welcomes the program.
    Welcome,
    /// Whose program it says it is.
    Agent,
    /// The browser says itself that a program drives it, or shows the tool's marks.
    Control,
    /// The browser has no window.
    Headless,
    /// Mouse and touch.
    Input,
    /// What was done with them, where a page asked for it to be watched. Its innocent
    /// explanations (assistive technology, remote desktops, extensions) explain no other group.
    Interaction,
    /// The screen against itself.
    Screen,
    /// Functions of the page were replaced.
    Natives,
    /// The user agent string against anything else that names the browser.
    BrowserName,
    /// The engine's own behaviour against the browser it claims to be.
    BrowserKind,
    /// The platform and kind of device against each other.
    DeviceKind,
    /// How the request was made.
    Request,
    /// How the connection was made.
    Handshake,
    /// The submission as a whole.
    Submission,
    /// What the page's device token says.
    DeviceToken,
    /// Languages.
    Language,
    /// Time zones.
    Time,
    /// Noise in what is drawn and played.
    Noise,
    /// Graphics hardware.
    Graphics,
    /// Where the device was before.
    Travel,
    /// How often the device, its network and the tenant are heard of.
    Traffic,
}

/// One rule: a flag, what it means, what it weighs and how it is told.
#[derive(Debug)]
pub struct Rule {
    /// The flag it raises; also its file's name. A published name: never renamed.
    pub flag: &'static str,
    /// What kind of trouble the flag tells of.
    pub category: Category,
    /// What it looks at.
    pub group: Group,
    /// The score if this is all that is found, 1 to 100. See [`super::score`].
    pub weight: u8,
    /// What the flag means, in a sentence or two.
    pub about: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// Which honest visitors come close to it, and why they don't raise it (or do).
    pub look_alikes: &'static str,
    /// What was seen, in a sentence, if the flag is to be raised.
    pub check: fn(&Evidence) -> Option<String>,
}
