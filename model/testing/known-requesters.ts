import type { KnownRequester } from '../records/known-requester.ts';
import { Scope } from '../store/scope.ts';
import { IDEAL } from './model-run.ts';
import { SCENE } from './scene.ts';

const { requesters } = new Scope(SCENE, IDEAL);

/** A requester of the scene, with all that the rules ask of it. */
export function requesterNamed(name: string): KnownRequester {
  const found = requesters.get(name);
  if (found === undefined) throw new RangeError(name);
  return found;
}
