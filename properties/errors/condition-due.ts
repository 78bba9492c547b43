import { type Conditions, CURRENT_ETAG, type Event, type Profile } from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import type { Version } from '../ledger/object-record.ts';
import { isKms, mayDecryptFor, type Sides } from '../ledger/sides.ts';
import { type Due, OK, READ_UNMET, UNMODIFIED, WRITE_UNMET } from './due.ts';

/**
 * The answer that is due to the conditions of a read (F-181): {@link OK} where they are met, undefined where that
 * cannot be told, or KMS may refuse before it is seen (U-34).
 */
export function readConditionDue(
  profile: Profile,
  event: Event,
  { ifMatch, ifNoneMatch }: Conditions,
  { operation }: Sides,
  version: Version,
): Due | undefined {
  const matched = ifMatch === undefined ? true : isEtagOf(version, ifMatch);
  const known = ifNoneMatch === undefined ? false : isEtagOf(version, ifNoneMatch);
  if (matched === undefined || (matched && known === undefined)) return undefined;
  if (matched && known !== true) return OK;
  const mayAsk = isKms(version.sse) !== false && mayDecryptFor(event, operation, profile);
  if (mayAsk && profile.conditionCalls.some((calls) => calls !== 'none')) return undefined;
  return matched ? UNMODIFIED : READ_UNMET;
}

/**
 * The answer that is due to the condition of a write that does not go to KMS: nothing was to be there, and something
 * is, or it has another ETag (F-36). Undefined where it is met, or that cannot be told.
 */
export function writeConditionDue(
  { ifMatch, ifNoneMatch }: Conditions,
  bucket: BucketRecord,
  key: string,
): Due | undefined {
  const version = bucket.versionOf(key);
  if (bucket.presenceOf(key) !== 'present' || version === undefined) return undefined;
  if (ifMatch === undefined) return ifNoneMatch === '*' ? WRITE_UNMET : undefined;
  return ifNoneMatch === undefined && isEtagOf(version, ifMatch) === false ? WRITE_UNMET : undefined;
}

/** Whether a version has an ETag; undefined where nobody has seen what it has. */
function isEtagOf({ etag }: Version, named: string): boolean | undefined {
  if (named === '*' || named === CURRENT_ETAG) return true;
  return etag === undefined ? undefined : etag === named;
}
