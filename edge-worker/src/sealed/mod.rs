//! Sealed results: compact JWS that any JOSE library verifies against
//! `/.well-known/jwks.json`, without asking the edge.

pub mod jws;
mod keys;

pub use keys::{PUBLISHED_SECONDS, Signer, jwks, load_signer, new_key};

use edgeprint_signals::wire::{SealedClaims, VerifyReason};

use crate::clock::Timestamp;
use crate::error::Fatal;
use jws::{Header, Unchecked};

/// How long a result lasts.
pub const SECONDS: u32 = 300;

/// The `typ` of a result, so that no other JWT of anybody passes for one.
const TYPE: &str = "edgeprint-result+jwt";
const ALGORITHM: &str = "ES256";

/// Signs a result.
///
/// # Errors
/// When the platform refuses to sign.
pub async fn seal(signer: &Signer, claims: &SealedClaims) -> Result<String, Fatal> {
    let header = Header::new(ALGORITHM, &signer.id, TYPE);
    let signed = jws::to_sign(&header, claims).ok_or(Fatal::Broken("claims can be written"))?;
    let signature = signer.key.sign(signed.as_bytes()).await?;
    Ok(jws::with_signature(&signed, &signature))
}

/// Takes a result apart and finds its key's id.
///
/// # Errors
/// `malformed` where it is no result.
pub fn open(text: &str) -> Result<(Unchecked<SealedClaims>, String), VerifyReason> {
    let result: Unchecked<SealedClaims> = jws::parse(text).ok_or(VerifyReason::Malformed)?;
    let Header { alg, typ, kid, .. } = result.header.clone();
    if alg != ALGORITHM || typ.as_deref() != Some(TYPE) {
        return Err(VerifyReason::Malformed);
    }
    kid.map(|kid| (result, kid)).ok_or(VerifyReason::Malformed)
}

/// Whether claims, whose signature is right, hold for a tenant at a time.
///
/// # Errors
/// Why not.
pub fn check(claims: &SealedClaims, tenant: &str, now: Timestamp) -> Result<(), VerifyReason> {
    if claims.aud != tenant {
        return Err(VerifyReason::WrongTenant);
    }
    if claims.exp <= now.seconds() {
        return Err(VerifyReason::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use edgeprint_signals::RiskLevel;

    const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

    fn claims() -> SealedClaims {
        SealedClaims {
            iss: "edgeprint".into(),
            aud: "t_1".into(),
            sub: Some("dv_1".into()),
            jti: "req_1".into(),
            iat: NOW.seconds(),
            exp: NOW.seconds() + 300,
            domain_id: "d_1".into(),
            origin: None,
            score: 0,
            risk_level: RiskLevel::Minimal,
            confidence: 0.5,
            flags: vec![],
            identity: None,
            action: None,
            linked_id: None,
        }
    }

    fn text(alg: &str, typ: &str) -> String {
        let signed = jws::to_sign(&Header::new(alg, "sig_1", typ), &claims()).unwrap();
        jws::with_signature(&signed, &[0; 64])
    }

    #[test]
    fn a_result_is_opened_and_says_what_it_said() {
        let (result, kid) = open(&text("ES256", TYPE)).unwrap();
        assert_eq!((result.claims, kid.as_str()), (claims(), "sig_1"));
    }

    #[test]
    fn another_algorithm_or_type_is_no_result() {
        for (alg, typ) in [("none", TYPE), ("HS256", TYPE), ("ES256", "JWT")] {
            assert_eq!(open(&text(alg, typ)).err(), Some(VerifyReason::Malformed), "{alg} {typ}");
        }
    }

    #[test]
    fn a_result_holds_for_its_tenant_until_its_end() {
        assert_eq!(check(&claims(), "t_1", NOW), Ok(()));
        assert_eq!(check(&claims(), "t_1", NOW.plus_seconds(299)), Ok(()));
        assert_eq!(check(&claims(), "t_1", NOW.plus_seconds(300)), Err(VerifyReason::Expired));
        assert_eq!(check(&claims(), "t_2", NOW), Err(VerifyReason::WrongTenant));
    }
}
