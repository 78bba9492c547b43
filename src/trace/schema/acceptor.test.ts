import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PROFILES } from '../../../model/index.ts';
import { traceArbitrary } from '../../../properties/arbitraries/index.ts';
import { observe } from '../../check/run-trace.ts';
import { embeddedFor } from '../../suts/embedded.ts';
import { stepLine } from '../format-trace.ts';
import { acceptorOf } from './acceptor.ts';
import { stepLineSchema } from './trace-schema.ts';

const accepts = acceptorOf(stepLineSchema);

/** Lines of recordings under every profile. */
const lines = await (async () => {
  const all: string[] = [];
  for (const profile of PROFILES) {
    const sut = embeddedFor(profile);
    for (const { setup, steps } of fc.sample(traceArbitrary({ profile, supports: sut.supports, maxSteps: 200 }), {
      seed: 3,
      numRuns: 10,
    })) {
      for (const seen of await observe({ sut, seed: 3 }, setup, steps)) all.push(stepLine(seen));
    }
  }
  return all;
})();

/** Every object and array in a value, itself included. */
function insides(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(insides)];
}

/** A line in which something was changed in one place: a part left out, a part replaced, or a part too many. */
const changed = fc
  .record({
    line: fc.constantFrom(...lines),
    where: fc.nat(),
    which: fc.nat(),
    name: fc.option(fc.constantFrom('more', '__proto__', 'constructor', 'op', '0', 'context'), { nil: undefined }),
    value: fc.option(
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom(1.5, -1, 2 ** 53, 99, 600, 'ok', 'PutObject', 'malformed'),
      ),
      {
        nil: undefined,
      },
    ),
  })
  .map(({ line, where, which, name, value }): unknown => {
    const whole: unknown = JSON.parse(line);
    const places = insides(whole);
    const place = places[where % places.length] ?? {};
    const names = Object.keys(place);
    const key = name ?? names[which % Math.max(names.length, 1)] ?? 'more';
    Reflect.deleteProperty(place, key);
    if (value !== undefined)
      Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });
    // As a parser gives it: nothing undefined, no holes.
    return JSON.parse(JSON.stringify(whole));
  });

describe('what the schema of a step accepts is accepted without it', () => {
  test('every line of a recording', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.filter((line) => !accepts(JSON.parse(line)))).toEqual([]);
  });

  test('a changed line exactly when the schema accepts it; what bears the name __proto__ is left to the schema', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(changed, (value) => {
        const isRight = stepLineSchema.safeParse(value).success;
        verdicts.add(isRight);
        if (JSON.stringify(value).includes('"__proto__":')) return !accepts(value) || isRight;
        return accepts(value) === isRight;
      }),
      { seed: 1, numRuns: 20_000 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });
});

describe('what is not understood is left to the schema', () => {
  test.each([
    ['a number that need not be whole', z.number(), 1],
    ['whole numbers of 32 bits', z.int32(), 1],
    ['a multiple', z.int().multipleOf(2), 2],
    ['an open bound', z.int().gt(0), 1],
    ['a string of some length', z.string().min(1), 'x'],
    ['a string of a named format', z.email(), 'a@example.org'],
    ['a condition of its own', z.string().refine((text) => text !== 'x'), 'y'],
    ['a condition on an object', z.strictObject({ a: z.string() }).refine(({ a }) => a !== 'x'), { a: 'y' }],
    ['an object with other fields', z.object({ a: z.string() }), { a: 'y' }],
    ['an object with fields of one kind', z.strictObject({}).catchall(z.string()), { a: 'y' }],
    ['a name that every object has', z.strictObject({ constructor: z.string() }), { constructor: 'x' }],
    ['a record of certain names', z.record(z.enum(['a']), z.string()), { a: 'x' }],
    ['a transformation', z.string().transform(Number), '1'],
    ['a default', z.strictObject({ a: z.string().default('x') }), { a: 'y' }],
    ['a tuple', z.tuple([z.string()]), ['x']],
  ])('%s', (_what, schema, value) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(acceptorOf(schema)(value)).toBe(false);
  });

  test('a part that is not understood takes the whole with it', () => {
    expect(acceptorOf(z.strictObject({ a: z.array(z.number()) }))({ a: [1] })).toBe(false);
    expect(acceptorOf(z.strictObject({ a: z.array(z.int()) }))({ a: [1] })).toBe(true);
  });

  test('an optional part that is there but undefined', () => {
    const schema = z.strictObject({ a: z.exactOptional(z.string()) });
    expect([acceptorOf(schema)({}), acceptorOf(schema)({ a: 'x' }), acceptorOf(schema)({ a: undefined })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
