/** Wire types, by hand until they are generated from Rust. */

export type RiskLevel = 'minimal' | 'low' | 'medium' | 'high' | 'critical';
export interface Identity {
  method: 'token' | 'exact' | 'new';
  confidence: number;
}
export interface FlagReason {
  flag: string;
  category: string;
  weight: number;
  reason: string;
}
export interface Component {
  status: 'ok' | 'unsupported' | 'blocked' | 'failed' | 'timeout' | 'noisy' | 'tampered' | 'skipped';
  value?: unknown;
  reason?: string;
  ms: number;
}
export type WireErrorCode = 'token_expired' | 'token_spent' | 'device_not_found' | 'device_token_invalid';
