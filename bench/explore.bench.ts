import { bench, describe } from 'vitest';
import { FIRST_OPTION, initialWorld, step, type World } from '../model/index.ts';
import { Canonical } from '../src/explore/canonical.ts';
import { explore } from '../src/explore/explore.ts';
import { stepAt } from '../src/explore/scope.ts';
import { tiny } from '../src/explore/scopes/tiny.ts';

// Each iteration is one walk of as many transitions as the scope `tiny` has, so that the times compare as they stand.
const TRANSITIONS = 3_380;

describe('3,380 transitions of the scope tiny', () => {
  const initial = initialWorld(tiny.setup, tiny.profile);
  const canonical = new Canonical(tiny, initial);
  const worlds: World[] = [];

  bench('step alone', () => {
    worlds.length = 0;
    let world = initial;
    for (let i = 0; i < TRANSITIONS; i++) {
      const action = tiny.actions[(i * 7) % tiny.actions.length];
      if (action !== undefined) world = step(world, stepAt(action, world.nowMs), FIRST_OPTION).world;
      // A walk that goes on for ever would measure its own past.
      if (i % 20 === 0) world = initial;
      worlds.push(world);
    }
  });

  bench('canonical keys alone', () => {
    for (const world of worlds) canonical.key(world);
  });

  bench('explored: step, keys, invariants, coverage', async () => {
    await explore({ ...tiny, monitored: false }, { maxStates: 1_000 });
  });

  bench('explored, and monitors on a shortest path to each state', async () => {
    await explore(tiny, { maxStates: 1_000 });
  });
});
