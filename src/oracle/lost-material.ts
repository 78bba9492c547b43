import type { Setup } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';

const LOST = 'a KMS key that was there before the trace may have imported material, which may have expired (F-211)';

/**
 * What may have become of a KMS key that nothing explains, if an answer shows it: material that was imported before the
 * trace began expires when nobody knows. No world of the oracle has that, or it would take each such answer for right.
 */
export function lostMaterialIn({ unknown }: Setup, steps: readonly ObservedStep[]): string | undefined {
  if (unknown === undefined) return undefined;
  const keys = unknown === 'everything' ? undefined : (unknown.kmsKeys ?? []);
  return steps.some((seen) => showsLoss(seen, keys)) ? LOST : undefined;
}

/** `keys`: ids of those that were there before, of which not all is known; undefined = any may be one. */
function showsLoss({ step, observation }: ObservedStep, keys: readonly string[] | undefined): boolean {
  const { code, kmsCalls } = observation;
  if (code?.endsWith('KMSInvalidStateException') !== true && kmsCalls?.some(isRefused) !== true) return false;
  if (keys === undefined) return true;
  if ('keyId' in step.event) return keys.includes(step.event.keyId);
  const refused = kmsCalls?.filter(isRefused);
  return refused === undefined ? keys.length > 0 : refused.some(({ keyArn }) => keys.includes(idOf(keyArn)));
}

function isRefused({ result }: { readonly result?: string }): boolean {
  return result === 'KMSInvalidStateException';
}

function idOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf('/') + 1);
}
