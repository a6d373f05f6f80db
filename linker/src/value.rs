//! A value as the linker keeps it: a hash, and what a partial comparison needs.
//!
//! The words themselves are not kept: a record of these cannot be read back
//! into the fonts or the languages of a person.

use serde::{Deserialize, Serialize};

/// What a partial comparison needs beyond the hash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// Nothing: equal or not.
    #[default]
    None,
    /// The numbers of a version, most significant first.
    Version([u16; 4]),
    /// Hashes of members: sorted for sets and words, in order for lists.
    Members(Vec<u32>),
    /// Width and height.
    Size(u32, u32),
    /// A number.
    Number(i32),
}

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Equal values have equal hashes.
    #[serde(rename = "h")]
    pub hash: u32,
    /// What a partial comparison needs.
    #[serde(rename = "d", default, skip_serializing_if = "is_none")]
    pub detail: Detail,
}

fn is_none(detail: &Detail) -> bool {
    *detail == Detail::None
}

/// A well-mixed 64-bit hash. Not cryptographic: who can choose the text can
/// choose the attribute as well.
#[must_use]
pub fn hash64(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in *part {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash = (hash ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(hash)
}

/// Spreads every bit of the input over the output (the finaliser of `SplitMix64`).
#[must_use]
pub const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

fn hash32(text: &str) -> u32 {
    (hash64(&[text.as_bytes()]) >> 32) as u32
}

impl Value {
    /// Text that is equal or not.
    #[must_use]
    pub fn exact(text: &str) -> Self {
        Self { hash: hash32(text), detail: Detail::None }
    }

    /// A version: `153.0.2`, `18_7_1`.
    #[must_use]
    pub fn version(text: &str) -> Self {
        let mut numbers = [0_u16; 4];
        let parts = text.split(['.', '_']).map(|part| part.parse().unwrap_or(u16::MAX));
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number = part;
        }
        Self { hash: hash32(text), detail: Detail::Version(numbers) }
    }

    /// A set of names.
    #[must_use]
    pub fn set<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut members: Vec<u32> = names.map(hash32).collect();
        members.sort_unstable();
        members.dedup();
        Self::members(members)
    }

    /// A list of names whose order matters.
    #[must_use]
    pub fn list<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::members(names.map(hash32).collect())
    }

    /// Text by its words; punctuation and white space carry nothing.
    #[must_use]
    pub fn words(text: &str) -> Self {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '.');
        let set = Self::set(words.filter(|word| !word.is_empty()));
        Self { hash: hash32(text), detail: set.detail }
    }

    /// Width and height: `1920x1080`, further numbers carry into the hash.
    #[must_use]
    pub fn size(text: &str) -> Self {
        let mut numbers = text.split('x').map(|number| number.parse().unwrap_or(0));
        let (width, height) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        Self { hash: hash32(text), detail: Detail::Size(width, height) }
    }

    /// A number.
    #[must_use]
    pub fn number(number: i32) -> Self {
        Self { hash: hash32(&number.to_string()), detail: Detail::Number(number) }
    }

    fn members(members: Vec<u32>) -> Self {
        let bytes: Vec<u8> = members.iter().flat_map(|member| member.to_le_bytes()).collect();
        Self { hash: (hash64(&[&bytes]) >> 32) as u32, detail: Detail::Members(members) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_forget_order_and_lists_keep_it() {
        assert_eq!(Value::set(["b", "a"].into_iter()), Value::set(["a", "b", "a"].into_iter()));
        assert_ne!(Value::list(["b", "a"].into_iter()), Value::list(["a", "b"].into_iter()));
    }

    #[test]
    fn odd_text_is_a_value_like_any_other() {
        assert_eq!(Value::version("").detail, Detail::Version([u16::MAX, 0, 0, 0]));
        assert_eq!(Value::size("wide").detail, Detail::Size(0, 0));
        assert_eq!(Value::version("1.2.3.4.5").detail, Detail::Version([1, 2, 3, 4]));
    }
}
