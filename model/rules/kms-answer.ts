import { type BucketKeyState, bucketKey } from '../charts/bucket-key.ts';
import { type KmsKeyState, kmsKey } from '../charts/kms-key.ts';
import type { Profile } from '../openness/profile.ts';
import { visible } from '../records/lagging.ts';
import { UNKNOWN_KEY_POLICY } from '../records/past.ts';
import { type BucketKey, type KeyControl, type KmsKey, lastingControl } from '../records/records.ts';
import type { KmsResult } from '../vocabulary/kms-call.ts';
import type { KeyPolicyStatement } from '../vocabulary/policy.ts';
import { bucketKeyStateAt } from './bucket-key-lifetime.ts';
import { type GrantQuestion, grantedBy } from './grants.ts';
import { keyAllows } from './policy.ts';

/** One question to KMS. */
export interface KmsQuestion extends GrantQuestion {
  readonly throttled: boolean;
  /** Where several refusals apply, any of them may be given, not only the first in KMS's order (U-20). */
  readonly anyRefusal: boolean;
  /** How a key pending deletion may refuse (F-115). */
  readonly pendingDeletion: readonly ('KMSInvalidStateException' | 'DisabledException')[];
}

/**
 * Control state of a key at a time: a waiting period that is over has ended in deletion (F-121), and material that has
 * expired is gone (F-211).
 */
export function keyStateAt(control: KeyControl, nowMs: number): KeyControl['state'] {
  if (nowMs >= control.deletedAtMs) return kmsKey.on.WaitingPeriodEnds.after(control.state);
  const { materialEndsMs } = control;
  const hasExpired = nowMs >= materialEndsMs && materialEndsMs !== Number.NEGATIVE_INFINITY;
  return hasExpired ? kmsKey.on.MaterialEnds.after(control.state) : control.state;
}

/**
 * Whether a key was made so short a time ago that it may not be seen yet (F-215). What KMS knew of it before is what it
 * knows of one that is deleted: nothing.
 */
export function mayBeUnseen({ control: { earlier } }: KmsKey, nowMs: number): boolean {
  return earlier.some(({ value, untilMs }) => isUnmade(value) && nowMs < untilMs);
}

/** Whether a control state is that of before a key was made: a key that is deleted has none later. */
export function isUnmade({ state, oneOf }: KeyControl): boolean {
  return state === 'deleted' && oneOf === undefined;
}

/** State by now of a bucket key as it is stored: without its KMS key it is lost (F-107, F-121). */
export function storedStateAt(
  key: Pick<BucketKey, 'state' | 'createdAtMs' | 'uses'>,
  under: KmsKey | undefined,
  nowMs: number,
  profile: Profile,
): BucketKeyState {
  const state = bucketKeyStateAt(key, nowMs, profile);
  const isGone = under !== undefined && keyStateAt(under.control.current, nowMs) === 'deleted';
  return isGone ? bucketKey.on.KmsKeyDeleted.after(state) : state;
}

/**
 * Every answer KMS may give: one, unless an earlier state or policy may still be seen (F-122) or several refusals
 * apply.
 */
export function kmsAnswers(key: KmsKey | undefined, question: KmsQuestion): readonly KmsResult[] {
  if (key === undefined) return pickFrom(question, ['NotFoundException']);
  const isKnown = key.control.current.oneOf === undefined && key.policy.current !== UNKNOWN_KEY_POLICY;
  const isSettled = key.control.earlier.length === 0 && key.policy.earlier.length === 0;
  const isPlain = key.grants.length === 0 && key.isOfPast !== true;
  if (isKnown && isSettled && isPlain && question.pendingDeletion.length === 1) {
    return pickFrom(question, refusals(key, key.control.current, key.policy.current, false, question, 0));
  }
  // No earlier setting outlives the key: its material is gone (F-121).
  if (keyStateAt(key.control.current, question.nowMs) === 'deleted') return pickFrom(question, ['NotFoundException']);
  const answers = new Set<KmsResult>();
  const granted = grantedBy(key, question);
  for (const control of visible(key.control, question.nowMs).flatMap(possibleControls)) {
    for (const policy of visible(key.policy, question.nowMs).flatMap(possiblePolicies)) {
      for (const isGranted of granted) {
        for (const pending of question.pendingDeletion.keys()) {
          const refused = refusals(key, control, policy, isGranted, question, pending);
          for (const answer of pickFrom(question, refused)) answers.add(answer);
        }
      }
    }
  }
  // Of what kind a key is that was there before the trace no step has shown.
  if (key.control.current.oneOf !== undefined) answers.add('InvalidKeyUsageException');
  return [...answers];
}

/** The control states that a key may be in, where the trace begins in the middle and does not tell. */
export function possibleControls(control: KeyControl): readonly KeyControl[] {
  if (control.oneOf === undefined) return [control];
  return control.oneOf.map(lastingControl);
}

const ALLOWS_ALL: readonly KeyPolicyStatement[] = [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }];
const EITHER_POLICY: readonly (readonly KeyPolicyStatement[])[] = [ALLOWS_ALL, []];

/** Key policies that answer all that a policy may, where the trace begins in the middle and does not tell. */
export function possiblePolicies(policy: readonly KeyPolicyStatement[]): readonly (readonly KeyPolicyStatement[])[] {
  return policy === UNKNOWN_KEY_POLICY ? EITHER_POLICY : [policy];
}

const OK: readonly KmsResult[] = ['ok'];

function pickFrom(question: KmsQuestion, refused: readonly KmsResult[]): readonly KmsResult[] {
  const all: readonly KmsResult[] = question.throttled ? ['ThrottlingException', ...refused] : refused;
  if (all.length === 0) return OK;
  return question.anyRefusal ? all : all.slice(0, 1);
}

const NO_REFUSAL: readonly KmsResult[] = [];
/** The key is for something else than encryption (E-10). */
const WRONG_USAGE: readonly KmsResult[] = ['InvalidKeyUsageException'];

/**
 * Why a key in this state under this policy refuses, in KMS's order; empty when it does not. `pending` says in which of
 * its ways a key pending deletion does.
 */
function refusals(
  key: KmsKey,
  control: KeyControl,
  policy: readonly KeyPolicyStatement[],
  isGranted: boolean,
  question: KmsQuestion,
  pending: number,
): readonly KmsResult[] {
  const state = keyStateAt(control, question.nowMs);
  if (state === 'deleted') return ['NotFoundException'];
  const allowed = keyAllows(policy, key, question.by, question.action, question, isGranted);
  const usable = !kmsKey.on.Use.refuses(state);
  const isOfOtherUse = key.isOfOtherUse === true;
  if (allowed && usable) return isOfOtherUse ? WRONG_USAGE : NO_REFUSAL;
  const refused: KmsResult[] = allowed ? [] : ['AccessDeniedException'];
  if (!usable) refused.push(unusableIn(state, question.pendingDeletion[pending]));
  return isOfOtherUse ? [...refused, ...WRONG_USAGE] : refused;
}

/** How a key in a state that lets nobody use it refuses; one pending deletion does so in this way (F-115). */
function unusableIn(state: KmsKeyState, pending: KmsResult | undefined): KmsResult {
  if (state === 'pendingImport') return 'KMSInvalidStateException';
  return (state === 'disabled' ? undefined : pending) ?? 'DisabledException';
}
