import { isKmsOutage, mayCallKms, type Operation, operationsThat, showsData, showsVersion } from '../model/index.ts';
import { isKms } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { throttlingInvariant } from './throttling/invariant.ts';
import { answeredText, stepName, stepText } from './wording.ts';

/**
 * Over the KMS quota only those who have to ask KMS are turned away, with 503 SlowDown: requests without a bucket key
 * and cold ones. Whoever is served from a bucket key, and everybody whose object is not under a KMS key, goes on
 * undisturbed. So it is while KMS cannot be reached, though what is answered then is open (U-32).
 */
export const throttling: Property = {
  id: 'throttling',
  title: 'Over the KMS quota only cold or per-object requests get 503 SlowDown.',
  requirements: ['F-131', 'F-132', 'F-127', 'E-11', 'U-19', 'U-32', 'SC-17'],
  formula:
    '□ (503 SlowDown ⇔ a KMS call of the request was throttled);  □ (throttled ∨ unreachable → no KMS call succeeds)',
  needs: 'kms-calls',
  events: operationsThat(isConcerned),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, kmsCalls } = ledger.sides(seen);
        if (!isConcerned(operation)) return 'idle';
        const { status } = seen.observation;
        if (kmsCalls === undefined) return judgeUnseen(ledger, seen);
        if (kmsCalls.some(({ result }) => isKmsOutage(result))) return 'exercised';
        if (ledger.mayLoseAnswers && kmsCalls.length > 0 && (status === 500 || status === 503)) return 'exercised';
        if (ledger.unreachable === 'answers' && kmsCalls.length > 0)
          return {
            violation: `${stepText(seen)} and was answered ${answeredText(seen)}, but no answer of KMS reached S3`,
            requirements: ['U-32'],
            parts: [{ part: 'status', expected: '500 or 503', observed: `${status}` }],
          };
        const isThrottled = kmsCalls.some((call) => call.result === 'ThrottlingException');
        const isRemembered = !isThrottled && ledger.profile.remembersRefusal.includes(true);
        // A call that never reached KMS may have been seen by nobody but S3.
        if (status === 503 && !isThrottled && (ledger.mayBeUnreachable || ledger.profile.transientErrors))
          return 'idle';
        if (isThrottled !== (status === 503) && !isRemembered) {
          const what = isThrottled
            ? 'KMS throttled it, which S3 passes on as 503 SlowDown'
            : 'no KMS call of it was throttled';
          return {
            violation: `${stepText(seen)} and was answered ${answeredText(seen)}, but ${what}`,
            requirements: isThrottled ? ['F-131', 'E-11'] : ['F-132', 'E-11'],
            parts: [{ part: 'status', expected: isThrottled ? '503' : 'not 503', observed: `${status}` }],
          };
        }
        if (isThrottled) return 'exercised';
        if (!ledger.throttled && !ledger.unreachable) return 'idle';
        const carriedOut = kmsCalls.find((call) => call.result === 'ok');
        if (carriedOut !== undefined)
          return {
            violation:
              `${stepText(seen)} and KMS carried out ${carriedOut.operation}, but it ` +
              (ledger.unreachable
                ? 'cannot be reached'
                : `refuses everything since ${stepName(ledger.throttledStep)} throttled it`),
            requirements: ledger.unreachable ? ['U-32'] : ['F-131'],
          };
        if (status >= 400) return 'held';
        const { read, write } = ledger.sides(seen);
        return read?.bucketKey === true || write?.bucketKey === true ? 'exercised' : 'held';
      },
    };
  },
  invariant: throttlingInvariant,
};

/** Requests that may call KMS, and those that show an object without a call. */
function isConcerned(operation: Operation): boolean {
  return operation.by === 'requester' && (mayCallKms(operation) || showsVersion(operation));
}

/** Where nobody sees KMS, only what never asks it can be judged. */
function judgeUnseen(ledger: Ledger, seen: ObservedStep): Judgement {
  if (seen.observation.status !== 503) return 'idle';
  const { operation, read } = ledger.sides(seen);
  const isFree =
    !mayCallKms(operation, ledger.profile, seen.step.event) || (showsData(operation) && isKms(read?.sse) === false);
  return isFree
    ? {
        violation: `${stepText(seen)} and was answered ${answeredText(seen)}, but it needs no KMS call`,
        requirements: ['F-132'],
      }
    : 'idle';
}
