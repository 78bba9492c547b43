import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { get, put, ruled, toySetup } from '../diagram/testing/toy-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { Oracle } from './oracle.ts';

/** What the last step does with bucket keys, in every way that explains it. */
function usesOfLast(profile: string, ...steps: Trace['steps']) {
  const oracle = new Oracle(toySetup('alpha'), profileNamed(profile));
  for (const step of steps.slice(0, -1)) expect(oracle.see(step)).toBe('conforms');
  const uses = oracle.bucketKeyUses(steps.at(-1)!);
  expect(oracle.see(steps.at(-1)!)).toBe(uses.length === 0 ? 'violates' : 'conforms');
  return uses;
}

const made = put('writer', 1_000, ['GenerateDataKey']);

describe('what a step does with bucket keys', () => {
  test('a cold write makes one, named by its step', () => {
    expect(usesOfLast('ideal', ruled(), made)).toEqual([
      [{ how: 'made', purpose: 'write', bucketKey: 2, bucket: 'alpha', by: 'writer' }],
    ]);
  });

  test('a warm write uses it, and one says since when it is cached', () => {
    expect(usesOfLast('ideal', ruled(), made, put('writer', 2_000, [], 'b'))).toEqual([
      [{ how: 'warm', purpose: 'write', bucketKey: 2, bucket: 'alpha', by: 'writer', sinceMs: 1_000 }],
    ]);
  });

  test('another reader has it decrypted, and then reads warm', () => {
    const cold = get('reader', 2_000, ['Decrypt']);
    const use = { purpose: 'read', bucketKey: 2, bucket: 'alpha', by: 'reader' } as const;
    expect(usesOfLast('ideal', ruled(), made, cold)).toEqual([[{ how: 'decrypted', ...use }]]);
    expect(usesOfLast('ideal', ruled(), made, cold, get('reader', 3_000, []))).toEqual([
      [{ how: 'warm', ...use, sinceMs: 2_000 }],
    ]);
  });

  test('nothing, where nothing explains the step or no bucket key is needed', () => {
    expect(usesOfLast('ideal', ruled(), made, get('reader', 2_000, []))).toEqual([]);
    expect(usesOfLast('ideal', ruled())).toEqual([[]]);
  });

  test('every way is told where nobody saw whether KMS was called', () => {
    const ways = usesOfLast('aws', ruled(), made, put('writer', 2_000, undefined, 'b'));
    expect(ways.map((uses) => uses.map(({ how }) => how))).toEqual(
      expect.arrayContaining([['warm'], ['made'], ['decrypted']]),
    );
  });

  test('some bucket key serves where it is not known which one', () => {
    const unseen = put('writer', 2_000, undefined, 'b');
    expect(usesOfLast('aws', ruled(), put('writer', 1_000, undefined), unseen, get('writer', 3_000, [], 'b'))).toEqual([
      [{ how: 'warm', purpose: 'read', bucketKey: undefined, bucket: 'alpha', by: 'writer' }],
    ]);
  });

  test('nothing, where not every way can be looked at', () => {
    const oracle = new Oracle(toySetup('alpha'), profileNamed('aws'), { worlds: 256, results: 2 });
    for (const step of [ruled(), made]) oracle.see(step);
    expect(oracle.bucketKeyUses(put('writer', 2_000, undefined, 'b'))).toEqual([]);
  });

  test('a question changes nothing', () => {
    const oracle = new Oracle(toySetup('alpha'), profileNamed('aws'));
    for (const step of [ruled(), made, put('writer', 2_000, undefined, 'b'), get('writer', 3_000, [], 'b')]) {
      oracle.bucketKeyUses(step);
      oracle.bucketKeyUses(step);
      expect(oracle.see(step)).toBe('conforms');
    }
  });
});
