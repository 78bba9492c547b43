import { asksForPart, operationsThat, showsVersion } from '../model/index.ts';
import { atomicWritesInvariant } from './atomic-writes/invariant.ts';
import { firstDifference } from './config-is-not-retroactive.ts';
import type { FailedWrite, ObjectName } from './ledger/object-record.ts';
import type { Property } from './property.ts';
import { answeredText, seconds, stepText, succeeded } from './wording.ts';

/**
 * A write that fails, for want of a KMS key for instance, leaves no trace: the version that was there before is still
 * there, whole and under its own encryption, and where there was none there is none.
 */
export const atomicWrites: Property = {
  id: 'atomic-writes',
  title: 'A failed write leaves the previous version as it was.',
  requirements: ['F-160', 'E-01', 'E-05', 'E-06', 'E-07', 'E-11'],
  formula: '□ (write(key) fails → current(key) = current(key) before)',
  needs: 'answers',
  ofDirectories: 'too',
  events: operationsThat(showsVersion),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { event } = seen.step;
        const { operation, object } = ledger.sides(seen);
        if (!('key' in event) || !showsVersion(operation)) return 'idle';
        if (object === undefined || object.failedWrite === undefined || object.presence === 'unknown') return 'idle';
        const { version, failedWrite } = object;
        if (version === undefined) {
          if (succeeded(seen))
            return {
              violation:
                `${stepText(seen)}, but there was no such object, ` +
                `and ${since(event, failedWrite)} none was written`,
              requirements: FAILED,
            };
          return seen.observation.status === 404 ? 'exercised' : 'idle';
        }
        if (!succeeded(seen)) {
          if (seen.observation.status !== 404) return 'idle';
          return {
            violation:
              `${stepText(seen)} and was answered ${answeredText(seen)}, but the version of ` +
              `${seconds(version.atMs)} must ` +
              `still be there: ${since(event, failedWrite)} nothing was written`,
            requirements: FAILED,
          };
        }
        const { contentMd5 } = seen.observation;
        const isWhole = typeof contentMd5 === 'string' && !asksForPart(event);
        const isOther = isWhole && version.md5 !== undefined && contentMd5 !== version.md5;
        const wrong = isOther
          ? `its content had the MD5 ${version.md5} and now has ${contentMd5}`
          : firstDifference(version, seen)?.violation;
        if (wrong !== undefined)
          return {
            violation: `${stepText(seen)}, written at ${seconds(version.atMs)}; ${since(event, failedWrite)}, ${wrong}`,
            requirements: FAILED,
          };
        return 'exercised';
      },
    };
  },
  invariant: atomicWritesInvariant,
};

/** Only an answer of 500 or 503 leaves open whether a write has happened. */
const FAILED = ['F-160'];

/** Since which attempt to write an object, for people. */
function since({ bucket, key }: ObjectName, { atMs, by, from }: FailedWrite): string {
  const source = from === undefined ? undefined : `${from.bucket}/${from.key}`;
  if (by === null) return `since the replication of ${source} and failed`;
  const tried = source === undefined ? `write ${bucket}/${key}` : `copy ${source} to ${bucket}/${key}`;
  return `since ${by} tried to ${tried} at ${seconds(atMs)} and failed`;
}
