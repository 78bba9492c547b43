import type { ExploreScope } from '../scope.ts';
import { answers } from './answers.ts';
import { assembled } from './assembled.ts';
import { authority } from './authority.ts';
import { blocks } from './blocks.ts';
import { caches } from './caches.ts';
import { conditions } from './conditions.ts';
import { conflicts } from './conflicts.ts';
import { copies } from './copies.ts';
import { customers } from './customers.ts';
import { delays } from './delays.ts';
import { demanding } from './demands.ts';
import { elsewhere } from './elsewhere.ts';
import { headers } from './headers.ts';
import { hosts } from './hosts.ts';
import { imported } from './imported.ts';
import { markers } from './markers.ts';
import { medium } from './medium.ts';
import { multipart } from './multipart.ts';
import { policies } from './policies.ts';
import { refusals } from './refusals.ts';
import { replicas } from './replicas.ts';
import { tiny } from './tiny.ts';
import { unbounded } from './unbounded.ts';
import { unwraps } from './unwraps.ts';
import { updatesScope } from './updates.ts';
import { versions } from './versions.ts';

/**
 * The scopes that are `small` together. What AWS leaves open in several places at once no world can hold: in each
 * something else is open, and in all of them together every transition of every chart is taken and every choice is
 * made.
 */
export const SMALL: readonly ExploreScope[] = [
  copies,
  caches,
  unwraps,
  unbounded,
  headers,
  hosts,
  replicas,
  delays,
  refusals,
  policies,
  authority,
  demanding,
  conflicts,
  imported,
  elsewhere,
  answers,
  versions,
  markers,
  multipart,
  assembled,
  updatesScope,
  conditions,
  customers,
  blocks,
];

/** The scopes that come with bucketkey, from the smallest. */
export const SCOPES: readonly ExploreScope[] = [tiny, ...SMALL, medium];

/** Every name that {@link shippedScopes} knows. */
export const SCOPE_NAMES: readonly string[] = ['tiny', 'small', ...SMALL.map(({ name }) => name), 'medium'];

/**
 * What a name stands for: one scope, or for `small` all of its scopes, to be explored in turn; undefined for a name
 * that no scope has.
 */
export function shippedScopes(name: string): readonly ExploreScope[] | undefined {
  if (name === 'small') return SMALL;
  const scope = SCOPES.find((known) => known.name === name);
  return scope === undefined ? undefined : [scope];
}
