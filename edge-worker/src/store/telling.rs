//! Statements that write messages to webhooks, beside the data that they tell
//! of: both are stored or neither.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{WebhookData, WebhookEvent};
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, to_json};
use super::devices::current_device;
use super::messages::Messages;
use super::submissions::{SubmissionRecord, decided_device};
use crate::clock::Timestamp;
use crate::ids::{DeviceId, TenantId};

impl Store {
    /// Tells that a submission was stored; goes after the device's row.
    pub(super) fn telling_submission(
        &self,
        new: &SubmissionRecord<'_>,
        spare: &DeviceId,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        let messages = new.created;
        if messages.is_empty() {
            return Ok(None);
        }
        let data = to_json(&WebhookData {
            request_id: Some(new.id.to_string()),
            flags: Some(new.reasons.iter().map(|reason| reason.flag.clone()).collect()),
            ..about(new)
        })?;
        let statement = self.statement(
            concat!(
                "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, device_id, data,
                    created_at, state, attempts, next_try_at)
                SELECT d.tenant_id, json_extract(m.value, '$.id'),
                    json_extract(m.value, '$.webhook'), ?5, d.id,
                    json_set(?6, '$.deviceId', d.id), ?4, 'pending', 0, ?4
                FROM devices d, json_each(?7) m WHERE d.tenant_id = ?1 AND d.id = ",
                decided_device!("?8")
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
                new.at,
                WebhookEvent::SubmissionCreated.name(),
                data.as_str(),
                messages.to_json()?.as_str(),
                spare.as_str(),
            ],
        )?;
        Ok(Some(statement))
    }

    /// Tells that a device's level changes; goes before the device's row does.
    pub(super) fn telling_change(
        &self,
        new: &SubmissionRecord<'_>,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        let messages = new.changed;
        if messages.is_empty() {
            return Ok(None);
        }
        let data = to_json(&WebhookData { request_id: Some(new.id.to_string()), ..about(new) })?;
        let level = RiskLevel::of_score(new.score);
        let above = RiskLevel::ALL.iter().map(|level| level.floor()).find(|f| *f > new.score);
        let statement = self.statement(
            concat!(
                "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, device_id, data,
                    created_at, state, attempts, next_try_at)
                SELECT d.tenant_id, json_extract(m.value, '$.id'),
                    json_extract(m.value, '$.webhook'), ?5, d.id,
                    json_set(?6, '$.deviceId', d.id, '$.previousScore', d.score),
                    ?4, 'pending', 0, ?4
                FROM devices d, json_each(?7) m
                WHERE d.tenant_id = ?1 AND (d.score < ?8 OR d.score >= ?9) AND d.id = ",
                decided_device!("NULL")
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
                new.at,
                WebhookEvent::DeviceRiskChanged.name(),
                data.as_str(),
                messages.to_json()?.as_str(),
                u32::from(level.floor()),
                u32::from(above.unwrap_or(u8::MAX)),
            ],
        )?;
        Ok(Some(statement))
    }

    /// Tells that a device is erased; goes before its row does. The message
    /// names it, and no column does: erasing what is held on it leaves the message.
    pub(super) fn telling_erasure(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        messages: &Messages,
        now: Timestamp,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        if messages.is_empty() {
            return Ok(None);
        }
        let statement = self.statement(
            "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, data, created_at,
                state, attempts, next_try_at)
            SELECT d.tenant_id, json_extract(m.value, '$.id'), json_extract(m.value, '$.webhook'),
                ?3, json_object('deviceId', d.id, 'domainId', d.domain_id), ?4, 'pending', 0, ?4
            FROM devices d, json_each(?5) m
            WHERE d.tenant_id = ?1 AND d.id = ?2
                AND json_extract(m.value, '$.domain') = d.domain_id",
            params![
                tenant.as_str(),
                device.as_str(),
                WebhookEvent::DeviceErased.name(),
                now,
                messages.to_json()?.as_str(),
            ],
        )?;
        Ok(Some(statement))
    }
}

fn about(new: &SubmissionRecord<'_>) -> WebhookData {
    WebhookData {
        domain_id: new.domain.to_string(),
        score: Some(new.score),
        risk_level: Some(RiskLevel::of_score(new.score)),
        ..WebhookData::default()
    }
}
