import { describe, expect, test, vi } from 'vitest';
import { requirement } from '../model/index.ts';
import { errors } from './errors.ts';
import { METAMORPHIC } from './metamorphic.ts';
import { PROPERTIES } from './properties.ts';
import { PropertySuite } from './suite.ts';
import { arn, profile, refused, Scene, SETUP, withBucketKey } from './testing/scene.ts';

const cold = withBucketKey('k1', 'GenerateDataKey b1 k1');

describe('suite', () => {
  test('it names the property, the step and the reason, and counts what was checked and exercised', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .get(1, 'writer', 'b1/a', withBucketKey('k1'))
      .get(2, 'reader', 'b1/a', withBucketKey('k1'));
    const suite = new PropertySuite(PROPERTIES, SETUP, profile('ideal'));
    const findings = scene.steps.map((seen) => suite.see(seen));
    expect(findings.slice(0, 2)).toEqual([[], []]);
    const pays = findings[2]?.find(({ property }) => property.id === 'every-requester-pays');
    expect(pays?.stepIndex).toBe(2);
    expect(pays?.reason).toContain('reader read b1/a at 2 s without a KMS call');
    expect(pays?.requirements).toBe(pays?.property.requirements);
    const count = suite.counts().find(({ property }) => property.id === 'every-requester-pays');
    expect(count).toMatchObject({ checked: 3, exercised: 1 });
  });

  test('a finding cites the one error that it is, where there are many', () => {
    const [seen] = new Scene().get(0, 'reader', 'none/a', withBucketKey('k1')).steps;
    if (seen === undefined) throw new Error('a step');
    const [finding] = new PropertySuite([errors], SETUP, profile('ideal')).see(seen);
    expect(finding?.requirements).toEqual(['E-29']);
  });

  test('as long as all is well every step answers the very same list', () => {
    const suite = new PropertySuite(PROPERTIES, SETUP, profile('ideal'));
    const [first, second] = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .put(1, 'writer', 'b1/b', withBucketKey('k1')).steps;
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
    const suite = new PropertySuite(PROPERTIES, SETUP, profile('ideal'));
    const scene = new Scene()
      .rule(0, 'b2', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k2', BucketKeyEnabled: true })
      .replicate(0, arn('k2'))
      .put(1, 'writer', 'b1/a', cold)
      .get(2, 'reader', 'b1/a', withBucketKey('k1', 'Decrypt b1 k1'))
      .copy(3, 'writer', 'b1/a', 'b2/a', withBucketKey('k2', 'GenerateDataKey b2 k2'))
      .put(4, 'writer', 'b1/a', refused(400, 'KMS.NotFoundException', 'GenerateDataKey b1 k2 NotFoundException'))
      .deliver(5, 'b1/a', 'COMPLETED', 'Decrypt b1 k1', 'Encrypt b2 k2', 'Decrypt b2 k2')
      .head(6, 'reader', 'b1/a', withBucketKey('k1'))
      .add(7, 'writer', { op: 'DeleteObject', bucket: 'b1', key: 'a' }, { status: 204 })
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
