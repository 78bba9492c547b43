import type { CreateKey, Requester } from '../../model/index.ts';
import { drawKeyPolicy, putKeyPolicy } from './draw-policies.ts';
import type { Walk } from './walk.ts';

/** What the next key that a trace makes is called: KMS gives no id twice (F-213). */
export function newKeyId({ keysMade }: Walk): string {
  return `new-${keysMade.length + 1}`;
}

/**
 * A key that somebody makes: with the default key policy most often, or with one of its own, whose lockout check is
 * mostly bypassed where it would be refused (F-214).
 */
export function drawNewKey(walk: Walk, { account }: Pick<Requester, 'account'>): CreateKey {
  const keyId = newKeyId(walk);
  if (walk.draw.chance(60)) return { op: 'CreateKey', keyId };
  return { ...putKeyPolicy(walk, keyId, drawKeyPolicy(walk, { account })), op: 'CreateKey' };
}
