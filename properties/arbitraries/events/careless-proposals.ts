import {
  COPY_CHANGES,
  DAY_MS,
  type Event,
  type EventName,
  type FieldKind,
  type FieldTypes,
  fieldsOf,
  LONGEST_VALIDITY_MS,
  MANAGED_ALIAS,
  MINUTE_MS,
  operationOf,
  PERIODS_IN_DAYS,
  type PeriodKind,
  showsVersion,
} from '../../../model/index.ts';
import { drawConditions } from '../draw-conditions.ts';
import { drawAnyHeaders, drawBadRules, drawRule } from '../draw-encryption.ts';
import { drawGrantConstraints, drawGrantOperations, grantee } from '../draw-grants.ts';
import { newKeyId } from '../draw-new-key.ts';
import { drawBucketPolicy, drawKeyPolicy } from '../draw-policies.ts';
import { customerKeys, existingBuckets, keepsVersions, possibleBucketNames } from '../existing.ts';
import { anyone, someKey } from '../pick.ts';
import { ABSENT_KEY_ID, BODIES, BYTE_RANGES, CUSTOMER_KEYS, NEW_ALIAS, OBJECT_KEYS } from '../pools.ts';
import type { Walk } from '../walk.ts';
import type { Proposal } from './proposal.ts';

/**
 * Proposes an event without regard to the state: by anyone, on anything, right or wrong. Many of these are refused, or
 * change nothing.
 */
export function proposeCarelessly(walk: Walk, op: EventName): Proposal {
  const event = carelessEvent(walk, op);
  return { by: operationOf({ op }).by === 'environment' ? null : anyone(walk).name, event };
}

/**
 * The bucket is drawn first, even for an event without one, and then the KMS key: in which order values are drawn
 * decides what becomes of a seed.
 */
function carelessEvent(walk: Walk, op: EventName): Event {
  const fields = fieldsOf({ op }).filter(
    ({ name, kind }) =>
      !(kind === 'partNumber' && op !== 'UploadPart' && op !== 'UploadPartCopy') &&
      kind !== 'byteRange' &&
      kind !== 'customerKey' &&
      kind !== 'copyChanges' &&
      (name !== 'checksumMode' || walk.draw.chance(20)) &&
      (kind !== 'grantConstraints' || walk.draw.chance(60)) &&
      (name !== 'retiringPrincipal' || walk.draw.chance(30)) &&
      ((kind !== 'keySpec' && kind !== 'keyOrigin') || walk.draw.chance(20)) &&
      (op !== 'CreateKey' || kind !== 'keyPolicy' || walk.draw.chance(40)) &&
      (kind !== 'encryptionHeaders' || mayHaveHeaders(walk, op)) &&
      (kind !== 'versionId' || mayNameVersion(walk)) &&
      (kind !== 'conditions' || walk.draw.chance(10)),
  );
  const drawn = new Map([['bucket', anyBucket(walk)]]);
  if (fields.some(({ kind }) => kind === 'keyId')) drawn.set('keyId', anyKeyId(walk, op));
  const values = fields.map(({ name, kind }) => [name, drawn.get(name) ?? DRAWS[kind](walk)] as const);
  return { op, ...Object.fromEntries(values) } as Event;
}

/** Reads seldom have encryption headers, since they take none (F-39). */
function mayHaveHeaders({ draw }: Walk, op: EventName): boolean {
  return !showsVersion(operationOf({ op })) || draw.chance(15);
}

/** Versions are named where some bucket keeps them. */
function mayNameVersion(walk: Walk): boolean {
  return existingBuckets(walk).some(({ bucket }) => keepsVersions(bucket)) && walk.draw.chance(25);
}

/** Draws a field, right or wrong, by its kind. */
const DRAWS: { readonly [Kind in FieldKind]: (walk: Walk) => FieldTypes[Kind] } = {
  bucket: anyBucket,
  objectKey: anyKey,
  object: (walk) => ({ bucket: anyBucket(walk), key: anyKey(walk) }),
  body: ({ draw }) => draw.one(BODIES),
  encryptionHeaders: drawAnyHeaders,
  encryptionRules: (walk) => (walk.draw.chance(50) ? drawBadRules(walk) : [drawRule(walk, anyone(walk).account)]),
  bucketPolicy: (walk) => drawBucketPolicy(walk, anyone(walk).account),
  keyPolicy: (walk) => {
    const key = walk.draw.one(customerKeys(walk));
    return key === undefined ? [] : drawKeyPolicy(walk, key);
  },
  keyId: (walk) => anyKeyId(walk),
  keySpec: ({ draw }) => draw.one(['RSA_2048', 'HMAC_256']),
  keyOrigin: () => 'EXTERNAL',
  keyReference: (walk) => anyKeyId(walk),
  alias: ({ draw }) => draw.one(['alias/data', 'alias/data', NEW_ALIAS, 'alias/nothing', MANAGED_ALIAS]),
  grantId: ({ draw }) => draw.one(['g1', 'g1', 'g2', 'none']),
  roleArn: (walk) => grantee(walk, anyone(walk)),
  grantOperations: drawGrantOperations,
  grantConstraints: (walk) => drawGrantConstraints(walk),
  requester: (walk) => (walk.draw.chance(80) ? anyone(walk).name : 'nobody'),
  waitingPeriod: ({ draw }) => draw.one([0, ...edges('waitingPeriod')]),
  rotationPeriod: ({ draw }) => draw.one(edges('rotationPeriod')),
  // Over a wire time passes before it is held to the bounds.
  validity: ({ draw }) => draw.one([-1, 0, MINUTE_MS, LONGEST_VALIDITY_MS, LONGEST_VALIDITY_MS + DAY_MS]),
  uploadId: ({ draw }) => draw.one(['u1', 'u2', 'u3', 'none']),
  partNumber: ({ draw }) => draw.one([0, 1, 1, 2, 3, 10_000, 10_001]),
  partNumbers: ({ draw }) => draw.one([[], [1], [1, 2], [2, 1], [2], [1, 1]]),
  flag: ({ draw }) => draw.chance(40),
  versioningStatus: ({ draw }) => (draw.chance(70) ? 'Enabled' : 'Suspended'),
  versionId: ({ draw }) => `#${draw.between(1, 3)}`,
  conditions: drawConditions,
  copyChanges: ({ draw }) => [draw.one(COPY_CHANGES)],
  customerKey: ({ draw }) => draw.one(CUSTOMER_KEYS),
  byteRange: ({ draw }) => draw.one(BYTE_RANGES),
};

/** The periods at the edges of what KMS accepts, on both sides. */
function edges(kind: PeriodKind): readonly [number, ...number[]] {
  const { least, most } = PERIODS_IN_DAYS[kind];
  return [least - 1, least, most, most + 1];
}

function anyBucket(walk: Walk): string {
  return walk.draw.one(possibleBucketNames(walk)) ?? '';
}

/** One the trace writes to, or any other. */
function anyKey(walk: Walk): string {
  return walk.draw.chance(80) ? someKey(walk) : (walk.draw.one(OBJECT_KEYS) ?? 'a');
}

/**
 * A customer key, a managed key, or one that is not there. Nobody knows the id of a managed key that was not used yet
 * (F-12), and so nobody asks whether it rotates. A key that is made has an id that no other has (F-213).
 */
function anyKeyId(walk: Walk, op?: EventName): string {
  if (op === 'CreateKey') return newKeyId(walk);
  const { draw } = walk;
  const kind = draw.between(1, 100);
  if (kind > 90) return ABSENT_KEY_ID;
  if (kind > 82 && op !== 'GetKeyRotationStatus') return walk.arns.managedKeyId(anyone(walk).account);
  return draw.one(customerKeys(walk))?.id ?? ABSENT_KEY_ID;
}
