import type { KnownRequester } from '../records/known-requester.ts';
import { requesterNamed as requesterIn } from '../step/transaction.ts';
import { Scope } from '../store/scope.ts';
import { IDEAL } from './model-run.ts';
import { SCENE } from './scene.ts';

const SCOPE = new Scope(SCENE, IDEAL);

/** A requester of the scene, with all that the rules ask of it. */
export function requesterNamed(name: string): KnownRequester {
  return requesterIn(SCOPE, name);
}
