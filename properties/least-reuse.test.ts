import { describe, expect, test } from 'vitest';
import { type Profile, profileNamed } from '../model/index.ts';
import { SCENE } from '../model/testing/scene.ts';
import { leastReuse } from './least-reuse.ts';
import { PROPERTIES, propertiesUnder } from './properties.ts';
import { PropertySuite } from './suite.ts';
import { ObservedTrace, withBucketKey, withoutBucketKey } from './testing/observed-trace.ts';

const TWICE: Profile = { ...profileNamed('aws'), leastReuse: 2 };
const cold = withBucketKey('K1', 'GenerateDataKey b K1');
const opened = withBucketKey('K1', 'Decrypt b K1');
const warm = withBucketKey('K1');

/** What is said of a trace when it is over; nothing is said before. */
function atTheEnd({ steps }: ObservedTrace, profile = TWICE): string | undefined {
  const suite = new PropertySuite([leastReuse], SCENE, profile);
  for (const seen of steps) expect(suite.see(seen)).toEqual([]);
  const [found] = suite.end();
  expect(found?.stepIndex ?? steps.length - 1).toBe(steps.length - 1);
  return found?.reason;
}

describe('least-reuse', () => {
  test('a call for each use is told once the trace is over', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(1, 'ann', 'b/b', cold)
      .get(2, 'ann', 'b/a', opened);
    expect(atTheEnd(scene)).toBe(
      'ann used bucket keys 3 times and made 3 KMS calls for them, so that a call served 1 use; the profile asks for 2',
    );
    expect(atTheEnd(scene, { ...TWICE, leastReuse: 1 })).toBeUndefined();
    expect(atTheEnd(scene, { ...TWICE, leastReuse: 'none' })).toBeUndefined();
  });

  test('as many uses as are asked for are enough, however they lie', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).put(1, 'ann', 'b/b', cold);
    expect(atTheEnd(scene.get(2, 'ann', 'b/a', warm).get(3, 'ann', 'b/b', warm))).toBeUndefined();
    expect(atTheEnd(scene.put(4, 'ann', 'b/c', cold))).toContain('served 1.7 uses');
  });

  test('each requester has its own count, and one who came once has nothing to reuse', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).put(1, 'ann', 'b/a', warm);
    expect(atTheEnd(scene.get(2, 'bob', 'b/a', opened))).toBeUndefined();
    expect(atTheEnd(scene.get(3, 'bob', 'b/a', opened))).toContain('bob used bucket keys 2 times');
  });

  test('objects without bucket key do not count', () => {
    const ofObject = withoutBucketKey('K1', 'GenerateDataKey b/a K1');
    expect(atTheEnd(new ObservedTrace().put(0, 'ann', 'b/a', ofObject).put(1, 'ann', 'b/a', ofObject))).toBeUndefined();
  });

  test('is a property of profiles that ask for it, and of no shipped one', () => {
    expect(propertiesUnder(TWICE)).toEqual([...PROPERTIES, leastReuse]);
    expect(propertiesUnder(profileNamed('aws'))).toBe(PROPERTIES);
  });
});
