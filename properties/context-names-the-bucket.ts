import {
  type Arns,
  type EncryptionHeaders,
  headersOf,
  isReplication,
  makesVersion,
  mayCallKms,
  type ObjectName,
  type ObservedKmsCall,
  objectDecrypted,
  objectRead,
  objectWritten,
  type Profile,
  type UpdateObjectEncryption,
  uploadId,
} from '../model/index.ts';
import { contextNamesTheBucketInvariant } from './context-names-the-bucket/invariant.ts';
import { isBucketArn, isObjectArn } from './ledger/arns.ts';
import { contextArnOf } from './ledger/calls.ts';
import { extraContextOf, type SeenExtraContext, storedContext } from './ledger/object-record.ts';
import { EVENTS_WITH_SIDES, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { stepText } from './wording.ts';

/**
 * What S3 tells KMS a call is about. With a bucket key the pair `aws:s3:arn` names the bucket, bare, for all its
 * objects alike; without one it names the object. Policies that are conditioned on object ARNs stop matching the moment
 * bucket keys are turned on, and audit logs lose the names of objects. Pairs that the caller added travel along for
 * objects without a bucket key.
 */
export const contextNamesTheBucket: Property = {
  id: 'context-names-the-bucket',
  title: 'The encryption context names the bucket with a bucket key and the object without.',
  requirements: ['F-88', 'F-89', 'F-93', 'F-94', 'F-72', 'U-12', 'SC-01', 'SC-05'],
  formula: '□ (call for a side s → context(call)["aws:s3:arn"] = bucketKey(s) ? ARN(bucket(s)) : ARN(object(s)))',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    return {
      see(seen) {
        const { kmsCalls } = seen.observation;
        if (kmsCalls === undefined || kmsCalls.length === 0) return 'idle';
        const places = placesOf(ledger, seen);
        if (places.length === 0) return 'idle';
        let judgement: Judgement = 'held';
        for (const call of kmsCalls) {
          // Nobody recorded it.
          if (call.context === undefined) continue;
          let isNamed = false;
          let place: Place | undefined;
          // A call of an operation that nothing here needs is told as such, whatever its context.
          if (!places.some(({ operations }) => operations.includes(call.operation))) continue;
          // Both sides of a copy may be in one bucket: the call is for either.
          for (const one of places) {
            if (!one.operations.includes(call.operation) || !isFor(ledger.arns, one, contextArnOf(call))) continue;
            isNamed = true;
            if (place === undefined && pairsFit(ledger, one, call)) place = one;
          }
          if (!isNamed)
            return {
              violation:
                `${stepText(seen)} and called ${call.operation} with the context ${shownContext(call)}, which names ` +
                `${expected(places, call)}`,
              requirements: ['F-88', 'F-94'],
              parts: [{ part: 'kmsCalls', expected: wanted(ledger, places, call), observed: shownContext(call) }],
            };
          if (place === undefined)
            return {
              violation:
                `${stepText(seen)} and called ${call.operation} with the context ${shownContext(call)}, whose extra ` +
                'pairs are not those of the caller',
              requirements: ['F-89'],
            };
          if (place.bucketKey === true) judgement = 'exercised';
        }
        return judgement;
      },
    };
  },
  invariant: contextNamesTheBucketInvariant,
};

/** An object a call may be about. */
interface Place {
  readonly bucket: string;
  readonly key: string;
  /** Undefined = not known: both contexts are possible. */
  readonly bucketKey: boolean | undefined;
  readonly extraContext: SeenExtraContext;
  readonly operations: readonly string[];
}

/** Name of the pair that S3 itself adds. */
const S3_PAIR = 'aws:s3:arn';
const READING = ['Decrypt'];
const WRITING = ['GenerateDataKey', 'Encrypt', 'ReEncrypt'];

function placesOf(ledger: Ledger, seen: ObservedStep): readonly Place[] {
  const { event } = seen.step;
  const sides = ledger.sides(seen);
  const { operation } = sides;
  if (operation.upload !== undefined) return uploading(ledger, seen, sides);
  const source = objectDecrypted(event, operation, seen.observation.kmsCalls);
  const read = source === undefined ? [] : [reading(source, sides)];
  if (isReplication(operation)) return read.flatMap((place) => replicating(ledger, place, sides));
  if (event.op === 'UpdateObjectEncryption') return [...read, ...updating(ledger.profile, event, sides)];
  const target = makesVersion(operation) ? objectWritten(event, operation) : undefined;
  return target === undefined ? read : [...read, ...writing(ledger.profile, target, headersOf(event), sides)];
}

/** The object that an upload is of: its data key is made, or opened. */
function uploading(ledger: Ledger, { step: { event } }: ObservedStep, sides: Sides): readonly Place[] {
  if (!('key' in event) || !mayCallKms(sides.operation)) return [];
  const target = { bucket: event.bucket, key: event.key };
  if (sides.operation.upload?.does === 'begins') return writing(ledger.profile, target, headersOf(event), sides);
  const source = objectRead(event, sides.operation);
  if (source === undefined) return [reading(target, sides)];
  const upload = sides.bucket?.uploads?.get(event.key, uploadId(event) ?? '')?.version;
  const bucketKey = upload?.sse === 'aws:kms:dsse' ? false : upload?.bucketKey;
  return [reading(source, sides), { ...target, bucketKey, extraContext: upload?.extraContext, operations: READING }];
}

function replicating({ profile }: Ledger, kept: Place, sides: Sides): readonly Place[] {
  // With a bucket key on one side only, the context may name the bucket on both (F-72, D-08).
  const isOpen = kept.bucketKey === false && profile.mixedReplicaFlag.includes(true);
  const source = isOpen ? { ...kept, bucketKey: undefined } : kept;
  // A rule from before the trace may name any bucket.
  if (sides.bucket?.replicatesUnknown === true) return [];
  const rule = sides.bucket?.replication;
  if (rule === undefined) return [source];
  // The pairs travel along; whether they reach KMS for the replica is not recorded.
  const replica = {
    bucket: rule.destination,
    key: kept.key,
    bucketKey: sides.write?.bucketKey,
    extraContext: undefined,
  };
  return [source, { ...replica, operations: WRITING }, { ...replica, bucketKey: true, operations: READING }];
}

function reading({ bucket, key }: ObjectName, { read }: Sides): Place {
  const bucketKey = read?.sse === 'aws:kms:dsse' ? false : read?.bucketKey;
  return { bucket, key, bucketKey, extraContext: read?.extraContext, operations: READING };
}

function writing(
  profile: Profile,
  { bucket, key }: ObjectName,
  headers: EncryptionHeaders,
  { write }: Sides,
): readonly Place[] {
  const { sse, bucketKeyEnabled } = headers;
  const asked = sse === 'aws:kms:dsse' ? false : sse === 'aws:kms' ? bucketKeyEnabled : undefined;
  const bucketKey = write === undefined ? asked : write.sse === 'aws:kms:dsse' ? false : write.bucketKey;
  return verifying(profile, { bucket, key, bucketKey, extraContext: extraContextOf(headers), operations: WRITING });
}

/** The new side of an update: the flag is that of the request, the pairs are those of the version (F-147, F-149). */
function updating(
  profile: Profile,
  { bucket, key, bucketKeyEnabled = false }: UpdateObjectEncryption,
  { read }: Sides,
): readonly Place[] {
  const extraContext = read === undefined ? undefined : storedContext(read);
  return verifying(profile, { bucket, key, bucketKey: bucketKeyEnabled, extraContext, operations: WRITING });
}

/** A bucket key of what is written may be decrypted too, to check it or to make a data key (U-07, U-08). */
function verifying({ writeVerifies, coldWrite }: Profile, place: Place): readonly Place[] {
  const mayOpen = place.bucketKey !== false && (writeVerifies.includes(true) || coldWrite.includes('unwrap'));
  return mayOpen ? [place, { ...place, bucketKey: true, operations: READING }] : [place];
}

function isFor(arns: Arns, { bucket, key, bucketKey }: Place, arn: string | undefined): boolean {
  if (arn === undefined) return false;
  if (bucketKey !== false && isBucketArn(arns, arn, bucket)) return true;
  return bucketKey !== true && isObjectArn(arns, arn, bucket, key);
}

/** Whether the pairs besides S3's own are those of the caller; a bucket key may leave them out (U-12). */
function pairsFit({ arns, profile: { extraContext } }: Ledger, place: Place, call: ObservedKmsCall): boolean {
  const namesBucket = place.bucketKey !== false && isBucketArn(arns, contextArnOf(call) ?? '', place.bucket);
  const context = call.context ?? {};
  const pairs = extraPairs(context);
  if (namesBucket && extraContext.includes('left-out') && pairs === 0) return true;
  if (namesBucket && !extraContext.includes('partitions')) return false;
  if (place.extraContext === undefined) return true;
  const wanted = place.extraContext ?? {};
  if (pairs !== extraPairs(wanted)) return false;
  for (const name in wanted)
    if (name !== S3_PAIR && !(Object.hasOwn(context, name) && context[name] === wanted[name])) return false;
  return true;
}

/** How many pairs there are besides S3's own. */
function extraPairs(context: Readonly<Record<string, string>>): number {
  let count = 0;
  for (const name in context) if (name !== S3_PAIR) count += 1;
  return count;
}

function shownContext({ context }: ObservedKmsCall): string {
  return JSON.stringify(context);
}

/** The context that S3 itself would give. */
function wanted({ arns }: Ledger, places: readonly Place[], { operation }: ObservedKmsCall): string {
  const place = places.find(({ operations }) => operations.includes(operation));
  if (place === undefined) return 'none';
  const arn = place.bucketKey === true ? arns.bucket(place.bucket) : arns.object(place.bucket, place.key);
  return JSON.stringify({ [S3_PAIR]: arn });
}

function expected(places: readonly Place[], call: ObservedKmsCall): string {
  const place = places.find((one) => one.operations.includes(call.operation));
  if (place === undefined) return 'nothing this request works on';
  const right = place.bucketKey === true ? `the bucket ${place.bucket}` : `the object ${place.bucket}/${place.key}`;
  const because =
    place.bucketKey === undefined
      ? ''
      : `, which by its headers has ${place.bucketKey ? 'a bucket key' : 'no bucket key'}`;
  return `something else than ${right}${because}`;
}
