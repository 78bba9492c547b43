import { describe, expect, test } from 'vitest';
import { requirement } from '../../model/requirements/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { LIVENESS, ON_TRANSITIONS, ON_TRANSITIONS_ALONE, PROPERTIES } from '../../properties/properties.ts';
import { CATALOGUE } from '../check/catalogue.ts';
import { propertyTitle } from '../check/choose.ts';
import { judgedPropertyIds } from '../check/judge-steps.ts';
import { bucketkey, usageErrorOf } from './testing/harness.ts';

describe('the catalogue', () => {
  test('has every property once, and says what can check it', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    const all = [...PROPERTIES, ...ON_TRANSITIONS_ALONE, ...LIVENESS, ...METAMORPHIC].map(({ id }) => id);
    expect(ids.toSorted()).toEqual([...all, 'explained', 'least-reuse', 'system-answers'].sort());
    const by = (command: string) =>
      CATALOGUE.filter(({ checkedBy }) => checkedBy.some((one) => one === command)).map(({ id }) => id);
    expect(by('judge').toSorted()).toEqual([...judgedPropertyIds(), 'least-reuse', 'system-answers'].sort());
    // Liveness of replication has a monitor and a goal, and no invariant.
    const explored = [...ON_TRANSITIONS, ...ON_TRANSITIONS_ALONE, ...LIVENESS].map(({ id }) => id);
    expect(by('explore').toSorted()).toEqual([...explored, 'replication-settles'].sort());
    for (const { id, title, checkedBy } of CATALOGUE)
      if (checkedBy.includes('check')) expect(propertyTitle(id)).toBe(title);
  });
});

describe('properties', () => {
  test('lists title, formula, requirements and what each needs to see', async () => {
    const { code, out, err } = await bucketkey(['properties']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      '\nunique-data-keys\n' +
        '  No two object versions share a data key.\n' +
        '  formula     ∀ versions v ≠ w, w no replica of v: dataKey(v) ≠ dataKey(w)\n' +
        '  needs       the inside of the implementation: fingerprints of its keys, and its nonces\n' +
        '  checked by  check, judge\n' +
        '  rests on    F-111, F-112, F-78\n',
    );
    expect(CATALOGUE.filter(({ id }) => !`\n${out}`.includes(`\n${id}\n`))).toEqual([]);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('tells one with its requirements in their own words', async () => {
    const { code, out } = await bucketkey(['properties', 'every-requester-pays']);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`F-97 ${requirement('F-97')?.text} (documented)`);
    expect(out).not.toContain('unique-data-keys');
  });

  test('as JSON, all and one', async () => {
    const all = JSON.parse((await bucketkey(['properties', '--output', 'json'])).out);
    expect(all.properties.map(({ id }: { id: string }) => id)).toEqual(CATALOGUE.map(({ id }) => id));
    const [symmetry] = all.properties.filter(({ id }: { id: string }) => id === 'symmetry');
    expect(symmetry).toMatchObject({ needs: 'two-runs', checkedBy: ['check'] });
    const alone = await bucketkey(['properties', 'symmetry', '--output', 'json']);
    expect(JSON.parse(alone.out)).toEqual(symmetry);
  });

  test('one there is not', async () => {
    expect(await usageErrorOf('properties', 'etag-clas')).toMatch(
      /no property "etag-clas" \(did you mean etag-class\?\)/,
    );
    expect(await usageErrorOf('properties', '__proto__')).toMatch(/no property "__proto__"; there is system-answers, /);
  });
});
