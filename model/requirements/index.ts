import { calls } from './calls.ts';
import { cloudtrail } from './cloudtrail.ts';
import { config } from './config.ts';
import { copy } from './copy.ts';
import { disagreements } from './disagreements.ts';
import { encryptionContext } from './encryption-context.ts';
import { errors } from './errors.ts';
import { etag } from './etag.ts';
import { get } from './get.ts';
import { keyState } from './key-state.ts';
import { limits } from './limits.ts';
import { multipart } from './multipart.ts';
import { openPoints } from './open-points.ts';
import { policy } from './policy.ts';
import { put } from './put.ts';
import { quota } from './quota.ts';
import { replication } from './replication.ts';
import { requester } from './requester.ts';
import type { Area, Claim, Requirement } from './requirement.ts';
import { scenarios } from './scenarios.ts';
import { sourceTags, sourceUrl } from './sources.ts';
import { ttl } from './ttl.ts';
import { updateEncryption } from './update-encryption.ts';
import { versions } from './versions.ts';

export type { OpenPoint } from './open-points.ts';
export type { Area, Claim, ClaimKind, Confidence, Requirement } from './requirement.ts';
export { sourceTags, sourceUrl } from './sources.ts';

const AREAS: readonly (readonly [Area, readonly Claim[]])[] = [
  ['config', config],
  ['put', put],
  ['get', get],
  ['copy', copy],
  ['multipart', multipart],
  ['versions', versions],
  ['replication', replication],
  ['etag', etag],
  ['encryption-context', encryptionContext],
  ['requester', requester],
  ['ttl', ttl],
  ['key-state', keyState],
  ['quota', quota],
  ['cloudtrail', cloudtrail],
  ['policy', policy],
  ['update-encryption', updateEncryption],
  ['limits', limits],
  ['disagreements', disagreements],
  ['calls', calls],
  ['errors', errors],
  ['open-points', openPoints],
  ['scenarios', scenarios],
];

function inArea(area: Area, { id, kind, confidence, source, text }: Claim): Requirement {
  const url = sourceTags(source)
    .map(sourceUrl)
    .find((address) => address !== undefined);
  return { id, area, kind, confidence, source, text, ...(url !== undefined && { url }) };
}

/** Every documented claim the model, the properties and the reference cite, area by area. */
export const REQUIREMENTS: readonly Requirement[] = AREAS.flatMap(([area, claims]) =>
  claims.map((claim) => inArea(area, claim)),
);

/** What AWS leaves open (the `U-` requirements), with the profile fields that bound each. */
export const OPEN_POINTS = openPoints;

const BY_ID: ReadonlyMap<string, Requirement> = new Map(REQUIREMENTS.map((entry) => [entry.id, entry]));

/** The requirement of an id such as `F-88`, or undefined. */
export function requirement(id: string): Requirement | undefined {
  return BY_ID.get(id);
}
