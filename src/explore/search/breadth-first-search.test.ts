import { expect, test } from 'vitest';
import { FIRST_OPTION, initialWorld, perform, step, type World } from '../../../model/index.ts';
import { Canonical } from '../canonical.ts';
import { stepAt, tickOf } from '../scope.ts';
import { tiny } from '../scopes/tiny.ts';
import { BreadthFirstSearch } from './breadth-first-search.ts';

test('the steps between the states of tiny are those between its worlds, idle ticks included', async () => {
  const search = new BreadthFirstSearch(tiny, perform);
  expect(await search.run({ maxStates: 1_000 })).toBe('whole');
  const initial = initialWorld(tiny.setup, tiny.profile);
  const canonical = new Canonical(tiny, initial);
  const after = (world: World, place: number): World => {
    const action = tiny.actions[place];
    if (action === undefined) return { ...world, nowMs: world.nowMs + tiny.tickMs };
    return step(world, stepAt(action, world.nowMs), FIRST_OPTION).world;
  };
  const worlds = Array.from({ length: search.states.length }, (_, state) =>
    search.pathTo(state).reduce((world, { action }) => after(world, action), initial),
  );
  const keys = worlds.map((world) => canonical.key(world));
  expect(new Set(keys).size).toBe(260);
  const tick = tickOf(tiny);
  let idleTicks = 0;
  for (const [state, world] of worlds.entries()) {
    const expected = Array.from(
      { length: tick + 1 },
      (_, action) => `${action} -> ${keys.indexOf(canonical.key(after(world, action)))}`,
    );
    const stays = expected.filter((_, action) => action !== tick && expected[action] === `${action} -> ${state}`);
    if (expected[tick] === `${tick} -> ${state}`) idleTicks++;
    const found: string[] = [];
    search.forEachNext(state, (next, action) => found.push(`${action} -> ${next}`));
    expect(found.toSorted()).toEqual(expected.filter((one) => !stays.includes(one)).toSorted());
  }
  expect(idleTicks).toBeGreaterThan(0);
});
