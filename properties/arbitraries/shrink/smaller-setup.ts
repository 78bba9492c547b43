import type { Setup } from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { toldOf } from '../told-of.ts';

/** Traces whose setup has less that no step mentions, or that were written before the trace began. */
export function* withSmallerSetup({ setup, steps }: GeneratedTrace): Iterable<GeneratedTrace> {
  const mentions = JSON.stringify(steps);
  yield { setup: mentioned(setup, mentions), steps };
  const { identityPolicies, scopingPolicies, ...unlimited } = setup;
  if (identityPolicies !== undefined || scopingPolicies !== undefined) yield { setup: unlimited, steps };
  const { kmsQuotas, ...unthrottled } = setup;
  if (kmsQuotas !== undefined) yield { setup: unthrottled, steps };
  const buckets = setup.buckets.map((bucket) => ({ ...bucket, plainObjects: [] }));
  yield { setup: { ...setup, buckets }, steps };
  if (setup.buckets.some(({ kind }) => kind !== undefined)) {
    const generalPurpose = setup.buckets.map(({ kind: _, ...bucket }) => bucket);
    yield { setup: { ...setup, buckets: generalPurpose }, steps };
  }
  if (setup.buckets.some(({ versioning }) => versioning !== undefined)) {
    const unsaid = setup.buckets.map(({ versioning: _, objectLock: _locks, ...bucket }) => bucket);
    yield { setup: { ...setup, buckets: unsaid }, steps };
  }
}

/**
 * The setup without what the text of the steps does not mention. KMS keys are kept for their ARNs and for their aliases
 * too.
 */
export function mentioned(setup: Setup, text: string): Setup {
  const { requesters, kmsKeys, aliases, buckets, service } = setup;
  const names = (name: string): boolean => text.includes(JSON.stringify(name));
  const contains = (part: string): boolean => text.includes(JSON.stringify(part).slice(1, -1));
  const keptAliases = aliases.filter(({ alias }) => contains(alias));
  const kept = requesters.filter(({ name }) => name === service || names(name));
  return {
    ...setup,
    requesters: kept,
    ...toldOf(kept, setup),
    kmsKeys: kmsKeys.filter(({ id }) => contains(id) || keptAliases.some(({ keyId }) => keyId === id)),
    aliases: keptAliases,
    buckets: buckets
      .filter(({ name }) => names(name))
      .map((bucket) => ({ ...bucket, plainObjects: bucket.plainObjects.filter(({ key }) => names(key)) })),
    ...(service !== undefined && { service }),
  };
}
