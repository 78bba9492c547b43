import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, type Profile, profileNamed, WITHOUT_END_MS } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { ReferenceOptions } from '../reference/index.ts';
import { tellStory } from '../report/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { compareVariant } from './metamorphic-run.ts';
import { runTrace } from './run-trace.ts';

const IDEAL = profileNamed('ideal');
const AWS = profileNamed('aws');
const TRACES = 25;

/** A field of a profile that says something no shipped profile says, with the options of a reference that does so. */
interface Own {
  readonly name: string;
  readonly field: Partial<Profile>;
  readonly reference: Partial<ReferenceOptions>;
}

const OWN: readonly Own[] = [
  { name: 'HEAD decrypts', field: { headDecrypts: [true] }, reference: { headDecrypts: true } },
  { name: 'HEAD may decrypt', field: { headDecrypts: [false, true] }, reference: { headDecrypts: true } },
  {
    name: 'ETags of the other class',
    field: { aes256Etag: ['opaque'], kmsEtag: ['md5'], dsseEtag: ['md5'] },
    reference: { etags: { AES256: 'opaque', 'aws:kms': 'md5', 'aws:kms:dsse': 'md5' } },
  },
  {
    name: 'ETags of either class',
    field: { aes256Etag: ['md5', 'opaque'], kmsEtag: ['md5', 'opaque'], dsseEtag: ['md5', 'opaque'] },
    reference: { etags: { AES256: 'opaque', 'aws:kms': 'md5' } },
  },
  {
    name: 'all share one cache',
    field: { requesterMode: 'service' },
    reference: { requesterMode: 'service' },
  },
  {
    name: 'a bucket key has three uses',
    field: { usesPerBucketKey: 3 },
    reference: { usesPerBucketKey: 3 },
  },
  {
    name: 'a bucket key that is fetched for a write has two uses',
    field: { usesPerBucketKey: 2, coldWrite: ['unwrap'], readWarmsWrite: [true] },
    reference: { usesPerBucketKey: 2, coldWrite: 'unwrap', readWarmsWrite: true },
  },
  {
    name: 'what nobody uses for two minutes is gone',
    field: { idleTime: { minMs: 2 * MINUTE_MS, maxMs: 2 * MINUTE_MS } },
    reference: { idleTimeMs: 2 * MINUTE_MS },
  },
  {
    name: 'the lifetime slides',
    field: {
      cacheLifetime: { minMs: WITHOUT_END_MS, maxMs: WITHOUT_END_MS },
      idleTime: { minMs: 5 * MINUTE_MS, maxMs: 5 * MINUTE_MS },
    },
    reference: { cacheLifetimeMs: WITHOUT_END_MS, idleTimeMs: 5 * MINUTE_MS },
  },
  {
    name: 'refusals are remembered',
    field: { remembersRefusal: [false, true], kmsDelayMs: 2 * MINUTE_MS },
    reference: { negativeLifetimeMs: 2 * MINUTE_MS },
  },
];

/** What the oracle or a monitor has against random traces of a system. */
async function firstComplaint(sut: Sut, profile: Profile): Promise<string> {
  const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 200 });
  for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 20_261, numRuns: TRACES }).entries()) {
    const bench = { sut, profile, seed: i, properties: PROPERTIES, oracle: true };
    const { trace, judge, violation } = await runTrace(bench, setup, steps);
    if (violation !== undefined) return tellStory(trace, violation);
    const doubt = judge.explainedDoubt()?.onlyIf ?? judge.unknownBecause;
    if (doubt !== undefined) return doubt;
    for (const property of METAMORPHIC) {
      // The model chooses as it goes along, and otherwise when it is asked more.
      if (!property.applies(profile) || sut.name.startsWith('model')) continue;
      const variant = await compareVariant(bench, property, { setup, steps }, trace.steps);
      if (variant.violation !== undefined) return tellStory(trace, variant.violation);
    }
  }
  return 'none';
}

// What no shipped profile says, neither the oracle nor a monitor may hold against who does it.
describe.each(OWN)('$name', ({ field, reference }) => {
  test('is held against a system by ideal, which says otherwise', async () => {
    expect(await firstComplaint(embeddedSut(reference), IDEAL)).not.toBe('none');
  });

  test.each([IDEAL, AWS])('the model, beside $name', async (base) => {
    const profile = { ...base, ...field };
    expect(await firstComplaint(modelSut({ ...profile, transientErrors: false }), profile)).toBe('none');
  });

  test.each([IDEAL, AWS])('the reference, beside $name', async (base) => {
    expect(await firstComplaint(embeddedSut(reference), { ...base, ...field })).toBe('none');
  });
});
