//! How often things happened before this submission.

/// What came before, counted. Zero where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Submissions of the device within a day.
    pub submissions: u32,
    /// Countries that the device was in within a day, this one included.
    pub countries: u32,
    /// Submissions, within a day, of other machines that held the page's token.
    pub strangers: u32,
    /// New devices of the tenant from this network within the hour.
    pub from_network: u32,
    /// New devices of the tenant within the hour.
    pub arrived: u32,
    /// New devices of the tenant within the hour before.
    pub arrived_before: u32,
}
