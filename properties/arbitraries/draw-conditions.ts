import { type Conditions, CURRENT_ETAG } from '../../model/index.ts';
import { BODIES } from './pools.ts';
import type { Walk } from './walk.ts';

/** An ETag that no object has. */
const NOBODYS_ETAG = '0'.repeat(32);

/**
 * Draws the conditions of a request, met or not: that there is something, or nothing, or an object of an ETag, which
 * may be that of the object, the MD5 of some content, or nobody's.
 */
export function drawConditions({ draw }: Walk): Conditions {
  const md5 = draw.one(BODIES)?.md5 ?? NOBODYS_ETAG;
  const etag = draw.one(['*', CURRENT_ETAG, CURRENT_ETAG, md5, NOBODYS_ETAG]) ?? '*';
  if (draw.chance(50)) return { ifMatch: etag };
  return draw.chance(95) ? { ifNoneMatch: etag } : { ifMatch: etag, ifNoneMatch: '*' };
}

/** Draws the conditions of a write: as a rule that there is nothing yet, or what was there when somebody looked. */
export function drawWriteConditions(walk: Walk): Conditions {
  const { draw } = walk;
  if (draw.chance(20)) return drawConditions(walk);
  return draw.chance(50) ? { ifNoneMatch: '*' } : { ifMatch: CURRENT_ETAG };
}
