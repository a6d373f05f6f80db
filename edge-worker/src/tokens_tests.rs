//! What tokens are good for, and how long.

use super::*;
use crate::tenant::Shard;

const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

fn keyring() -> Keyring {
    Keyring::derive(b"a secret of at least thirty-two bytes").unwrap()
}

fn submission() -> Submission {
    Submission {
        id: TokenId::mint().unwrap(),
        tenant: Tenant { id: TenantId::mint().unwrap(), shard: Shard::new(2) },
        site: DomainId::mint().unwrap(),
        origin: Some("https://example.com".into()),
        every: 60,
    }
}

#[test]
fn a_submission_token_says_what_it_was_made_for() {
    let claims = submission();
    let token = keyring().sign_submission(claims.clone(), NOW).unwrap();
    assert_eq!(keyring().read_submission(&token, NOW), Ok(claims));
}

#[test]
fn a_submission_token_lasts_to_its_last_second_and_not_longer() {
    let token = keyring().sign_submission(submission(), NOW).unwrap();
    let last = NOW.plus_seconds(SUBMISSION_SECONDS);
    let late = Timestamp::from_ms(1_735_689_600_000 + 120_001);
    assert!(keyring().read_submission(&token, last).is_ok());
    assert_eq!(keyring().read_submission(&token, late), Err(Refused::Expired));
}

#[test]
fn a_token_from_a_clock_ahead_is_good_while_its_spending_is_remembered() {
    let token =
        |seconds| keyring().sign_submission(submission(), NOW.plus_seconds(seconds)).unwrap();
    assert!(keyring().read_submission(&token(SUBMISSION_SECONDS), NOW).is_ok());
    let far_ahead = keyring().read_submission(&token(SUBMISSION_SECONDS + 1), NOW);
    assert_eq!(far_ahead, Err(Refused::Expired));
}

#[test]
fn a_changed_byte_anywhere_is_noticed() {
    let token = keyring().sign_submission(submission(), NOW).unwrap();
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'Q' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(keyring().read_submission(&changed, NOW), Err(Refused::Invalid), "at {at}");
    }
}

#[test]
fn a_token_of_another_deployment_is_invalid_however_old() {
    let other = Keyring::derive(b"another secret of thirty-two bytes!").unwrap();
    let token = other.sign_submission(submission(), NOW).unwrap();
    let years_later = NOW.plus_days(1000);
    assert_eq!(keyring().read_submission(&token, years_later), Err(Refused::Invalid));
}

#[test]
fn one_kind_of_token_is_not_accepted_as_the_other() {
    let (tenant, device) = (TenantId::mint().unwrap(), DeviceId::mint().unwrap());
    let claim = DeviceClaim::new(device, tenant.clone(), 1.0);
    let device_token = keyring().sign_device(claim, NOW).unwrap();
    let submission_token = keyring().sign_submission(submission(), NOW).unwrap();
    assert_eq!(keyring().read_submission(&device_token, NOW), Err(Refused::Invalid));
    assert_eq!(keyring().read_device(&submission_token, &tenant), None);
}

#[test]
fn a_device_token_counts_for_its_tenant_alone() {
    let (tenant, device) = (TenantId::mint().unwrap(), DeviceId::mint().unwrap());
    let claim = DeviceClaim::new(device, tenant.clone(), 0.9876);
    let token = keyring().sign_device(claim.clone(), NOW).unwrap();
    assert_eq!(claim.assurance(), 0.987);
    assert_eq!(keyring().read_device(&token, &tenant), Some(claim));
    assert_eq!(keyring().read_device(&token, &TenantId::mint().unwrap()), None);
}

#[test]
fn nonsense_is_refused_without_an_error_of_ours() {
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJkdl8ifQ.";
    for text in ["", ".", "..", "a.b.c", "null", unsigned, &"x".repeat(100_000), "é.é.é"] {
        assert_eq!(keyring().read_submission(text, NOW), Err(Refused::Invalid));
    }
}

#[test]
fn an_address_hash_depends_on_the_deployment() {
    let other = Keyring::derive(b"another secret of thirty-two bytes!").unwrap();
    let hash = keyring().address_hash("203.0.113.7");
    assert_eq!(hash.len(), 32);
    assert_eq!(hash, keyring().address_hash("203.0.113.7"));
    assert_ne!(hash, other.address_hash("203.0.113.7"));
}

#[test]
fn debug_output_holds_no_key() {
    assert_eq!(format!("{:?}", keyring()), "Keyring(REDACTED)");
}
