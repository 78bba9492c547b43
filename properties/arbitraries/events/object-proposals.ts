import { type GetObject, type ObjectEvent, UNSEEN_MD5 } from '../../../model/index.ts';
import { drawConditions, drawWriteConditions } from '../draw-conditions.ts';
import { drawHeaders, drawKeyReference } from '../draw-encryption.ts';
import { type ExistingObject, existingBucket, versionsThere } from '../existing.ts';
import { anyone, caller, insider, someBucket, someKey, someObject, usableKey } from '../pick.ts';
import { BODIES, BYTE_RANGES } from '../pools.ts';
import type { Walk } from '../walk.ts';
import type { Proposal, Proposals } from './proposal.ts';

/** Object events on what is there. */
export const objectProposals: Proposals<ObjectEvent['op']> = {
  PutObject: (walk) => {
    const target = someBucket(walk);
    if (target === undefined) return undefined;
    const by = caller(walk, target.bucket.account).name;
    const body = walk.draw.one(BODIES);
    const event = {
      op: 'PutObject',
      bucket: target.name,
      key: someKey(walk),
      body,
      headers: drawHeaders(walk),
    } as const;
    return { by, event: isConditional(walk) ? { ...event, conditions: drawWriteConditions(walk) } : event };
  },
  GetObject: (walk) => onObject(walk, 'GetObject'),
  HeadObject: (walk) => onObject(walk, 'HeadObject'),
  GetObjectAttributes: (walk) => {
    const object = someObject(walk);
    if (object === undefined) return undefined;
    const { bucket, key } = object;
    const checksum = walk.draw.chance(60);
    const event = { op: 'GetObjectAttributes', bucket, key, checksum } as const;
    const versionId = someVersion(walk, object);
    const ofKey = { ...event, ...withCustomerKey(object) };
    return { by: reader(walk, object), event: versionId === undefined ? ofKey : { ...ofKey, versionId } };
  },
  CopyObject: (walk) => {
    const source = someObject(walk);
    const target = someBucket(walk);
    if (source === undefined || target === undefined) return undefined;
    const onto = walk.draw.chance(35) ? source : { bucket: target.name, key: someKey(walk) };
    const by = insider(walk, target.bucket.account).name;
    const headers = drawHeaders(walk);
    const { bucket, key } = source;
    const event = {
      op: 'CopyObject',
      source: { bucket, key },
      bucket: onto.bucket,
      key: onto.key,
      headers,
      ...withSourceKey(source),
    } as const;
    const sourceVersionId = someVersion(walk, source);
    const ofVersion = sourceVersionId === undefined ? event : { ...event, sourceVersionId };
    return { by, event: isConditional(walk) ? { ...ofVersion, sourceConditions: drawConditions(walk) } : ofVersion };
  },
  UpdateObjectEncryption: (walk) => {
    const object = someObject(walk);
    const account = object && existingBucket(walk, object.bucket)?.account;
    if (object === undefined || account === undefined) return undefined;
    const { bucket, key } = object;
    const kmsKeyArn = walk.draw.chance(90)
      ? (usableKey(walk, account)?.arn ?? walk.arns.managedKey(account))
      : drawKeyReference(walk);
    const flag = walk.draw.one([undefined, true, true, false]);
    const versionId = someVersion(walk, object);
    return {
      by: insider(walk, account).name,
      event: {
        op: 'UpdateObjectEncryption',
        bucket,
        key,
        ...(versionId !== undefined && { versionId }),
        kmsKeyArn,
        ...(flag !== undefined && { bucketKeyEnabled: flag }),
      },
    };
  },
  DeleteObject: (walk) => onObject(walk, 'DeleteObject'),
};

function onObject(walk: Walk, op: 'GetObject' | 'HeadObject' | 'DeleteObject'): Proposal | undefined {
  const object = someObject(walk);
  if (object === undefined) return undefined;
  const plain = { op, bucket: object.bucket, key: object.key } as const;
  const versionId = someVersion(walk, object);
  const ofVersion = versionId === undefined ? plain : { ...plain, versionId };
  const by = reader(walk, object);
  if (ofVersion.op === 'DeleteObject') return { by, event: ofVersion };
  const withKey = { ...ofVersion, ...withCustomerKey(object) };
  const event = isConditional(walk) ? { ...withKey, conditions: drawConditions(walk) } : withKey;
  if (walk.draw.chance(6)) return { by, event: { ...event, checksumMode: true } };
  return {
    by,
    event: versionId === undefined && walk.draw.chance(4) ? { ...event, ...drawPart(walk, object) } : event,
  };
}

/** Headers for a read of what is under a customer key. */
function withCustomerKey({ version: { state, customerKey } }: ExistingObject): Pick<GetObject, 'headers'> {
  return state === 'sseC' ? { headers: { customerKey } } : {};
}

/** The customer key of what is copied, where it is under one. */
export function withSourceKey({ version }: ExistingObject): { readonly sourceCustomerKey?: string } {
  return version.state === 'sseC' ? { sourceCustomerKey: version.customerKey } : {};
}

/** Some of an object, which is there unless the object is empty: of one made of parts only those are known. */
function drawPart({ draw }: Walk, { version: { md5 } }: ExistingObject): Pick<GetObject, 'range' | 'partNumber'> {
  if (md5 === UNSEEN_MD5 || draw.chance(30)) return { partNumber: draw.between(1, 3) };
  return { range: draw.one(BYTE_RANGES) };
}

/** Few requests have conditions. */
export function isConditional({ draw }: Walk): boolean {
  return draw.chance(4);
}

/** Now and then one of the versions of a key, where there are some. */
function someVersion(walk: Walk, { bucket, key }: ExistingObject): string | undefined {
  const there = versionsThere(walk, bucket, key);
  return there > 0 && walk.draw.chance(40) ? `#${walk.draw.between(1, there)}` : undefined;
}

function reader(walk: Walk, object: ExistingObject): string {
  const account = existingBucket(walk, object.bucket)?.account;
  return (account === undefined ? anyone(walk) : caller(walk, account)).name;
}
