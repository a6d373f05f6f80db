//! Which devices are worth comparing with.
//!
//! A visit is looked up under a few keys, each a hash of attributes that seldom
//! change together; each key's list is short and holds who used it last. So the
//! work of a look-up does not grow with the population: where a list is full,
//! the looks are too common to decide anything anyway.

use crate::attribute::Attribute::{
    self, Audio, Available, Canvas, Cores, Family, Fonts, Gpu, Languages, Memory, Model,
    PixelRatio, Screen, Timezone, Webgl,
};
use crate::value::hash64;
use crate::vector::AttributeVector;

/// Devices in one key's list.
pub const LIST_LENGTH: usize = 12;
/// Devices compared in one look-up. In D1 each is four rows read, of 100.
pub const MOST_CANDIDATES: usize = 18;
/// Keys of a visit: the recipes, and one for the exact looks.
pub const KEYS: usize = RECIPES.len() + 1;

/// What each key is made of. A key is of no use when all but the family are absent.
const RECIPES: [&[Attribute]; 6] = [
    &[Family, Canvas, Webgl, Timezone],
    &[Family, Model, Canvas, Audio, Screen],
    &[Family, Model, Gpu, Webgl, Cores, Memory, Screen, Timezone],
    &[Family, Model, Gpu, Fonts, Languages, Timezone, Cores, Memory],
    &[Family, Model, Gpu, Fonts, Webgl, Audio, Languages],
    &[Family, Model, Screen, Available, PixelRatio, Languages, Cores, Gpu],
];

/// The keys that a visit is stored and looked up under.
#[must_use]
pub fn keys(visit: &AttributeVector) -> Vec<u64> {
    let mut keys = vec![short(visit.exact_hash())];
    for (number, recipe) in (1_u8..).zip(RECIPES) {
        let present = recipe.iter().filter(|attribute| visit.get(**attribute).is_some()).count();
        if present < 3 {
            continue;
        }
        let parts: Vec<[u8; 4]> = recipe
            .iter()
            .map(|attribute| visit.hash(*attribute).unwrap_or_default().to_le_bytes())
            .collect();
        keys.push(short(hash64(&[&[number], parts.as_flattened()])));
    }
    keys
}

/// 52 bits: exact as a JavaScript number, which is what D1 speaks.
const fn short(hash: u64) -> u64 {
    hash >> 12
}

/// Whom to compare with: those on most lists first, then the latest.
#[must_use]
pub fn choose<Id: PartialEq + Clone>(lists: &[Vec<Id>]) -> Vec<Id> {
    let mut found: Vec<(Id, usize)> = Vec::new();
    for id in lists.iter().flatten() {
        match found.iter_mut().find(|(known, _)| known == id) {
            Some((_, lists)) => *lists += 1,
            None => found.push((id.clone(), 1)),
        }
    }
    found.sort_by_key(|(_, lists)| std::cmp::Reverse(*lists));
    found.truncate(MOST_CANDIDATES);
    found.into_iter().map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit() -> AttributeVector {
        let mut visit = AttributeVector::default();
        for (attribute, text) in [
            (Family, "f"),
            (Canvas, "c"),
            (Webgl, "w"),
            (Timezone, "t"),
            (Gpu, "g"),
            (Screen, "1x1"),
        ] {
            visit.set_text(attribute, text);
        }
        visit
    }

    #[test]
    fn one_change_leaves_some_key_as_it_was() {
        let before = keys(&visit());
        for attribute in [Canvas, Webgl, Timezone, Gpu, Screen] {
            let mut after = visit();
            after.set_text(attribute, "2x2");
            assert!(keys(&after).iter().any(|key| before.contains(key)), "{attribute:?}");
        }
    }

    #[test]
    fn keys_fit_a_javascript_number_and_an_empty_visit_has_one() {
        assert!(keys(&visit()).iter().all(|key| *key < 1 << 53));
        assert_eq!(keys(&AttributeVector::default()).len(), 1);
    }

    #[test]
    fn candidates_are_bounded_and_the_likeliest_come_first() {
        let lists: Vec<Vec<u32>> =
            (0..10).map(|n| (n * 10..n * 10 + 10).chain([7]).collect()).collect();
        let chosen = choose(&lists);
        assert_eq!(chosen.len(), MOST_CANDIDATES);
        assert_eq!(chosen.first(), Some(&7));
    }
}
