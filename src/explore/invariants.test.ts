import { expect, test } from 'vitest';
import { type Event, type KmsCall, type Outcome, perform } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Exploration } from './exploration.ts';
import { explore } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import type { ExploreScope } from './scope.ts';
import { copies } from './scopes/copies.ts';
import { tiny } from './scopes/tiny.ts';
import { forgetsWhoObtained } from './testing/faults.ts';

type Act = typeof perform;

/** The model, its outcome changed after each step. */
function spoilt(spoil: (outcome: Outcome, event: Event) => Outcome): Act {
  return (draft, input, chooser) => spoil(perform(draft, input, chooser), input.event);
}

/** The model with its outcomes changed where an event of this name succeeds. */
function shows(op: Event['op'], change: (outcome: Outcome) => Partial<Outcome>): Act {
  return spoilt((outcome, event) =>
    event.op === op && outcome.status < 400 ? { ...outcome, ...change(outcome) } : outcome,
  );
}

function calls(outcome: Outcome, change: (call: KmsCall) => Partial<KmsCall>): Partial<Outcome> {
  return { kmsCalls: outcome.kmsCalls.map((call) => ({ ...call, ...change(call) })) };
}

/** The object b/x gets another content after steps of some kinds. */
function decaysAfter(isMoment: (outcome: Outcome, event: Event) => boolean): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const number = draft.scope.object('b', 'x');
    const version = draft.objects.get(number);
    if (version !== undefined && isMoment(outcome, input.event))
      draft.set('objects', number, { ...version, md5: 'other' });
    return outcome;
  };
}

/** An object written into one bucket gets the bucket key of whatever object there is. */
const shared: Act = (draft, input, chooser) => {
  const outcome = perform(draft, input, chooser);
  const { event } = input;
  if (event.op !== 'CopyObject' || outcome.status >= 400) return outcome;
  const source = draft.objects.get(draft.scope.object(event.source.bucket, event.source.key));
  const number = draft.scope.object(event.bucket, event.key);
  const copy = draft.objects.get(number);
  if (source === undefined || copy === undefined || source.bucketKey < 0 || copy.bucketKey < 0) return outcome;
  draft.set('objects', number, { ...copy, bucketKey: source.bucketKey });
  return outcome;
};

/** Refusals of KMS that are taken for an answer. */
function allows(refusal: string, states: readonly string[] = ['sseKms', 'sseKmsBucketKey', 'dsseKms']): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const { event } = input;
    if (event.op !== 'GetObject' || outcome.code !== refusal) return outcome;
    const version = draft.objects.get(draft.scope.object(event.bucket, event.key));
    if (version === undefined || !states.includes(version.state)) return outcome;
    const opened = { status: 200, code: null, sse: 'aws:kms', etag: '*', contentMd5: version.md5 } as const;
    return { ...outcome, ...opened, ...calls(outcome, () => ({ result: 'ok' })) };
  };
}

// A bucket without bucket key is what `unrecoverable` is about; `tiny` has none.
const perObject: ExploreScope = {
  ...tiny,
  monitored: false,
  actions: [
    ...tiny.actions,
    {
      by: 'ann',
      event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }] },
    },
  ],
};

const FAULTS: readonly (readonly [id: string, scope: ExploreScope, act: Act])[] = [
  ['every-requester-pays', tiny, forgetsWhoObtained],
  [
    'no-free-ride',
    perObject,
    shows('PutObject', (outcome) => (outcome.bucketKeyEnabled === true ? {} : { kmsCalls: [] })),
  ],
  ['key-scope', copies, shared],
  [
    'context-names-the-bucket',
    perObject,
    shows('PutObject', (outcome) =>
      outcome.bucketKeyEnabled === true
        ? {}
        : calls(outcome, () => ({ context: { 'aws:s3:arn': 'arn:aws:s3:::other' } })),
    ),
  ],
  [
    'calls-per-side',
    tiny,
    shows('GetObject', (outcome) => ({ kmsCalls: outcome.kmsCalls.flatMap((call) => [call, call]) })),
  ],
  ['atomic-writes', tiny, decaysAfter(({ status }) => status >= 400)],
  [
    'config-is-not-retroactive',
    tiny,
    decaysAfter(({ status }, { op }) => status < 400 && op === 'PutBucketEncryption'),
  ],
  ['etag-class', tiny, shows('PutObject', ({ sse, etag }) => ({ etag: sse === 'AES256' ? '*' : etag }))],
  ['unrecoverable', perObject, allows('KMS.NotFoundException', ['sseKms'])],
  ['revocation-bound', tiny, allows('KMS.DisabledException')],
  ['copy-takes-destination', copies, shows('CopyObject', () => ({ sse: 'aws:kms:dsse', etag: '*' }))],
  ['throttling', copies, allows('SlowDown')],
];

test('every invariant of a property is judged', () => {
  const having = PROPERTIES.filter(({ invariant }) => invariant !== undefined);
  expect(having).toHaveLength(12);
  expect(INVARIANTS.map(({ id }) => id).toSorted()).toEqual(having.map(({ id }) => id).toSorted());
});

test('a mistake is planted for each invariant', () => {
  expect(FAULTS.map(([id]) => id)).toEqual(INVARIANTS.map(({ id }) => id));
});

test.each(FAULTS)('%s can fail: exploration finds a mistake planted for it', async (id, scope, act) => {
  const { found, unknownBecause } = await explore(scope, { maxStates: 20_000, act });
  expect(unknownBecause).toBeUndefined();
  expect(found?.violation.property).toBe(id);
});

/** Actions and ticks on the way to what was found. */
function stepsTo({ found }: Exploration, { tickMs }: ExploreScope): number {
  const steps = found?.trace.steps ?? [];
  return steps.length + (steps.at(-1)?.step.atMs ?? 0) / tickMs;
}

test.each(FAULTS)('%s fails as early where states that differ only in names are one', async (id, scope, act) => {
  const [plain, reduced] = await Promise.all(
    [false, true].map((symmetry) => explore(scope, { maxStates: 20_000, act, symmetry })),
  );
  if (plain === undefined || reduced === undefined) throw new Error('there are two explorations');
  expect(reduced.found?.violation.property).toBe(id);
  expect(stepsTo(reduced, scope)).toBe(stepsTo(plain, scope));
  // `copies` treats no two names alike.
  expect(reduced.symmetries).toBe(scope === copies ? 1 : 2);
});
