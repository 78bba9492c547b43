import { expect, test } from 'vitest';
import { type KmsCall, type Step, type StepResult, step, type World } from '../../model/index.ts';
import { propertyIds } from '../check/choose.ts';
import { explore } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import type { ExploreScope } from './scope.ts';
import { copies } from './scopes/copies.ts';
import { tiny } from './scopes/tiny.ts';
import { forgetsWhoObtained } from './testing/faults.ts';

type Spoil = (result: StepResult, input: Step, before: World) => StepResult;

/** The model, spoilt after each step. */
function spoilt(spoil: Spoil): typeof step {
  return (world, input, chooser) => spoil(step(world, input, chooser), input, world);
}

/** The model with its outcomes changed where an event of this name succeeds. */
function shows(op: Step['event']['op'], change: (result: StepResult) => Partial<StepResult['outcome']>): typeof step {
  return spoilt((result, { event }) =>
    event.op === op && result.outcome.status < 400 ? { ...result, outcome: { ...result.outcome, ...change(result) } } : result,
  );
}

function calls(result: StepResult, change: (call: KmsCall) => Partial<KmsCall>): Partial<StepResult['outcome']> {
  return { kmsCalls: result.outcome.kmsCalls.map((call) => ({ ...call, ...change(call) })) };
}

/** All objects of a world put under another encryption. */
const decayed: Spoil = (result, { event }) => {
  let { objects } = result.world;
  result.world.objects.forEach((version, number) => {
    if (event.op === 'PutBucketEncryption' || result.outcome.status >= 400) objects = objects.set(number, { ...version, md5: 'other' });
  });
  return { ...result, world: { ...result.world, objects } };
};

const onlyRefused: Spoil = (result, input, before) => (result.outcome.status >= 400 ? decayed(result, input, before) : result);

/** An object written into one bucket gets the bucket key of whatever object there is. */
const shared: Spoil = (result, { event }, before) => {
  if (event.op !== 'CopyObject' || result.outcome.status >= 400) return result;
  const source = before.objects.get(before.scope.object(event.source.bucket, event.source.key));
  const number = before.scope.object(event.bucket, event.key);
  const copy = result.world.objects.get(number);
  if (source === undefined || copy === undefined || source.generation < 0 || copy.generation < 0) return result;
  return { ...result, world: { ...result.world, objects: result.world.objects.set(number, { ...copy, generation: source.generation }) } };
};

/** Refusals of KMS that are taken for an answer. */
function allows(refusal: string, states: readonly string[] = ['sseKms', 'sseKmsBucketKey', 'dsseKms']): typeof step {
  return spoilt((result, { event }, before) => {
    if (event.op !== 'GetObject' || result.outcome.code !== refusal) return result;
    const version = before.objects.get(before.scope.object(event.bucket, event.key));
    if (version === undefined || !states.includes(version.state)) return result;
    return {
      ...result,
      outcome: {
        ...result.outcome,
        status: 200,
        code: null,
        sse: 'aws:kms',
        etag: '*',
        contentMd5: version.md5,
        ...calls(result, () => ({ result: 'ok' })),
      },
    };
  });
}

// A bucket without bucket key is what `unrecoverable` is about; `tiny` has none.
const perObject: ExploreScope = {
  ...tiny,
  monitored: false,
  actions: [
    ...tiny.actions,
    { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }] } },
  ],
};

const FAULTS: readonly (readonly [id: string, scope: ExploreScope, spoilt: typeof step])[] = [
  ['every-requester-pays', tiny, forgetsWhoObtained],
  ['no-free-ride', perObject, shows('PutObject', (result) => (result.outcome.bucketKeyEnabled === true ? {} : { kmsCalls: [] }))],
  ['key-scope', copies, spoilt(shared)],
  [
    'context-names-the-bucket',
    perObject,
    shows('PutObject', (result) =>
      result.outcome.bucketKeyEnabled === true ? {} : calls(result, () => ({ context: { 'aws:s3:arn': 'arn:aws:s3:::other' } })),
    ),
  ],
  ['calls-per-side', tiny, shows('GetObject', (result) => ({ kmsCalls: result.outcome.kmsCalls.flatMap((call) => [call, call]) }))],
  ['atomic-writes', tiny, spoilt(onlyRefused)],
  [
    'config-is-not-retroactive',
    tiny,
    spoilt((result, input, before) => (input.event.op === 'PutBucketEncryption' ? decayed(result, input, before) : result)),
  ],
  ['etag-class', tiny, shows('PutObject', ({ outcome }) => ({ etag: outcome.sse === 'AES256' ? '*' : outcome.etag }))],
  ['unrecoverable', perObject, allows('KMS.NotFoundException', ['sseKms'])],
  ['revocation-bound', tiny, allows('KMS.DisabledException')],
  ['copy-takes-destination', copies, shows('CopyObject', () => ({ sse: 'aws:kms:dsse', etag: '*' }))],
  ['throttling', copies, allows('SlowDown')],
];

test('each invariant goes by the id of a property', () => {
  expect(INVARIANTS.map(({ id }) => id).filter((id) => !propertyIds().includes(id))).toEqual([]);
});

test('a mistake is planted for each invariant', () => {
  expect(FAULTS.map(([id]) => id)).toEqual(INVARIANTS.map(({ id }) => id));
});

test.each(FAULTS)('%s can fail: exploration finds a mistake planted for it', async (id, scope, spoiltStep) => {
  const { found, unknownBecause } = await explore(scope, { maxStates: 20_000, step: spoiltStep });
  expect(unknownBecause).toBeUndefined();
  expect(found?.violation.property).toBe(id);
});
