import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectMemory } from './object-memory.ts';

/** What is remembered, told by a map: it keeps the order in which names came, and the first eighth goes. */
class Told {
  readonly objects = new Map<string, { readonly keys: readonly number[]; readonly isOld: boolean }>();
  forgotten = 0;

  constructor(readonly most: number) {}

  set(name: string, keys: readonly number[], isOld: boolean): void {
    this.objects.set(name, { keys, isOld });
    if (this.objects.size <= this.most) return;
    for (const first of [...this.objects.keys()].slice(0, Math.ceil(this.objects.size / 8))) {
      this.objects.delete(first);
      this.forgotten += 1;
    }
  }
}

const step = fc.record({ name: fc.nat(3_000), isDeleted: fc.boolean(), key: fc.nat(), isOld: fc.boolean() });

test.each([20, 1_500, 5_000])('of %i objects the last ones are remembered, whatever was deleted', (most) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5_000, maxLength: 5_000, size: 'max' }), (steps) => {
      const memory = new ObjectMemory(2, most);
      const told = new Told(most);
      for (const { name: number, isDeleted, key, isOld } of steps) {
        const name = `bucket\nobject-${number}`;
        if (isDeleted && number % 3 === 0) {
          memory.delete(name);
          told.objects.delete(name);
        } else {
          memory.set(name, [key, number], isOld);
          told.set(name, [key, number], isOld);
        }
      }
      expect(memory.forgotten).toBe(told.forgotten);
      for (let number = 0; number <= 3_000; number += 1) {
        const name = `bucket\nobject-${number}`;
        const entry = memory.find(name);
        const found = entry === undefined ? undefined : { keys: [0, 1].map((at) => memory.bucketKey(entry, at)) };
        const wanted = told.objects.get(name);
        expect(found?.keys).toEqual(wanted?.keys);
        if (entry !== undefined) expect(memory.isOld(entry)).toBe(wanted?.isOld);
      }
    }),
    { numRuns: 5, seed: 1 },
  );
});
