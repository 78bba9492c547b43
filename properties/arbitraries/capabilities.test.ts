import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Event, fieldValues, headersOf, profileNamed } from '../../model/index.ts';
import { type Capabilities, canAsk } from './capabilities.ts';
import type { GeneratedTrace } from './generated-trace.ts';
import { shrinkTrace } from './shrink/shrink-trace.ts';
import { stepArbitrary } from './step-arbitrary.ts';
import { traceArbitrary } from './trace-arbitrary.ts';

const profile = profileNamed('aws');
const options = { profile, supports: EVENT_NAMES, maxSteps: 150 };

function tracesWithin(capabilities: Capabilities, numRuns = 30): readonly GeneratedTrace[] {
  return fc.sample(traceArbitrary({ ...options, capabilities }), { seed: 7, numRuns });
}

const eventsOf = (traces: readonly GeneratedTrace[]): readonly Event[] =>
  traces.flatMap(({ steps }) => steps.map(({ event }) => event));
const references = (event: Event): readonly (string | undefined)[] => [
  headersOf(event).kmsKeyId,
  ...fieldValues(event, 'encryptionRules').flatMap((rules) => rules.map(({ KMSMasterKeyID }) => KMSMasterKeyID)),
  ...fieldValues(event, 'keyReference'),
];
const isKnown = <T>(value: T | undefined): value is T => value !== undefined;

/** What a trace asks for that a system may not be able to do, with the capability that says so. */
const ASKED: readonly (readonly [string, Capabilities, (traces: readonly GeneratedTrace[]) => readonly unknown[]])[] = [
  [
    'several accounts',
    { accounts: 'one' },
    (traces) => {
      const owners = traces.map(({ setup }) => [...setup.requesters, ...setup.buckets, ...setup.kmsKeys]);
      return owners.filter((all) => new Set(all.map(({ account }) => account)).size > 1);
    },
  ],
  [
    'requesters that there are not',
    { requesters: ['writer', 'reader'] },
    (traces) =>
      traces.flatMap(({ setup, steps }) =>
        [...setup.requesters.map(({ name }) => name), ...steps.map(({ by }) => by ?? 'writer')].filter(
          (name) => name !== 'writer' && name !== 'reader',
        ),
      ),
  ],
  ['more KMS keys', { kmsKeys: 1 }, (traces) => traces.flatMap(({ setup }) => setup.kmsKeys.slice(1))],
  ['another region', { region: 'us-east-1' }, (traces) => traces.filter(({ setup }) => setup.region !== 'us-east-1')],
  [
    'objects from before 2023',
    { plainObjects: false },
    (traces) => traces.flatMap(({ setup }) => setup.buckets.flatMap(({ plainObjects }) => plainObjects)),
  ],
  [
    'aliases',
    { keyForms: ['arn', 'id'] },
    (traces) =>
      eventsOf(traces)
        .flatMap(references)
        .filter(isKnown)
        .filter((one) => one.includes('alias/')),
  ],
  [
    'bare ids',
    { keyForms: ['arn', 'alias', 'aliasArn'] },
    (traces) =>
      eventsOf(traces)
        .flatMap(references)
        .filter((one) => one?.startsWith('key-')),
  ],
  [
    'DSSE',
    { algorithms: ['AES256', 'aws:kms'] },
    (traces) =>
      eventsOf(traces)
        .flatMap((event) => [
          headersOf(event).sse,
          ...fieldValues(event, 'encryptionRules').flatMap((rules) => rules.map(({ SSEAlgorithm }) => SSEAlgorithm)),
        ])
        .filter((one) => one === 'aws:kms:dsse'),
  ],
  [
    'extra context',
    { extraContext: false },
    (traces) =>
      eventsOf(traces)
        .map((event) => headersOf(event).context)
        .filter(isKnown),
  ],
  [
    'hostile object keys',
    { objectKeys: 'plain' },
    (traces) =>
      eventsOf(traces)
        .flatMap((event) => fieldValues(event, 'objectKey'))
        .filter((key) => !/^[\w./-]+$/.test(key) || key === '..' || key === '__proto__'),
  ],
  [
    'old signatures',
    { signatures: ['v4'] },
    (traces) => traces.flatMap(({ setup }) => setup.requesters.map(({ signature }) => signature)).filter(isKnown),
  ],
  [
    'scoping policies',
    { scopingPolicies: false },
    (traces) =>
      traces.flatMap(({ setup }) => setup.requesters.map(({ scopingPolicy }) => scopingPolicy)).filter(isKnown),
  ],
  [
    'blocked encryption types',
    { blockedEncryptionTypes: false },
    (traces) =>
      eventsOf(traces)
        .flatMap((event) => fieldValues(event, 'encryptionRules').flat())
        .map((rule) => rule.BlockedEncryptionTypes)
        .filter(isKnown),
  ],
  [
    'services',
    { services: false },
    (traces) =>
      traces.flatMap(({ setup }) => setup.requesters.map(({ servicePrincipal }) => servicePrincipal)).filter(isKnown),
  ],
  [
    'directory buckets',
    { directoryBuckets: false },
    (traces) => traces.flatMap(({ setup }) => setup.buckets.map(({ kind }) => kind)).filter(isKnown),
  ],
  [
    'policies of IAM and of sessions',
    { iam: false },
    (traces) =>
      traces
        .flatMap(({ setup }) => [setup.identityPolicies, setup.scopingPolicies])
        .filter((told) => told !== undefined),
  ],
  [
    'keys for something else',
    { otherKeySpecs: false },
    (traces) => {
      const made = eventsOf(traces).flatMap((event) => (event.op === 'CreateKey' ? [event] : []));
      return [...traces.flatMap(({ setup }) => setup.kmsKeys), ...made].map(({ keySpec }) => keySpec).filter(isKnown);
    },
  ],
  [
    'keys for imported material',
    { importedKeys: false },
    (traces) => traces.flatMap(({ setup }) => setup.kmsKeys.map(({ origin }) => origin)).filter(isKnown),
  ],
  ['quotas', { kmsQuotas: false }, (traces) => traces.flatMap(({ setup }) => setup.kmsQuotas ?? [])],
  [
    'conditions of policies',
    { policyConditions: false },
    (traces) =>
      eventsOf(traces)
        .flatMap((event) => ('statements' in event ? event.statements.map(({ condition }) => condition) : []))
        .filter((condition) => condition !== undefined),
  ],
];

describe('what a system cannot do', () => {
  const everything = tracesWithin({}, 100);

  test.each(ASKED)('is not asked of it: %s', (_, capabilities, asked) => {
    expect(asked(everything).length).toBeGreaterThan(0);
    const within = tracesWithin(capabilities);
    expect(asked(within)).toEqual([]);
    expect(eventsOf(within).length).toBeGreaterThan(500);
  });

  test.each(ASKED)('is not asked by what a trace is shrunk to either: %s', (_, capabilities, asked) => {
    const [trace] = tracesWithin(capabilities, 10).filter(({ steps }) => steps.length > 20);
    const smaller = [...shrinkTrace(trace!, capabilities)];
    expect(smaller.length).toBeGreaterThan(10);
    expect(asked(smaller)).toEqual([]);
  });

  test('leaves single steps as they are, and nothing is drawn where there are none', () => {
    const setup = everything[0]!.setup;
    const capabilities: Capabilities = { extraContext: false, keyForms: ['arn'], objectKeys: 'plain' };
    const steps = fc.sample(stepArbitrary({ profile, supports: EVENT_NAMES, setup, capabilities }), {
      seed: 1,
      numRuns: 500,
    });
    expect(steps.filter(({ event }) => !canAsk(capabilities, event))).toEqual([]);
    expect(new Set(steps.map(({ event }) => event.op)).size).toBeGreaterThan(20);
  });

  test('a key is made for something else where keys may be that', () => {
    const asked = { op: 'CreateKey', keyId: 'n', keySpec: 'HMAC_256' } as const;
    expect([canAsk({}, asked), canAsk({ otherKeySpecs: false }, asked)]).toEqual([true, false]);
  });

  test('a store that can do next to nothing still has traces to run', () => {
    const [trace] = fc.sample(
      traceArbitrary({
        ...options,
        supports: ['PutObject', 'GetObject'],
        capabilities: {
          accounts: 'one',
          plainObjects: false,
          keyForms: ['arn'],
          algorithms: ['AES256'],
          extraContext: false,
          objectKeys: 'plain',
          signatures: ['v4'],
          scopingPolicies: false,
        },
      }),
      { seed: 1, numRuns: 1 },
    );
    expect(trace!.steps.length).toBeGreaterThan(0);
    expect(trace!.setup).toMatchObject({ kmsKeys: [], aliases: [] });
  });
});

test('everything is what a system can do that says nothing: the same seed gives the same traces', () => {
  const silent = fc.sample(traceArbitrary(options), { seed: 7, numRuns: 30 });
  expect(tracesWithin({})).toEqual(silent);
});

describe('where somebody has to wait', () => {
  const paused = fc.sample(traceArbitrary({ ...options, longestPauseMs: 2_000 }), { seed: 7, numRuns: 30 });
  const gaps = paused.flatMap(({ steps }) => steps.slice(1).map(({ atMs }, i) => atMs - steps[i]!.atMs));

  test('no pause is longer than it may be, and most steps follow at once', () => {
    expect(Math.max(...gaps)).toBe(2_000);
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(0.8 * gaps.length);
  });
});
