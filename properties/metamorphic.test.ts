import { describe, expect, test } from 'vitest';
import { bucketArn, profileNamed, type Step } from '../model/index.ts';
import { HOME_ACCOUNT, SCENE } from '../model/testing/scene.ts';
import { dominance } from './dominance.ts';
import { independence } from './independence.ts';
import type { MetamorphicProperty } from './metamorphic/metamorphic-property.ts';
import { METAMORPHIC } from './metamorphic.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement } from './property.ts';
import { symmetry } from './symmetry.ts';
import { ObservedTrace, role, type Shown, withBucketKey, withoutBucketKey } from './testing/observed-trace.ts';
import { timeShift } from './time-shift.ts';

const ON = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true } as const;

function original(): ObservedTrace {
  return new ObservedTrace()
    .rule(0, 'b', ON)
    .put(1, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'), { bucketKeyEnabled: true })
    .get(2, 'ann', 'b/a', withBucketKey('K1'));
}

/** Answers the variant of the scene as `answer` says; the rest as in the original. */
function related(
  property: MetamorphicProperty,
  scene: ObservedTrace,
  answer: (step: Step, index: number) => Shown | undefined,
): Judgement {
  const steps = scene.steps.map(({ step }) => step);
  const other = new ObservedTrace();
  for (const [index, step] of property.variant(SCENE, steps).steps.entries()) {
    other.add(step.atMs / 1000, step.by, step.event, answer(step, index) ?? {});
  }
  return property.relate(scene.steps, other.steps);
}

function reason(judgement: Judgement): string {
  if (typeof judgement === 'string') throw new Error(`not refused but ${judgement}`);
  return judgement.violation;
}

describe('metamorphic properties', () => {
  test('they apply to one cache that drops nothing early', () => {
    expect(METAMORPHIC.map((property) => property.applies(profileNamed('ideal')))).toEqual([true, true, true, true]);
    expect(METAMORPHIC.some((property) => property.applies(profileNamed('aws')))).toBe(false);
  });
});

describe('dominance', () => {
  test('the variant has every bucket key turned off, in rules and in headers', () => {
    const [rule, put] = dominance.variant(
      SCENE,
      original().steps.map(({ step }) => step),
    ).steps;
    expect(rule?.event).toMatchObject({ rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1' }] });
    expect(JSON.stringify(rule)).not.toContain('BucketKeyEnabled');
    expect(put?.event).toMatchObject({ headers: { bucketKeyEnabled: false } });
  });

  test('bucket keys that save a call are what it is for, and ones that cost a call are refused', () => {
    const off = [{}, withoutBucketKey('K1', 'GenerateDataKey b/a K1'), withoutBucketKey('K1', 'Decrypt b/a K1')];
    expect(related(dominance, original(), (_, index) => off[index])).toBe('exercised');
    const free = [{}, withoutBucketKey('K1'), withoutBucketKey('K1')];
    expect(reason(related(dominance, original(), (_, index) => free[index]))).toBe(
      'ann wrote b/a at 1 s with 1 KMS calls, but with bucket keys off the same step made only 0',
    );
  });

  test('after the first step that is answered otherwise there is nothing to compare', () => {
    const denied = [{}, { status: 403, code: 'AccessDenied' }, { status: 404, code: 'NoSuchKey' }];
    expect(related(dominance, original(), (_, index) => denied[index])).toBe('held');
  });
});

describe('time-shift', () => {
  const same = [{}, withBucketKey('K1', 'GenerateDataKey b K1'), withBucketKey('K1')];

  test('the same answers later are accepted, others are refused', () => {
    expect(related(timeShift, original(), (_, index) => same[index])).toBe('exercised');
    const cold = [...same.slice(0, 2), withBucketKey('K1', 'Decrypt b K1')];
    expect(reason(related(timeShift, original(), (_, index) => cold[index]))).toContain(
      'the same step 7 h 3 min 17.123 s later was answered otherwise: KMS calls none there',
    );
  });
});

describe('symmetry', () => {
  test('names, roles and what policies say of them are exchanged together', () => {
    const scene = new ObservedTrace().replicate(0).add(1, 'admin', {
      op: 'PutKeyPolicy',
      keyId: 'K1',
      statements: [{ effect: 'Allow', principal: role('ann'), actions: ['kms:*'], contextArn: bucketArn('b') }],
    });
    const { setup, steps } = symmetry.variant(
      SCENE,
      scene.steps.map(({ step }) => step),
    );
    expect(setup.requesters[0]).toMatchObject({
      name: 'ann-x',
      principal: 'ann-x',
      session: 's1-x',
      account: SCENE.requesters[0]?.account,
    });
    expect(setup.requesters[2]?.scopingPolicy).toBe('narrow-x');
    expect(steps[0]).toMatchObject({ by: 'admin-x', event: { role: 'admin-x', bucket: 'b' } });
    expect(steps[1]?.event).toMatchObject({
      statements: [{ principal: role('ann-x'), contextArn: bucketArn('b') }],
    });
  });

  test('a new name is never one that occurs already', () => {
    const event = { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'admin-x' } as const;
    const { setup, steps } = symmetry.variant(SCENE, [{ atMs: 0, by: 'admin', event }]);
    expect(setup.requesters[4]?.name).toBe('admin-x-2');
    expect(steps[0]?.event).toMatchObject({ role: 'admin-x' });
  });

  test('calls are compared under the old names', () => {
    const same = [{}, withBucketKey('K1', 'GenerateDataKey b K1'), withBucketKey('K1')];
    expect(related(symmetry, original(), (_, index) => same[index])).toBe('exercised');
    const other = [{}, { ...withBucketKey('K1', 'GenerateDataKey b K1'), callsBy: 'bob-x' }, withBucketKey('K1')];
    expect(reason(related(symmetry, original(), (_, index) => other[index]))).toContain(
      'with other names the same step was answered otherwise',
    );
  });
});

describe('independence', () => {
  test('a stranger with a bucket, a key and an account of its own works between the steps', () => {
    const { setup, steps } = independence.variant(
      SCENE,
      original().steps.map(({ step }) => step),
    );
    expect(steps.map(({ by }) => by)).toEqual(['admin', 'aside', 'ann', 'ann', 'aside']);
    expect(setup.buckets.at(-1)).toEqual({ name: 'aside-bucket', account: '999999999999', plainObjects: [] });
    expect(steps.map(({ atMs }) => atMs)).toEqual([0, 0, 1000, 2000, 2000]);
  });

  test('there is no stranger where KMS is asked in one name for all, whose quota it would use up (F-127)', () => {
    const setup = { ...SCENE, service: 'ann', kmsQuotas: [{ account: HOME_ACCOUNT, requestsPerSecond: 2 }] };
    const { steps } = original();
    expect(
      independence.variant(
        setup,
        steps.map(({ step }) => step),
      ).steps,
    ).toHaveLength(steps.length);
    expect(independence.relate(steps, steps)).toBe('idle');
  });

  test('answers that stay the same are accepted, others are refused', () => {
    const own =
      (seen: readonly ObservedStep[]) =>
      (step: Step): Shown | undefined => {
        const found = seen.find(({ step: { event } }) => event === step.event)?.observation;
        if (found === undefined) return withBucketKey('K1', 'Decrypt aside-bucket K1');
        return step.event.op === 'PutObject' ? withBucketKey('K1', 'GenerateDataKey b K1') : { ...found, calls: [] };
      };
    const scene = original();
    expect(related(independence, scene, own(scene.steps))).toBe('exercised');
    const disturbed = (step: Step): Shown | undefined =>
      step.event.op === 'GetObject' && step.by === 'ann' ? withBucketKey('K1', 'Decrypt b K1') : own(scene.steps)(step);
    expect(reason(related(independence, scene, disturbed))).toContain('with a stranger at work in another bucket');
  });
});
