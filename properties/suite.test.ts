import { describe, expect, test, vi } from 'vitest';
import { profileNamed, requirement } from '../model/index.ts';
import { homeKey, SCENE } from '../model/testing/scene.ts';
import { errors } from './errors.ts';
import { METAMORPHIC } from './metamorphic.ts';
import { PROPERTIES } from './properties.ts';
import { PropertySuite } from './suite.ts';
import { ObservedTrace, shownRefusal, withBucketKey } from './testing/observed-trace.ts';

const cold = withBucketKey('K1', 'GenerateDataKey b K1');

describe('suite', () => {
  test('it names the property, the step and the reason, and counts what was checked and exercised', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .get(1, 'ann', 'b/a', withBucketKey('K1'))
      .get(2, 'bob', 'b/a', withBucketKey('K1'));
    const suite = new PropertySuite(PROPERTIES, SCENE, profileNamed('ideal'));
    const findings = scene.steps.map((seen) => suite.see(seen));
    expect(findings.slice(0, 2)).toEqual([[], []]);
    const pays = findings[2]?.find(({ property }) => property.id === 'every-requester-pays');
    expect(pays?.stepIndex).toBe(2);
    expect(pays?.reason).toContain('bob read b/a at 2 s without a KMS call');
    expect(pays?.requirements).toEqual(['F-97', 'F-95']);
    expect(pays?.parts).toEqual([{ part: 'kmsCalls', expected: 'a call of bob', observed: 'none' }]);
    const count = suite.counts().find(({ property }) => property.id === 'every-requester-pays');
    expect(count).toMatchObject({ checked: 3, exercised: 1 });
  });

  test('a finding cites the one error that it is, where there are many', () => {
    const [seen] = new ObservedTrace().get(0, 'bob', 'none/a', withBucketKey('K1')).steps;
    if (seen === undefined) throw new Error('a step');
    const [finding] = new PropertySuite([errors], SCENE, profileNamed('ideal')).see(seen);
    expect(finding?.requirements).toEqual(['E-29']);
  });

  test('as long as all is well every step answers the very same list', () => {
    const suite = new PropertySuite(PROPERTIES, SCENE, profileNamed('ideal'));
    const [first, second] = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(1, 'ann', 'b/b', withBucketKey('K1')).steps;
    if (first === undefined || second === undefined) throw new Error('two steps');
    expect(suite.see(first)).toBe(suite.see(second));
  });

  test('ids are unique and every cited requirement exists', () => {
    const all = [...PROPERTIES, ...METAMORPHIC];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const unknown = all.flatMap(({ id, requirements }) =>
      requirements.filter((one) => requirement(one) === undefined).map((one) => `${id}: ${one}`),
    );
    expect(unknown).toEqual([]);
  });

  test('a step never goes through what a long trace has left behind', () => {
    const suite = new PropertySuite(PROPERTIES, SCENE, profileNamed('ideal'));
    const scene = new ObservedTrace()
      .rule(0, 'c', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K2', BucketKeyEnabled: true })
      .replicate(0, homeKey('K2'))
      .put(1, 'ann', 'b/a', cold)
      .get(2, 'bob', 'b/a', withBucketKey('K1', 'Decrypt b K1'))
      .copy(3, 'ann', 'b/a', 'c/a', withBucketKey('K2', 'GenerateDataKey c K2'))
      .put(4, 'ann', 'b/a', shownRefusal(400, 'KMS.NotFoundException', 'GenerateDataKey b K2 NotFoundException'))
      .deliver(5, 'b/a', 'COMPLETED', 'Decrypt b K1', 'Encrypt c K2', 'Decrypt c K2')
      .head(6, 'bob', 'b/a', withBucketKey('K1'))
      .add(7, 'ann', { op: 'DeleteObject', bucket: 'b', key: 'a' }, { status: 204 })
      .add(8, null, { op: 'RestartHosts' });
    const spies = [Map.prototype, Set.prototype].flatMap((kept) => [
      vi.spyOn(kept, 'forEach'),
      vi.spyOn(kept, 'values'),
      vi.spyOn(kept, 'entries'),
      vi.spyOn(kept, 'keys'),
      vi.spyOn(kept, Symbol.iterator),
    ]);
    const findings = scene.steps.flatMap((seen) => suite.see(seen));
    const passes = spies.map((spy) => spy.mock.calls.length);
    for (const spy of spies) spy.mockRestore();
    expect(findings).toEqual([]);
    expect(passes).toEqual(spies.map(() => 0));
  });
});
