import { describe, expect, test } from 'vitest';
import { requirement } from '../../model/index.ts';
import { propertyIds } from '../check/choose.ts';
import { killTable, mutantProfile, violatedOn } from './kills.ts';
import { correctSut } from './mutant-sut.ts';
import { MUTANTS } from './mutants/index.ts';

const rows = new Map((await killTable()).map(({ mutant, properties }) => [mutant, properties]));

describe('witnesses', () => {
  test.each(MUTANTS)(
    'the correct reference passes the witness of $id, so that nothing but the fault fails it',
    async (mutant) => {
      expect(await violatedOn(mutant.witness, correctSut(mutant), mutantProfile(mutant))).toEqual([]);
    },
  );

  test.each(MUTANTS)('$id is killed on its witness by each property that has to find it', ({ id, killedBy }) => {
    expect(killedBy).not.toEqual([]);
    expect(rows.get(id)).toEqual(expect.arrayContaining([...killedBy]));
  });
});

describe('properties', () => {
  test.each(propertyIds())('%s is named as the killer of a mutant, so it can fail', (id) => {
    const killed = MUTANTS.filter(({ killedBy }) => killedBy.includes(id)).map((mutant) => mutant.id);
    expect(killed).not.toEqual([]);
  });
});

describe('catalogue', () => {
  test('ids are unique and written alike', () => {
    const ids = MUTANTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test('every mutant breaks a documented requirement', () => {
    const unfounded = MUTANTS.filter(
      ({ requirements }) => requirements.length === 0 || requirements.some((id) => !requirement(id)),
    );
    expect(unfounded.map(({ id }) => id)).toEqual([]);
  });

  test('mutants name properties that exist', () => {
    const known = new Set(propertyIds());
    expect(MUTANTS.flatMap(({ killedBy }) => killedBy).filter((id) => !known.has(id))).toEqual([]);
  });
});
