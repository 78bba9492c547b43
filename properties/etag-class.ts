import {
  asksForPart,
  assembles,
  customerKeySent,
  isMultipartEtag,
  isReplication,
  makesVersion,
  type Operation,
  showsVersion,
} from '../model/index.ts';
import { etagClassInvariant } from './etag-class/invariant.ts';
import { type EtagAlgorithm, etagsUnder } from './ledger/etags.ts';
import type { Version } from './ledger/object-record.ts';
import { RecentDigests } from './ledger/recent-digests.ts';
import { shownOf } from './ledger/shown-of.ts';
import type { Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { stepText, succeeded, valueText } from './wording.ts';

/**
 * An ETag is the MD5 of the content only for objects without encryption or under SSE-S3. Under a KMS key it has the
 * same look, 32 hex digits, but is not the MD5 and is fresh for every write, with or without a bucket key. Clients that
 * take it for a checksum report corruption where there is none. Fresh is what differs from the ETags that were shown of
 * late. What is made of the parts of an upload has the MD5 of their ETags, a hyphen and their number, whatever its
 * encryption. An update of the encryption keeps it, so that under a KMS key it may be the MD5 (F-85).
 */
export const etagClass: Property = {
  id: 'etag-class',
  title: 'The ETag is the MD5 of the content without a KMS key, and opaque and fresh with one.',
  requirements: ['F-80', 'F-81', 'F-82', 'F-83', 'F-84', 'F-85', 'F-86'],
  formula:
    '□ (sse ∈ {none, AES256} → etag = md5(content));  □ (sse ∈ KMS → etag ∈ hex³² ∧ etag ≠ md5(content) ∧ fresh at ' +
    'each write)',
  needs: 'answers',
  monitor({ ledger }) {
    const opaque = new RecentDigests();
    return {
      see(seen) {
        const { etag } = seen.observation;
        if (typeof etag !== 'string' || !succeeded(seen)) return 'idle';
        const sides = ledger.sides(seen);
        const parts = partsOf(seen, sides);
        if (parts !== undefined) return judgeParts(seen, etag, parts);
        const sse = algorithmOf(ledger, seen, sides);
        const md5 = contentOf(seen, sides);
        if (sse === undefined || isOfPast(ledger, sides)) return 'idle';
        const etags = etagsUnder(sse, ledger.profile);
        if (etags.length > 1) return 'idle';
        if (etags[0] === 'md5' || sse === null) {
          if (md5 === undefined) return 'idle';
          if (etag === md5) return 'held';
          return {
            violation:
              `${stepText(seen)}: under encryption ${valueText(sse)} the ETag is the MD5 of the content, ${md5}, ` +
              `but ${etag} was shown`,
            requirements: ['F-80'],
            parts: [{ part: 'etag', expected: md5, observed: etag }],
          };
        }
        if (etag === md5)
          return {
            violation:
              `${stepText(seen)}: the ETag ${etag} is the MD5 of the content although the ` + `object is under ${sse}`,
            requirements: OPAQUE[sse],
            parts: [{ part: 'etag', expected: 'not the MD5', observed: etag }],
          };
        const { operation, write, object } = sides;
        const version = operation.upload === undefined ? (write?.version ?? object?.version) : undefined;
        // What was read before needs not be looked up again.
        const isSame = write === undefined && version?.opaqueEtag === etag;
        const standing = isSame ? 'known' : opaque.introduce(etag);
        if (standing === 'malformed')
          return {
            violation: `${stepText(seen)}: an ETag under ${sse} is 32 hex digits, but ${etag} was shown`,
            requirements: OPAQUE[sse],
            parts: [{ part: 'etag', expected: '32 hex digits', observed: etag }],
          };
        // That it is fresh was measured under a KMS key (F-81).
        const isFresh = isWriteRequest(operation) && sse !== 'AES256';
        if (isFresh && standing === 'known')
          return {
            violation:
              `${stepText(seen)}: the ETag ${etag} was shown before, but every write under ` + `${sse} has a fresh one`,
            requirements: OPAQUE[sse],
            parts: [{ part: 'etag', expected: 'one that was not shown before', observed: etag }],
          };
        if (version !== undefined) version.opaqueEtag = etag;
        return 'exercised';
      },
    };
  },
  invariant: etagClassInvariant,
};

/** Of how many parts the object is made whose ETag is shown; 'any' where nobody knows whether it is. */
function partsOf(seen: ObservedStep, { operation, object }: Sides): number | 'any' | undefined {
  if (!showsVersion(operation)) {
    const { event } = seen.step;
    return assembles(operation) && event.op === 'CompleteMultipartUpload' ? event.parts.length : undefined;
  }
  const version = object?.version;
  if (version?.parts !== undefined) return version.parts;
  return isUnseen(version) && isMultipartEtag(seen.observation.etag ?? '') ? 'any' : undefined;
}

/** Whether nobody has seen it being written; or, of a replica, which keeps the ETag, what it is a replica of (F-78). */
function isUnseen(version: Version | undefined): boolean {
  let first = version;
  while (first?.replicaOf !== undefined) first = first.replicaOf.source;
  return first === undefined || (first.writtenBy === null && first.step >= 0);
}

function judgeParts(seen: ObservedStep, etag: string, parts: number | 'any'): Judgement {
  if (parts === 'any') return 'idle';
  if (isMultipartEtag(etag, parts)) return 'exercised';
  const expected = `32 hex digits, a hyphen and ${parts}`;
  const counted = parts === 1 ? 'one part' : `${parts} parts`;
  return {
    violation: `${stepText(seen)}: the ETag of an object of ${counted} is ${expected}, but ${etag} was shown`,
    requirements: ['F-83'],
    parts: [{ part: 'etag', expected, observed: etag }],
  };
}

/** Where it is said that an ETag is no MD5. */
const OPAQUE: Readonly<Record<Exclude<EtagAlgorithm, null>, readonly string[]>> = {
  AES256: ['F-80'],
  'aws:kms': ['F-81', 'F-82'],
  'aws:kms:dsse': ['F-84'],
  'SSE-C': ['F-81'],
};

/** Whether it shows what was written before the trace, in several parts perhaps. */
function isOfPast({ past }: Ledger, { operation, bucket, key, object }: Sides): boolean {
  if (past === undefined || !showsVersion(operation) || key === undefined) return false;
  return object?.version?.isOfPast ?? bucket?.mayHold(key) === true;
}

/** Whether a success shows the ETag of what it has written. */
function isWriteRequest(operation: Operation): boolean {
  return (makesVersion(operation) && !isReplication(operation)) || operation.upload?.does === 'adds';
}

function algorithmOf(ledger: Ledger, seen: ObservedStep, { operation, object }: Sides): EtagAlgorithm | undefined {
  if (showsVersion(operation) && ledger.hasUpdates && isUnseen(object?.version)) return undefined;
  if (showsVersion(operation) && object?.version?.isUpdated === true) return object.version.writtenUnder;
  const { sse = showsVersion(operation) ? object?.version?.sse : undefined } = shownOf(operation, seen.observation);
  return sse === null && customerKeySent(seen.step.event) !== undefined ? 'SSE-C' : sse;
}

function contentOf(seen: ObservedStep, { operation, object, read }: Sides): string | undefined {
  const { event } = seen.step;
  if (showsVersion(operation)) {
    const shown = asksForPart(event) ? undefined : seen.observation.contentMd5;
    const written = object?.version?.md5;
    // Content that is not what was written says nothing of the ETag.
    return typeof shown === 'string' && written !== undefined && shown !== written ? undefined : (shown ?? written);
  }
  if (!isWriteRequest(operation)) return undefined;
  return 'body' in event ? event.body?.md5 : read?.version.md5;
}
