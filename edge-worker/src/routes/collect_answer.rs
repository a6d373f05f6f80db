//! What the page is told of its submission.

use edgeprint_signals::wire::{CollectAnswer, CollectRequest, SealedClaims};

use super::collect::Collected;
use crate::app::App;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::risk::Assessment;
use crate::sealed::{self, Signer};
use crate::store::{DeviceRecord, Terms};
use crate::tokens::{DeviceClaim, Keyring, Submission};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The answer about a device.
pub(super) fn identified(
    caller: &Caller,
    keyring: &Keyring,
    collected: &Collected,
    device: &DeviceRecord,
) -> Result<CollectAnswer, AppError> {
    let Collected { submission, terms, print, assessment, decision, .. } = collected;
    let assurance = decision.assurance_as(device.id());
    let claim = DeviceClaim::new(device.id().clone(), submission.tenant.id.clone(), assurance);
    Ok(CollectAnswer {
        fingerprint_id: Some(device.id().to_string()),
        fingerprint: Some(print.text.clone()),
        identity: Some(device.identity()),
        next_submit_in: f64::from(submission.every) / SECONDS_PER_DAY,
        device_token: Some(keyring.sign_device(claim, caller.at())?),
        ..nameless(caller, terms, assessment.clone())
    })
}

/// What was found, and nobody's name.
pub(super) fn nameless(caller: &Caller, terms: &Terms, found: Assessment) -> CollectAnswer {
    let assessment = shown(terms, found);
    CollectAnswer {
        ok: true,
        request_id: caller.request_id().to_string(),
        fingerprint_id: None,
        fingerprint: None,
        score: assessment.score,
        risk_level: assessment.level,
        confidence: assessment.confidence,
        flags: assessment.flags(),
        reasons: assessment.reasons,
        identity: None,
        next_submit_in: 0.0,
        device_token: None,
        sealed: String::new(),
    }
}

/// The answer with its sealed result, which says what the answer says.
pub(super) async fn sealed(
    app: &App,
    caller: &Caller,
    signer: &Signer,
    submission: &Submission,
    request: &CollectRequest,
    answer: CollectAnswer,
) -> Result<CollectAnswer, Fatal> {
    let claims = SealedClaims {
        iss: app.config().issuer(),
        aud: submission.tenant.id.to_string(),
        sub: answer.fingerprint_id.clone(),
        jti: answer.request_id.clone(),
        iat: caller.at().seconds(),
        exp: caller.at().plus_seconds(sealed::SECONDS).seconds(),
        domain_id: submission.site.to_string(),
        origin: submission.origin.clone(),
        score: answer.score,
        risk_level: answer.risk_level,
        confidence: answer.confidence,
        flags: answer.flags.clone(),
        identity: answer.identity,
        action: request.action.clone(),
        linked_id: request.linked_id.clone(),
    };
    Ok(CollectAnswer { sealed: sealed::seal(signer, &claims).await?, ..answer })
}

/// What the page is told: in shadow mode, that nothing was found.
fn shown(terms: &Terms, assessment: Assessment) -> Assessment {
    if terms.shadow_mode { Assessment::nothing() } else { assessment }
}
