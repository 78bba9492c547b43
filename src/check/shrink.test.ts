import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { check } from './check.ts';

// A run is shrunk as it was drawn, with versions named by their place: an id that a system has given means nothing in a
// shorter run. With such ids 33 and 48 steps were left of these two.
test.each(['removal-takes-newer', 'marker-loses-versions'])(
  '%s: a run that needs a version gets nearly as short as the shortest that was thought of',
  async (id) => {
    const mutant = MUTANTS.find((one) => one.id === id)!;
    const profile = profileNamed(mutant.profile ?? 'ideal');
    const report = await check({ profile, runs: 300, seed: 5, maxSteps: 300 }, mutantSut(mutant));
    const [found] = report.violations;
    expect(found?.foundAtLength).toBeGreaterThan(40);
    // One more where it shows by a replication.
    expect(found?.trace.steps.length).toBeLessThanOrEqual(mutant.witness.steps.length + 1);
  },
);
