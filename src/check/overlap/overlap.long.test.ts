import { describe, expect, test } from 'vitest';
import { type Event, profileNamed } from '../../../model/index.ts';
import {
  copy,
  encrypt,
  evict,
  get,
  put,
  remove,
  replicate,
  replication,
  update,
  versioning,
} from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../../reference/index.ts';
import { embeddedSut } from '../../suts/embedded.ts';
import { overlappingFor } from '../../suts/overlapping.ts';
import { check } from '../check.ts';
import type { CheckReport } from '../check-report.ts';
import { EXPLAINED } from '../explained.ts';
import { groupsOf, mayOverlap } from './groups.ts';
import { RACE_FAULTS } from './testing/race-faults.ts';

function checked(parts: ReferenceParts, profileName: string, runs: number): Promise<CheckReport> {
  const profile = profileNamed(profileName);
  const request = { profile, runs, seed: 1, maxSteps: 300, properties: [EXPLAINED], overlap: true };
  return check(request, overlappingFor(profile, parts));
}

describe('two requests at a time', () => {
  test.each(['ideal', 'strict'])('the reference conforms under %s', async (name) => {
    const report = await checked(REFERENCE_PARTS, name, 150);
    expect(report).toMatchObject({ verdict: 'conforms', runs: 150, sut: 'embedded reference, two requests at a time' });
  });

  test('equal seeds overlap alike', async () => {
    const one = await checked(REFERENCE_PARTS, 'ideal', 10);
    expect(await checked(REFERENCE_PARTS, 'ideal', 10)).toEqual(one);
  });

  test.each(RACE_FAULTS)('it is found that %s', async (_fault, parts) => {
    const { verdict, violations } = await checked(parts, 'ideal', 3_000);
    expect(verdict).toBe('violates');
    expect(violations[0]?.trace.steps.length).toBeLessThan(20);
    // Run again, the same steps overlap in the same way.
    expect(violations[0]).not.toHaveProperty('flaky');
  });

  test.each(RACE_FAULTS)('one at a time it is not seen that %s', async (_fault, parts) => {
    const profile = profileNamed('ideal');
    const inTurn = overlappingFor(profile, parts);
    expect(await check({ profile, runs: 40, seed: 1, maxSteps: 300 }, inTurn)).toMatchObject({ verdict: 'conforms' });
  });

  test('what is told of two says that they overlapped', async () => {
    const { violations } = await checked(RACE_FAULTS[0]![1], 'ideal', 300);
    expect(violations[0]?.violation.reason).toMatch(
      /^\w+ and \w+ overlapped, and in no order does the model explain both/,
    );
  });

  test('a system that takes one request at a time is refused', async () => {
    const profile = profileNamed('ideal');
    const request = { profile, runs: 1, seed: 1, maxSteps: 5, properties: [EXPLAINED], overlap: true };
    await expect(check(request, embeddedSut())).rejects.toThrow('takes one request at a time');
  });
});

describe('what may overlap', () => {
  const rule: Event = encrypt('b', { SSEAlgorithm: 'AES256' });
  test.each<readonly [why: string, one: Event, other: Event, may: boolean]>([
    ['two writes of two objects', put('b/k'), put('b/l'), true],
    ['a write and a read of one', put('b/k'), get('b/k'), true],
    ['two reads of one', get('b/k'), get('b/k'), true],
    ['a write and another rule', put('b/k'), rule, true],
    ['a write and the end of its bucket', put('b/k'), { op: 'DeleteBucket', bucket: 'b' }, true],
    ['a copy and a read of its source', copy('b/k', 'c/k'), get('b/k'), true],
    ['two writes of one object: the last is not told', put('b/k'), put('b/k'), false],
    ['a copy and a read of its target, which may wait for a call of the copy', copy('b/k', 'c/k'), get('c/k'), false],
    ['a copy and a write of its source', copy('b/k', 'c/k'), put('b/k'), false],
    ['two copies, which may swap', copy('b/k', 'b/l'), copy('b/l', 'b/k'), false],
    ['a copy and an eviction between its calls', copy('b/k', 'c/k'), evict('b'), false],
    ['a replication and the deletion of its source', replicate('b/k'), remove('b/k'), false],
    ['a write and an eviction: which came first is not told', put('b/k'), evict('b'), false],
    ['an update and a write of its object: the last is not told', update('b/k', homeKey('K1')), put('b/k'), false],
    ['an update and an eviction between its calls', update('b/k', homeKey('K1')), evict('b'), false],
    ['an update and a write of another object', update('b/k', homeKey('K1')), put('b/l'), true],
    ['a write and the versioning of its bucket', put('b/k'), versioning('b', 'Enabled'), false],
    ['two replication rules', replication('b', 'c'), replication('b', 'd'), false],
    ['two that never wait', rule, { op: 'DisableKey', keyId: 'K1' }, false],
  ])('%s', (_why, one, other, may) => {
    expect([mayOverlap(one, other), mayOverlap(other, one)]).toEqual([may, may]);
  });

  test('two that overlap have one time, and whether they do depends on the first and the seed alone', () => {
    const steps = Array.from({ length: 200 }, (_, at) => ({ atMs: at, by: 'ann', event: put(`b/k${at}`) }));
    const pairs = groupsOf(steps, 1).filter((group) => group.steps.length === 2);
    expect(pairs.length).toBeGreaterThan(60);
    for (const { steps: pair } of pairs) expect(new Set(pair.map(({ atMs }) => atMs)).size).toBe(1);
    expect(groupsOf(steps.slice(50, 51), 1)[0]?.turns).toBe(
      groupsOf(steps, 1).find((group) => group.steps.some(({ event }) => event === steps[50]?.event))?.turns,
    );
  });
});
