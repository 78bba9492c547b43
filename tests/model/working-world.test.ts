import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_NAMES,
  FIRST_OPTION,
  initialWorld,
  type Profile,
  step,
  WorkingWorld,
  type World,
} from '../../model/index.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/generated-trace.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { randomChooser } from '../../src/suts/model-sut.ts';

/** All of a world, as plain data. */
function contentOf(world: World) {
  const { buckets, objects, kmsKeys, aliases, bucketKeys, families, holdings, scope: _scope, ...scalars } = world;
  const tables = [buckets, objects, kmsKeys, aliases, bucketKeys, families, holdings].map((table) => {
    const records: [number, object][] = [];
    table.forEach((record: object, index) => {
      records.push([index, record]);
    });
    return records;
  });
  return { tables, scalars };
}

function traces(profile: Profile, numRuns: number): readonly GeneratedTrace[] {
  return fc.sample(traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: 60 }), { numRuns, seed: 11 });
}

describe.each([AWS, IDEAL])('a world that takes steps in place ($name)', (profile) => {
  test('goes where the pure step goes, and answers the same', () => {
    for (const [seed, { setup, steps }] of traces(profile, 30).entries()) {
      let world = initialWorld(setup, profile);
      const working = new WorkingWorld(world);
      const [one, same] = [randomChooser(seed), randomChooser(seed)];
      for (const input of steps) {
        const result = step(world, input, one);
        world = result.world;
        expect(working.take(input, same)).toEqual(result.outcome);
      }
      expect(contentOf(working.world())).toEqual(contentOf(world));
    }
  });

  test('is where a fork of it stayed once it takes a step back, and the fork has seen nothing of the step', () => {
    for (const [seed, { setup, steps }] of traces(profile, 15).entries()) {
      const working = new WorkingWorld(initialWorld(setup, profile));
      const chooser = randomChooser(seed);
      for (const input of steps) {
        const before = contentOf(working.view);
        const fork = working.fork();
        working.take(input, chooser);
        expect(contentOf(fork.view)).toEqual(before);
        working.takeBack();
        expect(contentOf(working.view)).toEqual(before);
        working.take(input, chooser);
        const after = contentOf(working.view);
        fork.take(input, FIRST_OPTION);
        expect(contentOf(working.view)).toEqual(after);
      }
    }
  });

  test('takes a step back that nobody forked: what it changed in place is as it was', () => {
    for (const [seed, { setup, steps }] of traces(profile, 30).entries()) {
      const working = new WorkingWorld(initialWorld(setup, profile));
      const chooser = randomChooser(seed);
      for (const input of steps) {
        const before = contentOf(working.view);
        working.take(input, chooser);
        working.takeBack();
        expect(contentOf(working.view)).toEqual(before);
        working.take(input, chooser);
      }
    }
  });

  test('hands out a world that later steps leave as it is', () => {
    for (const [seed, { setup, steps }] of traces(profile, 15).entries()) {
      const working = new WorkingWorld(initialWorld(setup, profile));
      const chooser = randomChooser(seed);
      const kept: { world: World; content: unknown }[] = [];
      for (const input of steps) {
        working.take(input, chooser);
        const world = working.world();
        kept.push({ world, content: contentOf(world) });
      }
      for (const { world, content } of kept) expect(contentOf(world)).toEqual(content);
    }
  });
});

test('a step that cannot be taken changes nothing', () => {
  const [{ setup } = { setup: undefined }] = traces(IDEAL, 1);
  if (setup === undefined) throw new Error('there is no trace');
  const working = new WorkingWorld({ ...initialWorld(setup, IDEAL), nowMs: 5 });
  const before = contentOf(working.view);
  const event = { op: 'GetBucketEncryption', bucket: 'b' } as const;
  expect(() => working.take({ atMs: 6, by: 'a stranger', event }, FIRST_OPTION)).toThrow(RangeError);
  expect(() => working.take({ atMs: 4, by: setup.requesters[0]?.name ?? '', event }, FIRST_OPTION)).toThrow(RangeError);
  expect(contentOf(working.view)).toEqual(before);
});
