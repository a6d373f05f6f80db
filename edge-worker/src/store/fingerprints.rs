//! Which devices a submission could be from: one query for every candidate.

use serde::Deserialize;

use super::d1::{Store, params};
use super::devices::kept;
use crate::error::Fatal;
use crate::identity::{Candidates, DeviceIndex, Question};
use crate::ids::DeviceId;

const CANDIDATES: &str = concat!(
    "SELECT
        (SELECT d.id FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
            WHERE d.tenant_id = ?1 AND d.id = ?2 AND ",
    kept!("?4"),
    ") AS by_token,
        (SELECT d.id FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
            WHERE d.tenant_id = ?1 AND d.id = (SELECT device_id FROM fingerprints
                WHERE tenant_id = ?1 AND fingerprint = ?3) AND ",
    kept!("?4"),
    ") AS by_fingerprint,
        (SELECT device_id FROM fingerprints
            WHERE tenant_id = ?1 AND fingerprint = ?3) AS claimed_by"
);

#[derive(Deserialize)]
struct Row {
    by_token: Option<DeviceId>,
    by_fingerprint: Option<DeviceId>,
    claimed_by: Option<DeviceId>,
}

impl DeviceIndex for Store {
    async fn candidates(&self, question: &Question<'_>) -> Result<Candidates, Fatal> {
        let params = params![
            question.tenant.as_str(),
            question.remembered.map(DeviceId::as_str),
            question.fingerprint,
            question.at,
        ];
        let row: Option<Row> = self.row("candidates", CANDIDATES, params).await?;
        let row = row.ok_or(Fatal::Broken("a select without a table yields a row"))?;
        let gone = row.by_fingerprint.is_none();
        Ok(Candidates {
            by_token: row.by_token,
            by_fingerprint: row.by_fingerprint,
            outdated: row.claimed_by.filter(|_| gone),
        })
    }
}
