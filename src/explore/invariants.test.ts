import { expect, test } from 'vitest';
import { ON_TRANSITIONS_ALONE, PROPERTIES } from '../../properties/properties.ts';
import { explore } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import { PLANTED, PLANTED_IN_LIFECYCLE } from './testing/planted.ts';

test('every invariant of a property is judged', () => {
  const having = [...PROPERTIES, ...ON_TRANSITIONS_ALONE].filter(({ invariant }) => invariant !== undefined);
  expect(having).toHaveLength(21);
  expect(INVARIANTS.map(({ id }) => id).toSorted()).toEqual(having.map(({ id }) => id).toSorted());
});

test('a mistake is planted for each invariant', () => {
  expect(PLANTED.map(({ id }) => id)).toEqual(INVARIANTS.map(({ id }) => id));
});

test.each([...PLANTED, ...PLANTED_IN_LIFECYCLE])(
  '$id can fail: exploration finds a mistake planted for it',
  async ({ id, scope, act }) => {
    const { found, unknownBecause } = await explore(scope, { maxStates: 20_000, act });
    expect(unknownBecause).toBeUndefined();
    expect(found?.violation.property).toBe(id);
  },
);
