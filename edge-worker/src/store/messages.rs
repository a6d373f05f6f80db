//! Messages to webhooks, before they are written.

use edgeprint_signals::wire::WebhookEvent;
use serde::{Deserialize, Serialize};

use super::d1::{Failed, to_json};
use super::webhooks::WebhookRecord;
use crate::error::Fatal;
use crate::ids::{DeliveryId, DomainId, WebhookId};

/// A webhook as far as writing messages to it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Which one.
    pub id: WebhookId,
    /// What it wants to hear of.
    pub events: Vec<WebhookEvent>,
}

/// The messages of one event, one for each webhook that wants to hear of it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Messages(Vec<Message>);

#[derive(Clone, Debug, Serialize)]
struct Message {
    id: DeliveryId,
    webhook: WebhookId,
    /// The site whose events it is about, where that is still to be found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<DomainId>,
}

impl Messages {
    /// Messages for those of `hooks` that want to hear of `event`.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of(event: WebhookEvent, hooks: &[Hook]) -> Result<Self, Fatal> {
        let wanting = hooks.iter().filter(|hook| hook.events.contains(&event));
        Self::to(wanting.map(|hook| (&hook.id, None)))
    }

    /// Messages that a device was erased, to be written for those webhooks
    /// whose site it was last seen on.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of_erasure(webhooks: &[WebhookRecord]) -> Result<Self, Fatal> {
        let event = WebhookEvent::DeviceErased;
        let wanting = webhooks.iter().filter(|hook| hook.events.contains(&event));
        Self::to(wanting.map(|hook| (&hook.id, Some(&hook.domain))))
    }

    fn to<'a>(
        receivers: impl Iterator<Item = (&'a WebhookId, Option<&'a DomainId>)>,
    ) -> Result<Self, Fatal> {
        let message = |(webhook, domain): (&WebhookId, Option<&DomainId>)| {
            let id = DeliveryId::mint()?;
            Ok(Message { id, webhook: webhook.clone(), domain: domain.cloned() })
        };
        receivers.map(message).collect::<Result<_, _>>().map(Self)
    }

    /// Their ids.
    pub fn ids(&self) -> impl Iterator<Item = DeliveryId> {
        self.0.iter().map(|message| message.id.clone())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn to_json(&self) -> Result<String, Failed> {
        to_json(self)
    }
}
