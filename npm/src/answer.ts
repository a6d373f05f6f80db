/** The part of an answer that is kept, and the check that it is one: storage and proxies can hold anything. */

import type { CollectAnswer, RiskLevel } from './generated/vocabulary.js';

/** The members that say whose the assessment is: null in the answer to a reduced submission. */
type Naming = Pick<CollectAnswer, 'fingerprintId' | 'fingerprint' | 'identity'>;

export type Assessment = Omit<CollectAnswer, 'ok' | 'nextSubmitIn' | 'deviceToken' | 'sealed' | keyof Naming> & {
  [Name in keyof Naming]: NonNullable<Naming[Name]>;
};

/** A record, so that a level which is added on the other side is missed here. */
const LEVELS: Record<RiskLevel, true> = { minimal: true, low: true, medium: true, high: true, critical: true };

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isNumber = (value: unknown, max: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= max;

const isListOf = (value: unknown, check: (item: unknown) => boolean) => Array.isArray(value) && value.every(check);

/** The members of anything, so that they can be looked at without a throw. */
export const membersOf = (value: unknown): Record<string, unknown> => Object(value);

function isReason(value: unknown): boolean {
  const { flag, category, weight, reason } = membersOf(value);
  return isText(flag) && isText(category) && isNumber(weight, 100) && isText(reason);
}

function isIdentity(value: unknown): boolean {
  const { method, confidence } = membersOf(value);
  return isText(method) && isNumber(confidence, 1);
}

/**
 * Picks the assessment out of an answer or a stored entry; undefined unless every member is of its type.
 * `reduced`: whose it is does not matter, and is not looked at.
 */
export function readAssessment(from: unknown, reduced?: boolean): Assessment | undefined {
  const { fingerprintId, fingerprint, score, risk_level, confidence, flags, reasons, identity, requestId } =
    membersOf(from);
  const valid =
    (reduced || (isText(fingerprintId) && isText(fingerprint) && isIdentity(identity))) &&
    isText(requestId) &&
    isNumber(score, 100) &&
    isNumber(confidence, 1) &&
    Object.keys(LEVELS).includes(risk_level as string) &&
    isListOf(flags, isText) &&
    isListOf(reasons, isReason);
  return valid
    ? ({ fingerprintId, fingerprint, score, risk_level, confidence, flags, reasons, identity, requestId } as Assessment)
    : undefined;
}
