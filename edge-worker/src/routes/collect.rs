//! `POST /v1/collect`: one full submission.
//!
//! 1. The body is read up to its cap and parsed (413, 400).
//! 2. The token's signature and age are checked (401).
//! 3. The request is counted for tenant and address (429): tries from foreign origins too.
//! 4. The page's origin must be the token's (403).
//! 5. The readings must be such as a collector sends (422), and the site such
//!    as takes them from this visitor (403).
//! 6. The fingerprint is computed; what the page computed is not even asked for.
//! 7. The device is decided on: token, exact, linked, or new.
//! 8. Risk is assessed from readings, headers, network and the token's story, by
//!    the site's rules.
//! 9. One transaction spends the token and stores everything (409, 429, 503). If
//!    a submission that this is a copy of came in between, 8 is done again.
//! 10. The device is put where backends look first, and the page gets its answer.
//!
//! A reduced submission is judged and identifies nobody: in place of 7, 9 and 10
//! its token is spent (409, 429, 503), and nothing else of it is kept.

use std::cell::OnceCell;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edgeprint_signals::wire::CollectRequest;
use edgeprint_signals::{ErrorCode, Fingerprint, Value};

use super::collect_answer::{identified, nameless, sealed};
use super::collect_record::{Outbox, remember, spend, store};
use super::submission_check;
use crate::app::App;
use crate::auth::reduces;
use crate::automation::word_of;
use crate::body::Json;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::evidence::{Agent, Evidence, Family, INPUT, Traffic, pace};
use crate::identity::{self, Decision, Question, Remembered};
use crate::ids::{self, DeviceId};
use crate::risk::{self, Assessment};
use crate::sealed::load_signer;
use crate::store::{CachedTerms, Terms, Until};
use crate::tokens::{DeviceClaim, Keyring, Refused, Submission};
use crate::webhooks::Outgoing;

/// Takes a submission; see the steps above.
#[worker::send]
pub async fn submit(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<CollectRequest>, // 1
) -> Result<Response, AppError> {
    let keyring = app.config().keyring()?;
    let submission = admit(&app, &caller, &keyring, &request.token).await?; // 2, 3, 4
    submission_check::check(&request)?; // 5
    let terms = terms(&app, &caller, &submission).await?;
    let reduced = reduces(terms.reduced_mode, terms.gpc_policy, caller.asks_for_privacy())?;
    let automation = &terms.automation;
    let agent = word_of(app.config(), caller.word(), automation, caller.at()).await;
    let evidence = evidence_of(&caller, &request, &agent);
    if reduced || request.reduced == Some(true) {
        let assessment = risk::assess_by(&evidence, &terms.policy);
        let signer = load_signer(&app, caller.at()).await?;
        spend(&app, &caller, &submission, &terms).await?;
        let answer = nameless(&caller, &terms, assessment);
        return Ok(Json(sealed(&app, &caller, &signer, &submission, &request, answer).await?)
            .into_response());
    }
    let print = Print::of(&request); // 6
    let remembered = request.device_token.as_deref();
    let remembered = remembered.and_then(|token| keyring.read_device(token, &submission.tenant.id));
    let browser = evidence.user_agent().family;
    let address_hash = caller.address().hash(&keyring);
    let network_hash = caller.address().network_hash(&keyring);
    let sender = Sender {
        app: &app,
        caller: &caller,
        address: address_hash.as_deref(),
        network: network_hash.as_deref(),
        submission: &submission,
    };
    let decision = decide(&sender, &evidence, &print, remembered).await?; // 7
    let assessment = judge(&caller, &request, &decision, &terms, &agent); // 8
    let signer = load_signer(&app, caller.at()).await?;
    let messages = Outbox::of(&terms)?;
    let mut collected = Collected {
        submission,
        terms,
        print,
        browser,
        address_hash,
        network_hash,
        assessment,
        decision,
        request,
        agent,
    };
    let mut stored = store(&app, &caller, &collected, &messages).await?; // 9
    if stored.is_none() {
        collected.is_copy(&caller);
        stored = store(&app, &caller, &collected, &messages).await?;
    }
    let device = stored.ok_or(Fatal::Broken("a known copy is stored"))?;
    remember(&app, &collected, &device).await; // 10
    let answer = identified(&caller, &keyring, &collected, &device)?;
    let Collected { submission, request, .. } = collected;
    let answer = sealed(&app, &caller, &signer, &submission, &request, answer).await?;
    let outgoing = Outgoing { tenant: submission.tenant, ids: messages.ids() };
    Ok((Extension(outgoing), Json(answer)).into_response())
}

/// What a submission came to.
pub(super) struct Collected {
    pub submission: Submission,
    pub terms: Terms,
    pub print: Print,
    pub browser: Family,
    pub address_hash: Option<String>,
    pub network_hash: Option<String>,
    pub assessment: Assessment,
    pub decision: Decision,
    pub request: CollectRequest,
    pub agent: Agent,
}

impl Collected {
    /// What it is a copy of came while it was judged: it is judged again.
    fn is_copy(&mut self, caller: &Caller) {
        self.decision.copied = true;
        self.assessment = judge(caller, &self.request, &self.decision, &self.terms, &self.agent);
    }
}

fn evidence_of<'a>(
    caller: &'a Caller,
    request: &'a CollectRequest,
    agent: &'a Agent,
) -> Evidence<'a> {
    Evidence {
        components: &request.components,
        headers: caller.headers(),
        connection: caller.connection(),
        token_moved: false,
        copied: false,
        traffic: Traffic::default(),
        input: input_of(request),
        agent,
        claims: OnceCell::new(),
    }
}

/// What the page saw of input, where it watched.
fn input_of(request: &CollectRequest) -> Option<&Value> {
    request.custom.as_ref()?.get(INPUT)?.reliable()
}

fn judge(
    caller: &Caller,
    request: &CollectRequest,
    decision: &Decision,
    terms: &Terms,
    agent: &Agent,
) -> Assessment {
    let Decision { token_moved, copied, traffic, .. } = *decision;
    let evidence = Evidence { token_moved, copied, traffic, ..evidence_of(caller, request, agent) };
    risk::assess_by(&evidence, &terms.policy)
}

/// The fingerprint, how many signals it covers, and how long reading them took.
pub(super) struct Print {
    pub text: String,
    pub coverage: usize,
    pub pace: Option<String>,
}

impl Print {
    fn of(request: &CollectRequest) -> Self {
        let components = &request.components;
        let text = Fingerprint::of(components).to_string();
        Self { text, coverage: Fingerprint::coverage(components), pace: pace(components) }
    }
}

async fn admit(
    app: &App,
    caller: &Caller,
    keyring: &Keyring,
    token: &str,
) -> Result<Submission, AppError> {
    let limits = app.config().limits();
    let submission = match keyring.read_submission(token, caller.at()) {
        Ok(submission) => submission,
        Err(refused) => {
            limits.global(caller.address()).await?;
            return Err(match refused {
                Refused::Invalid => ErrorCode::TokenInvalid.into(),
                Refused::Expired => ErrorCode::TokenExpired.into(),
            });
        }
    };
    limits.tenant(&submission.tenant.id, caller.address()).await?;
    if caller.origin().as_deref() != submission.origin.as_deref() {
        return Err(ErrorCode::OriginNotAllowed.into());
    }
    Ok(submission)
}

/// Who sent what is decided on.
struct Sender<'a> {
    app: &'a App,
    caller: &'a Caller,
    /// The hash of where it came from.
    address: Option<&'a str>,
    /// The hash of the network that is in.
    network: Option<&'a str>,
    submission: &'a Submission,
}

async fn decide(
    sender: &Sender<'_>,
    evidence: &Evidence<'_>,
    print: &Print,
    remembered: Option<DeviceClaim>,
) -> Result<Decision, Fatal> {
    let Sender { app, caller, address, network, submission } = *sender;
    let remembered =
        remembered.map(|claim| Remembered { assurance: claim.assurance(), device: claim.device });
    let prefix = caller.address().prefix();
    let question = Question {
        tenant: &submission.tenant.id,
        remembered: remembered.as_ref(),
        fingerprint: &print.text,
        coverage: print.coverage,
        looks: &identity::looks(evidence, prefix.as_deref()),
        pace: print.pace.as_deref(),
        network,
        country: caller.connection().country.as_deref(),
        address,
        at: caller.at(),
    };
    let store = app.config().store_of(&submission.tenant)?;
    identity::identify(&store, &question, DeviceId::mint()?, ids::random_share()?).await
}

/// The site's settings, which may be as old as a decision on its key may be.
async fn terms(app: &App, caller: &Caller, submission: &Submission) -> Result<Terms, AppError> {
    let seconds = app.config().auth_cache_seconds();
    let cache = app.config().cache().filter(|_| seconds > 0);
    if let Some(cache) = &cache
        && let Some(kept) = cache.get::<CachedTerms>(&submission.site).await
        && caller.at() < kept.until
    {
        return Ok(kept.value.ok_or(ErrorCode::SiteKeyInvalid)?);
    }
    let value = app.config().directory()?.terms(&submission.site).await?;
    if let Some(cache) = cache {
        let entry = Until { until: caller.at().plus_seconds(seconds), value: value.clone() };
        cache.put::<CachedTerms>(&submission.site, &entry, seconds).await;
    }
    Ok(value.ok_or(ErrorCode::SiteKeyInvalid)?)
}
