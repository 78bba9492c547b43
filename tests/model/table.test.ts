import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Owner, Table } from '../../model/store/table.ts';

interface Cell {
  readonly value: number;
}

const sameCell = (a: Cell, b: Cell): boolean => a.value === b.value;
// Few hashes, so that equal fingerprints of unequal tables occur and are told apart all the same.
const poorHash = (cell: Cell): number => cell.value % 3;

function contentOf(table: Table<Cell>): readonly (readonly [number, number])[] {
  const content: [number, number][] = [];
  table.forEach((cell, index) => {
    content.push([index, cell.value]);
  });
  return content;
}

/** Indices on both sides of every height the tree grows at, and far beyond. */
const EDGES = [0, 1, 31, 32, 33, 1_023, 1_024, 1_025, 32_767, 32_768, 1_048_575, 1_048_576, 2_147_483_647];
const anIndex = fc.oneof(fc.constantFrom(...EDGES), fc.nat(70));
const aWrite = fc.record({ index: anIndex, value: fc.option(fc.nat(5), { nil: undefined, freq: 4 }) });
const writes = fc.array(aWrite, { maxLength: 80, size: 'max' });

function written(table: Table<Cell>, { index, value }: { index: number; value: number | undefined }): Table<Cell> {
  return table.set(index, value === undefined ? undefined : { value });
}

describe('Table', () => {
  test('is a map that keeps every earlier version valid', () => {
    fc.assert(
      fc.property(writes, (steps) => {
        const plain = new Map<number, number>();
        const versions: { readonly table: Table<Cell>; readonly content: readonly (readonly [number, number])[] }[] =
          [];
        let table = Table.empty<Cell>(poorHash);
        for (const step of steps) {
          table = written(table, step);
          if (step.value === undefined) plain.delete(step.index);
          else plain.set(step.index, step.value);
          versions.push({ table, content: [...plain].toSorted(([a], [b]) => a - b) });
          expect(table.get(step.index)?.value).toBe(step.value);
        }
        for (const { table: version, content } of versions) expect(contentOf(version)).toEqual(content);
        for (const index of EDGES) expect(table.get(index)?.value).toBe(plain.get(index));
      }),
      { numRuns: 80, seed: 1 },
    );
  });

  test('an owner changes its own table in place, unseen by whom it was forked from and who was forked from it', () => {
    const aForkOrWrite = fc.record({ hand: fc.nat(5), fork: fc.boolean(), write: aWrite });
    fc.assert(
      fc.property(fc.array(aForkOrWrite, { maxLength: 120, size: 'max' }), (steps) => {
        const hands: { table: Table<Cell>; owner: Owner; plain: Map<number, number> }[] = [
          { table: Table.empty<Cell>(poorHash), owner: {}, plain: new Map() },
        ];
        for (const { hand, fork, write } of steps) {
          const taken = hands[hand % hands.length];
          if (taken === undefined) throw new Error('a hand is missing');
          if (fork) {
            // What both have is nobody's own any more.
            taken.owner = {};
            hands.push({ table: taken.table, owner: {}, plain: new Map(taken.plain) });
          }
          taken.table = taken.table.set(
            write.index,
            write.value === undefined ? undefined : { value: write.value },
            taken.owner,
          );
          if (write.value === undefined) taken.plain.delete(write.index);
          else taken.plain.set(write.index, write.value);
        }
        for (const { table, plain } of hands) {
          const content = [...plain].toSorted(([a], [b]) => a - b);
          expect(contentOf(table)).toEqual(content);
          expect(table.size).toBe(plain.size);
          const anew = content.reduce(
            (made, [index, value]) => made.set(index, { value }),
            Table.empty<Cell>(poorHash),
          );
          expect(table.equals(anew, sameCell)).toBe(true);
        }
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test('an owner that sets again gets the very same table back, so that nothing is copied', () => {
    const owner: Owner = {};
    const first = Table.empty<Cell>(poorHash).set(40, { value: 1 }, owner);
    expect(first.set(41, { value: 2 }, owner)).toBe(first);
    expect(first.set(41, { value: 3 }, {})).not.toBe(first);
    expect(first.set(41, { value: 3 })).not.toBe(first);
    expect(first.get(41)?.value).toBe(2);
  });

  test('two tables are equal just when their content is, whatever way led there', () => {
    fc.assert(
      fc.property(writes, writes, (one, other) => {
        const a = one.reduce(written, Table.empty<Cell>(poorHash));
        const b = other.reduce(written, Table.empty<Cell>(poorHash));
        const same = JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));
        expect(a.equals(b, sameCell)).toBe(same);
        if (same) expect(a.fingerprint).toBe(b.fingerprint);
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  test('a comparison sees what differs, and nothing twice', () => {
    fc.assert(
      fc.property(writes, writes, (before, more) => {
        const a = before.reduce(written, Table.empty<Cell>(poorHash));
        const b = more.reduce(written, a);
        const seen: string[] = [];
        a.compare(b, (mine, theirs) => {
          seen.push(`${mine?.value} ${theirs?.value}`);
          return true;
        });
        const differing = new Set(
          [...contentOf(a), ...contentOf(b)].map(([index]) => index).filter((index) => a.get(index) !== b.get(index)),
        );
        const expected = [...differing].map((index) => `${a.get(index)?.value} ${b.get(index)?.value}`);
        expect(seen.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test('the order of writes leaves no trace', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(aWrite, { selector: ({ index }) => index, maxLength: 40 }),
        fc.nat(),
        (steps, turn) => {
          const shuffled = steps.map((_, i) => steps[(i + turn) % steps.length] ?? { index: 0, value: undefined });
          const a = steps.reduce(written, Table.empty<Cell>(poorHash));
          const b = shuffled.reduce(written, Table.empty<Cell>(poorHash));
          expect(a.equals(b, sameCell)).toBe(true);
          expect(a.fingerprint).toBe(b.fingerprint);
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  });

  test('a table that has grown and lost what it grew for equals one that never grew', () => {
    const small = Table.empty<Cell>(poorHash).set(0, { value: 1 });
    const grown = small.set(40_000, { value: 2 }).set(40_000, undefined);
    expect([grown.equals(small, sameCell), small.equals(grown, sameCell)]).toEqual([true, true]);
  });

  test('what is not there is undefined, at any index', () => {
    const table = Table.empty<Cell>(poorHash).set(5, { value: 1 });
    expect([table.get(-1), table.get(6), table.get(37), table.get(1_029), table.get(2_147_483_647)]).toEqual(
      Array(5).fill(undefined),
    );
  });

  test('holds tens of thousands of records, each where it was put', () => {
    let table = Table.empty<Cell>(poorHash);
    for (let i = 0; i < 40_000; i++) table = table.set(i, { value: i });
    const half = table;
    for (let i = 0; i < 40_000; i += 2) table = table.set(i, undefined);
    expect([half.get(39_998)?.value, table.get(39_998), table.get(39_999)?.value]).toEqual([39_998, undefined, 39_999]);
    expect(contentOf(table)).toHaveLength(20_000);
  });
});
