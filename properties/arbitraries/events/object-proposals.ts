import type { ObjectEvent } from '../../../model/index.ts';
import { drawConditions, drawWriteConditions } from '../draw-conditions.ts';
import { drawHeaders } from '../draw-encryption.ts';
import { type ExistingObject, existingBucket, versionsThere } from '../existing.ts';
import { anyone, caller, insider, someBucket, someKey, someObject } from '../pick.ts';
import { BODIES } from '../pools.ts';
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
    return { by: reader(walk, object), event: versionId === undefined ? event : { ...event, versionId } };
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
    } as const;
    const sourceVersionId = someVersion(walk, source);
    const ofVersion = sourceVersionId === undefined ? event : { ...event, sourceVersionId };
    return { by, event: isConditional(walk) ? { ...ofVersion, sourceConditions: drawConditions(walk) } : ofVersion };
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
  const event = isConditional(walk) ? { ...ofVersion, conditions: drawConditions(walk) } : ofVersion;
  return { by, event: walk.draw.chance(6) ? { ...event, checksumMode: true } : event };
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
