import {
  type Arns,
  type EncryptionHeaders,
  type Event,
  headersOf,
  isReplication,
  type KmsOperation,
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
import { EVENTS_WITH_SIDES, type Side, type Sides } from './ledger/sides.ts';
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
        const places = placesOf(ledger, seen, ledger.sides(seen));
        if (places.length === 0) return 'idle';
        let judgement: Judgement = 'held';
        for (const call of kmsCalls) {
          // Nobody recorded it.
          if (call.context === undefined) continue;
          let isNeeded = false;
          let isNamed = false;
          let place: Place | undefined;
          // Both sides of a copy may be in one bucket: the call is for either.
          for (const one of places) {
            if (!one.operations.includes(call.operation)) continue;
            isNeeded = true;
            if (!isFor(ledger.arns, one, contextArnOf(call))) continue;
            isNamed = true;
            if (place === undefined && pairsFit(ledger, one, call)) place = one;
          }
          // A call of an operation that nothing here needs is told as such, whatever its context.
          if (!isNeeded) continue;
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
  readonly operations: readonly KmsOperation[];
}

/** Name of the pair that S3 itself adds. */
const S3_PAIR = 'aws:s3:arn';
const READING: readonly KmsOperation[] = ['Decrypt'];
const WRITING: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt', 'ReEncrypt'];

function placeOf(
  { bucket, key }: ObjectName,
  bucketKey: boolean | undefined,
  extraContext: SeenExtraContext,
  operations: readonly KmsOperation[],
): Place {
  return { bucket, key, bucketKey, extraContext, operations };
}

function placesOf({ profile }: Ledger, { step: { event }, observation }: ObservedStep, sides: Sides): readonly Place[] {
  const { operation, write } = sides;
  if (operation.upload !== undefined) return uploading(profile, event, sides);
  const source = objectDecrypted(event, operation, observation.kmsCalls);
  if (isReplication(operation)) return source === undefined ? [] : replicating(profile, source, sides);
  const places = source === undefined ? [] : [reading(source, sides)];
  if (event.op === 'UpdateObjectEncryption') addWriting(places, profile, updating(event, sides));
  else if (makesVersion(operation)) {
    const target = objectWritten(event, operation);
    if (target !== undefined) addWriting(places, profile, writing(target, headersOf(event), write));
  }
  return places;
}

/** The object that an upload is of: its data key is made, or opened. */
function uploading(profile: Profile, event: Event, sides: Sides): readonly Place[] {
  if (!('key' in event) || !mayCallKms(sides.operation)) return [];
  if (sides.operation.upload?.does === 'begins') {
    const places: Place[] = [];
    addWriting(places, profile, writing(event, headersOf(event), sides.write));
    return places;
  }
  const source = objectRead(event, sides.operation);
  if (source === undefined) return [reading(event, sides)];
  const upload = sides.bucket?.uploads?.get(event.key, uploadId(event) ?? '')?.version;
  return [reading(source, sides), placeOf(event, flagOf(upload), upload?.extraContext, READING)];
}

function replicating(
  { mixedReplicaFlag }: Profile,
  source: ObjectName,
  { bucket, read, write }: Sides,
): readonly Place[] {
  // A rule from before the trace may name any bucket.
  if (bucket?.replicatesUnknown === true) return [];
  const flag = flagOf(read);
  // With a bucket key on one side only, the context may name the bucket on both (F-72, D-08).
  const isOpen = flag === false && mixedReplicaFlag.includes(true);
  const kept = placeOf(source, isOpen ? undefined : flag, read?.extraContext, READING);
  const rule = bucket?.replication;
  if (rule === undefined) return [kept];
  // The pairs travel along; whether they reach KMS for the replica is not recorded.
  const replica = { bucket: rule.destination, key: source.key };
  return [kept, placeOf(replica, write?.bucketKey, undefined, WRITING), placeOf(replica, true, undefined, READING)];
}

/** Whether what is known of an encryption has a bucket key, which one by DSSE never has. */
function flagOf(known: Pick<Side, 'sse' | 'bucketKey'> | undefined): boolean | undefined {
  return known?.sse === 'aws:kms:dsse' ? false : known?.bucketKey;
}

function reading(source: ObjectName, { read }: Sides): Place {
  return placeOf(source, flagOf(read), read?.extraContext, READING);
}

function writing(target: ObjectName, headers: EncryptionHeaders, write: Sides['write']): Place {
  const { sse, bucketKeyEnabled } = headers;
  const asked = sse === 'aws:kms:dsse' ? false : sse === 'aws:kms' ? bucketKeyEnabled : undefined;
  return placeOf(target, write === undefined ? asked : flagOf(write), extraContextOf(headers), WRITING);
}

/** The new side of an update: the flag is that of the request, the pairs are those of the version (F-147, F-149). */
function updating(event: UpdateObjectEncryption, { read }: Sides): Place {
  const { bucketKeyEnabled = false } = event;
  return placeOf(event, bucketKeyEnabled, read === undefined ? undefined : storedContext(read), WRITING);
}

/** A bucket key of what is written may be decrypted too, to check it or to make a data key (U-07, U-08). */
function addWriting(places: Place[], { writeVerifies, coldWrite }: Profile, place: Place): void {
  places.push(place);
  const mayOpen = place.bucketKey !== false && (writeVerifies.includes(true) || coldWrite.includes('unwrap'));
  if (mayOpen) places.push(placeOf(place, true, place.extraContext, READING));
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
