import { describe, expect, test } from 'vitest';
import { REQUIREMENT_IDS } from './testing/requirement-ids.ts';
import { METAMORPHIC } from './metamorphic.ts';
import { PROPERTIES } from './properties.ts';
import { PropertySuite } from './suite.ts';
import { profile, Scene, SETUP, withBucketKey } from './testing/scene.ts';

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
    const count = suite.counts().find(({ property }) => property.id === 'every-requester-pays');
    expect(count).toMatchObject({ checked: 3, exercised: 1 });
  });

  test('as long as all is well every step answers the very same list', () => {
    const suite = new PropertySuite(PROPERTIES, SETUP, profile('ideal'));
    const [first, second] = new Scene().put(0, 'writer', 'b1/a', cold).put(1, 'writer', 'b1/b', withBucketKey('k1')).steps;
    if (first === undefined || second === undefined) throw new Error('two steps');
    expect(suite.see(first)).toBe(suite.see(second));
  });

  test('ids are unique and every cited requirement exists', () => {
    const all = [...PROPERTIES, ...METAMORPHIC];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const unknown = all.flatMap(({ id, requirements }) => requirements.filter((one) => !REQUIREMENT_IDS.has(one)).map((one) => `${id}: ${one}`));
    expect(unknown).toEqual([]);
  });

  test('a step costs the same at the end of a long trace as at its beginning', () => {
    // Counted instead of timed: what a step reads of the objects a long trace has left behind must not grow with them.
    let reads = 0;
    const original = Map.prototype.get;
    const counted = (length: number): number => {
      const suite = new PropertySuite(PROPERTIES, SETUP, profile('ideal'));
      const scene = new Scene().put(0, 'writer', 'b1/k0', cold);
      for (let index = 1; index < length; index += 1) scene.put(1, 'writer', `b1/k${index}`, withBucketKey('k1'));
      for (const seen of scene.steps) suite.see(seen);
      const [last] = new Scene().get(2, 'writer', 'b1/k0', withBucketKey('k1')).steps;
      if (last === undefined) throw new Error('one step');
      reads = 0;
      Map.prototype.get = function get(this: Map<unknown, unknown>, key: unknown): unknown {
        reads += 1;
        return original.call(this, key);
      };
      try {
        suite.see(last);
      } finally {
        Map.prototype.get = original;
      }
      return reads;
    };
    const short = counted(2);
    expect(short).toBeGreaterThan(0);
    expect(counted(2000)).toBe(short);
  });
});
