-- What ended is dropped by its state and when it ended: delivered messages are
-- kept for a week, dead ones for a month, which were all looked at each time.
DROP INDEX webhook_deliveries_ended;
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (state, ended_at) WHERE ended_at IS NOT NULL;
